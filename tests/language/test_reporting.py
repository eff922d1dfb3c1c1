"""Attributions by rule, read by the shipped reader; the sentences are ours."""

import pytest

from dragoman.language import load_reader, nouns
from dragoman.language.attributions import Attribution
from dragoman.language.cues import cues
from dragoman.language.labels import labelled
from dragoman.language.marks import marked
from dragoman.language.refinement import fragments, refine
from dragoman.language.reporting import completed, find
from dragoman.language.words import Words


@pytest.fixture(scope="module")
def reader():
    return load_reader()


@pytest.fixture(scope="module")
def said(reader):
    """Give (source, cue, content, number of the one it stands in) of a text, in words."""

    def run(text):
        doc = reader.read(text)
        words, pieces = Words.of(doc), marked(doc.text)

        def shown(tokens):
            parts = fragments(words, tokens)
            return " … ".join(
                text[words.starts[a] : words.starts[b - 1] + len(words.text[b - 1])] for a, b in parts
            )

        placed = refine(words, pieces, find(words, pieces), labelled(words, pieces))
        return [
            (shown(p.attribution.source), shown(p.attribution.cue), shown(p.attribution.content), p.inside)
            for p in placed
        ]

    return run


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor said that the bridge was safe.", "The mayor", "said", "that the bridge was safe"),
        ("The bridge was safe, the mayor said.", "the mayor", "said", "The bridge was safe"),
        ("The bridge, the mayor said, was safe.", "the mayor", "said", "The bridge … was safe"),
        ('"It is safe," said the mayor.', "the mayor", "said", '"It is safe,"'),
        ('"It is safe," the mayor said. "We tested it."', "the mayor", "said", '"It is safe," … "We tested it."'),
        ("According to the ministry, two ships sank.", "the ministry", "According to", "two ships sank"),
        ("Two ships sank, according to the ministry.", "the ministry", "according to", "Two ships sank"),
        ("The general has vowed to stay.", "The general", "has vowed", "to stay"),
        ("The general did not say whether he would stay.", "The general", "did not say", "whether he would stay"),
        ("Critics called the plan a disaster.", "Critics", "called", "the plan a disaster"),
        ("The envoy called for a truce.", "The envoy", "called for", "a truce"),
        ("The governor urged voters to stay home.", "The governor", "urged", "voters to stay home"),
        ("The claim was rejected by the court.", "the court", "was rejected", "The claim"),
        ("The queen is expected to travel.", "", "is expected", "The queen … to travel"),
        ("It was reported that the king had died.", "", "was reported", "that the king had died"),
        ("He left the room, adding that talks had failed.", "He", "adding", "that talks had failed"),
        ("Officials are confident that the dam will hold.", "Officials", "are confident", "that the dam will hold"),
    ],
)  # fmt: skip
def test_who_reports_what_by_which_words(said, text, source, cue, content):
    assert (source, cue, content, None) in said(text)


def test_a_source_is_the_whole_noun_phrase(said):
    found = said("Ana Lopez, the mayor of Lima, who was elected in May, said that the water was clean.")
    assert found[0][0] == "Ana Lopez, the mayor of Lima, who was elected in May"


def test_a_cue_before_a_colon_has_the_quotation_behind_it(said):
    assert said('The mayor said: "The bridge is safe."')[0][2] == '"The bridge is safe."'


def test_a_quotation_of_several_sentences_is_one_content(said):
    found = said('"We came at dawn. Nobody was there. We left," the captain said.')
    assert found[0][:3] == ("the captain", "said", '"We came at dawn. Nobody was there. We left,"')


def test_what_is_said_in_what_is_said_is_inside(said):
    found = said("Reuters reported that the minister had told a friend that the war was lost.")
    assert [one[1] for one in found] == ["reported", "had told"]
    assert [one[3] for one in found] == [None, 0]


def test_each_of_two_verbs_has_its_own_content(said):
    found = said("The senator praised the plan and warned that it would fail.")
    assert {(one[0], one[1], one[2]) for one in found} == {
        ("The senator", "praised", "the plan"),
        ("The senator", "warned", "that it would fail"),
    }


def test_nobody_speaks_where_nothing_is_reported(said):
    assert said('The film "The Last King" won a prize. The so-called "experts" left.') == []


def test_turns_of_a_transcript_belong_to_their_speakers(said):
    found = said("Q: Did you see the ship?\n\nA: No. I was below. Nobody told me.")
    assert [one[0] for one in found if one[3] is None] == ["Q", "A"]


def test_the_words_that_report_are_told_once_each():
    table = cues()
    assert len(table) > 200
    for (part, word), cue in table.items():
        assert (cue.part, cue.word) == (part, word)
        assert cue.takes or cue.prepositions
    missing = {w for w in nouns.REPORTING if ("verb", w) not in table}
    assert missing <= {
        "order",
        "plead",
        "state",
        "stress",
        "answer",
        "charge",
        "counter",
        "yell",
        "promise",
        "debate",
    }


def test_what_a_head_leaves_out_is_completed(reader):
    """Its sources, the verbs of its cues, ends of phrases, what it overlooks, and what is said in what is said."""
    text = (
        "The mayor did not say that the old bridge was safe; nobody asked her. "
        "The minister believes that a clerk had said the king was ill."
    )
    doc = reader.read(text)
    words, pieces = Words.of(doc), marked(doc.text)
    at = {word: i for i, word in reversed(list(enumerate(words.text)))}
    head = Attribution((at["did"], at["not"]), (), tuple(range(at["that"], at["nobody"] + 2)), 0.9)

    def shown(tokens):
        return " ".join(words.text[i] for i in tokens)

    made = [
        (shown(one.source), shown(one.cue), shown(one.content)) for one in completed(words, pieces, [head])
    ]
    assert made == [
        ("The mayor", "did not say", "that the old bridge was safe"),
        ("The minister", "believes", "that a clerk had said the king was ill"),
        ("a clerk", "had said", "the king was ill"),
    ]


def test_of_two_cues_that_turn_out_to_be_one_the_likelier_is_kept(reader):
    doc = reader.read("The mayor did not say that the bridge was safe.")
    words, pieces = Words.of(doc), marked(doc.text)
    head = [Attribution((2, 3), (0, 1), (5, 6, 7), 0.4), Attribution((4,), (0, 1), (5, 6, 7, 8, 9), 0.9)]
    assert [one.cue for one in completed(words, pieces, head)] == [(4,)]
