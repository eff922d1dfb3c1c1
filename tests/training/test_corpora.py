"""Reading annotated files, cutting them into windows, disturbing them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from training.augment import Augment
from training.corpora import (
    Corpus,
    Stream,
    fixed_windows,
    read_entities,
    read_treebank,
    rejoined,
    sentence_bounds,
)

GUM = """\
# newdoc id = a
# text = Envoy Ann Lee left Oslo
1	Envoy	envoy	NOUN	NN	_	4	nsubj	_	Entity=(1-person-new-cf1(2-abstract-new)
2	Ann	Ann	PROPN	NNP	_	1	flat	_	_
3	Lee	Lee	PROPN	NNP	_	1	flat	_	Entity=1)
4	left	leave	VERB	VBD	_	0	root	_	_
5	Oslo	Oslo	PROPN	NNP	_	4	obj	_	Entity=(3-place-new-cf2-1-sgl-Oslo)

# text = The old mayor
1	The	the	DET	DT	_	3	det	_	Entity=(4-person-new
2	old	old	ADJ	JJ	_	3	amod	_	_
3	mayor	mayor	NOUN	NN	_	0	root	_	Entity=4)
4-5	gonna	_	_	_	_	_	_	_	_

# newdoc id = b
1	Bank	Bank	PROPN	NNP	_	0	root	_	Entity=(9-organization-new(8-place-new
2	of	of	ADP	IN	_	3	case	_	_
3	Oslo	Oslo	PROPN	NNP	_	1	nmod	_	Entity=8)9)
"""


def test_read_treebank_makes_documents(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf-8")
    first, second = read_treebank([path], entities=True)
    assert [s["forms"] for s in first] == [["Envoy", "Ann", "Lee", "left", "Oslo"], ["The", "old", "mayor"]]
    assert first[0]["head"] == [4, 1, 1, 0, 4]
    assert "entities" not in read_treebank([path])[0][0]
    # a phrase whose head is no name is no named entity; the outermost name wins
    assert first[0]["entities"] == ["O", "O", "O", "O", "B-LOC"]
    assert first[1]["entities"] == ["O", "O", "O"]
    assert second[0]["entities"] == ["B-ORG", "I-ORG", "I-ORG"]


def test_read_entities_keeps_every_word(tmp_path: Path) -> None:
    rows = [[["Aid", "came", ".", "It", "helped", "."], ["O"] * 6], [["Oslo"], ["B-LOC"]]] * 3
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    documents = read_entities([path], block=4)
    assert len(documents) == 2
    forms = [w for d in documents for s in d for w in s["forms"]]
    assert forms == [w for words, _ in rows for w in words]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He left . She stayed .", 2),
        ("Mr . Lee left . She stayed", 2),
        ("The U . S . Senate voted", 1),
        ("“ Go . ” He went", 2),
        ("He paid 3 . 5 million", 2),  # a digit may well begin a sentence
        ("etc . and so on", 1),
    ],
)
def test_sentence_bounds(text: str, sentences: int) -> None:
    words = text.split()
    bounds = list(sentence_bounds(words, ["O"] * len(words)))
    assert len(bounds) == sentences
    assert [i for a, b in bounds for i in range(a, b)] == list(range(len(words)))


def test_sentence_bounds_never_cut_an_entity() -> None:
    words = ["x"] * 89 + ["Bank", "of", "Oslo"] + ["x"] * 20
    tags = ["O"] * 89 + ["B-ORG", "I-ORG", "I-ORG"] + ["O"] * 20
    assert list(sentence_bounds(words, tags)) == [(0, 92), (92, 112)]


def test_rejoined_abbreviations() -> None:
    text = "Dr . Lee of the U . S . Senate met J . Ash ."
    words = text.split()
    tags = ["O", "O", "B-PER", "O", "O", "B-ORG", *["I-ORG"] * 4, "O", "B-PER", "I-PER", "I-PER", "O"]
    found = rejoined({"forms": words, "entities": tags})
    assert found["forms"] == ["Dr.", "Lee", "of", "the", "U.S.", "Senate", "met", "J.", "Ash", "."]
    assert found["entities"] == ["O", "B-PER", "O", "O", "B-ORG", "I-ORG", "O", "B-PER", "I-PER", "O"]


def corpus(documents: int = 12, sentences: int = 9) -> Corpus:
    rng = random.Random(0)
    return Corpus(
        "c",
        [
            [{"forms": [f"{d}.{s}"] * rng.randint(1, 30), "entities": ["O"] * 30} for s in range(sentences)]
            for d in range(documents)
        ],
    )


def stream(**options: Any) -> Stream:
    chosen = {"pieces": 120, "longest": 60, "single": 0.3, "seed": 1, "augment": Augment(), **options}
    return Stream(corpus(), len, **chosen)


def test_stream_gives_every_sentence_once_an_epoch() -> None:
    one = stream()
    seen: list[str] = []
    while True:
        windows = one.next()
        if one.epoch:
            break
        lengths = [sum(len(s["forms"]) for s in w) + 2 for w in windows]
        assert max(lengths) <= 62
        assert len(windows) == 1 or max(lengths) * len(windows) <= 120
        for window in windows:
            names = [s["forms"][0].lower() for s in window]
            places = [tuple(map(int, n.split("."))) for n in names]
            assert [(places[0][0], places[0][1] + i) for i in range(len(places))] == places  # consecutive
            seen += names
    assert sorted(seen) == sorted(s["forms"][0] for d in corpus().documents for s in d)


def test_stream_goes_on_where_it_stopped() -> None:
    one = stream()
    for _ in range(40):
        one.next()
    state = one.state()
    wanted = [one.next() for _ in range(40)]
    other = stream()
    other.restore(state)
    assert [other.next() for _ in range(40)] == wanted
    assert [stream(seed=2).next() for _ in range(5)] != [stream().next() for _ in range(5)]


def test_fixed_windows_hold_whole_sentences() -> None:
    document = corpus().documents[0]
    windows = list(fixed_windows(document, len, 60))
    assert [s for w in windows for s in w] == document
    assert all(sum(len(s["forms"]) for s in w) + 2 <= 60 for w in windows)
    assert list(fixed_windows(document, len, 5)) == [[s] for s in document]  # too long ones stand alone


def test_augment_keeps_words_and_annotation() -> None:
    window = [{"forms": ["The", '"', "EU", "--", "n't"], "upos": list("abcde")}] * 3
    rng = random.Random(3)
    forms = set()
    for _ in range(400):
        changed = Augment(upper=0.1, title=0.1, lower=0.1)(window, rng)
        assert [s["upos"] for s in changed] == [s["upos"] for s in window]
        forms |= {" ".join(s["forms"]) for s in changed}
    assert "The \" EU -- n't" in forms
    assert "THE \" EU -- N'T" in forms
    assert "the \" eu -- n't" in forms
    assert "The ” EU — n’t" in forms


def test_augment_off_changes_nothing() -> None:
    window = [{"forms": ["The", '"']}]
    none = Augment(upper=0, title=0, lower=0, quotes=0, dashes=0)
    assert all(none(window, random.Random(i)) == window for i in range(50))
