"""How well the shipped model reads: tags, lemmas, trees and entities against treebanks, on gold words.

Gold words keep these figures comparable with those that others publish; :mod:`dragoman.bench.segmentation` scores
from raw text. Labels are compared without subtypes (Zeman et al. 2018), entities by exact spans (Tjong Kim Sang
and De Meulder 2003).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from dragoman.bench.syntax import Token, entity_scores, read_conllu, syntax_scores
from dragoman.language import load_reader
from dragoman.language.analysis import analyse
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.normalise import model_form
from dragoman.language.session import MODEL_FOLDER, Model, OnnxModel

__all__ = ["score_entities", "score_syntax"]

FIGURES = ("upos", "xpos", "lemma", "uas", "las")


def score_syntax(data: Path) -> dict[str, float]:
    """Score tags, lemmas and trees on the dev parts of EWT and GUM, gold words and sentences.

    Args:
        data: the folder of the development data.

    Returns:
        Accuracies in per cent of words: UPOS, XPOS, lemma, UAS, LAS.
    """
    model, lemmas = OnnxModel(threads=2), Lemmatiser.load(MODEL_FOLDER)
    figures: dict[str, float] = {}
    for part in ("ewt", "gum"):
        gold: list[Sequence[Token]] = []
        found: list[Sequence[Token]] = []
        for document in read_conllu(data / f"language/{part}-dev.conllu.gz"):
            sentences = [s for s in document.sentences if _fits(model, s)]
            gold += sentences
            found += _read(model, lemmas, sentences)
        scores = syntax_scores(gold, found)
        figures |= {f"{name}, {part.upper()} dev": round(scores[name], 2) for name in FIGURES}
    return figures


def _fits(model: Model, sentence: Sequence[Token]) -> bool:
    # at run time such a sentence is cut and has two roots; here it would not be comparable
    return model.encoder.length([model_form(token.form) for token in sentence]) <= model.max_pieces - 2


def _read(model: Model, lemmas: Lemmatiser, sentences: Sequence[Sequence[Token]]) -> Iterator[list[Token]]:
    if not sentences:
        return
    labels = model.labels
    made = analyse(model, [[model_form(token.form) for token in s] for s in sentences])
    ends = [0]
    for sentence in sentences:
        ends.append(ends[-1] + len(sentence))
    for sentence, (begin, end) in zip(sentences, pairwise(ends), strict=True):
        tokens = []
        for i, token in zip(range(begin, end), sentence, strict=True):
            upos, xpos = labels["upos"][made.upos[i]], labels["xpos"][made.xpos[i]]
            lemma = lemmas.lemma(model_form(token.form), upos, xpos, labels["lemma"][made.script[i]])
            head = 0 if made.heads[i] == i else int(made.heads[i]) - begin + 1
            tokens.append(Token(token.form, lemma, upos, xpos, head, labels["deprel"][made.label[i]]))
        yield tokens


def score_entities(data: Path) -> dict[str, float]:
    """Score entities on the dev part of the newswire set: gold words, our own sentences.

    Args:
        data: the folder of the development data.

    Returns:
        F1 of exact spans in per cent, for each type and for all together.
    """
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    reader, vocab = load_reader(threads=2), Vocab()
    gold: list[list[str]] = []
    found: list[list[str]] = []
    for words, tags in json.loads((data / "language/newswire_ner_dev.json").read_text(encoding="utf-8")):
        doc = reader.annotate(Doc(vocab, words=words))
        gold.append(tags)
        found.append([f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc])
    scores = entity_scores(gold, found)
    return {f"{kind}, newswire dev": round(score.f1, 2) for kind, score in scores.items()}
