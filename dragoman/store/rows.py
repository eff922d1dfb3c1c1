"""A record to rows of tables, and rows back to a record; both ways follow the plan in :mod:`.tables`.

Between the two a record is plain data: the dicts and lists of its JSON. Dates stay ISO strings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from dragoman.errors import RecordError
from dragoman.records import Record, is_day, to_json
from dragoman.store.tables import Part, Path, parts

__all__ = ["admit", "count", "from_rows", "to_rows"]

Row = dict[str, Any]
Tree = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
_LIMITS = {"INTEGER": 2**31, "BIGINT": 2**63}


# ------------------------------------------------------------------------------------------ what may come in


def admit(record: Record) -> tuple[bytes, Tree]:
    """Make sure that a record can be stored and would read back as it is; give it as a line of JSON and as data.

    Half a surrogate pair is no character, and UTF-8 cannot hold one: it is replaced by U+FFFD here, one for
    one, so that all offsets stay true.

    Raises:
        RecordError: the record breaks its own contract (a wrong day, two things with one id, a number that is
            none), so no store could give it back.
    """
    try:
        line = to_json(record)
    except UnicodeEncodeError:
        record = msgspec.convert(_mended(msgspec.to_builtins(record)), Record)
        line = to_json(record)
    try:
        same = msgspec.json.decode(line, type=Record) == record
    except msgspec.MsgspecError as error:
        raise RecordError(f"record of story {record.story.id!r} cannot be stored: {error}") from error
    tree = msgspec.json.decode(line)
    wrong = list(_faults(tree))
    if not same:
        wrong.append("it would read back as another record: does it hold NaN, or a list for a tuple?")
    if wrong:
        raise RecordError(f"record of story {record.story.id!r} cannot be stored: {'; '.join(wrong)}")
    return line, tree


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value


def _faults(tree: Tree) -> Iterator[str]:
    for part in parts():
        objects = tree[part.field] if part.listed else [tree[part.field]]
        if part.listed and part.has_id and len({item["id"] for item in objects}) < len(objects):
            yield f"two {part.field} have the same id"
        for item in objects:
            for column in part.columns:
                if column.type not in ("DATE", "INTEGER", "BIGINT"):
                    continue
                value = _get(item, column.path)
                if value is None:
                    continue
                if column.type == "DATE":
                    if not is_day(value):
                        yield f"{part.kind}.{'.'.join(column.path)}: {value!r} is not a calendar day"
                elif not -_LIMITS[column.type] <= value < _LIMITS[column.type]:
                    yield f"{part.kind}.{'.'.join(column.path)}: {value} is too large a number"


# --------------------------------------------------------------------------------------------- record to rows


def to_rows(tree: Tree) -> Iterator[tuple[str, Row]]:
    """Give all rows of one record, each with the name of its table.

    Args:
        tree: the record as data, as :func:`admit` gives it.
    """
    story_id = tree["story"]["id"]
    for part in parts():
        if part.listed:
            for ordinal, item in enumerate(tree[part.field]):
                yield from _rows(part, item, {"story_id": story_id, "ordinal": ordinal})
        else:
            yield from _rows(part, tree[part.field], {"story_id": story_id})


def _rows(part: Part, item: Tree, key: Row) -> Iterator[tuple[str, Row]]:
    row = dict(key)
    for column in part.columns:
        row[column.name] = _get(item, column.path)
    yield part.table, row
    story_id, own_id = key["story_id"], item.get("id")
    owner = {
        "story_id": story_id,
        "owner_kind": part.kind,
        "owner_ordinal": key.get("ordinal", 0),
        "owner_id": own_id,
    }
    for path, many in part.spans:
        found = _get(item, path)
        for ordinal, span in enumerate(found if many else () if found is None else (found,)):
            yield (
                "spans",
                {
                    **owner,
                    "field": ".".join(path),
                    "ordinal": ordinal,
                    "start_char": span["start"],
                    "end_char": span["end"],
                    "text": span["text"],
                },
            )
    for path in part.reasons:
        named = ".".join(path)
        for ordinal, (field, reason) in enumerate(_get(item, (*path, "unresolved")).items()):
            yield (
                "unresolved",
                {**owner, "path": named, "ordinal": ordinal, "field": field, "reason": reason},
            )
    own = {"story_id": story_id, f"{part.kind}_id": own_id}
    for plain in part.lists:
        role = {"role": plain.role} if plain.role else {}
        for ordinal, value in enumerate(_get(item, plain.path)):
            yield plain.table, {**own, **role, "ordinal": ordinal, plain.column: value}
    for inner in part.parts:
        for ordinal, child in enumerate(item[inner.field]):
            yield from _rows(inner, child, {**own, "ordinal": ordinal})


def count(tree: Tree) -> dict[str, int]:
    """Count the rows that a record has in each table."""
    counts: dict[str, int] = defaultdict(int)
    for table, _ in to_rows(tree):
        counts[table] += 1
    return counts


def _get(item: Any, path: Path) -> Any:
    for name in path:
        if item is None:
            return None
        item = item[name]
    return item


# --------------------------------------------------------------------------------------------- rows to record


class _Gathered:
    """The rows of one story, by what they belong to."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.rows = rows
        self.spans: dict[tuple[str, int, str], list[Tree]] = defaultdict(list)
        for row in rows.get("spans", ()):
            span = {"start": row["start_char"], "end": row["end_char"], "text": row["text"]}
            self.spans[row["owner_kind"], row["owner_ordinal"], row["field"]].append(span)
        self.reasons: dict[tuple[str, int, str], dict[str, str]] = defaultdict(dict)
        for row in rows.get("unresolved", ()):
            self.reasons[row["owner_kind"], row["owner_ordinal"], row["path"]][row["field"]] = row["reason"]
        self._indexed: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def of(self, table: str, column: str, owner: str) -> Sequence[Row]:
        """Give the rows of a table in which a column names the owner."""
        if (table, column) not in self._indexed:
            by_owner: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows.get(table, ()):
                by_owner[row[column]].append(row)
            self._indexed[table, column] = by_owner
        return self._indexed[table, column].get(owner, ())


