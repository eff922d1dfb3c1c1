"""Which words of a reading name places: :func:`recognise`.

The reader's entities of kind LOC and FAC are places, and what it missed where only a place can be meant: a unit
behind a town ("Gaines, Mich."), a country or a large town outside any entity. Persons and organisations are not
places, whatever their names contain: the town in "the Columbus Police" is where a body belongs, not what is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.knowledge.tables import words_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from dragoman.knowledge.gazetteer import Gazetteer

__all__ = ["LONGEST", "NO_NAMES", "Toponym", "mention", "qualifiers", "recognise"]

NO_NAMES = frozenset(("NORP", "ORG"))
"""Labels of toponyms that are peoples, or the place in a body's name."""
_BODIES = frozenset(("ORG", "MISC", "EVENT", "PRODUCT"))
_PLACES = frozenset(("LOC", "FAC", "GPE"))
_CONTAINERS = frozenset((0, 1, 2, 4))  # countries, units and regions, as kinds of the gazetteer
LONGEST = 80
"""Characters; a longer "name" is debris, and is not looked up."""
_SPLIT = re.compile(r"\s*,\s*|\s*;\s*|\n+|\s+/\s+|\s+–\s+")
_TRIM = re.compile(
    r"^(?:the|in|of|at|near|from|(?:city|town|state|village|county) of)\s+|['’]s?$|[.,;:\s]+$", re.IGNORECASE
)
_DIRECTION = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|mid|inner|outer)(?:ern)?|north-?(?:east|west)(?:ern)?|"
    r"south-?(?:east|west)(?:ern)?|downtown|rural|suburban|metropolitan|metro|greater|old|ancient|occupied|mainland|"
    r"modern-day|present-day|then|nearby|neighbou?ring)[\s-]+(?=[A-Z])",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*(?:,|\()\s*")
_WORD = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*|of|and|the|de|la|&)")


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place.

    Attributes:
        start, end: code points of the text.
        label: the reader's kind of entity, ``""`` for what was found by the gazetteer alone.
        beside: the names of what it lies in, as the text says right behind it: ("Tex.",), ("Laurel County", "Ky.").
        heading: whether it begins a paragraph and is a dateline.
    """

    start: int
    end: int
    text: str
    label: str = ""
    beside: tuple[str, ...] = ()
    heading: bool = False


def recognise(doc: Doc, gazetteer: Gazetteer) -> list[Toponym]:
    """Give the place names of a reading, in the order of the text; none overlaps another.

    Those of :data:`NO_NAMES` are no names of places but tell of where a story speaks: "Iranian", the town in
    "Columbus Police".
    """
    text = doc.text
    found: dict[tuple[int, int], str] = {}
    taken = [False] * (len(text) + 1)
    surnames = {
        ent.text.split()[-1] for ent in doc.ents if ent.label_ in _PERSONS and " " in ent.text.strip()
    }
    named = {ent.text for ent in doc.ents if ent.label_ in _PLACES and gazetteer.kinds(ent.text)}
    for ent in doc.ents:
        a, b = ent.start_char, ent.end_char
        taken[a:b] = [True] * (b - a)
        for span, label in _of_entity(text, a, b, ent.label_, named=named, gazetteer=gazetteer):
            if _is_name(text[span[0] : span[1]], surnames, gazetteer):
                found[span] = label
    for _, end in list(found):
        for a, b, _ in _behind(text, end, gazetteer):
            if (a, b) not in found and not any(s < b and a < e for s, e in found):
                found[a, b] = "LOC"
                taken[a:b] = [True] * (b - a)
    for a, b in _missed(doc, taken, gazetteer):
        if not any(s < b and a < e for s, e in found):
            found[a, b] = ""
    return [mention(text, a, b, gazetteer, label=label) for (a, b), label in sorted(found.items())]


def _of_entity(
    text: str, a: int, b: int, label: str, *, named: set[str], gazetteer: Gazetteer
) -> Iterator[tuple[tuple[int, int], str]]:
    """Give the place names in an entity, with their labels."""
    if label in _PLACES:
        for start, end in _parts(text, a, b, gazetteer):
            if end - start <= LONGEST:
                for span in _joined(text, start, end, gazetteer):
                    yield span, label
    elif label in _BODIES:
        whole = text[a:b]
        if label in ("ORG", "MISC") and len(whole) > 3 and (gazetteer.prominent(whole) or whole in named):
            yield (a, b), "LOC"  # "Winona police", "talks with Paris"
        elif (part := _place_in(text, a, b, gazetteer)) is not None:
            yield part, "ORG"
    elif label in _PERSONS:
        party = _PARTY.search(text, a, b)
        if party is not None and gazetteer.kinds(party[1]):
            yield party.span(1), "LOC"
        elif (
            _AT.search(text, max(0, a - 12), a)
            and " " not in text[a:b]
            and gazetteer.town_or_larger(text[a:b])
        ):
            yield (a, b), "LOC"
    elif label == "NORP" and b - a <= LONGEST and gazetteer.find(text[a:b]):
        yield (a, b), "NORP"


_PERSONS = frozenset(("PER", "PERSON"))
_PARTY = re.compile(r"\b[DRI]-((?:[A-Z][\w.]+ ?)+)")  # a legislator's party and constituency
_AT = re.compile(r"\b(?:in|at|near|from|into|outside|toward|towards|entering|leaving|visiting|formerly of) $")
_NO_NAME = words_of(
    "valley side lower upper reservoir hospital creek hills hall d monday tuesday wednesday thursday friday saturday "
    "sunday ms mr church point lake river canal holy trust plantation memorial library drain bunker "
    "house school park ap afp cbd township county east west north south city town state street avenue road district "
    "world world's centre center republic capital province village region downtown highway interstate route"
)


def _is_name(name: str, surnames: set[str], gazetteer: Gazetteer) -> bool:
    """Whether words that the reader takes for a place can be its name."""
    folded = name.casefold().strip(".")
    if (
        folded in _NO_NAME
        or not any(c.isalpha() for c in name)
        or not any(c.isupper() or not c.isascii() for c in name)
    ):
        return False
    return name not in surnames or bool(gazetteer.kinds(name))


def _joined(text: str, start: int, end: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Cut what are two names without a comma: "Fargo-Moorhead", "Maiduguri Borno State"."""
    name = text[start:end]
    if not gazetteer.kinds(name):
        for gap in re.finditer(r"[-–/ ]| and ", name):
            first, second = name[: gap.start()], name[gap.end() :]
            known = gazetteer.prominent if gap[0] == " " else gazetteer.town_or_larger
            if known(first) and known(second):
                yield start, start + gap.start()
                yield start + gap.end(), end
                return
    yield start, end


