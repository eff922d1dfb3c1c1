"""What tables a store has: the one declarative place, made from the record's own types.

A record is a tree; a store is flat. Each list of the record becomes a table, an inner object (``when``,
``status``, ``size`` …) becomes columns with its name before theirs, a list inside becomes a table of its own,
and what many things share becomes one table for all: ``spans`` (the evidence) and ``unresolved`` (the
reasons). :func:`parts` is that plan, with which rows are made and records put together again; :func:`tables`
is what it means for SQL and for people. Nothing of it is written by hand but the names that differ from the
record's and the meanings that the record's types do not state.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from dragoman.records import Record, Span

__all__ = ["SCHEMA_VERSION", "Column", "Many", "Part", "Table", "parts", "tables"]

SCHEMA_VERSION = 1
"""Raised whenever a table or column is renamed, removed, or changes its meaning."""

Path = tuple[str, ...]


class Column(msgspec.Struct, frozen=True):
    """One column of a table.

    Attributes:
        name: the column's name.
        type: its SQL type.
        meaning: what it says, in one line.
        null: whether it may be NULL.
        path: where its value stands in the object of the record that the row comes from; empty for columns
            that the store adds (keys and ordinals).
    """

    name: str
    type: str
    meaning: str
    null: bool = False
    path: Path = ()


class Table(msgspec.Struct, frozen=True):
    """One table: its columns, and the first few of them (``key``) by which its rows are unique and sorted."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


class Many(msgspec.Struct, frozen=True):
    """A list of plain values inside an object: a table of its own, or a role in one."""

    path: Path
    table: str
    column: str
    role: str | None = None


class Part(msgspec.Struct, frozen=True):
    """How one kind of object of the record is laid out.

    Attributes:
        kind: what it is called as the owner of spans and reasons: ``story``, ``actor``, ``event`` …
        field: its place in the record, or in the part that it belongs to.
        listed: whether there it is a list of such objects.
        table: the table with one row per object.
        columns: its plain values.
        optional: paths of inner objects that may be absent, each with a value that it has when present.
        spans: paths of its evidence, each with whether that is a list.
        reasons: paths of the objects that say what is ``unresolved`` (the empty path: the object itself).
        lists: its lists of plain values.
        parts: objects that belong to it (the mentions of an actor).
    """

    kind: str
    field: str
    listed: bool
    table: str
    columns: tuple[Column, ...]
    optional: tuple[tuple[Path, Path], ...]
    spans: tuple[tuple[Path, bool], ...]
    reasons: tuple[Path, ...]
    lists: tuple[Many, ...]
    parts: tuple[Part, ...]

    @property
    def has_id(self) -> bool:
        """Whether such objects have an id of their own."""
        return any(column.path == ("id",) for column in self.columns)


# ----------------------------------------------------------------------- what the types cannot tell: names

_KINDS = {
    "story": ("story", "stories", "The stories: one row each, with the whole text."),
    "coder": ("coder", "coders", "Which coder made the record of a story: one row per story."),
    "actors": ("actor", "actors", "Who acts or is acted upon, as of the story's date."),
    "mentions": ("mention", "mentions", "Every place in the text where an actor is spoken of."),
    "times": ("time", "times", "Time expressions of the text (TIMEX3)."),
    "places": ("place", "places", "Places that the text mentions."),
    "statements": ("statement", "statements", "Who said it: one row per attributed statement."),
    "events": ("event", "events", "Who did what to whom: one row per event."),
    "commitments": ("commitment", "commitments", "Promises, plans, offers, threats and refusals."),
    "links": ("link", "links", "How statements, events and commitments of a story bear on each other."),
    "uncoded": ("uncoded", "uncoded", "Stretches of the text that were not coded, and why."),
}

