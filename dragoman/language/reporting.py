"""Attributions by rule: verbs, nouns and set phrases that report.

For readings whose reader has no head for them, and for what is reported in what is reported: the corpus that the head
learned from has one level.

Which words report, and what they take, is data (:mod:`dragoman.language.cues`).

Sources and cues are cut as PolNeAR's annotators cut them (Newell, Margolin & Ruths 2018): a source is the whole noun
phrase, with titles, appositions and relative clauses; a cue takes in auxiliaries, negations, particles and a
preposition before the content; a content begins with its "that" or "to".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dragoman.language.attributions import Attribution
from dragoman.language.cues import Cue, cue_at
from dragoman.language.marks import Marked
from dragoman.language.quotations import tokens_between
from dragoman.language.trees import Tree
from dragoman.language.words import Words

__all__ = ["completed", "find"]

_SCORES = {
    "according": 0.77,
    "clause": 0.75,
    "seeming": 0.62,
    "speech": 0.55,
    "infinitive": 0.54,
    "phrase": 0.54,
    "object": 0.51,
    "adjective": 0.45,
    "noun": 0.4,
    "poll": 0.31,
}
"""Probabilities by what stands for the content, as measured on PolNeAR's training part."""
_CLAUSE = frozenset(("ccomp", "csubj", "csubj:pass", "ccomp:quote"))
_REPORTS = frozenset(("VERB", "AUX", "NOUN", "ADJ"))
_MODIFIERS = frozenset(("amod", "compound", "advmod"))
_INNER = frozenset(("case", "det", "amod", "compound", "nummod"))
_BEFORE_VERB = frozenset(("aux", "aux:pass", "advmod", "neg", "cop"))
_PHRASE = 5  # tokens from a word to the head of its phrase
_SHORT = 25  # tokens of a sentence that may belong to the quotation before it
_PAUSE = (",", "—", "–", "-", ";", '"', "”")


def find(words: Words, pieces: Sequence[Marked]) -> list[Attribution]:
    """Find the attributions of a reading by rule, in the order of their cues.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
    """
    return list(_Finder(words, pieces).found(range(words.n)))


def completed(words: Words, pieces: Sequence[Marked], found: Iterable[Attribution]) -> list[Attribution]:
    """Complete the attributions of a head.

    With sources that it left out; with quotations and clauses beside a verb that it overlooked; and with what is
    reported in the contents, of which the corpus that it learned from has nothing.

    Args:
        words: of the reading.
        pieces: what stands between quotation marks.
        found: by the head.
    """
    finder = _Finder(words, pieces)
    outer = _once(finder.sourced(finder.mended(one)) for one in found if one.cue)
    outer += _overlooked(finder, outer)
    return [*outer, *_within(finder, outer)]


def _once(found: Iterable[Attribution]) -> list[Attribution]:
    """Attributions without those whose cue is part of another's, likelier one."""
    kept: list[Attribution] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: -one.score):
        if taken.isdisjoint(one.cue):
            kept.append(one)
            taken.update(one.cue)
    return kept


def _overlooked(finder: _Finder, outer: Sequence[Attribution]) -> list[Attribution]:
    """The surest attributions by rule outside quotations, of whose words the others have nothing."""
    held = {i for one in outer for i in one.content}
    taken = held.union(*((*one.cue, *one.source) for one in outer))
    free = (i for i in range(finder.words.n) if i not in taken and finder.piece_at[i] < 0)
    return [
        one
        for one in finder.found(free)
        if one.source
        and (
            one.score == _SCORES["speech"]
            or (one.score == _SCORES["clause"] and held.isdisjoint(one.content))
        )
        and taken.isdisjoint(one.cue)
    ]


def _within(finder: _Finder, outer: Sequence[Attribution]) -> Iterator[Attribution]:
    """The attributions by rule that stand wholly in the contents of others."""
    cues = {i for one in outer for i in one.cue}
    contents = sorted((frozenset(one.content) for one in outer), key=len, reverse=True)
    holders = {i: held for held in contents for i in held - cues}  # of several, the shortest
    for one in finder.found(sorted(holders)):
        holder = holders.get(one.cue[-1], frozenset())
        content = tuple(i for i in one.content if i in holder)
        if content and holder.issuperset((*one.cue, *one.source)) and cues.isdisjoint(one.cue):
            yield replace(one, content=content)


