"""How what is written by hand and what is mined become one list of holdings.

An office that is written by hand is ours from the first day written by hand; mined holdings of it are kept before
that day only, and their spelling of a name becomes an alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from tools.knowledge_people import factbook, wikidata
from tools.knowledge_people.files import HAND, read
from tools.knowledge_people.kinds import KINDS
from tools.knowledge_people.names import compatible, fold
from tools.knowledge_people.register import Register
from tools.knowledge_people.seats import Holding, Office, kind_office

__all__ = ["combine"]


def combine(
    by_hand: dict[str, list[Holding]],
    mined: Iterable[Holding],
    offices: dict[str, Office],
    names: dict[str, tuple[str, str]],
    register: Register,
) -> Iterator[Holding]:
    """Yield the holdings by hand, then the mined ones that stand before them; enter the offices of the latter."""
    titles = {row["office"]: row for row in read(HAND / "mined_offices.csv")}
    mined = list(mined)
    for holding in mined:
        if holding.office in by_hand:
            _spell(by_hand[holding.office], holding)
    for held in by_hand.values():
        yield from held
    first_by_hand = {office: min((h.start for h in held), default="9999") for office, held in by_hand.items()}
    first_by_source: dict[tuple[str, str], str] = {}
    for holding in mined:
        key = (holding.office, holding.source)
        first_by_source[key] = min(first_by_source.get(key, "9999"), holding.start)
    for holding in mined:
        limit = first_by_hand.get(holding.office, "9999")
        if holding.source == wikidata.SOURCE:  # observed months beat statements that ended in 2022
            limit = min(limit, first_by_source.get((holding.office, factbook.SOURCE), "9999"))
        if holding.start >= limit:
            if holding.office in by_hand:
                register_alias(register, holding)
                if holding.source == wikidata.SOURCE and not _held(by_hand[holding.office], holding):
                    yield _beside(offices, holding, names)
            continue
        if not holding.end or holding.end > limit:
            if (
                not holding.end
                and limit == "9999"
                and holding.source == wikidata.SOURCE
                and holding.start < "2022"
            ):
                holding.confidence = 0.5  # open when the list ended, in 2022; perhaps over since
            if limit != "9999":
                holding.end = limit
        if limit != "9999" and _days(holding.start, limit) < 150:
            continue  # the same beginning, dated a little otherwise
        if holding.office in _NONE or (holding.office, holding.name) in _WRONG:
            continue
        if holding.office not in offices:
            code, _, kind = holding.office.partition("-")
            if holding.office in titles:
                row = titles[holding.office]
                offices[holding.office] = Office(
                    id=holding.office,
                    title=row["title"],
                    country=code.upper(),
                    aliases=row["aliases"].split("|"),
                    sectors=row["sectors"].split("|"),
                    rank=int(row["rank"]),
                    source=holding.source,
                )
            elif kind in KINDS:
                offices[holding.office] = kind_office(code.upper(), kind, *names[code.upper()])
                offices[holding.office].source = holding.source
            else:
                raise ValueError(f"{holding.office}: say in hand/mined_offices.csv what this office is")
        yield holding


def _held(by_hand: list[Holding], mined: Holding) -> bool:
    """Say whether a seat list has the person of a mined holding, under any spelling."""
    last = fold(mined.name).split()[-1]
    return any(
        last in fold(held.name).split() or compatible(held.name, mined.name) or _akin(held.name, mined.name)
        for held in by_hand
    )


def _beside(offices: dict[str, Office], holding: Holding, names: dict[str, tuple[str, str]]) -> Holding:
    """Keep whom a list names and the seats do not: short in office, or a junior minister; both are possible."""
    seat = offices[holding.office]
    country = names[seat.country][0]
    id_ = f"{seat.id}-listed"
    title = f"{seat.title.removesuffix(f' of {country}')}, {country.removeprefix('the ')}"
    offices.setdefault(
        id_,
        Office(
            id=id_, title=title, country=seat.country, sectors=list(seat.sectors), rank=min(8, seat.rank + 2),
            source=wikidata.SOURCE, seats="many",
        ),
    )  # fmt: skip
    holding.office, holding.confidence = id_, 0.7
    return holding


def _spell(by_hand: list[Holding], mined: Holding) -> None:
    """Give whoever held the office by hand while a source saw somebody in it that source's spellings.

    One seat, one time, and a name in part the same: one person.
    """
    first, last = mined.seen
    for held in by_hand:
        if not (held.start <= last and first < (held.end or "9999")) or held.note == "acting":
            continue
        if abs(_days(held.start[:10], mined.start)) > 200 and mined.start[:4] > "1990":
            continue
        for name in (mined.name, *mined.spellings):
            if fold(name) != fold(held.name) and _akin(name, held.name) and name not in held.spellings:
                held.spellings.append(name)


def _akin(one: str, other: str) -> bool:
    """Say whether two names share a word, or much of their letters."""
    words, others = set(fold(one).split()), set(fold(other).split())
    if any(len(word) > 3 for word in words & others):
        return True
    return SequenceMatcher(None, " ".join(sorted(words)), " ".join(sorted(others))).ratio() >= 0.7


def register_alias(register: Register, holding: Holding) -> None:
    """Keep the spelling of a mined name as an alias of the person that is written by hand."""
    matches = [
        person
        for person in register.people.values()
        if person.country == holding.country
        and any(compatible(holding.name, n) for n in (person.name, *person.aliases))
    ]
    if len(matches) == 1 and fold(matches[0].name) != fold(holding.name):
        matches[0].aliases[holding.name] = None


# what the Factbook's words make an office of and is none
_NONE = frozenset(
    {"esp-president", "vat-president", "esp-vice-president", "che-vice-president", "ssd-vice-president"}
)
_WRONG = frozenset({("jam-governor-general", "Michaelle Jean"), ("sdn-finance", "Abdalla Hamdok")})


def _days(start: str, end: str) -> int:
    """Count the days from one written date to another, roughly."""
    first, last = ([int(part) for part in (date + "-01-01").split("-")[:3]] for date in (start, end))
    return (last[0] - first[0]) * 365 + (last[1] - first[1]) * 30 + last[2] - first[2]
