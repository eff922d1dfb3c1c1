"""What must hold between the tables: ids resolve, periods are in order, one office has one holder at a time."""

from __future__ import annotations

import calendar
import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from dragoman.knowledge.tables import INTERNATIONAL, TABLES, UNKNOWN, Holder, Tables

__all__ = ["faults"]


def faults(tables: Tables, lines: dict[str, list[int]] | None = None) -> Iterator[str]:
    """Yield all that is wrong between the rows, one sentence each, with file and line where they are given."""
    where = _Places(tables, lines or {})
    yield from _repeated(tables, where)
    yield from _dangling(tables, where)
    yield from _disordered(tables, where)
    yield from _overlapping(tables, where)


class _Places:
    """Finds the file and line of a row."""

    def __init__(self, tables: Tables, lines: dict[str, list[int]]) -> None:
        self._lines = {
            (table, index): line
            for table, numbers in lines.items()
            for index, line in enumerate(numbers)
            if len(numbers) == len(getattr(tables, table))
        }

    def __call__(self, table: str, index: int) -> str:
        line = self._lines.get((table, index))
        return f"{table}.csv line {line}" if line else f"{table}.csv row {index + 1}"


def _repeated(tables: Tables, where: _Places) -> Iterator[str]:
    for table, name in (
        ("sources", "key"),
        ("states", "code"),
        ("bodies", "id"),
        ("agents", "noun"),
        ("offices", "id"),
        ("people", "id"),
    ):
        seen: dict[str, int] = {}
        for index, row in enumerate(getattr(tables, table)):
            value = getattr(row, name)
            if value in seen:
                yield f"{where(table, index)}: {name} {value!r} stands already in {where(table, seen[value])}"
            seen.setdefault(value, index)


def _dangling(tables: Tables, where: _Places) -> Iterator[str]:
    states = {state.code for state in tables.states}
    bodies = {body.id for body in tables.bodies}
    offices = {office.id for office in tables.offices}
    people = {person.id for person in tables.people}
    sources = {source.key for source in tables.sources}
    known: dict[str, tuple[set[str] | frozenset[str], str]] = {
        "country": (
            states | INTERNATIONAL,
            "a code of states.csv, or one of " + " ".join(sorted(INTERNATIONAL)),
        ),
        "code": (states, "a code of states.csv"),
        "parent": (states, "a code of states.csv"),
        "body": (bodies, "an id of bodies.csv"),
        "office": (offices, "an id of offices.csv"),
        "person": (people, "an id of people.csv"),
        "winner": (people, "an id of people.csv"),
        "candidates": (people, "an id of people.csv"),
        "office_or_body": (offices | bodies, "an id of offices.csv or bodies.csv"),
        "source": (sources, "a key of sources.csv"),
    }
    for table, row_type in TABLES.items():
        columns = [name for name in row_type.__struct_fields__ if name in known]
        if table in ("states", "bodies"):
            columns = [name for name in columns if name != "code"]  # here it is what is said, not a reference
        for index, row in enumerate(getattr(tables, table)):
            for name in columns:
                value: Any = getattr(row, name)
                for id_ in (value,) if isinstance(value, str) else value:
                    if id_ and id_ not in known[name][0]:
                        if name == "code" and table == "metonyms" and id_ in INTERNATIONAL:
                            continue
                        yield f"{where(table, index)}: {name} {id_!r} is not {known[name][1]}"
    for index, row in enumerate(tables.affiliations):
        if not row.body and not row.sectors:
            yield f"{where('affiliations', index)}: says neither a body nor sectors"


def _disordered(tables: Tables, where: _Places) -> Iterator[str]:
    for table, first, last in (
        ("states", "start", "end"),
        ("state_numbers", "start", "end"),
        ("metonyms", "start", "end"),
        ("bodies", "start", "end"),
        ("members", "start", "end"),
        ("holders", "start", "end"),
        ("affiliations", "start", "end"),
        ("people", "born", "died"),
    ):
        for index, row in enumerate(getattr(tables, table)):
            if getattr(row, first) > getattr(row, last):
                yield f"{where(table, index)}: {first} {getattr(row, first)} is after {last} {getattr(row, last)}"
    for index, election in enumerate(tables.elections):
        if UNKNOWN < election.inauguration < election.date:
            yield f"{where('elections', index)}: the inauguration is before the election"
    people = {person.id: person for person in tables.people}
    for index, holder in enumerate(tables.holders):
        person = people.get(holder.person)
        if person and (holder.start > person.died or holder.end < person.born):
            yield f"{where('holders', index)}: {person.name} was not alive (born {person.born}, died {person.died})"


def _overlapping(tables: Tables, where: _Places) -> Iterator[str]:
    single = {office.id for office in tables.offices if office.seats == "1"}
    by_office: dict[str, list[tuple[Holder, int]]] = defaultdict(list)
    for index, holder in enumerate(tables.holders):
        if holder.office in single and not holder.note:
            by_office[holder.office].append((holder, index))
    for office, held in by_office.items():
        held.sort(key=lambda pair: (pair[0].start, pair[0].end))
        for (before, _), (after, index) in itertools.pairwise(held):
            # a handover on one day, or within the month or year that is all we know of it, is in order
            known = min(_known(after.start, first=True), _known(before.end, first=False))
            if after.start < before.end and before.end[:known] != after.start[:known]:
                yield (
                    f"{where('holders', index)}: {after.person} holds {office} from {after.start}, "
                    f"{before.person} until {before.end}; correct a date, or write acting, disputed or shared "
                    "under note, or how many hold the office under seats in offices.csv"
                )


def _known(day: str, *, first: bool) -> int:
    """How much of a day is known, in characters: one padded from a year or a month is its first or last day."""
    if day.endswith("-01-01" if first else "-12-31"):
        return 4
    padded = (
        day.endswith("-01") if first else int(day[8:]) == calendar.monthrange(int(day[:4]), int(day[5:7]))[1]
    )
    return 7 if padded else 10
