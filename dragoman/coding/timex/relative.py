"""What rules for times that count from a day mean: *yesterday*, *last week*, *two years ago*, *now*."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dragoman.coding.timex.context import Context, Direction
from dragoman.coding.timex.grammar import Found, Match, Meaning
from dragoman.coding.timex.meanings import (
    SHORT_NAMES,
    UNITS,
    date,
    is_name,
    shift,
    unknown,
)
from dragoman.coding.timex.quarters import QUARTER_REACH, last_quarter
from dragoman.coding.timex.values import Unit
from dragoman.knowledge.tables import words_of

__all__ = [
    "ago",
    "day_beyond",
    "deictic",
    "nearest_weekday",
    "reference",
    "relative_unit",
    "relative_weekday",
    "unit_with_article",
    "vague",
    "weekday",
    "year_end",
]

_BACK = frozenset(("last", "past", "this past", "previous", "preceding", "prior"))


_ON = frozenset(("next", "coming", "this coming", "upcoming", "following", "very next"))


_SPAN = {"week": "P1W", "month": "P1M", "quarter": "P1Q", "year": "P1Y", "decade": "P1DE", "century": "P1CE"}


def deictic(m: Match, c: Context) -> Meaning | None:
    """Read *today*, *yesterday*, *tomorrow*."""
    if c.today is None:
        return unknown()
    return shift(m, c, c.today, int(m.value("d", "deictic")), "day")


def day_beyond(m: Match, c: Context) -> Meaning | None:
    """Read *the day before yesterday*, *the day after tomorrow*."""
    if c.today is None:
        return unknown()
    step = -1 if m.word("side") == "before" else 1
    return shift(m, c, c.today, int(m.value("d", "deictic")) + step, "day")


def nearest_weekday(today: dt.date, weekday: int, direction: Direction) -> dt.date:
    """Give the last day of a name, today included; the next one where the text looks ahead."""
    if direction == "future":
        return today + dt.timedelta(days=(weekday - today.isoweekday()) % 7)
    return today - dt.timedelta(days=(today.isoweekday() - weekday) % 7)


def weekday(m: Match, c: Context) -> Meaning | None:
    """Read a weekday: in a story of Saturday, *Thursday* is the one just past, *will meet Thursday* the next."""
    if is_name(m, c, m.at("w") or m.start):
        return None
    if m.tokens.lower(m.start) == "a" and not c.informal:
        return None
    if c.today is None:
        return unknown()
    try:
        return date(c, m, nearest_weekday(c.today, int(m.value("w", "weekday")), c.tense(m)))
    except OverflowError:
        return unknown("it lies outside the calendar")


def relative_weekday(m: Match, c: Context) -> Meaning | None:
    """Read *last Friday*, *next Friday*, *this Friday*, *Friday last week*."""
    wanted = int(m.value("w", "weekday"))
    rel = m.word("rel")
    if rel == "that" and m.tokens.lower(m.at("w") or m.start) in SHORT_NAMES:
        return None
    if rel in ("that", "following", "previous", "same", "preceding", "very next") and c.last is not None:
        base = c.last.day
    elif c.today is None:
        return unknown()
    else:
        base = c.today
    try:
        if "week" in m:
            weeks = {"last": -1, "next": 1}.get(m.word("week"), 0)
            monday = base - dt.timedelta(days=base.weekday() - 7 * weeks)
            return date(c, m, monday + dt.timedelta(days=wanted - 1))
        if rel in _BACK:
            return date(c, m, base - dt.timedelta(days=(base.isoweekday() - wanted - 1) % 7 + 1))
        if rel in _ON:
            return date(c, m, base + dt.timedelta(days=(wanted - base.isoweekday() - 1) % 7 + 1))
        if rel == "this":
            direction = c.tense(m)
            if direction == "open":
                return date(c, m, base + dt.timedelta(days=wanted - base.isoweekday()))
            return date(c, m, nearest_weekday(base, wanted, direction))
        return date(c, m, nearest_weekday(base, wanted, "past"))
    except OverflowError:
        return unknown("it lies outside the calendar")


def relative_unit(m: Match, c: Context) -> Meaning | None:
    """Read *last week*, *this year*, *the following month*, *the past year*, *later in the year*."""
    unit = UNITS.get(m.value("u", "unit") or m.value("u", "weekend"))
    rel = m.word("rel")
    if unit is None:
        return None
    if rel == "past" and unit in _SPAN:
        return Meaning("DURATION", _SPAN[unit])
    if rel in ("that", "same", "very same", "following", "previous", "preceding", "prior", "very next") or (
        rel == "next" and unit == "day"
    ):
        base = c.last.day if c.last is not None else c.today
        if rel in ("that", "same") and unit == "week" and c.last is None:
            base = c.today
    else:
        base = c.today
    if base is None:
        return unknown()
    if rel == "last" and unit == "day":
        return None
    if rel in ("this past", "this coming"):
        step = -1 if rel == "this past" else 1
    elif rel in ("", "current", "this", "that", "same", "very same"):
        step = 0
    elif rel in ("latest", "last") or rel in _BACK:
        step = -1
    else:
        step = 1
    if rel == "latest" and unit in ("week", "day", "month"):
        step = 0
    if unit == "weekend":
        return _weekend(m, c, base, rel)
    if unit == "quarter" and rel in ("that", "same") and c.quarter is not None:
        base = c.quarter.day
    return shift(m, c, base, step, unit)


def _weekend(m: Match, c: Context, base: dt.date, rel: str) -> Meaning:
    """A weekend belongs to the week that it ends; the one of a story of Monday is the one just past."""
    if rel in ("last", "this past"):
        step = -1
    elif rel in ("next", "coming", "following"):
        step = 1
    elif rel in ("this", "that", "upcoming"):
        step = 0
    else:
        step = 0 if base.isoweekday() >= 5 or c.tense(m) == "future" else -1
    return shift(m, c, base, step, "week", as_unit="weekend")


_TRADING = words_of("end ended ending finish finished finishing close closed closing start started for")


def unit_with_article(m: Match, c: Context) -> Meaning | None:
    """Read *the end of the year*, *the quarter*, *the weekend*: of the story's day, or the one spoken of."""
    unit = UNITS.get(m.value("u", "unit") or m.value("u", "weekend"))
    if unit is None:
        return None
    partial = m.tokens.lower(m.start) != "the" or m.end - m.start > 3
    if unit == "quarter":
        if c.after(m) in ("century", "mile", "pounder"):
            return None
        if c.quarter is not None:
            return date(c, m, c.quarter.day, "quarter")
        return unknown() if c.today is None else date(c, m, last_quarter(c.today), "quarter")
    if unit == "day" and not partial and c.informal:
        return unknown() if c.today is None else date(c, m, c.today)
    if unit == "year":
        c.span_at = m.start
    if unit == "year" and c.after(m) in ("ended", "ending"):
        return Meaning("DURATION", "P1Y")
    if unit == "day" and not partial and c.before(m) in _TRADING:
        base = c.last.day if c.last is not None and c.last.unit == "day" else c.today
        return unknown() if base is None else date(c, m, base)
    if unit in ("day", "decade", "century", "month") and not partial:
        return None
    if c.today is None:
        return unknown()
    if unit == "weekend":
        return _weekend(m, c, c.today, "")
    if unit == "year" and c.after(m) in ("before", "after", "that", "when", "he", "she", "they", "of", "in"):
        return None
    return date(c, m, c.today, unit)


