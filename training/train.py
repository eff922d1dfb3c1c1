"""Train the reader: ``python -m training.train training/reader.toml``.

Run again after an interruption, it goes on from the last checkpoint: weights, their average, optimiser, random
generators, place in the data and time spent are all in it. ``--fresh`` starts over, ``--minutes`` and ``--output``
override the configuration.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from dragoman.language.features import Encoder, batch
from training.augment import Augment
from training.corpora import READERS, Corpus, Sentence, Stream, fixed_windows, rejoined
from training.model import Reader
from training.swap import Swap
from training.tasks import Task, task_class

CHECKPOINT = "checkpoint.pt"


def load_corpora(section: dict[str, Any], base: Path) -> list[Corpus]:
    """Read the corpora of a configuration section (``corpora`` or ``dev``)."""
    corpora = []
    for name, options in section.items():
        files = [(base / f).resolve() for f in options["files"]]
        missing = [f for f in files if not f.exists()]
        if missing:
            raise SystemExit(f"{missing[0]}: no such file; [{name}] in the configuration names it")
        documents = READERS[options["reader"]](files, **options.get("options", {}))
        corpora.append(Corpus(name, documents))
    return corpora


def tensors(
    windows: Sequence[Sequence[Sentence]], encoder: Encoder, device: torch.device
) -> dict[str, Tensor]:
    """Encode windows as the model's inputs."""
    arrays = batch([encoder.encode_window([s["forms"] for s in window]) for window in windows])
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}


def evaluate(
    model: Reader,
    tasks: dict[str, Task],
    corpora: Sequence[Corpus],
    encoder: Encoder,
    *,
    longest: int,
    device: torch.device,
    words: int | None = None,
) -> dict[str, float]:
    """Score the model on dev corpora, as ``corpus.figure``.

    Args:
        words: score the first so many words of each corpus only.
    """
    scores: dict[str, float] = {}
    model.eval()
    for corpus in corpora:
        wanted = {n: t for n, t in tasks.items() if corpus.layers.issuperset(t.layers)}
        counts: dict[str, Counter[str]] = {name: Counter() for name in wanted}
        windows: list[list[Sentence]] = []
        seen = 0
        for document in corpus.documents:
            if words is not None and seen >= words:
                break
            windows += fixed_windows(document, encoder.length, longest)
            seen += sum(len(s["forms"]) for s in document)
        windows = [w for w in windows if sum(encoder.length(s["forms"]) for s in w) < 500]
        windows.sort(key=lambda w: sum(len(s["forms"]) for s in w))
        for start in range(0, len(windows), 16):
            chosen = windows[start : start + 16]
            with torch.inference_mode(), autocast(device):
                read = model.read(tensors(chosen, encoder, device))
                outputs = {name: model.heads[name](read) for name in wanted}
            sentences = [s for w in chosen for s in w]
            for name, task in wanted.items():
                counts[name] += task.count(outputs[name], sentences)
        for name, task in wanted.items():
            scores |= {f"{corpus.name}.{k}": v for k, v in task.score(counts[name]).items()}
    model.train()
    return scores


def autocast(device: torch.device) -> torch.autocast:
    """Return the context in which products are computed in bf16."""
    return torch.autocast(device.type, torch.bfloat16)


