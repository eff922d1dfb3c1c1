"""Attributions put in order, whoever found them: whole quotations, clean ends, no overlaps, levels.

* a content that takes up most of a quotation, or meets one of its marks, takes all of it;
* quotations that go on without a cue of their own, as whole sentences or in the next paragraph, belong to the
  attribution before them;
* white space and stray punctuation are cut from the ends of every fragment;
* contents of one level never overlap; an attribution that stands wholly in the content of another is inside it.

Time is linear in the text times the depth of nesting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.language.attributions import Attribution
from dragoman.language.marks import Marked
from dragoman.language.quotations import tokens_between
from dragoman.language.words import Words

__all__ = ["Placed", "fragments", "refine"]

_MOST = 0.5  # share of a quotation that a content must take up to take all of it
_FEW = 3  # words at a quotation's mark, from which a content that begins or ends outside takes it
_SPEECH = 4  # words; what is shorter and ends without a full stop or comma is a title or in scare quotes
_LEFT = 0.4  # share of a content that must remain when another takes the rest


@dataclass(frozen=True, slots=True)
class Placed:
    """An attribution and the number of the one in whose content it stands, or None."""

    attribution: Attribution
    inside: int | None


def refine(words: Words, pieces: Sequence[Marked], found: Iterable[Attribution]) -> list[Placed]:
    """Put attributions in order.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
        found: attributions, from a head or by rule, in any order; their indexes lie in the reading.

    Returns:
        Those that have a cue and a content, in the order of the text.
    """
    quoted = _Quoted(words, pieces)
    whole = [one for one in map(quoted.snapped, found) if one.cue and one.content]
    whole.sort(key=lambda one: (one.cue[0], one.content[0]))
    whole = quoted.shared(whole)
    return _placed(words, [_trimmed(words, one) for one in whole])


def fragments(words: Words, tokens: Sequence[int]) -> list[tuple[int, int]]:
    """Give the runs (first token, end) of tokens; runs that only white space or marks part are one."""
    runs: list[tuple[int, int]] = []
    for i in tokens:
        if runs and all(_bare(words, k) for k in range(runs[-1][1], i)):
            runs[-1] = runs[-1][0], i + 1
        else:
            runs.append((i, i + 1))
    return runs


def _bare(words: Words, i: int) -> bool:
    return not any(map(str.isalnum, words.text[i]))


class _Quoted:
    """The outermost quotations of a reading, by tokens."""

    def __init__(self, words: Words, pieces: Sequence[Marked]) -> None:
        self.words = words
        self.runs: list[tuple[int, int]] = []
        self.goes_on: list[bool] = []
        self.at = [-1] * words.n
        for piece in pieces:
            if piece.inside is not None:
                continue
            a, b = tokens_between(words, piece.start, piece.end)
            while a < b and words.text[a].isspace():
                a += 1
            while b > a and words.text[b - 1].isspace():
                b -= 1
            if a >= b or self.at[a] >= 0:
                continue
            for i in range(a, b):
                self.at[i] = len(self.runs)
            self.runs.append((a, b))
            self.goes_on.append(piece.continues is not None)

    def is_speech(self, number: int) -> bool:
        """Whether a quotation can stand for itself, not a title or words in scare quotes."""
        a, b = self.runs[number]
        told = sum(not _bare(self.words, i) for i in range(a, min(b, a + 2 * _SPEECH + 2)))
        ends = any(self.words.text[i][:1] in ",.?!…" for i in range(max(a, b - 2), b))
        return told >= _SPEECH or (ends and told > 0)

    def snapped(self, one: Attribution) -> Attribution:
        """Let a content take whole quotations, where it has most of one or ends at its marks."""
        content = set(one.content)
        apart = set(one.cue) | set(one.source)
        for number in {self.at[i] for i in one.content} - {-1}:
            a, b = self.runs[number]
            if any(a <= i < b for i in one.cue):
                continue  # said by somebody within the quotation
            inner = [i for i in range(a, b) if not _bare(self.words, i)]
            if not inner:
                continue
            has = sum(i in content for i in inner)
            within = all(a <= i < b for i in one.content)
            at_a_mark = inner[0] in content or inner[-1] in content
            if has >= _MOST * len(inner) or (
                at_a_mark and self.is_speech(number) and (within or has >= _FEW)
            ):
                content.update(range(a, b))
        return replace(one, content=tuple(sorted(content - apart)))

    def shared(self, whole: list[Attribution]) -> list[Attribution]:
        """Give quotations without a cue of their own to the attribution before them."""
        words = self.words
        owner: dict[int, int] = {}
        taken = bytearray(words.n)
        for index, one in enumerate(whole):
            within = self.at[one.cue[0]]  # what is said inside a quotation does not tell who says that
            for i in (*one.cue, *one.content):
                taken[i] |= self.at[i] != within or within < 0
            for number in {self.at[i] for i in one.content} - {-1, within}:
                owner.setdefault(number, index)
        added: dict[int, list[int]] = {}
        for number in range(len(self.runs) - 2, -1, -1):  # "A.⏎ "B," he said.": the later part has the cue
            if (
                number not in owner
                and self.goes_on[number + 1]
                and number + 1 in owner
                and not self.taken(number, taken)
            ):
                owner[number] = owner[number + 1]
                added.setdefault(owner[number], []).extend(range(*self.runs[number]))
        last_of = _before(words, whole, self.at)
        for number, run in enumerate(self.runs):
            if number in owner or not self.is_speech(number) or self.taken(number, taken):
                continue
            before = self.follows(number, owner, last_of, whole)
            if before is not None:
                owner[number] = before
                added.setdefault(before, []).extend(range(*run))
        return [
            replace(one, content=tuple(sorted({*one.content, *added[index]}))) if index in added else one
            for index, one in enumerate(whole)
        ]

    def taken(self, number: int, taken: bytearray) -> bool:
        """Whether a word of a quotation belongs to an attribution from outside it."""
        return any(taken[slice(*self.runs[number])])

    def follows(
        self, number: int, owner: dict[int, int], last_of: list[int], whole: list[Attribution]
    ) -> int | None:
        """The attribution that a quotation goes on from."""
        words = self.words
        a = self.runs[number][0]
        if self.goes_on[number] and number and number - 1 in owner:
            return owner[number - 1]
        k = a - 1
        while k >= 0 and words.text[k].isspace():
            k -= 1
        if k < 0:
            return None
        begins = words.text[k][:1] in ".?!:,;" or self.at[k] >= 0 or words.sent[k] != words.sent[a]
        if not begins:
            return None
        gap = words.para[a] - words.para[k]
        index = last_of[k]
        if index < 0:
            return None
        near = max(*whole[index].cue, *whole[index].content)
        if gap == 0 and words.sent[a] - words.sent[near] <= 1 and near < a:
            return index  # "A," he said. "B."
        if gap >= 1 and self.at[k] >= 0 and owner.get(self.at[k]) is not None and self.alone(number):
            return owner[self.at[k]]
        return None

    def alone(self, number: int) -> bool:
        """Whether a quotation is a paragraph of its own."""
        a, b = self.runs[number]
        words = self.words
        return (a == 0 or words.para[a - 1] != words.para[a] or words.text[a - 1].isspace()) and (
            b >= words.n or words.para[b] != words.para[b - 1]
        )


def _before(words: Words, whole: Sequence[Attribution], at: Sequence[int]) -> list[int]:
    """Of each token, the last attribution whose cue or content stands at or before it."""
    last = [-1] * words.n
    for index, one in enumerate(whole):
        for i in (*one.cue, *one.content):
            if at[i] < 0 or at[i] != at[one.cue[0]]:
                last[i] = index
    for i in range(1, words.n):
        if last[i] < 0:
            last[i] = last[i - 1]
    return last


def _trimmed(words: Words, one: Attribution) -> Attribution:
    """Cut white space and punctuation from the ends of a content's fragments, and of cue and source."""
    return replace(
        one,
        content=tuple(i for a, b in fragments(words, one.content) for i in _cut(words, a, b, marks=True)),
        source=tuple(i for a, b in fragments(words, one.source) for i in _cut(words, a, b, marks=False)),
        cue=tuple(one.cue)
        if len(one.cue) == 1
        else tuple(i for a, b in fragments(words, one.cue) for i in _cut(words, a, b, marks=False))
        or one.cue,
    )


