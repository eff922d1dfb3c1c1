"""Features of a mention and a possible antecedent, for all pairs of a story at once.

Mention ranking (Denis and Baldridge 2008) with a linear model: each mention chooses among its candidates
(:mod:`dragoman.language.candidates`) and "new". What the features are is told by
:mod:`dragoman.language.weights`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.language.candidates import candidates, fits
from dragoman.language.columns import Ints, Table
from dragoman.language.mentions import CLASSES, KINDS
from dragoman.language.narration import PLACES, SPEECH
from dragoman.language.weights import CLASS, DETERMINERS, KIND, ROLES, Floats, Weights

__all__ = ["Pairs", "pairs"]

_PERSON, _THING = KIND["person"], KIND["thing"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates of all mentions, sorted by mention.

    Attributes:
        mention, antecedent: positions of the two, shape [pairs].
        begins: position of the first pair of each mention and the end of all, shape [mentions + 1].
        codes: label of each pair by template, shape [pairs]; new_codes: of each mention, shape [mentions].
        pronouns: positions of the pairs whose mention is a pronoun; narration: labels of these, shape [pronouns].
        cls, speech: of each mention, as in the table.
    """

    mention: Ints
    antecedent: Ints
    begins: Ints
    codes: dict[str, Ints]
    pronouns: Ints
    narration: dict[str, Ints]
    new_codes: dict[str, Ints]
    cls: Ints
    speech: Ints

    def scores(self, weights: Weights) -> tuple[Floats, Floats]:
        """Score each pair, and each mention's being new."""
        cls = self.cls[self.mention]
        pair = np.zeros(len(self.mention))
        for name, codes in self.codes.items():
            array = weights.pair[name]
            pair += array.ravel()[cls * array.shape[1] + codes]
        told, cls = np.zeros(len(self.pronouns)), cls[self.pronouns]
        for name, codes in self.narration.items():
            array = weights.pair[name]
            told += array.ravel()[cls * array.shape[1] + codes]
        pair[self.pronouns] += told
        new = np.zeros(len(self.cls))
        for name, codes in self.new_codes.items():
            new += weights.new[name][self.cls, codes]
        return pair, new


def _bucket(values: Ints) -> Ints:
    """Index in ``_MANY``."""
    return np.searchsorted(np.array([1, 2, 3, 4, 7, 16]), values, side="right").astype(np.int64)


def _distance(values: Ints) -> Ints:
    """Index in ``_FAR``, of a number of sentences; "later" for a negative one."""
    found = np.searchsorted(np.array([1, 2, 3, 4, 6, 11]), values, side="right").astype(np.int64)
    return np.where(values < 0, 7, found)


