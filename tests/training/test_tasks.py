"""The encoder and the heads: shapes, masking, and that they learn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

torch = pytest.importorskip("torch", reason="training needs torch")

from dragoman.language.features import Encoder, batch  # noqa: E402
from training import encoder as encoder_module  # noqa: E402
from training.corpora import Corpus, Sentence  # noqa: E402
from training.encoder import Dropout  # noqa: E402
from training.model import Reader  # noqa: E402
from training.tasks import Task, task_class  # noqa: E402
from training.tasks.attribution import stretches  # noqa: E402
from training.tasks.entities import spans  # noqa: E402

VOCAB = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "lee",
    "left",
    "oslo",
    ".",
    "aid",
    "was",
    "sent",
    "yes",
    "she",
]

SENTENCES: list[Sentence] = [
    {
        "forms": ["Lee", "left", "Oslo", "."],
        "upos": ["PROPN", "VERB", "PROPN", "PUNCT"],
        "xpos": ["NNP", "VBD", "NNP", "."],
        "lemma": ["Lee", "leave", "Oslo", "."],
        "head": [2, 0, 2, 2],
        "deprel": ["nsubj", "root", "obj", "punct"],
        "entities": ["B-PER", "O", "B-LOC", "O"],
    },
    {
        "forms": ["Yes"],
        "upos": ["INTJ"],
        "xpos": ["UH"],
        "lemma": ["yes"],
        "head": [0],
        "deprel": ["root"],
        "entities": ["O"],
    },
    {
        "forms": ["Aid", "was", "sent"],
        "upos": ["NOUN", "AUX", "VERB"],
        "xpos": ["NN", "VBD", "VBN"],
        "lemma": ["aid", "be", "send"],
        "head": [3, 3, 0],
        "deprel": ["nsubj:pass", "aux:pass", "root"],
        "entities": ["O", "O", "O"],
    },
]
NAMES = ("tags", "lemma", "tree", "entities")
OPTIONS = {"lemma": {"least": 1}, "tree": {"least": 1}}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(encoder_module, "PIECES", len(VOCAB))
    monkeypatch.setattr(encoder_module, "LAYERS", 4)
    monkeypatch.setattr(encoder_module, "INNER", 64)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield


def tasks() -> dict[str, Task]:
    corpus = Corpus("c", [SENTENCES])
    kinds = {name: task_class(name) for name in NAMES}
    return {name: kind(kind.inventories([corpus], **OPTIONS.get(name, {}))) for name, kind in kinds.items()}


def inputs(*windows: list[Sentence]) -> dict[str, torch.Tensor]:
    encode = Encoder(VOCAB).encode_window
    arrays = batch([encode([s["forms"] for s in window]) for window in windows])
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def test_inventories_keep_frequent_subtypes_only() -> None:
    kind = task_class("tree")
    corpus = Corpus("c", [SENTENCES])
    assert kind.inventories([corpus], least=2) == {"deprel": ["aux", "nsubj", "obj", "punct", "root"]}
    assert "nsubj:pass" in kind.inventories([corpus], least=1)["deprel"]


def test_outputs_have_the_shapes_of_the_contract() -> None:
    reader = Reader(tasks()).eval()
    with torch.inference_mode():
        found = reader(inputs(SENTENCES[:2], SENTENCES[2:]))
    assert {k: tuple(v.shape) for k, v in found.items()} == {
        "upos": (3, 4),
        "xpos": (3, 4),
        "lemma": (3, 4),
        "arcs": (3, 4, 5),
        "top_heads": (3, 4, 4),
        "top_labels": (3, 4, 4),
        "entities": (3, 4, 5),
    }
    for s, sentence in enumerate(SENTENCES):
        n = len(sentence["forms"])
        for word in range(n):
            row = found["arcs"][s, word]
            assert row[word + 1] < -5e3  # never its own head
            assert (row[n + 1 :] < -5e3).all()  # never padding
            assert found["top_heads"][s, word, 0] == row.argmax()
            assert found["top_heads"][s, word, 0] <= n


def test_other_windows_in_the_batch_change_nothing() -> None:
    reader = Reader(tasks()).eval()
    for parameter in reader.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    with torch.inference_mode():
        alone = reader(inputs(SENTENCES[1:2]))
        together = reader(inputs(SENTENCES[1:2], SENTENCES))
        swapped = reader(inputs([*SENTENCES, *SENTENCES], SENTENCES[1:2]))
    for name in ("upos", "xpos", "lemma", "entities"):
        assert torch.allclose(alone[name][0, 0], together[name][0, 0], atol=1e-5)
        assert torch.allclose(alone[name][0, 0], swapped[name][6, 0], atol=1e-5)
    assert torch.allclose(alone["arcs"][0, 0, 0], together["arcs"][0, 0, 0], atol=1e-4)


def test_context_reaches_over_sentence_borders() -> None:
    reader = Reader(tasks()).eval()
    for parameter in reader.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    with torch.inference_mode():
        alone = reader(inputs(SENTENCES[1:2]))["entities"][0, 0]
        after = reader(inputs(SENTENCES[:2]))["entities"][1, 0]
    assert not torch.allclose(alone, after, atol=1e-4)


def test_all_tasks_learn_one_batch() -> None:
    kinds = tasks()
    reader = Reader(kinds)
    read = inputs(SENTENCES[:2], SENTENCES[2:])
    optimiser = torch.optim.AdamW(reader.parameters(), lr=1e-3)
    for _ in range(40):
        words = reader.read(read)
        loss = sum(task.loss(reader.heads[name], words, SENTENCES) for name, task in kinds.items())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    reader.eval()
    with torch.inference_mode():
        found = reader(read)
    figures = {k: v for task in kinds.values() for k, v in task.score(task.count(found, SENTENCES)).items()}
    assert figures == dict.fromkeys(("upos", "xpos", "lemma", "uas", "las", "entities"), 100.0)


SAID: list[Sentence] = [
    {
        "forms": ["Aid", "was", "sent", "."],
        "place": [(0, 1, 3, "nsubj"), (0, 1, 3, "aux"), (0, 1, 0, "root"), (0, 1, 3, "punct")],
        "roles": [[(0, "content")], [(0, "content")], [(0, "content")], []],
        "at": [(0, 0)] * 4,
        "factuality": [None, None, 2.0, None],
    },
    {
        "forms": ["She", "left", "."],
        "place": [(0, 0, 2, "nsubj"), (0, 0, 0, "root"), (0, 0, 2, "punct")],
        "roles": [[(0, "source")], [(0, "cue")], []],
        "at": [(0, 1)] * 3,
        "factuality": [None, -1.0, None],
    },
]


def test_a_cue_learns_its_source_and_a_content_of_the_sentence_before() -> None:
    corpus = Corpus("c", [SAID])
    kinds = {name: task_class(name) for name in ("attribution", "factuality")}
    both = {name: kind(kind.inventories([corpus], least=1)) for name, kind in kinds.items()}
    reader = Reader(both)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=2e-3)
    for _ in range(60):
        words = reader.read(inputs(SAID))
        loss = sum(task.loss(reader.heads[name], words, SAID) for name, task in both.items())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    reader.eval()
    with torch.inference_mode():
        words = reader.read(inputs(SAID))
        head, task = reader.heads["attribution"], both["attribution"]
        (one,) = stretches(SAID)
        _, keys, values = head.parts(words)
        found = head.pairs(keys, values, one, task.index["branches"])[0]
        outputs = reader(inputs(SAID))
    assert (found > 0).tolist() == [
        [False, True],
        [False, True],
        [False, True],
        [False, False],
        [True, False],
        [False, False],
        [False, False],
    ]
    assert task.score(task.count(outputs, SAID)) == {"cue": 100.0}
    assert both["factuality"].score(both["factuality"].count(outputs, SAID))["mae"] < 0.5


def test_sentences_of_other_texts_are_other_stretches() -> None:
    other = [{**s, "at": [(1, i)] * len(s["forms"])} for i, s in enumerate(SAID)]
    assert [len(one.span) for one in stretches([*SAID, *other])] == [7, 7]
    assert [len(one.cues) for one in stretches([SAID[0], other[1]])] == [0, 1]


def test_labels_outside_the_inventory_are_not_learned() -> None:
    task = tasks()["tags"]
    strange = [{**SENTENCES[1], "upos": ["STRANGE"], "xpos": ["STRANGE"]}]
    reader = Reader({"tags": task})
    loss = task.loss(reader.heads["tags"], reader.read(inputs(SENTENCES[1:2])), strange)
    assert float(loss.detach()) == 0.0
    loss.backward()


def test_dropout_drops_the_share_and_keeps_the_mean() -> None:
    drop, x = Dropout(0.25), torch.ones(1001, 97)
    dropped = drop(x)
    assert abs(float((dropped == 0).float().mean()) - 0.25) < 0.01
    assert abs(float(dropped.mean()) - 1) < 0.02
    assert torch.equal(drop.eval()(x), x)


def test_spans_of_bio_tags() -> None:
    assert spans(["I-PER", "B-PER", "I-LOC", "O"]) == {(0, 1, "PER"), (1, 2, "PER"), (2, 3, "LOC")}
