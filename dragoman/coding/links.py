"""Reversals and tensions: how two statements, events or commitments of the same actor and act bear on each other.

    links(record, words)          # all of one story
    relate(earlier, later)        # any two acts, of one story or of two

An :class:`Act` is what a record says of somebody's deed, boiled down: who, the lemmas that name it, and how it
stands: done, not done, bound to, refused. Two acts are the same when somebody is in both, the words that name them
agree, and so does what is done to what. Nothing is linked on the actor alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Words
from dragoman.records import Actor, Commitment, Event, Link, LinkKind, Record, Span, Statement

__all__ = ["Act", "Standing", "acts", "links", "relate"]

Standing = Literal["done", "not done", "bound", "refused", "open"]
"""How a record says that an act stands: ``bound`` is promised, planned, offered, threatened or ready for."""

_MOST = 400  # acts of a story; a list of that length is no story, and all pairs are compared
_EMPTY = words_of(
    "the a an to of in on at by for with from and or but not no that which who this these those it its he she they "
    "their his her him them we us our you i be is are was were been being have has had do does did will would shall "
    "should may might can could must as into than then so all any some more most over under after before during "
    "again also still soon now today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday "
    "week month year day last next new further other same such own about up out off back down s"
)
_LIGHT = words_of(
    "hold carry make take give launch conduct go get put set do have let start begin continue keep resume"
)
_SIDES = {"bound": "yes", "done": "yes", "refused": "no", "not done": "no", "open": ""}
_MEANS = words_of(
    "army troops forces government country state official officials president minister ministry spokesman spokeswoman"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a record says of a deed.

    Attributes:
        id: of the record. kind: ``statement``, ``event`` or ``commitment``.
        actors: keys of who does it; recipients: of those to whom.
        head: lemma of the word that names it. lemmas: of the words that say what is done to what.
        standing: how it stands. strength: of a commitment, else ``""``.
        day: when it was said or done, ISO, where it is known. place: story and offset, for the order in one story.
        span: the words.
    """

    id: str
    kind: str
    actors: frozenset[str]
    recipients: frozenset[str]
    head: str
    lemmas: frozenset[str]
    standing: Standing
    strength: str = ""
    day: str | None = None
    place: tuple[str, int] = ("", 0)
    span: Span | None = None


def acts(record: Record, words: Words | None = None) -> tuple[Act, ...]:
    """Boil the records of a story down to acts, in the order of its text.

    Args:
        record: of one story.
        words: of its reading, for lemmas; without them words are compared as they are written.
    """
    keys = {actor.id: _key(actor) for actor in record.actors}
    lemma = _lemmas(words)
    made = [
        *(_of_event(event, record, keys, lemma) for event in record.events),
        *(_of_commitment(one, record, keys, lemma) for one in record.commitments if one.what),
        *(_of_denial(one, record, keys, lemma) for one in record.statements if one.denial and one.content),
    ]
    return tuple(sorted(made, key=lambda act: act.place))


def _key(actor: Actor) -> str:
    """What an actor is called by in every story: ids are of one story only."""
    return actor.wikidata or (actor.name.lower() if actor.name else actor.id)


def _lemmas(words: Words | None) -> Callable[[Span], list[tuple[str, str]]]:
    """Give what turns a span into lemmas with their parts of speech."""
    if words is None:
        return lambda span: [(w.strip(".,;:!?\"'“”‘’()").lower(), "") for w in span.text.split()]

    def of(span: Span) -> list[tuple[str, str]]:
        return [
            (words.lemma[i].lower(), words.pos[i])
            for i, start in enumerate(words.starts)
            if span.start <= start < span.end and words.pos[i] not in ("PUNCT", "SPACE")
        ]

    return of


