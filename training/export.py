"""Export a checkpoint as the reader's model folder: ``python -m training.export RUN_FOLDER``.

Writes ``reader.onnx`` (int8), ``reader.json``, ``vocab.txt``, and ``attributions.json`` where the run has that task.
Weights are quantised per channel, the embedding table included; activations at run time (dynamic quantisation).
``python -m training.evaluate`` then scores both models on the dev sets and stores the scores in ``reader.json``.

Inputs are those of ``dragoman.language.features.batch``. Outputs: ``upos``, ``xpos``, ``lemma`` int64 [S, N];
``entities`` float32 [S, N, K]; ``arcs`` float32 [S, N, N + 1] (column 0 the root; itself and padding at -1e4);
``top_heads`` and ``top_labels`` int64 [S, N, 4]; ``cue`` float32 [S, N, 3], ``keys`` [S, N, 2 D] and ``values``
[S, N, D] of attributions; ``factuality`` float32 [S, N]; ``relation`` [S, N, R]; with ``--vectors`` also
``vectors`` float32 [S, N, W].
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from dragoman.language.attributions import Settings
from dragoman.language.features import SHAPE_CLASSES, Encoder, batch
from training.encoder import WIDTH, Words
from training.model import Reader, load_checkpoint
from training.tasks import Task, padded
from training.train import CHECKPOINT

INPUTS = ("ids", "shapes", "mask", "words", "valid")
AXES = {"ids": "BT", "shapes": "BT", "mask": "BT", "words": "SN", "valid": "SN"}
OUTPUTS = {
    "tags": ("upos", "xpos"),
    "lemma": ("lemma",),
    "entities": ("entities",),
    "tree": ("arcs", "top_heads", "top_labels"),
    "attribution": ("cue", "keys", "values"),
    "factuality": ("factuality",),
    "relation": ("relation",),
}
"""Of each task, in the order of the file."""
MAX_PIECES = 192
SMALL_TABLE = 1000  # rows under which an embedding is left as it is


class Exported(nn.Module):
    """The reader with positional inputs and outputs, as the ONNX exporter wants them."""

    def __init__(self, reader: Reader, outputs: Sequence[str]) -> None:
        super().__init__()
        self.reader, self.outputs = reader, outputs

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Return the outputs in the order that was asked for."""
        words: Words = self.reader.encoder(*inputs)
        found = {"vectors": padded(words.layers[-1], words)}
        for head in self.reader.heads.values():
            found.update(head(words))
        return tuple(found[name] for name in self.outputs)


def export(reader: Reader, encoder: Encoder, target: Path, *, vectors: bool = False) -> None:
    """Write the int8 ONNX file of a model."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        to_onnx(reader, encoder, plain, vectors=vectors)
        quantise(plain, target)


def to_onnx(reader: Reader, encoder: Encoder, target: Path, *, vectors: bool = False) -> None:
    """Write a model as ONNX in full precision."""
    sentences = [["Two", "words"], ["The", "minister", "promised", "aid", "."], ["No", "."]]
    example = batch([encoder.encode_window(sentences), encoder.encode_window(sentences[:2])])
    inputs = tuple(torch.from_numpy(example[name]) for name in INPUTS)
    outputs = [name for task, names in OUTPUTS.items() if task in reader.heads for name in names]
    outputs += ["vectors"] if vectors else []
    axes = {name: {0: dims[0], 1: dims[1]} for name, dims in AXES.items()}
    axes |= {name: {0: "S", 1: "N"} for name in outputs}
    axes["arcs"][2] = "H"
    torch.onnx.export(
        Exported(reader, outputs).eval(),  # else the exporter would leave the reader in training mode
        inputs,
        str(target),
        input_names=list(INPUTS),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def prepare(plain: Path) -> Path:
    """Fold what is constant in an ONNX file; return the file of the result."""
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = plain.with_suffix(".prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    return prepared


def quantise(plain: Path, target: Path) -> None:
    """Quantise an ONNX file: int8 weights per channel, embeddings included, activations at run time."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    prepared = prepare(plain)
    graph = onnx.load(str(prepared)).graph
    sizes = {i.name: list(i.dims) for i in graph.initializer}
    products = [n for n in graph.node if n.op_type in ("MatMul", "Gemm")]
    gathers = [n for n in graph.node if n.op_type == "Gather"]
    # products of two activations, and with vectors, cannot be quantised; small tables are not worth it
    left_out = [n.name for n in products if len(sizes.get(n.input[1], [])) < 2 or min(sizes[n.input[1]]) < 4]
    left_out += [n.name for n in gathers if sizes.get(n.input[0], [0])[0] < SMALL_TABLE]
    quantize_dynamic(
        str(prepared),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # costs no accuracy, and processors without VNNI do not overflow
        nodes_to_exclude=left_out,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )


