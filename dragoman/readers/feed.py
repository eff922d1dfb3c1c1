"""RSS and Atom from a file (feedparser): one story an entry, its full content before its summary."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import Any, BinaryIO

from dragoman.readers.base import Context, Item, Output
from dragoman.readers.markup import to_text
from dragoman.readers.streams import read_all
from dragoman.records import Rejection

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "feed"
WHAT = "RSS and Atom feeds: one story an entry (full content, else summary)"
EXTENSIONS = (".rss", ".atom", ".rdf")

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(
    rb"<(?:rss[\s>]|rdf:RDF[\s>][^<]{0,2000}purl\.org/rss|feed[\s>][^<]{0,2000}(?:w3\.org/2005/Atom|purl\.org/atom))",
    re.IGNORECASE,
)


def sniff(head: bytes, name: str) -> float:
    """Say whether the root element is that of RSS or Atom."""
    if _ROOT.search(head[:8192]):
        return 0.95
    return 0.5 if name.endswith(EXTENSIONS) else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each entry."""
    limit = context.options.max_document_bytes
    data = read_all(stream, limit)
    if data is None:
        yield context.reject(f"the feed has more than {limit:,} bytes (max_document_bytes); split it")
        return
    import feedparser

    # feeds need no entities of their own, which are what bombs are made of
    data = _DOCTYPE.sub(b"", data, count=1)
    # a stream and not the bytes themselves, which feedparser would try as the name of a file
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        why = feed.get("bozo_exception")
        yield context.reject(
            "the feed has no entries" + (f" that can be read: {str(why)[:200]}" if why else ""),
            text=data[:400],
        )
        return
    if feed.get("bozo"):
        why = str(feed.get("bozo_exception"))[:120]
        context.notice(f"the feed is not well-formed ({why}); read as far as possible")
    outlet = feed.feed.get("title")
    language = feed.feed.get("language")
    for number, entry in enumerate(feed.entries, start=1):
        place = f"entry {number}"
        make = partial(_item, entry, place, outlet, language, context)
        yield context.guard_one(place, make, text=str(entry.get("title", "")))


def _item(
    entry: Any, place: str, outlet: str | None, language: str | None, context: Context
) -> Item | Rejection:
    contents = [part.get("value", "") for part in entry.get("content") or ()]
    texts = [to_text(html).strip() for html in [*contents, entry.get("summary", "")] if html]
    text = max(texts[: len(contents)] or texts or [""], key=len)
    own = entry.get("source") or {}
    return context.item(
        place,
        text=text or (texts[-1] if texts else ""),
        # as written, which keeps the outlet's day; feedparser's own reading is in UTC
        date=entry.get("published") or entry.get("created") or entry.get("updated"),
        id=entry.get("id"),
        source=own.get("title") or outlet,
        url=entry.get("link"),
        title=to_text(entry.get("title", "")),
        language=language or (entry.get("content") or [{}])[0].get("language"),
        no_date="the entry has no date",
    )
