"""Which mentions are together while a story is linked, and which can not come together any more."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TypeVar

from dragoman.language.certain import Prepared

__all__ = ["Cluster", "Clusters"]

_T = TypeVar("_T")
_NOTHING: frozenset[int] = frozenset()
_GENDER = {"m": frozenset("m"), "f": frozenset("f")}


@dataclass(slots=True)
class Cluster:
    """What is together so far.

    Attributes:
        bearers: names' bearers, of persons; against: those who it is not; entities, countries: from knowledge.
        speaks: contexts (quotations, turns) that it is the speaker of; spoken_of: those with a "he" that is it.
        clauses: verbs of which it is subject or object, and possessions that it has or is: two arguments of one
            verb are two things unless one is reflexive, and nobody is his own wife.
    """

    members: list[int]
    gender: Set[str] = frozenset()
    bearers: Set[int] = frozenset()
    against: Set[int] = frozenset()
    entities: Set[str] = frozenset()
    countries: Set[str] = frozenset()
    speaks: Set[int] = frozenset()
    spoken_of: Set[int] = frozenset()
    clauses: Set[int] = frozenset()
    seen: int = 0
    named: bool = False

    def differs(self, other: Cluster) -> bool:
        """Whether the two can not be one."""
        if self.gender and other.gender and self.gender != other.gender:
            return True
        for mine, yours in (
            (self.bearers, other.bearers),
            (self.entities, other.entities),
            (self.countries, other.countries),
        ):
            if mine and yours and mine.isdisjoint(yours):
                return True
        for mine, yours in (
            (self.clauses, other.clauses),
            (self.against, other.bearers),
            (self.bearers, other.against),
            (self.speaks, other.spoken_of),
            (self.spoken_of, other.speaks),
        ):
            if mine and yours and not mine.isdisjoint(yours):
                return True
        return False

    def take(self, other: Cluster) -> None:
        """Become the two together."""
        self.members += other.members
        self.gender = _union(self.gender, other.gender)
        self.bearers = _union(self.bearers, other.bearers)
        self.against = _union(self.against, other.against)
        self.entities = _union(self.entities, other.entities)
        self.countries = _union(self.countries, other.countries)
        self.speaks = _union(self.speaks, other.speaks)
        self.spoken_of = _union(self.spoken_of, other.spoken_of)
        self.clauses = _union(self.clauses, other.clauses)
        self.seen += other.seen
        self.named |= other.named


def _union(mine: Set[_T], yours: Set[_T]) -> Set[_T]:
    """Add to a set: in place, once it is its own."""
    if not yours:
        return mine
    if not isinstance(mine, set):
        return {*mine, *yours}
    mine |= yours
    return mine


class Clusters:
    """Which mentions are together so far."""

    def __init__(self, prepared: Prepared) -> None:
        self.at: list[Cluster] = []
        heads: dict[int, int] = {}
        for i, m in enumerate(prepared.mentions):
            heads.setdefault(m.head, i)
            cluster = Cluster([i])
            if m.gender in ("m", "f"):
                cluster.gender = _GENDER[m.gender]
            if m.kind == "person" and prepared.names.group[i] >= 0:
                cluster.bearers = frozenset((prepared.names.group[i],))
            fact = prepared.known[i]
            if fact is not None and fact.entity is not None:
                cluster.entities = frozenset((fact.entity,))
            if fact is not None and fact.country is not None:
                cluster.countries = frozenset((fact.country,))
            context = prepared.contexts[i]
            # the narrator's own "I" is no guide: quotations without marks look the same
            if m.cls == "i" and context != -1:
                cluster.speaks = frozenset((context,))
            elif context != -1 and (
                m.cls == "he" or (m.cls in ("they", "it", "you") and m.quoter is not None)
            ):
                cluster.spoken_of = frozenset((context,))
            cluster.clauses = prepared.clauses[i]
            cluster.against = prepared.against.get(i, _NOTHING)
            self.at.append(cluster)
        for m in prepared.mentions:
            if m.quoter in heads and m.quotation is not None:
                speaker = self.at[heads[m.quoter]]
                if m.quotation not in speaker.speaks:
                    speaker.speaks = _union(speaker.speaks, {m.quotation})

    def differ(self, a: int, b: int) -> bool:
        """Whether two mentions are apart and can not be one."""
        return self.at[a] is not self.at[b] and self.at[a].differs(self.at[b])

    def join(self, a: int, b: int) -> None:
        """Put what two mentions are in together."""
        one, other = self.at[a], self.at[b]
        if one is other:
            return
        if len(one.members) < len(other.members):
            one, other = other, one
        one.take(other)
        for member in other.members:
            self.at[member] = one
