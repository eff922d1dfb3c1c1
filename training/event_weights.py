"""The weights of an event's likelihood: ``python -m training.event_weights --data ../shared/data``.

Logistic regression over :meth:`dragoman.coding.events.EventCoder.evidence` of all that the codebook finds in the
stories of our own gold, part dev: right is what has the type of a row that it meets, or its triple; what meets an
optional row is left out. Paragraphs of news where nothing political happens (``gold/quiet.csv``) are wrong
throughout. It writes ``dragoman/coding/events.json``, and prints precision and recall by folds over the stories.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import dragoman
from dragoman.bench import quiet, triples
from dragoman.coding import grounds
from dragoman.coding.events import EventCoder
from dragoman.coding.likelihood import WEIGHTS
from dragoman.knowledge import codebook
from dragoman.knowledge import load as load_knowledge
from dragoman.records import Record, Story

FOLDS = 10
RIDGE = 4.0
"""Strength of the prior: as many items as speak against a weight of one."""

Floats = NDArray[np.float64]


class Item(NamedTuple):
    """Something found: what is seen of it, whether it is right, and its story."""

    seen: Mapping[str, float]
    right: bool
    story: str


def fit(rows: Floats, right: Floats, *, ridge: float = RIDGE, steps: int = 30) -> Floats:
    """Fit by Newton's method; the first column is the constant and has no prior."""
    weights = np.zeros(rows.shape[1])
    prior = np.full(rows.shape[1], ridge)
    prior[0] = 1e-6
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - prior * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(prior)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def matrix(items: Sequence[Item], names: Sequence[str]) -> Floats:
    """Give the features as rows."""
    return np.array([[one.seen.get(name, 0.0) for name in names] for one in items])


def columns(items: Sequence[Item], *, least: int = 4) -> list[str]:
    """Give the features that stand in enough items, the constant first."""
    counts: dict[str, int] = {}
    for one in items:
        for name in one.seen:
            counts[name] = counts.get(name, 0) + 1
    return ["always", *sorted(n for n, count in counts.items() if count >= least and n != "always")]


def of_record(
    coder: EventCoder, record: Record, rows: Sequence[triples.Row], read: Sequence[tuple[int, int]]
) -> Iterator[Item]:
    """Give the items of one story: its drafts in sentences that were read."""
    drafts = [draft for draft in coder.drafts() if draft.actors or draft.recipients]
    events = [coder.event(draft) for draft in drafts]
    told, at = [], []
    for n, event in enumerate(events):
        one = triples.given(msg_replace(record, event), read)
        if one:
            told.append(one[0])
            at.append(n)
    counts = triples.Counts()
    pairs = triples.add(counts, rows, told)
    place = {id(one): n for one, n in zip(told, at, strict=True)}
    for one, row in pairs:
        if one is None:
            continue
        draft = drafts[place[id(one)]]
        right = row is not None and one.type in {row["type"], row["type_also"]}
        yield Item(coder.evidence(draft.found, draft.actors, draft.recipients), right, record.story.id)


def msg_replace(record: Record, *events: dragoman.records.Event) -> Record:
    """Give a record with these events alone."""
    import msgspec

    return msgspec.structs.replace(record, events=tuple(events))


def gold_items(data: Path) -> Iterator[Item]:
    """Give what is found in the stories of the gold's part dev."""
    coder, known, book = dragoman.load(threads=1), load_knowledge(), codebook.load()
    for story, part, _, rows, read in triples.stories(data):
        if part == "dev":
            record, doc = coder.code_with_reading(story)
            assert doc is not None
            everyone, spots = grounds(doc, story, record.actors, record.places, known)
            events = EventCoder(doc, story, everyone, book, grounds=spots)
            yield from of_record(events, msg_replace(record), rows, read)


def quiet_items(data: Path) -> Iterator[Item]:
    """Give what is found in quiet paragraphs: all of it is wrong."""
    coder, known, book = dragoman.load(threads=1), load_knowledge(), codebook.load()
    with quiet.GOLD.open(encoding="utf-8", newline="") as stream:
        wanted = {(row["story"], int(row["start"]), int(row["end"])) for row in csv.DictReader(stream)}
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for told in map(json.loads, lines):
            for id_, start, end in sorted(w for w in wanted if w[0] == told["id"]):
                story = Story(id=f"{id_}-{start}", text=told["text"][start:end], date=told["date"])
                record, doc = coder.code_with_reading(story)
                if doc is None:
                    continue
                everyone, spots = grounds(doc, story, record.actors, record.places, known)
                events = EventCoder(doc, story, everyone, book, grounds=spots)
                for draft in events.drafts():
                    yield Item(events.evidence(draft.found, draft.actors, draft.recipients), False, story.id)


def by_folds(items: Sequence[Item]) -> Floats:
    """Give each item its probability by weights that were fitted without its story."""
    stories = sorted({one.story for one in items})
    fold = {story: n % FOLDS for n, story in enumerate(stories)}
    found = np.zeros(len(items))
    for k in range(FOLDS):
        inside = [one for one in items if fold[one.story] != k]
        names = columns(inside)
        weights = fit(matrix(inside, names), np.array([float(one.right) for one in inside]))
        out = [n for n, one in enumerate(items) if fold[one.story] == k]
        if out:
            found[out] = 1 / (1 + np.exp(-matrix([items[n] for n in out], names) @ weights))
    return found


def report(items: Sequence[Item]) -> None:
    """Print by folds: precision and recall of thresholds, and how often each tenth of the scale is right."""
    found = by_folds(items)
    right = np.array([one.right for one in items])
    print(f"{len(items)} found, {right.sum()} right")
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7):
        chosen = found >= least
        hits = (chosen & right).sum()
        print(
            f"from {least}: {chosen.sum()} given, {100 * hits / max(1, chosen.sum()):.1f} % right, {hits} of {right.sum()}"
        )
    for low in np.arange(0, 1, 0.1):
        chosen = (found >= low) & (found < low + 0.1)
        if chosen.any():
            print(f"{low:.1f} to {low + 0.1:.1f}: {chosen.sum()}, {100 * right[chosen].mean():.0f} % right")


def write(items: Sequence[Item]) -> None:
    """Fit on all, and write the weights."""
    names = columns(items)
    weights = fit(matrix(items, names), np.array([float(one.right) for one in items]))
    stored = {name: round(float(value), 3) for name, value in zip(names, weights, strict=True)}
    WEIGHTS.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    items = [*gold_items(data), *quiet_items(data)]
    report(items)
    write(items)


if __name__ == "__main__":
    main()
