"""WARC and ARC: pages and texts of a web archive, record by record; a broken record costs only itself.

Records are framed here, so that reading can go on behind one that is damaged or gives a wrong length (at the next
line ``WARC/1.``); what is inside a record (HTTP headers, chunks, content encodings) is read by warcio. Stories are
responses with status 200, resources, and conversions (the texts of Common Crawl's WET), when they are HTML or
plain text. ``WARC-Date`` is when a page was fetched, never the date of a story. (ISO 28500:2017.)
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from dragoman.readers import html, text
from dragoman.readers.base import Context, Output
from dragoman.readers.encodings import decode
from dragoman.readers.streams import Tail

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "warc"
WHAT = "WARC and ARC web archives: HTML and plain-text pages with status 200"
EXTENSIONS = (".warc", ".arc", ".wet")

_LINE = 64 << 10
_HEADER_LINES = 500
_MAX_PAGE = 24 << 20
_NEXT = re.compile(rb"\n(?=WARC/\d\.\d+\r?\n)")
_ARC = re.compile(rb"[a-zA-Z][\w+.-]*:[^\r\n]* \S+ \d{12,18} \S+ (-?\w+)\r?\n?$")
_SPACES = re.compile(rb"(\nWARC-Target-URI:[ \t]*)([^\r\n]* [^\r\n]*?)([ \t]*\r?\n)", re.IGNORECASE)
_ARC_SPACES = re.compile(rb"\A()(\S[^\r\n]* [^\r\n]*)( \S+ \d{12,18} \S+ -?\w+\r?\n)")
_NO_DATE = "the page gives no date of publication (WARC-Date is only when it was fetched)"


class _Frame(msgspec.Struct):
    """One record: where it begins, its bytes (headers and block), or what is wrong with it."""

    number: int
    offset: int
    data: bytes
    form: str = "warc"
    fault: str | None = None
    cut: bool = False  # only its end is lost: what HTTP counts may still be whole

    @property
    def place(self) -> str:
        return f"record {self.number} at byte {self.offset}"


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes begin with a record of a web archive."""
    if re.match(rb"\s*WARC/\d\.\d", head) or head.startswith(b"filedesc://"):
        return 1.0
    if _ARC.match(head.split(b"\n", 1)[0] + b"\n"):
        return 0.6
    return 0.5 if name.endswith(EXTENSIONS) else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each page."""
    passed: Counter[str] = Counter()
    number, found = 0, False
    for frame in _frames(stream, context):
        number += 1
        if frame.fault is not None and not frame.cut:
            yield context.reject(frame.fault, place=frame.place, text=frame.data[:400])
            found = True
            continue
        make = partial(_stories, frame, context, passed)
        for story in context.guard(frame.place, make, text=frame.data[:400]):
            found = True
            yield story
    listed = ", ".join(f"{count} {what}" for what, count in passed.most_common())
    if passed and found:
        context.notice(f"{passed.total()} of {number} records are no pages of text: {listed}")
    elif passed:
        yield context.reject(f"none of the {number} records is a page of text: {listed}")
    elif number == 0:
        yield context.reject("no record was found: this is no WARC or ARC file")


def _stories(frame: _Frame, context: Context, passed: Counter[str]) -> Output:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader

    try:
        record: Any = ArcWarcRecordLoader().parse_record_stream(
            io.BytesIO(_unspaced(frame)),
            known_format="arc" if frame.form == "arc" else None,
        )
    except ArchiveLoadFailed as error:
        yield context.reject(f"the record cannot be read ({error})", place=frame.place, text=frame.data[:400])
        return
    kind = record.rec_type or "untyped"
    if frame.fault is not None and kind != "response":
        yield context.reject(frame.fault, place=frame.place, text=frame.data[:400])
        return
    url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or ""
    mime, charset = _type(record.content_type)
    if kind == "response":
        if record.http_headers is None:
            if frame.fault is not None:
                yield context.reject(frame.fault, place=frame.place, text=frame.data[:400])
            else:
                passed["response without HTTP"] += 1
            return
        status = (record.http_headers.get_statuscode() or "?").strip()
        if status != "200":
            passed[f"status {status}"] += 1
            return
        if frame.fault is not None and not _whole(frame.data, record):
            yield context.reject(frame.fault, place=frame.place, text=frame.data[:400])
            return
        mime, charset = _type(record.http_headers.get_header("Content-Type"))
    elif kind not in ("resource", "conversion"):
        passed[kind] += 1
        return
    if not url.startswith(("http:", "https:", "file:", "ftp:")):
        passed[f"{kind} that is no page"] += 1
        return
    try:
        payload = record.content_stream().read(_MAX_PAGE + 1) or b""
    except Exception as error:  # warcio raises what zlib and its chunk reader do
        yield context.reject(f"the page's encoding is damaged ({error})", place=frame.place, text=url)
        return
    if len(payload) > _MAX_PAGE:
        yield context.reject(f"the page has more than {_MAX_PAGE:,} bytes", place=frame.place, text=url)
        return
    if mime in ("", "application/octet-stream") and html.sniff(payload[:4096], ""):
        mime = "text/html"
    if mime in ("text/html", "application/xhtml+xml"):
        yield from html.page(payload, frame.place, context, url=url, charset=charset, no_date=_NO_DATE)
    elif mime == "text/plain":
        found = text.parse(decode(payload, context, declared=charset))
        yield context.item(
            frame.place,
            text=found.text,
            date=found.date,
            title=found.fields.get("title"),
            url=url,
            no_date=_NO_DATE,
        )
    else:
        passed[mime or "untyped content"] += 1


def _unspaced(frame: _Frame) -> bytes:
    """Escape the spaces of the record's address, as warcio does, but without its message on standard error."""
    form = _ARC_SPACES if frame.form == "arc" else _SPACES
    return form.sub(lambda m: m[1] + m[2].strip().replace(b" ", b"%20") + m[3], frame.data, count=1)


