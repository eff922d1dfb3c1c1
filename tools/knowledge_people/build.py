"""Write offices, people, holders, elections and affiliations: ``python -m tools.knowledge_people.build``.

Run at the root of the repository with ``../shared/data`` beside it. Rows whose source is none of ours stay as they
are; all others are written anew from ``hand/`` and the mined data. An office that is written by hand is ours from
the first day written by hand; mined holdings of it are kept before that day only.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.knowledge_people import congress, factbook, wikidata
from tools.knowledge_people.names import compatible, fold, slug
from tools.knowledge_people.seats import KINDS, Holding, Office, kind_office, read_seats

__all__ = ["main"]

HERE = Path(__file__).parent
OURS = frozenset({"editors", factbook.SOURCE, wikidata.SOURCE, congress.SOURCE, "current-events"})
TODAY = "2026-11-23"
HEADERS = {
    "offices": ["id", "title", "aliases", "country", "body", "sectors", "rank", "seats", "source"],
    "people": ["id", "name", "aliases", "country", "gender", "born", "died", "source", "confidence"],
    "holders": [
        "office",
        "person",
        "start",
        "end",
        "start_precision",
        "end_precision",
        "note",
        "source",
        "confidence",
    ],
    "elections": [
        "country",
        "office",
        "date",
        "winner",
        "inauguration",
        "candidates",
        "source",
        "confidence",
    ],
    "affiliations": ["person", "body", "sectors", "role", "country", "start", "end", "source", "confidence"],
}
# bodies of international offices whose id in bodies.csv is not the short one of the seat list
BODIES = {
    "undp": "un-development-programme",
    "unep": "un-environment-programme",
    "unodc": "un-office-on-drugs-and-crime",
    "unctad": "un-conference-on-trade-and-development",
    "unfccc": "un-framework-convention-on-climate-change",
    "iom": "international-organization-for-migration",
    "ilo": "international-labour-organization",
    "fao": "food-and-agriculture-organization",
    "ndb": "new-development-bank",
    "afdb": "african-development-bank",
    "ema": "european-medicines-agency",
    "quartet": "middle-east-quartet",
    "ioc": "international-olympic-committee",
    "wada": "world-anti-doping-agency",
    "africa-cdc": "africa-centres-for-disease-control-and-prevention",
    "icrc": "international-committee-of-the-red-cross",
}


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
        )


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).split() if len(word) > 1)


# one person may serve two of these: predecessors and successors, unions, realms
_SHARED = {"RUS": ("UKR", "GEO"), "UKR": ("RUS", "GEO"), "GEO": ("UKR",), "SDN": ("SSD",), "SSD": ("SDN",)}


def main(arguments: list[str] | None = None) -> int:
    """Write the five files; print how many rows each has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sources", type=Path, default=Path("dragoman/knowledge/sources"))
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        sys.stderr.write(f"{options.data}: no such folder; give the development data with --data\n")
        return 1
    tables = make(options.data, options.sources)
    for table, rows in tables.items():
        path = options.sources / f"{table}.csv"
        kept = [row for row in _read(path) if row.get("source") not in OURS]
        _write(path, HEADERS[table], [*rows, *kept])
        sys.stdout.write(f"{len(rows) + len(kept):7,} {table} ({len(kept)} kept)\n")
    return 0


