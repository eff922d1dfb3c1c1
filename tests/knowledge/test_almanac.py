"""Holidays fall on their days, and the tables of dates can be read."""

import datetime as dt

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import almanac


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("christmas", 2024, "2024-12-25"),
        ("easter", 2024, "2024-03-31"),
        ("orthodox easter", 2024, "2024-05-05"),
        ("good friday", 1998, "1998-04-10"),
        ("thanksgiving", 2023, "2023-11-23"),
        ("black friday", 2023, "2023-11-24"),
        ("memorial day", 2021, "2021-05-31"),
        ("labor day", 2024, "2024-09-02"),
        ("election day", 2016, "2016-11-08"),
        ("election day", 2022, "2022-11-08"),
        ("chinese new year", 2023, "2023-01-22"),
    ],
)
def test_a_holiday_falls_on_its_day(name, year, day):
    assert almanac.load().holiday(name, year) == dt.date.fromisoformat(day)


def test_a_feast_of_the_moon_is_not_guessed_beyond_its_table():
    assert almanac.load().holiday("eid al-fitr", 1850) is None


def test_every_row_has_a_source_and_every_event_ends_after_it_begins():
    for event in almanac.load().events:
        assert dt.date.fromisoformat(event.start) <= dt.date.fromisoformat(event.end), event.names


def test_every_rule_gives_a_day_in_most_years():
    known = almanac.load()
    for name, holiday in known.holidays.items():
        years = range(2011, 2026) if holiday.rule == "table" else range(1950, 2051)
        assert all(known.holiday(name, year) for year in years), name


def test_a_row_without_a_source_is_refused(tmp_path):
    for name in ("words", "holidays", "holiday_days", "events"):
        (tmp_path / f"{name}.csv").write_text((almanac.FOLDER / f"{name}.csv").read_text("utf-8"), "utf-8")
    with (tmp_path / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("great fire,disaster,1666-09-02,1666-09-06,GBR,\n")
    with pytest.raises(KnowledgeError, match=r"events\.csv line \d+"):
        almanac.load(tmp_path)
