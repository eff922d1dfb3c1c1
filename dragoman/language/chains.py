"""Who is who within one story, by its text alone: names, descriptions and pronouns joined to chains.

    for chain in chains(reader.read("Dmitry Peskov, the Kremlin spokesman, denied it. He said …")):
        print(chain.name, [mention.text for mention in chain.mentions])

First what is certain is joined, as in the sieves of Raghunathan et al. (2010): equal names, appositions, relative
pronouns, "I" within one quotation and its speaker. Then every other mention chooses its antecedent, or none, by a
ranker with learned weights (:mod:`dragoman.language.pairs`). A choice that would make one of two people, of a man and
a woman, or of the speaker of a quotation and a "he" inside it, is never taken.

What is known beyond the text ("the Kremlin leader" is Putin) comes in as :class:`Known`, one for each mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.language.columns import table
from dragoman.language.mentions import Mention, describe, spans
from dragoman.language.names import Names, resolve, retype
from dragoman.language.pairs import Pairs, pairs
from dragoman.language.weights import Weights, load_weights, standing
from dragoman.language.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Chain", "Known", "Mention", "Prepared", "chains", "decode", "find_mentions", "prepare"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a mention beyond its words; what is not known is left out.

    Attributes:
        entity: an id of who or what it is: mentions with one id are joined, with two never.
        gender: ``m``, ``f`` or ``n``; number: ``s`` or ``p``.
        kind: of :data:`dragoman.language.mentions.KINDS`.
        country: a code of the country that it belongs to; two mentions of different ones are never joined.
    """

    entity: str | None = None
    gender: str | None = None
    number: str | None = None
    kind: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """All mentions of one person, body, state or thing.

    Attributes:
        mentions: in the order of the text; one or more.
        name: the fullest name among them, or None.
        kind, gender, number: what its mentions tell together.
        candidates: numbers (positions in the list) of the chains to which its bare name may belong, where the
            story has several bearers and nothing decides.
        speaker: for "we" inside a quotation, the number of the chain of who says it.
    """

    mentions: tuple[Mention, ...]
    name: str | None
    kind: str
    gender: str
    number: str
    candidates: tuple[int, ...] = ()
    speaker: int | None = None


def find_mentions(doc: Doc, *, speakers: Sequence[str | None] | None = None) -> list[Mention]:
    """Find the mentions of a reading, in the order of the text, so that knowledge about them can be looked up."""
    words = Words.of(doc, speakers=speakers)
    return describe(words, spans(words))


def chains(
    doc: Doc,
    *,
    known: Sequence[Known | None] | None = None,
    speakers: Sequence[str | None] | None = None,
    weights: Weights | None = None,
) -> list[Chain]:
    """Join the mentions of a story.

    Args:
        doc: a reading: UD trees and entities.
        known: of each mention of :func:`find_mentions` (called with the same `speakers`), what is known of it.
        speakers: in a transcript, who speaks each token, None for the narrator; without it, the reader's
            ``speaker`` segments say so.
        weights: in place of the shipped ones.

    Returns:
        Every mention in exactly one chain; chains in the order of their first mention.

    Raises:
        ValueError: `known` does not have as many entries as there are mentions.
    """
    words = Words.of(doc, speakers=speakers)
    prepared = prepare(words, describe(words, spans(words)), known=known)
    return decode(prepared, load_weights() if weights is None else weights)


# ---------------------------------------------------------------------------------------------- what is certain


@dataclass(slots=True)
class Prepared:
    """A story before the ranker: mentions, certain links, candidate pairs.

    Attributes:
        clauses: of each mention, the heads that no other mention of the same thing can share with it.
        offices: of "the minister" and the like, the one person named in its sentence or the two before, if just one.
        contexts: who speaks each mention: the number of its quotation, else below 0 that of the turn.
    """

    mentions: list[Mention]
    names: Names
    known: Sequence[Known | None]
    certain: list[tuple[int, int]]
    clauses: list[set[int]]
    contexts: list[int]
    offices: dict[int, int]
    pairs: Pairs


