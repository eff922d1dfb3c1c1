"""Whom a pronoun that speaks means: he, she, they, we, I and it as sources of statements, against our own gold.

What "I" and "we" mean inside quotation marks is told by the attributions of PolNeAR itself: who says it.

``gold/pronouns.csv`` holds ids and offsets into PolNeAR's dev stories; ``gold/README.md`` tells how it was made.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dragoman
from dragoman.language.marks import marked
from dragoman.records import Actor

__all__ = ["score"]

GOLD = Path(__file__).with_name("gold") / "pronouns.csv"


def score(data: Path) -> dict[str, float]:
    """Score the actors that the coder gives to pronouns.

    A pronoun is right when the actor that has it as a mention also has a mention that overlaps the gold
    antecedent; one that no actor has is wrong. Those that the text does not tell ("?") are left out.

    Args:
        data: the folder of the development data.

    Returns:
        Right answers in per cent: he and she together, each pronoun, all; the same for the baseline that takes
        the nearest person's name before the pronoun; "i" and "we" inside quotation marks, as the actor of the
        quotation's source; and the two readers' agreement.
    """
    lines = (data / "attribution/polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    stories = {story["doc_id"]: story for story in map(json.loads, lines)}
    by_story: dict[str, list[dict[str, str]]] = defaultdict(list)
    with GOLD.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            by_story[row["story"]].append(row)
    coder = dragoman.load()
    right: Counter[str] = Counter()
    nearest: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, rows in by_story.items():
        text = stories[name]["text"]
        record = coder.code(dragoman.Story(id=name, text=text, date=stories[name]["date"]))
        for word, sources, pronoun in _quoted(text, stories[name]["attributions"]):
            total[f"{word} in quotations"] += 1
            right[f"{word} in quotations"] += any(
                _has(a, pronoun) and any(_has(a, source) for source in sources) for a in record.actors
            )
        for row in rows:
            if row["antecedent_start"] == "?":
                continue
            pronoun = int(row["start"]), int(row["end"])
            antecedent = int(row["antecedent_start"]), int(row["antecedent_end"])
            word = text[slice(*pronoun)].lower()
            for kind in (word, "all", *(["he/she"] if word in ("he", "she") else [])):
                total[kind] += 1
                right[kind] += any(_has(a, pronoun) and _has(a, antecedent) for a in record.actors)
                nearest[kind] += _nearest_name(record.actors, pronoun[0], antecedent)
    figures = {kind: round(100 * right[kind] / total[kind], 1) for kind in sorted(total)}
    figures |= {
        f"{kind}, nearest name": round(100 * nearest[kind] / total[kind], 1) for kind in ("he/she", "all")
    }
    return figures | {"readers agree": _agreement(row for rows in by_story.values() for row in rows)}


_FIRST = {
    "I": "i",
    "me": "i",
    "my": "i",
    "myself": "i",
    "we": "we",
    "us": "we",
    "our": "we",
    "ourselves": "we",
}
_WORD = re.compile(r"\b[A-Za-z]+\b")


def _quoted(
    text: str, attributions: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, list[tuple[int, int]], tuple[int, int]]]:
    """Give each "I" and "we" between quotation marks with the places of who says it; of nested ones the innermost."""
    pieces = [(piece.start, piece.end) for piece in marked(text) if piece.inside is None]
    found: dict[tuple[int, int], tuple[int, str, list[tuple[int, int]]]] = {}
    for one in attributions:
        sources = [(start, end) for start, end in one["source"]]
        if one["qtype"] == "indirect" or not sources:
            continue
        size = sum(end - start for start, end in one["content"])
        for start, end in one["content"]:
            for match in _WORD.finditer(text, start, end):
                kind = _FIRST.get(match[0]) or _FIRST.get(
                    match[0].lower() if match[0] in ("We", "My", "Our") else ""
                )
                inside = any(a <= match.start() and match.end() <= b for a, b in pieces)
                place = match.start(), match.end()
                if kind and inside and (place not in found or size < found[place][0]):
                    found[place] = size, kind, sources
    for place, (_, kind, sources) in found.items():
        if not any(text[a:b].lower() in ("i", "we") for a, b in sources):
            yield kind, sources, place


def _has(actor: Actor, span: tuple[int, int]) -> bool:
    return any(m.start < span[1] and span[0] < m.end for m in actor.mentions)


def _nearest_name(actors: Iterable[Actor], pronoun: int, antecedent: tuple[int, int]) -> bool:
    names = [
        (m.start, a)
        for a in actors
        if a.kind == "person"
        for m in a.mentions
        if m.form == "name" and m.end <= pronoun
    ]
    return bool(names) and _has(max(names, key=lambda pair: pair[0])[1], antecedent)


def _agreement(rows: Iterable[dict[str, str]]) -> float:
    same = both = 0
    for row in rows:
        if not row["second_start"]:
            continue
        both += 1
        if "?" in (row["antecedent_start"], row["second_start"]):
            same += row["antecedent_start"] == row["second_start"]
        else:
            first = int(row["antecedent_start"]), int(row["antecedent_end"])
            same += first[0] < int(row["second_end"]) and int(row["second_start"]) < first[1]
    return round(100 * same / both, 1)
