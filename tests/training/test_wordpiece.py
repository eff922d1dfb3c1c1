"""Our word pieces against the `tokenizers` library, on all words of a treebank."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.bench.syntax import read_conllu
from dragoman.language.features import MAX_WORD_PIECES, WordPiece

ROOT = Path(__file__).parents[2]
VOCAB = ROOT / "dragoman/language/model/vocab.txt"
EWT = ROOT.parent / "shared/data/language/ewt-dev.conllu.gz"
ODD = [
    "ＮＡＴＯ",
    "ﬁne",
    "naïve",
    "\u200bx",
    "a\u00adb",
    "İstanbul",
    "中国人",
    "x\u00a0y",
    "\ufffd",
    "१२",
    "ß",
    "",
    "\u0301",
]


def reference(words: set[str]) -> dict[str, tuple[int, ...]]:
    tokenizers = pytest.importorskip("tokenizers", reason="the tokenizers library is not installed")
    library = tokenizers.BertWordPieceTokenizer(str(VOCAB), lowercase=True)
    unknown = (library.token_to_id("[UNK]"),)
    ids = {w: tuple(library.encode(w, add_special_tokens=False).ids) for w in words}
    return {w: found[:MAX_WORD_PIECES] or unknown for w, found in ids.items()}


def test_odd_words_as_the_library_does() -> None:
    ours = WordPiece(VOCAB)
    assert {w: ours(w) for w in ODD} == reference(set(ODD))


@pytest.mark.data
def test_all_words_of_ewt_dev_as_the_library_does() -> None:
    if not EWT.exists():
        pytest.skip("needs ../shared/data/language/ewt-dev.conllu.gz")
    words = {t.form for d in read_conllu(EWT) for s in d.sentences for t in s}
    assert len(words) > 4000
    ours = WordPiece(VOCAB)
    assert {w: ours(w) for w in words} == reference(words)
