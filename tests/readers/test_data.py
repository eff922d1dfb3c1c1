"""The real files beside the project: good ones give stories, bad ones a reason, none a traceback."""

from pathlib import Path

import pytest

from dragoman.bench import formats
from tests.readers.conftest import collect

pytestmark = pytest.mark.data

# files of the newswire folder that hold no text: a package, pictures, an item that only links to its text
TEXTLESS = {
    "LISTING 6 Simple NewsML-G2 Package.xml",
    "ap_media_item.json",
    "ap_media_text_feed.json",
    "tag_reuters.com_2014_newsml_KBN0FL0NM_version_10",
    "tag_reuters.com_2014_newsml_LYNXMPEA6F0MT_version_2",
    "tag_reuters.com_2016_newsml_L1N14N0FF_version_1542761538",
}
# archives that hold no page: pictures, requests, JSON, broken records alone
PAGELESS = {
    "bad.arc",
    "example-digest.warc",
    "example-space-in-target-uri.warc.gz",
    "example-trunc.warc",
    "post-test.warc.gz",
}


@pytest.mark.parametrize(("folder", "empty"), [("newswire", TEXTLESS), ("warc", PAGELESS)])
def test_each_file_gives_stories_or_a_reason(formats_data: Path, folder: str, empty: set[str]) -> None:
    for path in sorted((formats_data / folder).iterdir()):
        found = collect(path)
        assert bool(found.items) == (path.name not in empty), (path.name, found.reasons)
        assert found.items or found.rejections
        for reason in found.reasons:
            assert "Error" not in reason, (path.name, reason)


def test_newswire_is_dated(formats_data: Path) -> None:
    undated = {Path(i.input).name for i in collect(formats_data / "newswire").items if i.story.date is None}
    assert undated == {"dpa_two_by_line.txt"}  # it ends before its time of sending


def test_pages_come_close_to_their_references(formats_data: Path) -> None:
    found = formats.pages(formats_data / "html")
    assert found["pages"] == 34
    assert found["mean"]["precision"] > 0.93
    assert found["mean"]["recall"] > 0.97
    assert found["mean"]["title"] > 0.7
    assert found["mean"]["date"] > 0.95
    assert not [row for row in found["files"].values() if "reason" in row]


def test_ten_thousand_stories(formats_data: Path) -> None:
    stories = formats_data.parent / "stories"
    found = collect(stories / "news_10k.jsonl.gz", stories / "wikinews_2019_2020.jsonl")
    assert (len(found.items), found.rejections) == (10_295, [])
    assert all(story.date and story.source for story in found.stories)
