"""Sentences with two marked spans and the PLOVER type between them, from three sources.

* our own (``training/relations``): text, character spans of actor and recipient, one of 16 types or NONE;
* sentences with the 15 older labels (text marked with ``<s>`` and ``<t>``): YIELD stands for two types;
* sentences with spans and a class of 0 to 4: a mere comment, or a quad class, which stands for several types.

So each sentence has a *set* of types of which one is right. Sentences that stand in several files are kept together
by their text when some are left out for a score.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from dragoman.language.pairing import marked
from dragoman.language.tokens import Tokenizer
from dragoman.records import EventType

TYPES = ("NONE", *get_args(EventType))
QUADS = (
    ("NONE",),
    ("AGREE", "CONSULT", "SUPPORT"),
    ("COOPERATE", "AID", "RETREAT", "CONCEDE"),
    ("ACCUSE", "REQUEST", "REJECT", "THREATEN"),
    ("PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"),
)
"""Of each class 0 to 4, the types of the older labels."""

Span = tuple[int, int]
_MARK = re.compile(r"<(/?)([st])>")


def fold(text: str, folds: int) -> int:
    """Return the fold of a text, by its letters and digits alone."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    return int(hashlib.sha256(plain.encode()).hexdigest(), 16) % folds


def read_pairs(
    paths: Sequence[Path], *, folds: int = 0, left_out: int = 0, only_left_out: bool = False
) -> list[list[dict[str, Any]]]:
    """Read files of any of the three kinds; each sentence is a document.

    Args:
        paths: JSON lines.
        folds: number of folds (0: all sentences are read).
        left_out: the fold that is left out.
        only_left_out: read nothing but that fold.
    """
    tokenizer = Tokenizer()
    documents = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if folds and (fold(row["text"], folds) == left_out) != only_left_out:
                    continue
                for text, actor, recipient, types in _pairs(row):
                    tokens = tokenizer(text)
                    forms = [
                        form for form, space in zip(tokens.forms, tokens.space, strict=True) if not space
                    ]
                    starts = [
                        int(s) for s, space in zip(tokens.starts, tokens.space, strict=True) if not space
                    ]
                    words, marks = marked(forms, _words(actor, starts), _words(recipient, starts))
                    targets: list[list[str] | None] = [None] * len(words)
                    for i in marks:
                        targets[i] = list(types)
                    documents.append([{"forms": words, "types": targets}])
    return documents


def _pairs(row: dict[str, Any]) -> Iterator[tuple[str, Span | None, Span | None, Sequence[str]]]:
    """Yield text, spans in characters, and the set of types."""
    if "type" in row:
        yield row["text"], tuple(row["actor"]), tuple(row["recipient"]), (row["type"],)
    elif "marked" in row:
        text, spans, begun = "", {}, {}
        at = 0
        for mark in _MARK.finditer(row["marked"]):
            text += row["marked"][at : mark.start()]
            at = mark.end()
            if mark[1]:
                spans[mark[2]] = (begun[mark[2]], len(text))
            else:
                begun[mark[2]] = len(text)
        text += row["marked"][at:]
        root = row["gold_root"]
        yield text, spans.get("s"), spans.get("t"), ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)
    elif row["quad"] is not None:
        text, spans = " ".join(row["tokens"]), {}
        starts = [0]
        for token in row["tokens"]:
            starts.append(starts[-1] + len(token) + 1)
        for one in row["spans"]:
            role = {"reciprocal": "source" if "source" not in spans else "target"}.get(
                one["role"], one["role"]
            )
            spans.setdefault(role, (starts[one["start"]], starts[one["end"]] - 1))
        yield text, spans.get("source"), spans.get("target"), QUADS[row["quad"]]


def _words(span: Span | None, starts: Sequence[int]) -> Span | None:
    if span is None:
        return None
    inside = [i for i, start in enumerate(starts) if span[0] <= start < span[1]]
    return (inside[0], inside[-1] + 1) if inside else None
