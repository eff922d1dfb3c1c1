"""What a story tells as history: acts that happened well before its day, by the dates and words beside them.

PLOVER's auxiliary mode *historical*: an act from before the present episode, more than a month before the story.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dragoman.language.mentions import Words
from dragoman.records import Time

__all__ = ["Past"]

_EPISODE = dt.timedelta(days=31)
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_UNITS = frozenset(["year", "years", "month", "months", "decade", "decades", "century", "centuries"])
_VALUE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_INSIDE = frozenset(("obj", "nsubj", "obl", "nmod", "compound", "xcomp", "conj", "appos"))
_VERBS = frozenset(("VERB", "AUX"))


class Past:
    """The stretches of one reading that lie in the past of the story's day."""

    def __init__(self, words: Words, date: str | None, times: Sequence[Time] = ()) -> None:
        self._words = words
        self._day = dt.date.fromisoformat(date) if date else None
        self._found: dict[int, tuple[int, int]] = {}
        self._later: dict[int, tuple[int, int]] = {}
        if self._day is not None:
            known = self._of_times(times)
            self._found = {**self._of_words(), **known} if times else self._of_words()
        self._by_sentence: dict[int, list[int]] = {}
        for i in sorted(self._found):
            self._by_sentence.setdefault(words.sent[i], []).append(i)

    def of(self, i: int) -> tuple[int, int] | None:
        """Give the first and last token that put the act of a token into the past, if any do."""
        w = self._words
        for t in self._by_sentence.get(w.sent[i], ()):
            if self._dates(t, i):
                return self._found[t]
        return None

    def dates(self, i: int) -> bool:
        """Say whether an old time stands in the sentence of a token."""
        return self._words.sent[i] in self._by_sentence

    def is_old(self, day: str | None) -> bool:
        """Say whether a day lies before the present episode."""
        return day is not None and self._day is not None and day < (self._day - _EPISODE).isoformat()

    def later(self, i: int) -> tuple[int, int] | None:
        """Give the first and last token of a time after the story's day that hangs on a noun: "talks next Sunday"."""
        w = self._words
        for c in w.children[i]:
            if c > i and c in self._later and w.dep[c].split(":")[0] in ("nmod", "obl", "nummod"):
                return self._later[c]
        return None

    def _dates(self, t: int, i: int) -> bool:
        """Whether a time dates an act: it hangs on the act, or on the clause in which the act stands."""
        w = self._words
        if self._now(i):
            return False
        first, last = self._found[t]
        at = t
        while first <= at <= last and w.head[at] != at:
            inner, at = at, w.head[at]
        if first <= at <= last:
            return False
        if at == i:
            return True
        if w.dep[inner].split(":")[0] in ("compound", "nummod", "amod") and w.pos[at] not in _VERBS:
            return False  # "the 2014 accord" dates the accord alone
        for _ in range(6):  # up to the verb of the time's clause
            if at == i:
                return True
            if w.pos[at] in _VERBS or w.head[at] == at:
                break
            at = w.head[at]
        if self._now(at):
            return False
        up = i
        for _ in range(6):  # up from the act to that verb, without leaving the clause
            if up == at:
                return True
            base = w.dep[up].split(":")[0]
            bare = base == "advcl" and not any(
                w.dep[c].split(":")[0] in ("mark", "nsubj") for c in w.children[up]
            )
            if base not in _INSIDE and not bare:
                return False
            if base == "conj" and self._own_time(up):
                return False
            up = w.head[up]
        return False

    def _now(self, i: int) -> bool:
        """Whether a verb is in the present tense or in the future, which no date makes history."""
        w = self._words
        lows = {w.low[c] for c in w.children[i] if w.dep[c].split(":")[0] in ("aux", "cop")}
        if lows & {
            "will",
            "would",
            "'ll",
            "’ll",
            "wo",
            "may",
            "might",
            "can",
            "could",
            "is",
            "are",
            "has",
            "have",
        }:
            return True
        return w.tag[i] in ("VBZ", "VBP") and not lows & {"was", "were", "had"}

    def _own_time(self, i: int) -> bool:
        w = self._words
        return any(w.head[c] == i and w.ent[c] in ("DATE", "TIME") for c in w.children[i]) or any(
            c in self._found for c in w.children[i]
        )

    def _of_times(self, times: Sequence[Time]) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        assert self._day is not None
        starts = self._words.starts
        for time in times:
            value = _VALUE.match(time.value or "")
            if value is None:
                continue
            year, month = int(value[1]), int(value[2] or 12)
            try:
                last = dt.date(year, min(month, 12), int(value[3] or 28))
            except ValueError:
                continue
            first = dt.date(year, int(value[2] or 1), int(value[3] or 1))
            if last >= self._day - _EPISODE and first <= self._day:
                continue
            tokens = [i for i, s in enumerate(starts) if time.start <= s < time.end]
            if tokens:
                kept = self._later if first > self._day else found
                kept |= dict.fromkeys(tokens, (tokens[0], tokens[-1]))
        return found

    def _of_words(self) -> dict[int, tuple[int, int]]:
        w, day = self._words, self._day
        assert day is not None
        found: dict[int, tuple[int, int]] = {}
        for i in range(w.n):
            low = w.low[i]
            before = w.low[i - 1] if i else ""
            after = w.low[i + 1] if i + 1 < w.n else ""
            if len(low) == 4 and low.isdigit() and 1000 < int(low) <= day.year:
                if before == "since":
                    continue  # it goes on
                month = _MONTHS.get(before) or (
                    _MONTHS.get(w.low[i - 3]) if before == "," and i > 2 else None
                )
                if int(low) < day.year - 1 or _last_day(int(low), month or 12) < day - _EPISODE:
                    found[i] = (i, i)
            elif re.fullmatch(r"1[0-9]\d0s|20[0-9]0s", low) and int(low[:4]) + 9 < day.year:
                found[i] = (i, i)
            elif low == "ago" and i > 1 and before in _UNITS:
                found[i - 1] = found[i] = (max(i - 2, 0), i)
            elif before == "last" and (
                low in ("year", "decade", "century") or (low in _MONTHS and _before(day, low) > 1)
            ):
                found[i] = (i - 1, i)
            elif low == "earlier" and before in _UNITS:
                found[i] = (max(i - 2, 0), i)
            elif (
                low in _MONTHS
                and w.text[i][:1].isupper()
                and before == "in"
                and _before(day, low) > 1
                and not (after.isdigit() and len(after) == 4)
            ):
                found[i] = (i, i)
        return found


def _before(day: dt.date, month: str) -> int:
    """How many months back the last month of that name is."""
    return (day.month - _MONTHS[month]) % 12


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, 28)
