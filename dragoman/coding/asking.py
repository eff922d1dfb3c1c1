"""Asking the knowledge about the words of one story, as of its day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from dragoman.coding.evidence import LONGEST
from dragoman.coding.findings import Finding, of_answer
from dragoman.knowledge import Answer, Knowledge
from dragoman.knowledge.names import canonical_title, fold
from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Mention
from dragoman.language.words import Words

__all__ = ["BEFORE", "PERSONS", "TO_BE", "Asker"]

BEFORE = words_of("former ex then late ousted deposed onetime erstwhile outgoing retired")
TO_BE = words_of("next future incoming new would-be potential possible designate elect")
"""Words of a title that was held, or will be."""
PERSONS = frozenset(("PER", "PERSON"))
_ASIDE = re.compile(r" \([^()]{1,40}\)(?= )")
"""What stands in brackets within a phrase: "Guardians of the Dawn (GD) fighters"."""
_OF = frozenset(("of", "for", "to"))
_PLACES = frozenset(("LOC", "GPE", "NORP"))
_TITLES = words_of(
    "president minister chancellor secretary king queen emperor pope spokesperson governor speaker "
    "mayor general ambassador senator elect designate leader emir sultan prince premier"
)


class Asker:
    """The words of a story, and what the knowledge says of them.

    Args:
        knowledge: whom to ask.
        date: the day, or None where the story has none that is kept.
        words, mentions: of the reading.
        text: the story's.
    """

    def __init__(
        self, knowledge: Knowledge, date: str | None, words: Words, mentions: Sequence[Mention], *, text: str
    ) -> None:
        self.knowledge, self.date, self.words, self.mentions = knowledge, date, words, mentions
        self._text = text
        self._asked: dict[tuple[str, bool], Finding | None] = {}
        self.at_head: dict[int, int] = {}
        """Number of the name or description that a token is the head of."""
        for i, m in enumerate(mentions):
            if m.form != "pronoun":
                self.at_head.setdefault(m.head, i)

    @cached_property
    def context(self) -> str:
        """The places and peoples of the story: what decides between people of one name, in few words."""
        names = Counter(m.text for m in self.mentions if m.entity in _PLACES and len(m.text) < LONGEST)
        for m in self.mentions:
            if m.entity == "ORG" and m.cls == "name" and (owner := self._leading_country(m.text)):
                names[owner] += 1
        return "; ".join(name for name, _ in names.most_common(24))

    def _leading_country(self, name: str) -> str:
        """Give the country that the name of a body begins with: "U.S. Congress", "South African Reserve Bank"."""
        words = name[:LONGEST].split()
        runs = (" ".join(words[:size]) for size in range(min(3, len(words) - 1), 0, -1))
        return next((run for run in runs if fold(run) in self.knowledge.demonyms), "")

    def ask(self, phrase: str, *, alone: bool = False) -> Finding | None:
        """Ask for a phrase as it stands in the text; None when nothing is known.

        The story's other names are brought in where there is something to decide by them, and not with `alone`.
        """
        phrase = _ASIDE.sub("", " ".join(phrase.split()))
        if not phrase or len(phrase) > LONGEST:
            return None
        key = (phrase, alone)
        if key not in self._asked:
            answer = _answer(self.knowledge, phrase, self.date)
            told = answer.actor.kind == "person" or (answer.actor.kind == "body" and phrase.count(" ") < 2)
            if not alone and self.context and (len(answer.candidates) > 1 or told):
                answer = self.knowledge.answer(phrase, date=self.date, context=self.context)
            self._asked[key] = of_answer(answer) if answer.candidates else None
        return self._asked[key]

    def slice(self, start: int, end: int) -> str:
        """Give the text from one token to the end of another, exclusive."""
        words = self.words
        return self._text[words.starts[start] : words.starts[end - 1] + len(words.text[end - 1])]

    def core(self, m: Mention) -> tuple[int, int]:
        """Give the tokens of a description without relative clauses and what follows a comma; of a name, its own."""
        if m.cls == "name" or m.form == "pronoun":
            return m.start, m.end
        words = self.words
        end = m.head + 1
        for child in words.children[m.head]:
            if child <= m.head or child >= m.end:
                continue
            dep = words.dep[child]
            if dep in ("flat", "compound", "fixed", "goeswith") and child == end:
                if words.ent[child] in PERSONS and not words.ent[m.head]:
                    break  # "former president Alejandro Toledo": a title with a name
                end = child + 1
            elif dep == "nmod" and self.case(child) in _OF and words.text[end - 1] != ",":
                end = max(end, self.extent(child))
                break
            elif dep not in ("case", "punct"):
                break
        return m.start, min(end, m.end)

    def offsets(self, m: Mention) -> tuple[int, int]:
        """Give the characters of a mention: of a name all of it, of a description its core."""
        start, end = self.core(m)
        words = self.words
        return words.starts[start], words.starts[end - 1] + len(words.text[end - 1])

    def title(self, m: Mention) -> tuple[int, int] | None:
        """Give the characters of the title before a name, if it says who somebody is."""
        if m.title is None or m.cls != "name":
            return None
        words, (start, end) = self.words, m.title
        while start < end and (
            words.pos[start] in ("DET", "PUNCT", "SPACE", "NUM") or words.tag[start] == "PRP$"
        ):
            start += 1
        while end > start and words.pos[end - 1] in ("PUNCT", "SPACE") and words.text[end - 1][-1:] != ".":
            end -= 1
        if start >= end or not any(words.pos[i] in ("NOUN", "PROPN", "ADJ") for i in range(start, end)):
            return None
        return words.starts[start], words.starts[end - 1] + len(words.text[end - 1])

    def home(self, country: str) -> Finding | None:
        """Give the state of a code."""
        made = self.ask(country, alone=True)
        return made if made is not None and made.kind == "state" and made.country == country else None

    def case(self, token: int) -> str:
        """Give the preposition of a nominal, or nothing."""
        words = self.words
        return next((words.low[c] for c in words.children[token] if words.dep[c] == "case"), "")

    def extent(self, token: int) -> int:
        """The end of a short nominal: its own name or noun, with "and" but without clauses."""
        words = self.words
        end = token + 1
        for child in words.children[token]:
            if child == end and words.dep[child] in ("flat", "compound", "fixed", "nmod:desc"):
                end = child + 1
            elif child >= end and words.dep[child] == "nmod" and self.case(child) in _OF:
                end = max(end, self.extent(child))
        return end

    def entity(self, start: int) -> str:
        """Give the name that begins at a token."""
        words, end = self.words, start + 1
        while end < words.n and words.ent[end] == words.ent[start] and not words.ent_start[end]:
            end += 1
        return self.slice(start, end)

    def noun(self, token: int) -> tuple[int, int] | None:
        """The tokens of a common noun phrase, without what follows it but "of …"; None for a name."""
        i = self.at_head.get(token)
        if i is None or self.mentions[i].cls == "name":
            return None
        return self.core(self.mentions[i])

    def bare_title(self, m: Mention) -> str:
        """Give the office that a description names without saying whose: "the prime minister"; or nothing."""
        start, _ = self.core(m)
        words = self.words
        for owner in words.children[m.head]:  # of "the country's top prosecutor" the top prosecutor
            if words.dep[owner] == "nmod:poss" and owner < m.head:
                last = max((owner, *words.children[owner]))
                start = max(start, last + 1 if last < m.head else start)
        told = [words.low[i] for i in range(start, m.head + 1) if words.pos[i] not in ("DET", "PUNCT", "NUM")]
        if not told or any(word in BEFORE or word in TO_BE for word in told[:-1]):
            return ""
        title = canonical_title(" ".join(told))
        return title if title.rpartition(" ")[2] in _TITLES or title in self.knowledge.title_phrases else ""


@lru_cache(maxsize=8192)
def _answer(knowledge: Knowledge, phrase: str, date: str | None) -> Answer:
    """Answers do not change, and the stories of a day ask for the same names."""
    return knowledge.answer(phrase, date=date, context="")
