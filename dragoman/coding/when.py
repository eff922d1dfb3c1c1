"""When: the time expressions of a text, and the time of what a word in it tells.

``times`` gives TIMEX3 expressions (Pustejovsky et al., TimeML, 2003; ISO 24617-1), ``when`` the time of an event or a
statement.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from dragoman.coding.timex import recogniser
from dragoman.records import Time

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["times"]


def times(doc_or_text: Doc | str, *, date: str | None = None) -> tuple[Time, ...]:
    """Give the time expressions of a text, from left to right, with their values against a day.

    Args:
        doc_or_text: a reading, whose tree then tells what was from what will be; or the bare text, which is faster.
        date: the day that relative times count from (YYYY-MM-DD; what follows the day is left aside).

    Returns:
        Expressions with offsets into the text. What has no value says why in ``unresolved``.
    """
    doc, text = (None, doc_or_text) if isinstance(doc_or_text, str) else (doc_or_text, doc_or_text.text)
    today, wrong = _today(date)
    found = recogniser()(text, today, doc)
    if wrong is None:
        return found
    return tuple(
        msgspec.structs.replace(time, unresolved={"value": wrong}) if time.unresolved else time
        for time in found
    )


def _today(date: str | None) -> tuple[dt.date | None, str | None]:
    """Read the day; or say what is wrong with it."""
    if date is None or not date.strip():
        return None, None
    try:
        return dt.date.fromisoformat(date.strip()[:10]), None
    except ValueError:
        return None, f"the date {date!r} is not a calendar day written YYYY-MM-DD"
