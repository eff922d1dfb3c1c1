"""Writing: again and again, beside others, and cut short at every point."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman import store
from dragoman.errors import StoreError
from dragoman.records import CoderInfo, Record
from dragoman.store import scratch
from dragoman.store.sorting import Sorter

Make = Callable[..., Record]


def left_beside(out: Path) -> set[str]:
    """Give what stands beside an output."""
    return {entry.name for entry in out.parent.iterdir()} - {out.name, out.name + ".manifest.json"}


def test_a_story_coded_again_replaces_its_rows_and_leaves_the_others(out: Path, story: Make) -> None:
    assert store.write(out, [story("b"), story("a")]) == store.Written(added=2, replaced=0, total=2)
    new = story("b", note="Corrected. ")
    assert store.write(out, [story("c"), new]) == store.Written(added=1, replaced=1, total=3)
    assert list(store.read(out)) == [story("a"), new, story("c")]
    assert store.write(out, [new]) == store.Written(added=0, replaced=1, total=3)
    assert list(store.read(out)) == [story("a"), new, story("c")]
    assert store.find(out, new.events[3].id) == new
    assert store.find(out, "a") == story("a")
    assert store.find(out, "Putin") is None
    assert [record.story.id for record in store.read(out, ids={"c", "a", "nowhere"})] == ["a", "c"]
    assert left_beside(out) == set()


def test_of_two_records_of_one_story_the_later_stays(out: Path, story: Make) -> None:
    later = story("a", note="Later. ")
    assert store.write(out, [story("a"), story("b"), later]).total == 2
    assert list(store.read(out)) == [later, story("b")]


def test_replace_begins_anew(out: Path, story: Make) -> None:
    store.write(out, [story("a")])
    assert store.write(out, [story("b")], replace=True) == store.Written(added=1, replaced=0, total=1)
    assert list(store.read(out)) == [story("b")]
    assert len(store.read_manifest(out)) == 2


def test_a_store_without_stories_is_a_store(out: Path, story: Make) -> None:
    assert store.write(out, []).total == 0
    assert list(store.read(out)) == []
    assert store.connect(out).sql("SELECT count(*) FROM dyads").fetchall() == [(0,)]
    assert store.write(out, [story("a")]).total == 1


def test_the_same_records_make_the_same_bytes_in_whatever_order_and_portions(
    tmp_path: Path, story: Make
) -> None:
    made = [story(f"s{number}") for number in range(12)]
    whole, portions = tmp_path / "whole.jsonl", tmp_path / "portions.jsonl"
    store.write(whole, made)
    random.Random(1).shuffle(made)
    store.write(portions, made[:5])
    store.write(portions, made[3:])
    assert portions.read_bytes() == whole.read_bytes()


def test_more_than_memory_holds_is_sorted_on_disk(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path, memory=2000, runs=3)
    numbers = list(range(200)) * 2
    random.Random(2).shuffle(numbers)
    last = {}
    for turn, number in enumerate(numbers):
        last[f"é{number:03}"] = f"{turn}".encode()
        sorter.add(f"é{number:03}", f"{turn}".encode())
    assert any(tmp_path.iterdir())
    assert list(sorter.sorted()) == sorted(last.items())
    assert len(list(tmp_path.iterdir())) <= 4


def test_files_put_together_by_hand_are_read_in_order_and_once(tmp_path: Path, story: Make) -> None:
    first, second, both = (tmp_path / f"{name}.jsonl" for name in ("first", "second", "both"))
    store.write(first, [story("b"), story("c")])
    store.write(second, [story("a"), story("b", note="Later. ")])
    both.write_bytes(first.read_bytes() + b"\n" + second.read_bytes())
    expected = [story("a"), story("b", note="Later. "), story("c")]
    assert list(store.read(both)) == expected
    assert store.connect(both).sql("SELECT count(*) FROM stories").fetchall() == [(3,)]
    assert store.read_manifest(both) == ()
    assert store.write(both, [story("d")]) == store.Written(added=1, replaced=0, total=4)
    assert list(store.read(both)) == [*expected, story("d")]


# ------------------------------------------------------------------------------------------------- the manifest


def test_the_manifest_tells_every_run(out: Path, story: Make) -> None:
    coder = CoderInfo(version="0.1.0", model="reader 77")
    told = store.Manifest(
        inputs=(store.Input(name="news.csv", stories=5),),
        read=5,
        coded=2,
        rejected=2,
        repeated=1,
        reasons={"empty": 2},
        coder=coder,
        started="2024-11-12T08:00:00+00:00",
    )
    store.write(out, [story("a"), story("b")], manifest=told)
    store.write(out, [story("b")])
    first, second = store.read_manifest(out)
    assert (first.inputs, first.reasons, first.coder, first.started) == (
        told.inputs, told.reasons, coder, told.started
    )  # fmt: skip
    assert (first.read, first.coded, first.rejected, first.repeated) == (5, 2, 2, 1)
    assert (first.added, first.replaced, first.total) == (2, 0, 2)
    assert (second.added, second.replaced, second.total) == (0, 1, 2)
    assert first.finished is not None
    assert second.tables == first.tables
    assert first.tables["events"] == 2 * len(story("a").events)
    counts = store.connect(out).sql("SELECT count(*) FROM spans").fetchall()
    assert counts == [(first.tables["spans"],)]
    assert set(first.tables) == {table.name for table in store.tables()}


def test_the_time_of_day_is_in_the_manifest_alone(tmp_path: Path, story: Make) -> None:
    made = []
    for name in ("one", "two"):
        out = tmp_path / f"{name}.jsonl"
        store.write(out, [story("a")], manifest=store.Manifest(started=name))
        made.append(out.read_bytes())
    assert made[0] == made[1]
    assert json.loads((tmp_path / "one.jsonl.manifest.json").read_bytes())["runs"][0]["started"] == "one"


# ----------------------------------------------------------------------------------------- what is not ours stays


def test_tables_and_views_of_the_user_stay_in_a_duckdb_store(tmp_path: Path, story: Make) -> None:
    duckdb = pytest.importorskip("duckdb")
    out = tmp_path / "out.duckdb"
    store.write(out, [story("a")])
    with duckdb.connect(str(out)) as connection:
        connection.execute("CREATE TABLE notes AS SELECT 'mine' AS note")
        connection.execute("CREATE VIEW fights AS SELECT * FROM dyads WHERE quad_code = 4")
        before = connection.sql("SELECT count(*) FROM fights").fetchall()[0][0]
    store.write(out, [story("b")])
    connection = store.connect(out)
    assert connection.sql("SELECT note FROM notes").fetchall() == [("mine",)]
    assert connection.sql("SELECT count(*) FROM fights").fetchall() == [(2 * before,)]


def test_files_of_the_user_stay_in_a_parquet_store(tmp_path: Path, story: Make) -> None:
    out = tmp_path / "out.parquet"
    store.write(out, [story("a")])
    (out / "README.txt").write_text("mine")
    (out / "plots").mkdir()
    (out / "plots" / "one.svg").write_text("mine, too")
    store.write(out, [story("b")])
    assert (out / "README.txt").read_text() == "mine"
    assert (out / "plots" / "one.svg").read_text() == "mine, too"
    assert len(list(store.read(out))) == 2


def test_a_duckdb_store_that_is_coded_again_and_again_does_not_grow(tmp_path: Path, story: Make) -> None:
    out = tmp_path / "out.duckdb"
    made = [story(f"s{number}", note=str(number) * 20_000) for number in range(60)]
    store.write(out, made)
    size = out.stat().st_size
    for _ in range(4):
        store.write(out, made)
    assert out.stat().st_size < 4 * size
    assert list(store.read(out)) == sorted(made, key=lambda record: record.story.id)


def test_a_link_and_the_permissions_of_an_output_stay(tmp_path: Path, story: Make) -> None:
    (tmp_path / "disk").mkdir()
    target, link = tmp_path / "disk" / "real.jsonl", tmp_path / "out.jsonl"
    link.symlink_to(target)
    store.write(link, [story("a")])
    target.chmod(0o640)
    store.write(link, [story("b")])
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert len(list(store.read(link))) == 2


# ------------------------------------------------------------------------------------------------------ cut short


class Killed(BaseException):
    """What no code of ours catches."""


def test_a_write_whose_records_fail_changes_nothing(out: Path, story: Make) -> None:
    store.write(out, [story("a")])

    def failing() -> Iterator[Record]:
        yield story("b")
        raise Killed

    with pytest.raises(Killed):
        store.write(out, failing())
    assert list(store.read(out)) == [story("a")]
    assert left_beside(out) == set()


def test_a_failure_of_where_records_come_from_is_not_called_one_of_the_output(out: Path) -> None:
    def failing() -> Iterator[Record]:
        raise FileNotFoundError("the input")
        yield

    with pytest.raises(FileNotFoundError, match="the input"):
        store.write(out, failing())


def test_killed_at_any_step_the_old_or_the_new_is_there_whole(
    out: Path, story: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies before one file operation after another; nothing cleans up after it."""
    old, new = [story("a"), story("b")], [story("a"), story("b", note="New. "), story("c")]
    survived = set()
    for step in range(100):
        store.write(out, old, replace=True)
        with monkeypatch.context() as patch:
            finished = not _killed_at(step, patch, out, new)
        survived.add("new" if list(store.read(out)) == new else "old")
        assert list(store.read(out)) in (old, new)
        assert store.connect(out).sql("SELECT count(*) FROM stories").fetchall() in ([(2,)], [(3,)])
        store.write(out, new[2:])
        assert [record.story.id for record in store.read(out)] == ["a", "b", "c"]
        assert left_beside(out) == set()
        if finished:
            break
    assert finished
    assert survived == {"old", "new"}


