"""What is written by hand beside the seats, entered: people, affiliations, lawmakers, elections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.knowledge_people import congress
from tools.knowledge_people.files import HAND, read
from tools.knowledge_people.names import slug
from tools.knowledge_people.register import Person, Register
from tools.knowledge_people.seats import Holding, Office

__all__ = ["affiliations", "elections", "enter_by_hand", "enter_lawmaker", "former_lawmakers", "lawmakers"]

TODAY = "2026-11-23"


def enter_by_hand(register: Register, row: dict[str, str]) -> None:
    """Enter a person of hand/people.csv; an empty id is that of the public lists, else a slug."""
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


def enter_lawmaker(register: Register, lawmaker: congress.Lawmaker) -> None:
    """Enter a present member of Congress."""
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


def affiliations(register: Register) -> list[dict[str, str]]:
    """Give what people are beside offices (hand/affiliations.csv)."""
    rows = []
    for row in read(HAND / "affiliations.csv"):
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


def former_lawmakers(register: Register) -> Iterator[dict[str, str]]:
    """Members of Congress of former years, by hand: the public list that we use holds the present ones only."""
    for row in read(HAND / "former_congress.csv"):
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


def lawmakers(actors: Path) -> list[dict[str, str]]:
    """Give the terms of the present members of Congress."""
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


def elections(register: Register, offices: dict[str, Office]) -> Iterator[dict[str, str]]:
    """Give the elections, with winner and candidates as ids."""
    for row in read(HAND / "elections.csv"):
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
