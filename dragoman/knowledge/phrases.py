"""Names of several parts: a country and an office, a title and a name, a country and an agent noun.

All is done on folded words with look-ups in the index: the longest known piece at the front or the back of the
phrase is found, and the rest is asked what it is to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from dragoman.knowledge import names
from dragoman.knowledge.entities import (
    Candidate,
    candidates_of,
    government,
    held_by,
    of_agent,
    of_body,
    of_person,
)
from dragoman.knowledge.index import (
    AGENT,
    BODY,
    DEMONYM,
    METONYM,
    NAME,
    PERSON,
    PLURAL,
    STATE,
    SURNAME,
    WEAK,
    Ref,
    ref,
)
from dragoman.knowledge.tables import INTERNATIONAL, Agent, words_of
from dragoman.knowledge.world import World, actor_code

__all__ = ["LONGEST", "Owner", "owner_of_state", "parse", "people_named", "with_owner"]

LONGEST = 12
"""Phrases of more words are not taken apart."""

_QUALIFIERS = words_of(
    "a an one two three four five six seven eight nine ten dozen dozens hundreds thousands tens scores "
    "several many some few more most of the this that these those then current new newly elected "
    "appointed incumbent outgoing incoming longtime long-time veteran senior top leading high ranking "
    "prominent embattled late acting interim caretaker self declared mr mrs ms miss dr sir dame lord lady "
    "his her their its our young old armed unarmed local other another fellow all both every each such"
)
_HONORIFICS = words_of(
    "mr mrs ms miss dr sir dame lord lady baroness professor prof gen lt col maj capt sgt cpl adm brig "
    "sen rep gov rev fr pres sec amb hon st comrade don sheikh sayyid ayatollah hojatoleslam imam pope "
    "king queen prince princess emir sultan emperor empress"
)
_SOCIAL = words_of("mr mrs ms miss dr sir dame lady hon")
_FORMER = words_of("former ex ousted deposed exiled disgraced onetime erstwhile retired then")
_ELECT = words_of("elect designate")
_LESSER = words_of("vice deputy former acting elect candidate assistant junior")
_OF = ("of", "in", "from", "at", "for", "to")
_BACKED = words_of(
    "backed supported sponsored trained funded armed allied aligned linked affiliated installed appointed inspired"
)
_UNITS = words_of("state province region governorate oblast republic county")
_REBEL_WORDS = words_of(
    "liberation revolutionary resistance rebel freedom red jihad mujahideen insurgent guerrilla"
)
_NO_NAME = words_of("of for the and in to on")
_GOVERNMENT = words_of("government administration authority cabinet leadership regime")
_TEAMS = frozenset(("campaign", "campaign team", "presidential campaign", "team", "legal team"))
_HEAD = 0.9
"""The score of a surname that is that of a head of state or government."""
_PEOPLE_OF = words_of("administration government cabinet regime presidency office")


class Owner(NamedTuple):
    """The country or body that the rest of a phrase belongs to."""

    key: str
    country: str
    sectors: tuple[str, ...]
    code: str
    name: str


def parse(
    world: World, words: list[str], date: str | None, *, cased: bool, proper: bool = False
) -> list[Candidate]:
    """Take a phrase apart and give whom it may stand for; empty when no part of it is known.

    Args:
        words: folded.
        cased: the phrase was written with capitals, so that an unknown word in it may be a name.
        proper: all words were, so that the whole may be the name of a body that is unknown to us.
    """
    if not 1 < len(words) <= LONGEST:
        return []
    if (rest := _unbacked(words)) != words:  # whoever backs them is not who they are
        return (
            _exact(world, rest, date, former=False)
            or parse(world, rest, date, cased=cased, proper=proper)
            or []
        )
    if cased and len(words) > 2 and words[-1] in _PEOPLE_OF:
        people = _exact(world, words[:-1], date, former=False) or parse(world, words[:-1], date, cased=cased)
        if people and people[0].kind == "person" and people[0].country and people[0].basis == "knowledge":
            return [
                government(world, people[0].country, ("GOV",), score=0.7, why=f"that of {people[0].name}")
            ]
    if words[0] == "top" and (found := _top(world, words, date)):
        return found
    former = False
    while len(words) > 1 and (words[0] in _QUALIFIERS or words[0] in _FORMER or words[0].isdigit()):
        if words[0] == "new" and _owner(world, words[:2], date):  # New Mexico is not Mexico
            break
        former = former or words[0] in _FORMER
        words = words[1:]
        if found := _exact(world, words, date, former=former):
            return found
    if found := _owned(world, words, date, cased=cased, proper=proper, former=former):
        return found
    if found := _titled(world, words, date, None, cased=cased):
        return found
    if cased and (found := _of_person_group(world, words, date)):  # such celebrities are not Mr Such's
        return found
    if words[0] in ("ministry", "department"):
        return _agent_of(world, words, None, score=0.5)
    if words[-1] in _UNITS and (found := _exact(world, words[:-1], date, former=False)):
        return [candidate for candidate in found if candidate.kind == "state"]
    return _head_noun(world, words, None, proper=proper)


def with_owner(
    world: World,
    owner: Owner,
    rest: list[str],
    date: str | None,
    *,
    cased: bool,
    proper: bool = False,
    former: bool = False,
) -> list[Candidate]:
    """Give what a phrase is to a country or body: its office-holder, its person of a title, its soldiers."""
    whole = f"{owner.key}|{names.canonical_title(' '.join(rest))}"
    while len(rest) > 1 and whole not in world.index.titles:
        if rest[0] not in _QUALIFIERS and rest[0] not in _FORMER:
            break
        former = former or rest[0] in _FORMER
        rest = rest[1:]
        whole = f"{owner.key}|{names.canonical_title(' '.join(rest))}"
    elect = rest[-1] in _ELECT and len(rest) > 1
    title = rest[:-1] if elect else rest
    offices = world.index.titles.get(f"{owner.key}|{names.canonical_title(' '.join(title))}", ())
    if former and offices:
        office = world.tables.offices[offices[0]]
        country, _ = world.coded_country(owner.country)
        reason = {"name": "the words name a former office, and several have held it"}
        return [
            Candidate(
                entity=f"former:{office.id}",
                kind="unnamed",
                name=f"former {office.title}",
                country=country,
                sectors=("ELI",),
                code=actor_code(country, ("ELI",)),
                role=f"former {office.title}",
                score=0.7,
                why="former office",
                unresolved=reason,
            )
        ]
    if offices:
        found = [
            candidate
            for row in offices
            for candidate in held_by(world, world.tables.offices[row], date, score=0.9, elect=elect)
        ]
        ranks = [world.tables.offices[row].rank for row in offices]
        if len(offices) > 1 and ranks.count(min(ranks)) == 1:  # the president, not the president of the court
            best = world.tables.offices[offices[ranks.index(min(ranks))]]
            found = list(held_by(world, best, date, score=0.9, elect=elect))
        held = [candidate for candidate in found if candidate.kind == "person"]
        # no holder is known: the words still say what it is
        return held or _agent_of(world, rest, owner, score=0.85) or found[:1]
    if found := _agent_of(world, rest, owner, score=0.85):
        return found
    if found := _titled(world, rest, date, owner, cased=cased):
        return found
    if found := _person_of(world, rest, date, owner):
        return found
    return _head_noun(world, rest, owner, proper=proper)


def owner_of_state(world: World, code: str) -> Owner:
    """Give a state as the owner of a phrase."""
    state = world.states.get(code)
    return Owner(code, code, (), "", state.name if state else code)


# ------------------------------------------------------------------------------------------------ parts


def _top(world: World, words: list[str], date: str | None) -> list[Candidate]:
    """Read ``top Polish diplomat`` as Poland's top diplomat."""
    for cut in range(2, len(words)):
        title = ["top", *words[cut:]]
        owner = _owner(world, words[1:cut], date)
        if owner and f"{owner.key}|{names.canonical_title(' '.join(title))}" in world.index.titles:
            return with_owner(world, owner, title, date, cased=False)
    return []


