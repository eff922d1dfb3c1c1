"""The index of names: from a folded name to all that bear it, and the compact file it is kept in with the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dragoman.errors import KnowledgeError
from dragoman.knowledge import names
from dragoman.knowledge.tables import OPEN, Tables

__all__ = [
    "AGENT",
    "BODY",
    "DEMONYM",
    "METONYM",
    "NAME",
    "OFFICE",
    "PERSON",
    "PLURAL",
    "SHORT",
    "STATE",
    "SURNAME",
    "WEAK",
    "Index",
    "Ref",
    "make",
    "read",
    "ref",
    "write",
]

STATE, METONYM, BODY, OFFICE, PERSON, AGENT = range(6)
"""Which table."""

NAME, WEAK, SHORT, SURNAME, DEMONYM, PLURAL = range(6)
"""How the name stands for it: as its name; as a less likely reading (written ``~name`` in the sources); as a full
name shortened; as a surname; as the adjective or noun of a state; as a plural."""

VERSION = 2


class Ref(NamedTuple):
    """What bears a name: the table, the row's number in it, and how the name stands for it."""

    kind: int
    row: int
    how: int


class Index(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The tables with the index of their names.

    Attributes:
        hash: of the sources, see :func:`dragoman.knowledge.build.sources_hash`.
        names: folded name → references, packed (:func:`ref`).
        sounds: coarse keys of people's names (:func:`dragoman.knowledge.names.sound`, and of some countries'
            :func:`dragoman.knowledge.names.skeleton`) → references of people.
        titles: ``"CODE|canonical title"`` → rows of offices of that country or body.
        known_until: the last day on which a change of any office is known; later, facts may be out of date.
    """

    version: int
    hash: str
    tables: Tables
    names: dict[str, list[int]]
    sounds: dict[str, list[int]]
    titles: dict[str, list[int]]
    known_until: str


def ref(packed: int) -> Ref:
    """Unpack a reference."""
    return Ref((packed >> 3) & 7, packed >> 6, packed & 7)


def make(tables: Tables, hash: str) -> Index:
    """Index the names of all rows."""
    found: defaultdict[str, dict[int, None]] = defaultdict(dict)
    sounds: defaultdict[str, dict[int, None]] = defaultdict(dict)
    common = {names.fold(name.lstrip("~")) for state in tables.states for name in state.demonyms}
    common |= {names.fold(agent.noun) for agent in tables.agents}
    for kind, row, how, name in _names(tables):
        folded = names.fold(name)
        if kind == BODY and folded in common and name.startswith("The "):
            folded = f"the {folded}"  # The Australian is a newspaper, an Australian is not
        if folded:
            packed = row << 6 | kind << 3 | how
            found[folded].setdefault(packed)
            if kind == PERSON and (how != SURNAME or len(folded) > 5):
                sounds[names.sound(folded)].setdefault(packed)
            if kind == PERSON and " " in folded and tables.people[row].country in names.TRANSLITERATED:
                sounds[names.skeleton(folded)].setdefault(packed)
    return Index(
        version=VERSION,
        hash=hash,
        tables=tables,
        names={name: _best(packed) for name, packed in found.items()},
        sounds={key: _best(packed) for key, packed in sounds.items()},
        titles=_titles(tables),
        known_until=_known_until(tables),
    )


def _best(packed: dict[int, None]) -> list[int]:
    """Keep, of several ways in which a name stands for one thing, the strongest."""
    best: dict[int, int] = {}
    for one in packed:
        key = one >> 3
        best[key] = min(best.get(key, one), one)
    return sorted(best.values(), key=lambda one: one & 7)


def _names(tables: Tables) -> Iterator[tuple[int, int, int, str]]:
    for row, state in enumerate(tables.states):
        for name in (state.name, *state.aliases):
            yield STATE, row, WEAK if name[0] == "~" else NAME, name.lstrip("~")
        for name in state.demonyms:
            yield STATE, row, WEAK if name[0] == "~" else DEMONYM, name.lstrip("~")
    for row, metonym in enumerate(tables.metonyms):
        yield METONYM, row, WEAK if metonym.phrase[0] == "~" else NAME, metonym.phrase.lstrip("~")
    for row, body in enumerate(tables.bodies):
        for name in (body.name, *body.aliases):
            yield BODY, row, WEAK if name[0] == "~" else NAME, name.lstrip("~")
        if "(" in body.name:  # "Labour Party (Norway)": the bare name is one of several readings
            yield BODY, row, WEAK, body.name.partition("(")[0]
    unlikely = defaultdict(
        list
    )  # Congolese is first of the one Congo, then of the other; so are its ministers
    for state in tables.states:
        unlikely[state.code] = [names.fold(name) + " " for name in state.demonyms if name[0] == "~"]
    for row, office in enumerate(tables.offices):
        for name in (office.title, *office.aliases):
            weak = name[0] == "~" or names.fold(name).startswith(tuple(unlikely[office.country]))
            yield OFFICE, row, WEAK if weak else NAME, name.lstrip("~")
    styles = _styles(tables)
    families = {names.fold(one.name).split()[0] for one in tables.people if one.country == "CHN"}
    for row, person in enumerate(tables.people):
        for style in styles.get(person.id, ()):
            yield PERSON, row, SHORT, f"{style} {names.fold(person.name).split()[0]}"
        for name in (person.name, *person.aliases):
            full = names.person_names(name, person.country)
            single = " " not in full[0]
            yield PERSON, row, SURNAME if single and name != person.name else NAME, full[0]
            for short in full[1:]:
                yield PERSON, row, SHORT, short
            for surname in names.surnames(name, person.country):
                # of Hongkongers only those with a Chinese name have the family's first: John Lee has not
                first = surname == full[0].partition(" ")[0]
                if not (first and person.country in _BOTH_ORDERS and surname not in families):
                    yield PERSON, row, SURNAME, surname
            ends, begins = names.parts(name)
            for part in ends:
                yield PERSON, row, SHORT, part
            for part in begins:
                yield PERSON, row, WEAK, part
        if person.country in ("JPN", "HUN"):  # their own order, family name first
            yield PERSON, row, SHORT, " ".join(reversed(names.fold(person.name).split()))
    for row, agent in enumerate(tables.agents):
        yield AGENT, row, NAME, agent.noun
        for plural in names.plurals(agent.noun, agent.plural):
            yield AGENT, row, PLURAL, plural


_BOTH_ORDERS = ("HKG", "MAC", "SGP")


def _styles(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Give the titles before the first name of who rules or will: King Salman, Sheikh Tamim, Crown Prince Hussein."""
    found: dict[str, tuple[str, ...]] = {}
    heirs = {office.id for office in tables.offices if office.title.startswith("Crown Prince")}
    people = {person.id: person for person in tables.people}
    for holder in tables.holders:
        if holder.person not in people:
            continue
        person = people[holder.person]
        sheikh = ("sheikh",) if person.country in ("ARE", "BHR", "KWT", "QAT") else ()
        if holder.office.endswith("-monarch"):
            ruling = ("queen", "empress") if person.gender == "f" else ("king", "emperor", "emir", "sultan")
            found[person.id] = (*found.get(person.id, ()), *ruling, *sheikh)
        elif holder.office in heirs:
            found[person.id] = (*found.get(person.id, ()), "crown prince", "prince", *sheikh)
    return {id_: tuple(dict.fromkeys(styles)) for id_, styles in found.items()}


