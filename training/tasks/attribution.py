"""Attributions: cues as BIO tags, and of each cue the words of its source and of its content.

See :mod:`dragoman.language.attributions`, which decodes what is learned here. The tables of places are trained with
the head but are no part of the exported network: ``training.export`` writes them beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dragoman.language.attributions import SIZES, Layout, branch_names, places
from training.corpora import Corpus, Sentence
from training.encoder import WORD_WIDTH, Dropout, Mix, Words
from training.tasks import Labels, Task, padded, percent

ROLES = ("source", "content")


@dataclass
class Stretch:
    """Consecutive sentences of one text that stand together in a batch.

    Attributes:
        span: rows of their words in the batch.
        layout: of these words.
        cues: of each attribution whose cue lies here, the rows of its words, relative to the stretch.
        roles: of each of them, 1 for a word of the source, 2 for one of the content, else 0 [cues, words].
    """

    span: range
    layout: Layout
    cues: list[list[int]]
    roles: np.ndarray


def stretches(sentences: Sequence[Sentence]) -> Iterator[Stretch]:
    """Group the sentences of a batch into stretches; ``at`` of each word holds (text, sentence)."""
    start, row = 0, 0
    for i, sentence in enumerate(sentences):
        text, number = sentence["at"][0]
        if i and (text, number) != (sentences[i - 1]["at"][0][0], sentences[i - 1]["at"][0][1] + 1):
            yield _stretch(sentences[start:i], row)
            row += sum(len(s["forms"]) for s in sentences[start:i])
            start = i
    yield _stretch(sentences[start:], row)


def _stretch(sentences: Sequence[Sentence], row: int) -> Stretch:
    number, heads, offset = [], [], 0
    for n, s in enumerate(sentences):
        number += [n] * len(s["forms"])
        heads += [offset + (i if p[2] == 0 else p[2] - 1) for i, p in enumerate(s["place"])]
        offset += len(s["forms"])
    at = [p for s in sentences for p in s["place"]]
    layout = Layout(
        sentence=np.array(number, np.int64),
        paragraph=np.array([p[0] for p in at], np.int64),
        quotation=np.array([p[1] for p in at], np.int64),
        head=np.array(heads, np.int64),
        label=[p[3] for p in at],
    )
    cues: dict[int, list[int]] = {}
    roles: dict[int, list[tuple[int, int]]] = {}
    for i, mine in enumerate(r for s in sentences for r in s["roles"]):
        for attribution, role in mine:
            if role == "cue":
                cues.setdefault(attribution, []).append(i)
            else:
                roles.setdefault(attribution, []).append((i, 1 + ROLES.index(role)))
    grid = np.zeros((len(cues), offset), np.int64)
    for k, attribution in enumerate(cues):
        for i, role_number in roles.get(attribution, []):
            grid[k, i] = role_number
    return Stretch(range(row, row + offset), layout, list(cues.values()), grid)


class AttributionHead(nn.Module):
    """Cue tags, keys and values of words, and the tables of places."""

    def __init__(self, branches: int, *, width: int = 96, inner: int = 256, dropout: float = 0.25) -> None:
        super().__init__()
        self.mix, self.cue_mix = Mix(), Mix()
        self.dropout = Dropout(dropout)
        self.cue_inner, self.cue_outer = nn.Linear(WORD_WIDTH, inner), nn.Linear(inner, 3)
        self.key_inner, self.key_outer = nn.Linear(WORD_WIDTH, inner), nn.Linear(inner, 2 * width)
        self.value_inner, self.value_outer = nn.Linear(WORD_WIDTH, inner), nn.Linear(inner, width)
        self.tables = nn.ParameterDict(
            {name: nn.Parameter(torch.zeros(size, 2)) for name, size in {**SIZES, "branch": branches}.items()}
        )
        self.bias = nn.Parameter(torch.full((2,), -2.0))
        self.width = width

    def parts(self, words: Words) -> tuple[Tensor, Tensor, Tensor]:
        """Return cue scores [M, 3], keys [M, 2, D] and values [M, D]."""
        x, gelu = self.mix(words), nn.functional.gelu
        cue = self.cue_outer(self.dropout(gelu(self.cue_inner(self.cue_mix(words)))))
        keys = self.key_outer(self.dropout(gelu(self.key_inner(x)))) * self.width**-0.5
        values = self.value_outer(self.dropout(gelu(self.value_inner(x))))
        return cue, keys.reshape(-1, 2, self.width), values

    def pairs(self, keys: Tensor, values: Tensor, one: Stretch, branches: dict[str, int]) -> Tensor:
        """Return the scores of a stretch's words as source and content of each of its cues [cues, words, 2]."""
        span = slice(one.span.start, one.span.stop)
        own = torch.stack([keys[span][rows].mean(0) for rows in one.cues])
        with torch.autocast(keys.device.type, enabled=False):
            scores = torch.einsum("crd,nd->cnr", own.float(), values[span].float()) + self.bias
        at = places(one.layout, [rows[0] for rows in one.cues], range(len(one.span)), branches)
        for name, entries in at.items():
            scores = scores + self.tables[name][torch.from_numpy(entries).to(keys.device)]
        return scores

    def forward(self, words: Words) -> dict[str, Tensor]:
        """Return what the decoder needs of each word."""
        cue, keys, values = self.parts(words)
        return {
            "cue": padded(cue, words),
            "keys": padded(keys.flatten(1), words),
            "values": padded(values, words),
        }


