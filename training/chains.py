"""Learn the weights of ``dragoman/language/chains.json``: ``python -m training.chains ../shared/data/language``.

The ranker is a linear model in which every mention chooses among its candidates and "new". Which of several right
antecedents it should choose is left open: the sum of their probabilities is maximised (Durrett and Klein 2013, "Easy
victories and uphill battles in coreference resolution"), by AdaGrad with L2 decay, documents in a fixed random order.
Each document of GUM train is seen twice: with gold trees and mentions, and as the reader sees it from raw text. The
labelled pronouns of :mod:`training.examples` are seen beside them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.bench.chains import Case, gold_case, load, read_case, score_cases
from dragoman.language import load_reader
from dragoman.language.chains import Chain, decode
from dragoman.language.weights import Weights
from training.examples import Example, Labelled, from_case, from_labels, read_labels

Floats = NDArray[np.float64]

OUTPUT = Path(__file__).parents[1] / "dragoman" / "language" / "chains.json"


def learn(
    examples: Sequence[Example],
    labelled: Sequence[Labelled] = (),
    *,
    times: int = 3,
    rounds: int = 12,
    rate: float = 0.12,
    decay: float = 2e-4,
) -> Weights:
    """Learn weights, then twice again with the standing of each chain as the last weights have made it.

    Standings of gold chains would be trusted too much: ours have errors (Clark and Manning 2015, "Entity-centric
    coreference resolution with model stacking").

    Args:
        examples: documents.
        labelled: stories with labelled pronouns; times: how often they are seen in each pass.
        rounds: passes over all.
        rate: AdaGrad's step.
        decay: share by which a weight that is touched shrinks at each step.
    """
    for e in examples:
        e.pairs.codes.pop("standing", None)
    weights = _learn(examples, rounds=rounds, rate=rate, decay=decay)
    for _ in range(2):
        for e in examples:
            e.pairs.codes.pop("standing", None)  # while linking it is found anew
        stories = [from_labels(one, weights) for one in labelled]
        for e in (*examples, *stories):
            labels: list[int] = []
            decode(e.prepared, weights, standings=labels)
            e.pairs.codes["standing"] = np.array(labels, np.int64)[e.kept]
        weights = _learn([*examples, *stories * times], rounds=rounds, rate=rate, decay=decay)
    for e in examples:
        del e.pairs.codes["standing"]
    return weights


def _learn(examples: Sequence[Example], *, rounds: int, rate: float, decay: float) -> Weights:
    """Learn from the examples; the weights are the mean of the later rounds' (Polyak and Juditsky 1992)."""
    weights = Weights.zeros()
    squares = Weights.zeros()
    total = Weights.zeros()
    order = np.random.default_rng(1)
    first = rounds // 3
    for number in range(rounds):
        loss, decided = 0.0, 0
        for k in order.permutation(len(examples)).tolist():
            one, m = step(weights, squares, examples[k], rate=rate, decay=decay)
            loss, decided = loss + one, decided + m
        if number in (0, rounds - 1):
            print(f"round {number + 1}: loss {loss / max(decided, 1):.4f}", flush=True)
        if number >= first:
            _add(total, weights, 1 / (rounds - first))
    return total


def _add(total: Weights, weights: Weights, share: float) -> None:
    for sums, arrays in ((total.pair, weights.pair), (total.new, weights.new)):
        for name, array in arrays.items():
            sums[name] += share * array


def step(weights: Weights, squares: Weights, e: Example, *, rate: float, decay: float) -> tuple[float, int]:
    """Take one step on one document; returns its loss and how many mentions it is the sum of."""
    p = e.pairs
    if not len(p.mention):
        return 0.0, 0
    pair, new = p.scores(weights)
    begins = p.begins[:-1]
    filled = np.flatnonzero(np.diff(p.begins) > 0)
    peak = new.copy()
    peak[filled] = np.maximum(peak[filled], np.maximum.reduceat(pair, begins[filled]))
    pair_mass, new_mass = np.exp(pair - peak[p.mention]), np.exp(new - peak)
    n = len(new)
    total = new_mass + np.bincount(p.mention, pair_mass, n)
    good = np.where(e.new, new_mass, 0.0) + np.bincount(p.mention[e.right], pair_mass[e.right], n)
    loss = float((np.log(total) - np.log(np.maximum(good, 1e-30)))[e.learn].sum())
    take = e.learn.astype(np.float64)
    # gradient of log(good / total)
    pair_slope = (
        np.where(e.right, pair_mass / good[p.mention].clip(1e-30), 0.0) - pair_mass / total[p.mention]
    ) * take[p.mention]
    new_slope = (np.where(e.new, new_mass / good.clip(1e-30), 0.0) - new_mass / total) * take
    cls = p.cls[p.mention]
    for name, codes in p.codes.items():
        _update(weights.pair[name], squares.pair[name], cls, codes, pair_slope, rate=rate, decay=decay)
    cls, pair_slope = cls[p.pronouns], pair_slope[p.pronouns]
    for name, codes in p.narration.items():
        _update(weights.pair[name], squares.pair[name], cls, codes, pair_slope, rate=rate, decay=decay)
    for name, codes in p.new_codes.items():
        _update(weights.new[name], squares.new[name], p.cls, codes, new_slope, rate=rate, decay=decay)
    return loss, int(e.learn.sum())


def _update(
    array: Floats,
    square: Floats,
    cls: NDArray[np.int64],
    codes: NDArray[np.int64],
    slope: Floats,
    *,
    rate: float,
    decay: float,
) -> None:
    flat = cls * array.shape[1] + codes
    gradient = np.bincount(flat, slope, array.size).reshape(array.shape)
    touched = gradient != 0
    square[touched] += gradient[touched] ** 2
    array[touched] += rate * gradient[touched] / np.sqrt(square[touched] + 1e-8)
    array[touched] *= 1 - decay


def cross_validate(
    gold: Sequence[Case], read: Sequence[Case], *, folds: int, rounds: int, decay: float
) -> dict[str, dict[str, object]]:
    """Score every document by weights learned from the others: GUM dev has two news documents only."""
    examples = [(from_case(a), from_case(b)) for a, b in zip(gold, read, strict=True)]
    rows: dict[str, list[tuple[Case, list[Chain]]]] = {"gold": [], "read": []}
    for fold in range(folds):
        kept = [e for k, both in enumerate(examples) if k % folds != fold for e in both]
        weights = learn(kept, rounds=rounds, decay=decay)
        for name, cases in (("gold", gold), ("read", read)):
            rows[name] += [(case, decode(case.prepared, weights)) for case in cases[fold::folds]]
    return {name: score_cases(found) for name, found in rows.items()}


def main() -> None:
    """Learn, print the figures on GUM dev, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="with gum-train-clean.conllu.gz and gum-dev.conllu.gz")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--decay", type=float, default=2e-4)
    parser.add_argument("--folds", type=int, default=0, help="only cross-validate over train and dev")
    args = parser.parse_args()
    read = load_reader().read
    if args.folds:
        every = [g for part in ("train-clean", "dev") for g in load(args.folder / f"gum-{part}.conllu.gz")]
        gold, ours = [gold_case(g) for g in every], [read_case(g, read) for g in every]
        found = cross_validate(gold, ours, folds=args.folds, rounds=args.rounds, decay=args.decay)
        for name, figures in found.items():
            print(name, json.dumps(figures))
        return
    train = load(args.folder / "gum-train-clean.conllu.gz")
    examples = [from_case(case(gum)) for case in (gold_case, partial(read_case, read=read)) for gum in train]
    labelled = list(read_labels(args.folder.parent, read))
    print(f"{len(train)} documents, {sum(int(e.learn.sum()) for e in examples)} mentions", flush=True)
    weights = learn(examples, labelled, rounds=args.rounds, decay=args.decay)
    args.output.write_text(weights.to_json(), encoding="utf-8")
    dev = load(args.folder / "gum-dev.conllu.gz")
    for name, cases in (("gold", [gold_case(g) for g in dev]), ("read", [read_case(g, read) for g in dev])):
        print(name, json.dumps(score_cases([(case, decode(case.prepared, weights)) for case in cases])))


if __name__ == "__main__":
    main()
