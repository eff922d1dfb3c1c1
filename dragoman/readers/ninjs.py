"""ninjs (IPTC's JSON for news, 1.x to 3.x) and the AP Media API's items, which are ninjs with an envelope.

The date is that of the version at hand (``versioncreated``), because its text speaks as of that day. Pictures,
packages and items whose text is elsewhere (AP gives a link to NITF) have no text and are set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from dragoman.readers.base import Context, Output
from dragoman.readers.markup import to_text

__all__ = ["EXTENSIONS", "NAME", "WHAT", "items", "read", "recognise", "sniff"]

NAME = "ninjs"
WHAT = "ninjs 1.x, 2.x, 3.x and AP Media API items (JSON)"
EXTENSIONS = (".ninjs",)

_MARKS = frozenset((
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "urgency", "slugline", "body_text", "body_xhtml",
    "body_html", "bodies", "headlines", "description_text", "associations", "renditions", "profile",
    "copyrightholder", "usageterms", "altids",
))  # fmt: skip
_WITHOUT_TEXT = ("audio", "video", "picture", "graphic", "composite", "component")
_DATES = (
    "versioncreated",
    "versionCreated",
    "contentcreated",
    "contentCreated",
    "firstcreated",
    "firstCreated",
)


def recognise(value: Mapping[str, Any]) -> bool:
    """Say whether an object is a ninjs item, or an envelope of AP's around some."""
    if len(_MARKS.intersection(value)) >= 2 and (
        "uri" in value or "guid" in value or "versioncreated" in value
    ):
        return True
    return any(True for _ in _inside(value))


def _inside(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the items of an envelope: ``data.item``, ``data.items[].item``, ``item[]``, ``item``."""
    data = value.get("data")
    if isinstance(data, dict) and "api_version" in value:
        value = data
    for name in ("item", "items"):
        found = value.get(name)
        for part in found if isinstance(found, list) else [found]:
            if not isinstance(part, dict):
                continue
            inner = part.get("item")
            item = inner if isinstance(inner, dict) else part
            if len(_MARKS.intersection(item)) >= 2:
                yield item


def items(value: Mapping[str, Any], place: str, context: Context) -> Output:
    """Give the story of an item, or those of an envelope."""
    found = list(_inside(value))
    if not found:
        found = [value]
    for number, item in enumerate(found, start=1):
        where = place if len(found) == 1 else f"{place}, item {number}"
        title = _headline(item)
        ident = item.get("altids", {}).get("itemid") if isinstance(item.get("altids"), dict) else None
        ident = item.get("guid") or ident or item.get("uri")
        text = _body(item)
        if not text:
            yield context.reject(_why_none(item), place=where, id=ident, text=title)
            continue
        language = item.get("language") or item.get("languagetag")
        url = item.get("uri")
        yield context.item(
            where,
            text=text,
            date=next((item[name] for name in _DATES if item.get(name)), None),
            id=ident,
            source=_source(item),
            url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
            title=title,
            language=language,
            no_date="the item has neither versioncreated nor firstcreated",
        )


def _body(item: Mapping[str, Any]) -> str:
    # the marked-up forms keep the paragraphs, which body_text often runs together
    for name in ("body_xhtml", "body_html", "body_text"):
        body = item.get(name)
        if isinstance(body, str) and (text := to_text(body).strip()):
            return text
    bodies = [part for part in item.get("bodies") or () if isinstance(part, dict)]
    bodies.sort(key=lambda part: part.get("role") not in (None, "main", "full", "body"))
    for part in bodies:
        for name in ("value", "body_xhtml", "body_html", "body_text"):
            if isinstance(part.get(name), str) and (text := to_text(part[name]).strip()):
                return text
    return ""


def _headline(item: Mapping[str, Any]) -> str | None:
    headline = item.get("headline")
    if not headline:
        lines = [part for part in item.get("headlines") or () if isinstance(part, dict)]
        lines.sort(key=lambda part: part.get("role") not in (None, "main", "headline"))
        headline = next((part["value"] for part in lines if isinstance(part.get("value"), str)), None)
    headline = headline or item.get("title")
    return to_text(headline).strip() if isinstance(headline, str) else None


def _source(item: Mapping[str, Any]) -> str | None:
    for name in ("source", "provider", "infosource", "infosources", "organisation", "copyrightholder"):
        value = item.get(name)
        if name == "organisation":  # those that the story mentions, unless said otherwise
            value = [o for o in value or () if isinstance(o, dict) and o.get("rel") in ("source", "provider")]
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("literal")
        if isinstance(value, str) and value.strip():
            return value
    return None


def _why_none(item: Mapping[str, Any]) -> str:
    kind = item.get("type")
    if kind in _WITHOUT_TEXT:
        return f"no text: the item is a {kind}"
    renditions = item.get("renditions")
    if isinstance(renditions, dict) and any(name in renditions for name in ("nitf", "anpa")):
        return "no text: the item only links to it (renditions); download the NITF file and read that"
    return "no text: the item has no body"


def sniff(head: bytes, name: str) -> float:
    """Say no more than the file's name does: the readers of JSON recognise items by their keys."""
    return 0.85 if name.endswith(EXTENSIONS) and head.lstrip()[:1] in (b"{", b"[") else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the stories of a file of ninjs items, laid out in any of JSON's ways."""
    from dragoman.readers import json

    yield from json.read(stream, context)
