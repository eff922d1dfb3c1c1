"""What rules for seasons and holidays mean."""

from __future__ import annotations

import datetime as dt

from dragoman.coding.timex.context import Context
from dragoman.coding.timex.grammar import Match, Meaning
from dragoman.coding.timex.meanings import (
    date,
    unknown,
    year_named,
)
from dragoman.coding.timex.values import Unit, month_of_season, shifted

__all__ = ["feast", "season"]


def season(m: Match, c: Context) -> Meaning | None:
    """Read a season: of a year, of last year, or the nearest on the side that the tense tells."""
    code = m.value("s", "season")
    start = month_of_season(code)
    named = year_named(m, c)
    if named is not None:
        return date(c, m, dt.date(named, start, 1), "month", f"{named:04}-{code}")
    rel = m.word("rel")
    word = m.tokens.lower(m.at("s") or m.start)
    if word in ("fall", "spring") and not rel:
        alone = m.end - m.start == 1
        if (
            alone
            and not (c.informal and word == "spring")
            and (
                c.before(m) not in ("in", "by", "since", "until", "of", "during", "through")
                or c.after(m) == "of"
            )
        ):
            return None
        if c.after(m) in ("of", "in", "to", "from", "was", "guy"):
            return None
    elif not rel and m.end - m.start == 1 and c.before(m) in ("prague", "arab", "hot", "cold"):
        return None
    if c.today is None:
        return unknown()
    year = c.today.year
    ended = shifted(dt.date(year, start, 1), 3, "month") <= c.today
    begun = dt.date(year, start, 1) <= c.today
    if code == "WI" and c.today.month < 3:  # a winter that is not over is that of the year
        begun, ended = True, False
    if rel in ("last", "past", "previous"):
        year -= not ended
    elif rel in ("next", "coming", "following"):
        year += begun
    elif rel == "that" and c.last is not None:
        year = c.last.day.year
    elif rel != "this":
        if c.tense(m) == "future":
            year += ended
        elif not c.informal:
            year -= not begun
    if not 1 <= year <= 9999:
        return unknown(f"the year {year} is not in the calendar")
    return date(c, m, dt.date(year, start, 1), "month", f"{year:04}-{code}")


def feast(m: Match, c: Context) -> Meaning | None:
    """Read a holiday: of a year, or the nearest on the side that the tense tells."""
    name = c.feasts[m.word("feast").replace("’", "'")]
    rel, named = m.word("rel"), year_named(m, c)
    unit: Unit = "week" if m.word("unit") == "week" else "weekend" if m.word("unit") else "day"
    if named is None and c.today is None:
        return unknown()
    if named is not None:
        days = [c.almanac.holiday(name, named)]
    else:
        assert c.today is not None
        around = range(max(c.today.year - 1, 1), min(c.today.year + 2, 9999))
        days = [c.almanac.holiday(name, year) for year in around]
    known = [day for day in days if day is not None]
    if not known:
        return unknown(f"the day of {name} in that year is not known")
    if named is None and c.today is not None:
        today = c.today
        past, ahead = [d for d in known if d <= today], [d for d in known if d >= today]
        nearest = min(known, key=lambda d: abs((d - today).days))
        if rel == "last" or (not rel and c.tense(m) == "past"):
            earlier = [d for d in past if d < today] if rel else past
            chosen = earlier[-1] if earlier else nearest
            if not rel and (nearest - today).days in range(1, 60):
                chosen = nearest
        elif rel == "next" or (not rel and c.tense(m) == "future"):
            later = [d for d in ahead if d > today] if rel else ahead
            chosen = later[0] if later else nearest
        elif rel == "this":
            chosen = next((d for d in known if d.year == today.year), nearest)
        else:
            chosen = nearest
        return date(c, m, chosen, unit)
    return date(c, m, known[0], unit)
