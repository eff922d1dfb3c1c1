"""Whether it happened: the status of an act that a word or a clause names, as the text has it.

    status(doc, story, (4,))   # Status(happened="no", auxiliary=("negation",), factuality=-2.6, span=…)

What the words around the act make of it is judged by a readable lexicon (:mod:`dragoman.coding.embedding`); how sure
the text is comes from that judgement and the reader's head together (:mod:`dragoman.coding.factuality`). Who says so
stays with the statement: what somebody asserts counts as asserted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.coding import factuality
from dragoman.coding.embedding import COMMITTING, Judge, Judgement
from dragoman.coding.past import Past
from dragoman.coding.when import when
from dragoman.errors import StoryError
from dragoman.knowledge import predicates
from dragoman.language.mentions import Words
from dragoman.records import AuxiliaryMode, Happened, Span, Status, Story, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["StatusCoder", "head_among", "status", "tokens_of"]

_FUTURE = COMMITTING - {"refusal"} | {"future", "would", "purpose"}
_REFUSING = frozenset(("refusal", "denial", "cancelling", "preventing", "failing"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no"))
_SURE, _NOT_SURE = (
    0.0,
    -1.0,
)  # the number that an assertion must reach to count; below the second it did not happen


class StatusCoder:
    """Gives the status of the acts of one reading; holds what they share.

    Attributes:
        words: the reading's columns. judge: of its acts.
    """

    def __init__(
        self, doc: Doc, story: Story, *, times: Sequence[Time] = (), words: Words | None = None
    ) -> None:
        self._doc, self._story = doc, story
        self.words = Words.of(doc) if words is None else words
        self.judge = Judge(self.words, predicates.load())
        self._times = times
        self._past = Past(self.words, story.date, times)
        self._weights = factuality.load()
        self._registers: dict[int, dict[str, float]] = {}
        self._heads = doc.user_data.get("dragoman_factuality")

    def head(self, i: int) -> float | None:
        """Give what the reader's head says of a token, if it has one."""
        return None if self._heads is None else float(self._heads[i])

    def score(self, i: int) -> float:
        """Give the factuality of the act of a token."""
        sentence = self.words.sent[i]
        if (mix := self._registers.get(sentence)) is None:
            mix = factuality.registers(factuality.sentence_features(self.judge, i), self._weights)
            self._registers[sentence] = mix
        return factuality.score(factuality.features(self.judge, i), mix, self._weights, head=self.head(i))

    def past(self, i: int) -> tuple[int, int] | None:
        """Give the first and last token that make the act of a token history, if it happened at all."""
        made = self.made(i)
        if made.sign != "+":
            return None
        if "past" in made.modes and made.by:
            return min(made.by), max(made.by)
        return self._past.of(i) or self._shared_past(i)

    def _shared_past(self, i: int) -> tuple[int, int] | None:
        """Give the old time of its sentence that an act shares: "last year … when he stepped down"."""
        if not self._times or not self._past.dates(i):
            return None
        time = when(self._doc, self._story, self._times, i)
        if time.basis not in ("clause", "sentence") or time.span is None or not self._past.is_old(time.end):
            return None
        tokens = tokens_of(self._doc, time.span.start, time.span.end)
        return (tokens[0], tokens[-1]) if tokens else None

    def made(self, i: int) -> Judgement:
        """Give the judgement of an act: what the words make of it, and that a noun with a later date is planned."""
        made = self.judge(i)
        if made.sign == "+" and made.kind == "asserted" and self.words.pos[i] == "NOUN":
            later = self._past.later(i)
            if later is not None:
                return replace(made, sign="o", kind="plan", by=later, holder=-1)
        return made

    def status(self, tokens: Sequence[int]) -> Status:
        """Give the status of the act that some tokens name; ``unknown`` when they name none."""
        i = head_among(self.words, tokens)
        if i is None:
            return Status()
        i = self._meant(i)
        made, score, past = self.made(i), self.score(i), self.past(i)
        return Status(
            happened="yes" if self._twice_negated(made) else _happened(made, score),
            auxiliary=_auxiliary(made, past is not None),
            factuality=score,
            span=self._span(made, past),
        )

    def refuses(self, tokens: Sequence[int]) -> bool:
        """Say whether an act is refused by its own negation: "will not attend" is a refusal that was made."""
        i = head_among(self.words, tokens)
        if i is None:
            return False
        made, row = self.judge(i), self.judge.lexical(i)
        return made.sign == "-" and made.holder < 0 and (row is None or row.kind not in _REFUSING)

    def _meant(self, i: int) -> int:
        """Give the verb of an act that "going to" names."""
        w = self.words
        if w.lemma[i].lower() == "go" and w.tag[i] == "VBG":
            return next((c for c in w.children[i] if w.dep[c] == "xcomp" and w.tag[c] == "VB"), i)
        return i

    def _twice_negated(self, made: Judgement) -> bool:
        """Whether an act happened because what denies it is negated: "did not fail to"; numbers see one negation."""
        return made.sign == "+" and any(self.words.low[i] in _NEGATIONS for i in made.by)

    def _span(self, made: Judgement, past: tuple[int, int] | None) -> Span | None:
        if past is not None and not made.by:
            return self.span(*past)
        if not made.by:
            return None
        first, last = min(made.by), max(made.by)  # a broken tree may give them in any order
        if last - first > 5:
            first = last
        return self.span(first, last)

    def span(self, first: int, last: int) -> Span:
        """Give the words from a token to a token, both included."""
        start = self.words.starts[first]
        end = self.words.starts[last] + len(self.words.text[last])
        return Span(start=start, end=end, text=self._story.text[start:end])


