"""Who did what to whom: the events of a story, in PLOVER and CAMEO.

    events(doc, story, actors, book) -> (Event(type="ASSAULT", actors=(…), recipients=(…)), …)

What the codebook finds (:mod:`dragoman.coding.matching`) becomes an event when its participants do: their words are
looked up among the story's actors, so that "they", "the president" and "Moscow" are who they are in the whole story.
Then its confidence is weighed: by how sure the rule's words are, by who acts, by whether a noun or a verb says it, by
the field that the sentence is from. What stays below the threshold is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.coding.contexts import contexts, vocabulary
from dragoman.coding.frames import Tree
from dragoman.coding.likelihood import WEIGHTS, chance, logit
from dragoman.coding.matching import Found, Matcher
from dragoman.coding.participants import Participant, Participants, standing
from dragoman.coding.size import size
from dragoman.coding.weights import stored
from dragoman.errors import InputError
from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.tables import INTERNATIONAL, words_of
from dragoman.language.mentions import Words
from dragoman.records import Actor, CodedBy, Event, EventType, Span, Statement, Story, content_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["PRESETS", "Draft", "EventCoder", "events", "threshold"]

PRESETS = {"precise": 0.6, "balanced": 0.38, "recall": 0.25}
"""Least confidence of an event that is given, by name."""

_SOFT = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
)
"""Types whose words are everybody's: only among those of politics do they mean what PLOVER means."""
_ANSWERS = frozenset(("ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN", "AGREE"))
"""Types that answer to what others did, and name the act in their place."""
_RECALLED = 6
"""Sentences back to which "the attack" is looked for."""
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "such"))
_ANY_ACT = words_of(
    "move decision step action act measure argument announcement policy plan event incident ruling"
)
_MEANS = {
    "ASSAULT": words_of(
        "attack strike airstrike assault raid offensive operation bombing shelling killing invasion aggression "
        "violence shooting murder massacre ambush incursion bombardment war blast escalation"
    ),
    "COERCE": words_of(
        "arrest detention crackdown ban seizure raid blockade operation occupation annexation takeover"
    ),
    "SANCTION": words_of("sanction tariff expulsion penalty embargo withdrawal ruling verdict"),
    "REQUEST": words_of("request demand call appeal proposal plea order"),
    "AGREE": words_of("offer proposal plan promise pledge deal agreement"),
    "THREATEN": words_of("threat warning ultimatum tariff sanction plan"),
    "ACCUSE": words_of("accusation allegation charge claim criticism lawsuit"),
    "CONCEDE": words_of("ceasefire truce concession apology decision"),
    "MOBILIZE": words_of("exercise drill deployment test launch buildup"),
    "PROTEST": words_of("protest demonstration rally strike march"),
    "REJECT": words_of("refusal rejection veto decision"),
    "SUPPORT": words_of("agreement deal accord endorsement recognition proclamation"),
}
"""By which nouns an act of each type is spoken of afterwards."""
_TOPICS = frozenset((("PROTEST", "REQUEST"), ("PROTEST", "ACCUSE")))
_POSSIBLE = frozenset(("would", "could", "might", "may", "can"))
_GENERAL = frozenset(("aerial", "explosives", "firearms", "heavy-weapons", "troops"))
"""Modes that a rule's words suggest, and other words of the clause can overrule: an air strike by a drone."""
_SOMEBODY = frozenset(("PRON", "PROPN", "NOUN", "NUM", "DET", "X"))
_HARMS = frozenset(("180", "1712"))
"""Codes of what an attack does: killing, wounding, destroying."""
_SPEAKING = frozenset(("i", "we", "you", "me", "us"))
_SAID = frozenset(("AGREE", "SUPPORT", "REQUEST", "REJECT", "CONCEDE", "SANCTION", "COOPERATE"))
"""Types of acts of speech and paper: a place where they are done is not their recipient."""
_SCENES = frozenset(("in", "at", "near", "outside", "during"))
_TROUBLE = words_of(
    "war conflict fighting violence crisis offensive operation attack invasion occupation bombing bloodshed killing "
    "government people army force intervention"
)
_HITTING = frozenset(
    ("ASSAULT", "COERCE", "SANCTION", "THREATEN", "PROTEST", "MOBILIZE", "AID", "RETREAT", "CONCEDE")
)
"""Types of acts that hit whom a thing is aimed at."""
_OTHER_CLAUSES = frozenset(("acl:relcl", "ccomp", "parataxis", "conj", "advcl"))
_THEM = frozenset(("them", "him", "her", "it"))
_CROWD = words_of(
    "protester demonstrator crowd people student worker resident activist supporter thousand hundred "
    "dozen ten teacher farmer driver union opposition member group villager nurse doctor employee miner "
    "mob youth rioter inmate prisoner migrant refugee strike strikers trader lawyer journalist woman "
    "man mother citizen rival leader party lawmaker opponent community campaigner crew staff player "
    "pilot fisherman trucker"
)


