"""False events: how many the coder gives where nothing political happens.

``gold/quiet.csv`` holds 200 paragraphs of the news set: id of the story, start and end. They were chosen by
:func:`choose` before any event was coded: by topic and by words, in an order that a hash decides. Whatever event is
given there counts as false, though a few may be true ones (a shooting at a concert).
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dragoman
from dragoman.knowledge.tables import words_of

__all__ = ["GOLD", "choose", "score"]

GOLD = Path(__file__).with_name("gold") / "quiet.csv"
PARAGRAPHS = 200
_SEED = "quiet"
_TOPICS = words_of(
    "sports business technology arts_and_entertainment culture holidays science food family_and_marriage "
    "animal_welfare obesity_and_malnutrition agriculture transportation banking_and_finance disaster media_industry "
    "housing_and_homelessness public_health environment education"
)
_POLITICAL = re.compile(
    r"president|government|minister|congress|senat|parliament|lawmaker|legislat|governor|mayor|democrat|republican|"
    r"politic|elect|vote|campaign|candidate|trump|obama|biden|clinton|bush|white house|administration|federal|"
    r"police|court|judge|justice|lawsuit|attorney|prosecut|crime|criminal|arrest|prison|jail|army|militar|soldier|"
    r"troops|\bwar\b|weapon|gunman|shooting|shot|terror|rebel|protest|rally|demonstrat|activist|strike|union|"
    r"sanction|treaty|border|immigra|refugee|diplomat|embassy|united nations|european union|\bU\.?N\.?\b|nato|"
    r"law\b|policy|regulat|agency|department|officials?\b|state of|commission|bomb|attack|kill|murder|abuse|rights",
    re.IGNORECASE,
)
_LEAST_WORDS, _MOST_A_STORY = 30, 2


def choose(data: Path, *, paragraphs: int = PARAGRAPHS) -> Iterator[tuple[str, int, int]]:
    """Choose the paragraphs: of topics that are not politics, without a word of politics, two a story at most."""
    ranked = []
    for story in _stories(data):
        if story["topic"] not in _TOPICS:
            continue
        of_story = []
        for match in re.finditer(r"[^\n]+", story["text"]):
            if len(match[0].split()) < _LEAST_WORDS or _POLITICAL.search(match[0]):
                continue
            key = hashlib.sha256(f"{_SEED} {story['id']} {match.start()}".encode()).hexdigest()
            of_story.append((key, story["id"], match.start(), match.end()))
        ranked += sorted(of_story)[:_MOST_A_STORY]
    for _, id_, start, end in sorted(ranked)[:paragraphs]:
        yield id_, start, end


def _stories(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def score(data: Path, *, gold: Iterable[tuple[str, int, int]] | None = None) -> dict[str, float]:
    """Code the paragraphs, each as a story of its own, and count the events.

    Returns:
        Events a sentence, as the coder gives them by default and at each preset.
    """
    from dragoman.coding.events import PRESETS

    if gold is None:
        with GOLD.open(encoding="utf-8", newline="") as stream:
            gold = [(row["story"], int(row["start"]), int(row["end"])) for row in csv.DictReader(stream)]
    wanted = {id_: [] for id_, _, _ in gold}  # type: dict[str, list[tuple[int, int]]]
    for id_, start, end in gold:
        wanted[id_].append((start, end))
    coder = dragoman.load(threads=1, events=min(PRESETS.values()))
    counts = dict.fromkeys(PRESETS, 0)
    sentences = 0
    for story in _stories(data):
        for start, end in wanted.get(story["id"], ()):
            text = story["text"][start:end]
            one = dragoman.Story(id=f"{story['id']}-{start}", text=text, date=story["date"])
            record = coder.code(one)
            sentences += len(list(coder.reading(one).sents))
            for name, least in PRESETS.items():
                counts[name] += sum(event.confidence >= least for event in record.events)
    return {f"{name}, a sentence": round(count / sentences, 3) for name, count in counts.items()} | {
        "sentences": float(sentences)
    }
