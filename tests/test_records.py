"""The record keeps its word: ids that stay, evidence that is there, a schema that fits."""

import json
import os
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman import (
    Record,
    RecordError,
    Span,
    Story,
    StoryError,
    When,
    Where,
    check,
    from_json,
    schema,
    to_json,
)
from dragoman.records import content_id, is_day, walk
from tests.samples import rich_record


def altered(record, **changes):
    return msgspec.structs.replace(record, **changes)


def test_a_story_without_an_id_is_named_by_its_content():
    one = Story(text="The talks failed.", date="2024-11-09")
    assert one.id == Story(text="The talks failed.", date="2024-11-09").id
    assert one.id != Story(text="The talks failed.", date="2024-11-10").id
    assert one.id != Story(text="The talks failed!", date="2024-11-09").id
    assert Story(text="The talks failed.", id="wire-17").id == "wire-17"


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_ids_are_the_same_in_every_process(seed):
    code = (
        "from dragoman.records import content_id, Span;"
        "print(content_id('event', 'story', (Span(start=1, end=3, text='am'),), 'AGREE', None))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == content_id(
        "event", "story", (Span(start=1, end=3, text="am"),), "AGREE", None
    )


def test_ids_tell_apart_what_joins_to_the_same_string():
    assert content_id("event", "a", "b") != content_id("event", "ab")
    assert content_id("event", "a", None) != content_id("event", "a", "None")


@pytest.mark.parametrize("day", ["2024-11-09", "2000-02-29", "1900-01-01"])
def test_days_of_the_calendar(day):
    assert is_day(day)


@pytest.mark.parametrize(
    "day", ["2023-02-29", "2024-13-01", "20241109", "2024-W45-6", "9 Nov 2024", "", "2024-1-9"]
)
def test_what_is_not_a_day_is_refused_with_the_cure(day):
    assert not is_day(day)
    with pytest.raises(StoryError, match="YYYY-MM-DD"):
        Story(text="x", date=day)


def test_a_record_survives_its_json():
    record = rich_record()
    line = to_json(record)
    assert b"\n" not in line
    assert from_json(line) == record


def test_json_uses_the_contract_s_names():
    made = json.loads(to_json(rich_record()))
    assert list(made) == [
        "story",
        "coder",
        "actors",
        "times",
        "places",
        "statements",
        "events",
        "commitments",
        "links",
        "uncoded",
    ]
    assert "from" in made["links"][0]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b"{", "truncated"),
        (b'{"story": {"text": 3}, "coder": {"version": "1"}}', r"\$\.story\.text"),
        (b'{"story": {"text": "x"}, "coder": {"version": "1"}, "verbs": []}', "verbs"),
        (b'{"story": {"text": "x", "date": "9.11.2024"}, "coder": {"version": "1"}}', r"\$\.story\.date"),
    ],
)
def test_json_that_is_no_record_is_refused_and_the_field_named(broken, says):
    with pytest.raises(RecordError, match=says):
        from_json(broken)


def test_the_schema_describes_every_field():
    made = schema()
    assert made["$ref"] == "#/$defs/Record"
    for name, definition in made["$defs"].items():
        assert definition["description"], name
    record = json.loads(to_json(rich_record()))
    for name in record:
        assert name in made["$defs"]["Record"]["properties"]


def test_a_sound_record_passes_the_check():
    check(rich_record())


def test_the_check_finds_words_that_are_not_in_the_text():
    record = rich_record()
    event = altered(record.events[0], trigger=Span(start=0, end=4, text="no such words"))
    with pytest.raises(RecordError, match=r"events\[0\]\.trigger"):
        check(altered(record, events=(event, *record.events[1:])))


def test_the_check_finds_offsets_outside_the_text():
    record = rich_record()
    end = len(record.story.text)
    event = altered(record.events[0], sentence=Span(start=end, end=end + 5, text="after"))
    with pytest.raises(RecordError, match="outside the text"):
        check(altered(record, events=(event, *record.events[1:])))


def test_the_check_finds_ids_that_lead_nowhere():
    record = rich_record()
    event = altered(record.events[0], actors=("nobody",))
    with pytest.raises(RecordError, match="'nobody', which is not in the record"):
        check(altered(record, events=(event, *record.events[1:])))


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (When(start="2024-11-09", end="2024-11-07"), "after it ends"),
        (When(start="2023-02-29"), "not a calendar day"),
    ],
)
def test_the_check_finds_impossible_times(when, says):
    record = rich_record()
    event = altered(record.events[0], when=when)
    with pytest.raises(RecordError, match=says):
        check(altered(record, events=(event, *record.events[1:])))


def test_the_check_finds_places_that_are_not_listed():
    record = rich_record()
    event = altered(record.events[0], where=Where(place=len(record.places)))
    with pytest.raises(RecordError, match="not among"):
        check(altered(record, events=(event, *record.events[1:])))


def test_the_check_finds_two_things_of_one_id():
    record = rich_record()
    with pytest.raises(RecordError, match="two events have the same id"):
        check(altered(record, events=(*record.events, record.events[0])))


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_the_check_agrees_with_slicing(text, start, end):
    story = Story(text=text, id="s")
    sound = rich_record()
    span = Span(start=start, end=end, text=text[start:end])
    gap = altered(sound.uncoded[0], start=start, end=end)
    record = Record(story=story, coder=sound.coder, uncoded=(gap,))
    inside = start <= end <= len(text)
    if inside:
        check(record)
        assert text[span.start : span.end] == span.text
    else:
        with pytest.raises(RecordError):
            check(record)


def test_walking_a_record_meets_every_span():
    paths = {path for path, part in walk(rich_record()) if isinstance(part, Span)}
    assert "record.events[0].trigger" in paths
    assert any(path.startswith("record.statements[0].content[") for path in paths)
