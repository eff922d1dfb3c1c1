"""The trigger words of ``gold/events.csv``, asked one by one, so that when and where do not hang on events found."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.records import Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["PARTS", "Row", "share", "stories", "token_of"]

GOLD = Path(__file__).parent / "gold" / "events.csv"
PARTS = ("test", "dev")
Row = dict[str, str]


def stories(data: Path, *sets: str) -> Iterator[tuple[Story, list[Row]]]:
    """Yield the gold's stories with their rows.

    Args:
        data: the folder of the development data.
        sets: of stories, by the names of their files.
    """
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    with GOLD.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rows[row["set"], row["story"]].append(row)
    for name in sets:
        with (data / f"stories/{name}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                given = json.loads(line)
                if found := rows.get((name, given["id"])):
                    yield (
                        Story(id=given["id"], text=given["text"], date=given["date"], language="en"),
                        found,
                    )


def token_of(doc: Doc, start: int, end: int) -> int:
    """Give the token that heads the words between two offsets."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return next(token.i for token in doc if token.idx + len(token) > start)
    return span.root.i


def share(right: int, of: int) -> float:
    """Give a share in per cent."""
    return round(100 * right / of, 1) if of else 0.0
