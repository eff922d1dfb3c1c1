"""Scores for words and sentences found in raw text, against treebanks in CoNLL-U.

A treebank is turned back into the raw text that its documents were (`# text`, `SpaceAfter=No`,
`# newpar`: paragraphs are parted by a blank line), a function under test cuts that text up, and what
it finds is compared by character offsets, as in the CoNLL 2018 shared task on parsing from raw text
(Zeman et al. 2018): a word or a sentence is right when both its ends are.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Offsets = tuple[int, int]
Cut = Callable[[str], tuple[list[Offsets], list[Offsets]]]
"""A function under test: text → (word offsets, sentence offsets), ends exclusive, no white space at the ends."""


@dataclass(frozen=True)
class Document:
    """A treebank's document as raw text, with the treebank's words and sentences as offsets into it."""

    id: str
    text: str
    words: tuple[Offsets, ...]
    sentences: tuple[Offsets, ...]


@dataclass(frozen=True)
class Score:
    """Counts of what was found, what there was, and what of it was right; `f1` in per cent."""

    found: int
    gold: int
    right: int

    @property
    def precision(self) -> float:
        """Right among found, in per cent."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Found among gold, in per cent."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in per cent."""
        return 200 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.gold + other.gold, self.right + other.right)


def documents(path: Path, *, prefix: str = "") -> Iterator[Document]:
    """Yield the documents of a CoNLL-U file (plain or .gz) whose id begins with `prefix`, as raw text.

    Multi-word tokens ("don't") give their words' own offsets where these add up to the token's letters;
    where they do not, the whole token stands once for each of its words, which no cut can match fully.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for block in _blocks(lines):
            if block[0].startswith(prefix):
                yield _document(*block)


def score(docs: Iterable[Document], cut: Cut) -> tuple[Score, Score]:
    """Return the word score and the sentence score of `cut` over `docs`."""
    words = sentences = Score(0, 0, 0)
    for doc in docs:
        found_words, found_sentences = cut(doc.text)
        words += _compare(found_words, doc.words)
        sentences += _compare(found_sentences, doc.sentences)
    return words, sentences


def _compare(found: Iterable[Offsets], gold: Iterable[Offsets]) -> Score:
    a, b = list(found), list(gold)
    return Score(len(a), len(b), len(set(a) & set(b)))


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[tuple[bool, list[list[str]]]]]]:
    """Part a CoNLL-U file into documents: (id, [(begins a paragraph, rows), …])."""
    name, sentences, rows, paragraph = "", list[tuple[bool, list[list[str]]]](), list[list[str]](), False
    for raw in lines:
        line = raw.rstrip("\n")
        if line.startswith("# newdoc"):
            if sentences:
                yield name, sentences
            name, sentences, paragraph = line.partition("=")[2].strip(), [], True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            paragraph = True
        elif line and line[0] != "#":
            rows.append(line.split("\t"))
        elif not line and rows:
            sentences.append((paragraph, rows))
            rows, paragraph = [], False
    if rows:
        sentences.append((paragraph, rows))
    if sentences:
        yield name, sentences


def _document(name: str, sentences: list[tuple[bool, list[list[str]]]]) -> Document:
    text, words, spans = "", list[Offsets](), list[Offsets]()
    for paragraph, rows in sentences:
        if paragraph and text:
            text = text.rstrip() + "\n\n"
        begin, upto = len(text), 0
        parts: list[Offsets] = []
        for row in rows:
            number, form, misc = row[0], row[1], row[9]
            if "." in number:
                continue
            if "-" in number:
                first, last = (int(x) for x in number.split("-"))
                upto, at = last, len(text)
                forms = [r[1] for r in rows if r[0].isdigit() and first <= int(r[0]) <= last]
                text += form
                if "".join(forms) == form:
                    for piece in forms:
                        parts.append((at, at + len(piece)))
                        at += len(piece)
                else:
                    parts += [(at, at + len(form))] * len(forms)
            elif int(number) <= upto:
                continue
            else:
                parts.append((len(text), len(text) + len(form)))
                text += form
            end = len(text)
            if "SpaceAfter=No" not in misc:
                text += " "
        words += parts
        spans.append((begin, end))
    return Document(name, text.rstrip(), tuple(words), tuple(spans))
