"""Write offices, people, holders, elections and affiliations: ``python -m tools.knowledge_people.build``.

Run at the root of the repository with ``../shared/data`` beside it. Rows whose source is none of ours stay as they
are; all others are written anew from ``hand/`` and the mined data. An office that is written by hand is ours from
the first day written by hand; mined holdings of it are kept before that day only.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dragoman.knowledge.names import fold as fold_title
from tools.knowledge_people import cabinets, congress, factbook, wikidata
from tools.knowledge_people.entering import (
    TODAY,
    affiliations,
    elections,
    enter_by_hand,
    enter_lawmaker,
    former_lawmakers,
    lawmakers,
)
from tools.knowledge_people.files import HAND, HEADERS, read, write
from tools.knowledge_people.joining import combine
from tools.knowledge_people.names import fold
from tools.knowledge_people.register import Register
from tools.knowledge_people.rows import (
    complete,
    distinct,
    finish,
    genders,
    holder_rows,
    lead,
    office_row,
    person_row,
)
from tools.knowledge_people.seats import Holding, Office, read_seats

__all__ = ["main"]

OURS = frozenset({"editors", factbook.SOURCE, wikidata.SOURCE, congress.SOURCE, "current-events"})


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
        kept = [row for row in read(path) if row.get("source") not in OURS]
        write(path, HEADERS[table], [*rows, *kept])
        sys.stdout.write(f"{len(rows) + len(kept):7,} {table} ({len(kept)} kept)\n")
    return 0


def make(data: Path, sources: Path) -> dict[str, list[dict[str, str]]]:
    """Make the rows of the five tables."""
    states = read(sources / "states.csv")
    factbook_names = {row["code"]: (row["name"], _adjective(row)) for row in states}
    names = factbook_names | _exceptions() | dict.fromkeys(("IGO", "UNO", "EUR"), ("", ""))
    body_country = {row["id"]: row["country"] for row in read(sources / "bodies.csv")}
    sovereign = {row["code"] for row in states if row["kind"] in {"state", "unrecognised"}} | {"PSE"}
    actors = data / "actors"

    register = Register(wikidata.people(actors / "holders"))
    for lawmaker in congress.mine(actors / "us_legislators_current.yaml", today=TODAY):
        enter_lawmaker(register, lawmaker)
    for row in read(HAND / "people.csv"):
        enter_by_hand(register, row)

    offices: dict[str, Office] = {}
    by_hand: dict[str, list[Holding]] = {}
    for path in sorted(HAND.glob("*.seats")):
        for office, held in read_seats(path, names):
            if office.id in offices:
                raise ValueError(f"{path.name}: office {office.id} stands twice")
            offices[office.id], by_hand[office.id] = office, held
    mined = [
        *wikidata.mine(actors / "holders", HAND / "positions.csv"),
        *factbook.mine(
            actors / "factbook_leaders.jsonl",
            factbook.codes(data / "place" / "geonames_countries.tsv"),
            sovereign,
            names,
        ),
    ]
    cabinet = cabinets.mine(actors / "holders", names, offices.copy(), _owners(states))
    for office, held in cabinet:
        if held:
            offices.setdefault(office.id, office)
            mined.extend(held)
    holdings = list(combine(by_hand, mined, offices, names, register))
    found: list[tuple[Holding, str]] = [(holding, register.find(holding)) for holding in holdings]

    beside = [*affiliations(register), *former_lawmakers(register), *lawmakers(actors)]
    found_elections = list(elections(register, offices))
    same = {row["id"]: row["is"] for row in read(HAND / "same_people.csv")}
    register.unite(same)
    found = [(holding, same.get(id_, id_)) for holding, id_ in found]
    beside = [row | {"person": same.get(row["person"], row["person"])} for row in beside]
    for row in found_elections:
        row["winner"] = same.get(row["winner"], row["winner"])
        row["candidates"] = "|".join(same.get(id_, id_) for id_ in row["candidates"].split("|"))
    lead(offices, names)
    finish(offices, body_country)
    by_name = genders(register)
    for person in register.people.values():
        complete(person, by_name)
    used = {id_ for _, id_ in found} | {row["person"] for row in beside}
    for row in found_elections:
        used |= {row["winner"], *row["candidates"].split("|")}
    return {
        "offices": [office_row(office) for _, office in sorted(offices.items())],
        "people": [
            person_row(p)
            for _, p in sorted(register.people.items(), key=lambda i: fold(i[1].name))
            if p.id in used
        ],
        "holders": sorted(
            holder_rows(found, register), key=lambda row: (row["office"], row["start"], row["end"] or "9")
        ),
        "elections": sorted(found_elections, key=lambda row: (row["country"], row["date"], row["office"])),
        "affiliations": sorted(
            distinct(beside),
            key=lambda row: (row["country"], row["person"], row["start"], row["role"]),
        ),
    }


def _owners(states: list[dict[str, str]]) -> dict[str, set[str]]:
    """Give the folded names and demonyms of each country."""
    return {
        row["code"]: {
            fold_title(name.lstrip("~"))
            for name in (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|"))
        }
        for row in states
    }


def _adjective(row: dict[str, str]) -> str:
    return row["demonyms"].split("|")[0] or row["name"]


def _exceptions() -> dict[str, tuple[str, str]]:
    """Give names and adjectives for titles where the first demonym of states.csv is not what news writes."""
    return {row["code"]: (row["name"], row["adjective"]) for row in read(HAND / "countries.csv")}


if __name__ == "__main__":
    sys.exit(main())
