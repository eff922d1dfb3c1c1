"""The places that a story names, each with its point or the reason why it has none.

places(doc, story, gazetteer) -> (Place(text="Sochi", country="RUS", lat=43.6, …), …)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from dragoman.coding.candidates import AT, HERE, HOME, Case, cases, distance
from dragoman.coding.geocoding import Resolved, load_weights, resolve
from dragoman.coding.homes import Home, home_of
from dragoman.coding.toponyms import LONGEST, NO_NAMES, Toponym, mention, recognise
from dragoman.knowledge.gazetteer.form import DERIVED
from dragoman.records import Place, PlacePrecision, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Gazetteer, Known

__all__ = ["Survey", "locate", "places", "survey"]

SAME_KM = 161.0
"""Within it a unit and the town of its name are one place to a reader; New York is not, Homs is."""
LARGE_TOWN = 100_000
"""Inhabitants of a town that gives a unit its name, wherever the lists put it."""
MOST_NAMES = 600
"""Names of a story that are weighed against each other; of a longer list each stands for itself."""

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country",
    "unit1": "unit",
    "unit2": "unit",
    "city": "city",
    "region": "region",
    "water": "region",
    "terrain": "region",
    "island": "region",
    "site": "site",
}


@dataclass(frozen=True, slots=True)
class Survey:
    """A story's place names and where each was put; `resolved` is parallel to `toponyms`."""

    toponyms: tuple[Toponym, ...]
    resolved: tuple[Resolved, ...]
    places: tuple[Place, ...]


