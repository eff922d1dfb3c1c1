"""Who a name is on a day: the door of the knowledge.

    knowledge = load()
    knowledge.actor("Trump", date="2024-11-09").role     # 'President-elect of the United States'

A name is looked up whole; if it is unknown it is taken apart (:mod:`dragoman.knowledge.phrases`); if that fails
too, people whose names sound the same are considered. What is left open is null in the actor, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

import msgspec

from dragoman.knowledge import names, phrases
from dragoman.knowledge.entities import Candidate, candidates_of, of_body, of_person
from dragoman.knowledge.index import AGENT, METONYM, NAME, OFFICE, PERSON, SHORT, STATE, WEAK, Index, ref
from dragoman.knowledge.tables import Election, words_of
from dragoman.knowledge.world import World
from dragoman.records import Actor, content_id

__all__ = ["Answer", "Candidate", "Knowledge", "load"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_NAME = 200
"""Characters; what is longer is no name."""

MARGIN, WIDE_MARGIN = 0.12, 0.22
"""Two candidates whose scores differ by less are not told apart; of a surname without an office of the highest ranks
the wide margin is asked for, since the less prominent are not much less likely to be meant."""

HEAD, NARROW_MARGIN = 0.95, 0.05
"""The score of the full name of a head of state or government, whom no lesser bearer of it keeps open."""

SURE = 0.74
"""The score of a surname that is that of a head of state or government, or of a leading minister."""

# written without capitals these are words of the language before they are names
_FUNCTION_WORDS = words_of(
    "us who it is as am an at be by do go he i if in me my no of on or so to up we they them she him her "
    "this that and but for not the was are were has had may can will all any one out our his its their "
    "you your what which time sun post mail star hill house fed guardian independent"
)
_WORDS = re.compile(r"\w+")
_NEARBY = 3000  # characters of context that are read


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An actor with what the record has no room for.

    Attributes:
        entity: the thing itself, the same under all its names (``person:Q7747``); ``None`` when undecided.
        gender: ``m``, ``f``, ``x`` or ``""`` unknown; for pronouns.
        candidates: all that were considered, the best first.
        why: what decided, in words.
    """

    actor: Actor
    entity: str | None = None
    gender: str = ""
    candidates: tuple[Candidate, ...] = ()
    why: str = ""


