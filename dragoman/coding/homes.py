"""Where an outlet is at home: a local paper's "Paris" is the one it is printed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge.gazetteer.names import fold
from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["Home", "home_of"]

LONGEST = 500
"""Characters; a longer "outlet" is debris."""
TEN_TIMES = 10
"""How much larger than the next a town must be for a domain's name to mean it."""
LARGE = 20_000
"""Inhabitants of a town that a domain's name can mean."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where an outlet is at home, as far as its name or web domain tells."""

    lat: float | None = None
    lon: float | None = None
    unit1: int = -1
    country_number: int = -1
    number: int = -1
    name: str = ""


def home_of(source: str | None, gazetteer: Gazetteer) -> Home:
    """Give the home of an outlet by its web domain or name."""
    if not source or len(source) > LONGEST:
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
_FIRST = words_of("new san los las fort santa port saint st el north south west east grand cape")


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
    forms = [rest] + [
        f"{first} {rest[len(first) :]}"
        for first in _FIRST
        if rest.startswith(first) and len(rest) > len(first) + 2
    ]
    if rest == label:
        return None
    c = gazetteer.columns
    at = gazetteer.coded(code)
    numbers = [
        n
        for form in forms
        for n, how in gazetteer.find(form)
        if c("kind")[n] == 3 and how in ("name", "alternate")
    ]
    if at is not None:
        numbers = [n for n in numbers if c("country")[n] == c("country")[at]]
    ranked = sorted(set(numbers), key=lambda n: -int(c("population")[n]))
    if not ranked:
        return None
    first = int(c("population")[ranked[0]])
    second = int(c("population")[ranked[1]]) if len(ranked) > 1 else 0
    return ranked[0] if first >= LARGE and first >= TEN_TIMES * second else None
