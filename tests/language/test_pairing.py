"""Pairs: marks around two spans, and what a model is shown of a story."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.language.pairing import ACTOR, RECIPIENT, marked, relations
from tests.language.standin import StandIn

FORMS = ["Lima", "thanked", "Quito", ".", "Oslo", "left", ".", "Quito", "sent", "aid", "."]
SENTENCE = [0] * 4 + [1] * 3 + [2] * 4


class Telling(StandIn):
    """Says TYPE where an actor's mark stands first in the window, and keeps what it was shown."""

    labels = {**StandIn.labels, "relation": ["NONE", "SUPPORT"]}

    def __call__(self, inputs):
        shape = inputs["words"].shape
        self.batches.append(dict(inputs))
        scores = np.zeros((*shape, 2), np.float32)
        scores[:, :, 1] = inputs["ids"].ravel()[inputs["words"]] == self.encoder.pieces(ACTOR)[0]
        return {"relation": scores}


@pytest.fixture
def model() -> Telling:
    return Telling()


def test_marks_stand_around_both_spans_whichever_comes_first():
    words, marks = marked(["a", "b", "c"], (2, 3), (0, 1))
    assert words == [RECIPIENT, "a", RECIPIENT, "b", ACTOR, "c", ACTOR]
    assert marks == [0, 4]


def test_spans_that_touch_keep_their_own_marks():
    words, marks = marked(["a", "b"], (0, 1), (1, 2))
    assert words == [ACTOR, "a", ACTOR, RECIPIENT, "b", RECIPIENT]
    assert marks == [0, 3]


def test_a_mark_in_the_text_is_not_taken_for_one():
    assert marked([ACTOR, "b"], (1, 2), None)[0] == ["'", ACTOR, "b", ACTOR]


def test_only_the_sentences_of_the_pair_are_shown(model):
    relations(model, FORMS, [((0, 1), (2, 3)), ((4, 5), None)], sentence=SENTENCE)
    assert model.batches[0]["valid"].sum(1).tolist() == [4 + 4, 3 + 2]


def test_probabilities_add_up_and_come_in_the_order_of_the_pairs(model):
    pairs = [((0, 1), (2, 3))] * 9 + [(None, (2, 3))]
    found = relations(model, FORMS, pairs, sentence=SENTENCE)
    assert found is not None
    assert found.shape == (10, 2)
    assert found.sum(1) == pytest.approx(np.ones(10))
    assert np.ptp(found[:9], axis=0) == pytest.approx(np.zeros(2))


def test_a_pair_that_lies_too_far_apart_is_cut_and_answered(model):
    forms = ["word"] * 100
    found = relations(model, forms, [((0, 1), (99, 100))], sentence=[0] * 100)
    assert found is not None
    assert found.sum() == pytest.approx(1)


def test_a_pair_of_nobody_is_refused(model):
    with pytest.raises(ValueError, match="actor or a recipient"):
        relations(model, FORMS, [(None, None)], sentence=SENTENCE)


def test_a_model_without_that_head_says_nothing():
    assert relations(StandIn(), FORMS, [((0, 1), None)], sentence=SENTENCE) is None
