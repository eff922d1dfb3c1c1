"""Parquet, read by DuckDB in batches: one story a row, columns as in CSV."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dragoman.readers.base import Context, Output, cause
from dragoman.readers.fields import Mapper

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "parquet"
WHAT = "Parquet: one story a row, columns by name or by a column map"
EXTENSIONS = (".parquet", ".pq")

_BATCH = 256


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes begin with Parquet's signature."""
    return 1.0 if head.startswith((b"PAR1", b"PARE")) else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each row."""
    import duckdb

    with _as_file(stream, context) as path, duckdb.connect(config={"threads": 1}) as db:
        table = "read_parquet(" + _quoted(str(path), "'") + ")"
        try:
            described = db.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
        except duckdb.Error as error:
            yield context.reject(f"not a Parquet file that can be read: {_words(error, path)}")
            return
        names = tuple(str(row[0]) for row in described)
        mapper = Mapper(context)
        if (why := mapper.lacking(names)) is not None:
            yield context.reject(why)
            return
        plan = mapper.plan(names)
        # only what a story can use: the other columns are not even read
        used = tuple(name for name in names if any(name in found for found in plan.values()))
        mapper.tell(used)
        number = 0
        try:
            columns = ", ".join(_quoted(name, '"') for name in used)
            result = db.execute(f"SELECT {columns} FROM {table}")
            while rows := result.fetchmany(_BATCH):
                for row in rows:
                    number += 1
                    place = f"row {number}"
                    try:
                        yield mapper.item(place, dict(zip(used, row, strict=True)))
                    except Exception as error:  # one odd row must not cost the others
                        yield context.reject(f"the row could not be read: {cause(error)}", place=place)
        except duckdb.Error as error:
            yield context.reject(
                f"the Parquet file is damaged after row {number}: {_words(error, path)}",
                place=f"row {number + 1}",
            )
            return
        if number == 0:
            yield context.reject("the Parquet file has no row")


def _words(error: Exception, path: Path) -> str:
    """Give the first line of DuckDB's message, without the path of a temporary copy."""
    return str(error).split("\n", 1)[0].replace(str(path), path.name)


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark


@contextmanager
def _as_file(stream: BinaryIO, context: Context) -> Iterator[Path]:
    """Give the path of the file; of a stream, that of a temporary copy, since Parquet is read from its end."""
    if context.path is not None and not any(char in str(context.path) for char in "*?[{"):
        yield context.path
        return
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / "input.parquet"
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        yield path
