"""How fast raw text becomes a ``Doc``, beside what bounds it: the bare model on the same batches.

All rates are measured in one process, one after the other, best of several rounds, because a machine's speed changes
from hour to hour; only their ratios can be compared across machines. Cold start is that of a new Python.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["cold_start", "measure", "resident_memory", "score"]

STORIES = 100
_COLD = """
import sys, time
began = float(sys.argv[1])
from dragoman.language import load_reader
load_reader(threads=int(sys.argv[2])).read("Kenya's president met the Somali leader in Nairobi on Monday.")
print(time.time() - began)
"""
_MEMORY = """
import json, resource, sys
from dragoman.language import load_reader
reader = load_reader(threads=int(sys.argv[1]))
for text in json.load(sys.stdin):
    reader.read(text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measure(texts: Sequence[str], *, threads: int = 2, rounds: int = 3) -> dict[str, float]:
    """Measure words a second of the bare session, of spaCy's blank tokenizer, and from raw text to ``Doc``.

    Args:
        texts: stories.
        threads: CPU threads of the model.
        rounds: of which the best counts.

    Returns:
        Rates in words (UD words, white space left out) a second, and the share of the bare session's rate that
        the way from raw text reaches.
    """
    import spacy

    from dragoman.language import Reader
    from dragoman.language.analysis import prepare
    from dragoman.language.lemmas import Lemmatiser
    from dragoman.language.session import MODEL_FOLDER, OnnxModel, plan
    from dragoman.language.tokens import Tokenizer

    model = OnnxModel(MODEL_FOLDER, threads=threads)
    reader = Reader(model, Lemmatiser.load(MODEL_FOLDER))
    tokenizer, blank = Tokenizer(), spacy.blank("en").tokenizer
    sentences = [prepare(model, tokenizer(text))[1] for text in texts]
    words = sum(len(sentence) for story in sentences for sentence in story)
    batches = [batch for story in sentences for batch in plan(model.encoder, story, model.max_pieces)]

    def session() -> None:
        for batch in batches:
            model(batch.inputs)

    def read() -> None:
        for text in texts:
            reader.read(text)

    def tokenize() -> None:
        for text in texts:
            blank(text)

    seconds = _best([session, read, tokenize], rounds)
    return {
        "bare session, words a second": words / seconds[0],
        "raw text to Doc, words a second": words / seconds[1],
        "spaCy's blank tokenizer, words a second": words / seconds[2],
        "share of the bare session": seconds[0] / seconds[1],
    }


def _best(runs: Sequence[Callable[[], None]], rounds: int) -> list[float]:
    """The least seconds of each run; rounds go through all runs in turn, so that all meet the same load."""
    best = [float("inf")] * len(runs)
    for run in runs:
        run()
    for _ in range(rounds):
        for i, run in enumerate(runs):
            began = time.perf_counter()
            run()
            best[i] = min(best[i], time.perf_counter() - began)
    return best


def cold_start(*, threads: int = 2) -> float:
    """Seconds from the start of a new Python to the first reading, imports included; best of three."""
    return min(float(_python(_COLD, str(time.time()), str(threads))) for _ in range(3))


def resident_memory(texts: Sequence[str], *, threads: int = 2) -> float:
    """Largest resident memory, in MB (2^20 bytes), of a process that reads the texts."""
    import json

    return float(_python(_MEMORY, str(threads), given=json.dumps(list(texts))))


def _python(code: str, *arguments: str, given: str | None = None) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def score(data: Path, *, stories: int = STORIES) -> dict[str, float]:
    """Measure on the first stories of the news set in the folder of the development data."""
    import gzip
    import itertools
    import json

    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, stories)]
    figures = measure(texts)
    figures["cold start, s"] = cold_start()
    figures["memory, MB"] = resident_memory(texts)
    return figures
