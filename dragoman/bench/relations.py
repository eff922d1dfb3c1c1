"""Which type of event a given pair is in, on sentences with marked source and target.

The labels are the 15 of PLOVER's draft of 2016 (RETREAT and CONCEDE are YIELD there). The set's size is 1,050; its
small classes have 15 to 18 sentences, and one of them more or less moves a class by five points.

The model's relation head has learned from four fifths of it: the codebook alone is asked about all, and
``coder.relation`` about the fifth that was left out. The weights of both opinions were fitted on that fifth;
``python -m training.relation_weights`` prints what cross-validation inside it gives.
"""

from __future__ import annotations

from pathlib import Path

import dragoman
from dragoman.bench.relation_sets import (
    LABELS,
    QUADS,
    in_part,
    label,
    left_out,
    macro_f1,
    marked_spans,
    rows,
)
from dragoman.coding.relations import relation
from dragoman.knowledge import codebook

__all__ = ["score"]


def score(data: Path) -> dict[str, float]:
    """Ask for every pair, and compare.

    Returns:
        Per cent: macro-F1 over 15 labels (all, and the development and check parts) of the codebook alone; the same
        where the label is taken of the type alone; accuracy; macro-F1 over the four quad classes; share of pairs with
        an answer; and root and quad macro-F1 of ``coder.relation`` on the sentences that the head has not seen.
    """
    coder, book = dragoman.load(threads=1), codebook.load()
    gold, told, bare, parts = [], [], [], []
    unseen: list[tuple[str, str | None]] = []
    for row in rows(data, "plv_train.jsonl"):
        actor, recipient = marked_spans(row["marked"])
        text = row["text"]
        answer = relation(coder.reading(text), text, book, actor=actor, recipient=recipient)
        gold.append(row["gold_root"])
        told.append(label(answer.type, answer.cameo))
        bare.append(label(answer.type))
        parts.append(in_part(text))
        if left_out(text):
            both = coder.relation(text, actor=actor, recipient=recipient)
            unseen.append((row["gold_root"], label(both.type, both.cameo)))
    figures = {"root macro-F1": macro_f1(gold, told, LABELS)}
    for part in ("dev", "check"):
        chosen = [i for i, one in enumerate(parts) if one == part]
        figures[f"root macro-F1, {part}"] = macro_f1(
            [gold[i] for i in chosen], [told[i] for i in chosen], LABELS
        )
    quads = [QUADS[one] for one in gold], [QUADS.get(one or "") for one in told]
    figures |= {
        "root macro-F1, by type alone": macro_f1(gold, bare, LABELS),
        "root accuracy": 100 * sum(g == t for g, t in zip(gold, told, strict=True)) / len(gold),
        "quad macro-F1": macro_f1(*quads, range(1, 5)),
        "coverage": 100 * sum(one is not None for one in told) / len(told),
    }
    ours, theirs = [g for g, _ in unseen], [t for _, t in unseen]
    figures |= {
        "root macro-F1, with the head, left out": macro_f1(ours, theirs, LABELS),
        "quad macro-F1, with the head, left out": macro_f1(
            [QUADS[one] for one in ours], [QUADS.get(one or "") for one in theirs], range(1, 5)
        ),
    }
    return {name: round(value, 1) for name, value in figures.items()}
