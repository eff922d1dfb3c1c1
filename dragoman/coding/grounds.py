"""Places that are acted upon, and the countries of those whom only the places around them tell.

    everyone, spots = grounds(doc, story, actors, places, knowledge)

"An attack on Kharkiv" hits a town that no list of actors has, and "the war in Ukraine" a state that does nothing
there; "police in Olsztyn" are of Poland. What the gazetteer knows of the places (:mod:`dragoman.coding.placing`)
says so, and ``basis`` of an actor says that it was the gazetteer, or the places of the story around it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from dragoman.knowledge.names import fold
from dragoman.knowledge.tables import INTERNATIONAL, words_of
from dragoman.knowledge.world import actor_code
from dragoman.records import Actor, Basis, Event, Mention, Place, Story, content_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge import Knowledge

__all__ = ["Grounds", "grounds", "with_grounds"]

Grounds = Mapping[tuple[int, int], Actor]
"""By start and end of a place's name: who is meant where it is acted upon."""

_SHARE = 0.6
"""Of what a story tells of countries, the least share of one that says where its unnamed people are."""
_FOLLOWS = re.compile(r"[\w'’ -]{0,30}\b(?:in|at|near|of|from|outside|across)(?: [\w'’-]+){0,2} $")
"""Between somebody and a place behind him that says where he is."""
_OF = re.compile(r" (?:of|from)(?: [\w'’-]+){0,2} $")
"""The same behind a name."""
_PRONOUN = re.compile(
    r"(?:not )?(?:some|any|every|no)(?:body| ?one)|some|others?|both|all|none", re.IGNORECASE
)
"""Pronouns that stand as descriptions: "not everybody"."""
_OUTLETS = words_of(
    "wire newswire news times post herald tribune gazette radio tv television daily press telegraph chronicle"
)
"""Last words of the names of outlets."""
_NAMED = re.compile(r"(?<=\w )[A-Z]\w+ [A-Z]\w+")
"""Words of a name behind the article."""


def grounds(
    doc: Doc, story: Story, actors: Sequence[Actor], places: Sequence[Place], knowledge: Knowledge
) -> tuple[tuple[Actor, ...], Grounds]:
    """Give the actors with the countries that places tell, and the places that may be acted upon.

    Args:
        doc: the reading of the story's text.
        story: its date decides the numbers of states.
        actors, places: of the story.
        knowledge: the numbers of states.
    """
    placing = _Placing(doc, story, actors, places, knowledge)
    everyone = tuple(placing.actor(one) for one in actors)
    return everyone, placing.spots(everyone)


def with_grounds(actors: Sequence[Actor], spots: Grounds, events: Iterable[Event]) -> tuple[Actor, ...]:
    """Give the actors with those places that events have as participants, in the order of their first mentions."""
    used = {id_ for event in events for id_ in (*event.actors, *event.recipients)}
    new = {one.id: one for one in spots.values() if one.id in used}
    made = {one.id: one for one in actors} | {k: v for k, v in new.items() if k not in {a.id for a in actors}}
    return tuple(sorted(made.values(), key=lambda a: (a.mentions[0].start, a.mentions[0].end)))


