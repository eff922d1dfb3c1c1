"""Holders of offices from ``shared/data/actors/holders/*.csv`` (Wikidata facts, CC0), 2000 to 2022.

Only positions that political news names are kept: those in ``hand/positions.csv`` (file, position, office).
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tools.knowledge_people.names import fold
from tools.knowledge_people.seats import Holding

__all__ = ["Known", "mine", "people"]

SOURCE = "wikidata"
FILES = {
    "australia": "AUS", "belarus": "BLR", "brazil": "BRA", "canada": "CAN", "china": "CHN", "france": "FRA",
    "hungary": "HUN", "india": "IND", "iran": "IRN", "israel": "ISR", "japan": "JPN", "mexico": "MEX",
    "pakistan": "PAK", "russia": "RUS", "south-africa": "ZAF", "south-korea": "KOR", "sudan": "SDN",
    "taiwan": "TWN", "turkey": "TUR", "ukraine": "UKR", "united-kingdom": "GBR", "us": "USA", "world": "IGO",
    "yemen": "YEM",
}  # fmt: skip


class Known:
    """A person as Wikidata has them."""

    def __init__(self, row: dict[str, str], country: str) -> None:
        self.id = row["personID"]
        self.name = row["person"]
        self.country = country
        self.gender = {"male": "m", "female": "f"}.get(row.get("gender") or "", "")
        self.born = row.get("DOB") or ""
        self.died = row.get("DOD") or ""


def people(folder: Path) -> dict[str, list[Known]]:
    """Index everybody in the files by folded name."""
    found: dict[str, dict[str, Known]] = defaultdict(dict)
    for file, country in FILES.items():
        for row in _rows(folder / f"{file}.csv"):
            known = Known(row, country)
            before = found[fold(known.name)].get(known.id)
            if before is None or (country != "IGO" and before.country == "IGO"):
                found[fold(known.name)][known.id] = known
    return {name: list(by_id.values()) for name, by_id in found.items()}


def mine(folder: Path, positions: Path) -> Iterator[Holding]:
    """Yield the holdings of the chosen positions since 2000.

    A holding without a start is left out. Of two that overlap in one office by more than 31 days, both are left
    out: the files mix full ministers with ministers of state, and a wrong row is worse than a missing one.
    """
    wanted: dict[tuple[str, str], str] = {}
    with positions.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            wanted[row["file"], row["position"]] = row["office"]
    by_office: dict[str, list[Holding]] = defaultdict(list)
    for file, country in FILES.items():
        for row in _rows(folder / f"{file}.csv"):
            office = wanted.get((file, row["position"]))
            if not re.match(r"[A-Za-zÀ-ɏ]", row["person"]):
                continue  # without an English name nobody in the news is found by it
            if not office or not row["start"] or (row["end"] and row["end"] < "2000"):
                continue
            known = Known(row, country)
            by_office[office].append(
                Holding(
                    office=office, name=known.name, start=row["start"], end=row["end"], source=SOURCE,
                    confidence=0.9, person=known.id, gender=known.gender, born=known.born, died=known.died,
                    country="" if country == "IGO" else country,
                )
            )  # fmt: skip
    for held in by_office.values():
        yield from _unambiguous(held)


def _unambiguous(held: list[Holding]) -> Iterator[Holding]:
    held.sort(key=lambda holding: holding.start)
    for index, holding in enumerate(held):
        following = next((h for h in held[index + 1 :] if h.person != holding.person), None)
        if not holding.end:
            if following is None and holding.start < "2016":
                continue  # an old holding without an end: we do not know when it ended
            holding.end = following.start if following else ""
        if not any(_clash(holding, other) for other in held if other is not holding):
            if following and following.start < holding.end:
                holding.end = following.start
            yield holding


def _clash(one: Holding, other: Holding) -> bool:
    first, second = sorted((one, other), key=lambda holding: holding.start)
    if first.person == second.person:
        return first is other and second.start < (first.end or "9999")
    return bool(second.start[:7] < (first.end or second.start)[:7])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)
