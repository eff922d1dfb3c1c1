"""From the labels of spaCy's English pipelines to Universal Dependencies.

The ``en_core_web_*`` pipelines speak ClearNLP's dialect (Choi & Palmer 2012, *Guidelines for the CLEAR style
constituent to dependency conversion*): prepositions head their objects, the copula heads its predicate, conjuncts
chain. Dragoman's rules are written for UD (de Marneffe et al. 2021), where content words are heads. This module
rebuilds the tree; a pipeline that speaks UD already passes through unchanged.

Entity labels of OntoNotes become dragoman's; numbers, percentages and times of day are no entities here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.errors import ModelError, StoryError
from dragoman.language.document import register_extensions
from dragoman.language.tokens import words as word_list

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["ENTITY_LABELS", "SpacyReader", "convert", "to_ud"]

ENTITY_LABELS = {
    "PERSON": "PER",
    "PER": "PER",
    "NORP": "NORP",
    "FAC": "FAC",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "PRODUCT": "PRODUCT",
    "EVENT": "MISC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "LANGUAGE": "MISC",
    "MISC": "MISC",
    "DATE": "DATE",
    "MONEY": "MONEY",
}
"""OntoNotes (and CoNLL) entity labels → ours; labels that are not here are dropped."""

_RENAMED = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "auxpass": "aux:pass",
    "neg": "advmod",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "intj": "discourse",
    "meta": "parataxis",
    "quantmod": "advmod",
    "oprd": "xcomp",
    "attr": "xcomp",
    "acomp": "xcomp",
    "agent": "obl:agent",
    "pobj": "obl",
    "pcomp": "advcl",
    "ROOT": "root",
    "subtok": "goeswith",
    "": "dep",
}
_CLEARNLP_ONLY = frozenset(
    ["nsubjpass", "dobj", "pobj", "prep", "auxpass", "relcl", "acomp", "attr", "npadvmod"]
)
_NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"])
_PLACE_ADVERBS = word_list(
    "here there where away back home abroad down out off in up over around inside outside nearby upstairs "
    "downstairs elsewhere everywhere nowhere somewhere underway aboard ahead together"
)


@dataclass(frozen=True, slots=True)
class Word:
    """What the conversion looks at: surface form, lemma, UPOS, Penn tag."""

    text: str
    lemma: str
    pos: str
    tag: str


class _Tree:
    """One sentence while it is rebuilt: `heads` (the root heads itself) and `labels`, changed in place."""

    def __init__(self, words: Sequence[Word], heads: Sequence[int], labels: Sequence[str]) -> None:
        self.words, self.heads, self.labels = words, list(heads), list(labels)

    def children(self, i: int) -> list[int]:
        return [j for j, head in enumerate(self.heads) if head == i and j != i]

    def child(self, i: int, *labels: str) -> int | None:
        return next((j for j in self.children(i) if self.labels[j] in labels), None)

    def depth(self, i: int) -> int:
        steps = 0
        while self.heads[i] != i and steps <= len(self.heads):
            i = self.heads[i]
            steps += 1
        return steps

    def take_place(self, new: int, old: int, label: str) -> None:
        """Put `new` where `old` stands in the tree, under `label`; `old` is to be attached afterwards."""
        self.heads[new] = new if self.heads[old] == old else self.heads[old]
        self.labels[new] = "ROOT" if self.heads[old] == old else label


def convert(
    words: Sequence[Word],
    heads: Sequence[int],
    labels: Sequence[str],
    *,
    people: Sequence[tuple[int, int]] = (),
) -> tuple[list[int], list[str]]:
    """Turn one sentence's ClearNLP tree into a UD tree.

    Args:
        words: the words.
        heads: position of each word's head; a root is its own head.
        labels: ClearNLP labels.
        people: (first, last + 1) of names of persons, which UD heads at their first word.

    Returns:
        Heads and UD labels.
    """
    tree = _Tree(words, heads, labels)
    _conjunctions(tree)
    _prepositions(tree)
    _copulas(tree)
    for begin, end in people:
        _flat_name(tree, begin, end)
    _rename(tree)
    return tree.heads, tree.labels


def _conjunctions(tree: _Tree) -> None:
    """Hang all conjuncts on the first, and each conjunction and comma on the conjunct that follows it."""
    n = len(tree.heads)
    following: dict[int, list[int]] = {}
    for i in range(n):
        if tree.labels[i] == "conj":
            following.setdefault(tree.heads[i], []).append(i)
    for i in range(n):
        between = tree.labels[i] == "cc" or (tree.labels[i] == "punct" and tree.words[i].text in ",;")
        head = tree.heads[i]
        if between and i > head:
            conjunct = next((c for c in following.get(head, ()) if c > i), None)
            if conjunct is not None and not any(
                tree.heads[j] == head and tree.labels[j] not in ("cc", "punct")
                for j in range(i + 1, conjunct)
            ):
                tree.heads[i] = conjunct
    for i in range(n):
        while tree.labels[i] == "conj" and tree.labels[tree.heads[i]] == "conj":
            tree.heads[i] = tree.heads[tree.heads[i]]


def _is_preposition(tree: _Tree, i: int) -> bool:
    label = tree.labels[i]
    adposition = tree.words[i].tag in ("IN", "TO") or tree.words[i].pos in ("ADP", "SCONJ")
    return label in ("prep", "agent") or (label in ("dative", "pcomp") and adposition)


def _prepositions(tree: _Tree) -> None:
    """Make each preposition's object the head of the phrase, innermost phrases first."""
    found = [
        i for i in range(len(tree.heads)) if _is_preposition(tree, i) or tree.child(i, "pobj") is not None
    ]
    for p in sorted(found, key=lambda i: (-tree.depth(i), i)):
        inner = tree.child(p, "pobj", "pcomp", "nested")
        if inner is None:
            if tree.labels[p] in ("prep", "agent", "dative", "pcomp"):
                tree.labels[p] = "compound:prt" if tree.words[p].tag == "RP" else "advmod"
            continue
        head, label = tree.heads[p], tree.labels[p]
        clause = tree.labels[inner] == "pcomp" and tree.words[inner].pos in ("VERB", "AUX")
        adverb = tree.labels[inner] == "pcomp" and tree.words[inner].pos == "ADV"
        nominal = head != p and tree.words[head].pos in _NOMINAL
        if label == "agent":
            role = "obl:agent"
        elif clause:
            role = "acl" if nominal else "advcl"
        elif adverb:
            role = "advmod"
        elif label == "conj":
            role = "conj"
        else:
            role = "nmod" if nominal else "obl"
        if head != p and label != "conj" and _is_preposition(tree, head):
            role = "nested"
        tree.take_place(inner, p, role)
        for child in tree.children(p):
            if child != inner:
                tree.heads[child] = inner
        tree.heads[p] = inner
        tree.labels[p] = "mark" if clause else "case"
    for i, label in enumerate(tree.labels):
        if label == "nested":
            tree.labels[i] = "nmod"


