"""NITF, the News Industry Text Format (IPTC, 3.x), with or without its namespace."""

from __future__ import annotations

from functools import partial
from typing import Any, BinaryIO

from dragoman.readers import xml
from dragoman.readers.base import Context, Item, Output
from dragoman.readers.cleaning import one_line
from dragoman.readers.markup import element_text, has_markup, to_text
from dragoman.records import Rejection

__all__ = ["EXTENSIONS", "NAME", "WHAT", "body_text", "headline", "read", "sniff"]

NAME = "nitf"
WHAT = "NITF 3.x news items (XML)"
EXTENSIONS = (".nitf",)

# where the date of this version stands, best first: element and the attribute that norms it
_DATES = (
    ("date.issue", "norm"),
    ("pubdata", "date.publication"),
    ("story.date", "norm"),
    ("date.release", "norm"),
)


def sniff(head: bytes, name: str) -> float:
    """Say whether the root element is NITF's."""
    return 0.95 if xml.root_name(head) == "nitf" else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of the item."""
    root = xml.tree(stream, context)
    if isinstance(root, Rejection):
        yield root
        return
    for number, item in enumerate(xml.descendants(root, "nitf"), start=1):
        place = f"item {number}"
        yield context.guard_one(place, partial(_item, item, place, context))


def body_text(item: Any) -> str:
    """Give the text of a NITF element: the body's content without head, end, and media."""
    parts = []
    for content in xml.descendants(item, "body.content"):
        text = element_text(content)
        parts.append(to_text(text) if has_markup(text) else text)
    return "\n\n".join(part for part in parts if part.strip())


def headline(item: Any) -> str | None:
    """Give the main headline of a NITF element, else its title."""
    return xml.first_text(item, "hl1", "hedline", "title")


def _item(item: Any, place: str, context: Context) -> Item | Rejection:
    text = body_text(item)
    ident = next(
        (found for e in xml.descendants(item, "doc-id") if (found := xml.attribute(e, "id-string"))), None
    )
    title = headline(item)
    if not text.strip():
        return context.reject("no text: the item has no body", place=place, id=ident, text=title)
    return context.item(
        place,
        text=text,
        date=_date(item),
        id=ident,
        source=_source(item),
        title=title,
        language=xml.attribute(item, "baselang") or xml.attribute(item, "lang"),
        no_date="the item gives no date of issue",
    )


def _date(item: Any) -> str | None:
    for name, norm in _DATES:
        for element in xml.descendants(item, name):
            if value := xml.attribute(element, norm) or one_line(element.text):
                return value
    return None


def _source(item: Any) -> str | None:
    found = xml.first_text(item, "distributor", "rights.owner")
    if found:
        return found
    for name, holder in (("doc.copyright", "holder"), ("from-src", "src-name"), ("doc-id", "regsrc")):
        for element in xml.descendants(item, name):
            if value := xml.attribute(element, holder):
                return value
    return None
