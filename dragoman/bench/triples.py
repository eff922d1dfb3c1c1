"""Who did what to whom, from raw text: (country of the actor, country of the recipient, type) against our own gold.

``gold/events.csv`` holds ids and offsets; ``gold/README.md`` tells how it was made and how to count. The rows of use
``event`` are to be found, each at most once, by an event of the same sentence; an event of a sentence that was read
and that meets no row is wrong. Where an event that is not right meets an ``optional`` row, it does not count. Types
and countries agree when any alternative does; of several parties those without a country tell nothing.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import dragoman
from dragoman.records import Event, EventType, Record, Story

__all__ = ["GOLD", "Counts", "Given", "Row", "add", "countries_agree", "given", "score", "stories", "wilson"]

FOLDER = Path(__file__).with_name("gold")
GOLD, SENTENCES = FOLDER / "events.csv", FOLDER / "event_sentences.csv"
SETS = ("wikinews_2019_2020", "current_events_2025")
PARTS = ("dev", "test")
COUNTED_TO = {
    "PRI": "USA",
    "GUM": "USA",
    "GRL": "DNK",
    "FRO": "DNK",
    "JEY": "GBR",
    "GGY": "GBR",
    "MAC": "CHN",
}
"""States that PLOVER counts dependencies to; their own code is right too (gold/README.md)."""

Row = dict[str, str]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Given:
    """An event of ours as it is compared.

    Attributes:
        sentence: start of the gold's sentence. trigger: its words. actors: the words of those who act.
        type: PLOVER's. by, to: countries of actors and recipients; PLOVER's codes of those that have none.
    """

    sentence: int
    trigger: Range
    actors: tuple[Range, ...]
    type: str
    by: frozenset[str]
    to: frozenset[str]


@dataclass(slots=True)
class Counts:
    """What was counted.

    Attributes:
        wanted, given, right: rows, events and triples that agree.
        found, typed: events whose trigger is that of a row; those of them whose type is right too.
        by_type: of each type given: events, and those whose triple is right, whose type alone is.
    """

    wanted: int = 0
    given: int = 0
    right: int = 0
    found: int = 0
    typed: int = 0
    by_type: Counter[tuple[str, str]] = field(default_factory=Counter)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def stories(data: Path) -> Iterator[tuple[Story, str, str, list[Row], list[Range]]]:
    """Yield each story of the gold with its part, its draw, its rows, and the sentences that were read."""
    rows: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    read: defaultdict[tuple[str, str], list[Range]] = defaultdict(list)
    kind: dict[tuple[str, str], tuple[str, str]] = {}
    for row in _rows(GOLD):
        rows[row["set"], row["story"]].append(row)
    for row in _rows(SENTENCES):
        read[row["set"], row["story"]].append((int(row["start"]), int(row["end"])))
        kind[row["set"], row["story"]] = row["part"], row["draw"]
    for name in SETS:
        for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            if (key := (name, told["id"])) in kind:
                story = Story(id=told["id"], text=told["text"], date=told["date"], language="en")
                yield story, *kind[key], rows[key], read[key]


def given(record: Record, read: Sequence[Range]) -> list[Given]:
    """Give the events of a record whose triggers stand in sentences that were read."""
    codes = {a.id: a.country or (a.code or "")[:3] for a in record.actors}
    made = []
    for event in record.events:
        sentence = next((s for s, e in read if s <= event.trigger.start < e), None)
        if sentence is not None:
            made.append(_given(event, sentence, codes))
    return made


def _given(event: Event, sentence: int, codes: dict[str, str]) -> Given:
    def of(ids: Iterable[str]) -> frozenset[str]:
        return frozenset(codes.get(one, "") for one in ids) - {""}

    return Given(
        sentence=sentence,
        trigger=(event.trigger.start, event.trigger.end),
        actors=tuple((s.start, s.end) for s in event.actor_spans),
        type=event.type,
        by=of(event.actors),
        to=of(event.recipients),
    )


def _spans(cell: str) -> list[Range]:
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in cell.split(";") if part)]


def _overlap(one: Iterable[Range], two: Sequence[Range]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in two)


def _types(row: Row) -> set[str]:
    return {row["type"], row["type_also"]} - {""}


def countries_agree(cell: str, told: Iterable[str]) -> bool:
    """Say whether countries are those of a gold cell: ``RUS;SOM/IMG/?``, ``?`` for none."""
    parties = [
        {"" if code == "?" else code for code in party.split("/")} for party in cell.split(";") if party
    ]
    for codes in parties:
        if codes & {"UNO", "EUR"}:
            codes.add("IGO")
    ours = {COUNTED_TO.get(one, one) for one in told}
    for codes in parties:
        codes |= {COUNTED_TO.get(one, one) for one in codes}
    if not ours:
        return all("" in codes for codes in parties)
    return all(codes & (ours | {""}) for codes in parties) and all(
        any(one in codes for codes in parties) for one in ours
    )


def _trigger(row: Row) -> list[Range]:
    return [(int(row["trigger_start"]), int(row["trigger_end"]))]


def add(counts: Counts, rows: Sequence[Row], told: Sequence[Given]) -> list[tuple[Given | None, Row | None]]:
    """Count a story's events against its rows.

    Returns:
        What was paired, for reading errors: events with the row of their trigger, or of their triple; events that met
        no row; rows that no event met. Those that do not count are left out.
    """
    wanted = [row for row in rows if row["use"] == "event"]
    optional = [row for row in rows if row["use"] == "optional"]
    near = sorted(
        (-int(_overlap([g.trigger], _trigger(row))), i, j)
        for i, g in enumerate(told)
        for j, row in enumerate(wanted)
        if int(row["sentence_start"]) == g.sentence
    )
    triples: dict[int, int] = {}
    for _, i, j in near:
        if i not in triples and j not in triples.values() and _same(told[i], wanted[j]):
            triples[i] = j
    met: dict[int, int] = {}
    for overlaps, i, j in near:
        if overlaps and i not in met and j not in met.values():
            met[i] = j
    pairs: list[tuple[Given | None, Row | None]] = []
    counts.wanted += len(wanted)
    for i, one in enumerate(told):
        row_number = triples.get(i, met.get(i))
        if row_number is None and any(_meets(one, row) for row in optional):
            continue
        right = i in triples
        counts.given += 1
        counts.right += right
        counts.found += i in met
        typed = i in met and one.type in _types(wanted[met[i]])
        counts.typed += typed
        counts.by_type[one.type, "given"] += 1
        counts.by_type[one.type, "right"] += right
        counts.by_type[one.type, "type right"] += typed or right
        pairs.append((one, None if row_number is None else wanted[row_number]))
    answered = {id(row) for _, row in pairs}
    pairs += [(None, row) for row in wanted if id(row) not in answered]
    return pairs


def _same(one: Given, row: Row) -> bool:
    return (
        one.type in _types(row)
        and countries_agree(row["actor_countries"], one.by)
        and countries_agree(row["recipient_countries"], one.to)
    )


def _meets(one: Given, row: Row) -> bool:
    """Whether an event is an optional one: the same trigger, or the same sentence and actor."""
    same = int(row["sentence_start"]) == one.sentence and _overlap(one.actors, _spans(row["actors"]))
    return same or _overlap([one.trigger], _trigger(row))


def wilson(right: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, in per cent (Wilson 1927)."""
    if not of:
        return 0.0, 100.0
    z, share = 1.96, right / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = (100 * max(0.0, middle + sign * half) / (1 + z * z / of) for sign in (-1, 1))
    return low, high


