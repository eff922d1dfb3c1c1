"""What the knowledge and the words of a story say of one mention or of one name: a :class:`Finding`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.knowledge import Answer, Candidate, Knowledge
from dragoman.knowledge.tables import INTERNATIONAL
from dragoman.records import Actor, ActorKind, Basis

__all__ = ["Finding", "of_answer", "of_candidate"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Who a name or description is, as far as it is known.

    Attributes:
        entity: the thing itself, as the knowledge calls it; None where it is not decided.
        gender: ``m``, ``f`` or ``""``.
        score: how well it fits, for choosing between findings of one chain; why: in words.
        candidates: between whom it lies, when it is not decided.
    """

    kind: ActorKind
    name: str | None = None
    country: str | None = None
    cow: int | None = None
    gw: int | None = None
    sectors: tuple[str, ...] = ()
    code: str | None = None
    role: str | None = None
    wikidata: str | None = None
    basis: Basis = "text"
    entity: str | None = None
    gender: str = ""
    score: float = 0.0
    why: str = ""
    candidates: tuple[str, ...] = ()
    unresolved: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the knowledge says anything of it."""
        return self.basis == "knowledge"

    @property
    def generic(self) -> bool:
        """Whether it is a common noun ("Russian soldiers"), not someone or something of a name."""
        return self.entity is not None and self.entity.startswith("agent:")


def of_answer(answer: Answer) -> Finding:
    """Make a finding of what the knowledge answered."""
    made: Actor = answer.actor
    return Finding(
        kind=made.kind,
        name=made.name,
        country=made.country,
        cow=made.cow,
        gw=made.gw,
        sectors=made.sectors,
        code=made.code,
        role=made.role,
        wikidata=made.wikidata,
        basis=made.basis,
        entity=answer.entity,
        gender=answer.gender,
        score=answer.candidates[0].score if answer.candidates else 0.0,
        why=answer.why,
        candidates=made.candidates,
        unresolved=dict(made.unresolved),
    )


def of_candidate(candidate: Candidate, knowledge: Knowledge, date: str | None) -> Finding:
    """Make a finding of one of several candidates, where the text has decided for it."""
    country = candidate.country or None
    home = knowledge.actor(country, date=date) if country and country not in INTERNATIONAL else None
    unresolved = dict(candidate.unresolved)
    if home is None or home.country != country:
        unresolved |= dict.fromkeys(("cow", "gw"), f"{country or 'what has no country'} is no state")
    else:
        unresolved |= {key: value for key, value in home.unresolved.items() if key in ("cow", "gw")}
    return Finding(
        kind=candidate.kind,
        name=candidate.name,
        country=country,
        cow=home.cow if home and home.country == country else None,
        gw=home.gw if home and home.country == country else None,
        sectors=candidate.sectors,
        code=candidate.code,
        role=candidate.role,
        wikidata=candidate.wikidata,
        basis="text" if candidate.basis == "text" else "knowledge",
        entity=candidate.entity,
        gender=candidate.gender,
        score=candidate.score,
        why=candidate.why,
        unresolved=unresolved,
    )
