"""The encoder's inputs: word pieces, shapes, windows, batches."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.language.features import (
    MAX_POSITIONS,
    MAX_WORD_PIECES,
    SHAPE_CLASSES,
    SPECIAL_SHAPE,
    Encoder,
    WordPiece,
    batch,
    shape,
)

VOCAB = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "kyiv",
    "prom",
    "##ise",
    "##s",
    "un",
    "##un",
    "-",
    ",",
    "a",
    "cafe",
]


def pieces(word: str) -> list[str]:
    return [VOCAB[i] for i in WordPiece(VOCAB)(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Kyiv", ["kyiv"]),
        ("promises", ["prom", "##ise", "##s"]),  # longest match first
        ("Kyiv-a", ["kyiv", "-", "a"]),  # punctuation stands alone
        ("Café", ["cafe"]),  # accents go
        ("zebra", ["[UNK]"]),
        ("a\u200bzebra", ["[UNK]"]),  # the invisible character goes, the rest is one unknown word
        ("a\u00a0kyiv", ["a", "kyiv"]),
        ("", ["[UNK]"]),
        ("\u0301", ["[UNK]"]),
        ("un" * 40, ["un", *["##un"] * 11]),
        ("un" * 51, ["[UNK]"]),  # more than a hundred characters
    ],
)
def test_wordpiece_splits(word: str, expected: list[str]) -> None:
    assert pieces(word) == expected
    assert len(expected) <= MAX_WORD_PIECES


def test_wordpiece_needs_a_bert_vocabulary() -> None:
    with pytest.raises(ValueError, match=r"\[UNK\]"):
        WordPiece(["[PAD]", "kyiv"])


def test_wordpiece_cache_does_not_grow_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.language.features._CACHE_WORDS", 10)
    encode = WordPiece(VOCAB)
    for i in range(100):
        encode(f"a{i}")
        assert len(encode._cache) <= 10
    assert encode("Kyiv") == encode("Kyiv") == (5,)


def test_shape_tells_capitals_numbers_and_punctuation_apart() -> None:
    samples = ["forces", "Syria", "NATO", "A", "McCain", "2024", "1,200.50", "21st", ",", "$", "中国"]
    classes = [shape(word, False) for word in samples]
    assert len(set(classes)) == len(samples)
    assert max(classes) < SPECIAL_SHAPE < SHAPE_CLASSES
    assert shape("Prague", False) == shape("Syria", False) == shape("Émile", False)
    assert shape("J.", False) == shape("A", False)
    assert shape("al-Assad", False) == shape("iPhone", False)


def test_shape_knows_the_start_of_a_sentence() -> None:
    assert shape("Talks", True) != shape("Talks", False)


def test_shape_of_anything_is_a_class() -> None:
    for code in range(0x3000):
        for word in (chr(code), "a" + chr(code), "A" + chr(code)):
            assert 0 <= shape(word, True) < SPECIAL_SHAPE


def test_window_points_to_first_pieces() -> None:
    window = Encoder(VOCAB).encode_window([["Kyiv", "promises"], ["a", ","]])
    assert [VOCAB[i] for i in window.ids] == ["[CLS]", "kyiv", "prom", "##ise", "##s", "a", ",", "[SEP]"]
    assert [first.tolist() for first in window.first] == [[1, 2], [5, 6]]
    assert window.shapes[0] == window.shapes[-1] == SPECIAL_SHAPE
    assert window.shapes[2] == window.shapes[4] == shape("promises", False)
    assert window.shapes[1] == shape("Kyiv", True)
    assert window.shapes[5] == shape("a", True)


def test_window_too_long_is_refused() -> None:
    encoder = Encoder(VOCAB)
    encoder.encode_window([["a"] * (MAX_POSITIONS - 2)])
    with pytest.raises(ValueError, match="513 word pieces"):
        encoder.encode_window([["a"] * (MAX_POSITIONS - 1)])


def test_length_agrees_with_the_window() -> None:
    encoder = Encoder(VOCAB)
    sentences = [["Kyiv", "promises"], ["a", ",", "zebra"]]
    assert sum(map(encoder.length, sentences)) + 2 == len(encoder.encode_window(sentences).ids)


def test_batch_pads_and_finds_each_word() -> None:
    encoder = Encoder(VOCAB)
    windows = [encoder.encode_window([["promises", ",", "a"], ["a"]]), encoder.encode_window([["Kyiv", "a"]])]
    inputs = batch(windows)
    assert {name: array.dtype for name, array in inputs.items()} == dict.fromkeys(inputs, np.dtype(np.int64))
    assert inputs["ids"].shape == inputs["mask"].shape == inputs["shapes"].shape == (2, 8)
    assert inputs["mask"].sum(1).tolist() == [8, 4]
    assert inputs["valid"].tolist() == [[1, 1, 1], [1, 0, 0], [1, 1, 0]]
    flat = inputs["ids"].reshape(-1)
    found = [
        [VOCAB[flat[i]] for i, v in zip(row, ok) if v] for row, ok in zip(inputs["words"], inputs["valid"])
    ]
    assert found == [["prom", ",", "a"], ["a"], ["kyiv", "a"]]
    assert (inputs["words"][inputs["valid"] == 0] == 0).all()