_LISTS: dict[Path, tuple[str, str, str | None]] = {
    ("actor", "sectors"): ("actor_sectors", "sector", None),
    ("actor", "candidates"): ("actor_candidates", "candidate", None),
    ("statement", "speakers"): ("statement_actors", "actor_id", "speaker"),
    ("statement", "addressees"): ("statement_actors", "actor_id", "addressee"),
    ("statement", "about"): ("statement_actors", "actor_id", "about"),
    ("statement", "via"): ("statement_actors", "actor_id", "via"),
    ("statement", "status", "auxiliary"): ("statement_auxiliaries", "auxiliary", None),
    ("event", "actors"): ("event_actors", "actor_id", "actor"),
    ("event", "recipients"): ("event_actors", "actor_id", "recipient"),
    ("event", "via"): ("event_actors", "actor_id", "via"),
    ("event", "contexts"): ("event_contexts", "context", None),
    ("event", "status", "auxiliary"): ("event_auxiliaries", "auxiliary", None),
    ("commitment", "by"): ("commitment_actors", "actor_id", "by"),
    ("commitment", "to"): ("commitment_actors", "actor_id", "to"),
}

_LIST_TABLES = {
    "actor_sectors": (
        "PLOVER sectors of an actor; the primary one has ordinal 0.",
        "A PLOVER sector, such as GOV, MIL, REB.",
    ),
    "actor_candidates": ("Between whom an ambiguous name lies.", "One of those it may be."),
    "statement_actors": ("Who takes which part in a statement.", "The actor."),
    "statement_auxiliaries": (
        "PLOVER's auxiliary modes of a statement.",
        "negation, future, hypothetical or historical.",
    ),
    "event_actors": ("Who takes which part in an event.", "The actor."),
    "event_contexts": ("PLOVER contexts of an event.", "A PLOVER context, such as election or military."),
    "event_auxiliaries": (
        "PLOVER's auxiliary modes of an event.",
        "negation, future, hypothetical or historical.",
    ),
    "commitment_actors": ("Who commits himself, and to whom.", "The actor."),
}

# SQL reserves END, FROM and TO; ids carry the name of what they point to, so that USING joins work
_RENAMED: dict[Path, str] = {
    ("start",): "start_char",
    ("end",): "end_char",
    ("from",): "from_id",
    ("to",): "to_id",
    ("inside",): "inside_id",
    ("statement",): "statement_id",
    ("event",): "event_id",
}

# numbers as a text states them know no bounds ("five billion people")
_BIG = {"dead", "injured", "arrested", "participants"}

_MEANINGS = {
    "url": "Where it was published.",
    "title": "The headline.",
    "text": "The words.",
    "story.text": "The text itself; all offsets count its Unicode code points.",
    "actor.name": "The fullest name known, else the fullest in the text.",
    "coder.name": "The coder's name.",
    "name": "Its name, as GeoNames has it.",
    "coder.version": "The coder's version.",
    "start_char": "Start of the words in the story's text, in Unicode code points.",
    "wikidata": "Wikidata item (Q7747).",
    "admin1": "The first-level division of the country that the place lies in.",
    "end_char": "End of the words in the story's text, exclusive.",
    "denial": "Whether it denies what it is about.",
    "size_dead": "Dead, as stated.",
    "size_injured": "Injured, as stated.",
    "size_arrested": "Arrested, as stated.",
    "size_participants": "Those who took part, as stated.",
    "size_money_amount": "A sum of money, as stated.",
    "coded_by_rule": "The rule of the codebook that decided.",
    "coded_by_model": "The head of the model that decided.",
    "kind": "What kind of thing it is.",
    "link.kind": "How the later one bears on the earlier one.",
    "form": "How it is worded.",
    "basis": "Whether knowledge, only the text, the gazetteer or the places around it say so.",
    "time.type": "TIMEX3 type.",
    "event.type": "PLOVER event type.",
    "quad": "Quad class.",
    "strength": "How firmly.",
    "reason": "Why.",
    "precision": "How finely the place is known.",
    "when_precision": "How finely the time is known.",
    "when_basis": "What the time rests on.",
    "where_basis": "What the place rests on.",
    "due_start": "First day on which it is to be kept.",
    "due_basis": "What the due date rests on.",
    "status_happened": "Whether it happened, according to the text.",
    "where_country": "The country where it was, ISO 3166-1 alpha-3; also where the text names no place.",
    "where_place": "Where it was: the `ordinal` of a row of `places` of the same story.",
    "due_end": "Last day on which it is to be kept, inclusive.",
}

_STORY_ID = Column("story_id", "VARCHAR", "The story.")
_ORDINAL = Column("ordinal", "INTEGER", "Position in the record's list, from 0.")


# --------------------------------------------------------------------------------- the plan, from the types


