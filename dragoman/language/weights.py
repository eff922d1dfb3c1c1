"""Templates of features and the weights of their labels, of the ranker that joins mentions.

A feature is one of the labels of a template ("0>subj": same sentence, the antecedent a subject); each class of
mention has its own weights for it. They are learned by ``training/chains.py`` and shipped as ``chains.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import ModelError
from dragoman.language.mentions import CLASSES, KINDS
from dragoman.language.narration import PLACES, SPEECH

__all__ = [
    "CLASS",
    "DETERMINERS",
    "GENDERS",
    "KIND",
    "NARRATION",
    "NEW",
    "NUMBERS",
    "PAIR",
    "ROLES",
    "STRINGS",
    "Weights",
    "load_weights",
    "standing",
]

Floats = NDArray[np.float64]

ROLES = ("subj", "passive", "obj", "obl", "poss", "nmod", "appos", "conj", "other")
GENDERS = ("", "m", "f", "n")
NUMBERS = ("", "s", "p")
DETERMINERS = ("none", "a", "the", "this", "that", "possessive", "some", "no", "each", "both", "other")
CLASS = {name: i for i, name in enumerate(CLASSES)}
KIND = {name: i for i, name in enumerate(KINDS)}
_VERBS = ("other", "be", "say, think", "modal", "act")
_BARE = ("bare", "modified")
_FAR = ("0", "1", "2", "3", "4-5", "6-10", "11+", "later")
_MANY = ("0", "1", "2", "3", "4-6", "7-15", "16+")


def _product(*axes: Sequence[str]) -> tuple[str, ...]:
    labels = [""]
    for axis in axes:
        labels = [f"{left}>{right}" if left else right for left in labels for right in axis]
    return tuple(labels)


STRINGS = (
    "none",
    "pronoun",
    "head",
    "all",
    "subset",
    "conflict",
    "name part",
    "in other",
    "other in",
    "same name",
    "told",
    "told all",
)
PAIR: dict[str, tuple[str, ...]] = {
    "sentences apart, antecedent's class": tuple(f"{d}>{c}" for d in _FAR for c in CLASSES),
    "mentions apart": _MANY,
    "roles": tuple(f"{a}>{b}" for a in ROLES for b in ROLES),
    "same sentence, antecedent's role": tuple(f"{s}>{r}" for s in ("other", "same") for r in ROLES),
    "gender": tuple(f"{a or '?'}>{b or '?'}" for a in GENDERS for b in GENDERS),
    "number": tuple(f"{a or '?'}>{b or '?'}" for a in NUMBERS for b in NUMBERS),
    "kind": tuple(f"{a}>{b}" for a in KINDS for b in KINDS),
    "quotation": tuple(
        f"{q}>{c}"
        for q in ("outside", "into", "out of", "same", "other", "other, same speaker")
        for c in CLASSES
    ),
    "speaker": ("no", "antecedent speaks", "mention speaks", "both"),
    "words": STRINGS,
    "nested": ("no", "in antecedent", "antecedent in"),
    "clause": (
        "no",
        "same, reflexive",
        "same",
        "possessive of its object",
        "subject above",
        "subject above, quoted",
    ),
    "place": tuple(f"{a}>{b}" for a in ("later", "first in sentence") for b in ("text", "heading")),
    "times named": tuple(f"{a}>{b}" for a in _MANY for b in ("other", "person")),
    "rank among fitting": ("unfitting", *_MANY),
    "rank among fitting subjects": ("no subject", *_MANY),
    "rank by sentence": ("unfitting", *_MANY),
    "apposition": ("no", "apposition", "predicate"),
    "determiners": tuple(f"{a}>{b}" for a in DETERMINERS for b in DETERMINERS),
    "kind near": tuple(f"{a}>{b}" for a in ("same", "previous", "farther") for b in KINDS),
    "same verb": ("no", "yes"),
    "paragraph": ("same", "previous", "farther"),
    "class, role": tuple(f"{a}>{b}" for a in CLASSES for b in ROLES),
    "kinds, bare": tuple(f"{m}>{a}>{b}" for m in _BARE for a in KINDS for b in KINDS),
    "kind, class": tuple(
        f"{a}>{b}>{f}" for a in CLASSES for b in KINDS for f in ("unfitting", "first", "later")
    ),
    "standing": tuple(
        f"{n}>{a}>{g}>{s}"
        for n in _MANY
        for a in ("nameless", "named")
        for g in ("open", "agrees")
        for s in ("silent", "spoke last", "spoke last, speaks")
    ),
    "verb, kind": tuple(f"{a}>{b}>{c}" for a in _VERBS for b in KINDS for c in ("one", "several")),
}
"""Templates of pairs and their labels; "standing" is about the antecedent's chain, which grows while linking."""

