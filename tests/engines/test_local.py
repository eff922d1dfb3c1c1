"""The local engine returns every result, whatever happens to its workers."""

import os
import signal
import time

import pytest

from dragoman.engines import Outcome, local


def double(data: bytes) -> bytes:
    return data * 2


def fail(data: bytes) -> bytes:
    raise ValueError(f"cannot work on {data!r}")


def die_on_poison(data: bytes) -> bytes:
    if data == b"poison":
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return data * 2


def die_once(data: bytes) -> bytes:
    """Killed from outside the first time, as an operator or the kernel would."""
    mark = data.decode()
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return b"done"
    os.kill(os.getpid(), signal.SIGKILL)
    return b"never"


def run(work, partitions: dict[str, bytes], *, workers: int) -> dict[str, Outcome]:
    engine = local(work, workers=workers)
    for key, data in partitions.items():
        engine.submit(key, data)
    done: dict[str, Outcome] = {}
    deadline = time.monotonic() + 120
    while len(done) < len(partitions) and time.monotonic() < deadline:
        for outcome in engine.finished(timeout=5):
            assert outcome.key not in done, "a partition came back twice"
            done[outcome.key] = outcome
    engine.close(wait=True)
    return done


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_every_partition_comes_back(workers):
    done = run(double, {str(n): bytes([n]) for n in range(20)}, workers=workers)
    assert {key: outcome.result for key, outcome in done.items()} == {
        str(n): bytes([n, n]) for n in range(20)
    }


@pytest.mark.parametrize("workers", [0, 1])
def test_an_exception_is_the_outcome_of_its_partition_alone(workers):
    done = run(fail, {"a": b"a"}, workers=workers)
    assert done["a"].result is None
    assert done["a"].failure == "ValueError: cannot work on b'a'"
    assert not done["a"].died


def test_a_partition_that_kills_its_worker_costs_no_other():
    partitions = {str(n): bytes([n]) for n in range(8)} | {"bad": b"poison"}
    done = run(die_on_poison, partitions, workers=2)
    assert done.pop("bad").died
    assert {outcome.result for outcome in done.values()} == {bytes([n, n]) for n in range(8)}


def test_a_worker_killed_from_outside_costs_nothing(tmp_path):
    done = run(die_once, {"only": str(tmp_path / "mark").encode()}, workers=1)
    assert done["only"].result == b"done"


def test_closing_without_waiting_ends_the_workers():
    engine = local(die_on_poison, workers=1)
    for n in range(200):
        engine.submit(str(n), b"slow")
    engine.finished(timeout=30)
    began = time.monotonic()
    engine.close(wait=False)
    assert time.monotonic() - began < 5