def make(data: Path, sources: Path) -> dict[str, list[dict[str, str]]]:
    """Make the rows of the five tables."""
    states = _read(sources / "states.csv")
    factbook_names = {row["code"]: (row["name"], _adjective(row)) for row in states}
    names = factbook_names | _exceptions() | dict.fromkeys(("IGO", "UNO", "EUR"), ("", ""))
    body_country = {row["id"]: row["country"] for row in _read(sources / "bodies.csv")}
    sovereign = {row["code"] for row in states if row["kind"] in {"state", "unrecognised"}} | {"PSE"}
    actors = data / "actors"

    register = Register(wikidata.people(actors / "holders"))
    for lawmaker in congress.mine(actors / "us_legislators_current.yaml", today=TODAY):
        _enter_lawmaker(register, lawmaker)
    for row in _read(HERE / "hand" / "people.csv"):
        _enter_by_hand(register, row)

    offices: dict[str, Office] = {}
    by_hand: dict[str, list[Holding]] = {}
    for path in sorted((HERE / "hand").glob("*.seats")):
        for office, held in read_seats(path, names):
            if office.id in offices:
                raise ValueError(f"{path.name}: office {office.id} stands twice")
            offices[office.id], by_hand[office.id] = office, held
    mined = [
        *wikidata.mine(actors / "holders", HERE / "hand" / "positions.csv"),
        *factbook.mine(
            actors / "factbook_leaders.jsonl",
            factbook.codes(data / "place" / "geonames_countries.tsv"),
            sovereign,
        ),
    ]
    holdings = list(_combine(by_hand, mined, offices, names, register))
    found: list[tuple[Holding, str]] = [(holding, register.find(holding)) for holding in holdings]

    affiliations = [*_affiliations(register), *_former_lawmakers(register), *_lawmakers(actors)]
    elections = list(_elections(register, offices))
    _finish(offices, body_country)
    genders = _genders(register)
    for person in register.people.values():
        _complete(person, genders)
    used = {id_ for _, id_ in found} | {row["person"] for row in affiliations}
    for row in elections:
        used |= {row["winner"], *row["candidates"].split("|")}
    return {
        "offices": [_office_row(office) for _, office in sorted(offices.items())],
        "people": [
            _person_row(p)
            for _, p in sorted(register.people.items(), key=lambda i: fold(i[1].name))
            if p.id in used
        ],
        "holders": sorted(
            _holder_rows(found, register), key=lambda row: (row["office"], row["start"], row["end"] or "9")
        ),
        "elections": sorted(elections, key=lambda row: (row["country"], row["date"], row["office"])),
        "affiliations": sorted(
            _distinct(affiliations),
            key=lambda row: (row["country"], row["person"], row["start"], row["role"]),
        ),
    }


# ------------------------------------------------------------------------------------------------ joining


def _combine(
    by_hand: dict[str, list[Holding]],
    mined: Iterable[Holding],
    offices: dict[str, Office],
    names: dict[str, tuple[str, str]],
    register: Register,
) -> Iterator[Holding]:
    titles = {row["office"]: row for row in _read(HERE / "hand" / "mined_offices.csv")}
    for held in by_hand.values():
        yield from held
    first_by_hand = {office: min((h.start for h in held), default="9999") for office, held in by_hand.items()}
    first_by_source: dict[tuple[str, str], str] = {}
    for holding in mined:
        key = (holding.office, holding.source)
        first_by_source[key] = min(first_by_source.get(key, "9999"), holding.start)
    for holding in mined:
        limit = first_by_hand.get(holding.office, "9999")
        if holding.source == wikidata.SOURCE:  # observed months beat statements that ended in 2022
            limit = min(limit, first_by_source.get((holding.office, factbook.SOURCE), "9999"))
        if holding.start >= limit:
            if holding.office in by_hand:
                register_alias(register, holding)
            continue
        if not holding.end or holding.end > limit:
            if (
                not holding.end
                and limit == "9999"
                and holding.source == wikidata.SOURCE
                and holding.start < "2022"
            ):
                holding.confidence = 0.5  # open when the list ended, in 2022; perhaps over since
            if limit != "9999":
                holding.end = limit
        if limit != "9999" and _days(holding.start, limit) < 150:
            continue  # the same beginning, dated a little otherwise
        if holding.office in _NONE or (holding.office, holding.name) in _WRONG:
            continue
        if holding.office not in offices:
            code, _, kind = holding.office.partition("-")
            if holding.office in titles:
                row = titles[holding.office]
                offices[holding.office] = Office(
                    id=holding.office,
                    title=row["title"],
                    country=code.upper(),
                    aliases=row["aliases"].split("|"),
                    sectors=row["sectors"].split("|"),
                    rank=int(row["rank"]),
                    source=holding.source,
                )
            elif kind in KINDS:
                offices[holding.office] = kind_office(code.upper(), kind, *names[code.upper()])
                offices[holding.office].source = holding.source
            else:
                raise ValueError(f"{holding.office}: say in hand/mined_offices.csv what this office is")
        yield holding


def register_alias(register: Register, holding: Holding) -> None:
    """Keep the spelling of a mined name as an alias of the person that is written by hand."""
    matches = [
        person
        for person in register.people.values()
        if person.country == holding.country
        and any(compatible(holding.name, n) for n in (person.name, *person.aliases))
    ]
    if len(matches) == 1 and fold(matches[0].name) != fold(holding.name):
        matches[0].aliases[holding.name] = None


