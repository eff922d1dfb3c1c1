"""Who acts in a story: its chains completed by what is known, and one actor for each.

    actors(doc, story, knowledge) -> (Actor(name="Vladimir Putin", code="RUSGOV", mentions=(…)), …)

First every name and description is looked up as of the story's day (:mod:`dragoman.coding.naming`). What is found
goes to the chains as facts, so that "the Kremlin leader" and "Putin" become one and "Biden" and "the Russian
president" never do (:mod:`dragoman.language.chains`). Then each chain that acts, or can, becomes an actor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.acting import Part, is_act, part_of_place
from dragoman.coding.countries import Countries
from dragoman.coding.findings import Finding
from dragoman.coding.naming import Lookup
from dragoman.knowledge.tables import INTERNATIONAL, words_of
from dragoman.language.chains import Chain, Known, decode, prepare
from dragoman.language.mentions import Mention, describe, spans
from dragoman.language.names import resolve, retype
from dragoman.language.weights import load_weights
from dragoman.language.words import Words
from dragoman.records import Actor, ActorKind, MentionForm, Story, content_id
from dragoman.records import Mention as RecordMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge import Knowledge

__all__ = ["actors"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years for which facts are kept."""

_PERSONAL = frozenset(("person", "people"))
_KIND: dict[str, str] = {
    "person": "person",
    "state": "state",
    "body": "body",
    "outlet": "body",
    "office": "person",
}
_OF_STATE = words_of("GOV MIL COP LEG JUD SPY PTY OPP REB UAF")
"""Sectors of those who are of a state, so that the only one that is spoken of is theirs."""
_DOING = frozenset(("nsubj", "obl:agent"))
"""Where things act: "warplanes bombed the port"."""
_CORE = frozenset(
    ("nsubj", "nsubj:pass", "obj", "iobj", "nmod:poss", "obl:agent", "conj", "appos", "vocative")
)


def actors(doc: Doc, story: Story, knowledge: Knowledge) -> tuple[Actor, ...]:
    """Give the actors of a story, in the order of their first mentions.

    Args:
        doc: the reading of the story's text, from our reader or any UD pipeline.
        story: its day decides who holds which office; without one, offices stay open and say so.
        knowledge: who is who.

    Returns:
        One actor for each chain of mentions that can act: persons, bodies, states, groups, outlets; and unnamed ones
        ("a man") with what their words say. What is not known of an actor has its reason in ``unresolved``.
    """
    words = Words.of(doc)
    mentions = retype(words, describe(words, spans(words)))
    date, undated = _day(story.date)
    lookup = Lookup(knowledge, date, words, mentions, names=resolve(words, mentions), text=story.text)
    found = lookup.all()
    actors_at = {
        m.head for m, one in zip(mentions, found, strict=True) if one is not None and m.form != "demonym"
    }
    titled = {i for m, one in zip(mentions, found, strict=True) if one and m.title for i in range(*m.title)}
    parts = [
        _part(words, m, one, actor_at=words.head[m.head] in actors_at or m.head in titled)
        for m, one in zip(mentions, found, strict=True)
    ]
    facts = [_fact(m, one, part, lookup) for m, one, part in zip(mentions, found, parts, strict=True)]
    for i, counted in lookup.counted.items():  # "thousands of protesters" are the protesters
        for k in (i, counted):
            facts[k] = replace(facts[k] or Known(), entity=f"counted:{counted}")
    chains = decode(prepare(words, mentions, known=facts), load_weights())
    number = {m.phrase: i for i, m in enumerate(mentions)}
    drafts = _drafts(words, chains, number, found, parts, things=knowledge.things)
    owners = {
        number[m.phrase]: draft for draft, chain in zip(drafts, chains, strict=True) for m in chain.mentions
    }
    countries = Countries(words, mentions, found, parts, owners)
    for draft in drafts:
        if draft is not None and draft.finding.country is None:
            draft.finding = _placed(draft, countries, number, lookup)
    made = [
        _actor(draft, drafts, story, lookup, undated=undated)
        for draft in drafts
        if draft is not None and draft.members
    ]
    return tuple(sorted(made, key=lambda one: (one.mentions[0].start, one.mentions[0].end)))


def _day(date: str | None) -> tuple[str | None, str | None]:
    """Give the day to ask for, or None and why."""
    if date is None:
        return None, "the story has no date, and offices depend on it"
    if not FIRST_YEAR <= int(date[:4]) <= LAST_YEAR:
        return None, f"the date {date} is outside {FIRST_YEAR}-{LAST_YEAR}, for which facts are kept"
    return date, None


# ---------------------------------------------------------------------------------------------- one mention


