"""``dragoman explain``: why something was coded so, with the words that justify every field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.cli import marking
from dragoman.cli.marking import plain
from dragoman.cli.show import stored, terminal
from dragoman.cli.words import (
    actor_name,
    interval,
    place_words,
    size_words,
    status_line,
    story_day,
)
from dragoman.errors import InputError
from dragoman.records import (
    Actor,
    CodedBy,
    Commitment,
    Due,
    Event,
    Mention,
    Record,
    Span,
    Statement,
    When,
    Where,
)

__all__ = ["explain", "opinions_of", "render_explanation"]

Row = tuple[str, Text]
Explained = Actor | Statement | Event | Commitment


def render_explanation(
    record: Record,
    id_: str,
    *,
    width: int = 80,
    colour: bool = True,
    opinions: Mapping[str, str] | None = None,
) -> RenderableType:
    """Draw why one actor, statement, event or commitment of a record was coded as it was.

    Args:
        record: the record that holds it.
        id_: its id.
        width: columns of the terminal.
        colour: whether styles reach the reader; without them, evidence stands between asterisks.
        opinions: of an event, what the codebook and the model each think of it (:func:`opinions_of`).

    Returns:
        Something for :meth:`rich.console.Console.print`.

    Raises:
        InputError: the record holds no such thing.
    """
    things: Iterable[Explained] = (*record.events, *record.statements, *record.commitments, *record.actors)
    for thing in things:
        if thing.id == id_:
            return _Explanation(record, thing, width=width, colour=colour, opinions=opinions or {}).drawn()
    if id_ == record.story.id:
        raise InputError(
            f"{id_!r} is a story; explain takes one of its events, statements, commitments or actors, "
            "and dragoman show lists their ids"
        )
    raise InputError(f"the record of story {record.story.id!r} holds nothing with the id {id_!r}")


class _Explanation:
    """One explanation: rows of a field, its value, and the words that it rests on."""

    def __init__(
        self, record: Record, thing: Explained, *, width: int, colour: bool, opinions: Mapping[str, str]
    ) -> None:
        self.opinions = opinions
        self.record = record
        self.thing = thing
        self.width = width
        self.colour = colour
        self.dim, self.bold = ("dim", "bold") if colour else ("none", "none")
        self.labels = marking.labels(record)
        self.actors = {actor.id: actor for actor in record.actors}
        self.statements = {statement.id: statement for statement in record.statements}
        self.events = {event.id: event for event in record.events}

    def drawn(self) -> RenderableType:
        thing = self.thing
        kind = type(thing).__name__
        if isinstance(thing, Event):
            title, rows = self.event_title(thing), list(self.event(thing))
        elif isinstance(thing, Statement):
            title, rows = self.names(thing.speakers, "nobody named"), list(self.statement(thing))
        elif isinstance(thing, Commitment):
            title, rows = (
                f"{thing.strength} of {self.names(thing.by, 'nobody named')}",
                list(self.commitment(thing)),
            )
        else:
            title, rows = actor_name(thing), list(self.actor(thing))
        story = self.record.story
        where = " · ".join(part for part in (story.title, story.source, story_day(story)) if part)
        head = Text.assemble(
            (f"{kind} {self.labels[thing.id]}  ", self.bold),
            (title, self.bold),
            (f"\n{plain(where)}\nid {thing.id} · story {story.id}", self.dim),
        )
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=12)
        table.add_column(ratio=1, overflow="fold")
        for field, value in rows:
            table.add_row(Text(field, style=self.dim), value)
            table.add_row("", "")
        rule = Rule(style=self.dim)
        return Group(rule, head, rule, Text(), Padding(table, (0, 2)))

    # -- the four kinds

    def event_title(self, event: Event) -> str:
        by = self.names(event.actors, "nobody named", " & " if not event.recipients else ", ")
        to = f" → {self.names(event.recipients, '')}" if event.recipients else ""
        return f"{event.type}: {by}{to}"

    def event(self, event: Event) -> Iterator[Row]:
        codes = [event.type, *([event.mode] if event.mode else [])]
        codes += [f"CAMEO {event.cameo}"] if event.cameo else []
        codes.append(event.quad)
        scales = (("PLOVER intensity", event.intensity), ("Goldstein", event.goldstein))
        codes += [f"{name} {value:+.1f}" for name, value in scales if value is not None]
        yield "what", self.with_evidence(", ".join(codes), [event.trigger])
        if event.contexts:
            yield "contexts", Text(", ".join(event.contexts))
        yield "decided by", self.coded_by(event.coded_by, event.confidence)
        if self.opinions:
            yield "opinions", Text("\n".join(f"{who}: {what}" for who, what in self.opinions.items()))
        yield from self.participants("actor", event.actors, event)
        yield from self.participants("recipient", event.recipients, event)
        yield "when", self.when(event.when)
        yield "where", self.where(event.where)
        yield "happened?", self.with_evidence(status_line(event.status), _spans(event.status.span))
        if event.status.factuality is not None:
            yield "factuality", Text(f"{event.status.factuality:+.1f} on a scale from -3 (no) to +3 (yes)")
        if size := size_words(event.size):
            yield "size", Text(size)
        yield "who says so", self.asserted(event.statement, event.via)
        yield from self.rest(event.unresolved)

    def statement(self, statement: Statement) -> Iterator[Row]:
        denial = ", a denial" if statement.denial else ""
        yield "what", self.with_evidence(f"{statement.form} speech{denial}", statement.content)
        yield "speaker", self.with_evidence(self.described(statement.speakers), statement.source)
        yield "cue", self.with_evidence("", statement.cue)
        yield "decided by", self.coded_by(statement.coded_by, statement.confidence)
        for field, ids in (("to", statement.addressees), ("about", statement.about), ("via", statement.via)):
            if ids:
                yield field, Text(self.described(ids))
        if statement.inside in self.statements:
            outer = self.statements[statement.inside]
            yield (
                "inside",
                self.with_evidence(
                    f"{self.labels[outer.id]}, said by {self.names(outer.speakers, 'nobody named')}",
                    outer.cue,
                ),
            )
        yield "when", self.when(statement.when)
        yield "where", self.where(statement.where)
        yield "happened?", self.with_evidence(status_line(statement.status), _spans(statement.status.span))
        inner = [event for event in self.record.events if event.statement == statement.id]
        if inner:
            lines = (f"{self.labels[e.id]}  {self.event_title(e)}" for e in inner)
            yield "asserts", Text("\n".join(lines))
        yield from self.rest(statement.unresolved)

    def commitment(self, commitment: Commitment) -> Iterator[Row]:
        yield "what", self.with_evidence(commitment.strength, commitment.what)
        yield "by", Text(self.described(commitment.by))
        if commitment.to:
            yield "to", Text(self.described(commitment.to))
        yield "by when", self.when(commitment.due)
        if commitment.condition:
            yield "condition", self.with_evidence("", [commitment.condition])
        yield "decided by", self.coded_by(commitment.coded_by, commitment.confidence)
        if commitment.event in self.events:
            event = self.events[commitment.event]
            yield (
                "would be",
                self.with_evidence(f"{self.labels[event.id]}  {self.event_title(event)}", [event.trigger]),
            )
        yield "who says so", self.asserted(commitment.statement, ())
        yield from self.rest(commitment.unresolved)

    def actor(self, actor: Actor) -> Iterator[Row]:
        code = [
            actor.code or "no code",
            actor.kind,
            *([f"sectors {', '.join(actor.sectors)}"] if actor.sectors else []),
        ]
        yield "what", Text(" · ".join(code))
        country = [actor.country or "not known"]
        country += [
            f"{name} {number}"
            for name, number in (("COW", actor.cow), ("Gleditsch-Ward", actor.gw))
            if number
        ]
        yield "country", Text(" · ".join(country))
        day = f" on {self.record.story.date}" if self.record.story.date else ""
        if actor.role:
            yield "role", Text(f"{plain(actor.role)}{day}")
        basis = {
            "knowledge": "dragoman's list of people, offices and bodies",
            "text": "the text alone",
            "gazetteer": "the gazetteer: its name is that of a place",
            "context": "the text; the country is that of the places around it",
        }[actor.basis]
        yield "known from", Text(basis + (f" · Wikidata {actor.wikidata}" if actor.wikidata else ""))
        if actor.candidates:
            yield "considered", Text(", ".join(map(plain, actor.candidates)))
        forms = Text("\n").join(self.quoted(mention, f"{mention.form}: ") for mention in actor.mentions)
        yield "mentions", forms or Text("none")
        used = [
            f"{self.labels[event.id]}  {self.event_title(event)}"
            for event in self.record.events
            if actor.id in (*event.actors, *event.recipients)
        ]
        used += [
            f"{self.labels[s.id]}  speaks: {plain(' … '.join(p.text for p in s.content))[:60]}"
            for s in self.record.statements
            if actor.id in s.speakers
        ]
        if used:
            yield "takes part", Text("\n".join(used))
        yield from self.rest(actor.unresolved)

    # -- fields that several kinds have

    def names(self, ids: Sequence[str], nobody: str, joint: str = ", ") -> str:
        return joint.join(actor_name(self.actors.get(id_)) for id_ in ids) or nobody

    def described(self, ids: Sequence[str]) -> str:
        found = [self.actors[id_] for id_ in ids if id_ in self.actors]
        return "\n".join(_described(actor) for actor in found) or "nobody named"

    def participants(self, field: str, ids: Sequence[str], event: Event) -> Iterator[Row]:
        for id_ in ids:
            actor = self.actors.get(id_)
            if actor is None:
                continue
            inside = [m for m in actor.mentions if event.sentence.start <= m.start < event.sentence.end]
            nearest = sorted(inside or actor.mentions, key=lambda m: abs(m.start - event.trigger.start))[:1]
            yield field, self.with_evidence(_described(actor), nearest)

    def coded_by(self, by: CodedBy, confidence: float) -> Text:
        lines = [f"rule {by.rule}" if by.rule else "", f"model {by.model}" if by.model else ""]
        said = " · ".join(line for line in lines if line) or "not stated"
        return Text(said + (f" · {confidence:.0%} sure" if confidence else ""))

    def when(self, when: When | Due) -> Text:
        if when.start is None and when.end is None:
            return Text(_why_not(when.unresolved))
        precision = getattr(when, "precision", None)
        parts = [interval(when).replace("\n", " "), *([f"({precision})"] if precision else [])]
        if when.basis:
            parts.append(
                f"· taken from the {when.basis}" if when.basis != "knowledge" else "· taken from knowledge"
            )
        made = self.with_evidence(" ".join(parts), _spans(when.span))
        return made.append(f"\n{_why_not(when.unresolved)}") if when.unresolved else made

    def where(self, where: Where) -> Text:
        if where.place is None:
            basis = where.basis if where.basis == "knowledge" else f"the {where.basis}"
            known = f"{where.country} · taken from {basis}\n" if where.country else ""
            return Text(known + _why_not(where.unresolved))
        place = self.record.places[where.place]
        basis = f" · taken from the {where.basis}" if where.basis else ""
        return self.with_evidence(
            place_words(place) + basis, [Span(start=place.start, end=place.end, text=place.text)]
        )

    def asserted(self, statement: str | None, via: Sequence[str]) -> Text:
        through = f", via {self.names(via, '')}" if via else ""
        if statement not in self.statements:
            return Text(f"the story itself{through}")
        said = self.statements[statement]
        words = f"{self.names(said.speakers, 'nobody named')}, in {self.labels[said.id]}{through}"
        return self.with_evidence(words, said.cue)

    def rest(self, unresolved: dict[str, str]) -> Iterator[Row]:
        for link in self.record.links:
            if self.thing.id in (link.from_, link.to):
                one, other = (self.labels.get(id_, id_) for id_ in (link.from_, link.to))
                yield "link", self.with_evidence(f"{one} {link.kind} {other}", _spans(link.span))
        if unresolved:
            lines = (f"{field}: {plain(why)}" for field, why in unresolved.items())
            yield "not resolved", Text("\n".join(lines))

    # -- evidence

    def with_evidence(self, value: str, spans: Sequence[Span | Mention]) -> Text:
        lines = [Text(value)] if value else []
        lines += [self.quoted(span) for span in spans]
        return Text("\n").join(lines) if lines else Text("—")

    def quoted(self, span: Span | Mention, before: str = "") -> Text:
        """Quote a span with a few words around it and its offsets."""
        text = self.record.story.text
        at = Span(start=span.start, end=span.end, text=span.text)
        # as much as one line holds beside the field's name and the offsets
        around = max(12, (self.width - 36 - len(before) - (at.end - at.start)) // 2)
        start, end = marking.context(text, [at], around=around)
        shown = plain(text).replace("\n", " ")
        star = "" if self.colour else "*"
        return Text.assemble(
            before,
            ("…" if start > 0 else "") + shown[start : at.start],
            (f"{star}{shown[at.start : at.end]}{star}", "bold reverse" if self.colour else "none"),
            shown[at.end : end] + ("…" if end < len(text) else ""),
            (f"  {at.start}–{at.end}", self.dim),
        )


def _spans(span: Span | None) -> list[Span]:
    return [] if span is None else [span]


def _described(actor: Actor) -> str:
    parts = [actor_name(actor), actor.code, plain(actor.role) if actor.role else None]
    said = " · ".join(part for part in parts if part)
    return f"{said} · could be {', '.join(map(plain, actor.candidates))}" if actor.candidates else said


def _why_not(unresolved: dict[str, str]) -> str:
    return "not known: " + ("; ".join(dict.fromkeys(unresolved.values())) or "no reason was recorded")


def opinions_of(record: Record, id_: str) -> dict[str, str]:
    """Ask the codebook and the model again about an event's actor and recipient; {} for anything else.

    The codebook is ours, whatever the store was coded with.
    """
    event = next((one for one in record.events if one.id == id_), None)
    if event is None:
        return {}
    from dragoman.coding.relations import weighed
    from dragoman.knowledge import codebook
    from dragoman.language import load_reader

    reader, text = load_reader(), event.sentence.text
    spans = [*event.actor_spans[:1], *(event.recipient_spans or event.actor_spans[1:])[:1]]
    inside = [(s.start - event.sentence.start, s.end - event.sentence.start) for s in spans]
    within = [(start, end) if 0 <= start < end <= len(text) else None for start, end in inside]
    actor, recipient = (*within, None, None)[:2]
    if not event.actor_spans:
        actor, recipient = None, actor
    return weighed(reader.read(text), text, codebook.load(), actor=actor, recipient=recipient, head=reader)


def explain(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="The id of an event, statement, commitment or actor.")
    ],
    store: Annotated[
        Path, typer.Option("--in", help="The store that holds it: .jsonl, .parquet or .duckdb.")
    ],
    width: Annotated[int | None, typer.Option(min=40, help="Columns, instead of the terminal's.")] = None,
) -> None:
    """Say why something was coded so: the words that justify each field, rule or model, what is not resolved.

    dragoman show STORY --ids lists the ids of a story.
    """
    console = terminal(width)
    colour = console.color_system is not None and not console.no_color
    record = stored(store, id)
    told = opinions_of(record, id)
    console.print(render_explanation(record, id, width=console.width, colour=colour, opinions=told))
