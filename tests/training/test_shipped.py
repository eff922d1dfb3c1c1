"""The model that the wheel ships: whole, small, and what its description says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dragoman.bench.syntax import entity_spans
from dragoman.language.decode import entity_tags, trees
from dragoman.language.features import SHAPE_CLASSES, Encoder, batch
from dragoman.language.lemmas import Lemmatiser

MODEL = Path(__file__).parents[2] / "dragoman/language/model"


@pytest.fixture(scope="module")
def about() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MODEL / "reader.json").read_text(encoding="utf-8"))
    return found


def test_files_are_small_and_belong_together(about: dict[str, Any]) -> None:
    onnx = (MODEL / "reader.onnx").read_bytes()
    assert hashlib.sha256(onnx).hexdigest() == about["sha256"]
    assert len(onnx) <= 30e6
    assert sum(f.stat().st_size for f in MODEL.iterdir()) <= 32e6
    assert about["shape_classes"] == SHAPE_CLASSES


def test_description_has_all_inventories(about: dict[str, Any]) -> None:
    types = {tag[2:] for tag in about["entities"] if tag != "O"}
    assert types == {"PER", "ORG", "LOC", "FAC", "NORP", "DATE", "MISC", "MONEY", "PRODUCT"}
    assert len(about["upos"]) == 17
    assert {"nsubj", "nsubj:pass", "root", "obl:agent", "acl:relcl"} <= set(about["deprel"])
    assert {"VBD", "NNP", "PRP$"} <= set(about["xpos"])
    assert about["scores"]


class Read:
    """One window, read with the shipped files."""

    def __init__(self, about: dict[str, Any], *sentences: str) -> None:
        import onnxruntime

        session = onnxruntime.InferenceSession(str(MODEL / "reader.onnx"), providers=["CPUExecutionProvider"])
        self.words = [s.split() for s in sentences]
        inputs = dict(batch([Encoder(MODEL / "vocab.txt").encode_window(self.words)]))
        names = [o.name for o in session.get_outputs()]
        found: dict[str, np.ndarray] = dict(zip(names, session.run(None, inputs)))
        labels = about["deprel"]
        tree = trees(
            found["arcs"],
            found["top_heads"],
            found["top_labels"],
            inputs["valid"],
            root=labels.index("root"),
            other=labels.index("dep"),
        )
        self.heads = tree.heads[0].tolist()
        self.deprel = [labels[i] for i in tree.labels[0]]
        self.upos, self.xpos, self.lemma = (
            [about[name][i] for i in found[name][0]] for name in ("upos", "xpos", "lemma")
        )
        tags = entity_tags(found["entities"], inputs["valid"], about["entities"]).tags[0]
        spans = entity_spans([about["entities"][t] for t in tags])
        self.entities = {(" ".join(self.words[0][a:b]), kind) for a, b, kind in spans}


def test_a_plain_sentence(about: dict[str, Any]) -> None:
    read = Read(about, "Norway 's prime minister sent Kenya 20 buses on Tuesday .")
    assert read.upos[:5] == ["PROPN", "PART", "ADJ", "NOUN", "VERB"]
    assert read.heads[4] == 0
    assert (read.heads[3], read.deprel[3]) == (5, "nsubj")
    assert (read.heads[5], read.deprel[5]) == (5, "iobj")
    assert (read.heads[7], read.deprel[7]) == (5, "obj")
    assert read.entities == {("Norway", "LOC"), ("Kenya", "LOC"), ("Tuesday", "DATE")}


def test_passive_and_agent(about: dict[str, Any]) -> None:
    read = Read(about, "The envoys were detained by soldiers near Goma .")
    assert (read.heads[1], read.deprel[1]) == (4, "nsubj:pass")
    assert (read.heads[5], read.deprel[5]) == (4, "obl:agent")


def test_a_headline_in_capitals(about: dict[str, Any]) -> None:
    read = Read(about, "CANADA SENDS TROOPS TO LATVIA")
    assert read.upos == ["PROPN", "VERB", "NOUN", "ADP", "PROPN"]
    assert {("CANADA", "LOC"), ("LATVIA", "LOC")} <= read.entities
    assert read.heads == [2, 0, 2, 5, 2]


def test_lemmas_of_the_whole_reader(about: dict[str, Any]) -> None:
    lemmas = Lemmatiser.load(MODEL)
    for text, wanted in (
        ("Ghana congratulates the men .", "Ghana congratulate the man ."),
        ("They said he promised better roads .", "they say he promise good road ."),
        ("The rebels retaliated and seized libraries .", "the rebel retaliate and seize library ."),
    ):
        read = Read(about, text)
        rows = zip(read.words[0], read.upos, read.xpos, read.lemma)
        assert " ".join(lemmas.lemma(*row) for row in rows) == wanted
