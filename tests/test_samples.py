"""The sample stories that ship in the wheel: dated, short, varied, and readable by our own readers."""

import datetime as dt
import re
from pathlib import Path

import pytest

from dragoman import samples

STORIES = sorted(samples.folder().glob("*.txt"))
HEADER = re.compile(r"\s*date:?\s+(\d{4}-\d{2}-\d{2})\b")


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def body_of(path: Path) -> str:
    lines = HEADER.sub("", text_of(path), count=1).splitlines()
    return "\n".join(line for line in lines if not re.match(r"(source|title): ", line)).strip()


def test_there_is_a_fortnight_of_them():
    days = [dt.date.fromisoformat(HEADER.match(text_of(path))[1]) for path in STORIES]
    assert len(STORIES) >= 14
    assert (days[0], days[-1]) == (dt.date(2024, 11, 4), dt.date(2024, 11, 16))
    assert days == sorted(days)


def test_nothing_else_lies_in_their_folder():
    assert {path.suffix for path in samples.folder().iterdir()} == {".txt"}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_is_short_and_its_name_begins_with_its_date(path):
    assert path.name.startswith(HEADER.match(text_of(path))[1])
    assert 80 <= len(body_of(path).split()) <= 320


def test_no_sentence_stands_in_two_stories():
    seen: dict[str, str] = {}
    for path in STORIES:
        for sentence in re.split(r"(?<=[.?!])\s+", body_of(path)):
            if len(sentence) > 30:
                assert sentence not in seen, f"{path.name} repeats {seen[sentence]}: {sentence}"
                seen[sentence] = path.name


def test_they_hold_what_real_files_hold():
    everything = {path.stem: text_of(path) for path in STORIES}
    assert any(re.match(r"\s*date \S+ \w", text) for text in everything.values()), (
        "date and story on one line"
    )
    assert any("\nWhat Happened:\n" in text for text in everything.values()), "section headings"
    assert any(
        re.search(r"^[A-Z]{4,}(, \w+\.? \d+)?( \(.+\))? - ", text, re.M) for text in everything.values()
    )
    assert any("“" in text for text in everything.values())
    assert any(re.search(r"“[^”]*\n\n“", text) for text in everything.values()), "a quotation over paragraphs"
    assert any(re.search(r"“[^”]*‘[^’]*’[^”]*”", text) for text in everything.values()), (
        "a quotation inside another"
    )


def test_the_readme_says_that_they_are_invented_and_names_only_files_that_exist():
    readme = (samples.folder().parent / "README.md").read_text("utf-8")
    assert "inventions, not reports" in readme
    named = set(re.findall(r"`(\S+\.txt)`", readme))
    assert named and named <= {path.name for path in STORIES}


def test_our_readers_take_the_whole_folder_with_dates_outlets_and_titles():
    from dragoman import readers

    items = list(readers.read([str(samples.folder())], options=readers.Options()))
    stories = [item.story for item in items]
    assert len(stories) == len(STORIES)
    assert all(story.date for story in stories)
    assert sum(story.source is not None for story in stories) >= 12
    assert sum(story.title is not None for story in stories) >= 12
    assert not any(re.match(r"\s*(date|source|title)\b:?", story.text) for story in stories)
