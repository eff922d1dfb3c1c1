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

__all__ = ["REACH", "goes_on", "is_physical", "lead", "named_again", "same_act", "shares_subject"]

_SUFFIX = re.compile(r"(?:e|s|ed|ing|ings|ion|ation|ition|ment|al|er|or)?")
_SHORTEST = 4
"""Letters that two words of one stem share at least."""
REACH = 400
"""Words within which an act is looked for again, beside the lead: it bounds the work for long stories."""
_LEAD = 2
"""Sentences that may tell what a story is about."""


_PHYSICAL = words_of(
    "abduct abduction airstrike ambush arrest assault attack bang battle beat blast blockade bomb bombing "
    "burn capture chant clash crash crowd demonstrate demonstration destroy detain detention disperse "
    "evacuate explode explosion fight fighting fire firefight gather gunfire hit injure injury kidnap "
    "kill killing loot march massacre mob murder occupy open protest punch raid rally rampage rape rescue "
    "riot scuffle seize shell shelling shoot shooting siege slay stab stabbing storm strike throw torch "
    "unrest vandalise vandalism vandalize violence wound"
)
"""Acts that need ground: they were somewhere on a day, as a rule where and when the story is."""


def is_physical(trigger: Token) -> bool:
    """Whether a word is of an act that needs ground: an attack, a march, an arrest."""
    return trigger.lemma_.lower() in _PHYSICAL


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


def goes_on(trigger: Token, sentence: Span) -> bool:
    """Whether a word tells more of what a sentence has told.

    It does when it is of the same people; and of acts that need ground when the act is of the same kind, or those of
    whom it is told are known (*the protesters*) or only suffer it (*twenty were arrested*).
    """
    if shares_subject(trigger, sentence):
        return True
    if not is_physical(trigger):
        return False
    subject = _subject(trigger)
    known = subject is not None and (
        subject.dep_ in ("nsubj:pass", "nsubjpass")
        or any(child.lower_ in clauses.DEFINITE for child in subject.children)
    )
    return known or any(same_act(token, trigger) for token in sentence if token.pos_ in ("NOUN", "VERB"))


def _subject(trigger: Token) -> Token | None:
    """Give who acts in the clause of a word, or in the one that it is joined to."""
    clause = clauses.clause_of(trigger)
    for one in (clause, clause.head) if clause.dep_ == "conj" else (clause,):
        subject = next((child for child in one.children if child.dep_.startswith("nsubj")), None)
        if subject is not None:
            return subject
    return None


def shares_subject(trigger: Token, sentence: Span) -> bool:
    """Whether who acts in the clause of a word was spoken of in a sentence."""
    subject = _subject(trigger)
    if subject is None:
        return False
    named = {token.lemma_.lower() for token in sentence if token.pos_ in ("NOUN", "PROPN")}
    words = (
        subject,
        *(child for child in subject.children if child.dep_ in ("flat", "compound", "nmod:poss")),
    )
    return any(word.lemma_.lower() in named for word in words if word.pos_ in ("NOUN", "PROPN"))
