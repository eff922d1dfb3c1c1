"""What words say of somebody: titles against roles, persons made of titles, and what is not known at all."""

from __future__ import annotations

from dataclasses import replace

from dragoman.coding.findings import Finding
from dragoman.knowledge.names import canonical_title, fold
from dragoman.knowledge.tables import words_of
from dragoman.knowledge.world import actor_code

__all__ = [
    "LONGEST",
    "as_holder",
    "as_people",
    "fits",
    "from_words",
    "is_titled",
    "of_no_country",
    "shared_surname",
    "too_long",
    "unknown_body",
    "unknown_person",
]

LONGEST = 200
"""Characters; a longer "name" is debris and is not looked up."""

_ANY_LEADER = frozenset(("leader",))


def is_titled(role: str, title: str) -> bool:
    """Whether a role on the day is what a bare title says: the president is no former nor vice president."""
    if title in _ANY_LEADER:
        return role.startswith(
            ("President of", "Prime Minister", "Supreme Leader", "Chancellor", "King", "leader")
        )
    canonical = canonical_title(role)
    if title.endswith(("elect", "designate")):
        return role.lower().startswith(title.replace(" ", "-")) or role.lower().startswith(title)
    role_words = role.casefold()
    return canonical.startswith(title) or role_words.startswith((f"{title} ", f"acting {title}"))


def as_holder(made: Finding, *, definite: bool) -> Finding | None:
    """An office-holder is meant by "the Russian president", not by "a Russian president"."""
    if definite or made.kind not in ("person", "office"):
        return made
    return replace(made, entity=None, name=None, kind="unnamed", wikidata=None, gender="")


def fits(role: str | None, phrase: str) -> bool:
    """Whether a title in the text is (part of) a role that is known."""
    if not role or role.startswith("former"):
        return False
    title = set(canonical_title(phrase).split())
    known = set(canonical_title(role).split()) | set(fold(role).split())
    content = {word for word in title if word not in ("the", "of", "for", "and", "s")}
    offices = content & _OFFICE_WORDS
    return not offices or offices <= known


_OFFICE_WORDS = words_of(
    "president minister chancellor secretary prime foreign defence interior finance spokesperson "
    "ambassador governor speaker mayor king queen general"
)


def of_no_country(made: Finding) -> Finding:
    """Take the country out of a finding whose words name none."""
    missing = dict.fromkeys(("country", "cow", "gw", "code"), "the words name no country")
    role = None if made.entity is not None and not made.generic else made.role
    return replace(
        made,
        country=None,
        cow=None,
        gw=None,
        code=None,
        role=role,
        entity=None,
        unresolved=made.unresolved | missing,
    )


def from_words(name: str, phrase: str, said: Finding, *, past: bool, base: Finding | None = None) -> Finding:
    """Make a person of what the text says, over whatever is known of them."""
    sectors = ("ELI",) if past and said.sectors[:1] in (("GOV",), ("LEG",), ("MIL",)) else said.sectors
    country = said.country or (base.country if base else None)
    numbers = said if said.country else base
    told = phrase.split()
    while told and told[0].lower() in ("the", "a", "an", "another"):
        told = told[1:]
    unresolved = (
        {} if country else dict.fromkeys(("country", "code", "cow", "gw"), "the text names no country")
    )
    if not sectors:
        unresolved["sectors"] = "the words tell no sector"
    international = said.code if said.country and not past else None
    return Finding(
        kind="person",
        name=base.name if base and base.name else name,
        country=country,
        cow=numbers.cow if numbers else None,
        gw=numbers.gw if numbers else None,
        sectors=sectors,
        code=international or (actor_code(country, sectors) if country else None),
        role=" ".join(told) or None,
        wikidata=base.wikidata if base else None,
        basis="text",
        entity=base.entity if base and base.entity else f"text:{name}",
        gender=(base.gender if base else "") or (said.gender if said.kind == "unnamed" else ""),
        score=0.8,
        why=f"the text says {phrase!r}",
        unresolved=unresolved,
    )


def unknown_person(name: str) -> Finding:
    """Make a person of whom nothing is known but the name."""
    reason = "no such name is known, and the text says nothing of it"
    fields = ("country", "cow", "gw", "sectors", "code", "role")
    return Finding(
        kind="person", name=name, entity=f"text:{name}", score=0.3, unresolved=dict.fromkeys(fields, reason)
    )


def shared_surname(name: str) -> Finding:
    """Make a person of a surname that several people of the story bear."""
    reason = "several people of the story are called so"
    fields = ("country", "cow", "gw", "sectors", "code", "role")
    return Finding(kind="person", name=name, score=0.3, unresolved=dict.fromkeys(fields, reason))


def unknown_body(name: str) -> Finding:
    """Make a body of which nothing is known but the name."""
    reason = "no such name is known"
    fields = ("country", "cow", "gw", "sectors", "code")
    return Finding(kind="body", name=name, score=0.3, unresolved=dict.fromkeys(fields, reason))


def too_long(name: str) -> Finding:
    """Say that a name is too long to be one."""
    reason = f"{len(name):,} characters are too many for a name (at most {LONGEST})"
    return Finding(kind="unnamed", unresolved=dict.fromkeys(("name", "country", "sectors", "code"), reason))


def as_people(made: Finding) -> Finding:
    """ "Russians" are people of a country, not the country."""
    if made.kind != "state" or made.entity is None:
        return made
    return replace(made, kind="group", entity=f"people:{made.entity[6:]}", name=f"people of {made.name}")