def _unbacked(words: list[str]) -> list[str]:
    """Take ``Rwanda-backed``, ``pro-Russian`` off the front of a phrase: it says whose friends they are."""
    if words[0] in ("pro", "anti") and len(words) > 2:
        return words[2:]
    for place in range(1, min(4, len(words) - 1)):
        if words[place] in _BACKED:
            return words[place + 1 :]
    return words


def _exact(world: World, words: list[str], date: str | None, *, former: bool) -> list[Candidate]:
    """Give the people (and, unless a former one is asked for, all others) whose name the words are."""
    refs = [ref(packed) for packed in world.index.names.get(" ".join(words), ())]
    found: list[Candidate] = []
    for one in refs:
        if one.kind == PERSON or not former:
            found.extend(candidates_of(world, one, date))
    return found


def _owner(world: World, words: list[str], date: str | None) -> Owner | None:
    """Give the country or body of which the words are the name."""
    if words and words[0] == "the":
        words = words[1:]
    refs = [ref(packed) for packed in world.index.names.get(" ".join(words), ())]
    ranked = sorted(
        (one for one in refs if one.kind in (STATE, BODY, METONYM)),
        key=lambda one: _owner_order(world, one, date),
    )
    for one in ranked:
        if one.how == WEAK and one.kind == BODY:
            continue
        if one.kind == STATE:
            state = world.tables.states[one.row]
            return Owner(state.code, state.code, (), "", state.name)
        if one.kind == METONYM:
            metonym = world.tables.metonyms[one.row]
            body = world.bodies.get(metonym.office_or_body)
            if body is None:
                name = government(world, metonym.code, metonym.sectors, score=0, why="").name
                return Owner(metonym.code, metonym.code, (), "", name)  # Kyiv's forces are not its government
        else:
            body = world.tables.bodies[one.row]
        code = body.code if body.country in INTERNATIONAL or body.kind == "company" else ""
        return Owner(body.id, body.country, body.sectors, code, body.name)
    return None


