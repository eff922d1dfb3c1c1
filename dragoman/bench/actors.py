"""How well it is known who acts: offices on a day, actors of news items of 2025, and what that costs.

*Offices* are judged by the list in ``gold/offices.csv`` (its README tells how it was made, and its conventions).
*Linking* takes the links that volunteers set on Wikipedia's page of current events: what a mention is linked to
tells its country, and the actor that our record has at that mention must have the same.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.bench.cost import loading, news, seconds
from dragoman.knowledge import Knowledge, load
from dragoman.knowledge.build import SOURCES
from dragoman.knowledge.names import canonical_title, fold
from dragoman.knowledge.tables import words_of
from dragoman.records import Actor, Record, Story

if TYPE_CHECKING:
    from dragoman.coder import Coder

__all__ = [
    "Linked",
    "Office",
    "judge",
    "judge_offices",
    "links",
    "score_cost",
    "score_linking",
    "score_offices",
]

GOLD = Path(__file__).parent / "gold" / "offices.csv"
ITEMS = "stories/current_events_2025.jsonl"
_SEED = 20250101
_HEADS = frozenset(("head of state", "head of government"))
_SAME_COUNTRY = {"UNO": {"UNO", "IGO"}, "EUR": {"EUR", "IGO"}, "HKG": {"HKG", "CHN"}, "PRI": {"PRI", "USA"}}


# ---------------------------------------------------------------------------------------------- offices


@dataclass(frozen=True, slots=True)
class Office:
    """One row of the list with our answer and the verdict on each part of it."""

    row: Mapping[str, str]
    actor: Actor
    person: bool
    role: bool
    country: bool
    sector: bool

    @property
    def right(self) -> bool:
        """Whether all parts are right."""
        return self.person and self.role and self.country and self.sector


def judge_offices(knowledge: Knowledge, path: Path = GOLD) -> Iterator[Office]:
    """Answer each row of the list and judge the answer."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield _judge(row, knowledge.actor(row["name"], date=row["date"]))


def _judge(row: Mapping[str, str], actor: Actor) -> Office:
    if row["role"] == "ambiguous":
        open_ = "name" in actor.unresolved or bool(actor.candidates)
        country = not row["country"] or actor.country in (None, row["country"])
        return Office(row, actor, open_, open_, country, sector=True)
    if row["role"] == "vacant":
        empty = actor.kind != "person"
        return Office(row, actor, empty, empty, _same_country(row, actor), sector=True)
    sectors = {row["sector"], *row["sector_also"].split(";")} - {""}
    return Office(
        row,
        actor,
        person=_same_person(row, actor),
        role=_same_role(row["role"], actor.role or ""),
        country=_same_country(row, actor),
        sector=not sectors or bool(sectors & set(actor.sectors[:1])),
    )


def _same_country(row: Mapping[str, str], actor: Actor) -> bool:
    gold = row["country"]
    also = set(re.findall(r"\b([A-Z]{3}) (?:is )?(?:right|fine) too", row["note"]))
    return actor.country in {gold, *also, *_SAME_COUNTRY.get(gold, ())}


def _same_person(row: Mapping[str, str], actor: Actor) -> bool:
    if not row["person"]:
        return actor.kind != "person"
    if row["wikidata"] and actor.wikidata:
        return row["wikidata"] == actor.wikidata
    gold, ours = fold(row["person"]), fold(actor.name or "")
    if set(gold.split()) <= set(ours.split()) or (ours and set(ours.split()) <= set(gold.split())):
        return True
    if (
        set(gold.split()) & set(ours.split())
        and _same_country(row, actor)
        and _same_role(row["role"], actor.role or "")
    ):
        return True  # two of one name do not hold one office on one day: C. Y. Leung
    ordered = (" ".join(sorted(gold.split())), " ".join(sorted(ours.split())))
    return SequenceMatcher(None, *ordered).ratio() >= 0.72


_SMALL = words_of("of the for and to in a an on at s republic kingdom united state states")
_FAMILIES: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "president king queen emperor monarch sultan emir supreme pope sovereign amir head",
        "prime premier chancellor taoiseach government council",
        "foreign external diplomacy state",
        "defence defense military army armed forces chief commander general",
        "interior home internal security",
        "finance treasury exchequer economy economic",
        "spokesperson spokesman spokeswoman press",
        "senator senate representative congress parliament deputy member mp lawmaker legislator house "
        "assembly speaker",
        "leader party chair secretary opposition founder politburo",
        "governor mayor",
        "ambassador envoy representative",
    )
)


