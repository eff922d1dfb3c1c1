"""What the tests of the command share: the command itself, and folders of stories."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from dragoman.cli import main; main()"]

PEOPLE = ["the president", "the prime minister", "the foreign minister", "the opposition leader", "a general"]
ACTS = ["met", "criticised", "thanked", "telephoned", "warned"]
STATES = ["Kenya", "Norway", "Peru", "Vietnam", "Jordan", "Canada", "Ghana"]


def story(number: int) -> str:
    """A short story of our own making, different for every number."""
    who, act = PEOPLE[number % 5], ACTS[number // 5 % 5]
    here, there = STATES[number % 7], STATES[(number + 3) % 7]
    return (
        f"{who.capitalize()} of {here} {act} the ambassador of {there} on Tuesday, officials said. "
        f"It was meeting number {number} of the year, and {there} had asked for it in March. "
        f'"We came to listen," the ambassador told reporters in the capital of {here}. '
        "Neither side said whether the border would open before the end of the month.\n\n"
        f"Trade between {here} and {there} fell by {number % 30 + 1} percent last year. "
        "The finance ministry expects that it will recover once the new tariffs are lifted."
    )


@pytest.fixture
def dragoman(tmp_path):
    """Run the command in an empty folder; gives the finished process."""

    def run(*arguments, **options) -> subprocess.CompletedProcess:
        settings = {
            "check": False,
            "capture_output": True,
            "text": True,
            "cwd": tmp_path,
            "timeout": 240,
        } | options
        return subprocess.run([*COMMAND, *map(str, arguments)], **settings)  # noqa: PLW1510 in settings

    return run


@pytest.fixture
def start(tmp_path):
    """Start the command in an empty folder and leave it running; gives the process."""
    started = []

    def run(*arguments) -> subprocess.Popen:
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # a shell that starts the tests in the background lets them, and so this, ignore interrupts
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def children(pid: int) -> list[int]:
    """Give the worker processes of a process (not the helper that tracks shared resources)."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    found = []
    for child in path.read_text().split() if path.exists() else ():
        try:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
        except OSError:  # it has ended meanwhile
            continue
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux's /proc")
