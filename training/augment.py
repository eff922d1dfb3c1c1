"""Small disturbances of the training text, so that headlines and typography of the wild do not break the reader."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Sentence = dict[str, list[Any]]

_CURL = {"'": "’", '"': "”", "''": "”", "``": "“", "--": "—"}
_STRAIGHTEN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "--", "…": "..."}
_DASHES = ("-", "--", "–", "—")


@dataclass
class Augment:
    """How often a window is disturbed, each a probability.

    Attributes:
        upper: the whole window in capitals; as often, one sentence of it alone.
        title: one sentence of the window with every word capitalised.
        lower: one sentence without capitals.
        quotes: quotation marks curled, or straightened.
        dashes: dashes exchanged for one another.
        rejoin: abbreviations of the window re-joined with their stops (newswire set only).
        swap: names exchanged for others of their type.
    """

    upper: float = 0.015
    title: float = 0.02
    lower: float = 0.015
    quotes: float = 0.3
    dashes: float = 0.1
    rejoin: Callable[[Sentence], Sentence] | None = None
    swap: Callable[[Sentence, random.Random], Sentence] | None = None

    def __call__(self, window: list[Sentence], rng: random.Random) -> list[Sentence]:
        """Return the window, disturbed or not; annotations stay as they were made for the original forms."""
        if self.rejoin and rng.random() < 0.5:
            window = [self.rejoin(s) for s in window]
        if self.swap:
            window = [self.swap(s, rng) for s in window]
        draw = rng.random()
        chosen = rng.randrange(len(window))
        if draw < self.upper:
            return [_changed(s, str.upper) for s in window]
        for share, change in ((self.upper, str.upper), (self.title, _title), (self.lower, str.lower)):
            draw -= share
            if 0 <= draw < share:
                window = [_changed(s, change) if i == chosen else s for i, s in enumerate(window)]
        if rng.random() < self.quotes:
            table = _CURL if rng.random() < 0.5 else _STRAIGHTEN
            window = [_changed(s, lambda w: _typography(w, table)) for s in window]
        if rng.random() < self.dashes:
            dash = rng.choice(_DASHES[1:])
            window = [_changed(s, lambda w: dash if w in _DASHES[1:] else w) for s in window]
        return window


def _changed(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    return {**sentence, "forms": [change(w) for w in sentence["forms"]]}


def _title(word: str) -> str:
    return word[:1].upper() + word[1:]


def _typography(word: str, table: dict[str, str]) -> str:
    if word in table:
        return table[word]
    if "'" in word and "'" in table:  # n't, 's
        return word.replace("'", "’")
    return word.replace("’", "'") if "’" in table else word
