"""The places that a name can mean, and what each has for it: the features of the ranker.

Names of one spelling are one place in a story unless what stands beside them says otherwise ("Paris, Texas" and
"Paris, France").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.homes import Home
from dragoman.coding.toponyms import Toponym
from dragoman.knowledge.gazetteer.form import CAPITAL, KINDS
from dragoman.knowledge.gazetteer.names import fold
from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["AT", "CONTEXT", "FEATURES", "HERE", "HOME", "LARGE", "Case", "Floats", "cases", "distance"]

Floats = NDArray[np.float64]

HERE, HOME = -2, -3
"""Numbers of the candidates "not in the gazetteer, but here" and "but where the outlet is at home"."""
MOST = 48
"""Candidates of a name that are weighed: those of most inhabitants, and those nearest to home."""
LARGE = 500_000
"""Inhabitants of a town that is as well known as the unit of its name."""
OWN = (
    *(f"is a {kind}" for kind in KINDS),
    "population",
    "population of a unit",
    "no population",
    "capital",
    "capital, outlet of no known home",
    "largest of its name",
    "share of its name's population",
    "unit with a large town of its name",
    "large town of a unit's name",
    "alternate name",
    "name without its kind",
    "abbreviation",
    "demonym",
    "part of a longer name",
    "part, in a facility",
    "lies in what stands beside it",
    "does not",
    "is beside it elsewhere",
    "home, 30 km",
    "home, 150 km",
    "home's unit",
    "home's country",
    "home itself",
    "country of the domain",
    "in the outlet's name",
    "kind word before",
    "dateline: a town",
)
"""Features that need no other name of the story."""
CONTEXT = (
    "country named",
    "unit named",
    "country's share",
    "unit's share",
    "near, 30 km",
    "near, 150 km",
    "near, 600 km",
    "nearest, 60 km",
    "near before, 100 km",
    "here",
    "here: a facility",
    "here: unknown name",
    "at home",
    "at home: a facility",
    "at home: unknown name",
    "here: no place to the reader",
    "here: part of the name known",
)
"""Features that look at where the others are, or stand for a place that the gazetteer lacks."""
FEATURES = OWN + CONTEXT
AT = {name: i for i, name in enumerate(FEATURES)}
_RADIUS = 6371.0


@dataclass(slots=True)
class Case:
    """One name of a story with its candidates.

    Attributes:
        mentions: indices of the toponyms that are called so.
        numbers: candidates' numbers in the gazetteer; :data:`HERE` last.
        base: features that do not depend on other names; rows are candidates.
        listed: whether it stands in a list with units of the first level.
        chances: of each candidate, after a pass.
    """

    name: str
    mentions: list[int]
    label: str
    starts: list[int]
    numbers: NDArray[np.int64]
    lat: Floats
    lon: Floats
    country: NDArray[np.int64]
    unit1: NDArray[np.int64]
    kind: NDArray[np.int64]
    base: Floats
    demonym: bool = False
    listed: bool = False
    chances: Floats = field(default_factory=lambda: np.zeros(0))


def cases(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer, home: Home) -> list[Case]:
    """Gather the names of a story with their candidates and the features that need no other name."""
    grouped: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for i, toponym in enumerate(toponyms):
        grouped.setdefault((fold(toponym.text), tuple(map(fold, toponym.beside))), []).append(i)
    beside_of: dict[str, set[str]] = {}
    for name, beside in grouped:
        beside_of.setdefault(name, set()).update(beside[-1:])
    return [
        _case(text, key, indices, toponyms, gazetteer=gazetteer, home=home, elsewhere=beside_of[key[0]])
        for key, indices in grouped.items()
    ]


def _parts(name: str, gazetteer: Gazetteer) -> list[tuple[int, str]]:
    """The longest known part of a name that is not known: "Bank of England" lies in England."""
    words = name.split()
    best: list[tuple[int, str]] = []
    for count in range(min(len(words) - 1, 4), 0, -1):
        for first in range(len(words) - count + 1):
            part = words[first : first + count]
            if all(word.islower() or word in _NO_PART for word in part) or (
                count == 1 and len(part[0]) < 3 and not part[0].isupper()
            ):
                continue
            found = gazetteer.find(" ".join(part))
            if found and (count > 1 or part[0].casefold() not in _NO_PART):
                best.extend(found)
        if best:
            return best
    return best


_NO_PART = words_of(
    "street st avenue ave road rd park lake river bay hill hills north south east west city state county university "
    "college school high middle hospital church center centre mall club hotel bridge station airport the of and new "
    "old grand royal national international central first second third saint union liberty mount valley beach island "
    "house hall court square plaza tower building memorial community public road drive lane district area great "
    "golf country police department office world cup league open tour festival bank institute general district trade "
    "republic regional federal supreme"
)


def _case(
    text: str,
    key: tuple[str, tuple[str, ...]],
    indices: list[int],
    toponyms: Sequence[Toponym],
    *,
    gazetteer: Gazetteer,
    home: Home,
    elsewhere: set[str],
) -> Case:
    name, beside = key
    first = toponyms[indices[0]]
    found = list(gazetteer.find(first.text))
    part = False
    if not found:
        found = _parts(first.text, gazetteer)
        part = bool(found)
    numbers = np.array([n for n, _ in found], np.int64)
    hows = [how for _, how in found]
    c = gazetteer.columns
    population = c("population")[numbers] if len(numbers) else np.zeros(0)
    if len(numbers) > MOST:
        keep = set(np.argsort(-population, kind="stable")[: MOST - 12].tolist())
        if home.lat is not None and home.lon is not None:
            away = distance(c("lat")[numbers] / 1e5, c("lon")[numbers] / 1e5, home.lat, home.lon)
            keep |= set(np.argsort(away, kind="stable")[:12].tolist())
        if beside:
            inside = _lies_in(numbers, beside, gazetteer)
            keep |= set(np.flatnonzero(inside > 0)[:12].tolist())
        order = sorted(keep)
        numbers, hows, population = numbers[order], [hows[i] for i in order], population[order]
    beside = _containers(found, beside, gazetteer)
    n = len(numbers)
    kinds = c("kind")[numbers].astype(np.int64)
    at_home = (np.nan, np.nan) if home.lat is None or home.lon is None else (home.lat, home.lon)
    case = Case(
        name=name,
        mentions=indices,
        label=first.label,
        starts=[toponyms[i].start for i in indices],
        numbers=np.append(numbers, (HERE, HOME)),
        lat=np.append(c("lat")[numbers] / 1e5, (np.nan, at_home[0])),
        lon=np.append(c("lon")[numbers] / 1e5, (np.nan, at_home[1])),
        country=np.append(c("country")[numbers].astype(np.int64), (-1, home.country_number)),
        unit1=np.append(
            np.where(kinds == 1, numbers, c("unit1")[numbers]).astype(np.int64), (-1, home.unit1)
        ),
        kind=np.append(kinds, (-1, -1)),
        base=np.zeros((n + 2, len(FEATURES))),
    )
    case.listed = any(_among_units(text, toponyms, i, gazetteer) for i in indices)
    if n:
        _describe(case.base[:n], case, population, hows, gazetteer)
        _beside(case.base[:n], numbers, beside, elsewhere, gazetteer)
        _words_before(case.base[:n], kinds, text, first)
        if part:
            _set(case.base[:n], "part of a longer name", 1)
            _set(case.base[:n], "part, in a facility", first.label == "FAC")
    _homely(case, home, gazetteer)
    facility, unknown = first.label == "FAC", n == 0
    for row, features in ((n, ("here", "here: a facility", "here: unknown name")),
                          (n + 1, ("at home", "at home: a facility", "at home: unknown name"))):  # fmt: skip
        for feature, value in zip(features, (1, facility, unknown), strict=True):
            case.base[row, AT[feature]] = value
        case.base[row, AT["here: no place to the reader"]] = first.label not in ("LOC", "GPE", "FAC", "")
        case.base[row, AT["here: part of the name known"]] = part
    return case


_LIST = frozenset((",", "and", ", and", "or", ", or", "&"))


def _among_units(text: str, toponyms: Sequence[Toponym], i: int, gazetteer: Gazetteer) -> bool:
    """Whether a name stands in a list beside a unit that is not a town as well: "Oregon", not "New York"."""
    for a, b in ((i - 1, i), (i, i + 1)):
        if a < 0 or b >= len(toponyms) or text[toponyms[a].end : toponyms[b].start].strip() not in _LIST:
            continue
        if text[toponyms[a].end : toponyms[b].start].strip() == "," and b == i + 1:
            continue  # "Seattle, Washington" and "Washington, Oregon" are no lists
        other = gazetteer.find(toponyms[b if a == i else a].text)
        kind, population = gazetteer.columns("kind"), gazetteer.columns("population")
        if any(kind[n] == 1 and how == "name" for n, how in other) and not any(
            kind[n] in (0, 3) and population[n] >= LARGE for n, _ in other
        ):
            return True
    return False


def _set(rows: Floats, feature: str, values: Any) -> None:
    rows[:, AT[feature]] = values


def _describe(
    rows: Floats, case: Case, population: Floats, hows: Sequence[str], gazetteer: Gazetteer
) -> None:
    """What a candidate is, and how it comes to be called so."""
    n = len(rows)
    kinds = case.kind[:n]
    capital = (gazetteer.columns("flags")[case.numbers[:n]] & CAPITAL) > 0
    rows[np.arange(n), kinds] = 1
    _set(rows, "population", np.log10(population + 1) / 7)
    _set(rows, "population of a unit", np.log10(population + 1) / 7 * ((kinds == 1) | (kinds == 2)))
    _set(rows, "no population", (population == 0) & (kinds == 3))
    _set(rows, "capital", capital)
    _set(rows, "capital, outlet of no known home", capital & bool(np.isnan(case.lat[-1])))
    _set(rows, "largest of its name", (population == population.max()) & (population > 0))
    _set(rows, "share of its name's population", population / max(1.0, float(population.sum())))
    large = (kinds == 3) & (population >= LARGE)
    units = kinds == 1
    if large.any() and units.any():
        countries = case.country[:n]
        _set(rows, "unit with a large town of its name", units & np.isin(countries, countries[large]))
        _set(rows, "large town of a unit's name", large & np.isin(countries, countries[units]))
    for how, feature in (("alternate", "alternate name"), ("without its kind", "name without its kind"),
                         ("abbreviation", "abbreviation"), ("demonym", "demonym")):  # fmt: skip
        _set(rows, feature, [h == how for h in hows])


def _beside(
    rows: Floats,
    numbers: NDArray[np.int64],
    beside: tuple[str, ...],
    elsewhere: set[str],
    gazetteer: Gazetteer,
) -> None:
    """Whether a candidate lies in what stands beside its name, here or elsewhere in the story."""
    if beside:
        inside = _lies_in(numbers, beside, gazetteer)
        _set(rows, "lies in what stands beside it", inside > 0)
        _set(rows, "does not", inside < 0)
    elif elsewhere:
        _set(rows, "is beside it elsewhere", _lies_in(numbers, tuple(sorted(elsewhere)), gazetteer) > 0)


_OF_TOWN = (
    "city of ",
    "town of ",
    "village of ",
    "hamlet of ",
    "port of ",
    "suburb of ",
    "capital ",
    "capital of ",
)
_OF_AREA = (
    "state of ",
    "province of ",
    "region of ",
    "county of ",
    "northern ",
    "southern ",
    "eastern ",
    "western ",
)


def _words_before(rows: Floats, kinds: NDArray[np.int64], text: str, first: Toponym) -> None:
    before = text[max(0, first.start - 14) : first.start].lower()
    if before.endswith(_OF_TOWN):
        _set(rows, "kind word before", kinds == 3)
    elif before.endswith(_OF_AREA):
        _set(rows, "kind word before", (kinds <= 2) | (kinds == 4))
    if first.heading:
        _set(rows, "dateline: a town", kinds == 3)


def _homely(case: Case, home: Home, gazetteer: Gazetteer) -> None:
    """How near a candidate is to the outlet's home."""
    rows = case.base
    if home.lat is not None and home.lon is not None:
        away = distance(case.lat, case.lon, home.lat, home.lon)
        away = np.where(np.isfinite(away), away, 1e5)
        real = case.numbers >= 0
        _set(rows, "home, 30 km", np.exp(-away / 30) * real)
        _set(rows, "home, 150 km", np.exp(-away / 150) * real)
        _set(rows, "home's unit", (case.unit1 == home.unit1) & (home.unit1 >= 0) & real)
        _set(rows, "home's country", (case.country == home.country_number) & real)
        _set(rows, "home itself", case.numbers == home.number)
    elif home.country_number >= 0:
        _set(rows, "country of the domain", case.country == home.country_number)
    if home.name and len(case.name) > 3 and case.name.replace(" ", "") in home.name:
        _set(rows, "in the outlet's name", case.kind == 3)


