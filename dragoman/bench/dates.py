"""On which day it happened: the time of events in news stories, against two lists of our own.

``gold/dates.csv`` holds triggers in Wikinews stories as story id and offsets, with the first and last day that a
reader gave each before seeing any answer (how: ``gold/README.md``); empty days mean that the text does not say. An
answer is right when both days are, or when none is given where the text does not say.

``gold/events.csv`` has the days of every act in its stories of Wikinews; its part ``test`` was never read. Half of
its rows have no days because the text says none: there the record gives the story's day and marks it (basis *story
date*), or none.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.bench import asked
from dragoman.coding import times, when
from dragoman.records import Story, When

__all__ = ["GOLD", "Dated", "events_figures", "judge", "score"]

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
    """Score both lists.

    Args:
        data: the folder of the development data.

    Returns:
        Those of :func:`events_figures` for each part of the events gold. Of the list of days: right answers in per
        cent: of all rows, of those that the text dates, of those that it does not; beside it the day of publication
        as the answer for all. And how many rows there are.
    """
    found = list(judge(data))
    figures = _events(data)
    dated = [one for one in found if one.row["first"]]
    undated = [one for one in found if not one.row["first"]]

    def share(right: int, of: list[Dated]) -> float:
        return round(100 * right / len(of), 2) if of else 0.0

    return figures | {
        "day exactly right": share(sum(one.right for one in found), found),
        "where the text says it": share(sum(one.right for one in dated), dated),
        "none where the text does not say it": share(sum(one.right for one in undated), undated),
        "day of publication as the answer": share(sum(one.as_published for one in found), found),
        "events": float(len(found)),
    }


def _events(data: Path) -> dict[str, float]:
    """Score the days of the events gold, its parts apart."""
    import dragoman
    from dragoman.knowledge import load

    knowledge = load()
    coder = dragoman.load(knowledge=knowledge, threads=1)
    answered: defaultdict[str, list[tuple[asked.Row, str, When]]] = defaultdict(list)
    for story, rows in asked.stories(data, "wikinews_2019_2020"):
        doc = coder.reading(story)
        found = times(doc, date=story.date)
        for row in rows:
            at = asked.token_of(doc, int(row["trigger_start"]), int(row["trigger_end"]))
            answer = when(doc, story, found, at, knowledge=knowledge)
            answered[row["part"]].append((row, story.date or "", answer))
    return {
        f"events, {part}: {name}": value
        for part in asked.PARTS
        for name, value in events_figures(answered[part]).items()
    }


def events_figures(answered: Sequence[tuple[asked.Row, str, When]]) -> dict[str, float]:
    """Give the figures of rows of the events gold, each with its story's day and our answer, in per cent.

    Returns:
        Of rows with days: those with exactly these days, open sides included; of those with one day, that day; of
        those whose day is not the story's, the share that is put on the story's day without words for it; the story's
        day as the answer for all. Of rows without: those that are given no days, those that are given none or the
        story's day marked as such. All rows together, where the story's day marked as such is none.
    """
    dated = [one for one in answered if one[0]["when_start"] or one[0]["when_end"]]
    undated = [one for one in answered if not (one[0]["when_start"] or one[0]["when_end"])]
    days = [one for one in dated if one[0]["when_start"] == one[0]["when_end"]]
    elsewhere = [one for one in dated if not one[0]["when_start"] == one[0]["when_end"] == one[1]]

    def right(row: asked.Row, answer: When) -> bool:
        return (answer.start or "", answer.end or "") == (row["when_start"], row["when_end"])

    def none(answer: When) -> bool:
        return not answer.start and not answer.end

    exact = sum(right(row, answer) for row, _, answer in dated)
    unsaid = sum(none(answer) or answer.basis == "story date" for _, _, answer in undated)
    return {
        "days exactly right": asked.share(exact, len(dated)),
        "day right where it is one day": asked.share(
            sum(right(row, answer) for row, _, answer in days), len(days)
        ),
        "put on the story's day in its stead": asked.share(
            sum(answer.basis == "story date" for _, _, answer in elsewhere), len(elsewhere)
        ),
        "the story's day as the answer": asked.share(len(dated) - len(elsewhere), len(dated)),
        "no days where the text says none": asked.share(
            sum(none(answer) for _, _, answer in undated), len(undated)
        ),
        "none, or the story's day marked so": asked.share(unsaid, len(undated)),
        "all rows": asked.share(exact + unsaid, len(answered)),
        "rows with days": float(len(dated)),
        "rows without": float(len(undated)),
    }
