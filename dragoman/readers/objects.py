"""JSON values out of bytes, one at a time, however they are laid out; a broken one costs only itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

import msgspec

from dragoman.readers import ninjs
from dragoman.readers.base import Context, Output
from dragoman.readers.encodings import LineDecoder
from dragoman.readers.fields import GUESSES, SUMMARIES, Mapper, plain
from dragoman.readers.streams import Readable

__all__ = ["Piece", "decode", "pieces", "stories", "within"]

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[,\s\x1e]+|[^\s"{}\[\],]+|"', re.DOTALL)
_CHUNK = 1 << 20
_DEPTH = 5
_PATIENCE = 100


class Piece(msgspec.Struct):
    """One JSON value as bytes.

    Attributes:
        data: the bytes, or their beginning when ``fault`` is set.
        offset: where they begin in the stream.
        fault: why they are no whole value: the input ended, or the value is too large.
    """

    data: bytes
    offset: int
    fault: str | None = None


def decode(data: bytes | str) -> Any:
    """Decode one JSON value: strictly and fast, then leniently (NaN, halves of surrogates, control characters).

    Raises:
        ValueError: it is not JSON; the message says where.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        try:
            return json.loads(text.strip("\ufeff\x1e \t\r\n"), strict=False)
        except json.JSONDecodeError as error:
            raise ValueError(f"not JSON: {error.msg.lower()} at character {error.pos + 1}") from None
        except RecursionError:
            raise ValueError("not JSON that can be read: nested too deeply") from None


def pieces(stream: Readable, *, limit: int, depth: int = 0, skip: int = 0) -> Iterator[Piece]:
    """Cut a stream of JSON into the values at one depth, without decoding them.

    Args:
        stream: the bytes.
        limit: a value of more bytes is given up, and with it the rest.
        depth: 0 for values one after another, 1 for the elements of the array that the stream begins with.
        skip: bytes to pass over first (the beginning of an enclosing object).
    """
    buffer, base, at = b"", 0, 0
    level, start = 0, -1
    while skip > 0:
        part = stream.read(min(skip, _CHUNK))
        if not part:
            return
        skip -= len(part)
        base += len(part)
    while True:
        part = stream.read(_CHUNK)
        final = not part
        buffer += part
        while at < len(buffer):
            match = _TOKEN.match(buffer, at)
            if match is None:
                break
            token = match[0]
            first = token[0]
            if not final and ((match.end() == len(buffer) and first not in b"{}[]") or token == b'"'):
                break  # may go on in the next chunk
            at = match.end()
            if first in b"{[":
                if level == depth:
                    start = match.start()
                level += 1
            elif first in b"}]":
                level -= 1
                if level == depth and start >= 0:
                    yield Piece(data=buffer[start:at], offset=base + start)
                    start = -1
                elif level < depth or level < 0:
                    if depth:
                        return
                    yield Piece(data=buffer[match.start() : at], offset=base + match.start())
                    level = 0
            elif level == depth and first not in b", \t\r\n\x1e\x0b\x0c":
                yield Piece(data=token, offset=base + match.start())
        if start < 0:
            base += at
            buffer, at = buffer[at:], 0
        elif start > 0:
            base += start
            buffer, at, start = buffer[start:], at - start, 0
        if final:
            if start >= 0:
                yield Piece(
                    data=buffer[:4096],
                    offset=base,
                    fault="not JSON: the input ends in the middle of this value",
                )
            elif depth and level:
                yield Piece(data=b"", offset=base + at, fault="the input ends before the list does")
            return
        if len(buffer) > limit:
            fault = (
                f"a JSON value has more than {limit:,} bytes (max_document_bytes), or lacks a quotation mark"
            )
            yield Piece(data=buffer[:4096], offset=base, fault=fault)
            return


def within(value: Any, depth: int = _DEPTH) -> list[Any] | None:
    """Find the list of stories that an object wraps: the longest list of objects that look like stories."""
    if depth == 0:
        return None
    if isinstance(value, list):
        if any(_storylike(part) for part in value[:3]):
            return value
        parts: list[Any] = value[:3]
    elif isinstance(value, dict):
        parts = list(value.values())
        if len(parts) > 1 and all(_storylike(part) for part in parts):
            return parts
    else:
        return None
    found = [inner for part in parts if (inner := within(part, depth - 1)) is not None]
    return max(found, key=len, default=None)