def _owner_order(world: World, one: Ref, date: str | None) -> tuple[bool, bool, int]:
    row: tuple[str, str]
    if one.kind == STATE:
        row = (world.tables.states[one.row].start, world.tables.states[one.row].end)
    elif one.kind == METONYM:
        row = (world.tables.metonyms[one.row].start, world.tables.metonyms[one.row].end)
    else:
        row = (world.tables.bodies[one.row].start, world.tables.bodies[one.row].end)
    past = date is not None and not row[0] <= date <= row[1]
    return one.how == WEAK, past, one.kind if one.how in (NAME, DEMONYM) else 9


def _owned(
    world: World, words: list[str], date: str | None, *, cased: bool, proper: bool, former: bool
) -> list[Candidate]:
    """Read the words as something of a country or body named at the front, or after ``of``."""
    cuts = [(words[:cut], words[cut:]) for cut in range(min(len(words) - 1, 8), 0, -1)]
    cuts += [(words[cut + 1 :], words[:cut]) for cut in range(len(words) - 2, 0, -1) if words[cut] in _OF]
    best: list[Candidate] = []
    for name, rest in cuts:
        owner = _owner(world, name, date)
        if owner is None:
            continue
        found = with_owner(world, owner, rest, date, cased=cased, proper=proper, former=former)
        if found and found[0].basis != "text" and found[0].entity.partition(" ")[0] != "agent:" + owner.key:
            return found
        # who is unknown here, or but a chief, may be known when the phrase is cut elsewhere
        if found and (not best or (best[0].basis == "text" and found[0].basis != "text")):
            best = found
    return best


