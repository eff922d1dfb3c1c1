"""Factuality: how sure the text is that what a word names happened, from -3 (certainly not) to +3 (certainly).

The scale is FactBank's, as unified by Stanovsky et al. (2017); it is learned as a number (Rudinger et al. 2018).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Dropout, Mix, Words
from training.tasks import Labels, Task, padded

LIMIT = 3.0


class FactualityHead(nn.Module):
    """Two layers and a squashed number."""

    def __init__(self, inner: int = 256) -> None:
        super().__init__()
        self.mix = Mix(0.3)
        self.inner, self.dropout = nn.Linear(WORD_WIDTH, inner), Dropout(0.3)
        self.outer = nn.Linear(inner, 4)  # the quantiser leaves out products with fewer columns

    def scores(self, words: Words) -> Tensor:
        """Return the number of each word [M]."""
        x = self.outer(self.dropout(nn.functional.gelu(self.inner(self.mix(words)))))
        return LIMIT * torch.tanh(x.float().mean(-1))

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return the number of each word."""
        return {"factuality": padded(self.scores(words), words)}


class Factuality(Task):
    """A number for each word that names an event; other words are not trained."""

    layers = ("factuality",)

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """There are none."""
        return {}

    def head(self) -> FactualityHead:
        """Build the task's head."""
        return FactualityHead()

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch: Huber's, since the scale's annotators differ."""
        assert isinstance(head, FactualityHead)
        scores = head.scores(words)
        gold = [x for s in sentences for x in s["factuality"]]
        rows = [i for i, x in enumerate(gold) if x is not None]
        if not rows:
            return scores.sum() * 0.0
        targets = torch.tensor([gold[i] for i in rows], device=scores.device)
        return F.smooth_l1_loss(scores[rows], targets)

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Sum up what the correlation and the error need."""
        counts: Counter[str] = Counter()
        for row, s in zip(outputs["factuality"].tolist(), sentences, strict=True):
            for found, gold in zip(row, s["factuality"], strict=False):
                if gold is not None:
                    for name, value in (
                        ("n", 1),
                        ("error", abs(found - gold)),
                        ("x", found),
                        ("y", gold),
                        ("xx", found * found),
                        ("yy", gold * gold),
                        ("xy", found * gold),
                    ):
                        counts[name] += value  # type: ignore[assignment]
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Mean absolute error, and Pearson's r in percent."""
        n = counts["n"]
        if not n:
            return {"mae": 0.0, "r": 0.0}
        cov = counts["xy"] - counts["x"] * counts["y"] / n
        spread = (counts["xx"] - counts["x"] ** 2 / n) * (counts["yy"] - counts["y"] ** 2 / n)
        return {
            "mae": round(counts["error"] / n, 3),
            "r": round(100 * cov / spread**0.5, 2) if spread > 0 else 0.0,
        }


TASK = Factuality
