"""gzip, zstd, bzip2 and xz around an input, inflated as it is read, with guards.

Damage is not an exception here: the bytes end (or go on at the next gzip member), what was wrong is added to the
context's faults, and whoever reads keeps what came before. A bomb, which inflates beyond the limits of the
options, ends the same way.
"""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zlib
from typing import Any, BinaryIO

from dragoman.readers.base import Context
from dragoman.readers.streams import Readable, Readinto

__all__ = ["SUFFIXES", "inflate", "kind_of"]

SUFFIXES = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd", ".bz2": "bzip2", ".xz": "xz", ".lzma": "xz"}
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
# the whole fixed header, with only the flags and systems of RFC 1952: chance in damaged data is below 2**-40
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
_PIECE = 1 << 20
_SMALL = 32 << 20
_DAMAGE = (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError)


def kind_of(head: bytes) -> str | None:
    """Name the compression whose signature the bytes begin with."""
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (kind != "bzip2" or re.match(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)", head)):
            return kind
    return None


def inflate(stream: Readable, kind: str, context: Context) -> BinaryIO:
    """Give the inflated bytes of a compressed stream; see the module's description for what damage does."""
    return io.BufferedReader(_Inflated(stream, kind, context), buffer_size=1 << 17)


class _Zstd:
    """zstandard's object, which cannot bound what it gives, with the attributes of the others."""

    unconsumed_tail = b""
    unused_data = b""

    def __init__(self) -> None:
        import zstandard

        self._object = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        self._error = zstandard.ZstdError

    def decompress(self, data: bytes, size: int) -> bytes:
        try:
            # a block of 4 bytes can give 128 KiB: by the kilobyte, at most 32 MiB come at once
            for start in range(0, len(data), 1024):
                if out := self._object.decompress(data[start : start + 1024]):
                    self.unconsumed_tail = data[start + 1024 :] if not self.eof else b""
                    if self.eof:
                        self.unused_data = self._object.unused_data + data[start + 1024 :]
                    return bytes(out)
                if self.eof:
                    self.unused_data = self._object.unused_data + data[start + 1024 :]
                    break
        except self._error as error:
            raise ValueError(str(error)) from error
        self.unconsumed_tail = b""
        return b""

    @property
    def eof(self) -> bool:
        return bool(self._object.eof)


def _start(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(wbits=31)
    if kind == "bzip2":
        return bz2.BZ2Decompressor()
    if kind == "xz":
        return lzma.LZMADecompressor(memlimit=256 << 20)
    return _Zstd()


def _salvage(engine: Any, data: bytes) -> bytes:
    """Give what comes before the damage: zlib forgets the output of the call that fails."""
    parts = []
    try:
        for start in range(len(data)):
            parts.append(engine.decompress(data[start : start + 1]))
    except zlib.error:
        pass
    return b"".join(parts)


class _Inflated(Readinto):
    def __init__(self, stream: Readable, kind: str, context: Context) -> None:
        super().__init__()
        self._stream = stream
        self._kind = kind
        self._context = context
        self._engine = _start(kind)
        self._begun = False  # the present member has been given some bytes
        self._data = b""
        self._read = 0
        self._given = 0
        self._over = False

    def piece(self) -> bytes:
        while not self._over:
            out = self._step()
            if out:
                self._given += len(out)
                self._guard()
                return out
        return b""

    def _step(self) -> bytes:
        """Inflate a little; set ``_over`` at the end."""
        if self._engine.eof:
            self._next_member()
            return b""
        waiting = self._kind in ("bzip2", "xz") and not self._engine.needs_input
        if not self._data and not waiting and not self._fill():
            if self._kind == "gzip" and (more := self._engine.decompress(b"", _PIECE)):
                return bytes(more)  # input is used up, output was not
            if self._engine.eof:
                return b""
            self._over = True
            if self._begun:
                self._fault("ends in the middle of the compressed data (cut off?)")
            return b""
        data, self._data = self._data, b""
        self._begun = self._begun or bool(data)
        spare = self._engine.copy() if self._kind == "gzip" else None
        try:
            out = bytes(self._engine.decompress(data, _PIECE))
        except _DAMAGE as error:
            self._damaged(data, error)
            return b"" if spare is None else _salvage(spare, data)
        self._data = getattr(self._engine, "unconsumed_tail", b"")
        return out

    def _fill(self) -> bool:
        self._data = self._stream.read(1 << 16) or b""
        self._read += len(self._data)
        return bool(self._data)

    def _next_member(self) -> None:
        rest = self._engine.unused_data
        while not rest.lstrip(b"\0"):  # padding
            if not self._fill():
                self._over = True
                return
            rest, self._data = self._data, b""
        rest = rest.lstrip(b"\0")
        if len(rest) < 16 and self._fill():
            rest += self._data
        self._data = rest
        self._engine = _start(self._kind)
        self._begun = False
        if kind_of(rest) != self._kind:
            if self._kind == "gzip" and self._resume(rest):
                self._fault("has bytes between two gzip members that are not compressed data")
                return
            self._over = True
            self._context.notice(f"bytes after the end of the {self._kind} data were ignored")

    def _damaged(self, data: bytes, error: Exception) -> None:
        """Note the damage; of gzip, go on at the next member."""
        resumed = self._kind == "gzip" and self._resume(data[1:])
        self._over = not resumed
        more = "; reading went on at the next part" if resumed else ""
        self._fault(f"has damaged {self._kind} data ({error}){more}")

    def _resume(self, data: bytes) -> bool:
        while True:
            found = _MEMBER.search(data)
            if found:
                self._data = data[found.start() :]
                self._engine = _start(self._kind)
                self._begun = False
                return True
            keep = data[-10:]
            if not self._fill():
                return False
            data = keep + self._data

    def _guard(self) -> None:
        options = self._context.options
        reason = None
        if self._given > options.max_inflated_bytes:
            reason = f"more than the limit of {options.max_inflated_bytes:,} bytes (max_inflated_bytes)"
        elif self._given > _SMALL and self._given > options.max_inflated_ratio * max(self._read, 1):
            reason = f"more than {options.max_inflated_ratio:g} times its size (max_inflated_ratio)"
        if reason is not None:
            self._over = True
            self._fault(f"inflates to {reason}; it was cut there, raise the limit if you trust it")

    def _fault(self, what: str) -> None:
        place = f"compressed byte {self._read - len(self._data):,}"
        self._context.faults.append(f"{what}, at about {place}; what could be read before was kept")
