"""A run that is interrupted goes on as if it had not been."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="training needs torch")

from training import encoder as encoder_module  # noqa: E402
from training.average import averaged  # noqa: E402
from training.model import load_checkpoint  # noqa: E402
from training.train import CHECKPOINT, Training  # noqa: E402

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefgh", "."]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(encoder_module, "PIECES", len(PIECES))
    monkeypatch.setattr(encoder_module, "LAYERS", 4)
    monkeypatch.setattr(encoder_module, "INNER", 64)
    torch.set_num_threads(1)
    monkeypatch.setattr(encoder_module.ReaderEncoder, "load_minilm", lambda self, path: None)
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder/vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    (tmp_path / "encoder/model.safetensors").write_bytes(b"")
    rng = random.Random(0)
    trees, names = [], []
    for _ in range(30):
        words = [rng.choice("abcdefgh") for _ in range(rng.randint(1, 9))]
        rows = [
            f"{i}\t{w}\t{w}\tX\tFW\t_\t{i - 1}\t{'dep' if i > 1 else 'root'}\t_\t_"
            for i, w in enumerate(words, 1)
        ]
        trees.append("\n".join(rows))
        names.append([words, ["B-PER" if w == "a" else "O" for w in words]])
    (tmp_path / "trees.conllu").write_text("\n\n".join(trees) + "\n\n", encoding="utf-8")
    (tmp_path / "names.json").write_text(json.dumps(names), encoding="utf-8")
    corpora = {
        "trees": {"reader": "treebank", "files": ["trees.conllu"], "share": 0.5},
        "names": {"reader": "entities", "files": ["names.json"], "share": 0.5, "rejoin": True},
    }
    return {
        "seed": 3,
        "encoder": "encoder",
        "rates": {"encoder": 1e-3, "heads": 1e-3, "warmup": 2, "decay": 0.01, "ema": 0.9},
        "windows": {"longest": 40, "pieces": 80, "single": 0.3, "masked": 0.1},
        "keep_at": [0.002],
        "minutes_between": {"checkpoints": 60, "scores": 60},
        "corpora": corpora,
        "dev": corpora,
        "tasks": {n: {"weight": 1.0} for n in ("tags", "lemma", "tree", "entities")},
    }


def train(run: Training, steps: int) -> None:
    for _ in range(steps):
        (corpus,) = run.rng.choices(["trees", "names"])
        for group in run.optimiser.param_groups:
            group["lr"] = 1e-3
        run.take_step(corpus)
        run.step += 1


def test_resumed_run_equals_an_unbroken_one(config: dict[str, Any], tmp_path: Path) -> None:
    unbroken = Training(config, tmp_path, tmp_path / "unbroken")
    train(unbroken, 6)
    first = Training(config, tmp_path, tmp_path / "broken")
    train(first, 3)
    first.save()
    second = Training(config, tmp_path, tmp_path / "broken")
    assert second.restore()
    assert second.step == 3
    train(second, 3)
    for name, tensor in unbroken.model.state_dict().items():
        assert torch.equal(tensor, second.model.state_dict()[name]), name
    for name, tensor in unbroken.average.weights.items():
        assert torch.equal(tensor, second.average.weights[name]), name
    assert unbroken.words == second.words


def test_run_writes_log_scores_and_a_loadable_checkpoint(config: dict[str, Any], tmp_path: Path) -> None:
    run = Training(config, tmp_path, tmp_path / "out")
    scores = run.run(minutes=0.005)
    assert {"trees.upos", "trees.las", "names.entities"} <= scores.keys()
    lines = [json.loads(x) for x in (tmp_path / "out/log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[-1]["final"] == scores
    reader, tasks = load_checkpoint(tmp_path / "out" / CHECKPOINT)
    assert not reader.training
    assert tasks["entities"].labels == {"entities": ["O", "B-PER", "I-PER"]}
    assert run.step > 0
    assert (tmp_path / "out/checkpoint-0.002.pt").exists()
    frozen = reader.state_dict()["encoder.pieces.weight"]
    assert torch.equal(frozen, Training(config, tmp_path, tmp_path / "x").model.encoder.pieces.weight)


def test_missing_files_are_named(config: dict[str, Any], tmp_path: Path) -> None:
    config["corpora"]["trees"]["files"] = ["none.conllu"]
    with pytest.raises(SystemExit, match=r"none\.conllu: no such file"):
        Training(config, tmp_path, tmp_path / "out")
    with pytest.raises(SystemExit, match="fetch_encoder"):
        Training({**config, "encoder": "elsewhere"}, tmp_path, tmp_path / "out")


def test_checkpoint_of_other_labels_is_refused(config: dict[str, Any], tmp_path: Path) -> None:
    run = Training(config, tmp_path, tmp_path / "out")
    run.save()
    run.tasks["tags"].labels["upos"].append("NEW")
    with pytest.raises(SystemExit, match="--fresh"):
        run.restore()


def test_average_of_checkpoints_is_weighted() -> None:
    labels = {"tags": {"upos": ["X"]}}
    first = {"labels": labels, "average": {"w": torch.tensor([0.0, 4.0])}, "step": 1}
    last = {"labels": labels, "average": {"w": torch.tensor([1.0, 0.0])}, "step": 2}
    mean = averaged([first, last], [1, 3])
    assert mean["average"]["w"].tolist() == [0.75, 1.0]
    assert mean["step"] == 2
    with pytest.raises(ValueError, match="different labels"):
        averaged([{**first, "labels": {}}, last], [1, 1])
