"""Whether a place or a people acts where it is spoken of, or is only where something happens or is from.

"Russia rejected the offer", "talks with Moscow" and "the Israeli airstrike" name who did something; "in Russia", "gas
from Russia" and "the Russian winter" do not. The tree decides: the relation of the mention to the word that governs
it, the preposition between them, and whether that word is an act.
"""

from __future__ import annotations

from typing import Literal

from dragoman.knowledge.tables import words_of
from dragoman.language.words import Words

__all__ = ["Part", "is_act", "part_of_place"]

Part = Literal["acts", "inside", "place"]
"""``acts``: does or suffers something, or owns an act; ``inside``: only describes something else; ``place``."""


_ACTS = words_of(
    "act action agreement aid airstrike ally appeal arrest assault attack backing ban bid blockade "
    "blow boycott call campaign ceasefire charge claim clash comment complaint contact control "
    "counterattack counteroffensive coup crackdown criticism deal decision defeat defence defense "
    "delay demand deployment dialogue dispute drill effort embargo engagement espionage exercise "
    "expulsion fire friendship gesture help hostility influence interference intervention invasion "
    "invitation involvement killing launch loss massacre meeting move negotiation offensive offer "
    "operation order overture pact peace plan pledge policy position praise pressure promise proposal "
    "protest provocation pullout raid rapprochement reaction readiness refusal relation relationship "
    "reply request response resistance retaliation retreat revenge rivalry rule salvo sanction "
    "seizure shelling silence spat stance standoff strike summit support surrender surveillance sway "
    "takeover talk tariff tension test threat tie trade treatment treaty trial truce use veto victory "
    "view violence vote vow war warning will wish withdrawal accusation backlash bombardment bombing "
    "condemnation concession conflict cooperation denial detention escalation annexation occupation "
    "opposition objection recognition rejection restriction suspension shipment delivery"
)
_NO_ACTS = words_of(
    "nation region population station television corporation organization organisation administration "
    "institution federation coalition constitution inflation pollution tradition section generation "
    "location election mission question version pension mansion religion profession session dimension "
    "edition election foundation association commission union delegation location vacation plantation "
    "vegetation duration ambition condition emotion addition"
)

# a place may be the object of these and still be a place
_GOING = words_of(
    "leave reach flee cross enter tour go come travel fly drive head arrive return move walk sail run "
    "march depart journey ride withdraw pull live stay remain lie sit stand die bear lead export ship "
    "import transfer deport evacuate extradite relocate flight trip route road border next close "
    "neighbour adjacent visit journey way access return"
)
# what is done to a government by word or pressure: in "they accused Tehran" the capital is no place
_PRESSING = words_of(
    "accuse urge tell warn ask blame condemn criticise criticize thank threaten sanction support help "
    "arm aid press pressure push call blast slam denounce praise assure inform remind notify order "
    "advise persuade convince beg implore anger infuriate irritate alarm worry embarrass please "
    "isolate punish deter provoke rebuke fault fear trust distrust back bolster defy challenge "
    "counter oppose join request demand pledge promise answer reassure lobby confront appease court "
    "force prompt allow enable let invite consult brief supply fund finance equip"
)
_NOT_DOING = words_of(
    "lie sit see witness experience record remain stand have host become be grow shake wake look "
    "feature lack contain include swelter flood freeze boast count expect brace celebrate mourn"
)
_WITH = words_of("with against between among amongst toward towards versus behind via")
_ON = words_of(
    "attack strike sanction war pressure assault offensive tariff raid crackdown embargo restriction "
    "ban impose airstrike bombing bombardment invasion dependence depend rely reliance call focus "
    "position policy stance duty levy curb missile drone fire launch agree agreement condemn blame "
    "spy report"
)
_GIVING = words_of(
    "aid weapon message letter supply support send deliver provide give sell offer warning say appeal "
    "loyal ally close threat challenge response reply concession sale shipment arm missile tank help "
    "assistance loan sell lend pledge promise explain concede surrender signal pass talk speak listen "
    "alternative donate envoy ambassador"
)
_CORE = words_of("nsubj nsubj:pass obj iobj csubj dislocated vocative nsubj:outer")


def is_act(lemma: str) -> bool:
    """Say whether a noun names an act, so that who owns it acts: "Russia's invasion", not "Russia's winter"."""
    lemma = lemma.lower()
    if lemma in _ACTS:
        return True
    return lemma.endswith(("tion", "sion")) and lemma not in _NO_ACTS and len(lemma) > 6


def part_of_place(words: Words, head: int, *, city: bool) -> Part:
    """Say what part a place, a state or a nationality plays where it stands.

    Args:
        words: of the reading.
        head: the token that ties the mention to the sentence.
        city: it is a capital or a seat, which is a place unless its government is meant.
    """
    at = head
    for _ in range(8):  # of joined or explained things the first says it; bounded, for trees with a loop
        if words.dep[at] not in ("conj", "appos", "flat", "fixed") or words.head[at] == at:
            break
        at = words.head[at]
    dep, governor = words.dep[at], words.head[at]
    lemma = words.lemma[governor].lower()
    if dep in _CORE:
        return "acts" if _argument(words, dep, governor, lemma, city=city) else "place"
    if dep in ("amod", "compound", "nmod:poss", "nmod:desc", "det"):
        return "acts" if is_act(lemma) else "inside"
    if dep.startswith(("obl", "nmod")):
        preposition = _preposition(words, at if words.children[at] else head) or _preposition(words, head)
        return _oblique(words, dep, governor, lemma, preposition, city=city)
    return "inside"


def _argument(words: Words, dep: str, governor: int, lemma: str, *, city: bool) -> bool:
    if dep == "nsubj":
        if any(words.dep[child] == "cop" for child in words.children[governor]):
            return not city or words.pos[governor] == "ADJ"
        return lemma not in _NOT_DOING if city else True
    if city:
        return lemma in _PRESSING
    return lemma not in _GOING or lemma == "visit"


def _preposition(words: Words, token: int) -> str:
    return next((words.low[child] for child in words.children[token] if words.dep[child] == "case"), "")


def _oblique(words: Words, dep: str, governor: int, lemma: str, preposition: str, *, city: bool) -> Part:
    if preposition in _WITH or (preposition == "by" and not city):
        return "acts"
    if preposition == "by":
        return "acts" if dep == "obl:agent" or is_act(lemma) else "place"
    if preposition == "on":
        return "acts" if lemma in _ON else "place"
    if preposition == "to":
        if lemma in _GIVING:
            return "acts"
        return "place" if city or lemma in _GOING else "acts"
    if preposition in ("of", "for", "from"):
        if is_act(lemma) and not (city and preposition == "from"):
            return "acts"
        if preposition == "for" and lemma in _PRESSING and not city:
            return "acts"
        return "inside" if preposition == "of" else "place"
    if preposition == "upon":
        return "acts"
    return "place"
