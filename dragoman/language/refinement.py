"""Attributions put in order, whoever found them: whole quotations, clean ends, no overlaps, levels.

* each quotation belongs to one cue, wholly (:mod:`dragoman.language.ownership`);
* white space and stray punctuation are cut from the ends of every fragment;
* contents of one level never overlap; an attribution that stands wholly in the content of another is inside it.

Time is linear in the text times the depth of nesting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.language.attributions import Attribution
from dragoman.language.marks import Marked
from dragoman.language.ownership import Quoted, is_bare
from dragoman.language.words import Words

__all__ = ["Placed", "fragments", "refine"]

_LEFT = 0.4  # share of a content that must remain when another takes the rest


@dataclass(frozen=True, slots=True)
class Placed:
    """An attribution and the number of the one in whose content it stands, or None."""

    attribution: Attribution
    inside: int | None


def refine(
    words: Words,
    pieces: Sequence[Marked],
    found: Iterable[Attribution],
    labels: Sequence[Attribution] = (),
) -> list[Placed]:
    """Put attributions in order.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
        found: attributions, from a head or by rule, in any order; their indexes lie in the reading.
        labels: attributions of labels (:mod:`dragoman.language.labels`), to which their contents belong wholly.

    Returns:
        Those that have a cue and a content, in the order of the text.
    """
    quoted = Quoted(words, pieces, labels)
    known = {one.cue for one in labels}
    whole = [*labels, *(one for one in found if one.cue and one.content and one.cue not in known)]
    whole.sort(key=lambda one: (one.cue[0], one.content[0]))
    whole = [one for one in map(quoted.snapped, quoted.settled(whole)) if one.content]
    whole = quoted.shared(whole)
    return _placed(words, [_trimmed(words, one) for one in whole])


def fragments(words: Words, tokens: Sequence[int]) -> list[tuple[int, int]]:
    """Give the runs (first token, end) of tokens; runs that only white space or marks part are one."""
    runs: list[tuple[int, int]] = []
    for i in tokens:
        if runs and all(is_bare(words, k) for k in range(runs[-1][1], i)):
            runs[-1] = runs[-1][0], i + 1
        else:
            runs.append((i, i + 1))
    return runs


def _trimmed(words: Words, one: Attribution) -> Attribution:
    """Cut white space and punctuation from the ends of a content's fragments, and of cue and source."""
    return replace(
        one,
        content=tuple(i for a, b in fragments(words, one.content) for i in _cut(words, a, b, marks=True)),
        source=tuple(i for a, b in fragments(words, one.source) for i in _cut_source(words, a, b)),
        cue=tuple(one.cue)
        if len(one.cue) == 1
        else tuple(i for a, b in fragments(words, one.cue) for i in _cut(words, a, b, marks=False))
        or one.cue,
    )


_QUOTES = frozenset(
    ('"', "“", "”", "``", "''", "«", "»", "‘", "’", "'", "„", "＂", "?", "!", "…", "%", "$", "€")
)


def _cut_source(words: Words, a: int, b: int) -> range:
    cut = _cut(words, a, b, marks=False)
    if len(cut) > 1 and words.low[cut[-1]] in ("who", "which", "that"):  # what follows was left out
        return _cut(words, cut[0], cut[-1], marks=False)
    return cut


def _cut(words: Words, a: int, b: int, *, marks: bool) -> range:
    def stray(i: int) -> bool:
        return is_bare(words, i) and not (marks and words.text[i] in _QUOTES)

    while a < b and stray(a):
        a += 1
    while b > a and stray(b - 1):
        b -= 1
    if not any(not is_bare(words, i) for i in range(a, b)):
        return range(a, a)
    return range(a, b)


def _share(a: Sequence[int], b: Sequence[int]) -> bool:
    return not a or not set(a).isdisjoint(b)


def _placed(words: Words, whole: Sequence[Attribution]) -> list[Placed]:
    """Settle overlaps and levels: the longer content first, each token belongs to the innermost one."""
    order = sorted(range(len(whole)), key=lambda i: (-len(whole[i].content), -whole[i].score, whole[i].cue))
    owner = [-1] * words.n
    contents: dict[int, tuple[int, ...]] = {}
    inside: dict[int, int | None] = {}
    for index in order:
        one = whole[index]
        if not one.content:
            continue
        cue_owner = owner[one.cue[0]]
        mine = tuple(i for i in one.content if owner[i] == cue_owner)
        if cue_owner >= 0 and cue_owner == index:
            continue
        if len(mine) < max(1, _LEFT * len(one.content)):
            continue
        if cue_owner >= 0 and is_bare(words, one.cue[0]) and _share(one.source, whole[cue_owner].source):
            continue  # "she told us: "A" " is one, not two
        mine = _trimmed(words, replace(one, content=mine)).content
        if not mine:  # nothing but marks is left
            continue
        contents[index] = mine
        inside[index] = cue_owner if cue_owner >= 0 else None
        for i in mine:
            owner[i] = index
    kept = sorted(contents, key=lambda i: (contents[i][0], -len(contents[i]), whole[i].cue))
    number = {index: n for n, index in enumerate(kept)}
    made = []
    for index in kept:
        outer = inside[index]
        one = replace(whole[index], content=contents[index])
        made.append(Placed(one, None if outer is None else number.get(outer)))
    return made
