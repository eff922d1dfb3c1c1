"""The world on a day: who held what, what a state was called and numbered, who stood how high.

:class:`World` joins the tables once, when the knowledge is loaded; its questions are answered by dictionary.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from dragoman.knowledge.index import Index
from dragoman.knowledge.tables import (
    INTERNATIONAL,
    OPEN,
    UNKNOWN,
    Affiliation,
    Body,
    Election,
    Holder,
    Office,
    Person,
    State,
)

__all__ = ["Standing", "World", "actor_code", "borne_title", "elect_title"]

GRACE = 365
"""Days after the last known change of any office for which open facts are still taken to hold."""

_PROMINENCE = (1.0, 0.9, 0.83, 0.75, 0.68, 0.6, 0.52, 0.46, 0.4)  # of an office by its rank 1 … 9
_CODE_PREFIX = {"UNO": "IGOUNO", "EUR": "IGOEUR"}
_WORLD_FAMOUS = frozenset({"USA", "RUS", "CHN", "GBR", "FRA", "DEU", "IND", "UKR", "ISR", "TUR"})
"""Whose heads the world's news calls by the surname alone, whoever else bears it."""
_WITHOUT_SECTOR = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM"})
_LEADING = frozenset(("leader", "chief", "head", "commander", "founder", "president", "chairman", "chair"))
_FIRST_TITLES = ("President of", "Prime Minister", "Chancellor", "King", "Queen", "Supreme Leader", "Pope")


class Standing(NamedTuple):
    """What someone was on a day.

    Attributes:
        role: in words, ``None`` where it is unknown.
        country: code of a state, or one of PLOVER's international ones; ``""`` where it is unknown.
        prominence: 0 unknown … 1 head of state or government on that day; up to 1.2 for the best known.
        unresolved: why role or sectors are unknown.
    """

    role: str | None
    country: str
    sectors: tuple[str, ...]
    code: str | None
    prominence: float
    why: str
    unresolved: dict[str, str]