def prepare(
    words: Words, mentions: Sequence[Mention], *, known: Sequence[Known | None] | None = None
) -> Prepared:
    """Do everything that needs no weights."""
    if known is not None and len(known) != len(mentions):
        raise ValueError(
            f"{len(known)} entries of knowledge for {len(mentions)} mentions: give one (or None) for each"
        )
    facts: Sequence[Known | None] = known if known is not None else [None] * len(mentions)
    found = [_with(m, fact) for m, fact in zip(retype(words, mentions), facts, strict=True)]
    names = resolve(words, found)
    certain = list(_certain(words, found, names, facts))
    found = _genders(found, names, certain)
    columns = table(words, found, names.group)
    return Prepared(
        mentions=found,
        names=names,
        known=facts,
        certain=certain,
        clauses=_clauses(words, found),
        contexts=[-1 - words.turn[m.head] if m.quotation is None else m.quotation for m in found],
        offices=_offices(words, found, names, columns.office.tolist()),
        pairs=pairs(columns),
    )


def _offices(
    words: Words, mentions: Sequence[Mention], names: Names, office: Sequence[int]
) -> dict[int, int]:
    found: dict[int, int] = {}
    for i in (i for i, is_office in enumerate(office) if is_office):
        near: dict[int, int] = {}
        for j in range(i - 1, max(-1, i - 40), -1):
            other = mentions[j]
            if words.sent[mentions[i].head] - words.sent[other.head] > 2:
                break
            if other.cls == "name" and other.kind == "person":
                near.setdefault(names.group[j], j)
        if len(near) == 1:
            found[i] = next(iter(near.values()))
    return found


_ARGUMENTS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj"))


def _clauses(words: Words, mentions: Sequence[Mention]) -> list[set[int]]:
    """Of each mention, the heads that no other mention of the same thing can share with it."""
    found: list[set[int]] = []
    for m in mentions:
        dep, governor = words.dep[m.head], words.head[m.head]
        mine: set[int] = set()
        if dep in _ARGUMENTS and not words.low[m.head].endswith(("self", "selves")):
            mine.add(governor)
        elif dep == "nmod:poss" and m.head != governor:
            mine.add(-1 - governor)
        found.append(mine)
    for i, m in enumerate(mentions):
        if any(words.dep[c] == "nmod:poss" for c in words.children[m.head]):
            found[i].add(-1 - m.head)
    return found


def _with(mention: Mention, fact: Known | None) -> Mention:
    if fact is None or not (fact.gender or fact.number or fact.kind):
        return mention
    return replace(
        mention,
        gender=fact.gender or mention.gender,
        number=fact.number or mention.number,
        kind=fact.kind or mention.kind,
    )


def _genders(mentions: list[Mention], names: Names, certain: Sequence[tuple[int, int]]) -> list[Mention]:
    """Give all mentions of a name the gender that one of them, or an apposition to it, shows."""
    gender = dict(enumerate(names.gender))
    for a, b in certain:
        for name, other in ((a, b), (b, a)):
            group = names.group[name]
            if group >= 0 and not gender[group] and mentions[other].gender in ("m", "f"):
                gender[group] = mentions[other].gender
    found = []
    for m, group in zip(mentions, names.group, strict=True):
        told = gender.get(group, "")
        found.append(replace(m, gender=told) if told and not m.gender and m.kind == "person" else m)
    return found


def _certain(
    words: Words, mentions: Sequence[Mention], names: Names, known: Sequence[Known | None]
) -> Iterable[tuple[int, int]]:
    """Pairs (earlier, later) that are joined without asking the ranker."""
    bearer: dict[int, int] = {}
    entity: dict[str, int] = {}
    at_head: dict[int, int] = {}
    selves: dict[int, int] = {}
    for i, m in enumerate(mentions):
        at_head.setdefault(m.head, i)
    for i, m in enumerate(mentions):
        group, fact = names.group[i], known[i]
        if group >= 0:
            if group in bearer:
                yield bearer[group], i
            bearer[group] = i
        if fact is not None and fact.entity is not None:
            if fact.entity in entity:
                yield entity[fact.entity], i
            entity[fact.entity] = i
        if m.cls == "who":
            antecedent = at_head.get(_relative(words, m.head), i)
            if antecedent < i:
                yield antecedent, i
        elif m.cls == "i":
            key = -1 - words.turn[m.head] if m.quotation is None else m.quotation
            if key in selves:
                yield selves[key], i
            elif m.quoter is not None:
                quoter = at_head.get(m.quoter)
                if quoter is not None and mentions[quoter].cls != "i" and mentions[quoter].number != "p":
                    yield min(quoter, i), max(quoter, i)
            selves[key] = i
        elif words.dep[m.head] == "appos":
            host = at_head.get(words.head[m.head])
            if host is not None and host < i and _apposed(words, mentions[host], m):
                yield host, i


