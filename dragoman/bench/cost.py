"""What one part of coding costs: its share of the processor time, and what its tables take to load."""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.records import Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.coder import Coder

__all__ = ["loading", "news", "seconds"]


def news(data: Path, count: int) -> list[Story]:
    """Give the first stories of the news set.

    Args:
        data: the folder of the development data.
        count: how many.
    """
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in itertools.islice(lines, count)]
    return [Story(id=one["id"], date=one["date"], text=one["text"]) for one in told]


def seconds(
    coder: Coder, stories: Sequence[Story], part: Callable[[Doc, Story], object]
) -> tuple[float, float]:
    """Give the processor time of coding stories, and of one part of it alone on their readings.

    The first story is coded once before, so that nothing is loaded on the clock.
    """
    coder.code(stories[0])
    whole = alone = 0.0
    for story in stories:
        began = time.process_time()
        coder.code(story)
        whole += time.process_time() - began
        doc = coder.reading(story)
        began = time.process_time()
        part(doc, story)
        alone += time.process_time() - began
    return whole, alone


def loading(script: str) -> tuple[float, float]:
    """Run a script three times, each in a process of its own; give the best of the two numbers that it prints.

    They are the seconds to load something, and the resident memory in MB (2^20 bytes) that it takes.
    """
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(3)
    ]
    return min(float(run[0]) for run in runs), min(float(run[1]) for run in runs)
