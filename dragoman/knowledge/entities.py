"""From a row of a table to who it is on a day: the candidates between whom a name is decided."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dragoman.knowledge.index import (
    AGENT,
    BODY,
    DEMONYM,
    METONYM,
    NAME,
    OFFICE,
    PERSON,
    PLURAL,
    SHORT,
    STATE,
    SURNAME,
    WEAK,
    Ref,
)
from dragoman.knowledge.names import fold, plurals
from dragoman.knowledge.tables import Agent, Body, Office
from dragoman.knowledge.world import World, actor_code, borne_title, elect_title
from dragoman.records import ActorKind

__all__ = [
    "Candidate",
    "candidates_of",
    "government",
    "held_by",
    "of_agent",
    "of_body",
    "of_person",
    "of_state",
]


_INSTITUTIONS = frozenset(("GOV", "LEG", "JUD", "MIL", "COP", "SPY"))


class Candidate(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Whom a name may stand for on a day.

    Attributes:
        entity: the thing itself, the same under all its names: ``person:Q7747``, ``state:RUS``, ``body:un``,
            ``government:USA``, ``office:usa-president``, ``agent:USA soldier``.
        score: 0-1, for comparing the candidates of one name; not a probability.
        why: what speaks for it, in words.
        unresolved: field of the actor → why it is null.
    """

    entity: str
    kind: ActorKind
    name: str
    country: str = ""
    sectors: tuple[str, ...] = ()
    code: str | None = None
    role: str | None = None
    score: float = 0.0
    why: str = ""
    wikidata: str | None = None
    gender: str = ""
    basis: str = "knowledge"
    unresolved: dict[str, str] = {}


def candidates_of(world: World, ref: Ref, date: str | None) -> Iterator[Candidate]:
    """Give who bears a name on a day by one entry of the index: none, one, or the several holders of an office."""
    if ref.kind == PERSON:
        yield of_person(world, ref.row, date, ref.how)
    elif ref.kind == STATE:
        yield of_state(world, ref.row, date, ref.how)
    elif ref.kind == METONYM:
        yield from _of_metonym(world, ref, date)
    elif ref.kind == BODY:
        yield of_body(world, world.tables.bodies[ref.row], date, ref.how)
    elif ref.kind == OFFICE:
        yield from held_by(world, world.tables.offices[ref.row], date, score=0.9 if ref.how == NAME else 0.6)
    elif ref.kind == AGENT:
        yield of_agent(world, world.tables.agents[ref.row], ref.how)


def of_person(world: World, row: int, date: str | None, how: int) -> Candidate:
    """Give a person as of a day; a surname weighs what the person's office on that day weighs."""
    person = world.tables.people[row]
    standing = world.standing(row, date)
    score = {
        NAME: 0.62 + 0.35 * standing.prominence,
        SHORT: 0.55 + 0.35 * standing.prominence,
        SURNAME: 0.12 + 0.78 * standing.prominence,
        WEAK: 0.1 + 0.5 * standing.prominence,
    }.get(how, 0.3)
    return Candidate(
        entity=f"person:{person.id}",
        kind="person",
        name=person.name,
        country=standing.country,
        sectors=standing.sectors,
        code=standing.code or actor_code(standing.country, standing.sectors),
        role=standing.role,
        score=score,
        why=standing.why,
        wikidata=person.id if person.id[:1] == "Q" and person.id[1:].isdigit() else None,
        gender=person.gender,
        unresolved=standing.unresolved,
    )


def of_state(world: World, row: int, date: str | None, how: int) -> Candidate:
    """Give a state, a territory, or what claims to be a state, under the country that it is coded as."""
    state = world.tables.states[row]
    country, sectors = world.coded_country(state.code)
    score = {NAME: 0.95, DEMONYM: 0.93}.get(how, 0.5)
    if state.kind == "region":
        score -= 0.08
    why = "" if country == state.code else f"{state.name}, coded under {country}"
    if date is not None and not state.start <= date <= state.end:
        score -= 0.35 if state.kind in ("historic", "unrecognised") else 0.1
        why = f"{state.name} existed from {state.start} to {state.end}"
    elif date is not None and state.kind == "historic":
        score += 0.04  # on its days it is what its name means: Moscow in 1985 is the Soviet Union
    return Candidate(
        entity=f"state:{state.code}",
        kind="state",
        name=state.name,
        country=country,
        sectors=sectors,
        code=actor_code(country, sectors),
        score=score,
        why=why,
    )


