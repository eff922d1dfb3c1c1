"""Finding what a text speaks of: names, descriptions and pronouns, with what their words say about them.

A mention is a noun phrase of the UD tree, or an entity inside one ("[Kremlin] spokesman"). It runs from its first
modifier to its last; appositions and coordinated phrases are mentions of their own, as in GUM's guidelines
(Zeldes 2017, "The GUM Corpus").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.language import nouns
from dragoman.language.words import Words
from dragoman.records import MentionForm

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CLASSES", "KINDS", "Mention", "Words", "describe", "find"]

CLASSES = ("name", "definite", "indefinite", "he", "it", "they", "i", "we", "you", "this", "who")
"""How a mention refers; the ranker has weights for each."""
KINDS = ("unknown", "person", "people", "body", "state", "place", "thing", "time")
"""What a mention can be: one person, several, an organisation, a state, another place, a thing or idea, a time."""


Span = tuple[int, int, int, tuple[int, int] | None]
"""First token, end, head, and the tokens of the name in it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where something is spoken of.

    Attributes:
        start, end: tokens of the mention proper: of "Russian President Vladimir Putin" the name; of a description
            or pronoun, all of it.
        char_start, char_end: the same in code points of the text.
        phrase: first token and end of the whole phrase, with titles and modifiers.
        head: the token that ties it to the sentence.
        form: as in the record.
        cls: how it refers, of :data:`CLASSES`.
        text: the words from `char_start` to `char_end`.
        kind: of :data:`KINDS`.
        gender: ``m``, ``f``, ``n`` or ``""``; number: ``s``, ``p`` or ``""``.
        title: tokens of the words before a name that are no part of it, or None.
        quotation: index of the quotation that it stands in, or None.
        quoter: head token of the one who says that quotation, or None.
        entity: the reader's type of a name (PER, ORG, …), or ``""``.
    """

    start: int
    end: int
    char_start: int
    char_end: int
    phrase: tuple[int, int]
    head: int
    form: MentionForm
    cls: str
    text: str
    kind: str = "unknown"
    gender: str = ""
    number: str = ""
    title: tuple[int, int] | None = None
    quotation: int | None = None
    quoter: int | None = None
    entity: str = ""


_LEFT = frozenset(
    ("det", "amod", "nummod", "compound", "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat", "advmod",
     "det:predet", "cc:preconj", "goeswith", "acl", "nmod:tmod", "nmod:npmod", "flat:foreign", "dep", "obl:unmarked")
)  # fmt: skip
_RIGHT = frozenset(
    ("nmod", "nmod:poss", "nmod:unmarked", "nmod:tmod", "nmod:npmod", "nmod:desc", "acl", "acl:relcl", "flat",
     "flat:foreign", "fixed", "nummod", "amod", "compound", "goeswith", "det", "case")
)  # fmt: skip
_INSIDE_NAME = frozenset(("flat", "fixed", "goeswith", "flat:foreign", "compound", "nmod:desc", "dep"))
_PERSONS = frozenset(("PER", "PERSON"))
_NAME_TYPES = frozenset(("PER", "ORG", "LOC", "FAC", "NORP", "MISC", "PRODUCT", "GPE", "PERSON", "EVENT"))
_KIND_OF_TYPE = {
    "PER": "person",
    "PERSON": "person",
    "ORG": "body",
    "LOC": "state",
    "GPE": "state",
    "FAC": "place",
    "NORP": "people",
    "MISC": "thing",
    "PRODUCT": "thing",
    "EVENT": "thing",
}
_PARTIES = frozenset(("D", "R", "I"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
_INDEFINITE = frozenset(
    ("a", "an", "some", "any", "no", "another", "every", "each", "either", "neither", "many")
)
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM", "X"))


def find(doc: Doc, *, speakers: Sequence[str | None] | None = None) -> list[Mention]:
    """Find the mentions of a reading, in the order of the text (an outer one before those inside it).

    Args:
        doc: a reading, of ours or of any UD pipeline.
        speakers: in a transcript, who speaks each token, None for the narrator; without it, the reader's
            ``speaker`` segments say so.
    """
    words = Words.of(doc, speakers=speakers)
    return describe(words, spans(words))


def spans(words: Words) -> list[Span]:
    """Give (first token, end, head, span of the name or None) of each mention."""
    found: dict[tuple[int, int], tuple[int, tuple[int, int] | None]] = {}
    in_name: dict[int, int] = {}  # a token inside an entity → the entity's number
    entities = _entities(words)
    lo, hi = _extents(words)
    for number, (a, b) in enumerate(entities):
        for i in range(a, b):
            in_name[i] = number
        if _is_seat(words, a, b):
            continue
        head = _head(words, a, b)
        if (title := _title_of(words, a, head)) is not None:
            head = title
            in_name[title] = number
        if words.dep[head] in ("amod", "compound", "nmod:desc", "flat", "det", "advmod", "dep", "fixed"):
            first, end = a, b
        else:
            first, end = _phrase(words, head, lo, hi)
            first, end = min(first, a), max(end, b)
        found[first, end] = (head, (a, b))
    for i in range(words.n):
        if i in in_name or _is_seat(words, i, i + 1):
            continue
        pos, dep = words.pos[i], words.dep[i]
        pronoun = nouns.PRONOUNS.get(words.low[i])
        if pronoun is not None and pos in ("PRON", "DET", "SCONJ"):
            demonstrative = pronoun[0] == "this" and pos == "PRON" and dep not in ("mark", "det")
            if demonstrative or _refers(words, i, pronoun[0]):
                found[i, i + 1] = (i, None)
            continue
        if words.low[i] == "each" and i + 1 < words.n and words.low[i + 1] == "other":
            found[i, i + 2] = (i, None)
            continue
        if pos not in _NOMINAL and not (pos == "ADJ" and _nominal_adjective(words, i)):
            continue
        if dep in _INSIDE_NAME or (
            pos in ("NUM", "X", "SYM") and dep in ("nummod", "advmod", "root", "ROOT", "amod")
        ):
            continue
        if pos == "PRON" and words.low[i] in ("there", "what", "whatever", "one", "each", "other"):
            continue
        first, end = _phrase(words, i, lo, hi)
        if _joined(words, i):  # "the president-elect" is one, whatever the tree says
            before = _phrase(words, i - 2, lo, hi)
            found = {k: v for k, v in found.items() if v[0] != i - 2}
            first, end = min(before[0], first), max(before[1], end)
        found.setdefault((first, end), (i, None))
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -item[0][1]))
    return [(a, b, head, name) for (a, b), (head, name) in ordered]


def _title_of(words: Words, a: int, head: int) -> int | None:
    """The noun just before a person's name to which the tree ties the name: "his friend [Tina Flournoy]"."""
    noun = words.head[head]
    if words.ent[head] not in _PERSONS or words.dep[head] not in ("flat", "appos"):
        return None
    if not a - 5 <= noun < a or words.ent[noun] or words.pos[noun] not in ("NOUN", "PROPN"):
        return None
    between = range(noun + 1, a)
    return noun if all(words.pos[i] not in ("PUNCT", "SPACE", "CCONJ") for i in between) else None