def _same_role(gold: str, ours: str) -> bool:
    """Whether two titles have a part in common: former and elect alike, and one word or family of office."""
    if not ours:
        return gold.startswith("late ") or "died" in gold or "killed" in gold
    return any(_same_part(one, other) for one in _parts(gold) for other in _parts(ours))


def _parts(role: str) -> list[str]:
    """The offices that a title names: "Prime Minister and Minister of Defence", "leader of X, lawmaker"."""
    return [
        part.strip() for part in re.split(r", | and (?=[A-Z])", re.sub(r" \(.*?\)", "", role)) if part.strip()
    ]


def _same_part(gold: str, ours: str) -> bool:
    one, other = _role_words(gold), _role_words(ours)
    for manner in ("former", "elect", "candidate"):
        said = (manner in one or (manner == "former" and "late" in one), manner in other)
        if said[0] != said[1]:
            return False
    return bool(one & other) or any(one & family and other & family for family in _FAMILIES)


def _role_words(role: str) -> set[str]:
    words = set(fold(role).split()) | set(canonical_title(role.partition(" of ")[0]).split())
    if words & {"elect", "designate", "waiting"}:
        words.add("elect")
    if words & {"candidate", "nominee", "choice"}:
        words.add("candidate")
    return words - _SMALL


def score_offices(data: Path) -> dict[str, float]:
    """Score the answers to the list of offices: person, role, country and sector must all be right.

    Args:
        data: not used; the list is part of the package.

    Returns:
        Shares in per cent: of heads of state and government from 2016 on and before, of ministers and
        spokespeople, and of all; by origin of the row (met in the news, drawn from the facts, written for a
        trap), and by part.
    """
    done = list(judge_offices(load()))
    groups: dict[str, list[Office]] = defaultdict(list)
    for one in done:
        row = one.row
        kind, origin = row["role_class"], row["origin"]
        late = row["date"] >= "2016"
        names = ["all rows"]
        if kind in _HEADS:
            names.append(f"heads {'from 2016' if late else '2000-2015'}")
        elif kind in ("minister", "spokesperson"):
            names.append("ministers and spokespeople")
            names.append(f"{kind}s" if kind == "minister" else "spokespeople")
        else:
            names.append(kind)
        for name in names:
            groups[name].append(one)
            if name in ("all rows", "heads from 2016", "heads 2000-2015", "ministers and spokespeople"):
                groups[f"{name}, {origin}"].append(one)
    figures = {f"{name}, %": _share(one.right for one in group) for name, group in sorted(groups.items())}
    for part in ("person", "role", "country", "sector"):
        figures[f"{part}, all rows, %"] = _share(getattr(one, part) for one in done)
    return figures


def _share(verdicts: Iterable[bool]) -> float:
    told = list(verdicts)
    return round(100 * sum(told) / len(told), 2) if told else 0.0


# ---------------------------------------------------------------------------------------------- linking


@dataclass(frozen=True, slots=True)
class Linked:
    """One linked mention of a news item with what our record has there.

    Attributes:
        kind: ``person``, ``body`` or ``nationality``.
        by: what tells its country (``title``, ``facts``, ``knowledge``).
    """

    item: str
    text: str
    start: int
    end: int
    title: str
    kind: str
    by: str
    country: str
    actor: Actor | None

    @property
    def mention(self) -> str:
        """The words that are linked."""
        return self.text[self.start : self.end]

    @property
    def right(self) -> bool:
        """Whether an actor covers the mention and has the country of what it is linked to."""
        return self.actor is not None and self.actor.country == self.country


_BODY = re.compile(
    r"\b(Army|Armed Forces|Forces?|Police|Polic[ií]a|Ministry|Department|Parliament|Government|Court|Party|Agency|"
    r"Cabinet|"
    r"Navy|Guard|Council|Senate|Congress|Assembly|Service|Bank|University|Corporation|Administration|Commission|"
    r"Secretary|Minister|Ministers|President|Presidents|military|government|cabinet|Authority|Union|Command|"
    r"Bureau|Office|"
    r"House of|Legislature|Prosecutor|Intelligence|Border|Security|Front|Movement|law enforcement|Supreme)\b"
)
_NO_BODY = re.compile(
    r"\d{4}|\b([Ww]ar|invasion|offensive|conflict|insurgency|[Aa]ttacks?|bombings?|[Ss]trikes?|massacre|protests?|"
    r"elections?|relations|crisis|shooting|crash|[Hh]istory|List|Timeline|politics|Politics|law|Law|"
    r"Politburo of|dollar|"
    r"occupation|in the|[Aa]ct|[Tt]reaty|[Aa]greement|Cup|[Ll]eague|[Tt]ariffs?|[Aa]irlines?|Airport|Prison|Stadium|"
    r"Square|Building|Base|border|Islands?|[Cc]onstitution|Day|Prize|Award|Series|Championship)\b"
)


