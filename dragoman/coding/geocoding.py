"""Which place of a name is meant: candidates from the gazetteer, ranked by what the story says around them.

Names of one spelling are one place in a story unless what stands beside them says otherwise ("Paris, Texas" and
"Paris, France"). For each, a softmax over its candidates weighs population, kind, what stands beside it, the countries
and units that the story speaks of, how near a candidate lies to the story's other places (Leidner 2007, "Toponym
Resolution in Text", spatial minimality), and the home of the outlet (Lieberman, Samet and Sankaranarayanan 2010,
"Geotagging with Local Lexicons"). Two passes: the second sees where the first put the other names. One candidate
more stands for a place that the gazetteer lacks: it lies where the words around it are (:data:`HERE`). The
weights are learned by ``training/places.py``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.toponyms import Toponym
from dragoman.knowledge.gazetteer.names import fold

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["FEATURES", "HERE", "Case", "Home", "Resolved", "cases", "home_of", "load_weights", "resolve", "stated"]

Floats = NDArray[np.float64]

HERE = -2
"""Number of the candidate "not in the gazetteer, but here"."""
STATED = 3.0
"""What it counts, beside the learned weights, that a candidate lies in what stands beside the name."""
MOST = 48
"""Candidates of a name that are weighed: those of most inhabitants, and those nearest to home."""
_KINDS = ("country", "unit1", "unit2", "city", "region", "water", "terrain", "island", "site")
FEATURES = (
    *(f"is a {kind}" for kind in _KINDS),
    "population", "no population", "capital", "largest of its name", "share of its name's population",
    "alternate name", "name without its kind", "abbreviation", "demonym",
    "lies in what stands beside it", "does not", "is beside it elsewhere",
    "home, 30 km", "home, 150 km", "home's unit", "home's country", "home itself", "country of the domain", "in the outlet's name",
    "unit of a directory name", "kind word before",
    "country named", "unit named", "country's share", "unit's share", "near, 30 km", "near, 150 km", "near, 600 km", "nearest, 60 km",
    "near before, 100 km",
    "here", "here: a facility", "here: no place to the reader", "here: unknown name", "here: part of the name known",
    "part of a longer name", "part, in a facility",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(FEATURES)}
_RADIUS = 6371.0


@dataclass(frozen=True, slots=True)
class Home:
    """Where an outlet is at home, as far as its name or web domain tells."""

    lat: float | None = None
    lon: float | None = None
    unit1: int = -1
    country: str = ""
    number: int = -1
    name: str = ""


@dataclass(slots=True)
class Case:
    """One name of a story with its candidates.

    Attributes:
        mentions: indices of the toponyms that are called so.
        numbers: candidates' numbers in the gazetteer; :data:`HERE` last.
        base: features that do not depend on other names; rows are candidates.
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
    chances: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a name was put.

    Attributes:
        number: in the gazetteer; :data:`HERE` for what it lacks, whose point is that of `inside`; None: not resolved.
        chance: estimated probability of being right.
    """

    number: int | None
    chance: float = 0.0
    inside: int | None = None
    part: bool = False
    reason: str = ""


def home_of(source: str | None, gazetteer: Gazetteer) -> Home:
    """Give the home of an outlet by its web domain or name."""
    if not source or len(source) > 500:
        return Home()
    name = fold(source.split("://")[-1].split("/")[0].removeprefix("www."))
    outlet = gazetteer.outlet(source)
    domain = source.lower().split("://")[-1].split("/")[0]
    last = domain.rpartition(".")[2].upper() if "." in domain else ""
    country = {"UK": "GB", "EDU": "US", "GOV": "US", "MIL": "US"}.get(last, last if last in gazetteer.iso3 else "")
    if outlet is not None:
        place = gazetteer.place(outlet.home)
        return Home(place.lat, place.lon, place.unit1, place.country, outlet.home, name.replace(" ", ""))
    return Home(country=country if country not in ("CO", "TV", "ME", "IO") else "", name=name.replace(" ", ""))


# ---------------------------------------------------------------------------------------------- candidates


def cases(text: str, toponyms: Sequence[Toponym], gazetteer: Gazetteer, home: Home) -> list[Case]:
    """Gather the names of a story with their candidates and the features that need no other name."""
    grouped: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for i, toponym in enumerate(toponyms):
        grouped.setdefault((fold(toponym.text), tuple(map(fold, toponym.beside))), []).append(i)
    beside_of: dict[str, set[str]] = {}
    for name, beside in grouped:
        beside_of.setdefault(name, set()).update(beside[-1:])
    return [
        _case(text, name, beside, indices, toponyms, gazetteer, home, beside_of[name])
        for (name, beside), indices in grouped.items()
    ]


def _parts(name: str, gazetteer: Gazetteer) -> list[tuple[int, str]]:
    """The longest known part of a name that is not known: "Bank of England" lies in England."""
    words = name.split()
    best: list[tuple[int, str]] = []
    for count in range(min(len(words) - 1, 4), 0, -1):
        for first in range(len(words) - count + 1):
            part = words[first : first + count]
            if all(word.islower() or word in _NO_PART for word in part) or (count == 1 and len(part[0]) < 3 and not part[0].isupper()):
                continue
            found = gazetteer.find(" ".join(part))
            if found and (count > 1 or part[0].casefold() not in _NO_PART):
                best.extend(found)
        if best:
            return best
    return best


_NO_PART = frozenset(
    "street st avenue ave road rd park lake river bay hill hills north south east west city state county university "
    "college school high middle hospital church center centre mall club hotel bridge station airport the of and new "
    "old grand royal national international central first second third saint union liberty mount valley beach island "
    "house hall court square plaza tower building memorial community public road drive lane district area great "
    "golf country police department office world cup league open tour festival bank institute general district trade "
    "republic regional federal supreme".split()
)


def _case(
    text: str,
    name: str,
    beside: tuple[str, ...],
    indices: list[int],
    toponyms: Sequence[Toponym],
    gazetteer: Gazetteer,
    home: Home,
    elsewhere: set[str],
) -> Case:
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
    n = len(numbers)
    lat = np.append(c("lat")[numbers] / 1e5, np.nan)
    lon = np.append(c("lon")[numbers] / 1e5, np.nan)
    kind = np.append(c("kind")[numbers].astype(np.int64), -1)
    country = np.append(c("country")[numbers].astype(np.int64), -1)
    unit1 = np.append(c("unit1")[numbers].astype(np.int64), -1)
    unit1[:n] = np.where(kind[:n] == 1, numbers, unit1[:n])
    base = np.zeros((n + 1, len(FEATURES)))
    if n:
        base[np.arange(n), kind[:n]] = 1
        base[:n, _AT["population"]] = np.log10(population + 1) / 7
        base[:n, _AT["no population"]] = (population == 0) & (kind[:n] == 3)
        base[:n, _AT["capital"]] = (c("flags")[numbers] & 1) > 0
        base[:n, _AT["largest of its name"]] = (population == population.max()) & (population > 0)
        base[:n, _AT["share of its name's population"]] = population / max(1.0, float(population.sum()))
        for how, feature in (("alternate", "alternate name"), ("without its kind", "name without its kind"),
                             ("abbreviation", "abbreviation"), ("demonym", "demonym")):  # fmt: skip
            base[:n, _AT[feature]] = [h == how for h in hows]
        if beside:
            inside = _lies_in(numbers, beside, gazetteer)
            base[:n, _AT["lies in what stands beside it"]] = inside > 0
            base[:n, _AT["does not"]] = inside < 0
        elif elsewhere:
            inside = _lies_in(numbers, tuple(elsewhere), gazetteer)
            base[:n, _AT["is beside it elsewhere"]] = inside > 0
        if home.lat is not None and home.lon is not None:
            away = distance(lat[:n], lon[:n], home.lat, home.lon)
            base[:n, _AT["home, 30 km"]] = np.exp(-away / 30)
            base[:n, _AT["home, 150 km"]] = np.exp(-away / 150)
            base[:n, _AT["home's unit"]] = (unit1[:n] == home.unit1) & (home.unit1 >= 0)
            base[:n, _AT["home's country"]] = c("country")[numbers] == c("country")[home.number]
            base[:n, _AT["home itself"]] = numbers == home.number
        elif home.country and (at := gazetteer.coded(home.country)) is not None:
            base[:n, _AT["country of the domain"]] = c("country")[numbers] == c("country")[at]
        if home.name and len(name) > 3 and name.replace(" ", "") in home.name:
            base[:n, _AT["in the outlet's name"]] = kind[:n] == 3
        before = text[max(0, first.start - 14) : first.start].lower()
        if before.endswith(("city of ", "town of ", "village of ", "hamlet of ", "port of ", "suburb of ")):
            base[:n, _AT["kind word before"]] = kind[:n] == 3
        elif before.endswith(("state of ", "province of ", "region of ", "county of ", "northern ", "southern ", "eastern ", "western ")):
            base[:n, _AT["kind word before"]] = (kind[:n] <= 2) | (kind[:n] == 4)
        if part:
            base[:n, _AT["part of a longer name"]] = 1
            base[:n, _AT["part, in a facility"]] = first.label == "FAC"
    here = base[n]
    here[_AT["here"]] = 1
    here[_AT["here: a facility"]] = first.label == "FAC"
    here[_AT["here: no place to the reader"]] = first.label not in ("LOC", "GPE", "FAC", "")
    here[_AT["here: unknown name"]] = n == 0
    here[_AT["here: part of the name known"]] = part
    return Case(
        name=name,
        mentions=indices,
        label=first.label,
        starts=[toponyms[i].start for i in indices],
        numbers=np.append(numbers, HERE),
        lat=lat,
        lon=lon,
        country=country,
        unit1=unit1,
        kind=kind,
        base=base,
        demonym=bool(hows) and all(how == "demonym" for how in hows),
    )


def _lies_in(numbers: NDArray[np.int64], beside: tuple[str, ...], gazetteer: Gazetteer) -> NDArray[np.int64]:
    """1 where a candidate lies in any of what the names beside it can be, -1 where in none, 0 where it is no question."""
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


# ---------------------------------------------------------------------------------------------- ranking


def load_weights(path: Path | None = None) -> tuple[Floats, Floats]:
    """Load the weights of the two passes."""
    return _weights() if path is None else _read_weights(path)


@cache
def _weights() -> tuple[Floats, Floats]:
    return _read_weights(Path(__file__).with_name("places.json"))


def _read_weights(path: Path) -> tuple[Floats, Floats]:
    stored: Mapping[str, Mapping[str, float]] = json.loads(path.read_text(encoding="utf-8"))
    first, second = (np.array([stored[key].get(name, 0.0) for name in FEATURES]) for key in ("first", "second"))
    return first, second


def resolve(found: Sequence[Case], weights: tuple[Floats, Floats], home: Home) -> None:
    """Give each case the chances of its candidates."""
    for case in found:
        case.chances = softmax(case.base @ weights[0] + _known_only(case))
    for matrix, case in zip([in_context(found, i, home) for i in range(len(found))], found, strict=True):
        case.base = matrix  # kept for who wants to see why
    made = [softmax(case.base @ weights[1] + stated(case) + _pointless(case)) for case in found]
    for case, chances in zip(found, made, strict=True):
        case.chances = chances


def stated(case: Case) -> Floats:
    """What is not learned but said: "Paris, Texas" is in Texas, however French the story."""
    return STATED * case.base[:, _AT["lies in what stands beside it"]]


def _known_only(case: Case) -> Floats:
    """In the first pass nothing is "here" yet, unless nothing else is left."""
    made = stated(case)
    if len(made) > 1:
        made[-1] = -1e9
    return made


def _pointless(case: Case) -> Floats:
    return np.where(np.isnan(case.lat), -1e9, 0.0) if not np.isnan(case.lat).all() else np.zeros(len(case.lat))


def softmax(scores: Floats) -> Floats:
    """Turn scores into chances."""
    made = np.exp(scores - scores.max())
    return np.asarray(made / made.sum())


def in_context(found: Sequence[Case], index: int, home: Home) -> Floats:
    """Give the features of a case with those that look at the other names; place its candidate "here"."""
    case = found[index]
    matrix = case.base.copy()
    lat, lon, weight, country, unit1, kind, at = _others(found, index)
    _place_here(case, lat, lon, weight, kind, at, home)
    if len(case.numbers) > 1 and np.isfinite(case.lat[-1]):  # it lies in the country and unit of where it is
        near = distance(case.lat[-1:], case.lon[-1:], lat, lon) if len(lat) else np.zeros(0)
        if len(near):
            k = int(np.argmin(near))
            case.country[-1], case.unit1[-1] = country[k], unit1[k]
    if not len(lat):
        return matrix
    far = distance(case.lat[:, None], case.lon[:, None], lat[None, :], lon[None, :])
    far = np.where(np.isfinite(far), far, 1e5)
    towns = weight * ((kind == 3) | (kind == 2) | (kind >= 5))
    total = max(float(towns.sum()), 1e-9)
    for feature, scale in (("near, 30 km", 30.0), ("near, 150 km", 150.0), ("near, 600 km", 600.0)):
        matrix[:, _AT[feature]] = np.log1p((np.exp(-far / scale) * towns).sum(axis=1)) / math.log1p(max(total, 1))
    matrix[:, _AT["nearest, 60 km"]] = (np.exp(-far / 60) * np.minimum(towns, 1)).max(axis=1)
    start = case.starts[0]
    close = np.exp(-np.abs(at - start) / 150) * np.minimum(weight, 1)
    matrix[:, _AT["near before, 100 km"]] = (np.exp(-far / 100) * close).max(axis=1)
    same = (case.country[:, None] == country[None, :]) & (case.country[:, None] >= 0)
    here = (case.unit1[:, None] == unit1[None, :]) & (case.unit1[:, None] >= 0)
    everything = max(float(weight.sum()), 1e-9)
    matrix[:, _AT["country's share"]] = (same * weight).sum(axis=1) / everything
    matrix[:, _AT["unit's share"]] = (here * weight).sum(axis=1) / everything
    matrix[:, _AT["country named"]] = np.minimum((same * weight * (kind == 0)).sum(axis=1), 1)
    matrix[:, _AT["unit named"]] = np.minimum((here * weight * (kind == 1)).sum(axis=1), 1)
    return matrix


def _others(found: Sequence[Case], index: int) -> tuple[Any, ...]:
    """The likely places of the other names: point, weight, country, unit, kind, and where they are named."""
    own = found[index]
    rows: list[tuple[float, float, float, int, int, int, float]] = []
    for i, case in enumerate(found):
        if i == index or case.name == own.name:
            continue
        nearest = min(case.starts, key=lambda s: abs(s - own.starts[0]))
        count = 1 + math.log(len(case.starts))
        for k in np.argsort(-case.chances[:-1], kind="stable")[:3]:
            chance = float(case.chances[k])
            if chance > 0.1:
                rows.append((case.lat[k], case.lon[k], chance * count, int(case.country[k]), int(case.unit1[k]), int(case.kind[k]), nearest))
    table = np.array(rows, np.float64).reshape(-1, 7)
    return (table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(np.int64), table[:, 4].astype(np.int64),
            table[:, 5].astype(np.int64), table[:, 6])  # fmt: skip


def _place_here(case: Case, lat: Floats, lon: Floats, weight: Floats, kind: NDArray[np.int64], at: Floats, home: Home) -> None:
    """Put the candidate "here" where the nearest sure town is named, else a unit or country, else at home."""
    start = case.starts[0]
    if len(lat):
        precise = np.where((kind == 3) | (kind >= 5) | (kind == 2), 1.0, np.where(kind == 1, 0.25, 0.08))
        fits = precise * np.minimum(weight, 1) * np.where(at <= start, 1.0, 0.7) / (1 + np.abs(at - start) / 300)
        if home.lat is not None and home.lon is not None:
            fits *= 1 + np.exp(-distance(lat, lon, home.lat, home.lon) / 100)
        k = int(np.argmax(fits))
        if precise[k] == 1.0 or home.lat is None:
            case.lat[-1], case.lon[-1] = lat[k], lon[k]
            return
    if home.lat is not None and home.lon is not None:
        case.lat[-1], case.lon[-1] = home.lat, home.lon
