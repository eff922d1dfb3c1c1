"""What was written is read back equal: every record, from every kind of store."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import store
from dragoman.errors import RecordError, StoreError
from dragoman.records import Record, Span, Status, check, from_json, to_json
from dragoman.store.rows import admit, from_rows, to_rows
from dragoman.store.tables import tables
from tests.samples import TEXT, rich_record
from tests.store.conftest import NAMES
from tests.store.strategies import records

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def test_the_sample_record_fills_every_table() -> None:
    record = rich_record()
    check(record)
    filled = {table for table, _ in to_rows(admit(record)[1])}
    assert filled == {table.name for table in tables()}


@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(records())
def test_rows_hold_all_of_a_record(record: Record) -> None:
    check(record)
    keys = {table.name: table.key for table in tables()}
    rows: dict[str, list[dict[str, object]]] = {}
    for table, row in to_rows(admit(record)[1]):
        rows.setdefault(table, []).append(row)
    for table, found in rows.items():
        found.sort(key=lambda row, key=keys[table]: [row[name] for name in key])  # type: ignore[misc]
        unique = {tuple(row[name] for name in keys[table]) for row in found}
        assert len(unique) == len(found), f"{table}: the key does not tell rows apart"
    assert from_rows(rows) == record
    assert to_json(from_rows(rows)) == to_json(record)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(st.lists(records(), max_size=5, unique_by=lambda record: record.story.id))
def test_any_records_come_back_equal_and_sorted(name: str, made: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / name
        written = store.write(out, made)
        assert written == store.Written(added=len(made), replaced=0, total=len(made))
        found = list(store.read(out))
        assert found == sorted(made, key=lambda record: record.story.id)
        assert [to_json(record) for record in found] == [to_json(record) for record in sorted(made, key=_id)]
        for record in made:
            assert list(store.read(out, ids=[record.story.id])) == [record]


def _id(record: Record) -> str:
    return record.story.id


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.jsonl.zst"])
def test_json_lines_may_be_compressed(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    store.write(out, [rich_record()])
    assert list(store.read(out)) == [rich_record()]
    first = out.read_bytes()
    assert b"Putin" not in first
    store.write(out, [rich_record()])
    assert out.read_bytes() == first


def test_a_folder_with_wildcards_in_its_name_is_a_folder_like_others(tmp_path: Path) -> None:
    for name in NAMES:
        out = tmp_path / "it's news [2024] *" / name
        store.write(out, [rich_record()])
        store.write(out, [rich_record(id="x")])
        assert len(list(store.read(out))) == 2
        assert store.connect(out).sql("SELECT count(*) FROM stories").fetchall() == [(2,)]


@pytest.mark.parametrize("name", ["out.parquet", "out.duckdb"])
def test_a_question_mark_which_duckdb_cannot_have_in_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="choose a path without one"):
        store.write(tmp_path / "what?" / name, [rich_record()])
    store.write(tmp_path / "what?" / "out.jsonl", [rich_record()])
    assert len(list(store.read(tmp_path / "what?" / "out.jsonl"))) == 1


def test_a_very_long_story_is_stored_like_others(out: Path) -> None:
    long = rich_record(text=TEXT + "All quiet on the border. \0" * 800_000)
    store.write(out, [rich_record(), long])
    assert store.find(out, long.story.id) == long
    assert store.connect(out).sql("SELECT max(length(text)) FROM stories").fetchall() == [
        (len(long.story.text),)
    ]


def test_half_a_surrogate_pair_becomes_the_replacement_character_and_offsets_stay(out: Path) -> None:
    record = rich_record(id="s", text="\ud83d broken, \ud83d\ude00 two halves. " + TEXT)
    store.write(out, [record])
    (found,) = store.read(out)
    check(found)
    assert found.story.text == "\ufffd broken, \ufffd\ufffd two halves. " + TEXT
    assert found.events[0].trigger == record.events[0].trigger


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"confidence": float("nan")}, "confidence"),
        ({"intensity": float("inf")}, "NaN"),
        ({"when": {"start": "2024-02-30"}}, "2024-02-30"),
        ({"size": {"dead": 2**70}}, "too large"),
        ({"where": {"place": 2**40}}, "too large"),
    ],
)
def test_a_record_that_would_not_come_back_is_refused_by_name(
    out: Path, change: dict[str, object], said: str
) -> None:
    good = rich_record(id="good")
    events = msgspec.to_builtins(good.events[0])
    for name, value in change.items():
        events[name] = {**events[name], **value} if isinstance(value, dict) else value
    event = msgspec.convert({**events, "confidence": 0.5, "intensity": None}, type(good.events[0]))
    for name in ("confidence", "intensity"):
        msgspec.structs.force_setattr(event, name, events[name])
    bad = msgspec.structs.replace(rich_record(id="bad"), events=(event,))
    store.write(out, [good])
    with pytest.raises(RecordError, match="'bad' cannot be stored") as caught:
        store.write(out, [rich_record(id="new"), bad])
    assert said in str(caught.value)
    with pytest.raises(RecordError):
        store.check(bad)
    assert list(store.read(out)) == [good]


def test_two_things_with_one_id_are_refused(tmp_path: Path) -> None:
    record = rich_record()
    twice = msgspec.structs.replace(record, actors=record.actors[:1] * 2)
    with pytest.raises(RecordError, match="two actors have the same id"):
        store.write(tmp_path / "out.duckdb", [twice])


def test_an_absent_value_and_an_empty_one_stay_apart(out: Path) -> None:
    record = rich_record(source="")
    event = record.events[0]
    changed = msgspec.structs.replace(
        event,
        mode="",
        status=Status(happened="unknown", auxiliary=(), span=Span(start=0, end=0, text="")),
        unresolved={"": ""},
    )
    record = msgspec.structs.replace(record, events=(changed, *record.events[1:]))
    store.write(out, [record])
    (found,) = store.read(out)
    assert found == record
    assert found.story.source == ""
    assert found.events[1].contexts == ("diplomatic",)
    assert found.events[2].mode == "phone"
    assert found.events[0].unresolved == {"": ""}


def test_the_lines_are_the_record_itself(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    made = [rich_record(id=name) for name in ("b", "a", "c")]
    store.write(out, made)
    lines = out.read_bytes().splitlines()
    assert [from_json(line).story.id for line in lines] == ["a", "b", "c"]
    assert lines[1] == to_json(made[0])
