"""The other positions of the public lists (``shared/data/actors/holders/*.csv``): cabinets, embassies, courts.

Where ``hand/positions.csv`` says which office a position is, :mod:`tools.knowledge_people.wikidata` mines it. All
others become offices here, by their words: a portfolio that is one of the standard kinds (``Minister of Justice``)
or that a seat list has under another title becomes that office, what is left an office of its own. Since nobody has
looked at each of them, several people may hold such an office on one day (the lists mix ministers with ministers of
state, and those of a federation with those of its states), and confidence is lower.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dragoman.knowledge.names import canonical_title
from dragoman.knowledge.names import fold as fold_title
from tools.knowledge_people.files import HAND, read
from tools.knowledge_people.kinds import KINDS
from tools.knowledge_people.names import slug
from tools.knowledge_people.seats import Holding, Office, kind_office
from tools.knowledge_people.wikidata import FILES, SOURCE, Known

__all__ = ["mine"]

LISTS_END = "2022"
"""The year in which the lists end; what was open then has most likely ended since."""

_MIXED = frozenset({"AUS", "CAN"})
"""Federations whose list does not tell the ministers of the states from those of the federation."""

_LEFT_OUT = re.compile(
    r"(?i)^(president|prime minister|premier|vice president|monarch|acting president|supreme leader|first lady.*|"
    r"governor-general|governor general|first lord of the treasury|minister for the civil service|"
    r"supreme commander.*|judge of the international court.*|ambassador of .*|mayor of pitcairn|"
    r".*(district|rural|city) (executive committee|council of deputies)|lord of the treasury|"
    r"president of southern sudan|vice-president of southern sudan)$"
)
_REGIONAL = re.compile(
    r"(?i)^(?:lieutenant |deputy |vice )?(?:governor|premier|chief minister|mayor|lord mayor|chief administrator|"
    r"administrator)\b.* (?:of|in|the) (?!.*\b(?:bank|banque|environmental|small business)\b)"
    r"|^(?:head|president) of (?:the )?(?:republic|respublic|chechen|chuvash|udmurt|altai|mari|samara|kalmykia|"
    r"chelyabinsk|izhevsk|bashkortostan|sakha)|^chairman of .*(?:regional|city executive|people's government)"
    r"|^prime minister of |^head of mexico city|^president of azad|^lviv city"
)
_SECTORS: tuple[tuple[str, str, int], ...] = (
    (r"ambassador|permanent rep|high commissioner to", "GOV", 8),
    (r"\bjustice of|chief justice|supreme court|judge|senior justice|constitutional court", "JUD", 7),
    (r"prosecutor|solicitor.general|public prosecutions|chief law", "JUD;GOV", 6),
    (r"kuomintang", "PTY", 4),
    (r"speaker|president of the (?:federal )?(?:senate|chamber|national assembly|house|legislat)", "LEG", 6),
    (r"chairman of ways|vice.president of the (?:senate|house|national people)", "LEG", 6),
    (r"leader of the (?:house|opposition)", "LEG", 6),
    (r"president of the legislative assembly|leader of the government|chief whip", "LEG", 7),
    (r"commissioner of police|police", "COP;GOV", 6),
    (r"intelligence|mossad|secret|security service|bureau of", "SPY;GOV", 5),
    (r"chief of (?:the )?(?:general|army|air|naval|navy|joint|defen)|chief of staff of the|commander|joint chiefs|"
     r"vice chief|chiefs of staff|military cabinet|naval operations|marine corps", "MIL", 5),
    (r"parliamentary (?:under-)?secretary|assistant|under.secretary|deputy|minister of state|minister delegate|"
     r"senior advis|counselor|adviser|advisor|junior|presidential aide", "GOV", 7),
    (r"minister|secretary|treasurer|attorney.general|chancellor|prime minister|councilor|premier", "GOV", 4),
)  # fmt: skip
_CABINET = re.compile(
    r"(?i)minister|secretary|treasur|attorney.general|chancellor|councilor|vice.president|chief of staff|"
    r"advis|counsel|director|administrator of the|trade representative"
)
_TARGETS = {
    "russian federation": "russia",
    "united states of america": "united states",
    "peoples republic of china": "china",
    "republic of korea": "south korea",
}


def mine(
    folder: Path,
    names: Mapping[str, tuple[str, str]],
    by_hand: Mapping[str, Office],
    owners: Mapping[str, set[str]],
) -> Iterator[tuple[Office, list[Holding]]]:
    """Yield offices with their holders; those that are in the seat lists, too.

    Args:
        folder: where the lists are.
        names: code of a country → name and adjective.
        by_hand: the offices of the seat lists.
        owners: code of a country → its folded names and demonyms.
    """
    taken = {(row["file"], row["position"]) for row in read(HAND / "positions.csv")}
    ends = {row["country"]: row["end"] for row in read(HAND / "cabinet_ends.csv")}
    for file, country in FILES.items():
        if country == "IGO":
            continue
        known = _known_titles(country, by_hand, owners.get(country, set()))
        held: dict[str, list[Holding]] = defaultdict(list)
        offices: dict[str, Office] = {}
        positions: dict[str, str] = {}
        for row in _rows(folder / f"{file}.csv"):
            position = re.sub(r"^Federal ", "", row["position"])
            if (file, row["position"]) in taken or _LEFT_OUT.match(position):
                continue
            office = _office(position, country, names[country], known, by_hand)
            offices.setdefault(office.id, office)
            positions.setdefault(office.id, position)
            held[office.id].append(_holding(row, office.id, country))
        for id_, holdings in held.items():
            office = offices[id_]
            if id_ in by_hand and _shared(holdings):
                office = _beside(office, positions[id_], names[country][0])
            yield _settled(office, holdings, ends.get(country, ""))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            died = row.get("DOD") or "9999"
            latin = re.match(r"[A-Za-zÀ-ɏ]", row["person"]) and " " in row["person"].strip()
            if not latin or not row["start"] or (row["end"] and row["end"] < "2000") or row["start"] < "1985":
                continue
            born = row.get("DOB") or ""
            if row["start"][:4] > died[:4] or (row["end"] and row["end"][: len(row["start"])] < row["start"]):
                continue
            if born and not 18 <= int(row["start"][:4]) - int(born[:4]) <= 95:
                continue  # the lists have slips
            yield row


def _holding(row: dict[str, str], office: str, country: str) -> Holding:
    known = Known(row, country)
    return Holding(
        office=office, name=known.name, start=row["start"], end=row["end"], source=SOURCE, confidence=0.85,
        person=known.id, gender=known.gender, born=known.born, died=known.died, country=country,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ which office


def _known_titles(country: str, by_hand: Mapping[str, Office], owners: set[str]) -> dict[str, str]:
    """Give what is left of the titles of a country's offices without the country, with their ids."""
    found: dict[str, str] = {}
    for kind, (title, aliases, _, _) in KINDS.items():
        for one in (title, *aliases.split("; ")):
            bare = one.replace(" of {n}", "").replace("{a} ", "").replace(" {n}", "")
            found.setdefault(_canonical(bare), f"{country.lower()}-{kind}")
    for office in by_hand.values():
        if office.country != country:
            continue
        for one in (office.title, *office.aliases):
            found[_canonical(_without(one, owners))] = office.id
            found.setdefault(_canonical(one), office.id)
        if target := re.search(r"[Aa]mbassador\b.* to (?:the )?(.+)", office.title):
            found[f"to {fold_title(target[1])}"] = office.id
    return found