def _whole(data: bytes, record: Any) -> bool:
    """Say whether a record whose end is lost has all that its HTTP headers promise."""
    told = record.http_headers.get_header("Content-Length") or ""
    start = max(data.find(b"\r\n\r\n", data.find(b"HTTP/")) + 4, data.find(b"\n\n", data.find(b"HTTP/")) + 2)
    return told.isdigit() and len(data) - start >= int(told)


def _type(value: str | None) -> tuple[str, str | None]:
    """Divide ``text/html; charset=utf-8`` into type and encoding."""
    mime, _, rest = (value or "").partition(";")
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.IGNORECASE)
    return mime.strip().lower(), match[1] if match else None


def _frames(stream: BinaryIO, context: Context) -> Iterator[_Frame]:
    """Cut a stream into records."""
    tail = Tail(stream)
    number, lost = 0, b""
    lost_at = 0
    while line := tail.readline(_LINE):
        start = tail.offset - len(line)
        is_warc, arc = line.startswith(b"WARC/"), _ARC.match(line)
        if not line.strip() and not lost:
            continue
        if not is_warc and not arc:
            lost_at = lost_at if lost else start
            lost = lost or line or b"\n"
            continue
        if lost:
            number += 1
            fault = "bytes that belong to no record; reading went on at the next record"
            yield _Frame(number=number, offset=lost_at, data=lost, fault=fault)
            lost = b""
        number += 1
        faults = len(context.faults)
        frame = _Frame(number=number, offset=start, data=line)
        if is_warc:
            _warc_frame(tail, frame, context)
        else:
            _arc_frame(tail, frame, arc[1] if arc else b"", context)
        if len(context.faults) > faults and frame.fault is None:
            frame.fault = "the record lies where the compressed data is damaged"
        yield frame
    if lost:
        fault = "bytes that belong to no record"
        yield _Frame(number=number + 1, offset=lost_at, data=lost, fault=fault)


def _warc_frame(tail: Tail, frame: _Frame, context: Context) -> None:
    """Read the rest of a record: headers, block, and what must follow it."""
    faults = len(context.faults)
    length: int | None = None
    for _ in range(_HEADER_LINES):
        line = tail.readline(_LINE)
        if line.startswith(b"WARC/") and length is None:
            tail.give_back(line)
            break
        frame.data += line
        if not line.strip():
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    if length is None:
        frame.fault = "the record gives no Content-Length; reading went on at the next record"
        _to_next(tail)
        return
    if length > context.options.max_document_bytes:
        # no skipping by a number that may be wrong: a record of that size is no story, but the next may be one
        frame.fault = f"the record has {length:,} bytes, more than max_document_bytes"
        _to_next(tail)
        return
    block = tail.read(length)
    frame.data += block
    whole = len(block) == length
    if whole and len(context.faults) == faults and _at_boundary(tail):
        return
    # the length is wrong, or bytes are lost: the next record may have been read as part of this one
    inner = _NEXT.search(block)
    if inner is not None:
        frame.data = frame.data[: len(frame.data) - len(block) + inner.start()]
        tail.give_back(block[inner.end() :])
        frame.fault = "the record is shorter than its Content-Length; reading went on at the next record"
    elif not whole:
        frame.cut = True
        frame.fault = f"the archive ends in the middle of the record ({len(block):,} of {length:,} bytes)"
    else:
        frame.fault = "the record is longer than its Content-Length; reading went on at the next record"
        _to_next(tail)


def _at_boundary(tail: Tail) -> bool:
    """Say whether what follows ends a record: two empty lines, another record, or the end of the archive."""
    empty = 0
    while line := tail.readline(_LINE):
        if line.strip():
            tail.give_back(line)
            return empty >= 2 or line.startswith(b"WARC/")
        empty += 1
    return True


def _to_next(tail: Tail) -> None:
    """Pass over what is left of a record, to the line that opens the next."""
    while line := tail.readline(_LINE):
        if line.startswith(b"WARC/"):
            tail.give_back(line)
            return


def _arc_frame(tail: Tail, frame: _Frame, length: bytes, context: Context) -> None:
    frame.form = "arc"
    if not length.isdigit():
        if frame.data.startswith(b"filedesc://"):
            while (line := tail.readline(_LINE)) and line.strip():
                frame.data += line
        else:
            frame.fault = f"the record's length is {length.decode('ascii', 'replace')!r}; it was passed over"
        return
    size = int(length)
    if size > context.options.max_document_bytes:
        tail.skip(size)
        frame.fault = f"the record has {size:,} bytes, more than max_document_bytes"
        return
    block = tail.read(size)
    frame.data += block
    if len(block) < size:
        frame.cut = True
        frame.fault = f"the archive ends in the middle of the record ({len(block):,} of {size:,} bytes)"
