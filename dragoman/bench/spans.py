"""Who acts on whom, from raw text: the words of actors and recipients against marked sources and targets.

Exact: the same words, articles and prepositions left out. Overlap: a word in common, and the answer at most 1.5 times
as long as the marked words. A span that is marked as reciprocal is both source and target, and so are those who act
jointly. A sentence of the set has one marked event, and our answer all of its events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dragoman
from dragoman.bench.relation_sets import in_part, rows
from dragoman.knowledge.tables import words_of
from dragoman.records import Event

__all__ = ["f1", "roles_of", "score"]

_SMALL = words_of("the a an of and in to s for on its his their at by from with")
_LONGEST = 1.5
Spans = Mapping[str, Sequence[str]]


def score(data: Path) -> dict[str, float]:
    """Code every sentence as a story, and compare the words.

    Returns:
        F1 in per cent of sources and targets, exact and overlapping, on the development and the check part.
    """
    coder = dragoman.load(threads=1)
    pairs: dict[str, list[tuple[Spans, Spans]]] = {"dev": [], "check": []}
    for row in rows(data, "actor_spans_train.jsonl"):
        record = coder.code(dragoman.Story(id=row["id"], text=row["text"], language="en"))
        pairs[in_part(row["text"])].append((_gold(row), roles_of(record.events)))
    return {
        f"{role} {how}, {part}": round(f1(both, role, exact=how == "exact"), 1)
        for part, both in pairs.items()
        for role in ("source", "target")
        for how in ("exact", "overlap")
    }


def roles_of(events: Sequence[Event]) -> Spans:
    """Give the words of sources and targets of a sentence's events, each once."""
    sources: dict[str, None] = {}
    targets: dict[str, None] = {}
    for event in events:
        acting = [span.text for span in event.actor_spans]
        suffering = [span.text for span in event.recipient_spans]
        if not event.recipients and not suffering and len(event.actors) > 1:
            suffering = acting
        sources |= dict.fromkeys(acting)
        targets |= dict.fromkeys(suffering)
    return {"source": tuple(sources), "target": tuple(targets)}


def _gold(row: Mapping[str, Any]) -> Spans:
    made: dict[str, list[str]] = {"source": [], "target": []}
    for span in row["spans"]:
        for role in ("source", "target") if span["role"] == "reciprocal" else (span["role"],):
            made[role].append(span["text"])
    return made


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _SMALL]


def f1(pairs: Sequence[tuple[Spans, Spans]], role: str, *, exact: bool) -> float:
    """Give F1 of one role over (gold, answer) pairs; each marked span is found once at most."""
    right = given = wanted = 0
    for gold, answer in pairs:
        marked = [_content(one) for one in gold[role]]
        told = [_content(one) for one in answer[role]]
        wanted, given = wanted + len(marked), given + len(told)
        free = list(range(len(marked)))
        for one in told:
            hit = next((k for k in free if _agree(one, marked[k], exact=exact)), None)
            if hit is not None:
                free.remove(hit)
                right += 1
    return 100 * 2 * right / (given + wanted) if given + wanted else 0.0


def _agree(told: Sequence[str], marked: Sequence[str], *, exact: bool) -> bool:
    if exact:
        return told == marked
    return not set(told).isdisjoint(marked) and len(told) <= _LONGEST * len(marked)
