"""Who a person's name is: what stands in the text as title, apposition or predicate, weighed against the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.asking import BEFORE, TO_BE, Asker
from dragoman.coding.evidence import fits, from_words, of_no_country, unknown_person
from dragoman.coding.findings import Finding
from dragoman.knowledge.names import fold, skips_family_name
from dragoman.language.mentions import Mention

__all__ = ["People"]

_SURE_SURNAME = 0.86
"""The score of a bare surname that needs no support from the rest of the story: a head of state or government."""


class People:
    """The persons of a story.

    Attributes:
        countries: that the story is about; a bare surname is taken for somebody of one of them.
        instead: holder of an office as the list has it → who holds it according to the text.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.countries: set[str] = set()
        self.instead: dict[str, str] = {}

    def person(self, name: str, mentions: Sequence[Mention]) -> Finding:
        """Say who bears a name, by all that the text says of them at any mention."""
        said = [one for m in mentions for one in self._said(m)]
        titles = dict.fromkeys(
            self._asker.slice(*m.title) for m in mentions if m.title is not None and m.title[1] > m.title[0]
        )
        base = self._listed(name, list(titles))
        for phrase, one in said:
            base = self._weigh(name, base, phrase, one)
        if base is None:
            base = self._ask_as_thing(name) or unknown_person(name)
        return base

    def _listed(self, name: str, titles: Sequence[str]) -> Finding | None:
        """Find the person in the list: with the title, which may decide between several, else by the name alone."""
        for title in titles:
            made = self._asker.ask(f"{title} {name}")
            if made is not None and made.kind == "person" and made.known and made.entity:
                return made
        made = self._asker.ask(name)
        if made is None:
            return None
        if made.kind != "person":
            return None
        if " " not in name.strip() and made.entity is not None:
            ours = made.country in self.countries
            supported = ours or "context" in made.why or titles or made.score >= _SURE_SURNAME
            if not supported:
                return None
        if skips_family_name(name, made.name or "", made.country or "") and not (
            titles or "context" in made.why
        ):
            return None
        return made

    def _ask_as_thing(self, name: str) -> Finding | None:
        """What the reader took for a person may be a body or a state: "Hamas", "Jordan"."""
        made = self._asker.ask(name)
        return (
            made
            if made is not None and made.kind in ("body", "group", "state", "outlet") and made.known
            else None
        )

    def _said(self, m: Mention) -> list[tuple[str, Finding]]:
        """What the text says of the bearer of a name: title before it, apposition, predicate."""
        words = self._asker.words
        phrases: list[tuple[int, int] | None] = []
        governor = words.head[m.head]
        if m.title is not None:
            phrases.append(m.title)
        elif words.dep[m.head] == "flat" and governor < m.start:  # the noun before the name is its head
            phrases.append(self._asker.noun(governor))
        for child in words.children[m.head]:
            if words.dep[child] == "appos" and child >= m.end:
                phrases.append(self._asker.noun(child))
        if words.dep[m.head] == "appos" and governor < m.start:
            phrases.append(self._asker.noun(governor))
        if words.dep[m.head] == "nsubj" and words.pos[governor] == "NOUN":
            below = {words.dep[c]: c for c in words.children[governor]}
            if (
                "cop" in below
                and words.lemma[below["cop"]] == "be"
                and words.low[below["cop"]] in ("is", "'s", "’s")
            ):
                phrases.append(self._asker.noun(governor))
        found = []
        for tokens in phrases:
            if tokens is None or tokens[1] <= tokens[0]:
                continue
            phrase = " ".join(self._asker.slice(*tokens).split())
            made = self._asker.ask(phrase, alone=True)
            owned = next((i for i in range(*tokens) if words.ent[i]), None)
            if made is None and owned is not None:  # a Kenyan road runner: at least Kenyan
                home = self._asker.ask(self._asker.entity(owned), alone=True)
                if home is not None and home.kind == "state" and home.country:
                    made = replace(home, kind="unnamed", name=phrase, entity=None, sectors=(), code=None)
            if made is None or made.kind not in ("person", "office", "unnamed", "body"):
                continue
            if made.kind == "person" and not made.why.startswith(f"{made.role} on "):
                continue  # a title is no name: "Press Secretary Karine" is not Karine
            if (
                owned is None and made.country is not None
            ):  # "former justice minister": of which country it does not say
                if made.kind != "unnamed":
                    continue
                made = of_no_country(made)
            found.append((phrase, made))
        return found

    def _weigh(self, name: str, base: Finding | None, phrase: str, said: Finding) -> Finding | None:
        """Take what the text says of a person together with what the list says."""
        before = {word.strip(",.").lower() for word in phrase.replace("-", " ").split()}
        past, to_be = bool(before & BEFORE), bool(before & TO_BE)
        if (
            said.kind == "person" and said.entity is not None and said.known
        ):  # an office with a holder on that day
            if base is not None and base.entity == said.entity:
                return base
            if past or to_be:
                return base if base is not None else from_words(name, phrase, said, past=past)
            if base is None and self._same_surname(name, said.name):
                return said
            if base is None or not fits(base.role, phrase):
                made = from_words(name, phrase, said, past=False, base=base)
                self.instead[said.entity] = made.entity or f"text:{name}"
                return replace(made, entity=self.instead[said.entity])
            return base
        if base is None or (not base.known and base.country is None):
            return from_words(name, phrase, said, past=past, base=base)
        if said.country and base.country and said.country != base.country:
            if base.basis == "text":
                return base
            if base.country in ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG"):
                return base  # the Portuguese diplomat heads the United Nations
            same_name = " " in name.strip() and fold(name) == fold(base.name or "")
            if same_name and said.sectors[:1] in ((), ("UNK",), ("CVL",), ("BUS",), ("PTY",)):
                return base
            return from_words(name, phrase, said, past=past, base=base if same_name else None)
        idle = base.role is None or base.role.startswith("former")
        if idle and not past and said.sectors and base.known and said.kind in ("unnamed", "office"):
            return from_words(name, phrase, said, past=False, base=base)
        return base

    @staticmethod
    def _same_surname(name: str, other: str | None) -> bool:
        return bool(other) and fold(name).split()[-1:] == fold(other or "").split()[-1:]
