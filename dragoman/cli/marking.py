"""A story's text with its record marked in it, in colour or with brackets, overlapping and nested at will.

Every event, statement and commitment gets a short label (``e1``, ``s2``, ``c1``) that stands in the text and in
the tables under it. Words are coloured with the terminal's own sixteen, which follow the user's light or dark
theme; labels bring their own ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from dragoman.records import Event, QuadClass, Record, Span, Status

__all__ = [
    "Mark",
    "chip",
    "labels",
    "legend",
    "mark",
    "marks",
    "plain",
    "signs",
    "status_words",
    "trigger_style",
]

ACTOR = Style.parse("cyan")
SPEAKER = Style.parse("bold magenta")
TIME = Style.parse("green")
PLACE = Style.parse("yellow")
CONTENT = Style.parse("underline")
_CHIPS = {"e": "bold #ffffff on #2e7d32", "s": "bold #ffffff on #7b3fa0", "c": "bold #000000 on #f0b429"}
_SIGNS = {"denied": "×", "future": "→", "hypothetical": "?", "historical": "←", "not certain": "~"}
_STYLES = {
    "denied": "strike",
    "future": "italic",
    "hypothetical": "italic dim",
    "historical": "dim",
    "not certain": "dim",
}


class Mark(NamedTuple):
    """What to draw around one stretch of text.

    Attributes:
        start, end: offsets into the text, end exclusive.
        style: of the words between; styles of marks that overlap add up, later marks win.
        opening, closing: what stands around the words where there is no colour.
        label: a chip that is shown in both cases: after the words, or before them if ``leads``.
        label_style: style of the chip.
        leads: whether the chip stands before the words.
    """

    start: int
    end: int
    style: Style
    opening: str = ""
    closing: str = ""
    label: str = ""
    label_style: str = ""
    leads: bool = False


# ------------------------------------------------------------------------------------------ labels and status


def labels(record: Record) -> dict[str, str]:
    """Give the short label of everything in a record that has an id, in the order in which the text says it."""
    made: dict[str, str] = {}
    ordered: tuple[tuple[str, Iterable[tuple[int, str]]], ...] = (
        ("a", ((min((m.start for m in a.mentions), default=0), a.id) for a in record.actors)),
        ("s", ((min((p.start for p in s.content + s.cue), default=0), s.id) for s in record.statements)),
        ("e", ((e.trigger.start, e.id) for e in record.events)),
        ("c", ((min((p.start for p in c.what), default=0), c.id) for c in record.commitments)),
    )
    for letter, found in ordered:
        for number, (_, id_) in enumerate(sorted(found, key=lambda pair: pair[0]), 1):
            made[id_] = f"{letter}{number}"
    return made


def status_words(status: Status) -> list[str]:
    """Say a status in words: ``happened``, or what speaks against it; the first one decides the style."""
    found: list[str] = [mode for mode in ("future", "hypothetical", "historical") if mode in status.auxiliary]
    if "negation" in status.auxiliary:
        found.insert(0, "denied")
    if found:
        return found
    return {"yes": ["happened"], "no": ["did not happen"], "unknown": ["not certain"]}[status.happened]


def signs(status: Status) -> str:
    """Give the signs of a status: ``×`` denied, ``→`` future, ``?`` hypothetical, ``←`` past, ``~`` not certain."""
    return "".join(_SIGNS.get(word, "×" if word == "did not happen" else "") for word in status_words(status))


def trigger_style(status: Status) -> Style:
    """Give the style of an event's words: what did not happen must not look like what did."""
    parsed = [Style.parse(_STYLES.get(word, "")) for word in status_words(status)]
    if "did not happen" in status_words(status):
        parsed.append(Style.parse("strike"))
    return Style.combine([Style(bold=True), *parsed])


def event_chip_style(quad: QuadClass) -> str:
    """Give the style of an event's label: green for cooperation, red for conflict."""
    return "bold #ffffff on #b3261e" if quad.endswith("conflict") else "bold #ffffff on #2e7d32"


def chip(label: str, *, colour: bool, style: str | None = None) -> Text:
    """Draw a label as it stands in the text, for use in a table."""
    # assembled, because the style of a whole Text would fill the table's cell
    return Text.assemble((label, (style or _CHIPS.get(label[:1], "bold")) if colour else "none"))


# -------------------------------------------------------------------------------------------------- the marks


def marks(record: Record, labels: dict[str, str]) -> list[Mark]:
    """List all marks of a record; where they overlap, later ones decide the colour."""
    made: list[Mark] = []
    for statement in record.statements:
        label = labels[statement.id]
        made += [
            Mark(p.start, p.end, CONTENT, "«", "»", label, _CHIPS["s"], leads=True) for p in statement.content
        ]
    for commitment in record.commitments:
        label = labels[commitment.id]
        made += [
            Mark(p.start, p.end, Style(), "(", ")", label, _CHIPS["c"], leads=True) for p in commitment.what
        ]
    mentions = {(m.start, m.end) for actor in record.actors for m in actor.mentions}
    made += [Mark(start, end, ACTOR, "[", "]") for start, end in sorted(mentions)]
    made += [Mark(p.start, p.end, PLACE, "{", "}") for p in _distinct(record.places)]
    made += [Mark(t.start, t.end, TIME, "<", ">") for t in _distinct(record.times)]
    for source in _distinct([s for statement in record.statements for s in statement.source]):
        known = (source.start, source.end) in mentions
        made.append(Mark(source.start, source.end, SPEAKER, "@" if known else "@[", "" if known else "]"))
    made += [_event_mark(event, labels[event.id]) for event in record.events]
    return made