def _joined(words: Words, i: int) -> bool:
    return (
        words.low[i] in _BEHIND_HYPHEN
        and i >= 2
        and words.text[i - 1] == "-"
        and words.pos[i - 2] in _NOMINAL
    )


_BEHIND_HYPHEN = frozenset(("elect", "designate", "general", "in-law", "law"))


def _refers(words: Words, i: int, cls: str) -> bool:
    dep = words.dep[i]
    if cls == "this" or dep in ("expl", "fixed", "discourse"):
        return False
    if cls == "it":
        return not _empty(words, i)
    if cls == "who":
        return words.low[i] in ("who", "whom", "whose") and _relative(words, i) is not None
    return True


def _empty(words: Words, i: int) -> bool:
    """A pleonastic "it": one of weather and time, or one that a clause explains ("it is clear that …")."""
    head = words.head[i]
    if words.dep[i] not in ("nsubj", "nsubj:pass", "expl"):
        return False
    lemma = words.lemma[head]
    below = {words.dep[c] for c in words.children[head]}
    if lemma in ("rain", "snow", "seem", "appear", "happen", "transpire", "emerge", "follow"):
        return lemma in ("rain", "snow") or "ccomp" in below or "csubj" in below
    if "cop" in below and words.pos[head] in ("ADJ", "NOUN"):
        if lemma in nouns.TIMES or "csubj" in below or "csubj:pass" in below:
            return True
        return words.pos[head] == "ADJ" and lemma in _JUDGEMENTS and bool({"ccomp", "xcomp", "advcl"} & below)
    return "csubj" in below or "csubj:pass" in below or (words.dep[i] == "nsubj:pass" and "ccomp" in below)


_JUDGEMENTS = nouns.word_set(
    "clear unclear possible impossible likely unlikely important necessary essential vital crucial difficult "
    "hard easy good bad better worse best wrong right true false obvious evident apparent time worth "
    "premature fair unfair nice reasonable safe dangerous hard tough strange odd interesting unfortunate "
    "regrettable inevitable"
)


