"""Whether a template repeats a sentence of a labelled set: none may, for their texts are not ours to pass on.

    python -m training.relations.echoes PLV_TRAIN.jsonl ACTOR_SPANS_TRAIN.jsonl …

prints the templates that share most of their words, or several runs of words, with a sentence of the sets, and exits
with 1 if there is one. Stock phrases ("put under house arrest") are no echo; a sentence with exchanged names is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from training.relations.make import SLOT, Template, templates

SMALL = frozenset(
    """a an the of to in on and for that has have was were is are it its by with from at his her their be been as not
    had will would said says""".split()  # noqa: SIM905 - words are read more easily than a list of them
)
RUN = 4  # words of a run


class Echo(NamedTuple):
    """A template, the share of its content words that the sentence holds, and the sentence's file and line."""

    template: Template
    share: float
    where: str


class _Bag(NamedTuple):
    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]


def _bag(text: str) -> _Bag:
    words = re.findall(r"[a-z']+|[#@_]", text.lower())
    runs = (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return _Bag(
        frozenset(w for w in words if w.isalpha() and w not in SMALL),
        frozenset(r for r in runs if sum(w.isalpha() and w not in SMALL for w in r) > 1),
    )


def sentences_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield where each sentence of a JSONL set stands, and its text; spans that are marked are masked."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        text = row.get("marked") or row.get("text") or " ".join(row.get("tokens", []))
        text = re.sub(r"<s>.*?</s>", " # ", text, flags=re.DOTALL)
        yield f"{path.name}:{number}", re.sub(r"<t>.*?</t>", " @ ", text, flags=re.DOTALL)


def echoes(written: Iterable[Template], sentences: Iterable[tuple[str, str]]) -> list[Echo]:
    """Return the templates that repeat a sentence.

    A template does so if a sentence holds at least five of its content words, and either 72 % of them, or half of
    them and two of its runs of four words. Shorter ones are stock phrases that anybody would write.
    """
    known = [(where, _bag(text)) for where, text in sentences]
    by_word: dict[str, list[int]] = defaultdict(list)
    for i, (_, bag) in enumerate(known):
        for word in bag.words:
            by_word[word].append(i)
    found = []
    for template in written:
        slots = {"{A}": " # ", "{B}": " @ "}
        bag = _bag(SLOT.sub(lambda m, s=slots: s.get(m[0], f" {m[3] or '_'} "), template.text))
        common = Counter(i for word in bag.words for i in by_word[word])
        best = None
        for i, count in common.items():
            share = count / len(bag.words)
            if count < 5:
                continue
            runs = len(bag.runs & known[i][1].runs)
            repeats = share >= 0.72 or (share >= 0.5 and runs >= 2)
            if repeats and (best is None or share > best.share):
                best = Echo(template, share, known[i][0])
        if best:
            found.append(best)
    return found


def main() -> int:
    """Print the echoes; 1 if there are any."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    found = echoes(templates(), (s for path in parser.parse_args().sets for s in sentences_of(path)))
    for echo in found:
        print(f"{echo.template.id}  {echo.share:.2f}  {echo.where}  {echo.template.text}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
