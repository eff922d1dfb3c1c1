"""What a codebook holds: types, codes, rules, operators, and the words that tell contexts and what is no event.

A codebook is data (:mod:`dragoman.knowledge.codebook`). Its names are PLOVER's (PLOVER Codebook, 2023) and CAMEO's
(Schrodt 2012, CAMEO manual 1.1b3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dragoman.records import EventType, QuadClass

__all__ = [
    "Auxiliary",
    "Code",
    "Codebook",
    "Mode",
    "Operator",
    "Part",
    "Pattern",
    "Refinement",
    "Rule",
    "TypeInfo",
]

Part = Literal["verb", "noun", "adjective"]
"""What the first word of a pattern is."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a rule is about: "pull out of {agreement}".

    Attributes:
        text: as written.
        part: what its head is.
        heads: lemmas of the head, any of which fits; a compound's parts are joined by "_".
        marks: particles and prepositions, each a choice, all of which must hang on the head or its complements.
        terms: lemmas of complements, each a choice; all must be there. None: any complement, or none.
        clause: whether a clause must follow ("~").
        negated: whether the head must be negated ("not recognise").
    """

    text: str
    part: Part
    heads: frozenset[str]
    marks: tuple[frozenset[str], ...] = ()
    terms: tuple[frozenset[str], ...] = ()
    clause: bool = False
    negated: bool = False

    @property
    def strictness(self) -> float:
        """How much it asks for: of two patterns that fit, the stricter one speaks."""
        return len(self.marks) * 0.5 + len(self.terms) + 0.5 * self.clause + self.negated


@dataclass(frozen=True, slots=True)
class Refinement:
    """A deeper code, or a mode, where one of these words stands with the trigger."""

    words: frozenset[str]
    cameo: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that are an event.

    Attributes:
        id: type and name: ``ASSAULT.shell``.
        type, cameo, mode: what the event is coded as.
        weight: how likely the words mean such an event where somebody of politics acts, 0 to 1.
        recipient: where the recipient stands, best place first: ``object``, ``iobject``, ``owner``, prepositions.
        joint: ``with``: those with whom it is done act as well; ``object``: its
            object does too ("met the envoy"); ``together``: only several subjects do ("A and B agreed").
        strict: whether a recipient stands only in the places that `recipient` names.
        of: what "of" holds after an event noun: the ``recipient``, the ``actor``, or a ``theme`` that is neither.
        needs: who must act: ``official``, ``crowd``, ``armed``, or nobody in particular ("").
        whom: to whom it must be done: ``somebody`` and no thing, or somebody ``public``: others halve the confidence,
            unless the words around say that it is a public matter.
        blocks: complements with which the words mean something else.
        subject: lemmas of which the actor must be one; None: any.
        not_subject: lemmas of subjects with which the words mean something else.
        words: refinements, the first that fits counts.
        content: name of the table by which the code depends on the content, or None.
    """

    id: str
    type: EventType
    cameo: str
    mode: str | None = None
    weight: float = 0.7
    recipient: tuple[str, ...] = ()
    joint: str = ""
    strict: bool = False
    of: str = "recipient"
    needs: str = ""
    whom: str = ""
    blocks: frozenset[str] = frozenset()
    subject: frozenset[str] | None = None
    not_subject: frozenset[str] = frozenset()
    words: tuple[Refinement, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Operator:
    """Words that make another event of the one that they are said of: to refuse, to stop, to call for.

    Attributes:
        id: ``operator.refuse``.
        content: name of the table that gives the code of the whole by that of the content.
        at: where the content stands: ``complement``, ``object`` or ``subject``.
        otherwise: code where the content is no event; None: then it is none.
        reverse: whether the subject is the recipient ("came under attack").
        weight: as of a rule.
    """

    id: str
    content: str
    at: str = "complement"
    otherwise: str | None = None
    reverse: bool = False
    weight: float = 0.7


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """What an auxiliary makes of its verb: "will meet" is AGREE, "will not lift" REJECT, "must leave" REQUEST."""

    words: frozenset[str]
    content: str
    otherwise: str | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of a type."""

    meaning: str
    intensity: float
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """One of PLOVER's types, with its definition and examples."""

    name: EventType
    quad: QuadClass
    intensity: float
    cameo: str
    recipient_required: bool
    definition: str
    modes: Mapping[str, Mode]
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code and what it is in PLOVER."""

    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    goldstein: float
    meaning: str


Entry = tuple[Pattern, Rule | Operator]


@dataclass(frozen=True)
class Codebook:
    """All that decides what words are an event, and which.

    Attributes:
        name: of the codebook; of a user's, the name of its file.
        hash: of all that it holds; two codebooks of one hash code equally.
        types, codes: by name, by CAMEO code.
        rules: by id.
        verbs, nouns, adjectives: patterns by the head's lemma (of a compound: by its last word), strictest first.
        tables: content tables by name: beginning of a CAMEO code → "=", "", a code, or code and mode.
        auxiliaries: by name.
        contexts: words of each context.
        fields: words of what is not politics, by field.
        statements, ordinary: verbs of saying; verbs so common that they say nothing.
        persons: lemmas of those who can be acted upon themselves where a pattern names them.
        public: words that make a crime or an inquiry a public matter.
        figurative: fixed phrases, as tuples of lemmas, by their first lemma.
    """

    name: str
    hash: str
    types: Mapping[EventType, TypeInfo]
    codes: Mapping[str, Code]
    rules: Mapping[str, Rule | Operator]
    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    tables: Mapping[str, Mapping[str, str]]
    auxiliaries: Mapping[str, Auxiliary]
    contexts: Mapping[str, frozenset[str]]
    fields: Mapping[str, frozenset[str]]
    statements: frozenset[str]
    ordinary: frozenset[str]
    persons: frozenset[str]
    public: frozenset[str]
    figurative: Mapping[str, tuple[tuple[str, ...], ...]]

    @property
    def label(self) -> str:
        """Name and hash, as they stand in ``coder.codebook``."""
        return f"{self.name} {self.hash}"

    def code(self, cameo: str) -> Code | None:
        """Give a code, or the nearest one above it ("1312" → "131" → "130")."""
        for code in (cameo, cameo[:3], cameo[:2] + "0"):
            if (found := self.codes.get(code)) is not None:
                return found
        return None

    def become(self, table: str, cameo: str) -> str | None:
        """Give what a content table makes of a code: a code with or without ``:mode``, "" for no event, or None."""
        rows = self.tables[table]
        for n in range(len(cameo), 0, -1):
            if (found := rows.get(cameo[:n])) is not None:
                return cameo if found == "=" else found
        return None

    def patterns(self) -> Iterator[tuple[Pattern, Rule | Operator]]:
        """Give every pattern once, with what it belongs to."""
        seen: set[tuple[int, str]] = set()
        for index in (self.verbs, self.nouns, self.adjectives):
            for entries in index.values():
                for pattern, owner in entries:
                    if (key := (id(pattern), owner.id)) not in seen:
                        seen.add(key)
                        yield pattern, owner
