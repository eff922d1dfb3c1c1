"""The words that report, and what they take: ``reporting.csv`` as a table to look up in.

A line of that file has words, their part of speech, the kind of attribution, and what stands for the content:

* ``clause``: a finite clause, before, behind or around the cue; ``infinitive``: "vowed to stay";
* ``speech``: a quotation beside the cue, in its sentence or next to it;
* ``object``: "condemned the raid"; ``named``: with what it is called ("called it a lie");
* ``for:about``: a phrase with that preposition; ``passive``: only as "is expected to".

They are general English; what a line takes was checked against the training part of PolNeAR.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

__all__ = ["Cue", "Kind", "cue_at", "cues"]

Kind = Literal["say", "ask", "judge", "deny", "think", "want", "seem", "show"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports.

    Attributes:
        word: its lemma.
        part: ``verb``, ``noun`` or ``adjective``.
        kind: what kind of attribution.
        takes: what stands for the content, without prepositions.
        prepositions: of content phrases.
    """

    word: str
    part: str
    kind: Kind
    takes: frozenset[str]
    prepositions: frozenset[str]


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Give the words that report, by lemma and part of speech.

    Raises:
        ValueError: a line of the file has a kind that there is not.
    """
    found: dict[tuple[str, str], Cue] = {}
    text = resources.files("dragoman.language").joinpath("reporting.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] not in get_args(Kind):
            raise ValueError(
                f"reporting.csv: {row['words']!r} is of the kind {row['kind']!r}; there are {get_args(Kind)}"
            )
        takes = row["takes"].split()
        plain = frozenset(t for t in takes if ":" not in t)
        prepositions = frozenset(t[4:] for t in takes if t.startswith("for:"))
        for word in row["words"].split():
            found.setdefault(
                (row["part"], word),
                Cue(word, row["part"], row["kind"], plain, prepositions),  # type: ignore[arg-type]
            )
    return found


_PART = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective"}


def cue_at(pos: str, lemma: str) -> Cue | None:
    """Give the reporting word of a UD part of speech and a lemma, if it is one."""
    part = _PART.get(pos)
    return None if part is None else cues().get((part, lemma.lower()))
