"""How sure the text is that something happened, as one number: a judgement and the reader's head, put together.

The scale is FactBank's, as unified by Stanovsky et al. (2017): -3 certainly not, +3 certainly. The number is a sum
of weights over what can be seen: what the embedding words make of the act, those words themselves, the words that
hang on it, and what the reader's head says, where it has one. People grade alike sentences differently in news, on
the web and in prose (what is planned counts as half done in one, as not done in the other), so each weight has a
common part and one for each register (Daumé III 2007, "Frustratingly easy domain adaptation"), and how likely the
sentence is of a register is told by its words. ``factuality.json`` holds the weights under readable names; ``python
-m training.status`` makes them (ridge regression). What can be seen is weighed on the train parts; the head has
learned from those, so how far it is trusted is weighed on parts that it has not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from dragoman.coding.embedding import Judge
from dragoman.errors import KnowledgeError

__all__ = [
    "FILE",
    "LIMIT",
    "Weights",
    "blend_features",
    "features",
    "load",
    "registers",
    "score",
    "sentence_features",
]

FILE = Path(__file__).with_name("factuality.json")
LIMIT = 3.0
_HANGING = frozenset(("aux", "cop", "advmod", "mark", "det", "case", "cc"))
_ABOVE = frozenset(("aux", "mark", "advmod"))


class Weights(msgspec.Struct, frozen=True):
    """What was fitted.

    Attributes:
        register: register → word of a sentence → how much it speaks for that register.
        seen: ``all`` or a register → feature → weight: the number of what can be seen, without the head.
        blend: how that number and the head's are put together, where the reader has the head.
    """

    register: Mapping[str, Mapping[str, float]]
    seen: Mapping[str, Mapping[str, float]]
    blend: Mapping[str, float]


def sentence_features(judge: Judge, i: int) -> frozenset[str]:
    """Give what tells the register of a token's sentence: its words, its length, its tenses."""
    lows, tags = judge.sentence(i)
    length = min(len(lows) // 6, 6)
    return frozenset(
        ("bias", f"length {length}", *(f"word {low}" for low in lows), *(f"tag {t}" for t in tags))
    )


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


def features(judge: Judge, i: int) -> dict[str, float]:
    """Give what can be seen of the act that a token names.

    Args:
        judge: of the reading.
        i: the token.
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
        if judge.first_person(made.holder):
            names.add(f"held by who speaks {made.sign}")
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
    return dict.fromkeys(names, 1.0)


def score(
    found: Mapping[str, float], mix: Mapping[str, float], weights: Weights, *, head: float | None = None
) -> float:
    """Give the number of what was seen.

    Args:
        found: of :func:`features`.
        mix: of :func:`registers`.
        weights: of :func:`load`.
        head: what the reader's head says, if it has one.
    """
    total = 0.0
    for name, share in (("all", 1.0), *mix.items()):
        table = weights.seen.get(name, {})
        total += share * sum(value * table.get(feature, 0.0) for feature, value in sorted(found.items()))
    if head is not None:
        parts = blend_features(found, mix, total, head)
        total = sum(value * weights.blend.get(name, 0.0) for name, value in sorted(parts.items()))
    return round(min(max(total, -LIMIT), LIMIT), 3)


def blend_features(
    found: Mapping[str, float], mix: Mapping[str, float], seen: float, head: float
) -> dict[str, float]:
    """Give what is weighed where there is a head: both numbers, by register and by judgement."""
    parts = {
        "one": 1.0,
        "seen": seen,
        "head": head,
        "seen above 2": max(seen - 2.0, 0.0),
        "seen below -1": min(seen + 1.0, 0.0),
        "head above 2": max(head - 2.0, 0.0),
        "head below -1": min(head + 1.0, 0.0),
        "seen times head": seen * head,
    }
    for sign in "o-":
        if f"sign {sign}" in found:
            parts |= {f"sign {sign}": 1.0, f"seen, sign {sign}": seen, f"head, sign {sign}": head}
    for name, share in mix.items():
        parts |= {f"{name}": share, f"seen, {name}": share * seen, f"head, {name}": share * head}
    return parts


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
