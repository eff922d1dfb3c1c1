"""Writing so that an output is either the old one or the new one, never half of either.

Everything is built in one folder beside the output, ``OUT.dragoman-tmp``, which whoever writes holds locked;
what a killed write left there is thrown away by the next. When the new output is whole and on the disk, it is
renamed into place. A folder cannot be renamed over another, so a Parquet store goes through two names:

    OUT.dragoman-tmp/…  ──▶  OUT.dragoman-new  (whole)   OUT ──▶ OUT.dragoman-tmp/old   OUT.dragoman-new ──▶ OUT

If the power goes in between, ``OUT.dragoman-new`` is whole: readers read it, and the next write ends the swap.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dragoman.errors import StoreError

__all__ = ["guarded", "put_in_place", "scratch_folder", "settled", "sync"]

_CURES = {
    errno.ENOSPC: "the disk is full; make room or choose another disk, then run the same again",
    errno.EDQUOT: "your disk quota is used up; make room or choose another disk, then run the same again",
    errno.EACCES: "no permission; choose a file and folder that you may write to",
    errno.EPERM: "no permission; choose a file and folder that you may write to",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
}


def _new(path: Path) -> Path:
    return path.with_name(path.name + ".dragoman-new")


def _temporary(path: Path) -> Path:
    return path.with_name(path.name + ".dragoman-tmp")


@contextlib.contextmanager
def guarded(path: Path, doing: str) -> Iterator[None]:
    """Turn failures of the disk and of DuckDB into a StoreError that says what to do.

    Args:
        path: the output, or the store that is read.
        doing: ``"written"`` or ``"read"``.
    """
    try:
        yield
    except OSError as error:
        cure = _CURES.get(error.errno or 0, error.strerror or str(error))
        raise StoreError(f"{path} cannot be {doing}: {cure}{_kept(path, doing)}") from error
    except Exception as error:
        duckdb = sys.modules.get("duckdb")
        if duckdb is None or not isinstance(error, duckdb.Error):
            raise
        raise StoreError(f"{path} cannot be {doing}: {_explained(str(error))}{_kept(path, doing)}") from error


def _kept(path: Path, doing: str) -> str:
    return ". What was there before is unchanged" if doing == "written" and path.exists() else ""


def _explained(message: str) -> str:
    first = message.splitlines()[0] if message else "unknown error"
    if "No space left" in message:
        return _CURES[errno.ENOSPC]
    if "Permission denied" in message:
        return _CURES[errno.EACCES]
    if (
        "Could not set lock" in message
        or "different configuration" in message
        or "already attached" in message
    ):
        return f"another program or connection has it open; close that and try again ({first})"
    if "not a valid DuckDB database" in message:
        return "its name says DuckDB, but it is no DuckDB database; choose another name"
    if "storage version" in message or "newer version" in message or "older version" in message:
        return f"another version of DuckDB wrote it; install that one or a newer one ({first})"
    return first


@contextlib.contextmanager
def scratch_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside an output, which only this process uses and which is gone afterwards.

    Also ends or undoes what a killed write left behind.

    Raises:
        StoreError: another process is writing the same output, or the folder cannot be made.
    """
    folder = _temporary(path)
    with guarded(path, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        lock = _lock(folder, path)
        try:
            _recover(path)
            _empty(folder)
        except OSError:
            lock.close()
            raise
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.close()


def _lock(folder: Path, path: Path) -> IO[bytes]:
    held = (folder / "lock").open("wb")
    try:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # a system without flock: two writers at once are the user's to avoid
        pass
    except BlockingIOError:
        held.close()
        raise StoreError(
            f"{path} cannot be written: another process is writing it; wait until that has ended"
        ) from None
    return held


def _recover(path: Path) -> None:
    new = _new(path)
    if new.exists():
        put_in_place(new, path, _temporary(path))


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left.name != "lock":
            left.unlink()


def settled(path: Path) -> Path:
    """Give where the whole output is: at its name, or at the other one if a swap of folders was cut short."""
    return path if path.exists() or not _new(path).exists() else _new(path)


def put_in_place(made: Path, path: Path, folder: Path) -> None:
    """Move what was made to its name, for good: on the disk before, on the disk after.

    Args:
        made: the whole new output, on the same disk as ``path``.
        path: its name; what is there is replaced.
        folder: the scratch folder, where the old one is put aside if it is a folder.
    """
    if not made.is_dir():
        if path.exists():
            shutil.copymode(path, made)
        sync(made)
        made.replace(path)
    else:
        for file in made.iterdir():
            sync(file)
        new, old = _new(path), folder / "old"
        if made != new:
            sync(made)
            made.rename(new)
            sync(path.parent)
        if path.exists():
            path.rename(old)
        new.rename(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
