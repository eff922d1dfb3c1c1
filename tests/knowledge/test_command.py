"""The commands ``actor`` and ``unknown``."""

import json

import pytest
import typer
from typer.testing import CliRunner

from dragoman import store
from dragoman.cli import actor as commands
from dragoman.records import Actor, CoderInfo, Mention, Record, Story

TEXT = "Minister Zork Example met Zork Example's aide. He smiled at the Fnord Council."


@pytest.fixture
def run():
    app = typer.Typer()
    app.command()(commands.actor)
    app.command()(commands.unknown)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_card_says_who_it_is_and_why(run):
    shown = run("actor", "Trump", "--date", "2024-11-09")
    assert shown.exit_code == 0
    for words in (
        "Donald Trump",
        "President-elect of the United States",
        "USAGOV",
        "elected 2024-11-05",
        "COW 2",
    ):
        assert words in shown.output


def test_what_is_unknown_is_said_with_its_reason(run):
    shown = run("actor", "Xyzzy Plugh", "--date", "2024-11-09")
    assert shown.exit_code == 1
    assert "no such name is known" in shown.output
    assert run("actor", "a" * 10_000, "--date", "2024-11-09").exit_code == 1
    assert "not a calendar day" in run("actor", "Trump", "--date", "someday").output


def test_json_is_the_actor_of_the_record(run):
    shown = run("actor", "the Kremlin", "--date", "2024-11-09", "--json")
    found = json.loads(shown.output)
    assert (found["country"], found["code"], found["basis"]) == ("RUS", "RUSGOV", "knowledge")


def test_a_folder_of_ones_own_is_laid_over(run, tmp_path):
    (tmp_path / "people.csv").write_text(
        "id,name,country,source\nq-example,Quentin Qexample,PER,editors\n", encoding="utf-8"
    )
    shown = run("actor", "Quentin Qexample", "--date", "2024-11-09", "--knowledge", tmp_path)
    assert "PER" in shown.output
    assert shown.exit_code == 0


def _mention(words: str, form: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start=start, end=start + len(words), text=words, form=form)


def test_unknown_names_are_counted_by_their_mentions(run, tmp_path):
    actors = (
        Actor(
            id="a1",
            name="Zork Example",
            kind="person",
            unresolved={"country": "no country is known"},
            mentions=(_mention("Zork Example", "name"), _mention("He", "pronoun")),
        ),
        Actor(
            id="a2", kind="body", basis="text", country="PER", mentions=(_mention("Fnord Council", "name"),)
        ),
        Actor(id="a3", name="Peru", kind="state", country="PER", basis="knowledge"),
    )
    record = Record(
        story=Story(id="s", date="2024-11-09", text=TEXT), coder=CoderInfo(version="0"), actors=actors
    )
    store.write(tmp_path / "out.jsonl", [record])
    shown = run("unknown", tmp_path / "out.jsonl")
    lines = [line.split() for line in shown.output.splitlines()]
    assert lines[1][:3] == ["2", "Zork", "Example"]
    assert lines[2][:3] == ["1", "Fnord", "Council"]
    assert "Peru" not in shown.output


def test_records_without_unknown_names_say_so(run, tmp_path):
    record = Record(story=Story(id="s", date="2024-11-09", text=TEXT), coder=CoderInfo(version="0"))
    store.write(tmp_path / "out.jsonl", [record])
    assert "Every actor" in run("unknown", tmp_path / "out.jsonl").output
