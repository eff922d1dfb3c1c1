"""Days that a story has told before: the same act spoken of again, and the day of its lead.

*Rebels shelled the port on Monday.* Two paragraphs on, *the shelling* is that of Monday, and when *the rebels*
withdrew, with no other day named since, it was then. Neither holds for what only stands near: a reaction, a general
truth, what has been so for long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.coding import clauses
from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["REACH", "lead", "named_again", "same_act", "shares_subject"]

_SUFFIX = re.compile(r"(?:e|s|ed|ing|ings|ion|ation|ition|ment|al|er|or)?")
_SHORTEST = 4
"""Letters that two words of one stem share at least."""
REACH = 400
"""Words within which an act is looked for again, beside the lead: it bounds the work for long stories."""
_LEAD = 2
"""Sentences that may tell what a story is about."""


def same_act(one: Token, other: Token) -> bool:
    """Whether two words name one kind of act: *shelled*, *the shelling*; *strike*, *airstrikes*."""
    a, b = sorted((one.lemma_.lower(), other.lemma_.lower()), key=len)
    if len(a) < _SHORTEST:
        return False
    if a == b or (len(a) > _SHORTEST and b.endswith(a)):
        return True
    stem = a.removesuffix("e")
    return len(stem) >= _SHORTEST and b.startswith(stem) and _SUFFIX.fullmatch(b[len(stem) :]) is not None


def named_again(trigger: Token) -> Iterator[Token]:
    """Give the words before a definite noun that may name the same act: those of the lead, then the nearest first."""
    if trigger.pos_ != "NOUN" or not any(child.lower_ in clauses.DEFINITE for child in trigger.children):
        return
    doc = trigger.doc
    opening = [token for sentence in lead(doc, trigger) for token in sentence]
    kinds = _VIOLENCE if trigger.lemma_.lower() in ("attack", "violence") else frozenset()
    first = trigger.sent.start
    for token in (*opening, *reversed(doc[max(0, first - REACH) : first])):
        if token.pos_ in ("NOUN", "VERB", "PROPN") and (
            same_act(token, trigger) or token.lemma_.lower() in kinds
        ):
            yield token


_VIOLENCE = words_of(
    "airstrike strike bombing raid shooting shelling assault ambush stabbing stab blast explosion massacre attack "
    "bomb shoot shell"
)
"""What *the attack* may be called where it is told first."""


def lead(doc: Doc, before: Token) -> Iterator[Span]:
    """Give the sentences that open a story, a line that is only a date left aside, up to that of a word."""
    found = 0
    for sentence in doc.sents:
        if sentence.start >= before.sent.start or found == _LEAD:
            return
        if any(token.pos_ in ("VERB", "AUX") for token in sentence):
            found += 1
            yield sentence


def shares_subject(trigger: Token, sentence: Span) -> bool:
    """Whether who acts in the clause of a word was spoken of in a sentence."""
    clause = clauses.clause_of(trigger)
    subject = next((child for child in clause.children if child.dep_.startswith("nsubj")), None)
    if subject is None and clause.dep_ == "conj":
        subject = next((child for child in clause.head.children if child.dep_.startswith("nsubj")), None)
    if subject is None:
        return False
    named = {token.lemma_.lower() for token in sentence if token.pos_ in ("NOUN", "PROPN")}
    words = (
        subject,
        *(child for child in subject.children if child.dep_ in ("flat", "compound", "nmod:poss")),
    )
    return any(word.lemma_.lower() in named for word in words if word.pos_ in ("NOUN", "PROPN"))
