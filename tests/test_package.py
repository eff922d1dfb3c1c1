"""The public door: what it offers, and that opening the package does nothing else."""

import subprocess
import sys
import types

import dragoman


def test_all_names_what_the_door_offers():
    assert list(dragoman.__all__) == sorted(dragoman.__all__)
    offered = {
        name
        for name, thing in vars(dragoman).items()
        if not name.startswith("_")
        and not isinstance(thing, types.ModuleType)
        and name not in {"annotations", "TYPE_CHECKING"}
    }
    assert offered == set(dragoman.__all__)


def test_everything_public_says_what_it_is():
    assert [name for name in dragoman.__all__ if not getattr(dragoman, name).__doc__] == []


def test_importing_loads_no_engine_and_opens_no_file():
    code = """
import sys, builtins
import msgspec
opened = []
sys.addaudithook(lambda event, args: opened.append(args[0]) if event in ("open", "socket.connect") else None)
import dragoman
heavy = {"spacy", "onnxruntime", "numpy", "duckdb", "lxml", "trafilatura", "feedparser", "warcio", "rich", "typer"}
print(sorted(heavy & set(sys.modules)))
print([name for name in opened if not str(name).endswith((".py", ".pyc"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "[]"]
