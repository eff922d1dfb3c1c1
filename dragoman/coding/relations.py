"""Which type of event one given party does to another: the codebook's answer, and the learned head's.

    relation(doc, text, book, actor=(0, 6), recipient=(15, 21), head=reader) -> Relation(type="ACCUSE", …)

The codebook finds what the text holds (:mod:`dragoman.coding.matching`); of that, what fits the given pair best is
its answer. The reader's relation head gives a probability to each type (:class:`RelationHead`). :func:`combine` is
the one place where both opinions meet: a log-linear model with few weights, fitted on sentences that the head has not
learned from (``python -m training.relation_weights``), in ``relations.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, get_args, runtime_checkable

from dragoman.coding.events import EventCoder
from dragoman.coding.matching import Found
from dragoman.coding.weights import stored
from dragoman.errors import StoryError
from dragoman.knowledge.codebook import Codebook
from dragoman.records import CodedBy, EventType, Relation, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "WEIGHTS",
    "Opinion",
    "RelationHead",
    "ask",
    "combine",
    "evidence",
    "opinion",
    "relation",
    "told_apart",
    "weighed",
]

WEIGHTS = Path(__file__).with_name("relations.json")
TYPES: tuple[EventType, ...] = get_args(EventType)
NOTHING = "NONE"
"""What the head calls a pair of which nothing is told."""
_LEAST = 1e-4  # of a probability, so that its logarithm is one

Offsets = tuple[int, int]
TokenSpan = tuple[int, int]


@runtime_checkable
class RelationHead(Protocol):
    """What a learned head must be; our reader is one, if its model has the head."""

    @property
    def analyser(self) -> str:
        """Name and hash, for ``coded_by.model``."""

    def relations(
        self, doc: Doc, pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]]
    ) -> list[dict[str, float]] | None:
        """Give the probability of each type and of ``NONE`` for pairs of spans, or None without a head."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the codebook says of a pair.

    Attributes:
        found: what was found; confidence: how often such an answer is right.
        actor, recipient: how well the given spans fit its participants, 0 to 1.
    """

    found: Found
    confidence: float
    actor: float
    recipient: float


def relation(
    doc: Doc,
    text: str,
    book: Codebook,
    *,
    actor: Offsets | None = None,
    recipient: Offsets | None = None,
    head: RelationHead | None = None,
) -> Relation:
    """Give what one given party does to another; see :meth:`dragoman.coder.Coder.relation`."""
    for name, span in (("actor", actor), ("recipient", recipient)):
        if span is not None and not 0 <= span[0] < span[1] <= len(text):
            raise StoryError(
                f"the {name} {span} is no span of the text, which has {len(text)} characters; "
                "give start and end, end exclusive"
            )
    coder = EventCoder(doc, Story(id="-", text=text or " "), (), book)
    told = opinion(coder, actor=actor, recipient=recipient)
    learned = ask(doc, head, actor=actor, recipient=recipient)
    type_, confidence, by = combine(coder, told, learned, head.analyser if head is not None else None)
    if type_ is None:
        reason = "no words of the text are in the codebook"
        return Relation(unresolved={"type": f"{reason}, and the model sees no event" if learned else reason})
    info = book.types[type_]
    if told is not None and coder.coded(told.found)[0] == type_:
        return Relation(
            type=type_,
            mode=coder.coded(told.found)[1],
            quad=info.quad,
            cameo=told.found.cameo,
            trigger=coder.trigger(told.found),
            confidence=confidence,
            coded_by=by,
        )
    return Relation(
        type=type_,
        quad=info.quad,
        cameo=info.cameo,
        confidence=confidence,
        coded_by=by,
        unresolved={"trigger": "the model's answer rests on the whole text"},
    )


def ask(
    doc: Doc, head: RelationHead | None, *, actor: Offsets | None, recipient: Offsets | None
) -> Mapping[str, float]:
    """Give the head's probabilities for a pair of spans in characters; {} without a head or a pair."""
    if head is None:
        return {}
    first, second = _words_in(doc, actor), _words_in(doc, recipient)
    if first is not None and second is not None and first[0] < second[1] and second[0] < first[1]:
        second = None  # one within the other: the head takes words to be one party's
    if first is None and second is None:
        return {}
    found = head.relations(doc, [(first, second)])
    return found[0] if found else {}


def _words_in(doc: Doc, span: Offsets | None) -> TokenSpan | None:
    """The tokens of a span, white space at its ends left out."""
    if span is None:
        return None
    inside = [t.i for t in doc if not t.is_space and t.idx < span[1] and span[0] < t.idx + len(t.text)]
    return (inside[0], inside[-1] + 1) if inside else None


def combine(
    coder: EventCoder, told: Opinion | None, learned: Mapping[str, float], model: str | None
) -> tuple[EventType | None, float, CodedBy]:
    """Weigh the codebook's opinion against the head's.

    Without a head the codebook decides. Where it is silent and the head thinks that nothing is told, that holds.
    """
    rule = " < ".join(told.found.rule) if told is not None else None
    if not learned:
        if told is None:
            return None, 0.0, CodedBy()
        return coder.coded(told.found)[0], told.confidence, CodedBy(rule=rule)
    if told is None and learned.get(NOTHING, 0.0) > 0.5:
        return None, 0.0, CodedBy(model=model)
    odds = told_apart(evidence(coder, told, learned), stored(WEIGHTS))
    best = max(TYPES, key=lambda t: (odds[t], t))
    agreed = told is not None and coder.coded(told.found)[0] == best
    return best, round(odds[best], 3), CodedBy(rule=rule if agreed else None, model=model)


