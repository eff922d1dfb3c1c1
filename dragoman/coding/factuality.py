"""How sure the text is that something happened, as one number: a judgement and the reader's head, put together.

The scale is FactBank's, as unified by Stanovsky et al. (2017): -3 certainly not, +3 certainly. The number is a sum of
weights over what can be seen: what the embedding words make of the act, those words themselves, the words that hang
on it, and what the reader's head says. People grade alike sentences differently in news, on the web and in prose
(what is planned counts as half done in one, as not done in the other), so each weight has a common part and one for
each register (Daumé III 2007, "Frustratingly easy domain adaptation"), and how likely the sentence is of a register is
told by its words. ``factuality.json`` holds the weights under readable names, once with the head and once without it;
``python -m training.status`` makes them (ridge regression, cross-validated).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from dragoman.coding.embedding import Judge
from dragoman.errors import KnowledgeError

__all__ = ["FILE", "LIMIT", "Weights", "features", "load", "registers", "score", "sentence_features"]

FILE = Path(__file__).with_name("factuality.json")
LIMIT = 3.0
_HANGING = frozenset(("aux", "cop", "advmod", "mark", "det", "case", "cc"))
_ABOVE = frozenset(("aux", "mark", "advmod"))


class Weights(msgspec.Struct, frozen=True):
    """What was fitted.

    Attributes:
        register: register → word of a sentence → how much it speaks for that register.
        with_head: ``all`` or a register → feature → weight, for readers with the head.
        without_head: the same for readers without it.
    """

    register: Mapping[str, Mapping[str, float]]
    with_head: Mapping[str, Mapping[str, float]]
    without_head: Mapping[str, Mapping[str, float]]


def sentence_features(judge: Judge, i: int) -> frozenset[str]:
    """Give what tells the register of a token's sentence: its words, its length, its tenses."""
    lows, tags = judge.sentence(i)
    length = min(len(lows) // 6, 6)
    return frozenset(("bias", f"length {length}", *(f"word {low}" for low in lows), *(f"tag {t}" for t in tags)))


def registers(found: frozenset[str], weights: Weights) -> dict[str, float]:
    """Give how likely a sentence is of each register."""
    sums = {
        name: sum(table.get(feature, 0.0) for feature in sorted(found))
        for name, table in weights.register.items()
    }
    top = max(sums.values(), default=0.0)
    shares = {name: math.exp(total - top) for name, total in sums.items()}
    whole = sum(shares.values())
    return {name: share / whole for name, share in shares.items()}


def features(judge: Judge, i: int, head: float | None) -> dict[str, float]:
    """Give what can be seen of the act that a token names.

    Args:
        judge: of the reading.
        i: the token.
        head: what the reader's head says of it, if it has one.
    """
    words, made = judge.words, judge(i)
    dep, up = words.dep[i], words.head[i]
    names = {
        "bias",
        f"sign {made.sign}",
        f"kind {made.kind} {made.sign}",
        f"depth {min(made.depth, 4)}",
        f"tag {words.tag[i]}",
        f"relation {dep}",
        f"word {words.lemma[i].lower()}",
        f"above {words.lemma[up].lower()} {dep}",
        f"above tag {words.tag[up]}",
        *(f"mode {mode}" for mode in made.modes),
        *(f"decided by {words.low[b]} {made.sign}" for b in made.by),
    }
    if made.holder >= 0:
        names.add(f"held by {words.lemma[made.holder].lower()} {made.sign}")
    for c in words.children[i]:
        base = words.dep[c].split(":")[0]
        names.add(f"has {base}")
        if base in _HANGING:
            names.add(f"has word {words.low[c]}")
    if up != i:
        names |= {
            f"beside {words.low[c]}"
            for c in words.children[up]
            if c != i and words.dep[c].split(":")[0] in _ABOVE
        }
    last = judge.last(i)
    if last in ("?", "!"):
        names.add(f"ends in {last}")
    found = dict.fromkeys(names, 1.0)
    if head is not None:
        found |= {
            "head": head,
            f"head, sign {made.sign}": head,
            f"head, kind {made.kind}": head,
            "head, upper": max(head - 2.0, 0.0),
            "head, lower": min(head + 1.0, 0.0),
        }
    return found


def score(found: Mapping[str, float], mix: Mapping[str, float], weights: Weights) -> float:
    """Give the number of what was seen.

    Args:
        found: of :func:`features`.
        mix: of :func:`registers`.
        weights: of :func:`load`.
    """
    tables = weights.with_head if "head" in found else weights.without_head
    total = 0.0
    for name, share in (("all", 1.0), *mix.items()):
        table = tables.get(name, {})
        total += share * sum(value * table.get(feature, 0.0) for feature, value in sorted(found.items()))
    return round(min(max(total, -LIMIT), LIMIT), 3)


@lru_cache(maxsize=2)
def load(path: Path = FILE) -> Weights:
    """Read the weights.

    Raises:
        KnowledgeError: the file is absent or damaged.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Weights)
    except (OSError, msgspec.MsgspecError) as error:
        raise KnowledgeError(f"{path}: {error}; make it with python -m training.status") from error
