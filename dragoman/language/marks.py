"""Quotation marks of every style: what stands between them.

Straight, curly and low marks, doubled apostrophes, backquotes, guillemets either way round, single inside double and
double inside single; marks that are lost, and quotations that run over paragraphs with a mark before each. Which way
a mark looks is told by what stands beside it, then by what is open; a paragraph's end puts all in order again, so a
lost mark never turns the rest of a story inside out. Apostrophes ("the workers'", "'em", "’90s") and inches are no
marks. Time is linear in the text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

__all__ = ["Marked", "marked", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands between two marks, within one paragraph.

    Attributes:
        start, end: offsets, from the opening mark to past the closing one.
        inside: number of the piece in whose marks it stands, or None.
        closed: whether it has a closing mark of its own; else it ends with the paragraph.
        continues: number of the piece in the paragraph before that it goes on from, or None.
    """

    start: int
    end: int
    inside: int | None = None
    closed: bool = True
    continues: int | None = None


_MARK = re.compile(r"''|``|[\"＂“”„‟«»‹›‘’‚‛'`]")
_CLOSERS = {
    "“": '”"＂“',
    "‟": '”"＂',
    "„": '“”"',
    '"': '"”＂',
    "＂": '＂"”',
    "``": "''",
    "''": "''",
    "«": "»",
    "‹": "›",
    "‘": "’'",
    "‛": "’",
    "‚": "‘’",
    "'": "'’",
    "”": '”"',
    "»": "«",
    "›": "‹",
}
"""Opening mark → what may close it: a keyboard often gives the straight mark at one end."""
_SINGLE = frozenset("‘’‚‛'`‹›")
_STRAIGHT = frozenset(('"', "＂", "''", "'"))
_ENDS = frozenset(",.?!…;:—–-)]")
_BEFORE = frozenset("([{<—–-/=*|…:,;")
_ELIDED = re.compile(r"(?:em|tis|twas|til|till|cause|bout|round|n|cos|ere|cept|fraid|\d0s|\d{2})\b", re.I)
_BREAK = re.compile(r"[.?!:;\"”’'»)\]…]?[^\S\n]*\n\s*|\Z")
_DEEPEST = 6  # open marks; the outer ones of more were lost
_LONGEST_LINE = 200  # characters; shorter lines that end without a full stop may be one wrapped paragraph


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Give the paragraphs of a text: blank lines part them, and line breaks behind the end of a sentence."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        gap = match.group()
        ends = match.end() == len(text) or gap.count("\n") > 1 or not gap[0].isspace()
        if ends or match.end() - start > _LONGEST_LINE * 20:
            if text[start : match.end()].strip():
                found.append((start, match.end()))
            start = match.end()
    return found