def _titles(tables: Tables) -> dict[str, list[int]]:
    """Index offices by country (or body) and what is left of their titles without it."""
    of_country: defaultdict[str, set[str]] = defaultdict(set)
    for state in tables.states:
        for name in (state.name, *state.aliases, *state.demonyms):
            of_country[state.code].add(names.fold(name.lstrip("~")))
    for body in tables.bodies:
        of_country[body.id] = {names.fold(name.lstrip("~")) for name in (body.name, *body.aliases)}
    titles: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for row, office in enumerate(tables.offices):
        for owner in filter(None, (office.country, office.body)):
            for title in (office.title, *office.aliases):
                bare = _without(names.fold(title), of_country[owner])
                if bare:
                    titles[f"{owner}|{names.canonical_title(bare)}"].setdefault(row)
    found = {key: list(rows) for key, rows in titles.items()}
    for body in tables.bodies:  # the Treasury chief, the head of the Interior Ministry
        for name in (body.name, *body.aliases):
            words = names.canonical_title(_without(names.fold(name.lstrip("~")), of_country[body.country]))
            subject, _, ministry = words.rpartition(" ")
            if ministry in ("ministry", "department"):
                rows = (found.get(f"{body.country}|{subject} {title}") for title in ("minister", "secretary"))
                if meant := next(filter(None, rows), None):
                    for noun in ("chief", "head", "boss"):
                        found.setdefault(f"{body.id}|{noun}", meant)
    for owner in dict.fromkeys(key.partition("|")[0] for key in titles):
        for said in tables.titles:
            rows = (found.get(f"{owner}|{names.canonical_title(one)}") for one in said.titles)
            if meant := next(filter(None, rows), None):
                found.setdefault(f"{owner}|{names.canonical_title(said.phrase)}", meant)
    return found


def _without(title: str, owners: set[str]) -> str:
    """Take the country out of a title, where it stands at the start or after ``of``, ``to``, ``for``."""
    words = title.split()
    for length in range(min(6, len(words) - 1), 0, -1):
        if " ".join(words[:length]) in owners:
            return " ".join(words[length:])
        tail = words[-length:]
        if tail[0] == "the":
            tail = tail[1:]
        if " ".join(tail) in owners and words[-length - 1] in ("of", "for", "to"):
            return " ".join(words[: -length - 1])
    return title


def _known_until(tables: Tables) -> str:
    days = [holder.start for holder in tables.holders if holder.start < OPEN]
    days += [election.date for election in tables.elections]
    return max(days, default=OPEN)


def write(index: Index, path: Path) -> int:
    """Write the index to a file; give its size in bytes."""
    import zstandard

    packed = zstandard.ZstdCompressor(level=19).compress(msgspec.msgpack.encode(index))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed)
    return len(packed)


def read(path: Path) -> Index:
    """Read the index from a file.

    Raises:
        KnowledgeError: it is missing, damaged, or of another version.
    """
    import zstandard

    cure = "build it again with: python -m dragoman.knowledge.build"
    try:
        index = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(path.read_bytes()), type=Index)
    except FileNotFoundError:
        raise KnowledgeError(f"{path}: the built knowledge is missing; {cure}") from None
    except (zstandard.ZstdError, msgspec.MsgspecError) as error:
        raise KnowledgeError(
            f"{path}: the built knowledge is damaged or of another version ({error}); {cure}"
        ) from error
    if index.version != VERSION:
        raise KnowledgeError(
            f"{path}: the built knowledge is of version {index.version}, not {VERSION}; {cure}"
        )
    return index
