"""How names are compared: folded to a plain form, and varied as news varies them.

A name is folded to lower-case words without accents, points, apostrophes, hyphens, possessives and a leading
article, so that ``Côte d'Ivoire``, ``COTE D’IVOIRE`` and ``Cote dIvoire's`` are one. Everything that is looked up
goes through :func:`fold`, and the index holds folded names only: no name is ever searched for by pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dragoman.knowledge.tables import words_of

__all__ = [
    "TRANSLITERATED",
    "canonical_title",
    "fold",
    "is_foreign",
    "parts",
    "person_names",
    "plurals",
    "skeleton",
    "skips_family_name",
    "sound",
    "surnames",
]

# letters that do not decompose into a base letter and an accent
_PLAIN = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e",
        "ħ": "h", "ŋ": "n", "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "ʿ": "'", "ʾ": "'",
        "–": " ", "—": " ", "‑": " ", "‐": " ", "-": " ", "/": " ", ",": " ", "&": " and ", "(": " ", ")": " ",
        '"': " ", "“": " ", "”": " ", ":": " ", ";": " ", "_": " ", "\u00a0": " ", "[": " ", "]": " ", "!": " ",
    }
)  # fmt: skip
_ASCII_PLAIN = re.compile(r"[a-z ]*")
_POSSESSIVE = re.compile(r"'s(?= |$)|(?<=s)'(?= |$)")
_DROPPED = re.compile(r"[.'?…]")
_WORD_FORMS = {"saint": "st", "mount": "mt", "sheik": "sheikh", "shaikh": "sheikh", "shaykh": "sheikh"}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Give the plain form of a name: folded words with one space between them, ``""`` if nothing is left."""
    plain = text.casefold()
    if not _ASCII_PLAIN.fullmatch(plain):
        plain = unicodedata.normalize("NFKD", plain.translate(_PLAIN))
        plain = "".join(char for char in plain if not unicodedata.combining(char)).translate(_PLAIN)
        plain = _DROPPED.sub("", _POSSESSIVE.sub("", plain))
    words = [_WORD_FORMS.get(word, word) for word in plain.split()]
    if words and words[0] == "the" and len(words) > 1:
        del words[0]
    return " ".join(_joined_initials(words))


def _joined_initials(words: list[str]) -> Iterator[str]:
    """Join single letters that follow each other, so that ``J. D. Vance`` is ``J.D. Vance``."""
    initials = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            initials += word
            continue
        if initials:
            yield initials
            initials = ""
        yield word
    if initials:
        yield initials


def is_foreign(text: str) -> bool:
    """Say whether most letters of a text are of another script than Latin."""
    letters = [char for char in text[:200] if char.isalpha()]
    foreign = sum(1 for char in letters if ord(char) > 0x24F and not "\u1e00" <= char <= "\u1eff")
    return foreign * 2 > len(letters)


# ------------------------------------------------------------------------------------------------ people's names

_PARTICLES = words_of(
    "al el ul bin ben ibn bint abu abd von van de der den del della di da do dos das du la le lo los las "
    "ter ten st mac o zu af dal ould"
)
_SUFFIXES = words_of("jr sr junior senior ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xxiii")
_NICKNAMED = words_of("USA GBR CAN AUS NZL IRL")
_SAME_NAMES = (
    "michael mike, joseph joe, william bill will, robert bob rob, james jim jimmy, thomas tom, "
    "richard rick, stephen steven steve, daniel dan danny, david dave, christopher chris, edward ed ted, "
    "anthony tony, benjamin ben, samuel sam, andrew andy drew, kenneth ken, ronald ron, "
    "gregory greg, jeffrey jeff, matthew matt, nicholas nick, peter pete, timothy tim, "
    "charles chuck charlie, elizabeth liz, patrick pat, katherine kate, deborah debbie deb, susan sue, "
    "gerald gerry jerry, lawrence larry, donald don, jon john, frederick fred, philip phil, "
    "raymond ray, alexander alex, douglas doug, vincent vince, leonard len"
)
_NICKNAMES = {
    name: tuple(other for other in group.split() if other != name)
    for group in _SAME_NAMES.split(", ")
    for name in group.split()
}
_STYLES = words_of(
    "king queen prince princess pope emperor empress emir sultan sheikh saint dr mr mrs ms st sir lord lady"
)
# where the family name stands first
_FAMILY_FIRST = words_of("CHN TWN PRK KOR VNM HKG KHM MAC SGP")
_FAMILY_FIRST_ONLY = words_of("CHN PRK KOR")
# where people are called by the first of their names, or by either
_GIVEN_NAME_USED = words_of("ETH ERI THA IDN MYS MMR LKA ISL SOM WSM TON FJI")
# where a second family name follows the one that is used
_TWO_FAMILY_NAMES = words_of(
    "ESP MEX COL VEN PER CHL ARG ECU BOL PRY URY CUB DOM GTM HND SLV NIC CRI PAN GNQ PRI PHL"
)


