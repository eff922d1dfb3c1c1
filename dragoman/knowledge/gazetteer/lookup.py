"""Looking places up by name: :class:`Gazetteer`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.knowledge.gazetteer.form import BUILT, CAPITAL, DERIVED, HOW, KINDS, read
from dragoman.knowledge.gazetteer.names import around, fold, is_town, key, without_kind

__all__ = ["Gazetteer", "Known", "Outlet", "load"]

PROMINENT = 100_000
"""Inhabitants from which a town is meant by its name alone."""


@dataclass(frozen=True, slots=True)
class Known:
    """A place of the gazetteer.

    Attributes:
        number: in the gazetteer.
        country: ISO 3166-1 alpha-2 code, ``""`` for what lies in none or in several.
        unit1, unit2: numbers of the units of the first and second level that it lies in, or -1.
        derived: whether its point was derived from the towns of a unit.
    """

    number: int
    name: str
    kind: str
    country: str
    unit1: int
    unit2: int
    lat: float
    lon: float
    population: int
    geonames: int
    capital: bool
    derived: bool


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet and the number of its home in the gazetteer."""

    name: str
    home: int


class Gazetteer:
    """Places by name. Made by :func:`load`; about 30 MB, all of it arrays."""

    def __init__(self, path: Path = BUILT) -> None:
        columns, meta = read(path)
        self._keys, self._owners, self._how = columns["keys"], columns["owners"], columns["how"]
        self._columns, self._text, self._codes = columns, columns["text"].tobytes(), meta["codes"]
        self.iso3: dict[str, str] = dict(zip(meta["codes"], meta["iso3"], strict=True))
        self.iso3.pop("", None)
        self.hash: str = meta["hash"]
        self.sources: str = meta["sources"]
        self._units: dict[str, int] = meta["units"]
        self._outlets = {domain: Outlet(*found) for domain, found in meta["outlets"].items()}
        self.place = lru_cache(maxsize=20_000)(self._place)
        self.find = lru_cache(maxsize=20_000)(self._find)
        self._kinds = lru_cache(maxsize=20_000)(self._kinds_of)

    def __len__(self) -> int:
        return len(self._columns["kind"])

    def named(self, folded: str) -> list[tuple[int, int]]:
        """Give (number, index into :data:`HOW`) of the places of one folded name, as it stands."""
        wanted = key(folded)
        first = int(np.searchsorted(self._keys, wanted))
        found: list[tuple[int, int]] = []
        while first < len(self._keys) and int(self._keys[first]) == wanted:
            found.append((int(self._owners[first]), int(self._how[first])))
            first += 1
        return found

    def _find(self, name: str) -> tuple[tuple[int, str], ...]:
        """Give (number, how it is called so) of all places of a name; without its kind where there is none.

        "Lamar County" finds the counties; "Donetsk oblast" the unit, whatever its list calls it.
        """
        folded = fold(name)
        if not folded:
            return ()
        found = self.named(folded)
        if not found:
            for short in without_kind(folded):
                found = [(number, 2) for number, how in self.named(short) if how < 3]
                kind, town = self._columns["kind"], is_town(folded)
                found = [(n, how) for n, how in found if (kind[n] == 3) == town] or found
                if found:
                    break
            if not found and (middle := around(folded)):
                found = [(number, 2) for number, how in self.named(middle) if how < 3]
        return tuple((number, HOW[how]) for number, how in found)

    def kinds(self, name: str) -> frozenset[int]:
        """Give of what kinds (indices into :data:`KINDS`) the places of a name are; empty for an unknown one."""
        return self._kinds(name)

    def _kinds_of(self, name: str) -> frozenset[int]:
        kind = self._columns["kind"]
        return frozenset(int(kind[number]) for number, how in self.find(name) if how != "demonym")

    def prominent(self, name: str) -> bool:
        """Whether a name alone is enough to think of a place: a country, a unit, a town of 100,000."""
        c = self._columns
        for number, how in self.find(name):
            if how in ("name", "alternate") and (
                int(c["kind"][number]) < 2 or int(c["population"][number]) >= PROMINENT
            ):
                return True
        return False

    def town_or_larger(self, name: str) -> bool:
        """Whether a name is one of a country, a unit or a town of 2,000: enough to be the place in a body's name."""
        c = self._columns
        return any(
            how in ("name", "alternate", "abbreviation")
            and int(c["kind"][number]) <= 3
            and (int(c["kind"][number]) < 2 or int(c["population"][number]) >= 2000)
            for number, how in self.find(name)
        )

    def columns(self, name: str) -> NDArray[Any]:
        """Give a column of the built form: see :mod:`dragoman.knowledge.gazetteer.form`."""
        return self._columns[name]

    def _place(self, number: int) -> Known:
        c = self._columns
        start = int(c["name"][number - 1]) if number else 0
        flags = int(c["flags"][number])
        return Known(
            number=number,
            name=self._text[start : int(c["name"][number])].decode(),
            kind=KINDS[int(c["kind"][number])],
            country=self._codes[int(c["country"][number])],
            unit1=int(c["unit1"][number]),
            unit2=int(c["unit2"][number]),
            lat=int(c["lat"][number]) / 1e5,
            lon=int(c["lon"][number]) / 1e5,
            population=int(c["population"][number]),
            geonames=int(c["geonames"][number]),
            capital=bool(flags & CAPITAL),
            derived=bool(flags & DERIVED),
        )

    def coded(self, code: str) -> int | None:
        """Give the number of a country (``"FR"``) or a unit of the first level (``"US.TX"``)."""
        return self._units.get(code)

    def outlet(self, source: str) -> Outlet | None:
        """Give the outlet of a web domain, an address or a name, if its home is known."""
        domain = source.lower().strip()
        domain = domain.split("://")[-1].split("/")[0].removeprefix("www.")
        while domain:
            if domain in self._outlets:
                return self._outlets[domain]
            _, _, domain = domain.partition(".")
        return self._outlets.get(f"={fold(source)}")


@cache
def load() -> Gazetteer:
    """Load the gazetteer; a process holds one."""
    return Gazetteer()
