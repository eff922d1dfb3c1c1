"""Raw text → UD words; the text is never lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.tokens import Tokenizer

TOKENIZER = Tokenizer()


def words(text):
    return [
        w
        for w, blank in zip(*(lambda t: (t.words, t.space.tolist()))(TOKENIZER(text)), strict=True)
        if not blank
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We don’t know.", "We|do|n’t|know|."),
        ("DON'T they?!", "DO|N'T|they|?!"),
        ("pro-Beijing re-elected ex-minister's", "pro-Beijing|re-elected|ex-minister|'s"),
        ("Oslo-based six-day well-known", "Oslo|-|based|six|-|day|well|-|known"),
        ("Kim Jong-un, Tsai Ing-wen, Moon Jae-in", "Kim|Jong-un|,|Tsai|Ing-wen|,|Moon|Jae-in"),
        ("al-Shabab Anne-Marie", "al|-|Shabab|Anne|-|Marie"),
        ("U.S.-led U.S.'s U.N.", "U.S.|-|led|U.S.|'s|U.N."),
        ("$5m, €3.5bn and 20%", "$|5|m|,|€|3.5|bn|and|20|%"),
        ("at 6:30pm or 7 a.m.", "at|6:30|pm|or|7|a.m."),
        ("won 3-2", "won|3|-|2"),
        ("in 2010-2012 and 1–10", "in|2010|-|2012|and|1|–|10"),
        ("call 555-0142 or 212-555-0142.", "call|555-0142|or|212-555-0142|."),
        ("see https://example.org/a?b=1, a@example.org.", "see|https://example.org/a?b=1|,|a@example.org|."),
        ("@minister: #PeaceNow's #1", "@minister|:|#PeaceNow|'s|#|1"),
        ("and/or 9/11 A/B", "and|/|or|9/11|A/B"),
        ("Mr. J. R. Smith Jr. of Smith Inc.", "Mr.|J.|R.|Smith|Jr.|of|Smith|Inc."),
        ("Room No. 5. He said no.", "Room|No.|5|.|He|said|no|."),
        ("talks—again—failed", "talks|—|again|—|failed"),
        ("co\u00adoperate Mos\u200bcow", "co\u00adoperate|Mos\u200bcow"),
        ("he left.She stayed", "he|left|.|She|stayed"),
        ("COVID-19 mid-2003", "COVID|-|19|mid-2003"),
        ("the '80s, 1980's", "the|'80s|,|1980's"),
        ("“Yes,” he said […] ‘no’", "“|Yes|,|”|he|said|[…]|‘|no|’"),
    ],
)
def test_words(text, expected):
    assert words(text) == expected.split("|")


def test_list_marks_are_whole_at_the_start_of_a_line_only():
    assert words("1. Talks\n2. Aid") == ["1.", "Talks", "2.", "Aid"]
    assert words("He was number 1. Then") == ["He", "was", "number", "1", ".", "Then"]


@pytest.mark.parametrize(
    "text", ["a b", " a  b ", "a\n\nb", "a \n b", "\r\na\r\n", "\u00a0a\u00a0b", "\n", "a\u2003b"]
)
def test_white_space_becomes_tokens_as_in_spacy(text):
    import spacy

    ours = TOKENIZER(text)
    theirs = spacy.blank("en")(text)
    assert ours.words == [t.text for t in theirs]
    assert ours.spaces == [bool(t.whitespace_) for t in theirs]


@given(st.text())
@settings(max_examples=300)
def test_tokens_join_to_the_text_and_know_their_offsets(text):
    tokens = TOKENIZER(text)
    assert "".join(w + " " * s for w, s in zip(tokens.words, tokens.spaces, strict=True)) == text
    assert all(text[i : i + len(w)] == w for w, i in zip(tokens.words, tokens.starts.tolist(), strict=True))
    assert all(tokens.words)
    assert [w.isspace() for w in tokens.words] == tokens.space.tolist()


@given(st.text(alphabet="ab.,'\"-’—\u00ad\u200b…ﬁ $#@/!?()[]0123456789US\n", max_size=60))
@settings(max_examples=500)
def test_hard_characters_join_to_the_text(text):
    tokens = TOKENIZER(text)
    assert "".join(w + " " * s for w, s in zip(tokens.words, tokens.spaces, strict=True)) == text


@pytest.mark.parametrize("unit", ["word ", "a", "a.", "-", "1,", "((", "http://", "é\u0301", "\u00ad"])
def test_time_grows_with_length_only(unit):
    def seconds(n):
        began = time.perf_counter()
        Tokenizer()(unit * n)
        return time.perf_counter() - began

    seconds(100)
    assert seconds(200_000) < 15


def test_the_cache_changes_nothing():
    text = "“Don’t,” said Ms. O’Neill — twice…"
    assert Tokenizer()(text).words == TOKENIZER(text).words == TOKENIZER(text).words
