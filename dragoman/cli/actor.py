"""``dragoman actor``: who a name is on a day. ``dragoman unknown``: which names of a store were not resolved."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli.options import CODEBOOK, KNOWLEDGE
from dragoman.cli.show import terminal
from dragoman.records import Actor, Record

if TYPE_CHECKING:
    from dragoman.knowledge import Answer

__all__ = ["actor", "render_answer", "unknown", "unresolved_names"]


def actor(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="A name as it stands in a text: 'Trump', 'the Kremlin', 'Russian soldiers'."
        ),
    ],
    date: Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD.  [default: today]")] = None,
    context: Annotated[
        str | None, typer.Option(help="Words around the name, to choose between people of one name.")
    ] = None,
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the actor as one line of JSON.")] = False,
) -> None:
    """Say who a name is on a day: role, country, sectors, code, and between whom it was decided."""
    from dragoman.knowledge import load
    from dragoman.records import to_json

    day = date or dt.date.today().isoformat()
    answer = load(extra=knowledge).answer(name, date=day, context=context)
    if as_json:
        print(to_json(answer.actor).decode())
    else:
        terminal(None).print(render_answer(name, day, answer))
    if "name" in answer.actor.unresolved:
        raise typer.Exit(1)


def render_answer(name: str, day: str, answer: Answer) -> RenderableType:
    """Draw a card of who a name is on a day: what is known, what is not and why, who else it could be."""
    found = answer.actor
    card = Table.grid(padding=(0, 2))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    numbers = ", ".join(
        f"{system} {number}"
        for system, number in (("COW", found.cow), ("Gleditsch-Ward", found.gw))
        if number is not None
    )
    rows = (
        ("kind", found.kind),
        ("role", found.role),
        ("country", f"{found.country} ({numbers})" if numbers else found.country),
        ("sectors", " ".join(found.sectors)),
        ("code", found.code),
        ("Wikidata", found.wikidata),
        ("from", "what the words say" if found.basis == "text" and answer.candidates else None),
        ("because", answer.why),
    )
    for label, value in rows:
        if value:
            card.add_row(label, Text(value))
    for field, reason in found.unresolved.items():
        if field not in ("cow", "gw"):
            card.add_row(f"no {field}", Text(reason, style="yellow"))
    head = Text.assemble((found.name or name[:80], "bold"), f" on {day}")
    parts: list[RenderableType] = [head, card]
    others = [one for one in answer.candidates if one.entity != answer.entity][:6]
    if others:
        parts.append(Text("also considered" if found.name else "candidates", style="dim"))
        parts += [
            Text(f"  {one.score:.2f}  {one.name}: {one.role or one.code or one.why or one.kind}")
            for one in others
        ]
    return Group(*parts)


def unknown(
    store: Annotated[Path, typer.Argument(metavar="RECORDS", help="A store: .jsonl, .parquet or .duckdb.")],
    most: Annotated[int, typer.Option(min=1, help="How many names to print.")] = 50,
    triggers: Annotated[
        bool,
        typer.Option(
            "--triggers", help="Read the stories again; print verbs between actors that the codebook lacks."
        ),
    ] = False,
    codebook: Annotated[Path | None, CODEBOOK] = None,
) -> None:
    """Name what was not resolved in a store, the most frequent first, each with the reason."""
    from dragoman.store import read

    if triggers:
        unknown_triggers(store, most=most, codebook=codebook)
        return
    names, reasons = unresolved_names(read(store))
    console = terminal(None)
    if not names:
        console.print("Every actor of these records is resolved.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("times", justify="right")
    table.add_column("name")
    table.add_column("reason", overflow="fold")
    for written, count in names.most_common(most):
        table.add_row(f"{count:,}", Text(written), Text(reasons[written], style="dim"))
    console.print(table)
    if len(names) > most:
        console.print(f"and {len(names) - most:,} more; print them with --most {len(names)}", style="dim")


def unknown_triggers(store: Path, *, most: int, codebook: Path | None) -> None:
    """Print the verbs between two actors that no pattern of the codebook has, with one sentence each."""
    import dragoman
    from dragoman.coding.unknown import triggers
    from dragoman.knowledge import codebook as books
    from dragoman.store import read

    book = books.load(codebook)
    coder = dragoman.load(codebook=book)
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for record in read(store):
        if record.story.language not in (None, "en"):
            continue
        for lemma, sentence in triggers(coder.reading(record.story), record.actors, book):
            counts[lemma] += 1
            examples.setdefault(lemma, sentence)
    console = terminal(None)
    if not counts:
        console.print("Every verb between two actors of these records is in the codebook.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("times", justify="right", min_width=5)
    table.add_column("verb", min_width=14)  # the sentence is what gives way on a narrow terminal
    table.add_column("for example", overflow="ellipsis", no_wrap=True, max_width=max(20, console.width - 25))
    for lemma, count in counts.most_common(most):
        table.add_row(f"{count:,}", Text(lemma), Text(examples[lemma], style="dim"))
    console.print(table)


def unresolved_names(records: Iterable[Record]) -> tuple[Counter[str], dict[str, str]]:
    """Count the actors that are not known, by the longest words that the texts use for them.

    An actor counts once for every mention; one that is unknown to the knowledge but coded from the text
    (``basis`` "text") counts too, since a row for it would say more.

    Returns:
        The counts, and one reason for each name.
    """
    counts: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for record in records:
        for one in record.actors:
            reason = _reason(one)
            if reason is None:
                continue
            written = [mention.text for mention in one.mentions if mention.form != "pronoun"]
            label = " ".join((max(written, key=len) if written else one.name or "").split())
            if label:
                counts[label] += max(1, len(one.mentions))
                reasons.setdefault(label, reason)
    return counts, reasons


def _reason(one: Actor) -> str | None:
    if one.kind == "document":  # a report is known by what it says, not by a row of a table
        return None
    for field in ("name", "country", "sectors"):
        if field in one.unresolved:
            return one.unresolved[field]
    if one.basis in ("text", "context") and one.kind in ("person", "body", "group"):
        return "not in the knowledge; coded from the text alone"
    return None
