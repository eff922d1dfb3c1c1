"""Whom a description means: "the Kremlin spokesman", "Russian soldiers", "the president"."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from dragoman.coding.asking import Asker
from dragoman.coding.evidence import as_holder, is_titled, of_no_country
from dragoman.coding.findings import Finding
from dragoman.knowledge import Knowledge
from dragoman.knowledge.names import fold, plurals
from dragoman.knowledge.tables import words_of
from dragoman.knowledge.world import actor_code
from dragoman.language.mentions import Mention

__all__ = ["Descriptions"]

_NOBODY = words_of(
    "nobody somebody anybody everybody someone anyone everyone one other none person thing part"
)

_FEW = 50  # mentions of holders that are looked at for whether they are all one person's


class Descriptions:
    """The descriptions of a story."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def find(self, m: Mention) -> Finding | None:
        """Ask for a description: with what belongs to it after "of", else as it ends with its noun."""
        words = self._asker.words
        heads = _heads(self._asker.knowledge)
        if words.low[m.head] not in heads and fold(words.text[m.head]) not in heads:
            return None
        start, end = self._asker.core(m)
        while start < m.head and (words.tag[start] in ("PRP$", "PDT") or words.pos[start] == "DET"):
            start += 1
        start = max(start, m.head - 8)
        definite = m.cls == "definite"
        if end > m.head + 1:
            made = self._asker.ask(self._asker.slice(start, end), alone=True)
            if made is not None and self._about_head(made, m):
                return as_holder(made, definite=definite)
        begin = next((i for i in range(start, m.head) if words.ent[i]), start)
        if begin > start and words.low[begin - 1] == "top":  # the top Polish diplomat
            begin -= 1
        made = self._asker.ask(self._asker.slice(begin, m.head + 1), alone=True)
        if (made is None or not self._about_head(made, m)) and begin < m.head:
            made = self._asker.ask(words.text[m.head], alone=True)
            owner = self._asker.ask(self._asker.entity(begin), alone=True) if words.ent[begin] else None
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

    def _about_head(self, made: Finding, m: Mention) -> bool:
        """Whether the answer is about the noun of the phrase, not a word beside it or a person so called."""
        words = self._asker.words
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
        if made.entity is None:  # several offices or bodies; several persons of a surname are no "park"
            return bool(made.candidates) and capitals
        of_state = made.entity.startswith("government:") and made.why.startswith("agent noun")
        return capitals or of_state or made.kind == "unnamed"  # "the government of Chile"

    def _is_mass(self, m: Mention) -> bool:
        """A singular without any determiner is no person: "social justice", "they made him president"."""
        words = self._asker.words
        if words.tag[m.head] != "NN" or words.text[m.head][:1].isupper() or m.cls == "definite":
            return False
        if any(words.ent[i] for i in range(m.start, m.head)):
            return False
        return not any(words.dep[c] in ("det", "nummod", "nmod:poss") for c in words.children[m.head])

    def salient(self, found: list[Finding | None]) -> None:
        """Let "the president" be the one president of the story, or the one last spoken of."""
        holders: list[tuple[int, Finding]] = [
            (i, one)
            for i, one in enumerate(found)
            if one is not None and one.kind == "person" and one.entity is not None and one.role
        ]
        if not holders:
            return
        fitting: dict[str, list[tuple[int, Finding]]] = {}
        for i, one in enumerate(found):
            m = self._asker.mentions[i]
            if one is None or m.cls != "definite" or m.form != "description":
                continue
            from_context = "the country is the context's" in one.why
            if not (from_context or (one.generic and one.country is None and one.kind == "unnamed")):
                continue
            title = self._asker.bare_title(m)
            if not title:
                continue
            if title not in fitting:
                fitting[title] = [(k, who) for k, who in holders if is_titled(who.role or "", title)]
            those = fitting[title]
            before = bisect_left(those, i, key=lambda holder: holder[0])
            if before or (those and len({who.entity for _, who in those[:_FEW]}) == 1):
                chosen = those[max(before - 1, 0)][1]
                found[i] = replace(chosen, score=0.5, why=f"the {title} of the story")

    def of_country(self, one: Finding, m: Mention, country: str) -> Finding:
        """Give a common noun as of a country: the holder of its office, else what it is with its code."""
        home = self._asker.home(country)
        title = self._asker.bare_title(m) if m.cls == "definite" else ""
        if home is not None and home.name and title and one.kind == "unnamed":
            held = self._asker.ask(f"{home.name} {title}", alone=True)
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
