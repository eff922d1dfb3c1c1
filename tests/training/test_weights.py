"""The weights of events and of relations are what the items say."""

import numpy as np

from training import event_weights, relation_weights


def test_what_goes_with_events_gets_weight():
    items = [
        event_weights.Item({"always": 1.0, "armed": float(n % 2)}, n % 2 == 1, str(n)) for n in range(40)
    ]
    names = event_weights.columns(items)
    weights = event_weights.fit(
        event_weights.matrix(items, names), np.array([float(one.right) for one in items])
    )
    assert names == ["always", "armed"]
    assert weights[1] > 1 > 0 > weights[0]


def test_what_stands_in_few_items_is_left_out():
    items = [event_weights.Item({"always": 1.0, "rare": 1.0}, True, "a")]
    assert event_weights.columns(items) == ["always"]


def test_the_better_opinion_weighs_more():
    """Two sources give log-odds of two types; only the second is ever right."""
    rng = np.random.default_rng(1)
    right = np.eye(2)[rng.integers(0, 2, 60)]
    noise = rng.normal(size=(60, 2))
    seen = np.stack([noise, right * 2 - 1], axis=-1)
    weights = relation_weights.fit(seen, right, np.array([1.0, 0.0]))
    assert weights[1] > weights[0]
