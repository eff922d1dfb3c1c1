"""Trees are trees, sequences are sequences, and both are the best there are."""

import itertools
import time

import numpy as np
import pytest

from dragoman.language.decode import best_tree, entity_tags, trees


def is_tree(heads):
    if list(heads).count(0) != 1:
        return False
    for i in range(len(heads)):
        at, steps = i + 1, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def random_scores(rng, n):
    scores = rng.normal(size=(n, n + 1)).astype(np.float32) * 3
    scores[np.arange(n), np.arange(n) + 1] = -1e4
    return scores


@pytest.mark.parametrize("n", range(1, 6))
def test_best_tree_is_the_best_of_all_trees(n):
    rng = np.random.default_rng(n)
    for _ in range(40):
        scores = random_scores(rng, n)
        best = max(
            (heads for heads in itertools.product(range(n + 1), repeat=n) if is_tree(heads)),
            key=lambda heads: sum(scores[i, head] for i, head in enumerate(heads)),
        )
        assert tuple(best_tree(scores).tolist()) == best


def test_a_batch_keeps_good_heads_and_mends_bad_ones():
    arcs = np.full((2, 3, 4), -5.0, np.float32)
    arcs[0, 0, 2], arcs[0, 1, 0], arcs[0, 2, 2] = 5, 5, 5  # a tree
    arcs[1, 0, 2], arcs[1, 1, 1], arcs[1, 1, 0] = 5, 5, 4  # two words in a circle; the third is padding
    arcs[1, :, 3] = -1e4
    top = np.argsort(-arcs, axis=2)[:, :, :4]
    labels = np.broadcast_to(np.array([2, 3, 4, 5]), top.shape).copy()
    valid = np.array([[1, 1, 1], [1, 1, 0]])
    found = trees(arcs, top, labels, valid, root=0, other=1)
    assert found.heads[0].tolist() == [2, 0, 2]
    assert found.heads[1, :2].tolist() == [2, 0]
    assert found.labels[0].tolist() == [2, 0, 2]
    assert found.labels[1, :2].tolist() == [2, 0]
    assert found.scores[0, 0] > 0.99
    assert found.scores[1, 1] == pytest.approx(1 / (1 + np.e), abs=0.01)


def test_random_batches_always_give_trees():
    rng = np.random.default_rng(0)
    lengths = rng.integers(1, 30, 40)
    n = int(lengths.max())
    valid = (np.arange(n)[None] < lengths[:, None]).astype(np.int64)
    arcs = rng.normal(size=(40, n, n + 1)).astype(np.float32)
    arcs[:, np.arange(n), np.arange(n) + 1] = -1e4
    arcs[:, :, 1:][np.broadcast_to(valid[:, None] == 0, (40, n, n))] = -1e4
    top = np.argsort(-arcs, axis=2)[:, :, :4]
    found = trees(arcs, top, np.ones_like(top) * 3, valid, root=0, other=1)
    for s, length in enumerate(lengths):
        heads = found.heads[s, :length].tolist()
        assert is_tree(heads)
        assert max(heads) <= length
        assert [label == 0 for label in found.labels[s, :length]] == [head == 0 for head in heads]


def test_the_longest_sentence_a_window_holds_takes_a_moment():
    began = time.perf_counter()
    assert is_tree(best_tree(random_scores(np.random.default_rng(1), 510)).tolist())
    assert time.perf_counter() - began < 3


TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


def score_of(tags, scores):
    for a, b in zip(["O", *tags], tags):
        if b.startswith("I-") and a[2:] != b[2:]:
            return -np.inf
    return sum(scores[i, TAGS.index(tag)] for i, tag in enumerate(tags))


def test_entity_tags_are_the_best_allowed_sequence():
    rng = np.random.default_rng(2)
    scores = rng.normal(size=(30, 4, 5)).astype(np.float32)
    lengths = rng.integers(1, 5, 30)
    valid = (np.arange(4)[None] < lengths[:, None]).astype(np.int64)
    found = entity_tags(scores, valid, TAGS)
    for s, length in enumerate(lengths):
        best = max(itertools.product(TAGS, repeat=int(length)), key=lambda tags: score_of(tags, scores[s]))
        assert [TAGS[t] for t in found.tags[s, :length]] == list(best)
    assert ((found.scores > 0) & (found.scores <= 1)).all()
