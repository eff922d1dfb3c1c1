"""Names of people: folding for comparison, slugs, the Factbook's capitals."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["compatible", "factbook_name", "fold", "slug"]

_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae"}
    | {"ð": "d", "þ": "th", "ə": "a", "Ə": "A", "œ": "oe", "’": "'", "‘": "'", "ʻ": "'", "`": "'"}
)
_PARTICLES = frozenset(
    [
        *(
            "al",
            "el",
            "bin",
            "bint",
            "ibn",
            "ben",
            "de",
            "da",
            "do",
            "dos",
            "das",
            "du",
            "del",
            "della",
            "di",
        ),
        *("la", "le", "van", "von", "der", "den", "y", "e", "i"),
    ]
)


def fold(name: str) -> str:
    """Fold a name for comparison: no case, no marks, hyphens as blanks, no apostrophes and no full stops."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", re.sub(r"['.]", "", plain))).strip()


def slug(name: str) -> str:
    """Make an id of a name: ``Ľudovít Ódor`` becomes ``ludovit-odor``."""
    return fold(name).replace(" ", "-")


def compatible(one: str, other: str) -> bool:
    """Say whether two names can be one person's: the words of the shorter stand in the longer, two at least.

    An initial agrees with any word that it begins.
    """
    short, long = sorted((fold(one).split(), fold(other).split()), key=len)
    short = [word for word in short if word not in _PARTICLES]
    if len(short) < 2:
        return False
    rest = list(long)
    for word in short:
        hit = next((w for w in rest if w == word), None) or next(
            (w for w in rest if len(word) == 1 and w.startswith(word)), None
        )
        if hit is None:
            return False
        rest.remove(hit)
    return True


def factbook_name(text: str) -> str:
    """Turn the Factbook's ``Joao Manuel Goncalves LOURENCO`` (surname in capitals) into ordinary capitals."""
    text = re.sub(r"\([^)]*\)|\"[^\"]*\"|“[^”]*”", " ", text)
    text = re.sub(
        r"^(?:(?:Gen|Lt|Brig|Col|Capt|Maj|Adm|Cdr|Dr|Sir|Dame|Lord|Fr|Retired|Ret|Field|Marshal)\.?\s+)+",
        "",
        text,
    )
    words: list[str] = []
    for word in text.replace(",", " ").split():
        article = re.match(r"(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]r)-(?=[A-Z]{2})", word)
        if article:
            words.append(article[0] + _ordinary(word[article.end() :], first=True))
            continue
        shouted = len(word) > 1 and word.upper() == word
        if shouted and not re.fullmatch(r"[IVX]+|[A-Z]\.(?:[A-Z]\.)*", word):
            words.append(_ordinary(word, first=not words))
        else:
            words.append(word)
    return " ".join(words)


def _ordinary(word: str, *, first: bool) -> str:
    """Write a word in capitals as a part of a name is written: ``DE`` small unless it is the first word."""
    if not first and word.lower() in _PARTICLES - {"la", "le"}:
        return word.lower()
    plain = "".join(piece[:1].upper() + piece[1:] for piece in re.split(r"([-'’])", word.lower()))
    return re.sub(r"^Mc(\w)", lambda match: "Mc" + match[1].upper(), plain)
