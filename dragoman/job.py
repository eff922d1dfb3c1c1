"""The main job: inputs in, a store out, in partitions that can be done anywhere and again.

    readers ─▶ partitions (spooled to OUT.work/) ─engine─▶ coded partitions ─▶ store, OUT.rejected.jsonl

:func:`process_partition` is pure: the bytes of some stories in, the bytes of their records out. What was coded
is kept under the hash of its partition and of the coder, so an interrupted job goes on where it stopped, and a
changed story or coder is coded anew. OUT appears only when everything is coded.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import os
import shutil
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from dragoman import engines, readers, store
from dragoman.coder import Coder, Settings, identity, load_settings
from dragoman.errors import RecordError, StoreError, StoryError
from dragoman.records import Record, Rejection, check, content_id

__all__ = ["Progress", "Summary", "process_partition", "run"]

STORIES_A_PARTITION = 40
CHARACTERS_A_PARTITION = 200_000


class Coded(msgspec.Struct, frozen=True):
    """What one partition became."""

    records: tuple[Record, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job is: ``found`` stories so far, whether that is all, how many are done or were set aside."""

    found: int
    all_found: bool
    done: int
    rejected: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a job did; all counts are stories.

    Attributes:
        read: stories found in the inputs.
        coded: records made.
        rejected: set aside with a reason (inputs that could not be read included).
        repeated: found twice or more with equal content; coded once.
        not_english: coded as "not English", with nothing else in the record.
        undated: coded without a date.
        added: new in the store.
        replaced: in the store before, and coded again.
        total: in the store now.
        resumed: taken over from an interrupted run.
        seconds: wall-clock time.
        rejections: the file with what was set aside, if anything was.
        reasons: how often each kind of reason was given for setting something aside.
    """

    read: int
    coded: int
    rejected: int
    repeated: int
    not_english: int
    undated: int
    added: int
    replaced: int
    total: int
    resumed: int
    seconds: float
    rejections: Path | None
    reasons: dict[str, int]


# ------------------------------------------------------------------------------------------ one partition


@functools.cache
def _coder(settings: Settings) -> Coder:
    # one model a process, whatever engine calls
    return load_settings(settings)


def process_partition(settings: Settings, data: bytes) -> bytes:
    """Code the stories of one partition.

    Args:
        settings: which coder; with ``settings.check`` every record is checked against its text.
        data: JSON of a list of :class:`dragoman.readers.Item`.

    Returns:
        JSON with ``records`` and ``rejections``, in the order of the input. A story that cannot be coded is a
        rejection; it never costs another story.
    """
    coder = _coder(settings)
    records: list[Record] = []
    rejections: list[Rejection] = []
    for item in _items(data):
        try:
            record = coder.code(item.story)
            store.check(record)  # here it costs one story; in the store it would stop all
            if settings.check:
                check(record)
        except (StoryError, RecordError) as error:
            rejections.append(_rejection(item, str(error)))
        except Exception as error:  # a defect of ours must not cost the other stories
            rejections.append(_rejection(item, f"a defect in dragoman, please report it: {error!r}"))
        else:
            records.append(record)
    return msgspec.json.encode(Coded(tuple(records), tuple(rejections)))


def _items(data: bytes) -> list[readers.Item]:
    return msgspec.json.decode(data, type=list[readers.Item])


def _rejection(item: readers.Item, reason: str) -> Rejection:
    return Rejection(
        input=item.input, place=item.place, id=item.story.id, reason=reason, excerpt=item.story.text[:80]
    )


# ------------------------------------------------------------------------------------------- the whole job


def run(
    inputs: Sequence[str],
    out: Path,
    *,
    settings: Settings,
    options: readers.Options | None = None,
    workers: int = 1,
    resume: bool = True,
    watch: Callable[[Progress], None] = lambda progress: None,
    notice: Callable[[str], None] = lambda line: None,
) -> Summary:
    """Code all stories of the inputs into a store.

    Args:
        inputs: files, folders, ``-`` or URLs, as :func:`dragoman.readers.read` takes them.
        out: the store, of a kind that its name tells; stories already in it are replaced, others stay.
        settings: which coder.
        options: how to read.
        workers: processes; 0 works in this one.
        resume: use what an interrupted run of the same job left beside ``out``; else begin anew.
        watch: called often with how far the job is.
        notice: called with what the readers have to say: a column that was chosen, bytes that were replaced.

    Returns:
        What was done. When not one story could be coded, ``out`` is left as it was.

    Raises:
        StoreError: the output, or the folder beside it, cannot be written.
        KeyboardInterrupt: passed on after the workers have stopped; what was coded stays for the next run.
    """
    store.kind(out)
    began = dt.datetime.now(dt.UTC)
    work = out.with_name(out.name + ".work")
    rejected = out.with_name(out.name + ".rejected.jsonl")
    try:
        if not resume:
            shutil.rmtree(work, ignore_errors=True)
        for folder in ("in", "out"):
            (work / folder).mkdir(parents=True, exist_ok=True)
        with _lock(work), _Job(work, settings=settings, workers=workers, watch=watch) as job:
            job.go(readers.read(inputs, options=options or readers.Options(), notice=notice))
            kept = job.write_rejections(rejected)
            if job.counts["coded"]:
                made = job.manifest(began)
                written = store.write(out, job.records(), manifest=made)
            else:
                written = store.Written(added=0, replaced=0, total=0)
    except OSError as error:
        raise StoreError(_cannot_write(error, work)) from error
    except sqlite3.Error as error:
        raise StoreError(f"{work}: {error}; is the disk full?") from error
    shutil.rmtree(work, ignore_errors=True)
    seconds = (dt.datetime.now(dt.UTC) - began).total_seconds()
    return job.summary(written, rejected if kept else None, seconds)


def _cannot_write(error: OSError, work: Path) -> str:
    what = f"{error.filename or work}: {error.strerror or error}"
    return f"{what}; what was coded so far is kept, so once this is mended the same command goes on from here"


def _lock(work: Path) -> IO[bytes]:
    """Hold the work folder for this process, so that two jobs never write one output."""
    held = (work / "lock").open("wb")
    try:
        import fcntl

        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # a system without flock
        pass
    except BlockingIOError:
        held.close()
        out = work.name.removesuffix(".work")
        raise StoreError(f"{out}: another dragoman is writing it; wait until that one has ended") from None
    return held


class _Job:
    """One run: its folder, its engine, and what is known of every partition.

    A partition is known by its digest: ``in/DIGEST`` holds its stories until ``out/DIGEST`` holds its records.
    """

    def __init__(
        self, work: Path, *, settings: Settings, workers: int, watch: Callable[[Progress], None]
    ) -> None:
        self._in, self._out = work / "in", work / "out"
        self._watch = watch
        self._engine = engines.local(functools.partial(process_partition, settings), workers=workers)
        self._seen = _Seen(work / "seen.sqlite")
        self._fingerprint = msgspec.json.encode((identity(settings), settings))
        self._order: list[str] = []
        self._stories: dict[str, int] = {}  # of the partitions that are not coded yet
        self._queue: deque[str] = deque()
        self._split: dict[str, list[str]] = {}  # partitions that were taken apart, and into which
        self._rejections: list[Rejection] = []
        self._found_all = False
        self._inputs: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.reasons: dict[str, int] = {}

    def __enter__(self) -> _Job:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._engine.close(wait=kind is None)
        self._seen.close()

    # -- reading and coding

    def go(self, items: Iterable[readers.Item | Rejection]) -> None:
        """Read all and code all; afterwards every partition has its coded form in the work folder."""
        for partition in _partitions(self._new(items)):
            self._order.append(self._spool(partition))
            self._turn(timeout=0)
        self._found_all = True
        while self._stories:
            self._turn(timeout=1)
        self._tell()

    def _new(self, items: Iterable[readers.Item | Rejection]) -> Iterator[readers.Item]:
        """Pass on each story once; set aside one that has the id of another."""
        for item in items:
            if isinstance(item, Rejection):
                self._set_aside(item)
                continue
            self.counts["read"] += 1
            self._inputs[item.input] += 1
            first = self._seen.add(item)
            if first is None:
                yield item
            elif first.same:
                self.counts["repeated"] += 1
            else:
                self._set_aside(
                    _rejection(item, f"another story with the same id was read before: {first.place}")
                )

    def _spool(self, items: list[readers.Item]) -> str:
        data = msgspec.json.encode(items)
        digest = hashlib.sha256(self._fingerprint + data).hexdigest()
        if (self._out / digest).exists():
            self.counts["done"] += len(items)
            self.counts["resumed"] += len(items)
        elif digest not in self._stories:
            _write(self._in / digest, data)
            self._stories[digest] = len(items)
            self._queue.append(digest)
        return digest

    def _turn(self, *, timeout: float) -> None:
        """Give the engine what it can take, and keep what it has finished."""
        while self._queue and self._engine.free:
            digest = self._queue.popleft()
            self._engine.submit(digest, (self._in / digest).read_bytes())
        for outcome in self._engine.finished(timeout=timeout):
            if outcome.result is not None:
                self._keep(outcome.key, outcome.result)
            else:
                self._take_apart(outcome)
        self._tell()

    def _keep(self, digest: str, coded: bytes) -> None:
        _write(self._out / digest, coded)
        (self._in / digest).unlink()
        self.counts["done"] += self._stories.pop(digest)

    def _take_apart(self, outcome: engines.Outcome) -> None:
        """Code the stories of a failed partition one by one, and set aside the one that fails alone."""
        items = _items((self._in / outcome.key).read_bytes())
        if len(items) > 1:
            self._split[outcome.key] = [self._spool([item]) for item in items]
            del self._stories[outcome.key]
        else:
            reason = f"{outcome.failure}; the story has {len(items[0].story.text):,} characters"
            coded = Coded(rejections=(_rejection(items[0], reason),))
            self._keep(outcome.key, msgspec.json.encode(coded))

    def _set_aside(self, rejection: Rejection) -> None:
        self._rejections.append(rejection)

    def _tell(self) -> None:
        self._watch(
            Progress(
                found=self.counts["read"],
                all_found=self._found_all,
                done=self.counts["done"] + self.counts["repeated"],
                rejected=len(self._rejections),
            )
        )

    # -- what came of it

    def _coded(self) -> Iterator[Coded]:
        for digest in self._order:
            for part in self._split.get(digest, [digest]):
                yield msgspec.json.decode((self._out / part).read_bytes(), type=Coded)

    def write_rejections(self, path: Path) -> bool:
        """Write all that was set aside as JSONL, count the rest, and say whether there is such a file."""
        scratch = path.with_name(path.name + ".tmp")
        reasons: Counter[str] = Counter()
        with scratch.open("wb") as lines:
            for rejection in self._all_rejections():
                reasons[_kind_of(rejection.reason)] += 1
                lines.write(msgspec.json.encode(rejection) + b"\n")
            lines.flush()
            os.fsync(lines.fileno())
        self.reasons = dict(reasons.most_common())
        self.counts["rejected"] = reasons.total()
        if reasons:
            scratch.replace(path)
        else:
            scratch.unlink()
            path.unlink(missing_ok=True)  # an earlier run's, whose stories were coded this time
        return bool(reasons)

    def _all_rejections(self) -> Iterator[Rejection]:
        yield from self._rejections
        for coded in self._coded():
            yield from coded.rejections
            self.counts["coded"] += len(coded.records)
            for record in coded.records:
                self.counts["undated"] += record.story.date is None
                self.counts["not English"] += any(gap.reason == "not English" for gap in record.uncoded)

    def records(self) -> Iterator[Record]:
        """Give all records, in the order in which their stories were read."""
        for coded in self._coded():
            yield from coded.records

    def manifest(self, began: dt.datetime) -> store.Manifest:
        """Give what is to be known of this run later."""
        return store.Manifest(
            inputs=tuple(store.Input(name=name, stories=count) for name, count in self._inputs.items()),
            read=self.counts["read"],
            coded=self.counts["coded"],
            rejected=self.counts["rejected"],
            repeated=self.counts["repeated"],
            reasons=self.reasons,
            coder=next(iter(self.records())).coder,
            started=began.isoformat(timespec="seconds"),
        )

    def summary(self, written: store.Written, rejections: Path | None, seconds: float) -> Summary:
        """Give what the person who started the job wants to know."""
        return Summary(
            read=self.counts["read"],
            coded=self.counts["coded"],
            rejected=self.counts["rejected"],
            repeated=self.counts["repeated"],
            not_english=self.counts["not English"],
            undated=self.counts["undated"],
            added=written.added,
            replaced=written.replaced,
            total=written.total,
            resumed=self.counts["resumed"],
            seconds=seconds,
            rejections=rejections,
            reasons=self.reasons,
        )


class _First(msgspec.Struct, frozen=True):
    place: str
    same: bool


class _Seen:
    """The ids of all stories read so far, on disk, so that a million of them cost no memory."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._base = sqlite3.connect(path)
        # a scratch file: nothing to save from a crash
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, content TEXT, place TEXT) WITHOUT ROWID")

    def add(self, item: readers.Item) -> _First | None:
        """Note a story; if its id was noted before, say where that was and whether it was the same story."""
        s = item.story
        content = content_id("story", s.date, s.source, s.url, s.title, s.text)
        row = (s.id, content, f"{item.input}, {item.place}")
        if self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        known, place = self._base.execute("SELECT content, place FROM seen WHERE id = ?", (s.id,)).fetchone()
        return _First(place=place, same=known == content)

    def close(self) -> None:
        self._base.close()


def _partitions(items: Iterable[readers.Item]) -> Iterator[list[readers.Item]]:
    partition: list[readers.Item] = []
    characters = 0
    for item in items:
        partition.append(item)
        characters += len(item.story.text)
        if len(partition) >= STORIES_A_PARTITION or characters >= CHARACTERS_A_PARTITION:
            yield partition
            partition, characters = [], 0
    if partition:
        yield partition


def _write(path: Path, data: bytes) -> None:
    """Write a file that is either whole or not there."""
    scratch = path.with_name(path.name + ".tmp")
    scratch.write_bytes(data)
    scratch.replace(path)


def _kind_of(reason: str) -> str:
    """Shorten a reason to what it has in common with its like: up to the first colon or semicolon."""
    return reason.split(";", maxsplit=1)[0].split(":", maxsplit=1)[0]
