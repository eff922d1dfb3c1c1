"""The last step of coding: the status of every event and statement, the commitments, and how all bear on each other.

    record = judged(doc, record, dated=…)

It takes a record in which who, what, when and where stand, and gives it back with ``status`` filled, and with
``commitments`` and ``links``. What the record lacks (no events, no times) is left out; the rest still comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dragoman.coding.commitments import Dated, commitments
from dragoman.coding.links import links
from dragoman.coding.status import StatusCoder, tokens_of
from dragoman.language.mentions import Words
from dragoman.records import Event, Record, Statement, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["judged"]


def judged(doc: Doc, record: Record, *, words: Words | None = None, dated: Dated | None = None) -> Record:
    """Give a record with the status of its events and statements, its commitments and links.

    Args:
        doc: the reading of the story's text.
        record: of that story; its events, statements, actors and times are used where it has them.
        words: of the reading, if they are already there.
        dated: gives the time of a token, for when a commitment is due.
    """
    coder = StatusCoder(doc, record.story, times=record.times, words=words)
    record = msgspec.structs.replace(
        record,
        statements=tuple(
            msgspec.structs.replace(one, status=_of_statement(coder, doc, one)) for one in record.statements
        ),
        events=tuple(
            msgspec.structs.replace(one, status=_of_event(coder, doc, one)) for one in record.events
        ),
    )
    found = commitments(
        doc,
        record.story,
        record.actors,
        statements=record.statements,
        events=record.events,
        times=record.times,
        dated=dated,
        coder=coder,
    )
    record = msgspec.structs.replace(record, commitments=found)
    return msgspec.structs.replace(record, links=links(record, coder.words))


def _of_event(coder: StatusCoder, doc: Doc, event: Event) -> Status:
    tokens = tokens_of(doc, event.trigger.start, event.trigger.end)
    status = coder.status(tokens)
    if event.type != "REJECT" or status.happened != "no" or not coder.refuses(tokens):
        return status
    number = None if status.factuality is None else -status.factuality
    return Status(happened="yes", factuality=number, span=status.span)


def _of_statement(coder: StatusCoder, doc: Doc, statement: Statement) -> Status:
    """Whether a statement was made: the status of its cue; a quotation without one, or with a label, was."""
    if not statement.cue or not any(map(str.isalnum, statement.cue[0].text)):
        return Status(happened="yes")
    cue = statement.cue[0]
    return coder.status(tokens_of(doc, cue.start, cue.end))
