"""Whether it happened, against four golds: factuality of event words in uw, uds_ih2 and cb, and statuses of our own.

Factuality is measured as its literature does: mean absolute error and Pearson's r (Stanovsky et al. 2017; Rudinger et
al. 2018), through ``coder.status``. The weights that the coder ships know cb, so cb is scored by folds with weights
fitted without each fold's items, and its interval is a bootstrap's.

``gold/events.csv`` says of each act which of nine statuses it has; ``gold/README.md`` tells how it was made.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

import dragoman
from dragoman.coder import Coder
from dragoman.coding import times
from dragoman.coding.commitments import commitments
from dragoman.coding.embedding import Judgement
from dragoman.coding.status import StatusCoder, head_among, tokens_of
from dragoman.records import Story

__all__ = ["CLASSES", "class_of", "error_and_r", "score", "score_cost", "score_gold"]

GOLD = Path(__file__).with_name("gold") / "events.csv"
SETS = ("wikinews_2019_2020", "current_events_2025")
CLASSES = (
    "happened",
    "denied",
    "promised",
    "threatened",
    "planned",
    "conditional",
    "possible",
    "requested",
    "historical",
)
_OF_KIND = {
    "promise": "promised",
    "readiness": "promised",
    "offer": "promised",
    "threat": "threatened",
    "plan": "planned",
    "future": "planned",
    "would": "planned",
    "purpose": "planned",
    "conditional": "conditional",
    "request": "requested",
    "obliging": "requested",
}
"""What an act that the text leaves open is, by the kind of the word that embeds it; all others are possible."""

_OF_STRENGTH = {"threat": "threatened", "promise": "promised", "readiness": "promised", "offer": "promised"}
"""What an act is by the commitment to it."""


def class_of(made: Judgement, *, past: bool, strength: str | None = None) -> str:
    """Give which of the nine statuses a judgement is.

    Args:
        made: of the act. past: whether it is history.
        strength: of the commitment to it, if there is one: a promise to punish is a threat.
    """
    if made.sign == "+":
        return "historical" if past else "happened"
    if made.sign == "-":
        return "denied"
    found = _OF_KIND.get(made.kind, "possible")
    if found == "promised" or (found == "planned" and strength != "threat"):
        return _OF_STRENGTH.get(strength or "", found)
    return found  # "will raise tariffs" is planned, by its nearest word, whomever it hits


# ------------------------------------------------------------------------------------------------ factuality


def targets(path: Path) -> Iterator[tuple[str, list[tuple[int, int, float]]]]:
    """Yield the texts of a set with start, end and answer of their event words."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        starts = [0]
        for word in row["text"].split(" "):
            starts.append(starts[-1] + len(word) + 1)
        found = []
        for target in row["targets"]:
            first, end = target["span1"]
            found.append((starts[first], starts[end] - 1, float(target["label"])))
        yield row["text"], found


def error_and_r(gold: Sequence[float], found: Sequence[float]) -> tuple[float, float]:
    """Give mean absolute error and Pearson's r; r is 0 where one side does not vary."""
    error = fmean(abs(g - f) for g, f in zip(gold, found, strict=True))
    mean_g, mean_f = fmean(gold), fmean(found)
    both = sum((g - mean_g) * (f - mean_f) for g, f in zip(gold, found, strict=True))
    spread = sum((g - mean_g) ** 2 for g in gold) * sum((f - mean_f) ** 2 for f in found)
    return error, both / spread**0.5 if spread > 0 else 0.0


def score(data: Path) -> dict[str, float]:
    """Score the numbers that ``coder.status`` gives to the event words of uw dev, uds_ih2 dev and cb.

    Args:
        data: the folder of the development data.

    Returns:
        Mean absolute error and r of each set. Those of cb are in sample: its items were among those that the shipped
        weights were fitted on; ``python -m training.status`` prints them by folds.
    """
    coder = dragoman.load()
    figures: dict[str, float] = {}
    for name, files in (("uw", ["uw.dev"]), ("uds", ["uds_ih2.dev"]), ("cb, fitted", ["cb.train", "cb.dev"])):
        gold: list[float] = []
        found: list[float] = []
        for file in files:
            for text, words in targets(data / f"factuality/{file}.jsonl"):
                for (_, _, answer), number in zip(words, _numbers(coder, text, words), strict=True):
                    gold.append(answer)
                    found.append(number)
        error, r = error_and_r(gold, found)
        figures |= {f"{name}: MAE": round(error, 3), f"{name}: r": round(r, 3)}
        if name.startswith("cb"):
            low, high = _interval(gold, found)
            figures |= {f"{name}: r, from": round(low, 3), f"{name}: r, to": round(high, 3)}
    return figures


