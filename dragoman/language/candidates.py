"""Which earlier mentions a mention may mean: bounded windows, so that time is linear in the story."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dragoman.language.columns import Ints, Table
from dragoman.language.mentions import CLASSES, KINDS
from dragoman.language.weights import CLASS, KIND

__all__ = ["candidates", "fits"]

# how far back a mention of each class looks: mentions, sentences
_WINDOWS = {
    "name": (30, 12), "definite": (50, 15), "indefinite": (30, 10), "he": (40, 6), "it": (30, 4), "they": (40, 5),
    "i": (30, 8), "we": (40, 10), "you": (30, 8), "this": (12, 2), "who": (0, 0),
}  # fmt: skip
_WINDOW = np.array([_WINDOWS[c][0] for c in CLASSES])
_SENTENCES = np.array([_WINDOWS[c][1] for c in CLASSES])
_HE, _IT, _THEY, _I, _WE, _YOU, _THIS, _WHO = (
    CLASS[c] for c in ("he", "it", "they", "i", "we", "you", "this", "who")
)
_PERSON, _PEOPLE, _BODY, _STATE, _PLACE, _THING, _TIME = (KIND[k] for k in KINDS[1:])


def candidates(t: Table) -> tuple[Ints, Ints]:
    """Positions of mentions and of their candidates, by mention and from near to far."""
    n = len(t.cls)
    if n < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    sizes = np.minimum(_WINDOW[t.cls], np.arange(n))
    i = np.repeat(np.arange(n), sizes)
    offset = np.arange(len(i)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    j = i - offset
    same_head = t.lemma[i] == t.lemma[j]
    apart = t.sent[i] - t.sent[j]
    keep = apart <= _SENTENCES[t.cls[i]]
    cls_i, cls_j = t.cls[i], t.cls[j]
    nominal = cls_i <= 2
    pronoun_j = cls_j >= 3
    known = (t.kind[i] == t.kind[j]) | (t.kind[i] == 0) | (t.kind[j] == 0)
    tied = (t.apposition[i] == j) | (t.predicate[i] == j) | (t.predicate[j] == i)
    actor = (t.kind[i] != _THING) & (t.kind[i] != _TIME)
    related = same_head | tied | (actor & known & ((apart <= 4) | (cls_j == 0)) & (cls_i != 2))
    related |= (cls_i == 1) & (t.determiner[i] >= 3) & (apart <= 2)  # "this attack"
    related |= (cls_i == 1) & (t.kind[i] == _THING) & (apart <= 3) & known & ~pronoun_j
    related |= (cls_i == 0) & ((apart <= 1) | same_head) & ~pronoun_j
    keep &= ~nominal | related
    keep &= cls_j != _WHO
    keep &= nominal | (t.modifies[j] == 0)  # in "the Iranian government" nobody is Iranian alone
    clash = (t.gender[i] * t.gender[j] > 0) & (t.gender[i] != t.gender[j])
    keep &= ~clash
    kind_i, kind_j = t.kind[i], t.kind[j]
    differ = nominal & ~pronoun_j & (kind_i != kind_j) & (kind_i > 0) & (kind_j > 0)
    keep &= ~(
        differ
        & ((kind_i == _PERSON) | (kind_j == _PERSON) | (kind_i == _TIME) | (kind_j == _TIME))
        & ~same_head
    )
    # first and second persons are matched by who speaks; "it" is nobody, "he" is one
    keep &= ~((cls_i == _HE) & ((t.number[j] == 2) | np.isin(cls_j, (_IT, _THEY, _WE, _YOU, _THIS))))
    keep &= ~(
        (cls_i == _IT)
        & ((t.number[j] == 2) | np.isin(cls_j, (_HE, _THEY, _I, _WE, _YOU)) | (t.kind[j] == _PERSON))
    )
    keep &= ~((cls_i == _THEY) & np.isin(cls_j, (_HE, _IT, _I, _WE, _YOU)))
    first_person = (cls_i == _I) | (cls_i == _WE) | (cls_i == _YOU)
    keep &= ~(first_person & (cls_j != cls_i) & ~((t.kind[j] <= _STATE) & (cls_j < _HE)))
    # a narrator's "I" is nobody of whom he tells
    keep &= ~((cls_i == _I) & (cls_j != _I) & (t.quotation[i] < 0) & (t.context[i] == 0))
    i, j = i[keep], j[keep]
    extra_i, extra_j = _far(t)
    late_i, late_j = _cataphora(t)
    i, j = np.concatenate((i, extra_i, late_i)), np.concatenate((j, extra_j, late_j))
    order = np.lexsort((-j, i))
    i, j = i[order], j[order]
    fresh = np.ones(len(i), np.bool_)
    fresh[1:] = (i[1:] != i[:-1]) | (j[1:] != j[:-1])
    return i[fresh], j[fresh]


def _far(t: Table) -> tuple[Ints, Ints]:
    """The last two mentions with the same head, however far back."""
    last: dict[int, list[int]] = {}
    found: list[tuple[int, int]] = []
    for i, (cls, lemma) in enumerate(zip(t.cls.tolist(), t.lemma.tolist(), strict=True)):
        if cls > 2:
            continue
        before = last.setdefault(lemma, [])
        found.extend((i, j) for j in before[-2:])
        before.append(i)
    both = np.array(found, np.int64).reshape(len(found), 2)
    return both[:, 0], both[:, 1]


def _cataphora(t: Table) -> tuple[Ints, Ints]:
    """A pronoun before the subject of its sentence ("In his speech, Putin …")."""
    found: list[tuple[int, int]] = []
    for i in np.flatnonzero((t.cls == _HE) | (t.cls == _IT) | (t.cls == _THEY)).tolist():
        for j in range(i + 1, min(i + 7, len(t.cls))):
            if t.sent[j] != t.sent[i]:
                break
            if t.role[j] < 2 and t.cls[j] < 3 and t.governor[j] != t.governor[i]:
                if t.gender[i] * t.gender[j] > 0 and t.gender[i] != t.gender[j]:
                    continue
                if (t.cls[i] == _HE and t.number[j] == 2) or (t.cls[i] == _IT and t.kind[j] == _PERSON):
                    continue
                found.append((i, j))
                break
    both = np.array(found, np.int64).reshape(len(found), 2)
    return both[:, 0], both[:, 1]


def fits(t: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Whether an antecedent agrees with its mention in kind and number, as far as both are known."""
    cls, kind = t.cls[i], t.kind[j]
    cls_j = t.cls[j]
    person = (kind == _PERSON) & (t.number[j] != 2)
    several = (t.number[j] == 2) | (kind == _PEOPLE) | (kind == _BODY) | (kind == _STATE) | (cls_j == _THEY)
    thing = (kind != _PERSON) & (kind != _PEOPLE) & (t.number[j] != 2)
    same = (kind == t.kind[i]) | (kind == 0) | (t.kind[i] == 0)
    return np.asarray(
        np.select(
            [cls == _HE, cls == _IT, cls == _THEY, cls == _I, cls == _WE],
            [person, thing, several, person, several],
            same & ((t.number[i] == t.number[j]) | (t.number[j] == 0) | (t.number[i] == 0)),
        ),
        np.bool_,
    )