@dataclass(slots=True)
class _Open:
    mark: str
    start: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mark as it stands: which ways it can look."""

    mark: str
    start: int
    opens: bool
    closes: bool


def marked(text: str) -> list[Marked]:
    """Find what stands between quotation marks, in the order of the opening marks.

    Two pieces never cross: one lies inside the other, or behind it.
    """
    seen = list(_seen(text))
    if not seen:
        return []
    found: list[Marked] = []
    waiting: list[_Open] = []
    limits = paragraphs(text)
    at = 0
    for number, (first, last) in enumerate(limits):
        begin = at
        while at < len(seen) and seen[at].start < last:
            at += 1
        waiting = _paragraph(text, seen[begin:at], waiting, found)
        after = seen[at] if at < len(seen) else None
        following = limits[number + 1] if number + 1 < len(limits) else None
        waiting = _carried(text, waiting, after, following, here=(first, last), found=found)
    return _nested(found, limits)


def _seen(text: str) -> Iterator[_Seen]:
    """Yield the marks, without apostrophes and measures."""
    reversed_guillemets = _reversed(text)
    for match in _MARK.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        before, after = text[start - 1 : start], text[end : end + 1]
        left, right = before.isalnum(), after.isalnum()
        open_side = not before or before.isspace() or before in _BEFORE or before in _CLOSERS
        close_side = not after or after.isspace() or not after.isalnum()
        if mark in "«»‹›":
            opens = (mark in "«‹") != reversed_guillemets
            yield _Seen(mark, start, opens, not opens)
        elif mark in ("’", "'", "`"):
            if left and right:
                continue
            if _ELIDED.match(text, end) and not left and mark == "’":
                continue
            if mark == "'" and not left and _ELIDED.match(text, end) and not _closing_follows(text, end):
                continue
            opens = mark == "'" and open_side and bool(after) and not after.isspace()
            closes = not before.isspace() and bool(before) and close_side
            if opens or closes:
                yield _Seen(mark, start, opens, closes)
        elif mark == '"' and before.isdigit() and text[start - 3 : start - 2] in ("'", "’", "-"):
            continue  # 6'2"
        elif mark in _STRAIGHT:
            opens = open_side and bool(after) and not after.isspace()
            closes = bool(before) and not before.isspace() and close_side
            both = opens == closes
            yield _Seen(mark, start, opens or both, closes or both)
        elif mark == "”":
            wrong = open_side and not (before and before in _ENDS) and right and before not in _CLOSERS
            yield _Seen(mark, start, wrong, not wrong)
        elif mark in ("“", "‘"):
            wrong = bool(before) and not before.isspace() and (not after or after.isspace())
            yield _Seen(mark, start, not wrong, True)  # closes after „ and ‚
        else:
            yield _Seen(mark, start, True, False)


def _closing_follows(text: str, at: int) -> bool:
    """Whether one word is in single marks: 'round'."""
    while at < len(text) and text[at].isalnum():
        at += 1
    return text[at : at + 1] in ("'", "’")


def _reversed(text: str) -> bool:
    """Whether guillemets point inwards, as in German: the first one then looks right."""
    right, left = text.find("»"), text.find("«")
    return right >= 0 and (left < 0 or right < left)


def _paragraph(text: str, seen: list[_Seen], waiting: list[_Open], found: list[Marked]) -> list[_Open]:
    """Pair the marks of one paragraph; give what is still open at its end."""
    stack = list(waiting)
    firm = _firm_singles(text, seen)
    for number, one in enumerate(seen):
        match = _closable(stack, one) if one.closes else None
        if match is not None and one.opens and not _prefers_closing(text, one, stack[match]):
            match = None
        if match is not None and one.mark in _SINGLE and not firm[number]:
            continue  # "the workers' …": an apostrophe
        if match is not None:
            found.append(Marked(stack[match].start, one.start + len(one.mark)))
            del stack[match:]
        elif one.opens:
            if one.mark in _SINGLE:  # a single mark that is open already was an apostrophe
                stack = [other for other in stack if not _kin(other.mark, one.mark)]
            stack.append(_Open(one.mark, one.start))
            del stack[:-_DEEPEST]
    return stack


def _kin(a: str, b: str) -> bool:
    return (a in _SINGLE) == (b in _SINGLE) and (a in "«»") == (b in "«»")


def _closable(stack: list[_Open], one: _Seen) -> int | None:
    """The innermost open mark that this one closes; a double one closes over single ones that were apostrophes."""
    for i in range(len(stack) - 1, -1, -1):
        if one.mark in _CLOSERS[stack[i].mark] and (len(one.mark) == 1 or stack[i].mark in ("``", "''")):
            return i
        if stack[i].mark not in _SINGLE and one.mark in _SINGLE:
            return None
    return None


def _prefers_closing(text: str, one: _Seen, opened: _Open) -> bool:
    """Of a mark that can look both ways."""
    if one.mark in ("“", "‘"):
        return opened.mark in "„‚" or text[one.start + 1 : one.start + 2].isspace()
    return True


def _firm_singles(text: str, seen: list[_Seen]) -> list[bool]:
    """Of each single mark, whether it closes rather than being the apostrophe of a plural ("the workers' pay")."""
    firm = [True] * len(seen)
    better_follows = False
    for i in range(len(seen) - 1, -1, -1):
        one = seen[i]
        if one.mark not in ("’", "'"):
            if one.mark == "‘" or one.mark not in _SINGLE:
                better_follows = False
            continue
        if one.opens and not one.closes:
            better_follows = False
            continue
        before = text[one.start - 1 : one.start]
        plural = before in ("s", "S") and text[one.start + 1 : one.start + 2] == " "
        firm[i] = not (plural and better_follows)
        better_follows = True
    return firm


def _carried(
    text: str,
    stack: list[_Open],
    after: _Seen | None,
    following: tuple[int, int] | None,
    *,
    here: tuple[int, int],
    found: list[Marked],
) -> list[_Open]:
    """What is open at a paragraph's end: it goes on in the next one, or ends here, or was no quotation."""
    opened = next((one for one in reversed(stack) if one.mark not in _SINGLE), None)
    if opened is None:
        return []
    for one in reversed(found):
        if one.start < opened.start:
            break
        if text[one.start] not in _SINGLE or text.startswith("''", one.start):
            return []  # what is quoted behind a mark tells that its own closing mark was lost
    first, last = here
    end = first + len(text[first:last].rstrip())
    reopened = runs_on = False
    if following is not None and after is not None and after.start < following[1]:
        reopened = after.opens and after.start == following[0] and _kin(after.mark, opened.mark)
        runs_on = not after.opens and after.mark in _CLOSERS[opened.mark]
    led = text[max(first, opened.start - 4) : opened.start].rstrip()[-1:] in ("", ",", ":")
    if reopened or runs_on or led:
        found.append(Marked(opened.start, end, closed=False))
    return [_Open(opened.mark, following[0])] if runs_on and following is not None else []


def _nested(found: list[Marked], limits: list[tuple[int, int]]) -> list[Marked]:
    """Put the pieces in order, and say which stands in which and which goes on from which."""
    ordered = sorted(found, key=lambda one: (one.start, -one.end))
    next_start = {a[1]: b[0] for a, b in itertools.pairwise(limits)}
    made: list[Marked] = []
    around: list[int] = []
    going_on: dict[int, int] = {}  # where a paragraph begins → the piece that was open before it
    for number, one in enumerate(ordered):
        while around and made[around[-1]].end < one.end:
            around.pop()
        made.append(replace(one, inside=around[-1] if around else None, continues=going_on.get(one.start)))
        if not one.closed:
            paragraph = limits[bisect_right(limits, (one.start, 10**12)) - 1]
            if (begins := next_start.get(paragraph[1])) is not None:
                going_on[begins] = number
        around.append(number)
    return made
