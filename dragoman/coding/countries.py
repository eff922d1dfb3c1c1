"""Of which country a common noun is, where its own words do not say: "the parliament", "his party"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol

from dragoman.coding.acting import Part
from dragoman.coding.findings import Finding
from dragoman.knowledge.tables import INTERNATIONAL
from dragoman.language.mentions import Mention
from dragoman.language.words import Words

__all__ = ["Countries"]

_AT = frozenset(("in", "of", "from", "at", "across", "throughout", "inside"))


class _Resolved(Protocol):
    finding: Finding


class Countries:
    """The countries of a story, by mention and by sentence.

    Args:
        words, mentions: of the reading.
        found: who or what each mention is, as far as it is known; parts: what part it plays.
        owners: of each mention (by number), what its chain is.
    """

    def __init__(
        self,
        words: Words,
        mentions: Sequence[Mention],
        found: Sequence[Finding | None],
        parts: Sequence[Part],
        owners: Mapping[int, _Resolved | None],
    ) -> None:
        self._words, self._mentions, self._found, self._owners = words, mentions, found, owners
        self._at_head: dict[int, int] = {}
        self._of_sentence: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._where: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._all: dict[str, None] = {}
        for i, m in enumerate(mentions):
            self._at_head[m.head] = i
            one = found[i]
            if one is None or one.kind == "outlet" or not one.known:
                continue
            if m.cls != "name" and (one.kind != "body" or one.generic or m.form == "pronoun"):
                continue  # "the Norwegian government" tells of Norway as its name would
            if one.country and one.country not in INTERNATIONAL:
                self._of_sentence[words.sent[m.head]].setdefault(one.country)
                self._all.setdefault(one.country)
                if parts[i] == "place":
                    self._where[words.sent[m.head]].setdefault(one.country)

    def of(self, i: int, *, owner_only: bool = False) -> str | None:
        """Give the country of a mention: its owner's or its place's, else the only one of the sentence or the story.

        With `owner_only`, what merely stands in the sentence does not count.
        """
        m, words = self._mentions[i], self._words
        for child in words.children[m.head]:
            if words.dep[child] == "nmod:poss" or (words.dep[child] == "nmod" and self._case(child) in _AT):
                other = self._at_head.get(child)
                if other is not None and (country := self._country(other)):
                    return country
                if words.dep[child] == "nmod:poss":
                    return None  # somebody's, and we do not know whose
        if owner_only:
            return None
        sentence = self._of_sentence.get(words.sent[m.head], {})
        where = self._where.get(words.sent[m.head], {})
        for countries in (sentence, where):  # of several that are spoken of, the one that is the place
            if len(countries) == 1:
                return next(iter(countries))
        if not sentence and len(self._all) == 1:
            return next(iter(self._all))
        return None

    def _country(self, i: int) -> str | None:
        one = self._found[i]
        if one is None or one.country is None:
            owner = self._owners.get(i)
            one = owner.finding if owner is not None else None
        country = one.country if one is not None else None
        return country if country and country not in INTERNATIONAL else None

    def _case(self, token: int) -> str:
        words = self._words
        return next((words.low[c] for c in words.children[token] if words.dep[c] == "case"), "")
