"""From scores to answers that hold together: dependency trees and entity spans.

The model scores each word's head, and each word's entity tag, on its own. Nearly always the best heads already
form a tree and the best tags a sequence; that is checked for a whole batch at once. Where they do not, the best
tree with one root is found by Chu-Liu-Edmonds for the likeliest roots in turn, until no other root can
do better, and the best sequence by Viterbi's algorithm with forbidden transitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EntityTags", "Trees", "best_tree", "entity_tags", "trees"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_NEVER = -1e4
_ROOTS = 24  # likeliest roots that are tried; of a sentence that the model makes sense of, one or two


@dataclass(frozen=True, slots=True)
class Trees:
    """Decoded trees of a batch of sentences.

    Attributes:
        heads: of each word: 0 for the root, else 1 + the position of the head in its sentence; shape [S, N].
        labels: index of each word's relation; shape [S, N].
        scores: the probability that the model gives to the chosen head; shape [S, N].
    """

    heads: Ints
    labels: Ints
    scores: Floats


def trees(arcs: Floats, top_heads: Ints, top_labels: Ints, valid: Ints, *, root: int, other: int) -> Trees:
    """Decode a batch.

    Args:
        arcs: score of each head for each word, column 0 the root; shape [S, N, N + 1].
        top_heads: the best heads of each word, best first; shape [S, N, k].
        top_labels: the best label for each of `top_heads`; shape [S, N, k].
        valid: 1 where there is a word; shape [S, N].
        root: index of the label that the root has and no other word may have.
        other: index of the label for an arc whose label the model was not asked for.
    """
    heads = top_heads[:, :, 0].copy()
    heads[valid == 0] = 0
    lengths = valid.sum(1)
    for s in np.flatnonzero(~_are_trees(heads, lengths)).tolist():
        n = int(lengths[s])
        heads[s, :n] = best_tree(arcs[s, :n, : n + 1])
    matches = top_heads == heads[:, :, None]
    which = matches.argmax(2)
    labels = np.take_along_axis(top_labels, which[:, :, None], 2)[:, :, 0]
    labels = np.where(matches.any(2), labels, other)
    labels = np.where(heads == 0, root, np.where(labels == root, other, labels))
    peaks = arcs.max(2)
    chosen = np.take_along_axis(arcs, heads[:, :, None], 2)[:, :, 0]
    total = np.exp(arcs - peaks[:, :, None]).sum(2)
    return Trees(heads, labels, (np.exp(chosen - peaks) / total).astype(np.float32))


def _are_trees(heads: Ints, lengths: Ints) -> NDArray[np.bool_]:
    """Whether the heads of each sentence make a tree with one root; by doubling the steps towards the root."""
    s, n = heads.shape
    real = np.arange(n)[None, :] < lengths[:, None]
    one_root = ((heads == 0) & real).sum(1) == 1
    up = np.zeros((s, n + 1), np.int64)
    up[:, 1:] = np.where(real, heads, 0)
    for _ in range(max(1, int(n).bit_length())):
        up = np.take_along_axis(up, up, 1)
    return np.asarray(one_root & (up == 0).all(1), np.bool_)


def best_tree(scores: Floats | NDArray[np.float64]) -> Ints:
    """Return the heads of the best tree with one root: 0 for the root, else 1 + position; shape [n].

    Args:
        scores: of each head (column 0 the root) for each of n words; shape [n, n + 1].
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, 1:] = scores[:, 1:]
    np.fill_diagonal(full, -np.inf)
    inner = full[1:].max(1) if n > 1 else np.zeros(1)
    # no tree with this root can be better than this; once the best tree found is as good, the rest need no look
    bounds = scores[:, 0] + (inner.sum() - inner)
    best, best_total = np.zeros(n, np.int64), -np.inf
    for root in np.argsort(-bounds, kind="stable")[:_ROOTS].tolist():
        if bounds[root] <= best_total:
            break
        full[1:, 0] = -np.inf
        full[root + 1] = -np.inf
        full[root + 1, 0] = scores[root, 0]
        heads = _spanning_tree(full)[1:]
        total = float(scores[np.arange(n), heads].sum(dtype=np.float64))
        if total > best_total:
            best, best_total = heads, total
        full[root + 1, 1:] = scores[root, 1:]
        full[root + 1, root + 1] = -np.inf
    return best


