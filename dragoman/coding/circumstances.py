"""When and where: the times and places of a record's events and statements.

    record = circumstances(doc, record, knowledge=knowledge)

Each is asked of the word that stands for it: an event's trigger, a statement's cue (the time and place of the saying,
not of what is said). See :mod:`dragoman.coding.when` and :mod:`dragoman.coding.where`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from dragoman.coding.when import when
from dragoman.coding.where import country_of, where
from dragoman.records import Place, Record, Span, Time, When, Where

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge import Knowledge

__all__ = ["circumstances"]

_NO_CUE = "nothing in the text says that it was said, only the quotation marks"


def circumstances(doc: Doc, record: Record, *, knowledge: Knowledge | None = None) -> Record:
    """Give a record with ``when`` and ``where`` of its events and statements filled.

    Args:
        doc: the reading of the story's text.
        record: of that story, with its times and places.
        knowledge: elections and inaugurations, for *before the inauguration*.
    """

    about = country_of(record.places, record.actors)
    known = {actor.id: actor for actor in record.actors}

    def asked(
        span: Span, actors: Iterable[str], recipients: Iterable[str], said: Sequence[Span] = ()
    ) -> tuple[When, Where]:
        """Ask for the word of a span; times and places in what is said do not count."""
        word = doc.char_span(span.start, span.end, alignment_mode="expand")
        if word is None or not len(word):
            reason = "its words are none of the reading's"
            return When(unresolved={"start": reason}), Where(unresolved={"place": reason})
        i = word.root.i
        times = [time for time in record.times if not _inside(time, said)]
        outside = [n for n, place in enumerate(record.places) if not _inside(place, said)]
        found = where(
            doc,
            record.story,
            [record.places[n] for n in outside],
            i,
            actors=[known[one] for one in actors if one in known],
            recipients=[known[one] for one in recipients if one in known],
            about=about,
        )
        if found.place is not None:
            found = msgspec.structs.replace(found, place=outside[found.place])
        return when(doc, record.story, times, i, knowledge=knowledge), found

    events = []
    for event in record.events:
        time, place = asked(event.trigger, event.actors, event.recipients)
        events.append(msgspec.structs.replace(event, when=time, where=place))
    statements = []
    for statement in record.statements:
        if statement.cue:
            time, place = asked(statement.cue[0], statement.speakers, statement.addressees, statement.content)
        else:
            time, place = When(unresolved={"start": _NO_CUE}), Where(unresolved={"place": _NO_CUE})
        statements.append(msgspec.structs.replace(statement, when=time, where=place))
    return msgspec.structs.replace(record, events=tuple(events), statements=tuple(statements))


def _inside(one: Time | Place, spans: Sequence[Span]) -> bool:
    return any(span.start <= one.start and one.end <= span.end for span in spans)
