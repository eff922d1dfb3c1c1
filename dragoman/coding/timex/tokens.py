"""Cut a text into the tokens that time expressions are made of, each with the classes that rules speak of.

Words are looked up in the word list (``knowledge/dates/words.csv``), numbers and dates of figures are told by their
shape. Every set of classes that occurs is one character, so that a text becomes a string of symbols and a rule a
regular expression over it (:mod:`dragoman.coding.timex.grammar`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dragoman.knowledge.almanac import Word

__all__ = ["Alphabet", "Tokens"]

_TOKEN = re.compile(
    r"""
      (?P<other>https?://\S+|www\.\S+|[@#]\w+|\w+@\w[\w.]*)
    | (?P<iso>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d))
    | (?P<slashed>\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d))
    | (?P<decade>(?:1\d|20)\d0['’]?s\b|['’‘]\d0s\b)
    | (?P<shortyear>['’‘]\d\d(?!\w))
    | (?P<clock>\d{1,2}(?:[:.]\d{2}|(?<=\d)\d{2})?\s?(?i:[ap]\.\s?m\.|[ap]m\b))
    | (?P<hours>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
    | (?P<ordinal>\d{1,3}(?:st|nd|rd|th)\b)
    | (?P<quarter>[Qq][1-4]\b|[1-4]Q\b)
    | (?P<fiscal>FY\s?(?:20)?\d\d\b)
    | (?P<mixed>[^\W\d_]+\d\w*)
    | (?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)
    | (?P<word>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun|St)\.
             |(?:[^\W\d_]\.){2,}|[^\W\d_]+)
    | (?P<owner>['’]s?\b)
    | (?P<pause>\n\s*\n)
    | (?P<mark>[^\w\s])
    """,
    re.VERBOSE,
)

# what a number can be, by its size and writing: figures first, words second
_NUMBERS = ("number", "number int", "number int dom", "number int year")
_SHAPES = ("iso", "slashed", "decade", "shortyear", "clock", "hours", "quarter", "fiscal", "pause", "ordinal")
_OTHER = "\ue000"  # the private use area begins here; its first character is what no rule speaks of


@dataclass(slots=True)
class Tokens:
    """A text in tokens: offsets, and one symbol a token."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    symbols: str = ""
    numbers: dict[int, float] = field(default_factory=dict)
    shapes: dict[int, str] = field(default_factory=dict)

    def lower(self, i: int) -> str:
        """The token's text in lower case."""
        return self.text[self.starts[i] : self.ends[i]].lower()

    def form(self, i: int) -> str:
        """The token's text."""
        return self.text[self.starts[i] : self.ends[i]]


class Alphabet:
    """The classes of tokens and their symbols.

    Args:
        words: the word list.
        literals: the words and marks that rules name themselves.
    """

    def __init__(self, words: Iterable[Word], literals: Iterable[str]) -> None:
        self.values: dict[tuple[str, str], str] = {}
        loose: dict[str, set[str]] = {literal: {f"={literal}"} for literal in literals}
        strict: dict[str, set[str]] = {}
        for word in words:
            if word.cls == "number":
                self.values[word.word, "number"] = word.value
                loose.setdefault(word.word, set())
                continue
            classes = {word.cls, "anyunit"} if word.cls in ("unit", "units") else {word.cls}
            (strict if word.capital else loose).setdefault(word.word, set()).update(classes)
            for cls in classes:
                self.values[word.word, cls] = word.value
        self.meanings: dict[str, dict[str, str]] = {}
        for (form, cls), value in self.values.items():
            self.meanings.setdefault(form, {})[cls] = value
        self._symbols: dict[frozenset[str], str] = {frozenset(): _OTHER}
        self._loose = {word: self._symbol(classes) for word, classes in loose.items()}
        self._capital = {
            word: self._symbol(loose.get(word, set()) | classes) for word, classes in strict.items()
        }
        self._numbers = {kind: self._symbol(set(kind.split())) for kind in _NUMBERS}
        self._ordinal = {
            day: self._symbol({"ordinal", *(["daynth", "dom"] if day else [])}) for day in (False, True)
        }
        self._shapes = {shape: self._symbol({shape}) for shape in _SHAPES}
        self._numerals = {word: int(value) for (word, cls), value in self.values.items() if cls == "number"}

    def _symbol(self, classes: Iterable[str]) -> str:
        return self._symbols.setdefault(frozenset(classes), chr(ord(_OTHER) + len(self._symbols)))

    def of(self, name: str) -> str:
        """Give a character class of all symbols that have a class; empty when there are none."""
        return "".join(symbol for classes, symbol in self._symbols.items() if name in classes)

    def cut(self, text: str) -> Tokens:
        """Cut a text."""
        tokens = Tokens(text)
        starts, ends, symbols = tokens.starts, tokens.ends, []
        loose, capital, shapes = self._loose, self._capital, self._shapes
        numerals = False
        for found in _TOKEN.finditer(text):
            kind = found.lastgroup
            start, end = found.span()
            symbol = _OTHER
            if kind == "word":
                form = found[0]
                lower = form.lower()
                strict = lower in capital and form[0].isupper()
                symbol = capital[lower] if strict else loose.get(lower, _OTHER)
                if lower in self._numerals:
                    tokens.numbers[len(starts)] = self._numerals[lower]
                    numerals = True
            elif kind in ("mark", "owner"):
                symbol = loose.get(found[0].replace("’", "'").replace("–", "-"), _OTHER)
            elif kind == "number":
                value, symbol = self._figure(found[0])
                tokens.numbers[len(starts)] = value
            elif kind == "ordinal":
                value = int(found[0][:-2])
                tokens.numbers[len(starts)] = value
                symbol = self._ordinal[1 <= value <= 31]
            elif kind not in ("other", "mixed") and kind is not None:
                symbol = shapes[kind]
                tokens.shapes[len(starts)] = kind
            starts.append(start)
            ends.append(end)
            symbols.append(symbol)
        if numerals:
            _join_numerals(tokens, symbols, self)
        tokens.symbols = "".join(symbols)
        return tokens

    def _figure(self, written: str) -> tuple[float, str]:
        plain = written.replace(",", "")
        value = float(plain)
        if "." in written or "," in written:
            return value, self._numbers["number"]
        if len(written) <= 2 and 1 <= value <= 31:
            return value, self._numbers["number int dom"]
        if len(written) == 4 and 1000 <= value <= 2200:
            return value, self._numbers["number int year"]
        return value, self._numbers["number int"]

    def counted(self, value: float, *, year: bool = False) -> str:
        """Give the symbol of a number in words."""
        if year:
            return self._numbers["number int year"]
        return self._numbers["number int dom" if 1 <= value <= 31 and value == int(value) else "number int"]

    def ordinal(self, value: int) -> str:
        """Give the symbol of an ordinal in words."""
        return self._ordinal[1 <= value <= 31]

    def ordinal_value(self, word: str) -> int | None:
        """Give the number of an ordinal in words."""
        value = self.values.get((word, "ordinal"))
        return None if value is None else int(value)


def _join_numerals(tokens: Tokens, symbols: list[str], alphabet: Alphabet) -> None:
    """Make one token of each number in words: *twenty-four*, *two hundred and ten*, *nineteen ninety-seven*."""
    starts: list[int] = []
    ends: list[int] = []
    made: list[str] = []
    numbers: dict[int, float] = {}
    shapes: dict[int, str] = {}
    i = 0
    count = len(symbols)
    while i < count:
        at = len(starts)
        j, value, symbol = _numeral(tokens, i, alphabet)
        if j > i:
            numbers[at] = value
            made.append(symbol)
        else:
            j = i + 1
            made.append(symbols[i])
            if i in tokens.numbers:
                numbers[at] = tokens.numbers[i]
            if i in tokens.shapes:
                shapes[at] = tokens.shapes[i]
        starts.append(tokens.starts[i])
        ends.append(tokens.ends[j - 1])
        i = j
    tokens.starts, tokens.ends, tokens.numbers, tokens.shapes = starts, ends, numbers, shapes
    symbols[:] = made


def _numeral(tokens: Tokens, first: int, alphabet: Alphabet) -> tuple[int, float, str]:
    """Read a number in words from a token on; its end is the start where there is none."""
    value_of: Mapping[int, float] = tokens.numbers
    word = tokens.lower(first)
    i = first
    if word in ("a", "an") and tokens.lower(min(first + 1, len(tokens.starts) - 1)) in (
        "hundred",
        "thousand",
        "dozen",
    ):
        i += 1
    elif first not in value_of or not word.isalpha():
        return first, 0, ""
    parts: list[int] = []
    end = first
    while i < len(tokens.starts):
        word = tokens.lower(i)
        if i in value_of and word.isalpha():
            parts.append(int(value_of[i]))
            i += 1
            end = i
            continue
        rank = alphabet.ordinal_value(word)
        if rank and rank < 10 and parts and parts[-1] in range(20, 100, 10):
            return i + 1, sum(parts) + rank, alphabet.ordinal(sum(parts) + rank)
        joined = word == "-" and tokens.ends[i - 1] == tokens.starts[i]
        if not joined and not (word == "and" and parts and parts[-1] in (100, 1000)):
            break
        following = i + 1
        if following >= len(tokens.starts) or (
            following not in value_of and not alphabet.ordinal_value(tokens.lower(following))
        ):
            break
        i += 1
    # "nineteen ninety-seven", "twenty twenty-four": a year in two halves
    if len(parts) >= 2 and 10 <= parts[0] <= 20 and 10 <= sum(parts[1:]) <= 99 and 100 not in parts:
        return end, parts[0] * 100 + sum(parts[1:]), alphabet.counted(0, year=True)
    total = current = 0
    previous = 10**9
    for part in parts:
        if part == 100:
            current = max(current, 1) * 100
        elif part == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif part == 12 and previous < 10 and parts[-1] == 12 and len(parts) == 2:
            current *= 12
        else:
            current += part
        previous = part
    value = total + current
    return (
        end,
        value,
        alphabet.counted(value, year=(1900 <= value <= 2100 and value % 1000 != 0) or value == 2000),
    )
