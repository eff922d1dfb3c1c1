"""Prepare the attribution corpus: ``python -m training.attributions FILE.jsonl OUTPUT.jsonl``.

The stories of PolNeAR are cut into words and sentences and read by the shipped reader, just as at run time, and their
attributions are turned from characters to words. What comes out holds the publishers' texts: it stays in
``training/runs/``, which is not in the repository.

One line a story: ``{"id", "forms": [[…]], "words": [[…]], "place": [[…]], "cues", "roles"}``, see :func:`document`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.language.analysis import analyse, prepare
from dragoman.language.attributions import outline
from dragoman.language.session import Model, OnnxModel
from dragoman.language.tokens import Tokenizer


def document(story: Mapping[str, Any], model: Model, tokenizer: Tokenizer) -> dict[str, Any]:
    """Read one story; return its sentences with their layers.

    Each word has its ``forms`` (as the model sees it), its ``place``: (paragraph, quotation, head within the sentence
    from 1, 0 for a root, label), and its ``roles``: a list of (attribution, "cue", "source" or "content").
    """
    tokens = tokenizer(story["text"])
    segments, sentences = prepare(model, tokens)
    analysis = analyse(model, sentences)
    words = segments.words.tolist()
    paragraph, quotation = (numbers.tolist() for numbers in outline(tokens, segments.words))
    starts = tokens.starts[segments.words]
    ends = starts + np.array([len(tokens.words[i]) for i in words], np.int64)
    roles: list[list[tuple[int, str]]] = [[] for _ in words]
    for number, attribution in enumerate(story["attributions"]):
        for role in ("cue", "source", "content"):
            for begin, end in attribution.get(role) or ():
                a, b = np.searchsorted(ends, begin, "right"), np.searchsorted(starts, end, "left")
                for i in range(int(a), int(b)):
                    roles[i].append((number, role))
    deprel = model.labels["deprel"]
    bounds = [*segments.starts.tolist(), len(words)]
    made: list[dict[str, Any]] = []
    for a, b, forms in zip(bounds, bounds[1:], sentences, strict=False):
        heads = analysis.heads[a:b]
        place = [
            (
                paragraph[i],
                quotation[i],
                0 if h == i else int(h) - a + 1,
                deprel[int(analysis.label[i])].split(":")[0],
            )
            for i, h in zip(range(a, b), heads, strict=True)
        ]
        made.append({"forms": forms, "place": place, "roles": roles[a:b]})
    return {
        "id": story["doc_id"],
        "sentences": made,
        "starts": starts.tolist(),
        "ends": ends.tolist(),
    }


def stories(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the stories of a file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and prepare a file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", type=Path)
    parser.add_argument("output", type=Path)
    chosen = parser.parse_args(arguments)
    model, tokenizer = OnnxModel(threads=2), Tokenizer()
    temporary = chosen.output.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as out:
        for story in stories(chosen.stories):
            out.write(json.dumps(document(story, model, tokenizer), ensure_ascii=False) + "\n")
    temporary.replace(chosen.output)


if __name__ == "__main__":
    main()
