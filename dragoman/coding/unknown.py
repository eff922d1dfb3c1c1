"""What the codebook does not know: verbs between two actors of politics that no pattern has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.coding.frames import Tree
from dragoman.coding.participants import Participants, standing
from dragoman.knowledge.codebook import Codebook
from dragoman.language.mentions import Words
from dragoman.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["triggers"]

_LEAST = 0.6  # standing: states, officials, armed men, known bodies and groups
_PLACES = ("against", "on", "to", "with", "from", "at", "for", "over", "by")


def triggers(doc: Doc, actors: Sequence[Actor], book: Codebook) -> Iterator[tuple[str, str]]:
    """Give the verbs that may be missing from a codebook, each with its sentence.

    Args:
        doc: the reading of a story; actors: of its record.
        book: whose patterns, verbs of saying and everyday verbs are known.

    Yields:
        The verb's lemma and its sentence on one line, where subject and object (or what follows a preposition) are
        two different actors of politics.
    """
    tree = Tree(Words.of(doc))
    words = tree.words
    people = Participants(tree, actors, doc.text)
    known = book.statements | book.ordinary
    for i in range(words.n):
        lemma = words.lemma[i].lower()
        if words.pos[i] != "VERB" or lemma in book.verbs or lemma in known or not lemma.isalpha():
            continue
        frame = tree.frame(i)
        by = [people.resolve(k)[0] for k in frame.subject]
        heads = [*frame.object, *(k for name in _PLACES for k in frame.obliques.get(name, ()))]
        to = [people.resolve(k)[0] for k in heads]
        if any(a and b and a is not b and min(standing(a), standing(b)) >= _LEAST for a in by for b in to):
            yield lemma, " ".join(doc[i].sent.text.split())