def _copulas(tree: _Tree) -> None:
    """Make the predicate the head of its clause, with forms of "be" below it; keep "there is"."""
    for be in sorted(range(len(tree.heads)), key=lambda i: (-tree.depth(i), i)):
        if tree.words[be].lemma.lower() != "be" or tree.words[be].pos not in ("AUX", "VERB"):
            continue
        if tree.labels[be] in ("aux", "auxpass"):
            continue
        predicate = tree.child(be, "attr", "acomp")
        expletive = tree.child(be, "expl")
        if expletive is not None and tree.words[expletive].tag == "EX":
            if predicate is not None:
                tree.labels[predicate] = "nsubj"
            continue
        if predicate is None:
            predicate = _place(tree, be)
        if predicate is None:
            continue
        tree.take_place(predicate, be, tree.labels[be])
        for child in tree.children(be):
            if child != predicate:
                tree.heads[child] = predicate
        tree.heads[be], tree.labels[be] = predicate, "cop"


def _place(tree: _Tree, be: int) -> int | None:
    """The predicate of "is in London", "is here", "where is"."""
    children = tree.children(be)
    if any(tree.labels[j] in ("ccomp", "xcomp", "auxpass", "obj", "dobj") for j in children):
        return None
    if not any(tree.labels[j] in ("nsubj", "csubj") for j in children):
        return None
    for j in children:
        adverb = tree.labels[j] == "advmod" and tree.words[j].text.lower() in _PLACE_ADVERBS
        if (j > be and tree.labels[j] == "obl") or adverb:
            return j
    return None