# what the Factbook's words make an office of and is none
_NONE = frozenset(
    {"esp-president", "vat-president", "esp-vice-president", "che-vice-president", "ssd-vice-president"}
)
_WRONG = frozenset({("jam-governor-general", "Michaelle Jean"), ("sdn-finance", "Abdalla Hamdok")})


def _enter_by_hand(register: Register, row: dict[str, str]) -> None:
    id_ = row["id"]
    aliases = [alias for alias in row["aliases"].split("|") if alias]
    known = None
    for name in (row["name"], *(alias for alias in aliases if len(alias.split()) > 1)):
        if id_:
            break
        id_ = register.entered(name, row["country"])
        known = register.known(name, row["country"])
        if not id_ and known:
            id_ = known.id
            row = row | {k: row[k] or getattr(known, k) for k in ("gender", "born", "died")}
    id_ = id_ or slug(row["name"])
    born = register.people[id_].born if id_ in register.people else known.born if known else ""
    if born and row["born"] and abs(int(born[:4]) - int(row["born"][:4])) > 4:
        raise ValueError(
            f"people.csv: {row['name']} was born {row['born']}, {id_} {born}; give an id of their own"
        )
    register.famous.add(id_)
    if id_ in register.people:
        register.people[id_].name = row["name"]
    register.enter(
        Person(
            id=id_,
            name=row["name"],
            country=row["country"],
            gender=row["gender"],
            born=row["born"],
            died=row["died"],
            confidence=1.0 if id_.startswith("Q") else 0.95,
            aliases=dict.fromkeys(aliases),
        )
    )


def _enter_lawmaker(register: Register, lawmaker: congress.Lawmaker) -> None:
    register.enter(
        Person(
            id=lawmaker.id,
            name=lawmaker.name,
            country="USA",
            gender=lawmaker.gender,
            born=lawmaker.born,
            source=congress.SOURCE,
            confidence=1.0,
            aliases=dict.fromkeys(lawmaker.aliases),
        )
    )


def _affiliations(register: Register) -> list[dict[str, str]]:
    rows = []
    for row in _read(HERE / "hand" / "affiliations.csv"):
        holding = Holding(
            office="",
            name=row["name"],
            person=row.get("id", ""),
            gender=row["gender"],
            country=""
            if row["country"] in {"IGO", "UNO", "EUR", "NGO", "MNC", "IMG", "ISM"}
            else row["country"],
        )
        rows.append(
            {
                "person": register.find(holding),
                "body": row["body"],
                "sectors": row["sectors"],
                "role": row["role"],
                "country": row["country"],
                "start": row["start"],
                "end": row["end"],
                "source": "editors",
                "confidence": row["confidence"] or "0.9",
            }
        )
    return rows


def _former_lawmakers(register: Register) -> Iterator[dict[str, str]]:
    """Members of Congress of former years, by hand: the public list that we use holds the present ones only."""
    for row in _read(HERE / "hand" / "former_congress.csv"):
        noun = "senator" if row["chamber"] == "senate" else "representative"
        yield {
            "person": register.find(
                Holding(office="", name=row["name"], gender=row["gender"], country="USA")
            ),
            "body": f"usa-{row['chamber']}",
            "sectors": "LEG",
            "country": "USA",
            "role": f"US {noun} for {congress.STATES[row['state']]} ({row['party']})",
            "start": row["start"],
            "end": row["end"],
            "source": "editors",
            "confidence": "0.95",
        }


def _lawmakers(actors: Path) -> list[dict[str, str]]:
    return [
        {
            "person": lawmaker.id,
            "body": f"usa-{chamber}",
            "sectors": "LEG",
            "role": role,
            "country": "USA",
            "start": start,
            "end": end,
            "source": congress.SOURCE,
            "confidence": "1",
        }
        for lawmaker in congress.mine(actors / "us_legislators_current.yaml", today=TODAY)
        for chamber, role, start, end in lawmaker.periods
    ]


