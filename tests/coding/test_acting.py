"""Whether a place acts where it is spoken of: by the tree alone."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dragoman.coding.acting import is_act, part_of_place
from dragoman.language.words import Words


def tree(*rows):
    """Make a reading of (word, lemma, part of speech, head, relation)."""
    words, lemmas, pos, heads, deps = zip(*rows, strict=True)
    return Words.of(
        Doc(
            Vocab(),
            words=list(words),
            lemmas=list(lemmas),
            pos=list(pos),
            tags=["X"] * len(words),
            heads=list(heads),
            deps=list(deps),
        )
    )


REJECTED = (("Moscow", "Moscow", "PROPN", 1, "nsubj"), ("rejected", "reject", "VERB", 1, "root"))
HOSTED = (("Moscow", "Moscow", "PROPN", 1, "nsubj"), ("hosted", "host", "VERB", 1, "root"))
IN = (
    ("dined", "dine", "VERB", 0, "root"),
    ("in", "in", "ADP", 2, "case"),
    ("Moscow", "Moscow", "PROPN", 0, "obl"),
)
WITH = (
    ("talks", "talk", "NOUN", 0, "root"),
    ("with", "with", "ADP", 2, "case"),
    ("Moscow", "Moscow", "PROPN", 0, "nmod"),
)
INVASION = (
    ("Russia", "Russia", "PROPN", 2, "nmod:poss"),
    ("'s", "'s", "PART", 0, "case"),
    ("invasion", "invasion", "NOUN", 2, "root"),
)
WINTER = (
    ("Russia", "Russia", "PROPN", 2, "nmod:poss"),
    ("'s", "'s", "PART", 0, "case"),
    ("winter", "winter", "NOUN", 2, "root"),
)
ACCUSED = (("accused", "accuse", "VERB", 0, "root"), ("Tehran", "Tehran", "PROPN", 0, "obj"))
LEFT = (("left", "leave", "VERB", 0, "root"), ("Tehran", "Tehran", "PROPN", 0, "obj"))


@pytest.mark.parametrize(
    ("rows", "head", "city", "part"),
    [
        (REJECTED, 0, True, "acts"),
        (HOSTED, 0, True, "place"),
        (HOSTED, 0, False, "acts"),
        (IN, 2, True, "place"),
        (IN, 2, False, "place"),
        (WITH, 2, True, "acts"),
        (INVASION, 0, False, "acts"),
        (WINTER, 0, False, "inside"),
        (ACCUSED, 1, True, "acts"),
        (LEFT, 1, True, "place"),
        (LEFT, 1, False, "place"),
    ],
)
def test_the_tree_tells_a_government_from_a_place(rows, head, city, part):
    assert part_of_place(tree(*rows), head, city=city) == part


def test_a_tree_with_a_loop_does_no_harm():
    rows = (("Oslo", "Oslo", "PROPN", 1, "conj"), ("Bergen", "Bergen", "PROPN", 1, "root"))
    words = tree(*rows)
    words.head[:] = [1, 0]
    words.dep[:] = ["conj", "conj"]
    assert part_of_place(words, 0, city=False) in ("acts", "inside", "place")


@pytest.mark.parametrize(
    ("noun", "act"),
    [("airstrike", True), ("mediation", True), ("winter", False), ("nation", False), ("population", False)],
)
def test_some_nouns_name_acts(noun, act):
    assert is_act(noun) == act
