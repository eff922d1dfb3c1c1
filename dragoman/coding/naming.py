"""Asking the knowledge about a story's names and descriptions, and weighing its answer against the text's words.

What stands in the text as title, apposition or predicate ("Iranian Foreign Minister Abbas Araghchi", "Dmitry
Peskov, the Kremlin spokesman", "Okello is a lawmaker from Uganda") comes before the list, the list before nothing.
A name is asked once for all its mentions, by the fullest form, with the places of the story as context.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from dragoman.coding.evidence import (
    LONGEST,
    as_holder,
    as_people,
    fits,
    from_words,
    is_titled,
    of_no_country,
    too_long,
    unknown_body,
    unknown_person,
)
from dragoman.coding.findings import Finding, of_answer, of_candidate
from dragoman.knowledge import Answer, Knowledge
from dragoman.knowledge.names import canonical_title, fold, plurals
from dragoman.knowledge.tables import words_of
from dragoman.knowledge.world import actor_code
from dragoman.language.mentions import Mention
from dragoman.language.words import Words

__all__ = ["Lookup"]

_SURE_SURNAME = 0.86
"""The score of a bare surname that needs no support from the rest of the story: a head of state or government."""

_BEFORE = words_of("former ex then late ousted deposed onetime erstwhile outgoing retired")
_TO_BE = words_of("next future incoming new would-be potential possible designate elect")
_PERSON_TYPES = frozenset(("PER", "PERSON"))
_PLACES = frozenset(("LOC", "GPE", "NORP"))
_OF = frozenset(("of", "for", "to"))
_FITTING = {
    "PER": ("person",),
    "PERSON": ("person",),
    "ORG": ("body", "group", "outlet", "state"),
    "NORP": ("state", "group", "body"),
    "LOC": ("state", "body", "group"),
    "GPE": ("state", "body", "group"),
    "FAC": ("body", "state"),
}


class Lookup:
    """The names and descriptions of one story, looked up as of its day.

    Args:
        knowledge: whom to ask.
        date: the day, or None where the story has none that is kept.
        words, mentions: of the reading.
        group: of each mention the number of its name's bearer, -1 where it is no name.
        text: the story's.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        date: str | None,
        words: Words,
        mentions: Sequence[Mention],
        *,
        group: Sequence[int],
        text: str,
    ) -> None:
        self._knowledge, self._date, self._words, self._text = knowledge, date, words, text
        self._mentions = mentions
        self._groups: defaultdict[int, list[int]] = defaultdict(list)
        for i, number in enumerate(group):
            if number >= 0:
                self._groups[number].append(i)
        self._asked: dict[tuple[str, bool], Finding | None] = {}
        self._at_head: dict[int, int] = {}
        for i, m in enumerate(mentions):
            if m.form != "pronoun":
                self._at_head.setdefault(m.head, i)
        self.found: dict[tuple[int, int], Finding] = {}
        """What was found, by the tokens of the whole phrase."""
        self._countries: set[str] = set()
        self.counted: dict[int, int] = {}
        """Number of a mention that counts others ("thousands of protesters") → that of the others."""
        self.instead: dict[str, str] = {}
        """Holder of an office as the list has it → who holds it according to the text."""

    def all(self) -> list[Finding | None]:
        """Give what is found of each mention, None where it is nobody who could act, or a pronoun."""
        found: list[Finding | None] = [None] * len(self._mentions)
        later = []
        for members in self._groups.values():
            if self._is_bare(members):
                later.append(members)  # by then it is known which countries the story is about
            else:
                self._name(members, found)
        self._countries = {one.country for one in found if one is not None and one.country}
        for members in later:
            self._name(members, found)
        for i, m in enumerate(self._mentions):
            if found[i] is None and m.form != "pronoun" and m.cls != "name" and m.kind != "time":
                found[i] = self._described(m)
        for i, m in enumerate(self._mentions):
            if (
                (counted := self._counted(m)) is not None
                and (one := found[counted]) is not None
                and one.generic
            ):
                found[i], self.counted[i] = one, counted
            if m.form != "pronoun" and m.cls != "name" and (name := self._named_by(m)) is not None:
                found[i] = found[name]
        self._salient(found)
        self.found = {m.phrase: one for m, one in zip(self._mentions, found, strict=True) if one is not None}
        return found

    def _is_bare(self, members: Sequence[int]) -> bool:
        """Whether a name is but a person's surname, without any title."""
        mentions = [self._mentions[i] for i in members]
        return all(m.entity in _PERSON_TYPES and m.title is None and " " not in m.text for m in mentions)

    def _counted(self, m: Mention) -> int | None:
        """What a counting noun counts: thousands of [protesters]."""
        if self._words.low[m.head] not in _COUNTING:
            return None
        for child in self._words.children[m.head]:
            if self._words.dep[child] == "nmod" and self._case(child) == "of":
                return self._at_head.get(child)
        return None

    def _named_by(self, m: Mention) -> int | None:
        """The name that hangs on a noun as its title: president → Alejandro."""
        words = self._words
        for child in words.children[m.head]:
            if words.dep[child] == "flat" and child > m.head and words.ent[child] in _PERSON_TYPES:
                return self._at_head.get(child)
        return None

    # ------------------------------------------------------------------------------------------ asking

    @cached_property
    def _context(self) -> str:
        """The places and peoples of the story: what decides between people of one name, in few words."""
        names = Counter(m.text for m in self._mentions if m.entity in _PLACES and len(m.text) < LONGEST)
        return "; ".join(name for name, _ in names.most_common(24))

    def _ask(self, phrase: str, *, alone: bool = False) -> Finding | None:
        """Ask for a phrase as it stands in the text; None when nothing is known.

        The story's other names are brought in where there is something to decide by them, and not with `alone`.
        """
        phrase = " ".join(phrase.split())
        if not phrase or len(phrase) > LONGEST:
            return None
        key = (phrase, alone)
        if key not in self._asked:
            answer = _answer(self._knowledge, phrase, self._date)
            told = answer.actor.kind == "person" or (answer.actor.kind == "body" and phrase.count(" ") < 2)
            if not alone and self._context and (len(answer.candidates) > 1 or told):
                answer = self._knowledge.answer(phrase, date=self._date, context=self._context)
            self._asked[key] = of_answer(answer) if answer.candidates else None
        return self._asked[key]

    def _slice(self, start: int, end: int) -> str:
        words = self._words
        return self._text[words.starts[start] : words.starts[end - 1] + len(words.text[end - 1])]

    def core(self, m: Mention) -> tuple[int, int]:
        """Give the tokens of a description without relative clauses and what follows a comma; of a name, its own."""
        if m.cls == "name" or m.form == "pronoun":
            return m.start, m.end
        words = self._words
        end = m.head + 1
        for child in words.children[m.head]:
            if child <= m.head or child >= m.end:
                continue
            dep = words.dep[child]
            if dep in ("flat", "compound", "fixed", "goeswith") and child == end:
                if words.ent[child] in _PERSON_TYPES and not words.ent[m.head]:
                    break  # "former president Alejandro Toledo": a title with a name
                end = child + 1
            elif dep == "nmod" and self._case(child) in _OF and words.text[end - 1] != ",":
                end = max(end, self._extent(child))
                break
            elif dep not in ("case", "punct"):
                break
        return m.start, min(end, m.end)

    def offsets(self, m: Mention) -> tuple[int, int]:
        """Give the characters of a mention: of a name all of it, of a description its core."""
        start, end = self.core(m)
        words = self._words
        return words.starts[start], words.starts[end - 1] + len(words.text[end - 1])

    def title(self, m: Mention) -> tuple[int, int] | None:
        """Give the characters of the title before a name, if it says who somebody is."""
        if m.title is None or m.cls != "name":
            return None
        words, (start, end) = self._words, m.title
        while start < end and (
            words.pos[start] in ("DET", "PUNCT", "SPACE", "NUM") or words.tag[start] == "PRP$"
        ):
            start += 1
        while end > start and words.pos[end - 1] in ("PUNCT", "SPACE") and words.text[end - 1][-1:] != ".":
            end -= 1
        if start >= end or not any(words.pos[i] in ("NOUN", "PROPN", "ADJ") for i in range(start, end)):
            return None
        return words.starts[start], words.starts[end - 1] + len(words.text[end - 1])

    def of_country(self, one: Finding, m: Mention, country: str) -> Finding:
        """Give a common noun as of a country: the holder of its office, else what it is with its code."""
        home = self._home(country)
        title = self._bare_title(m) if m.cls == "definite" else ""
        if home is not None and home.name and title and one.kind == "unnamed":
            held = self._ask(f"{home.name} {title}", alone=True)
            if held is not None and held.kind == "person" and held.known and held.entity:
                return held
        unresolved = {k: v for k, v in one.unresolved.items() if k not in ("country", "code", "cow", "gw")}
        if home is not None:
            unresolved |= {k: v for k, v in home.unresolved.items() if k in ("cow", "gw")}
        return replace(
            one,
            country=country,
            cow=home.cow if home else None,
            gw=home.gw if home else None,
            code=actor_code(country, one.sectors),
            basis="text",
            unresolved=unresolved,
        )

    def _home(self, country: str) -> Finding | None:
        made = self._ask(country, alone=True)
        return made if made is not None and made.kind == "state" and made.country == country else None

    def _case(self, token: int) -> str:
        words = self._words
        return next((words.low[c] for c in words.children[token] if words.dep[c] == "case"), "")

    def _extent(self, token: int) -> int:
        """The end of a short nominal: its own name or noun, with "and" but without clauses."""
        words = self._words
        end = token + 1
        for child in words.children[token]:
            if child == end and words.dep[child] in ("flat", "compound", "fixed", "nmod:desc"):
                end = child + 1
            elif child >= end and words.dep[child] == "nmod" and self._case(child) in _OF:
                end = max(end, self._extent(child))
        return end

    # ------------------------------------------------------------------------------------------ names

    def _name(self, members: Sequence[int], found: list[Finding | None]) -> None:
        mentions = [self._mentions[i] for i in members]
        kind = Counter(m.entity for m in mentions).most_common(1)[0][0]
        named = [m for m in mentions if len(m.text) <= LONGEST]
        longest = max(named or mentions, key=lambda m: len(m.text))
        if kind in _PERSON_TYPES:
            person = self._person(longest.text, mentions) if named else too_long(longest.text)
            for i in members:
                found[i] = person
            return
        forms = dict.fromkeys(m.text for m in sorted(named, key=lambda m: -len(m.text)))
        made = next((one for form in list(forms)[:3] if (one := self._thing(form, kind)) is not None), None)
        bare = made is None or (made.country is None and (made.generic or made.basis == "text"))
        if kind == "ORG" and named and bare:
            made = self._with_owner(mentions) or self._body_of_country(longest.text, made)
        elif kind == "ORG" and made is None:
            made = too_long(longest.text)
        for i in members:
            m = self._mentions[i]
            found[i] = as_people(made) if made and m.form == "demonym" and self._are_people(m) else made

    def _with_owner(self, mentions: Sequence[Mention]) -> Finding | None:
        """Ask for a name with the country before it: "Guatemalan [Army]", "Iran's [Ministry of Defence]"."""
        words = self._words
        for m in mentions:
            begin = next((i for i in range(max(m.phrase[0], m.start - 5), m.start) if words.ent[i]), None)
            if begin is not None:
                made = self._ask(self._slice(begin, m.end), alone=True)
                if made is not None and made.country and made.kind in ("body", "group", "unnamed"):
                    return made
        return None

    def _body_of_country(self, name: str, made: Finding | None) -> Finding:
        """A body unknown to us, with the country that stands in its name: "Lithuanian Seimas", "Royal Thai Navy"."""
        parts = name.split()
        unknown = made or unknown_body(name)
        for i, part in enumerate(parts[:6]):
            if len(parts) == 1 or not part[:1].isupper():
                continue
            if i and parts[i - 1] in _DIRECTIONS:  # New England is not England
                part = f"{parts[i - 1]} {part}"  # noqa: PLW2901
            owner = self._ask(part, alone=True)
            if owner is None or owner.kind != "state" or owner.country is None or owner.score < 0.85:
                continue
            rest = self._ask(" ".join(parts[i + 1 :]), alone=True) if i == 0 else None
            if rest is not None and rest.country == owner.country and rest.known:
                return rest
            agent = (
                self._ask(f"{part} {' '.join(parts[i + 1 :])}".lower(), alone=True)
                if i + 1 < len(parts)
                else None
            )
            sectors = unknown.sectors or (agent.sectors if agent is not None and agent.generic else ())
            unresolved = {
                k: v for k, v in unknown.unresolved.items() if k not in ("country", "code", "cow", "gw")
            }
            if sectors:
                unresolved.pop("sectors", None)
            return replace(
                unknown,
                kind="body",
                name=name,
                country=owner.country,
                cow=owner.cow,
                gw=owner.gw,
                sectors=sectors,
                code=actor_code(owner.country, sectors),
                unresolved=unresolved,
            )
        return unknown

    def _are_people(self, m: Mention) -> bool:
        return self._words.tag[m.head] in ("NNS", "NNPS") or self._words.dep[m.head] not in (
            "amod",
            "compound",
            "nmod:desc",
            "flat",
        )

    def _thing(self, name: str, kind: str) -> Finding | None:
        """Ask for the name of a body, a state, a place or a people."""
        made = self._ask(name)
        if made is None and "," in name:  # Bratislava, Slovakia
            made = self._ask(name.rpartition(",")[2], alone=True)
            return made if made is not None and made.kind == "state" else None
        fitting = _FITTING.get(kind, ("body", "group", "state", "outlet"))
        if made is not None and made.candidates:
            for other in self._knowledge.candidates(name, self._date, context=self._context):
                if other.entity.startswith("agent:"):  # a national guard, before that of one country
                    return of_candidate(other, self._knowledge, self._date)
        if made is None or made.kind in fitting:
            return made
        if made.kind == "person" and " " in name and made.known and kind != "FAC":
            return made  # a full name is a person's, whatever the reader took it for
        if made.entity is not None and made.kind in ("person", "office", "outlet"):
            others = self._knowledge.candidates(name, self._date, context=self._context)
            for other in others:
                if other.kind in fitting and other.score > 0.4:
                    return of_candidate(other, self._knowledge, self._date)
            return made if made.kind == "outlet" else None
        return made

    # ------------------------------------------------------------------------------------------ people

    def _person(self, name: str, mentions: Sequence[Mention]) -> Finding:
        said = [one for m in mentions for one in self._said(m)]
        titles = dict.fromkeys(
            self._slice(*m.title) for m in mentions if m.title is not None and m.title[1] > m.title[0]
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
            made = self._ask(f"{title} {name}")
            if made is not None and made.kind == "person" and made.known and made.entity:
                return made
        made = self._ask(name)
        if made is None:
            return None
        if made.kind != "person":
            return None
        if " " not in name.strip() and made.entity is not None:
            ours = made.country in self._countries
            supported = ours or "context" in made.why or titles or made.score >= _SURE_SURNAME
            if not supported:
                return None
        return made

    def _ask_as_thing(self, name: str) -> Finding | None:
        """What the reader took for a person may be a body or a state: "Hamas", "Jordan"."""
        made = self._ask(name)
        return (
            made
            if made is not None and made.kind in ("body", "group", "state", "outlet") and made.known
            else None
        )

    def _said(self, m: Mention) -> list[tuple[str, Finding]]:
        """What the text says of the bearer of a name: title before it, apposition, predicate."""
        words = self._words
        phrases: list[tuple[int, int] | None] = []
        governor = words.head[m.head]
        if m.title is not None:
            phrases.append(m.title)
        elif words.dep[m.head] == "flat" and governor < m.start:  # the noun before the name is its head
            phrases.append(self._noun(governor))
        for child in words.children[m.head]:
            if words.dep[child] == "appos" and child >= m.end:
                phrases.append(self._noun(child))
        if words.dep[m.head] == "appos" and governor < m.start:
            phrases.append(self._noun(governor))
        if words.dep[m.head] == "nsubj" and words.pos[governor] == "NOUN":
            below = {words.dep[c]: c for c in words.children[governor]}
            if (
                "cop" in below
                and words.lemma[below["cop"]] == "be"
                and words.low[below["cop"]] in ("is", "'s", "’s")
            ):
                phrases.append(self._noun(governor))
        found = []
        for tokens in phrases:
            if tokens is None or tokens[1] <= tokens[0]:
                continue
            phrase = " ".join(self._slice(*tokens).split())
            made = self._ask(phrase, alone=True)
            owned = next((i for i in range(*tokens) if words.ent[i]), None)
            if made is None and owned is not None:  # a Kenyan road runner: at least Kenyan
                home = self._ask(self._entity(owned), alone=True)
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

    def _noun(self, token: int) -> tuple[int, int] | None:
        """The tokens of a common noun phrase, without what follows it but "of …"; None for a name."""
        i = self._at_head.get(token)
        if i is None or self._mentions[i].cls == "name":
            return None
        return self.core(self._mentions[i])

    def _weigh(self, name: str, base: Finding | None, phrase: str, said: Finding) -> Finding | None:
        """Take what the text says of a person together with what the list says."""
        before = {word.strip(",.").lower() for word in phrase.replace("-", " ").split()}
        past, to_be = bool(before & _BEFORE), bool(before & _TO_BE)
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

    # ------------------------------------------------------------------------------------------ descriptions

    def _described(self, m: Mention) -> Finding | None:
        """Ask for a description: with what belongs to it after "of", else as it ends with its noun."""
        words = self._words
        heads = _heads(self._knowledge)
        if words.low[m.head] not in heads and fold(words.text[m.head]) not in heads:
            return None
        start, end = self.core(m)
        while start < m.head and (words.tag[start] in ("PRP$", "PDT") or words.pos[start] == "DET"):
            start += 1
        start = max(start, m.head - 8)
        definite = m.cls == "definite"
        if end > m.head + 1:
            made = self._ask(self._slice(start, end), alone=True)
            if made is not None and self._about_head(made, m):
                return as_holder(made, definite=definite)
        begin = next((i for i in range(start, m.head) if words.ent[i]), start)
        made = self._ask(self._slice(begin, m.head + 1), alone=True)
        if (made is None or not self._about_head(made, m)) and begin < m.head:
            made = self._ask(words.text[m.head], alone=True)
            owner = self._ask(self._entity(begin), alone=True) if words.ent[begin] else None
            if (
                made is not None
                and made.generic
                and made.country is None
                and owner is not None
                and owner.country
            ):
                made = self.of_country(made, replace(m, cls="indefinite"), owner.country)
        if made is None or not self._about_head(made, m):
            return None
        if (
            made.kind == "unnamed"
            and made.country
            and not any(words.ent[i] for i in range(m.start, m.head + 1))
        ):
            made = of_no_country(made)  # "a former chief minister": of which country the words do not say
        return as_holder(made, definite=definite)

    def _entity(self, start: int) -> str:
        words, end = self._words, start + 1
        while end < words.n and words.ent[end] == words.ent[start] and not words.ent_start[end]:
            end += 1
        return self._slice(start, end)

    def _about_head(self, made: Finding, m: Mention) -> bool:
        """Whether the answer is about the noun of the phrase, not a word beside it or a person so called."""
        words = self._words
        if made.generic:
            noun = (made.entity or "").rpartition(" ")[2]
            head = fold(words.text[m.head])
            if noun in _NOBODY or (made.kind == "unnamed" and self._is_mass(m)):
                return False
            return noun in (head, fold(words.lemma[m.head])) or head in plurals(noun)
        if made.kind == "person":  # by an office, never by a name: "Pakistani law" is not Mr Law
            return made.role is not None and made.why.startswith(f"{made.role} on ")
        capitals = any(
            words.text[i][:1].isupper() for i in range(m.start, m.head + 1) if words.pos[i] != "DET"
        )
        return (made.entity is not None and (capitals or made.kind == "unnamed")) or bool(made.candidates)

    def _is_mass(self, m: Mention) -> bool:
        """A singular without any determiner is no person: "social justice", "they made him president"."""
        words = self._words
        if words.tag[m.head] != "NN" or words.text[m.head][:1].isupper() or m.cls == "definite":
            return False
        if any(words.ent[i] for i in range(m.start, m.head)):
            return False
        return not any(words.dep[c] in ("det", "nummod", "nmod:poss") for c in words.children[m.head])

    def _salient(self, found: list[Finding | None]) -> None:
        """Let "the president" be the one president of the story, or the one last spoken of."""
        holders: list[tuple[int, Finding]] = [
            (i, one)
            for i, one in enumerate(found)
            if one is not None and one.kind == "person" and one.entity is not None and one.role
        ]
        if not holders:
            return
        for i, one in enumerate(found):
            m = self._mentions[i]
            if one is None or m.cls != "definite" or m.form != "description":
                continue
            from_context = "the country is the context's" in one.why
            if not (from_context or (one.generic and one.country is None and one.kind == "unnamed")):
                continue
            title = self._bare_title(m)
            if not title:
                continue
            fitting = [(k, who) for k, who in holders if is_titled(who.role or "", title)]
            before = [who for k, who in fitting if k < i]
            chosen = before[-1] if before else None
            if len({who.entity for _, who in fitting}) == 1:
                chosen = fitting[0][1]
            if chosen is not None:
                found[i] = replace(chosen, score=0.5, why=f"the {title} of the story")

    def _bare_title(self, m: Mention) -> str:
        start, _ = self.core(m)
        words = self._words
        told = [words.low[i] for i in range(start, m.head + 1) if words.pos[i] not in ("DET", "PUNCT", "NUM")]
        if not told or any(word in _BEFORE or word in _TO_BE for word in told[:-1]):
            return ""
        title = canonical_title(" ".join(told))
        return title if title.split()[-1:] and title.split()[-1] in _TITLES else ""


@lru_cache(maxsize=8192)
def _answer(knowledge: Knowledge, phrase: str, date: str | None) -> Answer:
    """Answers do not change, and the stories of a day ask for the same names."""
    return knowledge.answer(phrase, date=date, context="")


@lru_cache(maxsize=2)
def _heads(knowledge: Knowledge) -> frozenset[str]:
    """The words that a description can have as its noun if anything is known of it: most nouns are none."""
    found = set()
    for name in knowledge.names:
        found.add(name.rpartition(" ")[2])
        for joint in (" of ", " for ", " to "):
            before, joined, _ = name.partition(joint)
            if joined:
                found.add(before.rpartition(" ")[2])
    return frozenset(found)


_COUNTING = words_of("thousands hundreds dozens scores tens millions number majority lots crowd couple")
_DIRECTIONS = words_of("New North South East West Northern Southern Eastern Western Central Papua Equatorial")
_NOBODY = words_of(
    "nobody somebody anybody everybody someone anyone everyone one other none person thing part"
)
_TITLES = words_of(
    "president minister chancellor secretary king queen emperor pope spokesperson governor speaker "
    "mayor general ambassador senator elect designate leader emir sultan prince premier"
)