def links(item: Mapping[str, object], knowledge: Knowledge, facts: Mapping[str, str]) -> Iterator[Linked]:
    """Give the linked mentions of an item that have a country, without an actor yet."""
    text, date, at = str(item["text"]), str(item["date"]), 0
    pairs = item["links"]
    assert isinstance(pairs, list)
    for mention, title in pairs:
        start = text.find(mention, at)
        if start < 0 or not mention:
            continue
        at = start + len(mention)
        told = _country_of(mention, title, date, knowledge, facts)
        if told:
            kind, by, country = told
            yield Linked(str(item["id"]), text, start, at, title, kind, by, country, None)


def _country_of(
    mention: str, title: str, date: str, knowledge: Knowledge, facts: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """Tell kind, evidence and country of what a mention is linked to, None where it has none or is a place."""
    names, peoples = _states()
    bare = re.sub(r" \((.*?)\)$", "", title)
    if title.startswith("Islamic State") or re.match(
        r"(United Nations|African Union|European Union)\b", title
    ):
        return None  # of no one country
    if title in names or bare in names:
        return (
            ("nationality", "title", names.get(title) or names[bare])
            if mention in peoples and mention not in names
            else None
        )
    if title in peoples:
        return "nationality", "title", peoples[title]
    if fold(bare) in facts:
        return "person", "facts", facts[fold(bare)]
    if mention == mention.lower() and not knowledge.candidates(mention, date):
        return None  # "the residence", linked to the office of a president
    if _BODY.search(title) and not _NO_BODY.search(title):
        named = {code for name, code in (*names.items(), *peoples.items()) if _has(title, name)}
        if len(named) == 1:
            return "body", "title", named.pop()
    if _NO_BODY.search(title) or mention == mention.lower():
        return None
    answer = knowledge.answer(bare, date=date)
    made = answer.actor
    if made.basis != "knowledge" or answer.entity is None or "sounds" in answer.why:
        return None
    if answer.entity.startswith(("agent:", "state:", "people:")) or answer.why.startswith(
        ("capital", "seat")
    ):
        return None
    if made.country in (None, "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"):
        return None
    if made.kind == "person" and " " in bare.strip():
        return "person", "knowledge", str(made.country)
    if made.kind in ("body", "group") and fold(bare) in knowledge.names:
        return "body", "knowledge", str(made.country)
    return None


def _has(title: str, name: str) -> bool:
    return name in title and re.search(rf"\b{re.escape(name)}\b", title) is not None


@cache
def _states() -> tuple[dict[str, str], dict[str, str]]:
    """Names of states, and words for their people, with their codes; as the readable tables have them."""
    names: dict[str, str] = {}
    peoples: dict[str, str] = {}
    with (SOURCES / "states.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["kind"] != "state" or len(row["code"]) != 3:
                continue
            for name in (row["name"], *row["aliases"].split("|")):
                if name and name[0] != "~" and len(name) > 3:
                    names.setdefault(name, row["code"])
            for name in row["demonyms"].split("|"):
                if name and name[0] != "~":
                    peoples.setdefault(name, row["code"])
    return names, peoples


def _facts(data: Path) -> dict[str, str]:
    """People of the shared lists with their countries: evidence that is not our own knowledge."""
    found: dict[str, str] = {}
    names, _ = _states()
    for path in sorted((data / "actors/holders").glob("*.csv")):
        country = names.get(path.stem.replace("_", " ").replace("-", " ").title())
        if country is None:
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                name = fold(row.get("person") or "")
                if "Bank" in (row.get("position") or "") or "0000" < (row.get("end") or "") < "2012":
                    continue  # a governor may be of another country, and a state may have split since
                found[name] = country if found.get(name, country) == country else ""
    legislators = data / "actors/us_legislators_current.yaml"
    if legislators.exists():
        for match in re.finditer(r"^    wikipedia: (.+)$", legislators.read_text(encoding="utf-8"), re.M):
            found.setdefault(fold(re.sub(r" \(.*", "", match[1])), "USA")
    return {name: country for name, country in found.items() if " " in name and country}


def judge(data: Path, *, half: str = "report", coder: Coder | None = None) -> Iterator[Linked]:
    """Code the items of one half, drawn with a fixed seed, and set our actors beside the links.

    Args:
        data: the folder of the development data.
        half: ``develop``, whose errors may be read, or ``report``, whose errors are only counted.
        coder: in place of the shipped one.
    """
    import dragoman

    coder = coder or dragoman.load(threads=1)
    knowledge, facts = load(), _facts(data)
    with (data / ITEMS).open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    order = list(range(len(items)))
    random.Random(_SEED).shuffle(order)
    chosen = set(order[: len(order) // 2] if half == "develop" else order[len(order) // 2 :])
    for i, item in enumerate(items):
        found = list(links(item, knowledge, facts)) if i in chosen else []
        if found:
            story = Story(id=item["id"], date=item["date"], source=item["source"], text=item["text"])
            record = coder.code(story)
            for one in found:
                actor = _covering(record, one.start, one.end)
                yield Linked(
                    one.item, one.text, one.start, one.end, one.title, one.kind, one.by, one.country, actor
                )


def _covering(record: Record, start: int, end: int) -> Actor | None:
    """Give the actor whose mention shares most with a stretch of the text, the shortest of equals."""
    best: tuple[int, int, Actor] | None = None
    for actor in record.actors:
        for m in actor.mentions:
            shared = min(end, m.end) - max(start, m.start)
            if shared > 0 and (best is None or (shared, m.start - m.end) > best[:2]):
                best = (shared, m.start - m.end, actor)
    return best[2] if best else None


def score_linking(data: Path) -> dict[str, float]:
    """Score the countries of people, bodies and nationalities in news items of 2025 (the half kept for reporting).

    Args:
        data: the folder of the development data.

    Returns:
        Per cent of linked mentions whose actor has the country of what they are linked to; coverage (an actor is
        there at all); by kind of mention and by what tells the country, for some our own knowledge of the title.
    """
    done = list(judge(data))
    figures = {
        "right country, %": _share(one.right for one in done),
        "right country, where there is an actor, %": _share(one.right for one in done if one.actor),
        "coverage, %": _share(one.actor is not None for one in done),
        "mentions": float(len(done)),
    }
    for kind in ("person", "body", "nationality"):
        figures[f"right country, {kind}, %"] = _share(one.right for one in done if one.kind == kind)
    for by in ("title", "facts", "knowledge"):
        figures[f"right country, told by {by}, %"] = _share(one.right for one in done if one.by == by)
    return figures


def misses(done: Iterable[Linked]) -> Counter[tuple[str, str, str, str]]:
    """Count what was missed: (mention, title, country, what our record has)."""
    return Counter(
        (one.mention, one.title, one.country, one.actor.code or one.actor.country or "no country")
        if one.actor
        else (one.mention, one.title, one.country, "no actor")
        for one in done
        if not one.right
    )


# ---------------------------------------------------------------------------------------------- cost

_MEMORY = """
import gc, resource, sys, time
import dragoman.records, dragoman.knowledge.build, dragoman.knowledge.index, zstandard, msgspec
from dragoman import knowledge
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 2**20
gc.collect(); before = resident(); began = time.perf_counter()
loaded = knowledge.load()
seconds = time.perf_counter() - began
loaded.actor("the Kremlin", date="2024-11-09"); gc.collect()
print(seconds, resident() - before)
"""


def score_cost(data: Path, *, stories: int = 100) -> dict[str, float]:
    """Measure what actors cost: share of coding time, memory and loading time of the knowledge.

    Args:
        data: the folder of the development data.
        stories: how many of the news set are coded.

    Returns:
        Share of the processor time of ``Coder.code`` that goes to actors, in per cent; resident memory of the
        knowledge in MB (2^20 bytes) and the seconds to load it, in a process of its own, the best of three.
    """
    import dragoman
    from dragoman.coding import actors

    coder, knowledge = dragoman.load(threads=1), load()
    whole, part = seconds(coder, news(data, stories), lambda doc, story: actors(doc, story, knowledge))
    load_time, memory = loading(_MEMORY)
    return {
        "actors, % of coding": round(100 * part / whole, 2),
        "knowledge, s to load": round(load_time, 3),
        "knowledge, MB": round(memory, 1),
    }
