"""The day that a date names, however it is written: ``2024-11-09``, ``Nov. 9, 2024``, ``1731110400``.

A date with a time and a zone keeps the day as written: it is the outlet's own day, to which its "Thursday" and
"yesterday" refer. Unix time has no written day and is taken in UTC. ``03/04/2024`` names two days and is left
unresolved unless the caller says which comes first.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

__all__ = ["match_day", "match_time", "read_day"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march mär", "apr april", "may mai", "jun june", "jul july",
            "aug august", "sep sept september", "oct october okt", "nov november", "dec december dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>[A-Za-zä]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_ZONE = r"(?:\s?(?:[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?" + _ZONE + r",?\s+(?:on\s+)?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2024-11-09, 2024/11/09, 2024.11.09, 2024-11-9
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<mon>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        # 20241109, 20241109T130037Z, 20241109130037
        r"(?P<year>[12]\d{3})(?P<mon>[01]\d)(?P<day>[0-3]\d)(?=T?\d{4}(?:\d\d)?(?!\d)|T\b|\b)",
        # Sat Nov 09 12:00:00 +0000 2024
        _WEEKDAY
        + _MONTH
        + r"\s+(?P<day>\d{1,2})\s+\d{1,2}:\d\d(?::\d\d)?\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?(?P<year>\d{4})(?!\d)",
        # 9 November 2024, Saturday, 9th of Nov., 2024, Sat, 09 Nov 2024, 9-Nov-2024
        _WEEKDAY
        + r"(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?"
        + _MONTH
        + r",?[\s-]+(?P<year>\d{4})(?!\d)",
        # November 9, 2024; Nov. 9th 2024; Saturday, November 9, 2024
        _WEEKDAY + _MONTH + r"\s+(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)",
        # 09.11.2024 and 11/09/2024, 09-11-2024
        r"(?P<one>\d{1,2})(?P<sep>[-/.])(?P<two>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)",
    )
)
_AFTER = re.compile(
    r"\s*(?:,|\||/|·|at\b|T|-|–|—)?\s*(?:\d{1,2}[:.hH]?\d{2}(?:[:.]?\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?)?"
    r"\s*\(?(?:Z|[A-Z]{2,5}\b|[+-]\d{1,2}:?(?:\d{2})?)?(?:\s?[+-]\d{2}:?\d{2})?"
    r"(?:\[[\w/+-]+\])?\)?\s*",
    re.IGNORECASE,
)
_BEFORE = re.compile(_CLOCK, re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1400, 2200


class _Ambiguous(ValueError):
    """The date names two days."""


def _day(match: re.Match[str], day_first: bool | None) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if "one" in parts:
        one, two = int(parts["one"]), int(parts["two"])
        if one > 12 or parts["sep"] == "." or one == two:  # with dots, the day comes first everywhere
            day, month = one, two
        elif two > 12:
            month, day = one, two
        elif day_first is None:
            raise _Ambiguous
        else:
            day, month = (one, two) if day_first else (two, one)
    else:
        day = int(parts["day"])
        month = int(parts["mon"]) if parts.get("mon") else _MONTHS.get(parts["month"].lower(), 0)
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def match_day(text: str, start: int = 0, *, day_first: bool | None = None) -> tuple[str, int] | None:
    """Find the date that a text begins with.

    Returns:
        The day as YYYY-MM-DD, and the offset after its last character; ``None`` where no day is written there.
    """
    for form in _FORMS:
        match = form.match(text, start)
        if match is None:
            continue
        try:
            day = _day(match, day_first)
        except _Ambiguous:
            return None
        if day is not None:
            return day, match.end()
    return None


_TIME = re.compile(
    r"[T ,]\s?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:[ap]\.?m\b\.?)?\s?(?:Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2})?"
    r"|T\d{4}(?:\d\d)?(?:Z\b|[+-]\d{4})?",
)


def match_time(text: str, start: int) -> int:
    """Give the offset after the time of day that follows a date at ``start``, or ``start`` if there is none."""
    match = _TIME.match(text, start)
    return match.end() if match else start


def read_day(value: object, *, day_first: bool | None = None) -> tuple[str | None, str | None]:
    """Read the day that a value names.

    Args:
        value: text, Unix time in seconds, milliseconds, microseconds or nanoseconds, a ``date``, ``None``.
        day_first: how to read ``03/04/2024``.

    Returns:
        The day as YYYY-MM-DD and ``None``, or ``None`` and the reason; two ``None`` where there is no value.
    """
    if value is None:
        return None, None
    if isinstance(value, dt.date):  # and datetime
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}", None
    if isinstance(value, bool):
        return None, f"the date {value!r} is not a date"
    if isinstance(value, int | float):
        return _unix(value)
    if not isinstance(value, str):
        return None, f"the date is a {type(value).__name__}, not a date"
    return _written(value, day_first)


@lru_cache(maxsize=4096)
def _written(value: str, day_first: bool | None) -> tuple[str | None, str | None]:
    text = " ".join(value.split()).strip("\ufeff ")
    if not text or text.lower() in {"null", "none", "nan", "nat", "n/a", "unknown"}:
        return None, None
    shown = text if len(text) <= 60 else text[:59] + "…"
    # 12 or 14 digits that begin with a year are 202411091300 and 20241109130037
    if re.fullmatch(r"-?\d{9,19}(\.\d+)?", text) and not re.fullmatch(r"(?:19|20)\d{10}(?:\d\d)?", text):
        return _unix(float(text))
    start = before.end() if (before := _BEFORE.match(text)) else 0
    ambiguous = False
    for form in _FORMS:
        match = form.match(text, start)
        if match is None:
            continue
        try:
            day = _day(match, day_first)
        except _Ambiguous:
            ambiguous = True
            continue
        rest = _AFTER.match(text, match.end())
        if day is not None and rest is not None and rest.end() == len(text):
            return day, None
    if ambiguous:
        return None, f"the date {shown!r} names two days (day first, or month first); write YYYY-MM-DD"
    return None, f"the date {shown!r} could not be read as a calendar day; write YYYY-MM-DD"


def _unix(value: float) -> tuple[str | None, str | None]:
    if isinstance(value, int) and re.fullmatch(r"[12]\d{3}[01]\d[0-3]\d", str(value)):
        return _written(str(value), None)  # 20241109 as a number
    size = abs(value)
    if not math.isfinite(value) or size < 1e8:
        return None, f"the date {value!r} is not a date (a number that small is no Unix time)"
    for unit in (1e9, 1e6, 1e3, 1.0):  # 1e11 seconds are the year 5138: more is a finer unit
        if size >= 1e8 * unit or unit == 1.0:
            try:
                moment = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=value / unit)
            except OverflowError:
                break
            if moment.year <= _LAST_YEAR:
                return moment.date().isoformat(), None
            break
    return None, f"the date {value!r} is not a date"
