"""``dragoman dyads``: who did what to whom, as CSV, with what did not happen left out and counted."""

from __future__ import annotations

import contextlib
import csv
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def dyads(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="A store: .jsonl, .parquet or .duckdb.")],
    include: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Bring back what is left out: denied, future, hypothetical, unknown, all; repeatable.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write, in place of standard output.")
    ] = None,
) -> None:
    """Write who did what to whom as CSV: one row per actor, recipient and event.

    Only what happened, according to its story, is there; how many events are left out is told on standard error.
    """
    from dragoman import store as stores
    from dragoman.store.views import included

    condition = included(include or ())
    console = Console(stderr=True, highlight=False, markup=False)
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(contextlib.closing(stores.connect(store)))
        found = connection.execute(f"SELECT * FROM all_dyads WHERE {condition} ORDER BY ALL")
        stream = stack.enter_context(out.open("w", encoding="utf-8", newline="")) if out else sys.stdout
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow([column[0] for column in found.description or ()])
        while some := found.fetchmany(10_000):
            rows.writerows(some)
        left = connection.execute(
            "SELECT happened, auxiliary, count(DISTINCT event_id) FROM all_dyads "
            f"WHERE NOT ({condition}) GROUP BY ALL ORDER BY 3 DESC, 1, 2"
        ).fetchall()
    if not left:
        console.print("No event is left out.")
        return
    total = sum(count for _, _, count in left)
    why = ", ".join(f"{count} {_words(happened, auxiliary)}" for happened, auxiliary, count in left)
    console.print(f"{total} {'event is' if total == 1 else 'events are'} left out: {why}.")


def _words(happened: str, auxiliary: str | None) -> str:
    if auxiliary:
        return auxiliary.replace(";", " and ").replace("negation", "denied")
    return {"no": "did not happen", "unknown": "not certain"}.get(happened, happened)
