"""Hold the golds of events and commitments to their rules, and count them.

    python tools/gold_events/validate.py ../shared/data

Prints every breach and the counts that README.md gives; the exit status is 1 when there is a breach.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import gold as labels
import sheet

from dragoman.records import EventType, Strength, WhenPrecision

GOLD = Path(__file__).parents[2] / "dragoman/bench/gold"
USES = {"event", "content", "status", "optional"}
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """Read a gold."""
    with (GOLD / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def spans(cell: str) -> list[tuple[int, int]]:
    """Read ``1-5;9-12``."""
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in cell.split(";") if part)]


def breaches(table: list[Row], texts: dict[str, str], columns: tuple[str, ...]) -> Iterator[str]:
    """Give what is wrong with any gold: ids, parts, spans."""
    ids = Counter(row["id"] for row in table)
    yield from (f"{name} stands twice" for name, n in ids.items() if n > 1)
    for row in table:
        text = texts[row["story"]]
        here = int(row["sentence_start"]), int(row["sentence_end"])
        if row["part"] != sheet.part(row["story"]):
            yield f"{row['id']}: the part is not the hash's"
        for column in columns:
            for start, end in spans(row[column]):
                if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
                    yield f"{row['id']}: {column} {start}-{end} is no span of the story"
                elif column in ("cue", "what", "condition") and not here[0] <= start < end <= here[1]:
                    yield f"{row['id']}: {column} lies outside the sentence"


def event_breaches(table: list[Row], known: set[str]) -> Iterator[str]:
    """Give what is wrong with events.csv beyond that."""
    read = {(row["story"], row["start"]) for row in rows("event_sentences.csv")}
    for row in table:
        name = row["id"]
        if (row["story"], row["sentence_start"]) not in read:
            yield f"{name}: its sentence is not in event_sentences.csv"
        if not int(row["sentence_start"]) <= int(row["trigger_start"]) < int(row["trigger_end"]):
            yield f"{name}: the trigger lies before its sentence"
        if int(row["trigger_end"]) > int(row["sentence_end"]):
            yield f"{name}: the trigger lies after its sentence"
        if row["use"] not in USES or row["status"] not in labels.STATUS.values():
            yield f"{name}: use or status is unknown"
        for column in ("type", "type_also"):
            if row[column] and row[column] not in get_args(EventType):
                yield f"{name}: {row[column]!r} is no type"
        if row["when_precision"] and row["when_precision"] not in get_args(WhenPrecision):
            yield f"{name}: {row['when_precision']!r} is no precision"
        if not (row["when_start"] or row["when_end"] or row["when_unresolved"]):
            yield f"{name}: neither a time nor a reason"
        if row["when_start"] and row["when_end"] and row["when_end"] < row["when_start"]:
            yield f"{name}: ends before it starts"
        if not (row["country"] or row["place_start"] or row["where_unresolved"]):
            yield f"{name}: neither a place nor a reason"
        for kind in ("actor", "recipient"):
            if len(row[f"{kind}s"].split(";")) != len(row[f"{kind}_countries"].split(";")):
                yield f"{name}: not one country for each {kind}"
        codes = ";".join((row["country"], row["actor_countries"], row["recipient_countries"]))
        yield from (f"{name}: {c!r} is no country" for c in re.split("[;/]", codes) if c and c not in known)


def count(name: str, table: list[Row], *columns: str) -> None:
    """Print how often each value stands in the columns, all rows and by part."""
    for column in columns:
        seen = Counter(row[column] for row in table)
        parts = Counter((row[column], row["part"]) for row in table)
        told = (
            f"{k or '(none)'} {n} ({parts[k, 'dev']} + {parts[k, 'test']})" for k, n in seen.most_common()
        )
        print(f"{name}, {column}, all (dev + test): " + ", ".join(told))


def main(data: Path) -> int:
    """Check and count; give the number of breaches."""
    texts: dict[str, str] = {}
    for name in sheet.SETS.values():
        for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            texts[story["id"]] = story["text"]
    with (data / "place/geonames_countries.tsv").open(encoding="utf-8") as stream:
        known = {row["ISO3"] for row in csv.DictReader(stream, delimiter="\t")} | labels.NOT_STATES
    events, commitments, sentences = rows("events.csv"), rows("commitments.csv"), rows("event_sentences.csv")
    found: list[str] = []
    for reading in ("", "independent_"):  # the same reader's second reading has neither time nor place
        table = rows(f"{reading}events.csv")
        found += (f"{reading}{b}" for b in breaches(table, texts, ("actors", "recipients")))
        found += (f"{reading}{b}" for b in event_breaches(table, known))
        table = rows(f"{reading}commitments.csv")
        found += (f"{reading}{b}" for b in breaches(table, texts, ("cue", "by", "to", "what", "condition")))
        found += (
            f"{reading}{r['id']}: no strength" for r in table if r["strength"] not in get_args(Strength)
        )
    print("\n".join(found) or "no breach")
    stories = {(row["set"], row["draw"], row["story"]) for row in sentences}
    print("stories:", dict(Counter((s, d) for s, d, _ in stories)))
    print("sentences:", dict(Counter((row["set"], row["draw"]) for row in sentences)))
    count("events", events, "use", "status")
    count("events of use 'event'", [r for r in events if r["use"] == "event"], "type", "draw", "joint")
    wiki = [r for r in events if r["set"] == sheet.SETS["w"]]
    dated = [r for r in wiki if r["when_start"] or r["when_end"]]
    print(
        f"wikinews: {len(wiki)} rows, {len(dated)} dated,"
        f" {sum(bool(r['country']) for r in dated)} dated with a country,"
        f" {sum(r['where_basis'] == 'stated' for r in dated)} of them with a place in the text,"
        f" {sum(bool(r['city']) for r in dated)} with a city"
    )
    count("commitments", commitments, "strength", "draw")
    print(
        f"commitments: {sum(bool(r['due_start'] or r['due_end']) for r in commitments)} with a due date,"
        f" {sum(bool(r['condition']) for r in commitments)} with a condition,"
        f" {sum(bool(r['to']) for r in commitments)} with somebody to whom"
    )
    return len(found)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [data]:
            sys.exit(min(1, main(Path(data))))
        case _:
            sys.exit(__doc__)
