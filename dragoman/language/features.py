"""Words in, the encoder's integer inputs out: word pieces, shape classes and windows of whole sentences.

Training and inference share this module, so that the model meets at run time exactly what it was trained on. It
needs NumPy and the standard library only.

The encoder is *uncased*: its word pieces come from lower-cased text without accents (Devlin et al. 2019, BERT;
the pieces are WordPiece, Wu et al. 2016). What lower-casing throws away comes back as a *shape class* of the whole
word (capitalised, all capitals, a number, punctuation, …), which the model embeds beside the piece.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "MAX_POSITIONS",
    "MAX_WORD_PIECES",
    "SHAPE_CLASSES",
    "SPECIAL_SHAPE",
    "Encoder",
    "Window",
    "WordPiece",
    "batch",
    "shape",
]

MAX_POSITIONS = 512
"""Pieces, [CLS] and [SEP] included, for which the encoder has positions; a window must not be longer."""

MAX_WORD_PIECES = 12
"""Pieces kept of one word; the rest of a very long word (a URL, say) adds nothing but cost."""

_WORD_SHAPES = (
    "lower",  # forces
    "capitalised",  # Syria
    "upper",  # NATO
    "capital letter",  # A, or an initial with its stop: J.
    "mixed",  # iPhone, McCain, Al-Zaman
    "digits",  # 2024
    "number",  # 1,200.50 or 10:30
    "alphanumeric",  # 21st, G8
    "punctuation",  # , " --
    "symbol",  # $ %
    "caseless",  # letters of scripts without case
)

SPECIAL_SHAPE = 2 * len(_WORD_SHAPES)
"""The class of [CLS], [SEP] and padding."""

SHAPE_CLASSES = SPECIAL_SHAPE + 1
"""How many classes there are: each word shape twice (inside and at the start of a sentence), and the special one."""

_MAX_CHARACTERS = 100  # a longer "word" is [UNK], as in BERT
_CACHE_WORDS = 50_000  # about 10 MB; past it the cache starts afresh

IntArray = NDArray[np.int64]


class WordPiece:
    """BERT's uncased word pieces for words that are already tokenised.

    Args:
        vocab: a ``vocab.txt``, one piece a line, whose line number is the piece's id; or its pieces in order.

    Attributes:
        cls, sep, unk, pad, mask: ids of the special pieces.
    """

    def __init__(self, vocab: Path | str | Sequence[str]) -> None:
        pieces = (
            Path(vocab).read_text(encoding="utf-8").split("\n")
            if isinstance(vocab, str | Path)
            else list(vocab)
        )
        self._ids = {piece: i for i, piece in enumerate(pieces) if piece}
        try:
            self.pad, self.unk = self._ids["[PAD]"], self._ids["[UNK]"]
            self.cls, self.sep = self._ids["[CLS]"], self._ids["[SEP]"]
            self.mask = self._ids["[MASK]"]
        except KeyError as missing:
            raise ValueError(
                f"the word-piece vocabulary lacks {missing}: it is not a BERT vocab.txt; reinstall the package"
            ) from None
        self._cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """Return the ids of a word's pieces: at least one ([UNK] when nothing is left), at most twelve."""
        found = self._cache.get(word)
        if found is None:
            ids: list[int] = []
            for part in _parts(word):
                ids.extend(self._pieces(part))
                if len(ids) >= MAX_WORD_PIECES:
                    break
            found = tuple(ids[:MAX_WORD_PIECES]) or (self.unk,)
            if len(self._cache) >= _CACHE_WORDS:
                self._cache.clear()
            self._cache[word] = found
        return found

    def _pieces(self, part: str) -> list[int]:
        """Greedy longest match from the left; one [UNK] when a rest cannot be matched."""
        if len(part) > _MAX_CHARACTERS:
            return [self.unk]
        ids, start = [], 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                piece = self._ids.get(prefix + part[start:end])
                if piece is not None:
                    break
            else:
                return [self.unk]
            ids.append(piece)
            start = end
        return ids


def _parts(word: str) -> Iterator[str]:
    """Clean, lower-case, strip accents, and split at spaces, punctuation and CJK characters, as BERT does."""
    part = ""
    for char in unicodedata.normalize("NFD", _clean(word)).lower():
        if unicodedata.category(char) == "Mn":
            continue
        if char == " ":
            if part:
                yield part
            part = ""
        elif _is_punctuation(char) or _is_cjk(char):
            if part:
                yield part
            yield char
            part = ""
        else:
            part += char
    if part:
        yield part


def _clean(word: str) -> str:
    """Drop control characters, make every space plain."""
    if word.isascii() and word.isprintable():
        return word
    kept = []
    for char in word:
        if char in "\t\n\r" or unicodedata.category(char) == "Zs":
            kept.append(" ")
        elif char not in "\x00�" and not unicodedata.category(char).startswith("C"):
            kept.append(char)
    return "".join(kept)


