"""Which place of a name is meant: candidates from the gazetteer, ranked by what the story says around them.

Names of one spelling are one place in a story unless what stands beside them says otherwise ("Paris, Texas" and
"Paris, France"). For each, a softmax over its candidates weighs population, kind, what stands beside it, the countries
and units that the story speaks of, how near a candidate lies to the story's other places (Leidner 2007, "Toponym
Resolution in Text", spatial minimality), and the home of the outlet (Lieberman, Samet and Sankaranarayanan 2010,
"Geotagging with Local Lexicons"). After a first pass without them, each name sees where the others were put. One candidate
more stands for a place that the gazetteer lacks: it lies where the words around it are (:data:`HERE`). The
weights are learned by ``training/places.py``.
"""

from __future__ import annotations

import json
import math
import re
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

__all__ = ["FEATURES", "HERE", "HOME", "PASSES", "Case", "Home", "Resolved", "allowed", "cases", "home_of", "load_weights", "resolve", "stated"]

Floats = NDArray[np.float64]

HERE, HOME = -2, -3
"""Numbers of the candidates "not in the gazetteer, but here" and "but where the outlet is at home"."""
LARGE = 500_000
"""Inhabitants of a town that is as well known as the unit of its name."""
TEN_TIMES = 10
"""How much larger than the next a town must be for a domain's name to mean it."""
STATED = 3.0
"""What it counts, beside the learned weights, that a candidate lies in what stands beside the name."""
PASSES = 3
"""How often the names look at where the others were put."""
MOST = 48
"""Candidates of a name that are weighed: those of most inhabitants, and those nearest to home."""
_KINDS = ("country", "unit1", "unit2", "city", "region", "water", "terrain", "island", "site")
FEATURES = (
    *(f"is a {kind}" for kind in _KINDS),
    "population", "population of a unit", "no population", "capital", "largest of its name", "share of its name's population",
    "unit with a large town of its name", "large town of a unit's name",
    "alternate name", "name without its kind", "abbreviation", "demonym",
    "lies in what stands beside it", "does not", "is beside it elsewhere",
    "home, 30 km", "home, 150 km", "home's unit", "home's country", "home itself", "country of the domain", "in the outlet's name",
    "unit of a directory name", "kind word before",
    "country named", "unit named", "country's share", "unit's share", "near, 30 km", "near, 150 km", "near, 600 km", "nearest, 60 km",
    "near before, 100 km",
    "here", "at home", "at home: a facility", "at home: unknown name", "dateline: a town", "capital, outlet of no known home", "here: a facility", "here: no place to the reader", "here: unknown name", "here: part of the name known",
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
    country_number: int = -1
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
    domain = source.lower().split("://")[-1].split("/")[0].removeprefix("www.")
    name = fold(domain).replace(" ", "")
    last = domain.rpartition(".")[2].upper() if "." in domain else ""
    code = {"UK": "GB", "EDU": "US", "GOV": "US", "MIL": "US"}.get(last, last)
    if code in _EVERYBODYS:
        code = ""
    outlet = gazetteer.outlet(source)
    number = outlet.home if outlet is not None else _town_in(domain, code, gazetteer)
    countries = gazetteer.columns("country")
    if number is not None:
        place = gazetteer.place(number)
        return Home(place.lat, place.lon, place.unit1, int(countries[number]), number, name)
    at = gazetteer.coded(code)
    return Home(country_number=-1 if at is None else int(countries[at]), name=name)


_EVERYBODYS = frozenset(("CO", "TV", "ME", "IO", "AI", "FM", "TO", "CC", "WS", "LY", "GL", ""))
_MEDIA = re.compile(
    r"(?:the|my|this ?is|click ?on|visit|cbs|nbc|abc|fox|news|daily|online|times|journal|herald|post|mail|star|"
    r"tribune|chronicle|now|today|gazette|express|record|observer|courier|sun|echo|press|standard|telegraph|citizen|"
    r"evening|morning|independent|examiner|enquirer|inquirer|reporter|register|review|sentinel|banner|beacon|"
    r"bulletin|dispatch|leader|ledger|monitor|advertiser|advocate|argus|globe|guardian|live|local|media|radio|tv|"
    r"weekly|paper|newspaper|report|voice|world|week|city|\d+|-)"
)
_FIRST = ("new", "san", "los", "las", "fort", "santa", "port", "saint", "st", "el", "north", "south", "west", "east", "grand", "cape")


def _town_in(domain: str, code: str, gazetteer: Gazetteer) -> int | None:
    """The town in a domain's name beside words for media ("hulldailymail.co.uk"), where only one can be meant."""
    if "." not in domain:
        return None
    label = max(domain.split(".")[:-1], key=len)
    rest = label
    for _ in range(6):
        shorter = re.sub(rf"^{_MEDIA.pattern}|{_MEDIA.pattern}$", "", rest, count=1)
        if shorter == rest or len(shorter) < 4:
            break
        rest = shorter
    forms = [rest] + [f"{first} {rest[len(first):]}" for first in _FIRST if rest.startswith(first) and len(rest) > len(first) + 2]
    if rest == label:
        return None
    c = gazetteer.columns
    at = gazetteer.coded(code)
    numbers = [n for form in forms for n, how in gazetteer.find(form) if c("kind")[n] == 3 and how in ("name", "alternate")]
    if at is not None:
        numbers = [n for n in numbers if c("country")[n] == c("country")[at]]
    ranked = sorted(set(numbers), key=lambda n: -int(c("population")[n]))
    if not ranked:
        return None
    first = int(c("population")[ranked[0]])
    second = int(c("population")[ranked[1]]) if len(ranked) > 1 else 0
    return ranked[0] if first >= 20_000 and first >= TEN_TIMES * second else None


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
        unit1=np.append(np.where(kinds == 1, numbers, c("unit1")[numbers]).astype(np.int64), (-1, home.unit1)),
        kind=np.append(kinds, (-1, -1)),
        base=np.zeros((n + 2, len(FEATURES))),
    )
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
            case.base[row, _AT[feature]] = value
        case.base[row, _AT["here: no place to the reader"]] = first.label not in ("LOC", "GPE", "FAC", "")
        case.base[row, _AT["here: part of the name known"]] = part
    return case