def _without(title: str, owners: set[str]) -> str:
    words = fold_title(title).split()
    for length in range(1, min(6, len(words))):
        if " ".join(words[:length]) in owners:
            return " ".join(words[length:])
    for length in range(1, min(7, len(words))):
        tail = words[-length:]
        tail = tail[1:] if tail[0] == "the" else tail
        if " ".join(tail) in owners and words[-length - 1] in ("of", "for"):
            return " ".join(words[: -length - 1])
    return title


def _canonical(title: str) -> str:
    return canonical_title(re.sub(r"(?i)\bsecretary of state (?:for|of) ", "secretary of ", title))


def _office(
    position: str,
    country: str,
    name: tuple[str, str],
    known: Mapping[str, str],
    by_hand: Mapping[str, Office],
) -> Office:
    position = position[0].upper() + position[1:]
    lower = position.lower()
    id_ = ""
    if abroad := re.match(r"(?:ambassador|high commissioner) (?:to|in) (?:the )?(.+)", lower):
        target = fold_title(abroad[1])
        id_ = known.get(f"to {_TARGETS.get(target, target)}", "")
    elif re.fullmatch(
        r"permanent representative to the united nations(, new york)?|ambassador to the united nations", lower
    ):
        id_ = f"{country.lower()}-un-ambassador"
    elif not (country in _MIXED and lower == "deputy premier"):  # of a state, and no deputy prime minister
        id_ = known.get(_canonical(position), "")
    if id_ in by_hand:
        return by_hand[id_]
    kind = id_.partition("-")[2]
    if kind in KINDS:
        office = kind_office(country, kind, *name)
        office.source = SOURCE
        return office
    sectors, rank = next(
        ((sectors, rank) for words, sectors, rank in _SECTORS if re.search(words, lower)), ("GOV", 6)
    )
    aliases: list[str] = []
    if _REGIONAL.match(lower):
        title, sectors, rank = f"{position}, {_bare(name[0])}", "GOV", 7 if "mayor" in lower else 6
        if country == "USA":
            title = position
        aliases = [position]
    elif abroad or lower.startswith("permanent rep"):
        title = re.sub(r"(?i) (to|in) ", rf" of {name[0]} \1 ", position, count=1)
    else:
        title = f"{position} of {name[0]}"
    return Office(
        id=f"{country.lower()}-{slug(position)}", title=title, country=country, aliases=aliases,
        sectors=sectors.split(";"), rank=rank, source=SOURCE,
    )  # fmt: skip