class Knowledge:
    """Who is who on a day. Made by :func:`load`; answers do not change it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._world = World(index)

    @property
    def hash(self) -> str:
        """Hash of the sources that it was built from, and of what a user laid over them."""
        return self._index.hash

    @property
    def known_until(self) -> str:
        """The last day on which a change of any office is known."""
        return self._index.known_until

    @cached_property
    def elections(self) -> tuple[tuple[Election, tuple[str, ...]], ...]:
        """All elections that are known, each with the names of its winner and candidates, folded."""
        tables = self._world.tables
        people = {person.id: person for person in tables.people}
        return tuple(
            (
                election,
                tuple(
                    names.fold(people[id_].name)
                    for id_ in dict.fromkeys((election.winner, *election.candidates))
                    if id_ in people
                ),
            )
            for election in tables.elections
        )

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """The names of states and of their people, folded, each with the code of its state."""
        found: dict[str, str] = {}
        for state in self._world.tables.states:
            if state.kind == "state":
                for name in (state.name, *state.aliases, *state.demonyms):
                    found.setdefault(names.fold(name), state.code)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """All names that are known, folded (:func:`dragoman.knowledge.names.fold`)."""
        return frozenset(self._index.names)

    @cached_property
    def title_phrases(self) -> frozenset[str]:
        """The words for holders of offices that are no titles, canonical: "top diplomat", "defence chief"."""
        return frozenset(names.canonical_title(one.phrase) for one in self._index.tables.titles)

    @cached_property
    def things(self) -> frozenset[str]:
        """The agent nouns that are no people, folded: "warplane", "police station"."""
        return frozenset(names.fold(one.noun) for one in self._index.tables.agents if one.human == "no")

    def actor(self, name: str, *, date: str | None = None, context: str | None = None) -> Actor:
        """Give who a name is on a day, as an actor without mentions; see :meth:`answer`."""
        return self.answer(name, date=date, context=context).actor

    def answer(self, name: str, *, date: str | None = None, context: str | None = None) -> Answer:
        """Give who a name is on a day, and between whom it was decided.

        Args:
            name: full name, surname, title and name, office, state, nationality, seat, body, agent noun
                with a country: as it stands in the text.
            date: the day, YYYY-MM-DD, from 1900 to 2100; without one offices are not resolved.
            context: words around the name, to choose between candidates by what they name.

        Nothing raises: what is wrong with the input is the reason in the actor's ``unresolved``.
        """
        if reason := _bad_date(date):
            return _unknown(name, reason, field="date")
        if reason := _bad_name(name):
            return _unknown(name, reason)
        found = self.candidates(name, date, context=context)
        if not found:
            reason = "the name is in another script" if names.is_foreign(name) else "no such name is known"
            return _unknown(name, reason)
        return self._decide(name, found, date)

    def candidates(
        self, name: str, date: str | None = None, *, context: str | None = None
    ) -> list[Candidate]:
        """Give all whom a name may stand for on a day, the most likely first.

        The scores compare the candidates of one name; they are no probabilities.
        """
        if _bad_name(name) or _bad_date(date):
            return []
        folded = names.fold(name)
        cased = name != name.lower()
        found = self._exact(folded, date, cased=cased, in_text=context is not None)
        if name.startswith("The "):
            found = self._exact(f"the {folded}", date, cased=True, in_text=False) or found
        elif not found and name in self._world.states:  # the code itself
            found = self._exact(names.fold(self._world.states[name].name), date, cased=True, in_text=False)
        if not found or all(candidate.kind == "office" for candidate in found):
            proper = cased and all(word[:1].isupper() or len(word) < 4 for word in name.split())
            found = phrases.parse(self._world, folded.split(), date, cased=cased, proper=proper) or found
            if proper and found and all(one.entity.startswith("agent: ") for one in found):
                found = self._sounding(folded, date) or found  # Zabiullah Mujahid is no mujahid
        if not found and " " in folded and cased:
            people = phrases.people_named(self._world, folded.split())
            found = [of_person(self._world, one.row, date, SHORT) for one in people]
        if not found and (cased or context is None):
            found = self._sounding(folded, date)
        if len(found) > 1 and not name.isascii():
            found = _as_spelt(name, found)
        if context and found:
            found = self._by_context(folded, found, date, context)
        best: dict[str, Candidate] = {}
        for candidate in found:
            known = best.get(candidate.entity)
            if known is None or candidate.score > known.score:
                best[candidate.entity] = candidate
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.entity))

    def body(self, id: str) -> Candidate | None:
        """Give a body by its id in ``bodies.csv``, without regard to the day."""
        body = self._world.bodies.get(id)
        return of_body(self._world, body, None, NAME) if body else None

    def members(self, body: str, date: str) -> tuple[str, ...]:
        """Give the codes of the states that were members of a body (its id in ``bodies.csv``) on a day."""
        return tuple(
            member.code
            for member in self._index.tables.members
            if member.body == body and member.start <= date <= member.end
        )

    # ------------------------------------------------------------------------------------------ steps

    def _exact(self, folded: str, date: str | None, *, cased: bool, in_text: bool) -> list[Candidate]:
        """Give who bears the whole name; in a text a word without a capital is no proper name."""
        refs = [ref(packed) for packed in self._index.names.get(folded, ())]
        if not cased and (
            in_text or any(one.kind == AGENT for one in refs)
        ):  # a king, not Mr King; rice, not Ms Rice
            refs = [one for one in refs if one.kind in (AGENT, OFFICE)]
        if any(one.kind == PERSON and one.how == NAME for one in refs):  # Bob is Bob before Robert is
            refs = [one for one in refs if one.kind != PERSON or one.how != SHORT]
        found: list[Candidate] = []
        for one in refs:
            found.extend(candidates_of(self._world, one, date))
        return _rivals(found)

    def _sounding(self, folded: str, date: str | None) -> list[Candidate]:
        found: list[Candidate] = []
        keys = [names.sound(folded)] if len(folded) > 6 else []
        if keys and " " in folded:
            keys.append(names.skeleton(folded))
        for key in keys:
            for packed in self._index.sounds.get(key, ()):
                for candidate in candidates_of(self._world, ref(packed), date):
                    if not _alike(folded, names.fold(candidate.name)):
                        continue
                    why = f"{candidate.why}; the name sounds the same"
                    found.append(msgspec.structs.replace(candidate, score=candidate.score * 0.8, why=why))
            if found:
                break
        return found

    def _by_context(
        self, folded: str, found: list[Candidate], date: str | None, context: str
    ) -> list[Candidate]:
        """Weigh the candidates by the states and people that the words around name."""
        around = f" {names.fold(context[:_NEARBY])} "
        countries = self._countries(around)
        weighed = []
        for candidate in found:
            score, why = candidate.score, candidate.why
            if candidate.country and candidate.country in countries:
                score, why = score + 0.25, f"{why}; the context names {candidate.country}"
            whole = names.fold(candidate.name)
            if candidate.kind == "person" and whole != folded and f" {whole} " in around:
                score, why = score + 0.4, f"{why}; the context has the full name"
            weighed.append(msgspec.structs.replace(candidate, score=score, why=why))
        common = [one for one in weighed if one.entity.startswith("agent: ")]
        if not common or not countries or any(one.country in countries for one in weighed):
            return weighed
        # a common noun (the Senate, the foreign minister) in a story of other countries than its namesake's
        if len(countries) > 1:
            return common
        owner = phrases.owner_of_state(self._world, next(iter(countries)))
        owned = phrases.with_owner(self._world, owner, folded.split(), date, cased=False)
        return [
            msgspec.structs.replace(
                one, score=one.score - 0.2, why=f"{one.why}; the country is the context's"
            )
            for one in owned
        ] or common

    def _countries(self, around: str) -> set[str]:
        words = around.split()
        found: set[str] = set()
        place = 0
        while place < len(words):
            step = 1
            for length in range(min(5, len(words) - place), 0, -1):
                phrase = " ".join(words[place : place + length])
                if length == 1 and phrase in _FUNCTION_WORDS:
                    continue
                codes = self._state_of(phrase)
                if codes:
                    found |= codes
                    step = length
                    break
            place += step
        return found

    def _state_of(self, phrase: str) -> set[str]:
        codes = set()
        for packed in self._index.names.get(phrase, ()):
            one = ref(packed)
            if one.kind == STATE and one.how != WEAK:
                codes.add(self._world.coded_country(self._index.tables.states[one.row].code)[0])
            elif one.kind == METONYM and one.how != WEAK:
                codes.add(self._world.coded_country(self._index.tables.metonyms[one.row].code)[0])
        return codes

    def _decide(self, name: str, found: list[Candidate], date: str | None) -> Answer:
        best = found[0]
        margin = MARGIN if best.kind != "person" or best.score >= SURE else WIDE_MARGIN
        if best.kind == "person" and best.score >= HEAD and " " in name:
            margin = NARROW_MARGIN
        close = [candidate for candidate in found if best.score - candidate.score < margin]
        if len(close) > 1:
            return self._undecided(name, close, found, date)
        if best.basis == "text":  # as it was written, not as it was folded
            written = name.split()
            if best.kind != "person":
                written = written[written[0].casefold() == "the" :]
                best = msgspec.structs.replace(best, name=" ".join(written))
            runs = (" ".join(written[start:]) for start in range(len(written)))
            as_written = next((run for run in runs if names.fold(run) == names.fold(best.name)), best.name)
            best = msgspec.structs.replace(best, name=as_written)
        unresolved = dict(best.unresolved)
        actor = self._actor(best, date, unresolved)
        return Answer(
            actor=actor, entity=best.entity, gender=best.gender, candidates=tuple(found), why=best.why
        )

    def _undecided(
        self, name: str, close: list[Candidate], found: list[Candidate], date: str | None
    ) -> Answer:
        """Say between whom it lies, and what they have in common."""
        labels = tuple(dict.fromkeys(_label(candidate) for candidate in close))
        reason = f"{name[:60]!r} may be {', '.join(labels[:5])}" + (
            f" and {len(labels) - 5} more" * (len(labels) > 5)
        )
        first = close[0]
        same_country = len({candidate.country for candidate in close}) == 1
        same_sectors = same_country and len({candidate.sectors[:1] for candidate in close}) == 1
        merged = Candidate(
            entity="",
            kind=first.kind,
            name="",
            country=first.country if same_country else "",
            sectors=first.sectors if same_sectors else (),
            code=first.code if same_sectors else None,
        )
        unresolved = {"name": reason}
        unresolved |= {} if same_country else {"country": reason}
        unresolved |= {} if same_sectors else {"sectors": reason, "code": reason}
        actor = self._actor(merged, date, unresolved | {"role": reason})
        actor = msgspec.structs.replace(actor, id=content_id("actor", name, labels), candidates=labels)
        return Answer(actor=actor, candidates=tuple(found), why="undecided")

    def _actor(self, candidate: Candidate, date: str | None, unresolved: dict[str, str]) -> Actor:
        country = candidate.country or None
        cow = gw = None
        if country and date and country in self._world.states:
            cow = self._world.number(country, "cow", date)
            gw = self._world.number(country, "gw", date)
            for system, number in (("cow", cow), ("gw", gw)):
                if number is None:
                    unresolved[system] = f"{country} was not in the list of states on {date}"
        elif country and not date:
            unresolved |= {"cow": "no date was given", "gw": "no date was given"}
        elif country:
            unresolved |= {"cow": f"{country} is no state", "gw": f"{country} is no state"}
        elif "country" not in unresolved:
            unresolved["country"] = "no country is known"
        if candidate.code is None and "code" not in unresolved:
            unresolved["code"] = unresolved.get("country", "no country is known")
        if candidate.kind == "person" and candidate.role is None and "role" not in unresolved:
            unresolved["role"] = "no role is known"
        return Actor(
            id=content_id("actor", candidate.entity),
            name=candidate.name or None,
            kind=candidate.kind,
            country=country,
            cow=cow,
            gw=gw,
            sectors=candidate.sectors,
            code=candidate.code,
            role=candidate.role,
            wikidata=candidate.wikidata,
            basis="text" if candidate.basis == "text" else "knowledge",
            unresolved=unresolved,
        )


def load(*, extra: str | Path | None = None) -> Knowledge:
    """Load the knowledge that comes with the package.

    Args:
        extra: a folder of your own CSV files (``people.csv``, ``holders.csv``, …: any of the tables, with the
            same columns), laid over ours: a row of the same fact replaces ours, any other is added.

    Raises:
        KnowledgeError: the built form is missing or damaged; or what is wrong with your files, one line each.
    """
    from dragoman.knowledge import index
    from dragoman.knowledge.build import BUILT

    built = index.read(BUILT)
    return Knowledge(built if extra is None else _overlaid(built, Path(extra)))


def _overlaid(built: Index, folder: Path) -> Index:
    from dragoman.knowledge import index
    from dragoman.knowledge.build import read_checked, sources_hash

    whole = read_checked(folder, over=built.tables)
    return index.make(whole, f"{built.hash}+{sources_hash(folder)}")


def _rivals(found: list[Candidate]) -> list[Candidate]:
    """Settle between kinds: a surname yields to a state or body of that name, an outlet to a state."""
    kinds = {one.kind for one in found if one.score >= 0.85}
    if "state" in kinds:
        yielding = {"person", "outlet"}
    elif kinds & {"body", "group"}:
        yielding = {"person"}
    else:
        return found
    return [
        msgspec.structs.replace(one, score=one.score - 0.3)
        if one.kind in yielding and " on " not in one.why
        else one
        for one in found
    ]


def _as_spelt(name: str, found: list[Candidate]) -> list[Candidate]:
    """Prefer the people whose names have the accents that were written: Orbán is not Orban."""
    marked = {word for word in _WORDS.findall(name) if not word.isascii()}
    if not marked or not any(marked <= set(_WORDS.findall(one.name)) for one in found):
        return found
    return [
        msgspec.structs.replace(one, score=one.score - 0.25, why=f"{one.why}; spelt otherwise")
        if one.kind == "person" and not marked <= set(_WORDS.findall(one.name))
        else one
        for one in found
    ]


def _alike(written: str, known: str) -> bool:
    """Say whether a name is close in letters, too, to one that it sounds like (or to as many of its words)."""
    words, size = known.split(), len(written.split())
    runs = (" ".join(words[start : start + size]) for start in range(max(1, len(words) - size + 1)))
    floor = 0.85 if size == 1 else 0.8
    return any(
        run[:1] == written[:1] and SequenceMatcher(None, written, run).ratio() >= floor for run in runs
    )


def _bad_date(date: str | None) -> str | None:
    if date is None:
        return None
    try:
        year = dt.date.fromisoformat(date).year if isinstance(date, str) and len(date) == 10 else 0
    except ValueError:
        year = 0
    if not year:
        return f"the date {str(date)[:40]!r} is not a calendar day written YYYY-MM-DD"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return f"the date {date} is outside {FIRST_YEAR}-{LAST_YEAR}, for which facts are kept"
    return None


def _bad_name(name: str) -> str | None:
    if not isinstance(name, str) or not name.strip():
        return "there is no name"
    if len(name) > LONGEST_NAME:
        return f"{len(name):,} characters are too many for a name (at most {LONGEST_NAME})"
    if name.strip() in _FUNCTION_WORDS:
        return "a word of the language, not a name"
    return None if names.fold(name) else "there are no letters in it"


def _unknown(name: str, reason: str, *, field: str = "name") -> Answer:
    written = str(name)[:LONGEST_NAME]
    fields = {field: reason, "name": reason, "country": reason, "code": reason}
    actor = Actor(id=content_id("actor", "unknown", written), kind="unnamed", basis="text", unresolved=fields)
    return Answer(actor=actor, why=reason)


def _label(candidate: Candidate) -> str:
    return f"{candidate.name} ({candidate.role or candidate.code or candidate.kind})"
