"""Safe XML for the newswire formats: no entities from outside, no network, no bombs; damage is mended if possible.

Plain XML without a format of its own (``<RBNews><headline>…</headline><content>…``) is read here too: elements
whose children carry the names of a story's fields are rows (see ``fields``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html.entities import html5
from typing import Any, BinaryIO

from dragoman.readers.base import Context, Output
from dragoman.readers.cleaning import one_line
from dragoman.readers.encodings import decode
from dragoman.readers.fields import GUESSES, SUMMARIES, Mapper, plain
from dragoman.readers.markup import element_text
from dragoman.readers.streams import read_all
from dragoman.records import Rejection

__all__ = [
    "EXTENSIONS",
    "NAME",
    "WHAT",
    "attribute",
    "first_text",
    "local",
    "parse",
    "read",
    "root_name",
    "sniff",
    "tree",
]

NAME = "xml"
WHAT = "plain XML whose elements are named like columns (headline, body, date, …)"
EXTENSIONS = (".xml",)

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_NO_ROOT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)


def root_name(head: bytes) -> str:
    """Give the local name of the root element that bytes begin with; ``""`` when they are not XML."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    match = _ROOT.search(_NO_ROOT.sub(b"", head[: 64 << 10]))
    return match[1].decode("ascii", "replace") if match else ""


def parse(data: bytes, context: Context) -> Any:
    """Parse a document, mending what is not well-formed.

    Raises:
        ValueError: it cannot be parsed even so; the message says why.
    """
    from lxml import etree

    text = _DECLARATION.sub("", decode(data, context).lstrip("\ufeff"))
    if _ODD.search(text):
        text = _ODD.sub(" ", text)
    if "<!ENTITY" not in text[: 64 << 10]:
        # names of HTML's entities are common in agencies' files, which name a DTD that is not at hand
        text = _ENTITY.sub(_resolve, text)
    options = {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
        "encoding": "utf-8",
    }
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), etree.XMLParser(**options))
    except etree.XMLSyntaxError as error:
        first = one_line(str(error))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), etree.XMLParser(recover=True, **options))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"not XML: {one_line(str(error))}") from None
    if root is None:
        raise ValueError(f"not XML: {first}")
    context.notice(f"the XML is not well-formed ({first}); read as far as possible")
    return root


def _resolve(match: re.Match[str]) -> str:
    name = match[1]
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    return html5.get(name + ";", match[0])


def tree(stream: BinaryIO, context: Context) -> Any | Rejection:
    """Give the root element of an input, or the rejection that says why there is none."""
    limit = context.options.max_document_bytes
    data = read_all(stream, limit)
    if data is None:
        return context.reject(f"the XML file has more than {limit:,} bytes (max_document_bytes); split it")
    try:
        return parse(data, context)
    except ValueError as error:
        return context.reject(str(error), text=data[:400])


def local(element: Any) -> str:
    """Give an element's name without its namespace; ``""`` for entities and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def descendants(element: Any, *names: str) -> Iterator[Any]:
    """Give the elements below with one of the local names, in order, whatever their namespace."""
    for child in element.iter():
        if isinstance(child.tag, str) and local(child) in names:
            yield child


def first_text(element: Any, *names: str) -> str | None:
    """Give the first text, on one line, of the descendants with a name, trying the names in order."""
    for name in names:
        for child in descendants(element, name):
            if line := one_line(element_text(child)):
                return line
    return None


def attribute(element: Any, name: str) -> str | None:
    """Give an attribute by its local name, without outer space, ``None`` for an empty one."""
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return one_line(value)
    return None


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes are XML at all; any format of its own comes first."""
    if root_name(head) and (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") or name.endswith(EXTENSIONS)
    ):
        return 0.5
    return 0.3 if name.endswith(EXTENSIONS) else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each element that looks like a row."""
    root = tree(stream, context)
    if isinstance(root, Rejection):
        yield root
        return
    mapper = Mapper(context)
    number = 0
    for element in _rows(root):
        number += 1
        place = f"entry {number}"
        row = {local(child): _value(child) for child in reversed(element) if local(child)}
        yield context.guard_one(place, partial(mapper.item, place, row))
    if number == 0:
        yield context.reject(
            f"XML of an unknown kind (root element {local(root)!r}): not NITF, NewsML, RSS or Atom, and no "
            "elements named like a story's fields (text, body, content, …)",
            text=element_text(root)[:400],
        )


def _rows(root: Any) -> Iterator[Any]:
    """Give the outermost elements that have a child named like a text, and another field."""
    stack = [root]
    while stack:
        element = stack.pop()
        names = {plain(local(child)) for child in element if local(child)}
        has_text = names.intersection(GUESSES["text"]).difference(SUMMARIES)
        others = (names.intersection(GUESSES[field]) for field in ("title", "date", "id", "source", "url"))
        if has_text and any(others) and not _nested(element):
            yield element
        else:
            stack.extend(reversed(element))


def _nested(element: Any) -> bool:
    """Say whether a child that is named like a text is rather a container of rows."""
    rows = 0
    for child in element:
        if plain(local(child)) in GUESSES["text"]:
            names = {plain(local(inner)) for inner in child if local(inner)}
            rows += bool(names.intersection(GUESSES["text"]) and names.intersection(GUESSES["title"]))
    return rows > 0


def _value(element: Any) -> str:
    return element_text(element)
