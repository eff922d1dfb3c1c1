"""Attributions by rule, for readings whose reader has no head for them: verbs, nouns and set phrases that report.

Which words report, and what they take, is data: ``reporting.csv``. A line has words, their part of speech, the kind
of attribution, and what stands for the content:

* ``clause``: a finite clause, before, behind or around the cue; ``infinitive``: "vowed to stay";
* ``speech``: a quotation beside the cue, in its sentence or next to it;
* ``object``: "condemned the raid"; ``named``: only with what it is called ("called it a lie");
* ``for:about``: a phrase with that preposition; ``passive``: only as "is expected to".

Sources and cues are cut as PolNeAR's annotators cut them (Newell, Margolin & Ruths 2018): a source is the whole noun
phrase, with titles, appositions and relative clauses; a cue takes in auxiliaries, negations, particles and a
preposition before the content; a content begins with its "that" or "to".
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from dragoman.language.attributions import Attribution
from dragoman.language.marks import Marked
from dragoman.language.mentions import Words
from dragoman.language.quotations import tokens_between

__all__ = ["Cue", "Kind", "cues", "find"]

Kind = Literal["say", "ask", "judge", "deny", "think", "want", "seem", "show"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports.

    Attributes:
        word: its lemma.
        part: ``verb``, ``noun`` or ``adjective``.
        kind: what kind of attribution.
        takes: what stands for the content, without prepositions.
        prepositions: of content phrases.
    """

    word: str
    part: str
    kind: Kind
    takes: frozenset[str]
    prepositions: frozenset[str]


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Give the words that report, by lemma and part of speech.

    Raises:
        ValueError: a line of the file has a kind that there is not.
    """
    found: dict[tuple[str, str], Cue] = {}
    text = resources.files("dragoman.language").joinpath("reporting.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] not in get_args(Kind):
            raise ValueError(
                f"reporting.csv: {row['words']!r} is of the kind {row['kind']!r}; there are {get_args(Kind)}"
            )
        takes = row["takes"].split()
        plain = frozenset(t for t in takes if ":" not in t)
        prepositions = frozenset(t[4:] for t in takes if t.startswith("for:"))
        for word in row["words"].split():
            found.setdefault(
                (row["part"], word),
                Cue(word, row["part"], row["kind"], plain, prepositions),  # type: ignore[arg-type]
            )
    return found


_PART = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective"}
_SCORES = {"clause": 0.85, "speech": 0.9, "infinitive": 0.6, "object": 0.6, "phrase": 0.6, "noun": 0.5}
"""Probabilities by what stands for the content, as measured on PolNeAR's training part."""
_BESIDE = frozenset(("aux", "aux:pass", "cop", "advmod", "neg", "compound:prt"))
_CLAUSE = frozenset(("ccomp", "csubj", "csubj:pass", "ccomp:quote"))
_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")


def find(words: Words, pieces: Sequence[Marked]) -> list[Attribution]:
    """Find the attributions of a reading by rule, in the order of their cues.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
    """
    return list(_Finder(words, pieces).found())