def person_names(name: str, country: str = "") -> list[str]:
    """Give the folded forms of a person's full name that are as good as the name: without a middle name, …"""
    whole = fold(name)
    words = whole.split()
    names = [whole]
    core = words[:-1] if len(words) > 2 and words[-1] in _SUFFIXES else words
    if len(core) < len(words):
        names.append(" ".join(core))
    if len(core) > 2 and country not in _FAMILY_FIRST:
        without_initials = [core[0], *(word for word in core[1:-1] if len(word) > 1), core[-1]]
        names.append(" ".join(without_initials))
        for middle in range(1, len(core) - 1):
            if core[middle] not in _PARTICLES and core[middle - 1] not in _PARTICLES:
                names.append(" ".join(core[:middle] + core[middle + 1 :]))
        start = len(core) - 1
        while start > 1 and core[start - 1] in _PARTICLES:
            start -= 1
        names.append(" ".join([core[0], *core[start:]]))
        if core[-2] in ("al", "el", "ul"):  # the article of an Arabic name comes and goes
            names.append(" ".join([*core[:-2], core[-1]]))
    if country in _NICKNAMED and len(core) > 1:
        for nickname in _NICKNAMES.get(core[0], ()):
            names.append(" ".join([nickname, *core[1:]]))
            names.append(f"{nickname} {core[-1]}")
    return list(dict.fromkeys(names))


def skips_family_name(name: str, whole: str, country: str) -> bool:
    """Say whether a name leaves out the first of somebody's two family names, by which they are called.

    Carlos Navarrete Ruiz is Carlos Navarrete, and hardly Carlos Ruiz.
    """
    told, words = fold(name).split(), fold(whole).split()
    return (
        country in _TWO_FAMILY_NAMES
        and country != "PHL"  # where the mother's name stands in the middle
        and len(told) > 1
        and len(words) > len(told)
        and told[-1] == words[-1]
        and words[-2] not in (told[-2], *_PARTICLES)
    )


def surnames(name: str, country: str) -> list[str]:
    """Give the folded forms by which a person is called after the first mention."""
    words = fold(name).split()
    if words and words[0] in _STYLES:
        return []
    if len(words) > 1 and words[-1] in _SUFFIXES:
        del words[-1]
    if len(words) < 2 or "of" in words:  # Charles, Prince of Wales, is not called Wales
        return []
    found: list[str] = []
    if country in _FAMILY_FIRST and not (len(words) > 3 or "-" in name.split(maxsplit=1)[0]):
        found.append(words[0])
    if country in _GIVEN_NAME_USED:
        found.append(words[0])
    written = name.rsplit(maxsplit=1)[-1]
    if "-" in written and country not in _FAMILY_FIRST:  # Akufo-Addo
        found.append(fold(written))
    if country not in _FAMILY_FIRST_ONLY and not (country in _FAMILY_FIRST and "-" in written):
        start = len(words) - 1
        found.append(words[start])
        while start > 1 and words[start - 1] in _PARTICLES:
            start -= 1
            found.append(" ".join(words[start:]))
        if country in _TWO_FAMILY_NAMES and len(words) > 2 and words[-2] not in _PARTICLES:
            found.append(" ".join(words[-2:]))
            if len(words) > 3:
                found.append(words[-2])
    return list(dict.fromkeys(word for word in found if len(word) > 1 and word not in _PARTICLES))


_NO_PARTS = words_of("of and for the minister prime president chief secretary council")


def parts(name: str) -> tuple[list[str], list[str]]:
    """Give the runs of two words and more of a long name by which people are called: its ends, and its beginnings.

    Of ``Raymond Ndong Sima`` the end ``ndong sima``; of ``Sheikh Rasheed Ahmed`` the beginning ``sheikh rasheed``.
    """
    words = fold(name).split()
    if len(words) < 3 or words[-1] in _SUFFIXES or not _NO_PARTS.isdisjoint(words):
        return [], []
    ends = [" ".join(words[start:]) for start in range(1, len(words) - 1) if words[start] not in _PARTICLES]
    begins = [
        " ".join(words[:end])
        for end in range(2, len(words))
        if words[end - 1] not in _PARTICLES and len(words[end - 1]) > 1 and len(words[0]) > 1
    ]
    return ends, begins


