"""Records to an output and back: JSON lines, a folder of Parquet tables, or a DuckDB file.

The name of the output chooses which. All three hold the same: what was written is read back equal, sorted by
story id, and :func:`connect` shows the same tables and views (``docs/tables.md``) on each.

Writing replaces all rows of a story that is already there and leaves the others alone. The new output is built
beside the old and renamed into place, so an interrupted write changes nothing.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from dragoman.errors import StoreError
from dragoman.records import Record
from dragoman.store import database, jsonl, parquet, sql
from dragoman.store.manifest import Input, Manifest
from dragoman.store.rows import admit
from dragoman.store.scratch import guarded, scratch_folder, settled
from dragoman.store.sorting import Sorter
from dragoman.store.tables import SCHEMA_VERSION, Column, Table, tables
from dragoman.store.views import View, views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "SCHEMA_VERSION",
    "Column",
    "Input",
    "Manifest",
    "Table",
    "View",
    "Written",
    "check",
    "connect",
    "find",
    "kind",
    "read",
    "read_manifest",
    "tables",
    "views",
    "write",
]

_ENDINGS: dict[str, Literal["jsonl", "parquet", "duckdb"]] = {
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".jsonl.zst": "jsonl",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a write did: stories new in the store, stories that were there before, stories in it now."""

    added: int
    replaced: int
    total: int


def kind(path: str | os.PathLike[str]) -> Literal["jsonl", "parquet", "duckdb"]:
    """Tell the kind of store from the name of the output.

    Raises:
        StoreError: the name ends in nothing that we know.
    """
    name = Path(path).name.lower()
    for ending, found in _ENDINGS.items():
        if name.endswith(ending) and name != ending:
            return found
    raise StoreError(
        f"{os.fspath(path)}: what kind of output is that? Choose a name that ends in one of "
        f"{', '.join(_ENDINGS)}"
    )


def check(record: Record) -> None:
    """Make sure that a record can be stored, before it stands in the way of others.

    Raises:
        RecordError: it breaks its own contract; the message names the story and what is wrong.
    """
    admit(record)


def write(
    path: str | os.PathLike[str],
    records: Iterable[Record],
    *,
    manifest: Manifest | None = None,
    replace: bool = False,
) -> Written:
    """Write records to a store; all rows of a story that is there already are replaced.

    Memory does not grow with the number of records: they are sorted on disk, beside the output.

    Args:
        path: the output; made if it is not there, its folder too.
        records: in any order. Of two with the same story id the later one stays.
        manifest: what is known of the run; kept with the store.
        replace: leave out what is in the store, also when another version of dragoman wrote it.

    Returns:
        How many stories are new, were replaced, and are in the store now.

    Raises:
        StoreError: the output cannot be written, or is not ours; it is as it was before.
        RecordError: a record contradicts itself (see :func:`check`); nothing was written.
    """
    which = kind(path)
    out = Path(os.path.realpath(path))
    if "?" in str(out) and which != "jsonl":
        raise StoreError(
            f"{out} cannot be written: DuckDB takes what follows a question mark in a path for an option; choose a "
            "path without one, or a .jsonl output"
        )
    with scratch_folder(out) as folder:
        _refuse_wrong_form(out, which)
        ids = folder / "ids"
        sorter = Sorter(folder)
        _collect(out, records, sorter, ids)
        with guarded(out, "written"):
            incoming = sorter.sorted()
            if which == "jsonl":
                done = jsonl.write(out, incoming, folder, manifest=manifest, replace=replace)
            elif which == "parquet":
                done = parquet.write(out, incoming, folder, manifest=manifest, replace=replace)
            else:
                done = database.write(out, incoming, ids, folder, manifest=manifest, replace=replace)
    return Written(added=done.added, replaced=done.replaced, total=done.total)


