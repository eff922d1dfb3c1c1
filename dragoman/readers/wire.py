"""Agencies' text for the wire: IPTC 7901 and ANPA 1312, framed by control characters, several in a file.

Both open with SOH (01) and a line of codes, set the text between STX (02) and ETX (03), and date it behind the
text: ``071341 GMT Okt 15`` in IPTC 7901, ``AP-WF-11-13-13 1509GMT`` in AP's ANPA. Slugs, notes to editors and
bylines before the text are no part of it. (IPTC Recommendation 7901; ANPA-1312.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

import msgspec

from dragoman.readers.base import Context, Item, Output
from dragoman.readers.encodings import decode
from dragoman.readers.streams import HEAD
from dragoman.records import Rejection

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "wire"
WHAT = "agencies' wire text: IPTC 7901 and ANPA 1312"
EXTENSIONS = (".tst", ".anpa", ".iptc7901")

_IPTC = re.compile(rb"[\x00\x16\s]*\x01[^\x01-\x04\n]{4,100}\r?\n")
_ANPA = re.compile(rb"[\x00\x04\s]*\x16\x16\x01")
_IPTC_DATE = re.compile(r"\x03\s*(\d{2})\d{4}\s+(?:GMT|UTC|[A-Z]{2,4})\s+([A-Za-zä]{3,4})\.?\s+(\d{2,4})")
_ANPA_DATE = re.compile(r"\x03?\s*(?P<agency>[A-Z]{2,4})-[A-Z]{1,4}-(\d{2})-(\d{2})-(\d{2,4})\s+\d{4}\s*GMT")
_CREDIT = re.compile(
    r"\(((?:[a-z]+/)?(?:dpa|AP|AFP|Reuters|UPI|ANSA|EFE|PA|Xinhua|TASS|Interfax)(?:/[a-z]+)?)\)"
)
_NOT_FOR_PRINT = re.compile(
    r"^\s*(?:\*\s*){3,}\s*\n\s*The following information is not intended for", re.MULTILINE
)
_NO_TITLE = re.compile(r"(?i)(?:by\s|von\s|\(|(?:\d+(?:st|nd|rd|th)|new|first) lead)")
_LIMIT = 4 << 20


class _Parts(msgspec.Struct):
    text: str
    title: str | None = None
    slug: str | None = None
    date: str | None = None
    source: str | None = None


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes open as a message does."""
    if _ANPA.match(head) or (_IPTC.match(head) and b"\x02" in head[:2048]):
        return 0.95
    return 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each message."""
    for number, data in enumerate(_messages(stream), start=1):
        place = f"message {number}"
        yield context.guard_one(place, partial(_item, data, place, context), text=data[:300])


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """Cut a stream at each SOH."""
    waiting = b""
    while part := stream.read(HEAD):
        waiting += part
        *whole, waiting = re.split(rb"(?=\x01)", waiting)
        yield from (message for message in whole if message.startswith(b"\x01"))
        if len(waiting) > _LIMIT:
            yield waiting
            waiting = b""
    if waiting.startswith(b"\x01"):
        yield waiting


def _item(data: bytes, place: str, context: Context) -> Item | Rejection:
    text = decode(data, context).replace("\r\n", "\n").replace("\r", "\n")
    anpa = b"\x13" in data[:400] or b"\n^" in data[:2000] or b"\x02^" in data[:2000]
    parts = _anpa(text) if anpa else _iptc(text)
    if not parts.text.strip():
        return context.reject("no text: the message has none between its marks", place=place, text=parts.slug)
    return context.item(
        place,
        text=parts.text,
        date=parts.date,
        source=parts.source,
        title=parts.title,
        no_date="the message has no time of sending behind its text",
    )


def _between(text: str) -> tuple[str, str]:
    """Give what stands before STX, and between it and ETX."""
    head, mark, rest = text.partition("\x02")
    if not mark:
        return "", text
    return head, rest.split("\x03", 1)[0]


def _credit(text: str) -> str | None:
    match = _CREDIT.search(text[:2000])
    return match[1] if match else None


def _iptc(text: str) -> _Parts:
    head, body = _between(text)
    date = None
    if match := _IPTC_DATE.search(text):
        year = match[3] if len(match[3]) == 4 else "20" + match[3]
        date = f"{int(match[1])} {match[2]} {year}"
    body = _NOT_FOR_PRINT.split(body, maxsplit=1)[0]
    lines = body.split("\n")
    # the head of the story ends with a line that ends with "=": title and byline
    title = None
    for number, line in enumerate(lines[:12]):
        if line.rstrip().endswith("="):
            above = [found.strip() for found in lines[: number + 1] if found.strip()]
            above[-1] = above[-1].rstrip("= ")
            titles = [found for found in above if not _NO_TITLE.match(found)]
            title = " ".join(titles) or None
            lines = lines[number + 1 :]
            break
    slug = next((line.strip() for line in head.split("\n")[1:] if line.strip()), None)
    body = _unwrapped(lines)
    agency = re.search(r"\b(dpa|afp|ap|reuters)\b", head.split("\n")[0], re.IGNORECASE)
    return _Parts(
        text=body, title=title, slug=slug, date=date, source=_credit(body) or (agency[1] if agency else None)
    )


def _unwrapped(lines: list[str]) -> str:
    """Join the lines of each paragraph, which the wire breaks at 69 characters."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            paragraphs.append([])
        else:
            paragraphs[-1].append(line.strip())
    return "\n\n".join(" ".join(part) for part in paragraphs if part)


def _anpa(text: str) -> _Parts:
    _, body = _between(text)
    date = agency = None
    if match := _ANPA_DATE.search(text):
        year = match[4] if len(match[4]) == 4 else "20" + match[4]
        date = f"{year}-{match[2]}-{match[3]}"
        agency = match["agency"]
    title = slug = None
    paragraphs: list[str] = []
    for line in body.split("\n"):
        stripped = line.strip()
        if stripped.startswith("^") and not paragraphs:
            told = stripped.strip("^<= ").strip()
            if slug is None:
                slug = re.sub(r",\d*$", "", told)
            elif (
                title is None
                and told
                and not re.match(r"(?:AP Photo|Eds:|By |AP |Associated Press|HFR)", told)
            ):
                title = told
            continue
        if stripped := stripped.strip("^<").strip():
            paragraphs.append(stripped)
    story = "\n\n".join(paragraphs)
    # the wire's seven bits: `` '' are quotation marks, a lone _ is a dash
    story = story.replace("``", "“").replace("''", "”").replace(" _ ", " — ")
    return _Parts(text=story, title=title, slug=slug, date=date, source=_credit(story) or agency)