def _set(rows: Floats, feature: str, values: object) -> None:
    rows[:, _AT[feature]] = values


def _describe(rows: Floats, case: Case, population: Floats, hows: Sequence[str], gazetteer: Gazetteer) -> None:
    """What a candidate is, and how it comes to be called so."""
    n = len(rows)
    kinds = case.kind[:n]
    capital = (gazetteer.columns("flags")[case.numbers[:n]] & 1) > 0
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
    rows: Floats, numbers: NDArray[np.int64], beside: tuple[str, ...], elsewhere: set[str], gazetteer: Gazetteer
) -> None:
    """Whether a candidate lies in what stands beside its name, here or elsewhere in the story."""
    if beside:
        inside = _lies_in(numbers, beside, gazetteer)
        _set(rows, "lies in what stands beside it", inside > 0)
        _set(rows, "does not", inside < 0)
    elif elsewhere:
        _set(rows, "is beside it elsewhere", _lies_in(numbers, tuple(sorted(elsewhere)), gazetteer) > 0)


_OF_TOWN = ("city of ", "town of ", "village of ", "hamlet of ", "port of ", "suburb of ", "capital ", "capital of ")
_OF_AREA = ("state of ", "province of ", "region of ", "county of ", "northern ", "southern ", "eastern ", "western ")


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


def _containers(found: Sequence[tuple[int, str]], beside: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...]:
    """What stands beside a name without what is only the next of a list: "Florida, New York and Ohio"."""
    kinds = gazetteer.columns("kind")
    own = {int(kinds[n]) for n, how in found if how in ("name", "abbreviation")}
    kept = []
    for name in beside:
        theirs = {int(kinds[n]) for n, how in gazetteer.find(name) if how in ("name", "abbreviation")}
        same = (0 in own and 0 in theirs) or (1 in own and 1 in theirs and not _same_name(found, name, gazetteer))
        if not same:
            kept.append(name)
    return tuple(kept)


def _same_name(found: Sequence[tuple[int, str]], name: str, gazetteer: Gazetteer) -> bool:
    """ "New York, New York": the second is the unit, the first the town in it."""
    numbers = {n for n, _ in found}
    return any(n in numbers for n, _ in gazetteer.find(name)) or fold(name) in ("dc", "d c", "district of columbia")


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
    for _ in range(PASSES):
        for matrix, case in zip([in_context(found, i, home) for i in range(len(found))], found, strict=True):
            case.base = matrix  # kept for who wants to see why
        for case in found:
            case.chances = softmax(case.base @ weights[1] + stated(case) + _pointless(case))


def stated(case: Case) -> Floats:
    """What is not learned but said: "Paris, Texas" is in Texas, however French the story."""
    return STATED * case.base[:, _AT["lies in what stands beside it"]]


def _known_only(case: Case) -> Floats:
    """In the first pass nothing is "here" yet, unless nothing else is left."""
    made = stated(case)
    if len(made) > 2:
        made[-2:] = -1e9
    return made


def allowed(case: Case) -> NDArray[np.bool_]:
    """Which candidates have a point."""
    return np.isfinite(case.lat)


def _pointless(case: Case) -> Floats:
    has = allowed(case)
    return np.where(has, 0.0, -1e9) if has.any() else np.zeros(len(has))


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
    if len(lat) and np.isfinite(case.lat[-2]):  # it lies in the country and unit of where it is
        k = int(np.argmin(distance(lat, lon, case.lat[-2], case.lon[-2])))
        case.country[-2], case.unit1[-2] = country[k], unit1[k]
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
        for k in np.argsort(-case.chances[:-2], kind="stable")[:3]:
            chance = float(case.chances[k])
            if chance > 0.1:
                rows.append((case.lat[k], case.lon[k], chance * count, int(case.country[k]), int(case.unit1[k]), int(case.kind[k]), nearest))
    table = np.array(rows, np.float64).reshape(-1, 7)
    return (table[:, 0], table[:, 1], table[:, 2], table[:, 3].astype(np.int64), table[:, 4].astype(np.int64),
            table[:, 5].astype(np.int64), table[:, 6])  # fmt: skip


def _place_here(case: Case, lat: Floats, lon: Floats, weight: Floats, kind: NDArray[np.int64], at: Floats, home: Home) -> None:
    """Put the candidate "here" where the nearest sure town is named, else a unit or country."""
    if not len(lat):
        return
    start = case.starts[0]
    precise = np.where((kind == 3) | (kind >= 5) | (kind == 2), 1.0, np.where(kind == 1, 0.25, 0.08))
    fits = precise * np.minimum(weight, 1) * np.where(at <= start, 1.0, 0.7) / (1 + np.abs(at - start) / 300)
    if home.lat is not None and home.lon is not None:
        fits *= 1 + np.exp(-distance(lat, lon, home.lat, home.lon) / 100)
    k = int(np.argmax(fits))
    case.lat[-2], case.lon[-2] = lat[k], lon[k]
