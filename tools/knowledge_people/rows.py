"""The rows of the tables, finished: genders, bodies, ends at death."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tools.knowledge_people.files import HAND, read
from tools.knowledge_people.names import fold
from tools.knowledge_people.register import Person, Register
from tools.knowledge_people.seats import Holding, Office

__all__ = ["complete", "distinct", "finish", "genders", "holder_rows", "lead", "office_row", "person_row"]

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


def distinct(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Drop a fact that stands twice (person, body, role, start); the first one stays."""
    return list(
        {(row["person"], row["body"], row["role"], row["start"]): row for row in reversed(rows)}.values()
    )


def finish(offices: dict[str, Office], body_country: dict[str, str]) -> None:
    """Drop aliases that name nobody, say how many hold an office, resolve bodies."""
    too_general = set((HAND / "too_general.txt").read_text("utf-8").splitlines())
    for office in offices.values():
        office.aliases = [alias for alias in office.aliases if alias not in too_general]
        if re.search("spokes|adviser|deputy-press|deputy-pm-seen", office.id):
            office.seats = "many"
        office.body = BODIES.get(office.body, office.body)
        if office.body not in body_country:
            office.body = ""
        elif office.country == "IGO":
            office.country = body_country[office.body]


def lead(offices: dict[str, Office], names: dict[str, tuple[str, str]]) -> None:
    """Let "the German leader" be the holder of the office that leads the country, where no office has the words.

    That is the president, where there is none the prime minister; hand/leaders.csv has the exceptions.
    """
    kinds = {row["code"]: row["kind"] for row in read(HAND / "leaders.csv")}
    taken = {fold(alias) for office in offices.values() for alias in office.aliases}
    for code, (_, adjective) in names.items():
        for kind in (kinds.get(code, "president"), "president", "pm", "monarch"):
            office = offices.get(f"{code.lower()}-{kind}")
            if office is not None and adjective:
                if fold(f"{adjective} leader") not in taken:
                    office.aliases.append(f"{adjective} leader")
                break


def genders(register: Register) -> dict[str, str]:
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


def complete(person: Person, genders: dict[str, str]) -> None:
    """Fill in a gender that the first name tells; drop the name from the aliases."""
    if not person.gender:
        person.gender = genders.get(fold(person.name).split()[0], "")
    for name in list(person.aliases):
        if name == person.name or not name:
            del person.aliases[name]


def _precision(date: str) -> str:
    return {0: "", 4: "year", 7: "month", 10: "day"}[len(date)]


def office_row(office: Office) -> dict[str, str]:
    """Give the row of an office."""
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


def person_row(person: Person) -> dict[str, str]:
    """Give the row of a person."""
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


def holder_rows(found: list[tuple[Holding, str]], register: Register) -> Iterator[dict[str, str]]:
    """Give the rows of holdings; a holding ends with the life of its holder."""
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
