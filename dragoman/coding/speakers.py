"""Whose words they are: from the words of a source to the actors of the story, or to a new one of its kind.

An actor covers a phrase when one of its mentions holds the phrase's head. What no actor covers (a poll, a report, a
paper, somebody of whom the text says no more than "a resident") becomes an actor, so that no statement loses its
source; its kind is that of the noun.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.coding.evidence import LONGEST
from dragoman.knowledge.tables import words_of
from dragoman.language import nouns
from dragoman.language.words import Words
from dragoman.records import Actor, ActorKind, Mention, MentionForm, Story, content_id

__all__ = ["Speakers"]

_DOCUMENTS = words_of(
    "account affidavit agreement analysis announcement article assessment audit autobiography ballot bill biography "
    "blog book brief briefing bulletin cable chart communiqué communique complaint constitution contract data "
    "declaration decree directive document documentary dossier draft editorial email e-mail essay estimate evidence "
    "figure file filing findings finding footage forecast graphic headline indictment invoice judgment law lawsuit "
    "leaflet ledger letter list log manifesto memo memoir memorandum message motion notice number op-ed opinion "
    "order paper passage petition plan platform poll polling post poster projection proposal publication ranking "
    "readout record recording release report research resolution result review ruling script sign statement "
    "statistic story study subpoena summary survey testimony text tip transcript treaty tweet verdict video warrant "
    "website wire"
)
_OUTLETS = words_of(
    "agency broadcaster channel daily journal magazine media medium network newspaper newswire outlet paper podcast "
    "portal press publisher radio site station tabloid television tv website weekly"
)
_OUTLET_NAMES = words_of(
    "times post journal news herald tribune gazette chronicle observer press review weekly daily telegraph mirror "
    "guardian magazine broadcasting television radio tv"
)
_BROADCAST = words_of(
    "radio tv television newspaper newswire magazine daily weekly tribune gazette herald telegraph news"
)
_CHANNEL = re.compile(r"tv-?\d")
_OF_NEWS = words_of("news media press wire state-run state television")


@dataclass(slots=True)
class _New:
    kind: ActorKind
    name: str | None
    mentions: list[Mention] = field(default_factory=list)


class Speakers:
    """Finds the actors of phrases, and makes those that are missing.

    Args:
        words: of the reading.
        story: that the actors are of.
        actors: of the story.
    """

    def __init__(self, words: Words, story: Story, actors: Sequence[Actor]) -> None:
        self._words, self._story = words, story
        self._actors = {actor.id: actor for actor in actors}
        self._new: dict[str, _New] = {}
        self._last: tuple[int, str] | None = (
            None  # sentence and actor of the last document or outlet made here
        )
        found = ((m.start, m.end, m.form, actor.id) for actor in actors for m in actor.mentions)
        self._mentions = sorted(found, key=lambda m: (m[0], -m[1]))
        self._starts = [m[0] for m in self._mentions]
        self._longest = max((end - start for start, end, _, _ in self._mentions), default=0)

    def of(self, phrase: Sequence[int]) -> tuple[tuple[str, ...], str | None]:
        """Give the ids of the actors that a source names, and why there are none.

        Joined sources ("Graham and Perdue") are several actors.
        """
        if not phrase:
            return (), "the text names no source"
        ids: list[str] = []
        reason: str | None = None
        for head in self._heads(phrase):
            id_ = self._of_head(head, phrase)
            if id_ is None:
                reason = f"{self._words.text[head]!r} is only a pronoun, whose antecedent was not found"
            elif id_ not in ids:
                ids.append(id_)
        return tuple(ids), None if ids else reason

    def spoken_to(self, head: int, phrase: Sequence[int]) -> tuple[str, ...]:
        """Give the ids of whom a phrase names, if it can be spoken to: somebody known, or a noun for people."""
        words = self._words
        somebody = words.pos[head] == "PROPN" or nouns.is_agent(words.lemma[head].lower())
        if not somebody and words.low[head] not in nouns.PEOPLE and self._covering(head) is None:
            return ()
        return self.of(phrase)[0]

    def within(self, spans: Iterable[tuple[int, int]]) -> list[tuple[str, MentionForm, int]]:
        """Give (actor, form, start) of all mentions in stretches of the text, in its order."""
        found = []
        for start, end in spans:
            for k in range(bisect_right(self._starts, start - 1), len(self._mentions)):
                m = self._mentions[k]
                if m[0] >= end:
                    break
                if m[1] <= end:
                    found.append((m[3], m[2], m[0]))
        return found

    def kind(self, id_: str) -> ActorKind:
        """Say what kind an actor is of."""
        return self._actors[id_].kind if id_ in self._actors else self._made(id_).kind

    def is_outlet(self, id_: str) -> bool:
        """Whether an actor is an outlet, or a body whose name says so ("Radio Nord", "TV2")."""
        one = self._actors[id_] if id_ in self._actors else self._made(id_)
        if one.kind != "body" or one.name is None:
            return one.kind == "outlet"
        words = one.name.lower().split()
        return any(word in _BROADCAST or _CHANNEL.fullmatch(word) for word in words)

    def actors(self) -> tuple[Actor, ...]:
        """Give all actors, those that were made among them, in the order of their first mentions."""
        every = [*self._actors.values(), *(self._made(id_) for id_ in self._new)]
        return tuple(sorted(every, key=lambda one: (one.mentions[0].start, one.mentions[0].end)))

    # -- one phrase

    def _heads(self, phrase: Sequence[int]) -> list[int]:
        """The head of a phrase, and those that are joined to it."""
        words, inside = self._words, set(phrase)
        tops = [i for i in phrase if words.head[i] not in inside or words.head[i] == i]
        tops = [i for i in tops if words.pos[i] not in ("PUNCT", "SPACE", "ADP", "CCONJ")] or list(phrase[:1])
        head = tops[0]
        heads = [head]
        heads += [
            c
            for c in words.children[head]
            if c in inside and words.dep[c] == "conj" and words.pos[c] in ("NOUN", "PROPN", "PRON")
        ]
        return heads

    def _in_capitals(self, head: int) -> str | None:
        """The one person of a surname in capitals, as transcripts name who speaks: "PAZ:" is no town."""
        word = self._words.text[head]
        if len(word) < 3 or not word.isupper():
            return None
        fits = [
            id_
            for id_, one in self._actors.items()
            if one.kind == "person" and one.name and " " in one.name and one.name.split()[-1].upper() == word
        ]
        return fits[0] if len(fits) == 1 else None

    def _of_head(self, head: int, phrase: Sequence[int]) -> str | None:
        words = self._words
        if (named := self._in_capitals(head)) is not None:
            return named
        if words.low[head] in ("who", "which", "that", "whom"):
            antecedent = _antecedent(words, head)
            own = self._covering(head)
            if own is not None or antecedent is None:
                return own
            return self._of_head(antecedent, (antecedent,))
        for at in (
            head,
            *(c for c in words.children[head] if words.dep[c] in ("appos", "flat", "nmod:desc")),
        ):
            id_ = self._covering(at)
            if id_ is not None:
                return id_
        if words.pos[head] in ("PRON", "DET") and words.low[head] not in _SOMEBODY:
            if words.low[head] == "it" and self._last is not None and words.sent[head] - self._last[0] <= 2:
                self._mention(self._last[1], (head,), "pronoun")  # "The report says … It adds …"
                return self._last[1]
            return None
        made = self._made_of(head, phrase)
        if self._new[made].kind in ("document", "outlet", "body"):
            self._last = words.sent[head], made
        return made

    def _covering(self, token: int) -> str | None:
        """The actor of the shortest mention that holds a token."""
        start = self._words.starts[token]
        end = start + len(self._words.text[token])
        best: tuple[int, str] | None = None
        for k in range(bisect_right(self._starts, start) - 1, -1, -1):
            first, last, _, id_ = self._mentions[k]
            if first < start - self._longest:
                break
            if last >= end and (best is None or last - first < best[0]):
                best = last - first, id_
        return best[1] if best else None

    # -- what no actor covers

    def _made_of(self, head: int, phrase: Sequence[int]) -> str:
        words = self._words
        text = self._text(phrase)
        kind = self._kind_of(head)
        proper = words.pos[head] == "PROPN"
        named = len(text) <= LONGEST and (kind in ("document", "outlet") or proper)
        name = " ".join(text.split())
        key = f"{kind}:{name.lower()}" if named else f"{kind}:{words.starts[phrase[0]]}"
        self._new.setdefault(key, _New(kind, name if named else None))
        self._mention(key, phrase, "name" if proper else "description")
        return key

    def _text(self, phrase: Sequence[int]) -> str:
        words = self._words
        return self._story.text[
            words.starts[phrase[0]] : words.starts[phrase[-1]] + len(words.text[phrase[-1]])
        ]

    def _mention(self, key: str, phrase: Sequence[int], form: MentionForm) -> None:
        start, text = self._words.starts[phrase[0]], self._text(phrase)
        mention = Mention(start=start, end=start + len(text), text=text, form=form)
        if mention not in self._new[key].mentions:
            self._new[key].mentions.append(mention)

    def _kind_of(self, head: int) -> ActorKind:
        words = self._words
        lemma, low = words.lemma[head].lower(), words.low[head]
        beside = {words.low[c] for c in words.children[head]}
        if words.pos[head] == "PROPN":
            if lemma in _OUTLET_NAMES or low in _OUTLET_NAMES:
                return "outlet"
            return (
                "person" if words.ent[head] in ("PER", "PERSON") else "body" if words.ent[head] else "unnamed"
            )
        if lemma in _OUTLETS and (
            lemma not in ("agency", "site", "station", "paper", "channel") or beside & _OF_NEWS
        ):
            return "outlet"
        if lemma in _DOCUMENTS:
            return "document"
        if nouns.is_agent(lemma) or low in nouns.PEOPLE:
            return "unnamed" if words.tag[head] == "NN" else "group"
        return "body" if lemma in nouns.BODIES else "unnamed"

    def _made(self, key: str) -> Actor:
        one = self._new[key]
        reason = "no such name is known" if one.name else "a common noun that is not known"
        fields = (
            ("country", "cow", "gw", "sectors", "code")
            if one.name
            else ("name", "country", "cow", "gw", "sectors", "code")
        )
        return Actor(
            id=self.id(key),
            name=one.name,
            kind=one.kind,
            unresolved=dict.fromkeys(fields, reason),
            mentions=tuple(sorted(one.mentions, key=lambda m: (m.start, m.end))),
        )

    def id(self, key: str) -> str:
        """Turn what :meth:`of` gave into the id of the record, which is known once all mentions are."""
        if key in self._actors:
            return key
        spans = sorted([m.start, m.end] for m in self._new[key].mentions)
        return content_id("actor", self._story.id, "source", spans)


_SOMEBODY = words_of(
    "some many others several few most all both one another someone somebody anyone everyone everybody nobody "
    "those none each any"
)


def _antecedent(words: Words, i: int) -> int | None:
    """The noun that a relative pronoun stands for."""
    at = i
    for _ in range(6):
        if words.dep[at].startswith("acl"):
            return words.head[at] if words.head[at] < i else None
        if words.head[at] == at:
            return None
        at = words.head[at]
    return None
