"""Time expressions as TIMEX3: found by rules over classes of words, and given values against the story's day.

The way of an expression: :mod:`tokens` cuts the text and classes its words, :mod:`rules` names the patterns,
:mod:`grammar` matches them, :mod:`dates`, :mod:`clock` and :mod:`durations` say what a match means in its
:mod:`context`, :mod:`tense` whether its clause looks back or ahead, :mod:`values` writes days as TIMEX3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.coding.timex.context import Context
from dragoman.coding.timex.dates import whole_date
from dragoman.coding.timex.grammar import Found, Grammar, Match, Meaning, literals
from dragoman.coding.timex.rules import PARTS, rules
from dragoman.coding.timex.tense import by_tree, by_words
from dragoman.coding.timex.tokens import Alphabet, Tokens
from dragoman.records import Time

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.almanac import Almanac

__all__ = ["Recogniser", "recogniser"]

_ADDRESSED = re.compile(r"https?://|(?<!\w)[@#]\w")
_CHATTY = re.compile(
    r"[!?.]{2}|[:;=]-?[()DPp]\b|[:;=]-?[()]|::|\b(?:lol|omg|haha\w*|gonna|wanna|pls|thx)\b|\A[a-z]",
    re.IGNORECASE,
)
_LONGEST_POST = 300  # characters; what is longer and has an address in it is still prose


class Recogniser:
    """Finds time expressions; holds the rules made ready, and no text."""

    def __init__(self, almanac: Almanac) -> None:
        self._almanac = almanac
        bare = Alphabet(almanac.words, ())
        self._feasts = {_joined(bare, name): name for name in almanac.holidays}
        made = rules(feast.split() for feast in self._feasts)
        self._alphabet = Alphabet(
            almanac.words, literals((pattern for rule in made for pattern in rule.patterns), PARTS)
        )
        self._grammar = Grammar(made, PARTS, self._alphabet)

    def __call__(self, text: str, today: dt.date | None, doc: Doc | None = None) -> tuple[Time, ...]:
        """Give the time expressions of a text from left to right.

        Args:
            text: the text.
            today: the day that relative times count from.
            doc: the reading of the text; with it, tense is read off the tree.
        """
        tokens = self._alphabet.cut(text)
        matches = self._grammar.matches(tokens)
        if today is None:
            today = _date_line(text, matches)
        direction = by_words(tokens) if doc is None else by_tree(tokens, doc)
        informal = _is_post(text)
        context = Context(tokens, self._almanac, today, direction, feasts=self._feasts, informal=informal)
        days = {m.start: m for m in matches if m.rule.name in ("weekday", "day of month", "deictic")}
        context.ahead = lambda end: _day_within(end, days, context)
        found: list[Time] = []
        for match in matches:
            made = _made(match, context)
            if made is None:
                continue
            parts = (Found(match.start, match.end, made),) if isinstance(made, Meaning) else made
            found.extend(_time(tokens, part) for part in parts)
        return tuple(found)


def _made(match: Match, context: Context) -> Meaning | Sequence[Found] | None:
    """Say what a match means; what leads out of the calendar (years 1 to 9999) has no value."""
    try:
        return match.rule.make(match, context)
    except (OverflowError, ValueError):
        return Meaning("DATE", None, "it lies outside the calendar")


def _is_post(text: str) -> bool:
    """Tell a post from prose: short, and with an address, a tag, or the marks of chat."""
    if len(text) > _LONGEST_POST:
        return False
    return bool(_ADDRESSED.search(text) or _CHATTY.search(text) or text.lstrip()[:1].islower())


_HEAD = 400  # characters at the head of a story in which its date line stands


def _date_line(text: str, matches: list[Match]) -> dt.date | None:
    """Give the day of a story that has none but begins with a line that is a whole date."""
    for match in matches:
        tokens = match.tokens
        start, end = tokens.starts[match.start], tokens.ends[match.end - 1]
        if start > _HEAD:
            return None
        alone = not text[:start].rpartition("\n")[2].strip() and not text[end:].partition("\n")[0].strip()
        day = whole_date(match) if alone else None
        if day is not None:
            return day
    return None


_AHEAD = 6  # tokens after an hour among which its day may stand


def _day_within(end: int, days: dict[int, Match], context: Context) -> dt.date | None:
    """Give the day that is named shortly after a token; it does not count as read."""
    kept = (context.last, context.last_at, context.day, context.day_at, context.last_named, context.told)
    try:
        for i in range(end, min(end + _AHEAD, len(context.tokens.starts))):
            if context.tokens.form(i) in ".;" or i in context.tokens.shapes:
                return None
            if i in days:
                _made(days[i], context)
                return context.last.day if context.last is not None else None
        return None
    finally:
        context.last, context.last_at, context.day, context.day_at, context.last_named, context.told = kept


def _joined(alphabet: Alphabet, name: str) -> str:
    """Write a name as its tokens with blanks between them."""
    tokens = alphabet.cut(name)
    return " ".join(tokens.lower(i) for i in range(len(tokens.starts)))


def _time(tokens: Tokens, part: Found) -> Time:
    start, end = tokens.starts[part.start], tokens.ends[part.end - 1]
    meaning = part.meaning
    unresolved = {} if meaning.why is None else {"value": meaning.why}
    return Time(
        start=start,
        end=end,
        text=tokens.text[start:end],
        type=meaning.type,
        value=meaning.value,
        unresolved=unresolved,
    )


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Give the recogniser with the calendar that comes with the package; made once a process."""
    from dragoman.knowledge.almanac import load

    return Recogniser(load())