def pairs(t: Table) -> Pairs:
    """Choose the candidates of each mention, and describe the pairs."""
    n = len(t.cls)
    i, j = candidates(t)
    fit = fits(t, i, j)
    cls_j = t.cls[j]
    apart = t.sent[i] - t.sent[j]
    later = j > i
    far = np.where(later, 7, _distance(apart))
    begins = np.searchsorted(i, np.arange(n + 1)).astype(np.int64)
    words = _strings(t, i, j)
    q_i, q_j = t.quotation[i], t.quotation[j]
    same_speaker = (t.speaker[i] >= 0) & (t.speaker[i] == t.speaker[j])
    same_turn = t.context[i] == t.context[j]
    quotation = np.select(
        [
            (q_i < 0) & (q_j < 0) & same_turn,
            (q_i >= 0) & (q_j < 0) & same_turn,
            (q_i < 0) & (q_j >= 0) & same_turn,
            (q_i == q_j) & same_turn,
            same_speaker,
        ],
        [0, 1, 2, 3, 5],
        4,
    )
    speaker = (t.speaker[i] == j).astype(np.int64) + 2 * (t.speaker[j] == i)
    nested = np.where(
        (t.first[j] <= t.first[i]) & (t.end[i] <= t.end[j]),
        1,
        np.where((t.first[i] <= t.first[j]) & (t.end[j] <= t.end[i]), 2, 0),
    )
    same_clause = (t.governor[i] >= 0) & (t.governor[i] == t.governor[j])
    above = t.subject_above[i] == j
    clause = np.select(
        [
            same_clause & (t.reflexive[i] == 1),
            same_clause,
            (t.object_of[i] >= 0) & (t.object_of[i] == t.governor[j]),
            above & (q_i == q_j),
            above,
        ],
        [1, 2, 3, 4, 5],
        0,
    )
    subject = fit & (t.role[j] < 2)
    order = np.lexsort((j, -t.sent[j], i))
    by_sentence = np.empty(len(i), np.int64)
    by_sentence[order] = _ranks(fit[order], i[order], begins)
    rank = np.where(fit, 1 + _bucket(_ranks(fit, i, begins)), 0)
    person_j = (t.kind[j] == _PERSON).astype(np.int64)
    near = np.where(apart == 0, 0, np.where(apart == 1, 1, 2))
    paragraph = np.clip(t.para[i] - t.para[j], 0, 2)
    roles, classes, kinds = len(ROLES), len(CLASSES), len(KINDS)
    codes = {
        "sentences apart, antecedent's class": far * classes + cls_j,
        "mentions apart": _bucket(np.abs(i - j) - 1),
        "roles": t.role[j] * roles + t.role[i],
        "same sentence, antecedent's role": (apart == 0) * roles + t.role[j],
        "gender": t.gender[j] * 4 + t.gender[i],
        "number": t.number[j] * 3 + t.number[i],
        "kind": t.kind[j] * kinds + t.kind[i],
        "quotation": quotation * classes + cls_j,
        "speaker": speaker,
        "words": words,
        "nested": nested,
        "clause": clause,
        "place": t.opens[j] * 2 + t.heading[j],
        "times named": _bucket(_salience(t, i, j)) * 2 + person_j,
        "rank among fitting": rank,
        "rank among fitting subjects": np.where(subject, 1 + _bucket(_ranks(subject, i, begins)), 0),
        "rank by sentence": np.where(fit, 1 + _bucket(by_sentence), 0),
        "apposition": np.where(
            (t.apposition[i] == j) | (t.apposition[j] == i),
            1,
            np.where((t.predicate[i] == j) | (t.predicate[j] == i), 2, 0),
        ),
        "determiners": t.determiner[j] * len(DETERMINERS) + t.determiner[i],
        "kind near": near * kinds + t.kind[j],
        "same verb": ((t.verb[i] >= 0) & (t.verb[i] == t.verb[j])).astype(np.int64),
        "paragraph": paragraph,
        "class, role": cls_j * roles + t.role[j],
        "kinds, bare": (t.bare[i] * kinds + t.kind[j]) * kinds + t.kind[i],
        "verb, kind": (t.verbs[i] * kinds + t.kind[j]) * 2 + (t.number[j] == 2),
        "kind, class": (cls_j * kinds + t.kind[i]) * 3 + np.minimum(rank, 2),
    }
    new_codes = _describe_new(t, i, fit, words, apart)
    pronouns = np.flatnonzero(t.cls[i] >= CLASS["he"])
    narration = _narration(t, i[pronouns], j[pronouns], fit[pronouns])
    return Pairs(i, j, begins, codes, pronouns, narration, new_codes, t.cls, t.speech)


def _narration(t: Table, i: Ints, j: Ints, fit: NDArray[np.bool_]) -> dict[str, Ints]:
    """Describe the pairs of pronouns by where the two stand in the narration."""
    far = np.where(j > i, 7, _distance(t.step[i] - t.step[j]))
    told = fit & ((t.quotation[j] < 0) | (t.quotation[i] >= 0))
    order = np.lexsort((j, t.depth[j] > 0, -t.step[j], i))
    begins = np.searchsorted(i, np.arange(len(t.cls) + 1)).astype(np.int64)
    rank = np.empty(len(i), np.int64)
    rank[order] = _ranks(told[order], i[order], begins)
    speaks, places = len(SPEECH), len(PLACES)
    near = np.clip(t.step[i] - t.step[j], 0, 2)
    return {
        "steps apart, speech": (far * speaks + t.speech[j]) * speaks + t.speech[i],
        "steps apart, place": (far * places + t.depth[j]) * 2 + (t.speech[i] == 2),
        "steps apart, class": (far * len(CLASSES) + t.cls[j]) * 2 + (t.speech[i] > 0),
        "rank in the narration": np.where(told, 1 + _bucket(rank), 0) * speaks + t.speech[i],
        "places": (near * places + t.depth[j]) * places + t.depth[i],
    }