NARRATION: dict[str, tuple[str, ...]] = {
    "steps apart, speech": _product(_FAR, SPEECH, SPEECH),
    "steps apart, place": _product(_FAR, PLACES, ("silent", "is quoted")),
    "rank in the narration": _product(("unfitting", *_MANY), SPEECH),
    "steps apart, class": _product(_FAR, CLASSES, ("silent", "speaks")),
    "places": _product(("same step", "previous", "farther"), PLACES, PLACES),
}
"""Templates of pairs whose mention is a pronoun: where the two stand in the narration (:mod:`.narration`)."""

NEW: dict[str, tuple[str, ...]] = {
    "always": ("yes",),
    "role": ROLES,
    "determiner": DETERMINERS,
    "kind": KINDS,
    "head seen": ("no", "head", "all"),
    "clause behind": ("no", "yes"),
    "fitting": _MANY,
    "paragraph": ("text", "first sentence", "heading"),
    "number": NUMBERS,
    "quotation": ("no", "yes"),
    "length": ("1", "2", "3", "4-6", "7-15", "16+"),
    "verb": _VERBS,
    "last fitting": _FAR,
    "kind, bare": tuple(f"{m}>{d}>{k}" for m in _BARE for d in DETERMINERS for k in KINDS),
}
"""Templates of a mention that speaks of something new, and their labels."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the ranker: of each template, shape [classes, labels]."""

    pair: dict[str, Floats]
    new: dict[str, Floats]

    @classmethod
    def zeros(cls) -> Weights:
        """Return weights of nothing, to learn from."""
        return cls(
            {name: np.zeros((len(CLASSES), len(labels))) for name, labels in (PAIR | NARRATION).items()},
            {name: np.zeros((len(CLASSES), len(labels))) for name, labels in NEW.items()},
        )

    def to_json(self) -> str:
        """Write the weights by name, those of no matter left out."""

        def part(arrays: dict[str, Floats], templates: dict[str, tuple[str, ...]]) -> str:
            rows = []
            for name, array in arrays.items():
                for c, row in enumerate(array):
                    kept = {
                        templates[name][k]: round(float(w), 2) for k, w in enumerate(row) if abs(w) >= 0.02
                    }
                    if kept:
                        rows.append(f"  {json.dumps([name, CLASSES[c], kept], ensure_ascii=False)}")
            return "[\n" + ",\n".join(rows) + "\n ]"

        return f'{{\n "pair": {part(self.pair, PAIR | NARRATION)},\n "new": {part(self.new, NEW)}\n}}\n'

    @classmethod
    def from_json(cls, text: str, *, source: str) -> Weights:
        """Read what :meth:`to_json` wrote.

        Raises:
            ModelError: the text is no set of weights for these templates.
        """
        weights = cls.zeros()
        try:
            data = json.loads(text)
            for arrays, templates, key in (
                (weights.pair, PAIR | NARRATION, "pair"),
                (weights.new, NEW, "new"),
            ):
                for name, c, row in data[key]:
                    index = {label: k for k, label in enumerate(templates[name])}
                    for label, weight in row.items():
                        arrays[name][CLASS[c], index[label]] = weight
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"{source}: not weights for these features ({error}): learn them again with training/chains.py"
            ) from error
        return weights


@cache
def load_weights(path: Path | None = None) -> Weights:
    """Read weights, the shipped ones by default; once a process.

    Raises:
        ModelError: when the file is missing or does not fit the features.
    """
    source = resources.files(__package__).joinpath("chains.json") if path is None else path
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{source}: cannot be read ({error}): install the package again") from error
    return Weights.from_json(text, source=str(source))


_BUCKETS = (0, 1, 2, 3, 4, 4, 4, *[5] * 9)


def standing(seen: int, named: bool, agrees: bool, spoke: int) -> int:
    """Label of an antecedent's chain: mentions so far, whether one is a name, whether its gender is the mention's.

    `spoke` is 0 unless the chain was the last that spoke; else 1, and 2 where the mention speaks, too.
    """
    return (((_BUCKETS[seen] if seen < 16 else 6) * 2 + named) * 2 + agrees) * 3 + spoke
