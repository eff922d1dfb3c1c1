"""Asking the knowledge about a story's names and descriptions, and weighing its answer against the text's words.

What stands in the text as title, apposition or predicate ("Iranian Foreign Minister Abbas Araghchi", "Dmitry
Peskov, the Kremlin spokesman", "Okello is a lawmaker from Uganda") comes before the list, the list before nothing.
A name is asked once for all its mentions, by the fullest form, with the places of the story as context.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from dragoman.coding.asking import PERSONS, Asker
from dragoman.coding.bodies import Bodies
from dragoman.coding.descriptions import Descriptions
from dragoman.coding.evidence import LONGEST, as_people, shared_surname, too_long
from dragoman.coding.findings import Finding
from dragoman.coding.people import People
from dragoman.knowledge import Knowledge
from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Mention
from dragoman.language.names import Names
from dragoman.language.words import Words

__all__ = ["Lookup"]

_COUNTING = words_of("thousands hundreds dozens scores tens millions number majority lots crowd couple")


class Lookup:
    """The names and descriptions of one story, looked up as of its day.

    Args:
        knowledge: whom to ask.
        date: the day, or None where the story has none that is kept.
        words, mentions: of the reading.
        names: whose the names are.
        text: the story's.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        date: str | None,
        words: Words,
        mentions: Sequence[Mention],
        *,
        names: Names,
        text: str,
    ) -> None:
        self._asker = Asker(knowledge, date, words, mentions, text=text)
        self._people, self._bodies = People(self._asker), Bodies(self._asker)
        self._descriptions = Descriptions(self._asker)
        self._groups: defaultdict[int, list[int]] = defaultdict(list)
        for i, number in enumerate(names.group):
            if number >= 0:
                self._groups[number].append(i)
        self._open = names.candidates
        self.found: dict[tuple[int, int], Finding] = {}
        """What was found, by the tokens of the whole phrase."""
        self.counted: dict[int, int] = {}
        """Number of a mention that counts others ("thousands of protesters") → that of the others."""

    @property
    def instead(self) -> dict[str, str]:
        """Holder of an office as the list has it → who holds it according to the text."""
        return self._people.instead

    def offsets(self, m: Mention) -> tuple[int, int]:
        """See :meth:`dragoman.coding.asking.Asker.offsets`."""
        return self._asker.offsets(m)

    def title(self, m: Mention) -> tuple[int, int] | None:
        """See :meth:`dragoman.coding.asking.Asker.title`."""
        return self._asker.title(m)

    def of_country(self, one: Finding, m: Mention, country: str) -> Finding:
        """See :meth:`dragoman.coding.descriptions.Descriptions.of_country`."""
        return self._descriptions.of_country(one, m, country)

    def all(self) -> list[Finding | None]:
        """Give what is found of each mention, None where it is nobody who could act, or a pronoun."""
        found: list[Finding | None] = [None] * len(self._asker.mentions)
        later = []
        for members in self._groups.values():
            if any(i in self._open for i in members):  # whose of the story it is, the chains may tell
                for i in members:
                    found[i] = shared_surname(self._asker.mentions[i].text)
            elif self._is_bare(members):
                later.append(members)  # by then it is known which countries the story is about
            else:
                self._name(members, found)
        self._people.countries = {one.country for one in found if one is not None and one.country}
        for members in later:
            self._name(members, found)
        for i, m in enumerate(self._asker.mentions):
            if found[i] is None and m.form != "pronoun" and m.cls != "name" and m.kind != "time":
                found[i] = self._descriptions.find(m)
        for i, m in enumerate(self._asker.mentions):
            if (
                (counted := self._counted(m)) is not None
                and (one := found[counted]) is not None
                and one.generic
            ):
                found[i], self.counted[i] = one, counted
            if m.form != "pronoun" and m.cls != "name" and (name := self._named_by(m)) is not None:
                found[i] = found[name]
        self._descriptions.salient(found)
        self.found = {
            m.phrase: one for m, one in zip(self._asker.mentions, found, strict=True) if one is not None
        }
        return found

    def _is_bare(self, members: Sequence[int]) -> bool:
        """Whether a name is but a person's surname, without any title."""
        mentions = [self._asker.mentions[i] for i in members]
        return all(m.entity in PERSONS and m.title is None and " " not in m.text for m in mentions)

    def _counted(self, m: Mention) -> int | None:
        """What a counting noun counts: thousands of [protesters]."""
        if self._asker.words.low[m.head] not in _COUNTING:
            return None
        for child in self._asker.words.children[m.head]:
            if self._asker.words.dep[child] == "nmod" and self._asker.case(child) == "of":
                return self._asker.at_head.get(child)
        return None

    def _named_by(self, m: Mention) -> int | None:
        """The name that hangs on a noun as its title: president → Alejandro."""
        words = self._asker.words
        for child in words.children[m.head]:
            if words.dep[child] == "flat" and child > m.head and words.ent[child] in PERSONS:
                return self._asker.at_head.get(child)
        return None

    def _name(self, members: Sequence[int], found: list[Finding | None]) -> None:
        mentions = [self._asker.mentions[i] for i in members]
        kind = Counter(m.entity for m in mentions).most_common(1)[0][0]
        named = [m for m in mentions if len(m.text) <= LONGEST]
        longest = max(named or mentions, key=lambda m: len(m.text))
        if kind in PERSONS:
            person = self._people.person(longest.text, mentions) if named else too_long(longest.text)
            for i in members:
                found[i] = person
            return
        forms = dict.fromkeys(m.text for m in sorted(named, key=lambda m: -len(m.text)))
        made = next(
            (one for form in list(forms)[:3] if (one := self._bodies.find(form, kind)) is not None), None
        )
        bare = made is None or (made.country is None and (made.generic or made.basis == "text"))
        if kind == "ORG" and named and bare:
            made = self._bodies.of_country(longest.text, mentions, made)
        elif kind == "ORG" and made is None:
            made = too_long(longest.text)
        for i in members:
            m = self._asker.mentions[i]
            found[i] = as_people(made) if made and m.form == "demonym" and self._are_people(m) else made

    def _are_people(self, m: Mention) -> bool:
        return self._asker.words.tag[m.head] in ("NNS", "NNPS") or self._asker.words.dep[m.head] not in (
            "amod",
            "compound",
            "nmod:desc",
            "flat",
        )
