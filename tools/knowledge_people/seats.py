"""The hand-written seat lists (``hand/*.seats``): one office after the other, each with its holders in order.

::

    = fra foreign : Title | alias; alias | SECTOR;SECTOR | rank | body | many   (all after the kind may be left out)
    2017-05-17 Jean-Yves Le Drian
    2022-05-20 Catherine Colonna /f
    2024-01-12..2024-09-21 Stéphane Séjourné

A line is a start, or ``start..end``, then a name. Without an end, a holding lasts until the next one of the
office (unless ``many`` hold it at a time), the last one is open; ``-`` as a name says that the office fell vacant.
``[id]`` names the person where several bear the name, ``/f`` marks a woman, ``*acting`` an acting holder, ``?0.8``
our confidence where it is below the ordinary 0.95. ``//`` begins a comment.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.knowledge_people.kinds import KINDS

__all__ = ["Holding", "Office", "kind_office", "read_seats"]

ORDINARY = 0.95


@dataclass
class Office:
    """A row of offices.csv in the making."""

    id: str
    title: str
    country: str
    aliases: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=lambda: ["GOV"])
    rank: int = 4
    body: str = ""
    seats: str = "1"
    source: str = "editors"


@dataclass
class Holding:
    """A row of holders.csv in the making, with what its source says of the person."""

    office: str
    name: str
    start: str = ""
    end: str = ""
    note: str = ""
    source: str = "editors"
    confidence: float = ORDINARY
    person: str = ""
    gender: str = ""
    born: str = ""
    died: str = ""
    country: str = ""
    spellings: list[str] = field(default_factory=list)
    """Other spellings of the name in the source."""
    seen: tuple[str, str] = ("", "")
    """From when to when the source saw the holder in office."""


def kind_office(country: str, kind: str, name: str, adjective: str) -> Office:
    """Make the standard office of a kind for a country."""
    title, aliases, sectors, rank = KINDS[kind]
    names = {"n": name, "a": adjective}
    return Office(
        id=f"{country.lower()}-{kind}",
        title=title.format(**names),
        country=country,
        aliases=[alias.format(**names) for alias in aliases.split("; ") if alias],
        sectors=sectors.split(";"),
        rank=rank,
    )


_LINE = re.compile(
    r"(?P<start>\d{4}(?:-\d\d){0,2})(?:\.\.(?P<end>\d{4}(?:-\d\d){0,2}))?\s+(?P<name>[^\[/*?]+?)\s*"
    r"(?:\[(?P<id>[\w-]+)\])?\s*(?P<female>/f)?\s*(?P<acting>\*acting)?\s*(?:\?(?P<conf>[\d.]+))?\s*(?P<acting2>\*acting)?"
)


def read_seats(path: Path, adjectives: dict[str, tuple[str, str]]) -> Iterator[tuple[Office, list[Holding]]]:
    """Read a seat list: every office with its holdings in order.

    Args:
        path: the file.
        adjectives: country code → (name, adjective), for titles and aliases.

    Raises:
        ValueError: a line is not in the form above; the message names file and line.
    """
    office: Office | None = None
    lines: list[tuple[str, str, Holding | None]] = []
    for number, raw in enumerate([*path.read_text("utf-8").splitlines(), "= end of-file"], start=1):
        line = raw.split("//")[0].strip()
        if not line:
            continue
        if line.startswith("="):
            if office is not None:
                yield office, [one for _, _, one in lines if one] if office.seats == "many" else _close(lines)
            lines = []
            if line != "= end of-file":
                office = _head(line, adjectives, f"{path.name} line {number}")
            continue
        match = _LINE.fullmatch(line)
        if not match or office is None:
            raise ValueError(f"{path.name} line {number}: {line!r} is not 'start[..end] Name'; see seats.py")
        start, end, name = match["start"], match["end"] or "", match["name"].strip()
        if name == "-":
            lines.append((start, end, None))
            continue
        holding = Holding(
            office=office.id,
            name=name,
            start=start,
            end=end,
            note="acting" if match["acting"] or match["acting2"] else "",
            confidence=float(match["conf"] or ORDINARY),
            person=match["id"] or "",
            gender="f" if match["female"] else "m",
            country="" if office.country in {"IGO", "UNO", "EUR"} else office.country,
        )
        lines.append((start, end, holding))


def _head(line: str, adjectives: dict[str, tuple[str, str]], where: str) -> Office:
    head, _, rest = line[1:].partition(" : ")
    try:
        code, kind = head.split()
        name, adjective = adjectives[code.upper()]
    except (ValueError, KeyError):
        raise ValueError(f"{where}: {head!r} is not '= country kind' of a known country") from None
    parts = [part.strip() for part in rest.split("|")] if rest else []
    if kind in KINDS:
        office = kind_office(code.upper(), kind, name, adjective)
        if parts:
            office.title = parts[0]
    elif len(parts) < 2:
        raise ValueError(f"{where}: the kind {kind!r} needs a title and aliases")
    else:
        office = Office(id=f"{code}-{kind}", title=parts[0], country=code.upper())
    if len(parts) > 1:
        own = [alias.strip() for alias in parts[1].split(";") if alias.strip()]
        office.aliases = own + [alias for alias in office.aliases if alias not in own]
    if len(parts) > 2 and parts[2]:
        office.sectors = parts[2].split(";")
    if len(parts) > 3:
        office.rank = int(parts[3])
    if len(parts) > 4:
        office.body = parts[4]
    if len(parts) > 5:
        office.seats = parts[5]
    return office


def _close(lines: list[tuple[str, str, Holding | None]]) -> list[Holding]:
    """Give holdings without an end the start of the next line."""
    ordered = sorted(lines, key=lambda entry: entry[0])
    for (_, end, holding), (following, _, _) in itertools.pairwise(ordered):
        if holding is not None and not end:
            holding.end = following
    return [holding for _, _, holding in ordered if holding is not None]