class _Finder:
    def __init__(self, words: Words, pieces: Sequence[Marked]) -> None:
        self.words = words
        self.tree = Tree(words)
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

    def found(self, tokens: Iterable[int]) -> Iterator[Attribution]:
        """The attributions whose cue is at one of some tokens."""
        words = self.words
        for i in tokens:
            if words.low[i] == "according":
                yield from self.according(i)
            if words.pos[i] not in _REPORTS:
                continue
            if words.lemma[i].lower() in ("poll", "survey") and self.tree.preposition(i) == "in":
                yield from self.poll(i)
            cue = cue_at(words.pos[i], words.lemma[i])
            if cue is None:
                continue
            if cue.part == "verb":
                yield from self.verb(i, cue)
            elif cue.part == "noun":
                yield from self.noun(i, cue)
            else:
                yield from self.adjective(i, cue)

    def sourced(self, one: Attribution) -> Attribution:
        """An attribution with the subject of its verb for a source, unless it is one of nobody's."""
        words = self.words
        if one.source:
            return one
        verb = next((i for i in reversed(one.cue) if words.pos[i] in ("VERB", "AUX")), None)
        cue = None if verb is None else cue_at("VERB", words.lemma[verb])
        if verb is None or (cue is not None and cue.kind == "seem"):
            return one
        source = self.tree.agent(verb) if self.tree.is_passive(verb) else self.tree.subject(verb)
        if source is None and one.content and one.content[-1] < verb:
            source = self.inverted(verb)
        phrase = self.tree.phrase(source, without=one.cue)
        if not phrase:
            return one
        return replace(one, source=phrase, content=tuple(i for i in one.content if i not in set(phrase)))

    def mended(self, one: Attribution) -> Attribution:
        """An attribution whose parts are whole.

        None ends amid a phrase ("a vote in"), a cue that has a verb's auxiliaries has the verb ("did not" say), and a
        content does not run on behind a semicolon.
        """
        words = self.words
        cue = [*one.cue]
        while (
            words.dep[cue[-1]] in _BEFORE_VERB
            and words.head[cue[-1]] > cue[-1]
            and words.sent[cue[-1] + 1] == words.sent[cue[-1]]
            and words.head[cue[-1]] in (cue[-1] + 1, words.head[cue[-1] + 1])
        ):
            cue.append(cue[-1] + 1)
        source = self.whole(one.source, {*cue, *one.content})
        content = self.whole([i for i in one.content if i not in set(cue)], {*cue, *source})
        if content and content[0] > cue[-1]:
            ends = (i for i in content if words.text[i] == ";" and self.piece_at[i] < 0)
            end = next(ends, words.n)
            content = [i for i in content if i < end]
        return replace(one, cue=tuple(cue), source=tuple(source), content=tuple(content))

    def whole(self, tokens: Sequence[int], apart: set[int]) -> list[int]:
        """Tokens with the rest of the phrases that they have the beginning of, up to those that are others'."""
        words = self.words
        made = set(tokens)
        for i in tokens:
            head = words.head[i]
            if (
                words.dep[i] in _INNER
                and i < head <= i + _PHRASE
                and words.sent[head] == words.sent[i]
                and apart.isdisjoint(range(i + 1, head + 1))
            ):
                made.update(range(i, head + 1))
        return sorted(made)

    # -- verbs

    def verb(self, i: int, cue: Cue) -> Iterator[Attribution]:
        words = self.words
        if words.dep[i] in ("amod", "compound"):
            return
        passive = self.tree.is_passive(i)
        source = self.tree.agent(i) if passive else self.tree.subject(i)
        if source is None and not passive and words.tag[i] == "VB" and words.dep[i] in ("root", "ROOT"):
            return  # "Say yes": nobody says it
        cue_words = self.tree.cue_of(i)
        if cue.kind == "seem" or (passive and source is None):
            content = self.seeming(i, cue)
            if content:
                yield self.made(cue_words, None, content, _SCORES["seeming"])
                return
        content, how = self.content(i, cue, cue_words, source, passive)
        if source is None and not passive and content and max(content) < i:
            source = self.inverted(i)
        if content:
            yield self.made(cue_words, source, content, _SCORES[how])

    def seeming(self, i: int, cue: Cue) -> list[int]:
        """Of "he is expected to win" and "she is described as tough": who and what; nobody is the source."""
        words = self.words
        patient = self.tree.child(i, ("nsubj:pass", "nsubj"))
        inner = self.tree.child(i, ("xcomp",))
        if inner is None and cue.kind in ("judge", "think"):
            inner = next((c for c in words.children[i] if c > i and self.tree.preposition(c) == "as"), None)
        if inner is None or patient is None or (cue.kind in ("say", "ask") and cue.takes & {"infinitive"}):
            return []
        return self.tree.below(patient) + self.tree.below(inner)

    def inverted(self, i: int) -> int | None:
        """Who says it, behind the verb: "…, say people close to her"."""
        words = self.words
        return next(
            (
                c
                for c in words.children[i]
                if c > i and words.pos[c] in ("NOUN", "PROPN", "PRON") and not self.tree.preposition(c)
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
                and self.tree.mark(i) == "as"
                and self.words.dep[i].startswith("advcl")
                and source is not None
            ):
                return self.clause_around(i), "clause"  # "…, as reported by the agency"
        if "speech" in cue.takes and (said := self.beside(i, source)):
            return said, "speech"
        inner = self.tree.child(i, ("xcomp",))
        if inner is not None and ("infinitive" in cue.takes or (passive and "passive" in cue.takes)):
            verb = cue_at("VERB", self.words.lemma[inner])
            if verb is not None and verb.kind in ("say", "ask", "judge", "deny"):
                found, _ = self.content(inner, verb, [inner], source, passive=False)
                if found:
                    return [], ""  # "declined to say whether …": the inner verb has it
            return self.with_object(i, inner), "infinitive"
        if "named" in cue.takes and self.is_rung(i, passive):
            return [], ""
        if cue.takes & {"object", "named"} and (found := self.object(i, passive)):
            return found, "object"
        if "named" in cue.takes and inner is not None:
            return self.rest(i, list(self.tree.below(inner)), inner), "object"
        for c in self.words.children[i]:
            if c > i and self.words.dep[c].startswith(("obl", "advcl", "nmod")):
                preposition = self.tree.preposition(c) or self.tree.mark(c)
                if preposition in cue.prepositions:
                    case = next(x for x in self.words.children[c] if self.words.low[x] == preposition)
                    if case == cue_words[-1] + 1:
                        cue_words.append(case)
                    return self.rest(i, [t for t in self.tree.below(c) if t != case], c), "phrase"
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
        tokens = self.tree.below(top)
        if that is None or self.words.low[that] not in ("that", "whether", "if"):
            return tokens
        return [t for t in tokens if t >= that]

    def loose_clause(self, i: int) -> list[int]:
        """A clause with its conjunction that the parser took for another's: "asked him if", "told a crowd that"."""
        words = self.words
        for c in words.children[i]:
            if c > i and words.dep[c] == "advcl" and self.tree.mark(c) in ("if", "whether"):
                cue = cue_at("VERB", words.lemma[i])
                return [c] if cue is not None and (cue.kind == "ask" or self.tree.is_negated(i)) else []
            if c > i and words.dep[c] in ("obj", "iobj", "obl", "obl:unmarked"):
                for below in words.children[c]:
                    if words.dep[below] in ("acl", "ccomp", "advcl") and self.tree.mark(below) == "that":
                        return [below]
        return []

    def parenthetical(self, i: int, source: int | None, speech: bool) -> list[int]:
        """The sentence around a cue between commas, which the parser hung on a word of it."""
        words = self.words
        if source is None or abs(source - i) > 8 or words.tag[i] in ("VBG", "VB"):
            return []
        mine = self.tree.below(source) if self.tree.count(source) < 25 else [source]
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
        obj = self.tree.child(i, ("obj", "iobj"))
        between = self.tree.below(obj) if obj is not None and i < obj < inner else []
        return [*between, *self.tree.below(inner)]

    def object(self, i: int, passive: bool) -> list[int]:
        if passive:
            patient = self.tree.child(i, ("nsubj:pass",))
            return self.tree.below(patient) if patient is not None and self.tree.agent(i) is not None else []
        obj = self.tree.child(i, ("obj", "ccomp"))
        return [] if obj is None else self.rest(i, list(self.tree.below(obj)), obj)

    def is_rung(self, i: int, passive: bool) -> bool:
        """Whether somebody is called and not called something: "called him on Friday"."""
        words = self.words
        objects = [c for c in words.children[i] if words.dep[c] in ("xcomp", "obj", "iobj", "ccomp")]
        return (
            not passive
            and len(objects) == 1
            and (words.pos[objects[0]] == "PRON" or words.ent[objects[0]] in ("PER", "PERSON"))
            and not any(self.tree.preposition(c) in ("as", "for") for c in words.children[i])
        )

    def rest(self, i: int, content: list[int], after: int) -> list[int]:
        """What follows an object and belongs to it: "called it a lie", "blamed him for the loss"."""
        words = self.words
        end = max(content)
        for c in words.children[i]:
            if c <= after:
                continue
            if words.dep[c] in ("xcomp", "iobj", "obj") or (
                words.dep[c].startswith(("obl", "advcl"))
                and (self.tree.preposition(c) or self.tree.mark(c)) in ("as", "of", "for", "to", "with")
            ):
                tokens = self.tree.below(c)
                if min(tokens) <= end + 3:
                    content += tokens
                    end = max(end, *tokens)
        return content

    def around(self, i: int) -> list[int]:
        """The content of a verb that hangs on it: "The talks, he said, had failed." """
        words = self.words
        head = words.head[i]
        if words.dep[i] not in ("parataxis", "dep", "discourse") or head == i:
            return []
        if self.tree.subject(i) is None or words.sent[i] != words.sent[head]:
            return []
        mine = set(self.tree.below(i))
        return [t for t in self.tree.below(head) if t not in mine]

    def beside(self, i: int, source: int | None) -> list[int]:
        """The quotation next to a verb and its subject: in its sentence, else just before or behind it."""
        words = self.words
        first, last = self.first[words.sent[i]], self.last[words.sent[i]]
        if self.piece_at[i] >= 0 or words.dep[i].startswith("acl"):
            return []
        mine = [i] if source is None else [i, *self.tree.phrase(source)]
        lo, hi = min(mine), max(mine)
        behind_only = words.tag[i] == "VBG"
        for number in sorted({self.piece_at[k] for k in range(first, last + 1)} - {-1}):
            a, b = self.pieces[number]
            if a > hi and a - hi <= 8 and (a == hi + 1 or self.pause(a - 1)):
                return list(range(a, b))
            if b <= lo and not behind_only and all(self.pause(k) for k in range(b, lo)):
                return list(range(a, b))
        if self.colon(last) and (piece := self.beyond(last + 1, back=False)) is not None:
            return list(range(*self.pieces[piece]))
        piece = self.beyond(first)
        if piece is not None and source is not None and not behind_only and last - first < _SHORT:
            return list(range(*self.pieces[piece]))
        return []

    def pause(self, k: int) -> bool:
        return self.words.text[k].isspace() or self.words.text[k] in (",", ":", "—", "–", "-", ";")

    def colon(self, last: int) -> bool:
        """Whether a sentence ends with a colon."""
        while last > 0 and self.words.text[last].isspace():
            last -= 1
        return self.words.text[last] == ":"

    def beyond(self, at: int, *, back: bool = True) -> int | None:
        words = self.words
        step = -1 if back else 1
        k = at - 1 if back else at
        while 0 <= k < words.n and words.text[k].isspace() and (not back or "\n" not in words.text[k]):
            k += step
        return self.piece_at[k] if 0 <= k < words.n and self.piece_at[k] >= 0 else None

    # -- nouns, adjectives, set phrases

    def noun(self, i: int, cue: Cue) -> Iterator[Attribution]:
        """ "The ministry's claim that …", "said in a statement that …", "her warning about …"."""
        words, tree = self.words, self.tree
        owner = tree.child(i, ("nmod:poss",))
        clause = self.noun_clause(i) if "clause" in cue.takes else None
        phrase = None if clause is not None else self.noun_phrase(i, cue.prepositions)
        if clause is None and (phrase is None or owner is None):
            return
        content = tree.below(phrase if clause is None else clause)  # type: ignore[arg-type]
        source = owner
        if source is None:
            source = self.noun_phrase(i, frozenset(("by", "from", "of", "among", "completed")), behind=False)
        first = i
        while first > 0 and words.head[first - 1] == i and words.dep[first - 1] in _MODIFIERS:
            first -= 1
        head = words.head[i]
        if (
            clause is not None
            and words.pos[head] == "VERB"
            and words.dep[i] in ("obj", "obl")
            and i - head < 8
        ):
            source = source if source is not None else tree.subject(head)
            if cue_at("VERB", words.lemma[head]) is not None or (words.dep[i] == "obj" and owner is None):
                first = min(tree.cue_of(head))  # "said in a statement that", "made the claim that"
        cue_words = list(range(first, i + 1))
        begin = min(content)
        if words.dep[begin] == "case":
            content = [t for t in content if t != begin]
            if begin == i + 1:
                cue_words.append(begin)
        yield self.made(cue_words, source, content, _SCORES["noun"])

    def noun_clause(self, i: int) -> int | None:
        """The clause that says what a claim is."""
        return next(
            (
                c
                for c in self.words.children[i]
                if c > i
                and self.words.dep[c] in ("acl", "ccomp")
                and self.tree.mark(c) in ("that", "to", "whether")
            ),
            None,
        )

    def noun_phrase(self, i: int, prepositions: frozenset[str], *, behind: bool = True) -> int | None:
        return next(
            (
                c
                for c in self.words.children[i]
                if (c > i or not behind)
                and self.words.dep[c].startswith("nmod")
                and self.tree.preposition(c) in prepositions
            ),
            None,
        )

    def adjective(self, i: int, cue: Cue) -> Iterator[Attribution]:
        clause = self.tree.child(i, ("ccomp",))
        source = self.tree.subject(i)
        if clause is None or source is None or clause < i:
            return
        yield self.made(self.tree.cue_of(i), source, self.tree.below(clause), _SCORES["adjective"])

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
        yield self.made([i, i + 1], source, content, _SCORES["according"], without=(i, i + 1))

    def poll(self, i: int) -> Iterator[Attribution]:
        """ "In a poll of May, she leads": what holds in a poll is what the poll says."""
        case = next(c for c in self.words.children[i] if self.words.low[c] == "in")
        content = self.clause_around(i)
        if content:
            yield self.made([case], i, content, _SCORES["poll"])

    def clause_around(self, top: int, also: Iterable[int] = ()) -> list[int]:
        """The clause that a phrase about its source hangs in, without that phrase."""
        words = self.words
        mine = {*self.tree.below(top), *also}
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
        content = [t for t in self.tree.below(governor) if t not in mine]
        return content if any(words.pos[t] not in ("PUNCT", "SPACE") for t in content) else []

    def made(
        self,
        cue: list[int],
        source: int | None,
        content: Iterable[int],
        score: float,
        *,
        without: Iterable[int] = (),
    ) -> Attribution:
        phrase = self.tree.phrase(source, without=(*without, *cue))
        apart = set(cue) | set(phrase)
        return Attribution(tuple(cue), phrase, tuple(sorted(set(content) - apart)), score)