class World:
    """The tables, joined."""

    def __init__(self, index: Index) -> None:
        tables = index.tables
        self.index = index
        self.tables = tables
        self.states: dict[str, State] = {state.code: state for state in tables.states}
        self.bodies: dict[str, Body] = {body.id: body for body in tables.bodies}
        self.offices: dict[str, Office] = {office.id: office for office in tables.offices}
        self.people: dict[str, int] = {person.id: row for row, person in enumerate(tables.people)}
        self._held_by: defaultdict[str, list[Holder]] = defaultdict(list)
        self._held: defaultdict[str, list[Holder]] = defaultdict(list)
        for holder in tables.holders:
            self._held_by[holder.person].append(holder)
            self._held[holder.office].append(holder)
        self._won: defaultdict[str, list[Election]] = defaultdict(list)
        self._stood: defaultdict[str, list[Election]] = defaultdict(list)
        self._elections: defaultdict[str, list[Election]] = defaultdict(list)
        for election in tables.elections:
            self._elections[election.office].append(election)
            if election.winner:
                self._won[election.winner].append(election)
            for person in dict.fromkeys((election.winner, *election.candidates)):
                if person:
                    self._stood[person].append(election)
        self._affiliated: defaultdict[str, list[Affiliation]] = defaultdict(list)
        for affiliation in tables.affiliations:
            self._affiliated[affiliation.person].append(affiliation)
        self._numbers: defaultdict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
        for number in tables.state_numbers:
            self._numbers[number.code, number.system].append((number.start, number.end, number.number))
        try:
            last = dt.date.fromisoformat(index.known_until) + dt.timedelta(days=GRACE)
            self.trusted_until = last.isoformat()
        except (ValueError, OverflowError):
            self.trusted_until = OPEN
        self.standing = lru_cache(maxsize=8192)(self._standing)  # a story asks of few people on one day

    # ------------------------------------------------------------------------------------------ states

    def number(self, code: str, system: str, date: str) -> int | None:
        """Give the number of a state in a system (``"cow"``, ``"gw"``) on a day, if it had one."""
        for start, end, number in self._numbers.get((code, system), ()):
            if start <= date <= end:
                return number
        return None

    def coded_country(self, code: str) -> tuple[str, tuple[str, ...]]:
        """Give the country under which a place is coded, and the sectors that it adds.

        What has no ISO code is coded under the state that governs or claims it, and what claims to be a state
        of its own adds PRE (PLOVER codebook, partially recognized entities).
        """
        state = self.states.get(code)
        if state is None or code == "XKX" or state.kind in ("state", "historic"):
            return code, ()
        claimed: tuple[str, ...] = ("PRE",) if state.kind == "unrecognised" else ()
        if state.parent and (code[0] == "X" or state.kind == "region"):
            return state.parent, claimed
        return code, claimed

    def with_article(self, state: State) -> str:
        """Give a state's name as it stands after ``of``: the Netherlands, France."""
        starts = (
            "United ",
            "Democratic Republic",
            "Republic ",
            "Central African",
            "Dominican Rep",
            "Soviet",
            "Holy",
        )
        ends = ("Islands", "Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Gambia", "Strip")
        article = state.name.startswith(starts) or state.name.endswith(ends)
        return f"the {state.name}" if article else state.name

    def adjective(self, code: str) -> str:
        """Give the adjective of a state, else its name: Russian, Solomon Islands."""
        state = self.states[code]
        return state.demonyms[0].lstrip("~") if state.demonyms else state.name

    # ------------------------------------------------------------------------------------------ offices

    def holders(self, office: str, date: str) -> list[Holder]:
        """Give who held an office on a day: of successive holders the last to have come, and any acting one."""
        held = [
            holder for holder in self._held.get(office, ()) if self.active(holder.start, holder.end, date)
        ]
        if len(held) < 2:
            return held
        office_row = self.offices[office]
        if office_row.seats != "1":
            return held
        held.sort(key=lambda holder: holder.start, reverse=True)
        if not held[0].note:
            return held[:1]
        staying = [holder for holder in held if holder.end > date]  # on the day of a handover only who stays
        return staying or held[:1]

    def elect(self, office: str, date: str) -> Election | None:
        """Give the election whose winner waited on a day to take an office, if there is one."""
        for election in self._elections.get(office, ()):
            if election.winner and election.date <= date < election.inauguration:
                return election
        return None

    def active(self, start: str, end: str, date: str) -> bool:
        """Say whether a period holds on a day; an open one is not trusted long after the last known fact."""
        if not start <= date <= end:
            return False
        return end < OPEN or date <= self.trusted_until

    def office_standing(self, office: Office) -> tuple[str, tuple[str, ...], str | None]:
        """Give country, sectors and code of whoever holds an office."""
        country, extra = self.coded_country(office.country)
        sectors = tuple(dict.fromkeys((*office.sectors, *extra)))
        body = self.bodies.get(office.body)
        given = body.code if body and office.country in INTERNATIONAL else ""
        return country, sectors, actor_code(country, sectors, given)

    def body_standing(self, body: Body) -> tuple[str, tuple[str, ...], str | None]:
        """Give country, sectors and code of a body."""
        country, extra = self.coded_country(body.country)
        sectors = tuple(dict.fromkeys((*body.sectors, *extra)))
        return country, sectors, actor_code(country, sectors, body.code)

    # ------------------------------------------------------------------------------------------ people

    def _standing(self, row: int, date: str | None) -> Standing:
        """Say what a person was on a day (or, without a day, only where they belong)."""
        person = self.tables.people[row]
        home, _ = self.coded_country(person.country)
        if date is None:
            return self._undated(row, home)
        if date < person.born:
            why = f"born {person.born}"
            return Standing(None, home, (), None, 0.0, why, {"role": why, "sectors": why})
        held = self._held_by.get(person.id, [])
        won = self._waiting(person.id, date)
        current = self._best([holder for holder in held if self._holds(holder, date)])
        if current and not (won and self.offices[won.office].rank < self.offices[current.office].rank):
            return self._holding(current)
        if won:
            return self._elect(won)
        if date <= person.died and (affiliated := self._affiliation(person.id, home, date)):
            former = self._former(held, home, date)
            if former and former.prominence > affiliated.prominence:
                affiliated = affiliated._replace(prominence=former.prominence)
            return _running(affiliated, self._candidacy(person.id, home, date))
        if person.died < date:
            return self._dead(person, held, home, date)
        if date > self.trusted_until and any(one.end == OPEN and one.start <= date for one in held):
            return self._unknown(person.id, home, held, date)
        former = self._former(held, home, date)
        if stood := self._candidacy(person.id, home, date):
            if former and former.role:
                sectors = tuple(dict.fromkeys((*stood.sectors, *former.sectors)))
                return stood._replace(role=f"{stood.role}, {former.role}", sectors=sectors)
            return stood
        if former:
            return former
        return self._unknown(person.id, home, held, date)

    def _dead(self, person: Person, held: list[Holder], home: str, date: str) -> Standing:
        """Say what a dead person was; who died of late keeps the prominence.

        Generals and judges who died in office are of their office's sector still, not of the former elite.
        """
        why = f"died {person.died}"
        last_days = (dt.date.fromisoformat(person.died) - dt.timedelta(days=31)).isoformat()
        late = date <= (dt.date.fromisoformat(person.died) + dt.timedelta(days=366)).isoformat()
        former = self._former(held, home, date)
        if former is None:
            last = self._affiliation(person.id, home, person.died)
            if last is None:
                return Standing(None, home, (), None, 0.15, why, {"role": why, "sectors": why})
            prominence = last.prominence if late else 0.25
            return last._replace(role=f"former {last.role}", prominence=prominence, why=f"{last.why}; {why}")
        prominence = former.prominence if late else 0.25
        if in_office := self._best([holder for holder in held if last_days <= holder.end <= date]):
            country, sectors, code = self.office_standing(self.offices[in_office.office])
            if sectors[:1] != ("GOV",):
                former = former._replace(country=country, sectors=sectors, code=code)
        return former._replace(prominence=prominence, why=f"{former.why}; {why}")

    def _undated(self, row: int, home: str) -> Standing:
        person = self.tables.people[row]
        reason = "no date was given, and offices depend on it"
        ranks = [self.offices[holder.office].rank for holder in self._held_by.get(person.id, ())]
        high = _PROMINENCE[min(ranks) - 1] if ranks else 0.4
        return Standing(
            None, home, (), None, high * 0.9, "", {"role": reason, "sectors": reason, "code": reason}
        )

    def _holds(self, holder: Holder, date: str) -> bool:
        if not self.active(holder.start, holder.end, date):
            return False
        # the day of a handover, or a month or year of which no more is known, is the successor's
        others = self.holders(holder.office, date)
        return holder in others

    def _best(self, held: list[Holder]) -> Holder | None:
        if not held:
            return None
        return min(
            held,
            key=lambda holder: (
                self.offices[holder.office].rank,
                bool(holder.note),
                not self.offices[holder.office].title.startswith(_FIRST_TITLES),
                holder.start,
            ),
        )

    def _holding(self, holder: Holder) -> Standing:
        office = self.offices[holder.office]
        country, sectors, code = self.office_standing(office)
        title = borne_title(office.title, self.tables.people[self.people[holder.person]].gender)
        role = f"acting {title}" if holder.note == "acting" else title
        since = f"{title} from {_from(holder.start)}"
        prominence = _PROMINENCE[office.rank - 1]
        if office.title.startswith("Supreme Leader") or (office.rank == 1 and country in _WORLD_FAMOUS):
            prominence += 0.2
        if (state := self.states.get(office.country)) and state.kind == "territory" and state.parent:
            prominence -= 0.2
        if country in INTERNATIONAL and office.rank > 1:
            prominence -= 0.1
        if holder.note == "disputed":
            prominence, since = prominence - 0.1, f"{since}, disputed"
        return Standing(role, country, sectors, code, prominence, since, {})

    def _waiting(self, person: str, date: str) -> Election | None:
        for election in self._won.get(person, ()):
            if election.date <= date < election.inauguration:
                return election
        return None

    def _elect(self, election: Election) -> Standing:
        office = self.offices[election.office]
        country, sectors, code = self.office_standing(office)
        why = f"elected {election.date}, takes office {election.inauguration}"
        prominence = _PROMINENCE[office.rank - 1] - 0.03
        return Standing(elect_title(office.title), country, sectors, code, prominence, why, {})

    def _affiliation(self, person: str, home: str, date: str) -> Standing | None:
        active = [one for one in self._affiliated.get(person, ()) if self.active(one.start, one.end, date)]
        if not active:
            return None
        one = max(active, key=lambda each: (_weight(each.role), each.start))
        body = self.bodies.get(one.body)
        country, extra = self.coded_country(one.country or (body.country if body else "") or home)
        sectors = tuple(dict.fromkeys((*(one.sectors or (body.sectors if body else ())), *extra)))
        role = one.role or "member"
        if body and body.name.casefold() not in role.casefold() and body.kind != "legislature":
            role = f"{role}, {body.name}"
        code = actor_code(country, sectors, body.code if body and country in INTERNATIONAL else "")
        return Standing(role, country, sectors, code, _weight(one.role), role, {})

    def _candidacy(self, person: str, home: str, date: str) -> Standing | None:
        for election in self._stood.get(person, ()):
            opens = (dt.date.fromisoformat(election.date) - dt.timedelta(days=366)).isoformat()
            if opens <= date < election.date:
                office = self.offices[election.office]
                country, _ = self.coded_country(office.country)
                code = actor_code(country or home, ("PTY",), "")
                why = f"stands for election on {election.date}"
                role = f"candidate for {office.title}"
                return Standing(role, country or home, ("PTY",), code, 0.87 - 0.05 * office.rank, why, {})
        return None

    def _former(self, held: list[Holder], home: str, date: str) -> Standing | None:
        ended = [
            holder for holder in held if holder.end < date or (holder.end == date and holder.start < date)
        ]
        if not ended:
            return None
        last = min(ended, key=lambda holder: (self.offices[holder.office].rank, -_year(holder.end)))
        office = self.offices[last.office]
        country, extra = self.coded_country(office.country)
        if country in INTERNATIONAL or not country:
            country = home or country
        years = max(0, _year(date) - _year(last.end))
        keeps = 0.8 if office.rank == 1 else 0.7  # the news goes on about who has led a country
        prominence = max(0.2, _PROMINENCE[office.rank - 1] * keeps - 0.015 * years)
        sectors = ("ELI", *extra)
        title = borne_title(office.title, self.tables.people[self.people[last.person]].gender)
        role, why = f"former {title}", f"{title} until {last.end}"
        return Standing(role, country, sectors, actor_code(country, sectors, ""), prominence, why, {})

    def _unknown(self, person: str, home: str, held: list[Holder], date: str) -> Standing:
        later = [holder for holder in held if holder.start > date]
        open_ended = [holder for holder in held if holder.start <= date and holder.end == OPEN]
        if open_ended:
            title = self.offices[open_ended[-1].office].title
            reason = f"our facts end on {self.index.known_until}; the last known role is {title}"
        elif later:
            first = min(later, key=lambda holder: holder.start)
            reason = f"no office known on {date}; {self.offices[first.office].title} from {first.start}"
        else:
            reason = f"no office or affiliation known on {date}"
        soon = bool(later) and _year(later[0].start) - _year(date) < 3
        prominence = 0.4 if open_ended else 0.3 if soon else 0.1 if later else 0.2
        return Standing(None, home, (), None, prominence, reason, {"role": reason, "sectors": reason})


