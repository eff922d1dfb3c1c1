"""Build the lemma lexicon: ``python -m training.lexicon training/reader.toml``.

For every (form, UPOS, XPOS) of the training treebanks, the lexicon holds the lemma that most of its words have, if
they agree. Proper nouns are left to the scripts: their lemma is mostly their form. Forms are lower-cased, but
for those whose lemma depends on their capitals. Irregular verbs that the treebanks lack come from ``irregular.tsv``.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from dragoman.language.lemmas import LEXICON_FILE, Lemmatiser, edit_script
from training.corpora import Corpus
from training.train import load_corpora

Lexicon = dict[tuple[str, str], str]


def build(corpora: Iterable[Corpus], *, least: int = 1, agreement: float = 0.6) -> Lexicon:
    """Collect (form, "UPOS XPOS") → lemma from corpora that have lemmas.

    Args:
        least: times a pair must be seen.
        agreement: share of them that must have the commonest lemma.
    """
    exact: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    lower: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for corpus in corpora:
        for sentence in (s for d in corpus.documents for s in d):
            for form, lemma, upos, xpos in zip(
                *(sentence[layer] for layer in ("forms", "lemma", "upos", "xpos")), strict=True
            ):
                if upos in ("PROPN", "X", "NUM") or xpos in ("GW", "AFX") or lemma == "_":
                    continue
                tag = f"{upos} {xpos}"
                lower[form.lower(), tag][lemma] += 1
                exact[form, tag][lemma] += 1
    lexicon: Lexicon = {}
    for seen in (lower, exact):
        for (form, tag), lemmas in seen.items():
            (lemma, n), total = lemmas.most_common(1)[0], lemmas.total()
            if total < least or n < agreement * total:
                continue
            general = lexicon.get((form.lower(), tag))
            # a form with capitals has an entry only where the small one does not serve, and not by one slip
            if form == form.lower() or (lemma != general and (total > 1 or general is None)):
                lexicon[form, tag] = lemma
    return lexicon


def add_irregular(lexicon: Lexicon, path: Path) -> None:
    """Add the past tenses and participles of a table of irregular verbs; they win over the treebanks' slips."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lemma, past, participle = line.split("\t")
            for forms, xpos in ((past, "VBD"), (participle, "VBN")):
                for form in forms.split("/"):
                    lexicon[form, f"VERB {xpos}"] = lemma


def write(lexicon: Lexicon, path: Path) -> None:
    """Write the lexicon in the form that ``Lemmatiser.load`` reads: blocks by tag, lemmas as edit scripts."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for (form, tag), lemma in sorted(lexicon.items()):
        blocks[tag].append(f"{form}\t{edit_script(form, lemma)}")
    lines = [line for tag in sorted(blocks) for line in (f"# {tag}", *blocks[tag])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the lexicon."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path)
    parser.add_argument(
        "--target",
        type=Path,
        default=Path(__file__).parents[1] / "dragoman/language/model",
        help="model folder",
    )
    chosen = parser.parse_args(arguments)
    config = tomllib.loads(chosen.config.read_text(encoding="utf-8"))
    corpora = load_corpora(config["corpora"], chosen.config.resolve().parent)
    lexicon = build(c for c in corpora if {"lemma", "upos", "xpos"} <= c.layers)
    add_irregular(lexicon, Path(__file__).with_name("irregular.tsv"))
    path = chosen.target / LEXICON_FILE
    write(lexicon, path)
    Lemmatiser.load(chosen.target)  # what is written can be read
    print(f"{path.name}: {len(lexicon)} entries, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
