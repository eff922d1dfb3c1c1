"""Sorting more lines than memory holds: sorted runs on disk, then one merge (Knuth, TAOCP 3, 5.4)."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path
from struct import Struct

__all__ = ["Sorter", "merge"]

Item = tuple[str, bytes]

_HEAD = Struct("<QQ")
_MEMORY = 64 << 20
_RUNS = 64


class Sorter:
    """Takes (id, line) pairs in any order and gives them sorted by id; of one id, only the last that came.

    Args:
        folder: where runs are kept until they are merged.
        memory: bytes of lines to hold at once.
        runs: how many runs to have at once; more are merged first.
    """

    def __init__(self, folder: Path, *, memory: int = _MEMORY, runs: int = _RUNS) -> None:
        self._folder = folder
        self._memory = memory
        self._limit = runs
        self._held: dict[str, bytes] = {}
        self._size = 0
        self._made = 0
        self._runs: list[Path] = []

    def add(self, id: str, line: bytes) -> None:
        """Take one line."""
        self._size += len(line) - len(self._held.get(id, b""))
        self._held[id] = line
        # some 200 bytes an entry besides the line
        if self._size + 200 * len(self._held) > self._memory:
            self._spill(sorted(self._held.items()))
            self._held, self._size = {}, 0
            if len(self._runs) >= self._limit:
                runs, self._runs = self._runs, []
                self._spill(merge(map(_run, runs)))
                for run in runs:
                    run.unlink()

    def sorted(self) -> Iterator[Item]:
        """Give all lines, sorted."""
        yield from merge([*map(_run, self._runs), iter(sorted(self._held.items()))])

    def _spill(self, items: Iterable[Item]) -> None:
        run = self._folder / f"run-{self._made}"
        self._made += 1
        with run.open("wb") as file:
            for id, line in items:
                key = id.encode()
                file.write(_HEAD.pack(len(key), len(line)))
                file.write(key)
                file.write(line)
        self._runs.append(run)


def _run(path: Path) -> Iterator[Item]:
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            key, line = _HEAD.unpack(head)
            yield file.read(key).decode(), file.read(line)


def merge(streams: Iterable[Iterator[Item]]) -> Iterator[Item]:
    """Merge sorted streams; of one id, only what the last of the streams has."""
    last: Item | None = None
    for item in heapq.merge(*streams, key=lambda item: item[0]):  # stable: earlier streams first
        if last is not None and last[0] != item[0]:
            yield last
        last = item
    if last is not None:
        yield last
