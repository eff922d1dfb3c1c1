"""Build the fast form of the knowledge from the readable sources: ``python -m dragoman.knowledge.build``.

``--check`` reads and checks the sources (or, after it, a folder of your own laid over them) and writes nothing.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge import index, integrity, tables
from dragoman.knowledge.tables import TABLES, Tables

__all__ = ["BUILT", "SOURCES", "read_checked", "sources_hash"]

SOURCES = Path(__file__).parent / "sources"
BUILT = Path(__file__).parent / "built" / "knowledge.msgpack.zst"


def sources_hash(folder: Path = SOURCES) -> str:
    """Hash the source files (names and bytes), 16 hexadecimal digits; line ends do not count."""
    digest = hashlib.sha256()
    for table in TABLES:
        path = folder / f"{table}.csv"
        content = path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b""
        digest.update(f"{table} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def read_checked(folder: Path = SOURCES, *, over: Tables | None = None) -> Tables:
    """Read the tables of a folder and check them, laid over other tables where some are given.

    Raises:
        KnowledgeError: with all that is wrong, one line each.
    """
    read, lines, wrong = tables.read(folder)
    whole = read if over is None else tables.merge(over, read)
    wrong += integrity.faults(whole, lines if over is None else None)
    if wrong:
        raise KnowledgeError(f"{folder}: {len(wrong)} things to correct\n  " + "\n  ".join(wrong))
    return whole


def main(arguments: list[str]) -> int:
    """Build, or check; give the exit status."""
    try:
        whole = read_checked()
        for folder in (argument for argument in arguments if not argument.startswith("-")):
            whole = read_checked(Path(folder), over=whole)
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for table in TABLES:
        sys.stdout.write(f"{len(getattr(whole, table)):7,} {table}\n")
    if "--check" not in arguments:
        size = index.write(index.make(whole, sources_hash()), BUILT)
        sys.stdout.write(f"{size:7,} bytes written to {BUILT.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