def _part(words: Words, m: Mention, one: Finding | None, *, actor_at: bool) -> Part:
    """Whether a mention acts, belongs to another's name or title, or is a place."""
    governor = words.head[m.head]
    if m.cls == "name" and m.entity in ("PER", "PERSON"):
        return "acts"
    if m.cls != "name" or one is None:
        return "acts"
    capital = one.kind != "state" and one.why.startswith(("capital", "seat"))
    if m.entity in ("LOC", "GPE", "FAC", "NORP", "MISC") or one.kind == "state" or capital:
        if one.kind == "group" and m.form == "demonym":
            return "acts"
        part = part_of_place(words, m.head, city=capital and m.entity != "ORG")
        return "acts" if part == "inside" and m.form == "demonym" and not actor_at else part
    if words.dep[m.head] in ("amod", "compound", "nmod:desc", "flat") and words.pos[governor] in (
        "NOUN",
        "PROPN",
    ):
        return "acts" if not actor_at or is_act(words.lemma[governor]) else "inside"
    return "acts"


def _fact(m: Mention, one: Finding | None, part: Part, lookup: Lookup) -> Known | None:
    """What the chains are told of a mention."""
    if one is None or (part == "place" and one.kind != "state"):
        return None
    entity = one.entity
    if entity is not None:
        entity = lookup.instead.get(entity, entity) if m.cls != "name" else entity
        if (one.generic and one.kind != "body") or one.kind == "office":
            entity = None
    country = one.country if one.country and one.country not in INTERNATIONAL else None
    if one.kind in ("outlet", "body") and not one.known:
        country = None
    gender = one.gender if one.gender in ("m", "f") else None
    kind = _KIND.get(one.kind) if m.cls == "name" or one.entity is not None else None
    return Known(entity=entity, gender=gender, kind=kind, country=country if one.kind == "person" else None)


# ---------------------------------------------------------------------------------------------- one chain


@dataclass(slots=True)
class _Draft:
    """A chain that becomes an actor."""

    chain: Chain
    finding: Finding
    members: list[Mention]


def _drafts(
    words: Words,
    chains: Sequence[Chain],
    number: dict[tuple[int, int], int],
    found: Sequence[Finding | None],
    parts: Sequence[Part],
    *,
    things: frozenset[str],
) -> list[_Draft | None]:
    drafts: list[_Draft | None] = []
    for chain in chains:
        indices = [number[m.phrase] for m in chain.mentions]
        looked = [(i, found[i]) for i in indices]
        best = _best(
            [(m, one) for m, (_, one) in zip(chain.mentions, looked, strict=True) if one is not None]
        )
        acting = [i for i in indices if parts[i] != "place"]
        if best is None:
            best = _unnamed(words, chain)
        elif _by_the_way(words, chain, best, things):
            best = None
        if best is None or not any(
            parts[i] == "acts" and (m.form != "pronoun" or best.entity is None)
            for i, m in zip(indices, chain.mentions, strict=True)
        ):
            drafts.append(None)
            continue
        drafts.append(
            _Draft(chain, best, [m for i, m in zip(indices, chain.mentions, strict=True) if i in acting])
        )
    return drafts


def _by_the_way(words: Words, chain: Chain, one: Finding, things: frozenset[str]) -> bool:
    """ "On the other side", "parts for drones": a common noun for nobody who does or suffers anything."""
    if not one.generic:
        return False
    deps = {words.dep[m.head] for m in chain.mentions}
    if (one.entity or "").partition(" ")[2] in things:
        return not deps & _DOING
    return one.country is None and one.sectors[:1] in ((), ("UNK",)) and not deps & _CORE


def _best(looked: Sequence[tuple[Mention, Finding]]) -> Finding | None:
    """Choose what a chain is, and fill its gaps with what its other mentions say."""
    if not looked:
        return None

    def order(item: tuple[Mention, Finding]) -> tuple[bool, bool, bool, bool, float]:
        m, one = item
        return (
            one.generic,
            m.cls != "name",
            one.kind == "unnamed",
            not one.known,
            -one.score,
        )

    best = min(looked, key=order)[1]
    if best.country is None:
        other = next(
            (one for _, one in looked if one.country and one.kind in ("unnamed", "person", "office")), None
        )
        if best.kind == "body" and not best.known and other is None:
            other = next((one for _, one in looked if one.country and one.kind in ("group", "body")), None)
        if other is not None and best.kind in ("person", "unnamed", "body"):
            open_ = {
                k: v
                for k, v in best.unresolved.items()
                if k not in ("country", "cow", "gw", "code", "sectors")
            }
            best = replace(
                best,
                country=other.country,
                cow=other.cow,
                gw=other.gw,
                sectors=best.sectors or other.sectors,
                code=other.code,
                role=best.role or (other.name if other.kind == "unnamed" else other.role),
                unresolved=open_,
            )
    return best


