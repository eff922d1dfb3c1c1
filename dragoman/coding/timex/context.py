"""What an expression is read against: the story's day, the times before it, and the tense around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dragoman.coding.timex.values import Point

if TYPE_CHECKING:
    from dragoman.coding.timex.grammar import Match
    from dragoman.coding.timex.tokens import Tokens
    from dragoman.knowledge.almanac import Almanac

__all__ = ["NO_DATE", "Context", "Direction"]

Direction = Literal["past", "future", "open"]

NO_DATE = "the story has no date to count from"


_UNTIL = 7  # tokens before a time among which *until a hearing on* may stand


@dataclass(slots=True)
class Context:
    """What is known where an expression stands.

    Attributes:
        tokens: the text.
        almanac: holidays and their days.
        today: the story's day, if it has one.
        direction: tells for a token whether its clause speaks of what was or of what will be.
        last: the last date that was named or counted before, with its unit.
        last_at: the token where it stands.
        last_named: whether its year is written.
        day: the last day that was named, which hours and parts of a day are of, and where.
        told: the last day that was named and does not lie ahead of the story's.
        quarter: the last quarter that was named, and where.
        span_at: where a span of a business year was named last: *the nine months*.
        feasts: names of holidays by their tokens.
        informal: whether the text is a post rather than prose, where *night* alone is that of the day.
    """

    tokens: Tokens
    almanac: Almanac
    today: dt.date | None
    direction: Callable[[int, int], Direction]
    last: Point | None = None
    last_at: int = -(10**6)
    last_named: bool = False
    day: dt.date | None = None
    day_at: int = -(10**6)
    told: dt.date | None = None
    quarter: Point | None = None
    quarter_at: int = -(10**6)
    span_at: int = -(10**6)
    feasts: Mapping[str, str] = field(default_factory=dict)
    informal: bool = False
    ahead: Callable[[int], dt.date | None] = field(default=lambda end: None)

    def day_ahead(self, match: Match) -> dt.date | None:
        """Give the day that stands a few words after a match in its sentence: *at 10:35 a.m. on Friday*."""
        return self.ahead(match.end)

    def remember(self, day: dt.date, at: int) -> None:
        """Keep a day for what follows."""
        self.last, self.last_at, self.last_named = Point(day), at, False
        self.day, self.day_at = day, at

    def tense(self, match: Match) -> Direction:
        """Say whether the clause around a match speaks of the past or of the future.

        What lasts *until* a time has it ahead, but *Until Thursday, they had not called* begins a look back.
        """
        for back in range(1, _UNTIL):
            if self.before(match, back) in ("until", "till") and self.before(match, back + 1).isalnum():
                return "future"
            if not self.before(match, back).isalpha():
                break
        if self.before(match) == "as" and self.before(match, 2) in ("soon", "early"):
            return "future"
        return self.direction(match.start, match.end)

    def before(self, match: Match, back: int = 1) -> str:
        """Give a word before a match in lower case."""
        i = match.start - back
        return self.tokens.lower(i) if i >= 0 else ""

    def after(self, match: Match, ahead: int = 0) -> str:
        """Give a word after a match in lower case."""
        i = match.end + ahead
        return self.tokens.lower(i) if i < len(self.tokens.starts) else ""
