"""The definitions, the documentation and the database say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman import store
from dragoman.store import describe, sql

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"


def test_every_list_of_the_record_has_its_table() -> None:
    names = [table.name for table in store.tables()]
    assert names == [
        "stories", "coders", "actors", "actor_sectors", "actor_candidates", "mentions", "times", "places",
        "statements", "statement_actors", "statement_auxiliaries", "events", "event_actors", "event_contexts",
        "event_auxiliaries", "commitments", "commitment_actors", "links", "uncoded", "spans", "unresolved",
    ]  # fmt: skip


def test_columns_are_snake_case_documented_and_begin_with_the_story() -> None:
    for table in store.tables():
        names = [column.name for column in table.columns]
        assert names[0] == "story_id"
        assert len(set(names)) == len(names)
        assert set(table.key) <= set(names)
        for column in table.columns:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
            assert column.type in {"VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE"}
            assert column.meaning.strip().endswith("."), (table.name, column.name)


def test_no_column_needs_quotes_in_sql() -> None:
    connection = sql.connect()
    sql.create(connection)
    sql.create_views(connection)
    for table in (*store.tables(), *store.views()):
        names = [column.name if isinstance(column, store.Column) else column[0] for column in table.columns]
        connection.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()


def test_views_have_exactly_the_columns_that_are_described() -> None:
    connection = sql.connect()
    sql.create(connection)
    sql.create_views(connection)
    for view in store.views():
        found = [row[0] for row in connection.execute(f"DESCRIBE {view.name}").fetchall()]
        assert found == [name for name, _ in view.columns], view.name


def test_the_page_is_made_from_the_definitions() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert describe.updated(page) == page, (
        'docs/tables.md is out of date; make it anew: python -c "from pathlib import Path; from dragoman.store '
        "import describe; p = Path('docs/tables.md'); p.write_text(describe.updated(p.read_text()))\""
    )


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) == 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
