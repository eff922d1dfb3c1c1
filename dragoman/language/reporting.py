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
_GIVING = frozenset(
    ("make", "makes", "made", "making", "issue", "issues", "issued", "issuing", "give", "gives", "gave", "giving",
     "release", "released", "repeat", "repeated", "express", "expressed", "voice", "voiced", "deliver", "delivered")
)  # fmt: skip
_NAMING = ("PROPN", "NOUN", "ADP", "ADJ", "DET", "PART")
_PAUSE = (",", "—", "–", "-", ";", '"', "”")
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
            if words.lemma[i].lower() in ("poll", "survey") and self.preposition(i) == "in":
                yield from self.poll(i)
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
                if self.mark(at) in ("", "that"):
                    return head  # "a poll showing"
                while words.head[head] != head and words.pos[head] not in ("VERB", "AUX"):
                    head = words.head[head]  # "made a point of saying", "a promise to say"
                at = head
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
        apart = {*without, *(c for c in words.children[head] if words.dep[c] in ("case", "mark"))}
        tokens = sorted(set(self.below(head)) - apart)
        if head not in tokens:
            return ()
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
        if words.dep[i] in ("amod", "compound"):
            return
        passive = self.is_passive(i)
        source = self.agent(i) if passive else self.subject(i)
        if source is None and not passive and words.tag[i] == "VB" and words.dep[i] in ("root", "ROOT"):
            return  # "Say yes": nobody says it
        cue_words = self.cue_of(i)
        if cue.kind == "seem" or (passive and source is None):
            content = self.seeming(i, cue)
            if content:
                yield self.made(cue_words, None, content, _SCORES["infinitive"])
                return
        content, how = self.content(i, cue, cue_words, source, passive)
        if source is None and not passive and content and max(content) < i:
            source = self.inverted(i)
        if content:
            yield self.made(cue_words, source, content, _SCORES[how])

    def seeming(self, i: int, cue: Cue) -> list[int]:
        """Of "he is expected to win" and "she is described as tough": who and what; nobody is the source."""
        words = self.words
        patient = self.child(i, ("nsubj:pass", "nsubj"))
        inner = self.child(i, ("xcomp",))
        if inner is None and cue.kind in ("judge", "think"):
            inner = next((c for c in words.children[i] if c > i and self.preposition(c) == "as"), None)
        if inner is None or patient is None or (cue.kind in ("say", "ask") and cue.takes & {"infinitive"}):
            return []
        return self.below(patient) + self.below(inner)

    def inverted(self, i: int) -> int | None:
        """Who says it, behind the verb: "…, say people close to her"."""
        words = self.words
        return next(
            (
                c
                for c in words.children[i]
                if c > i and words.pos[c] in ("NOUN", "PROPN", "PRON") and not self.preposition(c)
            ),
            None,
        )

    def content(
        self, i: int, cue: Cue, cue_words: list[int], source: int | None, passive: bool
    ) -> tuple[list[int], str]:
        """The tokens of a verb's content, and what stands for it; `cue_words` takes in a preposition."""
        if cue.takes & {"clause", "speech"}:
            if clauses := self.clauses(i, source):
                return clauses, "clause"
            if around := (self.around(i) or self.parenthetical(i, source, "speech" in cue.takes)):
                return around, "clause"
            if (
                "speech" in cue.takes
                and self.mark(i) == "as"
                and self.words.dep[i].startswith("advcl")
                and source is not None
            ):
                return self.clause_around(i), "clause"  # "…, as reported by the agency"
        if "speech" in cue.takes and (said := self.beside(i, source)):
            return said, "speech"
        inner = self.child(i, ("xcomp",))
        if inner is not None and ("infinitive" in cue.takes or (passive and "passive" in cue.takes)):
            verb = self.cues.get(("verb", self.words.lemma[inner].lower()))
            if verb is not None and verb.kind in ("say", "ask", "judge", "deny"):
                found, _ = self.content(inner, verb, [inner], source, passive=False)
                if found:
                    return [], ""  # "declined to say whether …": the inner verb has it
            return self.with_object(i, inner), "infinitive"
        if cue.takes & {"object", "named"} and (found := self.object(i, passive)):
            return found, "object"
        if "named" in cue.takes and inner is not None:
            return self.rest(i, list(self.below(inner)), inner), "object"
        for c in self.words.children[i]:
            if c > i and self.words.dep[c].startswith(("obl", "advcl", "nmod")):
                preposition = self.preposition(c) or self.mark(c)
                if preposition in cue.prepositions:
                    case = next(x for x in self.words.children[c] if self.words.low[x] == preposition)
                    if case == cue_words[-1] + 1:
                        cue_words.append(case)
                    return self.rest(i, [t for t in self.below(c) if t != case], c), "phrase"
        return [], ""

    def clauses(self, i: int, source: int | None) -> list[int]:
        """The finite clauses of a verb; where the parser made several of one, all between them belongs to it."""
        words = self.words
        behind = words.tag[i] == "VBG" and words.dep[i] in ("advcl", "acl")  # "…, adding that …"
        tops = [
            c for c in words.children[i] if words.dep[c] in _CLAUSE and c != source and not (behind and c < i)
        ]
        tops = tops or self.loose_clause(i)
        if not tops:
            return []
        content = [t for top in tops for t in self.from_that(top)]
        after = [t for t in content if t > i]
        if len(tops) > 1 and after:
            content += range(min(after), max(after) + 1)
        return content

    def from_that(self, top: int) -> list[int]:
        """A clause from its "that" on: what stands before it is whom it was told, misread as its subject."""
        that = next((c for c in self.words.children[top] if self.words.dep[c] == "mark"), None)
        tokens = self.below(top)
        if that is None or self.words.low[that] not in ("that", "whether", "if"):
            return tokens
        return [t for t in tokens if t >= that]

    def loose_clause(self, i: int) -> list[int]:
        """A clause with its conjunction that the parser took for another's: "asked him if", "told a crowd that"."""
        words = self.words
        for c in words.children[i]:
            if c > i and words.dep[c] == "advcl" and self.mark(c) in ("if", "whether"):
                cue = self.cues.get(("verb", words.lemma[i].lower()))
                return [c] if cue is not None and (cue.kind == "ask" or self.is_negated(i)) else []
            if c > i and words.dep[c] in ("obj", "iobj", "obl", "obl:unmarked"):
                for below in words.children[c]:
                    if words.dep[below] in ("acl", "ccomp", "advcl") and self.mark(below) == "that":
                        return [below]
        return []

    def is_negated(self, i: int) -> bool:
        return any(self.words.low[c] in ("not", "n't", "n’t", "never") for c in self.words.children[i])

    def parenthetical(self, i: int, source: int | None, speech: bool) -> list[int]:
        """The sentence around a cue between commas, which the parser hung on a word of it."""
        words = self.words
        if source is None or abs(source - i) > 8 or words.tag[i] in ("VBG", "VB"):
            return []
        mine = self.below(source) if self.size[self.place[source]] < 25 else [source]
        a, b = min(*mine, i), max(*mine, i) + 1
        first, last = self.first[words.sent[i]], self.last[words.sent[i]]
        before = words.text[a - 1][:1] if a > first else ""
        after = words.text[b][:1] if b <= last else ""
        if (
            before not in _PAUSE
            or after not in (_PAUSE if not speech else (*_PAUSE, "."))
            or a - 2 <= first
            or self.piece_at[i] >= 0
        ):
            return []
        return [t for t in range(first, last + 1) if not a <= t < b]

    def with_object(self, i: int, inner: int) -> list[int]:
        """An infinitive with whom it is asked of: "urged the states to act"."""
        obj = self.child(i, ("obj", "iobj"))
        between = self.below(obj) if obj is not None and i < obj < inner else []
        return [*between, *self.below(inner)]

    def object(self, i: int, passive: bool) -> list[int]:
        if passive:
            patient = self.child(i, ("nsubj:pass",))
            return self.below(patient) if patient is not None and self.agent(i) is not None else []
        obj = self.child(i, ("obj", "ccomp"))
        return [] if obj is None else self.rest(i, list(self.below(obj)), obj)

    def rest(self, i: int, content: list[int], after: int) -> list[int]:
        """What follows an object and belongs to it: "called it a lie", "blamed him for the loss"."""
        words = self.words
        end = max(content)
        for c in words.children[i]:
            if c <= after:
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
        a = i
        while a - 1 >= 0 and words.head[a - 1] == i and words.dep[a - 1] in ("amod", "compound", "advmod"):
            a -= 1
        if (
            clause is not None
            and words.pos[head] == "VERB"
            and words.dep[i] in ("obj", "obl")
            and i - head < 8
        ):
            source = source if source is not None else self.subject(head)
            verb = self.cues.get(("verb", words.lemma[head].lower()))
            if (
                verb is not None or words.low[head] in _GIVING
            ):  # "said in a statement that", "made the claim that"
                a = min(self.cue_of(head))
        if source is None and clause is None:
            return
        case = next((c for k in content for c in [k] if words.dep[k] == "case" and k == min(content)), None)
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
        content = self.clause_around(source if words.dep[i] == "case" else i, (i, i + 1))
        if not content:
            before = self.beyond(self.first[words.sent[i]])
            content = list(range(*self.pieces[before])) if before is not None else []
        yield self.made([i, i + 1], source, content, 0.85, without=(i, i + 1))

    def poll(self, i: int) -> Iterator[Attribution]:
        """ "In a poll of May, she leads": what holds in a poll is what the poll says."""
        case = next(c for c in self.words.children[i] if self.words.low[c] == "in")
        content = self.clause_around(i)
        if content:
            yield self.made([case], i, content, _SCORES["noun"])

    def clause_around(self, top: int, also: Iterable[int] = ()) -> list[int]:
        """The clause that a phrase about its source hangs in, without that phrase."""
        words = self.words
        mine = {*self.below(top), *also}
        governor = top
        for _ in range(12):
            if words.head[governor] == governor:
                break
            governor = words.head[governor]
            if words.pos[governor] in ("VERB", "AUX") or any(
                words.dep[c] == "cop" for c in words.children[governor]
            ):
                break  # the parser attaches such phrases to the nearest noun; the clause is meant
        if governor == top:
            return []
        content = [t for t in self.below(governor) if t not in mine]
        return content if any(words.pos[t] not in ("PUNCT", "SPACE") for t in content) else []

    def after_colon(self, i: int) -> Iterator[Attribution]:
        """ "Smith: I will stay", as headlines and transcripts have it, and a name with a colon before a quotation."""
        words = self.words
        first = i
        while first > 0 and words.para[first - 1] == words.para[i] and i - first < 12:
            first -= 1
        before = [k for k in range(first, i) if not words.text[k].isspace()]
        if not 0 < len(before) <= 9 or i + 1 >= words.n:
            return
        last = i
        while last + 1 < words.n and words.para[last + 1] == words.para[i]:
            last += 1
        label = "".join(words.text[k] for k in before)
        turn = label in ("Q", "A") or (label.isupper() and len(label) > 2)
        named = all(words.pos[k] in _NAMING for k in before) and any(
            words.ent[k] in ("PER", "ORG", "PERSON") for k in before
        )
        quoted = next((self.piece_at[k] for k in (i + 1, i + 2) if k < words.n and self.piece_at[k] >= 0), -1)
        if turn or (named and words.heading[i]):
            content = list(range(i + 1, last + 1))
        elif named and quoted >= 0:
            content = list(range(*self.pieces[quoted]))
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
