"""What is certain of the mentions of a story before the ranker chooses: links that are made, links that can not be.

Links as in the sieves of Raghunathan et al. (2010): equal names, appositions, relative pronouns, "I" within one
quotation and its speaker. What can not be: two arguments of one verb, a "he" and a name in the rest of his clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.language.columns import Table, table
from dragoman.language.mentions import Mention
from dragoman.language.names import Names, resolve, retype
from dragoman.language.pairs import Pairs, pairs
from dragoman.language.words import Words

__all__ = ["Known", "Prepared", "prepare"]

_NOTHING: frozenset[int] = frozenset()


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


@dataclass(slots=True)
class Prepared:
    """A story before the ranker: mentions, certain links, candidate pairs.

    Attributes:
        clauses: of each mention, the heads that no other mention of the same thing can share with it.
        against: of each pronoun, the bearers of names that it can not mean.
        offices: of "the minister" and the like, the one person named in its sentence or the two before, if just one;
            of a description that stands by one person's name ("the Kremlin spokesman"), that person.
        contexts: who speaks each mention: the number of its quotation, else below 0 that of the turn.
    """

    mentions: list[Mention]
    names: Names
    known: Sequence[Known | None]
    certain: list[tuple[int, int]]
    clauses: list[frozenset[int]]
    against: dict[int, frozenset[int]]
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
        against=_against(words, found, names),
        contexts=[-1 - words.turn[m.head] if m.quotation is None else m.quotation for m in found],
        offices=_described(columns, found, names) | _offices(words, found, names, columns.office.tolist()),
        pairs=pairs(columns),
    )


def _described(columns: Table, mentions: Sequence[Mention], names: Names) -> dict[int, int]:
    bearers: dict[str, set[int]] = {}
    for number, told in columns.told.items():
        for word in told:
            bearers.setdefault(word, set()).add(number)
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for i, m in enumerate(mentions):
        if names.group[i] >= 0 and m.kind == "person":
            last[names.group[i]] = i
        noun = columns.described.get(i)
        if noun is None or not columns.modifiers[i]:
            continue
        every = [bearers.get(word, set()) for word in (noun, *columns.modifiers[i])]
        those = set.intersection(*every) & last.keys()
        if len(those) == 1:
            found[i] = last[those.pop()]
    return found


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


_SUBJECTS = ("nsubj", "nsubj:pass")
_CONTROLLERS = (*_SUBJECTS, "obj", "iobj")
_OBLIQUE = ("obl", "obl:agent")
_DISJOINT = ("to", "against", "by", "for")
"""Prepositions whose pronoun is another than the subject: "he spoke to him", but "he took it with him"."""
_CHAIN = 8  # verbs, in broken trees
_ARGUMENTS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj"))


def _clauses(words: Words, mentions: Sequence[Mention]) -> list[frozenset[int]]:
    """Of each mention, the heads that no other mention of the same thing can share with it."""
    found = []
    for m in mentions:
        dep, governor = words.dep[m.head], words.head[m.head]
        mine = []
        argument = dep in _ARGUMENTS or (dep in _OBLIQUE and _case(words, m.head) in _DISJOINT)
        if argument and not words.low[m.head].endswith(("self", "selves")):
            mine.append(governor)
            mine += _controlled(words, m.head)
        elif dep == "nmod:poss" and m.head != governor:
            mine.append(-1 - governor)
        if any(words.dep[c] == "nmod:poss" for c in words.children[m.head]):
            mine.append(-1 - m.head)
        found.append(frozenset(mine) if mine else _NOTHING)
    return found


def _case(words: Words, i: int) -> str | None:
    return next((words.low[c] for c in words.children[i] if words.dep[c] == "case"), None)


def _controlled(words: Words, i: int) -> list[int]:
    """The verbs without a subject of their own whose subject a word is too: "he wants to call him" are two.

    The object of "asked him to call" is it, else the subject; joined verbs share their subject.
    """
    found: list[int] = []
    above = [words.head[i]] if words.dep[i] in _CONTROLLERS else []
    while above and len(found) < _CHAIN:
        verb = above.pop()
        below = words.children[verb]
        objects = [c for c in below if words.dep[c] in ("obj", "iobj")]
        first = verb == words.head[i]
        for c in below:
            dep = words.dep[c].split(":")[0]
            if any(words.dep[k].startswith(("nsubj", "csubj")) for k in words.children[c]):
                continue
            if dep == "xcomp":
                controls = i in objects if objects and first else not objects and words.dep[i] in _SUBJECTS
            else:
                controls = dep == "conj" and words.dep[i] in _SUBJECTS and words.pos[c] == "VERB"
            if controls:
                found.append(c)
                above.append(c)
    return found


def _against(words: Words, mentions: Sequence[Mention], names: Names) -> dict[int, frozenset[int]]:
    """Of each "he" and "she" that is a subject, the bearers of the names that it can not mean.

    Those in the rest of its clause (principle C of Chomsky 1981: "he said that Obama knew"), and those in the
    quotation that it says.
    """
    quoted: dict[int, list[int]] = {}
    for i, m in enumerate(mentions):
        if m.quotation is not None and m.kind == "person" and names.group[i] >= 0:
            quoted.setdefault(m.quotation, []).append(names.group[i])
    said: dict[int, list[int]] = {}
    for number, quotation in enumerate(words.said):
        if quotation.quoter is not None and number in quoted:
            said.setdefault(quotation.quoter, []).extend(quoted[number])
    found: dict[int, frozenset[int]] = {}
    for i, m in enumerate(mentions):
        if m.cls != "he" or words.dep[m.head] not in ("nsubj", "nsubj:pass"):
            continue
        end = words.head[m.head]
        while words.children[end] and words.children[end][-1] > end:
            end = words.children[end][-1]
        groups = set(said.get(m.head, ()))
        for j in range(i + 1, min(i + 40, len(mentions))):
            if mentions[j].head > end:
                break
            if mentions[j].kind == "person" and names.group[j] >= 0:
                groups.add(names.group[j])
        if groups:
            found[i] = frozenset(groups)
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
        # a bare surname can look like a given name: "Warren" does not make Elizabeth Warren a man
        open_ = not m.gender or (m.title is None and m.end - m.start == 1)
        found.append(replace(m, gender=told) if told and open_ and m.kind == "person" else m)
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
