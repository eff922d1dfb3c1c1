"""Check the gold list of offices: columns, codes, dates, duplicates; then print its counts.

python tools/gold_offices/validate.py
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from datetime import date
from pathlib import Path

GOLD = Path(__file__).resolve().parents[2] / "dragoman" / "bench" / "gold" / "offices.csv"
HEADER = (
    "id,name,date,person,wikidata,role,role_class,country,sector,sector_also,origin,source,certainty,note"
)
CLASSES = {
    "head of state",
    "head of government",
    "minister",
    "spokesperson",
    "international",
    "lawmaker",
    "party or opposition",
    "military",
    "armed group",
    "other",
}
SECTOR_CODES = (
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC"
)
SECTORS = frozenset(SECTOR_CODES.split())
REGIONS = {
    "Africa": (
        "DZA AGO BEN BWA BFA BDI CPV CMR CAF TCD COM COG COD CIV DJI EGY GNQ ERI SWZ ETH GAB GMB GHA GIN "
        "GNB KEN LSO LBR LBY MDG MWI MLI MRT MUS MAR MOZ NAM NER NGA RWA STP SEN SYC SLE SOM ZAF SSD SDN "
        "TZA TGO TUN UGA ZMB ZWE"
    ),
    "Americas without the US": (
        "ATG ARG BHS BRB BLZ BOL BRA CAN CHL COL CRI CUB DMA DOM ECU SLV GRD GTM GUY HTI HND JAM MEX NIC "
        "PAN PRY PER KNA LCA VCT SUR TTO URY VEN"
    ),
    "United States": "USA",
    "Asia": (
        "AFG BGD BTN BRN KHM CHN HKG IND IDN JPN KAZ PRK KOR KGZ LAO MYS MDV MNG MMR NPL PAK PHL SGP LKA "
        "TWN TJK THA TLS TKM UZB VNM"
    ),
    "Middle East": "BHR IRN IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR ARE YEM",
    "Europe": (
        "ALB AND ARM AUT AZE BLR BEL BIH BGR HRV CYP CZE DNK EST FIN FRA GEO DEU GRC HUN ISL IRL ITA XKX "
        "LVA LIE LTU LUX MLT MDA MCO MNE NLD MKD NOR POL PRT ROU RUS SMR SRB SVK SVN ESP SWE CHE UKR GBR "
        "VAT"
    ),
    "Oceania": "AUS FJI KIR MHL FSM NRU NZL PLW PNG WSM SLB TON TUV VUT",
    "international": "UNO EUR IGO IMG NGO ISM MNC",
}
REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes.split()}
ORIGINS = {"news", "facts", "knowledge"}
OPEN_ROLES = {"ambiguous", "vacant"}


def complaints(rows: list[dict[str, str]]) -> list[str]:
    """Say, row by row, what breaks the rules of the list; an empty answer means that it is sound."""
    found: list[str] = []
    seen: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    persons: dict[str, set[str]] = {}
    for row in rows:
        where = f"row {row['id']} ({row['name']}, {row['date']})"
        if row["id"] in ids or not re.fullmatch(r"[nfk]\d{3}", row["id"]):
            found.append(f"{where}: the id is missing, odd or used twice")
        ids.add(row["id"])
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            found.append(f"{where}: the date is not ISO (YYYY-MM-DD)")
        key = (row["name"].casefold(), row["date"])
        if key in seen:
            found.append(f"{where}: same name and date as row {seen[key]}")
        seen[key] = row["id"]
        is_open = row["role"] in OPEN_ROLES
        if row["role_class"] not in CLASSES:
            found.append(f"{where}: unknown role_class {row['role_class']!r}")
        if row["country"] not in REGION_OF and not (row["role"] == "ambiguous" and not row["country"]):
            found.append(
                f"{where}: country {row['country']!r} is neither ISO-3 nor one of PLOVER's international codes"
            )
        codes = [row["sector"]] * bool(row["sector"]) + [
            code for code in row["sector_also"].split(";") if code
        ]
        if unknown := [code for code in codes if code not in SECTORS]:
            found.append(f"{where}: not PLOVER sectors: {', '.join(unknown)}")
        if len(set(codes)) != len(codes):
            found.append(f"{where}: a sector is given twice")
        if not row["sector"] and not is_open and row["country"] not in {"UNO", "EUR", "IGO"}:
            found.append(
                f"{where}: no sector (only international bodies, ambiguous and vacant rows go without)"
            )
        if bool(row["person"]) == is_open:
            found.append(f"{where}: a person is missing, or given although the row is {row['role']}")
        if is_open and not row["note"]:
            found.append(f"{where}: {row['role']} needs a note with the candidates or the reason")
        if row["wikidata"] and not re.fullmatch(r"Q[1-9]\d*", row["wikidata"]):
            found.append(f"{where}: {row['wikidata']!r} is not a Wikidata id")
        if row["wikidata"]:
            persons.setdefault(row["wikidata"], set()).add(row["person"])
        if row["origin"] not in ORIGINS or row["certainty"] not in {"sure", "likely"} or not row["source"]:
            found.append(f"{where}: origin, source or certainty is not one of the allowed values")
        if any(value != value.strip() for value in row.values()):
            found.append(f"{where}: a value begins or ends with a space")
    found.extend(
        f"{qid}: given to {', '.join(sorted(names))}" for qid, names in persons.items() if len(names) > 1
    )
    return found


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    """Print what is wrong (exit status 1) or the counts by class, year, region, origin and certainty."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
    if ",".join(reader.fieldnames or ()) != HEADER:
        _say(f"{GOLD.name}: the columns are {reader.fieldnames}, expected {HEADER}")
        return 1
    found = complaints(rows)
    for line in found:
        _say(line)
    if found:
        return 1
    _say(f"{GOLD.name}: {len(rows)} rows, {len({row['person'] for row in rows} - {''})} persons, sound")
    for title, values in (
        ("origin", [row["origin"] for row in rows]),
        ("certainty", [row["certainty"] for row in rows]),
        ("class", [row["role_class"] for row in rows]),
        ("region", [REGION_OF.get(row["country"], "open") for row in rows]),
        ("year", [row["date"][:4] for row in rows]),
    ):
        counts = Counter(values)
        order = sorted(
            counts.items(), key=(lambda item: item[0]) if title == "year" else (lambda item: -item[1])
        )
        _say(f"{title}: " + ", ".join(f"{value} {count}" for value, count in order))
    heads = [row for row in rows if row["role_class"] in {"head of state", "head of government"}]
    late = sum(row["date"] >= "2016" for row in heads)
    _say(f"heads of state and government: {late} from 2016 on, {len(heads) - late} before")
    return 0


if __name__ == "__main__":
    sys.exit(main())