class Attribution(Task):
    """Who said what: cue, source and content."""

    layers = ("roles", "place", "at")

    @classmethod
    def inventories(cls, corpora: Sequence[Corpus], **options: Any) -> Labels:
        """Collect the branches that join cues with the other words of their sentences."""
        seen: Counter[str] = Counter()
        for corpus in corpora:
            for document in corpus.documents[: int(options.get("documents", 150))]:
                for sentence in document:
                    one = _stretch([sentence], 0)
                    for rows in one.cues:
                        seen.update(branch_names(one.layout, rows[0], range(len(one.span))))
        least = int(options.get("least", 25))
        return {"branches": ["", *(name for name, n in seen.most_common() if n >= least)]}

    def head(self) -> AttributionHead:
        """Build the task's head."""
        return AttributionHead(len(self.labels["branches"]))

    def loss(self, head: nn.Module, words: Words, sentences: Sequence[Sentence]) -> Tensor:
        """Return the loss of a batch."""
        assert isinstance(head, AttributionHead)
        cue, keys, values = head.parts(words)
        tags = torch.tensor(_tags(sentences), device=cue.device)
        weight = torch.tensor([1.0, 2.0, 2.0], device=cue.device)
        loss = F.cross_entropy(cue.float(), tags, weight=weight)
        found, targets = [], []
        for one in stretches(sentences):
            if one.cues:
                found.append(head.pairs(keys, values, one, self.index["branches"]).reshape(-1, 2))
                targets.append(torch.from_numpy(one.roles.reshape(-1)))
        if not found:
            return loss
        pairs = torch.cat(found)
        scores = torch.cat([torch.zeros_like(pairs[:, :1]), pairs], -1)
        roles = torch.cat(targets).to(cue.device)
        # far more words belong to no role than to one; those that do set the scale
        total = F.cross_entropy(scores, roles, reduction="sum") / (roles > 0).sum().clamp(min=1)
        return loss + total

    def count(self, outputs: dict[str, Tensor], sentences: Sequence[Sentence]) -> Counter[str]:
        """Count right words of cues."""
        counts: Counter[str] = Counter()
        best = outputs["cue"].argmax(-1).tolist()
        gold, start = _tags(sentences), 0
        for row, s in zip(best, sentences, strict=True):
            ours = gold[start : start + len(s["forms"])]
            start += len(ours)
            for mine, found in zip(ours, row, strict=False):
                counts["gold"] += mine > 0
                counts["found"] += found > 0
                counts["right"] += mine > 0 and found > 0
        return counts

    def score(self, counts: Counter[str]) -> dict[str, float]:
        """F of words of cues; whole attributions are scored by ``dragoman bench statements``."""
        return {"cue": percent(2 * counts["right"], counts["gold"] + counts["found"])}


def _tags(sentences: Sequence[Sentence]) -> list[int]:
    """Of each word 0 outside cues, 1 at the beginning of one, 2 inside."""
    tags: list[int] = []
    for s in sentences:
        before: set[int] = set()
        for mine in s["roles"]:
            now = {attribution for attribution, role in mine if role == "cue"}
            tags.append(0 if not now else 2 if now & before else 1)
            before = now
    return tags


TASK = Attribution
