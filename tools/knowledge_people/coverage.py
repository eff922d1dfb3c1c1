"""Print which seats are covered in which years: ``python -m tools.knowledge_people.coverage``.

With ``--alike`` it prints who may be one person under two ids.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from dragoman.knowledge import names

__all__ = ["G20", "SEATS", "alike", "main", "uncovered"]

G20 = (
    *(
        "ARG",
        "AUS",
        "BRA",
        "CAN",
        "CHN",
        "DEU",
        "FRA",
        "GBR",
        "IDN",
        "IND",
        "ITA",
        "JPN",
        "KOR",
        "MEX",
        "RUS",
    ),
    *("SAU", "TUR", "USA", "ZAF"),
)
SEATS = ("head of state", "head of government", "foreign", "defence", "interior", "finance")
_KINDS: dict[str, tuple[str, ...]] = {
    "head of state": ("president", "monarch", "governor-general"),
    "head of government": ("pm", "president", "crown-prince"),
}
# who heads the government where it is not a prime minister, or not all the time
_GOVERNMENT: dict[str, tuple[str, ...]] = {
    "KOR": ("president",),
    "TUR": ("pm", "president"),
    "SAU": ("pm", "monarch"),
    "FRA": ("pm",),
    "RUS": ("pm",),
}


def offices(country: str, seat: str, known: set[str]) -> list[str]:
    """Give the ids of the offices that fill a seat of a country."""
    kinds: tuple[str, ...] = _KINDS.get(seat, (seat,))
    if seat == "head of government":
        kinds = _GOVERNMENT.get(country, kinds)
    return [f"{country.lower()}-{kind}" for kind in kinds if f"{country.lower()}-{kind}" in known]


def uncovered(spans: list[tuple[str, str]], first: int, last: int) -> dict[int, int]:
    """Count the days of each year that no span of (start, end) covers; days within a month are 1 to 30."""
    gaps: dict[int, int] = {}
    edge = _number(f"{first}-01-01")
    for start, end in [*sorted(spans), (f"{last + 1}-01-01", "")]:
        begin = _number(start)
        for day in range(edge, min(begin, _number(f"{last + 1}-01-01"))):
            gaps[day // 360] = gaps.get(day // 360, 0) + 1
        edge = max(edge, _number(end or "9999-12-30"))
    return gaps


def _number(date: str) -> int:
    year, month, day = (int(part) for part in (date + "-01-01").split("-")[:3])
    return year * 360 + (month - 1) * 30 + min(day, 30) - 1


def alike(people: list[dict[str, str]], *, ratio: float) -> Iterator[tuple[float, str, str]]:
    """Give the pairs of one country whose names differ as spellings do, not both of them known by Wikidata's id.

    Args:
        people: rows of people.csv.
        ratio: how much of their letters the names must share.
    """
    rows = {row["id"]: row for row in people}
    by_key: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in people:
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            for form in names.person_names(name, row["country"]):
                if " " in form:
                    by_key[row["country"], names.skeleton(form)].add(row["id"])
    pairs = {(a, b) for ids in by_key.values() for a in ids for b in ids if a < b}
    for one, other in sorted(pairs):
        if all(re.fullmatch(r"Q\d+", id_) for id_ in (one, other)):
            continue
        shared = SequenceMatcher(None, names.fold(rows[one]["name"]), names.fold(rows[other]["name"])).ratio()
        if shared >= ratio:
            yield shared, one, other


def main(arguments: list[str]) -> int:
    """Print, for each country of the G20 and each seat, the years that are covered but for 31 days.

    With ``--alike``: who may be one person under two ids.
    """
    sources = Path("dragoman/knowledge/sources")
    if "--alike" in arguments:
        with (sources / "people.csv").open(encoding="utf-8", newline="") as handle:
            for shared, one, other in sorted(alike(list(csv.DictReader(handle)), ratio=0.7), reverse=True):
                sys.stdout.write(f"{shared:.2f} {one} {other}\n")
        return 0
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (sources / "holders.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            spans[row["office"]].append((row["start"], row["end"]))
    sys.stdout.write(f"{'':5}" + "".join(f"{seat:28}" for seat in SEATS) + "\n")
    for country in G20:
        cells = []
        for seat in SEATS:
            held = [span for office in offices(country, seat, set(spans)) for span in spans[office]]
            gaps = uncovered(held, 2000, 2026)
            cells.append(_years([year for year in range(2000, 2027) if gaps.get(year, 0) <= 31]))
        sys.stdout.write(f"{country:5}" + "".join(f"{cell:28}" for cell in cells) + "\n")
    return 0


def _years(years: list[int]) -> str:
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ",".join(f"{a % 100:02}-{b % 100:02}" if a != b else f"{a % 100:02}" for a, b in runs) or "none"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
