"""Commitments against our own gold: found, strength, when they are due, and who binds himself.

``gold/commitments.csv`` holds ids and offsets; ``gold/README.md`` tells how it was made and ``GUIDELINES.md`` what
counts. A commitment is found when it overlaps a gold one of the same sentence in what is committed to, each at most
once. A predicted one in a sentence that was read and that meets no row is wrong.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import dragoman
from dragoman.records import Commitment, Story

__all__ = ["SENTENCES", "score"]

FOLDER = Path(__file__).with_name("gold")
GOLD, SENTENCES = FOLDER / "commitments.csv", FOLDER / "event_sentences.csv"
SETS = ("wikinews_2019_2020", "current_events_2025")

Row = dict[str, str]
Range = tuple[int, int]


def _by_story(path: Path, part: str) -> dict[tuple[str, str], list[Row]]:
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["part"] == part:
                found[row["set"], row["story"]].append(row)
    return found


def _spans(cell: str) -> list[Range]:
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in cell.split(";") if part)]


def _overlap(one: Iterable[Range], two: Sequence[Range]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in two)


def _what(one: Commitment) -> list[Range]:
    return [(p.start, p.end) for p in one.what]


def pairs(rows: Sequence[Row], given: Sequence[Commitment]) -> list[tuple[Row, Commitment]]:
    """Pair gold rows with commitments of the same sentence that overlap in what, each at most once."""
    used: set[int] = set()
    made = []
    for row in rows:
        sentence = [(int(row["sentence_start"]), int(row["sentence_end"]))]
        for n, one in enumerate(given):
            if (
                n in used
                or not _overlap(_what(one)[:1], sentence)
                or not _overlap(_spans(row["what"]), _what(one))
            ):
                continue
            used.add(n)
            made.append((row, one))
            break
    return made


def score(data: Path) -> dict[str, float]:
    """Score both parts of the gold.

    Args:
        data: the folder of the development data.

    Returns:
        For each part, in per cent: precision, recall and F1 of what is found; of the found ones, strengths that are
        right; of those with a stated date, intervals that are right; of those whose maker is named, how often an
        actor is given.
    """
    coder = dragoman.load()
    figures: dict[str, float] = {}
    for part in ("test", "dev"):
        gold, sentences = _by_story(GOLD, part), _by_story(SENTENCES, part)
        wanted = found = given = strong = dated = due = named = by = 0
        for name in SETS:
            for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
                story = json.loads(line)
                key = name, story["id"]
                if key not in sentences:
                    continue
                record = coder.code(
                    Story(id=story["id"], text=story["text"], date=story["date"], language="en")
                )
                read = [(int(row["start"]), int(row["end"])) for row in sentences[key]]
                counted = [one for one in record.commitments if _overlap(_what(one)[:1], read)]
                rows = gold.get(key, [])
                made = pairs(rows, counted)
                wanted += len(rows)
                given += len(counted)
                found += len(made)
                for row, one in made:
                    strong += row["strength"] == one.strength
                    named += bool(row["by"])
                    by += bool(row["by"]) and bool(one.by)
                    if row["due_start"] or row["due_end"]:
                        dated += 1
                        due += (row["due_start"] or None, row["due_end"] or None) == (
                            one.due.start,
                            one.due.end,
                        )
        figures |= {
            f"{part}: precision": _share(found, given),
            f"{part}: recall": _share(found, wanted),
            f"{part}: F1": _share(2 * found, given + wanted),
            f"{part}: strength": _share(strong, found),
            f"{part}: due": _share(due, dated),
            f"{part}: dated": float(dated),
            f"{part}: by": _share(by, named),
        }
    return figures


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
