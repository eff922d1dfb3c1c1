"""Cutting a story's words into sentences, headings, datelines and list items, before the model runs.

Rules, in time linear in the story, from what newsroom style books say about abbreviations, quotations and layout:

* Layout first. A blank line ends a segment. A single line break does so too, unless the story is *hard-wrapped*
  (its lines are cut at a width), which is decided once per story, or the next line goes on in lower case.
* A segment can be structure rather than prose: a heading ("What Happened:"), the dateline ("SOCHI, Russia (AP) —"),
  a list item, the name of a speaker in a transcript. Such a segment says so in its `kind`.
* Then marks. A full stop after an abbreviation ends a sentence only where a word follows that begins sentences; a
  closing quotation mark belongs to the sentence that it closes; a question that a reporting clause follows
  ("'Why?' Obama asked.") is not its own sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dragoman.language.tokens import Tokens, words

__all__ = ["KINDS", "Segments", "split"]

KINDS = ("sentence", "heading", "dateline", "bullet", "speaker")
"""What a segment can be."""

_TERMINAL, _ABBREVIATION, _QUOTE, _OPEN, _CLOSE, _BULLET, _COLON, _ELLIPSIS, _LOST = range(1, 10)

_MARKS = frozenset((_TERMINAL, _ABBREVIATION, _ELLIPSIS, _BULLET, _COLON, _LOST))

_ATTACHED, _SPACE, _LINE, _BLANK = range(4)

_TITLES = words(
    "adm amb assoc atty brig capt cmdr col cpl dr drs gen gens gov govs hon insp lt ltcol maj messrs mme mlle mr "
    "mrs ms msgr mx pfc pres prof profs pvt rep reps rev sen sens sgt spc sra srta st ste supt fr gp sub-lt pte "
    "det mt ft no nos vol fig pp p ca approx cf vs v e.g i.e eg ie viz art sec ch eq"
)
_MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec")

# Words of closed classes with which sentences begin; after an abbreviation they decide that it ended one.
_STARTERS = words(
    "a about according after again all also although among an and another any are as asked at authorities because "
    "before both but by can could did do does during each earlier even every few first for former four from had "
    "has have he her here his how however i if in instead is it its last later many may meanwhile more most mr "
    "mrs ms my nearly neither no nobody none nor not nothing now officials on once one only or other others our "
    "over people perhaps police several she should similarly since so some soon still such than that the their "
    "then there these they this those though three through thus to today two under unlike until we were what when "
    "where whether which while who whose why will with without would yes yet you your"
)
_REPORTING = words(
    "acknowledged admitted argued concluded confirmed explained noted observed quoted retorted stated warned said "
    "says say asked asks added adds told tells wrote writes replied replies shouted shouts cried cries tweeted "
    "tweets declared declares demanded demands wondered wonders exclaimed yelled responded responds continued "
    "continues joked jokes recalled recalls insisted insists answered answers read reads quipped chanted"
)
_HEADING_WORDS = words(
    "about also analysis around background between big bottom breaking by catch check context correction coverage "
    "deeper details driving editor excerpt exclusive fact facts file first flashback full go highlights history "
    "how impact in it key latest lines live more news next note numbers of on opinion our out photo photos "
    "picture point points quick read related see state story summary takeaway takeaways the then thought thread "
    "timeline to top update updated video was watch watched we were what what's when where who why worth yes zoom"
)

# Words that, capitalised in the middle of running text, show that a line break or a full stop before them was lost.
_LOST_BREAK = words(
    "A After And As At Because Before But By Despite During For From He Here How However If In It Meanwhile More "
    "On Please She Since Sorry The There These They This Those Though Under What When Where While Why With Yet"
)
# Words after which a phrase must go on: a capital after them begins a title ("the For the People Act").
_OPEN_ENDED = words(
    "a about after against an and as at be before but by called during entitled for from has have her his in into "
    "is its my named of on or our over than that the their titled to under was were which with"
)
_SMALL = words("a an and at by for from in of on or the to vs with")  # words that stay small in a title
_DAYS = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December"
)
_ZONES = words("Eastern Central Mountain Pacific Greenwich")  # "7 p.m. Eastern"
_SLUGS = words(
    "ANALYSIS BREAKING CORRECTION EDITORIAL EXCLUSIVE FILE LIVE OPINION PHOTOS REVIEW UPDATE VIDEO WATCH"
)
_CREDITS = words("Image Photo Photograph Photographer Picture Pictured Video")

_ALNUM = re.compile(r"\w")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-z])[.)]")
_WRAP_WIDTH = 120  # no hard-wrapped text has longer lines


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a story.

    Attributes:
        words: index (into the tokens) of every token that is not white space; shape [words].
        starts: position in `words` where each segment begins; shape [segments].
        kinds: what each segment is, of :data:`KINDS`.
    """

    words: NDArray[np.int64]
    starts: NDArray[np.int64]
    kinds: list[str]

    def __len__(self) -> int:
        return len(self.kinds)


