"""``dragoman bench``: our own figures against their floors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from dragoman.bench import Result


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]…", help="Which scorers; all quick ones if none is named."),
    ] = None,
    data: Annotated[Path, typer.Option(help="The folder of the development data.")] = Path("../shared/data"),
    all: Annotated[bool, typer.Option("--all", help="The slow scorers too.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Keep these figures; raise floors.")] = False,
    lower_floors: Annotated[
        bool, typer.Option("--lower-floors", help="Let --update lower floors too.")
    ] = False,
    baseline: Annotated[
        Path | None, typer.Option(help="The file of floors, if not the package's own.")
    ] = None,
) -> None:
    """Measure dragoman and compare with the floors that it must keep; the exit code is 1 when one is missed."""
    from dragoman import bench as harness

    known = {scorer.name: scorer for scorer in harness.scorers()}
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"no scorer {name!r}; there are: {', '.join(known)}")
    chosen = [known[n] for n in names] if names else [s for s in known.values() if all or not s.slow]
    path = baseline or harness.baseline_path()
    console = Console()
    results = []
    for result in harness.measure(chosen, data=data, baseline=path):
        results.append(result)
        _print(console, result)
    if update:
        for held in harness.update(results, baseline=path, lower_floors=lower_floors):
            console.print(f"[red]floor kept[/], though missed: {held}; to lower it, add --lower-floors")
    if any(result.missed() for result in results):
        raise typer.Exit(1)


def _print(console: Console, result: Result) -> None:
    name = result.scorer.name
    if result.skipped:
        console.print(f"[bold]{name}[/]: skipped, {result.skipped}")
        return
    table = Table(title=f"{name}: {result.scorer.what}", title_justify="left", box=None, pad_edge=False)
    for heading in ("figure", "now", "last", "floor", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right")
    missed = set(result.missed())
    kept = result.kept.figures if result.kept and result.comparable else {}
    for figure in [*result.figures, *(missed - set(result.figures))]:
        now, last = result.figures.get(figure), kept.get(figure)
        table.add_row(
            figure,
            "–" if now is None else f"{now:,.4g}",
            "–" if last is None else f"{last.value:,.4g}",
            "–" if last is None else f"{last.floor:,.4g}",
            "[red]missed[/]" if figure in missed else "",
        )
    console.print(table)
    if result.kept is not None and not result.comparable:
        console.print("  [yellow]the floors are of other data; not compared[/]")
