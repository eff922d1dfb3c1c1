"""The tables of what we know: their columns, how a file of them is read, and what must hold in each row.

Every table is a CSV file with a header (UTF-8, RFC 4180), one fact a row, that people edit; ``TABLES`` names the
files and the class whose fields are the columns. A column with a default may be left out or left empty.

* **Lists** within a cell are separated by ``|``.
* **Days** are written YYYY, YYYY-MM or YYYY-MM-DD. A start that is empty is unknown or long ago, an end that is
  empty is open. Read, a start becomes the first and an end the last day that it can mean, so that a period is a
  pair of ISO days which compare as strings. The end is inclusive: of two holders who hand over on one day, both
  have held the office on it, and the successor is the answer.
* **Countries** are codes of ``states.csv``, or one of :data:`INTERNATIONAL`; **sectors** are PLOVER's
  (:data:`SECTORS`), the primary one first.
* **source** is a key of ``sources.csv``; a fact that an editor knows without a published list has the source
  ``editors`` and a ``confidence`` below 1.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from dragoman.errors import KnowledgeError

__all__ = [
    "INTERNATIONAL",
    "OPEN",
    "SECTORS",
    "TABLES",
    "UNKNOWN",
    "Affiliation",
    "Agent",
    "Body",
    "Election",
    "Holder",
    "Member",
    "Metonym",
    "Office",
    "Person",
    "Source",
    "State",
    "StateNumber",
    "Tables",
    "Title",
    "first_day",
    "last_day",
    "merge",
    "read",
    "words_of",
]

UNKNOWN = "0000-00-00"
"""The start of what began at an unknown day; it sorts before every day."""

OPEN = "9999-12-31"
"""The end of what has not ended."""


def words_of(text: str) -> frozenset[str]:
    """Give the words of a list that is written as one text."""
    return frozenset(text.split())


SECTORS = words_of(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"
)
"""PLOVER's sectors (PLOVER codebook, table of sector codes)."""

INTERNATIONAL = words_of("IGO UNO EUR NGO ISM IMG MNC")
"""PLOVER's codes for who has no country: international bodies, movements, armed groups, companies."""

BODY_KINDS = (
    "igo",
    "court",
    "agency",
    "ministry",
    "government",
    "central bank",
    "legislature",
    "military",
    "security service",
    "police",
    "party",
    "armed group",
    "criminal group",
    "ngo",
    "movement",
    "religious body",
    "union",
    "university",
    "company",
    "outlet",
    "think tank",
    "other",
)

Start = Annotated[str, "start"]
End = Annotated[str, "end"]
Names = tuple[str, ...]
Sectors = Annotated[tuple[str, ...], "sectors"]
Share = Annotated[float, "share"]


class _Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One fact."""


class Source(_Row, frozen=True, kw_only=True):
    """Where facts come from; ``key`` is what other rows write in their column ``source``."""

    key: str
    what: str
    licence: str
    citation: str = ""


class State(_Row, frozen=True, kw_only=True):
    """A state, a territory with a code of its own, an unrecognised entity, or a state of the past.

    ``demonyms`` are its adjectives and nouns for its people (``Russian|Russians``). ``parent`` of a territory is
    the state that governs it; of an unrecognised entity the state that claims it, whose code PLOVER gives it; of a
    region (a state of a federation, a province: ISO 3166-2 codes where there is one) the state that it is part of.
    """

    code: str
    name: str
    aliases: Names = ()
    demonyms: Names = ()
    kind: Literal["state", "territory", "unrecognised", "historic", "region"]
    parent: str = ""
    start: Start = UNKNOWN
    end: End = OPEN
    source: str


class StateNumber(_Row, frozen=True, kw_only=True):
    """A state's number in the Correlates of War or the Gleditsch-Ward list in a period."""

    code: str
    system: Literal["cow", "gw"]
    number: Annotated[int, "number"]
    start: Start
    end: End = OPEN
    source: str


class Metonym(_Row, frozen=True, kw_only=True):
    """A place that stands for who sits there: a capital, a seat (``the Kremlin``, ``Foggy Bottom``)."""

    phrase: str
    code: str
    sectors: Sectors = ("GOV",)
    start: Start = UNKNOWN
    end: End = OPEN
    kind: Literal["capital", "seat", "metonym"]
    office_or_body: str = ""
    source: str


class Body(_Row, frozen=True, kw_only=True):
    """An organised group: an international body, a court, an army, a party, an armed group, an outlet, …

    ``country`` is a state's code or one of ``IGO NGO MNC IMG ISM``; ``code`` is given where the actor code is more
    than country and primary sector (``IGOUNO``).
    """

    id: str
    name: str
    aliases: Names = ()
    kind: Annotated[str, BODY_KINDS]
    country: str
    sectors: Sectors = ()
    code: str = ""
    wikidata: str = ""
    start: Start = UNKNOWN
    end: End = OPEN
    source: str
    confidence: Share = 1.0


