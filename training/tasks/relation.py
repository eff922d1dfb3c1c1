"""The relation between two marked spans: one of PLOVER's types, or none, read at the marks.

See :mod:`dragoman.language.pairing`. A sentence's target is a set of types of which one is right, so that older label
sets and quad classes teach what they know and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Dropout, Mix, Words
from training.pairs import TYPES
from training.tasks import Labels, Task, padded, percent


class RelationHead(nn.Module):
    """Two layers over the types."""

    def __init__(self, types: int, inner: int = 192) -> None:
        super().__init__()
        self.mix = Mix(0.3)
        self.inner, self.dropout = nn.Linear(WORD_WIDTH, inner), Dropout(0.3)
        self.outer = nn.Linear(inner, types)

    def scores(self, words: Words) -> Tensor:
        """Return the scores of all words [M, types]; those at marks mean something."""
        found: Tensor = self.outer(self.dropout(nn.functional.gelu(self.inner(self.mix(words)))))
        return found

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return the scores of each word."""
        return {"relation": padded(self.scores(words), words)}


class Relation(Task):
    """What the actor does to the recipient."""

    layers = ("types",)

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """PLOVER's types are the same whatever the corpora."""
        return {"relation": list(TYPES)}

    def head(self) -> RelationHead:
        """Build the task's head."""
        return RelationHead(len(self.labels["relation"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch: of the sum of the probabilities of each mark's set."""
        assert isinstance(head, RelationHead)
        scores = head.scores(words).float()
        sets = [x for s in sentences for x in s["types"]]
        rows = [i for i, x in enumerate(sets) if x is not None]
        if not rows:
            return scores.sum() * 0.0
        right = torch.full((len(rows), scores.shape[1]), -1e4, device=scores.device)
        for row, i in enumerate(rows):
            for name in sets[i]:
                right[row, self.index["relation"][name]] = 0.0
        likely = torch.log_softmax(scores[rows], -1)
        return -(0.95 * torch.logsumexp(likely + right, -1) + 0.05 * likely.mean(-1)).mean()

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count sentences whose best type, by the sum of the scores at their marks, is in their set."""
        counts: Counter[str] = Counter()
        for row, s in zip(outputs["relation"], sentences, strict=True):
            at = [i for i, x in enumerate(s["types"]) if x is not None]
            if at:
                best = int(row[at].float().sum(0).argmax())
                counts["all"] += 1
                counts["right"] += self.labels["relation"][best] in s["types"][at[0]]
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Accuracy; macro-F1 is counted by ``dragoman bench relations``."""
        return {"relation": percent(counts["right"], counts["all"])}


TASK = Relation
