"""Who is who in the making of the tables: one person, one id."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tools.knowledge_people import factbook, wikidata
from tools.knowledge_people.names import compatible, fold, slug
from tools.knowledge_people.seats import Holding

__all__ = ["Person", "Register"]


@dataclass
class Person:
    """A row of people.csv in the making."""

    id: str
    name: str
    country: str = ""
    gender: str = ""
    born: str = ""
    died: str = ""
    source: str = "editors"
    confidence: float = 0.95
    aliases: dict[str, None] = field(default_factory=dict)


class Register:
    """One person, one id: finds who a name is, or enters a new person."""

    def __init__(self, known: dict[str, list[wikidata.Known]]) -> None:
        self.people: dict[str, Person] = {}
        self._known = known
        self._by_name: dict[str, str] = {}
        self.famous: set[str] = set()
        """Who is in hand/people.csv: their names mean them in every country."""
        self._bare: dict[tuple[str, str], set[str]] = defaultdict(set)
        for people in known.values():
            for one in people:
                self._bare[one.country, _bare(one.name)].add(fold(one.name))
        self._by_country: dict[str, set[str]] = defaultdict(set)

    def enter(self, person: Person) -> str:
        """Enter a person with a given id; names already entered for the id are joined."""
        before = self.people.get(person.id)
        if before is None:
            self.people[person.id] = before = person
        else:
            for name in ("country", "gender", "born", "died"):
                if not getattr(before, name):
                    setattr(before, name, getattr(person, name))
            before.aliases |= dict.fromkeys([person.name, *person.aliases])
        for name in (before.name, person.name, *person.aliases):
            if len(fold(name).split()) > 1 or name == before.name:
                self._by_name.setdefault(fold(name), before.id)
        if before.country:
            self._by_country[before.country].add(before.id)
        return before.id

    def entered(self, name: str, country: str) -> str:
        """Give the id of a person entered before, of that name and country."""
        id_ = self._by_name.get(fold(name), "")
        return id_ if id_ and self.people[id_].country == country else ""

    def known(self, name: str, country: str) -> wikidata.Known | None:
        """Give the one person whom Wikidata's lists have under the name, in the country or in the world's list.

        A name that differs in initials only (Joseph F. Dunford) is the same name.
        """
        countries = {country, "IGO"} if country else None
        keys = {fold(name)} if fold(name) in self._known else self._bare.get((country, _bare(name)), set())
        found = {
            k.id: k for key in keys for k in self._known[key] if countries is None or k.country in countries
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def find(self, holding: Holding) -> str:
        """Give the id of the person of a holding, entering them if need be."""
        given = holding.person
        if given and given in self.people:
            return self.enter(self._of(holding, given))
        folded = fold(holding.name)
        if not given or given.startswith("Q"):
            id_ = self._by_name.get(folded)
            if (
                id_
                and not (given and id_.startswith("Q") and id_ != given)
                and self._one_country(id_, holding)
            ):
                return self.enter(self._of(holding, id_))
        if not given:
            known = self.known(holding.name, holding.country)
            if known:
                person = self._of(holding, known.id)
                person.gender = known.gender or person.gender
                person.born, person.died = known.born, known.died
                return self.enter(person)
        if not given and holding.source == factbook.SOURCE:
            alike = [i for i in self._by_country[holding.country] if self._like(self.people[i], holding.name)]
            if len(alike) == 1:
                return self.enter(self._of(holding, alike[0]))
        id_ = given or slug(holding.name)
        if not given and id_ in self.people and not self._one_country(id_, holding):
            id_ = f"{holding.country.lower()}-{id_}"
        return self.enter(self._of(holding, id_))

    def unite(self, same: dict[str, str]) -> None:
        """Make one of people who were entered under two ids (hand/same_people.csv): the editors' name is kept.

        Raises:
            ValueError: an id is nobody's.
        """
        for id_, into in same.items():
            if id_ not in self.people or into not in self.people:
                raise ValueError(f"same_people.csv: {id_} or {into} is the id of nobody")
            other, person = self.people.pop(id_), self.people[into]
            names = dict.fromkeys((person.name, *person.aliases, other.name, *other.aliases))
            if person.source != "editors" and other.source == "editors":
                person.name = other.name
            person.aliases = names
            for field_ in ("country", "gender", "born", "died"):
                if not getattr(person, field_):
                    setattr(person, field_, getattr(other, field_))

    def _one_country(self, id_: str, holding: Holding) -> bool:
        country = self.people[id_].country
        if id_ in self.famous:
            return True
        return (
            not country
            or not holding.country
            or country == holding.country
            or holding.country in _SHARED.get(country, ())
        )

    @staticmethod
    def _like(person: Person, name: str) -> bool:
        return any(compatible(name, other) for other in (person.name, *person.aliases))

    @staticmethod
    def _of(holding: Holding, id_: str) -> Person:
        return Person(
            id=id_,
            name=holding.name,
            country=holding.country,
            gender=holding.gender,
            born=holding.born,
            died=holding.died,
            source=holding.source,
            confidence=1.0 if id_.startswith("Q") else 0.95,
            aliases=dict.fromkeys(holding.spellings),
        )


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).split() if len(word) > 1)


# one person may serve two of these: predecessors and successors, unions, realms
_SHARED = {"RUS": ("UKR", "GEO"), "UKR": ("RUS", "GEO"), "GEO": ("UKR",), "SDN": ("SSD",), "SSD": ("SDN",)}
