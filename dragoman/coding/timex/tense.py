"""Whether words around a time speak of what was or of what will be: by the tree where there is one, else by words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.coding.timex.context import Direction
from dragoman.coding.timex.tokens import Tokens
from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["by_tree", "by_words", "tense_of"]

_FUTURE = words_of("will 'll shall ll gonna wo upcoming forthcoming")
_AHEAD = frozenset(  # verbs and adjectives after which an infinitive or a time lies ahead
    [
        "plan",
        "plans",
        "planned",
        "planning",
        "intend",
        "intends",
        "intended",
        "expect",
        "expects",
        "expected",
        "schedule",
        "scheduled",
        "schedules",
        "due",
        "set",
        "slated",
        "hope",
        "hopes",
        "hoped",
        "hoping",
        "aim",
        "aims",
        "propose",
        "proposes",
        "proposed",
        "prepare",
        "prepares",
        "preparing",
        "promise",
        "promises",
        "promised",
        "vow",
        "vows",
        "vowed",
        "pledge",
        "pledges",
        "pledged",
        "agree",
        "agrees",
        "agreed",
        "want",
        "wants",
        "wanted",
        "likely",
        "going",
        "about",
        "ready",
        "poised",
        "bound",
        "supposed",
        "decide",
        "decides",
        "decided",
        "need",
        "needs",
        "must",
        "should",
        "can",
        "may",
        "might",
        "would",
        "until",
        "by",
        "await",
        "awaits",
        "looking",
        "coming",
        "begins",
        "starts",
        "opens",
        "ends",
        "expires",
        "deadline",
    ]
)
_PAST = words_of(
    "was were had did said told went came took made got gave left met won lost held began became ran saw "
    "sent spent brought built bought fell found fought grew kept knew led paid rose sold spoke stood "
    "struck thought wrote been ago since broke chose drew drove felt flew heard hit hurt laid lay put "
    "read rode shot shut sank sought swore threw woke withdrew overthrew undertook died"
)
_WORD = re.compile(r"['’]ll\b|[^\W\d_]+")
_STOP = re.compile(r"[.!?;]\s|\n\s*\n|[\"“”]")
_REACH = 140  # characters on each side of a time that may tell


def by_words(tokens: Tokens) -> Callable[[int, int], Direction]:
    """Tell the direction by the nearest telling word of the same sentence, those before the time first."""
    text = tokens.text

    def direction(start: int, end: int) -> Direction:
        first, last = tokens.starts[start], tokens.ends[end - 1]
        left = text[max(0, first - _REACH) : first]
        stops = [stop.end() for stop in _STOP.finditer(left)]
        if stops:
            left = left[stops[-1] :]
        words = [word.lower() for word in _WORD.findall(left)]
        words.reverse()
        nearest = next((word for word in words if word not in ("on", "in", "late", "early")), "")
        if nearest.endswith("ed") and text[last : last + 4] == " to ":
            return "past"  # "agreed in April to leave" looks ahead, but not to April
        told = "open" if words == ["until"] else _told(words)  # "Until Thursday, they had not called"
        if told != "open":
            return told
        right = text[last : last + _REACH]
        if stop := _STOP.search(right):
            right = right[: stop.start()]
        return _told([word.lower() for word in _WORD.findall(right)])

    return direction


def _told(words: list[str]) -> Direction:
    """Read words outward from the time."""
    for at, word in enumerate(words):
        if word in _FUTURE:
            return "future"
        if word in _AHEAD:
            return "future"
        if word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _AHEAD):
            return (
                "future"
                if words[at + 1 : at + 2] == ["be"] and words[at + 2 : at + 3] != ["could"]
                else "past"
            )
    return "open"


# ------------------------------------------------------------------------------------------------ by the tree


def by_tree(tokens: Tokens, doc: Doc) -> Callable[[int, int], Direction]:
    """Tell the direction by the tense of the verb that governs the time in the tree."""
    offsets = [token.idx for token in doc]

    def direction(start: int, end: int) -> Direction:
        first = max(0, bisect_right(offsets, tokens.starts[start]) - 1)
        last = max(first, bisect_right(offsets, tokens.ends[end - 1] - 1) - 1)
        inside = range(first, last + 1)
        for i in inside:
            if doc[i].head.i not in inside or doc[i].head.i == i:
                return _governed(doc[i])
        return _governed(doc[first])

    return direction


def _governed(token: Token) -> Direction:
    """Climb from a time to the verb above it, and read its tense."""
    inside_noun = token.dep_ in ("nmod:poss", "compound", "amod", "nummod") and token.head.pos_ in (
        "NOUN",
        "PROPN",
    )
    for _ in range(40):
        if token.pos_ in ("VERB", "AUX") or _is_predicate(token):
            told = tense_of(token)
            if told == "future" and inside_noun and not _is_marked_future(token):
                return "open"  # "to get around Wednesday's ruling" does not put the ruling ahead
            if told != "open":
                return told
        if token.head.i == token.i:
            break
        token = token.head
    return "open"


def _is_predicate(token: Token) -> bool:
    """Whether a noun or adjective is what a copula says: *will be the largest*."""
    return any(child.dep_ == "cop" for child in token.children)


def _is_marked_future(verb: Token) -> bool:
    return any(child.dep_.startswith("aux") and child.lower_ in _WILL for child in verb.children)


def tense_of(verb: Token) -> Direction:
    """Tell whether a verb with its auxiliaries speaks of the past or of the future."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "auxpass", "cop")]
    forms = {helper.lower_ for helper in helpers}
    tags = {helper.tag_ for helper in helpers} | {verb.tag_}
    if forms & _WILL:
        return "future"
    if forms & _MODALS:
        return "past" if "have" in forms else "open" if "could" in forms else "future"
    if "to" in forms or any(child.tag_ == "TO" for child in verb.children):
        return _of_infinitive(verb, forms)
    if "going" in forms:
        return "future"
    if verb.lemma_.lower() in _PUTTING_OFF and verb.tag_ in ("VBD", "VBN"):
        return "future"
    if "VBD" in tags or (forms & _HAVE and verb.tag_ in ("VBN", "VBD")):
        return "past"
    if verb.tag_ == "VBN" and not helpers:
        return "future" if verb.lower_ in _AHEAD else "past"
    return "future" if verb.lower_ in _AHEAD and verb.tag_ != "VBG" else "open"


def _of_infinitive(verb: Token, forms: set[str]) -> Direction:
    if "have" in forms:
        return "past"
    head = verb.head
    if head.i == verb.i:
        return "future"
    if verb.dep_ in ("acl", "advcl", "acl:relcl") and head.tag_ in ("VBD", "VBN", "NN", "NNS", "NNP"):
        return "open"
    if head.lemma_ in _LOOKING_BACK or (head.tag_ == "VBD" and head.lower_ not in _AHEAD):
        return "open"
    return "future"


_WILL = frozenset(("will", "'ll", "’ll", "shall", "wo"))
_MODALS = words_of("would could should may might can must")
_HAVE = frozenset(("has", "have", "had", "'ve", "’ve"))
_LOOKING_BACK = words_of("force begin start help try manage fail continue use compel make come go")
_PUTTING_OFF = words_of("postpone delay schedule adjourn slate defer reschedule plan expect intend hope")
