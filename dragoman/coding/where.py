"""The place of an event or of a statement.

    where(doc, story, places, token_index) -> Where(place=0, basis="clause")

A place that is named is not the place of an event. That is the one in the trigger's own clause ("fighting in Homs"),
else the one that frames its sentence, else the scene that the sentences before have set, else the dateline; of
several that lie in each other the smallest. A name that acts ("Moscow said"), belongs to somebody ("Iran's army") or
is spoken of ("talks on Kyiv") is no place of anything. A statement is where it was made: what is said in it does not
count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.knowledge.tables import words_of
from dragoman.records import Place, Story, Where, WhereBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["where"]

_LOCATIVE = words_of(
    "in at near inside outside across throughout around on off along within over between above"
)
_DIRECTIONAL = frozenset(("into", "through", "to", "from", "towards", "toward", "via", "onto"))
_MOVES = words_of(
    "arrive go come travel fly return flee move march enter withdraw retreat deploy send visit reach "
    "cross head drive sail evacuate escape advance bring take transfer deport rush invade ship deliver "
    "airlift pour"
)
_VISITS = words_of(
    "visit enter reach leave tour bomb shell attack invade capture seize storm raid hit strike bombard "
    "occupy besiege liberate retake recapture overrun surround blockade flood devastate rock pound target"
)
_SPEECH = words_of(
    "say tell announce declare state warn claim report deny accuse add argue insist urge call note "
    "comment speak reply ask vow promise pledge threaten condemn criticise criticize confirm reveal "
    "acknowledge admit suggest propose demand write tweet respond stress explain describe predict "
    "complain"
)
_CLAUSES = frozenset(
    ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "root", "ROOT")
)
_ORDER: dict[str, int] = {"site": 0, "city": 1, "unit": 2, "region": 3, "country": 4}


def where(doc: Doc, story: Story, places: Sequence[Place], token_index: int) -> Where:
    """Give the place of what a word of the story reports, or null with the reason.

    Args:
        doc: the reading; its UD tree says what belongs to the word's clause.
        story: the story (its dateline is in the text).
        places: the record's, as :func:`places` gives them.
        token_index: the trigger of an event, or the cue of a statement: any word.
    """
    if not 0 <= token_index < len(doc):
        return Where(
            unresolved={"place": f"the reading has no word {token_index}", "basis": "no word was given"}
        )
    known = {i: p for i, p in enumerate(places) if p.lat is not None}
    if not known:
        reason = "the story names no place" if not places else "no place that the story names is known"
        return Where(unresolved={"place": reason, "basis": reason})
    heads = _heads(doc, known)
    trigger = doc[token_index]
    speech = trigger.lemma_.lower() in _SPEECH
    line = _dateline(story.text, places)
    found = _in_clause(trigger, heads, places, speech=speech)
    if found is not None:
        return _made(found, "clause")
    sentence = [(t, i) for t, i in heads if t.sent.start == trigger.sent.start and i != line]
    if not speech or not _said_apart(trigger):
        found = _smallest([i for t, i in sentence if _frames(t, trigger, speech=speech)], places)
        if found is not None:
            return _made(found, "sentence")
    found = _scene(doc, trigger, heads, places, line)
    if found is not None and not speech:
        return _made(found, "context")
    if line is not None and (speech or found is None):
        return _made(line, "dateline")
    if found is not None and speech:
        return _made(found, "context")
    reason = "its sentence and those before name no place where it can be"
    return Where(unresolved={"place": reason, "basis": reason})


def _made(place: int, basis: WhereBasis) -> Where:
    return Where(place=place, basis=basis)


def _heads(doc: Doc, known: dict[int, Place]) -> list[tuple[Token, int]]:
    """The token by which each known place hangs in its sentence."""
    made = []
    for i, place in known.items():
        span = doc.char_span(place.start, place.end, alignment_mode="expand")
        if span is not None and len(span):
            inside = range(span.start, span.end)
            made.append((next((t for t in span if t.head.i not in inside or t.head.i == t.i), span[0]), i))
    return made


def _case(token: Token) -> str:
    words = [c.lower_ for c in token.children if c.dep_ == "case"]
    return words[0] if words else ""


def _up(token: Token) -> Iterator[Token]:
    """A token and all above it."""
    for _ in range(200):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def _standing(token: Token) -> Token:
    """The noun in whose stead a name stands: "Kharkiv, Ukraine" and "Homs and Aleppo" hang where their first does."""
    for _ in range(10):
        if token.dep_ in ("conj", "appos", "flat", "nmod:unmarked", "list") and not (
            token.dep_ != "conj" and _case(token)
        ):
            token = token.head
        elif (
            token.dep_ in ("compound", "nmod:desc", "amod")
            and token.head.pos_ in ("NOUN", "PROPN")
            and _case(token.head) in _LOCATIVE
        ):
            token = token.head  # "in the Donetsk region", "at a Baghdad market"
        elif (
            token.dep_ in ("nmod", "nmod:poss")
            and _case(token) in ("of", "in", "at", "near", "'s", "’s", "on")
            and (
                _case(token.head) in _LOCATIVE
                or (_case(token.head) in _DIRECTIONAL and token.head.dep_ == "obl")
            )
        ):
            token = token.head  # "in the north of Mali", "at a base in Syria", "in Russia's Belgorod"
        else:
            return token
    return token


def _governs(token: Token, trigger: Token, *, speech: bool) -> bool:
    """Whether a name stands where the clause of the trigger says where."""
    at = _standing(token)
    case = _case(at)
    dep = at.dep_.partition(":")[0]
    moves = trigger.lemma_.lower() in _MOVES
    if at.head.i == trigger.i:
        if dep in ("obl", "nmod", "advmod") and (
            case in _LOCATIVE or (case in _DIRECTIONAL and (moves or case == "through"))
        ):
            return not (case in ("on", "over") and trigger.lemma_.lower() in _SPEECH) and case != "between"
        if dep == "nmod" and case == "of" and trigger.pos_ == "NOUN":
            return True  # "the shelling of Kherson"
        if dep in ("obj", "nsubj") and trigger.lemma_.lower() in _VISITS and not speech:
            return dep == "obj" or at.dep_ == "nsubj:pass"
        return dep == "compound" and trigger.pos_ == "NOUN"  # "the Beirut blast"
    return False


def _in_clause(
    trigger: Token, heads: Iterable[tuple[Token, int]], places: Sequence[Place], *, speech: bool
) -> int | None:
    own = [i for t, i in heads if t.sent.start == trigger.sent.start and _governs(t, trigger, speech=speech)]
    if own:
        return _smallest(own, places)
    # what hangs on the trigger's objects and oblique nouns: "killed people at a market in Homs"
    below: list[int] = []
    for t, i in heads:
        if t.sent.start != trigger.sent.start:
            continue
        at = _standing(t)
        if _case(at) not in _LOCATIVE:
            continue
        for step, above in enumerate(_up(at.head)):
            if above.i == trigger.i and step:
                below.append(i)
                break
            if (
                above.dep_ in _CLAUSES
                or above.dep_ in ("conj", "nmod:poss")
                or (above.dep_ == "nsubj" and above.head.i == trigger.i and speech)
            ):
                break
    if below:
        return _smallest(below, places)
    # a light verb or a copula above: "there was fighting in Homs", "carried out an attack in Kabul"; what conjoined
    # verbs share
    if (
        trigger.dep_ in ("obj", "nsubj", "nsubj:pass", "xcomp", "conj", "obl")
        and trigger.head.i != trigger.i
        and (trigger.dep_ != "conj" or trigger.head.pos_ == trigger.pos_)
    ):
        over = trigger.head
        if over.lemma_.lower() not in _SPEECH or speech:
            shared = [
                i for t, i in heads if t.sent.start == trigger.sent.start and _governs(t, over, speech=speech)
            ]
            return _smallest(shared, places)
    return None


def _said_apart(trigger: Token) -> bool:
    """Whether what is said stands in the same sentence, so that its places are no place of the saying."""
    return (
        any(c.dep_ in ("ccomp", "parataxis", "xcomp", "obj") for c in trigger.children)
        or trigger.dep_ == "parataxis"
    )


def _frames(token: Token, trigger: Token, *, speech: bool) -> bool:
    """Whether a name in the trigger's sentence says where the whole of it is."""
    at = _standing(token)
    if _case(at) not in _LOCATIVE or at.dep_.partition(":")[0] not in ("obl", "nmod", "advmod"):
        return False
    if speech:
        return any(above.i == at.head.i for above in _up(trigger))
    clause = next((t for t in _up(at.head) if t.dep_ in _CLAUSES or t.head.i == t.i), at.head)
    over = any(above.i == clause.i for above in _up(trigger))
    return over and clause.lemma_.lower() not in _SPEECH