class _Placing:
    """The places of one story beside its actors."""

    def __init__(
        self,
        doc: Doc,
        story: Story,
        actors: Sequence[Actor],
        places: Sequence[Place],
        knowledge: Knowledge,
    ) -> None:
        self._story, self._knowledge = story, knowledge
        self._sentences = [(s.start_char, s.end_char) for s in doc.sents]
        self._taken = [False] * (len(story.text) + 1)
        for one in actors:
            for m in one.mentions:
                self._taken[m.start : m.end] = [True] * (m.end - m.start)
        self._known = [p for p in places if p.country is not None]
        self._free = [p for p in self._known if not any(self._taken[p.start : p.end])]
        self._by_span = {(p.start, p.end): p for p in self._known}
        self._of_sentence: defaultdict[int, list[Place]] = defaultdict(list)
        for p in self._free:
            self._of_sentence[self._sentence(p.start)].append(p)
        self._acting: defaultdict[int, set[str | None]] = defaultdict(set)
        for one in actors:
            if one.country and one.country not in INTERNATIONAL:
                for m in one.mentions:
                    self._acting[self._sentence(m.start)].add(one.country)
        told: Counter[str] = Counter(p.country for p in self._free if p.country)
        for one in actors:
            if one.country and one.country not in INTERNATIONAL:
                told[one.country] += len(one.mentions)
        best = told.most_common(1)
        self._story_country = best[0][0] if best and best[0][1] >= _SHARE * told.total() else None

    def _sentence(self, at: int) -> int:
        return next((n for n, (start, end) in enumerate(self._sentences) if start <= at < end), -1)

    # ------------------------------------------------------------------------------------------ actors

    def actor(self, one: Actor) -> Actor:
        """Give an actor with the country that places tell, where nothing else does."""
        if one.country is not None or one.candidates or one.kind in ("outlet", "document"):
            return one
        if all(m.form == "pronoun" or _PRONOUN.fullmatch(m.text) for m in one.mentions):
            return one  # somebody, of whom nothing is said
        if one.kind != "person":
            for m in one.mentions:
                place = self._by_span.get((m.start, m.end))
                if m.form == "name" and place is not None and place.country:
                    return self._of(one, place.country, "gazetteer")
        if (country := self._around(one)) is not None:
            return self._of(one, country, "context")
        return one

    def _around(self, one: Actor) -> str | None:
        """The country of the place that somebody is said to be in, else of the sentence, else of the story."""
        text = self._story.text
        if one.code is not None and one.code[:3] in INTERNATIONAL:
            return None
        for m in one.mentions:
            if m.form == "pronoun":
                continue
            here = self._of_sentence.get(self._sentence(m.start), ())
            for p in here:
                behind = _OF if m.form == "name" else _FOLLOWS  # who is met in Lima need not be from there
                if p.start >= m.end and behind.fullmatch(text[m.end : p.start]):
                    return p.country
        told = [m for m in one.mentions if m.form != "pronoun"]
        if one.kind == "group" and any(_NAMED.search(m.text) for m in told):
            return None  # "the Red Cross" need not be of the country that is spoken of
        if all(m.form == "name" for m in told):
            return self._of_names(told)
        for m in told:
            countries = {p.country for p in self._of_sentence.get(self._sentence(m.start), ())}
            if len(countries) == 1:
                return countries.pop()
        for m in told:
            countries = self._acting[self._sentence(m.start)]
            if len(countries) == 1:
                return next(iter(countries))
        return self._story_country

    def _of_names(self, told: Sequence[Mention]) -> str | None:
        """The country of somebody of whom there is but a name: the story's, where the first sentence tells no other.

        A name says less of where its bearer is from than "police" or "the mayor", and an outlet's says nothing.
        """
        if any(fold(m.text).rpartition(" ")[2] in _OUTLETS for m in told):
            return None
        sentence = self._sentence(told[0].start)
        near = {p.country for p in self._of_sentence.get(sentence, ())} | self._acting[sentence]
        return self._story_country if near <= {self._story_country} else None

    def _of(self, one: Actor, country: str, basis: Basis) -> Actor:
        home = self._knowledge.actor(country, date=self._story.date)
        unresolved = {k: v for k, v in one.unresolved.items() if k not in ("country", "code", "cow", "gw")}
        unresolved |= {k: v for k, v in home.unresolved.items() if k in ("cow", "gw")}
        return msgspec.structs.replace(
            one,
            country=country,
            cow=home.cow,
            gw=home.gw,
            code=actor_code(country, one.sectors),
            basis=basis,
            unresolved=unresolved,
        )

    # ------------------------------------------------------------------------------------------ places

    def spots(self, actors: Sequence[Actor]) -> Grounds:
        """Give who is meant where a place that is nobody's mention is acted upon."""
        states = {a.country: a for a in actors if a.kind == "state" and a.country and a.code == a.country}
        named = {m.text: a for a in actors for m in a.mentions if m.form == "name" and a.country}
        made: dict[tuple[str, str], list[Place]] = {}
        found: dict[tuple[int, int], Actor] = {}
        for p in self._free:
            if p.precision == "country" and p.country in states:
                found[p.start, p.end] = states[p.country]
            elif (same := named.get(p.text)) is not None and same.country == p.country:
                found[p.start, p.end] = same
            else:
                made.setdefault((p.name or p.text, p.country or ""), []).append(p)
        for (name, country), group in made.items():
            actor = self._spot(name, country, group)
            found |= {(p.start, p.end): actor for p in group}
        return found

    def _spot(self, name: str, country: str, group: Sequence[Place]) -> Actor:
        mentions = tuple(Mention(start=p.start, end=p.end, text=p.text, form="name") for p in group)
        bare = Actor(
            id=content_id("actor", self._story.id, [[m.start, m.end] for m in mentions]),
            name=name,
            kind="state" if group[0].precision == "country" else "group",
            mentions=mentions,
        )
        return self._of(bare, country, "gazetteer")
