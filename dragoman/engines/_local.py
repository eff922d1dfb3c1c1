"""The local engine: the standard library's process pool, which survives the death of a worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from dragoman.engines import Outcome, Work


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _begin_worker() -> None:
    # Ctrl-C reaches the whole process group; the parent decides what becomes of the workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # a pool's worker outlives a parent that is killed: nobody would ever collect its results
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


TRIES_ALONE = (
    2  # one death may be an accident (a person's kill, another program's memory); two are the story's
)


class InProcess:
    """Works in this process, one partition at a time: for debugging, and where there are no subprocesses."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._waiting: deque[tuple[str, bytes]] = deque()

    @property
    def free(self) -> int:
        return 0 if self._waiting else 1

    def submit(self, key: str, data: bytes) -> None:
        self._waiting.append((key, data))

    def finished(self, *, timeout: float | None) -> list[Outcome]:
        if not self._waiting:
            return []
        key, data = self._waiting.popleft()
        try:
            return [Outcome(key, self._work(data))]
        except Exception as error:  # a partition's failure is an answer here, as it is from a pool
            return [Outcome(key, failure=_in_words(error))]

    def close(self, *, wait: bool) -> None:
        self._waiting.clear()


class Pool:
    """A process pool in which the death of one worker costs no partition.

    When a worker dies (killed, out of memory, a crash in native code) the standard pool breaks as a whole and
    does not say which partition was to blame. So all partitions that were in the works become suspects and are
    tried again one at a time; one that is alone in the pool is given up when that happens :data:`TRIES_ALONE`
    times.
    """

    def __init__(self, work: Work, *, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._running: dict[Future[bytes], tuple[str, bytes]] = {}
        self._suspects: deque[tuple[str, bytes]] = deque()
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._died_alone: Counter[str] = Counter()

    @property
    def free(self) -> int:
        # two a worker, so that none is idle while this process reads on
        return max(0, 2 * self._workers - len(self._running) - len(self._suspects) - len(self._waiting))

    def submit(self, key: str, data: bytes) -> None:
        self._waiting.append((key, data))
        self._start()

    def finished(self, *, timeout: float | None) -> list[Outcome]:
        self._start()
        if not self._running:
            return []
        done, _ = wait(self._running, timeout=timeout, return_when=FIRST_COMPLETED)
        alone = len(self._running) == 1
        outcomes: list[Outcome] = []
        broken = False
        for future in done:
            key, data = self._running.pop(future)
            try:
                outcomes.append(Outcome(key, future.result()))
            except BrokenProcessPool:
                broken = True
                self._died_alone[key] += alone
                if self._died_alone[key] < TRIES_ALONE:
                    self._suspects.append((key, data))
                else:
                    outcomes.append(
                        Outcome(key, failure="the process that worked on it died (out of memory?)", died=True)
                    )
            except Exception as error:  # raised by the function, in the worker
                outcomes.append(Outcome(key, failure=_in_words(error)))
        if broken:
            self._suspects.extend(self._running.values())
            self._running.clear()
            self._discard()
        self._start()
        return outcomes

    def close(self, *, wait: bool) -> None:
        self._waiting.clear()
        self._suspects.clear()
        if not wait and self._pool is not None:
            for process in list((self._pool._processes or {}).values()):
                process.terminate()
        self._running.clear()
        self._discard()

    def _start(self) -> None:
        if self._suspects:
            if not self._running:
                self._begin(*self._suspects.popleft())
            return
        while self._waiting and len(self._running) < 2 * self._workers:
            self._begin(*self._waiting.popleft())

    def _begin(self, key: str, data: bytes) -> None:
        if self._pool is None:
            # spawn: a forked child would inherit the locks of threads that do not exist in it
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin_worker,
            )
        try:
            self._running[self._pool.submit(self._work, data)] = (key, data)
        except BrokenProcessPool:  # it broke since the last look: everything in the works is suspect
            self._suspects.append((key, data))
            self._suspects.extend(self._running.values())
            self._running.clear()
            self._discard()

    def _discard(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
