"""What was done to a store: one entry per run, kept with the store, oldest first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from dragoman.errors import StoreError
from dragoman.records import CoderInfo
from dragoman.store.tables import SCHEMA_VERSION

__all__ = ["Input", "Manifest", "completed", "decode_runs", "encode_runs"]


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a run, and how many stories were found in it."""

    name: str
    stories: int = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What one run read, coded and wrote.

    The caller says what it knows; the store adds what only it knows (the second half).

    Attributes:
        inputs: what was read, with counts.
        read: stories found.
        coded: records made.
        rejected: set aside with a reason.
        repeated: found twice or more with equal content, and coded once.
        reasons: how often each kind of reason was given for setting something aside.
        coder: which coder made the records.
        started: when the run began, ISO 8601 with offset.
        finished: when the store was whole again.
        schema_version: of the store's tables.
        added: stories new in the store.
        replaced: stories that were in the store before.
        total: stories in the store after the run.
        tables: rows in each table after the run.
    """

    inputs: tuple[Input, ...] = ()
    read: int = 0
    coded: int = 0
    rejected: int = 0
    repeated: int = 0
    reasons: dict[str, int] = {}
    coder: CoderInfo | None = None
    started: str | None = None
    finished: str | None = None
    schema_version: int = SCHEMA_VERSION
    added: int = 0
    replaced: int = 0
    total: int = 0
    tables: dict[str, int] = {}


class _Runs(msgspec.Struct, frozen=True, kw_only=True):
    store: str
    schema_version: int
    runs: tuple[Manifest, ...] = ()


_STORE = "dragoman"


def completed(
    manifest: Manifest | None, *, added: int, replaced: int, total: int, tables: dict[str, int]
) -> Manifest:
    """Add to a manifest what only the store knows."""
    return msgspec.structs.replace(
        manifest or Manifest(),
        finished=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        schema_version=SCHEMA_VERSION,
        added=added,
        replaced=replaced,
        total=total,
        tables=tables,
    )


def encode_runs(runs: tuple[Manifest, ...]) -> bytes:
    """Give the manifest file's content."""
    whole = _Runs(store=_STORE, schema_version=SCHEMA_VERSION, runs=runs)
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


class _Head(msgspec.Struct):
    store: str
    schema_version: int


def decode_runs(data: bytes, path: Path, *, any_version: bool = False) -> tuple[Manifest, ...]:
    """Read a manifest file's content.

    Args:
        data: the content.
        path: the file, for messages.
        any_version: give no entries when the store is of another schema version, instead of refusing it.

    Raises:
        StoreError: it is not ours, or of a store of another schema version.
    """
    try:
        head = msgspec.json.decode(data, type=_Head)
        ours = head.store == _STORE
    except msgspec.MsgspecError:
        ours = False
    if not ours:
        raise StoreError(f"{path} is not a manifest of dragoman's; move it away or choose another output")
    if any_version and head.schema_version != SCHEMA_VERSION:
        return ()
    check_version(head.schema_version, path)
    try:
        return msgspec.json.decode(data, type=_Runs).runs
    except msgspec.MsgspecError as error:
        raise StoreError(f"{path} is damaged ({error}); write the store anew") from error


def check_version(version: int, path: Path) -> None:
    """Refuse a store whose tables are not those of this version.

    Raises:
        StoreError: naming both versions, and what to do.
    """
    if version != SCHEMA_VERSION:
        newer = "a newer" if version > SCHEMA_VERSION else "an older"
        raise StoreError(
            f"{path} is a store of schema version {version}, written by {newer} dragoman; this one writes and "
            f"reads version {SCHEMA_VERSION}. Use that dragoman, or write the store anew (replace=True)"
        )


# ---------------------------------------------------------------------------------- as a row of a DuckDB table


def columns() -> tuple[tuple[str, str], ...]:
    """Give names and SQL types of the table ``manifest``; what is no plain value is kept as JSON text."""
    fields = msgspec.structs.fields(Manifest)
    types = ((field.name, "BIGINT" if field.type is int else "VARCHAR") for field in fields)
    return (("run", "INTEGER"), *types)


def as_row(manifest: Manifest, run: int) -> list[Any]:
    """Give a manifest as the values of a row."""
    values = [getattr(manifest, name) for name in manifest.__struct_fields__]
    return [
        run,
        *(v if v is None or isinstance(v, int | str) else msgspec.json.encode(v).decode() for v in values),
    ]


def from_row(row: tuple[Any, ...]) -> Manifest:
    """Give a row of the table ``manifest`` as a manifest."""
    tree = {}
    for field, value in zip(msgspec.structs.fields(Manifest), row[1:], strict=True):
        plain = field.type in (int, str | None)
        tree[field.name] = value if plain or value is None else msgspec.json.decode(value)
    return msgspec.convert(tree, Manifest)
