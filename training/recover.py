"""Recover a checkpoint from a shipped model, to train on from it: ``python -m training.recover OUTPUT_FOLDER``.

Runs' checkpoints are not kept in the repository, the int8 file is. Its weights, multiplied out again, are the trained
ones but for rounding (the scores before and after int8 differ by less than 0.1), so a run can start where an earlier
one ended, with ``[start]`` in its configuration.

How a parameter of the network is called in the file is found by exporting a network of random numbers the same way
and looking where its numbers went.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.language.features import Encoder
from training.export import prepare, to_onnx
from training.model import Reader, restore_tasks
from training.tasks import Labels
from training.train import CHECKPOINT

MODEL = Path(__file__).parents[1] / "dragoman/language/model"
LABELS = {
    "tags": ("upos", "xpos"),
    "lemma": ("lemma",),
    "tree": ("deprel",),
    "entities": ("entities",),
    "attribution": ("branches",),
    "factuality": (),
    "relation": ("relation",),
}
"""The inventories of each task, as ``reader.json`` calls them."""


def weights(file: Path) -> dict[str, np.ndarray]:
    """Return the weights of an ONNX file by name; int8 ones multiplied out, under the name they had before."""
    import onnx
    from onnx import numpy_helper

    found = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(file)).graph.initializer}
    whole = {name: array for name, array in found.items() if array.dtype == np.float32}
    for name, array in found.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            # scales are one for the tensor, or one for each of its columns
            zero = found[plain + "_zero_point"].astype(np.float32)
            made = (array.astype(np.float32) - zero) * found[plain + "_scale"]
            if plain.endswith("_Transposed"):  # so the quantiser leaves what was one product with a sum
                plain, made = plain.removesuffix("_Transposed"), made.T
            whole[plain] = made
    return whole


def recover(shipped: Path, tasks: Sequence[str]) -> tuple[Reader, dict[str, Labels]]:
    """Return the network of a model folder, and the inventories of its tasks.

    Raises:
        SystemExit: a parameter was not found in the file, or has another shape there.
    """
    card = json.loads((shipped / "reader.json").read_text(encoding="utf-8"))
    labels: dict[str, Labels] = {task: {name: card[name] for name in LABELS[task]} for task in tasks}
    reader = Reader(restore_tasks(labels)).eval()
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in reader.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.onnx")
        to_onnx(reader, Encoder(shipped / "vocab.txt"), plain)
        exported = weights(prepare(plain))
    ours = weights(shipped / "reader.onnx")
    beside = _tables(shipped / "attributions.json") if "attribution" in tasks else {}
    with torch.no_grad():
        for name, parameter in reader.named_parameters():
            found = beside[name] if name in beside else _find(name, parameter, exported, ours)
            parameter.copy_(found)
    return reader, labels


def _tables(path: Path) -> dict[str, Tensor]:
    """Return the parameters of the attribution head that are written beside the network."""
    written = json.loads(path.read_text(encoding="utf-8"))
    tables = {f"heads.attribution.tables.{name}": torch.tensor(t) for name, t in written["scores"].items()}
    return tables | {"heads.attribution.bias": torch.tensor(written["bias"])}


def _find(name: str, ours: Tensor, exported: dict[str, np.ndarray], shipped: dict[str, np.ndarray]) -> Tensor:
    """Return the shipped numbers of the parameter whose random numbers are ``ours``."""
    if name.endswith("mix.weights"):  # the exporter keeps the shares that they stand for, one by one
        shares = [_share(float(x), exported, shipped) for x in torch.softmax(ours, 0)]
        return torch.tensor(shares).log()
    mine = ours.numpy()
    for place, array in exported.items():
        if array.size == mine.size:
            for turned in (False, True):
                if np.array_equal(array.T if turned else array, mine):
                    found = shipped[place]
                    return torch.from_numpy(np.array(found.T if turned else found))
    raise SystemExit(f"{name}: its numbers are not in the exported network")


def _share(ours: float, exported: dict[str, np.ndarray], shipped: dict[str, np.ndarray]) -> float:
    for place, array in exported.items():
        if array.ndim == 0 and abs(float(array) - ours) < 1e-6:
            return float(shipped[place])
    raise SystemExit(f"a share of {ours:.6f} is not in the exported network")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path, help="folder for the checkpoint")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder")
    parser.add_argument("--tasks", nargs="+", default=["tags", "lemma", "tree", "entities"])
    chosen = parser.parse_args(arguments)
    reader, labels = recover(chosen.model, chosen.tasks)
    chosen.output.mkdir(parents=True, exist_ok=True)
    torch.save({"average": reader.state_dict(), "labels": labels}, chosen.output / CHECKPOINT)
    print(f"{chosen.output / CHECKPOINT}: {sum(p.numel() for p in reader.parameters()):,} weights")


if __name__ == "__main__":
    main()
