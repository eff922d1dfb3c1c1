"""Commitments: who binds himself to what, how strongly, on what condition, by when."""

import datetime as dt

import pytest

import dragoman
from dragoman.coding.commitments import commitments
from dragoman.coding.due import interval
from dragoman.records import Span, Time, When


@pytest.fixture(scope="module")
def committed(coder):
    """Give the commitments of a text with the names of who makes them."""

    def find(text, date="2024-11-09"):
        record = coder.code(dragoman.Story(text=text, date=date, language="en"))
        dragoman.check(record)
        names = {actor.id: actor.name or actor.mentions[0].text for actor in record.actors}
        return [
            ([names[i] for i in one.by], one.strength, one.what[0].text, one) for one in record.commitments
        ]

    return find


@pytest.mark.parametrize(
    ("text", "strength", "what"),
    [
        ("Kenya vowed to send 200 nurses to Haiti.", "promise", "send 200 nurses to Haiti"),
        ("Kenya agreed to open the road.", "promise", "open the road"),
        ("Norway plans to close its embassy.", "plan", "close its embassy"),
        ("Norway will close its embassy.", "plan", "close its embassy"),
        ("Norway is going to close its embassy.", "plan", "close its embassy"),
        ("Peru is ready to resume the talks.", "readiness", "resume the talks"),
        ("Peru offered to host the talks.", "offer", "host the talks"),
        ("Peru is ready for talks with Chile.", "readiness", "talks with Chile"),
        ("Jordan threatened to cut the water.", "threat", "cut the water"),
        ("Jordan will sanction Norway.", "threat", "sanction Norway"),
        ("Ghana refused to sell the mine.", "refusal", "sell the mine"),
        ("Ghana is not planning to sell the mine.", "refusal", "sell the mine"),
        ("Ghana ruled out selling the mine.", "refusal", "selling the mine"),
        ("Ghana has no plans to sell the mine.", "refusal", "sell the mine"),
        ("Ghana will not sell the mine.", "refusal", "sell the mine"),
    ],
)
def test_a_word_of_commitment_gives_its_strength_and_what_is_committed_to(committed, text, strength, what):
    ((by, found, words, one),) = committed(text)
    assert (found, words) == (strength, what)
    assert by == [text.split()[0]]
    assert one.coded_by.rule


@pytest.mark.parametrize(
    "text",
    [
        "Kenya sent 200 nurses to Haiti.",
        "Will Norway close its embassy?",
        "The winter will be cold.",
        "Norway might have planned to close its embassy, had it known.",
        "The bishops urged Jordan to promise an amnesty.",
    ],
)
def test_deeds_forecasts_questions_and_wishes_are_no_commitments(committed, text):
    assert committed(text) == []


def test_a_condition_is_kept_apart_from_what_is_committed_to(committed):
    ((_, strength, what, one),) = committed("Peru will free the pilots if Chile opens the strait.")
    assert strength == "plan"
    assert what == "free the pilots"
    assert one.condition.text == "if Chile opens the strait"


def test_it_is_said_to_whom(coder):
    text = "Kenya promised Haiti to send nurses."
    record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
    (one,) = record.commitments
    names = {actor.id: actor.name for actor in record.actors}
    assert [names[i] for i in one.by] == ["Kenya"]


def test_a_date_in_its_words_says_by_when_and_its_preposition_how(coder):
    text = "Norway will close its embassy by 2030. Peru will vote before 20 January."
    story = dragoman.Story(text=text, date="2024-11-09", language="en")

    def time(words, value):
        start = text.index(words)
        return Time(start=start, end=start + len(words), text=words, type="DATE", value=value)

    found = commitments(
        coder.reading(story), story, times=(time("2030", "2030"), time("20 January", "2025-01-20"))
    )
    assert [(one.due.start, one.due.end, one.due.basis) for one in found] == [
        ("2024-11-09", "2030-12-31", "clause"),
        ("2024-11-09", "2025-01-19", "clause"),
    ]


def test_what_knowledge_dates_comes_from_whoever_knows(coder):
    text = "Peru will pardon the pilots on the first day in office."
    story = dragoman.Story(text=text, date="2024-11-09", language="en")
    at = text.index("first day")
    span = Span(start=at, end=at + 9, text="first day")

    def dated(_):
        return When(start="2025-01-20", end="2025-01-20", precision="day", span=span, basis="knowledge")

    (one,) = commitments(coder.reading(story), story, dated=dated)
    assert (one.due.start, one.due.basis) == ("2025-01-20", "knowledge")


def test_a_readiness_before_an_inauguration_is_due_before_its_day(committed):
    text = (
        "Donald Trump won the American vote. Peru's president was ready for talks with Trump before the January "
        "inauguration."
    )
    *_, (_, strength, what, one) = committed(text)
    assert (strength, what.split()[0]) == ("readiness", "talks")
    assert (one.due.start, one.due.end, one.due.basis) == ("2024-11-09", "2025-01-19", "knowledge")


def test_plans_that_a_spokesman_denies_are_refused_by_his_side(committed):
    ((by, strength, what, _),) = committed("Dmitry Peskov denied that there were plans to congratulate Peru.")
    assert (by, strength, what) == (["Dmitry Peskov"], "refusal", "congratulate Peru")


def test_we_is_who_speaks(committed):
    ((by, strength, *_),) = committed('"We have no plans to congratulate him," Dmitry Peskov said.')
    assert (by, strength) == (["Dmitry Peskov"], "refusal")


def test_what_begins_at_once_or_on_a_day_is_due_then(committed):
    ((*_, one),) = committed("Peru will close the border immediately.")
    assert (one.due.start, one.due.end) == ("2024-11-09", "2024-11-09")


def test_without_times_the_reason_is_said(coder):
    text = "Norway will close its embassy by 2030."
    (one,) = commitments(coder.reading(text), dragoman.Story(text=text, date="2024-11-09"))
    assert one.due.start is None
    assert one.due.unresolved["start"]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2030", ("2030-01-01", "2030-12-31")),
        ("2025-02", ("2025-02-01", "2025-02-28")),
        ("2025-W01", ("2024-12-30", "2025-01-05")),
        ("2025-Q2", ("2025-04-01", "2025-06-30")),
        ("P90D", ("2024-11-09", "2025-02-07")),
        ("PT24H", ("2024-11-09", "2024-11-10")),
        ("P1M", ("2024-11-09", "2024-12-09")),
        ("nonsense", None),
        ("2025-13-40", None),
        (None, None),
    ],
)
def test_a_value_of_timex3_is_an_interval_of_days_or_nothing(value, days):
    found = interval(value, dt.date(2024, 11, 9))
    assert (None if found is None else tuple(day.isoformat() for day in found)) == days
