"""Part-of-speech tags: universal (UPOS) and Penn (XPOS)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Mix, Words
from training.tasks import Labels, Task, cross_entropy, padded, percent


class TagHead(nn.Module):
    """One linear layer for each inventory."""

    def __init__(self, upos: int, xpos: int) -> None:
        super().__init__()
        self.mix = Mix()
        self.upos, self.xpos = nn.Linear(WORD_WIDTH, upos), nn.Linear(WORD_WIDTH, xpos)

    def scores(self, words: Words) -> dict[str, Tensor]:
        """Return the scores of the words [M, …] before any choice is made."""
        x = self.mix(words)
        return {"upos": self.upos(x), "xpos": self.xpos(x)}

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return the best tags of each word."""
        return {name: padded(x.argmax(-1), words) for name, x in self.scores(words).items()}


class Tags(Task):
    """UPOS and XPOS, each word alone."""

    layers = ("upos", "xpos")

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the labels of the training corpora."""
        seen = {
            name: {x for c in corpora for d in c.documents for s in d for x in s[name]} for name in cls.layers
        }
        return {name: sorted(values - {"_"}) for name, values in seen.items()}

    def head(self) -> TagHead:
        """Build the task's head."""
        return TagHead(len(self.labels["upos"]), len(self.labels["xpos"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch."""
        assert isinstance(head, TagHead)
        losses = [
            cross_entropy(x, self.targets(name, sentences, x.device))
            for name, x in head.scores(words).items()
        ]
        return losses[0] + losses[1]

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count right words."""
        counts: Counter[str] = Counter()
        for name in self.layers:
            for row, sentence in zip(outputs[name].tolist(), sentences, strict=True):
                counts[name] += sum(
                    self.labels[name][p] == g for p, g in zip(row, sentence[name], strict=False)
                )
        counts["words"] = sum(len(s["forms"]) for s in sentences)
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Turn counts into percent."""
        return {name: percent(counts[name], counts["words"]) for name in self.layers}


TASK = Tags
