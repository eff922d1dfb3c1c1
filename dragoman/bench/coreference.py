"""CoNLL F1 of coreference: the mean of MUC, B³ and CEAF-e (Pradhan et al. 2014, "Scoring Coreference Partitions").

A clustering is a collection of clusters, a cluster a set of mentions, a mention anything hashable (offsets of one
document, say). Mentions that only one side has count against it, as in the reference scorer.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

import numpy as np

__all__ = ["conll", "f1"]

Clusters = Collection[Collection[Hashable]]
Counts = tuple[float, float, float, float]  # recall's numerator and denominator, precision's


def conll(documents: Iterable[tuple[Clusters, Clusters]]) -> dict[str, float]:
    """Score the clusters of many documents.

    Args:
        documents: gold and predicted clusters of each. Singletons count in B³ and CEAF-e where they are given;
            leave them out on both sides for the figure of CoNLL 2012.

    Returns:
        ``muc``, ``b3``, ``ceafe`` and their mean ``conll``: F1 in percent, micro-averaged over the documents.
    """
    totals = {name: np.zeros(4) for name in ("muc", "b3", "ceafe")}
    for gold, predicted in documents:
        g, p = [frozenset(c) for c in gold], [frozenset(c) for c in predicted]
        totals["muc"] += (*_muc(g, p), *_muc(p, g))
        totals["b3"] += (*_b3(g, p), *_b3(p, g))
        totals["ceafe"] += _ceafe(g, p)
    scores = {name: 100 * f1(*counts) for name, counts in totals.items()}
    return scores | {"conll": sum(scores.values()) / 3}


def f1(right_gold: float, gold: float, right_predicted: float, predicted: float) -> float:
    """Combine recall and precision, each given as numerator and denominator, to F1 in [0, 1]."""
    recall = right_gold / gold if gold else 0.0
    precision = right_predicted / predicted if predicted else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _cluster_of(clusters: list[frozenset[Hashable]]) -> dict[Hashable, int]:
    return {mention: index for index, cluster in enumerate(clusters) for mention in cluster}


def _muc(key: list[frozenset[Hashable]], answer: list[frozenset[Hashable]]) -> tuple[float, float]:
    """Links of the key that the answer keeps, of all that it takes to tie each of the key's clusters together."""
    where = _cluster_of(answer)
    kept = needed = 0
    for cluster in key:
        found = {where[m] for m in cluster if m in where}
        parts = len(found) + sum(m not in where for m in cluster)
        kept += len(cluster) - parts
        needed += len(cluster) - 1
    return kept, needed


def _b3(key: list[frozenset[Hashable]], answer: list[frozenset[Hashable]]) -> tuple[float, float]:
    """For each mention of the key, the share of its cluster that the answer's cluster of it holds; summed."""
    where = _cluster_of(answer)
    share = sum(
        len(cluster & answer[where[m]]) / len(cluster) for cluster in key for m in cluster if m in where
    )
    return share, sum(map(len, key))


def _ceafe(gold: list[frozenset[Hashable]], predicted: list[frozenset[Hashable]]) -> Counts:
    """The best one-to-one alignment of clusters under the entity-based similarity φ4 (Luo 2005)."""
    if not gold or not predicted:
        return 0.0, len(gold), 0.0, len(predicted)
    from scipy.optimize import linear_sum_assignment

    similarity = np.array([[2 * len(g & p) / (len(g) + len(p)) for p in predicted] for g in gold])
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    best = float(similarity[rows, columns].sum())
    return best, len(gold), best, len(predicted)
