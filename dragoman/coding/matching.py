"""Finding what the codebook knows in a reading: triggers, their codes, and where their participants stand.

    found = Matcher(tree, codebook).all()

A rule says that words are an event; an operator makes another of the event that stands in its content ("refused to
release the pilots": a release, refused). What is found is not yet an event: :mod:`dragoman.coding.events` asks who
the participants are, and whether it is likely enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.frames import Frame, Tree
from dragoman.knowledge.codebook import Codebook, Operator, Pattern, Rule
from dragoman.knowledge.tables import words_of

__all__ = ["Found", "Matcher"]

_NOUNS = frozenset(("NOUN", "PROPN"))
_DEPTH = 6  # operators upon operators: "called on Iran to stop refusing to …"
_TRANSPARENT = words_of(
    "series number wave string spate campaign act use delivery provision exchange kind form type round "
    "lot set pair resumption continuation start beginning launch imposition introduction extension "
    "increase escalation possibility prospect idea case"
)
"""Nouns whose "of" says what they are."""
_SURE = frozenset(("object", "iobject", "owner", "against", "with", "to", "of", "on"))
"""Places where whatever stands is acted upon; in others only somebody or some place is."""
_TAKING = frozenset(("ASSAULT", "COERCE"))
_NAMES = frozenset(("PER", "PERSON", "ORG", "LOC", "GPE", "NORP", "FAC"))
_CONTENT_PREPOSITIONS = ("of", "to", "for", "on", "in", "from", "against", "with", "into", "about", "over")
_FALLBACK = (
    "object",
    "against",
    "on",
    "to",
    "with",
    "for",
    "from",
    "at",
    "in",
    "over",
    "into",
    "near",
    "along",
)
_PRONOUNS = frozenset(("he", "she", "it", "they"))
_COMMON = frozenset(
    ("this", "that", "it", "what", "which", "there", "each other", "one", "itself", "themselves")
)
_QUANTITIES = words_of(
    "worth third half quarter million billion thousand hundred dozen ton tonne piece number "
    "group batch lot amount series majority "
    "shipment package dollar euro pound load barrel dose kind form"
)
_CALL = frozenset(("call", "appeal", "press", "push", "plead", "prevail", "lobby"))
_ASK_ONESELF = frozenset(("ask", "demand", "request", "beg", "petition", "plead", "clamour"))
_UNSURE = frozenset(("would", "could", "might", "may", "will"))
_SAY = words_of(
    "say insist stress argue maintain declare state add reiterate tell announce warn believe emphasize "
    "emphasise note urge demand suggest"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An event as the words have it.

    Attributes:
        head: token of the trigger; last: token up to which the trigger runs.
        cameo, mode: its code.
        rule: ids of the rule and the operators that made it, the outermost first.
        weight: how likely the words mean it.
        actors, recipients: head tokens.
        joint: whether those in `recipients` act as well.
        nominal: whether a noun says it, which need not assert anything.
        used: tokens that are part of it, and no trigger of their own.
        needs, whom: who must act, to whom it must be done.
        said: whether what it is made of is somebody's claim or demand and not the story's.
        spot: the token that decides what was said, for tables of words.
        operator: whether it rests on an operator without content.
    """

    head: int
    last: int
    cameo: str
    mode: str | None
    type: str | None
    rule: tuple[str, ...]
    weight: float
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    joint: bool = False
    nominal: bool = False
    used: frozenset[int] = frozenset()
    needs: str = ""
    whom: str = ""
    strictness: float = 0.0


@dataclass(frozen=True, slots=True)
class _Fit:
    """A pattern that fits at a token: with its complement and what stands after its preposition."""

    pattern: Pattern
    owner: Rule | Operator
    complement: int | None
    held: int | None
    tokens: tuple[int, ...]


