"""Attributions: what the layout says of two words, and how scores become cues, sources and contents."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelError
from dragoman.language.attributions import (
    SIZES,
    Layout,
    Settings,
    Tables,
    branch_names,
    decode,
    outline,
    places,
)
from dragoman.language.tokens import Tokenizer

# "A storm is near , officials said ." with the tree that UD gives it
WORDS = ["A", "storm", "is", "near", ",", "officials", "said", "."]
HEADS = [1, 3, 3, 6, 3, 6, 6, 6]
LABELS = ["det", "nsubj", "cop", "ccomp", "punct", "nsubj", "root", "punct"]


def layout(heads=HEADS, labels=LABELS, sentence=None, paragraph=None, quotation=None) -> Layout:
    n = len(heads)

    def numbers(given):
        return np.array(given if given is not None else [0] * n, np.int64)

    return Layout(numbers(sentence), numbers(paragraph), numbers(quotation), numbers(heads), labels)


def tables(**settings: float) -> Tables:
    scores = {name: np.zeros((size, 2), np.float32) for name, size in {**SIZES, "branch": 3}.items()}
    scores["branch"][1] = (4, -4)  # the cue's subject
    scores["branch"][2] = (-4, 4)  # what is under its clause
    return Tables(
        scores=scores,
        bias=np.array([-2, -2], np.float32),
        branches={"": 0, "self<nsubj": 1, "self<ccomp": 2},
        settings=Settings(**settings),
    )


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer()


def numbers_of(text: str) -> list[int]:
    tokens = tokenizer()(text)
    words = np.flatnonzero(~tokens.space)
    return outline(tokens, words)[1].tolist()


def test_words_between_marks_share_a_number_whatever_the_marks():
    for opening, closing in (('"', '"'), ("“", "”"), ("«", "»")):
        found = numbers_of(f"{opening}We won{closing}, he said. {opening}Yes.{closing}")
        assert found == [1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2]


def test_a_quotation_ends_with_its_paragraph_and_one_that_reopens_is_another():
    assert numbers_of("“One two\n\n“three.”") == [1, 1, 1, 2, 2, 2, 2]


def test_an_unclosed_straight_mark_is_closed_by_the_next_opening_one():
    assert numbers_of('"One two. "three four"')[4:] == [2, 2, 2, 2]


@settings(deadline=None)
@given(st.text(alphabet="ab \n\"“”«».'", max_size=80))
def test_any_text_has_numbers_that_rise(text):
    found = [n for n in numbers_of(text) if n]
    assert found == sorted(found)


def test_branches_say_how_a_word_is_joined_to_the_cue():
    names = branch_names(layout(), 6, range(8))
    assert names == [
        "self<ccomp",
        "self<ccomp",
        "self<ccomp",
        "self<ccomp",
        "self<ccomp",
        "self<nsubj",
        "self<self",
        "self<punct",
    ]


def test_branches_from_below_name_the_branch_of_the_cue_first():
    # seen from "near": said is above it by ccomp, officials hangs there as its subject
    names = branch_names(layout(), 3, range(8))
    assert names[6] == "ccomp<self"
    assert names[5] == "ccomp<nsubj"
    assert names[1] == "self<nsubj"


def test_a_word_that_hangs_outside_the_sentence_is_apart():
    assert branch_names(layout(heads=[0, 1], labels=["root", "root"]), 0, range(2)) == ["self<self", "apart"]


def test_entries_lie_inside_their_tables():
    one = layout(
        sentence=[0, 0, 0, 1, 1, 5, 5, 9],
        paragraph=[0, 0, 0, 0, 3, 3, 4, 9],
        quotation=[0, 1, 1, 2, 0, 3, 3, 9],
        heads=[0] * 3 + [3, 3] + [5, 5, 7],
        labels=["root"] * 8,
    )
    for cue in range(8):
        for name, entries in places(one, [cue], range(8), {"": 0}).items():
            assert entries.shape == (1, 8)
            assert entries.min() >= 0
            assert entries.max() < {**SIZES, "branch": 1}[name]


def outputs(cue_at: int, n: int = 8):
    cue = np.zeros((n, 3), np.float32)
    cue[:, 0] = 5
    cue[cue_at] = (0, 6, 0)
    return cue, np.zeros((n, 2, 4), np.float32), np.zeros((n, 4), np.float32)


def test_the_tree_alone_can_give_source_and_content():
    (one,) = decode(*outputs(6), layout(), tables())
    assert (one.cue, one.source, one.content) == ((6,), (5,), (0, 1, 2, 3, 4))
    assert 0 < one.score <= 1


def test_keys_and_values_reach_over_sentences():
    n = 8
    cue, keys, values = outputs(6)
    keys[6, 1, 0], values[:2, 0] = 10, 10
    one_sentence_each = layout(
        sentence=[0, 0, 1, 1, 1, 1, 1, 1], heads=[0, 0, 2, 2, 2, 6, 6, 6], labels=["root"] * n
    )
    (one,) = decode(cue, keys, values, one_sentence_each, tables())
    assert one.content == (0, 1)
    far = layout(sentence=[0, 0, 9, 9, 9, 9, 9, 9], heads=[0, 0, 2, 2, 2, 6, 6, 6], labels=["root"] * n)
    assert decode(cue, keys, values, far, tables()) == []


def test_a_cue_without_a_content_is_no_attribution():
    assert decode(*outputs(0), layout(), tables()) == []


def test_a_source_must_reach_the_least_sum():
    (one,) = decode(*outputs(6), layout(), tables(least=50.0))
    assert one.source == ()


def test_short_gaps_are_bridged_and_lonely_words_left_out():
    cue, keys, values = outputs(7, n=10)
    keys[7, 1, 0] = 1
    values[:, 0] = [6, 6, 1, 6, 6, -6, -6, 0, -6, 2.5]
    flat = layout(heads=[0] * 10, labels=["root"] * 10)
    (one,) = decode(cue, keys, values, flat, tables(change=2.0))
    assert one.content == (0, 1, 2, 3, 4)


def test_no_words_have_no_attributions():
    empty = layout(heads=[], labels=[])
    assert decode(*(a[:0] for a in outputs(0)), empty, tables()) == []


def test_damaged_tables_say_which_file(tmp_path):
    path = tmp_path / "attributions.json"
    path.write_text(json.dumps({"scores": {}}))
    with pytest.raises(ModelError, match=r"attributions\.json"):
        Tables.load(path)
