"""Learn the weights of the place ranker: ``python -m training.places [--write]``.

A conditional logit over the candidates of each name (marginal likelihood of the candidates within 161 km of the
gold point), once without and once with what the other names say, on LGL and GeoWebNews' development parts, each
document with and without its outlet. Without ``--write`` it prints accuracies by five-fold cross-validation over
documents, with it it trains on all and writes ``dragoman/coding/places.json``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from dragoman.bench.places import NEAR_KM, Document, accuracy, load_documents
from dragoman.coding.candidates import CONTEXT, FEATURES, Case, cases, distance
from dragoman.coding.geocoding import allowed, first_scores, in_context, resolve, softmax, stated
from dragoman.coding.homes import Home, home_of
from dragoman.coding.toponyms import mention, recognise
from dragoman.knowledge.gazetteer import load

L2 = 1.0
FOLDS = 5
ROUNDS = 1


Row = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass
class Prepared:
    """One document's names with their gold."""

    fold: int
    found: list[Case]
    home: Home
    gold: list[list[tuple[float, float]]]


def prepare(documents: list[Document], *, sources: bool, offset: int = 0) -> list[Prepared]:
    """Recognise and gather the names of documents, with gold words among them."""
    gazetteer = load()
    made = []
    for number, document in enumerate(documents):
        text = document.doc.text
        spans = [(g.start, g.end) for g in document.gold]
        toponyms = [
            t
            for t in recognise(document.doc, gazetteer)
            if not any(t.start < b and a < t.end for a, b in spans)
        ]
        toponyms += [mention(text, a, b, gazetteer, label=label_of(document, a, b)) for a, b in spans]
        toponyms.sort(key=lambda t: t.start)
        home = home_of(document.source if sources else None, gazetteer)
        found = cases(text, toponyms, gazetteer, home)
        points = {(g.start, g.end): (g.lat, g.lon) for g in document.gold}
        gold = [
            [
                points[t.start, t.end]
                for t in (toponyms[i] for i in case.mentions)
                if (t.start, t.end) in points
            ]
            for case in found
        ]
        made.append(Prepared((number + offset) % FOLDS, found, home, gold))
    return made


def label_of(document: Document, a: int, b: int) -> str:
    """The reader's kind of entity of gold words."""
    return next((e.label_ for e in document.doc.ents if e.start_char < b and a < e.end_char), "")


def positives(case: Case, gold: tuple[float, float]) -> np.ndarray:
    """Which candidates lie within 161 km of a gold point."""
    far = distance(case.lat, case.lon, gold[0], gold[1])
    return np.asarray(np.where(np.isfinite(far), far, 1e9) < NEAR_KM)


def fit(rows: list[Row], *, free: np.ndarray) -> np.ndarray:
    """Maximise the marginal likelihood.

    Rows: features, positive candidates, those that may be chosen, what is added to their scores.
    """
    sizes = np.array([len(r[0]) for r in rows])
    features = np.concatenate([r[0] for r in rows])[:, free]
    good = np.concatenate([r[1] for r in rows])
    may = np.concatenate([r[2] for r in rows])
    given = np.concatenate([r[3] for r in rows])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.where(may, features @ weights + given, -1e9)
        top = np.repeat(np.maximum.reduceat(scores, starts), sizes)
        exp = np.exp(scores - top)
        total = np.add.reduceat(exp, starts)
        right = np.add.reduceat(exp * good, starts)
        chances = exp / np.repeat(total, sizes)
        posterior = exp * good / np.repeat(np.maximum(right, 1e-300), sizes)
        value = -np.log(np.maximum(right, 1e-300) / total).sum() + L2 / 2 * (weights**2).sum()
        return float(value), features.T @ (chances - posterior) + L2 * weights

    found = minimize(loss, np.zeros(int(free.sum())), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    weights = np.zeros(len(FEATURES))
    weights[free] = found.x
    return weights


def first_rows(documents: list[Prepared]) -> list[Row]:
    """Names whose candidates differ, without context."""
    rows = []
    for document in documents:
        for case, gold in zip(document.found, document.gold, strict=True):
            for point in gold:
                real = case.numbers >= 0
                good = positives(case, point) & real
                if good.any() and not good[real].all():
                    rows.append((case.base, good, real, stated(case)))
    return rows


def learn(documents: list[Prepared]) -> tuple[np.ndarray, np.ndarray]:
    """Learn the weights of both passes."""
    free = np.ones(len(FEATURES), bool)
    free[-len(CONTEXT) :] = False
    first = fit(first_rows(documents), free=free)
    second = fit(second_rows(documents, first, None), free=np.ones(len(FEATURES), bool))
    for _ in range(ROUNDS):  # once more, from where the ranker itself puts the other names
        second = fit(second_rows(documents, first, second), free=np.ones(len(FEATURES), bool))
    return first, second


def second_rows(documents: list[Prepared], first: np.ndarray, second: np.ndarray | None) -> list[Row]:
    """Names with what the others say, placed by the first pass or by the ranker itself."""
    rows = []
    for document in documents:
        if second is None:
            matrices = contexts(document, first)
        else:
            resolve(document.found, (first, second), document.home)
            matrices = [in_context(document.found, i, document.home) for i in range(len(document.found))]
        for case, matrix, gold in zip(document.found, matrices, document.gold, strict=True):
            for point in gold:
                good = positives(case, point)
                if good.any() and not good.all():
                    rows.append((matrix, good, allowed(case), stated(case)))
    return rows


def contexts(document: Prepared, first: np.ndarray) -> list[np.ndarray]:
    """Features of all names of a document after the first pass."""
    for case in document.found:
        case.chances = softmax(case.base @ first + first_scores(case))
    return [in_context(document.found, i, document.home) for i in range(len(document.found))]


def right(documents: list[Prepared], weights: tuple[np.ndarray, np.ndarray]) -> tuple[int, int, int]:
    """Count gold mentions within 161 km, those with a right candidate, and all."""
    near = possible = n = 0
    for document in documents:
        resolve(document.found, weights, document.home)
        for case, gold in zip(document.found, document.gold, strict=True):
            best = int(np.argmax(case.chances))
            for point in gold:
                good = positives(case, point)
                near += bool(good[best])
                possible += bool(good.any())
                n += 1
    return near, possible, n


def main() -> None:
    """Cross-validate, or train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--cache", type=Path, help="a folder for readings, to be used again")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sets: dict[str, list[Prepared]] = {}
    for name in ("lgl_dev", "geowebnews_dev"):
        documents = load_documents(given.data / "place" / f"{name}.jsonl", cache=given.cache)
        sets[name] = prepare(documents, sources=True)
        sets[f"{name}, no outlet"] = prepare(documents, sources=False)
    if given.write:
        first, second = learn([d for part in sets.values() for d in part])
        made = {
            key: {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True) if w}
            for key, weights in (("first", first), ("second", second))
        }
        path = Path(__file__).resolve().parents[1] / "dragoman" / "coding" / "places.json"
        path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        return
    counts = {name: np.zeros(3, int) for name in sets}
    for fold in range(FOLDS):
        weights = learn([d for part in sets.values() for d in part if d.fold != fold])
        for name, part in sets.items():
            counts[name] += right([d for d in part if d.fold == fold], weights)
    for name, (near, possible, n) in counts.items():
        print(
            f"{name}: {accuracy(near, n):.1f} % of {n} within 161 km; "
            f"a right candidate for {accuracy(possible, n):.1f} %"
        )


if __name__ == "__main__":
    main()
