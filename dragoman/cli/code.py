"""``dragoman code``: the main job, with its progress and its summary."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dragoman.cli.options import CODEBOOK, EVENTS, KNOWLEDGE, as_preset

if TYPE_CHECKING:
    from dragoman import job


def code(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…", help="Files, folders, URLs, or - for standard input, in any format."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The store to write: OUT.jsonl, OUT.parquet or OUT.duckdb.")
    ],
    date: Annotated[
        str | None, typer.Option(help="The day (YYYY-MM-DD) of stories that do not say theirs.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet of stories that do not say theirs.")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN", help="Which column of a table (key of JSON) is a field; repeatable."
        ),
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="Read every input as this format instead of looking at it.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Read text in this encoding.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes; 0 codes in this one.  [default: one a core]")
    ] = None,
    resume: Annotated[
        bool, typer.Option(help="Go on where an interrupted run of the same command stopped.")
    ] = True,
    nlp: Annotated[
        str | None, typer.Option(help="Read with this spaCy pipeline (name or folder) instead of ours.")
    ] = None,
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
    codebook: Annotated[Path | None, CODEBOOK] = None,
    events: Annotated[str, EVENTS] = "balanced",
    check: Annotated[bool, typer.Option("--check", help="Check every record against its text.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Code stories into a store of records that DuckDB, pandas and R read.

    A story that cannot be coded is set aside in OUT.rejected.jsonl with its reason, and the exit code is 1. Coding
    a story again replaces its record. Ctrl-C stops; the same command goes on from there.
    """
    from dragoman import job, readers
    from dragoman.coder import Settings

    console = Console(stderr=True, quiet=quiet)
    options = readers.Options(
        date=date,
        source=source,
        columns=_columns(column or []),
        format=format,
        encoding=encoding,
    )
    signal.signal(signal.SIGTERM, _as_interrupt)
    with _Bar(console) as bar:
        try:
            summary = job.run(
                inputs,
                out,
                settings=Settings(
                    nlp=nlp,
                    knowledge=None if knowledge is None else str(knowledge),
                    codebook=None if codebook is None else str(codebook),
                    events=as_preset(events),
                    check=check,
                ),
                options=options,
                workers=_cores() if workers is None else workers,
                resume=resume,
                watch=bar.show,
                notice=lambda line: console.print(line, style="dim", markup=False, highlight=False),
            )
        except KeyboardInterrupt:
            bar.stop()
            console.print(
                "[yellow]Interrupted.[/] What was coded is kept; the same command goes on from here."
            )
            raise typer.Exit(130) from None
    _tell(console, summary, out)
    if not summary.coded:
        raise typer.Exit(2)
    if summary.rejected:
        raise typer.Exit(1)


def _columns(pairs: list[str]) -> dict[str, str]:
    columns = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not (field and equals and name):
            raise typer.BadParameter(f"--column {pair!r}: write it as FIELD=COLUMN, for example text=body")
        columns[field] = name
    return columns


def _cores() -> int:
    # a container may be given fewer than the machine has
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class _Bar:
    """The progress line: stories done of those found, rate, time left."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=console.quiet or not console.is_terminal,
        )
        self._task = self._progress.add_task("reading", total=None, rate="")
        self._began = time.monotonic()

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._progress.stop()

    def show(self, now: job.Progress) -> None:
        rate = now.done / max(time.monotonic() - self._began, 1e-9)
        self._progress.update(
            self._task,
            description="coding" if now.all_found else "reading and coding",
            completed=now.done,
            total=now.found if now.all_found else None,
            rate=f"{rate:,.1f} stories/s" + (f", {now.rejected:,} set aside" if now.rejected else ""),
        )


def _tell(console: Console, summary: job.Summary, out: Path) -> None:
    say = console.print
    rate = summary.coded / max(summary.seconds, 1e-9)
    say(
        f"[bold]{summary.coded:,}[/] of {summary.read:,} stories coded in {summary.seconds:,.1f} s "
        f"({rate:,.1f} a second)"
    )
    for count, words in (
        (summary.resumed, "taken over from an interrupted run"),
        (summary.repeated, "found twice with the same content, coded once"),
        (summary.not_english, "not in English: recorded, not coded"),
        (summary.undated, "without a date (give one with --date)"),
        (summary.replaced, "replaced an earlier record"),
    ):
        if count:
            say(f"  {count:,} {words}")
    if summary.rejections:
        say(f"[yellow]{summary.rejected:,} set aside[/], with the reason for each in {summary.rejections}:")
        for reason, count in list(summary.reasons.items())[:8]:
            say(f"  {count:,} × {reason}", markup=False)
    if summary.coded:
        say(f"{out} now holds {summary.total:,} stories", markup=False)
    else:
        say("[red]Nothing could be coded[/]; no output was written.")