class Member(_Row, frozen=True, kw_only=True):
    """A state's membership of a body in a period."""

    body: str
    code: str
    start: Start = UNKNOWN
    end: End = OPEN
    role: str = ""
    source: str


class Agent(_Row, frozen=True, kw_only=True):
    """A common noun (lemma, singular) for who acts: ``police``, ``protester``; with a country it makes a code.

    What is not ``human`` (a warplane, a rally, a side) acts only as the subject of what is done.
    """

    noun: str
    sectors: Sectors
    kind: Literal["person", "group"]
    human: Literal["yes", "no"] = "yes"
    plural: str = ""
    note: str = ""
    source: str


class Office(_Row, frozen=True, kw_only=True):
    """An office that people hold one after the other; ``rank`` 1 is head of state or government, 9 the lowest.

    ``seats`` is how many hold it at a time (``many`` for lawmakers, ambassadors at large); with 1, the periods of
    its holders must not overlap.
    """

    id: str
    title: str
    aliases: Names = ()
    country: str
    body: str = ""
    sectors: Sectors = ()
    rank: Annotated[int, "rank"]
    seats: str = "1"
    source: str


class Person(_Row, frozen=True, kw_only=True):
    """A person; ``id`` is the Wikidata Q-id where it is known, else a slug."""

    id: str
    name: str
    aliases: Names = ()
    country: str = ""
    gender: Literal["m", "f", "x", ""] = ""
    born: Start = UNKNOWN
    died: End = OPEN
    source: str
    confidence: Share = 1.0


class Holder(_Row, frozen=True, kw_only=True):
    """Who held an office from when to when.

    ``note`` is ``acting``, ``disputed`` or ``shared`` where that is so; such a row may overlap another one.
    """

    office: str
    person: str
    start: Start = UNKNOWN
    end: End = OPEN
    start_precision: Literal["day", "month", "year", ""] = ""
    end_precision: Literal["day", "month", "year", ""] = ""
    note: Literal["", "acting", "disputed", "shared"] = ""
    source: str
    confidence: Share = 1.0


class Election(_Row, frozen=True, kw_only=True):
    """An election to an office: between ``date`` and ``inauguration`` the winner is its holder-elect."""

    country: str
    office: str
    date: Start
    winner: str = ""
    inauguration: Start = UNKNOWN
    candidates: Names = ()
    source: str
    confidence: Share = 1.0


class Affiliation(_Row, frozen=True, kw_only=True):
    """What a person is beside the offices: leader of a party or group, candidate, lawmaker, business person.

    Either ``body`` or ``sectors`` says where; ``role`` are the words (``leader``, ``presidential candidate``).
    """

    person: str
    body: str = ""
    sectors: Sectors = ()
    role: str = ""
    country: str = ""
    start: Start = UNKNOWN
    end: End = OPEN
    source: str
    confidence: Share = 1.0


class Title(_Row, frozen=True, kw_only=True):
    """Words for the holder of an office that are not its title: ``top diplomat``, ``defence chief``.

    ``titles`` are those that they may mean, the likeliest first: that of the first office which the country has.
    """

    phrase: str
    titles: tuple[str, ...]
    source: str