def _elections(register: Register, offices: dict[str, Office]) -> Iterator[dict[str, str]]:
    for row in _read(HERE / "hand" / "elections.csv"):
        country = row["country"]
        if row["office"] not in offices:
            raise ValueError(f"elections.csv: no office {row['office']}")
        ids = [
            register.find(Holding(office="", name=name.strip(), country="" if country == "IGO" else country))
            for name in [row["winner"], *row["candidates"].split("|")]
            if name.strip()
        ]
        winner = ids[0] if row["winner"] else ""
        yield {
            "country": country,
            "office": row["office"],
            "date": row["date"],
            "winner": winner,
            "inauguration": row["inauguration"],
            "candidates": "|".join(dict.fromkeys(ids)),
            "source": "editors",
            "confidence": row["confidence"] or "0.95",
        }


# ------------------------------------------------------------------------------------------------ finishing


def _distinct(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Drop a fact that stands twice (person, body, role, start); the first one stays."""
    return list(
        {(row["person"], row["body"], row["role"], row["start"]): row for row in reversed(rows)}.values()
    )


def _finish(offices: dict[str, Office], body_country: dict[str, str]) -> None:
    too_general = set((HERE / "hand" / "too_general.txt").read_text("utf-8").splitlines())
    for office in offices.values():
        office.aliases = [alias for alias in office.aliases if alias not in too_general]
        if re.search("spokes|adviser|deputy-press", office.id):
            office.seats = "many"
        office.body = BODIES.get(office.body, office.body)
        if office.body not in body_country:
            office.body = ""
        elif office.country == "IGO":
            office.country = body_country[office.body]


def _genders(register: Register) -> dict[str, str]:
    """Learn the gender of first names from the people whose gender is known."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for known in register._known.values():
        for person in known:
            if person.gender:
                counts[fold(person.name).split()[0]][person.gender] += 1
    return {
        name: gender
        for name, count in counts.items()
        for gender, number in count.most_common(1)
        if number >= 3 and number / count.total() >= 0.97
    }


def _complete(person: Person, genders: dict[str, str]) -> None:
    if not person.gender:
        person.gender = genders.get(fold(person.name).split()[0], "")
    for name in list(person.aliases):
        if name == person.name or not name:
            del person.aliases[name]


def _days(start: str, end: str) -> int:
    """Count the days from one written date to another, roughly."""
    first, last = ([int(part) for part in (date + "-01-01").split("-")[:3]] for date in (start, end))
    return (last[0] - first[0]) * 365 + (last[1] - first[1]) * 30 + last[2] - first[2]


def _precision(date: str) -> str:
    return {0: "", 4: "year", 7: "month", 10: "day"}[len(date)]


def _office_row(office: Office) -> dict[str, str]:
    return {
        "id": office.id,
        "title": office.title,
        "aliases": "|".join(dict.fromkeys(office.aliases)),
        "country": office.country,
        "body": office.body,
        "sectors": "|".join(office.sectors),
        "rank": str(office.rank),
        "seats": office.seats,
        "source": office.source,
    }


def _person_row(person: Person) -> dict[str, str]:
    return {
        "id": person.id,
        "name": person.name,
        "aliases": "|".join(person.aliases),
        "country": person.country,
        "gender": person.gender,
        "born": person.born,
        "died": person.died,
        "source": person.source,
        "confidence": f"{person.confidence:g}",
    }


def _holder_rows(found: list[tuple[Holding, str]], register: Register) -> Iterator[dict[str, str]]:
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for holding, person in found:
        died = register.people[person].died
        if died and holding.start <= died < (holding.end or "9999"):
            holding.end = died  # a seat falls vacant at death, whenever the successor comes
        key = (holding.office, person, holding.start)
        rows.setdefault(
            key,
            {
                "office": holding.office,
                "person": person,
                "start": holding.start,
                "end": holding.end,
                "start_precision": _precision(holding.start),
                "end_precision": _precision(holding.end),
                "note": holding.note,
                "source": holding.source,
                "confidence": f"{holding.confidence:g}",
            },
        )
    yield from rows.values()


def _adjective(row: dict[str, str]) -> str:
    return row["demonyms"].split("|")[0] or row["name"]


def _exceptions() -> dict[str, tuple[str, str]]:
    """Give names and adjectives for titles where the first demonym of states.csv is not what news writes."""
    return {row["code"]: (row["name"], row["adjective"]) for row in _read(HERE / "hand" / "countries.csv")}


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(handle)]


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, header, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
