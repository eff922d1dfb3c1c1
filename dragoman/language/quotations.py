"""Quotations by tokens, and who is nearest to have said each.

A cheap answer for linking ("I" inside a quotation is its speaker); who said what is the business of the room
``coding``. Which marks are quotation marks is told by :mod:`dragoman.language.marks`. Time is linear in the story.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.language import nouns
from dragoman.language.marks import marked

if TYPE_CHECKING:
    from dragoman.language.words import Words

__all__ = ["Quotation", "quotations", "tokens_between"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation.

    Attributes:
        start, end: tokens, from the opening mark to past the closing one.
        quoter: head token of the subject of the nearest reporting verb, or None.
        speech: whether that was found, or it runs over most of a sentence; else it may be words in scare quotes.
    """

    start: int
    end: int
    quoter: int | None
    speech: bool


def quotations(words: Words, text: str) -> tuple[list[Quotation], list[int]]:
    """Find the quotations, and of each token the number of the one it stands in (or -1)."""
    pairs = _pairs(words, text)
    quoted = [-1] * words.n
    for number, (a, b) in enumerate(pairs):
        for i in range(a, b):
            quoted[i] = number
    found: list[Quotation] = []
    for a, b in pairs:
        quoter = _quoter(words, a, b, quoted)
        if quoter is None and found and found[-1].quoter is not None and _continues(words, found[-1], a, b):
            quoter = found[-1].quoter
        found.append(Quotation(a, b, quoter, quoter is not None or b - a > 6))
    return found, quoted


def tokens_between(words: Words, start: int, end: int) -> tuple[int, int]:
    """Give the tokens (first, end) that lie in a stretch of the text, those at its ends with it."""
    first = bisect_right(words.starts, start) - 1
    if first < 0 or words.starts[first] + len(words.text[first]) <= start:
        first += 1
    return first, max(first, bisect_left(words.starts, end))


def _pairs(words: Words, text: str) -> list[tuple[int, int]]:
    """The outermost quotations of more than one word: what is quoted in them is their speaker's to tell."""
    pairs: list[tuple[int, int]] = []
    for piece in marked(text):
        if piece.inside is None:
            a, b = tokens_between(words, piece.start, piece.end)
            if b - a > 2 and (not pairs or a >= pairs[-1][1]):
                pairs.append((a, b))
    return pairs


def _quoter(words: Words, a: int, b: int, quoted: list[int]) -> int | None:
    """The subject of a reporting verb outside the marks, in the sentences that the quotation touches."""
    sentences = {words.sent[a], words.sent[b - 1]}
    best: tuple[int, int] | None = None
    for i in range(max(0, a - 40), min(words.n, b + 25)):
        if a <= i < b or words.sent[i] not in sentences or quoted[i] >= 0:
            continue
        if words.pos[i] != "VERB" or words.lemma[i].lower() not in nouns.REPORTING:
            continue
        subject = next((c for c in words.children[i] if words.dep[c] == "nsubj" and quoted[c] < 0), None)
        if subject is None and words.dep[i] == "conj":
            subject = next((c for c in words.children[words.head[i]] if words.dep[c] == "nsubj"), None)
        if subject is None or quoted[subject] >= 0:
            continue
        distance = a - i if i < a else i - b
        if best is None or distance < best[0]:
            best = (distance, subject)
    if best is None:
        for i in range(max(0, a - 12), min(words.n, b + 12)):
            if words.low[i] == "according" and quoted[i] < 0 and words.sent[i] in sentences:
                below = [c for c in words.children[i] if words.dep[c] in ("obl", "pobj", "nmod")]
                if below:
                    return below[0]
                if words.dep[i] == "case":
                    return words.head[i]
    return best[1] if best else None


def _continues(words: Words, last: Quotation, a: int, b: int) -> bool:
    """A quotation that goes on: in the next paragraph, or as whole sentences after the last one's sentence."""
    if b - a <= 5 or words.para[a] - words.para[last.end - 1] > 1:
        return False
    return words.sent[a] - words.sent[last.end - 1] <= 2 and words.sent[a] != words.sent[last.start]
