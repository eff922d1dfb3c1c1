"""Time expressions are found where they stand and have the value that the world gives them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.coding import times
from dragoman.coding.timex.values import interval, shifted

SATURDAY = "2024-11-09"
PIECES = (
    *(
        "the",
        "last",
        "next",
        "a",
        "an",
        "of",
        "and",
        "ago",
        "every",
        "-",
        ",",
        "'",
        '"',
        "first",
        "half",
        "two",
    ),
    *("Thursday", "May", "February", "Christmas", "noon", "day", "year", "years", "quarter", "1990s", "2024"),
    *(
        "30",
        "31",
        "2359",
        "10:35",
        "a.m.",
        "1/2",
        "0000-00-00",
        "99/99/99",
        "twenty",
        "thousand",
        "\n\n",
        "é",
        "三",
        "🙂",
    ),
)


def found(text, date=SATURDAY):
    return [(time.text, time.type, time.value) for time in times(text, date=date)]


def value(text, date=SATURDAY):
    [(_, _, one)] = found(text, date)
    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops crossed the river on Thursday.", "2024-11-07"),
        ("Troops will cross the river on Thursday.", "2024-11-14"),
        ("The council is expected to vote on Thursday.", "2024-11-14"),
        ("The council voted last Thursday.", "2024-11-07"),
        ("The council votes next Thursday.", "2024-11-14"),
        ("Talks were held on Saturday.", "2024-11-09"),
        ("The truce holds until Tuesday.", "2024-11-12"),
        ("Shells fell on the port yesterday.", "2024-11-08"),
        ("The envoy flies home tomorrow.", "2024-11-10"),
        ("The envoy left the day before yesterday.", "2024-11-07"),
        ("The bridge was rebuilt last year.", "2023"),
        ("A vote is due next month.", "2024-12"),
        ("The strike began last week.", "2024-W44"),
        ("The ferry sank two weeks ago.", "2024-W43"),
        ("The ferry sank three days ago.", "2024-11-06"),
        ("The dam broke nearly four years ago.", "2020"),
        ("Rebels took the mine in September.", "2024-09"),
        ("Rebels took the mine in December.", "2023-12"),
        ("The court will sit in December.", "2024-12"),
        ("The court will sit in March.", "2025-03"),
        ("The harbour froze last winter.", "2023-WI"),
        ("The road was paved in the summer of 1999.", "1999-SU"),
        ("Exports rose in the third quarter.", "2024-Q3"),
        ("Exports rose in the first quarter of 2019.", "2019-Q1"),
        ("Exports rose in the second half of 2019.", "2019-H2"),
        ("The mill closed in the 1990s.", "199"),
        ("The canal dates from the 19th century.", "18"),
        ("The law took effect on Jan. 5.", "2024-01-05"),
        ("The law takes effect on 5 January 2026.", "2026-01-05"),
        ("The law takes effect on 2026-01-05.", "2026-01-05"),
        ("The law took effect on 1/5/2021.", "2021-01-05"),
        ("The law took effect on 25/12/2021.", "2021-12-25"),
        ("She resigned in nineteen ninety-seven.", "1997"),
        ("Guns are silent this weekend.", "2024-W45-WE"),
        ("He will return by Christmas.", "2024-12-25"),
        ("Shops shut on Good Friday 2019.", "2019-04-19"),
        ("The parade is held on Thanksgiving.", "2024-11-28"),
        ("Envoys met on Chinese New Year 2023.", "2023-01-22"),
        ("The ministers now agree.", "PRESENT_REF"),
        ("The bank recently failed.", "PAST_REF"),
        ("In the future the port may grow.", "FUTURE_REF"),
        ("Several years ago the mine closed.", "PAST_REF"),
    ],
)
def test_a_date_counts_from_the_story_on_the_side_that_the_tense_tells(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The siege lasted three days.", "DURATION", "P3D"),
        ("They waited a minute and a half.", "DURATION", "PT1M30S"),
        ("They waited 2 1/2 years.", "DURATION", "P2Y6M"),
        ("They waited for half an hour.", "DURATION", "PT30M"),
        ("They waited for weeks.", "DURATION", "PXW"),
        ("An eight-year war ended.", "DURATION", "P8Y"),
        ("The fund grew over the past two months.", "DURATION", "P2M"),
        ("The fund grew over the past year.", "DURATION", "P1Y"),
        ("The 77-year-old was freed.", "DURATION", "P77Y"),
        ("The march lasted twenty-four hours.", "DURATION", "PT24H"),
        ("A patrol passes every day.", "SET", "P1D"),
        ("A patrol passes daily.", "SET", "P1D"),
        ("A patrol passes each Thursday.", "SET", "XXXX-WXX-4"),
        ("A patrol passes twice a week.", "SET", "P1W"),
        ("A bomb went off at 10:35 a.m.", "TIME", "2024-11-09T10:35"),
        ("A bomb went off at 16:08 UTC.", "TIME", "2024-11-09T16:08Z"),
        ("A bomb went off at noon.", "TIME", "2024-11-09T12:00"),
        ("A bomb went off on Friday night.", "TIME", "2024-11-08TNI"),
        ("A bomb went off last night.", "TIME", "2024-11-08TNI"),
        ("A bomb went off this morning.", "TIME", "2024-11-09TMO"),
    ],
)
def test_spans_repetitions_and_hours(text, kind, expected):
    [(_, type_, one)] = found(text)
    assert (type_, one) == (kind, expected)


def test_an_hour_is_of_the_day_that_is_named_with_it():
    assert [v for *_, v in found("The train left at 9 p.m. on Thursday and came at 11:30 p.m.")] == [
        "2024-11-07T21:00",
        "2024-11-07",
        "2024-11-07T23:30",
    ]


def test_a_year_earlier_after_a_quarter_is_that_quarter_of_the_year_before():
    values = [
        v for *_, v in found("Profit in the third quarter was 4 million, up from 3 million a year earlier.")
    ]
    assert values == ["2024-Q3", "2023-Q3"]


def test_the_next_day_follows_the_day_that_was_named():
    values = [v for *_, v in found("The king died on 3 May 1990. The next day his son was crowned.")]
    assert values == ["1990-05-03", "1990-05-04"]


def test_two_days_of_one_month_are_two_dates():
    assert [(t, v) for t, _, v in found("The fair runs 10-12 December 2024.")] == [
        ("10", "2024-12-10"),
        ("12 December 2024", "2024-12-12"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "May I go?",
        "Troops march on the capital.",
        "The fall of the city shook the region.",
        "Jan Novak met Sun Microsystems.",
        "Some 1990 people were killed.",
        "It cost $2010.",
        "The second man fled.",
        "Spain won 10:3.",
        "Flight 1985 was late.",
        "",
        "   ",
    ],
)
def test_what_only_looks_like_a_time_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["They met on 30 February.", "They met on 2023-02-29.", "It is 31 April 2021."]
)
def test_a_day_that_the_calendar_lacks_has_no_value_and_says_so(text):
    [time] = times(text, date=SATURDAY)
    assert time.value is None
    assert "not a day of the calendar" in time.unresolved["value"]


@pytest.mark.parametrize(
    "text",
    ["They met on Thursday.", "They met last year.", "They met yesterday.", "They met at noon.", "In May."],
)
def test_what_counts_from_a_day_has_no_value_in_a_story_without_one(text):
    [time] = times(text)
    assert time.value is None
    assert "no date" in time.unresolved["value"]


def test_now_has_a_value_even_without_a_day():
    [time] = times("They now agree.")
    assert time.value == "PRESENT_REF"


def test_a_date_that_cannot_be_read_is_named_in_the_reason():
    [time] = times("They met on Thursday.", date="9 Nov 2024")
    assert "'9 Nov 2024'" in time.unresolved["value"]


def test_a_text_without_a_day_counts_from_its_own_date_line():
    text = "Ministers meet in Accra\nMarch 4, 2015\nMinisters met on Tuesday."
    assert [time.value for time in times(text)] == ["2015-03-04", "2015-03-03"]


def test_the_first_year_and_the_last_do_not_break_the_calendar():
    for date in ("0001-01-01", "9999-12-31"):
        for time in times(
            "last century, 90 years ago, next week, last Christmas, the 1st quarter", date=date
        ):
            assert time.value is not None or time.unresolved


def test_five_hundred_dates_in_one_story():
    text = " ".join(f"On {day} May {1900 + n} a bridge fell." for n in range(100) for day in (1, 2, 3, 4, 5))
    made = times(text, date=SATURDAY)
    assert len(made) == 500
    assert made[-1].value == "1999-05-05"


def test_another_script_has_no_english_times():
    assert times("Министр прибыл в Москву в четверг 7 ноября.", date=SATURDAY) == ()
    assert times("会议于十一月七日举行。", date=SATURDAY) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ).map(" ".join)
    | st.text(max_size=80),
    st.sampled_from([None, SATURDAY, "0001-01-01", "9999-12-31", "nonsense"]),
)
def test_spans_lie_in_the_text_in_order_and_nothing_crashes(text, date):
    last = 0
    for time in times(text, date=date):
        assert text[time.start : time.end] == time.text != ""
        assert time.start >= last
        last = time.end
        assert (time.value is None) == ("value" in time.unresolved)


@given(
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
def test_a_value_covers_the_day_that_it_was_written_for(day, unit):
    from dragoman.coding.timex.values import written

    covered = interval(written(day, unit))
    assert covered.start <= day <= covered.end


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)), st.integers(-600, 600))
def test_moving_by_months_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    moved = shifted(day, months, "month")
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1


def test_the_door_reads_tense_off_the_tree(coder):
    made = coder.times(
        "The envoy, who left on Monday, said the talks that failed would resume on Thursday.", date=SATURDAY
    )
    assert [time.value for time in made] == ["2024-11-04", "2024-11-14"]


def test_a_record_holds_its_times(coder):
    import dragoman

    record = coder.code(dragoman.Story(text="Kenya's president met the envoy on Thursday.", date=SATURDAY))
    dragoman.check(record)
    assert [(time.text, time.value) for time in record.times] == [("Thursday", "2024-11-07")]