_SOUNDS = (
    (re.compile(r"^(mohamm?[ae]d|muhamm?[ae]d|mohd|mohamad|mehmed)$"), "mhmd"),
    (re.compile(r"tsch|tch|cz|ch|sch|sh|zh"), "s"),
    (re.compile(r"kh|gh|q|ck|x"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th|dh"), "t"),
    (re.compile(r"dj|dzh"), "j"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou|oo|u|o"), "o"),
    (re.compile(r"(?<=[a-z])(iy|yy|ij|ii|y|j|ee|ie|ei|e|ai|ay|i|a)+"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def sound(folded: str) -> str:
    """Give a coarse key that spellings of one name share (Zelensky, Zelenskyy, Zelenskiy; Sudani, Soudany)."""
    words = []
    for word in folded.split():
        if word in ("al", "el", "ul"):
            continue
        for pattern, key in _SOUNDS:
            word = pattern.sub(key, word)  # noqa: PLW2901
        words.append(word)
    return " ".join(words)


TRANSLITERATED = words_of(
    "AFG ARE ARM AZE BGD BHR BLR DJI DZA EGY ERI ETH GEO IND IRN IRQ ISR JOR KAZ KGZ KWT LBN LBY LKA MAR MDV MLI "
    "MMR MNG MRT NER NPL OMN PAK PSE QAT RUS SAU SDN SOM SYR TCD TJK TKM TUN UKR UZB YEM"
)
"""Countries whose people's names are written in other letters at home, or in Latin ones as the ear has it."""

_WEAK_LETTERS = re.compile(r"[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")


def skeleton(folded: str) -> str:
    """Give a coarser key than :func:`sound`, of consonants alone: Yousuf and Yousaf, Zaafarani and Zaafrani.

    It is for names from scripts that write few vowels, or whose spelling in Latin letters varies in them.
    """
    bones = []
    for word in folded.split():
        if word in ("al", "el", "ul"):
            continue
        hard = word.replace("gh", "k").replace("kh", "k").replace("q", "k").replace("c", "k")
        bones.append(_TWICE.sub(r"\1", hard[:1] + _WEAK_LETTERS.sub("", hard[1:])))
    return " ".join(bones)


# ------------------------------------------------------------------------------------------------ nouns and titles

_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "wife": "wives"}


def plurals(noun: str, plural: str = "") -> Iterable[str]:
    """Give the folded plurals of a noun phrase: of its last word, by the rules of English, and the given one."""
    if plural:
        yield fold(plural)
        return
    noun = fold(noun)
    head, _, last = noun.rpartition(" ")
    head = f"{head} " if head else ""
    if last in _IRREGULAR:
        yield head + _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        yield head + last[:-1] + "ies"
    elif last.endswith(("s", "x", "ch", "sh", "z")):
        yield head + last + "es"
    else:
        yield head + last + "s"


_TITLE_WORDS = {
    "defense": "defence",
    "advisor": "adviser",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "premier": "prime minister",
    "pm": "prime minister",
    "fm": "foreign minister",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "labor": "labour",
    "un": "united nations",
    "exterior": "foreign",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "sgt": "sergeant",
    "adm": "admiral",
    "brig": "brigadier",
    "sec": "secretary",
    "pres": "president",
    "amb": "ambassador",
    "prof": "professor",
    "mp": "member of parliament",
    "envoy": "ambassador",
}
_OF_MINISTER = re.compile(r"^(minister|secretary|ministry|department) (?:of|for) (?:the )?(.+)$")
_SPOKES_FOR = re.compile(r"^(?:press )?spokesperson (?:of|for) (?:the )?(.+)$")


def canonical_title(title: str) -> str:
    """Give the form of an office's title, without its country, that its variants share.

    ``Minister of Foreign Affairs``, ``foreign affairs minister`` and ``FM`` are all ``foreign minister``.
    """
    words = " ".join(_TITLE_WORDS.get(word, word) for word in fold(title).split())
    if match := _OF_MINISTER.match(words):
        if match[1] == "secretary" and match[2] == "state":
            return "secretary of state"
        words = f"{match[2]} {match[1]}"
    elif match := _SPOKES_FOR.match(words):
        words = f"{canonical_title(match[1])} spokesperson"
    words = words.replace(" affairs ", " ").replace("external ", "foreign ")
    return words.replace("head of state", "president") if words == "head of state" else words
