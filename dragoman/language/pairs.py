"""Features of a mention and a possible antecedent, for all pairs of a story at once.

Mention ranking (Denis and Baldridge 2008) with a linear model: each mention chooses among the mentions before it and
"new". A feature is one of the labels of a template ("0>subj": same sentence, the antecedent a subject); each class of
mention has its own weights for it. Pairs are bounded by windows, so time is linear in the story.
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
from dragoman.language import nouns
from dragoman.language.mentions import CLASSES, KINDS, Mention, Words

__all__ = ["NEW", "PAIR", "Pairs", "Table", "Weights", "load_weights", "pairs", "standing", "table"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROLES = ("subj", "passive", "obj", "obl", "poss", "nmod", "appos", "conj", "other")
_ROLE_OF = {
    "nsubj": 0, "csubj": 0, "nsubj:outer": 0, "nsubj:pass": 1, "obj": 2, "iobj": 2, "obl": 3, "obl:agent": 3,
    "obl:unmarked": 3, "nmod:poss": 4, "nmod": 5, "appos": 6, "conj": 7,
}  # fmt: skip
_GENDERS = ("", "m", "f", "n")
_NUMBERS = ("", "s", "p")
_DETERMINERS = ("none", "a", "the", "this", "that", "possessive", "some", "no", "each", "both", "other")
_DETERMINER_OF = {
    "a": 1, "an": 1, "the": 2, "this": 3, "these": 3, "that": 4, "those": 4, "some": 6, "any": 6, "many": 6, "few": 6,
    "several": 6, "no": 7, "every": 8, "each": 8, "all": 8, "both": 9, "another": 10, "other": 10,
}  # fmt: skip
_C = {name: i for i, name in enumerate(CLASSES)}
_K = {name: i for i, name in enumerate(KINDS)}
_VERBS = ("other", "be", "say, think", "modal", "act")
_BARE = ("bare", "modified")
_FAR = ("0", "1", "2", "3", "4-5", "6-10", "11+", "later")
_MANY = ("0", "1", "2", "3", "4-6", "7-15", "16+")


def _product(*axes: Sequence[str]) -> tuple[str, ...]:
    labels = [""]
    for axis in axes:
        labels = [f"{left}>{right}" if left else right for left in labels for right in axis]
    return tuple(labels)


_STRINGS = (
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
)
PAIR: dict[str, tuple[str, ...]] = {
    "sentences apart, antecedent's class": tuple(f"{d}>{c}" for d in _FAR for c in CLASSES),
    "mentions apart": _MANY,
    "roles": tuple(f"{a}>{b}" for a in _ROLES for b in _ROLES),
    "same sentence, antecedent's role": tuple(f"{s}>{r}" for s in ("other", "same") for r in _ROLES),
    "gender": tuple(f"{a or '?'}>{b or '?'}" for a in _GENDERS for b in _GENDERS),
    "number": tuple(f"{a or '?'}>{b or '?'}" for a in _NUMBERS for b in _NUMBERS),
    "kind": tuple(f"{a}>{b}" for a in KINDS for b in KINDS),
    "quotation": tuple(
        f"{q}>{c}"
        for q in ("outside", "into", "out of", "same", "other", "other, same speaker")
        for c in CLASSES
    ),
    "speaker": ("no", "antecedent speaks", "mention speaks", "both"),
    "words": _STRINGS,
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
    "determiners": tuple(f"{a}>{b}" for a in _DETERMINERS for b in _DETERMINERS),
    "kind near": tuple(f"{a}>{b}" for a in ("same", "previous", "farther") for b in KINDS),
    "same verb": ("no", "yes"),
    "paragraph": ("same", "previous", "farther"),
    "class, role": tuple(f"{a}>{b}" for a in CLASSES for b in _ROLES),
    "kinds, bare": tuple(f"{m}>{a}>{b}" for m in _BARE for a in KINDS for b in KINDS),
    "kind, class": tuple(
        f"{a}>{b}>{f}" for a in CLASSES for b in KINDS for f in ("unfitting", "first", "later")
    ),
    "standing": tuple(
        f"{n}>{a}>{g}" for n in _MANY for a in ("nameless", "named") for g in ("open", "agrees")
    ),
    "verb, kind": tuple(f"{a}>{b}>{c}" for a in _VERBS for b in KINDS for c in ("one", "several")),
}
"""Templates of pairs and their labels; "standing" is about the antecedent's chain, which grows while linking."""

