"""The tables in DuckDB: made, filled from records, read back to records; what both SQL kinds of store share."""

from __future__ import annotations

import glob
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.records import Record
from dragoman.store.rows import Row, from_rows, to_rows
from dragoman.store.tables import Table, tables
from dragoman.store.views import views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "STORAGE",
    "attach",
    "connect",
    "count_rows",
    "create",
    "create_views",
    "file",
    "find",
    "load",
    "quoted",
    "read",
]

STORAGE = "v1.2.0"
"""The oldest DuckDB that is to read our files."""

_SPOOL = 64 << 20  # bytes of rows to collect before DuckDB takes them
_STORIES = 256  # stories to read back at a time
_LARGEST = 16 << 20  # DuckDB's own bound for one line of JSON


def quoted(value: str | Path) -> str:
    """Give a string as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"


def file(path: Path) -> str:
    """Give the name of an existing file as an SQL literal in which nothing is a wildcard."""
    return quoted(glob.escape(str(path)))


def connect(database: Path | None = None, *, spill: Path | None = None) -> DuckDBPyConnection:
    """Open a database for our own work: little memory, two threads, no download of anything.

    Args:
        database: the file; in memory when not given.
        spill: where to put what does not fit into memory.
    """
    import duckdb

    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": "768MB",
        "threads": 2,
    }
    if spill is not None:
        config["temp_directory"] = str(spill)
    if database is not None:
        # so that the DuckDB of an older R or Python reads it too
        config["storage_compatibility_version"] = STORAGE
    connection = duckdb.connect(":memory:" if database is None else str(database), config=config)
    # only the command line prints
    connection.execute("SET enable_progress_bar = false")
    return connection


def attach(database: Path) -> DuckDBPyConnection:
    """Open a file to read with the same bounds, whoever else in this process has it open."""
    connection = connect()
    try:
        connection.execute(f"ATTACH {quoted(database)} AS store (READ_ONLY); USE store")
    except BaseException:
        connection.close()
        raise
    return connection


def create(connection: DuckDBPyConnection) -> None:
    """Make the tables that are not there yet."""
    for table in tables():
        columns = ", ".join(f"{c.name} {c.type}{'' if c.null else ' NOT NULL'}" for c in table.columns)
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table.name} ({columns})")


def create_views(connection: DuckDBPyConnection) -> None:
    """Make the views, or make them anew."""
    for view in views():
        connection.execute(f"CREATE OR REPLACE VIEW {view.name} AS {view.sql}")


def count_rows(connection: DuckDBPyConnection) -> dict[str, int]:
    """Count the rows of each table."""
    counts = {}
    for table in tables():
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()
        counts[table.name] = int(rows)
    return counts


# -------------------------------------------------------------------------------------------------- filling


def load(connection: DuckDBPyConnection, lines: Iterable[bytes], folder: Path) -> None:
    """Put records into the tables, as many at a time as a spool of 64 MB holds.

    ``executemany`` is two hundred times slower than ``read_json``, so rows go through files of JSON lines.

    Args:
        connection: has the tables.
        lines: records as JSON.
        folder: for the spool.
    """
    spool = _Spool(connection, folder)
    for line in lines:
        for table, row in to_rows(msgspec.json.decode(line)):
            spool.add(table, row)
        spool.flush(at=_SPOOL)
    spool.flush(at=0)


class _Spool:
    def __init__(self, connection: DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._encoder = msgspec.json.Encoder()
        self._rows: dict[str, bytearray] = {table.name: bytearray() for table in tables()}
        self._longest: dict[str, int] = dict.fromkeys(self._rows, 0)
        self._size = 0

    def add(self, table: str, row: Row) -> None:
        rows = self._rows[table]
        before = len(rows)
        self._encoder.encode_into(row, rows, -1)
        rows += b"\n"
        size = len(rows) - before
        self._size += size
        self._longest[table] = max(self._longest[table], size)

    def flush(self, *, at: int) -> None:
        if self._size <= at:
            return
        for table in tables():
            rows = self._rows[table.name]
            if not rows:
                continue
            path = self._folder / "rows.ndjson"
            path.write_bytes(rows)
            columns = ", ".join(f"{c.name}: '{c.type}'" for c in table.columns)
            largest = max(_LARGEST, self._longest[table.name] + 1)
            self._connection.execute(
                f"INSERT INTO {table.name} SELECT {', '.join(c.name for c in table.columns)} FROM read_json("
                f"{file(path)}, format = 'newline_delimited', compression = 'uncompressed', "
                f"columns = {{{columns}}}, maximum_object_size = {largest})"
            )
            path.unlink()
            self._rows[table.name] = bytearray()
        self._longest = dict.fromkeys(self._rows, 0)
        self._size = 0


# ------------------------------------------------------------------------------------------------ reading back


def read(connection: DuckDBPyConnection, ids: Collection[str] | None) -> Iterator[Record]:
    """Give the records, sorted by story id, a few hundred at a time."""
    wanted = None if ids is None else sorted(set(ids))
    last: str | None = None
    while True:
        if wanted is None:
            after = "" if last is None else "WHERE story_id > ?"
            found = connection.execute(
                f"SELECT story_id FROM stories {after} ORDER BY story_id LIMIT {_STORIES}",
                [] if last is None else [last],
            ).fetchall()
            batch = [id for (id,) in found]
        else:
            batch, wanted = wanted[:_STORIES], wanted[_STORIES:]
        if not batch:
            return
        yield from _batch(connection, batch)
        last = batch[-1]


def _batch(connection: DuckDBPyConnection, ids: list[str]) -> Iterator[Record]:
    stories: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table in tables():
        # the bounds let DuckDB pass over whole row groups
        rows = connection.execute(
            f"SELECT {', '.join(_selected(table))} FROM {table.name} WHERE story_id BETWEEN ? AND ? "
            f"AND story_id IN (SELECT unnest(?)) ORDER BY {', '.join(table.key)}",
            [ids[0], ids[-1], ids],
        ).fetchall()
        names = [column.name for column in table.columns]
        for story, group in groupby(rows, key=lambda row: row[0]):
            stories[story][table.name] = [dict(zip(names, row, strict=True)) for row in group]
    for id in ids:
        if id in stories:
            yield from_rows(stories[id])


def _selected(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield f"CAST({column.name} AS VARCHAR)" if column.type == "DATE" else column.name


def find(connection: DuckDBPyConnection, id: str) -> Record | None:
    """Give the record that holds the id of a story, actor, statement, event or commitment."""
    for table, column in (
        ("stories", "story_id"),
        ("events", "event_id"),
        ("statements", "statement_id"),
        ("actors", "actor_id"),
        ("commitments", "commitment_id"),
    ):
        # DuckDB 2 refuses other work until a result is read to its end: always fetchall
        found = connection.execute(
            f"SELECT story_id FROM {table} WHERE {column} = ? LIMIT 1", [id]
        ).fetchall()
        if found:
            return next(read(connection, [found[0][0]]))
    return None
