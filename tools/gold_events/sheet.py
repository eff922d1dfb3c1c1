"""Sheets for labelling events, their status, time and place, and commitments.

    python tools/gold_events/sheet.py events ../shared/data [FIRST LAST]
        prints the drawn stories' sentences, numbered (wikinews stories w0…, items of
        2025 c0…, in the order of the draw); FIRST and LAST are such numbers.
    python tools/gold_events/sheet.py enriched ../shared/data [FIRST LAST]
        the same for the further items, drawn among those with a cue word of commitment.
    python tools/gold_events/sheet.py second ../shared/data events|commitments
        sentences for a second reading: some that have labels and some that have none, in a fresh order, unmarked;
        drawn once and kept in dragoman/bench/gold/second_sentences.csv (delete its rows of that kind to draw anew).

The sheets hold other people's text: print them, keep them outside the project. What stories are drawn depends on
the seed and the sets of stories alone, never on what a coder makes of them.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SEED = 20250607
SECOND_SEED = 7062025
WIKINEWS, ITEMS = 88, 250  # drawn for events.csv and commitments.csv
MORE_ITEMS = 150  # drawn after them among items with a cue word, for commitments and the rarer statuses
SHORTEST, LONGEST = 600, 5000  # a wikinews story's characters: the longer are interviews and monthly digests
# A third draw, after the others, for what is rarer still: threats, conditions, refusals, dates to keep.
RARE = re.compile(
    r"\b(?:if|unless|threatens?|threatened|threatening|warns?|vows?|vowed|ultimatum|deadline|refus(?:es?|ed)"
    r"|rules out|offers?|pledges|will (?:start|begin|take effect|end) (?:on|in)|starting|no later than)\b"
)
MOST_ITEMS = 100
# A fourth, for material acts, of which a plain draw has few.
MATERIAL = re.compile(
    r"\b(?:deploys?|deployed|exercises?|drills?|extradit\w*|aid|delivers?|delivered|deliveries|mobiliz\w*"
    r"|repatriat\w*|donat\w*|airlift\w*|supply|supplies|supplied|trade with|troops)\b"
)
MATERIAL_ITEMS = 45
# Wikinews stories after the plain draw, by their number in the same order: politics between states and political
# violence, told by their titles (the plain draw is heavy with domestic politics of the United States).
CHOSEN = (
    *(90, 93, 94, 95, 107, 108, 112, 125, 130, 136, 137, 154, 171, 195, 197, 198, 201),
    *(208, 224, 226, 229, 233, 238, 239, 243, 264),
)
GOLD = Path(__file__).parents[2] / "dragoman/bench/gold"
SECOND = {"events": {"with_labels": 110, "without": 40}, "commitments": {"with_labels": 60, "without": 40}}
SETS = {"w": "wikinews_2019_2020", "c": "current_events_2025"}
# The further draw takes only items of these categories with such a word: in a plain draw commitments are too rare.
POLITICAL = ("Armed conflicts and attacks", "International relations", "Politics and elections")
CUE = re.compile(
    r"\b(?:threat(?!s? (?:from|to)\b)\w*|warn\w*|if|unless|would|will|vow\w*|pledg\w*|promis\w*|offer\w*"
    r"|refus\w*|rul(?:e|es|ed|ing) out|ready|plans?|intends?|agrees?|rejects?|until)\b"
)

_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|No|vs|Inc|Ltd|Co|Corp|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
    r"|(?:\b[A-Za-z]\.)*\b[A-Za-z])\.$"
)
_END = re.compile(r"[.!?]['\"”’)\]]*\s+(?=['\"“‘(\[]*[A-Z0-9])|\s*\n\s*")


class Drawn(NamedTuple):
    """A story of the draw."""

    number: str
    set: str
    draw: str  # "plain", or "enriched": drawn among items with a cue word
    story: dict[str, str]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the sentences of a text as (start, end), by a plain rule: good enough for sheets."""
    start = 0
    for match in _END.finditer(text):
        head = text[start : match.end()].rstrip()
        if "\n" not in match.group() and _ABBREVIATION.search(head):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def part(story_id: str) -> str:
    """Say whether a story is for building ("dev") or for judging ("test"): a hash of its id."""
    return "test" if hashlib.sha256(story_id.encode()).digest()[0] % 2 else "dev"


