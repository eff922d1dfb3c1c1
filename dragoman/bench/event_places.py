"""Where it happened: the places of events in the stories of Wikinews, against our events gold.

A row of ``gold/events.csv`` has the country of the act, and the city where one is stated; or a country that is only
inferred (a body's act in its own state, without words for a place), or none. The part ``test`` was never read. The
gold's trigger words are asked, and the actors that the reading finds in the gold's words for actor and recipient go
with the question, as those of an event do: what is scored is placing, not finding events.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.bench import asked
from dragoman.coding import where
from dragoman.coding.where import country_of
from dragoman.knowledge.gazetteer.names import fold
from dragoman.records import Actor, Place, Where

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["Placed", "figures", "score"]

NEAR_KM = 30.0
"""Within it a site or a suburb is counted to its city."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the gold with our answer."""

    row: asked.Row
    answer: Where
    place: Place | None
    right_city: bool = False

    @property
    def country(self) -> str | None:
        """The country that we give."""
        return self.answer.country

    @property
    def right_country(self) -> bool:
        """Whether it is one of the gold's."""
        return self.country is not None and self.country in self.row["country"].split("/")

    @property
    def only_mentioned(self) -> bool:
        """Whether a place of the text is given that is not that of the act, as far as countries tell."""
        if self.place is None:
            return False
        if self.row["place_start"]:
            return bool(self.row["country"]) and not self.right_country
        return not self.right_country or self.place.precision != "country"


def score(data: Path) -> dict[str, float]:
    """Score the places of the events gold, its parts apart.

    Args:
        data: the folder of the development data.
    """
    import dragoman
    from dragoman.knowledge.gazetteer import load

    coder, gazetteer = dragoman.load(threads=1), load()
    placed: dict[str, list[Placed]] = {part: [] for part in asked.PARTS}
    for story, rows in asked.stories(data, "wikinews_2019_2020"):
        record, doc = coder.code_with_reading(story)
        if doc is None:
            continue
        about = country_of(record.places, record.actors)
        for row in rows:
            at = asked.token_of(doc, int(row["trigger_start"]), int(row["trigger_end"]))
            answer = where(
                doc,
                story,
                record.places,
                at,
                actors=meant(row["actors"], record.actors),
                recipients=meant(row["recipients"], record.actors),
                about=about,
            )
            place = None if answer.place is None else record.places[answer.place]
            city = place is not None and bool(row["city"]) and is_city(place, row["city"], gazetteer)
            placed[row["part"]].append(Placed(row, answer, place, city))
    return {f"{part}: {name}": value for part in asked.PARTS for name, value in figures(placed[part]).items()}


def meant(cell: str, actors: Sequence[Actor]) -> list[Actor]:
    """Give the actors that are mentioned in spans of the gold (``1-5;9-12``), each by the widest words in it."""
    found: list[Actor] = []
    for part in filter(None, cell.split(";")):
        start, end = map(int, part.split("-"))
        best = max(
            (
                (min(end, m.end) - max(start, m.start), i)
                for i, actor in enumerate(actors)
                for m in actor.mentions
                if m.start < end and start < m.end
            ),
            default=None,
        )
        if best is not None and actors[best[1]] not in found:
            found.append(actors[best[1]])
    return found


def is_city(place: Place, city: str, gazetteer: Gazetteer) -> bool:
    """Whether a place is a city or lies in it."""
    if fold(city) in (fold(place.text), fold(place.name or "")):
        return place.precision != "country"
    by_context = place.name is None and place.precision == "unit"  # a street that has the point of its city
    if place.lat is None or place.lon is None or not (by_context or place.precision in ("city", "site")):
        return False
    points = (gazetteer.place(number) for number, how in gazetteer.find(city) if how in ("name", "alternate"))
    return any(
        _apart(place.lat, place.lon, one.lat, one.lon) < NEAR_KM for one in points if one.kind == "city"
    )


def _apart(lat: float, lon: float, lat0: float, lon0: float) -> float:
    """Give a short distance in kilometres."""
    return 111.2 * math.hypot(lat - lat0, (lon - lon0) * math.cos(math.radians(lat)))


def figures(placed: Sequence[Placed]) -> dict[str, float]:
    """Give the figures of answered rows, in per cent.

    Returns:
        Right countries of rows with a country, with those with words for the place and those inferred apart; right
        cities of rows with a city; of all rows, the share that is given a place that is not that of the act, only
        one that is mentioned; of rows without a place, those given none; and how many rows there are.
    """
    known = [one for one in placed if one.row["country"]]
    stated = [one for one in known if one.row["place_start"]]
    inferred = [one for one in known if not one.row["place_start"]]
    cities = [one for one in placed if one.row["city"]]
    none = [one for one in placed if not one.row["country"] and not one.row["place_start"]]
    return {
        "country right": asked.share(sum(one.right_country for one in known), len(known)),
        "country right, words for the place": asked.share(
            sum(one.right_country for one in stated), len(stated)
        ),
        "country right, inferred": asked.share(sum(one.right_country for one in inferred), len(inferred)),
        "city right where one is stated": asked.share(sum(one.right_city for one in cities), len(cities)),
        "given a place that is only mentioned": asked.share(
            sum(one.only_mentioned for one in placed), len(placed)
        ),
        "none where the text says none": asked.share(sum(one.country is None for one in none), len(none)),
        "rows with a country": float(len(known)),
        "rows with a city": float(len(cities)),
        "rows": float(len(placed)),
    }
