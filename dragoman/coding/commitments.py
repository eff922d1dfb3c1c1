"""Commitments: who promised, plans, offers, threatens or refuses what, to whom, by when, on what condition.

    commitments(doc, story, actors)   # (Commitment(strength="promise", by=(…,), what=(Span("send 200 nurses"),)), …)

A commitment is an act that somebody binds himself to: the complement of a commissive word ("vowed to", "is ready
to", "no plans to"; Searle 1976, "A classification of illocutionary acts"), or a clause with "will", "is going to",
"is to". Only what the text asserts counts: what somebody is asked to promise, or might have promised, is none.
Forecasts of how things will be are none either. :mod:`dragoman.coding.committing` finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dragoman.coding.committing import Draft, Finder
from dragoman.coding.due import due_of
from dragoman.coding.status import StatusCoder
from dragoman.records import (
    Actor,
    CodedBy,
    Commitment,
    Due,
    Event,
    Span,
    Statement,
    Story,
    Time,
    When,
    content_id,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Dated", "commitments"]

Dated = Callable[[int], When]
"""Gives the time of what a token tells; :func:`dragoman.coding.when` with its story filled in."""


def commitments(
    doc: Doc,
    story: Story,
    actors: Sequence[Actor] = (),
    *,
    statements: Sequence[Statement] = (),
    events: Sequence[Event] = (),
    times: Sequence[Time] = (),
    dated: Dated | None = None,
    coder: StatusCoder | None = None,
) -> tuple[Commitment, ...]:
    """Give the commitments of a story, in the order of its text.

    Args:
        doc: the reading of the story's text.
        story: it is of.
        actors: of the story, with their mentions; ``by`` and ``to`` are of these.
        statements: of the story: a commitment comes from the innermost whose content holds it.
        events: of the story: the one whose trigger lies in ``what`` is the event that it would be.
        times: time expressions of the story.
        dated: gives the time of a token; without it no date is resolved, and ``due`` says so.
        coder: of the same reading, if there is one.

    Returns:
        Commitments; what is not known of one has its reason in ``unresolved``.
    """
    coder = StatusCoder(doc, story, times=times) if coder is None else coder
    finder = Finder(coder)
    writer = _Writer(coder, story, actors, statements=statements, events=events, times=times, dated=dated)
    return tuple(writer.commitment(draft) for draft in finder.all())


class _Writer:
    """Writes drafts as records."""

    def __init__(
        self,
        coder: StatusCoder,
        story: Story,
        actors: Sequence[Actor],
        *,
        statements: Sequence[Statement],
        events: Sequence[Event],
        times: Sequence[Time],
        dated: Dated | None,
    ) -> None:
        self._coder, self._story, self._words = coder, story, coder.words
        self._statements, self._events, self._times, self._dated = statements, events, times, dated
        self._mentions = sorted(
            (m.end - m.start, m.start, m.end, actor.id) for actor in actors for m in actor.mentions
        )

    def commitment(self, draft: Draft) -> Commitment:
        """Write one."""
        unresolved: dict[str, str] = {}
        what = self._what(draft)
        statement = self._statement(what)
        by = self._ids(draft.by) or self._speakers(draft, statement)
        if not by:
            unresolved["by"] = "nobody is named" if not draft.by else "who that is, is not among the actors"
        to = tuple(i for i in self._ids(draft.to) if i not in by)
        condition = self._condition(draft)
        event = next(
            (
                e.id
                for e in self._events
                if any(p.start <= e.trigger.start and e.trigger.end <= p.end for p in what)
            ),
            None,
        )
        return Commitment(
            id=content_id("commitment", self._story.id, draft.strength, [(p.start, p.end) for p in what]),
            by=by,
            to=to,
            what=what,
            event=event,
            statement=statement.id if statement is not None else None,
            strength=draft.strength,
            due=self._due(draft, what),
            condition=condition,
            confidence=draft.confidence,
            coded_by=CodedBy(rule=draft.rule),
            unresolved=unresolved,
        )

    def _ids(self, heads: Sequence[int]) -> tuple[str, ...]:
        found: list[str] = []
        for head in heads:
            start = self._words.starts[head]
            id_ = next((id_ for _, a, b, id_ in self._mentions if a <= start < b), None)
            if id_ is not None and id_ not in found:
                found.append(id_)
        return tuple(found)

    def _subtree(self, i: int, skip: frozenset[int]) -> list[int]:
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += [c for c in self._words.children[at] if c not in skip]
        return found

    def _what(self, draft: Draft) -> tuple[Span, ...]:
        """Give the words of what is committed to: the clause without its subject, its cue and its condition."""
        w = self._words
        spans: list[Span] = []
        heads = set(draft.what)
        for head in draft.what:
            skip = {c for c in heads if c != head} | set(draft.cue)
            if draft.condition >= 0:
                skip.add(draft.condition)
            for c in w.children[head]:
                base = w.dep[c].split(":")[0]
                if base in (
                    "punct",
                    "mark",
                    "cc",
                    "aux",
                    "cop",
                    "case",
                    "discourse",
                    "parataxis",
                    "conj",
                ) or (base in ("nsubj", "expl", "csubj") and w.dep[c] != "nsubj:pass"):
                    skip.add(c)
                if base in ("advmod", "det") and w.low[c] in ("not", "n't", "n’t", "never", "no"):
                    skip.add(c)
                if base == "nsubj" and w.pos[head] in ("VERB", "AUX") and w.dep[c] == "nsubj:pass":
                    skip.add(c)
                if base == "advcl" and c > head and self._beside(c):
                    skip.add(c)
                if c < head and w.low[c] in ("which", "that", "who", "whom") and w.pos[c] == "PRON":
                    skip.add(c)
            tokens = sorted(t for t in self._subtree(head, frozenset(skip)) if not w.text[t].isspace())
            while tokens and w.pos[tokens[-1]] == "PUNCT":
                tokens.pop()
            run = [t for t in tokens if t >= tokens[0]]
            if run:
                spans.append(self._coder.span(run[0], run[-1]))
        return tuple(dict.fromkeys(spans))

    def _beside(self, c: int) -> bool:
        w = self._words
        first = min(c, *w.children[c]) if w.children[c] else c
        return first > 0 and w.low[first - 1] == ","

    def _condition(self, draft: Draft) -> Span | None:
        if draft.condition < 0:
            return None
        tokens = sorted(
            t
            for t in self._subtree(draft.condition, frozenset(draft.what))
            if not self._words.text[t].isspace()
        )
        while tokens and self._words.pos[tokens[-1]] == "PUNCT":
            tokens.pop()
        while tokens and self._words.pos[tokens[0]] == "PUNCT":
            tokens.pop(0)
        return self._coder.span(tokens[0], tokens[-1]) if tokens else None

    def _speakers(self, draft: Draft, statement: Statement | None) -> tuple[str, ...]:
        """Give who says "we", where that is no actor of its own."""
        first = bool(draft.by) and self._words.low[draft.by[0]] in ("i", "we")
        return statement.speakers if first and statement is not None else ()

    def _statement(self, what: tuple[Span, ...]) -> Statement | None:
        """Give the innermost statement that holds a commitment."""
        if not what:
            return None
        holding = [
            (p.end - p.start, n, s)
            for n, s in enumerate(self._statements)
            for p in s.content
            if p.start <= what[0].start and what[0].end <= p.end
        ]
        return min(holding)[2] if holding else None

    def _due(self, draft: Draft, what: Sequence[Span]) -> Due:
        told = due_of(
            self._words, self._story.text, what, heads=draft.what, times=self._times, date=self._story.date
        )
        if told is not None:
            return told
        dated = self._dated
        for head in draft.what if dated is not None else ():
            when = dated(head) if dated is not None else When()
            if when.basis in ("clause", "knowledge") and (when.start or when.end) and self._ahead(when, head):
                return Due(
                    start=when.start,
                    end=when.end,
                    span=when.span,
                    basis=when.basis,
                    unresolved=when.unresolved,
                )
        why = "no date is named with it" if self._times or self._dated else "the story's times are not known"
        return Due(unresolved={"start": why, "end": why})

    def _ahead(self, when: When, head: int) -> bool:
        """Whether a time can be one at which something is due: of the act itself, and not begun before the story."""
        w, date = self._words, self._story.date
        if when.basis == "clause" and w.pos[head] not in ("VERB", "AUX"):
            return False  # a noun shares the time of the word that commits to it
        last = when.end or when.start
        return date is None or (last is not None and last >= date and (when.start or date) >= date)
