"""Named entities, as BIO tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from torch import Tensor, nn

from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Dropout, Mix, Words
from training.tasks import Labels, Task, cross_entropy, padded, percent


class EntityHead(nn.Module):
    """Two layers over the BIO tags."""

    def __init__(self, tags: int, inner: int = 256) -> None:
        super().__init__()
        self.mix = Mix(0.3)
        self.inner, self.dropout = nn.Linear(WORD_WIDTH, inner), Dropout(0.3)
        self.outer = nn.Linear(inner, tags)

    def scores(self, words: Words) -> Tensor:
        """Return the scores of the words [M, …] before any choice is made."""
        found: Tensor = self.outer(self.dropout(nn.functional.gelu(self.inner(self.mix(words)))))
        return found

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return the tag scores of each word."""
        return {"entities": padded(self.scores(words), words)}


class Entities(Task):
    """Flat entities; the sequence is made legal by the decoder, not by the loss."""

    layers = ("entities",)

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the labels of the training corpora."""
        seen = {x for c in corpora for d in c.documents for s in d for x in s["entities"]}
        types = sorted({x[2:] for x in seen if x != "O"})
        return {"entities": ["O", *(p + t for t in types for p in ("B-", "I-"))]}

    def head(self) -> EntityHead:
        """Build the task's head."""
        return EntityHead(len(self.labels["entities"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch."""
        assert isinstance(head, EntityHead)
        scores = head.scores(words)
        # the set's labels disagree here and there, so the head must not become too sure of them
        return cross_entropy(scores, self.targets("entities", sentences, scores.device), smoothing=0.05)

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count right words."""
        counts: Counter[str] = Counter()
        tags = self.labels["entities"]
        for row, s in zip(outputs["entities"].argmax(-1).tolist(), sentences, strict=True):
            gold, found = spans(s["entities"]), spans([tags[p] for p in row[: len(s["forms"])]])
            counts["right"] += len(gold & found)
            counts["gold"] += len(gold)
            counts["found"] += len(found)
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """F of exact spans, each word's best tag alone (no search for a legal sequence)."""
        return {"entities": percent(2 * counts["right"], counts["gold"] + counts["found"])}


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Return (start, end, type) of BIO tags; an I- that continues nothing begins an entity, as in conlleval."""
    found: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and (tag[0] != "I" or tag[2:] != kind):
            found.add((start, i, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = i, tag[2:]
    return found


TASK = Entities