def _scene(
    doc: Doc, trigger: Token, heads: Sequence[tuple[Token, int]], places: Sequence[Place], line: int | None
) -> int | None:
    """The place that the sentences before have set: the last that stands as a place, three sentences back at most."""
    here = first = trigger.sent.start
    for _ in range(3):
        first = doc[max(0, first - 1)].sent.start
    framing = [
        (t.sent.start, i)
        for t, i in heads
        if first <= t.i < here and i != line and _case(_standing(t)) in _LOCATIVE
    ]
    if not framing:
        return None
    last = max(s for s, _ in framing)
    return _smallest([i for s, i in framing if s == last], places)


def _smallest(found: Sequence[int], places: Sequence[Place]) -> int | None:
    """Of several places the most precise; of equals the first."""
    if not found:
        return None
    return min(found, key=lambda i: (_ORDER.get(places[i].precision or "country", 4), places[i].start))


_LINE = re.compile(
    r"\s*(?:\([A-Z][\w .]{1,20}\)|[,/.]? ?(?:[A-Z][a-z]+\.? \d{1,2})?\s*(?:\([^)]{1,30}\))?\s*[-–—:]{1,2})"
)


def _dateline(text: str, places: Sequence[Place]) -> int | None:
    """The place of a dateline: at the start, in capitals or before a dash ("GENEVA (AP) —")."""
    for i, place in enumerate(places[:4]):
        if place.lat is None:
            continue
        line = text.rfind("\n", 0, place.start) + 1
        if place.start - line > 2:
            continue
        after = text[place.end : place.end + 60]
        shouted = place.text.isupper() and len(place.text) > 3
        dashed = re.match(r"[^\n.!?]{0,50}?(?:\s[-–—]{1,2}\s|\([A-Z][\w /]+\))", after)
        if (shouted and (dashed or after[:1] in ",")) or (
            dashed and _LINE.match(re.sub(r"^, [A-Z][\w. ]{1,20}", "", after))
        ):
            return i
    return None