def _storylike(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if ninjs.recognise(value):
        return True
    names = {plain(name) for name in value}
    if names.intersection(GUESSES["text"]).difference(SUMMARIES):
        return len(names) > 1
    # a description alone may be that of a picture
    return bool(names.intersection(SUMMARIES)) and bool(names.intersection(GUESSES["title"]))


def stories(value: Any, place: str, mapper: Mapper, context: Context) -> Output:
    """Give the stories of one decoded value: a row, a newswire item, or an object that wraps a list of them."""
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value, start=1):
            inner = f"{place}, entry {number}" if place else f"entry {number}"
            yield from context.guard(inner, partial(stories, part, inner, mapper, context))
    elif not isinstance(value, dict):
        kind = {str: "a string", bool: "true or false", type(None): "null", list: "a list"}.get(
            type(value), "a number"
        )
        yield context.reject(f"an object was expected, this is {kind}", place=place, text=str(value))
    elif ninjs.recognise(value):
        yield from ninjs.items(value, place, context)
    elif (rows := _rows(value, mapper)) is not None:
        yield from stories(rows, place if place != "entry 1" else "", mapper, context)
    elif mapper.plan(tuple(value))["text"] and not _only_wraps(value, mapper):
        yield mapper.item(place, value)
    elif (inner_list := within(value)) is not None:
        yield from stories(inner_list, place if place != "entry 1" else "", mapper, context)
    else:
        yield mapper.item(place, value)


def _rows(value: dict[str, Any], mapper: Mapper) -> list[dict[str, Any]] | None:
    """Turn columns, ``{"text": {"0": …, "1": …}}`` (pandas writes so), into rows."""
    names = mapper.plan(tuple(value))["text"]
    first = value[names[0]] if names else None
    if not isinstance(first, dict) or not first or not all(key.isdigit() for key in first):
        return None
    columns = {name: column for name, column in value.items() if isinstance(column, dict)}
    return [{name: column.get(key) for name, column in columns.items()} for key in first]


def _only_wraps(value: dict[str, Any], mapper: Mapper) -> bool:
    """Say whether what looks like the text's key holds a list of objects (``{"articles": …, "content": [{…}]}``)."""
    names = mapper.plan(tuple(value))["text"]
    return all(isinstance(value[name], list | dict | None) for name in names) and within(value) is not None


def values(stream: BinaryIO, context: Context, mapper: Mapper, head: bytes) -> Output:
    """Give the stories of a whole JSON input, streaming lists of any length."""
    limit = context.options.max_document_bytes
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lead = len(head) - len(stripped)
    array = stripped.startswith(b"[")
    skip, depth = 0, 0
    if array:
        skip, depth = lead, 1
    elif (start := _large_list(head, mapper)) is not None:
        skip, depth = start, 1
    elif head.startswith(b"\xef\xbb\xbf"):
        skip = 3
    number, failed = 0, 0
    decoder = LineDecoder(context, "entry")
    for piece in pieces(stream, limit=limit, depth=depth, skip=skip):
        number += 1
        if failed >= _PATIENCE:
            yield context.reject(
                f"{failed} broken values in a row: this is not JSON from here on",
                place=f"byte {piece.offset:,}",
            )
            return
        place = f"entry {number}"
        failed += 1
        if piece.fault is not None:
            yield context.reject(piece.fault, place=f"{place} at byte {piece.offset:,}", text=piece.data)
            continue
        try:
            value = decode(decoder.line(number, piece.data))
        except ValueError as error:
            yield context.reject(str(error), place=f"{place} at byte {piece.offset:,}", text=piece.data)
            continue
        failed = 0
        yield from context.guard(
            place,
            partial(stories, value, place, mapper, context),
            text=piece.data[:400],
        )
    decoder.finish()
    if number == 0:
        yield context.reject("the JSON holds no story: the list is empty", text=head[:200])


def _large_list(head: bytes, mapper: Mapper) -> int | None:
    """Find in an object too large for the head the list of stories that it wraps: the offset of its bracket."""
    level, opened = 0, []
    for match in _TOKEN.finditer(head):
        first = match[0][0]
        if first in b"{[":
            opened.append((match.start(), first))
            level += 1
        elif first in b"}]":
            if not opened:
                return None
            start, kind = opened.pop()
            level -= 1
            if level == 0:
                return None  # the object ends within the head: it is small, and is decoded as a whole
            if kind == 0x7B and opened[-1][1] == 0x5B:
                try:
                    value = decode(head[start : match.end()])
                except ValueError:
                    continue
                if _storylike(value) and mapper.plan(tuple(value))["text"]:
                    return opened[-1][0]
    return None
