"""What the model sees of a word: plain letters and marks, while the text itself is never touched.

News text comes with curly quotes, ligatures, soft hyphens, zero-width and full-width characters; the model was
trained on treebanks that hardly have any. So every word has two forms: the characters of the text, to which all
offsets refer, and a *model form* made here. The mapping is by single characters, so the place in the text of
every character of a model form is known (:func:`aligned`).

Compatibility characters follow Unicode's NFKC (Unicode Standard Annex 15) where that yields plain text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["aligned", "model_form", "without_shouting"]

_MARKS = {
    **dict.fromkeys("‘’‚‛′´｀ʼʻ‹›＇", "'"),
    **dict.fromkeys("“”„‟″«»〝〞〟＂", '"'),
    **dict.fromkeys("‐‑−﹣－⁃", "-"),
    **dict.fromkeys("‒–", "–"),
    **dict.fromkeys("—―⸺⸻", "—"),
    "…": "...",
    "•": "•",
    "。": ".",
    "、": ",",
    "€": "€",
}
_INVISIBLE = {"Cf", "Cc", "Co", "Cn", "Cs"}
_VARIATION = range(0xFE00, 0xFE10)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """What one character becomes: itself, its plain equivalent, or nothing."""
    if char in _MARKS:
        return _MARKS[char]
    if char.isspace():
        return char
    category = unicodedata.category(char)
    if category in _INVISIBLE or ord(char) in _VARIATION:
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    if compatible != char and compatible.isprintable() and " " not in compatible and compatible.isascii():
        return compatible
    return char


def model_form(word: str) -> str:
    """Return the form of a word that the model sees; the word itself when nothing visible is left of it.

    >>> model_form("co\\u00adoperate"), model_form("“"), model_form("ﬁve"), model_form("ＮＡＴＯ")
    ('cooperate', '"', 'five', 'NATO')
    """
    if word.isascii() and word.isprintable():
        return '"' if word in ("``", "''") else word
    return "".join(map(_plain, word)) or word


def aligned(text: str) -> tuple[str, list[int]]:
    """Return the plain form of a text and, for each of its characters, the offset in `text` it comes from.

    Characters that become nothing (a soft hyphen) have no entry; one that becomes several ("…") has its offset
    several times.
    """
    plain: list[str] = []
    origin: list[int] = []
    for i, char in enumerate(text):
        for replacement in _plain(char):
            plain.append(replacement)
            origin.append(i)
    return "".join(plain), origin


def without_shouting(words: list[str], seen: dict[str, str]) -> list[str]:
    """Return the model forms of an all-capitals sentence in the case that running text would give them.

    A headline or a dateline in capitals says nothing about names. How the rest of the story writes a word decides;
    a word that the story does not have elsewhere becomes capitalised, like a name, when it is long, and short
    ones are left as they are (they are as often abbreviations).

    Args:
        words: model forms, mostly in capitals.
        seen: how the rest of the story writes words: lower-cased form → form inside its sentences.
    """
    result = []
    for word in words:
        lower = word.lower()
        if not word.isupper() or (len(word) == 1 and lower not in seen):
            result.append(word)
        elif lower in seen:
            result.append(seen[lower])
        else:
            result.append(word.capitalize() if len(word) > 4 else word)
    return result