def _content(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [
        lemma
        for lemma, pos in pairs
        if lemma
        and lemma not in _EMPTY
        and pos not in ("AUX", "DET", "ADP", "PRON", "CCONJ", "SCONJ", "PART")
    ]


def _of_event(
    event: Event, record: Record, keys: dict[str, str], lemma: Callable[[Span], list[tuple[str, str]]]
) -> Act:
    tail = Span(
        start=event.trigger.start,
        end=event.sentence.end,
        text=record.story.text[event.trigger.start : event.sentence.end],
    )
    names = _content(lemma(event.trigger)) or [event.trigger.text.lower()]
    rest = _content(lemma(tail))[:8]
    standing: Standing = "open"
    if event.status.happened == "yes":
        standing = "done"
    elif event.status.happened == "no":
        standing = "refused" if "future" in event.status.auxiliary else "not done"
    return Act(
        id=event.id,
        kind="event",
        actors=frozenset(keys[a] for a in event.actors if a in keys),
        recipients=frozenset(keys[a] for a in event.recipients if a in keys),
        head=names[0],
        lemmas=frozenset((*names, *rest)),
        standing=standing,
        day=event.when.start,
        place=(record.story.id, event.trigger.start),
        span=event.trigger,
    )


def _of_commitment(
    one: Commitment, record: Record, keys: dict[str, str], lemma: Callable[[Span], list[tuple[str, str]]]
) -> Act:
    said = [pair for span in one.what for pair in lemma(span)]
    content = _content(said)
    verb = next((name for name, pos in said if pos == "VERB"), None)
    if verb in _LIGHT and len(content) > 1:
        content = [name for name in content if name != verb]
        verb = None
    noun = next((name for name, pos in said if pos == "NOUN"), None)
    head = verb or noun or (content[0] if content else one.what[0].text.lower())
    return Act(
        id=one.id,
        kind="commitment",
        actors=frozenset(keys[a] for a in one.by if a in keys),
        recipients=frozenset(keys[a] for a in one.to if a in keys),
        head=head,
        lemmas=frozenset((head, *content)),
        standing="refused" if one.strength == "refusal" else "bound",
        strength=one.strength,
        place=(record.story.id, one.what[0].start),
        span=one.what[0],
    )


def _of_denial(
    one: Statement, record: Record, keys: dict[str, str], lemma: Callable[[Span], list[tuple[str, str]]]
) -> Act:
    """What a statement denies was, by its speakers or those it is about, not done."""
    said = [pair for span in one.content for pair in lemma(span)]
    content = _content(said)
    head = next(
        (name for name, pos in said if pos == "VERB" and name not in _EMPTY), content[0] if content else ""
    )
    return Act(
        id=one.id,
        kind="statement",
        actors=frozenset(keys[a] for a in (*one.speakers, *one.about) if a in keys),
        recipients=frozenset(),
        head=head,
        lemmas=frozenset((head, *content)),
        standing="not done",
        day=one.when.start,
        place=(record.story.id, one.content[0].start),
        span=one.content[0],
    )


def relate(earlier: Act, later: Act) -> LinkKind | None:
    """Say how a later act bears on an earlier one; None when they are not the same, or nothing follows.

    Args:
        earlier, later: in the order of their days, or of the text; of one story or of two.
    """
    if earlier.id == later.id or "open" in (earlier.standing, later.standing):
        return None
    if not earlier.actors & later.actors or not _same(earlier, later):
        return None
    before, after = earlier.standing, later.standing
    bound = before == "bound"
    if bound and after == "done":
        return "fulfils"
    if bound and after == "not done":
        return "breaks"
    if bound and after == "refused":
        return "breaks" if earlier.strength == "promise" else "drops"
    if bound and after == "bound":
        return "repeats"
    if before == "refused" and after in ("done", "bound"):
        return "reverses"
    if before == "refused" and after == "refused":
        return "repeats"
    if {before, after} == {"done", "not done"}:
        return "contradicts"
    if before == "not done" and after == "bound":
        return "reverses"
    return None


def _same(one: Act, two: Act) -> bool:
    """Whether two acts are the same deed: the words that name them agree, and what is done to what."""
    if one.recipients and two.recipients and not one.recipients & two.recipients:
        return False
    if not _alike(one.head, two.head):
        return False
    ours = {w for w in one.lemmas if not _alike(w, one.head) and w not in _MEANS}
    theirs = {w for w in two.lemmas if not _alike(w, two.head) and w not in _MEANS}
    fewer = min(len(ours), len(theirs))
    if not fewer:
        return (not ours and not theirs) or bool(one.recipients & two.recipients)
    shared = sum(any(_alike(a, b) for b in theirs) for a in ours)
    numbers = {w for w in ours if w[:1].isdigit()}, {w for w in theirs if w[:1].isdigit()}
    if all(numbers) and not numbers[0] & numbers[1]:
        return False
    return shared >= max(1, round(0.4 * fewer))


def _alike(a: str, b: str) -> bool:
    """Whether two lemmas are of one family: "withdraw" and "withdrawal", "resume" and "resumption"."""
    if a == b:
        return True
    if a[:1].isdigit() or b[:1].isdigit():
        return False
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return shared >= max(5, 0.75 * min(len(a), len(b))) and max(len(a), len(b)) - shared <= 5


def links(record: Record, words: Words | None = None) -> tuple[Link, ...]:
    """Give how the records of a story bear on each other, the later one first.

    Of several earlier acts that a later one bears on, the nearest is linked.

    Args:
        record: of one story.
        words: of its reading, for lemmas.
    """
    found = acts(record, words)[:_MOST]
    made: list[Link] = []
    for n, later in enumerate(found):
        for earlier in reversed(found[:n]):
            first, second = _ordered(earlier, later)
            kind = relate(first, second)
            if kind is not None:
                made.append(Link(kind=kind, from_=second.id, to=first.id, span=second.span))
                break
    return tuple(made)


def _ordered(one: Act, two: Act) -> tuple[Act, Act]:
    """Put two acts in the order of their days, if both are known and differ; else of the text."""
    if one.day and two.day and one.day > two.day:
        return two, one
    return one, two
