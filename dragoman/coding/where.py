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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dragoman.coding import clauses, retold
from dragoman.knowledge.tables import words_of
from dragoman.records import Actor, Place, Story, Where, WhereBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["country_of", "where"]

_LOCATIVE = words_of(
    "in at near inside outside across throughout around on off along within over between above"
)
_WITHIN = words_of("in at near inside outside across throughout around")
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
_NO_STATES = frozenset(("UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"))
"""PLOVER's codes for who acts for no state."""
_MOST = 0.6
"""Share of a country in what a story names, from which the story is about that country."""
_ORDER: dict[str, int] = {"site": 0, "city": 1, "unit": 2, "region": 3, "country": 4}


def where(
    doc: Doc,
    story: Story,
    places: Sequence[Place],
    token_index: int,
    *,
    actors: Iterable[Actor] = (),
    recipients: Iterable[Actor] = (),
    about: str | None = None,
) -> Where:
    """Give the place of what a word of the story reports, or null with the reason.

    Args:
        doc: the reading; its UD tree says what belongs to the word's clause.
        story: the story (its dateline is in the text).
        places: the record's, as :func:`places` gives them.
        token_index: the trigger of an event, or the cue of a statement: any word.
        actors: who did or said it; where the text names no place, what a body does at home is in its own state.
        recipients: to whom.
        about: the country that the story is about, as :func:`country_of` gives it.
    """
    place, basis, reason = _place(doc, story, places, token_index)
    if place is not None:
        return Where(place=place, country=places[place].country, basis=basis)
    country, basis = _country(actors, recipients, about)
    unresolved = {"place": reason}
    if country is None:
        unresolved |= {"country": reason, "basis": reason}
    return Where(country=country, basis=basis, unresolved=unresolved)


def _country(
    actors: Iterable[Actor], recipients: Iterable[Actor], about: str | None
) -> tuple[str | None, WhereBasis | None]:
    """The country of an act for which the text names no place.

    What a state's own bodies do among themselves is in that state; between those of several it may be anywhere. What
    nobody known does is in the country that the story is about.
    """
    countries = {one.country for one in (*actors, *recipients)} - {None}
    if not countries:
        return about, None if about is None else "context"
    only = countries.pop() if len(countries) == 1 else None
    return (None, None) if only is None or only in _NO_STATES else (only, "knowledge")


def country_of(places: Iterable[Place], actors: Iterable[Actor]) -> str | None:
    """Give the country that a story is about: that of most of what it names; none where there are several."""
    named: Counter[str] = Counter(place.country for place in places if place.country)
    for one in actors:
        if one.country and one.country not in _NO_STATES:
            named[one.country] += len(one.mentions)
    if not named:
        return None
    most, count = named.most_common(1)[0]
    return most if count >= _MOST * named.total() else None


def _place(
    doc: Doc, story: Story, places: Sequence[Place], token_index: int
) -> tuple[int | None, WhereBasis | None, str]:
    """The place that the text gives, its basis, or the reason why none."""
    if not 0 <= token_index < len(doc):
        return None, None, f"the reading has no word {token_index}"
    known = {i: p for i, p in enumerate(places) if p.lat is not None}
    if not known:
        reason = "the story names no place" if not places else "no place that the story names is known"
        return None, None, reason
    heads = _heads(doc, known)
    trigger = doc[token_index]
    speech = trigger.lemma_.lower() in _SPEECH
    line = _dateline(story.text, places)
    found = _in_clause(trigger, heads, places, speech=speech)
    if found is not None:
        return found, "clause", ""
    sentence = [(t, i) for t, i in heads if t.sent.start == trigger.sent.start and i != line]
    if not speech or not _said_apart(trigger):
        found = _smallest([i for t, i in sentence if _frames(t, trigger, speech=speech)], places)
        if found is None and retold.is_physical(trigger):
            standing = [(abs(t.i - trigger.i), i) for t, i in sentence if _case(_standing(t)) in _WITHIN]
            found = min(standing)[1] if standing else None
        if found is not None:
            return found, "sentence", ""
    if not speech and (found := _scene(trigger, heads, places, line)) is not None:
        return found, "context", ""
    if line is not None:
        return line, "dateline", ""
    return None, None, "its sentence and those before name no place where it can be"


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