def _ranks(flags: NDArray[np.bool_], i: Ints, begins: Ints) -> Ints:
    """How many flagged pairs of the same mention come before each pair."""
    total: Ints = np.cumsum(flags) - flags
    return np.asarray(total - total[begins[i]], np.int64) if len(i) else np.zeros(0, np.int64)


def _salience(t: Table, i: Ints, j: Ints) -> Ints:
    """How often the antecedent's name had been named up to it; a crude measure of what the story is about."""
    return np.where(t.group[j] >= 0, t.named[j] + 1, 0)


def _strings(t: Table, i: Ints, j: Ints) -> Ints:
    """Index in ``STRINGS`` of each pair: what their words share."""
    codes = np.zeros(len(i), np.int64)
    pronoun = (t.cls[i] >= 3) & (t.cls[i] == t.cls[j])
    codes[pronoun] = 1
    nominal = (t.cls[i] < 3) & (t.cls[j] < 3)
    same = nominal & (t.lemma[i] == t.lemma[j])
    modifiers, surface = t.modifiers, t.surface
    for k in np.flatnonzero(same).tolist():
        a, b = int(i[k]), int(j[k])
        if t.group[a] >= 0 and t.group[a] == t.group[b]:
            codes[k] = 9
        elif surface[a] == surface[b]:
            codes[k] = 3
        elif not modifiers[a]:
            codes[k] = 2
        elif modifiers[a] <= modifiers[b]:
            codes[k] = 4
        elif modifiers[b] - modifiers[a]:
            codes[k] = 5
        else:
            codes[k] = 6
    for k in np.flatnonzero(nominal & ~same & (t.kind[i] != _THING)).tolist():
        a, b = int(i[k]), int(j[k])
        if a in t.described and (told := t.told.get(int(t.group[b]))) and t.described[a] in told:
            codes[k] = 11 if modifiers[a] and modifiers[a] <= told else 10
            continue
        head_a = surface[a].rpartition(" ")[2]
        head_b = surface[b].rpartition(" ")[2]
        if head_a in modifiers[b]:
            codes[k] = 7
        elif head_b in modifiers[a]:
            codes[k] = 8
    return codes


def _describe_new(t: Table, i: Ints, fit: NDArray[np.bool_], words: Ints, apart: Ints) -> dict[str, Ints]:
    n = len(t.cls)
    fitting = np.bincount(i[fit], minlength=n)
    head = np.zeros(n, np.int64)
    nominal = t.cls[i] < 3
    np.maximum.at(head, i[nominal & np.isin(words, (2, 4, 5, 6))], 1)
    np.maximum.at(head, i[nominal & np.isin(words, (3, 9))], 2)
    nearest = np.full(n, 99, np.int64)
    np.minimum.at(nearest, i[fit], np.abs(apart[fit]))
    return {
        "always": np.zeros(n, np.int64),
        "role": t.role,
        "determiner": t.determiner,
        "kind": t.kind,
        "head seen": head,
        "clause behind": t.clause,
        "fitting": _bucket(fitting),
        "paragraph": np.where(t.heading == 1, 2, (t.sent == 0).astype(np.int64)),
        "number": t.number,
        "quotation": (t.quotation >= 0).astype(np.int64),
        "length": t.length,
        "verb": t.verbs,
        "last fitting": _distance(nearest),
        "kind, bare": (t.bare * len(DETERMINERS) + t.determiner) * len(KINDS) + t.kind,
    }
