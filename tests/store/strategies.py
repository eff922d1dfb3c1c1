"""Valid records of every shape, drawn from the record's own types: a new field is covered on its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from dragoman.records import Due, Record, Span, When

# all of Unicode but surrogates, with what breaks files and queries made likelier
TEXT = st.text(
    st.one_of(st.sampled_from("\0\n\r\t\"'\\;,|{}%_ \u2028😀é\ufeff"), st.characters(codec="utf-8")),
    max_size=12,
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))

_ACTORS = {"speakers", "addressees", "about", "via", "actors", "recipients", "by", "to"}
_LISTS = {"actors": "actor", "statements": "statement", "events": "event", "commitments": "commitment"}


@st.composite
def records(draw: st.DrawFn, ids: st.SearchStrategy[str] = TEXT.filter(bool)) -> Record:
    """Draw a record that passes ``records.check``."""
    return msgspec.convert(_Drawn(draw, draw(ids)).record(), Record)


class _Drawn:
    """The choices that one record's parts have in common: its text, its ids, how many places it has."""

    def __init__(self, draw: st.DrawFn, story_id: str) -> None:
        self.draw = draw
        self.story_id = story_id
        self.text = draw(st.text(st.characters(codec="utf-8"), max_size=40))
        counts = st.integers(0, 2)
        self.ids = {
            kind: [f"{kind}{i}{draw(TEXT)}" for i in range(draw(counts))]
            for kind in ("actor", "statement", "event", "commitment")
        }
        self.places = draw(counts)

    def record(self) -> dict[str, Any]:
        made = {}
        for field in inspect.type_info(Record).fields:
            name = field.encode_name
            if name in _LISTS:
                item = field.type.item_type
                made[name] = [self.value(item, (name,), id=id_) for id_ in self.ids[_LISTS[name]]]
            elif name == "places":
                made[name] = [self.value(field.type.item_type, (name,)) for _ in range(self.places)]
            elif name == "story":
                made[name] = {**self.value(field.type, (name,), id=self.story_id), "text": self.text}
            else:
                made[name] = self.value(field.type, (name,))
        if not any(self.ids[kind] for kind in ("statement", "event", "commitment")):
            made["links"] = []
        return made

    def value(self, declared: Any, path: tuple[str, ...], *, id: str = "") -> Any:
        draw = self.draw
        match declared:
            case inspect.Metadata():
                return self.value(declared.type, path, id=id)
            case inspect.UnionType():
                (inner,) = (kind for kind in declared.types if not isinstance(kind, inspect.NoneType))
                return None if draw(st.booleans()) else self.value(inner, path, id=id)
            case inspect.LiteralType():
                return draw(st.sampled_from(declared.values))
            case inspect.BoolType():
                return draw(st.booleans())
            case inspect.FloatType():
                return draw(st.floats(declared.ge, declared.le, allow_nan=False, allow_infinity=False))
            case inspect.IntType():
                return self.integer(path)
            case inspect.StrType():
                return self.string(declared, path, id)
            case inspect.DictType():
                return draw(st.dictionaries(TEXT, TEXT, max_size=2))
            case inspect.VarTupleType():
                return self.several(declared.item_type, path)
            case inspect.StructType():
                return self.struct(declared, path, id)
        raise TypeError(f"no values known for {declared}")

    def integer(self, path: tuple[str, ...]) -> int | None:
        if path[-2:] == ("where", "place"):
            return self.draw(st.integers(0, self.places - 1)) if self.places else None
        return self.draw(st.integers(0, 2**60 if "size" in path else 2**31 - 1))

    def string(self, declared: Any, path: tuple[str, ...], id: str) -> str | None:
        name = path[-1]
        if name == "id":
            return id
        if declared.pattern is not None:
            return self.draw(DAYS).isoformat()
        if path[0] == "links" and name in ("from", "to"):
            return self.draw(
                st.sampled_from(self.ids["statement"] + self.ids["event"] + self.ids["commitment"])
            )
        if name in ("inside", "statement", "event"):
            known = self.ids["statement" if name == "inside" else name]
            return self.draw(st.sampled_from(known)) if known else None
        return self.draw(TEXT)

    def several(self, item: Any, path: tuple[str, ...]) -> list[Any]:
        if path[-1] in _ACTORS and len(path) > 1:
            actors = self.ids["actor"]
            return self.draw(st.lists(st.sampled_from(actors), max_size=3)) if actors else []
        if path == ("links",) and not any(self.ids[kind] for kind in ("statement", "event", "commitment")):
            return []
        return [self.value(item, path) for _ in range(self.draw(st.integers(0, 2)))]

    def struct(self, declared: Any, path: tuple[str, ...], id: str) -> dict[str, Any]:
        made = {f.encode_name: self.value(f.type, (*path, f.encode_name), id=id) for f in declared.fields}
        if declared.cls in (When, Due):
            made["start"], made["end"] = _in_order(made["start"], made["end"])
        elif declared.cls is Span or {"start", "end"} <= made.keys():
            start, end = sorted(self.draw(st.lists(st.integers(0, len(self.text)), min_size=2, max_size=2)))
            made |= {"start": start, "end": end}
            if "text" in made:
                made["text"] = self.text[start:end]
        return made


def _in_order(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    return (end, start) if start and end and start > end else (start, end)
