"""From a word form and its tags to its lemma.

Two sources, tried in order: a *lexicon* of (form, tag) pairs whose lemma the training treebanks agree on, and an
*edit script* that the model predicts for the word (Chrupała 2006: a lemma is a short edit of its form). The lexicon
knows irregular and frequent words, the scripts reach all others. A script may cut a final *e* too many
("congratulates" → "congratulat") or too few ("libraries" → "librarie"): where the result is no known word, what
English spelling allows and what is known decide.

A script is a letter and an edit: ``K`` keeps the form's capitals, ``L`` lower-cases it, ``T`` capitalises its first
letter and lower-cases the rest; then ``n:ending`` drops n characters at the end and adds the ending. ``=word`` gives
the lemma outright. So *promised* → *promise* is ``K1:`` and *Cities* → *city* is ``L3:y``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dragoman.errors import ModelError

__all__ = ["LEXICON_FILE", "Lemmatiser", "apply_script", "edit_script"]

LEXICON_FILE = "lemmas.tsv"
"""The lexicon's file name in the model folder."""

PIECES_FILE = "vocab.txt"
"""The word pieces' file name there."""


_LACKS_E = re.compile(
    r"""(?: v                                  # believ
          | [nr]c | dg | rg | lg               # announc, pledg, charg
          | [bcdfgkptz]l                       # enabl, settl
          | [aeiouy]z                          # organiz
          | (?<!s)[aeio]s                      # promis, impos
          | [aeiouy][^aeiouy]+[aeiouy]+[^aeiouy]*(?<![eo])at   # congratulat, escalat; not repeat, treat
        )$""",
    re.VERBOSE,
)
"""Ends of a stem that an English verb does not have without a final e."""

_NEEDS_NO_E = re.compile(r"(?:[cflnpx]t|[lnrsc]k|mp|[^aeiou]er|ew|ow|[aeo]y|[sc]h|x|ff|ll|ss)e$")
"""Ends of a verb in e that is hardly ever written: it belongs to the ending (abducte-d)."""

_IN_IE = frozenset(
    word
    for line in (
        "birdie bookie brownie budgie calorie collie cookie coterie cowrie druggie foodie freebie genie goalie",
        "groupie hippie hoodie hottie indie junkie laddie lassie magpie menagerie movie necktie newbie patisserie",
        "pixie prairie quickie reverie roadie rookie selfie smoothie sortie talkie techie townie veggie yuppie",
        "zombie",
    )
    for word in line.split()
)
"""Nouns in -ie; the plurals of all others in -ies have a singular in -y."""

_KEEPS_ES = re.compile(r"(?:[sxzhoi]|v)$")
"""Ends after which -es may be the ending (passes, fixes, teaches, goes, cities, wolves); else it is e + s."""


def edit_script(form: str, lemma: str) -> str:
    """Return the script that makes ``lemma`` from ``form``.

    Of the three ways to treat capitals, the one that keeps the most of the form wins; ties go to K, then L.
    """
    best: tuple[int, str] | None = None
    for mode in "KLT":
        base = _cased(form, mode)
        kept = 0
        for a, b in zip(base, lemma, strict=False):
            if a != b:
                break
            kept += 1
        if kept and (best is None or kept > best[0]):
            best = kept, f"{mode}{len(base) - kept}:{lemma[kept:]}"
    return best[1] if best else "=" + lemma


def apply_script(form: str, script: str) -> str:
    """Apply a script to a form; a script that would drop more than the form has leaves the form as it is."""
    if script.startswith("="):
        return script[1:]
    count, _, ending = script[1:].partition(":")
    base, drop = _cased(form, script[0]), int(count)
    if drop > len(base):
        return form
    return (base[: len(base) - drop] + ending) or form


def _cased(form: str, mode: str) -> str:
    if mode == "L":
        return form.lower()
    if mode == "T":
        return form[:1].upper() + form[1:].lower()
    return form


