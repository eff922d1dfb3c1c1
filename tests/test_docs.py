"""The documentation does what it says: its Python runs, its commands exist, its links lead somewhere."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), ROOT / "dragoman/samples/README.md"])
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```", re.M | re.S)


def load_build():
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = load_build()


def blocks(page: Path, language: str) -> list[str]:
    return [body for info, body in FENCE.findall(page.read_text("utf-8")) if info.strip() == language]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


# ------------------------------------------------------------------------------------------------------ python


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=named)
def test_the_python_on_a_page_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for number, body in enumerate(blocks(page, "python"), 1):
        # a page reads from top to bottom: later blocks use the names of earlier ones
        exec(compile(body, f"{named(page)}, block {number}", "exec"), names)


PRINTS = re.compile(r"^```python\n(.*?)^```\n\nprints\n\n```\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize("page", [p for p in PAGES if PRINTS.search(p.read_text("utf-8"))], ids=named)
def test_the_python_on_a_page_prints_what_the_page_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for body, said in PRINTS.findall(page.read_text("utf-8")):
        capsys.readouterr()
        exec(compile(body, named(page), "exec"), {"__name__": "page"})
        assert capsys.readouterr().out == said


# -------------------------------------------------------------------------------------------------- commands


def commands_on(page: Path) -> list[str]:
    lines = [line for body in blocks(page, "console") for line in body.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def complaint(line: str, known: dict) -> str | None:
    """Say what is wrong with a command line of the documentation."""
    first, *words = shlex.split(line, comments=True)
    if first.startswith("scripts/"):
        return None if (ROOT / first).is_file() else f"there is no {first}"
    if first != "dragoman":
        return None
    if words == ["--version"]:
        return None
    if not words or words[0] not in known:
        return f"dragoman has no command {words[:1]}"
    options = {name for parameter in known[words[0]].parameters for name in parameter.names}
    used = [word.split("=")[0] for word in words[1:] if word.startswith("-") and word != "-"]
    unknown = [option for option in used if option not in options]
    return f"dragoman {words[0]} has no option {', '.join(unknown)}" if unknown else None


@pytest.mark.parametrize("page", [p for p in PAGES if commands_on(p)], ids=named)
def test_the_commands_on_a_page_exist_with_these_options(page):
    known = build.commands()
    wrong = [f"{line}: {why}" for line in commands_on(page) if (why := complaint(line, known))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("dragoman schema", None),
        ("dragoman code in/ -o out.duckdb --date 2024-11-09", None),
        ("dragoman cod in/", "no command"),
        ("dragoman code in/ --fast", "no option --fast"),
        ("scripts/nowhere", "there is no"),
        ("ls -l", None),
    ],
)
def test_the_check_of_commands_finds_what_is_wrong(line, wrong):
    found = complaint(line, build.commands())
    assert found is None if wrong is None else wrong in (found or "")


# ----------------------------------------------------------------------------------------------------- links


def anchors(text: str) -> set[str]:
    """Give the anchors that a page's headings make, as GitHub and most renderers do."""
    headings = re.findall(r"^#+ +(.+)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_links_of_a_page_lead_somewhere(page):
    text = page.read_text("utf-8")
    lost = []
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)", text):
        link = next(filter(None, target))
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text("utf-8"))):
            lost.append(link)
    assert not lost, f"{named(page)} links to {', '.join(lost)}"


# --------------------------------------------------------------------------------------------- generated parts


@pytest.mark.parametrize("name", build.GENERATED)
def test_what_is_made_from_the_code_is_up_to_date(name):
    page = (ROOT / "docs" / name).read_text("utf-8")
    assert build.BEGIN in page and build.END in page
    made = build.filled(page, build.GENERATED[name]())
    assert made == page, f"docs/{name} is out of date: run python docs/build.py"


def test_every_field_of_the_record_has_a_meaning_and_no_note_is_idle():
    from dragoman.records import schema

    definitions = schema()["$defs"]
    assert {name for name, _ in build.PARTS} == set(definitions)
    fields = {f"{part}.{field}" for part, _ in build.PARTS for field in definitions[part]["properties"]}
    assert set(build.NOTES) <= fields
    for part, _ in build.PARTS:
        for field, about in definitions[part]["properties"].items():
            assert build.describe(part, field, about).strip()


def test_the_schemas_own_words_are_in_the_documentation():
    from dragoman.records import schema

    page = (ROOT / "docs" / "record.md").read_text("utf-8")
    about = schema()["$defs"]["Actor"]["properties"]["gw"]["description"]
    assert about in page


def test_every_command_and_every_option_says_what_it_does():
    for command in build.commands().values():
        assert command.about, command.name
        for parameter in command.parameters:
            assert parameter.about, f"{command.name} {parameter.names}"


def test_no_page_names_a_path_of_one_machine():
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(work|tmp|home|root)/", page.read_text("utf-8")), named(page)


# ------------------------------------------------------------------------------------------------------ rooms


def rooms() -> dict[str, set[str]]:
    """Read the table of rooms: each with the rooms that it may import."""
    page = (ROOT / "docs" / "rooms.md").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for name, may in re.findall(r"^\| `(\w+)(?:\.py|/)` \|.*\| ([^|]+) \|$", page, re.M):
        every = {"nothing of ours": set(), "all above": set(found)}
        found[name] = every.get(may, set(may.split(", ")))
        assert found[name] <= set(found), f"{name} may import a room below it"
    return found


def imports_of(path: Path) -> set[str]:
    """Give the rooms that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "dragoman":
            found |= {f"dragoman.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name.split(".")[1] for name in found if name.startswith("dragoman.")}


PACKAGE = ROOT / "dragoman"


def test_every_room_of_the_package_is_on_the_page():
    there = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert there - {"__init__"} <= set(rooms())


@pytest.mark.parametrize("room", rooms())
def test_a_room_imports_only_what_the_page_allows(room):
    allowed = rooms()[room] | {room, "__version__"}
    modules = (
        [PACKAGE / f"{room}.py"] if (PACKAGE / f"{room}.py").exists() else (PACKAGE / room).rglob("*.py")
    )
    wrong = {str(path.relative_to(ROOT)): extra for path in modules if (extra := imports_of(path) - allowed)}
    # the package's own door may be used by whoever may import everything
    if room in ("bench", "cli"):
        door = set(__import__("dragoman").__all__)
        wrong = {path: extra - door for path, extra in wrong.items() if extra - door}
    assert not wrong