def _spanning_tree(scores: NDArray[np.float64]) -> Ints:
    """Maximum spanning arborescence from node 0; ``scores[dependent, head]``; returns each node's head.

    Greedy heads, or, where these have a cycle, the tree of the graph with that cycle made one node (Chu & Liu 1965,
    Edmonds 1967). A window bounds n to some 200 words, and a sentence has one or two cycles if any.
    """
    heads: Ints = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not len(cycle):
        return heads
    rest = np.setdiff1d(np.arange(len(scores)), cycle)
    m = len(rest)
    smaller = np.full((m + 1, m + 1), -np.inf)
    smaller[:m, :m] = scores[np.ix_(rest, rest)]
    gain = scores[np.ix_(cycle, rest)] - scores[cycle, heads[cycle]][:, None]
    smaller[m, :m] = gain.max(0)
    out = scores[np.ix_(rest, cycle)]
    smaller[:m, m] = out.max(1)
    smaller[0] = -np.inf
    found = _spanning_tree(smaller)
    result = heads.copy()
    from_cycle = found[:m] == m
    result[rest] = np.where(from_cycle, cycle[out.argmax(1)], rest[np.minimum(found[:m], m - 1)])
    entered = int(found[m])
    result[cycle[gain[:, entered].argmax()]] = rest[entered]
    result[0] = 0
    return result


def _cycle(heads: Ints) -> Ints:
    """The nodes of one cycle, or none; node 0 is the root and points to itself."""
    steps = heads.tolist()
    state = [0] * len(steps)
    state[0] = 2
    for start in range(1, len(steps)):
        path, at = [], start
        while not state[at]:
            state[at] = 1
            path.append(at)
            at = steps[at]
        if state[at] == 1:
            return np.array(path[path.index(at) :], np.int64)
        for seen in path:
            state[seen] = 2
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class EntityTags:
    """Decoded entity tags of a batch of sentences.

    Attributes:
        tags: index of each word's tag; shape [S, N].
        scores: the probability that the model gives to that tag; shape [S, N].
    """

    tags: Ints
    scores: Floats


def entity_tags(scores: Floats, valid: Ints, tags: Sequence[str]) -> EntityTags:
    """Decode a batch: the best sequence in which ``I-X`` follows only ``B-X`` or ``I-X``.

    Args:
        scores: unnormalised score of each tag for each word; shape [S, N, K].
        valid: 1 where there is a word; shape [S, N].
        tags: the K tags, ``O``, ``B-X``, ``I-X``.
    """
    allowed = _allowed(tags)
    best = scores.argmax(2)
    inner = np.array([tag.startswith("I-") for tag in tags])
    wrong = ~allowed[best[:, :-1], best[:, 1:]] & (valid[:, 1:] == 1)
    rows = np.flatnonzero(wrong.any(1) | inner[best[:, 0]])
    if len(rows):
        best[rows] = _viterbi(scores[rows] * valid[rows, :, None].astype(np.float32), allowed, inner)
    peaks = scores.max(2)
    chosen = np.take_along_axis(scores, best[:, :, None], 2)[:, :, 0]
    total = np.exp(scores - peaks[:, :, None]).sum(2)
    return EntityTags(best, (np.exp(chosen - peaks) / total).astype(np.float32))


def _allowed(tags: Sequence[str]) -> NDArray[np.bool_]:
    """Whether the tag of the column may follow the tag of the row; shape [K, K]."""
    return np.array(
        [[not b.startswith("I-") or a in (b, "B-" + b[2:]) for b in tags] for a in tags], dtype=np.bool_
    )


def _viterbi(scores: Floats, allowed: NDArray[np.bool_], inner: NDArray[np.bool_]) -> Ints:
    """Best allowed sequences; past a sentence's end all scores are 0, so that nothing before changes."""
    s, n, k = scores.shape
    penalty = np.where(allowed, np.float32(0), np.float32(_NEVER))
    total = np.where(inner, np.float32(_NEVER), np.float32(0)) + scores[:, 0]
    back = np.zeros((n, s, k), np.int16)
    for i in range(1, n):
        paths = total[:, :, None] + penalty
        back[i] = paths.argmax(1)
        total = paths.max(1) + scores[:, i]
    result = np.zeros((s, n), np.int64)
    result[:, -1] = total.argmax(1)
    rows = np.arange(s)
    for i in range(n - 1, 0, -1):
        result[:, i - 1] = back[i, rows, result[:, i]]
    return result
