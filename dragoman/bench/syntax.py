"""Scorers of reading: tokens, sentences, tags, lemmas, trees and entities against gold annotation.

Pure functions over plain sequences; nothing here knows a model. Conventions are those of the CoNLL 2018 shared task
(Zeman et al. 2018): label subtypes (``nsubj:pass``) are ignored in the labelled attachment score, and tokens and
sentences match when their characters match exactly. Entities match by exact span and type, as in conlleval
(Tjong Kim Sang and De Meulder 2003).
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import InputError

__all__ = [
    "Document",
    "Score",
    "Token",
    "added",
    "entity_scores",
    "entity_spans",
    "raw_scores",
    "read_conllu",
    "syntax_scores",
]


class Token(NamedTuple):
    """One word of a treebank, or of a reading.

    Attributes:
        head: number of the head in the sentence, from 1; 0 for the root.
        start, end: code points in the document's text; equal where the place is not known.
    """

    form: str
    lemma: str = "_"
    upos: str = "_"
    xpos: str = "_"
    head: int = 0
    deprel: str = "_"
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A treebank document: its raw text and its sentences.

    Attributes:
        text: sentences joined by a space, paragraphs by an empty line, as ``SpaceAfter=No`` and ``# newpar`` say.
    """

    name: str
    text: str
    sentences: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 in percent, with the counts that they rest on."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right, in percent."""
        return 100 * self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, in percent."""
        return 100 * self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, in percent."""
        total = self.found + self.gold
        return 200 * self.right / total if total else 0.0


# ---------------------------------------------------------------- gold files


def read_conllu(path: Path | str) -> list[Document]:
    """Read a CoNLL-U file (plain or ``.gz``).

    Words of a multiword token ("don't" → do, n't) take their characters from its surface; where a word is not written
    in it, the word has the whole surface's span. Empty nodes are skipped.

    Raises:
        InputError: when the file cannot be read or a row is not CoNLL-U.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as a treebank ({error})") from error
    return list(_documents(text.split("\n"), str(path)))


def _documents(lines: Iterable[str], source: str) -> Iterator[Document]:
    name, builder, rows = "", _Builder(), list[list[str]]()
    new_paragraph = False
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            if line.startswith("# newdoc"):
                if builder.sentences:
                    yield builder.document(name)
                    builder = _Builder()
                name = line.partition("=")[2].strip()
            new_paragraph = new_paragraph or line.startswith("# newpar")
        elif line.strip():
            row = line.split("\t")
            if len(row) != 10:
                raise InputError(f"{source}, line {number}: {len(row)} columns where CoNLL-U has 10")
            rows.append(row)
        elif rows:
            builder.add(rows, new_paragraph=new_paragraph)
            rows, new_paragraph = [], False
    if builder.sentences:
        yield builder.document(name)


class _Builder:
    """Grows a document's text and token offsets sentence by sentence."""

    def __init__(self) -> None:
        self.text = ""
        self.space = ""  # what must stand before the next token
        self.sentences: list[tuple[Token, ...]] = []

    def add(self, rows: Sequence[Sequence[str]], *, new_paragraph: bool) -> None:
        if new_paragraph and self.sentences:
            self.space = "\n\n"
        tokens: list[Token] = []
        surface_end = 0  # number of the last word of the multiword token that we are in
        place = 0
        for row in rows:
            if "." in row[0]:
                continue
            inside = row[0].isdigit() and int(row[0]) <= surface_end
            if not inside:
                self.text += self.space
                place = len(self.text)
                self.text += row[1]
                self.space = "" if "SpaceAfter=No" in row[9].split("|") else " "
            if "-" in row[0]:
                surface_end = int(row[0].partition("-")[2])
                continue
            start, end = place, len(self.text)
            if inside:
                at = self.text.lower().find(row[1].lower(), place)
                if at >= 0:
                    start, end = at, at + len(row[1])
                    place = end
            tokens.append(Token(row[1], row[2], row[3], row[4], int(row[6]), row[7], start, end))
        self.sentences.append(tuple(tokens))

    def document(self, name: str) -> Document:
        return Document(name, self.text, tuple(self.sentences))


# ---------------------------------------------------------------- gold tokens


