"""How a story is told around what is quoted: its steps, who speaks, whose sentence it is.

News tells and quotes by turns: "Kim rejected it. “… ,” she said." Counted in sentences, a name may be far from the
pronoun that means it; counted in steps of the narration, it is the one before. What is asked here is what the
centering theory of Grosz, Joshi and Weinstein (1995) asks of a sentence, whom it is about, for stories with speakers.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.language import nouns
from dragoman.language.mentions import Mention
from dragoman.language.words import Words

__all__ = ["PLACES", "SPEECH", "place", "speech", "steps"]

SPEECH = ("silent", "reports", "is quoted")
"""What a mention does: nothing of the kind; it is the subject of a verb of speech; of one beside a quotation."""
PLACES = ("main subject", "said", "other subject", "in a subject", "elsewhere")
"""Where a mention stands: subject of the main clause, of what somebody says, of another clause; inside a subject."""

_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "csubj"))
_ROOT = frozenset(("root", "ROOT"))
_BESIDE = frozenset(("conj", "parataxis"))


def steps(words: Words) -> list[int]:
    """Number the steps of the narration, by sentence.

    A sentence that is nothing but quotation belongs to the step of the sentence that tells who says it: the one
    before in its paragraph, else the one behind.
    """
    last = words.sent[-1] if words.n else -1
    told = [False] * (last + 1)
    paragraph = [-1] * (last + 1)
    for i, (sentence, quotation, pos) in enumerate(zip(words.sent, words.quoted, words.pos, strict=True)):
        if paragraph[sentence] < 0 and pos != "SPACE":
            paragraph[sentence] = words.para[i]
        if quotation < 0 and pos not in ("PUNCT", "SPACE"):
            told[sentence] = True
    numbers: list[int] = []
    step, complete = 0, False
    for sentence in range(last + 1):
        new = sentence and paragraph[sentence] != paragraph[sentence - 1]
        if complete and (told[sentence] or new):
            step, complete = step + 1, False
        complete = complete or told[sentence]
        numbers.append(step)
    return numbers


def speech(words: Words, mentions: Sequence[Mention]) -> list[int]:
    """Say of each mention whether it speaks, as an index in :data:`SPEECH`."""
    quoters = {one.quoter for one in words.said if one.speech}
    found = []
    for m in mentions:
        h = m.head
        if h in quoters:
            found.append(2)
        else:
            said = words.dep[h] in _SUBJECTS and words.lemma[words.head[h]].lower() in nouns.REPORTING
            found.append(int(said))
    return found


def place(words: Words, m: Mention) -> int:
    """Say where a mention stands, as an index in :data:`PLACES`."""
    dep, governor = words.dep, words.head[m.head]
    if dep[m.head] in _SUBJECTS:
        at = governor
        for _ in range(3):  # of joined clauses the first says it
            if dep[at] not in _BESIDE:
                break
            at = words.head[at]
        return 0 if dep[at] in _ROOT else 1 if dep[at] == "ccomp" else 2
    if dep[m.head] in ("nmod:poss", "nmod", "compound") and dep[governor] in _SUBJECTS:
        return 3
    return 4
