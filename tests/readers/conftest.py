"""What the tests of the readers share: one way to read bytes, and the place of the development data."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dragoman import readers
from dragoman.records import Rejection


class Found(NamedTuple):
    items: list[readers.Item]
    rejections: list[Rejection]
    notices: list[str]

    @property
    def stories(self) -> list[Any]:
        return [item.story for item in self.items]

    @property
    def story(self) -> Any:
        assert len(self.items) == 1, (self.items, self.rejections)
        return self.items[0].story

    @property
    def reasons(self) -> list[str]:
        return [rejection.reason for rejection in self.rejections]

    @property
    def reason(self) -> str:
        assert len(self.rejections) == 1, (self.items, self.rejections)
        return self.rejections[0].reason


def collect(*inputs: Any, stdin: Any = None, **options: Any) -> Found:
    notices: list[str] = []
    items, rejections = [], []
    for found in readers.read(inputs, options=readers.Options(**options), stdin=stdin, notice=notices.append):
        (items if isinstance(found, readers.Item) else rejections).append(found)
    return Found(items, rejections, notices)


class Reading:
    """Reads bytes as a file of some name, several files, or standard input."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, data: bytes | str, **options: Any) -> Found:
        path = self.folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return collect(path, **options)

    def stream(self, data: bytes | str, **options: Any) -> Found:
        return collect("-", stdin=io.BytesIO(data.encode() if isinstance(data, str) else data), **options)

    def paths(self, *paths: Any, **options: Any) -> Found:
        return collect(*paths, **options)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


@pytest.fixture
def formats_data() -> Path:
    folder = Path(__file__).parents[2].parent / "shared" / "data" / "formats"
    if not folder.is_dir():
        pytest.skip("the development data is not at ../shared/data/formats")
    return folder
