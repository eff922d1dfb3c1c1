"""In which language a text is, cheaply: a sample of its first part, and Unicode's scripts for what is too short.

The classifier is py3langid (Lui & Baldwin 2012, langid.py), loaded when first used; its model has no state, so all
threads of a process share it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import Any

__all__ = ["detect"]

_SAMPLE = 3000  # characters; more changes hardly any verdict
_SHORT = 20  # letters; with fewer the classifier guesses

_LETTERS = re.compile(r"[^\W\d_]+")
_NOISE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\S+@\S+")

# What a text of few words in these scripts is, when the classifier has too little to go on.
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "TAMIL": "ta",
}

_lock = threading.Lock()
_loaded: list[Any] = []


def detect(text: str, *, title: str | None = None) -> tuple[str, float]:
    """Return the ISO 639-1 code of a text's language and the probability of it.

    A text without letters is ``("und", 0.0)``; one of a few letters in Latin script is taken for English with a
    probability of 0.5, for no method can tell.

    Args:
        text: the story; only its first few thousand characters are looked at.
        title: adds to a short text.
    """
    sample = text[:_SAMPLE]
    if title and len(sample) < _SAMPLE:
        sample = f"{title}\n{sample}"
    words = _LETTERS.findall(_NOISE.sub(" ", sample))
    letters = sum(map(len, words))
    if not letters:
        return "und", 0.0
    script = _script(words)
    if letters < _SHORT:
        return (_SCRIPTS[script], 0.9) if script in _SCRIPTS else ("en", 0.5)
    language, probability = _classifier().classify(" ".join(words))
    return str(language), float(probability)


def _script(words: list[str]) -> str:
    """The script of most of the letters, as Unicode names it."""
    counts: dict[str, int] = {}
    for char in "".join(words)[:200]:
        name = unicodedata.name(char, "").split(" ", 1)[0]
        counts[name] = counts.get(name, 0) + 1
    if counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0) > 0:
        return "HIRAGANA"
    return max(counts, key=lambda name: counts[name])


def _classifier() -> Any:
    """The one classifier of the process, loaded by whoever comes first."""
    if not _loaded:
        with _lock:
            if not _loaded:
                from py3langid.langid import MODEL_FILE, LanguageIdentifier

                _loaded.append(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))
    return _loaded[0]