def _bare(name: str) -> str:
    return re.sub(r"^the ", "", name)


# ------------------------------------------------------------------------------------------------ who, until when


def _shared(held: list[Holding]) -> bool:
    return any(
        _overlap(*sorted((one, other), key=_start)) for i, one in enumerate(held) for other in held[i + 1 :]
    )


def _beside(office: Office, position: str, name: str) -> Office:
    """Make the office of those whom a list mixes with the holders of one that a seat list has."""
    position = position[0].upper() + position[1:]
    country = office.country
    return Office(
        id=f"{country.lower()}-{slug(position)}-listed", title=f"{position}, {_bare(name)}", country=country,
        sectors=list(office.sectors), rank=min(8, office.rank + 2), source=SOURCE, seats="many",
    )  # fmt: skip


def _settled(office: Office, held: list[Holding], cabinet_end: str) -> tuple[Office, list[Holding]]:
    """Settle ends and overlaps of the holdings of an office."""
    held = sorted({(one.person, one.start): one for one in held}.values(), key=_start)
    kept: list[Holding] = []
    shared = _shared(held)
    for index, one in enumerate(held):
        one.office = office.id
        following = next((h for h in held[index + 1 :] if h.person != one.person), None)
        if not one.end and following and not shared:
            one.end = following.start
        elif not one.end and not _still_open(office, one, cabinet_end):
            continue
        if not shared and following and one.end and following.start < one.end:
            one.end = following.start
        again = next((h for h in held[index + 1 :] if h.person == one.person), None)
        if again and one.end and again.start < one.end:
            one.end = again.start
        if shared:
            one.confidence = min(one.confidence, 0.7)
        if not one.end or one.start[: len(one.end)] <= one.end:
            kept.append(one)
    if shared:
        office.seats = "many"
        if office.country in _MIXED and re.match(
            r"(Minister|Treasurer|Attorney|Deputy P|Speaker)", office.title
        ):
            office.title = f"{re.split(r' of |, ', office.title)[0]} (federal, or of a state)"
            office.aliases = []
    return office, kept


def _start(one: Holding) -> tuple[str, str]:
    return one.start, one.person


def _overlap(one: Holding, other: Holding) -> bool:
    """Say whether two people hold one office together for more than two months."""
    if one.person == other.person or not one.end:
        return False
    until = min(one.end, other.end or "9999")
    return (int(until[:4]) * 12 + int(until[5:7] or 12)) - (
        int(other.start[:4]) * 12 + int(other.start[5:7] or 1)
    ) > 2


def _still_open(office: Office, one: Holding, cabinet_end: str) -> bool:
    """End what was open when the lists end: with the cabinet, else after the usual term; old ones are dropped."""
    if one.start < "2016":
        return False
    one.confidence = 0.5
    if office.sectors[0] == "JUD" and "ustice" in office.title:
        return True
    if _CABINET.search(office.title) and "mbassador" not in office.title and cabinet_end > one.start:
        one.end, one.confidence = cabinet_end, 0.6
    else:
        one.end = max(LISTS_END, str(int(one.start[:4]) + 4))
    return True
