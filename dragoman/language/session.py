"""Running the encoder over one story: windows of whole sentences, batched in a fixed order.

The model is quantised with *dynamic* activation scales, one per tensor: what a sentence gets depends, in the last
bits, on what shares its batch. So batches hold windows of one story only, cut and ordered by the story alone; the
same story gives the same bits whatever else is read, in any process.

ONNX Runtime is told how many threads to use, or workers side by side would fight for the cores.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import ModelError
from dragoman.language.attributions import Tables
from dragoman.language.features import MAX_POSITIONS, Encoder, Window, batch

__all__ = ["MODEL_FOLDER", "Batch", "Model", "OnnxModel", "plan", "run", "sentence_limits"]

MODEL_FOLDER = Path(__file__).with_name("model")
"""Where the shipped model lies."""

BATCH_PIECES = 1024  # padded word pieces in a batch; larger ones only pad more
BATCH_WORDS = (
    3072  # padded words (sentences × longest sentence) in a batch: bounds the memory of the tree's scores
)

_CLAUSE_ENDS = frozenset([",", ";", ":", "—", "–", "-", "--", ")", "...", "and", "but"])

Arrays = Mapping[str, NDArray[Any]]


class Model(Protocol):
    """What the reader needs of a model; :class:`OnnxModel` in earnest, a stand-in in tests."""

    @property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """Labels: ``upos``, ``xpos``, ``lemma``, ``deprel``, ``entities``; ``relation`` where there is one."""

    @property
    def max_pieces(self) -> int:
        """Word pieces that a window holds, [CLS] and [SEP] included."""

    @property
    def encoder(self) -> Encoder:
        """Makes windows."""

    @property
    def name(self) -> str:
        """Name, version and hash."""

    @property
    def tables(self) -> Tables | None:
        """What places say of attributions; None for a model without that head."""

    def __call__(self, inputs: Arrays) -> Arrays:
        """Run one batch (see :func:`dragoman.language.features.batch`) and return all outputs by name."""


class OnnxModel:
    """The shipped model in an ONNX Runtime session.

    Args:
        folder: holds ``reader.onnx``, ``reader.json`` and ``vocab.txt``.
        threads: CPU threads of one run; 1 for workers side by side.

    Raises:
        ModelError: when a file is missing or damaged.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        import onnxruntime

        self.labels, self._card = _read_card(folder)
        self.max_pieces = min(int(self._card["max_pieces"]), MAX_POSITIONS)
        try:
            self.encoder = Encoder(folder / "vocab.txt")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"{folder / 'vocab.txt'}: cannot be read ({error}); reinstall dragoman"
            ) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, threads)
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.enable_mem_pattern = False  # every batch has its own shape
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "1" if threads > 1 else "0")
        path = folder / "reader.onnx"
        try:
            self.session = onnxruntime.InferenceSession(
                str(path),
                options,
                providers=[("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})],
            )
        except Exception as error:  # onnxruntime raises classes of its own binding, without a common base
            raise ModelError(f"{path}: ONNX Runtime cannot load it ({error}); reinstall dragoman") from error
        self.tables = Tables.load(folder / "attributions.json") if "branches" in self._card else None
        self._outputs = [output.name for output in self.session.get_outputs()]
        digest = str(self._card.get("sha256", ""))[:12]
        self.name = f"dragoman-reader-{self._card['version']}-{digest}"

    def __call__(self, inputs: Arrays) -> Arrays:
        """Run one batch."""
        found = self.session.run(None, dict(inputs))
        return dict(zip(self._outputs, found, strict=True))


def _read_card(folder: Path) -> tuple[dict[str, list[str]], dict[str, Any]]:
    path = folder / "reader.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        labels = {name: list(card[name]) for name in ("upos", "xpos", "lemma", "deprel", "entities")}
        labels |= {name: list(card[name]) for name in ("relation",) if name in card}
        int(card["max_pieces"]), card["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path}: cannot be read as a model card ({type(error).__name__}: {error}); reinstall dragoman, or "
            "give a folder that holds reader.onnx, reader.json and vocab.txt"
        ) from error
    return labels, card


@dataclass(frozen=True, slots=True)
class Batch:
    """Some windows of a story, ready to run.

    Attributes:
        inputs: the model's inputs.
        sentences: which sentence of the story each row of the outputs is; shape [S].
    """

    inputs: Arrays
    sentences: NDArray[np.int64]


def sentence_limits(encoder: Encoder, words: Sequence[str], max_pieces: int) -> list[int]:
    """Return where a sentence must be cut to fit into windows: positions of words, without 0 and the end.

    A cut falls after the last mark of a clause in the second half of what fits, else where the room ends.
    """
    room = max_pieces - 2
    lengths = [len(encoder.pieces(word)) for word in words]
    cuts: list[int] = []
    begin, used = 0, 0
    for i, length in enumerate(lengths):
        if used + length > room:
            cut = next((j for j in range(i, begin + (i - begin) // 2, -1) if words[j - 1] in _CLAUSE_ENDS), i)
            cuts.append(cut)
            begin, used = cut, sum(lengths[cut:i])
        used += length
    return cuts


def plan(encoder: Encoder, sentences: Sequence[Sequence[str]], max_pieces: int) -> Iterator[Batch]:
    """Yield the batches of a story's sentences, in an order that depends on the story alone.

    Windows are consecutive sentences, filled greedily up to `max_pieces`; batches are windows of similar length,
    the longest first. Every sentence must fit into a window (see :func:`sentence_limits`).
    """
    room = max_pieces - 2
    groups: list[list[int]] = []
    sizes: list[int] = []
    widest = 0
    for i, sentence in enumerate(sentences):
        size = encoder.length(sentence)
        widest = max(widest, len(sentence)) if groups else len(sentence)
        if groups and sizes[-1] + size <= room and (len(groups[-1]) + 1) * widest <= BATCH_WORDS:
            groups[-1].append(i)
            sizes[-1] += size
        else:
            groups.append([i])
            sizes.append(size)
            widest = len(sentence)
    order = sorted(range(len(groups)), key=lambda g: (-sizes[g], g))
    chosen: list[int] = []
    rows, widest = 0, 0
    for g in order:
        wide = max(widest, *(len(sentences[i]) for i in groups[g]))
        longest = sizes[chosen[0]] + 2 if chosen else 0
        if chosen and (
            longest * (len(chosen) + 1) > BATCH_PIECES or wide * (rows + len(groups[g])) > BATCH_WORDS
        ):
            yield _batch(encoder, sentences, [groups[c] for c in chosen])
            chosen, rows, wide = [], 0, max(len(sentences[i]) for i in groups[g])
        chosen.append(g)
        rows += len(groups[g])
        widest = wide
    if chosen:
        yield _batch(encoder, sentences, [groups[c] for c in chosen])


def _batch(encoder: Encoder, sentences: Sequence[Sequence[str]], groups: Sequence[Sequence[int]]) -> Batch:
    windows: list[Window] = [encoder.encode_window([sentences[i] for i in group]) for group in groups]
    rows = np.array([i for group in groups for i in group], np.int64)
    return Batch(batch(windows, pad=encoder.pieces.pad), rows)


def run(model: Model, sentences: Sequence[Sequence[str]]) -> Iterator[tuple[Batch, Arrays]]:
    """Yield each batch of a story with the model's outputs for it."""
    for one in plan(model.encoder, sentences, model.max_pieces):
        yield one, model(one.inputs)


def package_version() -> str:
    """Return the installed version of dragoman, or "0" when it runs from a folder."""
    try:
        return metadata.version("dragoman")
    except metadata.PackageNotFoundError:
        return "0"
