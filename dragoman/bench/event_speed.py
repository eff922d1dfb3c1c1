"""What share of a story's time its events take."""

from __future__ import annotations

import gzip
import itertools
import json
import time
from pathlib import Path

import dragoman
from dragoman import coding
from dragoman.knowledge import codebook

__all__ = ["score"]

STORIES = 100


def score(data: Path, *, stories: int = STORIES) -> dict[str, float]:
    """Read, find the actors and places and code the events of the first stories, and time it (CPU time of a process).

    Returns:
        What the events add to the time without them, in per cent; events a story; milliseconds a story for them.
    """
    from dragoman import knowledge, language
    from dragoman.knowledge import gazetteer

    reader, known, book = language.load_reader(threads=1), knowledge.load(), codebook.load()
    where = gazetteer.load()
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in itertools.islice(lines, stories)]
    before = during = 0.0
    events = 0
    for row in told:
        story = dragoman.Story(id=row["id"], date=row["date"], text=row["text"])
        began = time.process_time()
        doc = reader.read(story.text)
        actors = coding.actors(doc, story, known)
        places = coding.places(doc, story, where)
        middle = time.process_time()
        everyone, spots = coding.grounds(doc, story, actors, places, known)
        events += len(coding.events(doc, story, everyone, book, grounds=spots))
        during += time.process_time() - middle
        before += middle - began
    return {
        "added by events, %": round(100 * during / before, 1),
        "events a story": round(events / stories, 1),
        "ms a story": round(1000 * during / stories, 1),
    }
