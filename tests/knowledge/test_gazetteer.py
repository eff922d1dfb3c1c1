"""The gazetteer: every row of the tables is sound, and the built form is made from them and holds together."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict

import numpy as np
import pytest

from dragoman.knowledge import build
from dragoman.knowledge.gazetteer import load
from dragoman.knowledge.gazetteer.form import CAPITAL, DERIVED, HOW, KINDS, SOURCES, TABLES, sources_hash

COUNTRY, UNIT1, UNIT2, CITY = range(4)
FAR = 25.0
"""Degrees of latitude from the middle of its unit, beyond which a town has the wrong sign or the wrong unit."""


@pytest.fixture(scope="module")
def gazetteer():
    return load()


def rows(table):
    with (SOURCES / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_it_is_built_from_the_tables(gazetteer):
    assert gazetteer.sources == sources_hash(), "build it again: python tools/gazetteer/build.py"


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_source_and_stands_once(table):
    known = {row["key"] for row in rows("sources")}
    found = rows(table)
    assert {row["source"] for row in found} <= known
    keyed = Counter(tuple(row.values()) for row in found)
    assert [row for row, count in keyed.items() if count > 1] == []


@pytest.mark.parametrize("table", ["features", "countries", "units"])
def test_points_of_the_tables_are_on_the_globe(table):
    for row in rows(table):
        assert -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180, row
        assert (float(row["lat"]), float(row["lon"])) != (0, 0), row


def test_features_have_a_kind_and_a_country_that_exist(gazetteer):
    for row in rows("features"):
        assert row["kind"] in (*KINDS, "unit"), row
        assert not row["country"] or gazetteer.coded(row["country"]) is not None, row


def test_codes_of_the_tables_are_units(gazetteer):
    for table, column in (
        ("countries", "code"),
        ("units", "code"),
        ("abbreviations", "code"),
        ("outlets", "unit"),
    ):
        lost = [row for row in rows(table) if gazetteer.coded(row[column]) is None]
        assert lost == [], table


def test_what_the_tables_name_is_found_where_they_put_it(gazetteer):
    lat, lon = gazetteer.columns("lat") / 1e5, gazetteer.columns("lon") / 1e5
    for row in rows("features"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            numbers = [n for n, _ in gazetteer.find(name)]
            near = [
                n
                for n in numbers
                if abs(lat[n] - float(row["lat"])) < 0.01 and abs(lon[n] - float(row["lon"])) < 0.01
            ]
            assert near, (name, row)


def test_every_state_of_today_is_a_country_with_one_capital(gazetteer):
    codes = {iso3: iso2 for iso2, iso3 in gazetteer.iso3.items()}
    kind, country = gazetteer.columns("kind"), gazetteer.columns("country")
    capital = (gazetteer.columns("flags") & CAPITAL) > 0
    assert set(kind[capital]) == {CITY}
    of = Counter(country[capital].tolist())
    assert max(of.values()) == 1
    without = set()
    for state in build.read_checked().states:
        if state.kind != "state":
            continue
        number = gazetteer.coded(codes[state.code])
        assert number is not None and kind[number] == COUNTRY, state
        if not of[int(country[number])]:
            without.add(state.code)
    assert without == {"PLW"}  # GeoNames' list has another town of it


def test_no_parent_dangles(gazetteer):
    kind, country = gazetteer.columns("kind"), gazetteer.columns("country")
    for column, wanted in (("unit1", UNIT1), ("unit2", UNIT2)):
        parent = gazetteer.columns(column)
        inside = np.flatnonzero(parent >= 0)
        assert parent.max() < len(kind) and parent.min() >= -1
        assert set(kind[parent[inside]]) == {wanted}
        assert (country[parent[inside]] == country[inside]).all(), column


def test_points_are_on_the_globe_and_near_what_they_lie_in(gazetteer):
    lat, lon = gazetteer.columns("lat") / 1e5, gazetteer.columns("lon") / 1e5
    assert (np.abs(lat) <= 90).all() and (np.abs(lon) <= 180).all()
    assert not ((lat == 0) & (lon == 0)).any()
    parent, kind = gazetteer.columns("unit1"), gazetteer.columns("kind")
    towns = np.flatnonzero((parent >= 0) & (kind == CITY))
    far = towns[np.abs(lat[towns] - lat[parent[towns]]) > FAR]
    assert [gazetteer.place(int(n)).name for n in far] == []


def test_a_country_lies_among_its_towns(gazetteer):
    lat, country, kind = (
        gazetteer.columns("lat") / 1e5,
        gazetteer.columns("country"),
        gazetteer.columns("kind"),
    )
    of = defaultdict(list)
    for code, one in zip(country[kind == CITY].tolist(), lat[kind == CITY].tolist(), strict=True):
        of[code].append(one)
    for number in np.flatnonzero(kind == COUNTRY):
        found = of.get(int(country[number]))
        if found:
            assert min(found) - 5 <= lat[number] <= max(found) + 5, gazetteer.place(int(number)).name


def test_only_units_and_countries_have_points_that_are_derived(gazetteer):
    derived = (gazetteer.columns("flags") & DERIVED) > 0
    assert set(gazetteer.columns("kind")[derived]) <= {COUNTRY, UNIT1, UNIT2}


def test_names_are_sorted_and_belong_to_places(gazetteer):
    keys, owners, how = (gazetteer.columns(name) for name in ("keys", "owners", "how"))
    assert (keys[1:] >= keys[:-1]).all()
    assert owners.min() >= 0 and owners.max() < len(gazetteer) and how.max() < len(HOW)
    assert len(np.unique(owners)) == len(gazetteer), "a place has no name"


def test_outlets_are_at_home_in_towns(gazetteer):
    for row in rows("outlets"):
        outlet = gazetteer.outlet(row["domain"])
        assert outlet is not None and gazetteer.place(outlet.home).kind == "city", row
