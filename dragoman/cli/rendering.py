"""One record on a screen: head, marked text, tables, what is unresolved, and what is not coded.

The tables are laid out for the width that there is: from 80 columns on nothing is lost, and wider ones quote the
evidence beside each event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.cli import marking
from dragoman.cli.marking import chip, plain
from dragoman.cli.words import (
    actor_name,
    count,
    due_words,
    interval,
    listed,
    place_name,
    place_words,
    quote,
    shorten,
    size_words,
    status_line,
    story_day,
    sure,
)
from dragoman.records import (
    Commitment,
    Event,
    Record,
    Statement,
    Status,
    Where,
)

__all__ = ["render"]

FOLLOW_COUNTRY = ("cow", "gw", "code")  # unknown whenever the country is: not worth a word of their own

_PROSE = 100  # longer lines are hard to read
_WIDE = 104  # from here on tables have room for evidence and codes


# ---------------------------------------------------------------------------------------------- whole record


def render(
    record: Record,
    *,
    width: int = 80,
    colour: bool = True,
    sentences: int | None = None,
    ids: bool = False,
) -> RenderableType:
    """Draw a record: head, marked text, legend, then its lists, what is unresolved, and what is not coded.

    Args:
        record: what to draw.
        width: columns of the terminal; tables are laid out for it.
        colour: whether styles reach the reader; without them, brackets and labels carry the marks.
        sentences: how many sentences the story has, if that is known.
        ids: list the full ids, as ``dragoman explain`` takes them.

    Returns:
        Something for :meth:`rich.console.Console.print`.
    """
    view = _View(record, width=width, colour=colour)
    parts: list[RenderableType] = [view.head(sentences), Text()]
    margin = (0, max(2, width - 2 - _PROSE), 0, 2)
    parts += [Padding(view.text(), margin)]
    if key := marking.legend(record, colour=colour, width=min(width - 4, _PROSE)):
        parts += [Text(), Padding(key, margin)]
    parts += list(view.sections())
    if ids:
        parts += list(view.ids())
    parts += [Text(), view.foot()]
    return Group(*parts)


class _View:
    """One drawing of one record: its labels, names, and the width that there is."""

    def __init__(self, record: Record, *, width: int, colour: bool) -> None:
        self.record = record
        self.colour = colour
        self.width = width
        self.wide = width >= _WIDE
        self.labels = marking.labels(record)
        self.actors = {actor.id: actor for actor in record.actors}
        self.quads = {event.id: event.quad for event in record.events}
        self.dim, self.bold = ("dim", "bold") if colour else ("none", "none")

    def chip(self, id_: str, signs: str = "") -> Text:
        """Draw the label of a thing as it stands in the text: that of an event says what quad it is of."""
        quad = self.quads.get(id_)
        style = marking.event_chip_style(quad) if quad else None
        return chip(self.labels.get(id_, id_) + signs, colour=self.colour, style=style)

    # -- head, text, foot

    def head(self, sentences: int | None) -> RenderableType:
        story = self.record.story
        lines = []
        if story.title:
            lines.append(Text(plain(story.title), style=self.bold))
        facts = [story_day(story), story.source, count(len(story.text.split()), "word")]
        if sentences is not None:
            facts.append(count(sentences, "sentence"))
        if story.language not in (None, "en"):
            facts.append(f"language: {story.language}")
        lines.append(Text(plain(" · ".join(fact for fact in facts if fact))))
        where = [f"id {story.id}", *([story.url] if story.url else [])]
        lines.append(Text(plain(" · ".join(where)), style=self.dim, overflow="fold"))
        return Group(Rule(style=self.dim), *lines, Rule(style=self.dim))

    def text(self) -> Text:
        found = marking.marks(self.record, self.labels)
        drawn = marking.mark(self.record.story.text, found, colour=self.colour)
        drawn.rstrip()
        return drawn

    def foot(self) -> Text:
        coder = self.record.coder
        parts = [f"{coder.name} {coder.version}"]
        parts += [
            f"{what} {value}"
            for what, value in (
                ("model", coder.model),
                ("codebook", coder.codebook),
                ("knowledge", coder.knowledge),
                ("analyser", coder.analyser),
            )
            if value
        ]
        return Text("coded by " + " · ".join(parts), style=self.dim)

    def ids(self) -> Iterator[RenderableType]:
        known: list[Any] = [
            *self.record.events,
            *self.record.statements,
            *self.record.commitments,
            *self.record.actors,
        ]
        if not known:
            return
        yield self.title("Ids", "for dragoman explain")
        table = Table.grid(padding=(0, 3), pad_edge=False)
        across = max(1, (self.width - 2) // 30)
        known.sort(key=lambda part: ("esca".index(self.labels[part.id][0]), self.order(part.id)))
        cells = [
            Text.assemble(chip(f"{self.labels[part.id]:<4}", colour=False), (part.id, self.dim))
            for part in known
        ]
        for row in range(0, len(cells), across):
            table.add_row(*cells[row : row + across])
        yield _indented(table)

    # -- sections

    def title(self, words: str, note: str | int = "") -> RenderableType:
        made = Text(f"\n{words.upper()}", style=self.bold)
        if note != "":
            made.append(f"  {note}", style=self.dim)
        return made

    def sections(self) -> Iterator[RenderableType]:
        record = self.record
        for name, parts, draw in (
            ("events", record.events, self.events),
            ("statements", record.statements, self.statements),
            ("commitments", record.commitments, self.commitments),
            ("actors", record.actors, self.actor_table),
        ):
            if parts:
                yield self.title(name, len(parts))
                yield draw()
        if record.times or record.places:
            yield self.title("times and places")
            yield self.times_and_places()
        if record.links:
            yield self.title("links", len(record.links))
            yield self.links()
        if reasons := self.reasons():
            yield self.title("not resolved")
            yield Padding(Group(*reasons), (0, 2))
        yield from self.not_coded()

    def table(self, *columns: tuple[str, dict[str, Any]], leading: int = 1) -> Table:
        table = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            expand=True,
            header_style=self.dim,
            border_style=self.dim,
            show_edge=False,
            leading=leading,
        )
        for heading, options in columns:
            table.add_column(heading, overflow="fold", **options)
        return table

    def names(self, ids: Sequence[str], joint: str = ", ") -> Text:
        return Text(joint).join(Text(actor_name(self.actors.get(id_))) for id_ in ids)

    def who_whom(self, event: Event) -> Text:
        made = self.names(event.actors, ", " if event.recipients else "\n& ") or Text("nobody named")
        if event.recipients:
            made = Text.assemble(made, "\n→ ", self.names(event.recipients))
        if event.via and event.statement is None:
            made.append("\nvia ", style=self.dim).append_text(self.names(event.via))
        return made

    def events(self) -> RenderableType:
        columns: list[tuple[str, dict[str, Any]]] = [
            ("", {"no_wrap": True}),
            ("who → whom", {"ratio": 5}),
            ("what", {"ratio": 5}),
            ("when", {"width": 13 if self.wide else 10}),
            ("where", {"ratio": 3}),
            ("status", {"ratio": 4}),
        ]
        if self.wide:
            columns.append(("evidence", {"ratio": 8}))
        table = self.table(*columns)
        ordered = sorted(self.record.events, key=lambda e: e.trigger.start)
        for event in ordered:
            row = [
                self.chip(event.id, marking.signs(event.status)),
                self.who_whom(event),
                self.what(event),
                Text(interval(event.when)),
                Text(self.where(event.where)),
                self.status(event.status, event.confidence, event.statement),
            ]
            if self.wide:
                row.append(self.evidence(event))
            table.add_row(*row)
        return _indented(table)

    def what(self, event: Event) -> Text:
        made = Text.assemble((event.type, self.bold))
        if event.mode:
            made.append(f" {event.mode}")
        codes = [f"CAMEO {event.cameo}"] if event.cameo else []
        if event.goldstein is not None:
            codes.append(f"{event.goldstein:+.1f}")
        if codes:
            made.append("\n" + " ".join(codes))
        if event.contexts:
            made.append("\n" + ", ".join(event.contexts), style=self.dim)
        if size := size_words(event.size):
            made.append("\n" + size)
        if not self.wide:
            made.append(f"\n“{plain(event.trigger.text)}”", style=self.dim)
        return made

    def evidence(self, event: Event) -> Text:
        start, end = marking.context(self.record.story.text, [event.trigger], around=45)
        start, end = max(start, event.sentence.start), min(end, event.sentence.end)
        words = plain(self.record.story.text)
        return Text.assemble(
            "…" if start > event.sentence.start else "",
            words[start : event.trigger.start],
            (words[event.trigger.start : event.trigger.end], self.bold),
            words[event.trigger.end : end],
            "…" if end < event.sentence.end else "",
        )

    def status(self, status: Status, confidence: float, statement: str | None = None) -> Text:
        words = status_line(status)
        made = Text.assemble((words, self.bold if words == "happened" else "none"))
        if statement is not None and statement in self.labels:
            made.append(f"\nsaid in {self.labels[statement]}")
        made.append(sure(confidence), style=self.dim)
        return made

    def where(self, where: Where) -> str:
        return (where.country or "—") if where.place is None else place_name(self.record.places[where.place])

    def statements(self) -> RenderableType:
        table = self.table(
            ("", {"no_wrap": True}),
            ("who said it", {"ratio": 5}),
            ("what", {"ratio": 8}),
            ("to, about, via", {"ratio": 5}),
            ("when/where", {"width": 10 if not self.wide else 16}),
        )
        for statement in sorted(self.record.statements, key=lambda s: self.order(s.id)):
            table.add_row(
                self.chip(statement.id),
                self.said_by(statement),
                self.said(statement),
                self.said_to(statement),
                Text("\n".join(dict.fromkeys([interval(statement.when), self.where(statement.where)]))),
            )
        return _indented(table)

    def order(self, id_: str) -> int:
        return int(self.labels[id_][1:])

    def said_by(self, statement: Statement) -> Text:
        made = self.names(statement.speakers) if statement.speakers else Text(quote(statement.source, 60))
        if not made:
            made = Text("nobody named")
        note = [statement.form, *(["a denial"] if statement.denial else [])]
        made.append("\n" + ", ".join(note) + sure(statement.confidence), style=self.dim)
        return made

    def said(self, statement: Statement) -> Text:
        made = Text(quote(statement.content, 220 if self.wide else 120))
        if statement.inside in self.labels:
            made.append(f"\ninside {self.labels[statement.inside]}", style=self.dim)
        return made

    def said_to(self, statement: Statement) -> Text:
        lines = [
            Text.assemble((f"{word} ", self.dim), self.names(ids))
            for word, ids in (
                ("to", statement.addressees),
                ("about", statement.about),
                ("via", statement.via),
            )
            if ids
        ]
        return Text("\n").join(lines) if lines else Text("—")

    def commitments(self) -> RenderableType:
        table = self.table(
            ("", {"no_wrap": True}),
            ("who → to whom", {"ratio": 5}),
            ("how, what", {"ratio": 7}),
            ("by when", {"ratio": 4, "min_width": 10}),
            ("on condition", {"ratio": 4}),
        )
        for commitment in sorted(self.record.commitments, key=lambda c: self.order(c.id)):
            table.add_row(
                self.chip(commitment.id),
                self.committed(commitment),
                Text.assemble(
                    (commitment.strength, self.bold),
                    f"\n{quote(commitment.what, 90)}",
                    (self.belongs(commitment), self.dim),
                ),
                Text(due_words(commitment.due)),
                Text(f"“{plain(commitment.condition.text)}”" if commitment.condition else "—"),
            )
        return _indented(table)

    def committed(self, commitment: Commitment) -> Text:
        by = self.names(commitment.by) if commitment.by else Text("nobody named")
        if commitment.to:
            by = Text.assemble(by, "\n→ ", self.names(commitment.to))
        by.append(sure(commitment.confidence), style=self.dim)
        return by

    def belongs(self, commitment: Commitment) -> str:
        known = [self.labels[id_] for id_ in (commitment.statement, commitment.event) if id_ in self.labels]
        return f"\nin {', '.join(known)}" if known else ""

    def actor_table(self) -> RenderableType:
        table = self.table(
            ("", {"no_wrap": True, "style": self.dim}),
            ("code", {"max_width": 12}),
            ("name", {"ratio": 5}),
            ("role", {"ratio": 6}),
            ("kind", {"no_wrap": True}),
            ("named", {"no_wrap": True}),
            ("basis", {"no_wrap": True}),
            leading=0,
        )
        for actor in sorted(self.record.actors, key=lambda a: self.order(a.id)):
            lines = [plain(actor.role)] if actor.role else []
            if actor.candidates:
                lines.append(f"one of {', '.join(map(plain, actor.candidates))}")
            role = Text("\n".join(lines) or "—")
            table.add_row(
                Text(self.labels[actor.id]),
                Text(actor.code or "—", style=self.bold),
                Text(actor_name(actor)),
                role,
                actor.kind,
                f"{len(actor.mentions)} ×",
                actor.basis,
            )
        return _indented(table)

    def times_and_places(self) -> RenderableType:
        found = [(plain(p.text), p.value or "not resolved", marking.TIME) for p in self.record.times]
        found += [(plain(p.text), place_words(p), marking.PLACE) for p in self.record.places]
        distinct = {(words.casefold(), value): (words, value, style) for words, value, style in found}
        rows = list(distinct.values())
        halves = 2 if self.width >= 76 else 1
        half = -(-len(rows) // halves)
        table = Table.grid(padding=(0, 3, 0, 0))
        for row in range(half):
            cells: list[Text] = []
            for words, value, style in rows[row::half]:
                cells += [Text(words, style if self.colour else "none"), Text(value)]
            table.add_row(*cells)
        return _indented(table)

    def links(self) -> RenderableType:
        lines = []
        for link in self.record.links:
            made = Text.assemble(
                self.chip(link.from_),
                f" {link.kind} ",
                self.chip(link.to),
            )
            if link.span:
                made.append(f"  “{plain(link.span.text)}”", style=self.dim)
            lines.append(made)
        return Padding(Group(*lines), (0, 2))

    # -- what is missing

    def reasons(self) -> list[Text]:
        """Say what is not resolved and why: the same reason for the same fields once."""
        fields: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)  # (reason, owner) → fields
        for owner, field, reason in _unresolved(self.record, self.labels):
            fields[plain(reason), owner][field] = None
        owners: dict[tuple[str, str], list[str]] = defaultdict(list)
        for (reason, owner), names in fields.items():
            shown = [n for n in names if not ("country" in names and n in FOLLOW_COUNTRY)]
            owners[reason, listed(shown)].append(owner)
        return [
            Text.assemble((f"{', '.join(who)} – {which}: ", self.dim), reason)
            for (reason, which), who in owners.items()
        ]

    def not_coded(self) -> Iterator[RenderableType]:
        record, text = self.record, self.record.story.text
        lines: list[Text] = []
        if any(gap.reason == "not English" for gap in record.uncoded):
            language = f" (it looks like {record.story.language})" if record.story.language else ""
            lines.append(Text(f"The story is not in English{language}, so nothing in it was coded."))
        else:
            lists = ("events", "statements", "commitments", "actors", "times", "places")
            absent = [name for name in lists if not getattr(record, name)]
            if absent:
                lines.append(Text(f"None found in this story: {', '.join(absent)}."))
            for gap in record.uncoded:
                excerpt = plain(" ".join(text[gap.start : gap.end].split()))
                lines.append(Text(f"{gap.reason}: “{shorten(excerpt, 120)}” ({gap.start}–{gap.end})"))
        if lines:
            yield self.title("not coded")
            yield Padding(Group(*lines), (0, 2))


# ------------------------------------------------------------------------------------------------ small parts


def _indented(table: Table) -> Padding:
    return Padding(table, (0, 2))


def _unresolved(record: Record, labels: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what is not resolved: whose it is, which field, and why."""
    for field, why in record.story.unresolved.items():
        if field != "date":  # the head says it
            yield "story", field, why
    named: list[tuple[str, Any]] = [(actor_name(actor), actor) for actor in record.actors]
    spans: Iterable[Any] = (*record.places, *record.times)
    named += [(f"“{plain(part.text)}”", part) for part in spans]
    with_ids: Iterable[Any] = (*record.statements, *record.events, *record.commitments)
    named += [(labels[part.id], part) for part in with_ids]
    for owner, part in named:
        for field, why in part.unresolved.items():
            yield owner, field, why
        for inner in ("when", "where", "due"):
            for why in dict.fromkeys(getattr(getattr(part, inner, None), "unresolved", {}).values()):
                yield owner, inner, why