def draw(data: Path) -> tuple[list[Drawn], list[Drawn]]:
    """Draw the stories: the plain draw, and the enriched one."""
    rng = random.Random(SEED)
    drawn: dict[str, list[dict[str, str]]] = {}
    for letter, name in SETS.items():
        lines = (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        stories = sorted(map(json.loads, lines), key=lambda story: story["id"])
        if letter == "w":
            stories = [s for s in stories if SHORTEST <= len(s["text"]) <= LONGEST]
        rng.shuffle(stories)
        drawn[letter] = stories
    first = [_drawn("w", i, s) for i, s in enumerate(drawn["w"][:WIKINEWS])]
    first += [_drawn("c", i, s) for i, s in enumerate(drawn["c"][:ITEMS])]
    more = [
        _drawn("c", i, s, draw="enriched")
        for i, s in enumerate(drawn["c"])
        if i >= ITEMS and s["category"] in POLITICAL and CUE.search(s["text"])
    ]
    rest = [d for d in more[MORE_ITEMS:] if RARE.search(d.story["text"])][:MOST_ITEMS]
    more = more[:MORE_ITEMS] + rest
    taken = {d.number for d in (*first, *more)}
    material = [
        _drawn("c", i, s, draw="enriched")
        for i, s in enumerate(drawn["c"])
        if f"c{i}" not in taken and MATERIAL.search(s["text"])
    ]
    chosen = [_drawn("w", i, drawn["w"][i], draw="enriched") for i in CHOSEN]
    return first, more + material[:MATERIAL_ITEMS] + chosen


def _drawn(letter: str, number: int, story: dict[str, str], *, draw: str = "plain") -> Drawn:
    return Drawn(f"{letter}{number}", SETS[letter], draw, story)


def show(drawn: list[Drawn]) -> None:
    """Print stories, one numbered sentence a line."""
    for number, _, _, story in drawn:
        print(f"## {number} {story['date']} {story['title']}")
        for index, (start, end) in enumerate(sentences(story["text"])):
            print(f"{index}: {story['text'][start:end]}")


def second(data: Path, kind: str, *, with_labels: int, without: int) -> list[tuple[str, int]]:
    """Draw (story's number, sentence's index) for a second reading."""
    labelled: set[tuple[str, int]] = set()
    with (GOLD / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            labelled.add((row["story"], int(row["sentence_start"])))
    full: list[tuple[str, int]] = []
    empty: list[tuple[str, int]] = []
    for drawn in (d for part in draw(data) for d in part):
        politics = any(story == drawn.story["id"] for story, _ in labelled)
        for index, (start, _) in enumerate(sentences(drawn.story["text"])):
            if (drawn.story["id"], start) in labelled:
                full.append((drawn.number, index))
            elif politics or drawn.set == SETS["c"]:
                empty.append((drawn.number, index))
    rng = random.Random(f"{SECOND_SEED} {kind}")
    chosen = rng.sample(full, with_labels) + rng.sample(empty, without)
    rng.shuffle(chosen)
    return chosen


def kept(data: Path, kind: str) -> list[tuple[str, int]]:
    """Give the sentences of a second reading as drawn before, else draw them and keep them."""
    path = GOLD / "second_sentences.csv"
    stories = {d.number: d.story for part in draw(data) for d in part}
    by_id = {story["id"]: number for number, story in stories.items()}
    found: list[tuple[str, int]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["kind"] == kind:
                    number = by_id[row["story"]]
                    starts = [start for start, _ in sentences(stories[number]["text"])]
                    found.append((number, starts.index(int(row["start"]))))
    if found:
        return found
    new = not path.exists()
    found = second(data, kind, **SECOND[kind])
    with path.open("a", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        if new:
            table.writerow(["kind", "story", "start", "end"])
        for number, index in found:
            start, end = list(sentences(stories[number]["text"]))[index]
            table.writerow([kind, stories[number]["id"], start, end])
    return found


def show_second(data: Path, kind: str) -> None:
    """Print the sentences of a second reading, each with the one before it."""
    by_number = {d.number: d.story for part in draw(data) for d in part}
    for number, index in kept(data, kind):
        text = by_number[number]["text"]
        spans = list(sentences(text))
        before = text[slice(*spans[index - 1])] if index else ""
        print(f"# {number} {by_number[number]['date']} [{before}]")
        print(f"{index}: {text[slice(*spans[index])]}")


def between(drawn: list[Drawn], ends: list[str]) -> list[Drawn]:
    """Keep the stories from the first number to the last."""
    if not ends:
        return drawn
    numbers = [d.number for d in drawn]
    return drawn[numbers.index(ends[0]) : numbers.index(ends[1]) + 1]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["events", data, *ends]:
            show(between(draw(Path(data))[0], ends))
        case ["enriched", data, *ends]:
            show(between(draw(Path(data))[1], ends))
        case ["second", data, "events" | "commitments" as kind]:
            show_second(Path(data), kind)
        case _:
            sys.exit(__doc__)
