"""Whose a quotation is: each belongs to one cue, and its words to no other of that level.

A head of a model knows sources and cues well, but blurs which of several quotations are whose; where the cue stands
tells that. In this order a quotation belongs to

1. the label that names its speaker;
2. the cue that follows it in its sentence ("A," he said), or leads up to it (he said: "A");
3. the attribution whose content has most of it;
4. the attribution before it, if it goes on from that: as a whole sentence, or in the next paragraph.

Titles and words in scare quotes belong to nobody by themselves. Time is linear in the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.language.attributions import Attribution
from dragoman.language.cues import cue_at
from dragoman.language.marks import Marked
from dragoman.language.quotations import tokens_between
from dragoman.language.words import Words

__all__ = ["Quoted", "is_bare"]

_MOST = 0.5  # share of a quotation that a content must take up to take all of it
_FEW = 3  # words at a quotation's mark, from which a content that begins or ends outside takes it
_SPEECH = 4  # words; what is shorter and ends without a full stop or comma is a title or in scare quotes
_LEAD = 14  # tokens between a cue and the quotation that it leads up to
_PAUSE = frozenset((",", "—", "–", "-", "―", "--", ":", ";"))
_MARKS = frozenset(('"', "“", "”", "``", "''", "«", "»", "‘", "’", "'", "„", "＂"))


def is_bare(words: Words, i: int) -> bool:
    """Whether a token has no letter and no digit."""
    return not any(map(str.isalnum, words.text[i]))


class Quoted:
    """The outermost quotations of a reading, and what labels name the speaker of, by tokens.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
        labels: attributions of labels; what they hold is one quotation a fragment.
    """

    def __init__(self, words: Words, pieces: Sequence[Marked], labels: Iterable[Attribution] = ()) -> None:
        self.words = words
        self.at = [-1] * words.n
        zones: list[tuple[int, int, bool, int]] = []
        for one in labels:
            first = last = one.content[0]
            for i in (*one.content[1:], words.n + 1):
                if i != last + 1:
                    zones.append((first, last + 1, False, one.cue[0]))
                    first = i
                last = i
        inside = bytearray(words.n)
        for a, b, _, _ in zones:
            inside[a:b] = b"\1" * (b - a)
        for piece in pieces:
            if piece.inside is None:
                a, b = tokens_between(words, piece.start, piece.end)
                if a < b and not any(inside[a:b]):
                    zones.append((a, b, piece.continues is not None, -1))
        self.runs: list[tuple[int, int]] = []
        self.goes_on: list[bool] = []
        self.label: list[int] = []  # cue of the label, or -1
        for first, end, goes_on, label in sorted(zones):
            a, b = first, end
            while a < b and words.text[a].isspace():
                a += 1
            while b > a and words.text[b - 1].isspace():
                b -= 1
            if a >= b or self.at[a] >= 0:
                continue
            self.at[a:b] = [len(self.runs)] * (b - a)
            self.runs.append((a, b))
            self.goes_on.append(goes_on)
            self.label.append(label)
        self.speech = [self._is_speech(number) for number in range(len(self.runs))]
        self.starts = [a for a, _ in self.runs]

    def _is_speech(self, number: int) -> bool:
        """Whether a quotation can stand for itself, not a title or words in scare quotes."""
        a, b = self.runs[number]
        told = sum(not is_bare(self.words, i) for i in range(a, min(b, a + 2 * _SPEECH + 2)))
        ends = any(self.words.text[i][:1] in ",.?!…" for i in range(max(a, b - 2), b))
        return self.label[number] >= 0 or told >= _SPEECH or (ends and told > 0)

    # -- by its own cue, by most of its words

    def settled(self, whole: Sequence[Attribution]) -> list[Attribution]:
        """Give each quotation to the one attribution that it belongs to, and take it from the others."""
        own = self._own(whole)
        owner = {**self._by_words(whole, own), **own}
        mine: dict[int, list[int]] = {}
        for number, index in own.items():
            mine.setdefault(index, []).append(number)
        made = []
        for index, one in enumerate(whole):
            content = set(one.content)
            within = self.at[one.cue[0]]
            if within >= 0 and self.speech[within]:  # said by somebody in the quotation: of it alone
                outer = owner.get(within)
                content = {
                    i
                    for i in content
                    if self.at[i] == within
                    or (outer is not None and self.at[i] >= 0 and owner.get(self.at[i]) == outer)
                }
            else:
                for number in {self.at[i] for i in one.content} - {-1}:
                    other = owner.get(number, index) if self.speech[number] else index
                    if other != index and whole[other].cue[0] not in content:
                        content.difference_update(range(*self.runs[number]))
                for number in mine.get(index, ()):
                    content.update(range(*self.runs[number]))
                    content.difference_update(self._introduced(number, one))
            made.append(replace(one, content=tuple(sorted(content))))
        return made

    def _introduced(self, number: int, one: Attribution) -> range:
        """What leads up to a quotation whose cue follows it: The town waits: "A," he said."""
        words, a = self.words, self.runs[number][0]
        k = a - 1
        while k >= 0 and words.text[k].isspace():
            k -= 1
        if k < 0 or words.text[k] != ":" or one.cue[0] < a:
            return range(0)
        first = k
        while first > 0 and words.sent[first - 1] == words.sent[k] and self.at[first - 1] < 0:
            first -= 1
        return range(first, a)

    def _own(self, whole: Sequence[Attribution]) -> dict[int, int]:
        """Of the quotations that have a cue of their own, the attribution."""
        labels = {one.cue[0]: index for index, one in enumerate(whole)}
        after: dict[int, tuple[tuple[bool | int, ...], int]] = {}
        before: dict[int, tuple[tuple[bool | int, ...], int]] = {}
        for index, one in enumerate(whole):
            if self.at[one.cue[0]] >= 0:
                continue
            sentence = self.words.sent[one.cue[0]]
            near = [i for i in (*one.cue, *one.source) if self.at[i] < 0 and self.words.sent[i] == sentence]
            content, says = set(one.content), _says(self.words, one)
            if (number := self._just_before(min(near), content, says)) is not None:
                rank = not content.isdisjoint(range(*self.runs[number])), says, -one.cue[0]
                if number not in after or after[number][0] < rank:
                    after[number] = rank, index
            if (number := self._led_up_to(max(near), content, says)) is not None:
                first = says, self._has_most(content, number), max(near)
                if number not in before or before[number][0] < first:
                    before[number] = first, index
        found = {number: index for number, (_, index) in before.items()}
        for number, (_, index) in after.items():
            found[number] = index
            going_on = number + 1 < len(self.runs) and number + 1 not in after
            led = before[number + 1][0][2] if number + 1 in before else -1
            if going_on and self._goes_on_from(number, whole[index].cue[0], led=led):
                found[number + 1] = index
        found.update((number, labels[cue]) for number, cue in enumerate(self.label) if cue in labels)
        return found

    def _just_before(self, at: int, content: set[int], says: bool) -> int | None:
        """The quotation that a cue or its source, at a token, stands right behind."""
        words, k = self.words, at - 1
        while k >= 0 and self.at[k] < 0 and (words.text[k] in _PAUSE or words.text[k].isspace()):
            k -= 1
        if k < 0 or self.at[k] < 0 or words.para[k] != words.para[at] or not self.speech[self.at[k]]:
            return None
        a, b = self.runs[self.at[k]]
        last = next((words.text[i] for i in range(b - 1, a, -1) if words.text[i] not in _MARKS), "")
        meets = not content.isdisjoint(range(a, b))
        dash = any(words.text[i] in _PAUSE for i in range(k + 1, at))
        if last == "," or (last != "." and (meets or says)) or (dash and meets):
            return self.at[k]
        return None

    def _led_up_to(self, at: int, content: set[int], says: bool) -> int | None:
        """The quotation behind a cue and its source, which end at a token."""
        words = self.words
        number = bisect_right(self.starts, at)
        if number == len(self.runs) or not self.speech[number] or self.starts[number] - at > _LEAD:
            return None
        a = self.starts[number]
        between = [words.text[i] for i in range(at + 1, a) if not words.text[i].isspace()]
        colon = between[-1:] == [":"]
        if any(mark in ".?!" for mark in between) or (words.sent[a] != words.sent[at] and not colon):
            return None
        lead = not between or between[-1] in (",", ":")
        return number if self._has_most(content, number) or (says and lead) else None

    def _goes_on_from(self, number: int, cue: int, *, led: int) -> bool:
        """Whether the next quotation goes on from one with its cue between them: "A," he said, "b. C."

        Args:
            number: of the first of the two.
            cue: a token of its cue.
            led: the last token of what leads up to the second, or -1.
        """
        words, (a, b) = self.words, self.runs[number + 1]
        if (
            not self.runs[number][1] <= cue < a
            or words.para[cue] != words.para[a]
            or not self.speech[number + 1]
        ):
            return False
        last = a - 1
        while words.text[last].isspace():
            last -= 1
        if words.sent[a] != words.sent[cue]:
            return led < 0 and words.sent[a] == words.sent[cue] + 1 and words.sent[last] != words.sent[a]
        small = next((words.text[i][0].islower() for i in range(a, b) if not is_bare(words, i)), False)
        return small and words.text[last] == "," and (led <= cue or led < last - 1)

    def _has_most(self, content: set[int], number: int) -> bool:
        a, b = self.runs[number]
        return sum(i in content for i in range(a, b)) > _MOST * (b - a)

    def _by_words(self, whole: Sequence[Attribution], own: dict[int, int]) -> dict[int, int]:
        """Of quotations without a cue of their own, the attribution that has most of their words."""
        best: dict[int, tuple[int, int]] = {}
        for index, one in enumerate(whole):
            if self.at[one.cue[0]] >= 0:
                continue
            for number, count in Counter(self.at[i] for i in one.content).items():
                if number < 0 or number in own or not self.speech[number]:
                    continue
                a, b = self.runs[number]
                if count > _MOST * (b - a) and (number not in best or best[number][0] < count):
                    best[number] = count, index
        return {number: index for number, (_, index) in best.items()}

    # -- whole quotations, and those that go on

    def snapped(self, one: Attribution) -> Attribution:
        """Let a content take whole quotations, where it has most of one or ends at its marks."""
        content = set(one.content)
        apart = set(one.cue) | set(one.source)
        for number in {self.at[i] for i in one.content} - {-1}:
            a, b = self.runs[number]
            if any(a <= i < b for i in one.cue):
                continue  # said by somebody within the quotation
            inner = [i for i in range(a, b) if not is_bare(self.words, i)]
            if not inner:
                continue
            has = sum(i in content for i in inner)
            within = all(a <= i < b for i in one.content)
            at_a_mark = inner[0] in content or inner[-1] in content
            if has >= _MOST * len(inner) or (at_a_mark and self.speech[number] and (within or has >= _FEW)):
                content.update(range(a, b))
        return replace(one, content=tuple(sorted(content - apart)))

    def shared(self, whole: list[Attribution]) -> list[Attribution]:
        """Give quotations without a cue of their own to the attribution before them."""
        words = self.words
        owner: dict[int, int] = {}
        taken = bytearray(words.n)
        for index, one in enumerate(whole):
            within = self.at[one.cue[0]]  # what is said inside a quotation does not tell who says that
            for i in (*one.cue, *one.content):
                taken[i] |= self.at[i] != within or within < 0
            for number in {self.at[i] for i in one.content} - {-1, within}:
                owner.setdefault(number, index)
        added: dict[int, list[int]] = {}
        for number in range(len(self.runs) - 2, -1, -1):  # "A.⏎ "B," he said.": the later part has the cue
            if (
                number not in owner
                and self.goes_on[number + 1]
                and number + 1 in owner
                and not self.taken(number, taken)
            ):
                owner[number] = owner[number + 1]
                added.setdefault(owner[number], []).extend(range(*self.runs[number]))
        last_of = _before(words, whole, self.at)
        for number, run in enumerate(self.runs):
            if number in owner or not self.speech[number] or self.taken(number, taken):
                continue
            before = self.follows(number, owner, last_of, whole)
            if before is not None:
                owner[number] = before
                added.setdefault(before, []).extend(range(*run))
        return [
            replace(one, content=tuple(sorted({*one.content, *added[index]}))) if index in added else one
            for index, one in enumerate(whole)
        ]

    def taken(self, number: int, taken: bytearray) -> bool:
        """Whether a word of a quotation belongs to an attribution from outside it."""
        return any(taken[slice(*self.runs[number])])

    def follows(
        self, number: int, owner: dict[int, int], last_of: list[int], whole: list[Attribution]
    ) -> int | None:
        """The attribution that a quotation goes on from."""
        words = self.words
        a = self.runs[number][0]
        if self.goes_on[number] and number and number - 1 in owner:
            return owner[number - 1]
        k = a - 1
        while k >= 0 and words.text[k].isspace():
            k -= 1
        if k < 0:
            return None
        begins = words.text[k][:1] in ".?!:,;" or self.at[k] >= 0 or words.sent[k] != words.sent[a]
        if not begins:
            return None
        gap = words.para[a] - words.para[k]
        index = last_of[k]
        if index < 0:
            return None
        near = max(*whole[index].cue, *whole[index].content)
        if gap == 0 and words.sent[a] - words.sent[near] <= 1 and near < a:
            return index  # "A," he said. "B."
        if gap >= 1 and self.at[k] >= 0 and owner.get(self.at[k]) is not None and self.alone(number):
            return owner[self.at[k]]
        return None

    def alone(self, number: int) -> bool:
        """Whether a quotation is a paragraph of its own."""
        a, b = self.runs[number]
        words = self.words
        return (a == 0 or words.para[a - 1] != words.para[a] or words.text[a - 1].isspace()) and (
            b >= words.n or words.para[b] != words.para[b - 1]
        )


def _before(words: Words, whole: Sequence[Attribution], at: Sequence[int]) -> list[int]:
    """Of each token, the last attribution whose cue or content stands at or before it."""
    last = [-1] * words.n
    for index, one in enumerate(whole):
        for i in (*one.cue, *one.content):
            if at[i] < 0 or at[i] != at[one.cue[0]]:
                last[i] = index
    for i in range(1, words.n):
        if last[i] < 0:
            last[i] = last[i - 1]
    return last


def _says(words: Words, one: Attribution) -> bool:
    """Whether a cue is a word for saying or asking."""
    found = (cue_at(words.pos[i], words.lemma[i]) for i in one.cue)
    return any(cue is not None and cue.kind in ("say", "ask") for cue in found)
