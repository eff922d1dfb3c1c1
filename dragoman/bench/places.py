"""Places against gold points: LGL and GeoWebNews.

Gold mentions are those with a point (Gritta, Pilehvar and Collier 2020, "A Pragmatic Guide to Geoparsing Evaluation":
accuracy within 161 km, a miss is wrong). Recognition is scored on the words, without mentions that have no point,
common nouns (``*_Expression``) and ``Non_Toponym``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.bench.cost import loading, news, seconds
from dragoman.records import Place, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "NEAR_KM",
    "Document",
    "Gold",
    "accuracy",
    "is_near",
    "load_documents",
    "located",
    "recognition",
    "score",
    "score_cost",
]

NEAR_KM = 161.0
"""A hundred miles: the distance within which a place counts as found."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold mention with its point."""

    start: int
    end: int
    text: str
    lat: float
    lon: float
    geonames: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A gold document, its reading, and the words that gold leaves open (no point, or no toponym)."""

    id: str
    doc: Doc
    date: str | None
    source: str | None
    gold: list[Gold]
    open: list[tuple[int, int]]


def load_documents(path: Path, *, cache: Path | None = None) -> list[Document]:
    """Load a gold file and read its texts.

    Args:
        path: JSON lines with ``text`` and ``toponyms``.
        cache: a folder that keeps the readings between runs.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    docs = _read([row["text"] for row in rows], None if cache is None else cache / f"{path.stem}.docbin")
    return [_document(row, doc) for row, doc in zip(rows, docs, strict=True)]


def _document(row: dict[str, Any], doc: Doc) -> Document:
    gold, left = [], []
    for t in row["toponyms"]:
        if t["lat"] is None:
            left.append((t["start"], t["end"]))
            continue
        kind = t.get("kind") or t.get("fclass") or ""
        gold.append(Gold(t["start"], t["end"], t["text"], t["lat"], t["lon"], t.get("geonameid"), kind))
    source = row.get("domain") or row.get("link")
    return Document(row["doc_id"], doc, row.get("date"), source, gold, left)


def _read(texts: Sequence[str], cache: Path | None) -> list[Doc]:
    from spacy.tokens import DocBin

    from dragoman.language import load_reader

    reader = load_reader()
    if cache is not None and cache.exists():
        import spacy

        return list(DocBin().from_disk(cache).get_docs(spacy.blank("en").vocab))
    docs = [reader.read(text) for text in texts]
    if cache is not None:
        columns = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START", "SPACY"]
        DocBin(attrs=columns, docs=docs).to_disk(cache)
    return docs


def accuracy(right: int, of: int) -> float:
    """Give a share in percent."""
    return 100 * right / max(of, 1)


# ---------------------------------------------------------------------------------------------- figures


def located(document: Document, *, source: bool = True) -> Iterator[tuple[Gold, Place]]:
    """Give each gold mention with the place that ``Coder.locate`` gives for it; the reading is made once."""
    from dragoman.coding.placing import locate, survey
    from dragoman.knowledge.gazetteer import load

    gazetteer = load()
    story = Story(text=document.doc.text, date=document.date, source=document.source if source else None)
    seen = survey(document.doc, story, gazetteer)
    named = {(p.start, p.end): p for p in seen.places}
    for gold in document.gold:
        at = (gold.start, gold.end)
        yield gold, named[at] if at in named else locate(document.doc, story, gazetteer, span=at)


def is_near(gold: Gold, place: Place) -> bool:
    """Whether a place is within 161 km of the gold point; one that was not found is not."""
    if place.lat is None or place.lon is None:
        return False
    a, b = math.radians(gold.lat), math.radians(place.lat)
    h = (
        math.sin((a - b) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(gold.lon - place.lon) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h))) < NEAR_KM


def recognition(documents: Iterable[Document], *, demonyms: bool) -> dict[str, float]:
    """Give precision, recall and F1 of the words that name places, by exact span.

    Args:
        demonyms: whether gold words that our record leaves out by design ("Iranian") count.
    """
    from dragoman.coding.placing import survey
    from dragoman.knowledge.gazetteer import load

    gazetteer = load()
    right = ours = theirs = 0
    for document in documents:
        story = Story(text=document.doc.text, date=document.date, source=document.source)
        found = {(p.start, p.end) for p in survey(document.doc, story, gazetteer).places}
        gold = {
            (g.start, g.end)
            for g in document.gold
            if demonyms or not any(how == "demonym" for _, how in gazetteer.find(g.text))
        }
        left_out = {
            *document.open,
            *((g.start, g.end) for g in document.gold if (g.start, g.end) not in gold),
        }
        found -= left_out - gold
        right += len(found & gold)
        ours, theirs = ours + len(found), theirs + len(gold)
    precision, recall = right / max(ours, 1), right / max(theirs, 1)
    return {
        "precision": 100 * precision,
        "recall": 100 * recall,
        "F1": 200 * precision * recall / max(precision + recall, 1e-9),
    }


def score(data: Path) -> dict[str, float]:
    """Measure places on both development sets; ``python -m training.places`` cross-validates the ranker.

    Args:
        data: the folder of the development data.
    """
    made: dict[str, float] = {}
    for name, file in (("LGL", "lgl_dev"), ("GeoWebNews", "geowebnews_dev")):
        documents = load_documents(data / "place" / f"{file}.jsonl")
        pairs = [pair for document in documents for pair in located(document)]
        bare = [pair for document in documents for pair in located(document, source=False)]
        made[f"{name}: within 161 km"] = accuracy(sum(is_near(*p) for p in pairs), len(pairs))
        same = sum(is_near(g, p) or (g.geonames is not None and g.geonames == p.geonames) for g, p in pairs)
        made[f"{name}: same id or within 161 km"] = accuracy(same, len(pairs))
        made[f"{name}: within 161 km, outlet not given"] = accuracy(sum(is_near(*p) for p in bare), len(bare))
        for what, demonyms in (("all words with a point", True), ("names", False)):
            found = recognition(documents, demonyms=demonyms)
            made |= {f"{name}: recognition, {what}, {k}": v for k, v in found.items()}
    return {name: round(value, 1) for name, value in made.items()}


_MEMORY = """
import resource, time
import numpy, msgspec, zstandard
import dragoman.knowledge.gazetteer.lookup as lookup
def held():
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * resource.getpagesize()
before = held()
began = time.perf_counter()
gazetteer = lookup.load()
gazetteer.find("Sochi")
print(time.perf_counter() - began, (held() - before) / 2**20)
"""


def score_cost(data: Path, *, stories: int = 60) -> dict[str, float]:
    """Measure what places cost: share of the processor time of ``Coder.code``, memory and loading of the gazetteer.

    Args:
        data: the folder of the development data.
        stories: how many of the news set are coded.
    """
    import dragoman
    from dragoman.coding.placing import places
    from dragoman.knowledge.gazetteer import BUILT, load

    coder, gazetteer = dragoman.load(threads=1), load()
    whole, part = seconds(coder, news(data, stories), lambda doc, story: places(doc, story, gazetteer))
    load_time, memory = loading(_MEMORY)
    return {
        "places, % added to coding": round(100 * part / (whole - part), 2),
        "gazetteer, s to load": round(load_time, 3),
        "gazetteer, MB": round(memory, 1),
        "gazetteer, MB in the wheel": round(BUILT.stat().st_size / 2**20, 1),
    }
