"""What the words around an act make of it: negation, modals, conditions, and the predicates that embed it.

    judge = Judge(Words.of(doc))
    judge(i)   # Judgement(sign="o", kind="plan", by=(4,))

A judgement is built from the top of the sentence down. The main clause is asserted; each predicate on the way to the
act is judged by its own negation and modals, and hands what follows from that to its complement by its signature
(Nairn, Condoravdi and Karttunen 2006, "Computing relative polarity for textual inference"; Karttunen 2012, "Simple
and phrasal implicatives"). So "did not manage to" comes out as no, "did not fail to" as yes, "has no plans to" as a
refusal. The nearest word that embeds the act gives it its kind; the modals inside a promise leave it a promise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from dragoman.knowledge.predicates import Lexicon, Predicate, Sign
from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Words

__all__ = ["COMMITTING", "LATER", "OPEN", "Judge", "Judgement"]

_DEPTH = 25  # of embedding; deeper trees are errors of the reader, and what they say is not trusted
COMMITTING = frozenset(("promise", "plan", "threat", "readiness", "offer", "refusal"))
"""Kinds by which somebody binds himself."""
OPEN = COMMITTING | {"request", "alleging", "denial", "attempting", "wanting", "fearing", "considering"}
"""Kinds that say more than a modal inside them: "vows that it will" stays a promise."""
LATER = words_of(
    "resignation withdrawal retirement departure pullout closure construction launch deployment return visit talk "
    "opening election referendum retaliation evacuation candidacy run"
)
"""What is still to come when it is announced."""
_REFUSED = frozenset(("plan", "readiness", "offer", "wanting", "promise"))
_MODALS = {
    "will": "future", "'ll": "future", "’ll": "future", "wo": "future", "shall": "future", "would": "would",
    "'d": "would", "’d": "would", "can": "ability", "ca": "ability", "could": "could", "may": "possible",
    "might": "possible", "must": "obliging", "should": "obliging", "ought": "obliging",
}  # fmt: skip
_IF = words_of("if unless provided providing once assuming supposing lest whether")
_TOGETHER = words_of("when until")
_NOT_DONE = words_of("without instead rather")
_UPON = frozenset(
    (
        "in exchange for",
        "in return for",
        "in case of",
        "in the event of",
        "upon",
        "on condition of",
        "pending",
    )
)
_CAN = words_of("can ca could cannot hardly scarcely")
_NOBODY = words_of("nothing nobody none")
_SUPPORTED = words_of("to do would will could should may might must shall can let")
_ORDINALS = words_of("first second third fourth fifth last latest only next")
_HOLDING = words_of(
    "include contain involve provide stipulate see require demand envisage comprise feature entail foresee outline "
    "call include set specify propose allow bind oblige commit"
)
_DEFINITE = words_of("the this that these those its his her their our my your such both")
_NOUNS = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "ADV": "adverb"}
_SUBJECTS = frozenset(("nsubj", "csubj", "expl"))
_FRESH = frozenset(("root", "ROOT", "parataxis", "discourse", "vocative", "dep", "list", "orphan"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the text makes of an act.

    Attributes:
        sign: ``+`` it happened, ``-`` it did not, ``o`` the text leaves it open.
        kind: ``asserted``, ``future``, ``conditional``, ``question``, ``purpose``, ``would``, ``could``, or a kind of
            :data:`dragoman.knowledge.predicates.KINDS`.
        by: the tokens that decided, or none where nothing speaks against the act.
        modes: what else bears on it: ``negation``, ``future``, ``past``, ``evidential``.
        depth: how many predicates embed it.
        holder: the predicate that gave it its kind by embedding it, or -1.
    """

    sign: Sign = "+"
    kind: str = "asserted"
    by: tuple[int, ...] = ()
    modes: frozenset[str] = frozenset()
    depth: int = 0
    holder: int = -1


@dataclass(slots=True)
class _Local:
    """What hangs on a predicate itself."""

    negations: list[int] = field(default_factory=list)
    modal: tuple[str, int] | None = None
    perfect: bool = False
    modifiers: list[tuple[Predicate, int]] = field(default_factory=list)
    condition: int = -1


