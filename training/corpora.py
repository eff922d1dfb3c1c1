"""Annotated documents, and the endless shuffled stream of windows that training draws from them.

A document is a list of sentences with *layers* of annotation: ``forms``, ``upos``, ``xpos``, ``lemma``, ``head``,
``deprel``, ``entities``, each a list with one list per sentence. A task names the layers that it learns from; a
corpus has those that its files hold.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from training.augment import Augment
from training.pairs import read_pairs

Sentence = dict[str, list[Any]]
"""One sentence: layer → one value a word. ``forms`` is always there."""

Document = list[Sentence]


@dataclass
class Corpus:
    """A named set of documents whose layers are the same throughout."""

    name: str
    documents: list[Document]
    layers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.layers = frozenset(self.documents[0][0])

    def words(self) -> int:
        """Count the words of all documents."""
        return sum(len(s["forms"]) for d in self.documents for s in d)


# ---------------------------------------------------------------- readers


def read_treebank(paths: Sequence[Path], *, entities: bool = False) -> list[Document]:
    """Read CoNLL-U files (plain or .gz). With ``entities``, GUM's ``Entity=`` becomes an entity layer as well."""
    documents: list[Document] = []
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
        documents.extend(_conllu(text.split("\n"), entities))
    return documents


def _conllu(lines: Sequence[str], entities: bool) -> Iterator[Document]:
    document: Document = []
    rows: list[list[str]] = []
    spans = _GumEntities()
    for line in (*lines, ""):
        if line.startswith("# newdoc") and document:
            yield document
            document, spans = [], _GumEntities()
        columns = line.rstrip("\n").split("\t")
        if len(columns) == 10 and columns[0].isdigit():
            rows.append(columns)
        elif not line.strip() and rows:
            sentence: Sentence = {
                "forms": [r[1] for r in rows],
                "lemma": [r[2] for r in rows],
                "upos": [r[3] for r in rows],
                "xpos": [r[4] for r in rows],
                "head": [int(r[6]) for r in rows],
                "deprel": [r[7] for r in rows],
            }
            if entities:
                sentence["entities"] = spans.tags(rows)
            document.append(sentence)
            rows = []
    if document:
        yield document


class _GumEntities:
    """Maps GUM's nested entity brackets to flat BIO tags of our types.

    GUM marks every noun phrase; a *named* entity is taken to be a phrase of a type that we know whose head is a
    proper noun (or an adjective of nationality is left out: GUM does not mark it). The outermost wins, and words
    before the first and after the last proper noun of the phrase are cut off.
    """

    TYPES: ClassVar = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "MISC"}

    def tags(self, rows: list[list[str]]) -> list[str]:
        found: list[tuple[int, int, str]] = []
        open_: list[tuple[str, str, int]] = []
        for i, row in enumerate(rows):
            misc = dict(p.split("=", 1) for p in row[9].split("|") if "=" in p)
            for opening, identity, kind, closing in _brackets(misc.get("Entity", "")):
                if opening:
                    open_.append((identity, kind, i))
                if closing:
                    for j in range(len(open_) - 1, -1, -1):
                        if open_[j][0] == identity:
                            _, kind_, start = open_.pop(j)
                            found.append((start, i + 1, kind_))
                            break
        tags = ["O"] * len(rows)
        found.reverse()  # of equal spans the outer closes last; it goes first
        for start, end, kind in sorted(found, key=lambda s: s[0] - s[1]):
            names = [i for i in range(start, end) if rows[i][4] in ("NNP", "NNPS") or rows[i][3] == "PROPN"]
            heads = [i for i in range(start, end) if not start < int(rows[i][6]) <= end]
            if kind in self.TYPES and names and heads and heads[0] in names:
                first, last = names[0], names[-1] + 1
                if all(tag == "O" for tag in tags[first:last]):
                    label = self.TYPES[kind]
                    tags[first:last] = ["B-" + label] + ["I-" + label] * (last - first - 1)
        return tags