_QUOTES = frozenset(
    ('"', "“", "”", "``", "''", "«", "»", "‘", "’", "'", "„", "＂", "?", "!", "…", "%", "$", "€")
)


def _cut(words: Words, a: int, b: int, *, marks: bool) -> range:
    def stray(i: int) -> bool:
        return _bare(words, i) and not (marks and words.text[i] in _QUOTES)

    while a < b and stray(a):
        a += 1
    while b > a and stray(b - 1):
        b -= 1
    if not any(not _bare(words, i) for i in range(a, b)):
        return range(a, a)
    return range(a, b)


def _placed(words: Words, whole: Sequence[Attribution]) -> list[Placed]:
    """Settle overlaps and levels: the longer content first, each token belongs to the innermost one."""
    order = sorted(range(len(whole)), key=lambda i: (-len(whole[i].content), -whole[i].score, whole[i].cue))
    owner = [-1] * words.n
    contents: dict[int, tuple[int, ...]] = {}
    inside: dict[int, int | None] = {}
    for index in order:
        one = whole[index]
        if not one.content:
            continue
        cue_owner = owner[one.cue[0]]
        mine = tuple(i for i in one.content if owner[i] == cue_owner)
        if cue_owner >= 0 and cue_owner == index:
            continue
        if len(mine) < max(1, _LEFT * len(one.content)):
            continue
        mine = _trimmed(words, replace(one, content=mine)).content
        if not mine:  # nothing but marks is left
            continue
        contents[index] = mine
        inside[index] = cue_owner if cue_owner >= 0 else None
        for i in mine:
            owner[i] = index
    kept = sorted(contents, key=lambda i: (contents[i][0], -len(contents[i]), whole[i].cue))
    number = {index: n for n, index in enumerate(kept)}
    made = []
    for index in kept:
        outer = inside[index]
        one = replace(whole[index], content=contents[index])
        made.append(Placed(one, None if outer is None else number.get(outer)))
    return made