def threshold(preset: str | float) -> float:
    """Give the threshold of a preset, or a number as it is.

    Raises:
        InputError: no such preset, or a number that is no probability.
    """
    if isinstance(preset, str):
        if preset not in PRESETS:
            raise InputError(f"no preset {preset!r}; there are {', '.join(PRESETS)}, or a number from 0 to 1")
        return PRESETS[preset]
    if not 0 <= preset <= 1:
        raise InputError(f"a threshold of {preset} is no probability; take a number from 0 to 1")
    return float(preset)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before the threshold: what was found, with its participants and confidence."""

    found: Found
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    confidence: float


class EventCoder:
    """Codes the events of one reading; holds what several questions about it share."""

    def __init__(
        self,
        doc: Doc,
        story: Story,
        actors: Sequence[Actor],
        book: Codebook,
        *,
        grounds: Mapping[tuple[int, int], Actor] | None = None,
    ) -> None:
        self._story, self._book = story, book
        self.tree = Tree(Words.of(doc))
        self._participants = Participants(self.tree, actors, story.text, grounds or {})
        self.matcher = Matcher(self.tree, book, self._participants.people)
        words = self.tree.words
        self._bounds: dict[int, tuple[int, int]] = {}
        for i in range(words.n):
            first, _ = self._bounds.get(words.sent[i], (i, i))
            self._bounds[words.sent[i]] = (first, i + 1)
        self._fields: dict[int, float] = {}
        self._vocabularies: dict[int, frozenset[str]] = {}

    # ------------------------------------------------------------------------------------------ drafts

    def drafts(self) -> list[Draft]:
        """Give all that could be an event, whatever its confidence, in the order of the text."""
        made = [draft for one in self.matcher.all() if (draft := self._draft(one)) is not None]
        return self._recalled(self._merged(self._struck(made)))

    def _struck(self, drafts: list[Draft]) -> list[Draft]:
        """ "Nine were killed in an attack by the rebels": the attack is the event, the killed its recipients."""
        dropped: set[int] = set()
        made = list(drafts)
        for n, low in enumerate(drafts):
            if low.actors or not low.recipients or self.coded(low.found)[0] != "ASSAULT" or low.found.nominal:
                continue
            frame = self.tree.frame(low.found.head)
            nouns = [c for name in ("in", "during", "by", "after") for c in frame.obliques.get(name, ())]
            for c in nouns:
                found = self.matcher.at(c)
                if (
                    found is None
                    or not found.nominal
                    or self.coded(found)[0] != "ASSAULT"
                    or not found.actors
                ):
                    continue
                hit = low.found.recipients
                told = self._draft(replace(found, nominal=False, recipients=hit, joint=False))
                if told is None or not told.actors:
                    continue
                made[n] = told
                users = {m for m, d in enumerate(drafts) if c in d.found.used or d.found.head == c}
                dropped |= users - {n}
                break
        return [d for n, d in enumerate(made) if n not in dropped]

    def _recalled(self, drafts: list[Draft]) -> list[Draft]:
        """ "They condemned the attack": whose it was is told before."""
        words = self.tree.words
        made: list[Draft] = []
        for one in drafts:
            type_ = self.coded(one.found)[0]
            if type_ == "THREATEN" and not one.recipients:
                made.append(self._answered(one, made))
                continue
            thing = self._thing(one)
            if type_ not in _ANSWERS or thing is None or one.found.joint:
                made.append(one)
                continue
            ours = {p.actor.id for p in one.actors if p.actor is not None}
            before = [
                d
                for d in made
                if d.actors
                and any(p.actor is not None for p in d.actors)
                and ours.isdisjoint(p.actor.id for p in d.actors if p.actor is not None)
                and words.sent[d.found.head] >= words.sent[one.found.head] - _RECALLED
            ]
            whose = self._author_of(thing.head, before)
            if whose is not None:
                actor = next(p.actor for p in whose.actors if p.actor is not None)
                told = (replace(thing, actor=actor, direct=False), *one.recipients[1:])
                made.append(self._done_to(one, told))
            else:
                made.append(one)
        return made

    def _thing(self, one: Draft) -> Participant | None:
        """The thing in the place of a recipient: what was condemned, or the noun that the pattern has ("request")."""
        words = self.tree.words
        if one.recipients:
            p = one.recipients[0]
            alone = len(one.recipients) == 1 and p.actor is None and words.pos[p.head] == "NOUN"
            return p if alone else None
        nouns = [k for k in one.found.used if words.pos[k] == "NOUN" and k != one.found.head]
        if not nouns:
            return None
        return Participant(
            head=nouns[0], span=self._participants.words_of(nouns[0]), actor=None, direct=False
        )

    def _answered(self, one: Draft, before: Sequence[Draft]) -> Draft:
        """ "Lima vowed revenge": on those who acted on it before."""
        words = self.tree.words
        homes = {p.actor.country for p in one.actors if p.actor is not None and p.actor.country}
        for d in reversed(before):
            if words.sent[d.found.head] < words.sent[one.found.head] - 1:
                break
            struck = {p.actor.country for p in d.recipients if p.actor is not None and p.actor.country}
            by = tuple(p for p in d.actors if p.actor is not None and p.actor.country)
            if homes & struck and by and homes.isdisjoint(p.actor.country for p in by if p.actor is not None):
                told = tuple(replace(p, direct=False) for p in by)
                return self._done_to(one, told)
        return one

    def _done_to(self, one: Draft, recipients: tuple[Participant, ...]) -> Draft:
        """Give a draft with other recipients."""
        return replace(
            one, recipients=recipients, confidence=self._confidence(one.found, one.actors, recipients)
        )

    def _author_of(self, noun: int, before: Sequence[Draft]) -> Draft | None:
        """Of events told before, the one that a noun speaks of: "the attack", "the move", "this offer"."""
        words = self.tree.words
        if not {words.low[c] for c in words.children[noun] if words.dep[c] == "det"} & _DEFINITE:
            return None
        lemma = words.lemma[noun].lower()
        for one in reversed(before):
            type_ = self.coded(one.found)[0]
            if lemma in _MEANS.get(type_, ()) or lemma in {words.lemma[k].lower() for k in one.found.used}:
                return one
        return before[-1] if before and lemma in _ANY_ACT else None

    def _merged(self, drafts: list[Draft]) -> list[Draft]:
        """One act that is told twice in a sentence is one event: "attacked the camp, killing nine"."""
        by_head = {d.found.head: n for n, d in enumerate(drafts)}
        by_used = {k: n for n, d in enumerate(drafts) for k in d.found.used if k not in by_head}
        kept = dict(enumerate(drafts))
        words = self.tree.words
        for n, low in enumerate(drafts):
            above = low.found.head
            for _ in range(3):
                if words.dep[above].split(":")[0] not in ("advcl", "conj", "xcomp", "acl", "obl", "ccomp"):
                    break
                above = words.head[above]
                high = kept.get(by_head.get(above, by_used.get(above, -1)))
                if high is None or high is low:
                    continue
                if self._same(high, low):
                    better = high if high.recipients or high.found.joint else replace_recipients(high, low)
                    kept[by_head.get(above, by_used.get(above, -1))] = better
                    kept.pop(n, None)
                break
        return [kept[n] for n in sorted(kept)]

    def _same(self, high: Draft, low: Draft) -> bool:
        ours = {p.head for p in high.actors} | high.found.used
        same_actor = {p.head for p in low.actors} <= ours if low.actors else True
        types = self.coded(high.found)[0], self.coded(low.found)[0]
        if same_actor and types in _TOPICS:
            return True  # what a protest is about is no event of its own (PLOVER manual, PROTEST)
        if not same_actor or types[0] != types[1]:
            return False
        base = self.tree.words.dep[low.found.head].split(":")[0]
        if base == "conj" and low.found.cameo in _HARMS and high.found.cameo[:2] in ("18", "19", "17"):
            return True  # "killed eight and injured nine"
        return base != "conj" or {p.head for p in low.recipients} <= {p.head for p in high.recipients}

    def _draft(self, one: Found) -> Draft | None:
        words = self.tree.words
        if (
            words.heading[one.head]
            and self._bounds[words.sent[one.head]][0] > 0
            and self._other_story(one.head)
        ):
            return None
        actors = self._participants.of(self._people(one.actors))
        recipients = tuple(
            p
            for p in self._participants.of(self._people(one.recipients), hit=self.coded(one)[0] in _HITTING)
            if p.head not in {a.head for a in actors}
        )
        recipients = self._corrected(one, actors, recipients)
        if one.joint:
            actors, recipients = tuple(sorted((*actors, *recipients), key=lambda p: p.head)), ()
            actors = self._participants.together(actors)
        one, actors, recipients = self._visit(one, actors, recipients)
        if not actors and not recipients:
            return None
        return Draft(one, actors, recipients, self._confidence(one, actors, recipients))

    def _corrected(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> tuple[Participant, ...]:
        """Leave out mere places of what needs none, and let no pronoun mean him who acts on it."""
        words = self.tree.words
        type_ = self.coded(one)[0]
        homes = {p.actor.country for p in actors if p.actor is not None}
        made = []
        for p in recipients:
            if self._participants.on_ground(p) and (
                type_ == "PROTEST"
                or (type_ == "MOBILIZE" and p.actor is not None and p.actor.country in homes)
            ):
                continue
            same = p.actor is not None and p.actor.id in {a.actor.id for a in actors if a.actor is not None}
            if self._scene(p, type_):
                continue
            if same and not p.direct and p.actor is not None:  # "his removal by the court": the court's
                other = self._participants.resolve(p.head, but=frozenset({p.actor.id}))[0]
                made.append(replace(p, actor=other))
            elif same and words.low[p.head] in _THEM:
                other = self._participants.other(p.head, actors)
                span = self._participants.words_of(p.head)
                made.append(replace(p, actor=other, span=span, direct=other is not None))
            else:
                made.append(p)
        return tuple(made)

    def _scene(self, p: Participant, type_: str) -> bool:
        """Whether a place is only where it was said or signed, and nothing that is acted upon: "agreed in Oslo"."""
        words = self.tree.words
        if type_ not in _SAID or not self._participants.on_ground(p):
            return False
        above = words.head[p.head]
        if any(
            words.pos[at] in ("NOUN", "PROPN") and words.lemma[at].lower() in _TROUBLE
            for at in (above, *self.tree.frame(above).object)
        ):
            return False  # "to end the war in Ukraine", whatever the parser hangs "in" on
        return bool(_SCENES & set(self.tree.case(p.head)))

    def _visit(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> tuple[Found, tuple[Participant, ...], tuple[Participant, ...]]:
        """ "Mali's president met Togo's in Lomé" is a visit: who comes is the actor, the host the recipient."""
        if not one.joint or len(actors) != 2 or self.coded(one)[0] != "CONSULT":
            return one, actors, recipients
        homes = [p.actor.country if p.actor is not None else None for p in actors]
        if None in homes or homes[0] == homes[1]:
            return one, actors, recipients
        frame = self.tree.frame(one.head)
        at = [self._participants.resolve(c)[0] for name in ("in", "at") for c in frame.obliques.get(name, ())]
        there = {a.country for a in at if a is not None} & set(homes)
        if len(there) != 1 or homes[0] in there:
            return one, actors, recipients
        return replace(one, joint=False), actors[:1], actors[1:]

    def _people(self, heads: Iterable[int]) -> list[int]:
        words = self.tree.words
        return [
            i
            for i in heads
            if words.pos[i] in _SOMEBODY
            or (words.pos[i] == "ADJ" and self._participants.actor_at(i) is not None)
        ]

    def _other_story(self, i: int) -> bool:
        """A heading below the first sentence is that of another story, or of a part of this one."""
        words = self.tree.words
        return words.para[i] > 0

    def _confidence(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> float:
        return round(chance(self.evidence(one, actors, recipients), stored(WEIGHTS)), 3)

    def evidence(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> dict[str, float]:
        """Give what is seen of something found that tells whether it is an event."""
        words = self.tree.words
        type_ = self.coded(one)[0]
        rank = self._rank(one, actors, recipients)
        seen = {"always": 1.0, "rank": logit(rank), f"type {type_}": 1.0}

        def note(name: str, told: bool) -> None:
            if told:
                seen[name] = 1.0

        first = one.rule[0].partition(".")[0]
        note(f"by {first}" if first in ("operator", "auxiliary") else "by a rule", True)
        note("noun", one.nominal)
        note("joint", one.joint)
        seen["strict"] = min(one.strictness, 2.0)
        for role, people in (("actor", actors), ("recipient", recipients)):
            if one.joint and role == "recipient":
                break
            known = [(standing(p.actor), p.direct, p.actor) for p in people if p.actor is not None]
            note(f"no {role}", not people)
            note(f"{role} not known", bool(people) and not known)
            if known:
                stand, direct, best = max(known, key=lambda one: one[:2])
                note(f"{role} {best.kind}", True)
                note(f"{role} indirect", not direct)
                note(f"{role} public", stand >= 0.8)
                note(f"{role} of no country", best.country is None)
            note(f"{role} speaks", any(words.low[p.head] in _SPEAKING for p in people))
        homes = [
            {p.actor.country for p in people if p.actor and p.actor.country}
            for people in (actors, recipients)
        ]
        if homes[0] and homes[1]:
            note("abroad" if homes[0].isdisjoint(homes[1]) else "at home", True)
        note("quoted", bool(words.quoted) and words.quoted[one.head] >= 0)
        note(f"stands as {words.dep[one.head].split(':')[0]}", not one.nominal)
        frame = self.tree.frame(one.head)
        note("passive", frame.passive)
        note("negated", frame.negated)
        note("had", "had" in {words.low[c] for c in words.children[one.head] if words.dep[c] == "aux"})
        note("public matter", not self._book.public.isdisjoint(self.vocabulary(words.sent[one.head])))
        said = self._around(words.sent[one.head])
        hits = max((len(field & said) for field in self._book.fields.values()), default=0)
        seen["other field"] = min(hits, 4) / 4
        return seen

    def _rank(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> float:
        """How sure the words are: the rule's weight, by who takes part and where it is said."""
        value = one.weight
        stand = sorted((self._standing(p) for p in actors), reverse=True)
        best_actor = stand[0] if stand else 0.3
        others = [self._standing(p) for p in recipients] if not one.joint else stand[1:]
        best_recipient = max(others, default=0.3)
        type_, _ = self.coded(one)
        if type_ in _SOFT:
            value *= 0.4 + 0.45 * best_actor + 0.2 * best_recipient
        else:
            value *= 0.6 + 0.25 * best_actor + 0.2 * best_recipient
        value *= self._doubts(one, actors, recipients)
        if one.needs and actors and not self._fits(one.needs, actors):
            value *= 0.5
        if one.nominal:
            resolved = any(p.actor for p in actors) and any(p.actor for p in recipients)
            value *= 0.8 if resolved or (one.joint and len([p for p in actors if p.actor]) > 1) else 0.4
        value *= self._reality(one)
        value *= self._field(self.tree.words.sent[one.head], max(best_actor, best_recipient))
        return round(min(value, 0.99), 3)

    def _doubts(
        self, one: Found, actors: tuple[Participant, ...], recipients: tuple[Participant, ...]
    ) -> float:
        """How far it matters who is missing, or is nobody of politics."""
        type_, value = self.coded(one)[0], 1.0
        people = [p for p in actors if p.actor is not None or self._somebody(p.head)]
        if not people:
            value *= 0.5 if type_ != "SANCTION" else 0.6  # who did it is not told: no event (PLOVER)
        if type_ == "CONSULT":
            both = [*actors, *recipients]
            if any(p.actor is not None and p.actor.kind == "outlet" for p in both):
                value *= 0.4  # "spoke to the broadcaster" is an interview
            if len(both) < 2:
                value *= 0.6
            if "visit" in one.rule[-1] and not self._abroad(actors, recipients):
                value *= 0.6
        if one.whom == "public" and not self._public(one, actors, recipients):
            value *= 0.5
        if one.cameo in ("1723", "1724") or one.rule[-1].startswith("COERCE.restrict"):
            said = self._around(self.tree.words.sent[one.head])
            if any(said & self._book.contexts.get(name, frozenset()) for name in ("health", "disasters")):
                value *= 0.6  # measures against disease and disaster are no coercion of anybody
        return value

    def _somebody(self, i: int) -> bool:
        words = self.tree.words
        return words.pos[i] in ("PRON", "PROPN") or not self._book.persons.isdisjoint(self.tree.names(i))

    def _abroad(self, actors: Sequence[Participant], recipients: Sequence[Participant]) -> bool:
        """Whether a visit leads to another country, or to somebody of politics."""
        homes = {p.actor.country for p in actors if p.actor is not None}
        return any(
            p.actor is not None and p.actor.country is not None and p.actor.country not in homes
            for p in recipients
        ) or any(
            p.actor is not None and p.actor.kind != "group" and standing(p.actor) >= 0.8 for p in recipients
        )

    def _public(self, one: Found, actors: Sequence[Participant], recipients: Sequence[Participant]) -> bool:
        """Whether an arrest, a charge or an inquiry is a matter of politics: by whom it meets, or by its words."""
        met = [p.actor for p in recipients if p.actor is not None]
        by = [p.actor for p in actors if p.actor is not None]
        if any(a.kind != "unnamed" and standing(a) >= 0.8 for a in met):
            return True
        if any("LEG" in a.sectors or (a.code or "")[:3] in INTERNATIONAL for a in by):
            return True
        homes = {a.country for a in by if a.country}
        if homes and any(a.country and a.country not in homes for a in met):
            return True  # two states meet in the case
        return not self._book.public.isdisjoint(self.vocabulary(self.tree.words.sent[one.head]))

    def _around(self, sentence: int) -> frozenset[str]:
        return self.vocabulary(sentence) | self.vocabulary(sentence - 1) | self.vocabulary(sentence + 1)

    def _reality(self, one: Found) -> float:
        """How far the clause asserts what it says, and tells it as news and not as what went before."""
        words, tree = self.tree.words, self.tree
        i = one.head
        value = 1.0
        frame = tree.frame(i)
        if frame.auxiliaries & _POSSIBLE and not one.rule[0].startswith("auxiliary"):
            value *= 0.6
        if "had" in {words.low[c] for c in words.children[i] if words.dep[c] == "aux"}:
            value *= 0.8
        at = i
        for _ in range(4):
            dep = words.dep[at].split(":")[0]
            marks = {words.low[c] for c in words.children[at] if words.dep[c] in ("mark", "case")}
            if dep == "advcl" and marks & {"if", "unless", "whether", "until"}:
                value *= 0.55
            elif dep == "acl":
                value *= 0.8
            if (
                words.tag[at] == "VB"
                and marks & {"to"}
                and dep in ("advcl", "acl", "csubj", "ccomp", "xcomp")
            ):
                value *= 0.65
            if dep not in ("conj", "xcomp", "advcl", "acl", "ccomp") or words.head[at] == at:
                break
            at = words.head[at]
            if tree.frame(at).auxiliaries & _POSSIBLE:
                value *= 0.75
        return value

    def _standing(self, p: Participant) -> float:
        if p.actor is None:
            return 0.05 if self.tree.words.pos[p.head] in ("PRON", "DET") else 0.2
        if p.actor.kind == "unnamed" and self.tree.words.low[p.head] in ("i", "you", "we", "me", "us"):
            return 0.1
        return standing(p.actor) * (1.0 if p.direct else 0.8)

    def _fits(self, needs: str, actors: tuple[Participant, ...]) -> bool:
        for p in actors:
            if needs == "crowd":
                if (
                    self.tree.words.lemma[p.head].lower() in _CROWD
                    or (p.actor is not None and p.actor.kind == "group")
                    or (
                        p.actor is not None
                        and p.actor.sectors[:1] in (("LAB",), ("OPP",), ("SOC",), ("CVL",))
                    )
                ):
                    return True
            elif p.actor is not None and standing(p.actor) >= (0.8 if needs == "official" else 1.0):
                return True
        return False

    def _field(self, sentence: int, best: float) -> float:
        """How far the words of sport, business, weather and the like speak against an event."""
        if sentence not in self._fields:
            said = self._around(sentence)
            own = self.vocabulary(sentence)
            hits = max(
                (len(words & said) + len(words & own) for words in self._book.fields.values()), default=0
            )
            self._fields[sentence] = 1.0 if hits < 2 else 0.85 if hits < 4 else 0.7 if hits < 6 else 0.5
        factor = self._fields[sentence]
        return factor if best < 1.0 else (1 + factor) / 2

    def vocabulary(self, sentence: int) -> frozenset[str]:
        """Give the lemmas and compounds of a sentence."""
        if sentence not in self._bounds:
            return frozenset()
        if (found := self._vocabularies.get(sentence)) is None:
            found = vocabulary(self.tree, range(*self._bounds[sentence]))
            self._vocabularies[sentence] = found
        return found

    # ------------------------------------------------------------------------------------------ events

    def event(self, draft: Draft, statements: Sequence[Statement] = ()) -> Event:
        """Make the record's event of a draft."""
        one, book, text = draft.found, self._book, self._story.text
        words = self.tree.words
        code = book.code(one.cameo)
        type_, mode = self.coded(one)
        info = book.types[type_]
        first, end = self._bounds[words.sent[one.head]]
        implied = code.contexts if code is not None else ()
        extra = ("cyber",) if mode == "cyber" else ("misinformation",) if mode == "misinformation" else ()
        actor_ids = tuple(dict.fromkeys(p.actor.id for p in draft.actors if p.actor is not None))
        recipient_ids = tuple(
            id_
            for id_ in dict.fromkeys(p.actor.id for p in draft.recipients if p.actor is not None)
            if id_ not in actor_ids
        )
        trigger = self._span(*self._trigger(one))
        return Event(
            id=content_id("event", self._story.id, type_, [trigger.start, trigger.end], one.cameo),
            actors=actor_ids,
            recipients=recipient_ids,
            actor_spans=_spans(draft.actors),
            recipient_spans=_spans(draft.recipients),
            type=type_,
            mode=mode,
            contexts=contexts(book, self._about(one), (*implied, *extra)),
            cameo=one.cameo,
            quad=info.quad,
            intensity=info.modes[mode].intensity if mode else info.intensity,
            goldstein=code.goldstein if code is not None else None,
            trigger=trigger,
            sentence=self._sentence(first, end, text),
            size=size(
                self.tree,
                head=one.head,
                type_=type_,
                mode=mode,
                actors=tuple(p.head for p in draft.actors),
                recipients=tuple(p.head for p in draft.recipients),
                sentence=(first, end),
            ),
            statement=_statement_of(trigger, statements),
            confidence=draft.confidence,
            coded_by=CodedBy(rule=" < ".join(one.rule)),
            unresolved=_unresolved(draft, actor_ids, recipient_ids),
        )

    def coded(self, one: Found) -> tuple[EventType, str | None]:
        """Give type and mode of what was found: the rule's, else the code's, else what the words round it say."""
        code = self._book.code(one.cameo)
        type_: EventType = one.type or code.type  # type: ignore[assignment, union-attr]
        modes = self._book.types[type_].modes
        mode = one.mode or (code.mode if code is not None and code.type == type_ else None)
        if mode is None or mode in _GENERAL:
            near = self._near(one)
            mode = next((name for name, m in modes.items() if m.words & near), mode)
        return type_, mode if mode in modes else None

    def quad(self, type_: EventType) -> str:
        """Give the quad class of a type."""
        return self._book.types[type_].quad

    def trigger(self, one: Found) -> Span:
        """Give the words that say it."""
        return self._span(*self._trigger(one))

    def _about(self, one: Found) -> frozenset[str]:
        """The lemmas that tell what an event is about: its clause's, without the titles of persons."""
        tree = self.tree
        tokens = set(tree.subtree(one.head, without=_OTHER_CLAUSES))
        for k in one.used:
            tokens.update(tree.subtree(k, without=_OTHER_CLAUSES))
        return vocabulary(tree, [k for k in sorted(tokens) if not self._participants.is_person(k)])

    def _near(self, one: Found) -> frozenset[str]:
        tree = self.tree
        skip = frozenset(("acl:relcl", "ccomp", "parataxis", "conj"))
        tokens = set(tree.subtree(one.head, without=skip))
        for k in one.used:
            tokens.update(tree.subtree(k, without=skip))
        return vocabulary(tree, tokens)

    def _trigger(self, one: Found) -> tuple[int, int]:
        """The trigger's tokens: from the verb to the noun of a light verb, where they stand close together."""
        words = self.tree.words
        last = one.last if one.last >= one.head and one.last - one.head <= 4 else one.head
        if any(words.text[k] in (",", ";", ".") or words.text[k].isspace() for k in range(one.head, last)):
            last = one.head
        return one.head, last + 1

    def _span(self, first: int, end: int) -> Span:
        words, text = self.tree.words, self._story.text
        start, stop = words.starts[first], words.starts[end - 1] + len(words.text[end - 1])
        return Span(start=start, end=stop, text=text[start:stop])

    def _sentence(self, first: int, end: int, text: str) -> Span:
        words = self.tree.words
        start, stop = words.starts[first], words.starts[end - 1] + len(words.text[end - 1])
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        return Span(start=start, end=stop, text=text[start:stop])


