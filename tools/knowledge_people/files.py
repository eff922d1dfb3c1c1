"""The readable tables as files, and where what is written by hand lies."""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["HAND", "HEADERS", "read", "write"]

HAND = Path(__file__).parent / "hand"
HEADERS = {
    "offices": ["id", "title", "aliases", "country", "body", "sectors", "rank", "seats", "source"],
    "people": ["id", "name", "aliases", "country", "gender", "born", "died", "source", "confidence"],
    "holders": [
        "office",
        "person",
        "start",
        "end",
        "start_precision",
        "end_precision",
        "note",
        "source",
        "confidence",
    ],
    "elections": [
        "country",
        "office",
        "date",
        "winner",
        "inauguration",
        "candidates",
        "source",
        "confidence",
    ],
    "affiliations": ["person", "body", "sectors", "role", "country", "start", "end", "source", "confidence"],
}


def read(path: Path) -> list[dict[str, str]]:
    """Read a table; an absent file is an empty one."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(handle)]


def write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    """Write a table with its header."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, header, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
