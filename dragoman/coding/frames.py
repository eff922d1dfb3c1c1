"""Who does what in a clause: subjects, objects and obliques of a predicate or an event noun, from the UD tree.

    tree = Tree(Words.of(doc))
    tree.frame(i).subject      # head tokens of who acts
    tree.frame(i).object       # … of who or what is acted upon

Passives are turned round, and what a clause leaves out is found where grammar puts it: the subject of "wants
[to leave]", of "[leaving] the town, the army", of "troops [sent] to Syria", of "attacked and [burned]" (control,
adverbial and adnominal clauses, relative clauses, coordination; de Marneffe et al. 2021, Universal Dependencies).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.knowledge.tables import words_of
from dragoman.language.mentions import Words

__all__ = ["Frame", "Tree"]

_DEPTH = 8  # how far up a chain of clauses a missing subject is looked for
_SUBJECTS = frozenset(("nsubj", "nsubj:outer", "csubj"))
_PASSIVE = frozenset(("nsubj:pass", "csubj:pass"))
_OBLIQUE = words_of("obl obl:agent nmod obl:arg obl:unmarked obl:tmod obl:npmod")
_CLAUSES = frozenset(("xcomp", "ccomp"))
_NAME_TYPES = frozenset(("PER", "PERSON", "ORG", "LOC", "GPE", "NORP", "FAC", "MISC"))
_OBJECT_CONTROL = words_of(
    "ask urge tell order force allow permit persuade convince invite require instruct want press call "
    "encourage help enable compel push command direct beg warn advise pressure let make prevent accuse "
    "summon teach train appeal exhort implore oblige request"
)


_PHRASAL = words_of("due according because ahead prior owing thanks instead as rather regardless")
"""Prepositions of two words whose second says nothing: "due to" is not "to"."""
_SPEECH = words_of(
    "statement letter report resolution speech message call tweet interview note document declaration communique "
    "remark comment announcement decree order petition press_release post article resolution motion bill"
)


@dataclass(slots=True)
class Frame:
    """What a predicate or an event noun has round it; all are head tokens, coordination not yet expanded.

    Attributes:
        subject, object, iobject: of the act, whatever the voice.
        marks: particles, adverbs and adjectives that hang on the head, by lemma.
        obliques: preposition → what follows it.
        clauses: complement clauses, and infinitives and gerunds of purpose or means.
        owners: whose an event noun is: possessives, names and demonyms before it.
        passive, negated: of the head. auxiliaries: their lemmas.
        stated: whether the subject stands in the clause itself.
    """

    subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    iobject: list[int] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    obliques: dict[str, list[int]] = field(default_factory=dict)
    clauses: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    passive: bool = False
    negated: bool = False
    auxiliaries: frozenset[str] = frozenset()
    stated: bool = False


class Tree:
    """The clauses of one reading; frames are made when they are first asked for."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._frames: dict[int, Frame] = {}
        self._names: dict[int, tuple[str, ...]] = {}

    # ------------------------------------------------------------------------------------------ words

    def names(self, i: int) -> tuple[str, ...]:
        """Give the lemmas that a token answers to: its own, and those of compounds that it ends ("tear_gas")."""
        if (found := self._names.get(i)) is None:
            w = self.words
            own = w.lemma[i].lower()
            low = w.low[i]
            if own == low and w.tag[i] == "NNS":  # the lemmatiser keeps "troops", "supplies"
                own = _singular(low)
            made = [own] if low == own or w.pos[i] not in ("NOUN", "PROPN") else [own, low]
            joined, at = own, i
            while at > 0 and len(made) < 5:
                before = at - 1
                if w.text[before] == "-" and before:
                    before -= 1
                if w.head[before] not in (i, at) or w.dep[before] not in (
                    "compound",
                    "amod",
                    "nmod",
                    "nmod:desc",
                    "obl:unmarked",
                    "nmod:poss",
                    "nummod",
                    "obl:npmod",
                    "advmod",
                    "dep",
                ):
                    break
                joined, at = f"{w.lemma[before].lower()}_{joined}", before
                made.append(joined)
                if low != own:
                    made.append(joined.rpartition(own)[0] + low)
            if w.pos[i] == "PROPN":  # "President Okello" is a president
                made += [
                    w.lemma[c].lower()
                    for c in w.children[i]
                    if w.dep[c] in ("nmod:desc", "appos") and w.pos[c] in ("NOUN", "PROPN")
                ]
            found = self._names[i] = tuple(made)
        return found

    def case(self, i: int) -> list[str]:
        """Give the prepositions of a noun phrase, lower case."""
        w = self.words
        made = []
        for c in w.children[i]:
            if (
                w.dep[c] in ("case", "mark")
                and w.pos[c] != "PUNCT"
                and w.low[c] not in ("'s", "’s", "'", "’")
            ):
                made.append(w.low[c])
                if w.low[c] not in _PHRASAL:
                    made += [w.low[f] for f in w.children[c] if w.dep[f] == "fixed"]
        return made

    def conjuncts(self, i: int) -> list[int]:
        """Give a noun and those that are coordinated with it."""
        w = self.words
        made = [i]
        for c in w.children[i]:
            if w.dep[c] == "conj" and w.pos[c] not in ("VERB", "AUX"):
                made.append(c)
                made += [d for d in w.children[c] if w.dep[d] == "conj" and w.pos[d] not in ("VERB", "AUX")]
        return made

    def subtree(self, i: int, *, without: frozenset[str] = frozenset()) -> list[int]:
        """Give the tokens of a phrase in the order of the text, without branches of certain relations."""
        made, todo = [], [i]
        while todo:
            at = todo.pop()
            made.append(at)
            todo += [c for c in self.words.children[at] if self.words.dep[c] not in without]
        return sorted(made)

    # ------------------------------------------------------------------------------------------ frames

    def frame(self, i: int) -> Frame:
        """Give what a verb, adjective or noun has round it."""
        if (found := self._frames.get(i)) is None:
            found = self._frames[i] = self._make(i)
        return found

    def _make(self, i: int) -> Frame:
        w = self.words
        frame = Frame()
        auxiliaries = set()
        agents: list[int] = []
        patients: list[int] = []
        for c in w.children[i]:
            dep = w.dep[c]
            if dep in _SUBJECTS:
                if dep != "csubj":
                    frame.subject.append(self._antecedent(c))
            elif dep in _PASSIVE:
                frame.passive = True
                patients.append(self._antecedent(c))
            elif dep == "obj":
                frame.object.append(self._antecedent(c))
            elif dep == "iobj":
                frame.iobject.append(c)
            elif dep in _CLAUSES:
                frame.clauses.append(c)
                if w.pos[c] in ("ADJ", "NOUN", "ADV"):
                    frame.marks.setdefault(w.lemma[c].lower(), c)
            elif dep in ("advcl", "acl"):
                frame.clauses.append(c)
            elif dep in ("aux", "aux:pass"):
                auxiliaries.add("will" if w.low[c] in ("wo", "'ll", "’ll") else w.lemma[c].lower())
                frame.passive |= dep == "aux:pass"
            elif dep in ("compound:prt", "advmod", "fixed", "case", "mark", "amod", "discourse"):
                frame.marks.setdefault(w.low[c], c)
                frame.negated |= w.low[c] in ("not", "n't", "n’t", "never", "no", "without")
            elif dep in _OBLIQUE:
                cases = self.case(c)
                if dep == "obl:agent" or (dep.startswith("obl") and cases == ["by"] and w.pos[i] == "VERB"):
                    agents.append(c)
                for case in cases or [""]:
                    frame.obliques.setdefault(case, []).append(self._antecedent(c))
            elif dep == "det" and w.low[c] == "no":
                frame.negated = True
            if dep == "nmod:poss" or (
                dep in ("compound", "amod", "nmod:desc", "nmod") and not self.case(c) and self._is_name(c)
            ):
                frame.owners.append(c)
        if w.dep[i] == "obj":
            self._take_oblique(i, frame)
        frame.auxiliaries = frozenset(auxiliaries)
        frame.stated = bool(frame.subject or patients)
        is_noun = w.pos[i] in ("NOUN", "PROPN", "PRON")
        if (not frame.stated and not is_noun) or (is_noun and "cop" in {w.dep[c] for c in w.children[i]}):
            self._find_subject(i, frame, patients)
        if not frame.passive and w.dep[i].startswith("acl:relcl") and not frame.object and frame.subject:
            head = w.head[i]  # "the town [that] the army shelled"
            if head not in frame.subject and w.pos[i] == "VERB":
                frame.object.append(head)
        if frame.passive:
            if frame.object and patients:
                frame.iobject += patients
            else:
                frame.object = [*patients, *frame.object]
            if patients or agents:
                frame.subject = agents if frame.stated or agents else []
            elif frame.subject and not agents:
                frame.object, frame.subject = [*frame.subject, *frame.object], []
            if "by" in frame.obliques and agents:
                frame.obliques["by"] = [a for a in frame.obliques["by"] if a not in agents]
        return frame

    def _take_oblique(self, i: int, frame: Frame) -> None:
        """Give an object also what stands right behind it and hangs on its verb: "end the war [in Peru]"."""
        w = self.words
        end = self.subtree(i)[-1] + 1
        for c in w.children[w.head[i]]:
            if w.dep[c] == "obl" and c > i and self.subtree(c)[0] == end:
                for case in self.case(c):
                    frame.obliques.setdefault(case, []).append(c)

    def _is_name(self, i: int) -> bool:
        return self.words.ent[i] in _NAME_TYPES or self.words.pos[i] == "PROPN"

    def _antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for; anything else stands for itself."""
        w = self.words
        if w.low[i] not in ("who", "which", "that", "whom", "whose") or w.pos[i] not in (
            "PRON",
            "DET",
            "SCONJ",
        ):
            return i
        at = i
        for _ in range(_DEPTH):
            if w.dep[at].startswith("acl"):
                return w.head[at] if w.head[at] < i else i
            if w.head[at] == at:
                break
            at = w.head[at]
        return i

    def _find_subject(self, i: int, frame: Frame, patients: list[int]) -> None:
        """The subject that a clause leaves out: it stands in the clause that governs it."""
        w = self.words
        dep, head = w.dep[i], w.head[i]
        base = dep.split(":")[0]
        participle = w.tag[i] == "VBN" and not frame.auxiliaries
        if head == i:
            return
        if base == "conj" and w.pos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
            above = self.frame(head)
            if w.pos[head] == "NOUN" and not any(w.dep[c] == "cop" for c in w.children[head]):
                return
            if above.passive and (participle or frame.passive):
                frame.passive = True
                patients += [o for o in above.object if o not in patients]
                frame.subject = frame.subject or list(above.subject)
            elif above.passive and not above.subject:
                frame.subject = list(above.object)
            else:
                frame.subject = list(above.subject)
        elif base == "xcomp":
            above = self.frame(head)
            controlled = above.object or above.iobject
            if controlled and (w.lemma[head] in _OBJECT_CONTROL or not above.passive):
                promised = w.lemma[head] in ("promise", "vow", "threaten", "pledge")
                frame.subject = list(above.subject if promised else controlled)
            elif above.passive:
                frame.subject = list(above.object)
            else:
                persons = next((above.obliques[p] for p in ("on", "upon", "to") if p in above.obliques), [])
                called = w.lemma[head] in ("call", "appeal", "prevail") and persons
                frame.subject = list(persons if called else above.subject)
            if participle and frame.subject and not frame.passive:
                frame.passive = True
                patients += frame.subject
                frame.subject = []
        elif base in {"advcl", "parataxis"}:
            above = self.frame(head)
            if base == "parataxis" and not participle and w.tag[i] != "VBG":
                return
            theirs = above.subject or (above.object if above.passive else [])
            if above.passive and (frame.passive or participle):
                theirs = above.object  # "were hurt after being attacked by": those who were hurt
            if frame.passive:
                patients += theirs
            elif participle:
                frame.passive = True
                patients += theirs
            else:
                frame.subject = list(theirs)
        elif base == "acl":
            if participle:
                frame.passive = True
                patients.append(head)
            elif w.tag[i] == "VBG" and w.lemma[head].lower() in _SPEECH:
                frame.subject = list(self.actors_of_noun(head)) or [head]  # "issued a statement urging …"
            elif w.tag[i] == "VBG" or dep == "acl:relcl":
                frame.subject = [head]
            else:  # "a plan to attack": its owner, or who has it
                frame.subject = list(self.actors_of_noun(head))

    def actors_of_noun(self, i: int) -> list[int]:
        """Give who does what a noun says: its owner, "by", or the subject of the verb that it is the object of."""
        w = self.words
        frame = self.frame(i)
        owners = frame.owners or frame.obliques.get("by", [])
        if owners:
            return owners
        if w.dep[i] in ("obj", "obl", "xcomp", "nmod") and w.pos[w.head[i]] == "VERB":
            return self.frame(w.head[i]).subject
        return []


def _singular(plural: str) -> str:
    """Give the regular singular of a noun's plural."""
    if plural.endswith("ies") and len(plural) > 4:
        return plural[:-3] + "y"
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural
