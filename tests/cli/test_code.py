"""``dragoman code`` codes everything that can be coded, says what it did, and loses nothing when disturbed."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from dragoman import from_json
from tests.cli.conftest import children, needs_proc, story


def records(path: Path) -> list:
    return [from_json(line) for line in path.read_bytes().splitlines()]


def rejected(path: Path) -> list[dict]:
    beside = path.with_name(path.name + ".rejected.jsonl")
    return [json.loads(line) for line in beside.read_text().splitlines()]


def write_stories(path: Path, numbers, **more) -> None:
    with path.open("w") as lines:
        for n in numbers:
            line = {"id": f"s{n:04}", "date": f"2024-11-{n % 28 + 1:02}", "text": story(n), **more}
            lines.write(json.dumps(line) + "\n")


def test_a_folder_of_stories_becomes_records(dragoman, tmp_path):
    (tmp_path / "news").mkdir()
    for n in range(3):
        (tmp_path / "news" / f"{n}.txt").write_text(f"date 2024-11-0{n + 1}\n\n{story(n)}")
    done = dragoman("code", "news", "-o", "out.jsonl", "--check")
    assert done.returncode == 0, done.stderr
    made = records(tmp_path / "out.jsonl")
    assert sorted(r.story.date for r in made) == ["2024-11-01", "2024-11-02", "2024-11-03"]
    assert all(r.coder.analyser for r in made)
    assert "3 of 3 stories coded" in done.stderr
    assert not (tmp_path / "out.jsonl.work").exists()
    assert not (tmp_path / "out.jsonl.rejected.jsonl").exists()


def test_a_folder_of_ones_own_knowledge_is_laid_over(dragoman, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "people.csv").write_text(
        "id,name,country,source\nq-example,Quentin Qexample,PER,editors\n"
    )
    (tmp_path / "a.txt").write_text("date 2024-11-09\n\nQuentin Qexample met the workers on Friday.")
    shown = dragoman("show", "a.txt", "--knowledge", "mine")
    done = dragoman("code", "a.txt", "-o", "out.jsonl", "--workers", 0, "--knowledge", "mine")
    assert (shown.returncode, done.returncode) == (0, 0), shown.stderr + done.stderr
    (record,) = records(tmp_path / "out.jsonl")
    person = next(a for a in record.actors if a.name == "Quentin Qexample")
    assert (person.country, person.basis) == ("PER", "knowledge")
    assert "PER" in shown.stdout


@pytest.mark.parametrize("out", ["out.jsonl", "out.parquet", "out.duckdb"])
def test_coding_again_replaces_and_adds(dragoman, tmp_path, out):
    write_stories(tmp_path / "a.jsonl", range(4))
    write_stories(tmp_path / "b.jsonl", range(2, 6))
    assert dragoman("code", "a.jsonl", "-o", out, "--workers", 0).returncode == 0
    done = dragoman("code", "b.jsonl", "-o", out, "--workers", 0)
    assert "2 replaced an earlier record" in done.stderr
    assert "now holds 6 stories" in done.stderr


def test_one_bad_story_is_set_aside_with_its_reason_and_the_rest_is_coded(dragoman, tmp_path):
    lines = [
        json.dumps({"id": "good", "date": "2024-11-09", "text": story(1)}),
        "{broken",
        '{"id": "empty", "text": ""}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    done = dragoman("code", "in.jsonl", "no-such-file.txt", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [r.story.id for r in records(tmp_path / "out.jsonl")] == ["good"]
    asides = rejected(tmp_path / "out.jsonl")
    assert {(a["input"], a["place"]) for a in asides} >= {("in.jsonl", "line 2"), ("in.jsonl", "line 3")}
    assert any(a["input"] == "no-such-file.txt" for a in asides)
    assert all(a["reason"] for a in asides)


def test_a_wrong_date_costs_the_date_not_the_story(dragoman, tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "date": "2024-02-31", "text": story(1)}) + "\n")
    done = dragoman("code", "in.jsonl", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 0
    (made,) = records(tmp_path / "out.jsonl")
    assert made.story.date is None
    assert "2024-02-31" in made.story.unresolved["date"]
    assert "1 without a date" in done.stderr


def test_the_same_id_with_another_text_is_set_aside_and_the_same_story_twice_is_coded_once(
    dragoman, tmp_path
):
    first = {"id": "x", "date": "2024-11-09", "text": story(1)}
    other = {"id": "x", "date": "2024-11-09", "text": story(2)}
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(s) + "\n" for s in (first, other, first)))
    done = dragoman("code", "in.jsonl", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 1
    (made,) = records(tmp_path / "out.jsonl")
    assert made.story.text == story(1)
    (aside,) = rejected(tmp_path / "out.jsonl")
    assert aside["place"] == "line 2"
    assert "in.jsonl, line 1" in aside["reason"]
    assert "1 found twice" in done.stderr


def test_a_later_run_replaces_the_story_of_an_id(dragoman, tmp_path):
    for n in (1, 2):
        (tmp_path / "in.jsonl").write_text(json.dumps({"id": "x", "date": "2024-11-09", "text": story(n)}))
        assert dragoman("code", "in.jsonl", "-o", "out.jsonl", "--workers", 0).returncode == 0
    (made,) = records(tmp_path / "out.jsonl")
    assert made.story.text == story(2)


def test_what_is_not_english_is_recorded_as_such(dragoman, tmp_path):
    german = (
        "Der Bundeskanzler hat am Freitag zum ersten Mal seit zwei Jahren mit dem russischen Präsidenten "
        "telefoniert und ihn aufgefordert, die Truppen aus der Ukraine abzuziehen."
    )
    (tmp_path / "de.txt").write_text(f"date 2024-11-15\n\n{german}")
    done = dragoman("code", "de.txt", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 0
    (made,) = records(tmp_path / "out.jsonl")
    assert made.story.language == "de"
    assert [gap.reason for gap in made.uncoded] == ["not English"]
    assert "1 not in English" in done.stderr


def test_stories_come_through_a_pipe(dragoman, tmp_path):
    done = dragoman("code", "-", "-o", "out.jsonl", "--workers", 0, input=f"date 2024-11-09 {story(3)}")
    assert done.returncode == 0, done.stderr
    (made,) = records(tmp_path / "out.jsonl")
    assert made.story.date == "2024-11-09"
    assert made.story.text == story(3)


def test_an_output_of_an_unknown_kind_is_refused_before_any_work(dragoman, tmp_path):
    write_stories(tmp_path / "in.jsonl", range(2))
    done = dragoman("code", "in.jsonl", "-o", "out.xlsx")
    assert done.returncode == 2
    assert ".duckdb" in done.stderr
    assert "Traceback" not in done.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"in.jsonl"}


def test_nothing_to_code_writes_nothing(dragoman, tmp_path):
    done = dragoman("code", "no-such-folder", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 2
    assert "Nothing could be coded" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert len(rejected(tmp_path / "out.jsonl")) == 1


def test_broken_bytes_cost_no_story(dragoman, tmp_path):
    (tmp_path / "bad.txt").write_bytes(
        b"date 2024-11-09\n\n" + story(1).encode() + b"\nThe caf\xe9 \xff\xfe closed."
    )
    done = dragoman("code", "bad.txt", "-o", "out.jsonl", "--workers", 0, "--check")
    assert done.returncode == 0, done.stderr
    assert "closed." in records(tmp_path / "out.jsonl")[0].story.text


# ----------------------------------------------------------------------------------------- disturbances


def wait_for_parts(folder: Path, count: int, process: subprocess.Popen) -> None:
    """Wait until so many partitions are coded, and the job is still running."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, f"ended too early: {process.communicate()}"
        if len(list(folder.glob("*"))) >= count:
            return
        time.sleep(0.02)
    raise AssertionError("nothing was coded in two minutes")


