"""How well time expressions are found and read: TimeBank, AQUAINT, MEANTIME and tweets, the TempEval-3 way.

A gold expression is paired with the unused answer that overlaps it, one of the same span before others, then the
one that shares most. *Strict* F1 counts pairs of equal spans, *relaxed* all pairs, *value* the pairs whose TIMEX3
value is the same string (UzZaman et al., SemEval-2013 task 1). Of MEANTIME only what was annotated counts. Errors
were read in three quarters of each set (``read``), told by a hash of the document's id; the last quarter (``unread``)
was only ever counted.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.coding import times
from dragoman.records import Time

__all__ = ["SETS", "Document", "Tally", "score", "score_read", "tally"]

SETS = ("timebank", "aquaint", "meantime_dev", "tweets_train")
_ROUNDS = 3  # of which the fastest counts


@dataclass(frozen=True, slots=True)
class Document:
    """An annotated document."""

    name: str
    date: str | None
    text: str
    gold: tuple[Mapping[str, object], ...]
    last: int | None
    ignored: tuple[tuple[int, int], ...]

    @property
    def was_read(self) -> bool:
        """Whether its errors were read when the rules were written."""
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % 4 != 3

    def counted(self, answers: Iterable[Time]) -> list[Time]:
        """Leave out answers where nothing was annotated."""
        return [
            answer
            for answer in answers
            if (self.last is None or answer.start < self.last)
            and not any(answer.start < end and start < answer.end for start, end in self.ignored)
        ]


@dataclass(slots=True)
class Tally:
    """Counts over documents."""

    gold: int = 0
    answers: int = 0
    pairs: int = 0
    strict: int = 0
    values: int = 0

    def f1(self, right: int) -> float:
        """Give the F1 of a number of right answers in per cent."""
        return 200 * right / (self.gold + self.answers) if self.gold + self.answers else 0.0


def documents(path: Path) -> Iterator[Document]:
    """Read a set."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Document(
                name=row["doc_id"],
                date=row["dct"],
                text=row["text"],
                gold=tuple(row["timexes"]),
                last=row.get("last_annotated_char") or None,
                ignored=tuple((a, b) for a, b in row.get("ignore") or ()),
            )


def tally(pairs: Iterable[tuple[Document, Sequence[Time]]]) -> Tally:
    """Count over documents with their answers."""
    made = Tally()
    for document, all_answers in pairs:
        answers = document.counted(all_answers)
        made.gold += len(document.gold)
        made.answers += len(answers)
        used: set[int] = set()
        for gold in document.gold:
            start, end = int(str(gold["start"])), int(str(gold["end"]))
            best = max(
                (
                    (((answer.start, answer.end) == (start, end), shared), -at)
                    for at, answer in enumerate(answers)
                    if at not in used and (shared := min(end, answer.end) - max(start, answer.start)) > 0
                ),
                default=None,
            )
            if best is None:
                continue
            (same, _), negative = best
            used.add(-negative)
            made.pairs += 1
            made.strict += same
            made.values += answers[-negative].value == gold["value"]
    return made


def score(data: Path) -> dict[str, float]:
    """Score the rules on bare text, where tense is told by words alone, and their speed.

    Args:
        data: the folder of the development data.

    Returns:
        F1 in per cent for each set, value F1 also for the parts whose errors were and were not read; characters a
        second on one core.
    """
    sets = {name: list(documents(data / "time" / f"{name}.jsonl")) for name in SETS}
    figures = _figures(sets, lambda document: times(document.text, date=document.date))
    everything = [document for found in sets.values() for document in found]
    characters = sum(len(document.text) for document in everything)
    fastest = float("inf")
    for _ in range(_ROUNDS):
        began = time.process_time()
        for document in everything:
            times(document.text, date=document.date)
        fastest = min(fastest, time.process_time() - began)
    return figures | {"characters a second": characters / fastest}


def score_read(data: Path) -> dict[str, float]:
    """Score the door ``coder.times``, which reads the text first and takes tense from the tree."""
    import dragoman

    coder = dragoman.load(threads=1)
    sets = {name: list(documents(data / "time" / f"{name}.jsonl")) for name in SETS}
    return _figures(sets, lambda document: coder.times(document.text, date=document.date))


def _figures(
    sets: Mapping[str, Sequence[Document]], answer: Callable[[Document], Sequence[Time]]
) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, found in sets.items():
        answered = [(document, answer(document)) for document in found]
        whole = tally(answered)
        figures[f"{name}, strict"] = round(whole.f1(whole.strict), 2)
        figures[f"{name}, relaxed"] = round(whole.f1(whole.pairs), 2)
        figures[f"{name}, value"] = round(whole.f1(whole.values), 2)
        for name_of_part, was_read in (("read", True), ("unread", False)):
            part = tally(pair for pair in answered if pair[0].was_read == was_read)
            figures[f"{name}, value, {name_of_part}"] = round(part.f1(part.values), 2)
    return figures
