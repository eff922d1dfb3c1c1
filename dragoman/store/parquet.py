"""A store as a folder of Parquet files: one per table, one per view, and ``manifest.json``.

The views are written out as well, so that pandas and arrow read ``dyads.parquet`` without DuckDB; they are
made anew from the tables at every write. Other files in the folder are the user's and are kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import StoreError
from dragoman.store import sql
from dragoman.store.manifest import Manifest, completed, decode_runs, encode_runs
from dragoman.store.scratch import put_in_place, settled
from dragoman.store.tables import tables
from dragoman.store.views import views

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["connect", "runs", "write"]

MANIFEST = "manifest.json"

_PORTION = 10_000  # stories whose dyads are made at a time

# small groups: a story's rows are found without reading the rest, and long texts do not fill the memory
_FORMAT = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)"


def runs(path: Path, *, any_version: bool = False) -> tuple[Manifest, ...]:
    """Give the manifest's entries.

    Raises:
        StoreError: the folder is not ours, or has another schema version.
    """
    found = settled(path)
    if not found.is_dir():
        raise StoreError(
            f"{path} is not a folder; a Parquet store is one: choose another name for the output"
        )
    manifest = found / MANIFEST
    if not manifest.exists():
        raise StoreError(
            f"{path} is a folder, but not a store of dragoman's (it has no {MANIFEST}); choose another name "
            "for the output"
        )
    return decode_runs(manifest.read_bytes(), manifest, any_version=any_version)


def connect(path: Path, *, ours: bool = False) -> DuckDBPyConnection:
    """Open a store to read: tables and views are views on the files.

    Args:
        path: the folder.
        ours: for our own work, with little memory.

    Raises:
        StoreError: it is not ours, has another schema version, or lacks a table.
    """
    import duckdb

    runs(path)
    folder = settled(path)
    connection = sql.connect() if ours else duckdb.connect()
    try:
        use(connection, path, folder)
        sql.create_views(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def use(connection: DuckDBPyConnection, path: Path, folder: Path) -> None:
    """Make the tables of a folder known to a connection.

    Raises:
        StoreError: one is not there.
    """
    for table in tables():
        file = folder / f"{table.name}.parquet"
        if not file.exists():
            raise StoreError(
                f"{path} is damaged: {file.name} is missing; write the store anew (replace=True)"
            )
        connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM read_parquet({sql.file(file)})")


def write(
    path: Path,
    incoming: Iterable[tuple[str, bytes]],
    folder: Path,
    *,
    manifest: Manifest | None,
    replace: bool,
) -> Manifest:
    """Write a new folder with the old and the new records, and put it in place of the old.

    Args:
        path: the folder.
        incoming: id and line of the new records, sorted.
        folder: the scratch folder.
        manifest: what the caller knows of the run.
        replace: leave out the records that are there.

    Returns:
        The run's entry in the manifest.
    """
    made = folder / "made"
    made.mkdir()
    there = path.exists() and not (path.is_dir() and not any(path.iterdir()))
    earlier = runs(path, any_version=replace) if there else ()
    connection = sql.connect(folder / "incoming", spill=folder / "spill")
    try:
        sql.create(connection)
        sql.load(connection, (line for _, line in incoming), folder)
        new = sql.count_rows(connection)["stories"]
        connection.execute("CREATE SCHEMA old")
        replaced = 0
        if there and not replace:
            connection.execute("SET schema = 'old'")
            use(connection, path, path)
            connection.execute("SET schema = 'main'")
            ((replaced,),) = connection.execute(
                "SELECT count(*) FROM old.stories WHERE story_id IN (SELECT story_id FROM main.stories)"
            ).fetchall()
        for table in tables():
            rows = f"SELECT * FROM main.{table.name}"
            if there and not replace:
                rows = (
                    f"SELECT * FROM old.{table.name} WHERE story_id NOT IN (SELECT story_id FROM main.stories) "
                    f"UNION ALL {rows} ORDER BY {', '.join(table.key)}"
                )
            _copy(connection, rows, made / f"{table.name}.parquet")
        connection.execute("CREATE SCHEMA made; SET schema = 'made'")
        use(connection, made, made)
        counts = sql.count_rows(connection)
        _write_views(connection, made)
    finally:
        connection.close()
    done = completed(
        manifest, added=new - replaced, replaced=replaced, total=counts["stories"], tables=counts
    )
    (made / MANIFEST).write_bytes(encode_runs((*earlier, done)))
    if there:
        _keep_others(path, made)
    put_in_place(made, path, folder)
    return done


def _write_views(connection: DuckDBPyConnection, made: Path) -> None:
    """Write out every view of the tables in schema ``made``.

    The joins and sorted lists of ``all_dyads`` want memory for every story, so it is made some thousand stories at a
    time, from tables that show only those; the counts are made from its file.
    """
    connection.execute("CREATE SCHEMA portion")
    first, *rest = views()
    ids = connection.execute(
        "SELECT story_id FROM (SELECT story_id, row_number() OVER (ORDER BY story_id) AS n FROM stories) "
        f"WHERE n % {_PORTION} = 0 ORDER BY story_id"
    ).fetchall()
    bounds = [None, *(id for (id,) in ids), None]
    connection.execute("SET schema = 'portion'")
    for turn, (after, last) in enumerate(pairwise(bounds)):
        limits = [f"story_id > {_exactly(after)}"] if after is not None else []
        limits += [f"story_id <= {_exactly(last)}"] if last is not None else []
        for table in tables():
            where = " AND ".join(limits) or "TRUE"
            connection.execute(
                f"CREATE OR REPLACE VIEW {table.name} AS SELECT * FROM made.{table.name} WHERE {where}"
            )
        act = "INSERT INTO" if turn else "CREATE TABLE"
        connection.execute(f"{act} main.{first.name} {'' if turn else 'AS'} {first.sql}")
    connection.execute("SET schema = 'made'")
    file = made / f"{first.name}.parquet"
    _copy(connection, f"SELECT * FROM main.{first.name}", file)
    connection.execute(f"CREATE VIEW {first.name} AS SELECT * FROM read_parquet({sql.file(file)})")
    for view in rest:
        _copy(connection, view.sql, made / f"{view.name}.parquet")


def _exactly(text: str) -> str:
    """Give an SQL expression for a string that may hold anything, even NUL."""
    return f"decode(unhex('{text.encode().hex()}'))"


def _copy(connection: DuckDBPyConnection, rows: str, file: Path) -> None:
    connection.execute(f"COPY ({rows}) TO {sql.quoted(file)} {_FORMAT}")


def _keep_others(path: Path, made: Path) -> None:
    for entry in path.iterdir():
        if (made / entry.name).exists():
            continue
        if entry.is_dir():
            shutil.copytree(entry, made / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, made / entry.name)
