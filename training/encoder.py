"""The shared encoder: word pieces of a window in, vectors of its words out.

The network is MiniLM's (Wang et al. 2020; six layers, 384 wide, as sentence-transformers' all-MiniLM-L6-v2 trained
it), whose weights it starts from. The model is uncased, so a shape class of each word is embedded twice: added to the
pieces at the input, and beside the word's vector at the output. A word's vector is that of its first piece.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dragoman.language.features import MAX_POSITIONS, SHAPE_CLASSES

WIDTH, LAYERS, HEADS, INNER, PIECES = 384, 6, 12, 1536, 30522
SHAPE_WIDTH = 32
WORD_WIDTH = WIDTH + SHAPE_WIDTH
MIXED = 4  # the last layers that a head may mix


@dataclass
class Words:
    """The words of a batch, as heads see them.

    Attributes:
        layers: vectors of all M words after each of the last ``MIXED`` layers [MIXED, M, WIDTH].
        shapes: embedded shape classes [M, SHAPE_WIDTH].
        grid: for sentence s and its word n, the row in the above [S, N] (0 where there is no word).
        valid: whether there is a word [S, N].
        flat: positions of the M words in the flattened grid [M].
    """

    layers: Tensor
    shapes: Tensor
    grid: Tensor
    valid: Tensor
    flat: Tensor


class Dropout(nn.Module):
    """Dropout whose masks come eight to a random 64-bit number: on a CPU four times as fast as torch's own.

    The share is rounded to 1/256.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.threshold = round(share * 256)

    def forward(self, x: Tensor) -> Tensor:
        """Drop while training."""
        if not self.training or not self.threshold:
            return x
        if x.device.type != "cpu":
            return F.dropout(x, self.threshold / 256)
        count = x.numel()
        drawn = torch.randint(-(2**63), 2**63 - 1, ((count + 7) // 8,)).view(torch.uint8)[:count]
        kept = (drawn >= self.threshold).view(x.shape).to(x.dtype)
        return x * kept * (256 / (256 - self.threshold))


class Mix(nn.Module):
    """A head's own weighting of the encoder's last layers (ELMo's scalar mix, Peters et al. 2018), and dropout."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor([0.0] * (MIXED - 1) + [2.0]))
        self.dropout = Dropout(dropout)

    def forward(self, words: Words) -> Tensor:
        """Return the vectors of the batch's words [M, WORD_WIDTH]."""
        weights = torch.softmax(self.weights, 0)
        mixed = weights[0] * words.layers[0]
        for i in range(1, MIXED):
            mixed = mixed + weights[i] * words.layers[i]
        return self.dropout(torch.cat([mixed, words.shapes], -1))


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Apply the layer to pieces [B, T, WIDTH]; ``bias`` [B, 1, 1, T] hides padding."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + bias, -1)
            seen = weights @ v
        else:  # one fused product, and a softmax in the products' own precision: twice as fast on a CPU
            q, k, v = (t.reshape(batch * HEADS, length, -1) for t in (q, k, v))
            wide = bias.to(q.dtype).expand(batch, HEADS, 1, length).reshape(-1, 1, length)
            with torch.autocast(x.device.type, enabled=False):
                scores = torch.baddbmm(wide, q, k.transpose(-1, -2), alpha=(WIDTH // HEADS) ** -0.5)
                seen = (torch.softmax(scores, -1) @ v).view(batch, HEADS, length, -1)
        x = self.norm1(x + self.dropout(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class ReaderEncoder(nn.Module):
    """Pieces to words."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(MAX_POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(SHAPE_CLASSES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.word_shapes = nn.Embedding(SHAPE_CLASSES, SHAPE_WIDTH)
        nn.init.zeros_(self.shapes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, words: Tensor, valid: Tensor) -> Words:
        """Read a batch of windows; the arguments are those of ``dragoman.language.features.batch``."""
        x = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.segment + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        flat = torch.nonzero(valid.reshape(-1)).squeeze(1)
        at = words.reshape(-1)[flat]
        kept = []
        for i, layer in enumerate(self.layers):
            x = layer(x, bias)
            if i >= LAYERS - MIXED:
                kept.append(x.reshape(-1, WIDTH)[at])
        present = valid.reshape(-1)
        grid = (torch.cumsum(present, 0) - 1) * present
        return Words(
            layers=torch.stack(kept),
            shapes=self.word_shapes(shapes.reshape(-1)[at]),
            grid=grid.reshape(valid.shape),
            valid=valid > 0,
            flat=flat,
        )

    def load_minilm(self, path: Path | str) -> None:
        """Take over the weights of a BERT-like ``model.safetensors`` of MiniLM's size."""
        weights = _safetensors(Path(path))

        def put(target: Tensor, *names: str) -> None:
            with torch.no_grad():
                target.copy_(torch.cat([torch.from_numpy(weights[name]) for name in names]))

        put(self.pieces.weight, "embeddings.word_embeddings.weight")
        put(self.positions.weight, "embeddings.position_embeddings.weight")
        with torch.no_grad():
            self.segment.copy_(torch.from_numpy(weights["embeddings.token_type_embeddings.weight"][0]))
        put(self.norm.weight, "embeddings.LayerNorm.weight")
        put(self.norm.bias, "embeddings.LayerNorm.bias")
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                put(
                    getattr(layer.qkv, kind),
                    *[f"{at}attention.self.{n}.{kind}" for n in ("query", "key", "value")],
                )
                put(getattr(layer.out, kind), f"{at}attention.output.dense.{kind}")
                put(getattr(layer.norm1, kind), f"{at}attention.output.LayerNorm.{kind}")
                put(getattr(layer.up, kind), f"{at}intermediate.dense.{kind}")
                put(getattr(layer.down, kind), f"{at}output.dense.{kind}")
                put(getattr(layer.norm2, kind), f"{at}output.LayerNorm.{kind}")


def _safetensors(path: Path) -> dict[str, np.ndarray]:
    """Read a safetensors file: a JSON header after its length in eight bytes, then the raw arrays."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    kinds = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            data = np.frombuffer(raw[8 + length + start : 8 + length + end], kinds[entry["dtype"]])
            arrays[name] = data.reshape(entry["shape"]).astype(np.float32, copy=True)
    return arrays
