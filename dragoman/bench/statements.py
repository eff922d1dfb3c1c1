"""Who said what, against PolNeAR's dev stories: source, cue and content of every attribution.

Measured as the corpus's authors and the systems compared with it are (Newell, Margolin & Ruths 2018; Pareti 2015):
spans lose white space, quotation marks and punctuation at their ends; two spans overlap when the Jaccard index of
their letters and digits is at least .5; attributions are matched one to one, greedily by the overlap of their
contents. PolNeAR has one level, so statements inside others are left out.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import dragoman
import dragoman.knowledge
from dragoman.bench.cost import news
from dragoman.records import Statement

__all__ = ["Attributed", "Tally", "attributed", "figures", "of_statement", "score", "score_cost"]

ROLES = ("source", "cue", "content")
OVERLAP = 0.5
"""Jaccard index of letters from which two spans are held to be the same."""

_ENDS = frozenset(" \t\n\r\u00a0\"“”„«»'‘’`.,;:?!-–—()[]")

Fragments = Iterable[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution, ready to be compared.

    Attributes:
        spans: for each role its fragments, with clean ends.
        letters: for each role the offsets of its letters and digits.
        form: ``direct``, ``indirect`` or ``mixed``, where it is known.
    """

    spans: dict[str, tuple[tuple[int, int], ...]]
    letters: dict[str, frozenset[int]]
    form: str | None = None


def attributed(text: str, roles: Mapping[str, Fragments], *, form: str | None = None) -> Attributed:
    """Prepare one attribution of a text: fragments (start, end) for each of source, cue and content."""
    spans = {role: _clean(text, roles.get(role) or ()) for role in ROLES}
    return Attributed(spans, {role: _letters(text, spans[role]) for role in ROLES}, form)


def of_statement(text: str, statement: Statement) -> Attributed:
    """Prepare a statement of a record."""
    roles = {role: [(s.start, s.end) for s in getattr(statement, role)] for role in ROLES}
    return attributed(text, roles, form=statement.form)


