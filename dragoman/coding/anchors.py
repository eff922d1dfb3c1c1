"""Times that only knowledge can tell: *before the January inauguration*, *on his first day in office*.

An anchor is found by its words; which election or summit is meant is told by the names and adjectives beside it, by a
month that stands with it, by the people of the story, and by its being near the story's day on the side that the
words point to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.coding.timex.values import Interval
from dragoman.knowledge.names import fold

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.almanac import Almanac

__all__ = ["Anchor", "anchors"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that knowledge dates.

    Attributes:
        start: first character, in the whole text.
        end: end, exclusive.
        interval: the days; ``None`` when it cannot be told which event is meant.
        why: why there are none.
    """

    start: int
    end: int
    interval: Interval | None
    why: str | None = None


_OFFICE = re.compile(
    r"""\b(?:
      (?P<first>
        (?:the\ |his\ |her\ |their\ )?(?:very\ )?(?:first\ day|day\ one)(?:\ back)?
        \ (?:in|of)\ (?:the\ )?(?:office|job|presidency|white\ house))
    | (?P<hundred>
        (?:the\ |his\ |her\ )?first\ (?:100|hundred)\ days(?:\ (?:in|of)\ (?:office|his|her|the)\b)?)
    | (?P<taking>
        (?:tak(?:es?|ing)|took|assum(?:es?|ed|ing)|enter(?:s|ed|ing)?)\ office
        |sworn\ in|(?:his|her|the)\ swearing[- ]in)
    | (?P<inauguration>(?:[\w.'’-]+\ ){0,3}?inauguration(?:\ day)?)
    | (?P<election>(?:[\w.'’-]+\ ){0,3}?(?:election(?:\ day)?|elections)\b)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march",),
            ("april",),
            ("may",),
            ("june",),
            ("july",),
            ("august", "aug"),
            ("september", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_FAR = 800  # days; an election further from the story is meant only where its year is named
_NOT_AN_EVENT = re.compile(
    r"\b(?:election|vote|inauguration)\s+(?:commission|law|official|campaign|monitor|observer|results?)", re.I
)


def anchors(
    text: str,
    start: int,
    end: int,
    *,
    today: dt.date,
    ahead: bool | None,
    knowledge: Knowledge | None,
    almanac: Almanac,
) -> tuple[Anchor, ...]:
    """Give the anchors between two offsets.

    Args:
        text: the whole story; its people and adjectives tell whose inauguration is meant.
        start: first character of the stretch that is searched.
        end: its end.
        today: the story's day.
        ahead: whether the words point to what is to come; ``None`` when they do not say.
        knowledge: elections and inaugurations; without it only what the almanac holds is found.
        almanac: summits, treaties, wars.
    """
    stretch = text[start:end]
    made = list(_named(stretch, start, today, ahead, almanac))
    if knowledge is not None:
        made += _offices(text, stretch, start, today=today, ahead=ahead, knowledge=knowledge, already=made)
    return tuple(sorted(made, key=lambda anchor: anchor.start))


@lru_cache(maxsize=2)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)


def _named(
    stretch: str, start: int, today: dt.date, ahead: bool | None, almanac: Almanac
) -> Iterator[Anchor]:
    for found in _pattern(tuple(almanac.named)).finditer(stretch.replace("’", "'")):
        spans = [
            Interval(dt.date.fromisoformat(event.start), dt.date.fromisoformat(event.end), "day")
            for event in almanac.named[found[0].lower()]
        ]
        chosen = spans[0] if len(spans) == 1 else _nearest(spans, today, ahead)
        yield Anchor(start + found.start(), start + found.end(), chosen)


def _nearest(spans: Iterable[Interval], today: dt.date, ahead: bool | None) -> Interval | None:
    """Give the span nearest to a day; on one side of it where the words say so."""

    def apart(span: Interval) -> int:
        return max((span.start - today).days, (today - span.end).days, 0)

    fitting = [
        span for span in spans if ahead is None or (span.end >= today if ahead else span.start <= today)
    ]
    near = [span for span in fitting if apart(span) <= _FAR]
    return min(near, key=apart) if near else None


def _offices(
    text: str,
    stretch: str,
    start: int,
    *,
    today: dt.date,
    ahead: bool | None,
    knowledge: Knowledge,
    already: Iterable[Anchor],
) -> Iterator[Anchor]:
    taken = [(anchor.start - start, anchor.end - start) for anchor in already]
    for found in _OFFICE.finditer(stretch):
        if any(a < found.end() and found.start() < b for a, b in taken) or _NOT_AN_EVENT.match(
            stretch, max(0, found.end() - 12)
        ):
            continue
        kind = found.lastgroup or ""
        words = found[0].replace("’", "'").split()
        if kind in ("inauguration", "election"):
            first = _first_telling(found, words, knowledge)
            if first is None:
                continue
        else:
            first = found.start()
        months = [_MONTHS[word.lower().strip(".")] for word in words if word.lower().strip(".") in _MONTHS]
        spans = _elections(text, stretch, words, kind=kind, today=today, knowledge=knowledge)
        if months:
            spans = [span for span in spans if span.start.month == months[0]]
        after = None if kind == "hundred" else ahead
        chosen = _nearest(spans, today, after)
        why = None if chosen else "it is not known whose, or on which day"
        yield Anchor(start + first, start + found.end(), chosen, why)


def _first_telling(found: re.Match[str], words: list[str], knowledge: Knowledge) -> int | None:
    """Give where the noun phrase of an election begins: at its article or its name; ``None`` for no known event."""
    at = found.end()
    for word in reversed(re.findall(r"\S+", found[0])):
        plain = word.lower().strip(".,")
        known = (
            plain in _MONTHS
            or word[:1].isupper()
            or plain
            in ("presidential", "general", "national", "the", "his", "her", "their", "last", "next", "day")
            or plain.startswith(("election", "inauguration"))
        )
        if not known:
            break
        at = found.start() + found[0].rindex(word, 0, at - found.start())
        if plain in ("the", "his", "her", "their"):
            break
    return at


def _country(word: str, knowledge: Knowledge) -> str | None:
    """Give the state of a name or an adjective, which has a capital: *US* is one, *us* is not."""
    return knowledge.demonyms.get(fold(word.removesuffix("'s").strip(","))) if word[:1].isupper() else None


def _elections(
    text: str, stretch: str, words: list[str], *, kind: str, today: dt.date, knowledge: Knowledge
) -> list[Interval]:
    """Give the days of the elections or inaugurations that may be meant, those of the right country or people."""
    countries = {code for word in words if (code := _country(word, knowledge))}
    lowered = text.lower()
    chosen: list[tuple[int, Interval]] = []
    for election, people in knowledge.elections:
        first = election.date if kind == "election" else election.inauguration
        try:
            day = dt.date.fromisoformat(first)
        except ValueError:
            continue
        if abs((day - today).days) > _FAR:
            continue
        if countries and election.country not in countries:
            continue
        surnames = [name.split()[-1] for name in people[:1] if name]
        named = any(re.search(rf"\b{re.escape(name)}\b", lowered) for name in surnames)
        if not countries and not named:
            continue
        last = day + dt.timedelta(days=99) if kind == "hundred" else day
        rank = 2 * any(name in stretch.lower() for name in surnames) + named
        chosen.append((rank, Interval(day, last, "day" if kind != "hundred" else "quarter")))
    best = max((rank for rank, _ in chosen), default=0)
    return [span for rank, span in chosen if rank == best]
