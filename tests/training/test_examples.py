"""What the ranker of chains learns from single labelled pronouns; the story is ours."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from dragoman.language import load_reader
from dragoman.language.weights import load_weights
from training.examples import LABELS, from_labels, label

TEXT = "Ted Moreno thanked Ian Weiss. Moreno then left the hall. “The roof leaks,” he said."


@pytest.fixture(scope="module")
def labelled():
    name = TEXT.index("Moreno then")
    row = {"start": TEXT.index("he said"), "end": TEXT.index("he said") + 2}
    row |= {"antecedent_start": name, "antecedent_end": name + len("Moreno")}
    return label(load_reader().read(TEXT), [{key: str(value) for key, value in row.items()}])


def test_all_mentions_of_the_name_are_right_and_other_names_are_wrong(labelled):
    made = from_labels(labelled, load_weights())
    mentions = made.prepared.mentions
    right = {mentions[j].text for j in made.pairs.antecedent[made.right]}
    wrong = {mentions[j].text for j in made.pairs.antecedent[~made.right]}
    assert right == {"Ted Moreno", "Moreno"}
    assert "Ian Weiss" in wrong


def test_only_the_labelled_pronoun_is_learned_from(labelled):
    made = from_labels(labelled, load_weights())
    assert [made.prepared.mentions[i].text for i in np.flatnonzero(made.learn)] == ["he"]
    assert set(made.pairs.mention.tolist()) == set(np.flatnonzero(made.learn).tolist())


def test_the_labels_are_offsets_and_none_comes_twice():
    with LABELS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 250
    assert len({(row["story"], row["start"]) for row in rows}) == len(rows)
    assert all(
        int(row["start"]) < int(row["end"]) and int(row["antecedent_start"]) < int(row["antecedent_end"])
        for row in rows
    )