NEW: dict[str, tuple[str, ...]] = {
    "always": ("yes",),
    "role": _ROLES,
    "determiner": _DETERMINERS,
    "kind": KINDS,
    "head seen": ("no", "head", "all"),
    "clause behind": ("no", "yes"),
    "fitting": _MANY,
    "paragraph": ("text", "first sentence", "heading"),
    "number": _NUMBERS,
    "quotation": ("no", "yes"),
    "length": ("1", "2", "3", "4-6", "7-15", "16+"),
    "verb": _VERBS,
    "last fitting": _FAR,
    "kind, bare": tuple(f"{m}>{d}>{k}" for m in _BARE for d in _DETERMINERS for k in KINDS),
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
            {name: np.zeros((len(CLASSES), len(labels))) for name, labels in PAIR.items()},
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

        return f'{{\n "pair": {part(self.pair, PAIR)},\n "new": {part(self.new, NEW)}\n}}\n'

    @classmethod
    def from_json(cls, text: str, *, source: str) -> Weights:
        """Read what :meth:`to_json` wrote.

        Raises:
            ModelError: the text is no set of weights for these templates.
        """
        weights = cls.zeros()
        try:
            data = json.loads(text)
            for arrays, templates, key in ((weights.pair, PAIR, "pair"), (weights.new, NEW, "new")):
                for name, c, row in data[key]:
                    index = {label: k for k, label in enumerate(templates[name])}
                    for label, weight in row.items():
                        arrays[name][_C[c], index[label]] = weight
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


@dataclass(frozen=True, slots=True)
class Table:
    """Properties of the mentions as columns of numbers, each of shape [mentions]."""

    cls: Ints
    kind: Ints
    gender: Ints
    number: Ints
    role: Ints
    sent: Ints
    para: Ints
    head: Ints
    lemma: Ints
    first: Ints
    end: Ints
    quotation: Ints
    context: Ints
    speaker: Ints
    governor: Ints
    verb: Ints
    subject_above: Ints
    object_of: Ints
    reflexive: Ints
    determiner: Ints
    heading: Ints
    opens: Ints
    named: Ints
    apposition: Ints
    predicate: Ints
    clause: Ints
    verbs: Ints
    length: Ints
    bare: Ints
    office: Ints
    modifiers: list[frozenset[str]]
    surface: list[str]
    group: Ints


_VERBS_OF_THOUGHT = nouns.REPORTING | nouns.word_set(
    "think know hope expect want wish fear doubt feel love hate like decide plan intend try remember forget "
    "understand learn hear see agree refuse seek prefer realize realise worry speak talk laugh"
)
_VERBS_OF_ACTION = nouns.word_set(
    "go come leave arrive return travel visit meet live die sit stand walk run work fight win lose vote elect "
    "appoint resign sign attend marry born grow study graduate teach play buy sell eat drink sleep kill shoot "
    "arrest attack lead serve join help give take send bring get use wear drive follow wait look turn"
)
"""Lemmas of verbs whose subjects are mostly people; the second list's often."""
_OFFICES = nouns.TITLES | nouns.word_set(
    "boss ceo chair chairperson dictator diplomat head incumbent monarch nominee pontiff pope ruler tycoon"
)
"""Nouns by which a person just named is called again ("the minister")."""


def table(words: Words, mentions: Sequence[Mention], group: Sequence[int]) -> Table:
    """Make the columns; `group` numbers the bearers of names (-1: no name)."""
    lemmas: dict[str, int] = {}
    rows: list[tuple[int, ...]] = []
    modifiers: list[frozenset[str]] = []
    surface: list[str] = []
    named: dict[int, int] = {}
    at_head = {m.head: i for i, m in enumerate(mentions)}
    last_sentence = -1
    for i, m in enumerate(mentions):
        h = m.head
        dep, governor = words.dep[h], words.head[h]
        role = _ROLE_OF.get(dep, 8)
        first, end = m.phrase
        lemma = words.lemma[h].lower() if m.cls != "name" else words.low[m.end - 1]
        verb = words.lemma[governor].lower() if role < 4 else ""
        clause = _clause(words, h)
        above = _subject(words, words.head[clause]) if words.head[clause] != clause else -1
        # "his" in "he lost his keys": the governor of what is possessed
        owner = words.head[governor] if role == 4 and _ROLE_OF.get(words.dep[governor], 8) in (2, 3) else -1
        sentence = words.sent[h]
        opens = sentence != last_sentence
        last_sentence = sentence
        seen = named.get(group[i], 0)
        if group[i] >= 0:
            named[group[i]] = seen + 1
        predicate = -1
        if any(words.dep[c] == "cop" for c in words.children[h]):
            subject = next((c for c in words.children[h] if words.dep[c] == "nsubj"), -1)
            predicate = at_head.get(subject, -1)
        gov_lemma = words.lemma[governor].lower()
        kind_of_verb = 0
        if role < 2 and words.pos[governor] == "VERB":
            kind_of_verb = 2 if gov_lemma in _VERBS_OF_THOUGHT else 4 if gov_lemma in _VERBS_OF_ACTION else 0
        if words.pos[governor] in ("ADJ", "NOUN", "PRON") and any(
            words.dep[c] == "cop" for c in words.children[governor]
        ):
            kind_of_verb = 1
        elif not kind_of_verb and any(words.tag[c] == "MD" for c in words.children[governor]):
            kind_of_verb = 3
        opener = words.low[first]
        determiner = _DETERMINER_OF.get(opener, 0)
        if (
            not determiner
            and any(words.dep[c] == "nmod:poss" for c in words.children[h])
            and m.cls == "definite"
        ):
            determiner = 5
        length = end - first
        last = min(end, first + 25)
        twin = h - 2 if first <= h - 2 and words.text[h - 1] == "-" else h  # "president-elect"
        content = frozenset(
            words.low[k]
            for k in range(first, last)
            if k not in (h, twin) and words.pos[k] in ("NOUN", "PROPN", "ADJ", "NUM", "VERB", "ADV")
        )
        rows.append(
            (
                _C[m.cls],
                _K[m.kind],
                _GENDERS.index(m.gender),
                _NUMBERS.index(m.number),
                role,
                sentence,
                words.para[h],
                h,
                lemmas.setdefault(lemma, len(lemmas)),
                first,
                end,
                -1 if m.quotation is None else m.quotation,
                words.turn[h],
                -1 if m.quoter is None else at_head.get(m.quoter, -1),
                governor if role < 4 or role == 8 else -1,
                lemmas.setdefault(verb, len(lemmas)) if verb else -1,
                at_head.get(above, -1) if above >= 0 else -1,
                owner,
                words.low[h].endswith(("self", "selves")) or words.low[h] == "each",
                determiner,
                words.heading[h],
                opens,
                seen,
                at_head.get(governor, -1) if dep == "appos" else -1,
                predicate,
                any(words.dep[c] == "acl:relcl" or words.dep[c] == "nmod" for c in words.children[h]),
                kind_of_verb,
                length - 1 if length < 4 else 3 if length < 7 else 4 if length < 16 else 5,
                bool(content),
                not content
                and opener == "the"
                and m.kind == "person"
                and words.lemma[twin].lower() in _OFFICES,
            )
        )
        modifiers.append(content)
        surface.append(
            " ".join(
                words.low[k] for k in range(first, last) if words.pos[k] not in ("DET", "PUNCT", "SPACE")
            )
        )
    columns = np.array(rows, np.int64).reshape(len(rows), 30).T
    return Table(*columns, modifiers, surface, np.array(group, np.int64))  # type: ignore[call-arg]  # 30 columns


def _clause(words: Words, i: int) -> int:
    """Head of the smallest clause that a word stands in."""
    at = i
    for _ in range(12):
        if words.pos[at] in ("VERB", "AUX") and at != i:
            return at
        if words.head[at] == at:
            return at
        at = words.head[at]
    return at


def _subject(words: Words, i: int) -> int:
    """The subject of the clause of a word, or -1."""
    at = i
    for _ in range(4):
        for c in words.children[at]:
            if words.dep[c] in ("nsubj", "nsubj:pass"):
                return c
        if words.head[at] == at:
            break
        at = words.head[at]
    return -1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates of all mentions, sorted by mention.

    Attributes:
        mention, antecedent: positions of the two, shape [pairs].
        begins: position of the first pair of each mention and the end of all, shape [mentions + 1].
        codes: label of each pair by template, shape [pairs]; new_codes: of each mention, shape [mentions].
    """

    mention: Ints
    antecedent: Ints
    begins: Ints
    codes: dict[str, Ints]
    new_codes: dict[str, Ints]
    cls: Ints

    def scores(self, weights: Weights) -> tuple[Floats, Floats]:
        """Score each pair, and each mention's being new."""
        cls = self.cls[self.mention]
        pair = np.zeros(len(self.mention))
        for name, codes in self.codes.items():
            array = weights.pair[name]
            pair += array.ravel()[cls * array.shape[1] + codes]
        new = np.zeros(len(self.cls))
        for name, codes in self.new_codes.items():
            new += weights.new[name][self.cls, codes]
        return pair, new


# how far back a mention of each class looks: mentions, sentences
_WINDOWS = {
    "name": (30, 12), "definite": (50, 15), "indefinite": (30, 10), "he": (40, 6), "it": (30, 4), "they": (40, 5),
    "i": (30, 8), "we": (40, 10), "you": (30, 8), "this": (12, 2), "who": (0, 0),
}  # fmt: skip
_WINDOW = np.array([_WINDOWS[c][0] for c in CLASSES])
_SENTENCES = np.array([_WINDOWS[c][1] for c in CLASSES])
_HE, _IT, _THEY, _I, _WE, _YOU, _THIS, _WHO = (
    _C[c] for c in ("he", "it", "they", "i", "we", "you", "this", "who")
)
_PERSON, _PEOPLE, _BODY, _STATE, _PLACE, _THING, _TIME = (_K[k] for k in KINDS[1:])


_BUCKETS = (0, 1, 2, 3, 4, 4, 4, *[5] * 9)


def standing(seen: int, named: bool, agrees: bool) -> int:
    """Label of an antecedent's chain: mentions so far, whether one is a name, whether its gender is the mention's."""
    return ((_BUCKETS[seen] if seen < 16 else 6) * 2 + named) * 2 + agrees


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
    i, j = _candidates(t)
    fit = _fits(t, i, j)
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
    roles, classes, kinds = len(_ROLES), len(CLASSES), len(KINDS)
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
        "determiners": t.determiner[j] * len(_DETERMINERS) + t.determiner[i],
        "kind near": near * kinds + t.kind[j],
        "same verb": ((t.verb[i] >= 0) & (t.verb[i] == t.verb[j])).astype(np.int64),
        "paragraph": paragraph,
        "class, role": cls_j * roles + t.role[j],
        "kinds, bare": (t.bare[i] * kinds + t.kind[j]) * kinds + t.kind[i],
        "verb, kind": (t.verbs[i] * kinds + t.kind[j]) * 2 + (t.number[j] == 2),
        "kind, class": (cls_j * kinds + t.kind[i]) * 3 + np.minimum(rank, 2),
    }
    new_codes = _describe_new(t, i, fit, words, apart)
    return Pairs(i, j, begins, codes, new_codes, t.cls)


def _candidates(t: Table) -> tuple[Ints, Ints]:
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


def _fits(t: Table, i: Ints, j: Ints) -> NDArray[np.bool_]:
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


def _ranks(flags: NDArray[np.bool_], i: Ints, begins: Ints) -> Ints:
    """How many flagged pairs of the same mention come before each pair."""
    total: Ints = np.cumsum(flags) - flags
    return np.asarray(total - total[begins[i]], np.int64) if len(i) else np.zeros(0, np.int64)


def _salience(t: Table, i: Ints, j: Ints) -> Ints:
    """How often the antecedent's name had been named up to it; a crude measure of what the story is about."""
    return np.where(t.group[j] >= 0, t.named[j] + 1, 0)


def _strings(t: Table, i: Ints, j: Ints) -> Ints:
    """Index in ``_STRINGS`` of each pair: what their words share."""
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
        "kind, bare": (t.bare * len(_DETERMINERS) + t.determiner) * len(KINDS) + t.kind,
    }
