"""What rules for days, months, years, decades and centuries mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dragoman.coding.timex.context import NO_DATE, Context, Direction
from dragoman.coding.timex.grammar import Found, Match, Meaning
from dragoman.coding.timex.meanings import (
    base_year,
    date,
    full_year,
    is_name,
    unknown,
    year_named,
)
from dragoman.knowledge.tables import words_of

__all__ = [
    "century",
    "day_of_month",
    "decade",
    "figures",
    "month",
    "month_and_year",
    "relative_month",
    "two_days",
    "week_of",
    "weekday_and_day",
    "whole_date",
    "year",
]


def figures(m: Match, c: Context) -> Meaning | None:
    """Read a date in figures: ISO, or the American or the European order where only that is in the calendar."""
    form = m.tokens.form(m.start)
    numbers = [int(part) for part in re.findall(r"\d+", form.split("T")[0])]
    if "iso" in m or len(re.match(r"\d+", form)[0]) == 4:  # type: ignore[index]
        year, month, day = numbers[:3]
    else:
        month, day, year = numbers[:3]
        if "." in form or month > 12:
            month, day = day, month
        if year < 100:
            year = full_year(year, c)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return unknown(f"{form} is not a day of the calendar")
    made = date(c, m, found)
    if "iso" in m and ("T" in form or " " in form):
        hour = re.split("[T ]", form, maxsplit=1)[1]
        return Meaning("TIME", f"{found}T{hour}")
    return made


def day_of_month(m: Match, c: Context) -> Meaning | None:
    """Read a day and a month; without a year it is one near the story, on the side that the tense tells."""
    month, day = int(m.value("m", "month")), int(m.number("d") or 0)
    year = year_named(m, c)
    if year is not None:
        return _day(m, c, year, month, day)
    if c.today is None:
        return unknown(f"no year is named, and {NO_DATE}")
    return _near(m, c, month, day)


def whole_date(m: Match) -> dt.date | None:
    """Give the day of a match that names day, month and year in words; else ``None``."""
    if m.rule.name != "day of month" or "y" not in m:
        return None
    year = m.number("y")
    return None if year is None else _made(int(year), int(m.value("m", "month")), int(m.number("d") or 0))


def _day(m: Match, c: Context, year: int, month: int, day: int) -> Meaning:
    try:
        return date(c, m, dt.date(year, month, day))
    except ValueError:
        return unknown(f"{day} of month {month} of {year} is not a day of the calendar")


_SOON = 35
"""Days. A day so near ahead is meant even where the verb looks back: *they set the hearing for Jan. 5*."""


def _near(m: Match, c: Context, month: int, day: int) -> Meaning:
    assert c.today is not None
    candidates = [
        made for year in range(c.today.year - 1, c.today.year + 2) if (made := _made(year, month, day))
    ]
    if not candidates:
        candidates = [
            made for year in range(c.today.year - 8, c.today.year + 9) if (made := _made(year, month, day))
        ]
    if not candidates:
        return unknown(f"{day} of month {month} is not a day of the calendar")
    today = c.today
    nearest = min(candidates, key=lambda one: abs((one - today).days))
    direction = c.tense(m)
    past = [one for one in candidates if one <= c.today]
    ahead = [one for one in candidates if one >= c.today]
    apart = (nearest - c.today).days
    if direction == "past" and apart > _SOON and past:
        nearest = past[-1]
    elif direction == "future" and apart < -2 * _SOON and ahead:
        nearest = ahead[0]
    return date(c, m, nearest)


def _made(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def week_of(m: Match, c: Context) -> Meaning | None:
    """Read *the week of March 6*."""
    if c.today is None:
        return unknown(f"no year is named, and {NO_DATE}")
    made = _near(m, c, int(m.value("m", "month")), int(m.number("d") or 0))
    return made if c.last is None or made.value is None else date(c, m, c.last.day, "week")


def two_days(m: Match, c: Context) -> Sequence[Found] | None:
    """Read two days of one month, the second or the first without it: *10-12 October*."""
    first, second = m.at("d"), m.at("e")
    month_at = m.at("m")
    if first is None or second is None or month_at is None:
        return None
    month, year = int(m.value("m", "month")), year_named(m, c)
    made: list[Meaning] = []
    for name in ("d", "e"):
        day = int(m.number(name) or 0)
        if year is not None:
            made.append(_day(m, c, year, month, day))
        elif c.today is None:
            made.append(unknown(f"no year is named, and {NO_DATE}"))
        else:
            made.append(_near(m, c, month, day))
    if month_at < first:
        return Found(m.start, first + 1, made[0]), Found(second, m.end, made[1])
    return Found(first, first + 1, made[0]), Found(second, m.end, made[1])


def weekday_and_day(m: Match, c: Context) -> Meaning | None:
    """Read *Friday the 13th*: the nearest day that is both."""
    if c.today is None:
        return unknown()
    wanted, number = int(m.value("w", "weekday")), int(m.tokens.numbers[m.end - 1])
    for apart in range(800):
        for sign in (-1, 1):
            day = _moved(c.today, sign * apart)
            if day is not None and day.day == number and day.isoweekday() == wanted:
                return date(c, m, day)
    return unknown("no such day is near")


def _moved(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def month_and_year(m: Match, c: Context) -> Meaning | None:
    """Read a month of a year."""
    year = year_named(m, c)
    if year is None:
        if (base := base_year(m.word("rel"), c)) is None:
            return unknown()
        year = base
    if not 1 <= year <= 9999:
        return unknown(f"the year {year} is not in the calendar")
    return date(c, m, dt.date(year, int(m.value("m", "month")), 1), "month")


def month(m: Match, c: Context) -> Meaning | None:
    """Read a month without a year: the last one, or the next where the tense says so."""
    number = int(m.value("m", "month"))
    if m.end - m.start == 1:
        if number in (3, 5, 6, 8) and not _is_month(m, c):
            return None
        if is_name(m, c, m.start):
            return None
    if c.today is None:
        return unknown(f"no year is named, and {NO_DATE}")
    direction = c.tense(m)
    if c.informal and direction == "open" and (number - c.today.month) % 12 <= 3:
        direction = "future"
    return date(c, m, _named_month(number, c.today, direction), "month")


_BEFORE_MONTH = words_of(
    "in by since until till from of and or to last next this between during through before after every "
    "each late early mid for - ( , : 's on around about"
)


def _is_month(m: Match, c: Context) -> bool:
    """Tell months from names and verbs that are written alike: May, March, June, August."""
    before = c.before(m)
    if before in ("a", "an") and m.value("m", "month") != "5":
        return True
    if before in _BEFORE_MONTH:
        return (
            c.tokens.form(m.end)[:1].islower() or not c.tokens.form(m.end)[:1].isalpha()
            if m.end < len(c.tokens.starts) and before in (",", "(", "of", "and")
            else True
        )
    return before == "" and c.after(m) not in ("you", "i", "be", "have")


def _named_month(number: int, today: dt.date, direction: Direction) -> dt.date:
    year = today.year
    if direction == "future":
        year += number < today.month
    elif number > today.month:
        year -= 1
    return dt.date(max(year, 1), number, 1)


def relative_month(m: Match, c: Context) -> Meaning | None:
    """Read *last May*, *next March*, *this September*."""
    if c.today is None:
        return unknown()
    number, rel = int(m.value("m", "month")), m.word("rel")
    year = c.today.year
    if rel in ("last", "past"):
        year -= number >= c.today.month
    elif rel == "next":
        year += number <= c.today.month
    elif rel == "that" and c.last is not None:
        year = c.last.day.year
    return date(c, m, dt.date(max(year, 1), number, 1), "month")


_COUNTED = words_of(
    "people persons men women children troops soldiers miles kilometers kilometres km meters metres feet "
    "acres points percent % dollars euros pounds yen tons tonnes jobs votes shares words cars homes "
    "houses deaths cases seats barrels members students workers degrees units mph ft m kg square cubic"
)


_MONEY = words_of("$ £ € ¥ # no no. us$ rs dlrs / flight number unit =")


def year(m: Match, c: Context) -> Meaning | None:
    """Read a year; four figures that count something are none."""
    if "f" in m:
        value = year_named(m, c, "f")
        return None if value is None else date(c, m, dt.date(value, 1, 1), "year")
    value = year_named(m, c)
    if value is None:
        return None
    alone = m.end - m.start == 1
    before, after = c.before(m), c.after(m)
    if alone and m.tokens.shapes.get(m.start) == "shortyear":
        if before not in (
            "in",
            "since",
            "of",
            "the",
            "class",
            "from",
            "until",
            "by",
            "to",
            "and",
            "-",
            "for",
        ):
            return None
        return date(c, m, dt.date(value, 1, 1), "year")
    if alone:
        if before in _MONEY or after in _COUNTED or (before in (".", ",", "-", ":") and _glued(c, m.start)):
            return None
        if not 1850 <= value <= 2100 and before not in ("in", "since", "year", "until", "from", "circa"):
            return None
        if (
            after in ("-", "/", ".", ":")
            and m.end + 1 < len(c.tokens.starts)
            and _glued(c, m.end + 1)
            and c.tokens.form(m.end + 1).isdigit()
            and len(c.tokens.form(m.end + 1)) > 4
        ):
            return None
    return date(c, m, dt.date(value, 1, 1), "year", named=True)


def _glued(c: Context, i: int) -> bool:
    """Whether a token stands next to figures without a blank: ``3.1990``."""
    return (
        i > 1
        and c.tokens.ends[i - 1] == c.tokens.starts[i]
        and c.tokens.ends[i - 2] == c.tokens.starts[i - 1]
        and c.tokens.form(i - 2)[-1:].isdigit()
        and c.tokens.form(i - 1) != "-"
    )


def decade(m: Match, c: Context) -> Meaning | None:
    """Read *the 1990s*, *the '80s*, *the nineties*."""
    if "d" in m:
        at = m.at("d") or 0
        figures_ = re.findall(r"\d+", m.tokens.form(at))[0]
        first = int(figures_) if len(figures_) == 4 else full_year(int(figures_), c)
    else:
        hundreds = int(m.number("century") or 19)
        first = hundreds * 100 + int(m.value("t", "tens"))
    return date(c, m, dt.date(max(first, 1), 1, 1), "decade")


def century(m: Match, c: Context) -> Meaning | None:
    """Read *the 20th century*: TIMEX3 writes its first two figures."""
    number = int(m.number("n") or 0)
    if not 2 <= number <= 30:
        return None
    return date(c, m, dt.date((number - 1) * 100, 1, 1), "century")
