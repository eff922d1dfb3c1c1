"""Which names of a story are the same name: full and partial, with titles and initials, acronyms, spelling variants.

Certain links only. A bare name that fits two people of the story goes to one of them when gender, title or recency
decide; else it stays apart with both as candidates.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dragoman.language import nouns
from dragoman.language.mentions import Mention
from dragoman.language.words import Words

__all__ = ["Names", "resolve", "retype"]

_LONGEST = 300  # characters; a longer "name" is debris and only equals itself
_FEW = (
    40  # people of one surname, or of one initial, that a name is compared with: more are a list, not a story
)
_SUFFIXES = nouns.word_set("jr sr ii iii iv phd md esq qc sc kc")
_CORPORATE = nouns.word_set(
    "inc corp corporation co company ltd plc llc group holdings holding ag sa spa nv gmbh motor motors "
    "industries international technologies bank airlines energy"
)
_SMALL = nouns.word_set("of the for and in on de la le du des del di von van der den el al bin ibn ben")
_ANY = frozenset(("PER", "PERSON"))
_DOUBTFUL = frozenset(("ORG", "MISC", "PRODUCT"))


@dataclass(slots=True)
class _Entity:
    """A person or thing with one name in the story; its mentions in the order of the text."""

    names: list[tuple[str, ...]]
    gender: str = ""
    titles: set[str] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    """What names say.

    Attributes:
        group: of each mention, the number of the name's bearer, or -1 where it is no name.
        candidates: of an ambiguous mention, the numbers of those it may be.
        gender: of each bearer, where a title or given name tells it.
    """

    group: list[int]
    candidates: dict[int, tuple[int, ...]]
    gender: list[str]


def resolve(words: Words, mentions: Sequence[Mention]) -> Names:
    """Group the mentions of class ``name`` by bearer."""
    names = Names([-1] * len(mentions), {}, [])
    entities: list[_Entity] = []
    persons = [
        i for i, m in enumerate(mentions) if m.cls == "name" and m.entity in _ANY and m.kind == "person"
    ]
    others = [
        i for i, m in enumerate(mentions) if m.cls == "name" and not (m.entity in _ANY and m.kind == "person")
    ]
    _people(words, mentions, persons, entities, names)
    _things(words, mentions, others, entities, names.group)
    names.gender.extend(e.gender for e in entities)
    return names


def retype(words: Words, mentions: Sequence[Mention]) -> list[Mention]:
    """Take a bare name for a person's where the story names a person so in full, whatever the reader thought."""
    surnames = {
        nouns.fold(words.text[m.end - 1]) for m in mentions if m.entity in _ANY and m.end - m.start > 1
    }
    return [
        replace(m, entity="PER", kind="person", gender="")
        if m.entity in _DOUBTFUL and m.end - m.start == 1 and nouns.fold(m.text) in surnames
        else m
        for m in mentions
    ]


def _tokens(words: Words, m: Mention) -> tuple[str, ...]:
    if m.char_end - m.char_start > _LONGEST:
        return (m.text,)
    found = [
        nouns.fold(words.text[i]).strip(".")
        for i in range(m.start, m.end)
        if words.pos[i] not in ("PUNCT", "SPACE", "PART") and words.low[i] not in ("'s", "’s", "-", "'", "’")
    ]
    while len(found) > 1 and found[-1] in _SUFFIXES:
        found.pop()
    return tuple(w for w in found if w)


def _title_words(words: Words, m: Mention) -> set[str]:
    if m.title is None:
        return set()
    return {words.low[i].strip(".") for i in range(*m.title) if words.pos[i] not in ("DET", "ADP", "PUNCT")}


# ---------------------------------------------------------------------------------------------- people


def _people(
    words: Words,
    mentions: Sequence[Mention],
    persons: Sequence[int],
    entities: list[_Entity],
    names: Names,
) -> None:
    group, candidates = names.group, names.candidates
    tokens = {i: _tokens(words, mentions[i]) for i in persons}
    given = nouns.given_names()
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    exact: dict[tuple[str, ...], int] = {}

    def join(i: int, number: int) -> None:
        entity = entities[number]
        group[i] = number
        insort(entity.mentions, i)
        entity.titles |= _title_words(words, mentions[i])
        entity.gender = entity.gender or mentions[i].gender

    for i in persons:
        name = tokens[i]
        if len(name) < 2:
            continue
        match = exact.get(name)
        if match is None:
            known = {n for word in (name[0], name[-1]) for n in by_word[word][-_FEW:]}
            match = next(
                (n for n in sorted(known) if any(_same_person(name, other) for other in entities[n].names)),
                None,
            )
        gender = mentions[i].gender
        if match is not None and not (gender and entities[match].gender and gender != entities[match].gender):
            if name not in entities[match].names:
                entities[match].names.append(name)
        else:
            entities.append(_Entity([name]))
            match = len(entities) - 1
        exact.setdefault(name, match)
        for word in dict.fromkeys((name[0], name[-1], *name[1:-1][-3:])):
            if match not in by_word[word][-_FEW:]:
                by_word[word].append(match)
        join(i, match)
    full = len(entities)
    by_initial: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for n in range(full):
        for other in entities[n].names:
            by_initial[other[-1][0]].setdefault(other[-1], []).append(n)
    bare: dict[tuple[str, str], int] = {}
    for i in persons:
        name = tokens[i]
        if len(name) >= 2 or not name:
            continue
        word = name[0]
        fits = [n for n in by_word.get(word, ())[-_FEW:] if n < full and _bears(entities[n], word)]
        last = [n for n in fits if any(other[-1] == word for other in entities[n].names)]
        titled = mentions[i].title is not None
        fits = last if last and (titled or word not in given) else fits
        if not fits and 5 < len(word) < 30:
            surnames = list(by_initial[word[0]].items())[-_FEW:]
            fits = sorted({n for other, those in surnames if _near(word, other) for n in those[-_FEW:]})
        gender = mentions[i].gender if titled else ""
        if gender:
            fits = [n for n in fits if entities[n].gender in ("", gender)]
        if len(fits) > 1:
            chosen = _choose(words, mentions, i, fits, entities)
            if chosen is None:
                candidates[i] = tuple(fits)
                entities.append(_Entity([name]))
                chosen = len(entities) - 1
            join(i, chosen)
        elif fits:
            join(i, fits[0])
        else:
            number = bare.get((word, gender))
            if number is None and not gender:
                number = next((bare[word, g] for g in "mf" if (word, g) in bare), None)
            elif number is None and (word, "") in bare and not entities[bare[word, ""]].gender:
                number = bare[word, ""]
            if number is None:
                entities.append(_Entity([name]))
                number = len(entities) - 1
            bare.setdefault((word, gender), number)
            join(i, number)


