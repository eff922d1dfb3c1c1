"""What ``dragoman explain`` says: every field with the words it rests on, or why it is not known."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from rich.console import Console
from rich.text import Text

from dragoman.cli.explain import render_explanation
from dragoman.errors import InputError
from tests.samples import rich_record

RECORD = rich_record()


def explained(id_: str, *, record=RECORD, width: int = 100, colour: bool = False) -> str:
    console = Console(
        width=width,
        file=io.StringIO(),
        color_system="truecolor" if colour else None,
        force_terminal=colour,
        highlight=False,
        markup=False,
    )
    console.print(render_explanation(record, id_, width=width, colour=colour))
    return console.file.getvalue()


def flat(output: str) -> str:
    return " ".join(output.split())


def event(trigger: str):
    return next(e for e in RECORD.events if e.trigger.text == trigger)


def statement(cue: str):
    return next(s for s in RECORD.statements if s.cue[0].text == cue)


ALL = [*RECORD.events, *RECORD.statements, *RECORD.commitments, *RECORD.actors]


@pytest.mark.parametrize("part", ALL, ids=lambda part: f"{type(part).__name__}-{part.id[:6]}")
@pytest.mark.parametrize("width", [80, 120])
def test_everything_with_an_id_can_be_explained_at_every_width(part, width):
    for colour in (False, True):
        output = explained(part.id, width=width, colour=colour)
        assert part.id in Text.from_ansi(output).plain
        assert max(Text.from_ansi(line).cell_len for line in output.splitlines()) <= width


@pytest.mark.parametrize("part", ALL, ids=lambda part: f"{type(part).__name__}-{part.id[:6]}")
def test_the_words_that_are_quoted_stand_at_the_offsets_that_are_given(part):
    text = " ".join(RECORD.story.text.split("\n"))
    quotes = re.findall(r"\*([^*]+)\*[^*]*?  (\d+)–(\d+)", explained(part.id, width=400))
    assert quotes
    for words, start, end in quotes:
        assert text[int(start) : int(end)] == words


def test_an_event_is_explained_field_by_field():
    output = flat(explained(event("congratulated").id, width=120))
    for words in (
        "Event e1 SUPPORT: Vladimir Putin → Donald Trump",
        "CAMEO 051, verbal cooperation, PLOVER intensity +5.0, Goldstein +3.4",
        "*congratulated* Donald Trump",
        "decided by rule SUPPORT.congratulate · model relation · 96% sure",
        "recipient Donald Trump · USAELI · President-elect of the United States",
        "when 2024-11-07 (day) · taken from the clause",
        "where Sochi, RUS (city) 43.60 39.73 · taken from the dateline *SOCHI*",
        "who says so the story itself",
    ):
        assert words in output, words


def test_an_event_inside_a_statement_names_who_says_so_and_what_denies_it():
    output = flat(explained(event("spoken").id, width=120))
    assert "who says so The Washington Post, in s2, via The Washington Post" in output
    assert "happened? denied, historical" in output
    assert "*denied*" in output


def test_what_is_not_known_has_its_reason():
    output = flat(explained(event("answer").id, width=120))
    assert "when not known: no time is stated" in output
    assert "cameo: the text does not say with what" in output
    assert "recipients: not stated" in output


def test_what_else_was_considered_is_named():
    ivanov = next(actor for actor in RECORD.actors if actor.name == "Ivanov")
    output = flat(explained(ivanov.id))
    assert "considered Q4193481, Q18634725" in output
    assert "wikidata: two officials of that name were in office" in output
    assert "could be Q4193481, Q18634725" in flat(explained(statement("said").id, width=120))


def test_a_statement_inside_another_names_the_outer_one():
    output = flat(explained(statement("asked").id, width=120))
    assert "inside s2, said by The Washington Post" in output
    assert "to Vladimir Putin" in output


def test_links_are_told_from_both_ends():
    denial, report = statement("denied"), statement("reported")
    assert "s4 contradicts s2" in explained(denial.id)
    assert "s4 contradicts s2" in explained(report.id)


def test_a_commitment_has_its_due_day_its_condition_and_half_of_an_interval_with_its_reason():
    output = flat(explained(RECORD.commitments[0].id, width=120))
    assert "by when by 2025-01-19" in output
    assert "*before 20 January*" in output
    assert "*if they want it*" in output
    assert "from when is not said" in output


def test_control_characters_of_a_story_do_not_reach_the_terminal():
    from dragoman.records import CoderInfo, Event, Record, Span, Story

    text = "Rain \x1b[31mfell."
    fell = Span(start=10, end=14, text="fell")
    event = Event(id="e", type="AID", quad="material cooperation", trigger=fell, sentence=fell)
    record = Record(story=Story(text=text), coder=CoderInfo(version="0"), events=(event,))
    assert "\x1b" not in explained("e", record=record)


def test_an_unknown_id_and_a_storys_id_get_a_message_with_the_cure():
    with pytest.raises(InputError, match="holds nothing with the id 'nonsense'"):
        explained("nonsense")
    with pytest.raises(InputError, match=r"is a story; .* dragoman show"):
        explained(RECORD.story.id)


def test_a_record_that_names_unknown_ids_is_still_explained():
    broken = msgspec.structs.replace(RECORD, actors=(), statements=())
    assert "SUPPORT" in explained(RECORD.events[0].id, record=broken)


@pytest.mark.parametrize("suffix", [".jsonl", ".duckdb", ".parquet"])
def test_the_command_finds_what_a_store_holds_and_exits_with_2_for_what_it_does_not(
    dragoman, tmp_path, suffix
):
    from dragoman import store

    store.write(tmp_path / f"news{suffix}", [RECORD])
    done = dragoman("explain", RECORD.events[0].id, "--in", f"news{suffix}")
    assert done.returncode == 0, done.stderr
    assert "SUPPORT: Vladimir Putin → Donald Trump" in done.stdout
    lost = dragoman("explain", "0123456789abcdef0123", "--in", f"news{suffix}")
    assert lost.returncode == 2
    assert "0123456789abcdef0123" in lost.stderr
    assert "Traceback" not in lost.stderr
    nowhere = dragoman("explain", "0123456789abcdef0123", "--in", f"absent{suffix}")
    assert nowhere.returncode == 2
    assert "Traceback" not in nowhere.stderr
