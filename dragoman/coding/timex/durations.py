"""What rules for spans of time and for repetitions mean."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.coding.timex.context import Context
from dragoman.coding.timex.grammar import Found, Match, Meaning
from dragoman.coding.timex.values import written
from dragoman.knowledge.tables import words_of

__all__ = ["age", "bare", "duration", "frequency", "repetition", "span", "two_spans", "unnumbered", "whiles"]

# how ISO 8601 and TIMEX3 write the units; decades and centuries are TimeML's own
_LETTERS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
_SMALLER = {"year": ("month", 12), "day": ("hour", 24), "hour": ("minute", 60), "minute": ("second", 60)}


def duration(number: float | None, unit: str) -> str:
    """Write a span: ``P3D``, ``PT30M``, ``P2Y6M`` for two years and a half, ``PXW`` for weeks without a number."""
    if unit == "fortnight":
        number, unit = None if number is None else number * 2, "week"
    if number is not None and unit in ("decade", "century"):
        number, unit = number * (10 if unit == "decade" else 100), "year"
    letters = _LETTERS[unit]
    prefix, letters = ("PT", letters[1:]) if letters.startswith("T") else ("P", letters)
    if number is None:
        return f"{prefix}X{letters}"
    whole = int(number)
    if number == whole:
        return f"{prefix}{whole}{letters}"
    if unit in _SMALLER:
        smaller, count = _SMALLER[unit]
        rest = round((number - whole) * count)
        below = duration(rest, smaller).removeprefix("PT" if prefix == "PT" else "P")
        return f"{prefix}{whole}{letters}{below}" if whole else duration(rest, smaller)
    return f"{prefix}{number:g}{letters}"


def span(m: Match, c: Context) -> Meaning | None:
    """Read a number of units: *three days*, *a minute and a half*, *the next few years*."""
    if "halved" in m:
        unit = m.value("halved", "unit")
        if (
            unit == "quarter"
            or unit not in _LETTERS
            or unit in ("week", "month", "second", "night", "century")
        ):
            return None
        return Meaning(
            "DURATION", duration(0.5 if unit != "decade" else 5, "year" if unit == "decade" else unit)
        )
    unit = m.value("u", "anyunit")
    if not unit:
        return None
    words = m.text.split()
    number: float | None = None
    if "n" in m:
        number = m.number("n")
    elif "couple" in words:
        number = 2
    elif "few" not in words and "number" not in words and any(a in words for a in ("a", "an")):
        number = 1
    if number is not None and number < 0:
        return None
    if "half" in m and number is not None:
        number += 0.5
    if "num" in m and number is not None and m.number("den"):
        number += (m.number("num") or 0) / (m.number("den") or 1)
    if _is_no_span(m, c, unit, number):
        return None
    if "k" in m and "v" in m and number is not None:
        first, second = duration(number, unit), duration(m.number("k"), m.value("v", "anyunit"))
        joined = (
            first + second[1:]
            if not (first.startswith("PT") and second.startswith("PT"))
            else first + second[2:]
        )
        return Meaning("DURATION", joined)
    if unit == "month" and number in (6, 9):
        c.span_at = m.start
    if m.text == "one day" and c.tense(m) == "future" and c.before(m) not in ("for", "in", "within"):
        return Meaning("DATE", "FUTURE_REF")
    if _repeats(m, c, words):
        return Meaning("SET", duration(number, unit))
    return Meaning("DURATION", duration(number, unit))


def _is_no_span(m: Match, c: Context, unit: str, number: float | None) -> bool:
    """Tell *two quarters* (coins, parts of a game) and *one second* (the other meaning) from spans."""
    if (
        unit == "second"
        and m.text.split()[-1] == "second"
        and (number is None or number != 1 or "a" in m.text.split())
    ):
        return True
    if unit == "quarter" and "rel" not in m and ("-" in m.text.split() or m.text.split()[-1] == "quarter"):
        return True
    return m.text in ("a night", "one night") and not c.informal


def _repeats(m: Match, c: Context, words: Sequence[str]) -> bool:
    """Whether *a day* says how often: *two flights a day*, *$3 a month*."""
    if len(words) != 2 or words[0] not in ("a", "an"):
        return False
    before = c.before(m)
    return (before.endswith("s") and len(before) > 3 and not before.endswith("ss") and before.isalpha()) or (
        m.start - 1 in c.tokens.numbers
    )


def two_spans(m: Match, c: Context) -> Sequence[Found] | None:
    """Read two spans of one unit: *60 and 90 days*."""
    first, second = m.at("n"), m.at("k")
    unit = m.value("u", "anyunit")
    if first is None or second is None or not unit:
        return None
    one, two = m.number("n"), m.number("k")
    if one is None or two is None or one >= two:
        return (Found(second, m.end, Meaning("DURATION", duration(two, unit))),)
    return (
        Found(first, first + 1, Meaning("DURATION", duration(one, unit))),
        Found(second, m.end, Meaning("DURATION", duration(two, unit))),
    )


def age(m: Match, c: Context) -> Meaning | None:
    """Read an age: *the 77-year-old* is a span of 77 years, not a date."""
    unit = m.value("u", "anyunit")
    after = c.after(m)
    stands_for_person = not after or not after[0].isalpha() or after in _AFTER_PERSON or after.endswith("ed")
    if unit == "year" and m.tokens.lower(m.end - 2) == "-" and not stands_for_person:
        return None
    return Meaning("DURATION", duration(m.number("n"), unit))


_AFTER_PERSON = words_of(
    "was is has had said says told who from in of with to and or will would did does made took became "
    "went won at on by as for but, whose whom can could may might must also now then died left came got "
    "faces faced"
)


def bare(m: Match, c: Context) -> Meaning | None:
    """Read *day*, *week*, *weekend* alone, which in a post are those of the one who writes: *a long day*."""
    word = m.tokens.lower(m.start)
    if not c.informal or word not in ("day", "week", "weekend"):
        return None
    if word == "weekend":
        if c.today is None:
            return Meaning("DATE", None, "the story has no date to count from")
        return Meaning("DATE", written(c.today, "weekend"))
    return Meaning("DURATION", duration(1, word))


def unnumbered(m: Match, c: Context) -> Meaning | None:
    """Read units without a number: *weeks*, *recent years*, *all day*."""
    words = m.text.split()
    rel = m.word("rel")
    unit = m.value("u", "anyunit")
    if not unit:
        return None
    if words[0] == "these":
        return Meaning("DATE", "PRESENT_REF") if unit == "day" else None
    if rel in ("recent", "past", "previous", "last"):
        return Meaning("DATE", "PAST_REF")
    if rel == "coming":
        return Meaning("DATE", "FUTURE_REF")
    if words[0] == "all" or "whole" in words or "entire" in words or "full" in words:
        return Meaning("DURATION", duration(1, unit))
    if unit == "quarter" or (unit == "second" and not rel) or (unit == "night" and not rel):
        return None
    if unit == "hour" and rel and c.after(m) == "of":
        return None  # "the early hours of Thursday" are no span
    if len(words) == 1 and c.before(m) in (
        "business",
        "working",
        "old",
        "opening",
        "office",
        "wee",
        "rush",
        "visiting",
    ):
        return None
    return Meaning("DURATION", duration(None, unit))


def whiles(m: Match, c: Context) -> Meaning | None:
    """Read *a while*, *some time*, *the long term*."""
    if "term" in m.text:
        return Meaning("DATE", "FUTURE_REF")
    return Meaning("DURATION", "PXX" if "while" in m.text else "PXM")


def repetition(m: Match, c: Context) -> Meaning | None:
    """Read *every day*, *each Thursday*, *Monday nights*, *twice a week*: a SET."""
    part = m.value("p", "daypart") or m.value("p", "dayparts")
    if "w" in m:
        day = m.value("w", "weekday") or m.value("w", "weekdays")
        return Meaning("SET", f"XXXX-WXX-{day}{part}")
    if "m" in m:
        return Meaning("SET", f"XXXX-{int(m.value('m', 'month')):02}")
    if "s" in m:
        return Meaning("SET", f"XXXX-{m.value('s', 'season')}")
    if "p" in m:
        return Meaning("SET", f"XXXX-XX-XX{part}")
    if "e" in m:
        return Meaning("SET", "XXXX-WXX-WE")
    unit = m.value("u", "anyunit")
    if not unit:
        return None
    number = 2.0 if "other" in m else (m.number("n") or 1.0)
    if "times" in m.text.split() or m.tokens.lower(m.start) not in ("every", "each"):
        number = 1.0
    return Meaning("SET", duration(number, unit))


def frequency(m: Match, c: Context) -> Meaning | None:
    """Read *daily*, *annually*."""
    return Meaning("SET", m.value("f", "frequency"))
