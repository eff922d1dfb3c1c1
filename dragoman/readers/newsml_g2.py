"""NewsML-G2 (IPTC): news items alone, in messages, in any namespace prefix; packages have no text of their own.

The date is that of the version at hand (``versionCreated``), because its text speaks as of that day; where an item
leaves it empty, that of its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from dragoman.readers import nitf, xml
from dragoman.readers.base import Context, Output
from dragoman.readers.markup import element_text, has_markup, to_text
from dragoman.records import Rejection

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "newsml-g2"
WHAT = "NewsML-G2 items and messages (XML)"
EXTENSIONS = (".newsml-g2",)

_ROOTS = (
    "newsMessage",
    "newsItem",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
)
_DATES = ("versionCreated", "contentModified", "contentCreated", "firstCreated")


def sniff(head: bytes, name: str) -> float:
    """Say whether the root element is one of NewsML-G2's."""
    return 0.95 if xml.root_name(head) in _ROOTS else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give each text of each news item."""
    root = xml.tree(stream, context)
    if isinstance(root, Rejection):
        yield root
        return
    number = 0
    for item in xml.descendants(root, *_ROOTS[1:]):
        number += 1
        place = f"item {number}"
        yield from context.guard(place, partial(_stories, item, place, root, context))
    if number == 0:
        yield context.reject("no text: the message holds no item")


def _stories(item: Any, place: str, root: Any, context: Context) -> Output:
    ident = xml.attribute(item, "guid")
    title = _headline(item)
    kind = xml.local(item)
    if kind != "newsItem":
        yield context.reject(f"no text: the item is a {kind}, which only points at others", place=place, id=ident,
                             text=title)  # fmt: skip
        return
    found = list(_texts(item))
    if not found:
        yield context.reject(_why_none(item), place=place, id=ident, text=title)
        return
    date = next((value for name in _DATES if (value := xml.first_text(item, name))), None)
    for number, text in enumerate(found, start=1):
        yield context.item(
            place if len(found) == 1 else f"{place}, content {number}",
            text=text,
            date=date or xml.first_text(root, "sent"),
            id=ident if number == 1 or not ident else f"{ident}#{number}",
            source=_source(item),
            title=title,
            language=_language(item),
            no_date="the item gives no date of this version",
        )


def _texts(item: Any) -> Iterator[str]:
    """Give the item's texts, once where the same text comes in several renditions."""
    seen = set()
    for content in xml.descendants(item, "inlineXML", "inlineData"):
        inner = next(xml.descendants(content, "nitf"), None)
        if inner is not None:
            text = nitf.body_text(inner)
        elif xml.attribute(content, "encoding"):  # base64: a picture or a file
            continue
        else:
            text = element_text(content)
        if has_markup(text):
            text = to_text(text)
        words = " ".join(text.split())
        if words and words not in seen:
            seen.add(words)
            yield text


def _headline(item: Any) -> str | None:
    lines = [e for e in xml.descendants(item, "headline") if element_text(e).strip()]
    lines.sort(key=lambda e: "sub" in (xml.attribute(e, "role") or "").lower())
    return xml.first_text(lines[0], "headline") if lines else xml.first_text(item, "title")


def _why_none(item: Any) -> str:
    kind = next((xml.attribute(e, "qcode") for e in xml.descendants(item, "itemClass")), None)
    name = (kind or "").rsplit(":", 1)[-1]
    if name and name != "text":
        return f"no text: the item is of class {name}"
    if next(xml.descendants(item, "remoteContent"), None) is not None:
        return "no text: the item only points at a file (remoteContent)"
    return "no text: the item has no content"


def _source(item: Any) -> str | None:
    for name in ("provider", "infoSource", "copyrightHolder", "creator"):
        for element in xml.descendants(item, name):
            value = xml.first_text(element, "name") or xml.attribute(element, "literal")
            value = value or (xml.attribute(element, "qcode") or "").rsplit(":", 1)[-1]
            if value:
                return value
    return xml.first_text(item, "creditline")


def _language(item: Any) -> str | None:
    for element in xml.descendants(item, "language"):
        if value := xml.attribute(element, "tag"):
            return value
    return xml.attribute(item, "lang")
