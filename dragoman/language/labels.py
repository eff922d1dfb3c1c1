"""Words whose speaker a label names, without a verb: "MAYOR: We are ready", "… we are ready.” — Ana Lopez".

Labels are marks on the page (names of a transcript, headlines, lists of quotations), so they are found by their form
alone, whoever finds the other attributions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.language.attributions import Attribution
from dragoman.language.marks import Marked
from dragoman.language.quotations import tokens_between
from dragoman.language.words import Words

__all__ = ["labelled"]

_SCORE = 0.6  # of ten labels of PolNeAR's training part, six are attributions there
_NAMING = ("PROPN", "NOUN", "ADP", "ADJ", "DET", "PART")
_NAMED = ("PER", "ORG", "PERSON")
_DASHES = ("—", "–", "―", "--", "-")
_LONGEST = 9  # tokens of a label


def labelled(words: Words, pieces: Sequence[Marked]) -> list[Attribution]:
    """Find the attributions of labels, in the order of the text.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
    """
    return sorted(_Labels(words, pieces).found(), key=lambda one: one.cue)


class _Labels:
    def __init__(self, words: Words, pieces: Sequence[Marked]) -> None:
        self.words = words
        self.pieces = [tokens_between(words, p.start, p.end) for p in pieces if p.inside is None]
        self.opening = dict(self.pieces)
        self.last: dict[int, int] = {}
        self.first: dict[int, int] = {}
        for i, para in enumerate(words.para):
            self.first.setdefault(para, i)
            self.last[para] = i

    def found(self) -> Iterator[Attribution]:
        before = {
            i: found for i in range(self.words.n) if self.words.low[i] == ":" and (found := self.before(i))
        }
        names = Counter(map(self.name, before.values()))
        turns = {i: label for i, label in before.items() if self.is_turn(label, names[self.name(label)])}
        for i, label in before.items():
            if i not in turns:
                yield from self.named(i, label)
        paragraphs = {self.words.para[i] for i in turns}
        for i, label in turns.items():
            content = [*range(i + 1, self.last[self.words.para[i]] + 1), *self.rest(i, label, paragraphs)]
            if content:
                yield Attribution((i,), tuple(label), tuple(content), _SCORE)
        for a, b in self.pieces:
            yield from self.signed(a, b)

    def before(self, i: int) -> list[int]:
        """What stands before a colon in its paragraph, if it is short enough for a label."""
        first = self.first[self.words.para[i]]
        if i - first > _LONGEST + 3:
            return []
        before = [k for k in range(first, i) if not self.words.text[k].isspace()]
        while before and not any(map(str.isalnum, self.words.text[before[0]])):
            before = before[1:]
        return before if len(before) <= _LONGEST else []

    def name(self, label: Sequence[int]) -> str:
        return " ".join(self.words.text[k] for k in label)

    def is_turn(self, label: Sequence[int], times: int) -> bool:
        """Whether a label is one of a transcript: "MAYOR", "Q"; taggers are not sure of capitals."""
        name = self.name(label)
        return name in ("Q", "A") or (
            name.isupper() and (times > 1 or all(self.words.pos[k] in ("PROPN", "PUNCT") for k in label))
        )

    def rest(self, i: int, before: Sequence[int], turns: set[int]) -> Iterator[int]:
        """The paragraphs that go on from a turn: each opens with a quotation mark, as the turn itself does."""
        words = self.words
        if self.first_word(words.para[i]) == before[0]:
            return
        at = words.para[i] + 1
        while at in self.first and at not in turns:
            first = next((k for k in self.tokens(at) if not words.text[k].isspace()), None)
            if first is not None:
                if first not in self.opening:
                    return
                yield from self.tokens(at)
            at += 1

    def tokens(self, paragraph: int) -> range:
        return range(self.first[paragraph], self.last[paragraph] + 1)

    def first_word(self, paragraph: int) -> int | None:
        return next((k for k in self.tokens(paragraph) if not self.words.text[k].isspace()), None)

    def named(self, i: int, before: Sequence[int]) -> Iterator[Attribution]:
        """A headline, or a name with a colon before a quotation."""
        words = self.words
        if not self.is_name(before):
            return
        if words.heading[i]:
            content = range(i + 1, self.last[words.para[i]] + 1)
        else:
            first = next((k for k in (i + 1, i + 2) if k in self.opening), None)
            content = range(0) if first is None else range(first, self.opening[first])
        if content:
            yield Attribution((i,), tuple(before), tuple(content), _SCORE)

    def signed(self, a: int, b: int) -> Iterator[Attribution]:
        """A quotation that a name behind a dash signs, at the end of its line."""
        words = self.words
        dash = next((k for k in range(b, min(b + 2, words.n)) if not words.text[k].isspace()), None)
        if dash is None or words.text[dash] not in _DASHES or words.para[dash] != words.para[b - 1]:
            return
        last = self.last[words.para[dash]]
        if last - dash > _LONGEST:
            return
        name = [k for k in range(dash + 1, last + 1) if not words.text[k].isspace()]
        while name and words.text[name[-1]] in ".;,":
            name.pop()
        if self.is_name(name) and words.text[name[0]][:1].isupper():
            yield Attribution((dash,), tuple(name), tuple(range(a, b)), _SCORE)

    def is_name(self, tokens: Sequence[int]) -> bool:
        words = self.words
        return all(words.pos[k] in _NAMING or words.text[k] == "," for k in tokens) and any(
            words.ent[k] in _NAMED for k in tokens
        )
