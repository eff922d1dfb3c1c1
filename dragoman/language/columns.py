"""The mentions of a story as columns of numbers, so that all their pairs can be described at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.language import nouns
from dragoman.language.mentions import Mention
from dragoman.language.narration import place, speech, steps
from dragoman.language.weights import CLASS, GENDERS, KIND, NUMBERS
from dragoman.language.words import Words

__all__ = ["Ints", "Table", "table"]

Ints = NDArray[np.int64]

_ROLE_OF = {
    "nsubj": 0, "csubj": 0, "nsubj:outer": 0, "nsubj:pass": 1, "obj": 2, "iobj": 2, "obl": 3, "obl:agent": 3,
    "obl:unmarked": 3, "nmod:poss": 4, "nmod": 5, "appos": 6, "conj": 7,
}  # fmt: skip
_DETERMINER_OF = {
    "a": 1, "an": 1, "the": 2, "this": 3, "these": 3, "that": 4, "those": 4, "some": 6, "any": 6, "many": 6, "few": 6,
    "several": 6, "no": 7, "every": 8, "each": 8, "all": 8, "both": 9, "another": 10, "other": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Properties of the mentions as columns of numbers, each of shape [mentions].

    Attributes:
        told: words that stand by the names of a bearer: titles, appositions, predicates.
        described: of each definite description of somebody, its noun.
    """

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
    step: Ints
    speech: Ints
    depth: Ints
    modifies: Ints
    modifiers: list[frozenset[str]]
    surface: list[str]
    group: Ints
    told: dict[int, set[str]]
    described: dict[int, str]


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
    step, speaking = steps(words), speech(words, mentions)
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
                CLASS[m.cls],
                KIND[m.kind],
                GENDERS.index(m.gender),
                NUMBERS.index(m.number),
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
                step[sentence],
                speaking[i],
                place(words, m),
                m.form == "demonym" and dep in ("amod", "compound"),
            )
        )
        modifiers.append(content)
        surface.append(
            " ".join(
                words.low[k] for k in range(first, last) if words.pos[k] not in ("DET", "PUNCT", "SPACE")
            )
        )
    columns = np.array(rows, np.int64).reshape(len(rows), 34).T
    told, described = _told(words, mentions, group)
    return Table(*columns, modifiers, surface, np.array(group, np.int64), told, described)  # type: ignore[call-arg]  # 34 columns


_SAME = {"nominee": "candidate", "hopeful": "candidate", "contender": "candidate", "premier": "minister"}


def _told(
    words: Words, mentions: Sequence[Mention], group: Sequence[int]
) -> tuple[dict[int, set[str]], dict[int, str]]:
    told: dict[int, set[str]] = {}
    described: dict[int, str] = {}
    for i, m in enumerate(mentions):
        if m.cls == "definite" and m.kind == "person":
            noun = words.lemma[m.head].lower()
            described[i] = _SAME.get(noun, noun)
        if m.cls != "name" or m.kind != "person" or group[i] < 0:
            continue
        heads = [c for c in words.children[m.head] if words.dep[c] == "appos" and c >= m.end]
        if words.dep[m.head] == "appos" or any(
            words.dep[c] == "cop" for c in words.children[words.head[m.head]]
        ):
            heads.append(words.head[m.head])
        said = [i for h in heads for i in (*words.children[h], h) if words.pos[i] in ("NOUN", "PROPN", "ADJ")]
        if m.title is not None:
            said += range(*m.title)
        found = told.setdefault(group[i], set())
        for k in said:
            word = words.lemma[k].lower()
            found.update((_SAME.get(word, word), words.low[k]))
    return told, described


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
