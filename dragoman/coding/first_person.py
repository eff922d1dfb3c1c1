"""Who "I" and "we" are inside quotation marks: whoever says what stands there.

    statements, actors = first_person(doc, story, statements, actors)

The chains join them to the noun that stands beside a quotation; who really says it, the statements know better: by
their cue, and over the paragraphs of a long quotation. So this comes after the statements are made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from dragoman.knowledge.tables import words_of
from dragoman.language.marks import marked
from dragoman.records import Actor, Mention, Statement, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["first_person"]

_I = words_of("i me my myself")
_WE = words_of("we us our ours ourselves")
_ONE = frozenset(("person", "unnamed", "office"))
"""Kinds of actors who can say "I"."""
_NOBODY = frozenset(("document", "outlet"))

_Span = tuple[int, int]


def first_person(
    doc: Doc, story: Story, statements: Sequence[Statement], actors: Sequence[Actor]
) -> tuple[tuple[Statement, ...], tuple[Actor, ...]]:
    """Give every "I" and "we" inside quotation marks to the speaker of the statement that it stands in.

    Args:
        doc: the reading of the story's text.
        story: it is of.
        statements: of the story, with their speakers.
        actors: of the story; an actor with nothing but such pronouns goes up in the speaker.

    Returns:
        The statements, and the actors in the order of their first mentions.
    """
    spoken = _spoken(doc, statements, {actor.id: actor for actor in actors})
    if not spoken:
        return tuple(statements), tuple(actors)
    owner = {(m.start, m.end): actor for actor in actors for m in actor.mentions if m.form == "pronoun"}
    moved: dict[_Span, str] = {}
    for span, (speaker, several) in spoken.items():
        holder = owner.get(span)
        if holder is None or (holder.id != speaker and not (several and holder.name is not None)):
            moved[span] = speaker
    gained: dict[str, list[Mention]] = {}
    for (start, end), speaker in moved.items():
        mention = Mention(start=start, end=end, text=story.text[start:end], form="pronoun")
        gained.setdefault(speaker, []).append(mention)
    made, gone = [], {}
    for actor in actors:
        kept = [m for m in actor.mentions if m.form != "pronoun" or (m.start, m.end) not in moved]
        if not kept and actor.id not in gained:
            gone[actor.id] = moved[actor.mentions[0].start, actor.mentions[0].end]
        elif len(kept) < len(actor.mentions) or actor.id in gained:
            mentions = sorted((*kept, *gained.get(actor.id, ())), key=lambda m: (m.start, m.end))
            made.append(msgspec.structs.replace(actor, mentions=tuple(mentions)))
        else:
            made.append(actor)
    made.sort(key=lambda one: (one.mentions[0].start, one.mentions[0].end))
    return tuple(_renamed(one, gone) for one in statements) if gone else tuple(statements), tuple(made)


def _spoken(
    doc: Doc, statements: Sequence[Statement], actors: Mapping[str, Actor]
) -> dict[_Span, tuple[str, bool]]:
    """Find the pronouns: place → who speaks there, and whether for several; of nested statements the inner one's."""
    found: dict[_Span, tuple[str, bool]] = {}
    pieces = [(piece.start, piece.end) for piece in marked(doc.text) if piece.inside is None]
    if not pieces:
        return found
    starts = [token.idx for token in doc]
    for statement in statements:
        if statement.form == "indirect" or len(statement.speakers) != 1:
            continue
        speaker = actors.get(statement.speakers[0])
        if speaker is None or speaker.kind in _NOBODY:
            continue
        own = {(span.start, span.end) for span in statement.source}
        for span in statement.content:
            for first, last in pieces:
                low, high = max(span.start, first), min(span.end, last)
                for token in doc[bisect_left(starts, low) : bisect_left(starts, high)] if low < high else ():
                    place = token.idx, token.idx + len(token.text)
                    if token.pos_ != "PRON" or place in own:
                        continue
                    word = token.lower_
                    if (word in _I and speaker.kind in _ONE) or word in _WE:
                        found[place] = speaker.id, word in _WE
    return found


def _renamed(one: Statement, gone: Mapping[str, str]) -> Statement:
    ids = {
        name: tuple(dict.fromkeys(gone.get(id_, id_) for id_ in getattr(one, name)))
        for name in ("speakers", "addressees", "about", "via")
    }
    return msgspec.structs.replace(one, **ids)
