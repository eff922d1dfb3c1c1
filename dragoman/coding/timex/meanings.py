"""What the rules for dates share: how a date is made and remembered, and which year is meant."""

from __future__ import annotations

import datetime as dt
import re

from dragoman.coding.timex.context import NO_DATE, Context
from dragoman.coding.timex.grammar import Match, Meaning
from dragoman.coding.timex.values import Point, Unit, shifted, written
from dragoman.knowledge.tables import words_of

__all__ = [
    "SHORT_NAMES",
    "UNITS",
    "base_year",
    "date",
    "full_year",
    "is_name",
    "shift",
    "unknown",
    "year_named",
]


def unknown(why: str = NO_DATE) -> Meaning:
    """Say why a date has no value."""
    return Meaning("DATE", None, why)


def date(
    context: Context,
    match: Match,
    day: dt.date,
    unit: Unit = "day",
    value: str | None = None,
    *,
    named: bool = False,
    compared: bool = False,
) -> Meaning:
    """Make a DATE and remember it for what follows.

    Args:
        named: the year itself is written.
        compared: it is what something else is compared with, and not what is spoken of.
    """
    context.last, context.last_at, context.last_named = Point(day, unit), match.start, named
    if unit == "day":
        context.day, context.day_at = day, match.start
        if context.today is not None and day <= context.today:
            context.told = day
    if unit == "quarter" and not compared:
        context.quarter, context.quarter_at = context.last, match.start
    return Meaning("DATE", value or written(day, unit))


def shift(
    m: Match,
    c: Context,
    day: dt.date,
    count: int,
    unit: Unit,
    *,
    as_unit: Unit | None = None,
    compared: bool = False,
) -> Meaning:
    """Make the DATE that lies a number of units from a day, as precise as the unit or as ``as_unit`` says."""
    try:
        return date(c, m, shifted(day, count, unit), as_unit or unit, compared=compared)
    except (OverflowError, ValueError):
        return unknown("it lies outside the calendar")


def year_named(m: Match, c: Context, name: str = "y") -> int | None:
    """Give the year under a name, one of two figures made full."""
    at = m.at(name)
    if at is None:
        return None
    if m.tokens.shapes.get(at) in ("shortyear", "fiscal"):
        short = re.findall(r"\d+", m.tokens.form(at))[0]
        return int(short) if len(short) == 4 else full_year(int(short), c)
    number = m.number(name)
    return None if number is None else int(number)


def full_year(short: int, c: Context) -> int:
    """Give the year that two figures mean: the nearest one that is not far ahead of the story."""
    today = c.today.year if c.today else 2000
    year = today // 100 * 100 + short
    return year - 100 if year > today + 10 else year


def base_year(rel: str, c: Context) -> int | None:
    """Give the year that *last year*, *that year*, *the year* mean."""
    if rel.endswith(("that", "same", "previous")) and c.last is not None:
        return c.last.day.year - rel.endswith("previous")
    if c.today is None:
        return None
    return c.today.year + {"last": -1, "next": 1}.get(rel, 0)


SHORT_NAMES = words_of("sun sat wed mon jan jun jul apr mar dec nov tue fri thu")


_BEFORE_SHORT_DAY = words_of("on this last next by until till every each since ( & / -")


_BEFORE_SHORT = words_of(
    "on this last next by until till from since every each in and or to through - ( / & , and"
)


def is_name(m: Match, c: Context, at: int) -> bool:
    """Tell short names of days and months from names of people and firms: Jan, Jun, Sun, Wed."""
    if m.tokens.lower(at) not in SHORT_NAMES:
        return False
    before, after = c.before(m), m.tokens.form(m.end) if m.end < len(m.tokens.starts) else ""
    if m.tokens.lower(at) in ("sun", "sat", "wed", "mon"):
        return before not in _BEFORE_SHORT_DAY
    if before in ("on", "this", "last", "next", "by", "until", "every", "each", "since"):
        return False
    return before not in _BEFORE_SHORT or after[:1].isupper() or after in ("'s", "'", "-")


UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "WE": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
