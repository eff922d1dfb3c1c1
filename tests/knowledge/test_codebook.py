"""The codebook is data: it is whole, its examples hold, and a user's own is read with care."""

import re
from typing import get_args

import pytest

import dragoman
from dragoman.coding.events import PRESETS
from dragoman.errors import KnowledgeError
from dragoman.knowledge import codebook
from dragoman.language.session import MODEL_FOLDER
from dragoman.records import EventType

BOOK = codebook.load()


def test_all_sixteen_types_are_defined():
    assert set(BOOK.types) == set(get_args(EventType))
    for info in BOOK.types.values():
        assert info.definition and info.positive and info.negative


def test_every_code_has_a_type_with_its_mode_and_contexts_that_exist():
    for code, known in BOOK.codes.items():
        assert known.mode is None or known.mode in BOOK.types[known.type].modes, code
        assert set(known.contexts) <= set(BOOK.contexts), code
        assert -10 <= known.goldstein <= 10


def test_decisions_where_the_manuals_differ():
    assert BOOK.types["SANCTION"].quad == "material conflict"
    assert BOOK.types["ACCUSE"].intensity == -3.0
    assert BOOK.types["CONCEDE"].quad == "verbal cooperation"
    assert BOOK.types["RETREAT"].quad == "material cooperation"
    assert not [code for code in BOOK.codes if code.startswith(("01", "02"))]


def test_the_longest_beginning_of_a_code_decides():
    assert BOOK.become("refuse", "0841") == "1243"
    assert BOOK.become("stop", "1723") == "0813"
    assert BOOK.become("same", "190") == "190"


@pytest.fixture(scope="module")
def coder():
    if not (MODEL_FOLDER / "reader.onnx").exists():
        pytest.skip("the model has not been built: python -m training.export")
    return dragoman.load(threads=1, codebook=BOOK, events=0.05)


@pytest.mark.parametrize("type_", get_args(EventType))
def test_its_own_examples_hold(coder, type_):
    for text in BOOK.types[type_].positive:
        types = [e.type for e in coder.code(dragoman.Story(text=text, language="en")).events]
        assert type_ in types, text
    for text in BOOK.types[type_].negative:
        said = re.sub(r" \([^)]*\)$", "", text)
        found = coder.code(dragoman.Story(text=said, language="en")).events
        types = [e.type for e in found if e.confidence >= PRESETS["recall"]]
        assert type_ not in types, text


# ---------------------------------------------------------------------------------------------- a user's own


@pytest.fixture
def own(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_rule_is_added_and_named_in_the_label(own):
    book = codebook.load(
        own('[[rules]]\ntype = "ASSAULT"\nname = "laser"\ncameo = "190"\nverbs = ["laser"]\n')
    )
    assert "ASSAULT.laser" in book.rules
    assert book.label.startswith("mine ")
    assert book.hash != BOOK.hash


def test_a_rule_is_taken_out(own):
    path = own('[[rules]]\ntype = "SUPPORT"\nname = "praise"\nremove = true\n')
    assert "SUPPORT.praise" not in codebook.load(path).rules


def test_a_codebook_can_stand_alone(own):
    path = own(
        '[codebook]\nname = "tiny"\nextends = false\n'
        '[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nverbs = ["attack"]\n'
    )
    book = codebook.load(path)
    assert list(book.rules) == ["ASSAULT.x"]
    assert set(book.types) == set(BOOK.types)


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ('\n[[rules]]\ntype = "ATTACK"\nname = "x"\ncameo = "190"\n', 3, "one of AGREE"),
        ('[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "999"\n', 4, "no code of cameo.toml"),
        ('[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nverb = ["hit"]\n', 5, "known ones"),
        (
            '[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nverbs = ["ok",\n "hit {nobody}"]\n',
            6,
            "define it under [sets]",
        ),
        ('[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nverbs = ["Hit!"]\n', 5, "lower case"),
        ('[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nverbs = "hit"\n', 5, "list of strings"),
        ('[[rules]]\ntype = "ASSAULT"\nname = "x"\ncameo = "190"\nweight = 7\n', 5, "between 0 and 1"),
        ('[[operators]]\nname = "x"\ncontent = "nope"\n', 3, "there are"),
        ("[colours]\n", 1, "known ones"),
    ],
)
def test_a_fault_has_its_line_and_its_cure(own, text, line, cure):
    with pytest.raises(KnowledgeError) as error:
        codebook.load(own(text))
    assert f"mine.toml: line {line}:" in str(error.value)
    assert cure in str(error.value)


def test_what_is_no_toml_says_where(own):
    with pytest.raises(KnowledgeError, match="line 1"):
        codebook.load(own("[rules\n= 3"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(KnowledgeError, match="no codebook"):
        codebook.load(tmp_path / "none.toml")


def test_a_set_that_holds_itself_is_refused(own):
    with pytest.raises(KnowledgeError, match="contains itself"):
        codebook.load(own('[sets]\na = "{b}"\nb = "{a}"\n'))
