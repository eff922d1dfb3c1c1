"""What the calendar and history say: words for times, holidays, and events that have a date of their own.

``dates/`` holds the tables, which are read as they are: they are small. ``words.csv`` is the language of dates,
``holidays.csv`` the rules of feasts (``11-01``, ``thursday 4 11``, ``easter-2``), ``holiday_days.csv`` the days of
feasts that follow the moon, ``events.csv`` summits, treaties, votes and wars with first and last day.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dragoman.errors import KnowledgeError

__all__ = ["FOLDER", "Almanac", "HistoricEvent", "Holiday", "Word", "load"]

FOLDER = Path(__file__).parent / "dates"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RULE = re.compile(
    r"(?P<month>\d\d)-(?P<day>\d\d)"
    r"|(?P<feast>easter|orthodox|easterweek)(?P<offset>[+-]\d+)"
    r"|(?P<weekday>\w+day)(?P<after>[+]\d+|-after-monday)? (?P<count>-?\d) (?P<of>\d\d)"
    r"|(?P<table>table)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A meaning of a word: its class, and its value there."""

    word: str
    cls: str
    value: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Holiday:
    """A feast: its names in lower case and the rule that gives its day in a year."""

    names: tuple[str, ...]
    rule: str
    country: str

    def day(self, year: int, days: Mapping[tuple[str, int], dt.date] | None = None) -> dt.date | None:
        """Give the day in a year; ``None`` where the table of moon feasts does not reach."""
        found = _RULE.fullmatch(self.rule)
        if found is None:
            return None
        try:
            if found["table"]:
                return None if days is None else days.get((self.names[0], year))
            if found["feast"]:
                return _feast(found["feast"], year) + dt.timedelta(days=int(found["offset"]))
            if found["weekday"]:
                return _nth(found, year)
            return dt.date(year, int(found["month"]), int(found["day"]))
        except (ValueError, OverflowError):
            return None


def _feast(name: str, year: int) -> dt.date:
    from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

    day: dt.date = easter(year, EASTER_ORTHODOX if name == "orthodox" else EASTER_WESTERN)
    return day


def _nth(found: re.Match[str], year: int) -> dt.date:
    weekday, count, month = _WEEKDAYS.index(found["weekday"]), int(found["count"]), int(found["of"])
    after = found["after"] or ""
    base = _WEEKDAYS.index("thursday") if after.startswith("+") else weekday
    if after == "-after-monday":  # the Tuesday after the first Monday
        return _nth_weekday(year, month, 0, count) + dt.timedelta(days=1)
    day = _nth_weekday(year, month, base, count)
    if after:
        day += dt.timedelta(days=(weekday - base) % 7)
    return day


def _nth_weekday(year: int, month: int, weekday: int, count: int) -> dt.date:
    if count > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


@dataclass(frozen=True, slots=True)
class HistoricEvent:
    """Something that is named and dated: a summit, a treaty, a vote, a war."""

    names: tuple[str, ...]
    kind: str
    start: str
    end: str
    country: str


class Almanac:
    """The tables of ``dates/``, read."""

    def __init__(
        self,
        words: tuple[Word, ...],
        holidays: tuple[Holiday, ...],
        days: Mapping[tuple[str, int], dt.date],
        events: tuple[HistoricEvent, ...],
    ) -> None:
        self.words = words
        self.holidays = {name: holiday for holiday in holidays for name in holiday.names}
        self.days = days
        self.events = events
        named: defaultdict[str, list[HistoricEvent]] = defaultdict(list)
        for event in events:
            for name in event.names:
                named[name].append(event)
        self.named: Mapping[str, list[HistoricEvent]] = named

    def holiday(self, name: str, year: int) -> dt.date | None:
        """Give the day of a feast in a year."""
        return self.holidays[name].day(year, self.days)


@lru_cache(maxsize=2)
def load(folder: Path = FOLDER) -> Almanac:
    """Read the tables.

    Raises:
        KnowledgeError: a table is missing or a row cannot be read; with file and line.
    """
    holidays = tuple(
        Holiday(names=_split(row["names"]), rule=row["rule"], country=row["country"])
        for row in _rows(folder / "holidays.csv", rule=_RULE)
    )
    days = {
        (row["name"], int(row["date"][:4])): dt.date.fromisoformat(row["date"])
        for row in _rows(folder / "holiday_days.csv", date=_DAY)
    }
    words = tuple(
        Word(word=word, cls=row["class"], value=row["value"], capital=row["case"] == "capital")
        for row in _rows(folder / "words.csv")
        for word in _split(row["words"])
    )
    events = tuple(
        HistoricEvent(
            names=_split(row["names"]),
            kind=row["kind"],
            start=row["start"],
            end=row["end"] or row["start"],
            country=row["country"],
        )
        for row in _rows(folder / "events.csv", start=_DAY)
    )
    return Almanac(words, holidays, days, events)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.lower().split("|"))


def _rows(path: Path, **forms: re.Pattern[str]) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                if None in row or None in row.values() or not row.get("source"):
                    raise KnowledgeError(f"{path.name} line {number}: a column is missing, or the source is")
                for column, form in forms.items():
                    if not form.fullmatch(row[column]):
                        raise KnowledgeError(
                            f"{path.name} line {number}: {column} {row[column]!r} cannot be read"
                        )
                yield row
    except OSError as error:
        raise KnowledgeError(f"{path}: {error.strerror}; install dragoman again") from error
