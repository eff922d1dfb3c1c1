"""What the model sees of a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.normalise import aligned, model_form, without_shouting


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("“", '"'),
        ("’s", "'s"),
        ("co\u00adoperate", "cooperate"),
        ("Mos\u200bcow", "Moscow"),
        ("ﬁght", "fight"),
        ("ＮＡＴＯ", "NATO"),
        ("…", "..."),
        ("Jong‑un", "Jong-un"),
        ("``", '"'),
        ("Zürich", "Zürich"),
        ("Київ", "Київ"),
        ("\u200b", "\u200b"),
        ("½", "½"),
    ],
)
def test_model_form(word, seen):
    assert model_form(word) == seen


@given(st.text())
def test_aligned_says_where_every_character_comes_from(text):
    plain, origin = aligned(text)
    assert len(plain) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= i < len(text) for i in origin)


def test_a_headline_in_capitals_takes_the_case_of_the_story():
    seen = {"putin": "Putin", "on": "on", "us": "us"}
    assert without_shouting(["PUTIN", "MEETS", "NATO", "ON", "US", "BORDER"], seen) == [
        "Putin",
        "Meets",
        "NATO",
        "on",
        "us",
        "Border",
    ]
