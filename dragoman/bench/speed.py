"""How fast stories are coded, how long the first one takes, and how much memory a worker needs."""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
from pathlib import Path

STORIES = 300

# run in a process of its own, as a worker is, so that memory and imports are those of coding alone
_WORKER = """
import json, resource, sys, time
import dragoman
stories = [dragoman.Story(id=s["id"], date=s["date"], text=s["text"]) for s in map(json.loads, sys.stdin)]
coder = dragoman.load(threads=1)
coder.code(stories[0])
began = time.perf_counter()
for story in stories:
    coder.code(story)
seconds = time.perf_counter() - began
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB on Linux
sentences = sum(1 for story in stories for _ in coder.reading(story).sents)
words = sum(len(story.text.split()) for story in stories)
print(json.dumps({"seconds": seconds, "memory": memory, "sentences": sentences, "words": words}))
"""

_FIRST = """
import sys, time
began = float(sys.argv[1])
import dragoman
story = dragoman.Story(text="Kenya's president met the Somali leader in Nairobi on Monday.", date="2024-05-06")
dragoman.load().code(story)
print(time.time() - began)
"""


def score(data: Path, *, stories: int = STORIES) -> dict[str, float]:
    """Code the first stories of the news set in one process with one thread.

    Args:
        data: the folder of the development data.
        stories: how many.

    Returns:
        Stories, sentences and words a second (wall clock, loading excluded); seconds from the start of a new
        Python to the first record; the largest resident memory of the worker in MB (2^20 bytes).
    """
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        text = "".join(itertools.islice(lines, stories))
    worker = json.loads(_python(_WORKER, input=text))
    first = min(_first_record() for _ in range(3))
    return {
        "stories a second": stories / worker["seconds"],
        "sentences a second": worker["sentences"] / worker["seconds"],
        "words a second": worker["words"] / worker["seconds"],
        "cold start, s": first,
        "memory a worker, MB": worker["memory"],
    }


def _first_record() -> float:
    import time

    return float(_python(_FIRST, str(time.time())))


def _python(code: str, *arguments: str, input: str | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], input=input, capture_output=True, text=True, check=True
    )
    return done.stdout
