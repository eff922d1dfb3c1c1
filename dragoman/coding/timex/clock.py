"""What rules for hours and parts of the day mean."""

from __future__ import annotations

import datetime as dt
import re

from dragoman.coding.timex.context import NO_DATE, Context
from dragoman.coding.timex.feasts import feast
from dragoman.coding.timex.grammar import Match, Meaning
from dragoman.coding.timex.relative import nearest_weekday
from dragoman.coding.timex.values import shifted
from dragoman.knowledge.tables import words_of

__all__ = ["clock", "part_of_day"]

_DAY_REACH = 80  # tokens between an hour and the day that it is of


def clock(m: Match, c: Context) -> Meaning | None:
    """Read a time of the clock, on the day named beside it, else on the last day named, else on the story's day."""
    hour = _hour(m)
    if hour is None:
        return None
    if m.tokens.shapes.get(m.at("c") or m.start) == "hours" and "z" not in m and not _is_clock(m, c):
        return None
    zone = "Z" if m.value("z", "zone") == "0" else ""
    day = _day_of(m, c)
    if day is None:
        return Meaning("TIME", None, NO_DATE)
    return Meaning("TIME", f"{day}T{hour}{zone}")


def _is_clock(m: Match, c: Context) -> bool:
    """Tell 10:30 from a score, a ratio, a time of a race, and a verse."""
    return m.end - m.start > 1 or c.before(m) in _BEFORE_CLOCK


_BEFORE_CLOCK = words_of(
    "at by from until till before after around about to between past since , ( - – @ | . and is was"
)


def _hour(m: Match) -> str | None:
    if "oclock" in m:
        number = int(m.number("oclock") or 0)
        if not 1 <= number <= 24:
            return None
        part = m.value("p", "daypart") if "p" in m else ""
        return f"{number + 12 if part in ('TAF', 'TEV') and number < 12 else number:02}:00"
    if (at := m.at("figures")) is not None:  # 1800 UTC
        form = m.tokens.form(at)
        hour, minute = form[:2], form[2:]
        return (
            f"{hour}:{minute}"
            if len(form) == 4 and form.isdigit() and hour < "25" and minute < "60"
            else None
        )
    at = m.at("c")
    if at is None:
        return None
    if fixed := m.value("c", "hour"):
        return None if m.start and m.tokens.lower(m.start - 1) == "high" else fixed
    form = m.tokens.form(at).lower()
    digits = re.findall(r"\d+", form)
    if len(digits) == 1 and len(digits[0]) > 2:
        digits = [digits[0][:-2], digits[0][-2:]]
    numbers = [int(digit) for digit in digits]
    if form.rstrip(".").replace(" ", "").replace(".", "").endswith("pm"):
        numbers[0] = numbers[0] % 12 + 12 if numbers[0] <= 12 else numbers[0]
    elif "a" in form and numbers[0] == 12:
        numbers[0] = 0
    if numbers[0] > 24 or any(number > 59 for number in numbers[1:]):
        return None
    return ":".join(f"{number:02}" for number in [*numbers, 0][: max(2, len(numbers))])


def _day_of(m: Match, c: Context) -> dt.date | None:
    for i in range(m.start, m.end):
        word = m.tokens.lower(i)
        values = m.classes(i)
        if "month" in values:
            following = [k for k in (i + 1, i - 1) if m.start <= k < m.end and k in m.tokens.numbers]
            if following and c.today is not None:
                try:
                    year = next(
                        (
                            int(m.tokens.numbers[k])
                            for k in range(i, m.end)
                            if k in m.tokens.numbers and m.tokens.numbers[k] > 31
                        ),
                        c.today.year,
                    )
                    day = dt.date(year, int(values["month"]), int(m.tokens.numbers[following[0]]))
                except ValueError:
                    return None
                c.remember(day, m.start)
                return day
        if "deictic" in values and c.today is not None:
            day = shifted(c.today, int(values["deictic"]), "day")
            c.remember(day, m.start)
            return day
        if "weekday" in values and c.today is not None and "month" not in word:
            if any("month" in m.classes(k) for k in range(i, m.end)):
                continue
            day = nearest_weekday(c.today, int(values["weekday"]), c.tense(m))
            c.remember(day, m.start)
            return day
    if (ahead := c.day_ahead(m)) is not None:
        return ahead
    if c.day is not None and m.start - c.day_at < _DAY_REACH:
        if c.today is not None and c.day > c.today and c.tense(m) == "past":
            return c.told or c.today
        return c.day
    return c.today


def part_of_day(m: Match, c: Context) -> Meaning | None:
    """Read *this morning*, *Friday night*, *overnight*: a part of a day."""
    if "tonight" in m or m.tokens.lower(m.end - 1) == "overnight":
        part = "TNI"
    else:
        part = next((v["daypart"] for i in range(m.start, m.end) if "daypart" in (v := m.classes(i))), "")
    if not part:
        return None
    alone = m.end - m.start == 1 and part and "tonight" not in m and m.tokens.lower(m.start) != "overnight"
    if alone and not c.informal and c.before(m) not in ("by", "since", "until", "before", "all"):
        return None
    if "the" in m and m.tokens.lower(m.end - 1) == "night" and not c.informal:
        return None
    day = _day_of_part(m, c)
    if (
        m.text == "overnight"
        and not c.informal
        and day is not None
        and day == c.today
        and c.tense(m) != "future"
    ):
        day = shifted(day, -1, "day")  # the news of the night before
    if day is None:
        return Meaning("TIME", None, NO_DATE)
    c.remember(day, m.start)
    return Meaning("TIME", f"{day}{part}")


def _day_of_part(m: Match, c: Context) -> dt.date | None:
    rel = m.word("rel")
    if "feast" in m:
        feast(m, c)
        return c.last.day if c.last is not None and c.last_at == m.start else None
    if rel in ("that", "the same") or "the" in m:
        return c.day if c.day is not None else c.today
    if rel in ("next", "the following", "the next", "the previous"):
        base = c.last.day if c.last is not None else c.today
        return None if base is None else shifted(base, -1 if "previous" in rel else 1, "day")
    if rel == "last" and "w" not in m:
        return None if c.today is None else shifted(c.today, -1, "day")
    if rel == "this" and "w" not in m:
        return c.today
    return _day_of(m, c)