def _collect(out: Path, records: Iterable[Record], sorter: Sorter, ids: Path) -> None:
    """Take all records in; what goes wrong where they come from is none of the output's."""
    with guarded(out, "written"):
        file = ids.open("wb")
    with contextlib.closing(file):
        for record in records:
            line, tree = admit(record)
            id = tree["story"]["id"]
            with guarded(out, "written"):
                sorter.add(id, line)
                file.write(msgspec.json.encode({"id": id}) + b"\n")
        with guarded(out, "written"):
            file.flush()


def _refuse_wrong_form(out: Path, which: str) -> None:
    if out.exists() and out.is_dir() != (which == "parquet"):
        form = "a folder" if out.is_dir() else "a file"
        raise StoreError(f"{out} is {form}, which a {which} store is not; choose another name for the output")


def _existing(path: str | os.PathLike[str]) -> tuple[str, Path]:
    which = kind(path)
    found = Path(path).absolute()
    if which == "parquet":
        found = settled(found)
    if not found.exists():
        raise StoreError(f"{os.fspath(path)}: there is no such store; was it written under another name?")
    _refuse_wrong_form(found, which)
    return which, found


def read(path: str | os.PathLike[str], *, ids: Collection[str] | None = None) -> Iterator[Record]:
    """Give the records of a store, sorted by story id.

    Args:
        path: the store.
        ids: of which stories; all by default. Ids that are not there are passed over.

    Raises:
        StoreError: there is no such store, or it is not ours.
    """
    which, found = _existing(path)
    wanted = None if ids is None else frozenset(ids)
    return jsonl.read(found, wanted) if which == "jsonl" else _read_tables(which, found, wanted)


def _read_tables(which: str, path: Path, ids: Collection[str] | None) -> Iterator[Record]:
    with guarded(path, "read"), contextlib.closing(_opened(which, path)) as connection:
        yield from sql.read(connection, ids)


def _opened(which: str, path: Path) -> DuckDBPyConnection:
    return database.connect(path, ours=True) if which == "duckdb" else parquet.connect(path, ours=True)


def find(path: str | os.PathLike[str], id: str) -> Record | None:
    """Give the record that holds a story, actor, statement, event or commitment of this id.

    Raises:
        StoreError: there is no such store, or it is not ours.
    """
    which, found = _existing(path)
    if which == "jsonl":
        return jsonl.find(found, id)
    with guarded(found, "read"), contextlib.closing(_opened(which, found)) as connection:
        return sql.find(connection, id)


def connect(path: str | os.PathLike[str]) -> DuckDBPyConnection:
    """Open a store with DuckDB, to read: all tables and views are there, whichever kind it is.

    A ``.jsonl`` store is loaded into a temporary database first, which goes with the connection.

    Raises:
        StoreError: there is no such store, or it is not ours.
    """
    which, found = _existing(path)
    with guarded(found, "read"):
        if which == "duckdb":
            return database.connect(found)
        if which == "parquet":
            return parquet.connect(found)
        return _loaded(found)


def _loaded(path: Path) -> DuckDBPyConnection:
    """Load JSON lines into a temporary database."""
    import duckdb

    jsonl.runs(path)
    temporary = tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True)
    try:
        folder = Path(temporary.name)
        file = folder / "store.duckdb"
        with contextlib.closing(sql.connect(file, spill=folder / "spill")) as connection:
            sql.create(connection)
            with jsonl.lines(path, folder) as lines:
                sql.load(connection, (line for _, line in lines), folder)
            sql.create_views(connection)
        opened = duckdb.connect(str(file), read_only=True)
    except BaseException:
        temporary.cleanup()
        raise
    weakref.finalize(opened, temporary.cleanup)
    return opened


def read_manifest(path: str | os.PathLike[str]) -> tuple[Manifest, ...]:
    """Give what was done to a store: one entry per run, oldest first; none if a file of JSON lines has none.

    Raises:
        StoreError: there is no such store, or it is not ours.
    """
    which, found = _existing(path)
    with guarded(found, "read"):
        if which == "jsonl":
            return jsonl.runs(found)
        if which == "parquet":
            return parquet.runs(found)
        with contextlib.closing(database.connect(found, ours=True)) as connection:
            return database.runs(connection)
