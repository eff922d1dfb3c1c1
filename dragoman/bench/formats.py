"""Measure the readers on real files: text, title and date of web pages; stories and reasons elsewhere.

``python -m dragoman.bench.formats ../shared/data/formats`` prints the figures as JSON. The folder has

* ``html/``: pages (``….html.gz``), and beside them reference extractions (``….json``: ``body`` with summary,
  headlines and paragraphs, ``title``, ``publishing_date``) in the order of the pages' dates;
* ``newswire/`` and ``warc/``: files without references, for which stories and rejections are counted.

Words are runs of letters and digits in lower case. With E the words of the extracted text, R those of the
reference (as multisets), precision is |E ∩ R| / |E| and recall |E ∩ R| / |R|.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman import readers
from dragoman.records import Rejection

__all__ = ["counts", "measure", "pages", "score"]

_WORD = re.compile(r"\w+")


def score(data: Path) -> dict[str, float]:
    """Give the figures that have floors.

    Args:
        data: the folder of the development data.

    Returns:
        Mean word precision, recall and F1, title and date accuracy over the pages (0 to 1), and how many
        stories newswire files and archives give.
    """
    found = measure(data / "formats")
    figures = {f"html {name}": float(value) for name, value in found["html"]["mean"].items()}
    return figures | {f"{name} stories": float(found[name]["stories"]) for name in ("newswire", "warc")}


def measure(folder: Path) -> dict[str, Any]:
    """Give all figures of a folder of formats.

    Args:
        folder: with ``html/``, ``newswire/`` and ``warc/``; those that are missing are left out.
    """
    found: dict[str, Any] = {}
    if (folder / "html").is_dir():
        found["html"] = pages(folder / "html")
    for name in ("newswire", "warc"):
        if (folder / name).is_dir():
            found[name] = counts(folder / name)
    return found


def pages(folder: Path) -> dict[str, Any]:
    """Compare the stories of pages with their references.

    Returns:
        ``files``: name to words of precision, recall and f1, ``title`` and ``date`` (right or not), ``reason``
        where the page was set aside; ``mean``: the same over all pages with a reference, a page that was set
        aside counting as 0.
    """
    rows: dict[str, dict[str, Any]] = {}
    for reference in sorted(folder.glob("*.json")):
        versions = json.loads(reference.read_text(encoding="utf-8"))
        files = sorted(folder.glob(f"{reference.stem}_[0-9]*.html.gz"))
        for (_, wanted), file in zip(sorted(versions.items()), files, strict=False):
            rows[file.name] = _page(file, wanted)
    means = {
        name: round(sum(row[name] for row in rows.values()) / len(rows), 4)
        for name in ("precision", "recall", "f1", "title", "date")
        if rows
    }
    return {"files": rows, "mean": means, "pages": len(rows)}


def counts(folder: Path) -> dict[str, Any]:
    """Count stories, dates and rejections of a folder, with the reasons by file."""
    stories: Counter[str] = Counter()
    reasons: list[dict[str, str | None]] = []
    dated = 0
    for found in readers.read([folder]):
        if isinstance(found, Rejection):
            name = Path(found.input).name
            reasons.append({"file": name, "place": found.place, "reason": found.reason})
        else:
            stories[Path(found.input).name] += 1
            dated += found.story.date is not None
    files = sum(1 for path in folder.iterdir() if path.is_file())
    return {
        "files": files,
        "files_with_stories": len(stories),
        "stories": stories.total(),
        "dated": dated,
        "rejections": reasons,
    }


def _page(file: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    found = next(iter(readers.read([file])))
    if isinstance(found, Rejection):
        zero = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "title": False, "date": False}
        return {**zero, "reason": found.reason}
    story = found.story
    extracted, reference = _words(story.text), _words(_text(wanted["body"]))
    common = (extracted & reference).total()
    precision = common / max(extracted.total(), 1)
    recall = common / max(reference.total(), 1)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "title": _same(story.title, wanted["title"]),
        "date": story.date == str(wanted["publishing_date"])[:10],
        "source": story.source,
    }


def _text(body: dict[str, Any]) -> str:
    parts = list(body.get("summary") or ())
    for section in body.get("sections") or ():
        parts += section.get("headline") or ()
        parts += section.get("paragraphs") or ()
    return "\n".join(parts)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _same(one: str | None, other: str | None) -> bool:
    return _WORD.findall((one or "").lower()) == _WORD.findall((other or "").lower())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1])), indent=1, ensure_ascii=False) + "\n")
