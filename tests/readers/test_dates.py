"""A date may be written in many ways; a wrong or ambiguous one is never guessed."""

import datetime as dt

import pytest

from dragoman.readers.dates import match_day, read_day


@pytest.mark.parametrize(
    "written",
    [
        "2024-11-09",
        "2024/11/09",
        "2024.11.9",
        "20241109",
        "20241109T130037Z",
        "20241109T130037+0100",
        "20241109130037",
        "202411091300",
        "2024-11-09T23:59:59-05:00",
        "2024-11-09T23:59:59.123456Z",
        "2024-11-09 23:59:59 UTC",
        "2024-11-09 11:26:02.614000+00:00",
        "9 November 2024",
        "09 Nov 2024",
        "9th of November, 2024",
        "November 9, 2024",
        "Nov. 9, 2024",
        "Nov 9th 2024",
        "Saturday, November 9, 2024",
        "Sat, 09 Nov 2024 12:00:00 GMT",
        "Sat, 9 Nov 2024 23:30:00 -0500",
        "Sat Nov 09 12:00:00 +0000 2024",
        "Sat Nov  9 12:00:00 2024",
        "November 9, 2024 at 3:15 p.m. EST",
        "12:30 GMT, 9 November 2024",
        "9-Nov-2024",
        "09.11.2024",
        "9.11.2024 14:30",
        "  2024-11-09\n",
        1731110400,
        1731110400.5,
        1731110400000,
        "1731110400",
        "1731110400000",
        20241109,
        dt.date(2024, 11, 9),
        dt.datetime(2024, 11, 9, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-8))),
    ],
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert read_day(written) == ("2024-11-09", None)


@pytest.mark.parametrize("written", [None, "", "  ", "null", "N/A", "NaN"])
def test_nothing_is_no_date_and_no_complaint(written: object) -> None:
    assert read_day(written) == (None, None)


@pytest.mark.parametrize(
    "written",
    ["2024-13-45", "2024-02-30", "yesterday", "November 2024", "2024", 12, -5, True, "31 June 2024", [2024],
     float("nan"), float("inf"), 10**40, "9 Brumaire 2024", "2024-11-09x", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_day_has_a_reason_that_names_it(written: object) -> None:
    day, why = read_day(written)
    assert day is None
    assert why is not None
    if isinstance(written, str):
        assert written in why


def test_a_date_that_names_two_days_is_resolved_only_by_the_user() -> None:
    day, why = read_day("03/04/2024")
    assert day is None
    assert "two days" in str(why)
    assert read_day("03/04/2024", day_first=True) == ("2024-04-03", None)
    assert read_day("03/04/2024", day_first=False) == ("2024-03-04", None)
    assert read_day("13/04/2024") == ("2024-04-13", None)
    assert read_day("04/13/2024") == ("2024-04-13", None)
    assert read_day("04/04/2024") == ("2024-04-04", None)


def test_a_date_at_the_beginning_of_a_text_ends_where_it_ends() -> None:
    assert match_day("2024-11-09 Russian President") == ("2024-11-09", 10)
    assert match_day("Nov. 9, 2024: talks") == ("2024-11-09", 12)
    assert match_day("Russian President 2024-11-09") is None
    assert match_day("20241109123 is a number") is None
