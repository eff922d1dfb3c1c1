"""What the model says of every word of a story, before it becomes a spaCy ``Doc``.

Words here are words: white space has been left out. Sentences that do not fit into a window are cut, and each part
is analysed as a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.language.decode import entity_tags, trees
from dragoman.language.features import MAX_WORD_PIECES
from dragoman.language.normalise import without_shouting
from dragoman.language.sentences import Segments, split
from dragoman.language.session import Model, run, sentence_limits
from dragoman.language.tokens import Tokens

__all__ = ["Analysis", "analyse", "prepare", "sentence_forms", "settled"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_MORE = {"factuality": np.float32, "cue": np.float32, "keys": np.float16, "values": np.float16}
"""Outputs that a model may lack, and how they are kept: keys and values are long."""

_SHOUTED_WORDS = 3  # a sentence with fewer capitalised words says nothing about its case


@dataclass(frozen=True, slots=True)
class Analysis:
    """The model's answers for the words of a story; all arrays have one entry a word.

    Attributes:
        upos, xpos, script, label, entity: indexes into the model's label lists.
        heads: position of each word's head in the story; a root is its own head.
        head_scores, entity_scores: probabilities of the chosen head and of the chosen entity tag.
        factuality: how sure the text is that what the word names happened, -3 to 3; None from a model without it.
        attribution: cue scores [n, 3], keys [n, 2, d] and values [n, d], for
            :func:`dragoman.language.attributions.decode`; None from a model without them.
    """

    upos: Ints
    xpos: Ints
    script: Ints
    label: Ints
    entity: Ints
    heads: Ints
    head_scores: Floats
    entity_scores: Floats
    factuality: Floats | None = None
    attribution: tuple[Floats, Floats, Floats] | None = None


def sentence_forms(forms: Sequence[str], starts: Sequence[int], kinds: Sequence[str]) -> list[list[str]]:
    """Return the model forms of each sentence, headlines and datelines in capitals put into running case."""
    ends = [*starts[1:], len(forms)][: len(starts)]
    sentences = [list(forms[a:b]) for a, b in zip(starts, ends, strict=True)]
    shouted = [i for i, words in enumerate(sentences) if kinds[i] == "dateline" or _is_shouted(words)]
    if shouted:
        seen = _running_case(sentences, set(shouted))
        for i in shouted:
            sentences[i] = without_shouting(sentences[i], seen)
    return sentences


def _is_shouted(words: Sequence[str]) -> bool:
    upper = sum(map(str.isupper, words))
    return upper >= _SHOUTED_WORDS and upper > 0.7 * sum(map(str.isalpha, words))


def _running_case(sentences: Sequence[Sequence[str]], shouted: set[int]) -> dict[str, str]:
    """How the story writes words inside its sentences: lower-cased → as written, first come first served."""
    seen: dict[str, str] = {}
    for i, words in enumerate(sentences):
        if i not in shouted:
            for word in words[1:]:
                seen.setdefault(word.lower(), word)
    return seen


def prepare(model: Model, tokens: Tokens) -> tuple[Segments, list[list[str]]]:
    """Cut a story into sentences that fit into the model's windows; return them with their words' model forms."""
    segments = split(tokens)
    forms = [tokens.forms[i] for i in segments.words.tolist()]
    sentences = sentence_forms(forms, segments.starts.tolist(), segments.kinds)
    room = model.max_pieces - 2
    starts: list[int] = []
    kinds: list[str] = []
    parts: list[list[str]] = []
    for start, kind, words in zip(segments.starts.tolist(), segments.kinds, sentences, strict=True):
        cuts = [0]
        # a word has at most so many pieces, so most sentences need not be counted
        if len(words) * MAX_WORD_PIECES > room and model.encoder.length(words) > room:
            cuts += sentence_limits(model.encoder, words, model.max_pieces)
        for begin, end in zip(cuts, [*cuts[1:], len(words)], strict=True):
            starts.append(start + begin)
            kinds.append(kind)
            parts.append(words[begin:end])
    return Segments(segments.words, np.array(starts, np.int64), kinds), parts


def analyse(model: Model, sentences: Sequence[Sequence[str]]) -> Analysis:
    """Run the model over the sentences of one story, each of which fits into a window, and decode its answers."""
    labels = model.labels
    deprel = list(labels["deprel"])
    root, other = deprel.index("root"), deprel.index("dep")
    offsets = np.zeros(len(sentences) + 1, np.int64)
    np.cumsum([len(words) for words in sentences], out=offsets[1:])
    n = int(offsets[-1])
    ints = {name: np.zeros(n, np.int64) for name in ("upos", "xpos", "script", "label", "entity", "heads")}
    scores = {name: np.zeros(n, np.float32) for name in ("head_scores", "entity_scores")}
    more: dict[str, NDArray[Any]] = {}
    for batch, found in run(model, sentences):
        valid = batch.inputs["valid"]
        real = valid == 1
        begin = offsets[batch.sentences][:, None]
        at = (begin + np.arange(valid.shape[1]))[real]
        tree = trees(found["arcs"], found["top_heads"], found["top_labels"], valid, root=root, other=other)
        tags = entity_tags(found["entities"], valid, labels["entities"])
        ints["upos"][at] = found["upos"][real]
        ints["xpos"][at] = found["xpos"][real]
        ints["script"][at] = found["lemma"][real]
        ints["label"][at] = tree.labels[real]
        ints["entity"][at] = tags.tags[real]
        ints["heads"][at] = np.where(tree.heads[real] == 0, at, (begin + tree.heads - 1)[real])
        scores["head_scores"][at] = tree.scores[real]
        scores["entity_scores"][at] = tags.scores[real]
        for name, kind in _MORE.items():
            if name in found:
                rows = found[name][real]
                more.setdefault(name, np.zeros((n, *rows.shape[1:]), kind))[at] = rows
    return Analysis(
        ints["upos"],
        ints["xpos"],
        ints["script"],
        ints["label"],
        ints["entity"],
        ints["heads"],
        scores["head_scores"],
        scores["entity_scores"],
        factuality=more.get("factuality"),
        attribution=(more["cue"], more["keys"].reshape(n, 2, -1), more["values"]) if "cue" in more else None,
    )


def settled(segments: Segments, analysis: Analysis, forms: Sequence[str], model: Model) -> Segments:
    """Tell speakers from headings, now that the model has seen the words: "Snags:" and "Outlook:" speak not.

    A label of a transcript stays a speaker when it holds a person's name, is a name in capitals, or is Q or A.
    """
    if "speaker" not in segments.kinds:
        return segments
    person = [tag.endswith("-PER") for tag in model.labels["entities"]]
    name = list(model.labels["upos"]).index("PROPN")
    starts = [*segments.starts.tolist(), len(segments.words)]
    kinds = list(segments.kinds)
    for i, kind in enumerate(kinds):
        if kind != "speaker":
            continue
        span = range(starts[i], starts[i + 1])
        if any(person[analysis.entity[k]] for k in span):
            continue
        words = [k for k in span if forms[k][0].isalpha()]
        shouted = all(forms[k].isupper() for k in words) and any(analysis.upos[k] == name for k in words)
        if not shouted and [forms[k] for k in words] not in (["Q"], ["A"]):
            kinds[i] = "heading"
    return Segments(segments.words, segments.starts, kinds)
