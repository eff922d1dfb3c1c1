"""Lemmas, as edit scripts of the form (see ``dragoman.language.lemmas``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from dragoman.language.lemmas import apply_script, edit_script
from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Mix, Words
from training.tasks import Labels, Task, cross_entropy, padded, percent


class LemmaHead(nn.Module):
    """One linear layer over the scripts."""

    def __init__(self, scripts: int) -> None:
        super().__init__()
        self.mix = Mix()
        self.scripts = nn.Linear(WORD_WIDTH, scripts)

    def scores(self, words: Words) -> Tensor:
        """Return the scores of the words [M, …] before any choice is made."""
        found: Tensor = self.scripts(self.mix(words))
        return found

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return the best script of each word."""
        return {"lemma": padded(self.scores(words).argmax(-1), words)}


class Lemma(Task):
    """The lemma without the lexicon, which is laid over it at run time."""

    layers = ("lemma",)

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the labels of the training corpora."""
        scripts = Counter(
            edit_script(form, lemma)
            for c in corpora
            for d in c.documents
            for s in d
            for form, lemma in zip(s["forms"], s["lemma"], strict=True)
        )
        least = int(options.get("least", 3))
        return {"lemma": [script for script, n in scripts.most_common() if n >= least]}

    def head(self) -> LemmaHead:
        """Build the task's head."""
        return LemmaHead(len(self.labels["lemma"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch."""
        assert isinstance(head, LemmaHead)
        scores = head.scores(words)
        index = self.index["lemma"]
        # from the form as it stands, which augmentation may have changed
        flat = [
            index.get(edit_script(form, lemma), -100)
            for s in sentences
            for form, lemma in zip(s["forms"], s["lemma"], strict=True)
        ]
        return cross_entropy(scores, torch.tensor(flat, device=scores.device))

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count right words."""
        counts: Counter[str] = Counter()
        scripts = self.labels["lemma"]
        for row, s in zip(outputs["lemma"].tolist(), sentences, strict=True):
            for p, form, lemma in zip(row, s["forms"], s["lemma"], strict=False):
                counts["right"] += apply_script(form, scripts[p]) == lemma
                counts["words"] += 1
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """Turn counts into percent."""
        return {"lemma": percent(counts["right"], counts["words"])}


TASK = Lemma
