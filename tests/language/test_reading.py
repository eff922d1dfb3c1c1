"""A text becomes a Doc that is the text; whatever the text is, there is a reading or a reason."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelError, StoryError
from dragoman.language import MAX_CHARACTERS, from_spacy, head_of, load_reader
from dragoman.language.session import BATCH_PIECES, BATCH_WORDS, plan, sentence_limits
from tests.language.standin import StandIn, reader

READER, OTHER = reader(), reader()
STORY = (
    "NAIROBI, Kenya (AP) — The president  met Ms. Amina Tola on Monday.\n\n"
    "“We don’t co\u00adoperate,” she said. “We never did.”\n\n"
    "What Happened: The U.S. left. Nobody asked why …\n"
)


def everything(doc):
    return (
        doc.to_array(
            ["ORTH", "POS", "TAG", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"]
        ).tolist(),
        [t._.head_score for t in doc],
        [t._.entity_score for t in doc],
        [s._.kind for s in doc.sents],
    )


def check(doc, text):
    assert doc.text == text
    at = 0
    for token in doc:
        assert token.idx == at
        assert text[at : at + len(token)] == token.text
        at += len(token.text_with_ws)
    for sentence in doc.sents:
        roots = [t for t in sentence if t.head.i == t.i]
        assert len(roots) == 1
        assert all(t.sent == sentence for t in sentence)
    if text:
        assert doc.has_annotation("DEP")
    for ent in doc.ents:
        assert not ent[0].is_space
        assert not ent[-1].is_space


def test_a_story():
    doc = READER.read(STORY, title="A meeting")
    check(doc, STORY)
    assert [s._.kind for s in doc.sents] == [
        "dateline", "sentence", "sentence", "sentence", "heading", "sentence", "sentence",
    ]  # fmt: skip
    assert doc._.analyser == READER.analyser == "stand-in-1-000000000000"
    assert doc._.title == "A meeting"
    assert all(0 < t._.head_score <= 1 for t in doc)
    hyphenated = next(t for t in doc if "\u00ad" in t.text)
    assert hyphenated.text == "co\u00adoperate"
    assert "\u00ad" not in hyphenated.lemma_


def test_white_space_hangs_on_the_word_before_it():
    doc = READER.read("\n\nOne  two.\n\nThree.")
    spaces = {t.i: t for t in doc if t.is_space}
    assert {t.pos_ for t in spaces.values()} == {"SPACE"}
    assert doc[0].head.text == "One"
    assert all(t.head.i == t.i - 1 for i, t in spaces.items() if i)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_kept(text):
    check(READER.read(text), text)


@given(st.text(alphabet="aB .\n,\u00ad\u200b“”'\"-’…1", max_size=150))
@settings(max_examples=60, deadline=None)
def test_same_input_same_reading_whatever_was_read_before(text):
    assert everything(READER.read(text)) == everything(OTHER.read(text))
    READER.read("Something else " + text)  # so that the two readers' pasts differ


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "word",
        "...!!!???",
        "\x00\x01\x02 a\x07b \x1b[31m",
        "😀 👨‍👩‍👧 🇰🇪 went home 😀😀.",
        "\u202eabc\u202c \ufeffThe end.",
        "Le président a parlé. Президент сказал. قال الرئيس. 总统说。 大統領は述べた。 대통령은 말했다. "
        "Ο πρόεδρος είπε. राष्ट्रपति ने कहा। ประธานาธิบดีกล่าว Rais alisema.",
        "a" * 5000,
        "-" * 5000,
        "word\r\nword\r\n\r\nword",
        "word " * 300,
        ", ".join(["item"] * 300),
    ],
)
def test_hard_texts_get_a_reading(text):
    check(READER.read(text), text)


def test_fifty_thousand_words_without_a_full_stop():
    rng = random.Random(1)
    text = " ".join(
        rng.choice(("men", "women", "go", "to", "town", "and", "come", "with", "bread"))
        for _ in range(50_000)
    )
    doc = READER.read(text)
    check(doc, text)
    assert max(len(s) for s in doc.sents) < 64


def test_too_long_a_text_is_refused_at_once():
    with pytest.raises(StoryError, match=r"10,000,000 characters.*Cut it"):
        READER.read("a " * 5_000_000)
    assert MAX_CHARACTERS < 10_000_000


def test_half_a_surrogate_is_refused_with_its_place():
    with pytest.raises(StoryError, match="character 4"):
        READER.read("One \ud83d two")


def test_a_missing_model_says_where_and_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"reader\.json.*reinstall"):
        load_reader(model=tmp_path)


# ------------------------------------------------------------------------------------------------ windows


def sentences(rng, n):
    return [["ab"] * rng.randint(1, 20) + ["."] for _ in range(n)]


def test_windows_hold_every_sentence_once_and_fit():
    model = StandIn(max_pieces=64)
    story = sentences(random.Random(3), 200)
    batches = list(plan(model.encoder, story, 64))
    assert sorted(i for b in batches for i in b.sentences.tolist()) == list(range(200))
    for batch in batches:
        assert batch.inputs["ids"].shape[1] <= 64
        assert batch.inputs["ids"].size <= BATCH_PIECES
        assert batch.inputs["words"].size <= BATCH_WORDS
        lengths = batch.inputs["valid"].sum(1).tolist()
        assert lengths == [len(story[i]) for i in batch.sentences]


def test_batches_depend_on_the_story_alone():
    story = sentences(random.Random(4), 50)
    one, other = StandIn(), StandIn()
    list(plan(other.encoder, sentences(random.Random(5), 80), 64))
    for a, b in zip(plan(one.encoder, story, 64), plan(other.encoder, story, 64), strict=True):
        assert all(np.array_equal(a.inputs[name], b.inputs[name]) for name in a.inputs)


def test_long_sentences_are_cut_after_a_clause():
    encoder = StandIn().encoder
    words = ["a"] * 25 + [","] + ["a"] * 60
    assert sentence_limits(encoder, words, 42) == [26, 66]
    assert sentence_limits(encoder, ["a"] * 40, 42) == []
    assert sentence_limits(encoder, ["a"] * 41, 42) == [40]


def test_memory_does_not_grow_with_the_number_of_stories(monkeypatch):
    monkeypatch.setattr("dragoman.language._VOCABULARY_STRINGS", 2000)
    small = reader()
    vocabularies = set()
    first = small.read("name0 met name1.")
    for i in range(60):
        doc = small.read(" ".join(f"name{i}x{j}" for j in range(50)))
        vocabularies.add(id(doc.vocab))
        assert len(doc.vocab.strings) < 2300
    assert len(vocabularies) > 1
    assert first[0].text == "name0"
    assert first[0].lemma_


# --------------------------------------------------------------------------------------- mentions and spaCy


def test_head_of_a_mention():
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    words = ["the", "late", "President", "Amina", "Tola", "of", "Kenya", "spoke"]
    heads = [3, 3, 3, 7, 3, 6, 3, 7]
    deps = ["det", "amod", "nmod:desc", "nsubj", "flat", "case", "nmod", "root"]
    doc = Doc(Vocab(), words=words, heads=heads, deps=deps)
    assert head_of(doc[3:5]).text == "Amina"
    assert head_of(doc[2:5]).text == "Amina"
    assert head_of(doc[0:3]).text == "the"  # three words that all hang outside: the first of the highest
    assert head_of(doc[5:7]).text == "Kenya"
    assert head_of(doc[4:5]).text == "Tola"


def test_the_component_fills_a_blank_pipeline(monkeypatch):
    import spacy

    from dragoman.language import component

    monkeypatch.setattr(component, "load_reader", lambda **_: READER)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "dragoman.Tokenizer.v1"}}})
    nlp.add_pipe("dragoman_reader")
    doc = nlp(STORY)
    check(doc, STORY)
    ours = READER.read(STORY)
    assert [(t.text, t.pos_, t.dep_, t.head.i, t.lemma_) for t in doc] == [
        (t.text, t.pos_, t.dep_, t.head.i, t.lemma_) for t in ours
    ]
    assert [d.text for d in nlp.pipe(["One.", "Two."])] == ["One.", "Two."]


def test_the_component_takes_spacys_own_words(monkeypatch):
    import spacy

    from dragoman.language import component

    monkeypatch.setattr(component, "load_reader", lambda **_: READER)
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman_reader")
    for text in ("", "  ", STORY, "Cut-and-dried it’s."):
        check(nlp(text), text)


def test_a_pipeline_without_trees_is_refused():
    import spacy

    with pytest.raises(ModelError, match="no dependency trees"):
        from_spacy(spacy.blank("en"))
