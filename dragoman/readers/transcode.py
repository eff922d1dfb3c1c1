"""UTF-16 and UTF-32 to UTF-8, so that every format may look for line ends and brackets byte by byte."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from dragoman.readers.base import Context
from dragoman.readers.streams import Readable, Readinto

__all__ = ["to_utf8"]


def to_utf8(stream: Readable, encoding: str, context: Context) -> BinaryIO:
    """Give the stream in UTF-8; what is wrong in it becomes U+FFFD, and the user is told of it."""
    return io.BufferedReader(_Transcoded(stream, encoding, context))


class _Transcoded(Readinto):
    def __init__(self, stream: Readable, encoding: str, context: Context) -> None:
        super().__init__()
        self._stream = stream
        self._encoding = encoding
        self._context = context
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._wrong = 0
        self._over = False

    def piece(self) -> bytes:
        while not self._over:
            data = self._stream.read(1 << 18)
            self._over = not data
            text = self._decoder.decode(data, final=self._over)
            self._wrong += text.count("\ufffd")
            if self._over and self._wrong:
                self._context.notice(
                    f"{self._wrong} places are not {self._encoding}; they were replaced by U+FFFD"
                )
            if text:
                return text.encode("utf-8", "replace")
        return b""
