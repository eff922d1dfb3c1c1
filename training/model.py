"""The whole network: the encoder and the heads of the tasks."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from training.encoder import ReaderEncoder, Words
from training.tasks import Labels, Task, task_class


class Reader(nn.Module):
    """Encoder and heads.

    Args:
        tasks: by name, in the configuration's order.
    """

    def __init__(self, tasks: dict[str, Task]) -> None:
        super().__init__()
        self.encoder = ReaderEncoder()
        self.heads = nn.ModuleDict({name: task.head() for name, task in tasks.items()})

    def read(self, inputs: dict[str, Tensor]) -> Words:
        """Run the network up to the words (an exported one: wholly)."""
        words: Words = self.encoder(**inputs)
        return words

    def forward(self, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return the outputs of all heads by name."""
        words = self.read(inputs)
        outputs: dict[str, Tensor] = {}
        for head in self.heads.values():
            outputs.update(head(words))
        return outputs


def restore_tasks(labels: dict[str, Labels]) -> dict[str, Task]:
    """Rebuild the tasks of a checkpoint from their inventories."""
    return {name: task_class(name)(inventories) for name, inventories in labels.items()}


def load_checkpoint(path: Any) -> tuple[Reader, dict[str, Task]]:
    """Return the averaged model of a checkpoint, ready to evaluate, and its tasks."""
    import torch

    saved = torch.load(path, map_location="cpu", weights_only=False)
    tasks = restore_tasks(saved["labels"])
    reader = Reader(tasks)
    reader.load_state_dict(saved["average"])
    return reader.eval(), tasks