def _brackets(value: str) -> Iterator[tuple[bool, str, str, bool]]:
    """Split an ``Entity=`` value into (opens, identity, type, closes), in reading order."""
    for part in value.replace("(", "\n(").replace(")", ")\n").split("\n"):
        if part:
            fields = part.strip("()").split("-")
            yield part[0] == "(", fields[0], fields[1] if len(fields) > 1 else "", part[-1] == ")"


def read_entities(paths: Sequence[Path], *, block: int = 20) -> list[Document]:
    """Read JSON lists of (tokens, BIO tags); ``block`` consecutive rows make a document, as no borders are marked."""
    documents = []
    for path in paths:
        rows = json.loads(path.read_text(encoding="utf-8"))
        for start in range(0, len(rows), block):
            documents.append(
                [
                    {"forms": words[a:b], "entities": tags[a:b]}
                    for words, tags in rows[start : start + block]
                    for a, b in sentence_bounds(words, tags)
                    if b > a
                ]
            )
    return documents


_ABBREVIATIONS = frozenset(
    word
    for line in (
        "Mr Mrs Ms Dr St Jr Sr Rep Sen Gen Gov Lt Col Capt Sgt Maj Adm Prof Rev Hon No Co Ltd Inc Corp",
        "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec vs etc",
    )
    for word in line.split()
)


def sentence_bounds(
    words: Sequence[str], tags: Sequence[str], *, longest: int = 90
) -> Iterator[tuple[int, int]]:
    """Cut a paragraph of tokens into sentences, as (start, end); never inside an entity."""
    start, n = 0, len(words)
    for i, word in enumerate(words):
        end = i + 1
        if end == n:
            break
        if tags[end].startswith("I"):
            continue
        if end - start < longest:
            closed = word in ("”", '"', "’", "'", ")") and i > start and words[i - 1] in (".", "?", "!")
            if not closed and word not in (".", "?", "!"):
                continue
            if words[end] in ("”", ")", ".", "?", "!", ",") or words[end][0].islower():
                continue
            before = words[i - 1] if i else ""
            if word == "." and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())):
                continue
        yield start, end
        start = end
    yield start, n


def rejoined(sentence: Sentence) -> Sentence:
    """Write split-off stops back ("U . S ." → "U.S.", "Dr ." → "Dr."), as our tokenizer and the treebanks do."""
    words, tags = sentence["forms"], sentence["entities"]
    new_words: list[str] = []
    new_tags: list[str] = []
    i = 0
    while i < len(words):
        word, tag = words[i], tags[i]
        end = i
        if len(word) == 1 and word.isupper():
            while end + 1 < len(words) and words[end + 1] == "." and (end + 2 < len(words)):
                if len(words[end + 2]) == 1 and words[end + 2].isupper() and tags[end + 2][:1] != "B":
                    end += 2
                else:
                    end += 1
                    break
        elif word in _ABBREVIATIONS and i + 2 < len(words) and words[i + 1] == ".":
            end = i + 1
        new_words.append("".join(words[i : end + 1]))
        new_tags.append(tag)
        i = end + 1
    return {"forms": new_words, "entities": new_tags}


def read_attributions(
    paths: Sequence[Path], *, held_out: int = 0, only_held_out: bool = False
) -> list[Document]:
    """Read what ``training.attributions`` prepared.

    Args:
        paths: prepared files.
        held_out: of so many stories one is left out, to choose the decoder's settings on (0: none).
        only_held_out: read only those.
    """
    documents: list[Document] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for n, line in enumerate(lines):
                if held_out and (n % held_out == 0) != only_held_out:
                    continue
                sentences = json.loads(line)["sentences"]
                number = len(documents)
                documents.append(
                    [{**s, "at": [(number, i)] * len(s["forms"])} for i, s in enumerate(sentences)]
                )
    return documents


def read_factuality(paths: Sequence[Path]) -> list[Document]:
    """Read sentences with factuality scores of some of their words; each is a document."""
    documents: list[Document] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                forms = row["text"].split(" ")
                scores: list[float | None] = [None] * len(forms)
                for target in row["targets"]:
                    start, end = target["span1"]
                    if end - start == 1 and start < len(forms):
                        scores[start] = float(target["label"])
                if all(forms):
                    documents.append([{"forms": forms, "factuality": scores}])
    return documents