def year_end(m: Match, c: Context) -> Meaning | None:
    """Read *year-end*, which is a day, and *the end of the year*, which is not."""
    if c.today is None:
        return unknown()
    if m.text == "year - end":
        return date(c, m, dt.date(max(1, c.today.year - (c.before(m) == "since")), 12, 31))
    return date(c, m, c.today, "month" if m.tokens.lower(m.start) == "month" else "year")


_YEAR_REACH = 15  # tokens after a named year within which *a year earlier* counts from it


def ago(m: Match, c: Context) -> Meaning | None:
    """Read *two weeks ago*, *a year earlier*, *three days from now*, as precisely as the unit says."""
    way = m.word("way")
    ahead = way in ("from now", "hence")
    unit_name = m.value("u", "anyunit") or m.value("u", "unit") or m.value("u", "units")
    number = 1.0 if "n" not in m else float(m.number("n") or 0)
    text = m.text
    vague = "n" not in m and not any(word in text.split() for word in ("a", "an", "couple", "the"))
    if "few" in text.split() or not unit_name:
        vague = True
    if "couple" in text.split():
        number = 2
    if vague:
        return Meaning("DATE", "FUTURE_REF" if ahead else "PAST_REF")
    from_last = way == "earlier" and c.last is not None
    if (
        unit_name == "year"
        and c.quarter is not None
        and c.span_at < c.quarter_at
        and m.start - c.quarter_at < QUARTER_REACH
        and number == 1
    ):
        return shift(m, c, c.quarter.day, -1, "year", as_unit="quarter", compared=True)
    base = _told(m, c, unit_name) if from_last and unit_name != "year" else c.today
    if from_last and unit_name == "year" and c.last_named and m.start - c.last_at < _YEAR_REACH and c.last:
        base = c.last.day
    if base is None:
        return unknown()
    if unit_name in ("hour", "minute", "second"):
        return date(c, m, base)
    count, unit = int(number), unit_name
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    if unit == "night":
        unit = "day"
    as_unit: Unit | None = "year" if unit in ("decade", "century") else None
    if unit not in UNITS:
        return None
    return shift(m, c, base, count if ahead else -count, UNITS[unit], as_unit=as_unit)


def _told(m: Match, c: Context, unit: str) -> dt.date | None:
    """Give the day that *a day earlier* counts from: the last that was told, as precise as what is counted.

    Days are not counted from a month, nor what was from a day that is yet to come and is only named: *the 20 January
    inauguration*.
    """
    if c.last is None:
        return c.today
    if unit not in ("day", "night", "hour", "minute", "second"):
        return c.last.day
    base = c.last.day if c.last.unit == "day" else c.day
    if base is not None and c.today is not None and base > c.today and c.tense(m) == "past":
        base = c.told
    return base or c.today


def reference(m: Match, c: Context) -> Meaning | Sequence[Found] | None:
    """Read *now*, *currently*, *recently*."""
    value = m.value("r", "reference") or "PAST_REF"
    if m.tokens.lower(m.start) == "now" and c.after(m) in ("that",):
        return None
    if m.tokens.lower(m.start) == "right" and not c.informal:
        return (Found(m.start + 1, m.end, Meaning("DATE", value)),)
    return Meaning("DATE", value)


def vague(m: Match, c: Context) -> Meaning | None:
    """Read *the past*, *the future*, *recent*, *at that time*."""
    if "future" in m:
        alone = m.end - m.start == 1
        if alone and not c.informal and c.before(m) != "in":
            return None
        return Meaning("DATE", "FUTURE_REF")
    if "present" in m or "current" in m:
        return Meaning("DATE", "PRESENT_REF")
    if "that" in m and c.last is not None:
        if m.tokens.lower(m.end - 1) == "time" and c.last.unit == "day" and c.before(m) != "at":
            return date(c, m, c.last.day)
        return date(c, m, c.last.day) if m.tokens.lower(m.end - 1) == "day" else Meaning("DATE", "PAST_REF")
    return Meaning("DATE", "PAST_REF")