def mention(text: str, start: int, end: int, gazetteer: Gazetteer, *, label: str = "") -> Toponym:
    """Make a toponym of given words, with what stands beside them."""
    beside = tuple(name for _, _, name in _behind(text, end, gazetteer))
    line = text.rfind("\n", 0, start) + 1
    heading = start - line < 3 and text[start:end].isupper() and end - start > 3
    return Toponym(start, end, text[start:end], label, beside, heading)


def qualifiers(text: str, end: int, gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    """Give what stands behind a name and says in what it lies: (start, end, name)."""
    return list(_behind(text, end, gazetteer))


def _behind(text: str, end: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    for _ in range(2):
        comma = _NEXT.match(text, end)
        if comma is None:
            return
        shortest = 5 if "(" in comma[0] else 2  # "(AP)" is an agency
        spans: list[tuple[int, int]] = []
        at = comma.end()
        while len(spans) < 4 and (word := _WORD.match(text, at)):
            spans.append(word.span())
            at = word.end()
            if at < len(text) and text[at] == " ":
                at += 1
            else:
                break
        for count in range(len(spans), 0, -1):
            a, b = spans[0][0], spans[count - 1][1]
            name = text[a:b]
            if name.endswith(".") and count == len(spans) and len(name) > 6:
                name, b = name[:-1], b - 1
            if name[-2:] in ("'s", "’s"):
                name, b = name[:-2], b - 2
            if (
                any(k in _CONTAINERS for k in gazetteer.kinds(name))
                and len(name) >= shortest
                and (len(name) > 2 or name.isupper() or name[-1] == ".")
            ):
                yield a, b, name
                end = b
                break
        else:
            return


def _place_in(text: str, a: int, b: int, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """The place in a body's name: its first words, or those behind "of" and "in"."""
    body = text[a:b]
    starts = [0] + [m.end() for m in re.finditer(r"\b(?:of|in|at|for) (?:the )?", body)]
    for start in starts:
        words = list(re.finditer(r"\S+", body[start:]))[:3]
        for count in range(len(words), 0, -1):
            part = body[start : start + words[count - 1].end()].rstrip(",.;:")
            part = part.removesuffix("'s").removesuffix("’s")
            if part == body or not part[:1].isupper() or (len(part) < 4 and not part.isupper()):
                continue
            if gazetteer.town_or_larger(part):
                return a + start, a + start + len(part)
    return None


def _parts(text: str, a: int, b: int, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Cut an entity at its commas, and take off what is no part of the name."""
    whole = text[a:b]
    if "," in whole and gazetteer.kinds(whole):
        yield a, b
        return
    at = 0
    for gap in [*_SPLIT.finditer(whole), None]:
        stop = gap.start() if gap else len(whole)
        start, end = a + at, a + stop
        at = gap.end() if gap else at
        start, end = _trimmed(text, start, end, gazetteer)
        if end > start and (text[start].isalnum()):
            yield start, end


def _trimmed(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
    for _ in range(3):
        name = text[start:end]
        if "." in name and gazetteer.kinds(name):
            return start, end
        found = _TRIM.search(name)
        if not found or found.end() - found.start() == len(name):
            break
        if found.start() == 0 and found.end() != len(name):
            start += found.end()
        else:
            end = start + found.start()
    name = text[start:end]
    if (found := _DIRECTION.match(name)) and not gazetteer.kinds(name):
        start += found.end()
    return start, end


def _missed(doc: Doc, taken: list[bool], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Countries, first-level units and large towns that no entity covers: proper nouns alone."""
    from spacy.symbols import PROPN

    for token in doc:
        if token.pos != PROPN or taken[token.idx] or len(token.text) < 4:
            continue
        if token.i and doc[token.i - 1].pos == PROPN and not taken[doc[token.i - 1].idx]:
            continue
        stop = token.i + 1
        while stop < len(doc) and stop - token.i < 4 and doc[stop].pos == PROPN and not taken[doc[stop].idx]:
            stop += 1
        a, b = token.idx, doc[stop - 1].idx + len(doc[stop - 1])
        if gazetteer.prominent(doc.text[a:b]):
            yield a, b