@pytest.fixture
def many(tmp_path, dragoman):
    """480 stories, and what an undisturbed run makes of them."""
    write_stories(tmp_path / "many.jsonl", range(480))
    assert dragoman("code", "many.jsonl", "-o", "calm.jsonl").returncode == 0
    return (tmp_path / "calm.jsonl").read_bytes()


@needs_proc
@pytest.mark.slow
def test_a_disturbed_run_ends_with_the_same_bytes(dragoman, start, many, tmp_path):
    out = tmp_path / "out.jsonl"
    parts = tmp_path / "out.jsonl.work" / "out"

    # Ctrl-C: what is coded stays, nothing looks finished
    process = start("code", "many.jsonl", "-o", "out.jsonl", "--workers", 1)
    wait_for_parts(parts, 1, process)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "goes on from here" in said
    assert "Traceback" not in said
    assert not out.exists()
    kept = len(list(parts.glob("*")))
    assert kept

    # the whole job killed: its workers end too, and the next run goes on
    process = start("code", "many.jsonl", "-o", "out.jsonl", "--workers", 1)
    wait_for_parts(parts, kept + 1, process)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{w}").exists() for w in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [w for w in workers if Path(f"/proc/{w}").exists()] == []
    assert not out.exists()
    kept = len(list(parts.glob("*")))

    # one worker killed: the job does not notice
    process = start("code", "many.jsonl", "-o", "out.jsonl", "--workers", 2)
    wait_for_parts(parts, kept + 1, process)
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert "480 of 480 stories coded" in said
    assert "taken over from an interrupted run" in said
    assert out.read_bytes() == many
    assert not (tmp_path / "out.jsonl.work").exists()


@pytest.mark.slow
def test_two_jobs_never_write_one_output(dragoman, start, tmp_path):
    write_stories(tmp_path / "many.jsonl", range(480))
    process = start("code", "many.jsonl", "-o", "out.jsonl", "--workers", 1)
    wait_for_parts(tmp_path / "out.jsonl.work" / "in", 1, process)
    second = dragoman("code", "many.jsonl", "-o", "out.jsonl")
    assert second.returncode == 2
    assert "another dragoman" in second.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 400 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", place], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("out", ["out.jsonl", "out.duckdb", "out.parquet"])
def test_a_full_disk_is_named_and_the_old_output_stays(dragoman, tmp_path, small_disk, out):
    write_stories(tmp_path / "few.jsonl", range(1))
    write_stories(tmp_path / "many.jsonl", range(200), title="x" * 3000)
    target = small_disk / out
    if out == "out.jsonl":
        assert dragoman("code", "few.jsonl", "-o", target, "--workers", 0).returncode == 0
        before = target.read_bytes()
    done = dragoman("code", "many.jsonl", "-o", target, "--workers", 0)
    assert done.returncode == 2
    assert "No space left" in done.stderr or "full" in done.stderr
    assert "Traceback" not in done.stderr
    if out == "out.jsonl":
        assert target.read_bytes() == before
    else:
        assert not target.exists()


def test_an_unreadable_file_is_set_aside(dragoman, tmp_path):
    write_stories(tmp_path / "good.jsonl", range(1))
    (tmp_path / "dir.jsonl").symlink_to(tmp_path / "nowhere")
    done = dragoman("code", "good.jsonl", "dir.jsonl", "-o", "out.jsonl", "--workers", 0)
    assert done.returncode == 1
    assert len(records(tmp_path / "out.jsonl")) == 1
    assert rejected(tmp_path / "out.jsonl")[0]["input"] == "dir.jsonl"