def _standing(token: Token, trigger: Token | None = None) -> Token:
    """The noun in whose stead a name stands: "Kharkiv, Ukraine" and "Homs and Aleppo" hang where their first does.

    What hangs on the trigger itself stands for itself.
    """
    for _ in range(10):
        if trigger is not None and token.head.i == trigger.i:
            return token
        if token.dep_ in ("conj", "appos", "flat", "nmod:unmarked", "list") and not (
            token.dep_ != "conj" and _case(token)
        ):
            token = token.head
        elif (
            token.dep_ in ("compound", "nmod:desc", "amod")
            and token.head.pos_ in ("NOUN", "PROPN")
            and _case(token.head) in _WITHIN
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


def _governs(token: Token, trigger: Token, *, speech: bool, acting: bool) -> bool:
    """Whether a name stands where the clause of the trigger says where.

    Args:
        acting: whether it is the name of a state, which before a noun says who did it.
    """
    at = _standing(token, trigger)
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
        return (
            dep == "compound" and trigger.pos_ == "NOUN" and not acting
        )  # "the Beirut blast", no "US airstrike"
    return False


def _in_clause(
    trigger: Token, heads: Iterable[tuple[Token, int]], places: Sequence[Place], *, speech: bool
) -> int | None:
    def acts(i: int) -> bool:
        return places[i].precision == "country"

    here = [(t, i) for t, i in heads if t.sent.start == trigger.sent.start]
    own = [(t, i) for t, i in here if _governs(t, trigger, speech=speech, acting=acts(i))]
    if own:
        left = [i for t, i in own if _case(_standing(t, trigger)) == "from"]  # "flown from Omsk to Berlin"
        return _smallest([i for _, i in own if i not in left] or left, places)
    # what hangs on the trigger's objects and oblique nouns: "killed people at a market in Homs"
    below: list[int] = []
    for t, i in here:
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
            shared = [i for t, i in here if _governs(t, over, speech=speech, acting=acts(i))]
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
    trigger: Token, heads: Sequence[tuple[Token, int]], places: Sequence[Place], line: int | None
) -> int | None:
    """The place that the sentences before have set, or the story's first: of the same act, or of what goes on there.

    It holds for what then happened there, not for what is said, holds in general or lies ahead.
    """
    for word in retold.named_again(trigger):
        found = _in_clause(word, heads, places, speech=False)
        if found is not None and found != line:
            return found
    physical = retold.is_physical(trigger) and clauses.direction(trigger) != "future"
    if not physical and not clauses.narrates(trigger):
        return None
    for before in clauses.sentences_before(trigger):
        if (found := _framing(before, heads, places, line)) is not None:
            return found
    for opening in retold.lead(trigger.doc, trigger):
        if physical or retold.shares_subject(trigger, opening):
            found = _framing(opening, heads, places, line)
            if found is not None:
                return found
    end = trigger.sent.end
    later = trigger.doc[end : end + retold.REACH] if physical and trigger.pos_ == "NOUN" else ()
    for word in later:
        if retold.same_act(word, trigger):
            found = _in_clause(word, heads, places, speech=False)
            if found is not None:
                return found
    return None


def _framing(
    sentence: Span, heads: Sequence[tuple[Token, int]], places: Sequence[Place], line: int | None
) -> int | None:
    """The place in which a sentence before is."""
    root = sentence.root
    found = [
        i
        for t, i in heads
        if t.sent.start == sentence.start
        and i != line
        and _case(at := _standing(t)) in _LOCATIVE
        and _near(at, root)
    ]
    return _smallest(found, places)


def _near(token: Token, root: Token) -> bool:
    """Whether a noun says where the main clause is, or what stands in it: no clause lies between."""
    for above in _up(token):
        if above.i == root.i:
            return True
        if above.dep_ in _CLAUSES or above.dep_ == "nmod:poss":
            return False
    return False


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
