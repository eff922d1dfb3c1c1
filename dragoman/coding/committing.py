"""Finding what commits: the commissive words and modals of a reading, with who, whom, what and on what condition.

The rules of :mod:`dragoman.coding.commitments`, over token positions alone; nothing here knows actors or dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from dragoman.coding.embedding import COMMITTING, LATER
from dragoman.coding.status import StatusCoder
from dragoman.knowledge import predicates
from dragoman.knowledge.predicates import Predicate
from dragoman.knowledge.tables import words_of
from dragoman.language import nouns
from dragoman.records import Strength

__all__ = ["Draft", "Finder"]

_CLAUSES = frozenset(("ccomp", "xcomp", "acl", "advcl", "csubj"))
_SUBJECTS = ("nsubj", "nsubj:outer", "csubj")
_STATES = words_of(
    "be have need know seem appear look remain mean cost depend include contain want like believe think hope expect "
    "become feel require deserve lie matter happen occur prove exist belong find see understand suffer win lose die "
    "fail succeed"
)
_TALKING = words_of(
    "comment answer say tell elaborate respond reply speculate specify disclose confirm identify"
)
"""What spokespeople decline to do every day: no refusal of politics."""
_STAYING = words_of("remain")
_SPOKEN = words_of("he she it they i we who that which this these those")
_ADDRESSED = words_of("me you him her us them")
_ADVERSE = words_of("against on at toward towards to from")
_NAMES = frozenset(("PER", "ORG", "LOC", "GPE", "NORP", "PERSON", "MISC"))
_OWN = words_of("its their his her our my your")
_PUBLIC = words_of("public visitor business use time day night winter season rain storm").union(nouns.STATES)
_PLEDGES = words_of("pledge promise vow offer threat")


@dataclass(frozen=True, slots=True)
class Draft:
    """A commitment before its parts are looked up: token positions.

    Attributes:
        cue: the words that make it one. what: heads of what is committed to. by, to: heads of those concerned.
    """

    strength: Strength
    cue: tuple[int, ...]
    what: tuple[int, ...]
    by: tuple[int, ...]
    to: tuple[int, ...]
    condition: int
    rule: str
    confidence: float


class Finder:
    """Finds what commits, in one reading."""

    def __init__(self, coder: StatusCoder) -> None:
        self._coder, self._judge, self._words = coder, coder.judge, coder.words
        self._harms = predicates.harms()

    def all(self) -> list[Draft]:
        """Give all commitments; of two over the same act the one with the stronger word."""
        kept: dict[int, Draft] = {}
        for draft in (*self._by_predicates(), *self._by_modals()):
            for head in draft.what[:1]:
                if head not in kept:
                    kept[head] = draft
        return [draft for _, draft in sorted(kept.items()) if not self._inside(draft, kept)]

    def _inside(self, draft: Draft, kept: dict[int, Draft]) -> bool:
        """Whether another commitment's word is what this one commits to: "vowed to continue planning to"."""
        return any(cue in kept and kept[cue] is not draft for cue in draft.cue)

    # ------------------------------------------------------------------------------------------ by predicates

    def _by_predicates(self) -> Iterator[Draft]:
        w = self._words
        for g in range(w.n):
            if w.pos[g] not in ("VERB", "NOUN", "ADJ", "AUX"):
                continue
            for c in w.children[g]:
                found = self._complement(g, c)
                if found is not None:
                    row, what = found
                    draft = self._of_predicate(row, g, what)
                    if draft is not None:
                        yield draft

    def _complement(self, g: int, c: int) -> tuple[Predicate, int] | None:
        w = self._words
        if w.dep[c] == "acl:relcl":
            return self._held(g, c)
        row = self._judge.row(g, c)
        base = w.dep[c].split(":")[0]
        if row is None or base == "compound" or (base == "advcl" and row.pos == "noun"):
            return None
        if row.word == "propose" and row.slot in ("ing", "to"):
            return msgspec.structs.replace(row, kind="offer"), c
        if row.kind not in COMMITTING:
            return None
        clause = w.pos[c] in ("VERB", "AUX") or w.dep[c].split(":")[0] in _CLAUSES
        fits = self._fits_clause(row, g, c) if clause else self._fits_noun(row, g, c)
        return (row, c) if fits else None

    def _held(self, g: int, c: int) -> tuple[Predicate, int] | None:
        """What a deal holds: "a deal in which tariffs will fall"."""
        own = self._judge(c)
        row = self._judge.lexical(g)
        if own.holder != g or own.kind not in COMMITTING or row is None or row.kind != own.kind:
            return None
        return row, c

    def _fits_clause(self, row: Predicate, g: int, c: int) -> bool:
        w = self._words
        if row.kind == "refusal" and w.lemma[c].lower() in _TALKING:
            return False
        if row.word in ("be", "go") and row.pos == "verb":
            going = w.lemma[g].lower() != "go" or any(w.lemma[k].lower() == "be" for k in w.children[g])
            return going and w.tag[c] == "VB" and w.lemma[c].lower() not in _STATES
        if row.word in ("decide", "opt", "choose", "elect", "move"):  # in the past it was done
            return w.tag[g] in ("VBZ", "VBP", "NN") or any(w.low[k] in ("has", "have") for k in w.children[g])
        if row.word == "project":
            return False
        if (row.word in ("warn", "agree") and row.slot == "that") or (
            row.kind == "threat" and row.slot == "that"
        ):
            modals = {w.low[k] for k in w.children[c] if w.tag[k] == "MD"}
            return bool(modals & {"will", "would", "may", "might", "'ll", "’ll"})
        return True

    def _fits_noun(self, row: Predicate, g: int, c: int) -> bool:
        """Whether a noun can be what somebody commits to by a word."""
        w = self._words
        lemma = w.lemma[c].lower()
        sum_ = w.ent[c] in ("MONEY", "QUANTITY") or w.pos[c] in ("SYM", "NUM")
        if row.kind in ("promise", "offer") and sum_ and row.slot == "np":
            return True
        if w.ent[c] or w.pos[c] != "NOUN" or w.dep[c] in ("obl:tmod", "nmod:tmod", "obl:unmarked"):
            return False
        if row.kind == "refusal":
            utterance = self._judge.lexical(c)
            return utterance is not None and utterance.kind in (
                "request",
                "offer",
                "plan",
                "promise",
                "threat",
            )
        if row.kind == "threat":
            return (lemma, "noun") in self._harms or row.word == "threaten"
        if row.word == "announce":
            return lemma in LATER
        if row.word in (
            "delay",
            "postpone",
            "put off",
            "defer",
            "design",
            "project",
            "commission",
            "prepare",
        ):
            return False
        if row.kind == "readiness" and row.pos == "adjective":
            by = self._holder(g)
            return bool(by) and self._acts(by[0]) and lemma not in nouns.PERSONS | nouns.GROUPS | _PUBLIC
        if row.slot == "np":
            return True
        if row.pos == "verb":
            return row.slot in ("to", "on", "for") and row.kind == "promise"
        return row.slot in ("of", "for") and row.word in _PLEDGES

    def _of_predicate(self, row: Predicate, g: int, what: int) -> Draft | None:
        w = self._words
        own = self._judge(g)
        if self._coder.past(g) is not None or self._judge.last(g) == "?":
            return None
        kind = row.kind
        owned = row.pos == "noun" and any(
            (w.dep[c] == "nmod:poss" and w.low[c] not in _OWN)
            or (w.dep[c] == "nmod" and self._case(c) == "by")
            for c in w.children[g]
        )
        if own.sign == "-" and owned and own.kind in ("refusal", "cancelling", "preventing", "failing"):
            pass  # somebody else refused it
        elif own.sign == "-":
            if kind == "refusal" or own.kind in ("failing",) or kind == "threat":
                return None
            kind = "refusal"
        elif own.sign == "o" and (own.kind not in ("possible", "future", "would") or row.pos == "noun"):
            return None
        if own.sign == "o" and (row.holds == "-" or any(w.low[c] == "have" for c in w.children[g])):
            return None
        inner = self._negated(what)
        if inner is not None and kind in ("promise", "plan", "readiness"):
            kind = "refusal"
        elif inner is not None and kind == "refusal":
            return None
        by = self._holder(g)
        to = self._addressee(g, what)
        strength = self._strength(kind, what)
        if row.word in ("expect", "suppose", "suppose", "go", "be", "destine") and not by:
            return None
        cue = tuple(
            sorted({g, *(own.by if own.sign == "-" else ()), *((inner,) if inner is not None else ())})
        )
        return Draft(
            strength=strength,
            cue=cue,
            what=(what, *self._conjuncts(what)),
            by=by,
            to=to,
            condition=self._condition((what, g)),
            rule=f"{row.word} {row.slot}: {row.kind}",
            confidence=0.8 if row.slot in ("to", "that") else 0.6,
        )

    def _negated(self, i: int) -> int | None:
        w = self._words
        return next(
            (
                c
                for c in w.children[i]
                if w.low[c] in ("not", "n't", "n’t", "never", "no") and w.dep[c] in ("advmod", "det")
            ),
            None,
        )

    def _strength(self, kind: str, what: int) -> Strength:
        if kind in ("plan", "promise", "readiness") and self._harms_another(what):
            return "threat"
        assert kind in ("promise", "plan", "readiness", "offer", "threat", "refusal")
        return kind  # type: ignore[return-value]

    def _harms_another(self, what: int) -> bool:
        """Whether an act harms somebody who is named: its own word does, or what it does to them."""
        w = self._words
        low, pos = w.lemma[what].lower(), "verb" if w.pos[what] in ("VERB", "AUX") else "noun"
        objects = [c for c in w.children[what] if w.dep[c] in ("obj", "iobj")]
        obliques = [
            c
            for c in w.children[what]
            if w.dep[c].split(":")[0] in ("obl", "nmod") and self._case(c) in _ADVERSE
        ]
        if (low, pos) in self._harms:
            if pos == "noun" or not (objects or obliques):
                return True
            return any(self._somebody(c) for c in (*objects, *obliques))
        if any((w.lemma[c].lower(), "noun") in self._harms for c in objects):
            inner = [k for c in objects for k in w.children[c] if self._case(k) in _ADVERSE]
            return any(self._somebody(c) for c in (*obliques, *inner))
        return False

    def _somebody(self, c: int) -> bool:
        w = self._words
        tokens = [
            c,
            *(k for k in w.children[c] if w.dep[k].split(":")[0] in ("amod", "nmod", "compound", "flat")),
        ]
        return any(w.ent[k] in _NAMES or w.pos[k] == "PROPN" for k in tokens)

    def _is_addressed(self, c: int) -> bool:
        return self._somebody(c) or self._words.low[c] in _ADDRESSED

    def _acts(self, c: int) -> bool:
        """Whether a subject can bind itself: a name, a pronoun, a word for people or bodies."""
        w = self._words
        if w.low[c] in _SPOKEN or w.ent[c] in _NAMES or w.pos[c] == "PROPN":
            return True
        lemma = w.lemma[c].lower()
        known = nouns.PERSONS | nouns.GROUPS | nouns.STATES
        return w.pos[c] == "NOUN" and (lemma in known or nouns.is_agent(lemma))

    def _case(self, c: int) -> str:
        w = self._words
        return next((w.low[k] for k in w.children[c] if w.dep[k] == "case"), "")

    # ------------------------------------------------------------------------------------------ by modals

    def _by_modals(self) -> Iterator[Draft]:
        w = self._words
        for v in range(w.n):
            if w.pos[v] not in ("VERB", "AUX"):
                continue
            own = self._judge(v)
            if own.kind not in ("future", "would", "plan", "refusal", "conditional") or own.holder >= 0:
                continue
            modals = [c for c in w.children[v] if w.tag[c] == "MD" and w.dep[c] == "aux"]
            modal = modals[0] if modals else None
            arranged = (
                own.kind == "plan"
                and own.by
                and w.head[own.by[0]] == v
                and w.lemma[own.by[0]].lower() == "be"
            )
            if modal is None and not arranged:
                modal = self._lent(v)
                if modal is None:
                    continue
            if modal is not None and w.low[modal] in ("may", "might", "could", "can", "should", "must", "ca"):
                continue
            draft = self._of_modal(v, modal, own.sign == "-", own.by)
            if draft is not None:
                yield draft

    def _of_modal(self, v: int, modal: int | None, negated: bool, by_tokens: tuple[int, ...]) -> Draft | None:
        w = self._words
        if self._judge.last(v) == "?":
            return None
        lemma = w.lemma[v].lower()
        arranged = self._judge(v).kind == "plan"  # "is to"
        cop = any(w.dep[c] == "cop" and c not in by_tokens for c in w.children[v])
        passive = any(w.dep[c] in ("nsubj:pass", "aux:pass") for c in w.children[v])
        subjects = self._subjects(v)
        if (
            cop
            or (lemma in _STATES and not (lemma in _STAYING and subjects and self._acts(subjects[0])))
            or "acl:relcl" in (w.dep[v], w.dep[w.head[v]] if w.dep[v] == "conj" else "")
        ):
            return None
        would = modal is not None and w.low[modal] in ("would", "'d", "’d")
        told = self._teller(v)
        if would and told is None and self._condition((v,)) < 0:
            return None
        if not subjects:
            return None
        subject = subjects[0]
        person = self._acts(subject)
        begins = self._judge.occurs(v)
        if not person and not passive and not begins:
            return None
        if not person and told is None and not arranged:
            return None
        row = self._judge.lexical(v)
        kind = row.kind if row is not None and row.kind in COMMITTING else "plan"
        if negated:
            kind = "refusal" if kind != "refusal" else "readiness"
        if negated and not person:
            return None
        strength = self._strength(kind, v)
        by = tuple(subjects) if person and not passive else ((told,) if told is not None else ())
        return Draft(
            strength=strength,
            cue=by_tokens or ((modal,) if modal is not None else ()),
            what=(v, *self._conjuncts(v)),
            by=by,
            to=(),
            condition=self._condition((v,)),
            rule="refusing modal" if negated else "would" if would else "future",
            confidence=0.6 if person else 0.4,
        )

    def _lent(self, v: int) -> int | None:
        """Give the modal of the first conjunct."""
        w = self._words
        if w.dep[v] != "conj" or any(w.dep[c].split(":")[0] in ("nsubj", "aux") for c in w.children[v]):
            return None
        return next((c for c in w.children[w.head[v]] if w.tag[c] == "MD" and w.dep[c] == "aux"), None)

    def _teller(self, v: int) -> int | None:
        """Give the subject of the word of speech that a clause hangs on."""
        w = self._words
        at = v
        for _ in range(4):
            if w.dep[at] == "ccomp":
                up = w.head[at]
                found = self._subjects(up)
                return found[0] if found else None
            if w.dep[at].split(":")[0] not in ("conj", "xcomp", "advcl"):
                return None
            at = w.head[at]
        return None

    # ------------------------------------------------------------------------------------------ who

    def _subjects(self, v: int) -> list[int]:
        """Give the heads of the subject of a predicate, of its own or lent by what it hangs on."""
        w = self._words
        at = v
        for _ in range(5):
            own = [c for c in w.children[at] if w.dep[c] in (*_SUBJECTS, "nsubj:pass")]
            if own:
                agents = [c for c in w.children[at] if w.dep[c] == "obl:agent"]
                heads = agents if agents and w.dep[own[0]] == "nsubj:pass" else own[:1]
                heads = [self._antecedent(h) for h in heads]
                return [k for h in heads for k in (h, *self._conjuncts(h))]
            if w.dep[at] in ("acl:relcl", "acl") and w.tag[at] in ("VBG", "VBD", "VBZ", "VBP", "VBN"):
                return [w.head[at]]
            if w.dep[at].split(":")[0] not in ("conj", "xcomp", "advcl", "ccomp") or w.head[at] == at:
                return []
            at = w.head[at]
        return []

    def _antecedent(self, i: int) -> int:
        w = self._words
        if w.low[i] in ("who", "which", "that") and w.dep[w.head[i]] == "acl:relcl":
            return w.head[w.head[i]]
        return i

    def _holder(self, g: int) -> tuple[int, ...]:
        """Give who commits: the subject of a verb, the owner of a noun."""
        w = self._words
        if w.pos[g] == "NOUN":
            for dep in ("nmod:poss",):
                owners = [c for c in w.children[g] if w.dep[c] == dep]
                if owners:
                    return tuple(owners)
            owners = [
                c
                for c in w.children[g]
                if w.dep[c].split(":")[0] in ("compound", "amod", "nmod")
                and self._somebody(c)
                and self._case(c) in ("", "by", "between")
            ]
            if owners:
                return tuple(k for c in owners for k in (c, *self._conjuncts(c)))
            up = w.head[g]
            if w.dep[g] == "nsubj" and any(w.dep[c] == "expl" for c in w.children[up]):
                told = self._teller(up)  # "denied that there were plans": none of his own side
                return () if told is None else (told,)
            if w.dep[g].split(":")[0] in ("obj", "obl") and w.pos[up] in ("VERB", "AUX"):
                return tuple(self._subjects(up))
            return ()
        return tuple(self._subjects(g))

    def _addressee(self, g: int, what: int) -> tuple[int, ...]:
        w = self._words
        found = [c for c in w.children[g] if c != what and w.dep[c] in ("iobj",)]
        found += [
            c
            for c in w.children[g]
            if c != what
            and w.dep[c].split(":")[0] == "obl"
            and self._case(c) in ("to", "with")
            and self._somebody(c)
        ]
        if not found and w.dep[what] in _CLAUSES:
            found = [c for c in w.children[g] if w.dep[c] == "obj" and self._is_addressed(c)]
        if not found:
            found = [
                c
                for c in w.children[what]
                if (w.dep[c] in ("obj", "iobj") and self._is_addressed(c))
                or (
                    w.dep[c].split(":")[0] == "obl"
                    and self._case(c) in ("to", "against", "with", "on")
                    and self._somebody(c)
                )
            ]
        return tuple(found[:1])

    def _conjuncts(self, i: int) -> list[int]:
        w = self._words
        verbal = w.pos[i] in ("VERB", "AUX")
        found = []
        for c in w.children[i]:
            if w.dep[c] != "conj" or (w.pos[c] in ("VERB", "AUX")) != verbal:
                continue
            if verbal and any(w.dep[k].split(":")[0] in ("nsubj", "aux") for k in w.children[c]):
                continue
            found += [c, *self._conjuncts(c)]
        return found

    def _condition(self, heads: Iterable[int]) -> int:
        """Give the head of the condition of a commitment, or -1."""
        for i in heads:
            at = self._judge.condition(i)
            if at >= 0:
                return at
        return -1
