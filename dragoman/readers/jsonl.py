"""JSON Lines: one object a line. A line that is not JSON costs only itself."""

from __future__ import annotations

from functools import partial
from typing import BinaryIO

from dragoman.readers import objects
from dragoman.readers.base import Context, Output
from dragoman.readers.encodings import LineDecoder
from dragoman.readers.fields import Mapper
from dragoman.readers.streams import HEAD, long_lines

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "jsonl"
WHAT = "JSON Lines: one JSON object a line"
EXTENSIONS = (".jsonl", ".ndjson", ".jsonlines", ".jl")


def sniff(head: bytes, name: str) -> float:
    """Say whether among the first lines there are whole JSON objects, each on its line."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e").startswith(b"{"):
        return 0.5 if name.endswith(EXTENSIONS) else 0.0
    named = name.endswith(EXTENSIONS)
    lines = [line for line in head.split(b"\n")[:6] if line.strip()]
    if len(head) >= HEAD and lines and not head.endswith(b"\n"):
        lines = lines[:-1] if len(lines) < 6 else lines  # the last may be cut by the look ahead
    whole = sum(1 for line in lines if _is_object(line))
    if whole == 0:
        return 0.75 if named and b"\n" not in head.strip() else 0.5 if named else 0.0
    # one object on one line is JSON as well as JSON Lines; read as lines, a second one that is added is found
    return 0.9 if named or whole > 1 else 0.72


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(objects.decode(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except ValueError:
        return False


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each line."""
    mapper = Mapper(context)
    limit = context.options.max_document_bytes
    decoder = LineDecoder(context)
    for number, line, whole in long_lines(stream, limit):
        place = f"line {number}"
        if not whole:
            yield context.reject(
                f"the line has more than {limit:,} bytes (max_document_bytes)", place=place, text=line
            )
            continue
        text = decoder.line(number, line).strip("\x1e \t\r\n\ufeff")
        if not text:
            continue
        try:
            value = objects.decode(text)
        except ValueError as error:
            yield context.reject(str(error), place=place, text=text)
            continue
        yield from context.guard(
            place,
            partial(objects.stories, value, place, mapper, context),
            text=text,
        )
    decoder.finish()