def actor_code(country: str, sectors: tuple[str, ...], given: str = "") -> str | None:
    """Join country and primary sector to a code (``RUSGOV``, ``IGOUNO``), ``None`` without a country."""
    if given or not country:
        return given or None
    prefix = _CODE_PREFIX.get(country, country)
    return prefix if country in _WITHOUT_SECTOR or not sectors else prefix + sectors[0]


_QUEENS = (
    ("King of", "Queen of"),
    ("Emperor of", "Empress of"),
    ("Grand Duke of", "Grand Duchess of"),
    ("Prince of", "Princess of"),
)


def borne_title(title: str, gender: str) -> str:
    """Give an office's title as its holder bears it: Elizabeth II was no King of the United Kingdom."""
    if gender == "f":
        for his, hers in _QUEENS:
            if title.startswith(his):
                return hers + title[len(his) :]
    return title


def elect_title(title: str) -> str:
    """Give the title of who has won an office and not yet taken it: ``President-elect of Mexico``."""
    for office, coming in (
        ("President", "President-elect"),
        ("Prime Minister", "Prime minister-designate"),
        ("Chancellor", "Chancellor-designate"),
    ):
        if title == office or title.startswith(f"{office} "):
            return coming + title[len(office) :]
    return f"{title} (elect)"


def _from(start: str) -> str:
    return "an unknown day" if start == UNKNOWN else start


def _year(day: str) -> int:
    return int(day[:4])


def _running(standing: Standing, candidacy: Standing | None) -> Standing:
    """Add a candidacy to what someone is: a senator who runs for president is a senator still."""
    if candidacy is None:
        return standing
    return standing._replace(
        role=f"{standing.role}, {candidacy.role}",
        sectors=tuple(dict.fromkeys((*standing.sectors, *candidacy.sectors))),
        prominence=max(standing.prominence, candidacy.prominence),
        why=f"{standing.why}; {candidacy.why}",
    )


def _weight(role: str) -> float:
    """Give the prominence of what someone is beside the offices, by the words for it."""
    if role.startswith(
        ("son of", "daughter of", "wife of", "husband of", "brother of", "sister of", "father of")
    ):
        return 0.3
    words = role.casefold().split()
    if "candidate" in words:
        return 0.46
    return 0.62 if _LEADING.intersection(words) else 0.47