def replace_recipients(high: Draft, low: Draft) -> Draft:
    """Give an event the recipients of another that tells the same."""
    own = {p.head for p in high.actors}
    return replace(high, recipients=tuple(p for p in low.recipients if p.head not in own))


def _statement_of(trigger: Span, statements: Sequence[Statement]) -> str | None:
    """The innermost statement in whose content a trigger stands; what its cue says is the speaker's own act."""
    inside = [
        (sum(c.end - c.start for c in s.content), s.id)
        for s in statements
        if any(c.start <= trigger.start and trigger.end <= c.end for c in s.content)
    ]
    return min(inside)[1] if inside else None


def _spans(participants: Sequence[Participant]) -> tuple[Span, ...]:
    return tuple({(p.span.start, p.span.end): p.span for p in participants}.values())


def _unresolved(draft: Draft, actors: tuple[str, ...], recipients: tuple[str, ...]) -> dict[str, str]:
    made = {}
    if not actors:
        told = ", ".join(p.span.text for p in draft.actors)
        made["actors"] = (
            f"not among the story's actors: {told}" if told else "the text does not say who acted"
        )
    if not recipients and not draft.found.joint:
        told = ", ".join(p.span.text for p in draft.recipients)
        made["recipients"] = (
            f"not among the story's actors: {told}" if told else "the text does not say to whom it was done"
        )
    return made


def events(
    doc: Doc,
    story: Story,
    actors: Sequence[Actor],
    book: Codebook,
    *,
    statements: Sequence[Statement] = (),
    grounds: Mapping[tuple[int, int], Actor] | None = None,
    least: float = PRESETS["balanced"],
) -> tuple[Event, ...]:
    """Give the events of a story, in the order of their triggers.

    Args:
        doc: the reading of the story's text.
        story: its id goes into the events' ids.
        actors: of the story, as :func:`dragoman.coding.actors` gives them.
        book: the codebook.
        statements: of the story; an event whose trigger stands in the content of one is asserted by it.
        grounds: places that may be acted upon, as :func:`dragoman.coding.grounds` gives them.
        least: the least confidence of an event that is given.
    """
    coder = EventCoder(doc, story, actors, book, grounds=grounds)
    made: dict[str, Event] = {}
    for draft in coder.drafts():
        if draft.confidence >= least:
            event = coder.event(draft, statements)
            made.setdefault(event.id, event)
    return tuple(sorted(made.values(), key=lambda e: (e.trigger.start, e.trigger.end)))
