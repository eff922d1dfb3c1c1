"""What rules for points in time mean: days, months, years, quarters, seasons, feasts, and words such as *now*."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dragoman.coding.timex.context import NO_DATE, Context, Direction
from dragoman.coding.timex.grammar import Found, Match, Meaning
from dragoman.knowledge.tables import words_of
from dragoman.coding.timex.values import Point, Unit, month_of_season, shifted, written

__all__ = [
    "ago",
    "century",
    "day_beyond",
    "day_of_month",
    "decade",
    "deictic",
    "feast",
    "figures",
    "half",
    "month",
    "month_and_year",
    "nearest_weekday",
    "quarter",
    "reference",
    "relative_month",
    "relative_unit",
    "relative_weekday",
    "season",
    "two_days",
    "unit_with_article",
    "vague",
    "week_of",
    "weekday",
    "weekday_and_day",
    "year",
    "year_before",
    "year_end",
    "whole_date",
]

_BACK = frozenset(("last", "past", "this past", "previous", "preceding", "prior"))
_ON = frozenset(("next", "coming", "this coming", "upcoming", "following", "very next"))
_QUARTER_REACH = 200
"""Tokens after the naming of a quarter within which *a year earlier* means that quarter of the year before."""


_YEAR_REACH = 15  # tokens after a named year within which *a year earlier* counts from it


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
    if unit == "quarter" and not compared:
        context.quarter, context.quarter_at = context.last, match.start
    return Meaning("DATE", value or written(day, unit))


# ------------------------------------------------------------------------------------------- days in figures


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
            year = _full_year(year, c)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return unknown(f"{form} is not a day of the calendar")
    made = date(c, m, found)
    if "iso" in m and ("T" in form or " " in form):
        hour = re.split("[T ]", form, maxsplit=1)[1]
        return Meaning("TIME", f"{found}T{hour}")
    return made


def _full_year(short: int, c: Context) -> int:
    """Give the year that two figures mean: the nearest one that is not far ahead of the story."""
    today = c.today.year if c.today else 2000
    year = today // 100 * 100 + short
    return year - 100 if year > today + 10 else year


def _year_named(m: Match, c: Context, name: str = "y") -> int | None:
    at = m.at(name)
    if at is None:
        return None
    if m.tokens.shapes.get(at) in ("shortyear", "fiscal"):
        short = re.findall(r"\d+", m.tokens.form(at))[0]
        return int(short) if len(short) == 4 else _full_year(int(short), c)
    number = m.number(name)
    return None if number is None else int(number)


# ---------------------------------------------------------------------------------------- days and months


def day_of_month(m: Match, c: Context) -> Meaning | None:
    """Read a day and a month; without a year it is one near the story, on the side that the tense tells."""
    month, day = int(m.value("m", "month")), int(m.number("d") or 0)
    year = _year_named(m, c)
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
    if direction == "past" and apart > 75 and past:
        nearest = past[-1]
    elif direction == "future" and apart < -75 and ahead:
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
    month, year = int(m.value("m", "month")), _year_named(m, c)
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
    year = _year_named(m, c)
    if year is None:
        if (base := _base_year(m.word("rel"), c)) is None:
            return unknown()
        year = base
    if not 1 <= year <= 9999:
        return unknown(f"the year {year} is not in the calendar")
    return date(c, m, dt.date(year, int(m.value("m", "month")), 1), "month")


def _base_year(rel: str, c: Context) -> int | None:
    """Give the year that *last year*, *that year*, *the year* mean."""
    if rel.endswith(("that", "same", "previous")) and c.last is not None:
        return c.last.day.year - rel.endswith("previous")
    if c.today is None:
        return None
    return c.today.year + {"last": -1, "next": 1}.get(rel, 0)


def month(m: Match, c: Context) -> Meaning | None:
    """Read a month without a year: the last one, or the next where the tense says so."""
    number = int(m.value("m", "month"))
    if m.end - m.start == 1:
        if number in (3, 5, 6, 8) and not _is_month(m, c):
            return None
        if _is_name(m, c, m.start):
            return None
    if c.today is None:
        return unknown(f"no year is named, and {NO_DATE}")
    direction = c.tense(m)
    if c.informal and direction == "open" and (number - c.today.month) % 12 <= 3:
        direction = "future"
    return date(c, m, _named_month(number, c.today, direction), "month")


_BEFORE_MONTH = frozenset(
    ["in", "by", "since", "until", "till", "from", "of", "and", "or", "to", "last", "next", "this", "between", "during", "through", "before", "after", "every", "each", "late", "early", "mid", "for", "-", "(", ",", ":", "'s", "on", "around", "about"]
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


_SHORT_NAMES = frozenset(["sun", "sat", "wed", "mon", "jan", "jun", "jul", "apr", "mar", "dec", "nov", "tue", "fri", "thu"])
_BEFORE_SHORT_DAY = words_of("on this last next by until till every each since ( & / -")
_BEFORE_SHORT = frozenset(
    ["on", "this", "last", "next", "by", "until", "till", "from", "since", "every", "each", "in", "and", "or", "to", "through", "-", "(", "/", "&", ",", "and"]
)


def _is_name(m: Match, c: Context, at: int) -> bool:
    """Tell short names of days and months from names of people and firms: Jan, Jun, Sun, Wed."""
    if m.tokens.lower(at) not in _SHORT_NAMES:
        return False
    before, after = c.before(m), m.tokens.form(m.end) if m.end < len(m.tokens.starts) else ""
    if m.tokens.lower(at) in ("sun", "sat", "wed", "mon"):
        return before not in _BEFORE_SHORT_DAY
    if before in ("on", "this", "last", "next", "by", "until", "every", "each", "since"):
        return False
    return before not in _BEFORE_SHORT or after[:1].isupper() or after in ("'s", "'", "-")


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


# ------------------------------------------------------------------------------- years, decades, centuries

_COUNTED = frozenset(
    ["people", "persons", "men", "women", "children", "troops", "soldiers", "miles", "kilometers", "kilometres", "km", "meters", "metres", "feet", "acres", "points", "percent", "%", "dollars", "euros", "pounds", "yen", "tons", "tonnes", "jobs", "votes", "shares", "words", "cars", "homes", "houses", "deaths", "cases", "seats", "barrels", "members", "students", "workers", "degrees", "units", "mph", "ft", "m", "kg", "square", "cubic"]
)
_MONEY = frozenset(
    ("$", "£", "€", "¥", "#", "no", "no.", "us$", "rs", "dlrs", "/", "flight", "number", "unit", "=")
)


def year(m: Match, c: Context) -> Meaning | None:
    """Read a year; four figures that count something are none."""
    if "f" in m:
        value = _year_named(m, c, "f")
        return None if value is None else date(c, m, dt.date(value, 1, 1), "year")
    value = _year_named(m, c)
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
        if not 1700 <= value <= 2100 and before not in ("in", "since", "year", "until", "from", "circa"):
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
        first = int(figures_) if len(figures_) == 4 else _full_year(int(figures_), c)
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


# ---------------------------------------------------------------------------------------- seasons and feasts


def season(m: Match, c: Context) -> Meaning | None:
    """Read a season: of a year, of last year, or the nearest on the side that the tense tells."""
    code = m.value("s", "season")
    start = month_of_season(code)
    named = _year_named(m, c)
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
    rel, named = m.word("rel"), _year_named(m, c)
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


# --------------------------------------------------------------------------------------- relative to a day


def deictic(m: Match, c: Context) -> Meaning | None:
    """Read *today*, *yesterday*, *tomorrow*."""
    if c.today is None:
        return unknown()
    return _shift(m, c, c.today, int(m.value("d", "deictic")), "day")


def day_beyond(m: Match, c: Context) -> Meaning | None:
    """Read *the day before yesterday*, *the day after tomorrow*."""
    if c.today is None:
        return unknown()
    step = -1 if m.word("side") == "before" else 1
    return _shift(m, c, c.today, int(m.value("d", "deictic")) + step, "day")


def _shift(
    m: Match,
    c: Context,
    day: dt.date,
    count: int,
    unit: Unit,
    as_unit: Unit | None = None,
    *,
    compared: bool = False,
) -> Meaning:
    try:
        return date(c, m, shifted(day, count, unit), as_unit or unit, compared=compared)
    except (OverflowError, ValueError):
        return unknown("it lies outside the calendar")


def nearest_weekday(today: dt.date, weekday: int, direction: Direction) -> dt.date:
    """Give the last day of a name, today included; the next one where the text looks ahead."""
    if direction == "future":
        return today + dt.timedelta(days=(weekday - today.isoweekday()) % 7)
    return today - dt.timedelta(days=(today.isoweekday() - weekday) % 7)


def weekday(m: Match, c: Context) -> Meaning | None:
    """Read a weekday: in a story of Saturday, *Thursday* is the one just past, *will meet Thursday* the next."""
    if _is_name(m, c, m.at("w") or m.start):
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
    if rel == "that" and m.tokens.lower(m.at("w") or m.start) in _SHORT_NAMES:
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


_UNITS: dict[str, Unit] = {
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
_SPAN = {"week": "P1W", "month": "P1M", "quarter": "P1Q", "year": "P1Y", "decade": "P1DE", "century": "P1CE"}


def relative_unit(m: Match, c: Context) -> Meaning | None:
    """Read *last week*, *this year*, *the following month*, *the past year*, *later in the year*."""
    unit = _UNITS.get(m.value("u", "unit") or m.value("u", "weekend"))
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
    return _shift(m, c, base, step, unit)


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
    return _shift(m, c, base, step, "week", "weekend")


_TRADING = frozenset(
    ["end", "ended", "ending", "finish", "finished", "finishing", "close", "closed", "closing", "start", "started", "for"]
)


def unit_with_article(m: Match, c: Context) -> Meaning | None:
    """Read *the end of the year*, *the quarter*, *the weekend*: of the story's day, or the one spoken of."""
    unit = _UNITS.get(m.value("u", "unit") or m.value("u", "weekend"))
    if unit is None:
        return None
    partial = m.tokens.lower(m.start) != "the" or m.end - m.start > 3
    if unit == "quarter":
        if c.quarter is not None:
            return date(c, m, c.quarter.day, "quarter")
        return unknown() if c.today is None else date(c, m, _last_quarter(c.today), "quarter")
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
        and m.start - c.quarter_at < _QUARTER_REACH
        and number == 1
    ):
        return _shift(m, c, c.quarter.day, -1, "year", "quarter", compared=True)
    base = c.last.day if from_last and c.last is not None and unit_name != "year" else c.today
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
    if unit not in _UNITS:
        return None
    return _shift(m, c, base, count if ahead else -count, _UNITS[unit], as_unit)


# ------------------------------------------------------------------------------------------------ quarters


def _last_quarter(today: dt.date) -> dt.date:
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
    named = _year_named(m, c)
    if named is None and "rel" in m:
        named = _base_year(m.word("rel").split()[-1], c)
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
    named = _year_named(m, c)
    if named is None and "rel" not in m and not _of_business(m, c):
        return None
    if named is None:
        named = _base_year(m.word("rel"), c)
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
    if c.quarter is not None and m.start - c.quarter_at < 4 * _QUARTER_REACH and "month" not in m.text:
        return _shift(m, c, c.quarter.day, -1, "year", "quarter", compared=True)
    if c.today is None:
        return unknown()
    if "time" in m.text.split() or "month" in m.text.split():
        return _shift(m, c, c.today, -1, "year", "month")
    if "quarter" in m.text.split():
        return _shift(m, c, _last_quarter(c.today), -1, "year", "quarter", compared=True)
    return _shift(m, c, c.today, -1, "year")


# -------------------------------------------------------------------------------------------- vague words


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