def _agent(world: World, words: Iterable[str]) -> tuple[Agent, int] | None:
    for packed in world.index.names.get(" ".join(words), ()):
        one = ref(packed)
        if one.kind == AGENT:
            return world.tables.agents[one.row], one.how
    return None


def _agent_of(world: World, words: list[str], owner: Owner | None, *, score: float) -> list[Candidate]:
    """Read the words as an agent noun, of an owner if there is one."""
    canonical = names.canonical_title(" ".join(words)).split()
    found = _agent(world, words) or _agent(world, canonical)
    if not found and words[0] in ("ministry", "department"):  # of whatever
        found = _agent(world, words[:1])
    if not found:
        return []
    agent, how = found
    if owner and owner.sectors[:1] == ("JRN",) and agent.sectors[0] not in ("JRN", "UNK", "BUS", "GOV"):
        return []  # a newspaper has reporters and no commandos
    if owner is None:
        return [of_agent(world, agent, how, score=score)]
    if agent.noun in _GOVERNMENT and not owner.sectors and owner.country not in INTERNATIONAL:
        return [government(world, owner.country, ("GOV",), score=score, why=f"agent noun {agent.noun!r}")]
    return [
        of_agent(
            world,
            agent,
            how,
            country=owner.country,
            owner=owner.key,
            # Republican lawmakers are lawmakers first
            sectors=()
            if owner.sectors[:1] == ("PTY",) and agent.sectors[0] in ("LEG", "GOV")
            else owner.sectors,
            code=owner.code,
            name=_owned_name(world, agent, how, owner),
            score=score,
        )
    ]


def _owned_name(world: World, agent: Agent, how: int, owner: Owner) -> str:
    noun = next(iter(names.plurals(agent.noun, agent.plural))) if how == PLURAL else agent.noun
    return f"{world.adjective(owner.key) if owner.key in world.states else owner.name} {noun}"


def people_named(world: World, words: list[str]) -> list[Ref]:
    """Give the people of a full name or surname, if need be without middle names and initials."""
    for name in names.person_names(" ".join(words)):
        refs = [ref(packed) for packed in world.index.names.get(name, ())]
        if people := [one for one in refs if one.kind == PERSON]:
            return people
    return []


def _titled(
    world: World, words: list[str], date: str | None, owner: Owner | None, *, cased: bool
) -> list[Candidate]:
    """Read the words as a title and the name of a person, known to us or not."""
    for cut in range(1, len(words)):
        title = words[:cut]
        people = people_named(world, words[cut:])
        surname = all(one.how == SURNAME for one in people)
        if people and _is_title(world, title, owner, surname=surname):
            return [_fitting(world, one, date, title, owner) for one in people]
    if not cased:
        return []
    for cut in range(min(len(words) - 1, 6), 0, -1):
        title, name = words[:cut], words[cut:]
        known = _agent(world, title) or _agent(world, names.canonical_title(" ".join(title)).split())
        if not known or known[0].kind != "person" or known[0].sectors[0] == "CVL":
            continue
        if known[0].sectors[0] == "UNK" and not (owner and owner.sectors):
            continue
        if (
            len(name) <= 4
            and name[-1] not in _PEOPLE_OF
            and _NO_NAME.isdisjoint(name)
            and not _agent(world, name[-1:])
        ):
            return [_from_text(world, title, name, known[0], owner)]
    return []


def _is_title(world: World, title: list[str], owner: Owner | None, *, surname: bool) -> bool:
    """Say whether words before a name are a title; before a surname alone, that of an office or a calling."""
    if all(word in _HONORIFICS or word in _QUALIFIERS or word in _FORMER or word in _ELECT for word in title):
        return True
    canonical = names.canonical_title(" ".join(title))
    if owner and f"{owner.key}|{canonical}" in world.index.titles:
        return True
    for noun in (title, canonical.split(), title[-1:]):  # at least the head: Deputy Assistant Secretary
        agent = _agent(world, noun)
        if agent and agent[0].kind == "person" and agent[1] == NAME:
            sector = agent[0].sectors[0]
            return not surname or (sector != "CVL" and (sector != "UNK" or owner is not None))
    return False


