"""The built gazetteer: columns of numbers in one compressed file, read without making an object for a place.

Columns, one value for each place: ``geonames`` (id, 0 where it has none), ``lat`` and ``lon`` (in 1e-5 degrees),
``country`` (index into ``codes``), ``unit1`` and ``unit2`` (number of the first- and second-level unit that it lies
in, -1 where unknown), ``population``, ``kind`` (index into :data:`KINDS`), ``flags`` (:data:`CAPITAL`,
:data:`DERIVED`), ``name`` (where its name ends in ``text``). Names: ``keys`` (sorted hashes), ``owners`` (the
place that is called so), ``how`` (:data:`HOW`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from dragoman.errors import KnowledgeError

__all__ = [
    "BUILT",
    "CAPITAL",
    "DERIVED",
    "HOW",
    "KINDS",
    "SOURCES",
    "TABLES",
    "read",
    "sources_hash",
    "write",
]

SOURCES = Path(__file__).parent / "sources"
BUILT = Path(__file__).parents[1] / "built" / "gazetteer.zst"
TABLES = ("features", "countries", "units", "abbreviations", "spellings", "outlets")

KINDS = ("country", "unit1", "unit2", "city", "region", "water", "terrain", "island", "site")
"""What a place is: a country; a unit of the first or second level; a town; a larger region; a sea, river or lake;
a mountain, desert or valley; an island; a base, a building, a crossing."""

HOW = ("name", "alternate", "without its kind", "abbreviation", "demonym")
"""How a name names: as its own, another, its own without the word for its kind, shortened, or its people."""

CAPITAL, DERIVED = 1, 2
"""Flags: capital of a country; a point that was derived from towns, because no list gives the unit's own."""

_SORTED = frozenset(("keys", "name"))  # stored as differences: small numbers compress


def sources_hash(folder: Path = SOURCES) -> str:
    """Hash the tables that people edit, 16 hexadecimal digits; line ends do not count."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update((folder / f"{table}.csv").read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def write(columns: Mapping[str, NDArray[Any]], meta: Mapping[str, Any], path: Path) -> int:
    """Write columns; give the size in bytes."""
    import zstandard

    made: dict[str, Any] = {"meta": dict(meta), "columns": {}}
    for name, column in columns.items():
        stored = np.diff(column, prepend=column.dtype.type(0)) if name in _SORTED else column
        planes = (
            np.ascontiguousarray(stored).view(np.uint8).reshape(len(stored), -1).T
        )  # bytes of one weight together
        made["columns"][name] = {"dtype": column.dtype.str, "data": planes.tobytes()}
    data = zstandard.ZstdCompressor(level=19).compress(msgspec.msgpack.encode(made))
    path.write_bytes(data)
    return len(data)


def read(path: Path = BUILT) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Read columns and what is said about them.

    Raises:
        KnowledgeError: the file is missing or damaged.
    """
    import zstandard

    try:
        made = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(path.read_bytes()))
    except (OSError, zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise KnowledgeError(f"{path}: {error}; build it: python tools/gazetteer/build.py") from error
    columns: dict[str, NDArray[Any]] = {}
    for name, stored in made["columns"].items():
        dtype = np.dtype(stored["dtype"])
        planes = np.frombuffer(stored["data"], np.uint8).reshape(dtype.itemsize, -1)
        column = np.ascontiguousarray(planes.T).view(dtype).reshape(-1)
        columns[name] = np.cumsum(column, dtype=dtype) if name in _SORTED else column
    return columns, made["meta"]