@functools.cache
def parts() -> tuple[Part, ...]:
    """Give the plan: how each kind of object of a record is laid out in tables."""
    return tuple(_parts_of(inspect.type_info(Record)))


def _parts_of(struct: Any) -> Iterator[Part]:
    for field in struct.fields:
        inner, _ = _bare(field.type)
        if isinstance(inner, inspect.StructType) and inner.cls is not Span:
            if field.encode_name in _KINDS:
                yield _part(field.encode_name, inner, listed=False)
        elif isinstance(inner, inspect.VarTupleType):
            item, _ = _bare(inner.item_type)
            if isinstance(item, inspect.StructType) and item.cls is not Span:
                yield _part(field.encode_name, item, listed=True)


def _part(field: str, struct: Any, *, listed: bool) -> Part:
    kind, table, _ = _KINDS[field]
    plan = _Plan(kind)
    plan.add(struct)
    return Part(
        kind=kind,
        field=field,
        listed=listed,
        table=table,
        columns=tuple(plan.columns),
        optional=tuple(plan.optional),
        spans=tuple(plan.spans),
        reasons=tuple(plan.reasons),
        lists=tuple(plan.lists),
        parts=tuple(_parts_of(struct)),
    )


class _Plan:
    """Collects the layout of one kind of object while its type is walked."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.columns: list[Column] = []
        self.optional: list[tuple[Path, Path]] = []
        self.spans: list[tuple[Path, bool]] = []
        self.reasons: list[Path] = []
        self.lists: list[Many] = []

    def add(self, struct: Any, path: Path = (), *, absent: bool = False) -> None:
        for field in struct.fields:
            self._field(field, (*path, field.encode_name), absent=absent)

    def _field(self, field: Any, path: Path, *, absent: bool) -> None:
        inner, null = _bare(field.type)
        if isinstance(inner, inspect.DictType):
            self.reasons.append(path[:-1])
        elif isinstance(inner, inspect.StructType):
            if inner.cls is Span:
                self.spans.append((path, False))
                return
            if null:
                self.optional.append((path, (*path, _required(inner))))
            self.add(inner, path, absent=absent or null)
        elif isinstance(inner, inspect.VarTupleType):
            item, _ = _bare(inner.item_type)
            if not isinstance(item, inspect.StructType):
                table, column, role = _LISTS[self.kind, *path]
                self.lists.append(Many(path, table, column, role))
            elif item.cls is Span:
                self.spans.append((path, True))
            elif len(path) > 1:
                raise LookupError(f"{self.kind}: {'.'.join(path)} is a list that no table is made for")
        else:
            self.columns.append(self._column(field.type, inner, path, null=null or absent))

    def _column(self, declared: Any, inner: Any, path: Path, *, null: bool) -> Column:
        name = _RENAMED.get(path, "_".join(path))
        if path == ("id",):
            name = f"{self.kind}_id"
        meaning = _MEANINGS.get(f"{self.kind}.{name}") or _MEANINGS.get(name) or _description(declared)
        if isinstance(inner, inspect.LiteralType):
            meaning = f"{meaning} One of: {', '.join(map(str, inner.values))}."
        return Column(name, _sql_type(inner, path), meaning, null, path)


def _bare(declared: Any) -> tuple[Any, bool]:
    """Strip descriptions and "or null" from a type, and say whether it may be null."""
    null = False
    while True:
        if isinstance(declared, inspect.Metadata):
            declared = declared.type
        elif isinstance(declared, inspect.UnionType):
            null = True
            (declared,) = (kind for kind in declared.types if not isinstance(kind, inspect.NoneType))
        else:
            return declared, null


def _description(declared: Any) -> str:
    while not isinstance(declared, inspect.Metadata):
        if not isinstance(declared, inspect.UnionType):
            raise LookupError("a column without a meaning: describe it in records.py or in _MEANINGS")
        (declared,) = (kind for kind in declared.types if not isinstance(kind, inspect.NoneType))
    return str((declared.extra_json_schema or {})["description"])


def _required(struct: Any) -> str:
    """Give a plain field that is there whenever the object is."""
    return str(next(field.encode_name for field in struct.fields if field.required))


def _sql_type(inner: Any, path: Path) -> str:
    if isinstance(inner, inspect.IntType):
        return "BIGINT" if path[-1] in _BIG else "INTEGER"
    if isinstance(inner, inspect.FloatType):
        return "DOUBLE"
    if isinstance(inner, inspect.BoolType):
        return "BOOLEAN"
    if isinstance(inner, inspect.StrType) and inner.pattern == r"^\d{4}-\d{2}-\d{2}$":
        return "DATE"
    return "VARCHAR"


# ------------------------------------------------------------------------------------- the tables, from the plan


@functools.cache
def tables() -> tuple[Table, ...]:
    """Give every table of a store, in the order in which the documentation shows them."""
    made: list[Table] = []
    for part in parts():
        made.extend(_tables_of(part, parent=None))
    return (*made, _spans(), _unresolved())


def _tables_of(part: Part, *, parent: Part | None) -> Iterator[Table]:
    own = Column(f"{part.kind}_id", "VARCHAR", f"The {part.kind}.")
    keys = [_STORY_ID]
    if parent is not None:
        keys.append(Column(f"{parent.kind}_id", "VARCHAR", f"The {parent.kind}."))
    if part.listed:
        keys.append(_ORDINAL)
    ids = tuple(column for column in part.columns if column.path == ("id",))
    rest = tuple(column for column in part.columns if column.path != ("id",))
    columns = (*keys, *rest) if part.kind == "story" else (*keys, *ids, *rest)
    yield Table(part.table, _KINDS[part.field][2], columns, tuple(column.name for column in keys))
    seen = set()
    for many in part.lists:
        if many.table in seen:
            continue
        seen.add(many.table)
        meaning, value = _LIST_TABLES[many.table]
        roles = [other.role for other in part.lists if other.table == many.table and other.role]
        role = [Column("role", "VARCHAR", f"One of: {', '.join(roles)}.")] if roles else []
        columns = (_STORY_ID, own, *role, _ORDINAL, Column(many.column, "VARCHAR", value))
        yield Table(many.table, meaning, columns, tuple(column.name for column in columns[:-1]))
    for inner in part.parts:
        yield from _tables_of(inner, parent=part)


def _owners(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _owners(inner)


def _owner_columns(kinds: list[str]) -> tuple[Column, ...]:
    return (
        _STORY_ID,
        Column("owner_kind", "VARCHAR", f"What it belongs to. One of: {', '.join(kinds)}."),
        Column("owner_ordinal", "INTEGER", "The `ordinal` of what it belongs to; 0 for a story."),
    )


_OWNER_ID = Column("owner_id", "VARCHAR", "The id of what it belongs to, where that has one.", True)


def _spans() -> Table:
    owners = [part for top in parts() for part in _owners(top) if part.spans]
    fields = sorted({".".join(path) for part in owners for path, _ in part.spans})
    columns = (
        *_owner_columns([part.kind for part in owners]),
        Column("field", "VARCHAR", f"What it is evidence for. One of: {', '.join(fields)}."),
        Column("ordinal", "INTEGER", "Position, from 0, where the evidence is in several pieces."),
        _OWNER_ID,
        Column("start_char", "INTEGER", "Start of the words in the story's text, in Unicode code points."),
        Column("end_char", "INTEGER", "End of the words in the story's text, exclusive."),
        Column("text", "VARCHAR", "The words."),
    )
    return Table(
        "spans",
        "The evidence: every stretch of text that justifies something.",
        columns,
        ("story_id", "owner_kind", "owner_ordinal", "field", "ordinal"),
    )


def _unresolved() -> Table:
    owners = [part for top in parts() for part in _owners(top) if part.reasons]
    inner = sorted({".".join(path) for part in owners for path in part.reasons if path})
    columns = (
        *_owner_columns([part.kind for part in owners]),
        Column("path", "VARCHAR", f"The inner object: {', '.join(inner)}; empty for the thing itself."),
        Column("ordinal", "INTEGER", "Position among the reasons, from 0."),
        _OWNER_ID,
        Column("field", "VARCHAR", "The field that is null."),
        Column("reason", "VARCHAR", "Why."),
    )
    return Table(
        "unresolved",
        "What could not be resolved, and why: one row per field that is null for a reason.",
        columns,
        ("story_id", "owner_kind", "owner_ordinal", "path", "ordinal"),
    )
