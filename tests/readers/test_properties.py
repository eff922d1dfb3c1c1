"""Whatever the bytes are, reading ends, and gives stories or reasons."""

# ruff: noqa: E501 - markup and headers stand as they are sent

import gzip
import io
import json
import zlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman import readers
from dragoman.readers import formats
from dragoman.readers.base import Context, Options
from dragoman.readers.cleaning import clean
from dragoman.readers.registry import registered
from dragoman.readers.text import parse
from dragoman.records import Rejection, is_day

QUIET = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
HEADS = (
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"{", b"[", b'{"text": "',
    b"<html>", b"<?xml version='1.0'?>", b"<nitf>", b"<rss>", b"<NewsML>", b"<newsItem>", b"WARC/1.0\r\n", b"filedesc://a",
    b"http://a 1.2.3.4 20240101000000 text/html ", b"\x01abc def\n\x02", b"\x16\x16\x01", b"PAR1", b"id,text\n", b"date 2024-11-09 ",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 40\r\n\r\nHTTP/1.1 200 OK\r\n",
)  # fmt: skip


def check(data: bytes, **options: object) -> None:
    found = list(readers.read(["-"], stdin=io.BytesIO(data), options=Options(**options)))
    assert found
    for item in found:
        if isinstance(item, Rejection):
            assert item.reason
            assert "Traceback" not in item.reason
        else:
            assert item.story.text.strip() == item.story.text != ""
            assert item.story.date is None or is_day(item.story.date)
            assert item.story.date is not None or item.story.unresolved["date"]
            item.story.text.encode("utf-8")


@QUIET
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_arbitrary_bytes_never_raise(head: bytes, data: bytes) -> None:
    check(head + data)


@QUIET
@given(st.sampled_from(HEADS), st.text(max_size=300))
def test_arbitrary_text_never_raises(head: bytes, text: str) -> None:
    check(head + text.encode("utf-8", "surrogatepass"))
    check(gzip.compress(head + text.encode("utf-8", "surrogatepass")))


@QUIET
@given(st.sampled_from([form.name for form in formats()]), st.sampled_from(HEADS), st.binary(max_size=300))
def test_every_format_bears_what_is_not_its_own(name: str, head: bytes, data: bytes) -> None:
    check(head + data, format=name)
    for _ in registered()[name].read(io.BytesIO(head + data), Context("x")):
        pass


@QUIET
@given(st.binary(min_size=1, max_size=200), st.integers(0, 10_000), st.integers(0, 255))
def test_damage_to_compressed_data_never_raises(data: bytes, place: int, byte: int) -> None:
    packed = bytearray(gzip.compress(data) + gzip.compress(data))
    packed[place % len(packed)] = byte
    check(bytes(packed))
    check(zlib.compress(data))


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["text", "date", "id", "source", "title", "items", "bodies", "item", "altids",
                                       "versioncreated", "renditions", "uri", "data", "body_html"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@QUIET
@given(VALUES)
@example({"text": "They met.", "versioncreated": [], "uri": {}, "altids": 3})
def test_json_of_any_shape_never_raises(value: object) -> None:
    check(json.dumps(value).encode())
    check(json.dumps([value, value], indent=1).encode())


@QUIET
@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@QUIET
@given(st.text(max_size=100))
def test_the_text_after_a_header_is_what_was_written(text: str) -> None:
    body = "The talks went on. " + text
    assert parse(f"date 2024-11-09 {body}").text == parse("x. " + body).text.removeprefix("x. ").strip()


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_nesting_never_raises(depth: int) -> None:
    check(b"[" * depth + b"]" * depth)
    check(b'{"text": ' * depth + b"1" + b"}" * depth)
    check(b"<?xml version='1.0'?>" + b"<a>" * depth + b"</a>" * depth)