def _is_punctuation(char: str) -> bool:
    """BERT counts all ASCII that is neither letter, digit nor space as punctuation, with Unicode's class P."""
    if char.isascii():
        return not char.isalnum() and char > " " and char != "\x7f"
    return unicodedata.category(char).startswith("P")


def _is_cjk(char: str) -> bool:
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )


def shape(word: str, first_in_sentence: bool) -> int:
    """Return the shape class of a word, in ``range(SHAPE_CLASSES)``.

    The start of a sentence has its own classes, because a capital means less there.
    """
    return 2 * _word_shape(word) + int(first_in_sentence)


def _word_shape(word: str) -> int:
    if word.islower() and word.isalpha():
        return 0
    letters = [c for c in word if c.isalpha()]
    if not letters:
        if word.isdigit():
            return 5
        if any(c.isdigit() for c in word):
            return 6
        return 9 if any(unicodedata.category(c).startswith("S") for c in word) else 8
    if any(c.isdigit() for c in word):
        return 7
    if word.islower():
        return 0
    if word.isupper():
        return 3 if len(letters) == 1 else 2
    if word[0].isupper() and word[1:].islower() and word[1:].isalpha():
        return 1
    if not any(c.isupper() or c.islower() for c in letters):
        return 10
    return 4 if any(c.isupper() for c in word[1:]) or not word[0].isupper() else 1


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive whole sentences of one document, as the encoder reads them.

    Attributes:
        ids: word pieces, [CLS] … [SEP]; shape [pieces].
        shapes: the shape class of each piece's word; shape [pieces].
        first: for each sentence, the position in ``ids`` of the first piece of each word; shapes [words].
    """

    ids: IntArray
    shapes: IntArray
    first: tuple[IntArray, ...]


class Encoder:
    """Turns sentences into windows; holds the word-piece vocabulary."""

    def __init__(self, vocab: Path | str | Sequence[str]) -> None:
        self.pieces = WordPiece(vocab)

    def length(self, sentence: Sequence[str]) -> int:
        """How many pieces the words of a sentence take in a window ([CLS] and [SEP] not counted)."""
        return sum(len(self.pieces(word)) for word in sentence)

    def encode_window(self, sentences: Sequence[Sequence[str]]) -> Window:
        """Encode consecutive sentences of one document as one window.

        Raises:
            ValueError: when the window has more than ``MAX_POSITIONS`` pieces.
        """
        ids, shapes = [self.pieces.cls], [SPECIAL_SHAPE]
        first = []
        for sentence in sentences:
            starts = []
            for i, word in enumerate(sentence):
                pieces = self.pieces(word)
                starts.append(len(ids))
                ids.extend(pieces)
                shapes.extend([shape(word, i == 0)] * len(pieces))
            first.append(np.array(starts, np.int64))
        ids.append(self.pieces.sep)
        shapes.append(SPECIAL_SHAPE)
        if len(ids) > MAX_POSITIONS:
            raise ValueError(
                f"a window of {len(ids)} word pieces is longer than the encoder's {MAX_POSITIONS} positions: "
                "give it fewer sentences, or cut the sentence"
            )
        return Window(np.array(ids, np.int64), np.array(shapes, np.int64), tuple(first))


def batch(windows: Sequence[Window], *, pad: int = 0) -> Mapping[str, IntArray]:
    """Pad windows to one rectangle and return the five inputs of the model.

    Args:
        windows: B windows with S sentences of at most N words in all.
        pad: id of the padding piece.

    Returns:
        ``ids``, ``shapes``, ``mask`` [B, T]; ``words`` [S, N], the flat index ``b * T + t`` of each word's first
        piece (0 where there is no word); ``valid`` [S, N], 1 where there is a word.
    """
    longest = max(len(window.ids) for window in windows)
    sentences = [(b, first) for b, window in enumerate(windows) for first in window.first]
    widest = max((len(first) for _, first in sentences), default=0)
    ids = np.full((len(windows), longest), pad, np.int64)
    shapes = np.full((len(windows), longest), SPECIAL_SHAPE, np.int64)
    mask = np.zeros((len(windows), longest), np.int64)
    words = np.zeros((len(sentences), widest), np.int64)
    valid = np.zeros((len(sentences), widest), np.int64)
    for b, window in enumerate(windows):
        n = len(window.ids)
        ids[b, :n], shapes[b, :n], mask[b, :n] = window.ids, window.shapes, 1
    for s, (b, first) in enumerate(sentences):
        words[s, : len(first)] = b * longest + first
        valid[s, : len(first)] = 1
    return {"ids": ids, "shapes": shapes, "mask": mask, "words": words, "valid": valid}
