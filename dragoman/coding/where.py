"""Where: the places that a story names, and the place of an event or a statement.

    survey(doc, story, gazetteer).places -> (Place(text="Sochi", country="RUS", lat=43.6, …), …)
    where(doc, story, places, token_index) -> Where(place=0, basis="clause")

A place that is named is not the place of an event. That is the one in the trigger's own clause ("fighting in Homs"),
else the one that frames its sentence, else the scene that the sentences before have set, else the dateline; of several
that lie in each other the smallest. A name that acts ("Moscow said"), belongs to somebody ("Iran's army") or is
spoken of ("talks on Kyiv") is no place of anything. A statement is where it was made: what is said in it does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragoman.coding.geocoding import FEATURES, HERE, HOME, Case, Home, Resolved, cases, distance, home_of, load_weights, resolve
from dragoman.coding.toponyms import LONGEST, NO_NAMES, Toponym, mention, recognise
from dragoman.records import Place, PlacePrecision, Story, Where, WhereBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dragoman.knowledge.gazetteer import Gazetteer, Known

__all__ = ["Survey", "locate", "places", "survey", "where"]

SAME_KM = 161.0
"""Within it a unit and the town of its name are one place to a reader; New York is not, Homs is."""
LARGE_TOWN = 100_000
_ALTERNATE_OR_SHORT = [FEATURES.index(name) for name in ("name without its kind",)]
MOST_NAMES = 600
"""Names of a story that are weighed against each other; of a longer list each stands for itself."""

_PRECISION: dict[str, PlacePrecision] = {
    "country": "country",
    "unit1": "unit",
    "unit2": "unit",
    "city": "city",
    "region": "region",
    "water": "region",
    "terrain": "region",
    "island": "region",
    "site": "site",
}


@dataclass(frozen=True, slots=True)
class Survey:
    """A story's place names and where each was put; `resolved` is parallel to `toponyms`."""

    toponyms: tuple[Toponym, ...]
    resolved: tuple[Resolved, ...]
    places: tuple[Place, ...]