def _killed_at(step: int, patch: pytest.MonkeyPatch, out: Path, records: list[Record]) -> bool:
    """Write, and die before the given operation on names; say whether there was such an operation."""
    counter = iter(range(1000))

    def dying(real: Callable[..., object]) -> Callable[..., object]:
        def operation(*args: object, **kwargs: object) -> object:
            if next(counter) == step:
                raise Killed
            return real(*args, **kwargs)

        return operation

    patch.setattr(Path, "rename", dying(Path.rename))
    patch.setattr(Path, "replace", dying(Path.replace))
    patch.setattr(scratch, "put_in_place", dying(scratch.put_in_place))
    patch.setattr(scratch.shutil, "rmtree", lambda *args, **kwargs: None)
    try:
        store.write(out, records)
    except Killed:
        return True
    return False


WRITER = """
import sys, time
from pathlib import Path
from dragoman import store
from tests.samples import rich_record

def records():
    for number in range(300):
        yield rich_record(id=f"n{number}")
    Path(sys.argv[2]).touch()
    time.sleep(600)

store.write(sys.argv[1], records())
"""


def test_after_sigkill_the_next_write_clears_up_and_goes_on(tmp_path: Path, story: Make) -> None:
    out, ready = tmp_path / "out.duckdb", tmp_path / "ready"
    store.write(out, [story("a")])
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", WRITER, str(out), str(ready)], cwd=root) as process:
        _wait(ready.exists)
        with pytest.raises(StoreError, match="another process is writing it"):
            store.write(out, [story("b")])
        process.send_signal(signal.SIGKILL)
    ready.unlink()
    assert left_beside(out) == {"out.duckdb.dragoman-tmp"}
    assert list(store.read(out)) == [story("a")]
    assert store.write(out, [story("b")]).total == 2
    assert left_beside(out) == set()


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not rename what is open")
@pytest.mark.parametrize("name", ["out.jsonl", "out.duckdb"])
def test_who_reads_one_file_while_it_is_written_keeps_what_he_reads(
    tmp_path: Path, story: Make, name: str
) -> None:
    out = tmp_path / name
    store.write(out, [story("a"), story("b")])
    reading = store.read(out)
    first = next(reading)
    store.write(out, [story("b", note="New. ")])
    assert [first, *reading] == [story("a"), story("b")]
