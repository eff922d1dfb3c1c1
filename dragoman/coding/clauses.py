"""Which words of a sentence a time belongs to: clauses in a UD tree, as far as dating needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.coding.timex.context import Direction
from dragoman.coding.timex.tense import tense_of
from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = [
    "DEFINITE",
    "background",
    "clause_of",
    "conjunction",
    "direction",
    "head_of",
    "narrates",
    "nested",
    "owns",
    "preposition",
    "reports",
    "sentences_before",
    "shares",
    "told",
]

_PREPOSITIONS = words_of(
    "before after since until till by from between on in at during within over following through starting beginning "
    "around about"
)
_SKIPPED = words_of(
    "the a an his her their its early late mid - about around exactly only just next last this"
)
_REPORTING = words_of(
    "say tell announce report state claim declare add warn note argue insist deny confirm acknowledge admit explain "
    "write tweet predict urge vow promise pledge threaten demand ask"
)
_SUBORDINATE = ("advcl", "acl", "acl:relcl", "relcl", "ccomp", "csubj", "parataxis")


def head_of(doc: Doc, start: int, end: int) -> Token | None:
    """Give the token between two offsets whose head lies outside."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    return span.root


def preposition(doc: Doc, start: int) -> str | None:
    """Give the preposition before an offset, articles and adjectives between them aside."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None:
        return None
    i = span.start - 1
    if i >= 1 and doc[i].lower_ == "of" and doc[i - 1].lower_ == "ahead":
        return "ahead of"
    if i >= 1 and doc[i].lower_ == "to" and doc[i - 1].lower_ == "prior":
        return "prior to"
    for _ in range(4):
        if i < 0:
            return None
        word = doc[i].lower_
        if word in ("about", "around") and i > 0 and doc[i - 1].lower_ in _PREPOSITIONS:
            i -= 1
            continue
        if word in _PREPOSITIONS:
            return word
        if word not in _SKIPPED:
            return None
        i -= 1
    return None


def _verbal(token: Token) -> bool:
    return (
        token.pos_ in ("VERB", "AUX")
        or token.dep_ == "ROOT"
        or any(child.dep_ in ("cop", "aux", "aux:pass", "auxpass") for child in token.children)
    )


def clause_of(token: Token) -> Token:
    """Give the head of the clause that a token stands in: the verb, or what stands in its place."""
    while not _verbal(token) and token.head.i != token.i:
        token = token.head
    return token


def _chain(time: Token) -> Iterator[Token]:
    """Climb from a time to the words that it may date: the noun that it stands before, then its clause."""
    token = time
    while token.head.i != token.i:
        head = token.head
        if not _verbal(head):
            of = any(child.dep_ == "case" and child.lower_ == "of" for child in token.children)
            before = token.i < head.i and token.dep_ in (
                "compound",
                "amod",
                "nmod:poss",
                "nummod",
                "nmod",
                "obl:tmod",
                "nmod:tmod",
            )
            if before or (of and token.dep_ == "nmod"):
                yield head
                return
            if not _is_time(head):
                yield head
        else:
            yield head
            return
        token = head


def nested(trigger: Token, time: Token) -> bool:
    """Whether a time belongs to a noun that is not the trigger, and only through it to the clause."""
    first = next(_chain(time), None)
    return first is not None and first.i != trigger.i and not _verbal(first)


def _is_time(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.pos_ in ("NUM", "ADP")


def owns(trigger: Token, time: Token) -> bool:
    """Whether a time dates a word: it hangs on it, or both stand in one clause."""
    if time.i == trigger.i:
        return False
    climbed = list(_chain(time))
    if any(word.i == trigger.i for word in climbed):
        return True
    if not climbed or not _verbal(climbed[-1]):
        return False
    clause = climbed[-1]
    if clause.dep_ in ("acl:relcl", "relcl") and clause.head.i == trigger.i:
        return not _verbal(trigger)  # "the attack that killed nine on Monday"
    if _verbal(trigger):
        return (
            trigger.dep_ in ("xcomp",)
            and trigger.head.i == clause.i
            and clause.lemma_.lower() not in _REPORTING
        )
    if _in_relation(trigger):
        return False
    return clause_of(trigger).i == clause.i


def _in_relation(noun: Token) -> bool:
    """Whether a noun is what something else came before or after: *after the killing*."""
    token = noun
    for _ in range(3):
        if any(
            child.dep_ == "case" and child.lower_ in ("after", "before", "since", "following")
            for child in token.children
        ):
            return True
        if _verbal(token) or token.head.i == token.i:
            return False
        token = token.head
    return False


def shares(trigger: Token, time: Token) -> bool:
    """Whether a time of the sentence may date a word of another clause.

    A clause that is joined by *and* or hangs on what it tells takes the time of the other; what is said does not take
    the time of the saying when it lies ahead, nor anything that of a clause about something else.
    """
    climbed = list(_chain(time))
    if not climbed or not _verbal(climbed[-1]):
        return False
    clause, own = climbed[-1], clause_of(trigger)
    if own.i == clause.i:
        return False
    ahead = direction(trigger) == "future"
    token = own
    while token.head.i != token.i:
        relation, head = token.dep_, token.head
        above = clause_of(head)
        if above.i == clause.i:
            if relation in ("conj", "xcomp", "ccomp", "parataxis", "advcl"):
                return not ahead or (relation in ("conj", "xcomp") and tense_of(clause) == "future")
            return relation in ("nsubj", "obj", "obl", "nmod")
        if relation in ("acl:relcl", "relcl", "acl", "appos"):
            return False
        token = above if above.i != token.i else head
    # the time stands in a clause joined to this one
    if clause.dep_ == "advcl" and clause_of(clause.head).i == own.i:
        marks = {child.lower_ for child in clause.children if child.dep_ in ("mark", "advmod")}
        return not ahead and bool(marks & {"while", "when"})
    return (
        clause.dep_ in ("conj", "xcomp")
        and clause_of(clause.head).i == own.i
        and tense_of(clause) == tense_of(own)
    )


def direction(trigger: Token) -> Direction:
    """Say whether the clause of a word looks back or ahead."""
    token = clause_of(trigger)
    for _ in range(6):
        told = tense_of(token) if token.pos_ in ("VERB", "AUX") else _by_copula(token)
        if told != "open":
            return told
        if token.head.i == token.i or token.dep_ not in ("xcomp", "conj", "ccomp", "advcl"):
            return "open"
        if token.dep_ in ("ccomp", "advcl"):
            return "open"
        token = token.head
    return "open"


def _by_copula(token: Token) -> Direction:
    for child in token.children:
        if child.dep_ in ("cop", "aux") and child.tag_ == "VBD":
            return "past"
        if child.dep_ == "aux" and child.lower_ in ("will", "'ll", "’ll"):
            return "future"
    return "open"


_PERFECT = words_of("has have had 've having")
_PARTICIPIAL = ("advcl", "conj", "xcomp")
_ARGUMENTS = ("obj", "nsubj", "nsubj:pass", "nsubjpass", "obl")
DEFINITE = words_of("the this that these those his her its their")
"""Words that say that a noun is of something known."""


def narrates(trigger: Token) -> bool:
    """Whether a word tells what then happened: its clause is in the simple past, and what the clause is about.

    What has happened (perfect), what holds (present), what might (modal) and what a noun only mentions do not.
    """
    clause = own = clause_of(trigger)
    for _ in range(4):
        helpers = [child for child in clause.children if child.dep_.startswith(("aux", "cop"))]
        if helpers or clause.tag_ not in ("VBG", "VBN") or clause.dep_ not in _PARTICIPIAL:
            break
        clause = clause_of(clause.head)  # "they fled, leaving their guns"
    words = {child.lower_ for child in helpers}
    past = clause.tag_ == "VBD" or any(child.tag_ == "VBD" for child in helpers)
    if not past or words & _PERFECT or any(child.tag_ in ("MD", "TO") for child in helpers):
        return False
    if trigger.i == own.i:
        return True
    return (
        trigger.head.i == own.i
        and trigger.dep_ in _ARGUMENTS
        and (
            trigger.dep_ in ("obj", "nsubj:pass", "nsubjpass")
            or any(child.lower_ in DEFINITE for child in trigger.children)
        )
    )


def reports(token: Token) -> bool:
    """Whether a word tells that something was said."""
    return token.lemma_.lower() in _REPORTING


def told(sentence: Span) -> tuple[Token, ...]:
    """Give what a sentence tells: its main verb, and what that verb reports."""
    root = sentence.root
    if not reports(root):
        return (root,)
    return (root, *(child for child in root.children if child.dep_ in ("ccomp", "parataxis")))


def conjunction(trigger: Token, time: Token) -> str:
    """Give what joins the clause of a time to that of a word, if it hangs on it: *since the siege began in June*."""
    clause, own = clause_of(time), clause_of(trigger)
    if clause.dep_ != "advcl" or clause.i == own.i or clause_of(clause.head).i != own.i:
        return ""
    return next((child.lower_ for child in clause.children if child.dep_ == "mark"), "")


def background(trigger: Token) -> str | None:
    """Say why a word without a time does not happen in the story's days: pluperfect, or told in passing."""
    clause = clause_of(trigger)
    helpers = {child.lower_ for child in clause.children if child.dep_.startswith("aux")}
    if "had" in helpers and clause.tag_ in ("VBN", "VBD"):
        return "the text puts it before what it tells, without a date"
    if "used" in {clause.lower_} and any(child.dep_ == "xcomp" for child in clause.children):
        return "the text tells what used to be, without a date"
    if not _verbal(trigger) and _in_relation(trigger):
        return "the text says only that something else came before or after it"
    if clause.dep_ in ("acl:relcl", "relcl") and clause.tag_ in ("VBD", "VBN"):
        return "it is told in passing, without a date"
    return None


def sentences_before(trigger: Token, *, most: int = 3) -> Iterator[Span]:
    """Give the sentences before that of a word in its paragraph, the nearest first."""
    sentence = trigger.sent
    for _ in range(most):
        if sentence.start == 0:
            return
        sentence = trigger.doc[sentence.start - 1].sent
        if "\n" in sentence.text[-2:]:  # the white space between two paragraphs ends the first
            return
        yield sentence
