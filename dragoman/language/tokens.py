"""Cutting raw text into the words of Universal Dependencies.

The rules are spaCy's for English (prefixes, suffixes, infixes, exceptions) with the changes that UD's English
treebanks ask for: derivational prefixes stay with their word ("anti-government", "re-elected"), a run of one mark
is one token ("?!", "***"), telephone numbers, hashtags and mentions are whole, "7:30pm" is a time and "pm".

The rules run once per distinct run of non-space characters (a *chunk*), on its plain form (see
:mod:`dragoman.language.normalise`), so a soft hyphen or a zero-width space inside a word does not cut it; the result
is cached. White space becomes tokens exactly as in spaCy's own tokenizer: a single space belongs to the
word before it, everything else is a token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.language.normalise import aligned, model_form

if TYPE_CHECKING:
    from spacy.tokenizer import Tokenizer as SpacyTokenizer

__all__ = ["Tokenizer", "Tokens"]

_CACHE_CHUNKS = 40_000  # some 15 MB; past it the cache starts afresh
_RULE_WORDS = 30_000  # the rules' vocabulary is renewed when it has grown by so many strings
_LONGEST_CHUNK = (
    200  # longer runs (base64, ASCII art) get the plain cut: the rules' cost grows faster than length
)

_SPACES = re.compile(r"(\s+)")
_PLAIN_CUT = re.compile(r"\w{1,100}|[^\w\s]{1,100}")


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one string, as all word lists of this room are."""
    return frozenset(text.split())


# Prefixes that UD's English treebanks leave on their word; "self-", "all-", "well-" and the like are cut.
_PREFIXES = words(
    "a ante anti arch auto bi bio centi circum co contra counter cross crypto cyber de demi di e electro en ex "
    "extra fore geo giga hyper infra inter intra macro mal maxi mega meta micro mid milli mini mis mono multi nano "
    "narco neuro non omni over para petro poly post pre pro proto pseudo psycho re semi socio sub "
    "super supra techno tele tetra trans tri turbo u ultra un under uni"
)

_WHOLE = re.compile(
    r"(?:" + "|".join(sorted(_PREFIXES)) + r")-(?:[^\W\d_]{2,}|\d{2,4}s?)"
    r"|(?:\+?\d{1,3}[-.])?\d{3}[-.]\d{3}[-.]\d{4}|\d{3}-\d{4}"  # telephone numbers
    r"|\d{1,2}-\d{1,2}-(?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}"
    r"|@\w+|#[^\W\d_]\w*"
    r"|\[\.\.\.\]"
    r"|ninety-nine|e-mail\w{0,3}|[a-z]/[a-z]",
    re.IGNORECASE,
)

# Romanised Chinese and Korean given names ("Jong-un", "Ing-wen") are one word; European double names are cut.
_ONSET = r"(?:[bcdfghjklmnprstwxyz]|[cstz]h|ts|ng|[kgh]w|[khmbrgpn]y)?"
_RHYME = r"[aeiouy]{1,3}(?:ng|[nkptmlhr])?"
_NOT_A_NAME = words(
    "an at by day do for go he her high how it led less like long made man mate me men no on one out pro run so "
    "ten time to too two up us way we wing won year you"
)
_NO_NAME_BEFORE = words(
    "Al An As At Cut Da De Die El En Hit In La Lay Le Lie Lo No Non On Run Sit Ten Tie Tit To Top Two Un Up"
)
_GIVEN_NAME = re.compile(
    rf"(?=[A-Z])(?!(?:{'|'.join(sorted(_NO_NAME_BEFORE))})-)(?i:{_ONSET}{_RHYME}"
    rf"-(?!(?:{'|'.join(sorted(_NOT_A_NAME))})\b){_ONSET}{_RHYME})"
)

# Whole only where the context says so: "No. 5" (not "He said no."), and the marks of a list at a line's start.
_IN_CONTEXT = re.compile(r"\b[Nn]os?\.(?=\s\d)|^[ \t]*(\(?(?:\d{1,2}[.)]|[a-z]\)))(?=[ \t]+\S)", re.MULTILINE)