def _bears(entity: _Entity, word: str) -> bool:
    return any(word in other for other in entity.names)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names can be one person's."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < len(long) and _ordered_subset(short, long):
        return True
    if one[-1] == other[-1]:
        a, b = one[0], other[0]
        if a[0] == b[0] and (len(a) == 1 or len(b) == 1):
            return True
        return ((a.startswith(b) or b.startswith(a)) and min(len(a), len(b)) > 2) or _near(a, b)
    return len(one) == len(other) and one[0] == other[0] and _near(one[-1], other[-1])


def _ordered_subset(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _near(one: str, other: str) -> bool:
    """Spelling variants: one letter in six may differ, and the first may not."""
    if one == other:
        return True
    longest = max(len(one), len(other))
    allowed = longest // 6
    if not allowed or longest > 40 or one[:1] != other[:1] or abs(len(one) - len(other)) > allowed:
        return False
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1] <= allowed


def _choose(
    words: Words, mentions: Sequence[Mention], i: int, fits: list[int], entities: list[_Entity]
) -> int | None:
    """The bearer of a bare name that several people of the story share, or None where nothing decides."""
    title = _title_words(words, mentions[i])
    shared = [n for n in fits if title & entities[n].titles]
    if len(shared) == 1:
        return shared[0]
    here = words.sent[mentions[i].head]
    last: list[tuple[int, int]] = []
    for n in fits:
        before = bisect_left(entities[n].mentions, i)
        if before:
            last.append((here - words.sent[mentions[entities[n].mentions[before - 1]].head], n))
    last.sort()
    if not last:
        return None
    if len(last) == 1:
        return last[0][1]
    near, far = last[0], last[1]
    return near[1] if near[0] <= 2 and far[0] - near[0] >= 3 else None


# ---------------------------------------------------------------------------------------------- all other names


def _things(
    words: Words,
    mentions: Sequence[Mention],
    others: Sequence[int],
    entities: list[_Entity],
    group: list[int],
) -> None:
    by_key: dict[tuple[str, ...], int] = {}
    acronyms: dict[str, int] = {}
    tokens = {i: _tokens(words, mentions[i]) for i in others}
    ordered = sorted(
        others, key=lambda i: len(tokens[i]) == 1
    )  # full names first, so that acronyms find them
    for i in ordered:
        name = tokens[i]
        if not name:
            continue
        key = _key(mentions[i], name)
        number = by_key.get(key)
        if number is None and len(name) == 1:
            number = _by_acronym(mentions[i].text, acronyms)
        if number is None and mentions[i].entity in ("ORG", ""):
            number = _by_trade_name(name, by_key)
        if number is None:
            entities.append(_Entity([name]))
            number = len(entities) - 1
        by_key.setdefault(key, number)
        if 1 < len(name) <= 12:
            for letters in _initials(words, mentions[i]):
                acronyms.setdefault(letters, number)
        group[i] = number
        entities[number].mentions.append(i)


def _key(m: Mention, name: tuple[str, ...]) -> tuple[str, ...]:
    """The words without small ones, in any order for bodies: "Department of Justice", "Justice Department"."""
    if m.entity == "NORP" and len(name) == 1 and len(name[0]) > 4:
        return ("norp", name[0].removesuffix("s"))
    content = tuple(w for w in name if w not in _SMALL) or name
    return tuple(sorted(content)) if m.entity == "ORG" and len(content) > 1 else content


def _by_acronym(text: str, acronyms: dict[str, int]) -> int | None:
    letters = text.replace(".", "")
    if 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha():
        return acronyms.get(letters)
    return None


def _initials(words: Words, m: Mention) -> list[str]:
    """Acronyms that a name can have: of its capitalised words, and of all of them."""
    parts = [w for i in range(m.start, m.end) for w in words.text[i].split("-") if w[:1].isalpha()]
    capital = "".join(w[0] for w in parts if w[0].isupper())
    every = "".join(w[0].upper() for w in parts)
    return [letters for letters in dict.fromkeys((capital, every)) if len(letters) > 1]


def _by_trade_name(name: tuple[str, ...], by_key: dict[tuple[str, ...], int]) -> int | None:
    """ "Toyota" for "Toyota Motor Corp", and the other way round."""
    stem = tuple(w for w in name if w not in _SMALL)
    while len(stem) > 1 and stem[-1] in _CORPORATE:
        stem = stem[:-1]
        found = by_key.get(tuple(sorted(stem)) if len(stem) > 1 else stem)
        if found is not None:
            return found
    for corporate in _CORPORATE if len(name) == 1 else ():
        found = by_key.get(tuple(sorted((*name, corporate))))
        if found is not None:
            return found
    return None