class Lemmatiser:
    """Gives the lemma of a word.

    Args:
        lexicon: (form, tag) → lemma, where a tag is ``UPOS XPOS`` (``"VERB VBD"``) and proper nouns are left out.
        words: known English words of any kind.
    """

    def __init__(self, lexicon: Mapping[tuple[str, str], str], words: Iterable[str] = ()) -> None:
        self._lexicon = dict(lexicon)
        self._lemmas: dict[str, set[str]] = {"NOUN": set(), "VERB": set()}
        for (_, tag), lemma in self._lexicon.items():
            self._lemmas.get(tag.partition(" ")[0], set()).add(lemma)
        self._words = frozenset(words)

    @classmethod
    def load(cls, folder: Path | str) -> Lemmatiser:
        """Read the lexicon of a model folder; the words are those of its word pieces that are whole words.

        The file has one block a tag: a line ``# UPOS XPOS``, then lines ``form TAB script``.

        Raises:
            ModelError: when the file is missing or a line of it cannot be read.
        """
        path = Path(folder) / LEXICON_FILE
        lexicon: dict[tuple[str, str], str] = {}
        tag = ""
        try:
            lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
            pieces = (Path(folder) / PIECES_FILE).read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(
                f"{folder}: cannot read the lemma lexicon ({error}); reinstall dragoman"
            ) from error
        for number, line in enumerate(lines, 1):
            if line.startswith("# "):
                tag = line[2:]
                continue
            form, tab, script = line.partition("\t")
            if not (tab and tag and form and script):
                raise ModelError(f"{path}, line {number}: not 'form TAB script'; reinstall dragoman")
            lexicon[form, tag] = apply_script(form, script)
        return cls(lexicon, (word for word in pieces if len(word) > 2 and word.isalpha()))

    def lemma(self, form: str, upos: str, xpos: str, script: str) -> str:
        """Return the lemma of ``form``, given its tags and the script that the model predicts."""
        tag = f"{upos} {xpos}"
        found = self._lexicon.get((form, tag))
        if found is None and upos != "PROPN":
            found = self._lexicon.get((form.lower(), tag))
        if found is not None:
            return found
        lemma = apply_script(form, script)
        return self._mended(form.lower(), lemma, upos, xpos)

    def _mended(self, form: str, lemma: str, upos: str, xpos: str) -> str:
        """Return a better lemma, where a script has cut an ending of a noun or verb in the wrong place."""
        if xpos in ("NNS", "NNPS", "VBZ") and lemma.endswith("ie") and form == lemma.lower() + "s":
            rare = len(lemma) > 4 and lemma.lower() not in _IN_IE and not self._is_known(lemma.lower())
            return lemma[:-2] + "y" if rare else lemma
        known = self._lemmas.get(upos)
        if known is None or xpos not in _ENDINGS or lemma in known:
            return lemma
        if form == lemma + "es" and not _KEEPS_ES.search(lemma):
            return lemma + "e"
        others = [other for other in _stems(form, xpos) if other != lemma]
        for words in (known, self._words if lemma not in self._words else ()):
            for other in others:
                if other in words:
                    return other
        if upos != "VERB":
            return lemma
        if lemma == form and len(form) > 5 and xpos != "VBZ":  # nothing was cut at all
            lemma = form.removesuffix(_ENDINGS[xpos][0])
        if form == lemma + "d" and _NEEDS_NO_E.search(lemma) and not self._is_known(lemma):
            return lemma[:-1]
        lacks_e = form in (lemma + "ed", lemma + "ing", lemma + "es") and _LACKS_E.search(lemma)
        return lemma + "e" if lacks_e else lemma

    def _is_known(self, lemma: str) -> bool:
        return lemma in self._words or any(lemma in lemmas for lemmas in self._lemmas.values())


_ENDINGS = {"NNS": ("s", "es"), "VBZ": ("s", "es"), "VBD": ("ed",), "VBN": ("ed",), "VBG": ("ing",)}
"""Regular endings of each tag."""


def _stems(form: str, xpos: str) -> Iterator[str]:
    """Yield what the lemma of a regular form may be, the likelier first."""
    for ending in _ENDINGS[xpos]:
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 2:
            continue
        if ending == "es" and stem.endswith("i"):
            yield stem[:-1] + "y"
        elif ending != "s":
            yield stem + "e"
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
        yield stem
