"""Streams of bytes: looking ahead without losing anything, and lines that cannot fill the memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Protocol

__all__ = ["HEAD", "Ahead", "Readable", "Readinto", "Tail", "long_lines", "read_all"]

HEAD = 256 << 10
"""Bytes that are looked at to find out the format."""


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most ``size`` bytes, and none at the end."""
        ...


class Readinto(io.RawIOBase):
    """A stream that is made of pieces: subclasses give :meth:`piece`."""

    def __init__(self) -> None:
        super().__init__()
        self._left = memoryview(b"")

    def piece(self) -> bytes:
        """Give the next bytes; nothing means the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; part of the protocol of ``io``."""
        if not self._left:
            self._left = memoryview(self.piece())
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


class Ahead(Readinto):
    """A stream whose first bytes (:attr:`head`) have been looked at and are given again."""

    def __init__(self, stream: Readable, size: int = HEAD) -> None:
        super().__init__()
        parts, wanted = [], size
        while wanted > 0:
            part = stream.read(wanted)
            if not part:
                break
            parts.append(part)
            wanted -= len(part)
        self.head = b"".join(parts)
        self._left = memoryview(self.head)
        self._stream = stream

    def piece(self) -> bytes:
        """Give the next bytes of the stream below."""
        return self._stream.read(1 << 18)


class Tail:
    """Read from a stream with the right to give bytes back (to read them again)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = b""
        self._at = 0  # bytes of _back that have been read again: slicing them off would cost a copy a line
        self.offset = 0

    def readline(self, limit: int) -> bytes:
        """Give the next line with its end, or its first ``limit`` bytes."""
        if self._at < len(self._back):
            found = self._back.find(b"\n", self._at, self._at + limit) + 1
            end = found or min(self._at + limit, len(self._back))
            line, self._at = self._back[self._at : end], end
            if not found and len(line) < limit:
                line += self._stream.readline(limit - len(line))
        else:
            line = self._stream.readline(limit)
        self.offset += len(line)
        return line

    def read(self, size: int) -> bytes:
        """Give ``size`` bytes, fewer only at the end."""
        data = self._back[self._at : self._at + size]
        self._at += len(data)
        if len(data) < size:
            data += self._stream.read(size - len(data)) or b""
        self.offset += len(data)
        return data

    def skip(self, size: int) -> int:
        """Pass over ``size`` bytes without keeping them; give how many there were."""
        passed = 0
        while passed < size:
            part = self.read(min(1 << 20, size - passed))
            if not part:
                break
            passed += len(part)
        return passed

    def give_back(self, data: bytes) -> None:
        """Put bytes that were just read before what comes next."""
        if self._at >= len(data) and self._back[self._at - len(data) : self._at] == data:
            self._at -= len(data)  # what has just been taken from there
        else:
            self._back, self._at = data + self._back[self._at :], 0
        self.offset -= len(data)


def long_lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes, bool]]:
    """Give the number, the bytes and the completeness of each line.

    Of a line longer than ``limit`` bytes only the beginning is kept, and the last value is ``False``.
    """
    number = 0
    while line := stream.readline(limit):
        number += 1
        whole = len(line) < limit or line.endswith(b"\n")
        if not whole:
            start = line[:4096]
            while part := stream.readline(1 << 20):
                if part.endswith(b"\n"):
                    break
            line = start
        yield number, line, whole


def read_all(stream: BinaryIO, limit: int) -> bytes | None:
    """Give all bytes of a stream, or ``None`` when they are more than ``limit``."""
    data = stream.read(limit + 1)
    return None if len(data) > limit else data
