from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.records import Record
from tests.samples import TEXT, rich_record

NAMES = ("out.jsonl", "out.parquet", "out.duckdb")


@pytest.fixture(params=NAMES)
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An output of each kind in turn."""
    return tmp_path / request.param


@pytest.fixture(scope="session")
def story() -> Callable[..., Record]:
    """Records that differ in their story: id, text, day, outlet."""

    def make(id: str, *, note: str = "", **fields: str | None) -> Record:
        return rich_record(id=id, text=f"{note}{TEXT}", **fields)  # type: ignore[arg-type]

    return make
