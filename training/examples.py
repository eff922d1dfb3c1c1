"""What the ranker of chains learns from: documents with gold clusters, and single labelled pronouns.

``pronouns.csv`` has, for pronouns that are the source of an attribution in PolNeAR's training stories, the nearest
mention of whom they mean that is no pronoun: ids and offsets only, labelled from the text by one reader. They were
drawn with a fixed seed, at most one of a form a story; no story is of the dev set that judges.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.bench.chains import Case
from dragoman.language.chains import Prepared, decode, prepare
from dragoman.language.mentions import Mention, describe, spans
from dragoman.language.pairs import Pairs
from dragoman.language.weights import Weights
from dragoman.language.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["LABELS", "Example", "Labelled", "from_case", "from_labels", "label", "read_labels"]

LABELS = Path(__file__).with_name("pronouns.csv")


@dataclass(frozen=True, slots=True)
class Example:
    """One document to learn from.

    Attributes:
        pairs: those that are learned from; kept: their places among all of the document, shape [pairs].
        right: whether each pair is of one gold cluster, shape [pairs].
        new: whether no candidate of a mention is, shape [mentions].
        learn: mentions that the ranker will have to decide, shape [mentions].
    """

    prepared: Prepared
    pairs: Pairs
    kept: NDArray[np.int64]
    right: NDArray[np.bool_]
    new: NDArray[np.bool_]
    learn: NDArray[np.bool_]


def from_case(case: Case) -> Example:
    """Make what is learned from of a document with its gold clusters."""
    pairs = case.prepared.pairs
    n = len(case.clusters)
    ids = {name: k for k, name in enumerate(dict.fromkeys(case.clusters))}
    cluster = np.array([ids[name] for name in case.clusters], np.int64)
    right = cluster[pairs.mention] == cluster[pairs.antecedent]
    known = np.bincount(pairs.mention[right], minlength=n) > 0
    learn = np.bincount(pairs.mention, minlength=n) > 0
    for _, later in case.prepared.certain:
        learn[later] = case.prepared.mentions[later].cls != "name" and learn[later]
    return Example(case.prepared, pairs, np.arange(len(right)), right, ~known, learn)


# ---------------------------------------------------------------------------------------------- labelled pronouns


@dataclass(frozen=True, slots=True)
class Labelled:
    """A story of which some pronouns are labelled: number of the pronoun → number of whom it means."""

    prepared: Prepared
    means: Mapping[int, int]


def read_labels(data: Path, read: Callable[[str], Doc]) -> Iterator[Labelled]:
    """Read the labelled stories: ``attribution/polnear_train.jsonl`` in the folder of the data."""
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with LABELS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows[row["story"]].append(row)
    with (data / "attribution/polnear_train.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            story = json.loads(line)
            if story["doc_id"] in rows:
                yield label(read(story["text"]), rows[story["doc_id"]])


def label(doc: Doc, rows: Iterable[Mapping[str, str]]) -> Labelled:
    """Find the labelled mentions in a reading; those that it does not have are left out."""
    words = Words.of(doc)
    mentions = describe(words, spans(words))

    def at(start: int, end: int) -> list[int]:
        return [i for i, m in enumerate(mentions) if m.char_start < end and start < m.char_end]

    means = {}
    for row in rows:
        begin, stop = int(row["antecedent_start"]), int(row["antecedent_end"])
        pronouns = [i for i in at(int(row["start"]), int(row["end"])) if _is_pronoun(mentions[i])]
        named = [i for i in at(begin, stop) if not _is_pronoun(mentions[i])]
        named = [i for i in named if begin <= words.starts[mentions[i].head] < stop]
        if pronouns and named:  # of "the Iowa senator" the senator
            means[pronouns[0]] = min(named, key=lambda i: (mentions[i].phrase[0], -mentions[i].phrase[1]))
    return Labelled(prepare(words, mentions), means)


def from_labels(labelled: Labelled, weights: Weights) -> Example:
    """Make what is learned from of labelled pronouns.

    What else is of the same person is not labelled: it is taken from the names and, of pronouns and descriptions,
    from the chains that the weights make. Pronouns of other chains may be right or wrong: they are left out.
    """
    prepared, pairs = labelled.prepared, labelled.prepared.pairs
    n = len(prepared.mentions)
    place = {id(m): i for i, m in enumerate(prepared.mentions)}
    chain = np.zeros(n, np.int64)
    for number, found in enumerate(decode(prepared, weights)):
        for m in found.mentions:
            chain[place[id(m)]] = number
    group = np.array(prepared.names.group)
    pronoun = np.array([_is_pronoun(m) for m in prepared.mentions])
    means = np.full(n, -1, np.int64)
    for i, antecedent in labelled.means.items():
        means[i] = antecedent
    wanted = means[pairs.mention]
    same = (chain[pairs.antecedent] == chain[wanted]) & (wanted >= 0)
    same |= (group[pairs.antecedent] >= 0) & (group[pairs.antecedent] == group[wanted]) & (wanted >= 0)
    same |= pairs.antecedent == wanted
    kept = np.flatnonzero((wanted >= 0) & (same | ~pronoun[pairs.antecedent]))
    mention = pairs.mention[kept]
    right = same[kept]
    known = np.bincount(mention[right], minlength=n) > 0
    told = np.flatnonzero(np.isin(pairs.pronouns, kept))
    chosen = replace(
        pairs,
        mention=mention,
        antecedent=pairs.antecedent[kept],
        begins=np.searchsorted(mention, np.arange(n + 1)).astype(np.int64),
        codes={name: codes[kept] for name, codes in pairs.codes.items()},
        pronouns=np.flatnonzero(np.isin(kept, pairs.pronouns)),
        narration={name: codes[told] for name, codes in pairs.narration.items()},
    )
    return Example(prepared, chosen, kept, right, ~known, known)


def _is_pronoun(m: Mention) -> bool:
    return m.form == "pronoun"