class Matcher:
    """Looks for the codebook's patterns in one reading.

    Args:
        tree, book: the reading's clauses; the codebook.
        people: tokens that speak of an actor of the story.
    """

    def __init__(self, tree: Tree, book: Codebook, people: frozenset[int] = frozenset()) -> None:
        self._people = people
        self._tree, self._words, self._book = tree, tree.words, book
        self._memo: dict[int, Found | None] = {}
        self._busy: set[int] = set()
        self._figures = self._figurative()

    def all(self) -> list[Found]:
        """Give what is found, in the order of the text, without what is part of something else."""
        w = self._words
        found = [
            one
            for i in range(w.n)
            if w.pos[i] in ("VERB", "NOUN", "PROPN", "ADJ", "AUX", "ADP") and (one := self.at(i)) is not None
        ]
        used: set[int] = set()
        for one in found:
            used |= one.used - {one.head}
        return [one for one in found if one.head not in used]

    def at(self, i: int, depth: int = 0) -> Found | None:
        """Give what is found with its trigger at a token, or None."""
        if i in self._memo:
            return self._memo[i]
        if i in self._busy or depth > _DEPTH or i in self._figures:
            return None
        self._busy.add(i)
        found = self._best(i, depth)
        self._busy.discard(i)
        self._memo[i] = found
        return found

    # ------------------------------------------------------------------------------------------ what fits

    def _figurative(self) -> frozenset[int]:
        """Tokens of fixed phrases that mean something else."""
        w, made = self._words, set[int]()
        for i in range(w.n):
            for phrase in self._book.figurative.get(w.lemma[i].lower(), ()):
                n = len(phrase)
                if (
                    tuple(x.lower() for x in w.lemma[i : i + n]) == phrase
                    or tuple(w.low[i : i + n]) == phrase
                ):
                    made.update(range(i, i + n))
        return frozenset(made)

    def _fits(self, i: int) -> Iterator[_Fit]:
        w, tree = self._words, self._tree
        pos = w.pos[i]
        copular = any(w.dep[c] == "cop" for c in w.children[i])
        if pos in {"VERB", "AUX"}:
            index, names = self._book.verbs, tree.names(i)[:1]
            if names[0] not in index:
                names = tuple(one for one in _lemmas(w.low[i]) if one in index)[:1] or names
        elif pos in _NOUNS:
            index, names = self._book.nouns, tree.names(i)
        else:
            index, names = self._book.adjectives, tuple({w.lemma[i].lower(), w.low[i]})
        frame: Frame | None = None
        seen: set[str] = set()
        for name in names:
            for pattern, owner in index.get(name.rpartition("_")[2], ()):
                if pattern.heads.isdisjoint(names) or (key := pattern.text + owner.id) in seen:
                    continue
                seen.add(key)
                frame = frame or tree.frame(i)
                if (fit := self._fit(i, frame, pattern, owner)) is not None:
                    yield fit
        if copular:
            cases = set(tree.case(i))
            for pattern, owner in self._book.verbs.get("be", ()):
                if all(mark & cases for mark in pattern.marks) and all(
                    term & set(tree.names(i)) for term in pattern.terms
                ):
                    yield _Fit(pattern, owner, None, None, (i,))

    def _fit(self, i: int, frame: Frame, pattern: Pattern, owner: Rule | Operator) -> _Fit | None:
        if pattern.negated and not frame.negated:
            return None
        if pattern.clause and not frame.clauses:
            return None
        w, tree = self._words, self._tree
        is_noun = pattern.part == "noun"
        held: int | None = None
        tokens = [i]
        complements = [*frame.object, *frame.clauses]
        if pattern.marks or pattern.part == "noun":
            complements += [c for cs in frame.obliques.values() for c in cs]
        else:
            complements += frame.obliques.get("", [])
        complements += [d for c in complements for d in self._counted(c)]
        for mark in pattern.marks:
            if marked := next((m for m in mark if m in frame.marks), None):
                tokens.append(frame.marks[marked])
                continue
            at = next(
                (
                    c
                    for m in mark
                    for c in frame.obliques.get(m, ())
                    if not self._is_time(c) or any(not t.isdisjoint(tree.names(c)) for t in pattern.terms)
                ),
                None,
            )
            if at is None:  # "put pressure on": it hangs on the object; "call on … to": on the clause
                for c in (*(frame.object if pattern.terms or is_noun else ()), *frame.clauses):
                    inner = tree.frame(c)
                    at = next((d for m in mark for d in inner.obliques.get(m, ())), None)
                    if (
                        at is None
                        and c in frame.clauses
                        and (isinstance(owner, Operator) or w.tag[c] == "VBG")
                        and mark & set(tree.case(c))
                    ):
                        at = c
                    if at is not None:
                        break
            if at is None:
                return None
            held = at
            tokens.append(at)
        complement: int | None = None
        modifiers: set[str] | None = None
        for number, term in enumerate(pattern.terms, 1):
            hit = next(
                (c for c in complements for d in tree.conjuncts(c) if not term.isdisjoint(tree.names(d))),
                None,
            )
            if hit is None and not term.isdisjoint(frame.marks):
                mark_word = next(m for m in term if m in frame.marks)
                tokens.append(frame.marks[mark_word])
                continue
            if hit is None:
                if number == len(pattern.terms) and pattern.part != "noun":
                    return None
                if modifiers is None:  # "joint exercise": all but the last may be modifiers
                    modifiers = {
                        w.lemma[d].lower()
                        for c in (i, *complements)
                        for d in w.children[c]
                        if w.dep[d] in ("amod", "compound", "nmod", "obl", "nmod:desc", "obj")
                    }
                if term.isdisjoint(modifiers):
                    return None
                continue
            complement = hit
            tokens.append(hit)
        if isinstance(owner, Rule):
            blocked = owner.blocks
            if blocked and any(not blocked.isdisjoint(tree.names(c)) for c in (*complements, *_all(frame))):
                return None
            if owner.not_subject and any(
                not owner.not_subject.isdisjoint(tree.names(s)) for s in frame.subject if w.pos[s] == "NOUN"
            ):
                return None
            if owner.subject is not None and not any(
                not owner.subject.isdisjoint(tree.names(s)) for s in frame.subject
            ):
                return None
        return _Fit(pattern, owner, complement, held, tuple(tokens))

    def _counted(self, i: int) -> list[int]:
        """What a word of quantity counts: millions of [dollars], 4 million worth of [equipment]."""
        w = self._words
        if w.lemma[i].lower() not in _QUANTITIES and w.pos[i] not in ("NUM", "SYM"):
            return []
        frame = self._tree.frame(i)
        return (
            frame.obliques.get("of", [])
            + frame.obliques.get("in", [])
            + [c for c in w.children[i] if w.dep[c] == "nmod"]
        )

    # ------------------------------------------------------------------------------------------ which counts

    def _best(self, i: int, depth: int) -> Found | None:
        """A stricter pattern comes before a looser one; an operator with an event in its content before both."""
        best: Found | None = None
        rank: tuple[float, float] = (-1.0, 0.0)
        for fit in self._fits(i):
            owner = fit.owner
            if isinstance(owner, Operator):
                made = self._operate(i, fit, owner, depth)
                bonus = 0.9 if made is not None and made.used else -0.5
                if made is not None and made.cameo == "":
                    return None
            else:
                made, bonus = self._plain(i, fit, owner, depth), 0.0
                if made is not None and owner.content is not None and len(made.rule) > 1:
                    bonus = 1.2
            if made is None:
                continue
            if (now := (fit.pattern.strictness + bonus, made.weight)) > rank:
                best, rank = made, now
        if best is not None and self._words.pos[i] not in _NOUNS:
            return self._auxiliary(i, best)
        return best or self._demand(i, depth) or self._judgement(i)

    def _auxiliary(self, i: int, found: Found) -> Found | None:
        """ "will meet", "will not lift"."""
        frame = self._tree.frame(i)
        rows = self._book.auxiliaries
        for name in ("refusal", "future"):
            row = rows.get(name)
            if row is None or not (row.words & frame.auxiliaries or (name == "future" and self._going_to(i))):
                continue
            if name == "refusal" and not frame.negated:
                continue
            made = self._become(row.content, found)
            if made is None:
                return None if name == "refusal" else found
            if not made.cameo:
                return None  # "will not attack" refuses nothing
            if made.cameo != found.cameo and made.recipients:
                made = replace(made, joint=False)  # one side says that it will meet the other
            return replace(made, rule=(f"auxiliary.{name}", *found.rule), head=i)
        return found

    def _going_to(self, i: int) -> bool:
        """ "is going to expel": what is to come, and no going anywhere."""
        w, above = self._words, self._words.head[i]
        return w.dep[i] == "xcomp" and w.low[above] == "going" and "to" in self._tree.case(i)

    def _judgement(self, i: int) -> Found | None:
        """ "The vote was a farce, she said": she disapproves of it; "was responsible": she blames it."""
        w, tree = self._words, self._tree
        frame = tree.frame(i)
        if w.pos[i] != "VERB" or w.lemma[i].lower() not in _SAY | {"call"} or not frame.subject:
            return None
        for c in frame.clauses:
            inner = tree.frame(c)
            copular = any(w.dep[k] == "cop" for k in w.children[c])
            if not copular or inner.negated or not inner.subject or inner.auxiliaries & _UNSURE:
                continue
            for name in ("blame", "praise"):
                row = self._book.auxiliaries.get(name)
                said = {w.lemma[c].lower(), w.low[c]}
                said |= {w.lemma[k].lower() for k in w.children[c] if w.dep[k] == "amod"}
                if "behind" in tree.case(c) or "behind" in inner.obliques:
                    said.add("blame")
                if row is None or row.otherwise is None or row.words.isdisjoint(said):
                    continue
                return Found(
                    head=i,
                    last=i,
                    cameo=row.otherwise,
                    mode=None,
                    type=None,
                    rule=(f"auxiliary.{name}",),
                    weight=0.6,
                    actors=tuple(frame.subject),
                    recipients=tuple(s for s in inner.subject if s not in frame.subject),
                    used=frozenset((i, c)),
                )
        return None

    def _demand(self, i: int, depth: int) -> Found | None:
        """ "Iran must disarm, she said": a demand of hers."""
        w, row = self._words, self._book.auxiliaries.get("must")
        if row is None or w.lemma[i].lower() not in _SAY or w.pos[i] != "VERB":
            return None
        frame = self._tree.frame(i)
        for c in frame.clauses:
            inner = self._tree.frame(c)
            have_to = w.lemma[c] in ("have", "need") and "to" in {
                w.low[d] for k in w.children[c] for d in w.children[k]
            }
            if not (row.words & inner.auxiliaries or have_to) or not frame.subject or not inner.subject:
                continue
            content = self.at(c, depth + 1)
            made = self._become(row.content, content) if content is not None else None
            cameo, mode = (made.cameo, made.mode) if made is not None else (row.otherwise or "", None)
            if not cameo:
                continue
            return Found(
                head=i,
                last=i,
                cameo=cameo,
                mode=mode,
                type=None,
                rule=("auxiliary.must", *(content.rule if content else ())),
                weight=0.55,
                actors=tuple(frame.subject),
                recipients=tuple(inner.subject or inner.object),
                used=frozenset((i, c)),
            )
        return None

    # ------------------------------------------------------------------------------------------ rules

    def _plain(self, i: int, fit: _Fit, rule: Rule, depth: int) -> Found | None:
        w, tree = self._words, self._tree
        frame = tree.frame(i)
        noun = w.pos[i] in _NOUNS and fit.pattern.part == "noun"
        cameo, mode, type_ = rule.cameo, rule.mode, str(rule.type)
        near = self._near(i, fit)
        for refinement in rule.words:
            if refinement.words & near:
                cameo, mode = refinement.cameo or cameo, refinement.mode or mode
                known = self._book.code(cameo)
                if refinement.cameo and known is not None and known.type != rule.type:
                    type_ = str(known.type)
                break
        ids = [rule.id]
        used = set(fit.tokens)
        recipients = self._recipients(frame, fit, rule, noun=noun)
        if rule.whom == "somebody" and not noun and fit.complement is None and not self._on_somebody(frame):
            return None
        if rule.content is not None and (content := self._content(i, fit, frame, depth)):
            became = self._become(rule.content, content)
            if became is not None and became.cameo:
                cameo, mode = became.cameo, became.mode or mode
                ids += content.rule
                used |= became.used | {content.head}
                author = self._author(content, frame, fit.held) if rule.content == "refuse" else []
                theirs = content.actors if rule.content == "accuse" else content.recipients
                recipients = author or recipients or list(theirs)
        actors = self._actors(i, frame, noun=noun, of=rule.of)
        if rule.type == "THREATEN" and not recipients and not noun:
            # "warned voters against going": they are the subject of the clause
            inner = [tree.frame(c) for c in frame.clauses if w.dep[c] in ("xcomp", "ccomp", "advcl")]
            recipients = next((f.subject for f in inner if f.stated and f.subject), [])
            recipients = [r for r in recipients if r not in actors]
        joint = bool(rule.joint) and self._is_joint(frame, fit, rule, recipients, actors)
        if noun and rule.joint and "between" in frame.obliques:
            actors = frame.obliques["between"]
            recipients = []
            joint = True
        recipients = [r for r in recipients if r not in actors and r != i]
        return Found(
            head=i,
            last=max([i, *(t for t in fit.tokens if t - i < 4)]),
            cameo=cameo,
            mode=mode,
            type=type_,
            rule=tuple(ids),
            weight=rule.weight,
            actors=tuple(actors),
            recipients=tuple(recipients),
            joint=joint,
            nominal=noun,
            used=frozenset(used),
            needs=rule.needs,
            whom=rule.whom,
            strictness=fit.pattern.strictness,
        )

    def _near(self, i: int, fit: _Fit) -> frozenset[str]:
        """The lemmas that stand with a trigger: its phrase and its complements', not other clauses."""
        _w, tree = self._words, self._tree
        skip = words_of("acl:relcl advcl ccomp parataxis conj nsubj nsubj:pass xcomp")
        found = set[str]()
        for k in tree.subtree(i, without=skip):
            found.update(tree.names(k))
        for c in (fit.complement, fit.held):
            if c is not None:
                for k in tree.subtree(c, without=skip - {"conj"}):
                    found.update(tree.names(k))
        return frozenset(found)

    def _actors(self, i: int, frame: Frame, *, noun: bool, of: str) -> list[int]:
        w = self._words
        if not noun:
            return self._instead_of_pronouns(i, frame.subject)
        if "by" in frame.obliques:
            return list(frame.obliques["by"])
        if of == "actor" and "of" in frame.obliques:
            return list(frame.obliques["of"])
        if frame.owners:
            return list(frame.owners)
        for c in frame.clauses:  # "an airstrike conducted by the air force"
            if w.dep[c] == "acl" and w.tag[c] == "VBN" and "obl:agent" in {w.dep[k] for k in w.children[c]}:
                return list(self._tree.frame(c).subject)
        head = w.head[i]
        light = w.pos[head] == "VERB" and w.lemma[head].lower() in self._book.ordinary
        if light and w.dep[i] in ("obj", "obl", "xcomp"):  # "led talks", not "condemned the attack"
            return list(self._tree.frame(head).subject)
        return list(frame.obliques.get("from", []))

    def _instead_of_pronouns(self, i: int, subject: Sequence[int]) -> list[int]:
        """ "Lima says it will open the border": whom a pronoun means, where the story's actors do not tell."""
        w = self._words
        if len(subject) != 1 or w.low[subject[0]] not in _PRONOUNS or subject[0] in self._people:
            return list(subject)
        at = i
        for _ in range(_DEPTH):
            if w.head[at] == at:
                break
            at, dep = w.head[at], w.dep[at]
            if dep in ("ccomp", "advcl", "parataxis", "xcomp") and w.pos[at] in ("VERB", "ADJ"):
                above = self._tree.frame(at).subject
                if above and w.low[above[0]] not in _PRONOUNS:
                    return list(above)
        return list(subject)

    def _author(self, content: Found, frame: Frame, held: int | None) -> list[int]:
        """Whose the call, offer or charge is that is refused; the phrase itself, where an owner stands in it."""
        w = self._words
        if w.pos[content.head] not in _NOUNS or content.head not in (*frame.object, held):
            return []
        inner = self._tree.frame(content.head)
        return inner.obliques.get("by") or inner.obliques.get("from") or [content.head]

    def _recipients(self, frame: Frame, fit: _Fit, rule: Rule, *, noun: bool) -> list[int]:
        """Take the first place of the order that is filled; where a complement is fixed, what hangs on it counts."""
        tree = self._tree
        order, of = rule.recipient, rule.of
        if (
            frame.iobject and "iobject" not in order
        ):  # "encouraged [the council] to publish", "granted [Peru] leave"
            order = ("iobject", *order)
        complement, held = fit.complement, fit.held
        direct = [o for o in frame.object if o != complement]
        if (complement is None and held is not None and not direct and not noun) or (
            complement is None and held is not None and noun
        ):
            direct = [held]
        inner = tree.frame(complement) if complement is not None else None

        def place(name: str) -> list[list[int]]:
            if name == "object":  # "announced that it will pardon her": the object of what was announced
                told = complement is not None and inner is not None and self._words.pos[complement] == "VERB"
                return [direct, inner.object] if told and inner is not None else [direct]
            if name == "iobject":
                return [frame.iobject]
            if name == "owner":
                return [frame.owners if noun else [], inner.owners if inner is not None else []]
            if name == "of" and noun and of != "recipient":
                return []
            hits = [frame.obliques.get(name, [])]
            if inner is not None:
                hits.append(inner.obliques.get(name, []))
            if direct and name not in ("of", "in"):
                hits.append(tree.frame(direct[0]).obliques.get(name, []))
            return hits

        for name in (*order, *(p for p in _FALLBACK if p not in order and not rule.strict)):
            for group in place(name):
                found = [
                    h
                    for h in group
                    if h != complement
                    and self._words.low[h] not in _COMMON
                    and not self._is_time(h)
                    and ((name in order and name in _SURE) or self._plausible(h))
                ]
                if found:
                    return found
            if (
                name == "object"
                and name in order
                and complement is not None
                and (self._is_people(complement) or self._is_somebodys(complement, rule))
            ):
                return [complement]
        if inner is not None and not rule.strict and inner.owners:
            return [o for o in inner.owners if self._words.pos[o] != "PRON"]
        return self._far(fit, rule) if not noun else []

    def _is_people(self, i: int) -> bool:
        """Whether a pattern's own noun is somebody: "freed hostages", but not "expressed opposition"."""
        people = not self._book.persons.isdisjoint(self._tree.names(i))
        return people and self._words.lemma[i].lower() != "opposition"

    def _is_somebodys(self, i: int, rule: Rule) -> bool:
        """Whether a pattern's own noun is a thing that tells whom the act hits: "captured a rebel base"."""
        return (
            rule.type in _TAKING
            and self._book.nouns.keys().isdisjoint(self._tree.names(i))
            and self._plausible(i)
        )

    def _far(self, fit: _Fit, rule: Rule) -> list[int]:
        """Whom an act is against or with, wherever in its phrase that stands: trees hang it too low."""
        wanted = "with" if "with" in rule.recipient[:2] else "against" if "against" in rule.recipient else ""
        if not wanted:
            return []
        w, tree = self._words, self._tree
        skip = frozenset(("acl:relcl", "ccomp", "conj", "parataxis", "nsubj", "nsubj:pass", "advcl"))
        for k in tree.subtree(fit.tokens[0], without=skip):
            if (
                k > fit.tokens[0]
                and w.dep[k] in ("obl", "nmod")
                and wanted in tree.case(k)
                and self._plausible(k)
            ):
                return [k]
        return []

    def _on_somebody(self, frame: Frame) -> bool:
        """Whether what is acted upon is somebody, as far as the object tells, and no thing."""
        w = self._words
        return not frame.object or any(
            w.pos[k] in ("PRON", "NUM", "PROPN", "DET") or self._plausible(k)
            for o in frame.object
            for c in self._tree.conjuncts(o)
            for k in (c, *self._counted(c))
        )

    def _is_time(self, i: int) -> bool:
        w = self._words
        return w.ent[i] in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY", "ORDINAL") or (
            w.lemma[i].lower() in _TIMES
        )

    def _plausible(self, i: int) -> bool:
        """Whether somebody or some place is spoken of, and not a thing."""
        w = self._words
        return (
            i in self._people
            or w.pos[i] == "PROPN"
            or w.ent[i] in _NAMES
            or not self._book.persons.isdisjoint(self._tree.names(i))
            or any(
                k in self._people or w.pos[k] == "PROPN" or w.ent[k] in _NAMES
                for k in w.children[i]
                if w.dep[k] in ("nmod:poss", "compound", "amod", "flat", "nmod:desc")
                or (w.dep[k] == "nmod" and "of" in self._tree.case(k))
            )
        )

    def _is_joint(
        self, frame: Frame, fit: _Fit, rule: Rule, recipients: Sequence[int], actors: Sequence[int]
    ) -> bool:
        """Whether all who are named act: "met with", "met" of several, "talks between"."""
        together = any(len(self._tree.conjuncts(a)) > 1 for a in actors)
        if rule.joint == "together":
            return together and not recipients
        inner = self._tree.frame(fit.complement) if fit.complement is not None else None
        with_ = [*frame.obliques.get("with", []), *(inner.obliques.get("with", []) if inner else [])]
        if any(r in with_ for r in recipients):
            return True
        if not recipients:
            return together
        return rule.joint == "object" and bool(frame.object) and recipients == frame.object

    # ------------------------------------------------------------------------------------------ operators

    def _operate(self, i: int, fit: _Fit, operator: Operator, depth: int) -> Found | None:
        w, tree = self._words, self._tree
        frame = tree.frame(i)
        told_to = any(
            w.dep[c] == "xcomp" or (w.tag[c] == "VB" and "to" in tree.case(c)) for c in frame.clauses
        )
        if operator.content == "request" and w.lemma[i].lower() in ("tell", "remind") and not told_to:
            return None  # "told reporters" asks for nothing
        if operator.content == "request" and w.lemma[i].lower() == "ask" and self._question(i, frame):
            return None
        content = self._content(i, fit, frame, depth, at=operator.at)
        noun = w.pos[i] in _NOUNS and fit.pattern.part == "noun"
        actors = self._actors(i, frame, noun=noun, of="theme")
        told = [
            *frame.iobject,
            *(o for o in frame.object if content is None or o not in content.used | {content.head}),
        ]
        if content is None:
            if operator.otherwise is None or operator.at != "complement":
                return None
            if not (frame.object or frame.clauses or fit.held is not None):
                return None
            recipients = told or ([fit.held] if fit.held is not None else [])
            inner = [c for c in frame.clauses if c not in recipients]
            if not recipients and inner:
                below = tree.frame(inner[0])
                recipients = [r for r in below.subject if r not in actors]
                if operator.otherwise == "130" and not recipients:  # "vowed to crush the rebels"
                    recipients = [o for o in below.object if self._plausible(o)]
            return Found(
                head=i,
                last=i,
                cameo=operator.otherwise,
                mode=None,
                type=None,
                rule=(operator.id,),
                weight=operator.weight * 0.8,
                actors=tuple(actors),
                recipients=tuple(recipients),
                nominal=noun,
            )
        table = operator.content
        if frame.passive and not actors and table in ("plan", "intend") and w.dep[content.head] == "xcomp":
            actors, told = list(content.actors) or list(frame.object), []  # "is expected to visit"
        controlled = [
            o for o in (*frame.object, *frame.iobject) if o not in content.used and o != content.head
        ]
        if (
            table in ("plan", "intend")
            and controlled
            and w.dep[content.head] == "xcomp"
            and not frame.passive
        ):
            table = "request"  # "wants Iran to leave"
        own = bool(set(content.actors) & set(actors)) and w.lemma[i].lower() not in _ASK_ONESELF
        if (
            table == "request"
            and own
            and w.dep[content.head] == "xcomp"
            and not controlled
            and fit.held is None
        ):
            table = "plan"
        if table == "refuse" and w.dep[content.head] == "ccomp" and w.lemma[i].lower() == "deny":
            return None  # "denied that he had met her" is a statement
        if table == "same" and w.dep[content.head] in ("ccomp", "advcl"):
            return None
        became = self._become(table, content)
        if became is None:
            return None
        if not became.cameo:
            return replace(became, cameo="")
        if noun and table == "plan" and became.cameo.startswith("13"):
            return None  # a plan to attack is no threat, unless somebody announces it
        same = became.cameo == content.cameo and table == "same"
        recipients = list(content.recipients)
        if table == "refuse" and w.pos[content.head] in _NOUNS and content.head in (*frame.object, fit.held):
            # "rejected the envoy's call": the call's author is refused, not those whom it was about
            recipients = self._author(content, frame, fit.held)
            told = []
        if table == "request":
            asked = told or (list(content.recipients) if content.cameo.startswith("10") else [])
            asked = asked or [r for r in content.actors if r not in actors]
            if fit.held is not None and fit.held not in content.used and fit.held != content.head:
                asked = [fit.held]
            for name in ("to", "from", "on"):
                asked = asked or frame.obliques.get(name, [])
            recipients = [r for r in asked if r not in actors] or recipients
        elif operator.at == "subject" and "between" in frame.obliques:  # "fighting broke out between"
            actors, recipients = list(frame.obliques["between"]), []
        elif operator.at == "subject":
            actors = list(content.actors)
            recipients = list(content.recipients) or [*frame.object, *frame.obliques.get("in", [])]
        elif operator.reverse:
            recipients, actors = actors, [a for a in content.actors if a not in actors]
            actors = actors or [*frame.obliques.get("from", []), *frame.obliques.get("by", [])]
        else:
            outer = [*told, *self._outer(frame, content)]
            if same or not recipients:
                recipients = recipients or outer
            elif told:
                recipients = told
            if operator.content in ("refuse", "stop") and not recipients:
                recipients = [a for a in content.actors if a not in actors]
        actors = [a for a in actors if a != content.head]
        if same and not actors and not operator.reverse:
            actors = list(content.actors)
        head, last = (i, i)
        if same and abs(content.head - i) > 4:
            head = last = content.head if operator.at == "subject" else i
        elif same:
            head, last = (i, content.head) if content.head > i else (content.head, i)
        return Found(
            head=i,
            last=max(i, last) if head <= i else i,
            cameo=became.cameo,
            mode=became.mode,
            type=content.type if same else None,
            rule=(operator.id, *content.rule),
            weight=min(0.9, (operator.weight + content.weight) / 2 + 0.05),
            actors=tuple(actors),
            recipients=tuple(r for r in recipients if r not in actors and r != content.head),
            joint=(content.joint and not noun and (same or not recipients))
            or (operator.at == "subject" and "between" in frame.obliques),
            nominal=noun,
            used=became.used | {content.head, i},
            needs=content.needs if same else "",
            whom=content.whom if same else "",
            strictness=content.strictness,
        )

    def _question(self, i: int, frame: Frame) -> bool:
        """Whether who asks wants an answer: "asked whether he would go", "asked about the raid"."""
        w = self._words
        put = any({"if", "whether"} & set(self._tree.case(c)) for c in frame.clauses)
        return put or "about" in frame.obliques or (w.dep[i] == "advcl" and w.tag[i] == "VBN")

    def _outer(self, frame: Frame, content: Found) -> list[int]:
        for name in ("against", "on", "to", "with", "for", "from", "at", "in", "over"):
            hit = [
                h
                for h in frame.obliques.get(name, [])
                if h not in content.used and h != content.head and not self._is_time(h)
            ]
            if hit:
                return hit
        return []

    def _become(self, table: str, found: Found | None) -> Found | None:
        """What a table makes of a content; its cameo is "" where that is no event, and None where it is not told."""
        if found is None:
            return None
        code = self._book.become(table, found.cameo)
        if code is None:
            return None
        if code == "":
            return replace(found, cameo="")
        if code == found.cameo:
            return found
        cameo, _, mode = code.partition(":")
        siblings = {c for c in self._words.children[found.head] if self._words.dep[c] == "conj"}
        used = found.used | {found.head} | siblings
        return replace(found, cameo=cameo, mode=mode or None, type=None, needs="", used=used)

    def _content(
        self,
        i: int,
        fit: _Fit,
        frame: Frame,
        depth: int,
        *,
        at: str = "complement",
    ) -> Found | None:
        """The event that an operator speaks of."""
        w = self._words
        if at == "subject":
            places = [*frame.subject, *(frame.object if frame.passive else [])]
        elif at == "object":
            places = [*frame.object, *([fit.held] if fit.held is not None else [])]
        else:
            held = [fit.held] if fit.held is not None else []
            first = [c for c in frame.clauses if self._belongs(i, c)]
            places = [*held, *first, *frame.object]
            if w.pos[i] in _NOUNS:
                for name in _CONTENT_PREPOSITIONS:
                    places += frame.obliques.get(name, [])
                places += [c for c in w.children[i] if w.dep[c] == "compound"]
            else:
                for name in ("on", "in", "for", "to", "against", "with", "from", "of"):
                    places += frame.obliques.get(name, [])
                places += [c for c in frame.clauses if c not in first and w.dep[c] != "advcl"]
        for place in dict.fromkeys(places):
            if place == i:
                continue
            if (found := self._event_in(place, depth + 1)) is not None:
                return found
        return None

    def _belongs(self, i: int, c: int) -> bool:
        """Whether a clause is what the head is about: "refuse to go", "accuse of helping", not "met to discuss"."""
        w = self._words
        if w.dep[c] in ("xcomp", "ccomp"):
            return True
        if w.dep[c] == "acl":
            return w.tag[c] in ("VB", "VBG") or "that" in self._tree.case(c)
        cases = self._tree.case(c)
        if w.tag[c] == "VB" and "to" in cases and w.lemma[i].lower() in _CALL:
            return True  # "called on them to stop"
        return w.tag[c] == "VBG" and bool(set(cases) & {"of", "from", "against", "for", "on", "to", "with"})

    def _event_in(self, i: int, depth: int) -> Found | None:
        """The event of a phrase: its head's, or of what hangs on it by "of" where the head says little."""
        w, tree = self._words, self._tree
        for one in [i, *[c for c in w.children[i] if w.dep[c] == "conj"][:1]]:
            if w.low[one] in ("who", "which", "that"):
                continue
            if (found := self.at(one, depth)) is not None:
                return found
        frame = tree.frame(i)
        if w.pos[i] in _NOUNS and w.lemma[i].lower() in _TRANSPARENT:
            for name in ("of", "in", "to"):
                for c in frame.obliques.get(name, ()):
                    if (found := self.at(c, depth)) is not None:
                        return found
        return None


_TIMES = words_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december day week month year today yesterday tomorrow "
    "tonight morning evening night afternoon hour minute weekend decade time moment percent ahead order "
    "addition response"
)


def _all(frame: Frame) -> list[int]:
    return [c for cs in frame.obliques.values() for c in cs]


def _lemmas(form: str) -> Iterator[str]:
    """Lemmas that a regular verb form may have, for forms that the reader's lemmatiser got wrong."""
    for ending in ("ed", "ing", "es", "s", "d"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            stem = form[: -len(ending)]
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield stem[:-1] + "y"
