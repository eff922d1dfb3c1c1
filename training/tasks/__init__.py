"""What the encoder learns. One module a task; the interface is :class:`Task`.

To add a task: write a module here with a subclass of ``Task`` called ``TASK``, and name it in the configuration
(``[tasks.NAME]``, with a ``weight`` and the module's own options). It takes part in every batch of a corpus that has
its layers.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import Words

Labels = dict[str, list[str]]
"""Inventories by name: the model's output numbers are positions in them."""


class Task(ABC):
    """One thing to learn.

    Attributes:
        layers: the annotation layers that it needs; a corpus that lacks one does not train it.
        labels: its inventories, which go into ``reader.json``.
    """

    layers: tuple[str, ...]

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.index = {name: {x: i for i, x in enumerate(values)} for name, values in labels.items()}

    @classmethod
    @abstractmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the label inventories from the training corpora that have the task's layers."""

    @abstractmethod
    def head(self) -> nn.Module:
        """Build the head: a module that maps ``Words`` to the task's tensors by name (the ONNX outputs)."""

    @abstractmethod
    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch; ``sentences`` are the rows of ``words.grid``."""

    @abstractmethod
    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count what the outputs of a batch got right, for :meth:`score`."""

    @abstractmethod
    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Turn summed counts into figures in percent."""

    def targets(self, name: str, sentences: Sequence[Sentence], device: torch.device) -> Tensor:
        """Return the label numbers of all words [M]; -100 (ignored) for a label outside the inventory."""
        index = self.index[name]
        flat = [index.get(x, -100) for s in sentences for x in s[name]]
        return torch.tensor(flat, device=device)


def task_class(name: str) -> type[Task]:
    """Return the task of module ``training.tasks.NAME``."""
    found: type[Task] = importlib.import_module(f"training.tasks.{name}").TASK
    return found


def cross_entropy(scores: Tensor, targets: Tensor, *, smoothing: float = 0.0) -> Tensor:
    """Mean cross entropy in full precision; 0 where no target counts."""
    if not bool((targets >= 0).any()):
        return scores.float().sum() * 0.0
    return F.cross_entropy(scores.float(), targets, label_smoothing=smoothing)


def padded(flat: Tensor, words: Words) -> Tensor:
    """Lay per-word values [M, …] out as [S, N, …]; zero where there is no word."""
    grid = flat[words.grid.reshape(-1)].reshape(*words.grid.shape, *flat.shape[1:])
    mask = words.valid.reshape(*words.valid.shape, *[1] * (flat.dim() - 1))
    return grid * mask.to(grid.dtype)


def percent(part: float, whole: float) -> float:
    """Return a share in percent, with two decimals; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0