def split(tokens: Tokens) -> Segments:
    """Cut the words of a story into segments."""
    words = np.flatnonzero(~tokens.space)
    if not len(words):
        return Segments(words, np.zeros(0, np.int64), [])
    forms = [tokens.forms[i] for i in words.tolist()]
    story = _Story(forms, _gaps(tokens, words), tokens.starts[words])
    starts: list[int] = []
    kinds: list[str] = []
    edges = story.paragraph_edges()
    for begin, end in pairwise(edges):
        body, kind = story.structure(begin, end)
        if body > begin:
            starts.append(begin)
            kinds.append(kind)
        if body < end:
            inner = story.sentence_starts(body, end)
            starts.extend(inner)
            kinds.extend("bullet" if story.classes[at] == _BULLET else "sentence" for at in inner)
            if body == begin and kind != "sentence":
                kinds[-len(inner)] = kind
    return Segments(words, np.array(starts, np.int64), kinds)


def _gaps(tokens: Tokens, words: NDArray[np.int64]) -> NDArray[np.int8]:
    """What stands before each word: nothing, spaces, a line break, a blank line; shape [words]."""
    before = np.zeros(len(tokens) + 1, np.int8)
    before[1:][np.array(tokens.spaces, np.bool_)] = _SPACE
    for i in np.flatnonzero(tokens.space).tolist():
        gap = tokens.words[i]
        breaks = len(gap.splitlines()) - (not _ends_line(gap))
        before[i + 1] = max(before[i], _SPACE, _ATTACHED if not breaks else _LINE if breaks == 1 else _BLANK)
    return before[words]


def _ends_line(gap: str) -> bool:
    return len((gap + "x").splitlines()) > len(gap.splitlines())


_KNOWN: dict[str, int] = {
    **dict.fromkeys((".", "!", "?", "。", "！", "？", ".?", "?!", "!?"), _TERMINAL),
    **dict.fromkeys(('"', "'", "''", "``"), _QUOTE),
    **dict.fromkeys("([{", _OPEN),
    **dict.fromkeys(")]}", _CLOSE),
    **dict.fromkeys("•·▪●◦■►▶‣∙*➤✓", _BULLET),
    ":": _COLON,
    **dict.fromkeys(_LOST_BREAK, _LOST),
}


def _class(form: str) -> int:
    """The class of a word form that matters for the cutting; 0 for an ordinary word."""
    found = _KNOWN.get(form)
    if found is not None:
        return found
    last = form[-1]
    if last == "." and len(form) > 1:
        return _ABBREVIATION if _ALNUM.search(form) else _ELLIPSIS
    if form == "[...]":
        return _ELLIPSIS
    if last in "!?" and not _ALNUM.search(form):
        return _TERMINAL
    return 0


