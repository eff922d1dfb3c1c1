"""Score a model on the dev sets as it answers at run time: ``python -m training.evaluate``.

Gold tokens; whole trees (Chu-Liu-Edmonds), legal entity sequences (Viterbi), lemmas with the lexicon. ``--run``
scores a run's checkpoint (before int8) instead of the shipped file. ``--errors FILE`` writes the errors, to be read.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dragoman.bench.syntax import Token, entity_scores, entity_spans, syntax_scores
from dragoman.language.decode import entity_tags, trees
from dragoman.language.features import Encoder
from dragoman.language.lemmas import Lemmatiser, apply_script
from training.corpora import Corpus, Sentence, fixed_windows
from training.export import MAX_PIECES, OnnxReader
from training.model import load_checkpoint
from training.train import CHECKPOINT, load_corpora, tensors

MODEL = Path(__file__).parents[1] / "dragoman/language/model"


@dataclass
class Answers:
    """What a model says of a corpus, sentence by sentence, beside the gold sentences."""

    sentences: list[Sentence]
    tokens: list[list[Token]]
    bare: list[list[str]]  # lemmas by edit script alone
    entities: list[list[str]]


def answers(
    model: Any,
    labels: dict[str, list[str]],
    corpus: Corpus,
    encoder: Encoder,
    lemmas: Lemmatiser,
    *,
    batch: int = 8,
) -> Answers:
    """Read a corpus with gold tokens, in windows of whole sentences, each document alone."""
    found = Answers([], [], [], [])
    root, other = labels["deprel"].index("root"), labels["deprel"].index("dep")
    for chosen in _batches(corpus, encoder, batch):
        inputs = tensors(chosen, encoder, torch.device("cpu"))
        with torch.inference_mode():
            outputs = model(inputs) if isinstance(model, torch.nn.Module) else model.read(inputs)
        arrays: dict[str, np.ndarray] = {name: x.float().numpy() for name, x in outputs.items()}
        valid = inputs["valid"].numpy()
        top = arrays["top_heads"].astype(np.int64)
        tree = trees(
            arrays["arcs"], top, arrays["top_labels"].astype(np.int64), valid, root=root, other=other
        )
        tags = entity_tags(arrays["entities"], valid, labels["entities"]).tags
        for s, sentence in enumerate(x for w in chosen for x in w):
            tokens, bare = [], []
            for n, form in enumerate(sentence["forms"]):
                upos, xpos, script = (
                    labels[name][int(arrays[name][s, n])] for name in ("upos", "xpos", "lemma")
                )
                bare.append(apply_script(form, script))
                lemma = lemmas.lemma(form, upos, xpos, script)
                deprel = labels["deprel"][int(tree.labels[s, n])]
                tokens.append(Token(form, lemma, upos, xpos, int(tree.heads[s, n]), deprel))
            found.sentences.append(sentence)
            found.tokens.append(tokens)
            found.bare.append(bare)
            found.entities.append([labels["entities"][t] for t in tags[s, : len(tokens)].tolist()])
    return found


def _batches(corpus: Corpus, encoder: Encoder, size: int) -> Iterator[list[list[Sentence]]]:
    for document in corpus.documents:
        windows = list(fixed_windows(document, encoder.length, MAX_PIECES))
        for start in range(0, len(windows), size):
            yield windows[start : start + size]


def scores(found: Answers) -> dict[str, float]:
    """Score answers on whichever layers the corpus has; entities by type as well."""
    figures: dict[str, float] = {}
    first = found.sentences[0]
    if "head" in first:
        gold = [gold_tokens(s) for s in found.sentences]
        figures |= syntax_scores(gold, found.tokens)
        bare = [
            [t._replace(lemma=x) for t, x in zip(tokens, lemmas, strict=True)]
            for tokens, lemmas in zip(found.tokens, found.bare, strict=True)
        ]
        figures["lemma by script alone"] = syntax_scores(gold, bare)["lemma"]
    if "entities" in first:
        by_type = entity_scores([s["entities"] for s in found.sentences], found.entities)
        figures |= {f"entities {kind}": score.f1 for kind, score in by_type.items()}
    return {name: round(value, 2) for name, value in figures.items()}


def gold_tokens(sentence: Sentence) -> list[Token]:
    """Return a gold sentence as tokens."""
    layers = ("forms", "lemma", "upos", "xpos", "head", "deprel")
    return [Token(*values) for values in zip(*(sentence[x] for x in layers), strict=True)]


def write_errors(name: str, found: Answers, path: Path) -> None:
    """Append one line an error: what is wrong, gold → found, and the sentence."""
    with path.open("a", encoding="utf-8") as out:
        for sentence, tokens, tags in zip(found.sentences, found.tokens, found.entities, strict=True):
            forms = sentence["forms"]
            text = " ".join(forms)
            if "head" in sentence:
                for g, f in zip(gold_tokens(sentence), tokens, strict=True):
                    if g.head != f.head or g.deprel.split(":")[0] != f.deprel.split(":")[0]:
                        heads = [forms[h - 1] if h else "ROOT" for h in (g.head, f.head)]
                        out.write(
                            f"{name} tree\t{g.form}\t{g.deprel} of {heads[0]} → {f.deprel} of {heads[1]}\t{text}\n"
                        )
                    if g.lemma != f.lemma:
                        out.write(
                            f"{name} lemma\t{g.form} {f.upos} {f.xpos}\t{g.lemma} → {f.lemma}\t{text}\n"
                        )
                    if g.upos != f.upos:
                        out.write(f"{name} upos\t{g.form}\t{g.upos} → {f.upos}\t{text}\n")
            if "entities" in sentence:
                gold, ours = entity_spans(sentence["entities"]), entity_spans(tags)
                for mark, spans in (("missed", gold - ours), ("invented", ours - gold)):
                    for a, b, kind in sorted(spans):
                        out.write(f"{name} entity {mark}\t{kind}\t{' '.join(forms[a:b])}\t{text}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, score, print JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("reader.toml"))
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder")
    parser.add_argument("--run", type=Path, help="score the checkpoint of a run instead of reader.onnx")
    parser.add_argument("--errors", type=Path, help="write the errors there")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", metavar="NAME", help="store the scores in reader.json under this name")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    config = tomllib.loads(chosen.config.read_text(encoding="utf-8"))
    about = json.loads((chosen.model / "reader.json").read_text(encoding="utf-8"))
    encoder, lemmas = Encoder(chosen.model / "vocab.txt"), Lemmatiser.load(chosen.model)
    if chosen.run:
        model, tasks = load_checkpoint(chosen.run / CHECKPOINT)
        labels = {k: v for task in tasks.values() for k, v in task.labels.items()}
    else:
        model, labels = OnnxReader(chosen.model / "reader.onnx", chosen.threads), about
    if chosen.errors:
        chosen.errors.unlink(missing_ok=True)
    results = {}
    for corpus in load_corpora(config["dev"], chosen.config.resolve().parent):
        begun = time.monotonic()
        found = answers(model, labels, corpus, encoder, lemmas)
        results[corpus.name] = scores(found)
        print(
            corpus.name, json.dumps(results[corpus.name]), f"({time.monotonic() - begun:.0f} s)", flush=True
        )
        if chosen.errors:
            write_errors(corpus.name, found, chosen.errors)
    if chosen.save:
        about["scores"][chosen.save] = results
        text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
        (chosen.model / "reader.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
