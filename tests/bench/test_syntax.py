"""Scorers of reading, on small hand-written examples."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.bench.syntax import (
    Score,
    Token,
    added,
    entity_scores,
    entity_spans,
    raw_scores,
    read_conllu,
    syntax_scores,
)
from dragoman.errors import InputError

CONLLU = """\
# newdoc id = one
# newpar
# sent_id = 1
# text = Don't go.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

# sent_id = 2
# text = They left
1	They	they	PRON	PRP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	_
2.1	gone	go	VERB	VBN	_	_	_	_	_

# newpar
# sent_id = 3
# text = Wanna?
1-2	Wanna	_	_	_	_	_	_	_	SpaceAfter=No
1	Want	want	VERB	VB	_	0	root	_	_
2	to	to	PART	TO	_	1	xcomp	_	_
3	?	?	PUNCT	.	_	1	punct	_	_

# newdoc id = two
# sent_id = 4
1	Yes	yes	INTJ	UH	_	0	root	_	_
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "small.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    return path


def test_read_conllu_builds_text_and_offsets(treebank: Path) -> None:
    one, two = read_conllu(treebank)
    assert (one.name, two.name) == ("one", "two")
    assert one.text == "Don't go. They left\n\nWanna?"
    assert two.text == "Yes"
    spans = [[one.text[t.start : t.end] for t in s] for s in one.sentences]
    assert spans == [["Do", "n't", "go", "."], ["They", "left"], ["Wanna", "Wanna", "?"]]
    assert one.sentences[1][1] == Token("left", "leave", "VERB", "VBD", 0, "root", 15, 19)


def test_read_conllu_names_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_conllu(tmp_path / "none.conllu")
    bad = tmp_path / "bad.conllu"
    bad.write_text("1\tYes\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_conllu(bad)


GOLD = [
    Token("Aid", "aid", "NOUN", "NN", 3, "nsubj:pass", 0, 3),
    Token("was", "be", "AUX", "VBD", 3, "aux:pass", 4, 7),
    Token("sent", "send", "VERB", "VBN", 0, "root", 8, 12),
    Token(".", ".", "PUNCT", ".", 3, "punct", 12, 13),
]


def test_syntax_scores_ignore_subtypes() -> None:
    found = [
        GOLD[0]._replace(deprel="nsubj", lemma="Aid"),
        GOLD[1]._replace(head=1),
        GOLD[2]._replace(upos="ADJ"),
        GOLD[3]._replace(deprel="dep"),
    ]
    assert syntax_scores([GOLD], [found]) == {
        "upos": 75.0, "xpos": 100.0, "lemma": 75.0, "uas": 75.0, "las": 50.0, "words": 4.0
    }  # fmt: skip


def test_syntax_scores_need_the_same_words() -> None:
    with pytest.raises(ValueError, match="4 gold words and 3"):
        syntax_scores([GOLD], [GOLD[:3]])


def test_raw_scores_align_by_characters() -> None:
    # "sent." is one token to us, and the sentence is cut after "was"
    found = [
        [GOLD[0]._replace(head=2), GOLD[1]._replace(head=0)],
        [Token("sent.", "send", "VERB", "VBN", 0, "root", 8, 13)],
    ]
    scores = raw_scores([GOLD], found)
    assert scores["tokens"] == Score(right=2, found=3, gold=4)
    assert scores["sentences"] == Score(right=0, found=2, gold=1)
    assert scores["upos"].right == 2
    assert scores["uas"].right == 0
    perfect = raw_scores([GOLD], [GOLD])
    assert perfect["sentences"].f1 == perfect["las"].f1 == 100
    assert added([scores, perfect])["tokens"] == Score(right=6, found=7, gold=8)


def test_raw_scores_heads_match_over_other_sentence_numbering() -> None:
    found = [[Token(":", head=2, start=0, end=0), *(t._replace(head=t.head and t.head + 1) for t in GOLD)]]
    assert raw_scores([GOLD], found)["uas"].right == 4


def test_entity_spans_of_broken_tags() -> None:
    tags = ["B-PER", "I-PER", "I-ORG", "O", "I-LOC", "B-LOC", "B-LOC"]
    assert entity_spans(tags) == {(0, 2, "PER"), (2, 3, "ORG"), (4, 5, "LOC"), (5, 6, "LOC"), (6, 7, "LOC")}


def test_entity_scores_count_exact_spans_by_type() -> None:
    gold = [["B-PER", "I-PER", "O", "B-LOC"], ["B-ORG", "O"]]
    found = [["B-PER", "I-PER", "O", "B-ORG"], ["O", "O"]]
    scores = entity_scores(gold, found)
    assert scores["PER"] == Score(1, 1, 1)
    assert scores["LOC"] == Score(0, 0, 1)
    assert scores["ORG"] == Score(0, 1, 1)
    assert scores["micro"] == Score(1, 2, 3)
    assert scores["micro"].f1 == pytest.approx(40.0)
    assert scores["micro"].precision == pytest.approx(50.0)
    with pytest.raises(ValueError, match="4 gold tags"):
        entity_scores(gold[:1], found[1:])


def test_no_words_score_nothing() -> None:
    assert Score(0, 0, 0).f1 == 0.0
    assert syntax_scores([], [])["las"] == 0.0
