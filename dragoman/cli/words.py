"""Words for the parts of a record, as both ``show`` and ``explain`` say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dragoman.cli import marking
from dragoman.cli.marking import plain
from dragoman.records import Actor, Due, Place, Size, Span, Status, Story, When

__all__ = [
    "actor_name",
    "count",
    "due_words",
    "interval",
    "listed",
    "place_name",
    "place_words",
    "quote",
    "shorten",
    "size_words",
    "status_line",
    "story_day",
    "sure",
]


def count(number: int, word: str) -> str:
    """Say a number of things."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def sure(confidence: float) -> str:
    """Say a confidence on a line of its own; nothing when there is none."""
    return f"\n{confidence:.0%} sure" if confidence else ""


def actor_name(actor: Actor | None) -> str:
    """Give the name to show for an actor, or the words of its first mention in quotation marks."""
    if actor is None:
        return "?"
    if actor.name:
        return plain(actor.name)
    return f"“{plain(actor.mentions[0].text)}”" if actor.mentions else actor.kind


def story_day(story: Story) -> str:
    """Say the day of publication in words, or why there is none."""
    if story.date is None:
        return f"no date: {story.unresolved.get('date', 'none was given')}"
    day = dt.date.fromisoformat(story.date)
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def interval(when: When | Due) -> str:
    """Give an interval as one day, or as two on two lines; a dash when nothing is known."""
    if when.start is None and when.end is None:
        return "—"
    if when.end is None:
        return f"from {when.start}"
    if when.start is None:
        return f"by {when.end}"
    return when.start if when.start == when.end else f"{when.start}\nto {when.end}"


def due_words(due: Due) -> str:
    """Give the interval in which a commitment is due, with its words."""
    words = f"\n“{plain(due.span.text)}”" if due.span else ""
    return interval(due) + words


def status_line(status: Status) -> str:
    """Say a status in words, with whether it happened where the past alone does not tell."""
    words = marking.status_words(status)
    if words == ["historical"]:
        words.insert(
            0, {"yes": "happened", "no": "did not happen", "unknown": "not certain"}[status.happened]
        )
    return ", ".join(words)


def size_words(size: Size) -> str:
    """Say the counts and sums of an event that the text states; a stated zero too."""
    counts = ((size.dead, "dead"), (size.injured, "injured"), (size.arrested, "arrested"),
              (size.participants, "taking part"))  # fmt: skip
    parts = [f"{count:,} {word}" for count, word in counts if count is not None]
    if size.money:
        parts.append(f"{size.money.currency or 'money'} {size.money.amount:,.0f}")
    return ", ".join(parts)


def place_name(place: Place) -> str:
    """Give the name of a place and its country."""
    name = plain(place.name or place.text)
    return f"{name}, {place.country}" if place.country and place.country != name else name


def place_words(place: Place) -> str:
    """Say which place it is, how precise, and where on the globe."""
    if place.name is None:
        return "not resolved"
    point = f" {place.lat:.2f} {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    kind = f" ({place.precision})" if place.precision else ""
    return f"{place_name(place)}{kind}{point}"


def quote(spans: Sequence[Span], most: int) -> str:
    """Quote spans one after the other on one line, shortened to a number of characters."""
    return shorten(" … ".join(plain(" ".join(span.text.split())) for span in spans), most)


def shorten(words: str, most: int) -> str:
    """Cut a text after a word, with dots, when it is longer than a number of characters."""
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
