"""A store as one file of JSON lines, sorted by story id: the same records make the same bytes.

The names ``.jsonl.gz`` and ``.jsonl.zst`` compress it. The manifest stands beside it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from dragoman.errors import RecordError, StoreError
from dragoman.records import Record, from_json
from dragoman.store.manifest import Manifest, completed, decode_runs, encode_runs
from dragoman.store.rows import count
from dragoman.store.scratch import guarded, put_in_place
from dragoman.store.sorting import Item, Sorter, merge
from dragoman.store.tables import tables

__all__ = ["find", "lines", "manifest_path", "read", "runs", "write"]


class _Id(msgspec.Struct):
    id: str


class _Line(msgspec.Struct):
    story: _Id


_LINE = msgspec.json.Decoder(_Line)


def manifest_path(path: Path) -> Path:
    """Give the name of the manifest beside a file: ``OUT.manifest.json``."""
    return path.with_name(path.name + ".manifest.json")


def runs(path: Path, *, any_version: bool = False) -> tuple[Manifest, ...]:
    """Give the manifest's entries; none when there is no manifest.

    Args:
        path: the store.
        any_version: pass over the entries of another schema version, instead of refusing them.

    Raises:
        StoreError: it is not ours, or the store has another schema version.
    """
    beside = manifest_path(path)
    return decode_runs(beside.read_bytes(), beside, any_version=any_version) if beside.exists() else ()


@contextlib.contextmanager
def _opened(path: Path, mode: str, *, name: str) -> Iterator[IO[bytes]]:
    """Open a file, compressed as the name says; the name of what it will be, not of a temporary file."""
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(path.open(mode))
        if name.lower().endswith(".gz"):
            # neither the time nor the temporary name may get into the bytes
            file: Any = gzip.GzipFile("", mode, compresslevel=6, fileobj=raw, mtime=0)
            yield stack.enter_context(file)
        elif name.lower().endswith(".zst"):
            import zstandard

            if mode == "rb":
                stream: Any = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
                yield cast("IO[bytes]", stack.enter_context(io.BufferedReader(stream, 1 << 20)))
            else:
                yield stack.enter_context(zstandard.ZstdCompressor().stream_writer(raw))
        else:
            yield raw


# -------------------------------------------------------------------------------------------------- reading


def _in_file_order(path: Path) -> Iterator[Item]:
    """Give id and line of every record, as they stand in the file; blank lines are passed over."""
    with _opened(path, "rb", name=path.name) as file:
        try:
            for number, line in enumerate(file, 1):
                if not (line := line.strip()):
                    continue
                try:
                    yield _LINE.decode(line).story.id, line
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise StoreError(
                        f"{path}, line {number}: not a record of dragoman's ({error}); is it another file, or "
                        "cut off? Choose another output, or mend or remove that line"
                    ) from error
        except (EOFError, gzip.BadGzipFile) as error:
            raise StoreError(f"{path}: damaged compression ({error}); restore it from elsewhere") from error
        except Exception as error:
            if type(error).__name__ == "ZstdError":
                raise StoreError(
                    f"{path}: damaged compression ({error}); restore it from elsewhere"
                ) from error
            raise


def _survey(path: Path) -> bool:
    """Look through the whole file: is it ours (else StoreError), and is it sorted, each story once?"""
    last: str | None = None
    ordered = True
    for id, line in _in_file_order(path):
        if last is None:
            _record(path, line)
        else:
            ordered = ordered and last < id
        last = id
    return ordered


def _record(path: Path, line: bytes) -> Record:
    try:
        return from_json(line)
    except RecordError as error:
        raise StoreError(
            f"{path}: {error}; another version of dragoman may have written it: code its stories anew"
        ) from error


@contextlib.contextmanager
def lines(path: Path, folder: Path | None = None) -> Iterator[Iterator[Item]]:
    """Give id and line of every record, sorted by id and each story once, also of files put together by hand.

    Args:
        path: the file.
        folder: where to sort, if that is needed; a temporary folder of its own when not given.

    Raises:
        StoreError: the file is not ours.
    """
    with contextlib.ExitStack() as stack:
        if _survey(path):
            yield _in_file_order(path)
            return
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-")))
        sorter = Sorter(folder)
        for id, line in _in_file_order(path):
            sorter.add(id, line)
        yield sorter.sorted()


def read(path: Path, ids: Collection[str] | None) -> Iterator[Record]:
    """Give the records, sorted by story id."""
    with guarded(path, "read"):
        runs(path)
        with lines(path) as found:
            for id, line in found:
                if ids is None or id in ids:
                    yield _record(path, line)


def find(path: Path, id: str) -> Record | None:
    """Give the record that holds an id."""
    with guarded(path, "read"):
        inside = msgspec.json.encode(id)
        for _, line in _in_file_order(path):
            # a few lines hold the string for another reason
            if inside in line and _holds(record := _record(path, line), id):
                return record
    return None


def _holds(record: Record, id: str) -> bool:
    return (
        record.story.id == id
        or any(actor.id == id for actor in record.actors)
        or any(statement.id == id for statement in record.statements)
        or any(event.id == id for event in record.events)
        or any(commitment.id == id for commitment in record.commitments)
    )


# -------------------------------------------------------------------------------------------------- writing


def write(
    path: Path, incoming: Iterator[Item], folder: Path, *, manifest: Manifest | None, replace: bool
) -> Manifest:
    """Merge sorted lines with those that are there, and put the new file in place of the old.

    Args:
        path: the file.
        incoming: id and line of the new records, sorted.
        folder: the scratch folder.
        manifest: what the caller knows of the run.
        replace: leave out what is there.

    Returns:
        The run's entry in the manifest.
    """
    made, noted = folder / "made", folder / "manifest"
    there = path.exists() and path.stat().st_size > 0
    earlier = runs(path, any_version=replace)
    if there and replace:
        # whatever its version, what is thrown away must be ours
        next(_in_file_order(path), None)
    counts = {table.name: 0 for table in tables()}
    seen: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(_opened(made, "wb", name=path.name))
        old = stack.enter_context(lines(path, folder)) if there and not replace else iter(())
        for _, line in merge([_counted(old, "old", seen), _counted(incoming, "new", seen)]):
            out.write(line)
            out.write(b"\n")
            for table, rows in count(msgspec.json.decode(line)).items():
                counts[table] += rows
    total = counts["stories"]
    replaced = seen["old"] + seen["new"] - total
    done = completed(manifest, added=seen["new"] - replaced, replaced=replaced, total=total, tables=counts)
    noted.write_bytes(encode_runs((*earlier, done)))
    put_in_place(made, path, folder)
    put_in_place(noted, manifest_path(path), folder)
    return done


def _counted(items: Iterator[Item], name: str, seen: Counter[str]) -> Iterator[Item]:
    for item in items:
        seen[name] += 1
        yield item