class Tables(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """All tables, read."""

    sources: tuple[Source, ...] = ()
    states: tuple[State, ...] = ()
    state_numbers: tuple[StateNumber, ...] = ()
    metonyms: tuple[Metonym, ...] = ()
    bodies: tuple[Body, ...] = ()
    members: tuple[Member, ...] = ()
    agents: tuple[Agent, ...] = ()
    offices: tuple[Office, ...] = ()
    people: tuple[Person, ...] = ()
    holders: tuple[Holder, ...] = ()
    elections: tuple[Election, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    titles: tuple[Title, ...] = ()


TABLES: dict[str, type[_Row]] = {
    "sources": Source,
    "states": State,
    "state_numbers": StateNumber,
    "metonyms": Metonym,
    "bodies": Body,
    "members": Member,
    "agents": Agent,
    "offices": Office,
    "people": Person,
    "holders": Holder,
    "elections": Election,
    "affiliations": Affiliation,
    "titles": Title,
}
"""File name (without ``.csv``) → the class of its rows."""

# what makes two rows the same fact, so that a row of an overlay replaces ours
_KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("key",),
    "states": ("code",),
    "state_numbers": ("code", "system", "start"),
    "metonyms": ("phrase", "code", "start"),
    "bodies": ("id",),
    "members": ("body", "code", "start"),
    "agents": ("noun",),
    "offices": ("id",),
    "people": ("id",),
    "holders": ("office", "person", "start"),
    "elections": ("office", "date"),
    "affiliations": ("person", "body", "role", "start"),
    "titles": ("phrase",),
}


def read(folder: Path) -> tuple[Tables, dict[str, list[int]], list[str]]:
    """Read the tables of a folder.

    Args:
        folder: where the CSV files are; a table whose file is missing is empty.

    Returns:
        The tables, the line number in its file of every row of every table, and what is wrong with the files,
        one sentence each; rows that are wrong are left out.

    Raises:
        KnowledgeError: the folder does not exist, or holds a CSV file that is none of the tables.
    """
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: there is no such folder of knowledge files")
    strangers = sorted(path.name for path in folder.glob("*.csv") if path.stem not in TABLES)
    if strangers:
        raise KnowledgeError(
            f"{folder}: {', '.join(strangers)} is none of the tables; name the file {', '.join(TABLES)} .csv"
        )
    rows: dict[str, tuple[_Row, ...]] = {}
    lines: dict[str, list[int]] = {}
    wrong: list[str] = []
    for table, row_type in TABLES.items():
        path = folder / f"{table}.csv"
        found = list(_rows(path, row_type, wrong)) if path.exists() else []
        rows[table] = tuple(row for _, row in found)
        lines[table] = [line for line, _ in found]
    return Tables(**rows), lines, wrong  # type: ignore[arg-type]


def merge(ours: Tables, extra: Tables) -> Tables:
    """Lay one set of tables over another: a row of the same fact replaces ours, any other is added."""
    merged: dict[str, Any] = {}
    for table, key in _KEYS.items():
        rows = {
            tuple(getattr(row, name) for name in key): row
            for row in (*getattr(ours, table), *getattr(extra, table))
        }
        merged[table] = tuple(rows.values())
    return Tables(**merged)


def first_day(text: str) -> str:
    """Give the first day that a written day, month or year can mean, as an ISO day.

    Raises:
        ValueError: it is none of YYYY, YYYY-MM, YYYY-MM-DD, or not in the calendar.
    """
    return _day(text, last=False) if text else UNKNOWN


def last_day(text: str) -> str:
    """Give the last day that a written day, month or year can mean, as an ISO day.

    Raises:
        ValueError: it is none of YYYY, YYYY-MM, YYYY-MM-DD, or not in the calendar.
    """
    return _day(text, last=True) if text else OPEN


def _day(text: str, *, last: bool) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not match:
        raise ValueError(f"{text!r} is not a day; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern says so
    month = month or (12 if last else 1)
    try:
        day = day or (calendar.monthrange(year, month)[1] if last else 1)
        return dt.date(year, month, day).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not in the calendar") from None


def _rows(path: Path, row_type: type[_Row], wrong: list[str]) -> Iterable[tuple[int, _Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        wrong.append(f"{path.name}: not UTF-8 ({error.reason} at byte {error.start})")
        return
    reader = csv.DictReader(io.StringIO(text), strict=True)
    fields = {field.name: field for field in msgspec.structs.fields(row_type)}
    header = reader.fieldnames or []
    unknown = [name for name in header if name not in fields]
    missing = [name for name, field in fields.items() if field.required and name not in header]
    if unknown or missing:
        wrong.append(
            f"{path.name}: "
            + "; ".join(
                ([f"unknown column {', '.join(map(repr, unknown))}"] if unknown else [])
                + ([f"column {', '.join(missing)} is missing"] if missing else [])
            )
            + f"; the columns are {', '.join(fields)}"
        )
        return
    try:
        for cells in reader:
            line = reader.line_num
            if None in cells or None in cells.values():
                wrong.append(f"{path.name} line {line}: not as many cells as the header has columns")
                continue
            values: dict[str, Any] = {}
            faults = []
            for name, cell in cells.items():
                text = cell.strip()
                if not text and not fields[name].required:
                    continue
                try:
                    values[name] = _value(text, fields[name].type)
                except ValueError as error:
                    faults.append(f"{name}: {error}")
            if faults:
                wrong.extend(f"{path.name} line {line}: {fault}" for fault in faults)
            else:
                yield line, row_type(**values)
    except csv.Error as error:
        wrong.append(f"{path.name} line {reader.line_num}: {error}")


def _value(text: str, type_: Any) -> Any:
    """Give the value of a cell for a column of a type, or raise ValueError with what is wrong with it."""
    meaning: Any = None
    if get_origin(type_) is Annotated:
        type_, meaning = get_args(type_)
    if meaning == "start":
        return first_day(text)
    if meaning == "end":
        return last_day(text)
    if not text and meaning != "sectors":
        raise ValueError("is empty")
    if meaning == "sectors":
        sectors = _list(text)
        if unknown := [sector for sector in sectors if sector not in SECTORS]:
            raise ValueError(f"{', '.join(unknown)} is no sector of PLOVER ({' '.join(sorted(SECTORS))})")
        return sectors
    if type_ is float:
        value = float(text)
        if not 0 <= value <= 1:
            raise ValueError(f"{text} is not between 0 and 1")
        return value
    if type_ is int:
        number = int(text)
        if meaning == "rank" and not 1 <= number <= 9:
            raise ValueError(f"{text} is not a rank from 1 to 9")
        return number
    if get_origin(type_) is tuple:
        return _list(text)
    choices = meaning if isinstance(meaning, tuple) else get_args(type_)
    if choices and text not in choices:
        raise ValueError(f"{text!r} is none of {', '.join(choice or 'nothing' for choice in choices)}")
    return text


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