def _event_mark(event: Event, label: str) -> Mark:
    shown = label + signs(event.status)
    style = trigger_style(event.status)
    return Mark(event.trigger.start, event.trigger.end, style, "*", "*", shown, event_chip_style(event.quad))


class _Extent(NamedTuple):
    start: int
    end: int


def _distinct(spans: Iterable[object]) -> list[_Extent]:
    return sorted({_Extent(span.start, span.end) for span in spans})  # type: ignore[attr-defined]


def mark(text: str, marks: Sequence[Mark], *, colour: bool) -> Text:
    """Draw marks into a text.

    Args:
        text: the story's text, or an extract of it that the offsets of the marks refer to.
        marks: in rising order of importance for the colour.
        colour: styles; without it brackets and labels say the same.

    Returns:
        The text with labels (and brackets) put in; control characters are made visible, so that a story can
        never command the terminal.
    """
    text = plain(text)
    opens: dict[int, list[int]] = defaultdict(list)
    closes: dict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(marks):
        opens[each.start].append(index)
        closes[each.end].append(index)
    drawn = Text(no_wrap=False, overflow="fold")
    active: list[int] = []
    places = sorted({0, len(text), *opens, *closes})
    for here, after in zip(places, [*places[1:], len(text)], strict=True):
        for index in sorted(closes[here], key=lambda i: (-marks[i].start, -i)):
            if index in active:
                active.remove(index)
                _close(drawn, marks[index], colour)
        # the longest first, so that brackets nest
        for index in sorted(opens[here], key=lambda i: (-marks[i].end, i)):
            _open(drawn, marks[index], colour)
            if marks[index].end > here:
                active.append(index)
            else:
                _close(drawn, marks[index], colour)
        style = Style.combine([Style(), *(marks[i].style for i in sorted(active))]) if colour else ""
        drawn.append(text[here:after], style)
    return drawn


def _open(drawn: Text, mark: Mark, colour: bool) -> None:
    if not colour:
        drawn.append(mark.opening + (mark.label + " " if mark.leads else ""))
    elif mark.leads:
        drawn.append(mark.label, mark.label_style)
        drawn.append(" ")


def _close(drawn: Text, mark: Mark, colour: bool) -> None:
    if not colour:
        drawn.append(mark.closing + ("" if mark.leads else mark.label))
    elif mark.label and not mark.leads:
        drawn.append(mark.label, mark.label_style)


_VISIBLE = {
    # controls get their pictures; tabs and returns a space; directional overrides would reorder the line
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t\r"},
    **dict.fromkeys((0x09, 0x0D, 0x2028, 0x2029), 0x20),
    **dict.fromkeys((0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}


def plain(text: str) -> str:
    """Make control characters visible, one for one, so that offsets still hold."""
    return text.translate(_VISIBLE)


# ------------------------------------------------------------------------------------------------- the legend


def legend(record: Record, *, colour: bool, width: int) -> Text:
    """Explain the marks that this drawing uses, and no others, in lines that break between entries only."""
    lines: list[Text] = []
    for entry in _legend(record, colour):
        if lines and lines[-1].cell_len + 3 + entry.cell_len <= width:
            lines[-1] = Text("   ").join([lines[-1], entry])
        else:
            lines.append(entry)
    return Text("\n").join(lines)


def _legend(record: Record, colour: bool) -> Iterator[Text]:
    def entry(words: str, style: Style | str, opening: str = "", closing: str = "") -> Text:
        return Text(words, style) if colour else Text(f"{opening}{words}{closing}")

    if any(actor.mentions for actor in record.actors):
        yield entry("actor", ACTOR, "[", "]")
    if any(statement.source for statement in record.statements):
        yield entry("speaker", SPEAKER, "@[", "]")
    if record.statements:
        yield (
            Text.assemble(chip("s1", colour=colour), " ", entry("what is said", CONTENT))
            if colour
            else Text("«s1 what is said»")
        )
    if record.times:
        yield entry("time", TIME, "<", ">")
    if record.places:
        yield entry("place", PLACE, "{", "}")
    if record.commitments:
        yield (
            Text.assemble(chip("c1", colour=True), " what is committed")
            if colour
            else Text("(c1 what is committed)")
        )
    yield from _event_legend(record, colour)


def _event_legend(record: Record, colour: bool) -> Iterator[Text]:
    quads = {event.quad.rsplit(" ", 1)[1] for event in record.events}
    for number, quad in enumerate(("cooperation", "conflict"), 1):
        if quad in quads and colour:
            style = event_chip_style(f"verbal {quad}")  # type: ignore[arg-type]
            yield Text.assemble((quad, "bold"), (f"e{number}", style))
    if quads and not colour:
        yield Text("*event*e1")
    used = {word for event in record.events for word in status_words(event.status)}
    for word, sign in _SIGNS.items():
        if word in used or (word == "denied" and "did not happen" in used):
            said = "denied or did not happen" if word == "denied" else word
            yield Text.assemble((sign, "bold"), " ", (said, _STYLES[word] if colour else ""))


def context(text: str, spans: Sequence[Span], *, around: int = 60) -> tuple[int, int]:
    """Give the stretch of text that shows some spans with words around them, cut between words."""
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start = max(text.rfind("\n", 0, first) + 1, first - around)
    newline = text.find("\n", last)
    end = min(len(text) if newline < 0 else newline, last + around)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while last < end < len(text) and not text[end].isspace():
        end -= 1
    return start, end