def places(doc: Doc, story: Story, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Give the places that a story names, in the order of the text.

    Args:
        doc: the reading of the story's text.
        story: its source, or the domain of its url, tells where "here" is.
        gazetteer: what is where.

    Returns:
        One place for each mention by name; adjectives and peoples ("Iranian") are none. What the gazetteer lacks has
        the point of what it lies in, as far as the text tells, precision ``unit``, and says so in ``unresolved``.
    """
    return survey(doc, story, gazetteer).places


def survey(doc: Doc, story: Story, gazetteer: Gazetteer, *, span: tuple[int, int] | None = None) -> Survey:
    """Recognise and resolve all place names of a story, with `span` as one of them where it is given."""
    text = doc.text
    toponyms = recognise(doc, gazetteer)
    if span is not None and not any((t.start, t.end) == span for t in toponyms):
        start, end = span
        toponyms = [t for t in toponyms if t.end <= start or t.start >= end]
        toponyms.append(mention(text, start, end, gazetteer, label=_label(doc, start, end)))
        toponyms.sort(key=lambda t: t.start)
    home = home_of(story.source or story.url, gazetteer)
    if home.lat is None and story.source and story.url:
        home = home_of(story.url, gazetteer)
    found = cases(text, toponyms, gazetteer, home)
    _rank(found, home)
    resolved: list[Resolved] = [Resolved(None)] * len(toponyms)
    sure: list[tuple[int, int]] = []
    for case in found:
        best = int(np.argmax(case.chances))
        if int(case.numbers[best]) >= 0:
            sure.append((case.starts[0], int(case.numbers[best])))
    for case in found:
        one = _chosen(case, toponyms, gazetteer, home, sure)
        for i in case.mentions:
            resolved[i] = one
    made = tuple(
        _place(t, one, gazetteer)
        for t, one in zip(toponyms, resolved, strict=True)
        if t.label not in NO_NAMES or (span == (t.start, t.end))
    )
    return Survey(tuple(toponyms), tuple(resolved), made)


def _rank(found: Sequence[Case], home: Home) -> None:
    for first in range(0, len(found), MOST_NAMES):
        resolve(found[first : first + MOST_NAMES], load_weights(), home)


def locate(doc: Doc, story: Story, gazetteer: Gazetteer, *, span: tuple[int, int]) -> Place:
    """Give the place that given words of a story name, demonyms too, or the reason why none.

    Args:
        span: start and end of the words, code points of the text.
    """
    start, end = span
    text = doc.text
    start, end = max(0, start), min(len(text), end)
    if start >= end:
        reason = f"the words {span[0]}:{span[1]} lie outside the text of {len(text):,} characters"
        at = min(start, len(text))
        return Place(start=at, end=at, text="", unresolved=_all(reason))
    words = text[start:end]
    if len(words) > LONGEST:
        reason = f"{len(words):,} characters are too many for a place's name (at most {LONGEST})"
        return Place(start=start, end=end, text=words, unresolved=_all(reason))
    seen = survey(doc, story, gazetteer, span=(start, end))
    return next(p for p in seen.places if (p.start, p.end) == (start, end))


def _label(doc: Doc, start: int, end: int) -> str:
    return next((e.label_ for e in doc.ents if e.start_char < end and start < e.end_char), "")


def _chosen(
    case: Case, toponyms: Sequence[Toponym], gazetteer: Gazetteer, home: Home, sure: Sequence[tuple[int, int]]
) -> Resolved:
    text = toponyms[case.mentions[0]].text
    if len(text) > LONGEST:
        return Resolved(None, reason=f"{len(text):,} characters are too many for a place's name (at most {LONGEST})")
    best = int(np.argmax(case.chances))
    number, chance = int(case.numbers[best]), float(case.chances[best])
    if number >= 0:
        part = not gazetteer.find(text)
        return Resolved(number if part else _town_of(case, number, gazetteer), chance, part=part)
    if not np.isfinite(case.lat[best]):
        script = "" if any("a" <= c.lower() <= "ɏ" for c in text) else ", and it is written in another script"
        return Resolved(None, reason=f"no place of this name is known{script}, and no other place is named")
    return Resolved(HERE, chance, inside=home.number if number == HOME else _at(case, gazetteer, sure))


def _town_of(case: Case, number: int, gazetteer: Gazetteer) -> int:
    """The town where a unit and the town in it that gives it its name are both called so: Homs is the town."""
    kind, unit1 = gazetteer.columns("kind"), gazetteer.columns("unit1")
    if kind[number] not in (1, 2) or case.demonym:
        return number
    population = gazetteer.columns("population")
    towns = []
    for k, other in enumerate(case.numbers):
        if other >= 0 and kind[other] == 3 and not case.base[k, _ALTERNATE_OR_SHORT].any():
            own = unit1[other] == (number if kind[number] == 1 else unit1[number]) or population[other] >= LARGE_TOWN
            own = own and case.country[k] == gazetteer.columns("country")[number]
            at = int(np.flatnonzero(case.numbers == number)[0])
            if own and distance(case.lat[k : k + 1], case.lon[k : k + 1], case.lat[at], case.lon[at])[0] < SAME_KM:
                towns.append(int(other))
    return max(towns, key=lambda n: int(population[n]), default=number)


def _at(case: Case, gazetteer: Gazetteer, sure: Sequence[tuple[int, int]]) -> int | None:
    """The place whose point "here" has."""
    near = sorted(sure, key=lambda item: abs(item[0] - case.starts[0]))
    for _, number in near:
        known = gazetteer.place(number)
        if abs(known.lat - case.lat[-2]) < 1e-6 and abs(known.lon - case.lon[-2]) < 1e-6:
            return number
    return None


def _place(toponym: Toponym, one: Resolved, gazetteer: Gazetteer) -> Place:
    base = Place(start=toponym.start, end=toponym.end, text=toponym.text)
    if one.number is None:
        return _with(base, unresolved=_all(one.reason or "no place of this name is known"))
    if one.number == HERE or one.part:
        return _by_context(base, one, gazetteer)
    known = gazetteer.place(one.number)
    unresolved: dict[str, str] = {}
    if not known.geonames:
        unresolved["geonames"] = "our tables name it without an id"
    country = gazetteer.iso3.get(known.country)
    if country is None:
        unresolved["country"] = "it lies in no country, or in several"
    unit = _unit(known, gazetteer)
    if unit is None:
        unresolved["admin1"] = "it lies in no unit of the first level, or none is known"
    return _with(
        base,
        name=known.name,
        country=country,
        admin1=unit,
        lat=known.lat,
        lon=known.lon,
        geonames=known.geonames or None,
        precision=_PRECISION[known.kind],
        unresolved=unresolved,
    )


def _by_context(base: Place, one: Resolved, gazetteer: Gazetteer) -> Place:
    """A place that the gazetteer lacks, put where what it lies in is."""
    number = one.number if one.part else one.inside
    if number is None:
        return _with(base, unresolved=_all("no place of this name is known"))
    known = gazetteer.place(number)
    how = "its name contains" if one.part else "the text places it near"
    reason = f"the gazetteer lacks it; the point is that of what {how}: {known.name}"
    country = gazetteer.iso3.get(known.country)
    unresolved = {"name": reason, "geonames": reason}
    if country is None:
        unresolved["country"] = "what it lies in is no country"
    unit = _unit(known, gazetteer)
    if unit is None:
        unresolved["admin1"] = "of what it lies in no unit is known"
    precision = _PRECISION[known.kind]
    return _with(
        base,
        country=country,
        admin1=unit,
        lat=known.lat,
        lon=known.lon,
        precision="unit" if precision in ("city", "site") else precision,
        unresolved=unresolved,
    )


def _unit(known: Known, gazetteer: Gazetteer) -> str | None:
    if known.kind == "unit1":
        return known.name
    return gazetteer.place(known.unit1).name if known.unit1 >= 0 else None


def _with(place: Place, **fields: object) -> Place:
    import msgspec

    return msgspec.structs.replace(place, **fields)


def _all(reason: str) -> dict[str, str]:
    return dict.fromkeys(("name", "country", "admin1", "lat", "lon", "geonames", "precision"), reason)


# ---------------------------------------------------------------------------------------------- of an event

_LOCATIVE = frozenset(
    ("in", "at", "near", "inside", "outside", "across", "throughout", "around", "on", "off", "along", "within", "over", "between", "above")
)
_DIRECTIONAL = frozenset(("into", "through", "to", "from", "towards", "toward", "via", "onto"))
_MOVES = frozenset(
    "arrive go come travel fly return flee move march enter withdraw retreat deploy send visit reach cross head drive sail "
    "evacuate escape advance bring take transfer deport rush invade ship deliver airlift pour".split()
)
_VISITS = frozenset("visit enter reach leave tour bomb shell attack invade capture seize storm raid hit strike bombard occupy besiege "
                    "liberate retake recapture overrun surround blockade flood devastate rock pound target".split())  # fmt: skip
_SPEECH = frozenset(
    "say tell announce declare state warn claim report deny accuse add argue insist urge call note comment speak reply ask "
    "vow promise pledge threaten condemn criticise criticize confirm reveal acknowledge admit suggest propose demand write "
    "tweet respond stress explain describe predict complain".split()
)
_CLAUSES = frozenset(("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass", "root", "ROOT"))
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
        return Where(unresolved={"place": f"the reading has no word {token_index}", "basis": "no word was given"})
    known = {i: p for i, p in enumerate(places) if p.lat is not None}
    if not known:
        reason = "the story names no place" if not places else "no place that the story names is known"
        return Where(unresolved={"place": reason, "basis": reason})
    heads = _heads(doc, known)
    trigger = doc[token_index]
    speech = trigger.lemma_.lower() in _SPEECH
    line = _dateline(doc.text, places)
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
        if token.dep_ in ("conj", "appos", "flat", "nmod:unmarked", "list") and not (token.dep_ != "conj" and _case(token)):
            token = token.head
        elif token.dep_ in ("compound", "nmod:desc", "amod") and token.head.pos_ in ("NOUN", "PROPN") and _case(token.head) in _LOCATIVE:
            token = token.head  # "in the Donetsk region", "at a Baghdad market"
        elif token.dep_ in ("nmod", "nmod:poss") and _case(token) in ("of", "in", "at", "near", "'s", "’s", "on") and (
            _case(token.head) in _LOCATIVE or (_case(token.head) in _DIRECTIONAL and token.head.dep_ == "obl")
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
        if dep in ("obl", "nmod", "advmod") and (case in _LOCATIVE or (case in _DIRECTIONAL and (moves or case == "through"))):
            return not (case in ("on", "over") and trigger.lemma_.lower() in _SPEECH) and not (case == "between")
        if dep == "nmod" and case == "of" and trigger.pos_ == "NOUN":
            return True  # "the shelling of Kherson"
        if dep in ("obj", "nsubj") and trigger.lemma_.lower() in _VISITS and not speech:
            return dep == "obj" or at.dep_ == "nsubj:pass"
        return dep == "compound" and trigger.pos_ == "NOUN"  # "the Beirut blast"
    return False


def _in_clause(trigger: Token, heads: Iterable[tuple[Token, int]], places: Sequence[Place], *, speech: bool) -> int | None:
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
            if above.dep_ in _CLAUSES or above.dep_ in ("conj", "nmod:poss") or (above.dep_ == "nsubj" and above.head.i == trigger.i and speech):
                break
    if below:
        return _smallest(below, places)
    # a light verb or a copula above: "there was fighting in Homs", "carried out an attack in Kabul"; conjoined verbs share
    if trigger.dep_ in ("obj", "nsubj", "nsubj:pass", "xcomp", "conj", "obl") and trigger.head.i != trigger.i and (
        trigger.dep_ != "conj" or trigger.head.pos_ == trigger.pos_
    ):
        over = trigger.head
        if over.lemma_.lower() not in _SPEECH or speech:
            shared = [i for t, i in heads if t.sent.start == trigger.sent.start and _governs(t, over, speech=speech)]
            return _smallest(shared, places)
    return None


def _said_apart(trigger: Token) -> bool:
    """Whether what is said stands in the same sentence, so that its places are no place of the saying."""
    return any(c.dep_ in ("ccomp", "parataxis", "xcomp", "obj") for c in trigger.children) or trigger.dep_ == "parataxis"


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
    starts = [s.start for s in doc.sents if s.start <= trigger.i]
    if not starts:
        return None
    first = starts[max(0, len(starts) - 4)]
    here = starts[-1]
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


_LINE = re.compile(r"\s*(?:\([A-Z][\w .]{1,20}\)|[,/.]? ?(?:[A-Z][a-z]+\.? \d{1,2})?\s*(?:\([^)]{1,30}\))?\s*[-–—:]{1,2})")


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
        if (shouted and (dashed or after[:1] in ",")) or (dashed and _LINE.match(re.sub(r"^, [A-Z][\w. ]{1,20}", "", after))):
            return i
    return None
