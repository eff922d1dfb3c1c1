"""Memory does not grow with the number of records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.conftest import NAMES

MEASURE = """
import json, resource, sys, time
from dragoman import store
from tests.samples import rich_record

out, number = sys.argv[1], int(sys.argv[2])
part = rich_record()

def records():
    import msgspec
    for n in range(number):
        # every record is another story; the order is not that of the ids
        story = msgspec.structs.replace(part.story, id=f"{n * 7919 % number:08}")
        yield msgspec.structs.replace(part, story=story)

began = time.process_time(), time.monotonic()
written = store.write(out, records())
wrote = time.process_time(), time.monotonic()
read = sum(1 for _ in store.read(out))
done = time.process_time(), time.monotonic()
assert written.total == read == number
print(json.dumps({
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "write_cpu": wrote[0] - began[0], "read_cpu": done[0] - wrote[0],
    "write": wrote[1] - began[1], "read": done[1] - wrote[1],
}))
"""


def measure(out: Path, number: int) -> dict[str, float]:
    """Write and read back records in a process of its own; give peak memory in MB, and seconds."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", MEASURE, str(out), str(number)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return {key: float(value) for key, value in json.loads(done.stdout).items()}


@pytest.mark.scale
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", NAMES)
def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path, name: str) -> None:
    number = 20_000
    small, large = measure(tmp_path / "a" / name, number // 4), measure(tmp_path / "b" / name, number)
    print(
        f"{name}: {number / large['write']:.0f} records/s written, {number / large['read']:.0f} read back; per "
        f"second of processor time {number / large['write_cpu']:.0f} and {number / large['read_cpu']:.0f}; "
        f"peak {small['peak']:.0f} MB at {number // 4} records, {large['peak']:.0f} MB at {number}"
    )
    # 400 MB of JSON; DuckDB keeps what it may (768 MB), which a quarter of that does not fill
    assert large["peak"] < 1400
    assert large["peak"] < 2 * small["peak"]
