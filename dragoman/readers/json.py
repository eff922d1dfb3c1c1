"""JSON: a list of stories, one story, stories one after another, or an object that wraps a list of them."""

from __future__ import annotations

import io
import re
from typing import BinaryIO

from dragoman.readers import objects
from dragoman.readers.base import Context, Output
from dragoman.readers.fields import Mapper
from dragoman.readers.streams import HEAD, Ahead

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "json"
WHAT = "JSON: a list of stories, one story, or an object around a list; also ninjs and AP media items"
EXTENSIONS = (".json", ".geojson")

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\]\"]|$))")


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes begin as a JSON object or list does."""
    begins = _START.match(head) is not None
    if name.endswith(EXTENSIONS):
        return 0.8 if begins else 0.4
    return 0.7 if begins else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the stories of a JSON input."""
    ahead = Ahead(stream, HEAD)
    yield from objects.values(io.BufferedReader(ahead, 1 << 20), context, Mapper(context), ahead.head)