def _relative(words: Words, i: int) -> int:
    at = i
    for _ in range(6):
        if words.dep[at].startswith("acl"):
            return words.head[at]
        at = words.head[at]
    return -1


def _apposed(words: Words, host: Mention, other: Mention) -> bool:
    """An apposition of the same thing: not a list, nor a place after a place ("Sydney, Australia")."""
    if host.cls == "name" and other.cls == "name":
        return False
    if "time" in (host.kind, other.kind):
        return False
    if (
        host.number
        and other.number
        and host.number != other.number
        and "people" not in (host.kind, other.kind)
    ):
        return False
    one = {host.kind, other.kind}
    return (
        len(one) == 1 or "unknown" in one or one <= {"body", "state", "people"} or one <= {"state", "place"}
    )


# ---------------------------------------------------------------------------------------------- the ranker's choice


@dataclass(slots=True)
class _Cluster:
    """What is together so far.

    Attributes:
        bearers: names' bearers, of persons; entities, countries: from knowledge.
        speaks: contexts (quotations, turns) that it is the speaker of; spoken_of: those with a "he" that is it.
        clauses: verbs of which it is subject or object, and possessions that it has or is: two arguments of one
            verb are two things unless one is reflexive, and nobody is his own wife.
    """

    members: list[int]
    gender: set[str] = field(default_factory=set)
    bearers: set[int] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    speaks: set[int] = field(default_factory=set)
    spoken_of: set[int] = field(default_factory=set)
    clauses: set[int] = field(default_factory=set)
    seen: int = 0
    named: bool = False

    def differs(self, other: _Cluster) -> bool:
        """Whether the two can not be one."""
        if len(self.gender | other.gender) > 1:
            return True
        for mine, yours in (
            (self.bearers, other.bearers),
            (self.entities, other.entities),
            (self.countries, other.countries),
        ):
            if mine and yours and mine.isdisjoint(yours):
                return True
        return not (
            self.speaks.isdisjoint(other.spoken_of)
            and self.spoken_of.isdisjoint(other.speaks)
            and self.clauses.isdisjoint(other.clauses)
        )

    def take(self, other: _Cluster) -> None:
        self.members += other.members
        self.gender |= other.gender
        self.bearers |= other.bearers
        self.entities |= other.entities
        self.countries |= other.countries
        self.speaks |= other.speaks
        self.spoken_of |= other.spoken_of
        self.clauses |= other.clauses
        self.seen += other.seen
        self.named |= other.named


class _Clusters:
    """Which mentions are together so far."""

    def __init__(self, prepared: Prepared) -> None:
        self.at: list[_Cluster] = []
        heads: dict[int, int] = {}
        for i, m in enumerate(prepared.mentions):
            heads.setdefault(m.head, i)
            cluster = _Cluster([i])
            if m.gender in ("m", "f"):
                cluster.gender.add(m.gender)
            if m.kind == "person" and prepared.names.group[i] >= 0:
                cluster.bearers.add(prepared.names.group[i])
            fact = prepared.known[i]
            if fact is not None and fact.entity is not None:
                cluster.entities.add(fact.entity)
            if fact is not None and fact.country is not None:
                cluster.countries.add(fact.country)
            context = prepared.contexts[i]
            # the narrator's own "I" is no guide: quotations without marks look the same
            if m.cls == "i" and context != -1:
                cluster.speaks.add(context)
            elif context != -1 and (
                m.cls == "he" or (m.cls in ("they", "it", "you") and m.quoter is not None)
            ):
                cluster.spoken_of.add(context)
            cluster.clauses |= prepared.clauses[i]
            self.at.append(cluster)
        for m in prepared.mentions:
            if m.quoter in heads and m.quotation is not None:
                self.at[heads[m.quoter]].speaks.add(m.quotation)

    def differ(self, a: int, b: int) -> bool:
        return self.at[a] is not self.at[b] and self.at[a].differs(self.at[b])

    def join(self, a: int, b: int) -> None:
        one, other = self.at[a], self.at[b]
        if one is other:
            return
        if len(one.members) < len(other.members):
            one, other = other, one
        one.take(other)
        for member in other.members:
            self.at[member] = one


