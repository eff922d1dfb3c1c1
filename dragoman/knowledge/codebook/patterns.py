"""The small language of patterns: "provide {aid}", "pull out of {agreement}", "go on strike", "agree to ~".

The first word is the head. What follows, in any order of the text:

* ``to``, ``out``, ``against`` …: a particle of the head, or a preposition (or an infinitive's "to") of its
  complements;
* a lemma: a complement with that head; the object, or what follows the preposition before it;
* ``a|b``: one of several; ``{set}``: one of a set's lemmas; ``{set}|a``: both;
* ``word_word``: a compound ("tear_gas"); ``self``: a reflexive pronoun; ``~``: a clause;
* ``not`` before the head: it must be negated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.knowledge.codebook.model import Part, Pattern
from dragoman.knowledge.tables import words_of

__all__ = ["MARKS", "PatternError", "parse", "resolve_sets"]

MARKS = words_of(
    "about above across after against ahead along alongside apart around as aside at away back before "
    "behind between by down for forth from in into near of off on onto out outside over past round "
    "through to together toward towards under up upon via with within without among amid"
)
"""Words that are particles or prepositions in a pattern."""

_WORD = re.compile(r"[a-z0-9][a-z0-9'\-]*(?:_[a-z0-9][a-z0-9'\-]*)*")
_SET = re.compile(r"\{([a-z_]+)\}")


class PatternError(ValueError):
    """A pattern, or a list of words, that cannot be read; the message says what is wrong and what to write."""


def resolve_sets(raw: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Give the lemmas of each set, with those of the sets that it names.

    Raises:
        PatternError: a set names one that does not exist, or itself.
    """
    done: dict[str, frozenset[str]] = {}

    def resolve(name: str, path: tuple[str, ...]) -> frozenset[str]:
        if name in path:
            raise PatternError(f"the set {{{name}}} contains itself, by way of {' → '.join((*path, name))}")
        if name not in done:
            lemmas: set[str] = set()
            for word in raw[name].split():
                if found := _SET.fullmatch(word):
                    if found[1] not in raw:
                        raise PatternError(_no_set(found[1], raw))
                    lemmas |= resolve(found[1], (*path, name))
                else:
                    lemmas.add(word.lower())
            done[name] = frozenset(lemmas)
        return done[name]

    for name in raw:
        resolve(name, ())
    return done


def _no_set(name: str, sets: Mapping[str, object]) -> str:
    return f"there is no set {{{name}}}; define it under [sets], or use one of: {', '.join(sorted(sets))}"


def words(text: str, sets: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Read a list of lemmas and sets, separated by blanks.

    Raises:
        PatternError: it names a set that does not exist.
    """
    made: set[str] = set()
    for word in text.split():
        made |= _choice(word, sets, text)
    return frozenset(made)


def parse(text: str, part: Part, sets: Mapping[str, frozenset[str]]) -> Pattern:
    """Read one pattern.

    Args:
        text: the pattern.
        part: what its first word is.
        sets: lemmas of each set.

    Raises:
        PatternError: it has no head, two complements, an unknown set, or characters that no lemma has.
    """
    tokens = text.split()
    negated = bool(tokens) and tokens[0] == "not"
    tokens = tokens[1:] if negated else tokens
    if not tokens:
        raise PatternError("the pattern is empty; write at least one lemma")
    heads = _choice(tokens[0], sets, text)
    marks: list[frozenset[str]] = []
    terms: list[frozenset[str]] = []
    clause = False
    for token in tokens[1:]:
        if token == "~":
            clause = True
            continue
        choice = _choice(token, sets, text)
        if choice <= MARKS:
            marks.append(choice)
        else:
            terms.append(choice)
    if len(terms) > 2:
        raise PatternError(f"the pattern {text!r} asks for {len(terms)} complements; two are the most")
    return Pattern(
        text=text,
        part=part,
        heads=heads,
        marks=tuple(marks),
        terms=tuple(terms),
        clause=clause,
        negated=negated,
    )


def _choice(token: str, sets: Mapping[str, frozenset[str]], text: str) -> frozenset[str]:
    made: set[str] = set()
    for one in token.split("|"):
        if found := _SET.fullmatch(one):
            if found[1] not in sets:
                raise PatternError(_no_set(found[1], sets))
            made |= sets[found[1]]
        elif _WORD.fullmatch(one):
            made.add(one)
        else:
            raise PatternError(
                f"{one!r} in {text!r} is no lemma; write lemmas in lower case (a compound with _), "
                "sets in braces, and ~ for a clause"
            )
    return frozenset(made)
