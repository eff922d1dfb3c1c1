"""By when a commitment is to be kept: the times that stand in what is committed to, bounded by their prepositions.

"by 2030" runs from the story's day to 31 December 2030, "before 20 January" to the 19th, "until April 30" from the
story's day on, "for 90 days" and "within a week" so long from the story's day. What only knowledge dates ("on his
first day in office") comes from :mod:`dragoman.coding.when` by way of the caller.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from dragoman.language.mentions import Words
from dragoman.records import Due, Span, Time

__all__ = ["due_of", "interval"]

_AT_ONCE = frozenset(("immediately", "at once", "right away", "right now", "instantly"))
_STARTING = frozenset(("starting", "beginning", "effective"))
_WHEN = frozenset(("when", "once", "after"))
_DAY = dt.timedelta(days=1)
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)|Q(?P<quarter>[1-4])))?(?:T.*)?"
)
_DECADE = re.compile(r"(\d{3})X?")
_LENGTH = re.compile(r"P(?P<count>\d+)(?P<unit>[DWMY])|PT(?P<hours>\d+)[HM]")
_NOT_LATER = frozenset(("by", "within", "until", "till", "to", "before", "than", "through"))
_LASTING = frozenset(("for", "over", "within", "in", "next", "coming", "the"))
_STRETCHED = frozenset(("until", "till", "through"))
_BEGINNING = frozenset(("begin", "start", "commence", "launch", "open", "resume"))
_LONGER = frozenset(("extend", "prolong", "continue", "last", "suspend", "pause", "delay", "stay", "remain"))


def interval(value: str | None, today: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Give first and last day of a TIMEX3 value; of a length, so long from a day; None where it has none."""
    if not value:
        return None
    try:
        if value in ("PRESENT_REF", "FUTURE_REF"):
            return (today, today) if today and value == "PRESENT_REF" else None
        if (length := _LENGTH.fullmatch(value)) and today is not None:
            return today, _after(today, length)
        found = _VALUE.fullmatch(value)
        if found is None:
            decade = _DECADE.fullmatch(value)
            return (
                (dt.date(int(decade[1]) * 10, 1, 1), dt.date(int(decade[1]) * 10 + 9, 12, 31))
                if decade
                else None
            )
        year = int(found["year"])
        if found["week"]:
            first = dt.date.fromisocalendar(year, int(found["week"]), 1)
            return first, first + 6 * _DAY
        if found["quarter"]:
            month = int(found["quarter"]) * 3
            return dt.date(year, month - 2, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        if found["day"]:
            day = dt.date(year, int(found["month"]), int(found["day"]))
            return day, day
        if found["month"]:
            month = int(found["month"])
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except (ValueError, OverflowError):
        return None


def _after(day: dt.date, length: re.Match[str]) -> dt.date:
    if length["hours"]:
        return day + _DAY * -(-int(length["hours"]) // 24)
    count = int(length["count"])
    if length["unit"] in "DW":
        return day + _DAY * count * (7 if length["unit"] == "W" else 1)
    months = day.month - 1 + count * (12 if length["unit"] == "Y" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_of(
    words: Words,
    text: str,
    what: Sequence[Span],
    *,
    heads: Sequence[int],
    times: Sequence[Time],
    date: str | None,
) -> Due | None:
    """Give by when something is due, from the times in its words; None where none of them tells.

    Args:
        words: of the reading. text: of the story.
        what: the words of what is committed to. heads: tokens of its heads.
        times: of the story. date: its day.
    """
    today = dt.date.fromisoformat(date) if date else None
    best: tuple[int, Due] | None = None
    for time in times:
        if time.type in ("SET", "TIME") and "-" not in (time.value or ""):
            continue
        if (time.value or "") == "PRESENT_REF" and time.text.lower() not in _AT_ONCE:
            continue
        if not any(p.start <= time.start and time.end <= p.end for p in what):
            continue
        first = next((i for i in range(words.n) if words.starts[i] + len(words.text[i]) > time.start), None)
        if first is None or words.ent[first] in ("ORG", "MISC", "EVENT"):
            continue  # "the 5 May Movement" is no date
        if (
            words.dep[first].split(":")[0] in ("compound", "amod")
            and words.starts[words.head[first]] >= time.end
        ):
            continue  # "the January inauguration" is dated by what is known of it
        how = _belongs(words, first, time, heads)
        if how is None:
            continue
        days = interval(time.value, today)
        if days is None or (today is not None and days[1] < today):
            continue
        before = how or (words.low[first - 1] if first else "")
        if before in ("the", "a", "an") and first > 1:
            before = words.low[first - 2]
        lasting = (time.value or "").startswith("P") and time.value not in ("PRESENT_REF",)
        if lasting and before not in _LASTING and words.low[first] not in _LASTING:
            continue
        if before in ("since", "after", "of", "than") and words.low[max(first - 2, 0)] != "later":
            continue
        bounded = _bounded(days, before, today, {words.lemma[h].lower() for h in heads}, lasting=lasting)
        span = Span(start=time.start, end=time.end, text=text[time.start : time.end])
        due = Due(start=bounded[0], end=bounded[1], span=span, basis="clause", unresolved=bounded[2])
        width = (days[1] - days[0]).days
        if best is None or width < best[0]:
            best = width, due
    return _at_once(words, text, heads, date) if best is None else best[1]


def _at_once(words: Words, text: str, heads: Sequence[int], date: str | None) -> Due | None:
    """What will be done "immediately" is due on the story's day."""
    for c in (c for head in heads for c in words.children[head]):
        if words.low[c] in _AT_ONCE and words.dep[c] == "advmod" and date is not None:
            start, end = words.starts[c], words.starts[c] + len(words.text[c])
            span = Span(start=start, end=end, text=text[start:end])
            return Due(start=date, end=date, span=span, basis="clause")
    return None


def _belongs(words: Words, i: int, time: Time, heads: Sequence[int]) -> str | None:
    """Say how a time dates the act: ``""``, or ``from`` by a clause beside it ("once he takes office"); None: not."""
    at, how, nouns = i, "", 0
    for _ in range(12):
        if at in heads:
            return how
        base = words.dep[at].split(":")[0]
        outside = words.starts[at] < time.start or words.starts[at] >= time.end
        if outside and base in ("advcl", "acl"):
            marks = {
                words.low[c] for c in words.children[at] if words.dep[c].split(":")[0] in ("mark", "advmod")
            }
            if words.low[at] not in _STARTING and not marks & _WHEN:
                return None
            how = "from"
        elif outside and (base == "ccomp" or words.dep[at] == "acl:relcl"):
            return None
        nouns += base == "nmod" or (outside and base == "obl" and words.pos[words.head[at]] == "NOUN")
        if words.head[at] == at or nouns > 1:
            return None
        at = words.head[at]
    return None


def _bounded(
    days: tuple[dt.date, dt.date], before: str, today: dt.date | None, heads: set[str], *, lasting: bool
) -> tuple[str | None, str | None, dict[str, str]]:
    first, last = days
    none = {} if today else {"start": "the story has no date"}
    now = today.isoformat() if today else None
    if heads & _LONGER and before == "to":
        return now, last.isoformat(), none
    if lasting:
        return now, last.isoformat(), none
    if before in ("before", "pre"):
        return now, (first - _DAY).isoformat(), none
    if before in ("by", "than") or before in _STRETCHED:
        return now, last.isoformat(), none
    if before in _STARTING and heads & _BEGINNING:
        return first.isoformat(), last.isoformat(), {}
    if before in ("from", "starting", "beginning"):
        return first.isoformat(), None, {"end": "the text does not say until when"}
    return first.isoformat(), last.isoformat(), {}
