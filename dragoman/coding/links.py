"""Reversals and tensions: how two statements, events or commitments of the same actor and act bear on each other.

    links(record, words)          # all of one story
    relate(earlier, later)        # any two acts, of one story or of two

An :class:`Act` is what a record says of somebody's deed, boiled down: who, the lemmas that name it, and how it
stands: done, not done, bound to, refused. Two acts are the same when somebody is in both, the words that name them
agree, and so does what is done to what. Nothing is linked on the actor alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dragoman.coding.status import head_among
from dragoman.knowledge import predicates
from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Words
from dragoman.records import Actor, Commitment, Event, Link, LinkKind, Record, Span, Statement

__all__ = ["Act", "Standing", "acts", "links", "relate"]

Standing = Literal["done", "not done", "bound", "refused", "open"]
"""How a record says that an act stands: ``bound`` is promised, planned, offered, threatened or ready for."""

Keys = dict[str, frozenset[str]]
"""What the actors of a record are called by in every story, by their ids."""

_COPIED = 12  # characters before an act that are the same too, where a sentence was copied
_MOST = 400  # acts of a story; a list of that length is no story, and all pairs are compared
_EMPTY = words_of(
    "the a an to of in on at by for with from and or but not no that which who this these those it its he she they "
    "their his her him them we us our you i be is are was were been being have has had do does did will would shall "
    "should may might can could must as into than then so all any some more most over under after before during "
    "again also still soon now today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday "
    "week month year day last next new further same such own about up out off back down s"
)
_LIGHT = words_of(
    "hold carry make take give launch conduct go get put set do have let start begin continue keep resume"
)
_WHOLE = frozenset(
    ("obj", "iobj", "obl", "xcomp", "ccomp", "nmod", "compound", "amod", "flat", "nummod", "conj")
)
"""How the words of a deed hang on it."""
_PARTING = ("other", "against")
"""Words that tell two acts apart, if only one of them has one."""
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
        objects: lemmas of the words that are done to, where the tree is known.
        standing: how it stands. strength: of a commitment, else ``""``.
        day: when it was said or done, ISO, where it is known. place: story and offset, for the order in one story.
        span: the words. held: start and end of the whole of it.
        before: whether it is told of an earlier time: "had promised to". sentence: where its sentence starts.
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
    objects: frozenset[str] = frozenset()
    held: tuple[int, int] | None = None
    before: bool = False
    sentence: int = -1


def acts(record: Record, words: Words | None = None) -> tuple[Act, ...]:
    """Boil the records of a story down to acts, in the order of its text.

    Args:
        record: of one story.
        words: of its reading, for lemmas; without them words are compared as they are written.
    """
    keys = {actor.id: _keys(actor) for actor in record.actors if actor.kind != "unnamed"}
    terms = _Terms(words)
    made = [
        *(_of_event(event, record, keys, terms) for event in record.events),
        *(_of_commitment(one, record, keys, terms) for one in record.commitments if one.what),
        *(_of_denial(one, record, keys, terms) for one in record.statements if _denies(one, terms)),
    ]
    return tuple(sorted(made, key=lambda act: act.place))


def _keys(actor: Actor) -> frozenset[str]:
    """What an actor is called by in every story, as ids are of one story only; a government is its state too."""
    own = actor.wikidata or (actor.name.lower() if actor.name else actor.id)
    governs = actor.kind == "state" or (actor.kind == "body" and actor.sectors[:1] == ("GOV",))
    return frozenset((own, f"state {actor.country}")) if governs and actor.country else frozenset((own,))


def _all_keys(ids: Iterable[str], keys: Keys) -> frozenset[str]:
    return frozenset(key for id_ in ids for key in keys.get(id_, ()))


class _Terms:
    """Turns the words of an act into lemmas: by the tree of the reading, else as they are written."""

    def __init__(self, words: Words | None) -> None:
        self._words = words

    def of(self, span: Span) -> list[tuple[str, str]]:
        """Give lemmas with their parts of speech."""
        w = self._words
        if w is None:
            return [(word.strip(".,;:!?\"'“”‘’()").lower(), "") for word in span.text.split()]
        return [(w.lemma[i].lower(), w.pos[i]) for i in self._tokens(span)]

    def deed(self, span: Span) -> tuple[list[tuple[str, str]], frozenset[str]] | None:
        """Give the lemmas of the deed whose word stands in a span, and of what it is done to; None without a tree."""
        w = self._words
        i = None if w is None else head_among(w, self._tokens(span))
        if w is None or i is None:
            return None
        i = self._act(i)
        found, stack = [], [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += [
                c for c in w.children[at] if w.dep[c].split(":")[0] in _WHOLE or w.dep[c] == "nsubj:pass"
            ]
        return [
            (w.lemma[t].lower(), w.pos[t]) for t in (i, *sorted(found)) if w.pos[t] != "PUNCT"
        ], self._done_to(i)

    def objects(self, span: Span) -> frozenset[str]:
        """Give the lemmas of what the deed of a span is done to."""
        w = self._words
        i = None if w is None else head_among(w, self._tokens(span))
        return frozenset() if i is None else self._done_to(self._act(i))

    def is_before(self, span: Span) -> bool:
        """Say whether what holds an act is in the past perfect: "had said that it would"."""
        w = self._words
        i = None if w is None else head_among(w, self._tokens(span))
        if w is None or i is None:
            return False
        for _ in range(4):
            if w.tag[i] == "VBN" and any(w.low[c] == "had" for c in w.children[i]):
                return True
            if w.dep[i].split(":")[0] not in ("ccomp", "xcomp", "conj", "acl", "obj"):
                return False
            i = w.head[i]
        return False

    def _act(self, i: int) -> int:
        """Give the word that names an act: of "hold talks" the noun."""
        w = self._words
        assert w is not None
        if w.lemma[i].lower() in _LIGHT:
            return next((c for c in w.children[i] if w.dep[c] in ("obj", "xcomp") and w.pos[c] != "PROPN"), i)
        return i

    def _done_to(self, i: int) -> frozenset[str]:
        w = self._words
        assert w is not None
        wanted = ("nmod", "compound") if w.pos[i] == "NOUN" else ("obj", "xcomp", "ccomp")
        direct = [c for c in w.children[i] if w.dep[c].split(":")[0] in wanted or w.dep[c] == "nsubj:pass"]
        joined = [c for d in direct for c in w.children[d] if w.dep[c] == "conj"]
        return frozenset(w.lemma[c].lower() for c in (*direct, *joined) if w.pos[c] not in ("PRON", "DET"))

    def _tokens(self, span: Span) -> list[int]:
        w = self._words
        assert w is not None
        first = bisect_left(w.starts, span.start)
        last = bisect_left(w.starts, span.end)
        return [i for i in range(first, last) if w.pos[i] not in ("PUNCT", "SPACE")]


def _content(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [
        lemma
        for lemma, pos in pairs
        if lemma == "against"
        or (
            lemma
            and lemma not in _EMPTY
            and pos not in ("AUX", "DET", "ADP", "PRON", "CCONJ", "SCONJ", "PART")
        )
    ]


def _of_event(event: Event, record: Record, keys: Keys, terms: _Terms) -> Act:
    deed = terms.deed(event.trigger)
    if deed is None:
        end = event.sentence.end
        tail = Span(start=event.trigger.start, end=end, text=record.story.text[event.trigger.start : end])
        deed = [*terms.of(event.trigger), *terms.of(tail)[:12]], frozenset()
    names = _content(deed[0]) or [event.trigger.text.lower()]
    standing: Standing = "open"
    if event.status.happened == "yes":
        standing = "refused" if event.type == "REJECT" and not _is_refusal(names[0]) else "done"
    elif event.status.happened == "no":
        standing = "refused" if "future" in event.status.auxiliary else "not done"
    return Act(
        id=event.id,
        kind="event",
        actors=_all_keys(event.actors, keys),
        recipients=_all_keys(event.recipients, keys),
        head=names[0],
        lemmas=frozenset(names),
        standing=standing,
        day=event.when.start,
        place=(record.story.id, event.trigger.start),
        span=event.trigger,
        objects=deed[1],
        sentence=event.sentence.start,
    )


def _is_refusal(lemma: str) -> bool:
    """Whether a word is itself one of refusing: what "has not recognised" rejects is the recognition."""
    rows = [predicates.load().find(lemma, "verb", slot) for slot in ("to", "np", "ing")]
    return any(row is not None and row.kind in ("refusal", "denial", "cancelling") for row in rows)


def _of_commitment(one: Commitment, record: Record, keys: Keys, terms: _Terms) -> Act:
    said = [pair for span in one.what for pair in terms.of(span)]
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
        actors=_all_keys(one.by, keys),
        recipients=_all_keys(one.to, keys),
        head=head,
        lemmas=frozenset((head, *content)),
        standing="refused" if one.strength == "refusal" else "bound",
        strength=one.strength,
        place=(record.story.id, one.what[0].start),
        span=one.what[0],
        objects=terms.objects(one.what[0]),
        held=(one.what[0].start, one.what[-1].end),
        before=terms.is_before(one.what[0]),
    )


def _denies(one: Statement, terms: _Terms) -> bool:
    """Whether a statement denies what it holds, by a word for it: who does not think so denies nothing."""
    if not (one.denial and one.content and one.speakers and one.cue):
        return False
    lexicon = predicates.load()
    return any(
        (row := lexicon.find(lemma, "verb", "that")) is not None and row.kind == "denial"
        for lemma, _ in terms.of(one.cue[0])
    )


def _of_denial(one: Statement, record: Record, keys: Keys, terms: _Terms) -> Act:
    """What a statement denies was, by its speakers or those it is about, not done."""
    said = [pair for span in one.content for pair in terms.of(span)]
    content = _content(said)
    head = next(
        (name for name, pos in said if pos == "VERB" and name not in _EMPTY), content[0] if content else ""
    )
    return Act(
        id=one.id,
        kind="statement",
        actors=_all_keys((*one.speakers, *one.about), keys),
        recipients=frozenset(),
        head=head,
        lemmas=frozenset((head, *content)),
        standing="not done",
        day=one.when.start,
        place=(record.story.id, one.content[0].start),
        span=one.content[0],
        objects=terms.objects(one.content[0]),
        held=(one.content[0].start, one.content[-1].end),
    )


def relate(earlier: Act, later: Act) -> LinkKind | None:
    """Say how a later act bears on an earlier one; None when they are not the same, or nothing follows.

    Args:
        earlier, later: in the order of their days, or of the text; of one story or of two.
    """
    if earlier.id == later.id or "open" in (earlier.standing, later.standing):
        return None
    if not earlier.actors & later.actors or _holds(earlier, later) or _holds(later, earlier):
        return None
    if not _same(earlier, later):
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
        return "contradicts" if earlier.sentence < 0 or earlier.sentence != later.sentence else None
    if before == "not done" and after == "bound":
        return "reverses"
    return None


def _holds(one: Act, two: Act) -> bool:
    """Whether an act is told by the words of another: a refusal and what it refuses are one."""
    if one.held is None or one.place[0] != two.place[0]:
        return False
    return one.held[0] <= two.place[1] < one.held[1]


def _same(one: Act, two: Act) -> bool:
    """Whether two acts are the same deed: the words that name them agree, and what is done to what."""
    if one.recipients and two.recipients and not one.recipients & two.recipients:
        return False
    if not _alike(one.head, two.head):
        return False
    if any((word in one.lemmas) != (word in two.lemmas) for word in _PARTING):
        return False
    if one.objects and two.objects and not any(_alike(a, b) for a in one.objects for b in two.objects):
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
            if kind is not None and not (kind == "repeats" and _is_copy(first, second, record.story.text)):
                made.append(Link(kind=kind, from_=second.id, to=first.id, span=second.span))
                break
    return tuple(made)


def _is_copy(one: Act, two: Act, text: str) -> bool:
    """Whether the same words stand there twice, as headings and pulled quotations do: nobody said it again."""
    if one.span is None or two.span is None:
        return False
    around = [
        text[max(act.span.start - _COPIED, 0) : act.span.end] for act in (one, two) if act.span is not None
    ]
    return around[0] == around[1]


def _ordered(one: Act, two: Act) -> tuple[Act, Act]:
    """Put two acts in the order of their days, if both are known and differ; else of the text."""
    if one.day and two.day and one.day != two.day:
        return (one, two) if one.day < two.day else (two, one)
    return (two, one) if two.before and not one.before else (one, two)
