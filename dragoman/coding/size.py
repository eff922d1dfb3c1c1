"""How large an event was, where its sentence says so: dead, injured, arrested, participants, money."""

from __future__ import annotations

import re

from dragoman.coding.frames import Tree
from dragoman.knowledge.tables import words_of
from dragoman.records import Money, Size

__all__ = ["money", "number", "size"]

_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: (i + 2) * 10
    for i, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
          "trillion": 1_000_000_000_000, "m": 1_000_000, "dozen": 12}  # fmt: skip
_CURRENCY = {
    "$": "USD", "us$": "USD", "dollar": "USD", "usd": "USD", "€": "EUR", "euro": "EUR", "eur": "EUR", "£": "GBP",
    "gbp": "GBP", "yen": "JPY", "¥": "JPY", "jpy": "JPY", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY",
    "renminbi": "CNY", "rupee": "INR", "franc": "CHF", "krona": "SEK", "naira": "NGN", "shilling": "KES",
}  # fmt: skip
_OTHER_DOLLARS = {
    "a$": "AUD",
    "c$": "CAD",
    "can$": "CAD",
    "hk$": "HKD",
    "nz$": "NZD",
    "s$": "SGD",
    "r$": "BRL",
}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_DEAD = words_of("kill murder massacre slaughter slay assassinate behead execute execution killing murder")
_HURT = frozenset(["wound", "injure", "maim"])
_JAIL = frozenset(["arrest", "detain", "jail", "imprison", "round", "apprehend"])


def number(words: list[str]) -> float | None:
    """Read a number of its words: ["2.5", "million"] → 2,500,000; ["twenty", "-", "one"] → 21; else None."""
    total, current, seen = 0.0, 0.0, False
    for word in words:
        low = word.lower().strip("~+")
        if low in ("-", "and", "a", "an", ""):
            continue
        if match := _DIGITS.fullmatch(low):
            current += float(match[0].replace(",", ""))
        elif low in _SMALL:
            current += _SMALL[low]
        elif low in _SCALE:
            scale = _SCALE[low]
            if scale == 100:
                current = (current or 1) * 100
            else:
                total += (current or 1) * scale
                current = 0
        else:
            return None
        seen = True
    return total + current if seen else None


def size(tree: Tree, *, head: int, type_: str, mode: str | None, actors: tuple[int, ...], recipients: tuple[int, ...],
         sentence: tuple[int, int]) -> Size:  # fmt: skip
    """Give what an event's sentence states of its size.

    Args:
        tree: of the reading.
        head: the event's trigger.
        type_, mode: what it is coded as; only counts that go with them are looked for.
        actors, recipients: head tokens.
        sentence: first token and end.
    """
    words = tree.words
    dead = injured = arrested = participants = None
    sum_ = None
    if type_ in ("ASSAULT", "PROTEST", "COERCE"):
        for i in range(*sentence):
            lemma = words.lemma[i].lower()
            if lemma in _DEAD or lemma in _HURT or (lemma in _JAIL and type_ == "COERCE"):
                frame = tree.frame(i)
                count = next(
                    (
                        n
                        for o in frame.object
                        for c in tree.conjuncts(o)
                        if (n := _count(tree, c)) is not None
                    ),
                    None,
                )
                if count is None:
                    continue
                if lemma in _DEAD:
                    dead = dead if dead is not None else count
                elif lemma in _HURT:
                    injured = injured if injured is not None else count
                else:
                    arrested = arrested if arrested is not None else count
            elif lemma == "dead" and words.dep[i] in ("xcomp", "obj", "advmod", "amod", "acl"):
                count = _count(tree, i) or _count(tree, words.head[i])
                dead = dead if dead is not None else count
    if type_ == "PROTEST":
        participants = next((n for a in actors if (n := _count(tree, a)) is not None), None)
    if type_ in ("AID", "AGREE", "SANCTION", "REQUEST", "COOPERATE", "REJECT", "THREATEN"):
        sum_ = money(tree, range(*sentence))
    return Size(dead=dead, injured=injured, arrested=arrested, participants=participants, money=sum_)


def _count(tree: Tree, i: int) -> int | None:
    """How many a noun phrase says: "at least 19 soldiers"; "dozens" is no number."""
    words = tree.words
    for c in words.children[i]:
        if words.dep[c] == "nummod":
            parts = [
                words.text[k]
                for k in tree.subtree(c)
                if words.pos[k] in ("NUM", "PUNCT", "NOUN", "CCONJ", "DET")
            ]
            value = number(parts)
            if value is not None and value == int(value):
                return int(value)
    if words.pos[i] == "NUM":
        value = number([words.text[i]])
        return int(value) if value is not None and value == int(value) else None
    return None


def money(tree: Tree, tokens: range) -> Money | None:
    """Give the first sum of money among tokens, or None."""
    words = tree.words
    for i in tokens:
        low, lemma = words.low[i], words.lemma[i].lower()
        sign = _OTHER_DOLLARS.get(low) or _CURRENCY.get(low)
        if sign is not None and low[-1] in "$€£¥":
            amount = _following(tree, i + 1, tokens.stop)
        elif lemma in _CURRENCY and low not in ("$", "€", "£"):
            sign, amount = _CURRENCY[lemma], _preceding(tree, i - 1, tokens.start)
            if lemma == "dollar" and i and words.ent[i - 1] == "NORP":
                sign = None
        elif low[:1] in "$€£¥" and len(low) > 1:
            sign, amount = (
                _CURRENCY[low[0]],
                number([low[1:], *words.text[i + 1 : i + 2]]) or number([low[1:]]),
            )
        else:
            continue
        if amount:
            return Money(amount=amount, currency=sign)
    return None


def _following(tree: Tree, i: int, stop: int) -> float | None:
    words, best = tree.words, None
    for end in range(i + 1, min(i + 4, stop) + 1):
        value = number(words.text[i:end])
        best = value if value is not None else best
    return best


def _preceding(tree: Tree, i: int, start: int) -> float | None:
    words, best = tree.words, None
    for begin in range(i, max(i - 4, start - 1), -1):
        value = number(words.text[begin : i + 1])
        best = value if value is not None else best
    return best
