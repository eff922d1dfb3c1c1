"""What a reader sees of a story: marks that hold without colour, nothing lost at 80 columns, no empty tables."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style
from rich.text import Text

from dragoman.cli import marking
from dragoman.cli.show import render, render_syntax
from dragoman.cli.words import interval, status_line
from dragoman.records import (
    CoderInfo,
    Event,
    Mention,
    Record,
    Span,
    Status,
    Story,
    Uncoded,
    When,
    content_id,
)
from tests.samples import rich_record

WIDTHS = (80, 120)


def printed(record: Record, *, width: int = 80, colour: bool = False, **options: object) -> str:
    console = Console(
        width=width,
        file=io.StringIO(),
        color_system="truecolor" if colour else None,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(render(record, width=width, colour=colour, **options))
    return console.file.getvalue()


def flat(output: str) -> str:
    return " ".join(output.split())


# ------------------------------------------------------------------------------------------------ whole screen


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [False, True])
def test_no_line_is_wider_than_the_screen(width, colour):
    lines = printed(rich_record(), width=width, colour=colour, ids=True, sentences=9)
    assert max(Text.from_ansi(line).cell_len for line in lines.splitlines()) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_of_the_record_is_on_the_screen(width):
    record = rich_record()
    output = printed(record, width=width, ids=True)
    labels = marking.labels(record)
    for part in (*record.events, *record.statements, *record.commitments):
        assert labels[part.id] in output
        assert part.id in output
    for event in record.events:
        assert event.type in output
        assert event.cameo is None or event.cameo in output
    for words in ("2024-11-07", "2025-01-19", "Sochi, RUS", "3 dead", "EUR 50,000,000", "visit", "readiness",
                  "a denial", "inside s", "RUSGOV", "Q4193481",
                  "contradicts", "no force is named", "not a sentence"):  # fmt: skip
        assert words in flat(output), words


def test_the_head_says_what_story_it_is():
    output = flat(printed(rich_record(), sentences=9))
    assert "Putin congratulates Trump; Kremlin denies a call" in output
    assert "Monday, 11 November 2024 · The Dnipro Courier" in output
    assert "9 sentences" in output
    assert f"id {rich_record().story.id}" in output
    assert "https://courier.example/2024/11/11/valdai" in output


def test_a_story_without_a_date_says_why():
    story = Story(text="Rain fell.", unresolved={"date": "the input gives no date"})
    assert "no date: the input gives no date" in printed(Record(story=story, coder=CoderInfo(version="0")))


def test_in_a_wide_terminal_the_evidence_stands_beside_its_event():
    wide = flat(printed(rich_record(), width=120))
    assert "evidence" in wide
    assert "“congratulated”" in flat(printed(rich_record(), width=80))


def test_an_unresolved_field_is_listed_with_its_reason_once_for_all_who_share_it():
    output = flat(printed(rich_record(), width=120))
    assert output.count("no place is stated") == 1
    assert "not known whether it took place" in output


# -------------------------------------------------------------------------------------- lists that are empty


def test_an_empty_record_has_no_empty_tables():
    record = Record(
        story=Story(text="Rain fell on Sochi.", date="2024-11-09"), coder=CoderInfo(version="0.1.0")
    )
    output = printed(record)
    for heading in ("EVENTS", "STATEMENTS", "COMMITMENTS", "ACTORS", "who → whom", "LINKS", "NOT RESOLVED"):
        assert heading not in output
    assert "Rain fell on Sochi." in output


def test_what_was_not_found_is_said():
    record = Record(story=Story(text="Rain fell."), coder=CoderInfo(version="0.1.0"))
    output = flat(printed(record))
    assert "None found in this story: events, statements, commitments, actors, times, places." in output


def test_a_story_in_another_language_says_so_and_nothing_else():
    text = "Il pleut."
    gap = Uncoded(start=0, end=len(text), reason="not English")
    record = Record(story=Story(text=text, language="fr"), coder=CoderInfo(version="0.1.0"), uncoded=(gap,))
    output = flat(printed(record))
    assert "not in English (it looks like fr)" in output
    assert "None found" not in output


# ----------------------------------------------------------------------------------------- marks in the text


def test_without_colour_brackets_and_labels_mark_the_text():
    output = flat(printed(rich_record(), width=120))
    assert "[Russian President Vladimir Putin] on <Thursday> *congratulated*e1 [Donald Trump]" in output
    assert "@The Washington Post" in output or "[@The Washington Post]" in output
    assert "{Sochi}" in output
    # a statement inside another, an event in it, a commitment: all at once
    assert "«s2 that [@Trump] had asked [Putin] «s3 not to widen the war in Ukraine»»" in output
    assert "(c1 sit down with [the Americans])" in output


def test_with_colour_there_are_no_brackets_but_labels():
    output = Text.from_ansi(printed(rich_record(), width=120, colour=True)).plain
    assert "congratulatede1 Donald Trump" in flat(output)
    assert "[Donald Trump]" not in output


@pytest.mark.parametrize(
    ("status", "words", "sign", "style"),
    [
        (Status(happened="yes"), "happened", "", {}),
        (Status(happened="no", auxiliary=("negation",)), "denied", "×", {"strike": True}),
        (Status(happened="no"), "did not happen", "×", {"strike": True}),
        (Status(happened="no", auxiliary=("future",)), "future", "→", {"italic": True}),
        (Status(auxiliary=("hypothetical",)), "hypothetical", "?", {"italic": True, "dim": True}),
        (Status(happened="yes", auxiliary=("historical",)), "happened, historical", "←", {"dim": True}),
        (Status(), "not certain", "~", {"dim": True}),
    ],
)
def test_each_status_has_its_own_words_sign_and_style(status, words, sign, style):
    assert status_line(status) == words
    assert marking.signs(status) == sign
    drawn = marking.trigger_style(status)
    assert drawn.bold
    for name in ("strike", "italic", "dim"):
        assert bool(getattr(drawn, name)) == style.get(name, False), name


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (When(start="2024-11-07", end="2024-11-07"), "2024-11-07"),
        (When(start="2024-11-01", end="2024-11-30"), "2024-11-01\nto 2024-11-30"),
        (When(start="2024-11-01"), "from 2024-11-01"),
        (When(end="2025-01-19"), "by 2025-01-19"),
        (When(), "—"),
    ],
)
def test_an_interval_with_one_open_end_is_not_taken_for_a_day(when, said):
    assert interval(when) == said


def test_labels_follow_the_order_of_the_text():
    record = rich_record()
    labels = marking.labels(record)
    shuffled = msgspec.structs.replace(record, events=record.events[::-1])
    assert marking.labels(shuffled) == labels
    by_place = sorted(record.events, key=lambda e: e.trigger.start)
    assert [labels[e.id] for e in by_place] == [f"e{n}" for n in range(1, len(by_place) + 1)]


def test_a_story_cannot_command_the_terminal():
    text = "Rain \x1b[31mfell\x1b]0;owned\x07 on [bold]Sochi[/bold] \u202etoday\x9b1m."
    record = Record(story=Story(text=text, title="[red]\x1b[2J"), coder=CoderInfo(version="0"))
    output = printed(record)
    assert not set("\x1b\x07\x9b\u202e") & set(output)
    assert "[bold]Sochi[/bold]" in output
    assert len(marking.plain(text)) == len(text)


# spans anywhere: nested, crossing, empty, equal
EXTENTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(EXTENTS, st.booleans())
def test_marks_anywhere_never_lose_or_repeat_a_letter(extents, colour):
    text = "abcdefghij\nklmnopqrst uvwxyzäöü"
    marks = [
        marking.Mark(min(e), max(e), Style(bold=True), "⟦", "⟧", "9", "bold", leads=n % 2 == 0)
        for n, e in enumerate(extents)
    ]
    drawn = marking.mark(text, marks, colour=colour).plain
    kept = "".join(c for c in drawn if c not in "⟦⟧9 ")
    assert kept == text.replace(" ", "")
    if not colour:
        assert drawn.count("⟦") == drawn.count("⟧") == len(marks)
        depth = [drawn[:i].count("⟦") - drawn[:i].count("⟧") for i in range(len(drawn) + 1)]
        assert min(depth) == 0


def test_one_letter_can_carry_every_style_at_once():
    marks = [
        marking.Mark(0, 5, Style(underline=True), "«", "»"),
        marking.Mark(2, 3, Style(bold=True), "[", "]"),
    ]
    drawn = marking.mark("abcde", marks, colour=True)
    styles = {drawn.plain[s.start : s.end]: s.style for s in drawn.spans}
    assert styles["c"].bold and styles["c"].underline
    assert styles["ab"].underline and not styles["ab"].bold
    assert marking.mark("abcde", marks, colour=False).plain == "«ab[c]de»"


def test_ten_thousand_marks_are_drawn():
    text = "word " * 20_000
    mentions = tuple(Mention(start=n, end=n + 4, text="word", form="name") for n in range(0, 50_000, 5))
    actor = rich_record().actors[0]
    actor = msgspec.structs.replace(actor, mentions=mentions)
    trigger = Span(start=0, end=4, text="word")
    event = Event(
        id=content_id("event", 1), type="AID", quad="material cooperation", trigger=trigger, sentence=trigger
    )
    record = Record(story=Story(text=text), coder=CoderInfo(version="0"), actors=(actor,), events=(event,))
    assert "[word]" in printed(record)


# ------------------------------------------------------------------------------------------------------ syntax


@pytest.fixture
def doc():
    import spacy
    from spacy.tokens import Doc

    words = ["Ms", "Sandu", "thanked", "the", "voters", ".", "They", "had", "waited", "."]
    return Doc(
        spacy.blank("en").vocab,
        words=words,
        spaces=[True, True, True, True, False, True, True, True, False, False],
        pos=["PROPN", "PROPN", "VERB", "DET", "NOUN", "PUNCT", "PRON", "AUX", "VERB", "PUNCT"],
        tags=["NNP", "NNP", "VBD", "DT", "NNS", ".", "PRP", "VBD", "VBN", "."],
        lemmas=["Ms", "Sandu", "thank", "the", "voter", ".", "they", "have", "wait", "."],
        heads=[2, 0, 2, 4, 2, 2, 8, 8, 8, 8],
        deps=["nsubj", "flat", "ROOT", "det", "obj", "punct", "nsubj", "aux", "ROOT", "punct"],
        ents=["B-PERSON", "I-PERSON", "O", "O", "O", "O", "O", "O", "O", "O"],
        sent_starts=[True, *[False] * 5, True, *[False] * 3],
    )


def syntax_of(doc, *, width=80, colour=False) -> str:
    console = Console(
        width=width, file=io.StringIO(), color_system="standard" if colour else None, force_terminal=colour
    )
    render_syntax(doc, console)
    return console.file.getvalue()


def test_a_reading_is_a_table_a_sentence_with_heads_counted_in_the_sentence(doc):
    lines = [line.split() for line in syntax_of(doc).splitlines() if line.strip()]
    assert ["1", "[Ms", "Sandu", "PERSON]", "thanked", "the", "voters."] in lines
    assert ["3", "thanked", "thank", "VERB", "VBD", "—", "ROOT"] in lines
    assert ["5", "voters", "voter", "NOUN", "NNS", "3", "thanked", "obj"] in lines
    assert ["2", "Sandu", "Sandu", "PROPN", "NNP", "1", "Ms", "flat", "I-PERSON"] in lines
    # the second sentence counts from one again
    assert ["1", "They", "they", "PRON", "PRP", "3", "waited", "nsubj"] in lines


@pytest.mark.parametrize("colour", [False, True])
def test_a_reading_fits_into_eighty_columns(doc, colour):
    assert max(Text.from_ansi(line).cell_len for line in syntax_of(doc, colour=colour).splitlines()) <= 80


def test_an_empty_reading_prints_nothing():
    import spacy

    assert syntax_of(spacy.blank("en").make_doc("")) == ""


# ----------------------------------------------------------------------------------------------------- command


class Coder:
    """Stands for the coder, so that these tests need no model: codes nothing, reads with a blank pipeline."""

    read = 0

    def code_with_reading(self, story):
        return Record(story=story, coder=CoderInfo(version="0.1.0")), self.reading(story)

    def reading(self, story):
        import spacy

        Coder.read += 1
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        return nlp(story.text)


@pytest.fixture
def command(monkeypatch):
    import typer
    from typer.testing import CliRunner

    import dragoman
    from dragoman.cli.show import show

    monkeypatch.setattr(dragoman, "load", lambda **options: Coder(), raising=False)
    app = typer.Typer()
    app.command()(show)

    def run(*arguments, **options):
        return CliRunner().invoke(app, [str(a) for a in arguments], env={"NO_COLOR": "1"}, **options)

    return run


def test_show_takes_a_file_and_counts_its_sentences(command, tmp_path):
    path = tmp_path / "rain.txt"
    path.write_text("date 2024-11-09\nRain fell on Sochi. Nobody minded.\n")
    done = command(path)
    assert done.exit_code == 0, done.output
    assert "Saturday, 9 November 2024" in done.output
    assert "2 sentences" in done.output
    assert "Rain fell on Sochi." in done.output


def test_a_story_that_is_shown_is_read_once(command, tmp_path):
    path = tmp_path / "rain.txt"
    path.write_text("Rain fell.\n")
    before = Coder.read
    assert command(path).exit_code == 0
    assert Coder.read == before + 1


def test_show_takes_the_nth_story_and_says_that_there_are_more(command, tmp_path):
    path = tmp_path / "two.jsonl"
    path.write_text(
        '{"text": "Rain fell.", "date": "2024-11-09"}\n{"text": "Snow fell.", "date": "2024-11-10"}\n'
    )
    first, second, third = (command(path, "--nth", n) for n in (1, 2, 3))
    assert "Rain fell." in first.output and "--nth 2" in first.output
    assert "Snow fell." in second.output and "--nth" not in second.output
    assert "holds 2 stories, so there is no --nth 3" in str(third.exception)


def test_show_syntax_prints_the_reading(command, tmp_path):
    path = tmp_path / "rain.txt"
    path.write_text("Rain fell.\n")
    done = command(path, "--syntax")
    assert "relation" in done.output
    assert "EVENTS" not in done.output


def test_show_in_a_store_finds_the_record_by_id_and_needs_no_model(command, monkeypatch, tmp_path):
    import dragoman
    from dragoman import store

    record = rich_record()
    monkeypatch.setattr(store, "find", lambda path, id: record if id == record.story.id else None)
    monkeypatch.delattr(dragoman, "load")
    done = command(record.story.id, "--in", tmp_path / "news.duckdb")
    assert done.exit_code == 0, done.output
    assert "*congratulated*e1" in done.output
    assert record.events[0].id in done.output
    lost = command("0" * 20, "--in", tmp_path / "news.duckdb")
    assert "holds no story" in str(lost.exception)


def test_show_says_why_there_is_nothing_to_show(command, tmp_path):
    assert "no such file" in str(command(tmp_path / "absent.txt").exception)
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    assert "empty.txt" in str(command(empty).exception)
