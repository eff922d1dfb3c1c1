"""Marking two spans of a sentence for the relation head.

The reader's model is asked about one pair at a time, in a run of its own: marks stand around the actor's words and
around the recipient's (as in Baldini Soares et al. 2019), and the answer is read at the marks. Training and inference
share this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.language.features import Window, batch

if TYPE_CHECKING:
    from dragoman.language.session import Model

__all__ = ["ACTOR", "RECIPIENT", "marked", "relations"]

Span = tuple[int, int]

_BATCH = 8  # windows
_MARKS = 4  # word pieces

ACTOR, RECIPIENT = "§", "¶"
"""The marks: word pieces of their own that news hardly has."""


def marked(forms: Sequence[str], actor: Span | None, recipient: Span | None) -> tuple[list[str], list[int]]:
    """Put marks around the words of an actor and of a recipient.

    Args:
        forms: the words of one sentence or more.
        actor, recipient: first word and end of each; either may be None.

    Returns:
        The words with the marks, and the positions of the opening ones.
    """
    opens = {span[0]: mark for span, mark in ((recipient, RECIPIENT), (actor, ACTOR)) if span is not None}
    closes = {span[1]: mark for span, mark in ((recipient, RECIPIENT), (actor, ACTOR)) if span is not None}
    found: list[str] = []
    marks: list[int] = []
    for i in range(len(forms) + 1):
        if i in closes:
            found.append(closes[i])
        if i in opens:
            marks.append(len(found))
            found.append(opens[i])
        if i < len(forms):
            found.append("'" if forms[i] in (ACTOR, RECIPIENT) else forms[i])
    return found, marks


def relations(
    model: Model,
    forms: Sequence[str],
    pairs: Sequence[tuple[Span | None, Span | None]],
    *,
    sentence: Sequence[int],
) -> NDArray[np.float64] | None:
    """Ask the model for the relation of each of some pairs, each read with the sentences that it stands in.

    Pairs are read in batches in their order, so the answers depend on the text and the pairs alone.

    Args:
        model: the reader's.
        forms: the words of a story, as the model sees them.
        pairs: actor and recipient as first word and end, not overlapping; one of them may be None.
        sentence: the number of each word's sentence, rising.

    Returns:
        Probabilities [pairs, types], in the order of the model's ``relation`` labels; None from a model without them.

    Raises:
        ValueError: a pair has neither actor nor recipient.
    """
    if "relation" not in model.labels:
        return None
    found = np.zeros((len(pairs), len(model.labels["relation"])))
    windows: list[Window] = []
    marks: list[list[int]] = []
    for actor, recipient in pairs:
        begin, end = _around(model, forms, [s for s in (actor, recipient) if s is not None], sentence)
        words, at = marked(forms[begin:end], _moved(actor, begin), _moved(recipient, begin))
        while model.encoder.length(words) > model.max_pieces - 2:  # the spans lie too far apart
            words.pop()
        windows.append(model.encoder.encode_window([words]))
        marks.append([i for i in at if i < len(words)])
    for start in range(0, len(windows), _BATCH):
        outputs = model(batch(windows[start : start + _BATCH], pad=model.encoder.pieces.pad))["relation"]
        for row, at in enumerate(marks[start : start + _BATCH]):
            scores = outputs[row, at].astype(np.float64).sum(0)
            odds = np.exp(scores - scores.max())
            found[start + row] = odds / odds.sum()
    return found


def _moved(span: Span | None, begin: int) -> Span | None:
    return None if span is None else (span[0] - begin, span[1] - begin)


def _around(model: Model, forms: Sequence[str], spans: Sequence[Span], sentence: Sequence[int]) -> Span:
    """The words to read: whole sentences, as far as there is room on both sides of the spans."""
    if not spans:
        raise ValueError("a relation needs an actor or a recipient: both are None")
    begin, end = min(a for a, _ in spans), max(b for _, b in spans)
    first, last = sentence[begin], sentence[end - 1]
    room = model.max_pieces - 2 - _MARKS - model.encoder.length(forms[begin:end])
    grew = True
    while grew:
        grew = False
        for at in (begin - 1, end):
            if 0 <= at < len(forms) and first <= sentence[at] <= last:
                size = model.encoder.length([forms[at]])
                if size <= room:
                    room -= size
                    begin, end = min(begin, at), max(end, at + 1)
                    grew = True
    return begin, end