def _relative(words: Words, i: int) -> int | None:
    """The noun that a relative pronoun stands for: what its clause hangs on."""
    at = i
    for _ in range(6):
        if words.dep[at].startswith("acl"):
            head = words.head[at]
            return head if head < i else None
        if words.head[at] == at:
            return None
        at = words.head[at]
    return None


def _nominal_adjective(words: Words, i: int) -> bool:
    """ "the wounded", "the latter": an adjective that heads a phrase with a determiner."""
    return words.dep[i] in ("nsubj", "obj", "obl", "nmod", "nsubj:pass", "iobj", "nmod:poss") and any(
        words.dep[c] == "det" for c in words.children[i]
    )


def _entities(words: Words) -> list[tuple[int, int]]:
    """Names, without a leading "the" and a closing "'s", which readers put in or leave out as they please."""
    found: list[tuple[int, int]] = []
    i = 0
    while i < words.n:
        if words.ent[i] in _NAME_TYPES:
            j = i + 1
            while j < words.n and words.ent[j] == words.ent[i] and not words.ent_start[j]:
                j += 1
            a, b = i, j
            while a < b and (words.low[a] == "the" or words.pos[a] in ("PUNCT", "SPACE")):
                a += 1
            while a < b and (words.low[b - 1] in ("'s", "’s", "'", "’") or words.pos[b - 1] == "SPACE"):
                b -= 1
            if a < b:
                found.append((a, b))
            i = j
        else:
            i += 1
    return found


def _is_seat(words: Words, a: int, b: int) -> bool:
    """Party and state behind an American lawmaker's name, "R-Wis.", which readers take for a name."""
    party, _, state = words.text[a].partition("-")
    return party in _PARTIES and (bool(state) or b > a + 1) and b - a <= 3


def _head(words: Words, a: int, b: int) -> int:
    tops = [i for i in range(a, b) if not a <= words.head[i] < b or words.head[i] == i]
    solid = [i for i in tops if words.pos[i] not in ("PUNCT", "SPACE")] or tops
    return solid[0] if solid else a


def _extents(words: Words) -> tuple[list[int], list[int]]:
    """First token and end of each token's subtree, white space and outer marks left out."""
    lo, hi = list(range(words.n)), [i + 1 for i in range(words.n)]
    order: list[int] = [i for i in range(words.n) if words.head[i] == i]
    for i in order:
        order.extend(words.children[i])
        if len(order) > words.n:  # a tree with a loop: a user's pipeline can err
            break
    for i in reversed(order):
        h = words.head[i]
        if h != i and words.pos[i] not in ("PUNCT", "SPACE"):
            lo[h], hi[h] = min(lo[h], lo[i]), max(hi[h], hi[i])
    return lo, hi


def _phrase(words: Words, head: int, lo: list[int], hi: list[int]) -> tuple[int, int]:
    """First token and end of the phrase of a head."""
    first, end = head, head + 1
    predicate = any(words.dep[c] == "cop" for c in words.children[head])
    for c in reversed(words.children[head]):
        if c < head:
            dep = words.dep[c]
            if dep in _LEFT and not (predicate and dep in ("advmod", "obl:unmarked", "dep")):
                if dep == "advmod" and c < first - 1:
                    continue
                first = min(first, lo[c])
    for c in words.children[head]:
        if c > head:
            dep = words.dep[c]
            if dep in ("cc", "conj", "appos", "parataxis") and c >= end:
                break
            if dep in _RIGHT:
                end = max(end, hi[c] if dep != "case" else c + 1)
    while first < head and (words.pos[first] in ("PUNCT", "SPACE", "ADP") or words.dep[first] == "case"):
        first += 1
    while (
        end > head + 1 and words.pos[end - 1] in ("PUNCT", "SPACE") and words.low[end - 1] not in ("'", "’")
    ):
        end -= 1
    return first, end


# ---------------------------------------------------------------------------------------------- description


def describe(words: Words, found: Iterable[Span]) -> list[Mention]:
    """Say of each span what its words tell: form, kind, gender, number, title, quotation."""
    return [_mention(words, span) for span in found]


