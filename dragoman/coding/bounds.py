"""What a preposition makes of a time: *before 20 January* ends on the 19th, *since 2016* lasts until the story."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding import clauses
from dragoman.coding.timex.values import Interval, Unit, interval, shifted
from dragoman.records import Time, WhenPrecision

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Bounds", "bounded"]

_DAY = dt.timedelta(days=1)
_PERIOD = re.compile(r"P(\d+)([DWMQY])")
_LETTERS: dict[str, Unit] = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}


_CLOSE = frozenset(("before", "until", "till", "by", "after", "following", "from"))


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day, either open, with what is said of their precision.

    Attributes:
        start: first day.
        end: last day, inclusive.
        precision: how precisely the time is named.
        why: why a side is open.
        vague: whether the time is of some length from now rather than a date.
        until: where the words end, if they go on to a second time (*from Monday to Friday*).
    """

    start: dt.date | None
    end: dt.date | None
    precision: WhenPrecision | None
    why: str | None = None
    vague: bool = False
    until: int | None = None

    @classmethod
    def of(cls, days: Interval, preposition: str, today: dt.date | None) -> Bounds | None:
        """Bound by a preposition.

        Args:
            days: the days that are named.
            preposition: the word before them, in lower case; ``""`` for none.
            today: the story's day, which *since* and *by* reach to or from.
        """
        if days.precision == "time" and preposition in _CLOSE:
            preposition = ""  # shortly before midnight on Wednesday is Wednesday
        try:
            match preposition:
                case "before" | "until" | "till" | "pre" | "ahead of" | "prior to":
                    last = days.start - _DAY if preposition not in ("until", "till") else days.end
                    first = today if today is not None and today <= last else None
                    why = None if first else "the text says only by when"
                    return cls(first, last, days.precision, why)
                case "by":
                    first = today if today is not None and today <= days.end else None
                    return cls(
                        first, days.end, days.precision, None if first else "the text says only by when"
                    )
                case "since":
                    if today is None or today < days.start:
                        return cls(days.start, None, days.precision, "the story has no date that it lasts to")
                    return cls(days.start, today, days.precision)
                case "after" | "following":
                    first = days.end + _DAY
                    if today is not None and first <= today:
                        return cls(first, today, days.precision)
                    return cls(first, None, days.precision, "the text says only after when")
                case "from" | "starting" | "beginning":
                    if today is not None and days.start <= today:
                        return cls(days.start, None, days.precision, "the text says only from when")
                    return cls(days.start, None, days.precision, "the text says only from when")
                case _:
                    return cls(days.start, days.end, days.precision)
        except OverflowError:
            return None


def bounded(
    doc: Doc, time: Time, head: Token | None, following: Sequence[Time], today: dt.date | None
) -> Bounds | None:
    """Give the days of a time expression as the words around it bound them; ``None`` when it dates nothing."""
    if head is None or time.type == "SET":
        return None
    word = clauses.preposition(doc, time.start) or ""
    if time.type == "DURATION":
        return _of_span(doc, time, word, today)
    if time.value is None:
        return Bounds(None, None, None, why=time.unresolved.get("value"), vague=True)
    if time.value == "PRESENT_REF":
        return None
    days = interval(time.value)
    if days is None:
        return Bounds(None, None, None, why=f"the text says only {time.text!r}", vague=True)
    if word in ("from", "between") and following:
        second = following[0]
        joined = doc.text[time.end : second.start].strip().lower()
        until = interval(second.value) if second.value else None
        if (
            joined in ("to", "until", "till", "through", "and", "-", "–")
            and until
            and days.start <= until.end
        ):
            return Bounds(days.start, until.end, days.precision, until=second.end)
    return Bounds.of(days, word, today)


def _of_span(doc: Doc, time: Time, word: str, today: dt.date | None) -> Bounds | None:
    """Read *within three days*, *in two weeks*, *over the past year*, counted from the story's day."""
    found = _PERIOD.fullmatch(time.value or "")
    if found is None or today is None:
        return None
    count, unit = int(found[1]), _LETTERS[found[2]]
    words = time.text.lower().split()
    precision: WhenPrecision = (
        "day" if unit == "day" else unit if unit in ("week", "month", "quarter", "year") else "day"
    )
    following = doc.text[time.end : time.end + 12].lower().split()[:1]
    if following and following[0].strip(".,") in ("later", "earlier", "after", "before", "old", "ago"):
        return None
    try:
        if {"past", "last", "previous", "recent"} & set(words):
            return Bounds(shifted(today, -count, unit), today, precision, vague=True)
        if {"next", "coming"} & set(words) or word == "within":
            return Bounds(today, shifted(today, count, unit), precision, vague=True)
        if word == "in" and words[0] not in ("the", "less", "more"):
            ahead = shifted(today, count, unit)
            return Bounds(ahead, ahead, precision, vague=True)
    except OverflowError:
        return None
    return None