_ABBREVIATIONS = words(
    "Amb. Assn. Asst. Atty. Ave. Bldg. Blvd. Brig. Capt. Cir. Cmdr. Col. Cpl. Dept. Dist. Drs. Esq. Ft. Fri. Gens. "
    "Govs. Hon. Insp. Intl. Lt. Ltd. Maj. Mgr. Mme. Mon. Msgr. Nos. PLC. Pfc. Pres. Profs. Pvt. Rd. Reps. Sat. Sens. "
    "Sgt. Spc. Sr. Sra. Ste. Supt. Thu. Thur. Thurs. Treas. Tue. Tues. Univ. Wed. al. approx. ca. cf. div. ed. eds. "
    "esp. etc. fig. Fig. incl. pp. vol. Vol. viz."
)
_NOT_CUT = words("): and/or id Id Ill ill Lets lets cant Cant wont Wont")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and white-space tokens of a text.

    Attributes:
        words: every token's characters, white-space tokens included; joined with `spaces` they are the text.
        spaces: whether a single space that belongs to the token follows it.
        forms: what the model sees of each word (white-space tokens: themselves).
        starts: offset of each token; shape [tokens].
        space: whether a token is white space; shape [tokens].
    """

    words: list[str]
    spaces: list[bool]
    forms: list[str]
    starts: NDArray[np.int64]
    space: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.words)


class Tokenizer:
    """Cuts text into tokens; holds the rules and a bounded cache of what they gave."""

    def __init__(self) -> None:
        self._cache: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._rules: SpacyTokenizer | None = None

    def __call__(self, text: str) -> Tokens:
        """Return the tokens of a text of any length, in time linear in it."""
        parts = _SPACES.split(text)
        if len(parts) % 2 and not parts[-1]:
            parts.pop()  # the text ends in white space
        whole = {m.start(1) if m[1] else m.start() for m in _IN_CONTEXT.finditer(text)}
        words: list[str] = []
        forms: list[str] = []
        spaces: list[bool] = []
        space: list[int] = []
        cache, at = self._cache, 0
        for i in range(0, len(parts), 2):
            chunk = parts[i]
            if chunk:
                found = cache.get(chunk) or self._cut(chunk)
                if whole and at in whole:
                    found = ((chunk,), (chunk,))
                words.extend(found[0])
                forms.extend(found[1])
                spaces.extend([False] * len(found[0]))
                at += len(chunk)
            if i + 1 < len(parts):
                gap = parts[i + 1]
                at += len(gap)
                if chunk and gap[0] == " ":
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    space.append(len(words))
                    words.append(gap)
                    forms.append(gap)
                    spaces.append(False)
        lengths = np.fromiter(map(len, words), np.int64, len(words)) + np.array(spaces, np.int64)
        starts = np.zeros(len(words), np.int64)
        np.cumsum(lengths[:-1], out=starts[1:])
        is_space = np.zeros(len(words), np.bool_)
        is_space[space] = True
        return Tokens(words, spaces, forms, starts, is_space)

    def _cut(self, chunk: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Cut a chunk by the rules; return its words and their model forms."""
        plain, origin = (chunk, None) if chunk.isascii() else aligned(chunk)
        if len(chunk) > _LONGEST_CHUNK:
            ends = [m.end() for m in _PLAIN_CUT.finditer(plain)]
        else:
            ends = self._rule_ends(plain)
        if origin is not None:
            inner = {origin[end] for end in ends if 0 < end < len(plain)} - {0}
            ends = [*sorted(inner), len(chunk)]
        words, begin = [], 0
        for end in ends:
            words.append(chunk[begin:end])
            begin = end
        found = tuple(words), tuple(map(model_form, words))
        if len(self._cache) >= _CACHE_CHUNKS:
            self._cache.clear()
        self._cache[chunk] = found
        return found

    def _rule_ends(self, plain: str) -> list[int]:
        """Where the words end that the rules find in a chunk without white space."""
        if self._rules is None or len(self._rules.vocab.strings) > _RULE_WORDS:
            self._rules = _spacy_rules()
        return [token.idx + len(token) for token in self._rules(plain)]


def _spacy_rules() -> SpacyTokenizer:
    """Build spaCy's English tokenizer with our changes, on a vocabulary of its own."""
    from spacy.lang.char_classes import ALPHA
    from spacy.lang.en import English
    from spacy.symbols import ORTH
    from spacy.tokenizer import Tokenizer as SpacyTokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
    from spacy.vocab import Vocab

    defaults = English.Defaults
    rules = {orth: parts for orth, parts in defaults.tokenizer_exceptions.items() if orth not in _NOT_CUT}
    rules |= {abbreviation: [{ORTH: abbreviation}] for abbreviation in _ABBREVIATIONS}
    rules |= {
        a.upper(): [{ORTH: a.upper()}] for a in rules if a.endswith(".") and a.istitle() and "." not in a[:-1]
    }
    rules |= {word: [{ORTH: word[:3]}, {ORTH: word[3:]}] for word in ("wanna", "Wanna")}
    runs = [r"([!?*=~_#<>-])\1+", r"[!?]{2,}", r"\.{2,}"]
    changed = {
        "#": r"#(?![^\W\d_])",
        r"\[": r"\[(?!\.\.\.\])",
        r"\]": r"(?<!\[\.\.\.)\]",
        r"\'": r"'(?!\d0s|\d\d\b)",
        "'s": r"(?<!\d0)'s",
    }
    prefixes = [
        *runs,
        *(changed.get(p, p) for p in map(str, defaults.prefixes or ())),
        r"@(?!\w)",
        r"-(?=[^\W\d_]{2})",
    ]
    suffixes = [
        r"(?:!|\?){2,}",
        r"\*{2,}|={2,}|~{2,}|_{2,}|#{2,}|<{2,}|>{2,}|-{2,}",
        *(changed.get(s, s) for s in map(str, defaults.suffixes or ()) if s != "#"),
        r"(?<=[0-9])(?:bn|mn|tn|[kKmM])",
        r"(?<=[0-9])(?:am|pm|AM|PM|a\.m\.|p\.m\.|A\.M\.|P\.M\.)",
        r"(?<=[^\W\d_])(?i:n't|'(?:d|m|re|ve|ll))",
        r"(?<=[^\W_]{2})-",
    ]
    infixes = [
        *(defaults.infixes or ()),
        rf"(?<=[{ALPHA}]\.)-(?=[{ALPHA}])",
        r"(?<=[A-Z])-(?=[0-9])",
        r"(?<=[^\W\d_])\((?=s\b)",
        r"(?<=[^\W\d_])[?!;](?=[^\W\d_])",
        r"(?<=[0-9])–(?=[0-9])",
        r"-{2,}|={2,}|—",
    ]

    def keep(chunk: str) -> object:
        return _WHOLE.fullmatch(chunk) or _GIVEN_NAME.fullmatch(chunk)

    return SpacyTokenizer(
        Vocab(),
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=keep,
        url_match=defaults.url_match,
        max_cache_size=0,
    )
