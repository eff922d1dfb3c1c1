"""Which place of a name is meant: candidates from the gazetteer, ranked by what the story says around them.

For each name a softmax over its candidates weighs population, kind, what stands beside it, the countries and units
that the story speaks of, how near a candidate lies to the story's other places (Leidner 2007, "Toponym Resolution in
Text", spatial minimality), and the home of the outlet (Lieberman, Samet and Sankaranarayanan 2010, "Geotagging with
Local Lexicons"). After a first pass without them, each name sees where the others were put. Two candidates more
stand for a place that the gazetteer lacks: one lies where the words around it are, one where the outlet is. The
weights are learned by ``training/places.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import AT, FEATURES, Case, Floats, distance
from dragoman.coding.homes import Home
from dragoman.coding.weights import stored

__all__ = [
    "Resolved",
    "allowed",
    "first_scores",
    "in_context",
    "load_weights",
    "resolve",
    "softmax",
    "stated",
]

STATED = 3.0
"""What it counts, beside the learned weights, that a candidate lies in what stands beside the name."""
CAPITAL_FIRST = 1.5
"""The same for a capital, or a town of four millions, before the unit of its name: what is learned from has few."""
NATIONAL = 1.0
"""And more for the capital of a country: "Washington" alone is seldom the state."""
LISTED = 1.0
"""What it counts for units that the name stands among units in a list: "Washington and Oregon"."""
PASSES = 3
"""How often the names look at where the others were put."""


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


def load_weights(path: Path | None = None) -> tuple[Floats, Floats]:
    """Load the weights of the first pass and of the others.

    Raises:
        ModelError: the file is missing or damaged.
    """
    return _weights() if path is None else _read_weights(path)


@cache
def _weights() -> tuple[Floats, Floats]:
    return _read_weights(Path(__file__).with_name("places.json"))


def _read_weights(path: Path) -> tuple[Floats, Floats]:
    weights = stored(path)
    first, second = (
        np.array([weights[key].get(name, 0.0) for name in FEATURES]) for key in ("first", "second")
    )
    return first, second


def resolve(found: Sequence[Case], weights: tuple[Floats, Floats], home: Home) -> None:
    """Give each case the chances of its candidates."""
    for case in found:
        case.chances = softmax(case.base @ weights[0] + first_scores(case))
    for _ in range(PASSES):
        for matrix, case in zip([in_context(found, i, home) for i in range(len(found))], found, strict=True):
            case.base = matrix  # kept for who wants to see why
        for case in found:
            case.chances = softmax(case.base @ weights[1] + stated(case) + _pointless(case))


def stated(case: Case) -> Floats:
    """What is not left to learning: "Paris, Texas" is in Texas, however French the story."""
    base = case.base
    capital = base[:, AT["capital"]] > 0
    first = (capital | (base[:, AT["population"]] > 6.6 / 7)) * base[:, AT["large town of a unit's name"]]
    added = STATED * base[:, AT["lies in what stands beside it"]] + CAPITAL_FIRST * first
    if case.listed:
        return np.asarray(added + LISTED * base[:, AT["is a unit1"]])
    return np.asarray(added + NATIONAL * capital * first)


def first_scores(case: Case) -> Floats:
    """What is added in the first pass, in which nothing is "here" yet, unless nothing else is left."""
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


@dataclass(frozen=True, slots=True)
class _Others:
    """The likely places of the other names, one value each: point, weight, country, unit, kind, where it is named."""

    lat: Floats
    lon: Floats
    weight: Floats
    country: NDArray[np.int64]
    unit1: NDArray[np.int64]
    kind: NDArray[np.int64]
    at: Floats


_TOWN = 3
_SITES = 5
"""Kinds from here on (:data:`dragoman.knowledge.gazetteer.KINDS`) are waters, mountains, islands and sites."""


def in_context(found: Sequence[Case], index: int, home: Home) -> Floats:
    """Give the features of a case with those that look at the other names; place its candidate "here"."""
    case = found[index]
    matrix = case.base.copy()
    other = _others(found, index)
    if not len(other.lat):
        return matrix
    _place_here(case, other, home)
    far = distance(case.lat[:, None], case.lon[:, None], other.lat[None, :], other.lon[None, :])
    far = np.where(np.isfinite(far), far, 1e5)
    towns = other.weight * ((other.kind == _TOWN) | (other.kind == 2) | (other.kind >= _SITES))
    most = math.log1p(max(float(towns.sum()), 1))
    for feature, scale in (("near, 30 km", 30.0), ("near, 150 km", 150.0), ("near, 600 km", 600.0)):
        matrix[:, AT[feature]] = np.log1p((np.exp(-far / scale) * towns).sum(axis=1)) / most
    matrix[:, AT["nearest, 60 km"]] = (np.exp(-far / 60) * np.minimum(towns, 1)).max(axis=1)
    close = np.exp(-np.abs(other.at - case.starts[0]) / 150) * np.minimum(other.weight, 1)
    matrix[:, AT["near before, 100 km"]] = (np.exp(-far / 100) * close).max(axis=1)
    country = (case.country[:, None] == other.country[None, :]) & (case.country[:, None] >= 0)
    unit = (case.unit1[:, None] == other.unit1[None, :]) & (case.unit1[:, None] >= 0)
    weight, everything = other.weight, max(float(other.weight.sum()), 1e-9)
    matrix[:, AT["country's share"]] = (country * weight).sum(axis=1) / everything
    matrix[:, AT["unit's share"]] = (unit * weight).sum(axis=1) / everything
    matrix[:, AT["country named"]] = np.minimum((country * weight * (other.kind == 0)).sum(axis=1), 1)
    matrix[:, AT["unit named"]] = np.minimum((unit * weight * (other.kind == 1)).sum(axis=1), 1)
    return matrix


def _others(found: Sequence[Case], index: int) -> _Others:
    own = found[index]
    rows: list[tuple[float, ...]] = []
    for i, case in enumerate(found):
        if i == index or case.name == own.name:
            continue
        nearest = min(case.starts, key=lambda start: abs(start - own.starts[0]))
        count = 1 + math.log(len(case.starts))
        for k in np.argsort(-case.chances[:-2], kind="stable")[:3]:
            chance = float(case.chances[k])
            if chance > 0.1:
                place = (case.country[k], case.unit1[k], case.kind[k])
                rows.append((case.lat[k], case.lon[k], chance * count, *place, nearest))
    table = np.array(rows, np.float64).reshape(-1, 7)
    country, unit1, kind = (table[:, i].astype(np.int64) for i in (3, 4, 5))
    return _Others(table[:, 0], table[:, 1], table[:, 2], country, unit1, kind, table[:, 6])


def _place_here(case: Case, other: _Others, home: Home) -> None:
    """Put the candidate "here" where the nearest sure town is named, else a unit or country."""
    start, kind = case.starts[0], other.kind
    precise = np.where((kind == _TOWN) | (kind == 2) | (kind >= _SITES), 1.0, np.where(kind == 1, 0.25, 0.08))
    after = np.where(other.at <= start, 1.0, 0.7)
    fits = precise * np.minimum(other.weight, 1) * after / (1 + np.abs(other.at - start) / 300)
    if home.lat is not None and home.lon is not None:
        fits *= 1 + np.exp(-distance(other.lat, other.lon, home.lat, home.lon) / 100)
    k = int(np.argmax(fits))
    case.lat[-2], case.lon[-2] = other.lat[k], other.lon[k]
    case.country[-2], case.unit1[-2] = other.country[k], other.unit1[k]
