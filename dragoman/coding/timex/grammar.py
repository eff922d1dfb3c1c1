"""Rules for time expressions: patterns over classes of words, and what they find.

A pattern is a regular expression over tokens in place of characters, written with blanks between tokens::

    (the)? <ordinal:n> (-)? quarter (of <year:y>)?

``<class>`` is a token of a class of the word list or of a shape (``<dom>``), ``<class:name>`` also names it, a bare
word or mark is itself, and ``( ) | ? *`` mean what they mean in regular expressions. ``{NAME}`` is a part that many
patterns share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.coding.timex.tokens import Alphabet, Tokens
from dragoman.records import TimexType

if TYPE_CHECKING:
    from dragoman.coding.timex.context import Context

__all__ = ["Found", "Grammar", "Match", "Meaning", "Rule", "literals"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means: its TIMEX3 type, and its value or why it has none."""

    type: TimexType
    value: str | None
    why: str | None = None


Make = Callable[["Match", "Context"], "Meaning | Sequence[Found] | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns and what they mean; ``make`` gives ``None`` where it turns out to be no time expression.

    Attributes:
        name: for tests and errors.
        patterns: alternatives.
        make: the meaning of a match, in its context.
    """

    name: str
    patterns: tuple[str, ...]
    make: Make


@dataclass(frozen=True, slots=True)
class Found:
    """An expression: first token, end token, meaning."""

    start: int
    end: int
    meaning: Meaning


class Match:
    """A match of a rule: its tokens, and what stands under the names of its pattern."""

    __slots__ = ("_alphabet", "_spans", "end", "rule", "start", "tokens")

    def __init__(self, rule: Rule, found: re.Match[str], tokens: Tokens, alphabet: Alphabet) -> None:
        self.rule, self.tokens = rule, tokens
        self._alphabet = alphabet
        self.start, self.end = found.span()
        self._spans = {
            name.rstrip("_"): found.span(name)
            for name, words in found.groupdict().items()
            if words is not None
        }

    def __contains__(self, name: str) -> bool:
        return name in self._spans

    def at(self, name: str) -> int | None:
        """Give the first token under a name."""
        return self._spans[name][0] if name in self._spans else None

    def word(self, name: str) -> str:
        """Give the words under a name in lower case; empty when there are none."""
        if name not in self._spans:
            return ""
        first, end = self._spans[name]
        return " ".join(self.tokens.lower(i) for i in range(first, end))

    def number(self, name: str) -> float | None:
        """Give the number under a name."""
        at = self.at(name)
        if at is None:
            return None
        if at in self.tokens.numbers:
            return self.tokens.numbers[at]
        return self._alphabet.ordinal_value(self.tokens.lower(at))

    def value(self, name: str, cls: str | None = None) -> str:
        """Give the value of the word under a name in a class (by default, the class of the same name)."""
        at = self.at(name)
        return "" if at is None else self._alphabet.values.get((self.tokens.lower(at), cls or name), "")

    def classes(self, i: int) -> Mapping[str, str]:
        """Give the classes of a token's word, each with its value there."""
        return self._alphabet.meanings.get(self.tokens.lower(i), {})

    @property
    def text(self) -> str:
        """The words of the match in lower case."""
        return " ".join(self.tokens.lower(i) for i in range(self.start, self.end))


_ITEM = re.compile(
    r"<(?P<cls>\w+)(?::(?P<name>\w+))?>|(?P<meta>\(\?P<\w+>|\(\?[:!=]|\(\?<[!=]|[()|?*+])|(?P<literal>[^\s()|?*+<>]+)"
)
_PART = re.compile(r"\{(\w+)\}")


def expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Put in the parts that patterns share."""
    while _PART.search(pattern):
        pattern = _PART.sub(lambda found: f"({parts[found[1]]})", pattern)
    return pattern


def literals(patterns: Iterator[str], parts: Mapping[str, str]) -> set[str]:
    """Give the words and marks that patterns name themselves."""
    return {
        item["literal"]
        for pattern in patterns
        for item in _ITEM.finditer(expand(pattern, parts))
        if item["literal"]
    }


class Grammar:
    """Rules made ready for one alphabet."""

    def __init__(self, rules: Sequence[Rule], parts: Mapping[str, str], alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._rules = [
            (rule, re.compile(self._compiled(expand(pattern, parts))))
            for rule in rules
            for pattern in rule.patterns
        ]

    def _compiled(self, pattern: str) -> str:
        made: list[str] = []
        named: set[str] = set()
        end = 0
        for item in _ITEM.finditer(pattern):
            if pattern[end : item.start()].strip():
                raise ValueError(f"pattern {pattern!r}: {pattern[end : item.start()]!r} is not understood")
            end = item.end()
            if item["meta"]:
                made.append("(?:" if item["meta"] == "(" else item["meta"])
                continue
            symbols = self._alphabet.of(item["cls"] or f"={item['literal']}")
            if not symbols:
                raise ValueError(f"pattern {pattern!r}: no token is {item[0]}")
            one = f"[{symbols}]"
            if name := item["name"]:
                while name in named:  # alternatives may share a name, which Python's groups may not
                    name += "_"
                named.add(name)
                one = f"(?P<{name}>{one})"
            made.append(one)
        return "".join(made)

    def matches(self, tokens: Tokens) -> list[Match]:
        """Give the matches from left to right: of those that overlap the longest, then that of the first rule."""
        candidates: list[tuple[int, int, int, Match]] = []
        for rank, (rule, compiled) in enumerate(self._rules):
            for found in compiled.finditer(tokens.symbols):
                if found.end() > found.start():
                    candidates.append(
                        (
                            found.start() - found.end(),
                            rank,
                            found.start(),
                            Match(rule, found, tokens, self._alphabet),
                        )
                    )
        candidates.sort(key=lambda candidate: candidate[:3])
        taken = bytearray(len(tokens.symbols))
        kept: list[Match] = []
        for _, _, _, match in candidates:
            if not any(taken[match.start : match.end]):
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                kept.append(match)
        kept.sort(key=lambda match: match.start)
        return kept
