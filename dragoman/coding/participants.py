"""From head tokens to participants: the words that fill a place, and the actors that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.frames import Tree
from dragoman.records import Actor, Span

__all__ = ["Participant", "Participants", "standing"]

_APART = frozenset(
    ("acl:relcl", "acl", "appos", "conj", "cc", "parataxis", "advcl", "advcl:relcl", "ccomp", "nsubj", "cop", "aux",
     "case", "mark", "orphan", "list", "discourse", "xcomp", "obl", "aux:pass", "nsubj:pass", "reparandum")
)  # fmt: skip
"""What hangs on a noun and is no part of the words that name it."""
_MODIFIERS = frozenset(("amod", "compound"))
_LONGEST = 120
"""Characters; a longer coordination is quoted member by member."""
_OF = ("by", "of", "from", "in", "with")
"""Prepositions after which a phrase says whose it is, the surest first; "on" and "against" say whom it hits."""
_AT = ("on", "against", "at", "for")
_CHARGES = frozenset(
    ("allegation", "charge", "accusation", "claim", "case", "lawsuit", "complaint", "warrant")
)
_NEAR = 60
"""Tokens back to which a pronoun is followed where the chains have it wrong."""
_WITHIN = frozenset(("case", "mark"))
_STATE_SECTORS = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "SPY", "REB", "UAF", "OPP", "PTY", "PRM"))
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

    def __init__(
        self,
        tree: Tree,
        actors: Sequence[Actor],
        text: str,
        grounds: Mapping[tuple[int, int], Actor] | None = None,
    ) -> None:
        self._tree, self._text = tree, text
        words = tree.words
        at: dict[int, int] = {start: i for i, start in enumerate(words.starts)}
        mentions = sorted(
            ((m.end - m.start, m.start, m.end, actor) for actor in actors for m in actor.mentions),
            key=lambda one: (-one[0], one[1]),
        )
        self._actor: dict[int, Actor] = {}
        self._named: dict[str, list[int]] = {}
        for _, start, end, actor in mentions:  # the shorter mention overrides the longer one round it
            i = at.get(start)
            while i is not None and i < words.n and words.starts[i] < end:
                self._actor[i] = actor
                i += 1

        self._ground: dict[int, Actor] = {}
        for (start, end), actor in (grounds or {}).items():
            i = at.get(start)
            while i is not None and i < words.n and words.starts[i] < end:
                self._ground[i] = actor
                i += 1
        self.people = frozenset(self._actor)
        for i, actor in self._actor.items():
            above = words.head[i]
            inside = above != i and self._actor.get(above) is actor
            if words.pos[i] in ("NOUN", "PROPN") and not inside:
                self._named.setdefault(actor.id, []).append(i)

    def of(self, heads: Iterable[int], *, hit: bool = False) -> tuple[Participant, ...]:
        """Give the participants that stand at head tokens, coordinated ones one by one, in the order of the text.

        Of a thing that is `hit`, whom it is aimed at counts too: "tariffs on goods", "shots at the border".
        """
        seen: dict[int, Participant] = {}
        for head in heads:
            for first in self._plural(head):
                of_head = first != head and self._tree.words.dep[first] in _MODIFIERS
                for one in self._tree.conjuncts(first):
                    if one not in seen:
                        made = self._one(one, hit=hit)
                        seen[one] = replace(made, span=self.words_of(head)) if of_head else made
        return self._joined([seen[i] for i in sorted(seen)])

    def _plural(self, i: int) -> tuple[int, ...]:
        """ "A and B say that they will meet": the chains tie "they" to A alone, and both are meant."""
        words = self._tree.words
        actor = self._actor.get(i)
        if words.tag[i] == "NNS" and (shared := self._shared(i)):
            return shared
        if words.low[i] != "they" or actor is None or actor.kind not in ("person", "state"):
            return (i,)
        named = [k for k in self._named.get(actor.id, ()) if words.sent[k] == words.sent[i] and k < i]
        return (named[-1],) if named and len(self._tree.conjuncts(named[-1])) > 1 else (i,)

    def _shared(self, i: int) -> tuple[int, ...]:
        """ "The presidents of Chad and Mali", "Thai and Lao troops": of whom several are."""
        words = self._tree.words
        firsts = [c for c in words.children[i] if words.dep[c] in _MODIFIERS]
        for first in (*self._tree.frame(i).obliques.get("of", ()), *firsts):
            every = self._tree.conjuncts(first)
            meant = {a.id for k in every if (a := self._actor.get(k) or self._ground.get(k)) is not None}
            if len(every) > 1 and len(meant) == len(every):
                return (first,)
        return ()

    def _joined(self, made: list[Participant]) -> tuple[Participant, ...]:
        """Bring together what is one phrase: a title and its name, nouns that share what stands before them."""
        words = self._tree.words
        out: list[Participant] = []
        for one in made:
            before = out[-1] if out else None
            if before is not None:
                between = self._text[before.span.end : one.span.start]
                if not between.strip() and words.ent[one.head] and before.span.end < one.span.start:
                    span = self._span(before.span.start, one.span.end)
                    out[-1] = replace(before, span=span, actor=one.actor or before.actor, direct=True)
                    continue
                if between.strip() in ("and", "or", "&") and self._bare(one.head):
                    span = self._span(before.span.start, one.span.end)
                    out[-1] = replace(before, span=span)
                    out.append(replace(one, span=span))
                    continue
            out.append(one)
        return tuple(out)

    def _bare(self, i: int) -> bool:
        words = self._tree.words
        return words.pos[i] == "NOUN" and not any(
            words.dep[c] in ("det", "amod", "compound", "nummod", "nmod:poss") for c in words.children[i]
        )

    def together(self, made: Sequence[Participant]) -> tuple[Participant, ...]:
        """Give those who act jointly the words of their whole coordination: "Chad and Niger"."""
        words = self._tree.words
        heads = {p.head for p in made}
        groups: dict[int, list[Participant]] = {}
        for p in made:
            top = p.head
            while words.dep[top] == "conj" and words.head[top] in heads:
                top = words.head[top]
            groups.setdefault(top, []).append(p)
        out = []
        for group in groups.values():
            span = self._span(min(p.span.start for p in group), max(p.span.end for p in group))
            out += [replace(p, span=span) for p in group] if len(span.text) < _LONGEST else group
        return tuple(sorted(out, key=lambda p: p.head))

    def _span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self._text[start:end])

    def _one(self, i: int, *, hit: bool = False) -> Participant:
        actor, direct = self.resolve(i, hit=hit)
        words = self._tree.words
        if (
            words.pos[i] in ("PRON", "DET") and actor is not None
        ):  # whom a pronoun means may stand in its sentence
            named = [k for k in self._named.get(actor.id, ()) if words.sent[k] == words.sent[i]]
            if named:
                return Participant(head=i, span=self.words_of(max(named)), actor=actor, direct=True)
        return Participant(head=i, span=self.words_of(i), actor=actor, direct=direct)

    def actor_at(self, i: int) -> Actor | None:
        """Give the actor that a token is a mention of."""
        return self._actor.get(i)

    def other(self, i: int, not_: Sequence[Participant]) -> Actor | None:
        """Give whom a pronoun means that cannot mean those who act: the nearest people before it."""
        taken = {p.actor.id for p in not_ if p.actor is not None}
        for k in range(i - 1, max(-1, i - _NEAR), -1):
            actor = self._actor.get(k)
            if actor is not None and actor.kind == "group" and actor.id not in taken:
                return actor
        return None

    def is_person(self, i: int) -> bool:
        """Whether a token is part of a person's name or title."""
        actor = self._actor.get(i)
        return actor is not None and actor.kind in ("person", "office")

    def on_ground(self, p: Participant) -> bool:
        """Whether somebody's words are only those of a place."""
        return p.head in self._ground and p.head not in self._actor

    def resolve(
        self, i: int, depth: int = 0, *, but: frozenset[str] = frozenset(), hit: bool = False
    ) -> tuple[Actor | None, bool]:
        """Give the actor that a noun phrase speaks of, and whether it is he and not something of his.

        Those of ids in `but` are not meant.
        """
        words, tree = self._tree.words, self._tree
        if (found := self._actor.get(i)) is not None and found.id not in but:
            return found, depth == 0
        children = words.children[i]
        for c in children:
            if words.dep[c] in ("flat", "appos") and (found := self._meant(c, but)) is not None:
                return found, depth == 0
        if (found := self._ground.get(i)) is not None and found.id not in but:
            return found, depth == 0
        if depth > 3 or words.pos[i] == "PRON":
            return None, False
        for deps in (("nmod:poss",), ("compound", "amod", "nmod:desc")):
            for c in children:
                if words.dep[c] in deps and (found := self._meant(c, but) or self._ground.get(c)) is not None:
                    return found, False
        frame = tree.frame(i)
        hit = hit or words.lemma[i].lower() in _CHARGES
        for name in (*_OF, *(_AT if hit else ())):
            for c in frame.obliques.get(name, ()):
                if c != i and (found := self.resolve(c, depth + 1, but=but, hit=hit)[0]) is not None:
                    return found, False
        for c in children:  # "a plan backed by the premier", "goods imported from Chad"
            if words.dep[c] != "acl" or words.tag[c] != "VBN":
                continue
            inner = tree.frame(c)
            for k in (*inner.subject, *inner.obliques.get("from", ()), *inner.obliques.get("in", ())):
                if k != i and (found := self.resolve(k, depth + 1, but=but)[0]) is not None:
                    return found, False
        return None, False

    def _meant(self, i: int, but: frozenset[str]) -> Actor | None:
        found = self._actor.get(i)
        return found if found is not None and found.id not in but else None

    def _apposed(self, i: int, c: int) -> bool:
        """Whether an apposition is part of the name: "the defence chief Ngo Xuan Lich", "the agency (NCA)"."""
        words = self._tree.words
        if words.dep[c] != "appos" or words.head[c] != i:
            return False
        first = min(self._tree.subtree(c))
        return first > 0 and words.text[first - 1] not in (",", "-", "–", "—", ":", ";", "--") and first > i

    def words_of(self, i: int) -> Span:
        """Give the words that name whoever stands at a token: its phrase, without clauses, appositions and times."""
        words, tree = self._tree.words, self._tree
        keep = {i}
        todo = [c for c in words.children[i] if words.dep[c] not in _APART or self._apposed(i, c)]
        while todo:
            c = todo.pop()
            if words.dep[c] == "appos" and not self._apposed(i, c):
                continue
            if words.dep[c] in _APART - _WITHIN - {"appos"} or (
                words.ent[c] in ("DATE", "TIME") and words.dep[c] != "nummod"
            ):
                continue
            keep.add(c)
            todo += words.children[c]
        first = last = i
        while first > 0 and (first - 1 in keep):
            first -= 1
        while last + 1 < words.n and (last + 1 in keep) and words.text[last + 1] != ",":
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