def _placed(
    draft: _Draft, countries: Countries, number: dict[tuple[int, int], int], lookup: Lookup
) -> Finding:
    """Find the country of common nouns by what they belong to and where they stand: "his party", "the parliament"."""
    one = draft.finding
    named = one.basis == "text" and one.kind in ("person", "body")
    if one.candidates or not (one.generic or named or one.kind in ("unnamed", "group")):
        return one
    sure = not set(one.sectors[:1]) & _OF_STATE  # scientists need not be of the country that is spoken of
    for m in draft.members:
        if m.form != "pronoun" and (country := countries.of(number[m.phrase], owner_only=sure)) is not None:
            return lookup.of_country(one, m, country)
    return one


def _unnamed(words: Words, chain: Chain) -> Finding | None:
    """A chain of which nothing is known: somebody all the same, if its words or pronouns say so."""
    told = [m for m in chain.mentions if m.form != "pronoun"]
    personal = any(m.cls in ("he", "i", "we") for m in chain.mentions)
    if not told:
        if not any(m.cls in ("he", "i") for m in chain.mentions):
            return None
        kind: ActorKind = "unnamed"
    elif chain.kind in _PERSONAL or personal:
        kind = "group" if chain.number == "p" else "unnamed"
        if not any(words.dep[m.head] in _CORE for m in chain.mentions):
            return None
    elif chain.kind in ("body", "state") and all(m.cls != "name" for m in told):
        if not any(words.dep[m.head] in _CORE for m in told) or len(chain.mentions) < 2:
            return None
        kind = "state" if chain.kind == "state" else "body"
    else:
        return None
    reason = (
        "only a pronoun, whose antecedent was not found" if not told else "a common noun that is not known"
    )
    fields = ("name", "country", "cow", "gw", "sectors", "code")
    return Finding(kind=kind, gender=chain.gender, unresolved=dict.fromkeys(fields, reason))


# ---------------------------------------------------------------------------------------------- the record's actor


def _actor(
    draft: _Draft,
    drafts: Sequence[_Draft | None],
    story: Story,
    lookup: Lookup,
    *,
    undated: str | None,
) -> Actor:
    one = draft.finding
    mentions = tuple(sorted(_mentions(draft, story, lookup), key=lambda m: (m.start, m.end)))
    unresolved = dict(one.unresolved)
    candidates = one.candidates
    rivals = [drafts[i] for i in draft.chain.candidates]
    if len(rivals) > 1:
        names = tuple(dict.fromkeys(r.finding.name or r.chain.name or "" for r in rivals if r is not None))
        candidates = tuple(name for name in names if name)
        unresolved["name"] = f"several of that name in the story: {', '.join(candidates)}"
    if undated is not None:
        unresolved = {
            field: undated if "no date was given" in reason else reason
            for field, reason in unresolved.items()
        }
        if one.kind in ("person", "office") and one.role is None:
            unresolved["role"] = undated
    spans_ = [[m.start, m.end] for m in mentions]
    return Actor(
        id=content_id("actor", story.id, spans_),
        name=one.name,
        kind=one.kind,
        country=one.country,
        cow=one.cow,
        gw=one.gw,
        sectors=one.sectors,
        code=one.code,
        role=one.role,
        wikidata=one.wikidata,
        basis=one.basis,
        candidates=candidates,
        unresolved=unresolved,
        mentions=mentions,
    )


def _mentions(draft: _Draft, story: Story, lookup: Lookup) -> Iterable[RecordMention]:
    seen: set[tuple[int, int]] = set()
    for m in draft.members:
        title = lookup.title(m)
        told: list[tuple[int, int, MentionForm]] = [(*title, "title")] if title else []
        told.append((*lookup.offsets(m), _form(m, draft.finding, lookup)))
        for start, end, form in told:
            if (start, end) not in seen:
                seen.add((start, end))
                yield RecordMention(start=start, end=end, text=story.text[start:end], form=form)


def _form(m: Mention, one: Finding, lookup: Lookup) -> MentionForm:
    if m.form in ("pronoun", "demonym"):
        return m.form
    made = lookup.found.get(m.phrase)
    if m.cls == "name":
        return "metonym" if made is not None and made.why.startswith(("capital", "seat")) else m.form
    if made is None:
        return "description"
    if made.generic or made.kind == "unnamed":
        return "agent noun"
    return "title" if made.kind in ("person", "office") else "description"
