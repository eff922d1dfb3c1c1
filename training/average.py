"""Average the weights of several checkpoints of one run: ``python -m training.average TARGET CHECKPOINT[=SHARE]…``.

Points far apart on the way of one run often read new text better together than the last one alone (stochastic weight
averaging, Izmailov et al. 2018). Of each checkpoint its own moving average counts. The target is a folder that
``training.export`` takes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from training.train import CHECKPOINT


def averaged(checkpoints: Sequence[dict[str, Any]], shares: Sequence[float]) -> dict[str, Any]:
    """Return the last checkpoint with the weighted mean of all averaged weights.

    Raises:
        ValueError: when the checkpoints are of models with different labels.
    """
    last = checkpoints[-1]
    if any(c["labels"] != last["labels"] for c in checkpoints):
        raise ValueError("the checkpoints have different labels: average checkpoints of one run only")
    total = sum(shares)
    mean = {
        name: sum(c["average"][name] * (share / total) for c, share in zip(checkpoints, shares, strict=True))
        for name in last["average"]
    }
    return last | {"average": mean}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the averaged checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", type=Path)
    parser.add_argument("checkpoints", nargs="+", metavar="CHECKPOINT[=SHARE]")
    chosen = parser.parse_args(arguments)
    paths, shares = zip(*(c.partition("=")[::2] for c in chosen.checkpoints), strict=True)
    loaded = [torch.load(path, map_location="cpu", weights_only=False) for path in paths]
    chosen.target.mkdir(parents=True, exist_ok=True)
    torch.save(averaged(loaded, [float(s or 1) for s in shares]), chosen.target / CHECKPOINT)


if __name__ == "__main__":
    main()
