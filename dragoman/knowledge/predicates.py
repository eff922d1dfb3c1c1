"""Words that decide whether what they embed happened: *managed to*, *failed to*, *denied that*, *plans for*.

``status/predicates.csv`` has a row for each word and complement, that people edit:

* ``word``: its lemma, with its particle if it has one (``call off``); ``pos``: verb, noun, adjective or adverb.
* ``slot``: how the act hangs on it: ``to`` (an infinitive), ``that`` (a clause), ``ing`` (a gerund), ``np`` (an
  object, or the subject of its passive), ``subj`` (its subject), ``mod`` (the word modifies the act), or a
  preposition.
* ``holds``, ``denied``: what follows for the act when the word itself holds, and when it is negated: ``+`` it
  happened, ``-`` it did not, ``o`` neither. ``+ -`` is a two-way implicative (*manage to*), ``- +`` a negative one
  (*fail to*), ``+ +`` a factive, ``o o`` says nothing. These are the signatures of Nairn, Condoravdi and Karttunen
  (2006, "Computing relative polarity for textual inference").
* ``kind``: of :data:`KINDS`: what the act becomes by it where it did not simply happen.
* ``source``: who described the word's class; ``editors`` where nobody did.

``status/harms.csv`` lists words of acts that harm another (``word``, ``pos``, ``source``): what is announced with one
of them, against somebody, is a threat.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

import msgspec

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import words_of

__all__ = ["FILE", "HARMS", "KINDS", "POS", "Lexicon", "Predicate", "Sign", "harms", "load"]

HARMS = Path(__file__).parent / "status" / "harms.csv"
FILE = Path(__file__).parent / "status" / "predicates.csv"

Sign = Literal["+", "-", "o"]
KINDS = words_of(
    "happening failing preventing cancelling ability permitting attempting knowing saying alleging thinking doubting "
    "wanting fearing considering possible unlikely obliging promise plan threat readiness offer refusal denial "
    "request negation past evidential"
)
"""What a word makes of the act that it embeds."""
POS = ("verb", "noun", "adjective", "adverb")


class Predicate(msgspec.Struct, frozen=True):
    """One row: a word, a complement, and what follows for it."""

    word: str
    pos: str
    slot: str
    holds: Sign
    denied: Sign
    kind: str
    source: str


class Lexicon:
    """The rows, found by word, part of speech and slot."""

    def __init__(self, rows: Iterable[Predicate]) -> None:
        self.rows = tuple(rows)
        self._rows: Mapping[tuple[str, str, str], Predicate] = {(r.word, r.pos, r.slot): r for r in self.rows}

    def find(self, word: str, pos: str, slot: str) -> Predicate | None:
        """Give the row of a word with a complement, if there is one."""
        return self._rows.get((word, pos, slot))


@lru_cache(maxsize=4)
def load(path: Path = FILE) -> Lexicon:
    """Read a lexicon.

    Raises:
        KnowledgeError: a row has an unknown sign, kind or part of speech, or stands there twice.
    """
    rows: list[Predicate] = []
    seen: set[tuple[str, str, str]] = set()
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            where = f"{path.name}, line {number}"
            if row["holds"] not in get_args(Sign) or row["denied"] not in get_args(Sign):
                raise KnowledgeError(f"{where}: a sign is none of + - o: {row['holds']!r}, {row['denied']!r}")
            if row["kind"] not in KINDS:
                raise KnowledgeError(
                    f"{where}: no kind {row['kind']!r}; there are {', '.join(sorted(KINDS))}"
                )
            if row["pos"] not in POS:
                raise KnowledgeError(f"{where}: no part of speech {row['pos']!r}; there are {', '.join(POS)}")
            key = (row["word"], row["pos"], row["slot"])
            if key in seen:
                raise KnowledgeError(f"{where}: {' '.join(key)} stands there twice")
            seen.add(key)
            holds, denied = cast(Sign, row["holds"]), cast(Sign, row["denied"])
            rows.append(Predicate(*key, holds, denied, row["kind"], row["source"]))
    return Lexicon(rows)


@lru_cache(maxsize=4)
def harms(path: Path = HARMS) -> frozenset[tuple[str, str]]:
    """Read the words of acts that harm another: pairs of lemma and part of speech.

    Raises:
        KnowledgeError: a row has an unknown part of speech.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [(row["word"], row["pos"]) for row in csv.DictReader(stream)]
    for word, pos in rows:
        if pos not in POS:
            raise KnowledgeError(
                f"{path.name}: no part of speech {pos!r} at {word!r}; there are {', '.join(POS)}"
            )
    return frozenset(rows)
