"""Exchanged names keep their tags, and only names are exchanged."""

import random

import pytest

pytest.importorskip("torch")

from training.corpora import Corpus
from training.swap import Swap, tables

SENTENCE = {
    "forms": ["Ada", "Lovelace", "left", "Geneva", "on", "Monday", "."],
    "entities": ["B-PER", "I-PER", "O", "B-LOC", "O", "B-DATE", "O"],
}


def corpus() -> Corpus:
    other = {"forms": ["Bo", "met", "New", "Delhi", "."], "entities": ["B-PER", "O", "B-LOC", "I-LOC", "O"]}
    return Corpus("toy", [[SENTENCE, other]])


def test_every_name_can_be_exchanged_and_its_tags_follow():
    swap = Swap([corpus()], share=1.0, ours=0.0)
    seen = set()
    for seed in range(40):
        made = swap(SENTENCE, random.Random(seed))
        assert len(made["forms"]) == len(made["entities"])
        kept = [form for form, tag in zip(made["forms"], made["entities"], strict=True) if tag == "O"]
        assert kept == ["left", "on", "."]
        assert "Monday" in made["forms"], "days are not exchanged"
        seen.add(" ".join(made["forms"]))
    assert "Bo left New Delhi on Monday ." in seen
    assert "Ada Lovelace left Geneva on Monday ." in seen


def test_without_a_share_nothing_changes():
    assert Swap([corpus()], share=0.0)(SENTENCE, random.Random(1)) == SENTENCE


def test_our_tables_have_names_of_each_type_that_is_exchanged():
    found = tables()
    assert ("Volodymyr", "Zelensky") in found["PER"] or ("Volodymyr", "Zelenskyy") in found["PER"]
    assert ("Kenya",) in found["LOC"]
    assert ("Kenyan",) in found["NORP"]
    assert ("United", "Nations") in found["ORG"]


def test_a_sentence_without_tags_stays_as_it_is():
    bare = {"forms": ["Hello"]}
    assert Swap([corpus()], share=1.0)(bare, random.Random(1)) is bare