def _clean(text: str, fragments: Fragments) -> tuple[tuple[int, int], ...]:
    cut: list[tuple[int, int]] = []
    for first, last in fragments:
        start, end = first, last
        while start < end and text[start] in _ENDS:
            start += 1
        while end > start and text[end - 1] in _ENDS:
            end -= 1
        if start < end:
            cut.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(cut):
        # what only punctuation parts is one fragment
        if joined and (start <= joined[-1][1] or _ENDS.issuperset(text[joined[-1][1] : start])):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _letters(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    every = [i for start, end in spans for i in range(start, end)]
    return frozenset(i for i in every if text[i].isalnum()) or frozenset(every)


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    if not a or not b:
        return 0.0
    common = len(a & b)
    return common / (len(a) + len(b) - common)


def _same(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two spans overlap enough; two that are absent agree."""
    return (not a and not b) or _jaccard(a, b) >= OVERLAP


def _matched(
    made: Sequence[frozenset[int]],
    gold: Sequence[frozenset[int]],
    least: float,
    prefer: Callable[[int, int], float] | None = None,
) -> dict[int, tuple[int, float]]:
    """Match one to one, the greatest overlap first.

    Returns:
        For those of `made` that found a partner: its number in `gold`, and their overlap.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for g, letters in enumerate(gold):
        for i in letters:
            holders[i].append(g)
    pairs = []
    for m, letters in enumerate(made):
        for g in {g for i in letters for g in holders.get(i, ())}:
            overlap = _jaccard(letters, gold[g])
            if overlap >= least:
                pairs.append((-overlap, -prefer(m, g) if prefer else 0.0, m, g))
    found: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for overlap, _, m, g in sorted(pairs):
        if m not in found and g not in taken:
            found[m] = g, -overlap
            taken.add(g)
    return found


class Tally:
    """What was right, made and wanted, over all texts that were added."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._made: Counter[str] = Counter()
        self._gold: Counter[str] = Counter()

    def add(self, made: Sequence[Attributed], gold: Sequence[Attributed]) -> None:
        """Compare the attributions of one text."""
        made = [one for one in made if any(one.spans.values())]
        gold = [one for one in gold if any(one.spans.values())]
        self._whole(made, gold)
        for name, least in (("content@.3", 0.3), ("content@.8", 0.8)):
            ours, theirs = (
                [one.letters["content"] for one in side if one.spans["content"]] for side in (made, gold)
            )
            self._count(name, len(_matched(ours, theirs, least)), len(ours), len(theirs))
        for role in ROLES:
            ours, theirs = ([one.letters[role] for one in side if one.spans[role]] for side in (made, gold))
            self._count(role, len(_matched(ours, theirs, OVERLAP)), len(ours), len(theirs))

    def _count(self, name: str, right: int, made: int, gold: int) -> None:
        self._right[name] += right
        self._made[name] += made
        self._gold[name] += gold

    def _whole(self, made: Sequence[Attributed], gold: Sequence[Attributed]) -> None:
        def key(one: Attributed) -> frozenset[int]:
            return one.letters["content"] or one.letters["cue"]

        def likeness(m: int, g: int) -> float:
            return sum(_jaccard(made[m].letters[role], gold[g].letters[role]) for role in ("cue", "source"))

        partners = _matched([*map(key, made)], [*map(key, gold)], 0.01, likeness)
        right: Counter[str] = Counter()
        whole: set[int] = set()
        for m, (g, overlap) in partners.items():
            ours, theirs = made[m], gold[g]
            right["link exact"] += ours.spans == theirs.spans
            same = {role: _same(ours.letters[role], theirs.letters[role]) for role in ROLES}
            right["source+content"] += same["source"] and same["content"]
            if all(same.values()):
                right["link"] += 1
                whole.add(g)
            if overlap >= OVERLAP and theirs.letters["source"] and theirs.letters["content"]:
                hit = _jaccard(ours.letters["source"], theirs.letters["source"]) >= OVERLAP
                self._count("source, given the content", hit, 1, 1)
        for name in ("link", "link exact", "source+content"):
            self._count(name, right[name], len(made), len(gold))
        for form in ("direct", "mixed", "indirect"):
            wanted = [g for g, one in enumerate(gold) if one.form == form]
            self._count(f"link recall, {form}", len(whole.intersection(wanted)), 0, len(wanted))

    def precision(self, name: str) -> float:
        """Per cent of what was made; 100 when nothing was made nor wanted."""
        made = self._made[name]
        return 100 * self._right[name] / made if made else (0.0 if self._gold[name] else 100.0)

    def recall(self, name: str) -> float:
        """Per cent of what was wanted."""
        gold = self._gold[name]
        return 100 * self._right[name] / gold if gold else 100.0

    def f1(self, name: str) -> float:
        """Harmonic mean of the two, in per cent."""
        precision, recall = self.precision(name), self.recall(name)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def figures(tally: Tally) -> dict[str, float]:
    """Give the figures of a tally, in per cent."""
    made = {
        "link F1": tally.f1("link"),
        "source + content F1": tally.f1("source+content"),
        "content F1, Jaccard .8": tally.f1("content@.8"),
        "content F1, Jaccard .3": tally.f1("content@.3"),
        "link recall, direct": tally.recall("link recall, direct"),
        "link recall, mixed": tally.recall("link recall, mixed"),
        "link recall, indirect": tally.recall("link recall, indirect"),
        "source, given the content": tally.recall("source, given the content"),
        "link F1, exact": tally.f1("link exact"),
        "link precision": tally.precision("link"),
        "link recall": tally.recall("link"),
        **{f"{role} F1": tally.f1(role) for role in ROLES},
    }
    return {name: round(value, 2) for name, value in made.items()}


def score(data: Path) -> dict[str, float]:
    """Score ``coder.statements`` on PolNeAR's dev stories.

    Args:
        data: the folder of the development data.
    """
    coder = dragoman.load()
    tally = Tally()
    for story in stories(data):
        text = story["text"]
        made = [
            of_statement(text, one)
            for one in coder.statements(text, date=story["date"])
            if one.inside is None
        ]
        gold = [attributed(text, one, form=one["qtype"]) for one in story["attributions"]]
        tally.add(made, gold)
    return figures(tally)


def score_cost(data: Path, *, count: int = 100) -> dict[str, float]:
    """Measure what statements add to the time of a story, the decoding of a reader's head with them.

    Args:
        data: the folder of the development data.
        count: how many stories of the news set are coded.

    Returns:
        Their processor time in per cent of that of reading and actors.
    """
    from dragoman.coding import actors, statements
    from dragoman.language.attributions import attributions as decode

    coder, knowledge = dragoman.load(threads=1), dragoman.knowledge.load()
    sample = news(data, count)
    coder.code(sample[0])
    rest = part = head = 0.0

    def decoded(*args: Any, **options: Any) -> Any:
        nonlocal head
        began = time.process_time()
        found = decode(*args, **options)
        head += time.process_time() - began
        return found

    with patch("dragoman.language.attributions", decoded):
        for story in sample:
            began = time.process_time()
            doc = coder.reading(story)
            known = actors(doc, story, knowledge)
            between = time.process_time()
            statements(doc, story, known)
            rest += between - began
            part += time.process_time() - between
    return {"statements, % added to a story's time": round(100 * (part + head) / (rest - head), 2)}


def stories(data: Path) -> list[dict[str, Any]]:
    """Read PolNeAR's dev stories with their attributions."""
    lines = (data / "attribution/polnear_dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