def _share(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _figures(name: str, counts: Counts) -> dict[str, float]:
    both = counts.given + counts.wanted
    return {
        f"{name}: triples, precision": _share(counts.right, counts.given),
        f"{name}: triples, recall": _share(counts.right, counts.wanted),
        f"{name}: triples, F1": _share(2 * counts.right, both),
        f"{name}: triggers, precision": _share(counts.found, counts.given),
        f"{name}: triggers, recall": _share(counts.found, counts.wanted),
        f"{name}: triggers, F1": _share(2 * counts.found, both),
        f"{name}: type right of triggers found": _share(counts.typed, counts.found),
    }


def score(data: Path) -> dict[str, float]:
    """Code the stories of the gold, and count.

    Args:
        data: the folder of the development data.

    Returns:
        Per cent, for each part, and for the plain draw of each alone: precision, recall and F1 of triples and of
        triggers, and how many of the triggers found have the right type. Then, of each type, over the test part: how
        many were given, how many have the right type, with its interval, and how many the right triple.
    """
    coder = dragoman.load(threads=1)
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for story, part, draw, rows, read in stories(data):
        told = given(coder.code(story), read)
        for name in (part, f"{part}, plain draw") if draw == "plain" else (part,):
            add(counts[name], rows, told)
    return summary(counts)


def summary(counts: dict[str, Counts]) -> dict[str, float]:
    """Give the figures of what was counted, by part."""
    figures: dict[str, float] = {}
    for name in (*PARTS, *(f"{part}, plain draw" for part in PARTS)):
        figures |= _figures(name, counts[name])
    for part in PARTS:
        for type_ in get_args(EventType):
            of = counts[part].by_type[type_, "given"]
            right = counts[part].by_type[type_, "type right"]
            low, high = wilson(right, of)
            figures |= {
                f"{part}: {type_}, given": of,
                f"{part}: {type_}, type right": _share(right, of),
                f"{part}: {type_}, type right, from": low,
                f"{part}: {type_}, type right, to": high,
                f"{part}: {type_}, triple right": _share(counts[part].by_type[type_, "right"], of),
            }
    return {name: round(value, 1) for name, value in figures.items()}
