"""When: the time expressions of a text, and the time of what a word in it tells.

``times`` gives TIMEX3 expressions (Pustejovsky et al., TimeML, 2003; ISO 24617-1), ``when`` the time of an event or
a statement: from its own clause, else from its sentence, else from what the story told before (the same act, the
sentences before it in its paragraph, the lead), at last the day of the story, and ``basis`` says which. What the text
puts into the past or the future without a date never gets the story's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from dragoman.coding import clauses, retold
from dragoman.coding.anchors import Anchor, anchors
from dragoman.coding.bounds import Bounds, bounded
from dragoman.coding.timex import recogniser
from dragoman.coding.timex.context import Direction
from dragoman.coding.timex.tense import tense_of
from dragoman.coding.timex.values import Interval
from dragoman.knowledge import almanac
from dragoman.records import Span, Story, Time, When, WhenBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

    from dragoman.knowledge import Knowledge

__all__ = ["times", "when"]


def times(doc_or_text: Doc | str, *, date: str | None = None) -> tuple[Time, ...]:
    """Give the time expressions of a text, from left to right, with their values against a day.

    Args:
        doc_or_text: a reading, whose tree then tells what was from what will be; or the bare text, which is faster.
        date: the day that relative times count from (YYYY-MM-DD; what follows the day is left aside).

    Returns:
        Expressions with offsets into the text. What has no value says why in ``unresolved``.
    """
    doc, text = (None, doc_or_text) if isinstance(doc_or_text, str) else (doc_or_text, doc_or_text.text)
    today, wrong = _today(date)
    found = recogniser()(text, today, doc)
    if wrong is None:
        return found
    return tuple(
        msgspec.structs.replace(time, unresolved={"value": wrong}) if time.unresolved else time
        for time in found
    )


def _today(date: str | None) -> tuple[dt.date | None, str | None]:
    """Read the day; or say what is wrong with it."""
    if date is None or not date.strip():
        return None, None
    try:
        return dt.date.fromisoformat(date.strip()[:10]), None
    except ValueError:
        return None, f"the date {date!r} is not a calendar day written YYYY-MM-DD"


# ------------------------------------------------------------------------------------------- the time of a word


_SHORT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the times of a story are read in."""

    doc: Doc
    text: str
    times: Sequence[Time]
    today: dt.date | None
    knowledge: Knowledge | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Timed:
    """Something that dates: its offsets, the token that heads it, its days as its preposition bounds them."""

    start: int
    end: int
    head: Token
    bounds: Bounds
    known: bool = False

    @property
    def has_days(self) -> bool:
        """Whether a side of it is known."""
        return self.bounds.start is not None or self.bounds.end is not None

    @property
    def is_short(self) -> bool:
        """Whether it is a few days at most, so that what follows can be of the same time."""
        first, last = self.bounds.start, self.bounds.end
        return first is not None and last is not None and last - first <= _SHORT

    def lies_in(self, other: _Timed) -> bool:
        """Whether it is a part of another time, and shorter."""
        first, last, start, end = self.bounds.start, self.bounds.end, other.bounds.start, other.bounds.end
        if first is None or last is None or start is None or end is None:
            return False
        return start <= first and last <= end and last - first < end - start


def when(
    doc: Doc,
    story: Story,
    times: Sequence[Time],
    token_index: int,
    *,
    knowledge: Knowledge | None = None,
    ahead: bool = False,
) -> When:
    """Give the time of what a token tells: an event or a statement whose trigger it is.

    Args:
        doc: the reading of the story.
        story: the story; its date is the last resort, and what open bounds reach to.
        times: the story's time expressions, as :func:`times` gives them.
        token_index: the trigger's token in ``doc``.
        knowledge: elections and inaugurations, for *before the inauguration*.
        ahead: what the token tells is still to come, whatever its tense: *was ready to meet before the vote*.

    Returns:
        An interval of days, end inclusive, with its precision, its words and its basis; or why there is none. An open
        side is ``None`` and says why.
    """
    trigger = doc[token_index]
    sentence = trigger.sent
    today, _ = _today(story.date)
    direction = "future" if ahead else clauses.direction(trigger)
    scene = _Scene(doc, story.text, times, today, knowledge, direction)
    in_sentence = _timed(scene, sentence.start_char, sentence.end_char)
    own = [
        timed
        for timed in in_sentence
        if clauses.owns(trigger, timed.head) and not (timed.known and clauses.nested(trigger, timed.head))
    ]
    if chosen := _nearest(_possible(own, scene), trigger):
        return _answer(chosen, story, "clause")
    shared = [*_joined(in_sentence, trigger, today)]
    shared += [timed for timed in in_sentence if timed.has_days and clauses.shares(trigger, timed.head)]
    if chosen := _nearest(_possible(shared, scene), trigger):
        return _answer(chosen, story, "sentence")
    if direction == "future":
        return _nothing("the text puts it into the future without a date")
    if chosen := _retold(scene, trigger):
        return _answer(chosen, story, "context")
    if reason := clauses.background(trigger):
        return _nothing(reason)
    if chosen := _narrated(scene, trigger):
        return _answer(chosen, story, "context")
    if story.date is None or today is None:
        return _nothing("no time is named with it, and the story has no date")
    return When(start=story.date, end=story.date, precision="day", basis="story date")


def _possible(found: Iterable[_Timed], scene: _Scene) -> list[_Timed]:
    """Leave out what tense forbids: what happened did not happen on a day that is yet to come."""
    today = scene.today
    if scene.direction != "past" or today is None:
        return list(found)
    return [timed for timed in found if timed.bounds.start is None or timed.bounds.start <= today]


