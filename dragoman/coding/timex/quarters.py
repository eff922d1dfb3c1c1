"""What rules for quarters and halves of business years mean."""

from __future__ import annotations

import datetime as dt
import re

from dragoman.coding.timex.context import Context
from dragoman.coding.timex.grammar import Match, Meaning
from dragoman.coding.timex.meanings import (
    base_year,
    date,
    shift,
    unknown,
    year_named,
)
from dragoman.coding.timex.values import shifted
from dragoman.knowledge.tables import words_of

__all__ = ["QUARTER_REACH", "half", "last_quarter", "quarter", "year_before"]

QUARTER_REACH = 200
"""Tokens after the naming of a quarter within which *a year earlier* means that quarter of the year before."""


def last_quarter(today: dt.date) -> dt.date:
    """Give a day of the last quarter that is over."""
    return shifted(today, -1, "quarter")


def quarter(m: Match, c: Context) -> Meaning | None:
    """Read a quarter: of a year, of last year, or the nearest one of that number."""
    if "latest" in m:
        return None if c.quarter is None else date(c, m, c.quarter.day, "quarter")
    number = _quarter_number(m)
    if number is None and ("y" in m or "rel" in m):  # "the 1988 quarter": the one of the other year
        if c.quarter is None:
            return None
        number = (c.quarter.day.month + 2) // 3
    if number is None or not 1 <= number <= 4:
        return None
    if m.end - m.start == 2 and c.after(m) in ("final", "-", "of a"):
        return None
    named = year_named(m, c)
    if named is None and "rel" in m:
        named = base_year(m.word("rel").split()[-1], c)
    if named is not None:
        return date(c, m, dt.date(max(named, 1), number * 3 - 2, 1), "quarter")
    if c.today is None:
        return unknown()
    today = c.today
    middles = [
        dt.date(y, number * 3 - 1, 15) for y in range(max(today.year - 1, 1), min(today.year + 2, 9999))
    ]
    chosen = min(middles, key=lambda one: abs((one - today).days))
    direction = c.tense(m)
    if direction == "future" and (today - chosen).days > 200:
        chosen = shifted(chosen, 1, "year")
    if direction == "past" and (chosen - today).days > 100:
        chosen = shifted(chosen, -1, "year")
    return date(c, m, chosen, "quarter")


def _quarter_number(m: Match) -> int | None:
    if "q" in m:
        return int(re.findall(r"\d", m.tokens.form(m.at("q") or 0))[0])
    number = m.number("n")
    if number is None:
        return None
    return 4 if number == -1 else int(number)


def half(m: Match, c: Context) -> Meaning | None:
    """Read half a year."""
    second = m.word("half") in ("second", "last", "2nd")
    named = year_named(m, c)
    if named is None and "rel" not in m and not _of_business(m, c):
        return None
    if named is None:
        named = base_year(m.word("rel"), c)
    if named is None:
        return unknown()
    return date(c, m, dt.date(max(named, 1), 7 if second else 1, 1), "half")


_BUSINESS = words_of(
    "profit profits earnings sales revenue net income loss losses quarter fiscal growth economy gdp exports imports "
    "inflation results dividend"
)


def _of_business(m: Match, c: Context) -> bool:
    """Tell the half of a year from that of a match: by what is counted around it."""
    around = range(max(0, m.start - 20), min(len(c.tokens.starts), m.end + 20))
    return any(c.tokens.lower(i) in _BUSINESS for i in around)


def year_before(m: Match, c: Context) -> Meaning | None:
    """Read *the year-ago period*, *the same quarter last year*: what was spoken of, a year before."""
    number = m.number("n")
    if number is not None and 1 <= number <= 4 and c.today is not None:
        base = c.quarter.day.year if c.quarter is not None else c.today.year
        return date(c, m, dt.date(max(base - 1, 1), int(number) * 3 - 2, 1), "quarter", compared=True)
    if c.quarter is not None and m.start - c.quarter_at < 4 * QUARTER_REACH and "month" not in m.text:
        return shift(m, c, c.quarter.day, -1, "year", as_unit="quarter", compared=True)
    if c.today is None:
        return unknown()
    if "time" in m.text.split() or "month" in m.text.split():
        return shift(m, c, c.today, -1, "year", as_unit="month")
    if "quarter" in m.text.split():
        return shift(m, c, last_quarter(c.today), -1, "year", as_unit="quarter", compared=True)
    return shift(m, c, c.today, -1, "year")