class _Finder:
    def __init__(self, words: Words, pieces: Sequence[Marked]) -> None:
        self.words = words
        self.cues = cues()
        self.order, self.place, self.size = _preorder(words)
        self.pieces = [tokens_between(words, p.start, p.end) for p in pieces if p.inside is None]
        self.piece_at = [-1] * words.n
        for number, (a, b) in enumerate(self.pieces):
            for i in range(a, b):
                self.piece_at[i] = number
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        for i, sent in enumerate(words.sent):
            self.first.setdefault(sent, i)
            self.last[sent] = i

    def found(self) -> Iterator[Attribution]:
        words = self.words
        for i in range(words.n):
            part = _PART.get(words.pos[i])
            if part is None:
                if words.low[i] == ":":
                    yield from self.after_colon(i)
                continue
            if words.low[i] == "according":
                yield from self.according(i)
                continue
            cue = self.cues.get((part, words.lemma[i].lower()))
            if cue is None:
                continue
            if part == "verb":
                yield from self.verb(i, cue)
            elif part == "noun":
                yield from self.noun(i, cue)
            else:
                yield from self.adjective(i, cue)

    # -- the tree

    def below(self, i: int) -> list[int]:
        """The tokens of a subtree."""
        at = self.place[i]
        return self.order[at : at + self.size[i]]

    def child(self, i: int, labels: Iterable[str]) -> int | None:
        labels = tuple(labels)
        return next((c for c in self.words.children[i] if self.words.dep[c] in labels), None)

    def subject(self, i: int) -> int | None:
        """Who does what a verb says: its own subject, that of the verb that it is joined to or controlled by."""
        words, at = self.words, i
        for _ in range(6):
            own = self.child(at, _SUBJECT)
            if own is not None:
                return own
            dep, head = words.dep[at], words.head[at]
            if head == at:
                return None
            if dep in ("conj", "xcomp", "advcl", "parataxis") and words.pos[head] in (
                "VERB",
                "AUX",
                "ADJ",
                "NOUN",
            ):
                if dep in ("advcl", "parataxis") and words.tag[at] not in ("VBG", "VBN"):
                    return None
                at = head
            elif dep == "acl" and words.tag[at] in ("VBG", "VB", "VBN"):
                return head
            else:
                return None
        return None

    def agent(self, i: int) -> int | None:
        """By whom, of a passive."""
        for c in self.words.children[i]:
            if self.words.dep[c] == "obl:agent" or (
                self.words.dep[c].startswith("obl") and self.preposition(c) == "by" and self.is_passive(i)
            ):
                return c
        return None

    def is_passive(self, i: int) -> bool:
        if self.words.tag[i] != "VBN":
            return False
        below = {self.words.dep[c] for c in self.words.children[i]}
        return bool(below & {"aux:pass", "nsubj:pass", "obl:agent"}) or self.words.dep[i] in ("acl", "advcl")

    def preposition(self, c: int) -> str:
        return next((self.words.low[x] for x in self.words.children[c] if self.words.dep[x] == "case"), "")

    def phrase(self, head: int | None, *, without: Iterable[int] = ()) -> tuple[int, ...]:
        """The tokens of a source: its noun phrase, cut at what the parser hung on it by mistake."""
        if head is None:
            return ()
        words = self.words
        tokens = sorted(set(self.below(head)).difference(without))
        case = {c for c in words.children[head] if words.dep[c] in ("case", "mark")}
        tokens = [t for t in tokens if t not in case]
        if (
            words.children[head]
            and words.low[tokens[-1]] in ("'s", "’s", "'", "’")
            and words.dep[tokens[-1]] == "case"
        ):
            tokens = tokens[:-1]
        # one run around the head
        at = tokens.index(head)
        a = b = at
        while a > 0 and tokens[a - 1] == tokens[a] - 1:
            a -= 1
        while b + 1 < len(tokens) and tokens[b + 1] == tokens[b] + 1:
            b += 1
        return tuple(tokens[a : b + 1])

    def cue_of(self, i: int, *, also: Iterable[int] = ()) -> list[int]:
        """The words of a verb's cue: the verb with its auxiliaries, adverbs between them, and particles."""
        words = self.words
        chain = [i]
        at = i
        for _ in range(3):  # "went on to say"
            head = words.head[at]
            if (
                words.dep[at] != "xcomp"
                or words.pos[head] not in ("VERB", "AUX")
                or at - head > 5
                or head > at
            ):
                break
            if any(words.pos[k] in ("NOUN", "PROPN", "PRON", "PUNCT") for k in range(head + 1, at)):
                break
            chain.append(head)
            at = head
        near = set(chain)
        for top in chain:
            near.update(
                c
                for c in words.children[top]
                if words.dep[c] in _BESIDE
                or (words.dep[c] == "mark" and words.low[c] == "to" and len(chain) > 1)
            )
        near.update(also)
        a = b = i
        while a - 1 in near:
            a -= 1
        while b + 1 in near and not (words.dep[b + 1] == "advmod" and words.pos[b + 1] != "ADP"):
            b += 1
        return list(range(a, b + 1))

    # -- verbs

    def verb(self, i: int, cue: Cue) -> Iterator[Attribution]:
        words = self.words
        passive = self.is_passive(i)
        if words.dep[i] in ("amod", "compound"):
            return
        source = self.agent(i) if passive else self.subject(i)
        if source is None and not passive and words.tag[i] == "VB" and words.dep[i] in ("root", "ROOT"):
            return  # "Say yes": nobody says it
        cue_words = self.cue_of(i)
        content, how = self.content(i, cue, cue_words, source, passive)
        if not content:
            return
        yield self.made(cue_words, source, content, _SCORES[how])

    def content(
        self, i: int, cue: Cue, cue_words: list[int], source: int | None, passive: bool
    ) -> tuple[list[int], str]:
        words = self.words
        if "passive" in cue.takes and not passive and "clause" not in cue.takes:
            return [], ""
        if "clause" in cue.takes or "speech" in cue.takes:
            clause = self.child(i, _CLAUSE)
            if clause is not None and clause != source:
                return self.below(clause), "clause"
            around = self.around(i)
            if around:
                return around, "clause"
        if "speech" in cue.takes:
            said = self.beside(i, source)
            if said:
                return said, "speech"
        if "infinitive" in cue.takes or (passive and "passive" in cue.takes):
            inner = self.child(i, ("xcomp",))
            if inner is not None and not (self.child(i, ("obj",)) and "object" in cue.takes):
                return self.below(inner), "infinitive"
        if "object" in cue.takes or "named" in cue.takes:
            found = self.object(i, cue, passive)
            if found:
                return found, "object"
        for c in words.children[i]:
            if words.dep[c].startswith(("obl", "advcl", "nmod")) and c > i:
                preposition = self.preposition(c) or next(
                    (words.low[x] for x in words.children[c] if words.dep[x] == "mark"), ""
                )
                if preposition in cue.prepositions:
                    case = next(x for x in words.children[c] if words.low[x] == preposition)
                    if case == cue_words[-1] + 1:
                        cue_words.append(case)
                    return [t for t in self.below(c) if t != case], "phrase"
        return [], ""

    def object(self, i: int, cue: Cue, passive: bool) -> list[int]:
        words = self.words
        if passive:
            if self.agent(i) is None:
                return []
            patient = self.child(i, ("nsubj:pass",))
            return self.below(patient) if patient is not None else []
        obj = self.child(i, ("obj", "ccomp"))
        if obj is None:
            return []
        content = list(self.below(obj))
        end = max(content)
        for c in words.children[i]:
            if c <= i or c == obj:
                continue
            if words.dep[c] in ("xcomp", "iobj", "obj") or (
                words.dep[c].startswith(("obl", "advcl"))
                and (self.preposition(c) or self.mark(c)) in ("as", "of", "for", "to", "with")
            ):
                tokens = self.below(c)
                if min(tokens) <= end + 3:
                    content += tokens
                    end = max(end, *tokens)
        return content

    def mark(self, c: int) -> str:
        return next((self.words.low[x] for x in self.words.children[c] if self.words.dep[x] == "mark"), "")

    def around(self, i: int) -> list[int]:
        """The content of a verb that hangs on it: "The talks, he said, had failed." """
        words = self.words
        head = words.head[i]
        if words.dep[i] not in ("parataxis", "dep", "discourse") or head == i:
            return []
        if self.subject(i) is None or words.sent[i] != words.sent[head]:
            return []
        mine = set(self.below(i))
        return [t for t in self.below(head) if t not in mine]

    def beside(self, i: int, source: int | None) -> list[int]:
        """The quotation next to a verb: in its sentence, else just before or behind the sentence."""
        words = self.words
        sent = words.sent[i]
        first, last = self.first[sent], self.last[sent]
        if self.piece_at[i] >= 0:
            return []
        best: tuple[int, int] | None = None
        numbers = sorted({self.piece_at[k] for k in range(first, last + 1)} - {-1})
        for number in numbers:
            a, b = self.pieces[number]
            if b - a < 4 and words.text[a - 1 : a] not in ([","], [":"]):
                continue
            distance = a - i if a > i else i - b
            if best is None or distance < best[0]:
                best = (distance, number)
        if best is None:
            before, behind = self.beyond(first), self.beyond(last + 1, back=False)
            if words.low[last] == ":" or (last > first and words.low[last - 1] == ":"):
                if behind is not None:
                    best = (0, behind)
            elif before is not None and source is not None and last - first < 40:
                best = (0, before)
        if best is None:
            return []
        return list(range(*self.pieces[best[1]]))

    def beyond(self, at: int, *, back: bool = True) -> int | None:
        words = self.words
        step = -1 if back else 1
        k = at - 1 if back else at
        while 0 <= k < words.n and words.text[k].isspace() and (not back or "\n" not in words.text[k]):
            k += step
        return self.piece_at[k] if 0 <= k < words.n and self.piece_at[k] >= 0 else None

    # -- nouns, adjectives, set phrases

    def noun(self, i: int, cue: Cue) -> Iterator[Attribution]:
        words = self.words
        owner = self.child(i, ("nmod:poss",))
        clause = None
        if "clause" in cue.takes:
            clause = next(
                (
                    c
                    for c in words.children[i]
                    if c > i
                    and words.dep[c] in ("acl", "ccomp")
                    and self.mark(c) in ("that", "to", "whether")
                ),
                None,
            )
        if clause is not None:
            content = self.below(clause)
        else:
            phrase = next(
                (
                    c
                    for c in words.children[i]
                    if c > i and words.dep[c].startswith("nmod") and self.preposition(c) in cue.prepositions
                ),
                None,
            )
            if phrase is None or owner is None:
                return
            content = self.below(phrase)
        source = owner
        if source is None:
            source = next(
                (
                    c
                    for c in words.children[i]
                    if words.dep[c].startswith("nmod")
                    and self.preposition(c) in ("by", "from", "of", "among", "within")
                ),
                None,
            )
        head = words.head[i]
        if source is None and words.dep[i] == "obj":
            source = self.subject(head)
        if source is None and clause is None:
            return
        case = next((c for k in content for c in [k] if words.dep[k] == "case" and k == min(content)), None)
        a = i
        while a - 1 >= 0 and words.head[a - 1] == i and words.dep[a - 1] in ("amod", "compound", "advmod"):
            a -= 1
        cue_words = list(range(a, i + 1))
        if case is not None:
            content = [t for t in content if t != case]
            if case == i + 1:
                cue_words.append(case)
        yield self.made(cue_words, source, content, _SCORES["noun"])

    def adjective(self, i: int, cue: Cue) -> Iterator[Attribution]:
        clause = self.child(i, ("ccomp",))
        source = self.subject(i)
        if clause is None or source is None or clause < i:
            return
        yield self.made(self.cue_of(i), source, self.below(clause), _SCORES["noun"])

    def according(self, i: int) -> Iterator[Attribution]:
        """ "According to the ministry, …": "according" hangs on the source, or the source on it."""
        words = self.words
        if i + 1 >= words.n or words.low[i + 1] != "to":
            return
        source = words.head[i] if words.dep[i] == "case" else None
        if source is None:
            source = next((c for c in words.children[i] if c > i + 1 and words.pos[c] != "PUNCT"), None)
        if source is None or source < i:
            return
        top = source if words.dep[i] == "case" else i
        governor = words.head[top]
        if governor == top:
            return
        mine = set(self.below(top)) | {i, i + 1}
        while words.dep[governor] in ("nmod", "obl", "obj", "nummod") and words.pos[governor] != "VERB":
            governor = words.head[governor]  # the phrase is attached to the nearest noun; the clause is meant
        content = [t for t in self.below(governor) if t not in mine]
        sent = words.sent[i]
        if not content or all(words.pos[t] == "PUNCT" for t in content):
            before = self.beyond(self.first[sent])
            content = list(range(*self.pieces[before])) if before is not None else []
        yield self.made([i, i + 1], source, content, 0.85, without=(i, i + 1))

    def after_colon(self, i: int) -> Iterator[Attribution]:
        """ "Smith: I will stay", as headlines and transcripts have it, and a name with a colon before a quotation."""
        words = self.words
        sent = words.sent[i]
        first = self.first[sent]
        if i - first > 8 or i - first < 1 or i + 1 >= words.n:
            return
        before = [k for k in range(first, i) if not words.text[k].isspace()]
        if not before or any(
            words.pos[k] not in ("PROPN", "NOUN", "ADP", "ADJ", "DET", "PART") for k in before
        ):
            return
        if not any(words.ent[k] in ("PER", "ORG", "PERSON") for k in before):
            return
        last = self.last[sent]
        piece = self.piece_at[i + 1] if i + 1 < words.n else -1
        if piece >= 0:
            content = list(range(*self.pieces[piece]))
        elif words.heading[i] and last > i:
            content = list(range(i + 1, last + 1))
        else:
            return
        yield Attribution((i,), tuple(before), tuple(content), 0.6)

    def made(
        self,
        cue: list[int],
        source: int | None,
        content: Iterable[int],
        score: float,
        *,
        without: Iterable[int] = (),
    ) -> Attribution:
        phrase = self.phrase(source, without=(*without, *cue))
        apart = set(cue) | set(phrase)
        return Attribution(tuple(cue), phrase, tuple(sorted(set(content) - apart)), score)


def _preorder(words: Words) -> tuple[list[int], list[int], list[int]]:
    """Put the tokens in the order of the trees: a subtree is then one slice.

    Returns:
        The order, the place of each token in it, and the size of its subtree.
    """
    order: list[int] = []
    place, size = [0] * words.n, [1] * words.n
    for root in range(words.n):
        if words.head[root] != root:
            continue
        stack = [root]
        while stack:
            at = stack.pop()
            place[at] = len(order)
            order.append(at)
            stack.extend(reversed(words.children[at]))
    for at in reversed(order):
        if words.head[at] != at:
            size[words.head[at]] += size[at]
    return order, place, size