def government(world: World, code: str, sectors: tuple[str, ...], *, score: float, why: str) -> Candidate:
    """Give the government (or another branch) of a state or body as an actor."""
    state = world.states.get(code)
    country, extra = world.coded_country(code)
    sectors = tuple(dict.fromkeys((*sectors, *extra)))
    branch = {"GOV": "Government", "LEG": "Legislature", "JUD": "Judiciary", "MIL": "Armed forces"}
    words = branch.get(sectors[0] if sectors else "", "Institutions")
    return Candidate(
        entity=f"{words.lower()}:{code}",
        kind="body",
        name=f"{words} of {world.with_article(state) if state else code}",
        country=country,
        sectors=sectors,
        code=actor_code(country, sectors),
        score=score,
        why=why,
    )


def of_body(world: World, body: Body, date: str | None, how: int) -> Candidate:
    """Give a body as of a day."""
    country, sectors, code = world.body_standing(body)
    score, why = (0.9 if how == NAME else 0.52), ""
    if date is not None and date < body.start:
        score, why = score - 0.45, f"{body.name} was founded {body.start}"
    elif date is not None and date > body.end:
        score, why = score - 0.15, f"{body.name} ended {body.end}"
    kinds: dict[str, ActorKind] = {"outlet": "outlet", "armed group": "group", "criminal group": "group"}
    return Candidate(
        entity=f"body:{body.id}",
        kind=kinds.get(body.kind, "body"),
        name=body.name,
        country=country,
        sectors=sectors,
        code=code,
        score=score,
        why=why,
        wikidata=body.wikidata or None,
    )


def _of_metonym(world: World, ref: Ref, date: str | None) -> Iterator[Candidate]:
    metonym = world.tables.metonyms[ref.row]
    phrase = metonym.phrase.lstrip("~")
    score, why = (0.94 if ref.how == NAME else 0.5), f"{metonym.kind} {phrase}"
    if date is not None and not metonym.start <= date <= metonym.end:
        score, why = score - 0.4, f"{phrase} stood for it from {metonym.start} to {metonym.end}"
    body = world.bodies.get(metonym.office_or_body)
    if body is not None:
        yield msgspec.structs.replace(of_body(world, body, date, NAME), score=score, why=why)
    else:
        yield government(world, metonym.code, metonym.sectors, score=score, why=why)


def held_by(
    world: World, office: Office, date: str | None, *, score: float, elect: bool = False
) -> Iterator[Candidate]:
    """Give the holder of an office on a day (``elect``: who is to take it next), else the office itself."""
    country, sectors, code = world.office_standing(office)
    people: list[tuple[str, str | None]] = []
    if date is not None and elect:
        if election := world.elect(office.id, date):
            people = [(election.winner, elect_title(office.title))]
    elif date is not None:
        people = [
            (holder.person, f"acting {office.title}" if holder.note == "acting" else office.title)
            for holder in world.holders(office.id, date)
        ]
    for person, role in people:
        known = of_person(world, world.people[person], date, NAME)
        borne = borne_title(role, known.gender) if role else role
        yield msgspec.structs.replace(
            known,
            role=borne,
            country=country,
            sectors=sectors,
            code=code,
            unresolved={},
            score=score,
            why=f"{borne} on {date}",
        )
    if not people:
        reason = f"no holder known on {date}" if date else "no date was given, and offices change hands"
        title = elect_title(office.title) if elect else office.title
        yield Candidate(
            entity=f"office:{office.id}",
            kind="office",
            name=title,
            country=country,
            sectors=sectors,
            code=code,
            role=title,
            score=score - 0.15,
            why=reason,
        )


def _kind_of(agent: Agent, sectors: tuple[str, ...], how: int, *, known: bool) -> ActorKind:
    if agent.kind == "group" and how != PLURAL and known and sectors[0] in _INSTITUTIONS:
        return "body"  # the Iranian foreign ministry, the Kenyan police
    return "group" if agent.kind == "group" or how == PLURAL else "unnamed"


def of_agent(
    world: World,
    agent: Agent,
    how: int,
    *,
    country: str = "",
    owner: str = "",
    sectors: tuple[str, ...] = (),
    code: str = "",
    name: str = "",
    score: float = 0.6,
) -> Candidate:
    """Give who a common noun stands for, of a country (or body) if one is named."""
    coded, extra = world.coded_country(country) if country else ("", ())
    sectors = tuple(dict.fromkeys((*sectors, *agent.sectors, *extra)))
    if len(sectors) > 1:  # the chief of something is what the something is
        sectors = tuple(sector for sector in sectors if sector != "UNK")
    missing = {"country": "the words name no country", "code": "the words name no country"}
    return Candidate(
        entity=f"agent:{owner or country} {fold(agent.noun)}",
        kind=_kind_of(agent, sectors, how, known=bool(coded)),
        name=name or (next(iter(plurals(agent.noun, agent.plural))) if how == PLURAL else agent.noun),
        country=coded,
        sectors=sectors,
        code=actor_code(coded, sectors, code),
        score=score,
        why=f"agent noun {agent.noun!r}",
        unresolved={} if coded else missing,
    )
