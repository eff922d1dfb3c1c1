"""Edit scripts and the lemmatiser with the shipped lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ModelError
from dragoman.language.lemmas import LEXICON_FILE, PIECES_FILE, Lemmatiser, apply_script, edit_script

MODEL = Path(__file__).parents[2] / "dragoman" / "language" / "model"


@pytest.mark.parametrize(
    ("form", "lemma", "script"),
    [
        ("troops", "troop", "K1:"),
        ("Cities", "city", "L3:y"),
        ("KYIV", "Kyiv", "T0:"),
        ("the", "the", "K0:"),
        ("went", "go", "=go"),
        ("’s", "'s", "='s"),
    ],
)
def test_edit_script(form: str, lemma: str, script: str) -> None:
    assert edit_script(form, lemma) == script
    assert apply_script(form, script) == lemma


def test_scripts_invert_for_any_pair() -> None:
    words = ["", "a", "A", "ran", "RAN", "Ran", "iPhone", "=", "K1:", "sons-in-law", "Ünver"]
    for form in words:
        for lemma in words:
            if lemma:
                assert apply_script(form, edit_script(form, lemma)) == lemma


def test_a_script_too_long_for_the_form_leaves_it() -> None:
    assert apply_script("as", "K3:y") == "as"
    assert apply_script("s", "K1:") == "s"  # never an empty lemma


def test_lexicon_goes_before_the_script() -> None:
    lemmas = Lemmatiser({("men", "NOUN NNS"): "man"})
    assert lemmas.lemma("men", "NOUN", "NNS", "K0:") == "man"
    assert lemmas.lemma("Men", "NOUN", "NNS", "K0:") == "man"
    assert lemmas.lemma("men", "NOUN", "NN", "K0:") == "men"
    assert lemmas.lemma("Men", "PROPN", "NNPS", "K0:") == "Men"


def test_damaged_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        Lemmatiser.load(tmp_path)
    (tmp_path / PIECES_FILE).write_text("[PAD]\nword\n", encoding="utf-8")
    (tmp_path / LEXICON_FILE).write_text("# NOUN NNS\nmen K2:an\n", encoding="utf-8")
    with pytest.raises(ModelError, match="line 2"):
        Lemmatiser.load(tmp_path)


@pytest.mark.parametrize(
    ("form", "upos", "xpos", "script", "lemma"),
    [
        ("libraries", "NOUN", "NNS", "K1:", "library"),  # a known noun
        ("selfies", "NOUN", "NNS", "K1:", "selfie"),  # known by itself
        ("quitting", "VERB", "VBG", "K3:", "quit"),  # a known word
        ("zarnies", "NOUN", "NNS", "K1:", "zarny"),  # nothing is known: the common spelling
        ("zarnels", "NOUN", "NNS", "K1:", "zarnel"),
        ("Libraries", "PROPN", "NNPS", "K1:", "Library"),
        ("Fines", "PROPN", "NNPS", "K0:", "Fines"),  # names are no English words
    ],
)
def test_known_words_mend_an_ending(form: str, upos: str, xpos: str, script: str, lemma: str) -> None:
    lexicon = {("library", "NOUN NN"): "library", ("selfie", "NOUN NN"): "selfie"}
    assert Lemmatiser(lexicon, ["quit", "selfy"]).lemma(form, upos, xpos, script) == lemma


@pytest.fixture(scope="module")
def shipped() -> Lemmatiser:
    return Lemmatiser.load(MODEL)


@pytest.mark.parametrize(
    ("form", "upos", "xpos", "script", "lemma"),
    [
        # scripts as a model may well predict them, right or wrong
        ("congratulates", "VERB", "VBZ", "K2:", "congratulate"),
        ("congratulated", "VERB", "VBD", "K2:", "congratulate"),
        ("promised", "VERB", "VBD", "K2:", "promise"),
        ("condemning", "VERB", "VBG", "K3:", "condemn"),
        ("imposes", "VERB", "VBZ", "K2:", "impose"),
        ("imposing", "VERB", "VBG", "K3:", "impose"),
        ("said", "VERB", "VBD", "K0:", "say"),
        ("men", "NOUN", "NNS", "K0:", "man"),
        ("underwent", "VERB", "VBD", "K0:", "undergo"),
        ("Promised", "VERB", "VBD", "L2:", "promise"),
        ("WARNS", "VERB", "VBZ", "L1:", "warn"),
    ],
)
def test_shipped_lemmas(
    shipped: Lemmatiser, form: str, upos: str, xpos: str, script: str, lemma: str
) -> None:
    assert shipped.lemma(form, upos, xpos, script) == lemma


def test_better_depends_on_the_tag(shipped: Lemmatiser) -> None:
    assert shipped.lemma("better", "ADJ", "JJR", "K0:") == "good"
    assert shipped.lemma("better", "ADV", "RBR", "K0:") == "well"


def test_unknown_words_keep_the_models_script(shipped: Lemmatiser) -> None:
    assert shipped.lemma("flarned", "VERB", "VBD", "K2:") == "flarn"
    assert shipped.lemma("flarned", "VERB", "VBD", "K1:") == "flarne"


@pytest.mark.parametrize(
    ("form", "xpos", "script", "lemma"),
    [
        ("flarvates", "VBZ", "K2:", "flarvate"),
        ("flarbled", "VBD", "K2:", "flarble"),
        ("orchestrating", "VBG", "K3:", "orchestrate"),
        ("repeated", "VBD", "K2:", "repeat"),
        ("treating", "VBG", "K3:", "treat"),
        ("passes", "VBZ", "K2:", "pass"),
        ("vetoes", "VBZ", "K2:", "veto"),
        ("fixes", "VBZ", "K2:", "fix"),
        ("marches", "VBZ", "K2:", "march"),
        ("stranded", "VBN", "K2:", "strand"),
        ("Retaliating", "VBG", "L0:", "retaliate"),
        ("flarned", "VBD", "K0:", "flarn"),
        ("abducted", "VBN", "K1:", "abduct"),
    ],
)
def test_spelling_gives_back_a_final_e(form: str, xpos: str, script: str, lemma: str) -> None:
    assert Lemmatiser({}).lemma(form, "VERB", xpos, script) == lemma
