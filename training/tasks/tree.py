"""Universal Dependencies trees: a first-order biaffine parser (Dozat and Manning 2017) inside each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Dropout, Mix, Words
from training.tasks import Labels, Task, cross_entropy, padded, percent

BEST = 4
"""How many heads of each word get a label, so that a tree search need not compute labels again."""


class TreeHead(nn.Module):
    """Scores each word pair as dependent and head, and each label for a pair."""

    def __init__(self, labels: int, *, arc: int = 256, label: int = 128, dropout: float = 0.33) -> None:
        super().__init__()
        self.mix = Mix()
        self.dropout = Dropout(dropout)
        self.root = nn.Parameter(torch.randn(1, WORD_WIDTH) * 0.02)
        self.arc_dependent, self.arc_head = nn.Linear(WORD_WIDTH, arc), nn.Linear(WORD_WIDTH, arc)
        self.label_dependent, self.label_head = nn.Linear(WORD_WIDTH, label), nn.Linear(WORD_WIDTH, label)
        self.arc_weight = nn.Parameter(torch.eye(arc) * 0.1)
        self.arc_bias = nn.Parameter(torch.zeros(arc, 1))
        self.label_weight = nn.Parameter(torch.randn(label, labels * label) * 0.01)
        self.from_dependent, self.from_head = nn.Linear(label, labels), nn.Linear(label, labels, bias=False)
        self.labels, self.width = labels, label

    def project(self, words: Words) -> tuple[Tensor, Tensor, Tensor]:
        """Return arc scores [S, N, N+1] (column 0 is the root; no padding, no self) and both label vectors.

        The label vectors are [M, L] for dependents and [M + 1, L] for heads, the last one the root's.
        """
        x = self.mix(words)
        heads = torch.cat([x, self.mix.dropout(self.root)])
        dependent = padded(self._squash(self.arc_dependent(x)) @ self.arc_weight, words)
        head = self._squash(self.arc_head(heads))
        biased = torch.cat([head, head @ self.arc_bias], 1)
        size = words.grid.shape
        candidates = torch.cat(
            [biased[-1:].expand(size[0], 1, -1), biased[words.grid.reshape(-1)].reshape(*size, -1)], 1
        )
        ones = torch.ones_like(dependent[:, :, :1])
        with torch.autocast(
            dependent.device.type, enabled=False
        ):  # scores lie close together: full precision
            arcs = torch.cat([dependent, ones], -1).float() @ candidates.float().transpose(1, 2)
        there = torch.cat([torch.ones_like(words.valid[:, :1]), words.valid], 1)
        arcs = arcs + (1.0 - there[:, None, :].to(arcs.dtype)) * -1e4
        place = torch.arange(size[1], device=arcs.device)
        itself = place[:, None] + 1 == torch.arange(size[1] + 1, device=arcs.device)[None, :]
        arcs = arcs + itself.to(arcs.dtype) * -1e4
        return arcs, self._squash(self.label_dependent(x)), self._squash(self.label_head(heads))

    def _squash(self, x: Tensor) -> Tensor:
        squashed: Tensor = self.dropout(F.gelu(x))
        return squashed

    def label_scores(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Score labels for K candidate heads of each word: [M, L] and [M, K, L] → [M, K, labels]."""
        seen = (dependent @ self.label_weight).view(-1, self.labels, self.width)
        scores: Tensor = head @ seen.transpose(1, 2)
        return scores + self.from_dependent(dependent)[:, None] + self.from_head(head)

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return arc scores, and the four best heads of each word with their labels."""
        arcs, dependent, head = self.project(words)
        width = arcs.shape[-1]
        # a sentence of one or two words has fewer than four possible heads: pad the search, and point to the root
        extra = torch.full_like(arcs[:, :, :1], -2e4).expand(-1, -1, BEST)
        best = torch.topk(torch.cat([arcs, extra], -1), BEST, -1).indices
        best = best * (best < width).to(best.dtype)
        flat = best.reshape(-1, BEST)[words.flat]
        root = torch.full_like(words.grid[:, :1], 0) + dependent.shape[0]
        rows = torch.cat([root, words.grid], 1)  # head position in the sentence → row of ``head``
        sentence = torch.div(words.flat, words.grid.shape[1], rounding_mode="floor")
        at = rows.reshape(-1)[(sentence * width)[:, None] + flat]
        labels = self.label_scores(dependent, head[at.reshape(-1)].reshape(-1, BEST, self.width)).argmax(-1)
        return {"arcs": arcs, "top_heads": best, "top_labels": padded(labels, words)}


class Tree(Task):
    """Heads and labels. Subtypes of a label are kept when they are frequent, else cut off."""

    layers = ("head", "deprel")

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the labels of the training corpora."""
        seen = Counter(x for c in corpora for d in c.documents for s in d for x in s["deprel"])
        least = int(options.get("least", 40))
        kept = {label for label, n in seen.items() if n >= least or ":" not in label}
        return {"deprel": sorted(kept | {label.split(":")[0] for label in seen})}

    def head(self) -> TreeHead:
        """Build the task's head."""
        return TreeHead(len(self.labels["deprel"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch."""
        assert isinstance(head, TreeHead)
        arcs, dependent, heads = head.project(words)
        device = arcs.device
        gold = torch.tensor([h for s in sentences for h in s["head"]], device=device)
        index = self.index["deprel"]
        labels = torch.tensor(
            [index.get(x, index[x.split(":")[0]]) for s in sentences for x in s["deprel"]], device=device
        )
        offsets = []  # row of each word's gold head
        start, total = 0, dependent.shape[0]
        for s in sentences:
            offsets += [start + h - 1 if h else total for h in s["head"]]
            start += len(s["head"])
        chosen = heads[torch.tensor(offsets, device=device)]
        flat = arcs.reshape(-1, arcs.shape[-1])[words.flat]
        scores = head.label_scores(dependent, chosen[:, None])[:, 0]
        return cross_entropy(flat, gold) + cross_entropy(scores, labels)

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count right words."""
        counts: Counter[str] = Counter()
        heads = outputs["top_heads"][:, :, 0].tolist()
        labels = outputs["top_labels"][:, :, 0].tolist()
        for hs, ls, s in zip(heads, labels, sentences, strict=True):
            for h, label, gold, deprel in zip(hs, ls, s["head"], s["deprel"], strict=False):
                counts["words"] += 1
                if h == gold:
                    counts["uas"] += 1
                    counts["las"] += self.labels["deprel"][label].split(":")[0] == deprel.split(":")[0]
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Attachment scores of the best heads alone (no tree search), label subtypes ignored (CoNLL 2018)."""
        return {name: percent(counts[name], counts["words"]) for name in ("uas", "las")}


TASK = Tree
