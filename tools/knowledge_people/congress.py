"""Members of the Congress of the United States (``us_legislators_current.yaml``, CC0) as affiliations."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["STATES", "Lawmaker", "mine"]

SOURCE = "uslegislators"
STATES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "DC": "the District of Columbia",
    "PR": "Puerto Rico",
    "GU": "Guam",
    "VI": "the US Virgin Islands",
    "AS": "American Samoa",
    "MP": "the Northern Mariana Islands",
}


@dataclass
class Lawmaker:
    """A member of Congress: names, and one period for each unbroken time in a chamber for a state."""

    id: str
    name: str
    aliases: list[str]
    gender: str
    born: str
    periods: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(house or senate, role, start, end); the end is empty while the term runs."""


def mine(path: Path, *, today: str) -> list[Lawmaker]:
    """Read the members; terms that ended before 2000 are left out."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    entry: dict[str, Any]
    for entry in yaml.load(path.read_text("utf-8"), Loader=loader):
        name = entry["name"]
        first, last = name["first"], name["last"]
        full = name.get("official_full") or f"{first} {last}"
        ordinary = f"{name.get('nickname') or first} {last}"
        wikipedia = str(entry["id"].get("wikipedia") or "").split(" (")[0]
        shown = wikipedia or ordinary
        aliases = [alias for alias in dict.fromkeys([full, f"{first} {last}", ordinary]) if alias != shown]
        lawmaker = Lawmaker(
            id=str(entry["id"].get("wikidata") or ""),
            name=shown,
            aliases=aliases,
            gender=str(entry["bio"].get("gender", "")).lower(),
            born=str(entry["bio"].get("birthday") or ""),
        )
        for term in entry["terms"]:
            end = str(term["end"])
            if end < "2000":
                continue
            chamber = "senate" if term["type"] == "sen" else "house"
            state = STATES[term["state"]]
            party = str(term["party"])
            noun = "senator" if chamber == "senate" else "representative"
            role = f"US {noun} for {state} ({party})"
            start = str(term["start"])
            if lawmaker.periods:
                before = lawmaker.periods[-1]
                if (
                    before[1] == role
                    and before[2]
                    and before[3]
                    and abs(int(before[3][:4]) - int(start[:4])) <= 1
                ):
                    lawmaker.periods[-1] = (chamber, role, before[2], end)
                    continue
            lawmaker.periods.append((chamber, role, start, end))
        lawmaker.periods = [(c, r, s, "" if e > today else e) for c, r, s, e in lawmaker.periods]
        if lawmaker.id:
            found.append(lawmaker)
    return found
