"""What must hold of people and offices: one person one id, one seat one holder, no gaps where the world looks."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections import defaultdict
from pathlib import Path

import pytest

from tools.knowledge_people.coverage import alike

SOURCES = Path(__file__).parents[2] / "dragoman" / "knowledge" / "sources"
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
HEADS_OF_STATE = dict.fromkeys(G20, ("president", "monarch")) | {
    "AUS": ("governor-general",),
    "CAN": ("governor-general",),
}
HEADS_OF_GOVERNMENT = (
    dict.fromkeys(G20, ("pm",))
    | dict.fromkeys(("ARG", "BRA", "IDN", "KOR", "MEX", "USA", "ZAF"), ("president",))
    | {"TUR": ("pm", "president"), "SAU": ("monarch", "pm")}
)


def _read(table: str) -> list[dict[str, str]]:
    with (SOURCES / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def people() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _read("people")}


@pytest.fixture(scope="module")
def offices() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _read("offices")}


@pytest.fixture(scope="module")
def holders() -> list[dict[str, str]]:
    return _read("holders")


def _first(date: str) -> dt.date:
    year, month, day = (int(part) for part in (date + "-01-01").split("-")[:3])
    return dt.date(year, month, day)


def _in_office(holders: list[dict[str, str]], office: str, date: str) -> set[str]:
    """Who holds an office on a day; on the day of a handover, the successor."""
    found = [
        row
        for row in holders
        if row["office"] == office and row["start"] <= date and (not row["end"] or date < row["end"])
    ]
    return {row["person"] for row in found}


def test_ids_are_unique(people: dict[str, dict[str, str]], offices: dict[str, dict[str, str]]) -> None:
    assert len(people) == len(_read("people"))
    assert len(offices) == len(_read("offices"))


def test_every_id_resolves(
    people: dict[str, dict[str, str]], offices: dict[str, dict[str, str]], holders: list[dict[str, str]]
) -> None:
    assert [row for row in holders if row["office"] not in offices or row["person"] not in people] == []
    assert [row for row in _read("affiliations") if row["person"] not in people] == []
    for row in _read("elections"):
        assert row["office"] in offices, row
        for person in filter(None, [row["winner"], *row["candidates"].split("|")]):
            assert person in people, (row["office"], row["date"], person)


def test_every_source_is_declared() -> None:
    declared = {row["key"] for row in _read("sources")}
    for table in ("offices", "people", "holders", "elections", "affiliations"):
        assert {row["source"] for row in _read(table)} <= declared, table


def test_periods_run_forward(holders: list[dict[str, str]]) -> None:
    for row in [*holders, *_read("affiliations")]:
        assert not row["end"] or row["start"][: len(row["end"])] <= row["end"], row


def test_nobody_holds_office_dead_or_at_an_impossible_age(
    people: dict[str, dict[str, str]], holders: list[dict[str, str]], offices: dict[str, dict[str, str]]
) -> None:
    for row in holders:
        person = people[row["person"]]
        if person["born"] and not row["office"].endswith("monarch"):
            age = _first(row["start"]).year - _first(person["born"]).year
            assert 18 <= age <= 95, (row["office"], person["name"], age)
        if person["died"]:
            assert row["start"] <= person["died"], (row["office"], person["name"])
            assert row["end"], (row["office"], person["name"], "is dead and still in office")
            assert row["end"][:7] <= person["died"][:7], (row["office"], person["name"])


def test_a_seat_for_one_has_one_holder_at_a_time(
    offices: dict[str, dict[str, str]], holders: list[dict[str, str]]
) -> None:
    by_office: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in holders:
        if offices[row["office"]]["seats"] == "1" and not row["note"]:
            by_office[row["office"]].append(row)
    for office, rows in by_office.items():
        rows.sort(key=lambda row: row["start"])
        for before, after in itertools.pairwise(rows):
            length = min(len(before["end"] or "9999-12-31"), len(after["start"]))
            assert (before["end"] or "9999-12-31")[:length] <= after["start"][:length], (
                office,
                before,
                after,
            )


@pytest.mark.parametrize("country", G20)
@pytest.mark.parametrize("seats", [HEADS_OF_STATE, HEADS_OF_GOVERNMENT], ids=["state", "government"])
def test_g20_heads_are_known_without_gap_since_2016(
    seats: dict[str, tuple[str, ...]], country: str, holders: list[dict[str, str]]
) -> None:
    ids = {f"{country.lower()}-{kind}" for kind in seats[country]}
    spans = sorted(
        (_first(row["start"]), _first(row["end"]) if row["end"] else dt.date(2027, 1, 1))
        for row in holders
        if row["office"] in ids
    )
    edge = dt.date(2016, 1, 1)
    for start, end in spans:
        if start > edge:
            assert (start - edge).days <= 31, f"{country}: nobody from {edge} to {start}"
        edge = max(edge, end)
    assert edge >= dt.date(2026, 11, 1)


def test_one_person_has_one_id(people: dict[str, dict[str, str]]) -> None:
    """A name that two people of one country share is meant; each pair that we know of stands here."""
    namesakes = {
        "Andris Bērziņš",
        "David Johnston",
        "Sean Parnell",
        "Jaswant Singh",
        "Rumen Radev",
        "Ri Yong-ho",
        "David Cohen",
    }
    seen: dict[tuple[str, str], str] = {}
    for row in people.values():
        key = (row["name"], row["country"])
        told_apart = row["id"].startswith("Q") and seen.get(key, "").startswith("Q")  # by Wikidata
        assert key not in seen or told_apart or row["name"] in namesakes, (
            row["id"],
            seen.get(key),
            row["name"],
        )
        seen[key] = row["id"]


def test_no_one_stands_twice_under_two_spellings(people: dict[str, dict[str, str]]) -> None:
    """Who is one person is said in hand/same_people.csv; who are two, here."""
    two = {
        "Rob Menendez, Bob Menendez",
        "Than Shwe, Than Swe",
        "Kostas A. Karamanlis, Kostas Karamanlis",
        "George W. Bush, George H. W. Bush",
        "Kim Sung-hwan, Kim Sung-han",
        "Thomas Donilon, Thomas Donlon",
    }
    found = {
        f"{people[one]['name']}, {people[other]['name']}"
        for _, one, other in alike(list(people.values()), ratio=0.93)
        if people[one]["name"] != people[other]["name"]  # namesakes: the test above
    }
    assert found <= two


def test_genders_and_countries_are_codes(people: dict[str, dict[str, str]]) -> None:
    states = {row["code"] for row in _read("states")}
    assert {row["gender"] for row in people.values()} <= {"m", "f", "x", ""}
    assert {row["country"] for row in people.values()} - states <= {""}


@pytest.mark.parametrize(
    ("office", "date", "name"),
    [
        ("usa-president", "2024-11-09", "Joe Biden"),
        ("usa-president", "2019-06-01", "Donald Trump"),
        ("rus-spokes", "2024-11-09", "Dmitry Peskov"),
        ("gbr-foreign", "2022-10-01", "James Cleverly"),
        ("isr-defence", "2024-11-20", "Israel Katz"),
        ("syr-president", "2024-12-01", "Bashar al-Assad"),
        ("syr-president", "2025-03-01", "Ahmed al-Sharaa"),
        ("deu-pm", "2025-05-05", "Olaf Scholz"),
        ("deu-pm", "2025-05-06", "Friedrich Merz"),
        ("irn-foreign", "2024-06-15", "Ali Bagheri Kani"),
        ("igo-nato", "2024-10-02", "Mark Rutte"),
        ("fra-pm", "2024-10-15", "Michel Barnier"),
        ("jpn-pm", "2025-11-01", "Sanae Takaichi"),
        ("ukr-defence", "2023-09-10", "Rustem Umerov"),
        ("sdn-sovereignty-council", "2023-04-20", "Abdel Fattah al-Burhan"),
    ],
)
def test_who_held_what_when(
    office: str, date: str, name: str, people: dict[str, dict[str, str]], holders: list[dict[str, str]]
) -> None:
    assert {people[id_]["name"] for id_ in _in_office(holders, office, date)} == {name}


def test_president_elect_follows_from_elections(people: dict[str, dict[str, str]]) -> None:
    elect = [
        people[row["winner"]]["name"]
        for row in _read("elections")
        if row["office"] == "usa-president" and row["date"] <= "2024-11-09" < row["inauguration"]
    ]
    assert elect == ["Donald Trump"]


def test_news_spellings_are_aliases_of_one_person(people: dict[str, dict[str, str]]) -> None:
    spellings = {
        "Volodymyr Zelenskyy": ["Zelensky", "Volodymyr Zelenskiy"],
        "Benjamin Netanyahu": ["Bibi", "Netanyahu"],
        "Mohammed bin Salman": ["MBS"],
        "Recep Tayyip Erdoğan": ["Erdogan"],
        "Ahmed al-Sharaa": ["Abu Mohammed al-Golani"],
    }
    for name, variants in spellings.items():
        (person,) = (row for row in people.values() if row["name"] == name)
        assert set(variants) <= set(person["aliases"].split("|")), name