def _numbers(coder: Coder, text: str, words: Sequence[tuple[int, int, float]]) -> list[float]:
    """Ask the door for each event word."""
    given = [coder.status(text, trigger=(start, end)) for start, end, _ in words]
    return [0.0 if one.factuality is None else one.factuality for one in given]


def _interval(gold: Sequence[float], found: Sequence[float], *, times: int = 1000) -> tuple[float, float]:
    """Give the middle 95 % of r over samples of the items, drawn with a seed."""
    draw = random.Random(1)
    n = len(gold)
    values = []
    for _ in range(times):
        chosen = [draw.randrange(n) for _ in range(n)]
        values.append(error_and_r([gold[i] for i in chosen], [found[i] for i in chosen])[1])
    values.sort()
    return values[int(0.025 * times)], values[int(0.975 * times)]


# ------------------------------------------------------------------------------------------------ our own gold


def stories(data: Path, part: str) -> Iterator[tuple[Story, list[dict[str, str]]]]:
    """Yield the stories of a part of the gold with their rows."""
    rows: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with GOLD.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["part"] == part:
                rows[row["set"], row["story"]].append(row)
    for name in SETS:
        for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            if found := rows.get((name, story["id"])):
                yield Story(id=story["id"], text=story["text"], date=story["date"], language="en"), found


def score_gold(data: Path) -> dict[str, float]:
    """Score the nine statuses of both parts of the gold: F1 of each, their mean, and the share that is right.

    Args:
        data: the folder of the development data.
    """
    coder = dragoman.load()
    figures: dict[str, float] = {}
    for part in ("test", "dev"):
        counts: Counter[tuple[str, str]] = Counter()
        for story, rows in stories(data, part):
            doc = coder.reading(story)
            judge = StatusCoder(doc, story, times=times(doc, date=story.date))
            strengths = {
                head: one.strength
                for one in commitments(doc, story, coder=judge)
                for part_of in one.what
                if (head := head_among(judge.words, tokens_of(doc, part_of.start, part_of.end))) is not None
            }
            for row in rows:
                tokens = tokens_of(doc, int(row["trigger_start"]), int(row["trigger_end"]))
                i = head_among(judge.words, tokens)
                made = Judgement(sign="o", kind="possible") if i is None else judge.made(i)
                past = i is not None and judge.past(i) is not None
                counts[
                    row["status"], class_of(made, past=past, strength=strengths.get(-1 if i is None else i))
                ] += 1
        figures |= {f"{part}: {name}": value for name, value in _f1(counts).items()}
    return figures


def _f1(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    """Give F1 of each class, their mean, and accuracy, in per cent."""
    each = {}
    for name in CLASSES:
        right = counts[name, name]
        given = sum(n for (_, found), n in counts.items() if found == name)
        wanted = sum(n for (gold, _), n in counts.items() if gold == name)
        each[name] = 200 * right / (given + wanted) if given + wanted else 0.0
    right = sum(counts[name, name] for name in CLASSES)
    made = {"macro-F1": fmean(each.values()), "accuracy": 100 * right / max(sum(counts.values()), 1), **each}
    return {name: round(value, 1) for name, value in made.items()}


# ------------------------------------------------------------------------------------------------------- cost


def score_cost(data: Path, *, number: int = 60) -> dict[str, float]:
    """Measure what status, commitments and links cost: their share of coding a story, in per cent.

    Every verb's and noun's status is asked for, which is more than a record needs.
    """
    import gzip
    import time

    coder = dragoman.load(threads=1)
    whole = ours = 0.0
    with gzip.open(data / "stories/news_10k.jsonl.gz", "rt", encoding="utf-8") as stream:
        lines = [line for _, line in zip(range(number), stream, strict=False)]
    for story in _dated(lines):
        begun = time.perf_counter()
        doc = coder.reading(story)
        record = coder.code(story)
        read = time.perf_counter()
        judge = StatusCoder(doc, story)
        for i in range(judge.words.n):
            if judge.words.pos[i] in ("VERB", "NOUN"):
                judge.status((i,))
        commitments(doc, story, record.actors, coder=judge)
        done = time.perf_counter()
        whole += read - begun
        ours += done - read
    return {"share of a story's time, %": round(100 * ours / whole, 1)}


def _dated(lines: Iterable[str]) -> Iterator[Story]:
    for line in lines:
        story = json.loads(line)
        yield Story(text=story["text"][:20_000], language="en", date=(story.get("date") or "")[:10] or None)
