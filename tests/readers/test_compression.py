"""Compression around an input: found by content, kept up to the damage, never a bomb."""

import bz2
import gzip
import io
import json
import lzma
import os

import pytest
import zstandard

TEXT = "date 2024-11-09 They met in Geneva."


def rows(count: int) -> bytes:
    return b"".join(
        json.dumps(
            {"id": str(i), "date": "2024-11-09", "text": f"Story {i}. " + os.urandom(40).hex()}
        ).encode()
        + b"\n"
        for i in range(count)
    )


PACKERS = {
    "gz": gzip.compress,
    "zst": zstandard.ZstdCompressor().compress,
    "bz2": lambda data: bz2.compress(data, 1),  # in blocks of 100 kB: of a block that is cut nothing is left
    "xz": lzma.compress,
}


@pytest.mark.parametrize("kind", PACKERS)
def test_each_kind_is_read_by_its_content(reading, kind: str) -> None:
    data = PACKERS[kind](TEXT.encode())
    for name in (f"a.txt.{kind}", "a.txt", "a"):
        assert reading.file(name, data).story.text == "They met in Geneva."
    assert reading.stream(data).story.date == "2024-11-09"


@pytest.mark.parametrize("kind", PACKERS)
def test_members_one_after_another_are_one_input(reading, kind: str) -> None:
    data = b"".join(PACKERS[kind](line + b"\n") for line in rows(5).splitlines())
    found = reading.file(f"a.jsonl.{kind}", data)
    assert (len(found.items), found.rejections) == (5, [])


@pytest.mark.parametrize("kind", PACKERS)
def test_a_file_that_is_cut_off_keeps_what_came_before(reading, kind: str) -> None:
    data = PACKERS[kind](rows(3_000))
    found = reading.file(f"a.jsonl.{kind}", data[: len(data) // 2])
    assert len(found.items) > 500
    assert "ends in the middle" in found.reasons[-1]
    assert len(found.rejections) <= 2  # the fault, and the line that is cut


def test_a_damaged_member_of_gzip_costs_only_itself(reading) -> None:
    members = [gzip.compress(line + b"\n") for line in rows(5).splitlines()]
    members[2] = members[2][:40] + bytes(20) + members[2][60:]
    found = reading.file("a.jsonl.gz", b"".join(members))
    assert {"0", "1", "3", "4"} <= {story.id for story in found.stories}
    assert any("damaged gzip data" in reason and "went on" in reason for reason in found.reasons)


def test_a_wrong_checksum_keeps_the_content(reading) -> None:
    data = bytearray(gzip.compress(TEXT.encode()))
    data[-6] ^= 255
    found = reading.file("a.txt.gz", bytes(data))
    assert found.story.text == "They met in Geneva."
    assert "damaged" in found.reason


def test_bytes_behind_the_end_are_ignored_with_a_notice(reading) -> None:
    found = reading.file("a.txt.gz", gzip.compress(TEXT.encode()) + b"garbage that is long enough")
    assert found.story.date == "2024-11-09"
    assert any("ignored" in notice for notice in found.notices)
    assert reading.file("b.txt.gz", gzip.compress(TEXT.encode()) + bytes(512)).notices == []


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_is_cut_and_the_rest_goes_on(reading, kind: str) -> None:
    bomb = reading.folder / f"bomb.txt.{kind}"
    bomb.write_bytes(PACKERS[kind](b"boom. " * 200_000))
    (reading.folder / "good.txt").write_text(TEXT)
    found = reading.paths(bomb, reading.folder / "good.txt", max_inflated_bytes=1 << 19, max_story_chars=1000)
    assert [s.text for s in found.stories] == ["They met in Geneva."]
    assert any("max_inflated_bytes" in reason for reason in found.reasons)


def test_the_ratio_is_a_guard_too(reading) -> None:
    found = reading.file("a.jsonl.gz", gzip.compress(b"{" + b" " * (40 << 20)), max_inflated_ratio=100.0)
    assert any("100 times" in reason for reason in found.reasons)


def test_layers_upon_layers_are_refused(reading) -> None:
    data = TEXT.encode()
    for _ in range(3):
        data = gzip.compress(data)
    assert reading.file("a.gz", data).story.date == "2024-11-09"
    assert "bomb" in reading.file("b.gz", gzip.compress(data)).reason


def test_nothing_compressed_is_told(reading) -> None:
    assert "holds nothing" in reading.file("a.gz", gzip.compress(b"")).reason
    assert reading.file("b.gz", b"\x1f\x8b").rejections
    assert reading.file("c.gz", b"\x1f\x8b\x08\x00garbage").rejections


def test_a_pipe_that_gives_little_at_a_time(reading) -> None:
    class Dripping(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return self.data.read(min(size, 7) if size > 0 else 7)

    found = reading.paths("-", stdin=Dripping(gzip.compress(rows(50))))
    assert len(found.items) == 50