def _write_tables(reader: Reader, task: Task, path: Path) -> None:
    """Write the attribution head's tables; the decoder's settings are chosen later, by ``training.decoder``."""
    head = reader.heads["attribution"]
    made = {
        "branches": task.labels["branches"],
        "bias": [round(x, 4) for x in head.bias.tolist()],
        "scores": {
            name: [[round(x, 4) for x in row] for row in table.tolist()]
            for name, table in head.tables.items()
        },
        "settings": asdict(Settings()),
    }
    path.write_text(json.dumps(made, ensure_ascii=False, indent=None) + "\n", encoding="utf-8")


class OnnxReader:
    """The exported model behind the interface that :func:`training.train.evaluate` needs."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.names = [o.name for o in self.session.get_outputs()]
        self.heads = _Any(self)

    def eval(self) -> None:
        """Do nothing: a session is always ready to evaluate."""

    def train(self) -> None:
        """Do nothing: a session cannot train."""

    def read(self, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Run the network up to the words (an exported one: wholly)."""
        arrays: list[np.ndarray] = self.session.run(None, {k: v.numpy() for k, v in inputs.items()})
        return {name: torch.from_numpy(a) for name, a in zip(self.names, arrays, strict=True)}


class _Any:
    """Every head of an exported model gives all outputs: they were computed in one run."""

    def __init__(self, reader: OnnxReader) -> None:
        self.reader = reader

    def __getitem__(self, name: str) -> Any:
        return lambda outputs: outputs


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path, help="folder of a training run")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("reader.toml"))
    parser.add_argument(
        "--target",
        type=Path,
        default=Path(__file__).parents[1] / "dragoman/language/model",
        help="model folder",
    )
    parser.add_argument("--version", default="1", help="of the model, for reader.json")
    parser.add_argument("--vectors", action="store_true", help="give the word vectors out as well")
    chosen = parser.parse_args(arguments)
    config = tomllib.loads(chosen.config.read_text(encoding="utf-8"))
    base = chosen.config.resolve().parent
    torch.set_num_threads(config["threads"])
    vocab = base / config["encoder"] / "vocab.txt"
    encoder = Encoder(vocab)
    reader, tasks = load_checkpoint(chosen.run / CHECKPOINT)
    chosen.target.mkdir(parents=True, exist_ok=True)
    path = chosen.target / "reader.onnx"
    temporary = chosen.target / "reader.onnx.tmp"
    export(reader, encoder, temporary, vectors=chosen.vectors)
    temporary.replace(path)
    shutil.copyfile(vocab, chosen.target / "vocab.txt")
    if "attribution" in tasks:
        _write_tables(reader, tasks["attribution"], chosen.target / "attributions.json")
    labels = {k: v for task in tasks.values() for k, v in task.labels.items()}
    about = {
        "version": chosen.version,
        "max_pieces": MAX_PIECES,
        **labels,
        "shape_classes": SHAPE_CLASSES,
        "vectors": WIDTH if chosen.vectors else None,
        "trained_on": [Path(f).name for c in config["corpora"].values() for f in c["files"]],
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "scores": {},
    }
    (chosen.target / "reader.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
