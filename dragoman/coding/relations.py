"""Which type of event one given party does to another: the codebook's answer, and the place of the learned head.

    relation(doc, text, book, actor=(0, 6), recipient=(15, 21)) -> Relation(type="ACCUSE", …)

The codebook finds what the text holds (:mod:`dragoman.coding.matching`); of that, what fits the given pair best is
the answer. A head that has learned types is any function of (text, actor, recipient) to probabilities of types
(:class:`RelationHead`); :func:`combine` is the one place where both opinions meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dragoman.coding.events import EventCoder
from dragoman.coding.matching import Found
from dragoman.errors import StoryError
from dragoman.knowledge.codebook import Codebook
from dragoman.records import CodedBy, EventType, Relation, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Opinion", "RelationHead", "combine", "opinion", "relation"]

Offsets = tuple[int, int]


class RelationHead(Protocol):
    """What a learned head must be."""

    @property
    def name(self) -> str:
        """Name and hash, for ``coded_by.model``."""

    def __call__(
        self, text: str, *, actor: Offsets | None, recipient: Offsets | None
    ) -> Mapping[EventType, float]:
        """Give the probability of each type, for a pair of spans of a text of which either may be None."""


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
    learned = head(text, actor=actor, recipient=recipient) if head is not None else {}
    type_, confidence, by = combine(coder, told, learned, head.name if head is not None else None)
    if type_ is None:
        return Relation(unresolved={"type": "no words of the text are in the codebook"})
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


def combine(
    coder: EventCoder, told: Opinion | None, learned: Mapping[EventType, float], model: str | None
) -> tuple[EventType | None, float, CodedBy]:
    """Weigh the codebook's opinion against the head's.

    Without a head the codebook decides. With one, its answer counts as evidence of its confidence beside the head's
    probabilities.
    """
    if not learned:
        if told is None:
            return None, 0.0, CodedBy()
        return coder.coded(told.found)[0], told.confidence, CodedBy(rule=" < ".join(told.found.rule))
    scores = dict(learned)
    rule = None
    if told is not None:
        ours = coder.coded(told.found)[0]
        rule = " < ".join(told.found.rule)
        scores = {t: p * (1 - told.confidence) for t, p in scores.items()}
        scores[ours] = scores.get(ours, 0.0) + told.confidence
    best = max(scores, key=lambda t: (scores[t], t))
    total = sum(scores.values()) or 1.0
    agreed = rule is not None and told is not None and coder.coded(told.found)[0] == best
    return best, round(scores[best] / total, 3), CodedBy(rule=rule if agreed else None, model=model)


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
