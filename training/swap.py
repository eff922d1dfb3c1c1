"""Exchange the names of a training text for other names of their type.

A small encoder soon knows the names of a training set by heart and then judges by the name instead of by what stands
around it. With some of the names exchanged for others (Dai and Adel 2020, "mention replacement") it cannot. The
others come from the same corpus and from our own tables of people, bodies and states, so names of this decade and of
all parts of the world are among them.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpora import Corpus, Sentence

SOURCES = Path(__file__).parents[1] / "dragoman/knowledge/sources"
KEPT = frozenset({"DATE", "MONEY", "MISC", "PRODUCT"})  # too various, or too few, to be exchanged at random

Name = tuple[str, ...]


class Swap:
    """Exchanges each name with a probability.

    Args:
        corpora: whose names are exchanged, and among which.
        share: of the names that are exchanged.
        ours: of the exchanged ones, how many get a name of our tables where there are any of their type.
    """

    def __init__(self, corpora: Iterable[Corpus], *, share: float, ours: float = 0.4) -> None:
        self.share, self.ours = share, ours
        seen: dict[str, list[Name]] = defaultdict(list)
        for corpus in corpora:
            for document in corpus.documents:
                for sentence in document:
                    for start, end, kind in _names(sentence["entities"]):
                        seen[kind].append(tuple(sentence["forms"][start:end]))
        self._seen = {kind: names for kind, names in seen.items() if kind not in KEPT}
        self._ours = {kind: sorted(names) for kind, names in tables().items()}

    def __call__(self, sentence: Sentence, rng: random.Random) -> Sentence:
        """Return the sentence with some names exchanged, tags to match."""
        if "entities" not in sentence:
            return sentence
        forms: list[str] = []
        tags: list[str] = []
        at = 0
        for start, end, kind in [*_names(sentence["entities"]), (len(sentence["forms"]), 0, "")]:
            forms += sentence["forms"][at:start]
            tags += sentence["entities"][at:start]
            if not kind:
                break
            name = tuple(sentence["forms"][start:end])
            if kind in self._seen and rng.random() < self.share:
                pool = self._ours.get(kind) if rng.random() < self.ours else None
                name = rng.choice(pool or self._seen[kind])
            forms += name
            tags += [f"B-{kind}", *[f"I-{kind}"] * (len(name) - 1)]
            at = end
        return {**sentence, "forms": forms, "entities": tags}


def _names(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    while start < len(tags):
        end = start + 1
        if tags[start] != "O":
            kind = tags[start][2:]
            while end < len(tags) and tags[end] == f"I-{kind}":
                end += 1
            yield start, end, kind
        start = end


def tables() -> dict[str, set[Name]]:
    """Give the names of our own tables by entity type, cut at white space; full names and surnames of people."""
    found: dict[str, set[Name]] = defaultdict(set)
    for row in _rows("people"):
        name = tuple(row["name"].split())
        found["PER"] |= {name, name[-1:]}
    for row in _rows("bodies"):
        for name in (row["name"], *row["aliases"].split("|")):
            words = name.split()
            if words and words[0][0].isupper() and words[0].lower() != "the":
                found["ORG"].add(tuple(words))
    for row in _rows("states"):
        for name in (row["name"], *row["aliases"].split("|")):
            words = name.split()
            if words and words[0][0].isupper():
                found["LOC"].add(tuple(words))
        found["NORP"] |= {tuple(x.split()) for x in row["demonyms"].split("|") if x and x[0].isupper()}
    for row in _rows("metonyms"):
        if row["kind"] == "capital" and row["phrase"][0].isupper():
            found["LOC"].add(tuple(row["phrase"].split()))
    return found


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SOURCES / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