def syntax_scores(gold: Iterable[Sequence[Token]], found: Iterable[Sequence[Token]]) -> dict[str, float]:
    """Score a reading of gold tokens, in percent of all words.

    Args:
        gold, found: the same sentences, token by token.

    Returns:
        ``upos``, ``xpos``, ``lemma``, ``uas``, ``las`` (label subtypes ignored), and ``words``, their number.

    Raises:
        ValueError: when a sentence does not have as many words in both.
    """
    counts: Counter[str] = Counter()
    for number, (right, ours) in enumerate(zip(gold, found, strict=True)):
        if len(right) != len(ours):
            raise ValueError(
                f"sentence {number} has {len(right)} gold words and {len(ours)} read ones: score raw text instead"
            )
        counts["words"] += len(right)
        for g, f in zip(right, ours, strict=True):
            for figure, good in _judged(g, f, same_head=g.head == f.head):
                counts[figure] += good
    words = counts["words"]
    figures = ("upos", "xpos", "lemma", "uas", "las")
    return {name: 100 * counts[name] / words if words else 0.0 for name in figures} | {"words": float(words)}


def _judged(gold: Token, found: Token, *, same_head: bool) -> Iterator[tuple[str, bool]]:
    """Say of each figure whether one word is right; a gold lemma of ``_`` accepts any."""
    yield "upos", gold.upos == found.upos
    yield "xpos", gold.xpos == found.xpos
    yield "lemma", gold.lemma in ("_", found.lemma)
    yield "uas", same_head
    yield "las", same_head and gold.deprel.partition(":")[0] == found.deprel.partition(":")[0]


# ---------------------------------------------------------------- raw text


def raw_scores(gold: Sequence[Sequence[Token]], found: Sequence[Sequence[Token]]) -> dict[str, Score]:
    """Score a reading of one document's raw text, by character offsets.

    Args:
        gold, found: sentences whose tokens carry offsets into the same text.

    Returns:
        ``tokens`` and ``sentences`` (exact spans), and on tokens that match ``upos``, ``xpos``, ``lemma``, ``uas``
        and ``las``: a head is right when both heads cover the same characters. Add scores of several documents with
        :func:`added`.
    """
    right, ours = _located(gold), _located(found)
    shared = right.keys() & ours.keys()
    counts: Counter[str] = Counter()
    for span in shared:
        (g, gold_head), (f, found_head) = right[span], ours[span]
        for figure, good in _judged(g, f, same_head=gold_head == found_head):
            counts[figure] += good
    gold_ends = {(s[0].start, s[-1].end) for s in gold if s}
    found_ends = {(s[0].start, s[-1].end) for s in found if s}
    scores = {
        "tokens": Score(len(shared), len(ours), len(right)),
        "sentences": Score(len(gold_ends & found_ends), len(found_ends), len(gold_ends)),
    }
    for figure in ("upos", "xpos", "lemma", "uas", "las"):
        scores[figure] = Score(counts[figure], len(ours), len(right))
    return scores


Span = tuple[int, int]


def _located(sentences: Iterable[Sequence[Token]]) -> dict[Span, tuple[Token, Span | None]]:
    """Map each token's span to the token and its head's span (None for a root)."""
    return {
        (t.start, t.end): (t, (s[t.head - 1].start, s[t.head - 1].end) if t.head else None)
        for s in sentences
        for t in s
    }


def added(scores: Iterable[dict[str, Score]]) -> dict[str, Score]:
    """Sum the counts of several documents' scores."""
    total: dict[str, Score] = {}
    for one in scores:
        for name, score in one.items():
            old = total.get(name, Score(0, 0, 0))
            total[name] = Score(old.right + score.right, old.found + score.found, old.gold + score.gold)
    return total


# ---------------------------------------------------------------- entities


def entity_spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return (start, end, type) of BIO tags, in words; an ``I-`` that continues nothing begins an entity."""
    spans: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for i, tag in enumerate((*tags, "O")):
        if kind and (tag[0] != "I" or tag[2:] != kind):
            spans.add((start, i, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = i, tag[2:]
    return spans


def entity_scores(gold: Iterable[Sequence[str]], found: Iterable[Sequence[str]]) -> dict[str, Score]:
    """Score BIO tags by exact spans: one entry a type that either side has, and ``micro`` for all together.

    Raises:
        ValueError: when a sentence does not have as many tags in both.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    for number, (g, f) in enumerate(zip(gold, found, strict=True)):
        if len(g) != len(f):
            raise ValueError(f"sentence {number} has {len(g)} gold tags and {len(f)} read ones")
        gold_spans, found_spans = entity_spans(g), entity_spans(f)
        for counter, spans in ((right, gold_spans & found_spans), (total, gold_spans), (ours, found_spans)):
            counter.update(kind for _, _, kind in spans)
    scores = {kind: Score(right[kind], ours[kind], total[kind]) for kind in sorted(total | ours)}
    scores["micro"] = Score(right.total(), ours.total(), total.total())
    return scores
