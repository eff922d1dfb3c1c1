"""How well raw text is cut into words and sentences: the language room's rules against UD treebanks.

Treebanks are turned back into raw text, paragraphs parted by a blank line
(:func:`dragoman.bench.syntax.read_conllu`); a word or a sentence counts as right when both its ends are
(Zeman et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from dragoman.bench.syntax import Document, Token, added, raw_scores, read_conllu
from dragoman.language.sentences import split
from dragoman.language.tokens import Tokenizer

__all__ = ["cut", "score", "score_reading"]

Cut = Callable[[str], list[list[Token]]]


def cut(tokenizer: Tokenizer, text: str) -> list[list[Token]]:
    """Return the sentences of a text as the language room cuts it, with offsets and nothing else."""
    tokens = tokenizer(text)
    segments = split(tokens)
    places = [
        Token(tokens.words[i], start=int(tokens.starts[i]), end=int(tokens.starts[i]) + len(tokens.words[i]))
        for i in segments.words.tolist()
    ]
    edges = [*segments.starts.tolist(), len(places)]
    return [places[a:b] for a, b in pairwise(edges)]


def _documents(data: Path) -> dict[str, list[Document]]:
    language = data / "language"
    gum_dev = read_conllu(language / "gum-dev.conllu.gz")
    gum = read_conllu(language / "gum-train-clean.conllu.gz")
    return {
        "GUM news": [d for d in gum + gum_dev if d.name.startswith("GUM_news_")],
        "GUM dev": gum_dev,
        "EWT dev": read_conllu(language / "ewt-dev.conllu.gz"),
    }


def score(data: Path) -> dict[str, float]:
    """Score words and sentences from raw text.

    The rules were written with the errors on GUM's train documents in sight, so the news documents of GUM's
    dev part ("GUM dev" holds them) are the only unseen ones.

    Args:
        data: the folder of the development data.

    Returns:
        Token F1 and sentence F1 in per cent on GUM's news documents (train and dev), GUM dev and EWT dev.
    """
    tokenizer = Tokenizer()
    return _figures(_documents(data), lambda text: cut(tokenizer, text), ("tokens", "sentences"))


def score_reading(data: Path) -> dict[str, float]:
    """Score a whole reading from raw text, tags and trees included, with the shipped model."""
    from dragoman.language import load_reader

    reader = load_reader(threads=2)

    def read(text: str) -> list[list[Token]]:
        found = []
        for sentence in reader.read(text).sents:
            tokens = [token for token in sentence if not token.is_space]
            number = {token.i: i for i, token in enumerate(tokens, 1)}
            found.append(
                [
                    Token(
                        token.text,
                        token.lemma_,
                        token.pos_,
                        token.tag_,
                        0 if token.head.i == token.i else number[token.head.i],
                        token.dep_,
                        token.idx,
                        token.idx + len(token),
                    )
                    for token in tokens
                ]
            )
        return found

    return _figures(_documents(data), read, ("tokens", "sentences", "upos", "lemma", "uas", "las"))


def _figures(documents: dict[str, list[Document]], read: Cut, names: Sequence[str]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for part, docs in documents.items():
        total = added(raw_scores(doc.sentences, read(doc.text)) for doc in docs)
        figures |= {f"{name}, {part}": round(total[name].f1, 2) for name in names}
    return figures
