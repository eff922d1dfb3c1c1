"""``dragoman show``: a story with its record marked in it, and the record under it, in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.cli import marking
from dragoman.cli.marking import plain
from dragoman.cli.options import CODEBOOK, EVENTS, KNOWLEDGE, as_preset
from dragoman.cli.rendering import render
from dragoman.errors import InputError
from dragoman.records import Record, Rejection, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.coder import Coder

__all__ = ["draw", "render", "render_syntax", "show", "stored", "terminal"]

# ---------------------------------------------------------------------------------------------------- syntax


def render_syntax(doc: Doc, console: Console) -> None:
    """Print a reading: a table a sentence, with each token's lemma, tags, head, relation and entity.

    Args:
        doc: what :meth:`dragoman.Coder.reading` gives, or any spaCy ``Doc`` with sentences.
        console: where to print; its width and colours decide the layout.
    """
    colour = console.color_system is not None and not console.no_color
    for number, sentence in enumerate(doc.sents, 1):
        if not sentence.text.strip():
            continue
        spans = [
            marking.Mark(
                entity.start_char - sentence.start_char,
                entity.end_char - sentence.start_char,
                marking.ACTOR,
                "[",
                f" {entity.label_}]",
            )
            for entity in doc.ents
            if entity.start >= sentence.start and entity.end <= sentence.end
        ]
        head = Text(f"{number}  ", style="bold" if colour else "")
        flat = "".join(" " if c == "\n" else c for c in sentence.text)
        head.append_text(marking.mark(flat, spans, colour=colour))
        console.print(head)
        table = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            show_edge=False,
            header_style="dim" if colour else "none",
        )
        table.add_column("", justify="right", style="dim" if colour else "")
        for heading in ("token", "lemma", "UPOS", "tag", "head", "relation", "entity"):
            # the head's number says which it is, so its word may be cut
            cut = heading == "head"
            table.add_column(heading, overflow="ellipsis" if cut else "fold", no_wrap=cut)
        for token in sentence:
            if token.is_space:
                continue
            root = token.head.i == token.i
            up = Text("—" if root else f"{token.head.i - sentence.start + 1} {plain(token.head.text)}")
            inside = token.ent_iob_ in ("B", "I")
            table.add_row(
                str(token.i - sentence.start + 1),
                Text(plain(token.text), style="bold" if colour and root else ""),
                Text(plain(token.lemma_)),
                token.pos_,
                token.tag_,
                up,
                Text(token.dep_, style="bold" if colour and root else ""),
                Text(
                    f"{token.ent_iob_}-{token.ent_type_}" if inside else "",
                    style=marking.ACTOR if colour and inside else "",
                ),
            )
        console.print(Padding(table, (0, 0, 1, 3)))


# --------------------------------------------------------------------------------------------------- command


def show(
    story: Annotated[
        str,
        typer.Argument(
            metavar="STORY", help="A file, a URL or - for standard input; with --in, the id of a story."
        ),
    ],
    store: Annotated[
        Path | None,
        typer.Option("--in", help="Show what this store (.jsonl, .parquet, .duckdb) holds under that id."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="The story's day (YYYY-MM-DD), if it does not say.")
    ] = None,
    nth: Annotated[int, typer.Option(min=1, help="Which story of an input that holds several.")] = 1,
    syntax: Annotated[
        bool, typer.Option("--syntax", help="Show the reading instead: tokens, tags, lemmas, tree, entities.")
    ] = False,
    ids: Annotated[bool, typer.Option("--ids", help="List the ids that dragoman explain takes.")] = False,
    nlp: Annotated[
        str | None, typer.Option(help="Read with this spaCy pipeline (name or folder) instead of ours.")
    ] = None,
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
    codebook: Annotated[Path | None, CODEBOOK] = None,
    events: Annotated[str, EVENTS] = "balanced",
    width: Annotated[int | None, typer.Option(min=40, help="Columns, instead of the terminal's.")] = None,
) -> None:
    """Show one story with its record marked in it, and the record under it.

    Colours follow the terminal; in a file, a pipe, or with NO_COLOR set, brackets and labels say the same.
    """
    console = terminal(width)
    colour = console.color_system is not None and not console.no_color
    found = stored(store, story) if store is not None else None
    if found is not None and not syntax:
        console.print(render(found, width=console.width, colour=colour, ids=True))
        return
    import dragoman

    chosen = _read(story, date=date, nth=nth) if found is None else found.story
    coder = dragoman.load(nlp=nlp, knowledge=knowledge, codebook=codebook, events=as_preset(events))
    if syntax:
        render_syntax(coder.reading(chosen), console)
    else:
        console.print(draw(coder, chosen, width=console.width, colour=colour, ids=ids))


def draw(
    coder: Coder, story: Story, *, width: int = 80, colour: bool = True, ids: bool = False
) -> RenderableType:
    """Code a story and draw its record, with what only the reading knows: the number of its sentences."""
    record, doc = coder.code_with_reading(story)
    if doc is None:
        return render(record, width=width, colour=colour, ids=ids)
    sentences = sum(1 for sentence in doc.sents if sentence.text.strip())
    return render(record, width=width, colour=colour, sentences=sentences, ids=ids)


def terminal(width: int | None) -> Console:
    """Give the console that results go to: as wide as the terminal, or as asked for."""
    if hasattr(sys.stdout, "reconfigure"):
        # what cannot write a letter shows a question mark instead of ending the program
        sys.stdout.reconfigure(errors="replace")
    return Console(width=width, highlight=False, emoji=False, markup=False)


def stored(path: Path, id_: str) -> Record:
    """Find the record that holds an id in a store.

    Raises:
        InputError: the store does not hold that id.
        StoreError: it is not a store, or cannot be read.
    """
    from dragoman import store

    record = store.find(path, id_)
    if record is None:
        raise InputError(
            f"{path} holds no story, actor, statement, event or commitment with the id {id_!r}; "
            "dragoman show STORY --ids lists the ids of a story"
        )
    return record


def _read(name: str, *, date: str | None, nth: int) -> Story:
    """Take the n-th story of an input; say on stderr if there are more.

    Raises:
        InputError: there is no such story; with the reason why, if the first thing there was set aside.
    """
    from dragoman import readers

    told = Console(stderr=True, highlight=False, markup=False)
    aside: list[str] = []
    chosen: Story | None = None
    count = 0
    for item in readers.read([name], options=readers.Options(date=date)):
        if isinstance(item, Rejection):
            aside.append(f"{item.input}{f', {item.place}' if item.place else ''}: {item.reason}")
            continue
        count += 1
        if chosen is not None:
            told.print(f"{name} holds more stories; --nth {count} shows the next one.", soft_wrap=True)
            break
        if count == nth:
            chosen = item.story
    if chosen is None and not count:
        raise InputError(aside[0] if aside else f"{name}: there is no story in it")
    if chosen is None:
        raise InputError(
            f"{name} holds {count} {'story' if count == 1 else 'stories'}, so there is no --nth {nth}"
        )
    return chosen
