"""TIMEX3 values: days and longer units written as ISO-TimeML writes them, moved, and read back as intervals.

A :class:`Point` is a day with the unit that is meant: the week, the month, the quarter that it lies in. Seasons,
weekends and fiscal years have no unit of arithmetic of their own and are written by the rules that find them.

Conventions are those of the TimeML guidelines (Saurí et al., TimeML Annotation Guidelines 1.2.1, 2006; ISO
24617-1:2012): weeks are ISO weeks, ``2024-Q1`` and ``2024-H1`` calendar quarters and halves, a decade is its first
three digits and a century its first two, ``X`` stands for what the text leaves open.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from dragoman.records import WhenPrecision

__all__ = ["Interval", "Point", "Unit", "interval", "month_of_season", "shifted", "written"]

Unit = Literal["day", "weekend", "week", "month", "quarter", "half", "year", "decade", "century"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


@dataclass(frozen=True, slots=True)
class Point:
    """A day together with the unit that is meant by it."""

    day: dt.date
    unit: Unit = "day"

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        return written(self.day, self.unit)


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, inclusive, and how precisely that is said."""

    start: dt.date
    end: dt.date
    precision: WhenPrecision


def written(day: dt.date, unit: Unit) -> str:
    """Write the unit that a day lies in as a TIMEX3 value."""
    year = f"{day.year:04}"
    match unit:
        case "day":
            return day.isoformat()
        case "week" | "weekend":
            iso = day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if unit == "weekend" else "")
        case "month":
            return f"{year}-{day.month:02}"
        case "quarter":
            return f"{year}-Q{(day.month + 2) // 3}"
        case "half":
            return f"{year}-H{(day.month + 5) // 6}"
        case "year":
            return year
        case "decade":
            return year[:3]
        case "century":
            return year[:2]


def shifted(day: dt.date, count: int, unit: Unit) -> dt.date:
    """Move a day by a number of units; a day that the month lacks becomes its last one.

    Raises:
        OverflowError: the calendar has no such year (1 to 9999).
    """
    if unit == "day":
        return day + dt.timedelta(days=count)
    if unit in ("week", "weekend"):
        return day + dt.timedelta(weeks=count)
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError(f"the year {year} is not in the calendar")
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_of_season(season: str) -> int:
    """Give the first month of a meteorological season of the northern half: spring is March to May."""
    return _SEASONS[season][0]


_VALUE = re.compile(
    r"""(?P<year>\d{4})(?:
          -W(?P<week>\d\d)(?P<weekend>-WE)?
        | -Q(?P<quarter>[1-4]) | -H(?P<half>[12]) | -(?P<season>SP|SU|FA|WI)
        | -(?P<month>\d\d)(?:-(?P<day>\d\d))?
      )?(?P<time>T.*)?
    | (?P<decade>\d{3}) | (?P<century>\d\d)""",
    re.VERBOSE,
)


def interval(value: str) -> Interval | None:
    """Give the days that a DATE or TIME value covers; ``None`` where it does not say (``PAST_REF``, ``XXXX-12``)."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    try:
        return _interval(found)
    except (ValueError, OverflowError):
        return None


def _interval(found: re.Match[str]) -> Interval | None:
    if century := found["century"]:
        first = int(century) * 100
        return (
            Interval(dt.date(max(first, 1), 1, 1), dt.date(first + 99, 12, 31), "decade") if first else None
        )
    if decade := found["decade"]:
        first = int(decade) * 10
        return Interval(dt.date(max(first, 1), 1, 1), dt.date(first + 9, 12, 31), "decade")
    year = int(found["year"])
    if week := found["week"]:
        monday = dt.date.fromisocalendar(year, int(week), 1)
        start = monday + dt.timedelta(days=5 if found["weekend"] else 0)
        return Interval(start, monday + dt.timedelta(days=6), "day" if found["weekend"] else "week")
    if quarter := found["quarter"]:
        return _months(year, int(quarter) * 3 - 2, 3, "quarter")
    if half := found["half"]:
        return _months(year, int(half) * 6 - 5, 6, "quarter")
    if season := found["season"]:
        return _months(year, _SEASONS[season][0], 3, "quarter")
    if month := found["month"]:
        if day := found["day"]:
            one = dt.date(year, int(month), int(day))
            return Interval(one, one, "time" if found["time"] else "day")
        return _months(year, int(month), 1, "month")
    return _months(year, 1, 12, "year")


def _months(year: int, month: int, count: int, precision: WhenPrecision) -> Interval:
    start = dt.date(year, month, 1)
    return Interval(start, shifted(start, count, "month") - dt.timedelta(days=1), precision)
