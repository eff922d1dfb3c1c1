"""From head tokens to participants: the words that fill a place, and the actors that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.coding.clauses import Tree
from dragoman.records import Actor, Span

__all__ = ["Participant", "Participants", "standing"]

_APART = frozenset(
    ("acl:relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl", "advcl:relcl", "ccomp", "nsubj", "cop", "aux",
     "case", "mark", "orphan", "list", "discourse", "xcomp", "obl", "aux:pass", "nsubj:pass", "reparandum")
)  # fmt: skip
"""What hangs on a noun and is no part of the words that name it."""
_WITHIN = frozenset(("case", "mark"))
_STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "SPY", "REB", "UAF", "OPP", "PTY"))
_CIVIL_SECTORS = frozenset(
    ("SOC", "REF", "LAB", "REL", "ELI", "CRM", "UNK", "CVL", "JRN", "EDU", "AGR", "MED")
)


def standing(actor: Actor) -> float:
    """Say how much an actor is one of politics: 1 states, officials, armed men; 0.5 people and groups; 0 unknown."""
    if actor.kind in ("state", "office"):
        return 1.0
    if actor.sectors and actor.sectors[0] in _STATE_SECTORS:
        return 1.0
    if actor.code is not None and actor.code.startswith(("IGO", "NGO", "IMG")):
        return 1.0
    if actor.kind == "body" and actor.country is not None and "BUS" not in actor.sectors:
        return 0.8
    if actor.sectors and actor.sectors[0] in _CIVIL_SECTORS:
        return 0.6
    if actor.kind in ("group", "unnamed"):
        return 0.45
    return 0.5 if actor.country is not None else 0.3


@dataclass(frozen=True, slots=True)
class Participant:
    """One who stands in a place of an event.

    Attributes:
        head: token.
        span: the words in the event's sentence.
        actor: whom they speak of, or None.
        direct: whether the words are that actor, not merely something of his.
    """

    head: int
    span: Span
    actor: Actor | None
    direct: bool


class Participants:
    """Finds the participants of one story."""

    def __init__(self, tree: Tree, actors: Sequence[Actor], text: str) -> None:
        self._tree, self._text = tree, text
        words = tree.words
        at: dict[int, int] = {start: i for i, start in enumerate(words.starts)}
        mentions = sorted(
            ((m.end - m.start, m.start, m.end, actor) for actor in actors for m in actor.mentions),
            key=lambda one: (-one[0], one[1]),
        )
        self._actor: dict[int, Actor] = {}
        for _, start, end, actor in mentions:  # the shorter mention overrides the longer one round it
            i = at.get(start)
            while i is not None and i < words.n and words.starts[i] < end:
                self._actor[i] = actor
                i += 1

    def of(self, heads: Iterable[int]) -> tuple[Participant, ...]:
        """Give the participants that stand at head tokens, coordinated ones one by one, in the order of the text."""
        seen: dict[int, Participant] = {}
        for head in heads:
            for one in self._tree.conjuncts(head):
                if one not in seen:
                    seen[one] = self._one(one)
        return tuple(seen[i] for i in sorted(seen))

    def _one(self, i: int) -> Participant:
        actor, direct = self.resolve(i)
        return Participant(head=i, span=self.words_of(i), actor=actor, direct=direct)

    def actor_at(self, i: int) -> Actor | None:
        """Give the actor that a token is a mention of."""
        return self._actor.get(i)

    def resolve(self, i: int, depth: int = 0) -> tuple[Actor | None, bool]:
        """Give the actor that a noun phrase speaks of, and whether it is he and not something of his."""
        words, tree = self._tree.words, self._tree
        if (found := self._actor.get(i)) is not None:
            return found, depth == 0
        children = words.children[i]
        for c in children:
            if words.dep[c] in ("flat", "appos") and (found := self._actor.get(c)) is not None:
                return found, depth == 0
        if depth > 3 or words.pos[i] == "PRON":
            return None, False
        for deps in (("nmod:poss",), ("compound", "amod", "nmod:desc")):
            for c in children:
                if words.dep[c] in deps and (found := self._actor.get(c)) is not None:
                    return found, False
        frame = tree.frame(i)
        for name in ("by", "of", "from", "in", "with"):
            for c in frame.obliques.get(name, ()):
                if c != i and (found := self.resolve(c, depth + 1)[0]) is not None:
                    return found, False
        return None, False

    def words_of(self, i: int) -> Span:
        """Give the words that name whoever stands at a token: its phrase, without clauses, appositions and times."""
        words, tree = self._tree.words, self._tree
        keep = {i}
        todo = [c for c in words.children[i] if words.dep[c] not in _APART]
        while todo:
            c = todo.pop()
            if words.dep[c] in _APART - _WITHIN or (
                words.ent[c] in ("DATE", "TIME") and words.dep[c] != "nummod"
            ):
                continue
            keep.add(c)
            todo += words.children[c]
        first = last = i
        while first > 0 and (first - 1 in keep):
            first -= 1
        while last + 1 < words.n and (last + 1 in keep):
            last += 1
        while (
            last > i
            and (words.pos[last] == "PUNCT" or words.text[last].isspace())
            and words.text[last] not in ')”"'
        ):
            last -= 1
        while last > i and words.pos[last] in ("ADP",) and words.low[last] not in ("'s", "’s"):
            last -= 1
        while first < i and (
            words.pos[first] in ("PUNCT", "ADP", "SPACE", "CCONJ") or words.text[first].isspace()
        ):
            first += 1
        start, end = words.starts[first], words.starts[last] + len(words.text[last])
        del tree
        return Span(start=start, end=end, text=self._text[start:end])
