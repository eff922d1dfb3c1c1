"""The scorer of triples counts as gold/README.md says."""

import pytest

from dragoman.bench.triples import Counts, Given, add, countries_agree, wilson


def row(**fields):
    made = {
        "use": "event", "type": "ASSAULT", "type_also": "", "sentence_start": "0", "sentence_end": "60",
        "trigger_start": "5", "trigger_end": "12", "actors": "0-4", "actor_countries": "PER",
        "recipients": "13-18", "recipient_countries": "CHL",
    }  # fmt: skip
    return made | fields


def told(**fields):
    made = {
        "sentence": 0, "trigger": (5, 12), "actors": ((0, 4),), "type": "ASSAULT",
        "by": frozenset({"PER"}), "to": frozenset({"CHL"}),
    }  # fmt: skip
    return Given(**(made | fields))


def counted(rows, answers):
    counts = Counts()
    add(counts, rows, answers)
    return counts.wanted, counts.given, counts.right, counts.found, counts.typed


@pytest.mark.parametrize(
    ("cell", "ours", "agrees"),
    [
        ("RUS", {"RUS"}, True),
        ("RUS", {"USA"}, False),
        ("RUS", set(), False),
        ("", set(), True),
        ("", {"RUS"}, False),
        ("SOM/IMG", {"IMG"}, True),
        ("SOM/?", set(), True),
        ("RUS;UKR", {"UKR", "RUS"}, True),
        ("RUS;UKR", {"RUS"}, False),
        ("RUS;UKR", {"RUS", "UKR", "POL"}, False),
        ("EUR", {"IGO"}, True),
        (";CAN", {"CAN"}, True),
        ("USA", {"PRI"}, True),
    ],
)
def test_countries_agree_when_any_alternative_does(cell, ours, agrees):
    assert countries_agree(cell, ours) is agrees


def test_a_triple_counts_with_its_trigger_elsewhere_in_the_sentence():
    assert counted([row()], [told(trigger=(30, 40))]) == (1, 1, 1, 0, 0)


def test_an_event_of_another_type_is_found_and_not_right():
    assert counted([row()], [told(type="COERCE")]) == (1, 1, 0, 1, 0)


def test_the_second_type_is_right_too():
    assert counted([row(type_also="COERCE")], [told(type="COERCE")]) == (1, 1, 1, 1, 1)


def test_what_meets_an_optional_row_does_not_count():
    assert counted([row(use="optional")], [told(type="ACCUSE")]) == (0, 0, 0, 0, 0)


def test_what_meets_the_content_of_a_promise_is_wrong():
    assert counted([row(use="content")], [told()]) == (0, 1, 0, 0, 0)


def test_each_row_is_found_once():
    assert counted([row()], [told(), told(trigger=(30, 40))]) == (1, 2, 1, 1, 1)


def test_wilsons_interval():
    low, high = wilson(8, 10)
    assert (round(low), round(high)) == (49, 94)
