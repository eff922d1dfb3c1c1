"""Sheets for labelling whom a pronoun that speaks means, and the gold made of the answers.

    python tools/gold_pronouns/sheet.py sheet ../shared/data FOLDER
        samples pronouns that are the source of an attribution in PolNeAR's dev stories (seeded), and writes one
        sheet a story to FOLDER (outside the project: it holds the stories' text), pronouns marked [[number|he]].
    python tools/gold_pronouns/sheet.py gold ../shared/data FIRST.tsv SECOND.tsv
        turns two readers' answers into dragoman/bench/gold/pronouns.csv: ids and offsets only.

An answer is a line "number TAB words": the nearest mention before the pronoun (after it, if there is none before)
that is not itself a pronoun, copied from the story; or "?" where the story does not tell.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import defaultdict
from pathlib import Path

SEED = 20241109
WANTED = {"he": 130, "she": 75, "they": 25, "it": 18, "we": 8, "i": 12}
GOLD = Path(__file__).parents[2] / "dragoman/bench/gold/pronouns.csv"


def stories(data: Path) -> dict[str, dict]:
    """Give PolNeAR's dev stories by id."""
    lines = (data / "attribution/polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return {story["doc_id"]: story for story in map(json.loads, lines)}


def sample(by_id: dict[str, dict]) -> list[tuple[str, int, int]]:
    """Give (story, start, end) of the sampled pronouns, numbered by their place in the list."""
    found: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for name, story in by_id.items():
        for attribution in story["attributions"]:
            for span in attribution["source"] or ():
                start, end = (span["start"], span["end"]) if isinstance(span, dict) else span[:2]
                word = story["text"][start:end].lower()
                if word in WANTED:
                    found[word].add((name, start, end))
    rng = random.Random(SEED)
    chosen = [
        item
        for word, n in WANTED.items()
        for item in rng.sample(sorted(found[word]), min(n, len(found[word])))
    ]
    return sorted(chosen)


def write_sheets(data: Path, folder: Path) -> None:
    """Write one sheet a story, with its pronouns marked."""
    by_id = stories(data)
    folder.mkdir(parents=True, exist_ok=True)
    marks: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, (name, start, end) in enumerate(sample(by_id)):
        marks[name].append((start, end, number))
    for name, spans in marks.items():
        text = by_id[name]["text"]
        for start, end, number in sorted(spans, reverse=True):
            text = f"{text[:start]}[[{number}|{text[start:end]}]]{text[end:]}"
        (folder / f"{name}.txt").write_text(f"{by_id[name]['title']}\n\n{text}\n", encoding="utf-8")


def locate(text: str, words: str, pronoun: int) -> tuple[int, int] | None:
    """Find the words' last occurrence before the pronoun, else the first after it."""
    start = text.rfind(words, 0, pronoun)
    if start < 0:
        start = text.find(words, pronoun)
    return None if start < 0 else (start, start + len(words))


def read_answers(path: Path) -> dict[int, str]:
    """Read a reader's answers."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {int(number): words.strip() for number, words in rows}


def write_gold(data: Path, first: Path, second: Path) -> None:
    """Write the gold: the first reader's answers, with the second's beside them."""
    by_id = stories(data)
    one, two = read_answers(first), read_answers(second)
    GOLD.parent.mkdir(parents=True, exist_ok=True)
    with GOLD.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(
            ["story", "start", "end", "antecedent_start", "antecedent_end", "second_start", "second_end"]
        )
        for number, (name, start, end) in enumerate(sample(by_id)):
            if number not in one:
                continue
            row: list[object] = [name, start, end]
            for answers in (one, two):
                words = answers.get(number, "")
                at = None if words in ("", "?") else locate(by_id[name]["text"], words, start)
                if words not in ("", "?") and at is None:
                    print(f"{number}: {words!r} is not in {name}", file=sys.stderr)
                row += at if at else (["?", "?"] if words == "?" else ["", ""])
            table.writerow(row)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["sheet", data, folder]:
            write_sheets(Path(data), Path(folder))
        case ["gold", data, first, second]:
            write_gold(Path(data), Path(first), Path(second))
        case _:
            sys.exit(__doc__)