class Average:
    """Exponential moving average of a model's weights (Polyak and Juditsky 1992)."""

    def __init__(self, model: Reader, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self._pairs = [(self.weights[k], p.detach()) for k, p in model.named_parameters() if p.requires_grad]

    def update(self) -> None:
        """Take in the weights as they are after a step."""
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_([a for a, _ in self._pairs], [b for _, b in self._pairs], 1 - keep)


class Training:
    """One run: everything that a checkpoint holds, and the loop."""

    def __init__(self, config: dict[str, Any], base: Path, output: Path) -> None:
        self.config, self.output = config, output
        output.mkdir(parents=True, exist_ok=True)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.manual_seed(config["seed"])
        self.rng = random.Random(config["seed"])
        folder = base / config["encoder"]
        if not (folder / "model.safetensors").exists():
            raise SystemExit(f"{folder}: no encoder there; run `python -m training.fetch_encoder`")
        self.encoder = Encoder(folder / "vocab.txt")
        corpora = load_corpora(config["corpora"], base)
        self.dev = load_corpora(config["dev"], base)
        self.tasks: dict[str, Task] = {}
        for name, options in config["tasks"].items():
            kind = task_class(name)
            own = {k: v for k, v in options.items() if k != "weight"}
            having = [c for c in corpora if c.layers.issuperset(kind.layers)]
            self.tasks[name] = kind(kind.inventories(having, **own))
        self.model = Reader(self.tasks)
        if start := config.get("start"):
            self._start_from(base / start["checkpoint"], start.get("leave", []))
        else:
            self.model.encoder.load_minilm(folder / "model.safetensors")
        self.model.to(self.device).train()
        for frozen in (self.model.encoder.pieces, self.model.encoder.positions):
            frozen.weight.requires_grad_(False)
        self.average = Average(self.model, config["rates"]["ema"])
        own_rate = {"shapes.weight", "word_shapes.weight"}  # new in the encoder: learn as fast as the heads
        slow, fast = [], []
        for name, p in self.model.named_parameters():
            if p.requires_grad:
                new = not name.startswith("encoder.") or name.removeprefix("encoder.") in own_rate
                (fast if new else slow).append(p)
        rates = config["rates"]
        self.rates = [rates["encoder"], rates["heads"]]
        self.optimiser = torch.optim.AdamW(
            [{"params": slow}, {"params": fast}], betas=(0.9, 0.98), weight_decay=rates["decay"], fused=True
        )
        self.streams = {}
        for corpus in corpora:
            options = config["corpora"][corpus.name]
            self.streams[corpus.name] = Stream(
                corpus,
                self.encoder.length,
                pieces=config["windows"]["pieces"],
                longest=config["windows"]["longest"],
                single=options.get("single", config["windows"]["single"]),
                seed=config["seed"],
                augment=Augment(
                    rejoin=rejoined if options.get("rejoin") else None,
                    swap=Swap([corpus], share=options["swap"]) if "swap" in options else None,
                ),
            )
        self.shares = {c.name: config["corpora"][c.name]["share"] for c in corpora}
        self.sizes = {c.name: c.words() for c in corpora}
        self.step, self.spent, self.words = 0, 0.0, Counter[str]()
        self.best = 0.0

    def _start_from(self, path: Path, leave: Sequence[str]) -> None:
        """Take over the averaged weights of an earlier run, but for the heads to ``leave`` as they are."""
        earlier = torch.load(path, map_location="cpu", weights_only=False)["average"]
        fresh = tuple(f"heads.{name}." for name in leave)
        kept = {name: tensor for name, tensor in earlier.items() if not name.startswith(fresh)}
        missing, unknown = self.model.load_state_dict(kept, strict=False)
        wrong = [name for name in missing if not name.startswith(fresh)] + unknown
        if wrong:
            raise SystemExit(f"{path}: does not fit this configuration: {', '.join(wrong[:5])}")

    # ---- checkpoints

    def save(self, name: str = CHECKPOINT) -> None:
        """Write a checkpoint whole or not at all."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.weights,
            "average_steps": self.average.steps,
            "optimiser": self.optimiser.state_dict(),
            "labels": {name: task.labels for name, task in self.tasks.items()},
            "streams": {name: stream.state() for name, stream in self.streams.items()},
            "random": (self.rng.getstate(), torch.get_rng_state()),
            "step": self.step,
            "spent": self.spent,
            "words": dict(self.words),
            "config": self.config,
        }
        temporary = self.output / (name + ".new")
        torch.save(state, temporary)
        temporary.replace(self.output / name)

    def restore(self) -> bool:
        """Go on from the last checkpoint, if there is one."""
        path = self.output / CHECKPOINT
        if not path.exists():
            return False
        state = torch.load(path, map_location=self.device, weights_only=False)
        if state["labels"] != {name: task.labels for name, task in self.tasks.items()}:
            raise SystemExit(f"{path}: made with other labels than the configuration gives now; use --fresh")
        self.model.load_state_dict(state["model"])
        for name, tensor in state["average"].items():
            self.average.weights[name].copy_(tensor)
        self.average.steps = state["average_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        for name, place in state["streams"].items():
            self.streams[name].restore(place)
        self.rng.setstate(state["random"][0])
        torch.set_rng_state(state["random"][1].cpu())
        self.step, self.spent, self.words = state["step"], state["spent"], Counter(state["words"])
        return True

    def log(self, **entry: Any) -> None:
        """Write one line of the log, and show it."""
        line = json.dumps({"step": self.step, "minutes": round(self.spent / 60, 2), **entry})
        with (self.output / "log.jsonl").open("a", encoding="utf-8") as out:
            out.write(line + "\n")
        print(line, flush=True)

    # ---- the loop

    def run(self, minutes: float) -> dict[str, float]:
        """Train until ``minutes`` are spent; return the final scores on all dev data."""
        budget = minutes * 60
        every = {k: v * 60 for k, v in self.config["minutes_between"].items()}
        saved = scored = self.spent
        sums: Counter[str] = Counter()
        names, weights = list(self.shares), list(self.shares.values())
        keep = [m for m in self.config.get("keep_at", []) if m * 60 > self.spent]
        while self.spent < budget:
            begun = time.monotonic()
            decay = max(0.01, 1 - self.spent / budget)
            for group, rate in zip(self.optimiser.param_groups, self.rates, strict=True):
                group["lr"] = rate * decay * min(1.0, (self.step + 1) / self.config["rates"]["warmup"])
            (chosen,) = self.rng.choices(names, weights)
            for name, loss in self.take_step(chosen).items():
                sums[name] += loss
                sums["#" + name] += 1
            self.spent += time.monotonic() - begun
            self.step += 1
            if self.step % 50 == 0:
                epochs = {n: round(self.words[n] / self.sizes[n], 2) for n in names}
                means = {n: round(sums[n] / max(1, sums["#" + n]), 4) for n in self.tasks}
                rate = round(sum(self.words.values()) / self.spent)
                self.log(epochs=epochs, loss=means, words_per_second=rate)
                sums.clear()
            while keep and self.spent >= keep[0] * 60:
                self.save(f"checkpoint-{keep.pop(0)}.pt")
            if self.spent - saved > every["checkpoints"]:
                self.save()
                saved = self.spent
            if self.spent - scored > every["scores"]:
                self.log(dev=self.evaluate(words=12_000))
                scored = self.spent
        self.save()
        scores = self.evaluate()
        self.log(final=scores, epochs={n: round(self.words[n] / self.sizes[n], 2) for n in names})
        return scores

    def take_step(self, corpus: str) -> dict[str, float]:
        """Learn from the next batch of a corpus; return each task's loss."""
        windows = self.streams[corpus].next()
        layers = self.streams[corpus].corpus.layers
        sentences = [s for w in windows for s in w]
        with autocast(self.device):
            words = self.model.read(self._masked(tensors(windows, self.encoder, self.device)))
            total: Tensor | None = None
            losses: dict[str, float] = {}
            for name, task in self.tasks.items():
                if layers.issuperset(task.layers):
                    loss = task.loss(self.model.heads[name], words, sentences)
                    losses[name] = float(loss.detach())
                    loss = loss * self.config["tasks"][name]["weight"]
                    total = loss if total is None else total + loss
        assert total is not None, f"no task learns from [{corpus}]"
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.grad is not None], 1.0)
        self.optimiser.step()
        self.average.update()
        self.words[corpus] += sum(len(s["forms"]) for s in sentences)
        return losses

    def _masked(self, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Hide some pieces, so that the heads learn to lean on the context (word dropout)."""
        ids = inputs["ids"]
        hidden = torch.rand(ids.shape, device=ids.device) < self.config["windows"]["masked"]
        hidden &= (ids != self.encoder.pieces.cls) & (ids != self.encoder.pieces.sep)
        return inputs | {"ids": ids.masked_fill(hidden, self.encoder.pieces.mask)}

    def evaluate(self, words: int | None = None) -> dict[str, float]:
        """Score the averaged weights on the dev sets."""
        averaged = Reader(self.tasks).to(self.device)
        averaged.load_state_dict(self.average.weights)
        return evaluate(
            averaged,
            self.tasks,
            self.dev,
            self.encoder,
            longest=self.config["windows"]["longest"],
            device=self.device,
            words=words,
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("--output", type=Path, help="folder of the run, instead of the configuration's")
    parser.add_argument("--minutes", type=float, help="training time, instead of the configuration's")
    parser.add_argument("--threads", type=int, help="CPU threads: fewer where others need the processor")
    parser.add_argument("--fresh", action="store_true", help="ignore the checkpoint of an earlier run")
    chosen = parser.parse_args(arguments)
    config = tomllib.loads(chosen.config.read_text(encoding="utf-8"))
    base = chosen.config.resolve().parent
    torch.set_num_threads(chosen.threads or config["threads"])
    training = Training(config, base, chosen.output or base / config["output"])
    if not chosen.fresh and training.restore():
        training.log(resumed=True)
    training.run(chosen.minutes or config["minutes"])


if __name__ == "__main__":
    main()