def _containers(
    found: Sequence[tuple[int, str]], beside: tuple[str, ...], gazetteer: Gazetteer
) -> tuple[str, ...]:
    """What stands beside a name without what is only the next of a list: "Florida, New York and Ohio"."""
    kinds = gazetteer.columns("kind")
    own = {int(kinds[n]) for n, how in found if how in ("name", "abbreviation")}
    kept = []
    for name in beside:
        theirs = {int(kinds[n]) for n, how in gazetteer.find(name) if how in ("name", "abbreviation")}
        same = (0 in own and 0 in theirs) or (
            1 in own and 1 in theirs and not _same_name(found, name, gazetteer)
        )
        if not same:
            kept.append(name)
    return tuple(kept)


def _same_name(found: Sequence[tuple[int, str]], name: str, gazetteer: Gazetteer) -> bool:
    """ "New York, New York": the second is the unit, the first the town in it."""
    numbers = {n for n, _ in found}
    return any(n in numbers for n, _ in gazetteer.find(name)) or fold(name) in (
        "dc",
        "d c",
        "district of columbia",
    )


def _lies_in(numbers: NDArray[np.int64], beside: tuple[str, ...], gazetteer: Gazetteer) -> NDArray[np.int64]:
    """1 where a candidate lies in any of what the names beside it can be, -1 where in none, 0 where nobody asks."""
    c = gazetteer.columns
    kinds, countries, unit1, unit2 = c("kind"), c("country"), c("unit1"), c("unit2")
    inside = np.zeros(len(numbers), bool)
    asked = False
    for name in beside:
        for number, how in gazetteer.find(name):
            if how == "demonym":
                continue
            kind = kinds[number]
            if kind == 0:
                inside |= (countries[numbers] == countries[number]) & (numbers != number)
                asked = True
            elif kind == 1:
                inside |= unit1[numbers] == number
                asked = True
            elif kind == 2:
                inside |= unit2[numbers] == number
            elif kind == 4:
                lat, lon = c("lat")[number] / 1e5, c("lon")[number] / 1e5
                inside |= distance(c("lat")[numbers] / 1e5, c("lon")[numbers] / 1e5, lat, lon) < 400
    if not asked and not inside.any():
        return np.zeros(len(numbers), np.int64)
    return np.where(inside, 1, -1)


def distance(lat: Floats, lon: Floats, lat0: float | Floats, lon0: float | Floats) -> Floats:
    """Give great-circle distances in kilometres."""
    a, b = np.radians(lat), np.radians(lat0)
    h = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - lon0) / 2) ** 2
    return np.asarray(2 * _RADIUS * np.arcsin(np.sqrt(np.minimum(1, h))))