def status(doc: Doc, story: Story, trigger_tokens: Sequence[int], *, times: Sequence[Time] = ()) -> Status:
    """Give whether what a trigger names happened, according to the text.

    Args:
        doc: the reading of the story's text.
        story: its date says what is history.
        trigger_tokens: indexes of the trigger's tokens: a word, or a clause, whose head is then meant.
        times: the story's time expressions, if they are known.

    Returns:
        ``happened``, PLOVER's auxiliary modes, factuality in [-3, 3], and the words that decided; ``unknown`` when
        the trigger has no words.
    """
    return StatusCoder(doc, story, times=times).status(trigger_tokens)


def tokens_of(doc: Doc, start: int, end: int) -> tuple[int, ...]:
    """Give the tokens that some characters of the text touch.

    Raises:
        StoryError: the characters lie outside the text, or there are none.
    """
    length = len(doc[-1]) + doc[-1].idx + len(doc[-1].whitespace_) if len(doc) else 0
    if not 0 <= start < end <= length:
        raise StoryError(
            f"the trigger {start}:{end} is no stretch of the text of {length} characters; "
            "give start and end, end exclusive"
        )
    touched = doc.char_span(start, end, alignment_mode="expand")
    return tuple(t.i for t in touched or () if t.idx < end and start < t.idx + len(t) and not t.is_space)


def head_among(words: Words, tokens: Sequence[int]) -> int | None:
    """Give the token that ties some tokens to the rest of the sentence: the highest in the tree, the first of two."""
    inside = {i for i in tokens if 0 <= i < words.n and words.pos[i] not in ("PUNCT", "SPACE")}
    tops = [i for i in sorted(inside) if words.head[i] not in inside or words.head[i] == i]
    return min(tops, key=lambda i: (_depth(words, i), i)) if tops else None


def _depth(words: Words, i: int) -> int:
    depth = 0
    while words.head[i] != i and depth < words.n:
        i = words.head[i]
        depth += 1
    return depth


def _happened(made: Judgement, score: float) -> Happened:
    if made.sign == "-":
        return "no"
    if made.sign == "o":
        return "unknown"
    return "yes" if score >= _SURE else "unknown" if score >= _NOT_SURE else "no"


def _auxiliary(made: Judgement, past: bool) -> tuple[AuxiliaryMode, ...]:
    found: list[AuxiliaryMode] = []
    if made.sign == "-" or ("negation" in made.modes and made.sign != "+"):
        found.append("negation")
    if made.sign != "+" and (made.kind in _FUTURE or "future" in made.modes):
        found.append("future")
    if made.sign == "o" and made.kind not in _FUTURE:
        found.append("hypothetical")
    if past:
        found.append("historical")
    return tuple(found)
