"""A store as one DuckDB file: tables, views, and the table ``manifest`` with one row per run.

Tables and views that the user made in the same file are kept when the store is written again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import StoreError
from dragoman.store import sql
from dragoman.store.manifest import Manifest, as_row, check_version, columns, completed, from_row
from dragoman.store.scratch import put_in_place
from dragoman.store.tables import tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["connect", "runs", "write"]


def connect(path: Path, *, ours: bool = False) -> DuckDBPyConnection:
    """Open a store to read; the tables and views are in it.

    Args:
        path: the file.
        ours: for our own work, with little memory.

    Raises:
        StoreError: it is not ours, or has another schema version.
        duckdb.Error: it cannot be opened.
    """
    import duckdb

    connection = sql.attach(path) if ours else duckdb.connect(str(path), read_only=True)
    try:
        _check(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: DuckDBPyConnection, path: Path, *, any_version: bool = False) -> None:
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
    )
    if not {"manifest", "stories"} <= {name for (name,) in found.fetchall()}:
        raise StoreError(
            f"{path} is a DuckDB database, but not a store of dragoman's; choose another name for the output"
        )
    rows = connection.execute("SELECT schema_version FROM manifest ORDER BY run DESC LIMIT 1").fetchall()
    if not rows:
        raise StoreError(f"{path} is damaged: its manifest is empty; write the store anew (replace=True)")
    if not any_version:
        check_version(rows[0][0], path)


def runs(connection: DuckDBPyConnection) -> tuple[Manifest, ...]:
    """Give the manifest's entries."""
    names = ", ".join(name for name, _ in columns())
    rows = connection.execute(f"SELECT {names} FROM manifest ORDER BY run").fetchall()
    return tuple(from_row(row) for row in rows)


def write(
    path: Path,
    incoming: Iterable[tuple[str, bytes]],
    ids: Path,
    folder: Path,
    *,
    manifest: Manifest | None,
    replace: bool,
) -> Manifest:
    """Write a copy of the store with the new records in it, and put it in place of the old.

    Args:
        path: the file.
        incoming: id and line of the new records, sorted.
        ids: JSON lines with the ids of the new records.
        folder: the scratch folder.
        manifest: what the caller knows of the run.
        replace: leave out everything that is there.

    Returns:
        The run's entry in the manifest.
    """
    made = folder / "made"
    there = path.exists() and path.stat().st_size > 0
    earlier: tuple[Manifest, ...] = ()
    if there:
        earlier = _earlier(path, any_version=replace)
    if there and not replace:
        _copy(path, made)
    connection = sql.connect(made, spill=folder / "spill")
    try:
        sql.create(connection)
        replaced = _clear(connection, ids) if there and not replace else 0
        sql.load(connection, (line for _, line in incoming), folder)
        sql.create_views(connection)
        counts = sql.count_rows(connection)
        ((new,),) = connection.execute(f"SELECT count(DISTINCT id) FROM {_ids(ids)}").fetchall()
        done = completed(
            manifest, added=new - replaced, replaced=replaced, total=counts["stories"], tables=counts
        )
        _note(connection, (*earlier, done))
        connection.execute("CHECKPOINT")
        wasted = _wasted(connection)
    finally:
        connection.close()
    if wasted:
        made = _compacted(made, folder)
    put_in_place(made, path, folder)
    # a log of the file that was there must not be played into the new one
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    return done


def _earlier(path: Path, *, any_version: bool) -> tuple[Manifest, ...]:
    connection = sql.attach(path)
    try:
        _check(connection, path, any_version=any_version)
        try:
            return runs(connection)
        except Exception:
            if any_version:  # another version's manifest has other columns
                return ()
            raise
    finally:
        connection.close()


def _copy(path: Path, made: Path) -> None:
    shutil.copyfile(path, made)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        shutil.copyfile(log, made.with_name(made.name + ".wal"))


def _ids(ids: Path) -> str:
    return (
        f"read_json({sql.file(ids)}, format = 'newline_delimited', compression = 'uncompressed', "
        "columns = {id: 'VARCHAR'})"
    )


def _clear(connection: DuckDBPyConnection, ids: Path) -> int:
    """Delete all rows of the stories that come anew, and say how many stories those were."""
    connection.execute(f"CREATE TEMP TABLE incoming AS SELECT DISTINCT id FROM {_ids(ids)}")
    ((replaced,),) = connection.execute(
        "SELECT count(*) FROM stories WHERE story_id IN (SELECT id FROM incoming)"
    ).fetchall()
    if replaced:
        for table in tables():
            connection.execute(f"DELETE FROM {table.name} WHERE story_id IN (SELECT id FROM incoming)")
    return int(replaced)


def _note(connection: DuckDBPyConnection, entries: tuple[Manifest, ...]) -> None:
    declared = ", ".join(f"{name} {kind}" for name, kind in columns())
    connection.execute(f"CREATE OR REPLACE TABLE manifest ({declared})")
    marks = ", ".join("?" for _ in columns())
    for run, entry in enumerate(entries, 1):
        connection.execute(f"INSERT INTO manifest VALUES ({marks})", as_row(entry, run))


def _wasted(connection: DuckDBPyConnection) -> bool:
    """Say whether more than half of the file is what deleted rows have left."""
    ((total, free),) = connection.execute(
        "SELECT total_blocks, free_blocks FROM pragma_database_size()"
    ).fetchall()
    return bool(free > 32 and 2 * free > total)


def _compacted(made: Path, folder: Path) -> Path:
    smaller = folder / "smaller"
    connection = sql.connect(made, spill=folder / "spill")
    try:
        connection.execute(
            f"ATTACH {sql.quoted(smaller)} AS smaller (STORAGE_VERSION '{sql.STORAGE}'); "
            "COPY FROM DATABASE made TO smaller; CHECKPOINT smaller; DETACH smaller"
        )
    finally:
        connection.close()
    return smaller
