"""How the codebook and the relation head are weighed: ``python -m training.relation_weights --data ../shared/data``.

    --model training/runs/model     a model folder in place of the shipped one
    --folds 5 --left-out 0          the part of plv_train that the head was not trained on (its configuration says)

A log-linear model over :func:`dragoman.coding.relations.evidence`: few weights, fitted on the sentences that the head
has never seen, and judged by cross-validation inside them. Of the older labels YIELD stands for two types, and an
answer of the codebook is right where its code has that label (:func:`dragoman.bench.relation_sets.label`). It prints
the figures of the codebook alone, the head alone and both, and writes ``dragoman/coding/relations.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.bench.relation_sets import LABELS, QUADS, label, macro_f1, marked_spans, rows
from dragoman.coding.events import EventCoder
from dragoman.coding.relations import TYPES, WEIGHTS, ask, evidence, opinion
from dragoman.knowledge import codebook
from dragoman.language import load_reader
from dragoman.records import Story
from training.pairs import fold

RIDGE = 1.0
PARTS = 10
"""Of the left-out sentences, the parts of the cross-validation."""
START = {"head": 1.0}
"""Weights that the prior holds to: the head as it is."""

Floats = NDArray[np.float64]


class Item(NamedTuple):
    """A sentence: what speaks for each type, the gold label, and the label that each type would get."""

    seen: Mapping[str, Mapping[str, float]]
    gold: str
    labels: tuple[str | None, ...]
    head: int
    ours: str | None


def items(data: Path, model: Path | None, *, folds: int, left_out: int) -> list[Item]:
    """Read the left-out sentences, and ask both."""
    reader, book = load_reader(threads=1, model=model), codebook.load()
    made = []
    for row in rows(data, "plv_train.jsonl"):
        text = row["text"]
        if fold(text, folds) != left_out:
            continue
        doc = reader.read(text)
        actor, recipient = marked_spans(row["marked"])
        coder = EventCoder(doc, Story(id="-", text=text), (), book)
        told = opinion(coder, actor=actor, recipient=recipient)
        learned = ask(doc, reader, actor=actor, recipient=recipient)
        if not learned:
            raise SystemExit("the model has no relation head: give another with --model")
        ours = label(coder.coded(told.found)[0], told.found.cameo) if told is not None else None
        by_type = tuple(
            ours if told is not None and coder.coded(told.found)[0] == type_ else label(type_)
            for type_ in TYPES
        )
        best = max(range(len(TYPES)), key=lambda n: learned.get(TYPES[n], 0.0))
        made.append(Item(evidence(coder, told, learned), row["gold_root"], by_type, best, ours))
    return made


def tensor(chosen: Sequence[Item], names: Sequence[str]) -> tuple[Floats, Floats]:
    """Give the features [items, types, names], and which types are right [items, types]."""
    seen = np.array([[[one.seen[t].get(n, 0.0) for n in names] for t in TYPES] for one in chosen])
    right = np.array([[float(told == one.gold) for told in one.labels] for one in chosen])
    return seen, right


def fit(seen: Floats, right: Floats, start: Floats, *, steps: int = 400, rate: float = 0.5) -> Floats:
    """Fit by gradient steps: of the sum of the probabilities of the right types."""
    weights = start.copy()
    scale = 1 + np.abs(seen).max((0, 1))
    kept = right.any(1)
    for _ in range(steps):
        odds = _odds(seen, weights)
        good = odds * right
        share = good / np.maximum(good.sum(1, keepdims=True), 1e-9)
        slope = np.einsum("it,itn->n", (share - odds)[kept], seen[kept]) - RIDGE * (weights - start)
        weights += rate * slope / (scale * max(kept.sum(), 1) ** 0.5) / scale
    return weights


def _odds(seen: Floats, weights: Floats) -> Floats:
    scores = seen @ weights
    odds = np.exp(scores - scores.max(1, keepdims=True))
    return odds / odds.sum(1, keepdims=True)


def report(name: str, gold: Sequence[str], told: Sequence[str | None]) -> None:
    """Print accuracy, root and quad macro-F1."""
    right = 100 * sum(g == t for g, t in zip(gold, told, strict=True)) / len(gold)
    quads = [QUADS[one] for one in gold], [QUADS.get(one or "") for one in told]
    root, quad = macro_f1(gold, told, LABELS), macro_f1(*quads, range(1, 5))
    print(f"{name}: accuracy {right:.1f}, root macro-F1 {root:.1f}, quad macro-F1 {quad:.1f}")


def main() -> None:
    """Ask, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--left-out", type=int, default=0)
    chosen = parser.parse_args()
    found = items(chosen.data, chosen.model, folds=chosen.folds, left_out=chosen.left_out)
    learn(found)


def learn(found: Sequence[Item]) -> None:
    """Fit by parts and on all, print the figures, and write the weights."""
    names = sorted({n for one in found for row in one.seen.values() for n in row})
    start = np.array([START.get(n, 0.0) for n in names])
    seen, right = tensor(found, names)
    gold = [one.gold for one in found]
    both: list[str | None] = [None] * len(found)
    chances: list[tuple[float, bool]] = []
    for part in range(PARTS):
        inside = np.array([n % PARTS != part for n in range(len(found))])
        weights = fit(seen[inside], right[inside], start)
        for n in np.flatnonzero(~inside):
            odds = _odds(seen[n : n + 1], weights)[0]
            both[n] = found[n].labels[int(odds.argmax())]
            chances.append((float(odds.max()), both[n] == gold[n]))
    print(f"{len(found)} sentences")
    report("codebook alone", gold, [one.ours for one in found])
    report("head alone", gold, [one.labels[one.head] for one in found])
    report("both, by parts", gold, both)
    for low in (0.0, 0.5, 0.7, 0.8, 0.9):
        high = {0.0: 0.5, 0.5: 0.7, 0.7: 0.8, 0.8: 0.9, 0.9: 1.01}[low]
        inside_bin = [good for chance, good in chances if low <= chance < high]
        if inside_bin:
            share = np.mean(inside_bin)
            print(f"  said {low:.1f} to {min(high, 1.0):.1f}: right in {share:.0%} of {len(inside_bin)}")
    weights = fit(seen, right, start)
    stored = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True)}
    WEIGHTS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