READERS = {
    "treebank": read_treebank,
    "entities": read_entities,
    "attributions": read_attributions,
    "factuality": read_factuality,
    "pairs": read_pairs,
}


# ---------------------------------------------------------------- windows


class Stream:
    """Batches of windows of one corpus, epoch after epoch; its whole state is (epoch, position).

    Every sentence is seen once an epoch. Windows are runs of consecutive sentences of one document, of random
    length: sometimes one sentence, else up to ``longest`` pieces. Windows of like length share a batch.

    Args:
        corpus: what to read.
        length: pieces of a sentence.
        pieces: padded pieces in a batch, at most (one longer window makes a batch alone).
        longest: pieces of a window, at most; longer sentences are left out.
        single: share of windows of one sentence.
        seed: with the epoch, fixes the order.
    """

    def __init__(
        self,
        corpus: Corpus,
        length: Any,
        *,
        pieces: int,
        longest: int,
        single: float,
        seed: int,
        augment: Augment,
    ) -> None:
        self.corpus, self.augment = corpus, augment
        self._lengths = [[length(s["forms"]) for s in d] for d in corpus.documents]
        self._pieces, self._longest, self._single, self._seed = pieces, longest, single, seed
        self.epoch, self.position = 0, 0
        self._plan: list[list[tuple[int, int, int]]] = []

    def state(self) -> tuple[int, int]:
        """Return what :meth:`restore` needs."""
        return self.epoch, self.position

    def restore(self, state: tuple[int, int]) -> None:
        """Go on from a state of an earlier stream of the same corpus and seed."""
        self.epoch, self.position = state
        self._plan = []

    def next(self) -> list[list[Sentence]]:
        """Return the next batch: windows, each a list of (augmented) sentences."""
        if not self._plan:
            self._plan = self._epoch_plan()
        if self.position >= len(self._plan):
            self.epoch, self.position = self.epoch + 1, 0
            self._plan = self._epoch_plan()
        rng = random.Random(f"{self._seed} {self.corpus.name} {self.epoch} {self.position}")
        chosen = self._plan[self.position]
        self.position += 1
        return [self.augment(self.corpus.documents[d][a:b], rng) for d, a, b in chosen]

    def _epoch_plan(self) -> list[list[tuple[int, int, int]]]:
        rng = random.Random(f"{self._seed} {self.corpus.name} {self.epoch}")
        windows: list[tuple[int, int, int, int]] = []  # pieces, document, first, last + 1
        for d, lengths in enumerate(self._lengths):
            a = 0
            while a < len(lengths):
                target = 0 if rng.random() < self._single else rng.randint(24, self._longest)
                b, total = a + 1, lengths[a] + 2
                while b < len(lengths) and total + lengths[b] <= target:
                    total += lengths[b]
                    b += 1
                if total <= self._longest + 2:
                    windows.append((total, d, a, b))
                a = b
        rng.shuffle(windows)
        batches: list[list[tuple[int, int, int]]] = []
        for start in range(0, len(windows), 2000):
            batch: list[tuple[int, int, int]] = []
            for total, d, a, b in sorted(windows[start : start + 2000]):
                if (
                    batch and total * (len(batch) + 1) > self._pieces
                ):  # sorted: this one is the longest so far
                    batches.append(batch)
                    batch = []
                batch.append((d, a, b))
            if batch:
                batches.append(batch)
        rng.shuffle(batches)
        return batches


def fixed_windows(document: Document, length: Any, longest: int) -> Iterator[list[Sentence]]:
    """Cut a document into windows of at most ``longest`` pieces, greedily: what inference does."""
    window: list[Sentence] = []
    total = 2
    for sentence in document:
        n = length(sentence["forms"])
        if window and total + n > longest:
            yield window
            window, total = [], 2
        window.append(sentence)
        total += n
    if window:
        yield window