def places(doc: Doc, story: Story, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Give the places that a story names, in the order of the text.

    Args:
        doc: the reading of the story's text.
        story: its source, or the domain of its url, tells where "here" is.
        gazetteer: what is where.

    Returns:
        One place for each mention by name; adjectives and peoples ("Iranian") are none. What the gazetteer lacks has
        the point of what it lies in, as far as the text tells, precision ``unit``, and says so in ``unresolved``.
    """
    return survey(doc, story, gazetteer).places


def survey(doc: Doc, story: Story, gazetteer: Gazetteer, *, span: tuple[int, int] | None = None) -> Survey:
    """Recognise and resolve all place names of a story, with `span` as one of them where it is given."""
    text = doc.text
    toponyms = recognise(doc, gazetteer)
    if span is not None and not any((t.start, t.end) == span for t in toponyms):
        start, end = span
        toponyms = [t for t in toponyms if t.end <= start or t.start >= end]
        toponyms.append(mention(text, start, end, gazetteer, label=_label(doc, start, end)))
        toponyms.sort(key=lambda t: t.start)
    home = home_of(story.source or story.url, gazetteer)
    if home.lat is None and story.source and story.url:
        home = home_of(story.url, gazetteer)
    found = cases(text, toponyms, gazetteer, home)
    _rank(found, home)
    resolved: list[Resolved] = [Resolved(None)] * len(toponyms)
    sure: list[tuple[int, int]] = []
    for case in found:
        best = int(np.argmax(case.chances))
        if int(case.numbers[best]) >= 0:
            sure.append((case.starts[0], int(case.numbers[best])))
    for case in found:
        one = _chosen(case, toponyms, gazetteer, home, sure)
        for i in case.mentions:
            resolved[i] = one
    made = tuple(
        _place(t, one, gazetteer)
        for t, one in zip(toponyms, resolved, strict=True)
        if t.label not in NO_NAMES or (span == (t.start, t.end))
    )
    return Survey(tuple(toponyms), tuple(resolved), made)


def _rank(found: Sequence[Case], home: Home) -> None:
    for first in range(0, len(found), MOST_NAMES):
        resolve(found[first : first + MOST_NAMES], load_weights(), home)


def locate(doc: Doc, story: Story, gazetteer: Gazetteer, *, span: tuple[int, int]) -> Place:
    """Give the place that given words of a story name, demonyms too, or the reason why none.

    Args:
        span: start and end of the words, code points of the text.
    """
    start, end = span
    text = doc.text
    start, end = max(0, start), min(len(text), end)
    if start >= end:
        reason = f"the words {span[0]}:{span[1]} lie outside the text of {len(text):,} characters"
        at = min(start, len(text))
        return Place(start=at, end=at, text="", unresolved=_all(reason))
    words = text[start:end]
    if len(words) > LONGEST:
        reason = f"{len(words):,} characters are too many for a place's name (at most {LONGEST})"
        return Place(start=start, end=end, text=words, unresolved=_all(reason))
    seen = survey(doc, story, gazetteer, span=(start, end))
    return next(p for p in seen.places if (p.start, p.end) == (start, end))


def _label(doc: Doc, start: int, end: int) -> str:
    return next((e.label_ for e in doc.ents if e.start_char < end and start < e.end_char), "")


def _chosen(
    case: Case, toponyms: Sequence[Toponym], gazetteer: Gazetteer, home: Home, sure: Sequence[tuple[int, int]]
) -> Resolved:
    text = toponyms[case.mentions[0]].text
    if len(text) > LONGEST:
        return Resolved(
            None, reason=f"{len(text):,} characters are too many for a place's name (at most {LONGEST})"
        )
    best = int(np.argmax(case.chances))
    number, chance = int(case.numbers[best]), float(case.chances[best])
    if number >= 0:
        part = not gazetteer.find(text)
        return Resolved(number if part else _town_of(case, number, gazetteer), chance, part=part)
    if not np.isfinite(case.lat[best]):
        script = "" if any("a" <= c.lower() <= "ɏ" for c in text) else ", and it is written in another script"
        return Resolved(None, reason=f"no place of this name is known{script}, and no other place is named")
    return Resolved(HERE, chance, inside=home.number if number == HOME else _at(case, gazetteer, sure))


def _town_of(case: Case, number: int, gazetteer: Gazetteer) -> int:
    """The town where a unit and the town in it that gives it its name are both called so: Homs is the town."""
    kind, unit1 = gazetteer.columns("kind"), gazetteer.columns("unit1")
    if kind[number] not in (1, 2) or case.demonym:
        return number
    population, derived = gazetteer.columns("population"), gazetteer.columns("flags") & DERIVED
    towns = []
    for k, other in enumerate(case.numbers):
        if other >= 0 and kind[other] == 3 and not case.base[k, AT["name without its kind"]]:
            own = (
                unit1[other] == (number if kind[number] == 1 else unit1[number])
                or population[other] >= LARGE_TOWN
            )
            own = own and case.country[k] == gazetteer.columns("country")[number]
            at = int(np.flatnonzero(case.numbers == number)[0])
            near = (
                derived[number]
                or distance(case.lat[k : k + 1], case.lon[k : k + 1], case.lat[at], case.lon[at])[0] < SAME_KM
            )
            if own and near:
                towns.append(int(other))
    return max(towns, key=lambda n: int(population[n]), default=number)


def _at(case: Case, gazetteer: Gazetteer, sure: Sequence[tuple[int, int]]) -> int | None:
    """The place whose point "here" has."""
    near = sorted(sure, key=lambda item: abs(item[0] - case.starts[0]))
    for _, number in near:
        known = gazetteer.place(number)
        if abs(known.lat - case.lat[-2]) < 1e-6 and abs(known.lon - case.lon[-2]) < 1e-6:
            return number
    return None


def _place(toponym: Toponym, one: Resolved, gazetteer: Gazetteer) -> Place:
    base = Place(start=toponym.start, end=toponym.end, text=toponym.text)
    if one.number is None:
        return _with(base, unresolved=_all(one.reason or "no place of this name is known"))
    if one.number == HERE or one.part:
        return _by_context(base, one, gazetteer)
    known = gazetteer.place(one.number)
    unresolved: dict[str, str] = {}
    if not known.geonames:
        unresolved["geonames"] = "our tables name it without an id"
    country = gazetteer.iso3.get(known.country)
    if country is None:
        unresolved["country"] = "it lies in no country, or in several"
    unit = _unit(known, gazetteer)
    if unit is None:
        unresolved["admin1"] = "it lies in no unit of the first level, or none is known"
    return _with(
        base,
        name=known.name,
        country=country,
        admin1=unit,
        lat=known.lat,
        lon=known.lon,
        geonames=known.geonames or None,
        precision=_PRECISION[known.kind],
        unresolved=unresolved,
    )


def _by_context(base: Place, one: Resolved, gazetteer: Gazetteer) -> Place:
    """A place that the gazetteer lacks, put where what it lies in is."""
    number = one.number if one.part else one.inside
    if number is None:
        return _with(base, unresolved=_all("no place of this name is known"))
    known = gazetteer.place(number)
    how = "its name contains" if one.part else "the text places it near"
    reason = f"the gazetteer lacks it; the point is that of what {how}: {known.name}"
    country = gazetteer.iso3.get(known.country)
    unresolved = {"name": reason, "geonames": reason}
    if country is None:
        unresolved["country"] = "what it lies in is no country"
    unit = _unit(known, gazetteer)
    if unit is None:
        unresolved["admin1"] = "of what it lies in no unit is known"
    precision = _PRECISION[known.kind]
    return _with(
        base,
        country=country,
        admin1=unit,
        lat=known.lat,
        lon=known.lon,
        precision="unit" if precision in ("city", "site") else precision,
        unresolved=unresolved,
    )


def _unit(known: Known, gazetteer: Gazetteer) -> str | None:
    if known.kind == "unit1":
        return known.name
    return gazetteer.place(known.unit1).name if known.unit1 >= 0 else None


def _with(place: Place, **fields: object) -> Place:
    return msgspec.structs.replace(place, **fields)


def _all(reason: str) -> dict[str, str]:
    return dict.fromkeys(("name", "country", "admin1", "lat", "lon", "geonames", "precision"), reason)
