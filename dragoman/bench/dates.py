"""On which day it happened: the time of events in news stories, against a list of our own.

``gold/dates.csv`` holds triggers in Wikinews stories as story id and offsets, with the first and last day that a
reader gave each before seeing any answer (how: ``gold/README.md``); empty days mean that the text does not say. An
answer is right when both days are, or when none is given where the text does not say.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dragoman.coding import times, when
from dragoman.records import Story, When

__all__ = ["GOLD", "Dated", "judge", "score"]

GOLD = Path(__file__).parent / "gold" / "dates.csv"
STORIES = "stories/wikinews_2019_2020.jsonl"


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of the list with our answer."""

    row: Mapping[str, str]
    published: str
    answer: When

    @property
    def right(self) -> bool:
        """Whether the days are those of the list."""
        return (self.answer.start or "", self.answer.end or "") == (self.row["first"], self.row["last"])

    @property
    def as_published(self) -> bool:
        """Whether the day of publication would have been right."""
        return self.row["first"] == self.row["last"] == self.published


def judge(data: Path, path: Path = GOLD) -> Iterator[Dated]:
    """Answer each row of the list."""
    import dragoman
    from dragoman.knowledge import load

    wanted: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted[row["story"]].append(row)
    knowledge = load()
    coder = dragoman.load(knowledge=knowledge, threads=1)
    with (data / STORIES).open(encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            if given["id"] not in wanted:
                continue
            story = Story(id=given["id"], date=given["date"], text=given["text"])
            doc = coder.reading(story)
            found = times(doc, date=story.date)
            for row in wanted[given["id"]]:
                start = int(row["start"])
                at = next(token.i for token in doc if token.idx + len(token) > start)
                answer = when(doc, story, found, at, knowledge=knowledge)
                yield Dated(row, given["date"], answer)


def score(data: Path) -> dict[str, float]:
    """Score the list.

    Args:
        data: the folder of the development data.

    Returns:
        Right answers in per cent: of all rows, of those that the text dates, of those that it does not; beside it the
        day of publication as the answer for all. And how many rows there are.
    """
    found = list(judge(data))
    dated = [one for one in found if one.row["first"]]
    undated = [one for one in found if not one.row["first"]]

    def share(right: int, of: list[Dated]) -> float:
        return round(100 * right / len(of), 2) if of else 0.0

    return {
        "day exactly right": share(sum(one.right for one in found), found),
        "where the text says it": share(sum(one.right for one in dated), dated),
        "none where the text does not say it": share(sum(one.right for one in undated), undated),
        "day of publication as the answer": share(sum(one.as_published for one in found), found),
        "events": float(len(found)),
    }
