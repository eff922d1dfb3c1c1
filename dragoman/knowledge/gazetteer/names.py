"""When two spellings of a place are one: folding of names, and names without the word for their kind."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

__all__ = ["around", "fold", "is_town", "key", "without_kind"]

_DROPPED = dict.fromkeys(map(ord, ".'’‘`´ʻʼ\"“”()"), "")
_SPACED = dict.fromkeys(map(ord, "-–—/_\u00a0"), " ")
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ð": "d",
        "þ": "th",
        "&": " and ",
    }
)
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_KIND = (
    "county|province|oblast|region|governorate|district|state|department|prefecture|municipality|parish|borough|"
    "republic|canton|township|twp|city|island|islands|krai|kray|voivodeship|wilaya|emirate|division|territory|"
    "municipal district|autonomous region|autonomous oblast|autonomous okrug|census area|area|governate|township of"
)
_BEHIND = re.compile(rf"^(.{{2,}}) (?:{_KIND})$")
_BEFORE = re.compile(
    r"^(?:city|county|province|state|district|region|municipality|town|township|village|republic|canton|"
    r"departement|department|provincia|provincia de|departamento|departamento de|estado|estado de|"
    r"metropolitan city|autonomous community|commonwealth|kingdom|emirate|oblast|arrondissement|"
    r"landkreis|kreis|regierungsbezirk|wilaya|opcina|powiat|judetul|comarca|distrito)"
    r"(?: of| de la| de| du| des| d| del| di| da| do)? (.{3,})$"
)


_ARTICLE = re.compile(r"^(?:al|ar|as|ad|an|az|at|ash|el|ed|es) (.{4,})$")
_AROUND = re.compile(r"^(?:greater|downtown|central|metro|metropolitan|suburban|midtown) (.{3,})$")


def fold(name: str) -> str:
    """Give the form in which names are compared: no case, accents, points or hyphens; "Saint" is "St"."""
    made = name.translate(_DROPPED).translate(_SPACED).casefold().translate(_LETTERS)
    if not made.isascii():
        made = "".join(c for c in unicodedata.normalize("NFKD", made) if not unicodedata.combining(c))
    words = made.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_SHORT.get(word, word) for word in words) if len(words) > 1 else " ".join(words)


def key(folded: str) -> int:
    """Hash a folded name to 48 bits: of a million names the chance that a strange one meets any is 4e-9."""
    return int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=6).digest(), "big")


def without_kind(folded: str) -> Iterator[str]:
    """Give a folded name without the word for what it is ("lamar county": "lamar"), or without its article."""
    if found := _BEHIND.match(folded):
        yield found[1]
    if found := _BEFORE.match(folded):
        yield found[1]
    if found := _ARTICLE.match(folded):
        yield found[1]


def around(folded: str) -> str | None:
    """Give the town whose surroundings or middle a folded name means: "greater boston", "downtown cairo"."""
    found = _AROUND.match(folded)
    return found[1] if found else None


_TOWN = re.compile(r"(?: city| township| twp)$|^(?:city|town|township|village) of ")


def is_town(folded: str) -> bool:
    """Whether the word for its kind makes a name that of a town: "Kansas City", "the town of Paris"."""
    return _TOWN.search(folded) is not None
