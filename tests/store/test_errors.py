"""What cannot be written or read is said with the path, the cause and the cure; what was there stays."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman import store
from dragoman.errors import StoreError
from dragoman.records import Record
from tests.store.conftest import NAMES

Make = Callable[..., Record]


@pytest.mark.parametrize("name", ["out", "out.csv", "out.jsonl.bz2", ".jsonl", "jsonl"])
def test_a_name_that_tells_no_kind_is_refused_with_those_that_do(name: str) -> None:
    with pytest.raises(StoreError, match=r"\.jsonl, \.jsonl\.gz, \.jsonl\.zst, \.parquet, \.duckdb"):
        store.kind(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a/b.jsonl", "jsonl"), ("B.JSONL.GZ", "jsonl"), ("x.y.parquet/", "parquet"), ("x.duckdb", "duckdb")],
)
def test_the_name_tells_the_kind(name: str, kind: str) -> None:
    assert store.kind(name) == kind


def test_a_store_that_is_not_there_is_named(out: Path) -> None:
    for door in (store.read, store.connect, store.read_manifest, lambda path: store.find(path, "x")):
        with pytest.raises(StoreError, match="there is no such store"):
            door(out)
    assert not list(out.parent.iterdir())


FOREIGN = {
    "text.duckdb": b"Dear diary\n" * 1000,
    "other.jsonl": b'{"name": "Anna"}\n',
    "cut.jsonl": b'{"story": {"id": "a", "text": "Cut o',
    "older.jsonl": b'{"story": {"id": "a", "text": "x"}, "verbs": []}\n',
    "latin.jsonl": b'{"story": {"id": "\xe9"}}\n',
    "plain.jsonl.gz": b'{"story": {}}\n',
    "plain.jsonl.zst": b'{"story": {}}\n',
    "file.parquet": b"PAR1",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_not_ours_is_neither_read_nor_overwritten(
    tmp_path: Path, story: Make, name: str
) -> None:
    out = tmp_path / name
    out.write_bytes(FOREIGN[name])
    with pytest.raises(StoreError, match=name):
        list(store.read(out))
    with pytest.raises(StoreError, match=name):
        store.connect(out)
    with pytest.raises(StoreError, match=name):
        store.write(out, [story("b")])
    if name != "older.jsonl":  # one may throw away what another version wrote
        with pytest.raises(StoreError, match=name):
            store.write(out, [story("b")], replace=True)
    assert out.read_bytes() == FOREIGN[name]
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_database_or_folder_of_something_else_is_left_alone(tmp_path: Path, story: Make) -> None:
    duckdb = pytest.importorskip("duckdb")
    base, folder = tmp_path / "mine.duckdb", tmp_path / "mine.parquet"
    with duckdb.connect(str(base)) as connection:
        connection.execute("CREATE TABLE stories AS SELECT 1 AS story")
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"\xff")
    for path in (base, folder):
        for replace in (False, True):
            with pytest.raises(StoreError, match="not a store of dragoman's"):
                store.write(path, [story("a")], replace=replace)
        with pytest.raises(StoreError, match="not a store of dragoman's"):
            store.read_manifest(path)
    assert [entry.name for entry in folder.iterdir()] == ["photo.jpg"]


def test_an_empty_file_or_folder_may_become_a_store(out: Path, story: Make) -> None:
    if out.suffix == ".parquet":
        out.mkdir()
    else:
        out.touch()
    assert store.write(out, [story("a")]).total == 1


def test_a_folder_is_no_jsonl_file(tmp_path: Path, story: Make) -> None:
    (tmp_path / "out.jsonl").mkdir()
    with pytest.raises(StoreError, match="is a folder, which a jsonl store is not"):
        store.write(tmp_path / "out.jsonl", [story("a")])


def test_another_schema_version_is_named_and_can_be_replaced(
    out: Path, story: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.manifest.SCHEMA_VERSION", 99)
        store.write(out, [story("a")])
    for attempt in (lambda: list(store.read(out)), lambda: store.connect(out), lambda: store.write(out, [])):
        with pytest.raises(
            StoreError, match=r"schema version 99, written by a newer dragoman; .* version 1\."
        ):
            attempt()
    assert store.write(out, [story("b")], replace=True).total == 1
    assert list(store.read(out)) == [story("b")]


def test_a_lost_table_is_named(tmp_path: Path, story: Make) -> None:
    out = tmp_path / "out.parquet"
    store.write(out, [story("a")])
    (out / "events.parquet").unlink()
    with pytest.raises(StoreError, match=r"events\.parquet is missing"):
        list(store.read(out))


def test_a_database_that_another_program_has_open_is_named(tmp_path: Path, story: Make) -> None:
    out = tmp_path / "out.duckdb"
    store.write(out, [story("a")])
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "open\n"
        for attempt in (lambda: list(store.read(out)), lambda: store.write(out, [story("b")])):
            with pytest.raises(StoreError, match="has it open; close that and try again"):
                attempt()
        holder.stdin.close()
    assert store.write(out, [story("b")]).total == 2


def test_a_store_can_be_read_while_a_connection_of_ours_is_open(out: Path, story: Make) -> None:
    store.write(out, [story("a")])
    connection = store.connect(out)
    assert list(store.read(out)) == [story("a")]
    assert connection.sql("SELECT count(*) FROM stories").fetchall() == [(1,)]


# --------------------------------------------------------------------------------- disks that do not do as told


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own; the test is skipped where one may not be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root"
)
@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk_is_named_and_the_old_output_stays(tmp_path: Path, story: Make, name: str) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk:
        out = disk / name
        store.write(out, [story("a")])
        before = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
        many = (story(f"s{number}", note=f"{os.urandom(20_000).hex()} ") for number in range(600))
        with pytest.raises(StoreError, match="the disk is full; make room") as caught:
            store.write(out, many)
        assert str(out) in str(caught.value)
        assert "unchanged" in str(caught.value)
        assert {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()} == before
        assert list(store.read(out)) == [story("a")]
        assert store.write(out, [story("b")]).total == 2


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root"
)
@pytest.mark.parametrize("name", NAMES)
def test_a_read_only_disk_is_named_and_can_be_read(tmp_path: Path, story: Make, name: str) -> None:
    with small_disk(tmp_path / "disk", "32m") as disk:
        store.write(disk / name, [story("a")])
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(StoreError, match="the disk is read-only; choose another folder"):
            store.write(disk / name, [story("b")])
        assert list(store.read(disk / name)) == [story("a")]
        assert store.connect(disk / name).sql("SELECT count(*) FROM events").fetchall() == [(7,)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path, story: Make) -> None:
    (tmp_path / "theirs").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="no permission; choose a file and folder that you may write to"):
        store.write(tmp_path / "theirs" / "out.jsonl", [story("a")])


def test_a_path_through_a_file_is_named(tmp_path: Path, story: Make) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        store.write(tmp_path / "file" / "out.jsonl", [story("a")])