def from_rows(rows: Mapping[str, Sequence[Row]]) -> Record:
    """Put a record together again.

    Args:
        rows: the rows of one story by table, each table's sorted by its key; dates as ISO strings.

    Raises:
        RecordError: the rows are not those of a whole record.
    """
    gathered = _Gathered(rows)
    tree: Tree = {}
    try:
        for part in parts():
            made = [_object(part, row, gathered) for row in rows.get(part.table, ())]
            tree[part.field] = made if part.listed else made[0]
        return msgspec.convert(tree, Record)
    except (LookupError, msgspec.MsgspecError) as error:
        story = rows["stories"][0]["story_id"] if rows.get("stories") else "?"
        raise RecordError(
            f"the rows of story {story!r} are not those of a whole record: {error!r}"
        ) from error


def _object(part: Part, row: Row, gathered: _Gathered) -> Tree:
    item: Tree = {}
    put = partial(_put, item)
    ordinal = row.get("ordinal", 0)
    for column in part.columns:
        put(column.path, row[column.name])
    for path, many in part.spans:
        spans = gathered.spans.get((part.kind, ordinal, ".".join(path)), [])
        put(path, spans if many else spans[0] if spans else None)
    for path in part.reasons:
        put((*path, "unresolved"), gathered.reasons.get((part.kind, ordinal, ".".join(path)), {}))
    owner = f"{part.kind}_id"
    for plain in part.lists:
        rows = gathered.of(plain.table, owner, row[owner])
        put(plain.path, [r[plain.column] for r in rows if plain.role is None or r["role"] == plain.role])
    for path, witness in part.optional:
        if _get(item, witness) is None:
            put(path, None)
    for inner in part.parts:
        item[inner.field] = [_object(inner, r, gathered) for r in gathered.of(inner.table, owner, row[owner])]
    return item


def _put(item: Tree, path: Path, value: Any) -> None:
    for name in path[:-1]:
        item = item.setdefault(name, {})
    item[path[-1]] = value
