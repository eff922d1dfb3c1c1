"""Words whose speaker a label names; read by the shipped reader, the sentences are ours."""

import pytest

from dragoman.language import load_reader
from dragoman.language.labels import labelled
from dragoman.language.marks import marked
from dragoman.language.words import Words


@pytest.fixture(scope="module")
def told():
    """Give (label, words) of a text."""
    reader = load_reader()

    def run(text):
        doc = reader.read(text)
        words = Words.of(doc)

        def shown(tokens):
            return text[
                words.starts[tokens[0]] : words.starts[tokens[-1]] + len(words.text[tokens[-1]])
            ].strip()

        return [(shown(one.source), shown(one.content)) for one in labelled(words, marked(text))]

    return run


def test_turns_of_a_transcript(told):
    assert told("Q: Did you see the ship?\n\nA: No. I was below.") == [
        ("Q", "Did you see the ship?"),
        ("A", "No. I was below."),
    ]
    assert told("LOPEZ: Did you see the ship?\n\nRUIZ: No.\n\nIt was late.\n\nLOPEZ: Why?") == [
        ("LOPEZ", "Did you see the ship?"),
        ("RUIZ", "No."),
        ("LOPEZ", "Why?"),
    ]


def test_a_quoted_turn_goes_on_in_the_paragraphs_that_reopen_it(told):
    assert told("“LOPEZ: We saw it.\n\n“It was grey.\n\n“RUIZ: It was blue.”\n\nThey agreed on nothing.") == [
        ("LOPEZ", "We saw it.\n\n“It was grey."),
        ("RUIZ", "It was blue.”"),
    ]


@pytest.mark.parametrize("dash", [" — ", " – ", "\n―"])
def test_a_quotation_that_is_signed(told, dash):
    found = told(
        f"What readers say\n\n“It was a shame for the country.”{dash}Ana Lopez\n\nMore on page five."
    )
    assert found == ([] if "\n" in dash else [("Ana Lopez", "“It was a shame for the country.”")])


@pytest.mark.parametrize(
    "text",
    [
        "He wrote two books: one on ships and one on the sea.",
        "The score at noon: 3 to 1.",
        "“It was late” — a phrase that he liked — was all she heard of it that day.",
        "There were three: Lima, Quito and La Paz.",
    ],
)
def test_other_colons_and_dashes_name_no_speaker(told, text):
    assert told(text) == []