def decode(prepared: Prepared, weights: Weights, *, standings: list[int] | None = None) -> list[Chain]:
    """Let every mention that is not yet joined choose, from left to right, and give the chains.

    Args:
        prepared: the story.
        weights: of the ranker.
        standings: filled with the label of "standing" that each pair had when its mention chose, to learn from.
    """
    mentions = prepared.mentions
    clusters = _Clusters(prepared)
    settled: set[int] = set()
    for a, b in prepared.certain:
        if not clusters.differ(a, b) or prepared.names.group[a] == prepared.names.group[b] >= 0:
            clusters.join(a, b)
            if mentions[a].cls != "i" or mentions[b].cls == "i":
                settled.add(b)
    pair, new = prepared.pairs.scores(weights)
    static, fresh = pair.tolist(), new.tolist()
    begins, antecedents = prepared.pairs.begins.tolist(), prepared.pairs.antecedent.tolist()
    growing = weights.pair["standing"].tolist()
    for i, (m, cls) in enumerate(zip(mentions, prepared.pairs.cls.tolist(), strict=True)):
        if i not in settled or standings is not None:
            choices: list[tuple[float, int]] = []
            for k in range(begins[i], begins[i + 1]):
                chain = clusters.at[antecedents[k]]
                label = standing(chain.seen, chain.named, m.gender in chain.gender)
                score = static[k] + growing[cls][label]
                if standings is not None:
                    standings.append(label)
                if score > fresh[i] and i not in settled:
                    choices.append((-score, k))
            for _, k in sorted(choices):
                if not clusters.differ(i, antecedents[k]):
                    clusters.join(i, antecedents[k])
                    break
            else:
                person = prepared.offices.get(i)
                if person is not None and i not in settled and not clusters.differ(i, person):
                    clusters.join(i, person)
        chain = clusters.at[i]
        chain.seen += 1
        chain.named |= m.cls == "name"
    return _chains(prepared, clusters)


def _chains(prepared: Prepared, clusters: _Clusters) -> list[Chain]:
    mentions = prepared.mentions
    number: dict[int, int] = {}
    groups: list[list[int]] = []
    for i in range(len(mentions)):
        members = clusters.at[i].members
        if id(members) not in number:
            number[id(members)] = len(groups)
            groups.append(sorted(members))
    where = {i: n for n, members in enumerate(groups) for i in members}
    bearer = {group: i for i, group in reversed(list(enumerate(prepared.names.group))) if group >= 0}
    heads: dict[int, int] = {}
    for i, m in enumerate(mentions):
        heads.setdefault(m.head, i)
    found = []
    for members in groups:
        ours = [mentions[i] for i in members]
        candidates = {
            where[bearer[g]] for i in members for g in prepared.names.candidates.get(i, ()) if g in bearer
        }
        we = next((m for m in ours if m.cls == "we" and m.quoter in heads), None)
        named = [m for m in ours if m.cls == "name"]
        told = named or [m for m in ours if m.form != "pronoun"] or ours
        found.append(
            Chain(
                mentions=tuple(ours),
                name=max(named, key=lambda m: len(m.text)).text if named else None,
                kind=_most(m.kind for m in told),
                gender=_most(m.gender for m in ours),
                number=_most(m.number for m in told),
                candidates=tuple(sorted(candidates)),
                speaker=None if we is None or we.quoter is None else where[heads[we.quoter]],
            )
        )
    return found


def _most(values: Iterable[str]) -> str:
    """The most frequent value that says something, the first of equals."""
    counts: dict[str, int] = {}
    for value in values:
        if value and value != "unknown":
            counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda v: counts[v]) if counts else ""