def _fitting(world: World, one: Ref, date: str | None, title: list[str], owner: Owner | None) -> Candidate:
    """Give a person, weighed by how the title before the name fits what they are.

    Of someone whose role on the day we do not know, the title says it.
    """
    person = of_person(world, one.row, date, one.how)
    score, why = person.score, person.why
    former = any(word in _FORMER for word in title)
    core = names.canonical_title(
        " ".join(word for word in title if word not in _SOCIAL and word not in _FORMER)
    )
    agent = _agent(world, core.split()) or _agent(world, core.split()[-1:]) if core else None
    if core and _holds(world, one.row, person.country, core, date):
        score, why = score + 0.4, f"{why}; the title is the office's"
    elif core and _in_role(core, names.canonical_title(person.role or "")):
        score, why = score + 0.3, f"{why}; the title fits"
    elif agent and set(agent[0].sectors) & set(person.sectors):
        score, why = score + 0.08, f"{why}; the title fits the sector"
    if owner and owner.country:
        home = world.coded_country(owner.country)[0]
        same = home in (person.country, world.tables.people[one.row].country)
        score = score + 0.2 if same else score - 0.3
    if person.role is None and date is not None and agent and agent[0].kind == "person":
        country = person.country or (world.coded_country(owner.country)[0] if owner else "")
        sectors = ("ELI",) if former else agent[0].sectors
        said = " ".join((["former"] if former else []) + [core] + ([f"of {owner.name}"] if owner else []))
        person = msgspec.structs.replace(
            person,
            country=country,
            sectors=sectors,
            code=actor_code(country, sectors),
            role=said,
            unresolved={},
        )
        why = f"{why}; the role is the title in the text"
    return msgspec.structs.replace(person, score=score, why=why)


def _holds(world: World, row: int, country: str, core: str, date: str | None) -> bool:
    """Say whether somebody holds, on the day, an office that their country knows under a title."""
    if date is None or not country:
        return False
    person = world.tables.people[row].id
    return any(
        holder.person == person
        for office in world.index.titles.get(f"{country}|{core}", ())
        for holder in world.holders(world.tables.offices[office].id, date)
    )


def _in_role(core: str, role: str) -> bool:
    """Say whether a title is in a role: a president is no vice president, a minister no former minister."""
    words, role_words = set(core.split()), set(role.split())
    if (role_words & _LESSER) - words:
        return False
    return words <= role_words or core in role


def _from_text(
    world: World, title: list[str], name: list[str], agent: Agent, owner: Owner | None
) -> Candidate:
    """Give a person unknown to us, from what the words themselves say."""
    country, extra = world.coded_country(owner.country) if owner else ("", ())
    sectors = tuple(dict.fromkeys((*(owner.sectors if owner else ()), *agent.sectors, *extra)))
    if len(sectors) > 1:
        sectors = tuple(sector for sector in sectors if sector != "UNK")
    missing = {} if country else {"country": "the words name no country", "code": "the words name no country"}
    written = " ".join(word.capitalize() for word in name)
    return Candidate(
        entity=f"text:{written}",
        kind="person",
        name=written,
        country=country,
        sectors=sectors,
        code=actor_code(country, sectors, owner.code if owner else "") if country else None,
        role=" ".join([*title, *((f"of {owner.name}",) if owner else ())]),
        score=0.4,
        why="unknown to us; from the title and country before the name",
        basis="text",
        unresolved=missing,
    )


def _person_of(world: World, words: list[str], date: str | None, owner: Owner) -> list[Candidate]:
    """Read the words after a country as the name of a person: ``Ukraine's Zelenskyy``."""
    home = world.coded_country(owner.country)[0]
    people = [_fitting(world, one, date, [], owner) for one in people_named(world, words)]
    return [
        one
        for one in people  # Kabul's Lopez is none of the Lopezes elsewhere
        if one.country in (home, "") or one.country in INTERNATIONAL or home in INTERNATIONAL or not home
    ]


