"""An attribution as it stands in a reading: who is the source, by which words, of what content.

``doc._.attributions`` holds those that a reader's own head has found, or None where the reader has no such head;
then :func:`dragoman.language.reporting.find` finds them by rule. Source, cue and content are PolNeAR's (Newell,
Margolin & Ruths 2018, "An Attribution Relations Corpus for Political News").
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Attribution"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution, as indexes of tokens of a ``Doc``, rising and without repetition.

    Attributes:
        cue: the words that attribute: "has said", "according to".
        source: whose it is; empty where nobody is named ("It was reported that …").
        content: what is attributed; it may have gaps, and may run over sentences.
        score: probability.
    """

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float