def _flat_name(tree: _Tree, begin: int, end: int) -> None:
    """Head a person's name at its first word, the others "flat" below it."""
    last = end - 1
    span = range(begin, last)
    if last <= begin or any(tree.heads[i] != last or tree.labels[i] != "compound" for i in span):
        return
    if any(tree.words[i].pos != "PROPN" for i in range(begin, end)):
        return
    tree.take_place(begin, last, tree.labels[last])
    for child in tree.children(last):
        if child not in span:
            tree.heads[child] = begin
    for i in range(begin + 1, end):
        tree.heads[i], tree.labels[i] = begin, "flat"


def _rename(tree: _Tree) -> None:
    for i, label in enumerate(tree.labels):
        if tree.heads[i] == i:
            tree.labels[i] = "root"
        elif label == "aux" and tree.words[i].tag == "TO":
            tree.labels[i] = "mark"
        elif label == "npadvmod":
            nominal = tree.words[tree.heads[i]].pos in _NOMINAL
            tree.labels[i] = "nmod:unmarked" if nominal else "obl:unmarked"
        elif label == "prep":
            tree.labels[i] = "case"
        else:
            tree.labels[i] = _RENAMED.get(label, label)


def to_ud(doc: Doc) -> Doc:
    """Return a new ``Doc`` with the UD trees and our entity labels of a ``Doc`` in ClearNLP style.

    A tree that speaks UD already keeps its heads and labels.
    """
    from spacy.tokens import Doc as NewDoc
    from spacy.tokens import Span

    heads = [token.head.i for token in doc]
    labels = [token.dep_ for token in doc]
    if not _CLEARNLP_ONLY.isdisjoint(labels):
        for sentence in doc.sents:
            tokens = [token for token in sentence if not token.is_space]
            place = {token.i: at for at, token in enumerate(tokens)}
            words = [Word(token.text, token.lemma_, token.pos_, token.tag_) for token in tokens]
            people = [
                (place[ent.start], place[ent.end - 1] + 1)
                for ent in sentence.ents
                if ent.label_ in ("PERSON", "PER") and ent.start in place and ent.end - 1 in place
            ]
            found, names = convert(
                words,
                [place.get(token.head.i, at) for at, token in enumerate(tokens)],
                [token.dep_ for token in tokens],
                people=people,
            )
            for at, token in enumerate(tokens):
                heads[token.i], labels[token.i] = tokens[found[at]].i, names[at]
    labels = [
        "root" if head == i and not doc[i].is_space else label or "dep"
        for i, (head, label) in enumerate(zip(heads, labels, strict=True))
    ]
    new = NewDoc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=heads,
        deps=labels,
    )
    new.set_ents(
        [
            Span(new, ent.start, ent.end, label=ENTITY_LABELS[ent.label_])
            for ent in doc.ents
            if ent.label_ in ENTITY_LABELS
        ]
    )
    return new


class SpacyReader:
    """A user's spaCy pipeline behind the interface of :class:`dragoman.language.Reader`.

    Args:
        nlp: an English pipeline with a parser, a tagger and, for actors to be found, an entity recogniser.

    Raises:
        ModelError: when the pipeline cannot give trees.
    """

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        self._nlp = nlp
        meta = nlp.meta
        digest = hashlib.sha256(
            json.dumps([meta, nlp.config], sort_keys=True, default=str).encode()
        ).hexdigest()
        self.analyser = f"spacy-{meta['lang']}_{meta['name']}-{meta['version']}-{digest[:12]}"
        probe = nlp("It works.")
        if not (probe.has_annotation("DEP") and probe.has_annotation("TAG")):
            raise ModelError(
                f"the spaCy pipeline {meta['lang']}_{meta['name']} ({', '.join(nlp.pipe_names) or 'empty'}) gives no "
                "dependency trees or no tags: load one with a parser and a tagger, such as en_core_web_sm"
            )

    def read(self, text: str, *, title: str | None = None) -> Doc:
        """Return the reading of a text.

        Raises:
            StoryError: when the text is longer than the pipeline's ``max_length``.
        """
        if len(text) > self._nlp.max_length:
            raise StoryError(
                f"the text has {len(text):,} characters, and this spaCy pipeline reads at most "
                f"{self._nlp.max_length:,}: cut it, or raise nlp.max_length"
            )
        doc = to_ud(self._nlp(text))
        doc._.analyser = self.analyser
        if title is not None:
            doc._.title = title
        return doc