def _joined(found: Iterable[_Timed], trigger: Token, today: dt.date | None) -> Iterator[_Timed]:
    """Bound by the clause that a word is joined to with a conjunction: *since the siege began in June*."""
    for timed in found:
        word, bounds = clauses.conjunction(trigger, timed.head), timed.bounds
        if word in _BOUNDING and bounds.start and bounds.end and bounds.precision:
            made = Bounds.of(Interval(bounds.start, bounds.end, bounds.precision), word, today)
            if made is not None:
                yield replace(timed, bounds=made)


_BOUNDING = frozenset(("since", "until", "till"))


def _dated(scene: _Scene, sentence: SpacySpan, word: Token | None = None) -> _Timed | None:
    """Give the day that a sentence before gives to one of its words, none that is to come and no long time.

    Without a word it is asked for what the sentence tells: its main verb, and what that reports.
    """
    if word is None:
        told = clauses.told(sentence)
        return next((chosen for one in told if (chosen := _dated(scene, sentence, one))), None)
    found = [
        timed
        for timed in _timed(scene, sentence.start_char, sentence.end_char)
        if timed.is_short and clauses.owns(word, timed.head)
    ]
    chosen = _nearest(found, word)
    if chosen is None or scene.today is None or chosen.bounds.end is None or chosen.bounds.end > scene.today:
        return None
    return chosen


def _retold(scene: _Scene, trigger: Token) -> _Timed | None:
    """Give the day on which the story has put the same act before: *the shelling*, which was on Monday."""
    for word in retold.named_again(trigger):
        if chosen := _dated(scene, word.sent, word):
            return chosen
    return None


def _narrated(scene: _Scene, trigger: Token) -> _Timed | None:
    """Give the day that the story has reached: that of the sentences before, else of its lead."""
    if not clauses.narrates(trigger):
        return None
    speaks = clauses.reports(trigger)
    for before in clauses.sentences_before(trigger):
        if speaks and not clauses.reports(before.root):
            return None
        if tense_of(before.root) != "future" and (chosen := _dated(scene, before)):
            return chosen
    if speaks:
        return None
    for opening in retold.lead(scene.doc, trigger):
        if retold.goes_on(trigger, opening) and (chosen := _dated(scene, opening)):
            return chosen
    return None


def _timed(scene: _Scene, start: int, end: int) -> list[_Timed]:
    """Give what dates between two offsets: time expressions, and events that knowledge dates."""
    inside = [time for time in scene.times if start <= time.start and time.end <= end]
    made = list(_anchored(scene, start, end))
    known = [(timed.start, timed.end) for timed in made]
    reached = start
    for at, time in enumerate(inside):
        if time.start < reached or any(first <= time.start < last for first, last in known):
            continue
        head = clauses.head_of(scene.doc, time.start, time.end)
        bounds = bounded(scene.doc, time, head, inside[at + 1 :], scene.today)
        if head is not None and bounds is not None:
            made.append(_Timed(time.start, bounds.until or time.end, head, bounds))
            reached = bounds.until or reached
    return made


def _anchored(scene: _Scene, start: int, end: int) -> Iterable[_Timed]:
    if scene.today is None:
        return
    found = anchors(
        scene.text,
        start,
        end,
        today=scene.today,
        ahead=None if scene.direction == "open" else scene.direction == "future",
        knowledge=scene.knowledge,
        almanac=almanac.load(),
    )
    for anchor in found:
        head = clauses.head_of(scene.doc, anchor.start, anchor.end)
        bounds = None if head is None else _around(scene.doc, anchor, scene.today)
        if head is not None and bounds is not None:
            yield _Timed(anchor.start, anchor.end, head, bounds, known=True)


def _around(doc: Doc, anchor: Anchor, today: dt.date) -> Bounds | None:
    """Bound by an anchor, which counts only with a preposition: *the election* alone is what is spoken of."""
    word = clauses.preposition(doc, anchor.start)
    if word is None:
        return None
    if anchor.interval is None:
        return Bounds(None, None, None, why=anchor.why)
    return Bounds.of(anchor.interval, word, today)


def _nearest(found: Sequence[_Timed], trigger: Token) -> _Timed | None:
    """Choose among times: those with days before those without, then the nearest to the trigger."""
    if not found:
        return None
    chosen = min(
        found,
        key=lambda timed: (
            not timed.has_days,
            not timed.known and timed.bounds.vague,
            clauses.nested(trigger, timed.head),
            abs(timed.head.i - trigger.i),
        ),
    )
    inside = [timed for timed in found if timed.lies_in(chosen)]  # "next month, on August 2"
    return min(inside, key=lambda timed: abs(timed.head.i - trigger.i)) if inside else chosen


def _answer(timed: _Timed, story: Story, basis: WhenBasis) -> When:
    bounds = timed.bounds
    span = Span(start=timed.start, end=timed.end, text=story.text[timed.start : timed.end])
    unresolved: dict[str, str] = {}
    if bounds.start is None:
        unresolved["start"] = bounds.why or "the text names no first day"
    if bounds.end is None:
        unresolved["end"] = bounds.why or "the text names no last day"
    return When(
        start=None if bounds.start is None else bounds.start.isoformat(),
        end=None if bounds.end is None else bounds.end.isoformat(),
        precision=bounds.precision,
        span=span,
        basis="knowledge" if timed.known else basis,
        unresolved=unresolved,
    )


def _nothing(reason: str) -> When:
    return When(unresolved={"start": reason, "end": reason})
