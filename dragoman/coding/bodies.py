"""What a name is that is no person's: a body, a state, a place, a people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.asking import Asker
from dragoman.coding.evidence import unknown_body
from dragoman.coding.findings import Finding, of_candidate
from dragoman.knowledge.tables import words_of
from dragoman.knowledge.world import actor_code
from dragoman.language.mentions import Mention

__all__ = ["Bodies"]

_FITTING = {
    "PER": ("person",),
    "PERSON": ("person",),
    "ORG": ("body", "group", "outlet", "state"),
    "NORP": ("state", "group", "body"),
    "LOC": ("state", "body", "group"),
    "GPE": ("state", "body", "group"),
    "FAC": ("body", "state"),
}
_DIRECTIONS = words_of("New North South East West Northern Southern Eastern Western Central Papua Equatorial")


class Bodies:
    """The bodies, states, places and peoples of a story."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def of_country(self, name: str, mentions: Sequence[Mention], made: Finding | None) -> Finding:
        """Find the country of a body that is not known by its name alone."""
        return self._with_owner(mentions) or self._body_of_country(name, made)

    def find(self, name: str, kind: str) -> Finding | None:
        """Ask for the name of a body, a state, a place or a people."""
        made = self._asker.ask(name)
        if "," in name and (made is None or made.kind == "person"):  # Bratislava, Slovakia
            made = self._asker.ask(name.rpartition(",")[2], alone=True)
            return made if made is not None and made.kind == "state" else None
        fitting = _FITTING.get(kind, ("body", "group", "state", "outlet"))
        if made is not None and made.candidates:
            for other in self._asker.knowledge.candidates(
                name, self._asker.date, context=self._asker.context
            ):
                if other.entity.startswith("agent:"):  # a national guard, before that of one country
                    return of_candidate(other, self._asker.knowledge, self._asker.date)
        if made is None or made.kind in fitting:
            return made
        if made.kind == "person" and " " in name and made.known and kind != "FAC":
            return made  # a full name is a person's, whatever the reader took it for
        if (made.entity or made.candidates) and made.kind in ("person", "office", "outlet"):
            others = self._asker.knowledge.candidates(name, self._asker.date, context=self._asker.context)
            for other in others:
                if other.kind in fitting and other.score > 0.4:
                    return of_candidate(other, self._asker.knowledge, self._asker.date)
            return made if made.kind == "outlet" else None
        return made

    def _with_owner(self, mentions: Sequence[Mention]) -> Finding | None:
        """Ask for a name with the country before it: "Guatemalan [Army]", "Iran's [Ministry of Defence]"."""
        words = self._asker.words
        for m in mentions:
            begin = next((i for i in range(max(m.phrase[0], m.start - 5), m.start) if words.ent[i]), None)
            if begin is not None:
                made = self._asker.ask(self._asker.slice(begin, m.end), alone=True)
                if made is not None and made.country and made.kind in ("body", "group", "unnamed"):
                    return made
        return None

    def _body_of_country(self, name: str, made: Finding | None) -> Finding:
        """A body unknown to us, with the country that stands in its name: "Lithuanian Seimas", "Royal Thai Navy"."""
        parts = name.split()
        unknown = made or unknown_body(name)
        for i, part in enumerate(parts[:6]):
            if len(parts) == 1 or not part[:1].isupper():
                continue
            if i and parts[i - 1] in _DIRECTIONS:  # New England is not England
                part = f"{parts[i - 1]} {part}"  # noqa: PLW2901
            owner = self._asker.ask(part, alone=True)
            if owner is None or owner.kind != "state" or owner.country is None or owner.score < 0.85:
                continue
            rest = self._asker.ask(" ".join(parts[i + 1 :]), alone=True) if i == 0 else None
            if rest is not None and rest.country == owner.country and rest.known:
                return rest
            agent = (
                self._asker.ask(f"{part} {' '.join(parts[i + 1 :])}".lower(), alone=True)
                if i + 1 < len(parts)
                else None
            )
            sectors = unknown.sectors or (agent.sectors if agent is not None and agent.generic else ())
            unresolved = {
                k: v for k, v in unknown.unresolved.items() if k not in ("country", "code", "cow", "gw")
            }
            if sectors:
                unresolved.pop("sectors", None)
            return replace(
                unknown,
                kind="body",
                name=name,
                country=owner.country,
                cow=owner.cow,
                gw=owner.gw,
                sectors=sectors,
                code=actor_code(owner.country, sectors),
                unresolved=unresolved,
            )
        return unknown
