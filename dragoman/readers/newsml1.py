"""NewsML 1.x (IPTC): news items with components, whose text is NITF, HTML, paragraphs or plain text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from dragoman.readers import nitf, xml
from dragoman.readers.base import Context, Output
from dragoman.readers.markup import element_text, has_markup, to_text
from dragoman.records import Rejection

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "newsml1"
WHAT = "NewsML 1.x news items (XML)"
EXTENSIONS = (".newsml",)

_DATES = ("ThisRevisionCreated", "FirstCreated", "DateId", "DateAndTime")


def sniff(head: bytes, name: str) -> float:
    """Say whether the root element is that of NewsML 1."""
    return 0.95 if xml.root_name(head) == "NewsML" else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give each text of each news item."""
    root = xml.tree(stream, context)
    if isinstance(root, Rejection):
        yield root
        return
    number = 0
    for item in xml.descendants(root, "NewsItem"):
        number += 1
        place = f"item {number}"
        yield from context.guard(place, partial(_stories, item, place, root, context))
    if number == 0:
        yield context.reject("no text: the NewsML envelope holds no news item")


def _stories(item: Any, place: str, root: Any, context: Context) -> Output:
    ident = xml.first_text(item, "PublicIdentifier", "NewsItemId")
    found = list(_texts(item))
    if not found:
        kinds = {xml.attribute(e, "FormalName") for e in xml.descendants(item, "MediaType")} - {None}
        reason = f"the item is of kind {', '.join(sorted(map(str, kinds)))}" if kinds else "it has no content"
        yield context.reject(
            f"no text: {reason}", place=place, id=ident, text=xml.first_text(item, "HeadLine")
        )
        return
    date = next((value for name in _DATES if (value := xml.first_text(item, name))), None)
    date = date or xml.first_text(root, "DateAndTime")
    for number, (content, text) in enumerate(found, start=1):
        yield context.item(
            place if len(found) == 1 else f"{place}, content {number}",
            text=text,
            date=date,
            id=ident if number == 1 or not ident else f"{ident}#{number}",
            source=_source(item),
            title=_near(content, "HeadLine") or xml.first_text(item, "HeadLine"),
            language=_language(item),
            no_date="the item gives no date of this revision",
        )


def _texts(item: Any) -> Iterator[tuple[Any, str]]:
    """Give the content items that are text, once where the same text comes in several forms."""
    seen = set()
    for content in xml.descendants(item, "ContentItem"):
        kind = next((xml.attribute(e, "FormalName") for e in xml.descendants(content, "MediaType")), None)
        if kind is not None and "text" not in kind.lower():
            continue
        for data in xml.descendants(content, "DataContent"):
            inner = next(xml.descendants(data, "nitf"), None)
            text = nitf.body_text(inner) if inner is not None else element_text(data)
            if has_markup(text):
                text = to_text(text)
            words = " ".join(text.split())
            if words and words not in seen:
                seen.add(words)
                yield content, text


def _near(content: Any, name: str) -> str | None:
    """Give the line of the innermost component around a content that has it."""
    for above in content.iterancestors():
        if xml.local(above) == "NewsItem":
            return None
        for child in above:
            if xml.local(child) == "NewsLines" and (line := xml.first_text(child, name)):
                return line
    return None


def _source(item: Any) -> str | None:
    for name in ("Provider", "Source"):
        for element in xml.descendants(item, name):
            for party in xml.descendants(element, "Party"):
                if value := xml.attribute(party, "FormalName"):
                    return value
    return xml.first_text(item, "CreditLine", "ProviderId")


def _language(item: Any) -> str | None:
    for element in xml.descendants(item, "Language"):
        if value := xml.attribute(element, "FormalName"):
            return value
    return xml.attribute(item, "lang")
