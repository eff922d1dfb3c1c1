"""Sentences, headings, datelines, list items: what a story is made of."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.sentences import KINDS, split
from dragoman.language.tokens import Tokenizer

TOKENIZER = Tokenizer()


def pieces(text):
    tokens = TOKENIZER(text)
    found = split(tokens)
    starts = tokens.starts[found.words]
    ends = [
        int(starts[i - 1]) + len(tokens.words[found.words[i - 1]])
        for i in [*found.starts.tolist()[1:], len(starts)]
    ]
    return [
        (kind, text[int(starts[a]) : end])
        for kind, a, end in zip(found.kinds, found.starts.tolist(), ends, strict=True)
    ]


def sentences(text):
    return [piece for _, piece in pieces(text)]


@pytest.mark.parametrize(
    "marked",
    [
        # | marks where a sentence ends
        "The talks failed. |Both sides blamed each other.",
        "Gen. Abebe Tola met Sen. J. R. Hale on Jan. 5. |They spoke for two hours.",
        "He moved to the U.S. |The family followed.",
        "He praised the U.S. Senate and the U.N. Security Council.",
        "The vote is at 7 p.m. |Turnout was low.",
        "The vote is at 7 p.m. Tuesday.",
        "Acme Corp. said it would sue. |Acme Inc. did not.",
        "“We will go.” |The minister left.",
        '"We will go," he said. |"We will not stay."',
        '"We tried. |We failed. |We will try again," she said.',
        '"Why now?" Tola asked. |Nobody answered.',
        '"Stop!" the crowd shouted.',
        "“Will they sign?” |The answer was no.",
        "He paused ... and went on.",
        "He paused... |Then he went on.",
        "Prices rose 3.5 percent. |Wages did not.",
        '"It failed." Tola acknowledged. |Others cheered.',
        '"It failed." |Tola said the vote was close.',
        "Sen. Ana Ruiz (R-Fla.), a banker, met Rep. Lee (D-Calif.) Monday.",
        "The House passed the For the People Act on Monday.",
        "(The ministry denied it.) |Reuters could not verify the claim.",
        "Read the report at www.example.org. |It is long.",
        "Is it over? |Not yet! |Wait.",
        "The firm — known as Yahoo! in Kenya — closed.",
        "He was born in Washington, D.C. |His mother taught.",
        "It happened in 1990. [3] |Nobody knew.",
        "The deal, signed by A. B. Okello, holds.",
        "He spoke to St. Mary's pupils, Mrs. Chege et al. |They listened.",
        "she called it “a mess.” but nobody listened anyway. |we did.",
        "A boat off Lamu Image: Coast Guard.".replace(" Image", " |Image"),
        "The march ended quietly On Monday the police left.".replace(" On", " |On"),
    ],
)
def test_sentences(marked):
    text = marked.replace("|", "")
    assert sentences(text) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "NAIROBI, Kenya (AP) — The president resigned.",
            [("dateline", "NAIROBI, Kenya (AP) —"), ("sentence", "The president resigned.")],
        ),
        ("She continued:\n\n“We won.”", [("sentence", "She continued:"), ("sentence", "“We won.”")]),
        ("Read more:\n\nWe won.", [("heading", "Read more:"), ("sentence", "We won.")]),
        ("WHAT'S NEXT: Talks go on.", [("heading", "WHAT'S NEXT:"), ("sentence", "Talks go on.")]),
        ("FILE - The senator speaks.", [("heading", "FILE -"), ("sentence", "The senator speaks.")]),
        ("(Reuters) - Oil fell.", [("dateline", "(Reuters) -"), ("sentence", "Oil fell.")]),
        (
            "BEIJING, Nov. 5 (Xinhua) -- China spoke.",
            [("dateline", "BEIJING, Nov. 5 (Xinhua) --"), ("sentence", "China spoke.")],
        ),
        ("WASHINGTON — The Senate voted.", [("dateline", "WASHINGTON —"), ("sentence", "The Senate voted.")]),
        ("The minister — a banker — resigned.", [("sentence", "The minister — a banker — resigned.")]),
        (
            "What Happened: Rebels took the town.",
            [("heading", "What Happened:"), ("sentence", "Rebels took the town.")],
        ),
        (
            "Why It Matters:\n\nThe town has a bridge.",
            [("heading", "Why It Matters:"), ("sentence", "The town has a bridge.")],
        ),
        (
            "The bigger picture\n\nNobody won.",
            [("heading", "The bigger picture"), ("sentence", "Nobody won.")],
        ),
        (
            "• Troops left.\n• Talks began.",
            [("bullet", "• Troops left."), ("bullet", "• Talks began.")],
        ),
        ("• Troops left • Talks began", [("bullet", "• Troops left"), ("bullet", "• Talks began")]),
        ("1. Leave.\n2. Stay.", [("bullet", "1. Leave."), ("bullet", "2. Stay.")]),
        (
            "Demands:\n- Leave now\n- Pay",
            [("heading", "Demands:"), ("bullet", "- Leave now"), ("bullet", "- Pay")],
        ),
        ("TOLA: We never agreed to that.", [("speaker", "TOLA:"), ("sentence", "We never agreed to that.")]),
        (
            "He listed three towns: Kisumu was first.",
            [("sentence", "He listed three towns: Kisumu was first.")],
        ),
    ],
)
def test_structure(text, expected):
    assert pieces(text) == expected


def test_paragraphs_without_a_full_stop_end_at_the_blank_line():
    assert sentences("Rain fell in Turkana on Monday\n\nRoads were cut") == [
        "Rain fell in Turkana on Monday",
        "Roads were cut",
    ]


def test_hard_wrapped_lines_are_joined():
    text = (
        "The government said on Monday that it would send troops to the\n"
        "border after two soldiers were killed by gunmen who had come from\n"
        "the other side. The prime minister told parliament that nobody had\n"
        "asked for war, and that talks would go on as long as it was safe\n"
        "to hold them."
    )
    assert len(sentences(text)) == 2


def test_one_paragraph_a_line_is_kept_apart():
    assert sentences("Rebels took Goma\nThe army fled\nThousands left the town") == [
        "Rebels took Goma",
        "The army fled",
        "Thousands left the town",
    ]


def test_a_line_that_goes_on_in_lower_case_is_one_sentence():
    assert len(sentences("The paper\nreported the news on Monday.")) == 1


@given(st.text(alphabet="aB. \n\"'“”’()?!…:—-•1,\u00ad", max_size=80))
@settings(max_examples=500)
def test_segments_cover_the_words_in_order(text):
    tokens = TOKENIZER(text)
    found = split(tokens)
    starts = found.starts.tolist()
    assert len(starts) == len(found.kinds)
    assert starts == sorted(set(starts))
    assert (starts[:1] == [0]) == bool(len(found.words))
    assert all(kind in KINDS for kind in found.kinds)
    assert found.words.tolist() == [i for i, blank in enumerate(tokens.space.tolist()) if not blank]


@pytest.mark.parametrize(
    "unit", ["word ", "word. ", '"', '" ', ". ", ".\n", "A. ", "(", "Mr. ", "a\n", "- ", '"a. ']
)
def test_time_grows_with_length_only(unit):
    tokens = TOKENIZER(unit * 100_000)
    began = time.perf_counter()
    split(tokens)
    assert time.perf_counter() - began < 20


def test_a_blank_line_inside_a_sentence_does_not_end_it():
    assert len(sentences("The ministry told reporters that they\n\nshould leave the town at once.")) == 1
    assert len(sentences("Talks were held on 12 May 2015\n\nministers left early.")) == 2