class _Story:
    """The words of one story with what the rules look at."""

    def __init__(self, forms: Sequence[str], gaps: NDArray[np.int8], offsets: NDArray[np.int64]) -> None:
        self.forms = forms
        self.gaps = gaps.tolist()
        self.offsets = offsets
        self.classes = list(map(_class, forms))
        self.marks = [i for i, kind in enumerate(self.classes) if kind in _MARKS]
        self.n = len(forms)

    # ------------------------------------------------------------------------------------------- layout

    def paragraph_edges(self) -> list[int]:
        """Positions where paragraphs begin, and the end."""
        gaps = np.array(self.gaps)
        breaks = np.flatnonzero(gaps >= _LINE)
        breaks = breaks[breaks > 0]
        wrapped, width = self._wrapped(breaks)
        edges = [0]
        for at in breaks.tolist():
            if self.gaps[at] == _BLANK:
                parted = not self._goes_on_past_blank(at, edges[-1])
            else:
                parted = self._breaks(at, wrapped, width)
            if parted:
                edges.append(at)
        edges.append(self.n)
        return edges

    def _line_lengths(self, breaks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Characters of the line before each break."""
        begins = np.concatenate(([0], breaks[:-1]))
        last = breaks - 1
        ends = self.offsets[last] + np.array([len(self.forms[i]) for i in last.tolist()], np.int64)
        return np.asarray(ends - self.offsets[begins], np.int64)

    def _wrapped(self, breaks: NDArray[np.int64]) -> tuple[bool, int]:
        """Whether the story's single line breaks only wrap its lines, and at which width.

        So when most lines before a single break are nearly as long as the longest, that is not long, and end
        inside a sentence.
        """
        if not len(breaks):
            return False, 0
        lengths = self._line_lengths(breaks)
        single = np.array([self.gaps[at] == _LINE for at in breaks.tolist()])
        if single.sum() < 3:
            return False, 0
        width = int(lengths[single].max())
        if not 30 <= width <= _WRAP_WIDTH:
            return False, 0
        full = lengths[single] >= 0.75 * width
        inside = np.array([not self._ended(at) for at in breaks[single].tolist()])
        return bool((full & inside).mean() > 0.5), width

    def _ended(self, at: int) -> bool:
        """Whether the words before a position end like a sentence."""
        i = at - 1
        while i > 0 and self.classes[i] in (_QUOTE, _CLOSE):
            i -= 1
        return self.classes[i] in (_TERMINAL, _COLON, _ELLIPSIS, _ABBREVIATION)

    def _goes_on_past_blank(self, at: int, begin: int) -> bool:
        """Whether a blank line before the word `at` interrupts a sentence, as where a page's layout broke it."""
        last = self.forms[at - 1]
        return (
            self.forms[at][0].islower()
            and ((at - begin > 4 and (last.islower() or last == ",")) or last in ("A", "An", "The"))
            and not _ENUMERATOR.fullmatch(self.forms[at])
        )

    def _breaks(self, at: int, wrapped: bool, width: int) -> bool:
        """Whether a single line break before the word `at` parts two segments."""
        form = self.forms[at]
        if self.classes[at] == _BULLET or (_ENUMERATOR.fullmatch(form) and form != "a)"):
            return True
        if wrapped:
            length = int(self.offsets[at - 1]) - int(self.offsets[self._line_begin(at)])
            return self._ended(at) and length < 0.75 * width and not form[0].islower()
        if self._ended(at):
            return True
        return not form[0].islower() and form[0] not in ",;.)"

    def _line_begin(self, at: int) -> int:
        i = at - 1
        while i > 0 and self.gaps[i] < _LINE and at - i < 60:
            i -= 1
        return i

    # ---------------------------------------------------------------------------------------- structure

    def structure(self, begin: int, end: int) -> tuple[int, str]:
        """Return where a paragraph's prose begins and what stands before it (or what the paragraph is)."""
        at = self._dateline(begin, end)
        if at > begin:
            return at, "heading" if self.forms[begin] in _SLUGS else "dateline"
        at, kind = self._label(begin, end)
        if at > begin:
            return at, kind
        first = self.forms[begin]
        marked = self.classes[begin] == _BULLET or first in ("-", "–", "—")
        if end - begin > 1 and (marked or (_ENUMERATOR.fullmatch(first) and self.gaps[begin + 1] == _SPACE)):
            return begin, "bullet"
        if self._is_heading(begin, end):
            return end, "heading"
        return begin, "sentence"

    def _is_heading(self, begin: int, end: int) -> bool:
        """A short paragraph without a sentence's end in it or at its end, that begins with a capital or a digit."""
        first, last = self.forms[begin], self.classes[end - 1]
        if end - begin > 16 or not (first[0].isupper() or first[0].isdigit()):
            return False
        if _TERMINAL in self.classes[begin : end - 1]:
            return False
        if last == _COLON:
            return self._is_title([w for w in self.forms[begin : end - 1] if w[0].isalnum()])
        return last == 0 and bool(_ALNUM.search(self.forms[end - 1])) and end - begin <= 12

    @staticmethod
    def _is_title(given: Sequence[str]) -> bool:
        """Whether words before a colon are a title ("Read more:"), not a clause ("She continued:")."""
        capitals = sum(not w[0].islower() or w in _SMALL for w in given)
        known = sum(w.lower() in _HEADING_WORDS for w in given)
        return 0 < len(given) <= 8 and (capitals == len(given) or known * 2 > len(given))

    def _dateline(self, begin: int, end: int) -> int:
        """Where the prose begins after "SOCHI, Russia (AP) —"; `begin` when there is no dateline."""
        forms, shouted, agency, listed = self.forms, False, False, False
        i, stop = begin, min(end, begin + 16)
        while i < stop:
            form = forms[i]
            if form in ("—", "–", "-", "--"):
                spaced = self.gaps[i] == _SPACE or agency or form in ("—", "--")
                place = agency or shouted or (listed and form in ("—", "–", "-") and self.gaps[i] == _SPACE)
                return i + 1 if place and spaced and i + 1 < end else begin
            if form == "(":
                close = next((j for j in range(i + 1, min(i + 8, end)) if forms[j] == ")"), 0)
                if not close or not (forms[i + 1][0].isupper() or forms[i + 1].isdigit()):
                    return begin
                agency = True
                i = close + 1
                continue
            if form == "/" or (form == "," and i > begin):
                listed = listed or form == ","
                i += 1
                continue
            if form[0].islower() or (not _ALNUM.search(form) and form != "."):
                return begin
            if form.isupper() and len(form) > 2 and i == begin:
                shouted = True
            if not shouted and i - begin > 5:
                return begin
            i += 1
        return begin

    def _label(self, begin: int, end: int) -> tuple[int, str]:
        """Where the prose begins after "What Happened:" or, in a transcript, "JOHN KING, HOST:"."""
        for i in range(begin + 1, min(begin + 9, end - 1)):
            if self.classes[i] == _COLON:
                break
            if not (self.forms[i][0].isalnum() or self.forms[i].lower() in ("'s", ",", "-", "&", "'")):
                return begin, ""
        else:
            return begin, ""
        following = self.forms[i + 1]
        if self.forms[begin] == "(" or self.gaps[i] != _ATTACHED or self.gaps[i + 1] < _SPACE:
            return begin, ""
        if not (following[0].isupper() or self.classes[i + 1] in (_QUOTE, _OPEN)):
            return begin, ""
        words = [w for w in self.forms[begin:i] if w[0].isalnum()]
        if not words or not words[0][0].isupper() or self.forms[i - 1] in _CREDITS:
            return begin, ""
        capitals = sum(w[0].isupper() or w[0].isdigit() for w in words)
        known = sum(w.lower() in _HEADING_WORDS for w in words)
        if known and (known * 2 >= len(words) or capitals == len(words)) and len(words) <= 6:
            return i + 1, "heading"
        if capitals == len(words) and len(words) <= 7 and all(w.isupper() for w in words):
            return i + 1, "speaker"
        if capitals == len(words) and len(words) <= 3:
            return i + 1, "speaker"
        return begin, ""

    # ---------------------------------------------------------------------------------------- sentences

    def sentence_starts(self, begin: int, end: int) -> list[int]:
        """Positions where the sentences of a paragraph begin."""
        starts, judged = [begin], begin
        for i in self.marks[bisect_left(self.marks, begin) : bisect_left(self.marks, end)]:
            if i < judged or (i == begin and _ENUMERATOR.fullmatch(self.forms[i])):
                continue
            if self.classes[i] == _BULLET:
                if i > starts[-1] and self.forms[i] != "*":
                    starts.append(i)
                continue
            if self.classes[i] == _COLON:
                if self._is_credit(i, starts[-1], end):
                    starts.append(i - 1)
                continue
            if self.classes[i] == _LOST:
                if self._break_was_lost(i, starts[-1], end):
                    starts.append(i)
                continue
            nxt = judged = self._after_closers(i, end, starts[-1])
            if nxt < end and self._ends(i, nxt, end):
                starts.append(nxt)
        return starts

    def _is_credit(self, colon: int, begin: int, end: int) -> bool:
        """Whether "Image:" or the like begins a caption's credit here."""
        i = colon - 1
        return (
            i > begin
            and self.forms[i] in _CREDITS
            and self.gaps[i] == _SPACE
            and self.classes[i - 1] != _OPEN
        )

    def _break_was_lost(self, i: int, begin: int, end: int) -> bool:
        """Whether a capitalised word of a closed class follows a plain word, and running text follows it."""
        if i - begin < 2 or i + 2 >= end or self.gaps[i] != _SPACE or not self.forms[i - 1][-1].isalnum():
            return False
        following = self.forms[i + 1]
        return (following[0].islower() or following in _DAYS) and self.forms[i - 1] not in _OPEN_ENDED

    def _after_closers(self, i: int, end: int, begin: int) -> int:
        """The position after a mark and the further marks, quotation marks and brackets that close with it."""
        j = i + 1
        while j < end:
            kind = self.classes[j]
            if kind in (_TERMINAL, _ELLIPSIS, _CLOSE):
                j += 1
            elif kind == _OPEN and j + 2 < end and self.forms[j + 1].isdigit() and self.forms[j + 2] == "]":
                j += 3  # a footnote's number
            elif kind == _QUOTE and self._closes(j, end, begin):
                j += 1
            else:
                break
        return j

    def _closes(self, j: int, end: int, begin: int) -> bool:
        """Whether a quotation mark closes a quotation: by the spaces around it, else by counting."""
        before = self.gaps[j] == _ATTACHED
        after = j + 1 < end and self.gaps[j + 1] == _ATTACHED
        if before != after:
            return bool(before)
        if j + 1 >= end:
            return True
        if before and self.classes[j + 1] in (_QUOTE, _CLOSE, _TERMINAL):
            return True
        form = self.forms[j]
        return sum(1 for k in range(max(begin, j - 400), j) if self.forms[k] == form) % 2 == 1

    def _ends(self, i: int, nxt: int, end: int) -> bool:
        """Whether the mark `i` ends a sentence, when `nxt` is the next word after what closes with it."""
        form, following = self.forms[i], self._first_letters(nxt, end)
        kind = self.classes[i]
        quoted = nxt > i + 1 and any(self.classes[k] == _QUOTE for k in range(i + 1, nxt))
        if following[:1].islower():
            return kind == _TERMINAL and nxt == i + 1 and self._goes_on_in_lower_case(i, nxt)
        if self.forms[nxt] in (",", ";", ":", "-", "--", "–", "—", "/", ")", "]"):
            return False
        if kind == _ABBREVIATION:
            return self._abbreviation_ends(form, i, nxt, end, following) or (
                quoted and following[:1].isupper()
            )
        if nxt == i + 1 and self.gaps[nxt] == _ATTACHED:
            # "left.He": a space was lost; but "Yahoo!s", "A.B" and file names are no sentence ends
            return following[:1].isupper() and len(following) > 1 and self.forms[i - 1].islower()
        if quoted and self._reporting_follows(nxt, end, alone=form == "."):
            return False
        if kind == _ELLIPSIS:
            return following[:1].isupper() or self.classes[nxt] == _QUOTE
        return True

    def _goes_on_in_lower_case(self, i: int, nxt: int) -> bool:
        """Whether a full stop or question mark ends a sentence although no capital follows, as in hasty writing."""
        before = self.forms[i - 1] if i else ""
        return (
            self.gaps[nxt] == _SPACE
            and self.gaps[i] == _ATTACHED
            and self.forms[i] != "!"
            and len(before) > 3
            and before.islower()
            and (nxt + 1 >= self.n or self.classes[nxt + 1] != _CLOSE)
            and self.forms[nxt] not in _REPORTING
        )

    def _first_letters(self, nxt: int, end: int) -> str:
        """The next word, past opening marks."""
        for j in range(nxt, min(nxt + 4, end)):
            if _ALNUM.search(self.forms[j]):
                return self.forms[j]
        return self.forms[nxt]

    def _abbreviation_ends(self, form: str, i: int, nxt: int, end: int, following: str) -> bool:
        if nxt > i + 1:
            return following[:1].isupper() and following.lower() in _STARTERS
        bare = form[:-1].lower()
        if bare in _TITLES or (bare in _MONTHS and following[:1].isdigit()):
            return False
        if bare in ("a.m", "p.m") and following[:1].isupper():
            return (
                following not in _DAYS
                and following not in _ZONES
                and not (following.isupper() and len(following) > 1)
            )
        opens = self.classes[nxt] in (_QUOTE, _OPEN) and self.gaps[nxt] == _SPACE
        starter = following.lower() in _STARTERS and following[:1].isupper()
        if len(bare) == 1 and not starter:
            return False
        if self.classes[nxt] == _OPEN:
            return starter
        return starter or (opens and following[:1].isupper())

    def _reporting_follows(self, nxt: int, end: int, *, alone: bool) -> bool:
        """Whether a reporting clause follows a quotation: "…?" Obama asked.

        Args:
            nxt: where it would begin.
            end: of the paragraph.
            alone: whether it must consist of a name and the verb alone; after a full stop only such a clause belongs
                to the quotation, for a new sentence often begins with a name and a reporting verb.
        """
        if not self.forms[nxt][:1].isupper() or self.forms[nxt].lower() in _STARTERS:
            return False
        for j in range(nxt + 1, min(nxt + 7, end)):
            word = self.forms[j]
            if word in _REPORTING:
                last = j + 1 >= end
                return (
                    last or self.classes[j + 1] == _TERMINAL or (not alone and self.classes[j + 1] != _COLON)
                )
            if word[0].islower() or self.classes[j] in (_TERMINAL, _QUOTE):
                return False
        return False
