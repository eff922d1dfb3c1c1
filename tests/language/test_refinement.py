"""Attributions put in order, whoever found them."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.attributions import Attribution
from dragoman.language.document import register_extensions
from dragoman.language.marks import marked
from dragoman.language.refinement import fragments, refine
from dragoman.language.words import Words


@pytest.fixture(scope="module")
def nlp():
    register_extensions()
    made = spacy.blank("en")
    made.add_pipe("sentencizer")
    return made


class Story:
    """A text whose attributions are given by the words themselves."""

    def __init__(self, nlp, text):
        self.text, self.doc = text, nlp(text)
        self.words, self.pieces = Words.of(self.doc), marked(text)

    def tokens(self, part):
        if not part:
            return ()
        start = self.text.index(part)
        return tuple(t.i for t in self.doc if start <= t.idx < start + len(part))

    def refined(self, *given):
        made = [
            Attribution(self.tokens(cue), self.tokens(source), self.tokens(content), score)
            for source, cue, content, score in given
        ]
        return [
            (self.shown(one.attribution.content), one.inside) for one in refine(self.words, self.pieces, made)
        ]

    def shown(self, tokens):
        w = self.words
        return [
            self.text[w.starts[a] : w.starts[b - 1] + len(w.text[b - 1])] for a, b in fragments(w, tokens)
        ]


def test_a_content_that_has_most_of_a_quotation_takes_all_of_it(nlp):
    story = Story(nlp, '"We came at dawn. Nobody was there," she said.')
    assert story.refined(("she", "said", "Nobody was there", 0.9)) == [
        (['"We came at dawn. Nobody was there,"'], None)
    ]


def test_words_in_scare_quotes_do_not_pull_a_content_along(nlp):
    story = Story(nlp, 'She said the "very last ship" had left.')
    assert story.refined(("She", "said", "the", 0.9)) == [(["the"], None)]


def test_quotations_that_go_on_belong_to_the_same_source(nlp):
    story = Story(nlp, '"We left," she said. "They stayed behind." The sea was calm.')
    assert story.refined(("she", "said", '"We left,"', 0.9)) == [
        (['"We left,"', '"They stayed behind."'], None)
    ]


def test_a_quotation_with_its_own_cue_is_not_shared(nlp):
    story = Story(nlp, '"We left," she said. "They stayed behind," he added.')
    assert story.refined(
        ("she", "said", '"We left,"', 0.9), ("he", "added", '"They stayed behind,"', 0.9)
    ) == [(['"We left,"'], None), (['"They stayed behind,"'], None)]


def test_paragraphs_that_open_with_a_mark_go_on_from_the_one_before(nlp):
    story = Story(nlp, "“We left,” she said. “It was late.\n\n“Nobody saw us.”")
    assert story.refined(("she", "said", "“We left,”", 0.9)) == [
        (["“We left,”", "“It was late.\n\n“Nobody saw us.”"], None)
    ]


def test_the_cue_may_come_in_the_last_of_the_paragraphs(nlp):
    story = Story(nlp, "“It was late.\n\n“Nobody saw us,” she said.")
    assert story.refined(("she", "said", "Nobody saw us", 0.9)) == [
        (["“It was late.\n\n“Nobody saw us,”"], None)
    ]


def test_stray_punctuation_is_cut_from_the_ends(nlp):
    story = Story(nlp, "The ship, she said, had left.")
    assert story.refined(("she", "said", "The ship,", 0.9)) == [(["The ship"], None)]


def test_of_two_on_one_level_the_longer_keeps_what_both_claim(nlp):
    story = Story(nlp, "He said the ship had left and she said the harbour was closed.")
    found = story.refined(
        ("He", "said", "the ship had left and she said the harbour was closed", 0.9),
        ("", "was", "left and she said the harbour", 0.3),
    )
    assert found[0] == (["the ship had left and she said the harbour was closed"], None)
    assert all(inside == 0 for _, inside in found[1:])


def test_without_a_cue_or_a_content_there_is_nothing(nlp):
    story = Story(nlp, "He said the ship had left.")
    assert story.refined(("He", "", "the ship had left", 0.9), ("He", "said", "", 0.9)) == []


def test_a_quotation_belongs_to_the_cue_beside_it_alone(nlp):
    story = Story(nlp, '"We left," she said.\n\n"They stayed behind. Nobody came," he added.')
    assert story.refined(
        ("she", "said", '"We left," she said.\n\n"They stayed', 0.9), ("he", "added", "Nobody came,", 0.9)
    ) == [(['"We left,"'], None), (['"They stayed behind. Nobody came,"'], None)]


def test_the_second_half_of_a_broken_quotation_belongs_to_the_first(nlp):
    story = Story(nlp, '"If we leave," she said, pointing at the sea, "we drown at once."')
    assert story.refined(
        ("she", "said", '"If we leave,"', 0.9), ("", "pointing", 'at the sea, "we drown at once."', 0.9)
    ) == [(['"If we leave,"', '"we drown at once."'], None), (["at the sea"], None)]


def test_what_follows_other_words_than_the_cue_is_not_its_second_half(nlp):
    story = Story(nlp, '"We leave," she said, adding that they would "drown at once if they stayed".')
    assert story.refined(
        ("she", "said", '"We leave,"', 0.9),
        ("", "adding", 'that they would "drown at once if they stayed"', 0.9),
    ) == [(['"We leave,"'], None), (['that they would "drown at once if they stayed"'], None)]


def test_what_is_said_in_a_quotation_does_not_leave_it(nlp):
    story = Story(nlp, '"He said we must go home." The sea was calm.')
    assert story.refined(("He", "said", 'we must go home." The sea was calm', 0.9)) == [
        (['we must go home."'], None)
    ]


def test_a_source_does_not_end_with_the_start_of_a_clause(nlp):
    story = Story(nlp, "Two sailors, who were tired, said the ship had left.")
    doc, words = story.doc, story.words
    made = Attribution((7,), (0, 1, 2, 3), tuple(range(8, 12)), 0.9)
    assert [doc[i].text for i in (7, 3)] == ["said", "who"]
    (placed,) = refine(words, story.pieces, [made])
    assert placed.attribution.source == (0, 1)


TEXTS = st.lists(
    st.sampled_from(
        ['"', "“", "”", "he", "said", "she", "the", "ship", "left", ".", ",", "\n\n", "'", "(", "Putin"]
    ),
    min_size=1,
    max_size=40,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, data=st.data())
def test_contents_of_one_level_never_overlap_and_inner_ones_lie_in_outer_ones(nlp, text, data):
    story = Story(nlp, text)
    n = len(story.doc)
    indexes = st.lists(st.integers(0, n - 1), max_size=12).map(lambda found: tuple(sorted(set(found))))
    given_ = data.draw(
        st.lists(st.builds(Attribution, indexes, indexes, indexes, st.floats(0, 1)), max_size=6),
        "attributions",
    )
    placed = refine(story.words, story.pieces, given_)
    assert placed == refine(story.words, story.pieces, given_)
    levels = {}
    for number, one in enumerate(placed):
        content = one.attribution.content
        assert one.attribution.cue and content
        assert list(content) == sorted(set(content))
        assert all(0 <= i < n for i in content)
        if one.inside is not None:
            assert one.inside < number
            assert set(content) <= set(placed[one.inside].attribution.content)
        taken = levels.setdefault(one.inside, set())
        assert not taken & set(content)
        taken.update(content)
