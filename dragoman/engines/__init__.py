"""Run one pure function over many partitions, here or on a cluster.

An engine is handed a function from bytes to bytes and knows nothing of stories or events. All engines have
the methods of :class:`Engine`; the local one is a process pool.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

__all__ = ["Engine", "Outcome", "Work", "local"]

Work = Callable[[bytes], bytes]
"""The function that an engine runs: pure, and picklable (a module's function, or a partial of one)."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one partition: its ``result``, or why there is none.

    Attributes:
        key: the key under which the partition was submitted.
        result: what the function returned.
        failure: why there is no result, in words.
        died: the process that worked on it was killed or crashed, every time it was tried alone.
    """

    key: str
    result: bytes | None = None
    failure: str | None = None
    died: bool = False


class Engine(Protocol):
    """What a job needs of an engine."""

    @property
    def free(self) -> int:
        """How many more partitions can be submitted before some would only wait."""

    def submit(self, key: str, data: bytes) -> None:
        """Hand over one partition."""

    def finished(self, *, timeout: float | None) -> list[Outcome]:
        """Give what has finished since the last call, waiting up to ``timeout`` seconds for the first."""

    def close(self, *, wait: bool) -> None:
        """Stop; with ``wait`` false, give up what is being worked on."""


def local(work: Work, *, workers: int) -> Engine:
    """Give an engine of ``workers`` processes on this machine; with 0, one that works in this process."""
    from dragoman.engines._local import InProcess, Pool

    return Pool(work, workers=workers) if workers else InProcess(work)
