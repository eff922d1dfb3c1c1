"""What an event is about: PLOVER's contexts, by the words of its clause and what its code implies."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding.frames import Tree
from dragoman.knowledge.codebook import Codebook

__all__ = ["contexts", "vocabulary"]

MOST = 5
"""Contexts of one event; a clause with words of more is about none of them in particular."""


def vocabulary(tree: Tree, tokens: Iterable[int]) -> frozenset[str]:
    """Give the lemmas of some tokens, and the compounds that end at them."""
    words, made = tree.words, set[str]()
    for i in tokens:
        if words.pos[i] in ("NOUN", "PROPN", "ADJ", "VERB", "X", "NUM"):
            made.update(tree.names(i))
    return frozenset(made)


def contexts(book: Codebook, said: frozenset[str], implied: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the contexts of an event.

    Args:
        book: whose words count.
        said: the words of the event's clause.
        implied: contexts that its CAMEO code brings along; they come first.
    """
    made = list(dict.fromkeys(implied))
    scored = [
        (len(words & said), name) for name, words in book.contexts.items() if not words.isdisjoint(said)
    ]
    for _, name in sorted(scored, key=lambda one: (-one[0], one[1])):
        if name not in made and len(made) < MOST:
            made.append(name)
    return tuple(made)