def evidence(
    coder: EventCoder, told: Opinion | None, learned: Mapping[str, float]
) -> dict[EventType, dict[str, float]]:
    """Give what speaks for each type: the head's log-probability, and the codebook's answer by how sure it is."""
    seen: dict[EventType, dict[str, float]] = {
        type_: {
            "head": math.log(max(learned.get(type_, 0.0), _LEAST)),
            f"type {type_}": 1.0,
        }
        for type_ in TYPES
    }
    if told is None:
        return seen
    ours = coder.coded(told.found)[0]
    quad = coder.quad(ours)
    bounded = min(max(told.confidence, 0.05), 0.95)
    for type_, row in seen.items():
        if type_ == ours:
            row["codebook"] = 1.0
            row["codebook, log-odds"] = math.log(bounded / (1 - bounded))
            row["codebook, both parties fit"] = float(told.actor > 0 and told.recipient > 0)
            row["codebook, operator"] = float(told.found.rule[0].startswith(("operator", "auxiliary")))
            row["codebook, noun"] = float(told.found.nominal)
        elif coder.quad(type_) == quad:
            row["codebook, same quad class"] = 1.0
    return seen


def told_apart(
    seen: Mapping[EventType, Mapping[str, float]], weights: Mapping[str, float]
) -> dict[EventType, float]:
    """Give the probability of each type."""
    scores = {
        type_: sum(value * weights.get(name, 0.0) for name, value in row.items())
        for type_, row in seen.items()
    }
    most = max(scores.values())
    odds = {type_: math.exp(score - most) for type_, score in scores.items()}
    total = sum(odds.values())
    return {type_: value / total for type_, value in odds.items()}


def weighed(
    doc: Doc,
    text: str,
    book: Codebook,
    *,
    actor: Offsets | None = None,
    recipient: Offsets | None = None,
    head: RelationHead | None = None,
    most: int = 3,
) -> dict[str, str]:
    """Say in words what the codebook and the head each think of a pair, and both together.

    Returns:
        ``codebook``, ``model`` and ``together`` → types with their probabilities; without a head the first alone.
    """
    coder = EventCoder(doc, Story(id="-", text=text or " "), (), book)
    told = opinion(coder, actor=actor, recipient=recipient)
    made = {"codebook": "nothing"}
    if told is not None:
        made["codebook"] = (
            f"{coder.coded(told.found)[0]} {told.confidence:.0%}, by {' < '.join(told.found.rule)}"
        )
    learned = ask(doc, head, actor=actor, recipient=recipient)
    if learned:
        both = told_apart(evidence(coder, told, learned), stored(WEIGHTS))
        for name, odds in (("model", learned), ("together", both)):
            best = sorted(odds.items(), key=lambda one: (-one[1], one[0]))[:most]
            made[name] = ", ".join(f"{type_} {chance:.0%}" for type_, chance in best if chance >= 0.01)
    return made


def opinion(
    coder: EventCoder, *, actor: Offsets | None = None, recipient: Offsets | None = None
) -> Opinion | None:
    """Give what the codebook finds that fits a pair of spans best, or None where it finds nothing."""
    tree = coder.tree
    words = tree.words
    inside = [_tokens(words.starts, words.text, span) for span in (actor, recipient)]
    sentences = {words.sent[i] for tokens in inside for i in tokens}
    best: tuple[float, Opinion] | None = None
    for one in coder.matcher.all():
        if sentences and words.sent[one.head] not in sentences:
            continue
        fits = [
            _fit(coder, one.actors, inside[0]),
            _fit(coder, (*one.recipients, *(one.actors if one.joint else ())), inside[1]),
        ]
        crossed = max(_fit(coder, one.recipients, inside[0]), _fit(coder, one.actors, inside[1]))
        if one.joint:
            fits[0], crossed = max(fits[0], _fit(coder, one.recipients, inside[0])), 0.0
        if inside[1] and not fits[1]:
            fits[1] = 0.4 * _reaches(coder, one, inside[1])
        value = 2 * fits[0] + 2 * fits[1] - crossed + one.weight + 0.2 * one.strictness
        value -= 0.8 * any(one.head in tokens for tokens in inside)
        value -= 0.6 * one.nominal
        value -= 0.015 * min((abs(one.head - i) for tokens in inside for i in tokens), default=0)
        value += 0.4 * (words.head[one.head] == one.head)
        if best is None or value > best[0]:
            share = (fits[0] + fits[1]) / 2 if all(inside) else max(fits)
            best = value, Opinion(one, round((0.45 + 0.5 * share) * min(1.0, one.weight + 0.25), 3), *fits)
    return best[1] if best else None


def _tokens(starts: list[int], text: list[str], span: Offsets | None) -> frozenset[int]:
    if span is None:
        return frozenset()
    return frozenset(
        i for i, start in enumerate(starts) if start < span[1] and span[0] < start + len(text[i])
    )


def _fit(coder: EventCoder, heads: tuple[int, ...], tokens: frozenset[int]) -> float:
    """How well participants are what a span says: 1 the head is in it, less where it is only part of the phrase."""
    if not tokens or not heads:
        return 0.0
    tree = coder.tree
    expanded = [c for h in heads for c in tree.conjuncts(h)]
    if any(h in tokens for h in expanded):
        return 1.0
    return 0.7 if any(tokens & set(tree.subtree(h)) for h in heads) else 0.0


def _reaches(coder: EventCoder, one: Found, tokens: frozenset[int]) -> bool:
    """Whether a span hangs somewhere on the trigger."""
    return bool(tokens & set(coder.tree.subtree(one.head)))