class Judge:
    """Judges the acts of one reading; what is asked twice is worked out once."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words, self._lexicon = words, lexicon
        self._made: dict[int, Judgement] = {}
        self._last: dict[int, str] = {}
        self._lows: defaultdict[int, set[str]] = defaultdict(set)
        self._tags: defaultdict[int, set[str]] = defaultdict(set)
        for i in range(words.n):
            if not words.text[i].isspace():
                self._lows[words.sent[i]].add(words.low[i])
            if words.pos[i] in ("VERB", "AUX"):
                self._tags[words.sent[i]].add(words.tag[i])
            if not words.text[i].isspace() and words.low[i] not in ('"', "”", "''", "’", ")"):
                self._last[words.sent[i]] = words.low[i]

    def __call__(self, i: int) -> Judgement:
        """Judge the act that a token names."""
        return self._judge(i, 0)

    def last(self, i: int) -> str:
        """Give the last word or mark of a token's sentence."""
        return self._last.get(self.words.sent[i], "")

    def sentence(self, i: int) -> tuple[frozenset[str], frozenset[str]]:
        """Give the words of a token's sentence, and the tags of its verbs."""
        n = self.words.sent[i]
        return frozenset(self._lows[n]), frozenset(self._tags[n])

    def row(self, g: int, i: int) -> Predicate | None:
        """Give the row of the lexicon by which a token embeds one of its dependents, if it does."""
        if self.words.head[i] != g or self.words.dep[i].split(":")[0] in ("conj", "punct", "appos"):
            return None
        return next((row for slot in self._slots(i) if (row := self._row(g, slot, i)) is not None), None)

    def lexical(self, i: int) -> Predicate | None:
        """Give what kind of predicate a word is, whatever it embeds."""
        return self._row(i, "to", i) or self._row(i, "np", i)

    def occurs(self, i: int) -> bool:
        """Say whether a verb only says that its subject takes place: "talks begin"."""
        row = self._row(i, "subj", i)
        return row is not None and row.kind == "happening"

    def condition(self, i: int) -> int:
        """Give the head of the condition that hangs on a word, or -1."""
        return self._local(i).condition

    def _judge(self, i: int, depth: int) -> Judgement:
        if (found := self._made.get(i)) is not None:
            return found
        if depth > _DEPTH:
            return Judgement(sign="o", kind="asserted")
        made = self._apply(
            self._local(i),
            self._context(i, depth + 1),
            nominal=self.words.pos[i] in _NOUNS,
            speaks=self._speaks(i),
        )
        self._made[i] = made
        return made

    # ------------------------------------------------------------------------------------------ on the word itself

    def _local(self, i: int) -> _Local:
        w, made = self.words, _Local()
        base = w.dep[i].split(":")[0]
        children = list(w.children[i])
        if base == "conj" and w.head[i] != i:
            children += self._shared(i)
        lemmas = {w.lemma[c].lower() for c in children}
        infinitive = "to" in lemmas and (
            w.tag[i] == "VB" or any(w.low[c] == "be" and w.tag[c] == "VB" for c in children)
        )
        for c in children:
            dep, low, lemma = w.dep[c].split(":")[0], w.low[c], w.lemma[c].lower()
            if dep in ("aux", "cop"):
                if (modal := _MODALS.get(low)) and w.tag[c] == "MD":
                    made.modal = (modal, c)
                elif low in ("have", "'ve", "’ve"):
                    made.perfect = True
                elif (
                    low == "be"
                    and w.tag[c] == "VB"
                    and not infinitive
                    and not lemmas & _SUPPORTED
                    and made.modal is None
                ):
                    made.modal = ("request", c)  # "that the ban be lifted"
                elif lemma == "be" and infinitive and base in ("root", "ROOT", "conj", "ccomp", "parataxis"):
                    made.modal = ("plan", c)
            elif dep in ("advmod", "det", "cc", "mark") and low in ("no", "neither", "never", "nor"):
                made.negations.append(c)
            elif dep == "advmod" and w.pos[i] in ("VERB", "AUX") and (no := self._of_adverb(c)) is not None:
                made.negations.append(no)  # "was never directly pressured"
            elif (
                dep in ("obj", "nsubj")
                and w.pos[i] in ("VERB", "AUX")
                and (no := self._no(c, dep)) is not None
            ):
                made.negations.append(no)  # "conceded nothing", "no state agreed", "gave no details"
            elif dep in ("advmod", "amod", "compound", "nmod", "acl", "det", "advcl"):
                self._modifier(i, c, made)
            if dep == "advcl" and self._is_condition(c):
                made.condition = c
            if dep == "obl" and self._case(c) in _UPON:
                made.condition = c
        return made

    def _no(self, c: int, dep: str) -> int | None:
        """Give the token that makes a clause negative by its noun phrase: "nothing", "no state"."""
        w = self.words
        if w.low[c] in _NOBODY:
            return c
        return next((k for k in w.children[c] if w.low[k] in ("no", "neither") and w.dep[k] == "det"), None)

    def _of_adverb(self, c: int) -> int | None:
        """Give the "never" before an adverb, which negates the verb and not the adverb."""
        w = self.words
        return next((k for k in w.children[c] if k < c and w.low[k] == "never"), None)

    def _modifier(self, i: int, c: int, made: _Local) -> None:
        w = self.words
        if w.dep[c].split(":")[0] in ("acl", "advcl", "nmod") and (c > i or w.children[c]):
            return
        pos = "adverb" if w.pos[c] in ("ADV", "PART") else "adjective"
        row = self._lexicon.find(w.low[c], pos, "mod") or self._lexicon.find(w.lemma[c].lower(), pos, "mod")
        if row is None:
            return
        if row.kind == "negation":
            after = [w.low[k] for k in range(c + 1, min(c + 2, w.n))]
            if after != ["only"]:  # "not only attacked" asserts it
                made.negations.append(c)
        elif w.pos[i] in _NOUNS or pos == "adverb":
            made.modifiers.append((row, c))

    def _shared(self, i: int) -> list[int]:
        """What a first conjunct lends: "will send [troops] and [supply] arms" has one "will"."""
        w, h = self.words, self.words.head[i]
        own = {w.dep[c].split(":")[0] for c in w.children[i]}
        if own & {"nsubj", "aux", "cop", "det", "expl"} or any(
            w.dep[c] == "cc" and w.low[c] in ("but", "yet") for c in w.children[i]
        ):
            return []
        verbal = w.pos[i] in ("VERB", "AUX")
        if verbal and w.tag[i] != w.tag[h]:
            return []
        lent = ("aux", "cop", "advmod", "advcl") if verbal else ("det", "amod")
        before = [c for c in w.children[h] if w.dep[c].split(":")[0] in lent]
        return [c for c in before if c < h or w.dep[c] == "advcl"]

    def _is_condition(self, c: int) -> bool:
        w = self.words
        marks = [k for k in w.children[c] if w.dep[k].split(":")[0] in ("mark", "advmod", "aux")]
        for k in marks:
            if w.dep[k].split(":")[0] == "mark" and w.low[k] in _IF - {"once", "whether"}:
                return True
            if w.low[k] == "once" and k < c:
                return True
            if w.low[k] in ("should", "were", "had") and w.dep[k].startswith("aux"):
                subject = [s for s in w.children[c] if w.dep[s].startswith("nsubj")]
                if subject and k < subject[0] and w.low[k] == "should":
                    return True
        first = min([c, *w.children[c]])
        return w.low[c] in ("provided", "providing", "assuming", "supposing") and first == c

    def _apply(self, local: _Local, at: Judgement, *, nominal: bool, speaks: bool) -> Judgement:
        """Apply what hangs on a word to what it is embedded in."""
        made = at
        for row, c in local.modifiers:
            if row.kind in ("past", "evidential"):
                made = replace(made, modes=made.modes | {row.kind}, by=made.by or (c,))
            elif made.sign == "+":
                made = replace(made, sign=row.holds, kind=row.kind, by=(c,), holder=-1)
            elif made.kind in ("future", "possible", "would", "could", "preventing"):
                made = replace(made, kind=row.kind, by=(c,), holder=-1)
        negated = len(local.negations) % 2 == 1
        if negated and nominal and made.sign == "-":
            negated = False  # "reached no agreement" has one negation
        if local.modal is not None:
            made = self._modal(local, made, negated)
        elif negated:
            made = _negated(made, local.negations[0])
        if (
            local.condition >= 0
            and made.sign == "o"
            and made.kind in ("future", "would", "could", "possible")
        ):
            made = replace(made, kind="conditional")
        bare = made.sign == "+" and made.kind == "asserted" and local.modal is None
        if local.condition >= 0 and bare and not speaks and not local.perfect:
            made = replace(made, sign="o", kind="conditional", by=self._mark(local.condition))
        return made

    def _speaks(self, i: int) -> bool:
        """Whether a word commits, asks or tells: then the condition beside it belongs to what it embeds."""
        w = self.words
        name, pos = w.lemma[i].lower(), _POS.get(w.pos[i], "")
        rows = [self._lexicon.find(name, pos, slot) for slot in ("to", "that", "np")]
        return any(row is not None and row.kind in OPEN | {"saying", "knowing"} for row in rows)

    def _mark(self, c: int) -> tuple[int, ...]:
        w = self.words
        marks = [k for k in w.children[c] if w.dep[k].split(":")[0] in ("mark", "case")]
        return (marks[0],) if marks else (c,)

    @staticmethod
    def _modal(local: _Local, at: Judgement, negated: bool) -> Judgement:
        assert local.modal is not None
        kind, token = local.modal
        by = (token, *local.negations[:1]) if negated else (token,)
        modes = at.modes | ({"future"} if kind in ("future", "would", "plan") else set())
        if negated and kind in ("future", "would", "plan"):
            if at.kind in ("request",):
                return replace(at, modes=modes | {"negation"})
            sign: Sign = "-" if not (kind == "would" and local.perfect) else "o"
            return replace(at, sign=sign, kind="refusal", by=by, modes=modes | {"negation"})
        if negated and kind in ("ability", "could"):
            return replace(at, sign="-", kind="failing", by=by, modes=modes | {"negation"})
        if kind == "would" and local.perfect and at.kind not in OPEN:
            return replace(at, sign="o", kind="unlikely", by=by)
        if kind == "could" and local.perfect and at.kind not in OPEN:
            return replace(at, sign="o", kind="possible", by=by)
        if kind == "request" and at.kind not in OPEN and at.sign == "+":
            return replace(at, sign="o", kind="request", by=by)
        if (
            kind == "request"
            or at.kind in OPEN
            or at.sign == "-"
            or at.kind in ("conditional", "thinking", "question")
        ):
            return replace(at, modes=modes)
        if kind == "obliging" and local.perfect and not negated:
            return replace(at, sign="o", kind="unlikely", by=by, modes=modes)
        return replace(at, sign="o", kind=kind, by=by, modes=modes | ({"negation"} if negated else set()))

    # ------------------------------------------------------------------------------------------ what it stands in

    def _context(self, i: int, depth: int) -> Judgement:
        w, g = self.words, self.words.head[i]
        dep, base = w.dep[i], w.dep[i].split(":")[0]
        if g == i or base in _FRESH:
            return self._fresh(i)
        if base == "conj":
            bound = self._bound(i)
            return self._context(self._first(i), depth) if bound < 0 else self._judge(bound, depth)
        if base in (
            "appos",
            "flat",
            "fixed",
            "goeswith",
            "nummod",
            "det",
            "cop",
            "aux",
            "case",
            "mark",
            "punct",
        ):
            return self._judge(g, depth)
        if dep == "acl:relcl":
            return self._relative(i, g, depth)
        if (held := self._content_of(i, g)) is not None:
            return held
        slots = self._slots(i)
        up = w.head[g]
        if (
            base in ("acl", "nmod")
            and slots
            and w.dep[g] in ("obj", "nsubj:pass")
            and self._row(g, slots[0], i) is None
        ):
            row = self._row(up, slots[0], i)
            if (
                row is not None
                and row.kind in OPEN | {"preventing", "knowing"}
                and slots[0] not in ("to", "ing")
            ):
                return self._through(row, up, self._judge(up, depth))  # "accuses the army of bombing"
        for slot in slots:
            row = self._row(g, slot, i)
            if row is not None:
                made = self._through(row, g, self._judge(g, depth))
                return self._asked(row, made, i, g, slot)
        above = self._judge(g, depth)
        if w.pos[i] in ("VERB", "AUX") or base in ("ccomp", "xcomp", "csubj", "advcl", "acl"):
            return self._clause(i, base, slots, above)
        return self._noun(i, base, slots, above)

    def _asked(self, row: Predicate, made: Judgement, i: int, g: int, slot: str) -> Judgement:
        """Wanting somebody else to do it is asking; claiming one's own deed is saying so."""
        w = self.words
        if row.kind == "wanting" and made.kind == "wanting" and slot == "to":
            others = {w.dep[c] for c in w.children[g]} | {w.dep[c] for c in w.children[i]}
            if ("obj" in {w.dep[c] for c in w.children[g]} or w.dep[i] == "ccomp") and others & {
                "obj",
                "nsubj",
            }:
                return replace(made, kind="request")
        if row.word == "able" and made.sign == "o" and made.holder == g:
            past = any(w.dep[c] == "cop" and w.low[c] in ("was", "were") for c in w.children[g])
            if past and self._judge(g, 0).sign == "+":
                return Judgement(depth=made.depth)  # who was able to, did (Karttunen 1971)
        if made.sign == "+" and row.kind == "knowing" and self._any(i) and self._judge(g, 0).sign == "-":
            return replace(made, sign="-", kind="negation")  # "is not aware of any attacks"
        if row.word == "announce" and slot == "np" and made.holder == g and w.lemma[i].lower() not in LATER:
            return Judgement(depth=made.depth)  # "announces tariffs": the decision is the act
        if slot == "np" and row.kind in ("plan", "alleging") and made.holder == g and self._is_utterance(i):
            return Judgement(by=made.by, depth=made.depth)  # what is announced of a deal is what it holds
        if row.word == "believe" and made.sign == "-" and any(w.low[b] in _CAN for b in made.by):
            return Judgement(
                by=made.by, depth=made.depth, holder=g
            )  # "could hardly believe that it was over": it was
        if row.word == "know" and slot == "that" and self._judge(g, 0).sign == "-" and self.first_person(g):
            return replace(made, sign="-", kind="thinking", by=(g,), holder=g)  # "I don't know that it helps"
        if row.word == "claim" and made.kind == "alleging" and made.holder == g:
            subject = next((c for c in w.children[i] if w.dep[c].startswith("nsubj")), None)
            own = subject is not None and w.dep[subject] == "nsubj" and self._is_own(subject, g)
            if slot == "to" or own:
                return Judgement(depth=made.depth)
        return made

    def _binds(self, g: int) -> bool:
        """Whether a noun lays down what is to be done: "a decree banning", "a deal handing over"."""
        row = self._lexicon.find(self.words.lemma[g].lower(), "noun", "ing")
        return row is not None and self.words.pos[g] == "NOUN" and row.kind in ("promise", "plan")

    def _is_own(self, subject: int, g: int) -> bool:
        """Whether the subject of a claim is of those who claim it: "the navy claims that it", "that navy divers"."""
        w = self.words
        if w.pos[subject] == "PRON":
            return True
        claimer = next((c for c in w.children[g] if w.dep[c] == "nsubj"), None)
        if claimer is None:
            return False
        sides = [
            {w.lemma[t].lower() for t in (head, *w.children[head]) if w.pos[t] in ("NOUN", "PROPN", "ADJ")}
            for head in (subject, claimer)
        ]
        return bool(sides[0] & sides[1])

    def first_person(self, g: int) -> bool:
        """Say whether the subject of a predicate is who speaks."""
        w = self.words
        return any(w.dep[c] == "nsubj" and w.low[c] in ("i", "we") for c in w.children[g])

    def _is_utterance(self, i: int) -> bool:
        """Whether a noun is itself an act of speech: a deal, a proposal, an allegation."""
        row = self._row(i, "to", i) or self._row(i, "that", i)
        return row is not None and self.words.pos[i] == "NOUN" and row.kind in OPEN

    def _first(self, i: int) -> int:
        w = self.words
        for _ in range(_DEPTH):
            if w.dep[i].split(":")[0] != "conj" or w.head[i] == i:
                break
            i = w.head[i]
        return i

    def _bound(self, i: int) -> int:
        """Give the verb whose modal a bare conjunct needs, where the tree hangs it on another one; else -1.

        "He could overrule whom he has and sit down": *sit* is no second verb of *has*.
        """
        w = self.words
        first = self._first(i)
        if w.tag[i] != "VB" or w.pos[i] != "VERB" or w.tag[first] not in ("VBZ", "VBD", "VBN", "VBP"):
            return -1
        if any(w.dep[c].split(":")[0] in ("aux", "mark", "nsubj") for c in w.children[i]):
            return -1
        for k in range(i - 1, -1, -1):
            if w.sent[k] != w.sent[i]:
                return -1
            if w.tag[k] == "VB" and any(w.tag[c] == "MD" for c in w.children[k]):
                return k
        return -1

    def _fresh(self, i: int) -> Judgement:
        w = self.words
        if self._last.get(w.sent[i]) == "?" and w.dep[i].split(":")[0] != "parataxis":
            return Judgement(sign="o", kind="question")
        return Judgement(sign="o", kind="request") if self._is_imperative(i) else Judgement()

    def _is_imperative(self, i: int) -> bool:
        w = self.words
        clausal = {w.dep[c].split(":")[0] for c in w.children[i]}
        bare = w.tag[i] == "VB" and w.pos[i] == "VERB"
        return bare and not clausal & {"nsubj", "aux", "mark", "cop"}

    def _relative(self, i: int, g: int, depth: int) -> Judgement:
        """A relative clause is told beside the main one; but what a deal "in which … will" holds, is promised."""
        w = self.words
        if any(w.dep[c] == "aux" and _MODALS.get(w.low[c]) in ("future", "would") for c in w.children[i]):
            row = self._row(g, "to", i)
            above = self._judge(g, depth)
            if above.sign == "-" and above.kind in ("refusal", "cancelling", "denial") and row is not None:
                return replace(above, depth=above.depth + 1)  # "rejects a proposal that would redraw it"
            if row is not None and row.kind in COMMITTING | {"request"}:
                return Judgement(sign="o", kind=row.kind, by=(g,), holder=g)
            if above.sign == "o" and above.kind in OPEN:
                return above
        return Judgement()

    def _content_of(self, i: int, g: int) -> Judgement | None:
        """What a proposal includes is proposed, what a deal provides for is promised."""
        w = self.words
        if w.lemma[g].lower() not in _HOLDING or w.dep[i].split(":")[0] not in (
            "obj",
            "ccomp",
            "obl",
            "advcl",
        ):
            return None
        subject = next((c for c in w.children[g] if w.dep[c] == "nsubj"), None)
        row = self._row(subject, "to", i) if subject is not None and w.pos[subject] == "NOUN" else None
        if row is None or row.kind not in OPEN:
            return None
        return Judgement(sign="o", kind=row.kind, by=(g,), holder=g)

    def _row(self, g: int, slot: str, i: int) -> Predicate | None:
        w = self.words
        pos = _POS.get(w.pos[g])
        if pos is None:
            return None
        particles = [w.low[c] for c in w.children[g] if w.dep[c] == "compound:prt"]
        lemma = w.lemma[g].lower()
        names = [f"{lemma} {p}" for p in particles] or [lemma]
        kinds = [pos]
        if w.tag[g] in ("VBN", "VBG", "VBD") or pos == "adjective":
            kinds.append("adjective" if pos == "verb" else "verb")
        for name in names:
            for kind in kinds:
                word = w.low[g] if kind == "adjective" else name
                if (row := self._lexicon.find(word, kind, slot)) is None:
                    continue
                if row.word == "go" and w.tag[g] != "VBG":
                    continue  # "is going to", not "went to"
                return row
        return None

    def _slots(self, i: int) -> list[str]:
        """How a token hangs on its head: the slots of the lexicon, the likeliest first."""
        w, g = self.words, self.words.head[i]
        dep, base = w.dep[i], w.dep[i].split(":")[0]
        marks = [w.low[c] for c in w.children[i] if w.dep[c].split(":")[0] in ("mark", "case") and c < i]
        if base in ("ccomp", "xcomp", "csubj", "advcl", "acl"):
            if "to" in marks and w.tag[i] != "VBG":
                return ["to"]
            if base == "xcomp" and w.tag[i] in ("VB",):
                return ["to"]
            if base == "advcl" and w.tag[i] == "VBG" and not marks:
                return []  # "denied it, threatening to sue": told beside it
            if base == "advcl" and w.tag[i] == "VBG" and marks:
                return marks
            if w.tag[i] == "VBG" and not any(w.dep[c] == "aux" for c in w.children[i]):
                return [*marks, "ing"] if base != "acl" or marks or self._binds(g) else []
            if base in ("ccomp", "csubj"):
                return [] if {"if", "whether"} & set(marks) else ["that"]
            if base in ("acl", "advcl") and "that" in marks:
                return ["that"]
            if base == "xcomp":
                return ["to", "np"]
            return [m for m in marks if m not in _IF]
        if dep in ("obj", "nsubj:pass"):
            return ["np"]
        if dep == "csubj:pass":
            return ["that", "np"]
        if base == "nsubj":
            copular = any(w.dep[c] == "cop" for c in w.children[g])
            return ["that"] if copular and w.pos[g] == "ADJ" else ["subj"]
        if base in ("obl", "nmod"):
            if marks:
                return [marks[-1], " ".join(marks)]
            return ["of"] if dep == "nmod:poss" or base == "nmod" else []
        if base == "compound":
            return ["of", "for", "to"]
        return []

    def _through(self, row: Predicate, g: int, above: Judgement) -> Judgement:
        """Hand a predicate's own judgement to what it embeds."""
        depth = above.depth + 1
        if row.holds == row.denied == "+":
            return replace(
                above, sign="+", kind="asserted", by=(g,), depth=depth, holder=g, modes=frozenset()
            )
        by = tuple(sorted({g, *(above.by if above.sign == "-" else ())}))
        if above.sign == "+":
            if row.holds == "+":
                return replace(above, depth=depth)
            modes = above.modes | ({"negation"} if row.holds == "-" else set())
            return replace(above, sign=row.holds, kind=row.kind, by=(g,), depth=depth, holder=g, modes=modes)
        if above.sign == "-":
            if row.kind in _REFUSED and row.denied == "o":
                return replace(above, sign="-", kind="refusal", by=by, depth=depth, holder=g)
            if above.kind in ("refusal", "cancelling", "denial") and row.kind in ("request", "offer", "plan"):
                return replace(above, sign="-", kind="refusal", by=by, depth=depth, holder=g)
            if above.kind in ("refusal", "denial") and row.kind == "alleging":
                return replace(above, by=by, depth=depth)  # "denied claims that"
            if row.denied == "+":
                return replace(
                    above, sign="+", kind="asserted", by=by, depth=depth, holder=g, modes=frozenset()
                )
            if row.holds == "+" and row.denied == "-":
                return replace(above, depth=depth)
            kind = "possible" if row.denied == "o" and row.holds != "o" else row.kind
            return replace(above, sign=row.denied, kind=kind, by=by, depth=depth, holder=g)
        if above.kind == "threat" and row.kind in ("request", "fearing"):
            return replace(above, depth=depth)
        if above.kind in COMMITTING and row.kind in (
            "plan",
            "attempting",
            "wanting",
            "offer",
            "permitting",
        ):
            return replace(above, depth=depth)  # what is threatened stays threatened
        if above.kind in ("conditional", "alleging") and row.kind not in ("happening", "knowing"):
            return replace(above, depth=depth)  # "accused of planning", "if they are able to"
        if row.kind in ("saying", "knowing") and row.holds == "+":
            # "one could say that", "if they learn that": who says so does not make it less so
            return Judgement(by=(g,), depth=depth, holder=g)
        if row.holds == "+":
            return replace(above, depth=depth)  # "may begin to": as open as the word itself
        if row.holds == "-":
            kind = row.kind if above.kind not in OPEN else above.kind
            return replace(above, kind=kind, by=(g,), depth=depth, holder=g)
        return replace(above, kind=row.kind, by=(g,), depth=depth, holder=g)

    def _clause(self, i: int, base: str, slots: list[str], above: Judgement) -> Judgement:
        """A clause on a word that the lexicon does not know."""
        w = self.words
        marks = [c for c in w.children[i] if w.dep[c].split(":")[0] in ("mark", "case", "advmod") and c < i]
        lows = {w.low[c] for c in marks}
        depth = above.depth + 1
        if base == "advcl" and self._is_condition(i):
            return Judgement(sign="o", kind="conditional", by=self._mark(i), depth=depth)
        if "whether" in lows or ("if" in lows and base in ("ccomp", "advcl", "csubj")):
            return Judgement(sign="o", kind="question", by=self._mark(i), depth=depth)
        if lows & _NOT_DONE:
            first = next(c for c in marks if w.low[c] in _NOT_DONE)
            return Judgement(sign="-", kind="negation", by=(first,), depth=depth)
        if base == "acl" and slots != ["to"] and self._inherits(i, above):
            return replace(above, depth=depth)
        if slots == ["to"] and base == "acl" and any(w.low[c] in _ORDINALS for c in w.children[w.head[i]]):
            return Judgement(depth=depth)  # "the first president to refuse" did
        if slots == ["to"]:
            if above.sign == "o" and above.kind in OPEN | {"conditional", "possible", "thinking"}:
                return replace(above, depth=depth)
            if base == "xcomp" and above.sign == "-":
                return replace(above, depth=depth)
            to = next((c for c in marks if w.low[c] == "to"), i)
            return Judgement(
                sign="o", kind="purpose", by=(to,), depth=depth, modes=above.modes - {"negation"}
            )
        if base == "xcomp":
            return replace(above, depth=depth)
        if base == "advcl":
            first = min((i, *w.children[i]))
            finite = any(w.dep[c].startswith(("nsubj", "aux")) for c in w.children[i]) and bool(lows)
            later = above.sign == "o" and w.tag[i] in ("VBZ", "VBP", "VBG", "VBN")
            ahead = above.kind in COMMITTING | {"future", "would"} and "before" in lows
            beside = w.tag[i] == "VBG" and any(w.text[k] == "," for k in range(max(first - 1, 0), first))
            if (not finite and not lows and not beside) or (later and (ahead or lows & _TOGETHER)):
                return replace(above, depth=depth)
            if "until" in lows:
                return Judgement(sign="o", kind="future", by=(marks[0],), depth=depth)
            return Judgement(depth=depth)
        if base == "csubj":
            return replace(above, depth=depth)
        if base == "ccomp" and above.sign == "o" and above.kind in OPEN:
            return replace(above, depth=depth)
        if base == "ccomp" and self._is_imperative(i):
            return Judgement(sign="o", kind="request", depth=depth)
        return Judgement(depth=depth)

    def _any(self, i: int) -> bool:
        """Whether a noun says "any" itself, or stands in a noun that does."""
        w = self.words
        return any(w.low[c] == "any" for c in (*w.children[i], *w.children[w.head[i]]))

    def _inherits(self, i: int, above: Judgement) -> bool:
        """Whether a participle shares what is said of its noun: "alleged that they drank tea laced with it"."""
        w = self.words
        g = w.head[i]
        if any(w.low[k] == "," for k in w.children[i]) or w.pos[g] not in _NOUNS:
            return False
        lows = {w.low[k] for k in w.children[g]}
        if above.sign == "-":
            return "any" in lows or above.kind == "negation"
        return above.sign == "o" and above.kind == "alleging" and not lows & _DEFINITE

    def _case(self, i: int) -> str:
        w = self.words
        parts = sorted(c for c in w.children[i] if w.dep[c].split(":")[0] in ("case", "mark"))
        more = [k for c in parts for k in w.children[c] if w.dep[k] == "fixed"]
        return " ".join(w.low[c] for c in sorted((*parts, *more)))

    def _noun(self, i: int, base: str, slots: list[str], above: Judgement) -> Judgement:
        """An act named by a noun on a word that the lexicon does not know."""
        w = self.words
        depth = above.depth + 1
        case = self._case(i)
        if case.split(" ")[0] in _NOT_DONE:
            return Judgement(sign="-", kind="negation", by=(i - 1 if i else i,), depth=depth)
        whole = f"{self._case(w.head[i])} {w.low[w.head[i]]} {case}"
        if (case in _UPON or whole in _UPON) and "o" in (
            above.sign,
            self._judge(w.head[w.head[i]], depth).sign,
        ):
            first = next((c for c in w.children[i] if w.dep[c].startswith("case")), i)
            return Judgement(sign="o", kind="conditional", by=(first,), depth=depth)
        if base in ("compound", "amod", "nmod") and w.pos[w.head[i]] in _NOUNS:
            if base == "nmod" and above.kind == "negation":
                return Judgement(depth=depth)  # "no word on the attack": the attack was
            return replace(above, depth=depth)
        if w.pos[i] in ("ADJ",):
            return replace(above, depth=depth)
        if w.dep[i] == "nsubj" and any(w.dep[c] == "expl" for c in w.children[w.head[i]]):
            return replace(above, depth=depth)  # "denied that there were plans"
        if above.sign == "-" and self._any(i):
            return replace(above, depth=depth)  # "is not aware of any attempts"
        definite = any(w.low[c] in _DEFINITE or w.dep[c] == "nmod:poss" for c in w.children[i]) or w.pos[
            i
        ] in ("PROPN", "PRON")
        if above.sign == "+" or definite or w.dep[i] == "nsubj" or base == "obl":
            return Judgement(depth=depth)
        return replace(above, depth=depth)


def _negated(at: Judgement, token: int) -> Judgement:
    """Negate what is said of an act inside what embeds it."""
    modes = at.modes | {"negation"}
    if at.sign == "+":
        return replace(at, sign="-", kind="negation", by=(token,), modes=modes, holder=-1)
    if at.sign == "-":
        return replace(at, sign="+", kind="asserted", by=(*at.by, token), modes=frozenset())
    if at.kind in (
        "plan",
        "promise",
        "threat",
        "readiness",
        "offer",
        "future",
        "would",
        "wanting",
        "purpose",
    ):
        return replace(at, sign="-", kind="refusal", by=tuple(sorted((*at.by, token))), modes=modes)
    if at.kind in ("thinking", "possible"):
        return replace(at, kind="unlikely", by=tuple(sorted((*at.by, token))), modes=modes)
    return replace(at, modes=modes)
