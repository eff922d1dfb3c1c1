"""``dragoman dyads``: what happened, as CSV; the rest is counted, and comes back when asked for."""

import csv
import io

import pytest

from dragoman import store
from tests.samples import rich_record


@pytest.fixture
def written(tmp_path):
    store.write(tmp_path / "out.jsonl", [rich_record(id="rich")])
    return "out.jsonl"


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_only_what_happened_is_given_and_the_rest_is_counted(dragoman, written):
    done = dragoman("dyads", written)
    assert done.returncode == 0, done.stderr
    rows = table(done.stdout)
    assert {row["happened"] for row in rows} == {"yes"}
    assert "left out" in done.stderr


def test_include_brings_back_what_is_not_certain(dragoman, written):
    done = dragoman("dyads", written, "--include", "unknown")
    assert {row["happened"] for row in table(done.stdout)} == {"yes", "unknown"}
    everything = dragoman("dyads", written, "--include", "all")
    assert len(table(everything.stdout)) >= len(table(done.stdout))
    assert "No event is left out" in everything.stderr


def test_what_cannot_be_included_is_said_with_what_can(dragoman, written):
    done = dragoman("dyads", written, "--include", "maybe")
    assert done.returncode == 2
    assert "denied, future, hypothetical, unknown, all" in done.stderr