def _mention(words: Words, span: Span) -> Mention:
    first, end, head, name = span
    low = words.low[head]
    entity = (words.ent[head] or words.ent[name[0]]) if name else ""
    title: tuple[int, int] | None = None
    a, b = first, end
    form: MentionForm = "description"
    gender = number = ""
    pronoun = nouns.PRONOUNS.get(low) if words.pos[head] in ("PRON", "DET", "SCONJ") else None
    if pronoun is not None and end > first + 1 and (pronoun[0] in ("this", "who") or end > first + 3):
        pronoun = None  # "those who …" is a description, "he himself" is not
    if low == "each" and end == first + 2:
        pronoun = ("they", "", "p")
    if pronoun is not None:
        cls, gender, number = pronoun
        form = "pronoun"
        kind = {"he": "person", "i": "person", "we": "people", "you": "person", "who": "person"}.get(
            cls, "unknown"
        )
    elif name is not None:
        a, b = name
        cls = "name"
        kind = _KIND_OF_TYPE.get(entity, "thing")
        form = "name"
        if entity == "NORP":
            form = "demonym"
        if entity in ("PER", "PERSON"):
            title, gender = _titled(words, first, a, b)
            while a < b - 1 and words.low[a].rstrip(".") in nouns.TITLES:  # readers that count titles in
                title = (title[0] if title else a, a + 1)
                word = words.low[a].rstrip(".")
                gender = gender or (
                    "m" if word in nouns.MALE_TITLES else "f" if word in nouns.FEMALE_TITLES else ""
                )
                a += 1
            number = "p" if words.tag[head] == "NNPS" else "s"
            if first < a and words.low[first] == "the" and b == a + 1 and words.text[a].endswith("s"):
                number, kind = "p", "people"
            gender = gender or _gender_of(words.text[a])
        elif entity == "NORP":
            number = "p"
            if words.dep[head] in ("amod", "compound"):
                kind = "state"
        else:
            number, gender = "s", "n"
    else:
        cls, kind, gender, number = _nominal(words, first, end, head)
    quotation = words.quoted[head]
    start, stop = words.starts[a], words.starts[b - 1] + len(words.text[b - 1])
    return Mention(
        start=a,
        end=b,
        char_start=start,
        char_end=stop,
        phrase=(first, end),
        head=head,
        form=form,
        cls=cls,
        text=words.source[start:stop],
        kind=kind,
        gender=gender,
        number=number,
        title=title,
        quotation=quotation if quotation >= 0 else None,
        quoter=words.said[quotation].quoter if quotation >= 0 else None,
        entity=entity,
    )


def _gender_of(given: str) -> str:
    """The gender of a given name; of a double one ("Jo-Renee") that of the first part that tells it."""
    names = nouns.given_names()
    given = nouns.fold(given)
    told = names.get(given, "")
    return told or next((names[part] for part in given.split("-") if part in names), "")


def _titled(words: Words, first: int, a: int, b: int) -> tuple[tuple[int, int] | None, str]:
    """The words before a name within its phrase, and the gender that they tell."""
    begin = first
    while begin < a and (words.pos[begin] in ("DET", "PUNCT", "SPACE") or words.tag[begin] == "PRP$"):
        begin += 1
    if begin >= a or a - begin > 12:
        return None, ""
    gender = ""
    for i in range(begin, a):
        word = words.low[i].rstrip(".")
        if word in nouns.MALE_TITLES or word in nouns.MALE:
            gender = "m"
        elif word in nouns.FEMALE_TITLES or word in nouns.FEMALE:
            gender = "f"
    return (begin, a), gender


def _nominal(words: Words, first: int, end: int, head: int) -> tuple[str, str, str, str]:
    """Class, kind, gender and number of a description."""
    if _joined(words, head):
        head -= 2
    lemma = words.lemma[head].lower()
    low = words.low[head]
    tag = words.tag[head]
    number = "p" if tag in ("NNS", "NNPS") else "s" if tag in ("NN", "NNP") else ""
    opener = words.low[first]
    below = words.children[head]
    possessed = any(words.dep[c] == "nmod:poss" and c < head for c in below)
    cls = "definite" if opener in _DEFINITE or possessed else "indefinite"
    gender = "m" if lemma in nouns.MALE else "f" if lemma in nouns.FEMALE else ""
    if words.ent[head] in ("DATE", "TIME"):
        kind, gender = "time", "n"
    elif low in nouns.PEOPLE or lemma in nouns.PEOPLE:
        kind, number = "people", number if lemma in ("couple", "family", "pair") else "p"
    elif nouns.is_agent(lemma):
        kind = "people" if number == "p" else "person"
    elif lemma in nouns.STATES:
        kind, gender = "state", "n"
    elif lemma in nouns.BODIES:
        kind, gender = "body", "n"
    elif lemma in nouns.PLACES:
        kind, gender = "place", "n"
    elif lemma in nouns.TIMES or words.pos[head] == "NUM":
        kind, gender = "time", "n"
    elif words.pos[head] == "ADJ":
        kind, number = "people", "p"
    elif words.pos[head] == "PROPN":
        kind = "unknown"
        cls = "name" if end == first + 1 else cls
    else:
        kind, gender = "thing", "n"
    if number == "p" and gender == "n":
        gender = ""
    return cls, kind, gender, number
