"""The views: who did what to whom, in rows that can be counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman import store
from dragoman.records import Event, Record, When
from tests.samples import rich_record
from tests.store.conftest import NAMES

DAY = dt.date(2024, 11, 7)


def with_event(id: str, **changes: Any) -> Record:
    """A record with one event, which has the given fields."""
    record = rich_record(id=id)
    event = msgspec.structs.replace(record.events[0], **changes)
    return msgspec.structs.replace(record, events=(event,), commitments=(), links=())


def several() -> list[Record]:
    one, two, three = (actor.id for actor in rich_record(id="three").actors[:3])
    names = {
        name: tuple(actor.id for actor in rich_record(id=name).actors) for name in ("none", "toward", "twice")
    }
    return [
        rich_record(id="rich"),
        with_event("three", actors=(one, two, three), recipients=()),
        with_event("none", actors=(), recipients=()),
        with_event("toward", actors=(), recipients=names["toward"][:2]),
        with_event("twice", actors=names["twice"][:1] * 2, recipients=(), when=When()),
        rich_record(id="undated", date=None, source=None),
    ]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    out = tmp_path_factory.mktemp("views") / "out.duckdb"
    store.write(out, several())
    opened = store.connect(out)
    yield opened
    opened.close()


def rows(connection: Any, query: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return found


def of_event(connection: Any, event: Event, columns: str) -> list[tuple[Any, ...]]:
    return rows(
        connection,
        f"SELECT {columns} FROM all_dyads WHERE event_id = '{event.id}' ORDER BY actor_name, recipient_name",
    )


EVENTS = rich_record(id="rich").events


def test_a_dyad_has_both_sides_the_codes_the_day_the_place_and_the_evidence(connection: Any) -> None:
    columns = (
        "date, date_end, date_precision, date_basis, story_date, actor_name, actor_country, actor_cow, actor_gw, "
        "actor_code, actor_sectors, recipient_name, recipient_country, recipient_sectors, joint, type, contexts, "
        "cameo, cameo_root, quad, quad_code, intensity, goldstein, happened, auxiliary, factuality, place_name, "
        "place_text, place_country, geonames, place_precision, trigger, source, statement_id, speakers, confidence, "
        "coded_by_rule, coded_by_model"
    )
    assert of_event(connection, EVENTS[0], columns) == [
        (
            DAY, DAY, "day", "clause", dt.date(2024, 11, 11), "Vladimir Putin", "RUS", 365, 365,
            "RUSGOV", "GOV", "Donald Trump", "USA", "ELI;OPP", False, "SUPPORT", "election;diplomatic",
            "051", "05", "verbal cooperation", 1, 5.0, 3.4, "yes", None, 3.0, "Sochi",
            "SOCHI", "RUS", 491422, "city", "congratulated", "The Dnipro Courier", None, None, 0.96,
            "SUPPORT.congratulate", "relation",
        )
    ]  # fmt: skip
    ((evidence,),) = of_event(connection, EVENTS[0], "evidence")
    assert evidence == EVENTS[0].sentence.text


def test_a_meeting_gives_each_ordered_pair_once(connection: Any) -> None:
    pairs = of_event(connection, EVENTS[1], "actor_name, recipient_name, joint")
    assert pairs == [
        ("Recep Tayyip Erdoğan", "Vladimir Putin", True),
        ("Vladimir Putin", "Recep Tayyip Erdoğan", True),
    ]
    assert rows(connection, "SELECT count(*), bool_and(joint) FROM dyads WHERE story_id = 'three'") == [
        (6, True)
    ]


def test_who_asserts_it_and_that_it_is_not_certain_is_in_the_row(connection: Any) -> None:
    found = of_event(connection, EVENTS[2], "speakers, happened, auxiliary, factuality, statement_id")
    assert set(found) == {
        ("The Washington Post", "unknown", "historical;negation", -1.0, EVENTS[2].statement)
    }  # fmt: skip


def test_actors_times_recipients_and_what_has_no_name_is_there_as_written(connection: Any) -> None:
    found = of_event(
        connection, EVENTS[3], "actor_name, recipient_name, recipient_text, recipient_kind, quad_code"
    )
    assert found == [
        ("Russia", "Ukraine", "Ukraine", "state", 4),
        ("Russia", None, "three people", "group", 4),
    ]


def test_an_event_without_recipient_or_actor_is_not_lost(connection: Any) -> None:
    columns = "actor_name, recipient_name, joint"
    assert of_event(connection, EVENTS[5], columns) == [("Ukraine", None, False)]
    by_story = "SELECT actor_name, recipient_name, joint FROM dyads WHERE story_id = '{}' ORDER BY ALL"
    assert rows(connection, by_story.format("none")) == [(None, None, False)]
    assert rows(connection, by_story.format("twice")) == [("Vladimir Putin", None, False)]
    assert rows(connection, by_story.format("toward")) == [
        (None, "Donald Trump", False),
        (None, "Vladimir Putin", False),
    ]


def test_every_event_is_among_all_dyads_and_only_what_happened_among_the_dyads(connection: Any) -> None:
    ((every,),) = rows(connection, "SELECT count(*) FROM events")
    ((happened,),) = rows(connection, "SELECT count(*) FROM events WHERE status_happened = 'yes'")
    ((left_out,),) = rows(connection, "SELECT sum(events) FROM left_out")
    assert rows(connection, "SELECT count(DISTINCT event_id) FROM all_dyads") == [(every,)]
    assert rows(connection, "SELECT count(DISTINCT event_id), min(happened) FROM dyads") == [
        (happened, "yes")
    ]
    assert 0 < left_out == every - happened


def test_days_count_events_of_one_day_with_both_sides(connection: Any) -> None:
    query = """
        SELECT date, actor_country, actor_cow, recipient_country, recipient_gw, quad_code, events, happened, stories
        FROM dyad_days WHERE date = '2024-11-08' ORDER BY ALL
    """
    day = dt.date(2024, 11, 8)
    assert rows(connection, query) == [
        (day, "RUS", 365, "UKR", 369, 4, 2, 2, 2),
        (day, "RUS", 365, None, None, 4, 2, 2, 2),
        (day, "UKR", 369, None, None, 4, 2, 2, 2),
    ]
    assert rows(connection, "SELECT count(*) FROM dyad_days WHERE actor_country = 'DEU'") == [(0,)]


def test_months_count_what_lies_within_one_month(connection: Any) -> None:
    query = """
        SELECT month, country, cow, gw, role, quad, events, happened, stories, goldstein FROM country_months
        WHERE country IN ('DEU', 'TUR') ORDER BY ALL
    """
    month = dt.date(2024, 11, 1)
    assert rows(connection, query) == [
        (month, "DEU", 255, 260, "actor", "verbal cooperation", 2, 0, 2, 5.2),
        (month, "TUR", 640, 640, "actor", "verbal cooperation", 3, 3, 3, pytest.approx((7 + 7 + 3.4) / 3)),
    ]


def test_the_denominator_counts_stories_without_events_and_without_date(connection: Any) -> None:
    columns = "date, source, stories, stories_with_events, events"
    assert rows(connection, f"SELECT {columns} FROM denominator ORDER BY ALL") == [
        (dt.date(2024, 11, 11), "The Dnipro Courier", 5, 5, 11),
        (None, None, 1, 1, 7),
    ]


def test_offsets_are_sql_offsets_too(connection: Any) -> None:
    wrong = """
        SELECT count(*), count(*) FILTER (
            substring(y.text, s.start_char + 1, s.end_char - s.start_char) <> s.text
        ) FROM spans s JOIN stories y USING (story_id)
    """
    ((spans, different),) = rows(connection, wrong)
    assert spans > 100
    assert different == 0


def test_all_kinds_of_store_show_the_same(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.store.parquet._PORTION", 2)
    relations = [relation.name for relation in (*store.tables(), *store.views())]
    for name in set(NAMES) - {"out.duckdb"}:
        store.write(tmp_path / name, several())
        other = store.connect(tmp_path / name)
        for relation in relations:
            query = f"SELECT * FROM {relation} ORDER BY ALL"
            assert rows(other, query) == rows(connection, query), (name, relation)
    for view in store.views():
        query = f"SELECT * FROM read_parquet('{tmp_path}/out.parquet/{view.name}.parquet') ORDER BY ALL"
        assert rows(connection, query) == rows(connection, f"SELECT * FROM {view.name} ORDER BY ALL")