def _of_person_group(world: World, words: list[str], date: str | None) -> list[Candidate]:
    """Read ``Biden administration``, ``Putin's spokesman``: what belongs to a person belongs to the country."""
    for cut in range(1, len(words)):
        people = people_named(world, words[:cut])
        if len(people) > 1:  # of several of one surname the head of a state, if just one is
            heads = [one for one in people if of_person(world, one.row, date, one.how).score >= _HEAD]
            people = heads if len(heads) == 1 else people
        rest = " ".join(words[cut:])
        agent = _agent(world, words[cut:])
        if not people or not (rest in _PEOPLE_OF or rest in _TEAMS or (agent and agent[0].kind == "person")):
            continue
        person = max(
            (of_person(world, one.row, date, one.how) for one in people), key=lambda each: each.score
        )
        if not person.country:
            return []
        if person.score >= _HEAD and len(people) == 1:  # Zelensky's chief of staff is his country's
            owner = owner_of_state(world, person.country)
            for kind in ("presidential", "government", ""):  # a president's chief of staff, not the army's
                held = with_owner(world, owner, [*kind.split(), *words[cut:]], date, cased=False)
                if held and held[0].kind == "person" and held[0].basis == "knowledge":
                    return held
        if rest == "office" and cut == 1 and person.score < _HEAD:
            return []  # whose of that surname, and whether he is in government, it does not say
        if rest in _PEOPLE_OF:
            sectors = person.sectors if "GOV" in person.sectors else ("GOV",)
            return [government(world, person.country, sectors, score=0.7, why=f"that of {person.name}")]
        return _agent_of(
            world, words[cut:], Owner(person.entity, person.country, (), "", person.name), score=0.6
        )
    return []


def _head_noun(world: World, words: list[str], owner: Owner | None, *, proper: bool) -> list[Candidate]:
    """Read the words by the longest agent noun that they end with: ``student protesters``, ``Texas Republicans``.

    Where all words have capitals and the noun is a group, they are the name of a body that is unknown to us.
    """
    for cut in range(1, len(words)):
        if proper and (agent := _agent(world, words[cut:])) and agent[0].kind == "group":
            return [_named_body(world, words[:cut], agent[0], owner)]
        if found := _agent_of(world, words[cut:], owner, score=0.45):
            return found
    party = _party(world, words[-1])
    if party and (owner is None or world.coded_country(owner.country)[0] == party.country):
        return [party]
    return []


def _party(world: World, word: str) -> Candidate | None:
    for packed in world.index.names.get(word, ()):
        one = ref(packed)
        if one.kind == BODY and one.how == NAME and world.tables.bodies[one.row].kind == "party":
            return msgspec.structs.replace(
                of_body(world, world.tables.bodies[one.row], None, NAME), score=0.5
            )
    return None


def _named_body(world: World, before: list[str], agent: Agent, owner: Owner | None) -> Candidate:
    """Give a body unknown to us, by the noun that its name ends with and the country in it."""
    country, extra = world.coded_country(owner.country) if owner else ("", ())
    rebels = agent.sectors[0] in ("MIL", "UNK", "CVL", "SOC") and not _REBEL_WORDS.isdisjoint(before)
    sectors = tuple(dict.fromkeys((*(("REB",) if rebels else agent.sectors), *extra)))
    missing = (
        {}
        if country
        else {"country": "the name has no country in it", "code": "the name has no country in it"}
    )
    written = " ".join((*before, agent.noun)).title()
    return Candidate(
        entity=f"text:{written}",
        kind="group" if rebels else "body",
        name=written,
        country=country,
        sectors=sectors,
        code=actor_code(country, sectors) if country else None,
        score=0.4,
        why=f"unknown to us; from the noun {agent.noun!r} that its name ends with",
        basis="text",
        unresolved=missing,
    )
