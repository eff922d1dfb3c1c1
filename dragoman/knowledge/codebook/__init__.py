"""The codebook: which words are an event, and which type, mode, context and code it is.

    book = load()                    # ours: the TOML files in plover/
    book = load("my.toml")           # yours, over ours; or in its place (extends = false)

docs/events.md tells how the files are written.
"""

from __future__ import annotations

from pathlib import Path

from dragoman.knowledge.codebook.model import Auxiliary, Code, Codebook, Operator, Pattern, Rule, TypeInfo
from dragoman.knowledge.codebook.reading import build, read_file

__all__ = ["Auxiliary", "Code", "Codebook", "Operator", "Pattern", "Rule", "TypeInfo", "load"]

FOLDER = Path(__file__).with_name("plover")


def load(own: str | Path | None = None) -> Codebook:
    """Load our codebook, and a user's own over it.

    Args:
        own: a TOML file. Rules of a name that ours has replace it, ``remove = true`` takes one out, all else is
            added; with ``extends = false`` under ``[codebook]`` it stands without our rules and operators.

    Raises:
        KnowledgeError: what is wrong with it, one line each: file, line, cure.
    """
    sources = [read_file(path) for path in sorted(FOLDER.glob("*.toml"))]
    return build(sources, own=None if own is None else read_file(Path(own)))
