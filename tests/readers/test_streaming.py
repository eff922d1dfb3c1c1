"""Memory does not grow with the input."""

import io
import json
import tracemalloc

import duckdb
import pytest

from dragoman import readers

TEXT = "The ministers met in Strelsau on Friday and spoke about the river. " * 30
PEAK = 24 << 20  # bytes; the inputs below are several times larger


class Generated(io.RawIOBase):
    """A stream that is made while it is read, so that the test itself holds nothing."""

    def __init__(self, head: bytes, piece: bytes, count: int, tail: bytes = b"") -> None:
        self.parts = self._make(head, piece, count, tail)
        self.left = b""
        self.size = len(head) + len(piece) * count + len(tail)

    @staticmethod
    def _make(head: bytes, piece: bytes, count: int, tail: bytes):
        yield head
        for start in range(0, count, 100):
            yield piece * min(100, count - start)
        yield tail

    def read(self, size: int = -1) -> bytes:
        while len(self.left) < size:
            part = next(self.parts, None)
            if part is None:
                break
            self.left += part
        out, self.left = self.left[:size], self.left[size:]
        return out


ROW = json.dumps({"date": "2024-11-09", "text": TEXT}).encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\ndate 2024-11-09 " + TEXT.encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(HTTP), HTTP)
)
INPUTS = {
    "jsonl": (b"", ROW + b"\n", b""),
    "json list": (b"[", ROW + b",\n", ROW + b"]"),
    "json object around a list": (b'{"total": 5, "articles": [', ROW + b",\n", ROW + b"]}"),
    "csv": (b"date,text\n", b"2024-11-09," + TEXT.replace(",", " ").encode() + b"\n", b""),
    "warc": (b"", WARC, b""),
    "text of many stories": (b"", b"date 2024-11-09 " + TEXT.encode() + b"\n\n", b""),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_memory_is_flat(kind: str) -> None:
    head, piece, tail = INPUTS[kind]
    count = (60 << 20) // len(piece)
    for _ in readers.read(["-"], stdin=io.BytesIO(head + piece + tail)):  # loads what is loaded once
        pass
    stream = Generated(head, piece, count, tail)
    assert stream.size > 2 * PEAK
    tracemalloc.start()
    try:
        stories = sum(isinstance(found, readers.Item) for found in readers.read(["-"], stdin=stream))  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stories == count + bool(tail)
    assert peak < PEAK


def test_memory_is_flat_for_parquet(tmp_path) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute(
            "COPY (SELECT DATE '2024-11-09' AS date, "
            "i || repeat('They met. ' || i, 200) AS text FROM range(30000) t(i)) "
            f"TO '{path}' (ROW_GROUP_SIZE 2048)"
        )
    tracemalloc.start()
    try:
        stories = sum(isinstance(found, readers.Item) for found in readers.read([path]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stories == 30_000
    assert peak < PEAK


def test_the_first_story_comes_before_the_last_byte_is_read() -> None:
    stream = Generated(*INPUTS["jsonl"][:2], 10**9)
    found = readers.read(["-"], stdin=stream)  # type: ignore[arg-type]
    assert isinstance(next(found), readers.Item)


def test_a_line_without_an_end_is_not_kept() -> None:
    stream = Generated(b'{"text": "', b"x" * 1000, 60_000, b'"}\n{"text": "They met."}\n')
    options = readers.Options(max_document_bytes=1 << 20, format="jsonl")
    tracemalloc.start()
    try:
        rejected, item = list(readers.read(["-"], stdin=stream, options=options))  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "max_document_bytes" in rejected.reason  # type: ignore[union-attr]
    assert isinstance(item, readers.Item)
    assert peak < PEAK
