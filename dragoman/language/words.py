"""The columns of a reading that linking looks at, as plain lists: spaCy's token objects are slow to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from dragoman.language.quotations import Quotation, quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Words"]


@dataclass(slots=True)
class Words:
    """A reading, column by column.

    Attributes:
        source: the text; starts: the code point at which each token begins.
        sent: number of the sentence of each token; para: of the paragraph.
        children: tokens that hang on each token, left to right.
        quoted: index of the innermost quotation of each token, or -1; said: the quotations.
        turn: who speaks in a transcript, of each token: number of the speaker, 0 for the narrator.
    """

    n: int
    source: str
    text: list[str]
    low: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    ent_start: list[bool]
    starts: list[int]
    sent: list[int]
    para: list[int]
    heading: list[bool]
    children: list[list[int]] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    said: list[Quotation] = field(default_factory=list)
    turn: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc, *, speakers: Sequence[str | None] | None = None) -> Words:
        """Read the columns of a document; see :func:`dragoman.language.mentions.find` for `speakers`."""
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, ORTH, POS, SENT_START, SPACY, TAG
        from spacy.symbols import NAMES

        n = len(doc)
        wanted = [ORTH, LEMMA, POS, TAG, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START, SPACY]
        rows = doc.to_array(wanted).reshape(n, len(wanted))
        strings = doc.vocab.strings
        names: dict[int, str] = {}

        def column(i: int) -> list[str]:
            ids = rows[:, i].tolist()
            for key in set(ids).difference(names):
                names[key] = (NAMES[key] if i == 2 else strings[key]) if key else ""
            return [names[key] for key in ids]

        pos = column(2)
        names.clear()
        text = column(0)
        heads = rows[:, 5].astype("int64").tolist()
        iob = rows[:, 7].tolist()
        ent = column(6)
        begins = rows[:, 8].astype("int64").tolist()
        spaced = [
            word + " " if space else word for word, space in zip(text, rows[:, 9].tolist(), strict=True)
        ]
        kinds = doc.user_data.get("dragoman_kinds")
        words = cls(
            n=n,
            source="".join(spaced),
            text=text,
            low=[word.lower() for word in text],
            lemma=column(1),
            pos=pos,
            tag=column(3),
            dep=column(4),
            head=[i + offset for i, offset in enumerate(heads)],
            ent=ent,
            ent_start=[code == 3 for code in iob],
            starts=list(accumulate(map(len, spaced), initial=0))[:n],
            sent=[],
            para=[],
            heading=[False] * n if kinds is None else [code in (1, 2) for code in kinds.tolist()],
        )
        sent = para = -1
        for i in range(n):
            sent += begins[i] == 1 or i == 0
            para += i == 0 or (text[i].isspace() and "\n" in text[i])
            words.sent.append(sent)
            words.para.append(para)
        words.children = [[] for _ in range(n)]
        for i, h in enumerate(words.head):
            if h != i:
                words.children[h].append(i)
        words.turn = _turns(words, speakers, None if kinds is None else kinds.tolist())
        words.said, words.quoted = quotations(words, words.source)
        return words


def _turns(words: Words, speakers: Sequence[str | None] | None, kinds: list[int] | None) -> list[int]:
    """Who speaks, by token: as given, else by the speakers' names of a transcript ("MR. PESKOV:")."""
    numbers: dict[str, int] = {}
    turn, now, label = [0] * words.n, 0, list[str]()
    for i in range(words.n):
        if speakers is not None:
            name = speakers[i]
            now = numbers.setdefault(name, len(numbers) + 1) if name else 0
        elif kinds is not None:
            if kinds[i] == 4:  # the label before a turn
                label.append(words.low[i])
            elif label:
                now = numbers.setdefault(" ".join(label).strip(": "), len(numbers) + 1)
                label = []
        turn[i] = now
    return turn
