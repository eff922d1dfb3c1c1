"""The weights of factuality: ``python -m training.status --data ../shared/data``.

Ridge regression over :func:`dragoman.coding.factuality.features` on the event words of uw and uds_ih2 (their train
parts) and cb (train and dev, it is small). The reader's head has learned from the same train parts and knows them too
well, so how the two are put together is fitted on the dev parts and on cb by folds, a score of numbers; the figures
that it prints are of items that were not fitted. It writes ``dragoman/coding/factuality.json``.

For a new reader: ``python -m training.status --model FOLDER --cache CACHE``. The large train parts (12,000 sentences)
are read once and kept in ``CACHE``: their trees, all that is taken from them, differ little between readers. The
parts on which the head is weighed (2,500 sentences) are read anew by each: a minute of one core.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.coding import factuality
from dragoman.coding.embedding import Judge
from dragoman.coding.status import head_among, tokens_of
from dragoman.knowledge import predicates
from dragoman.language import Reader, load_reader
from dragoman.language.mentions import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

TRAIN = ("uw.train", "uds_ih2.train", "cb.train", "cb.dev")
DEV = ("uw.dev", "uds_ih2.dev")
LARGE = ("uw.train", "uds_ih2.train")
KEPT = ("dragoman_factuality", "dragoman_kinds")
"""Of a reading's own data, what is needed and can be kept."""
SHARES = {"news": 3.0, "web": 1.0, "prose": 15.0}
"""How much an item of a register counts: cb is small."""
REGISTERS = {"uw": "news", "uds_ih2": "web", "cb": "prose"}
EVEN = 5.0
"""How many times a sentence of a small register counts at most, that all are told equally well."""
LEAST = 5
"""A feature must stand in so many items."""
FOLDS = 5


class Item(NamedTuple):
    """An event word: what is seen of it and of its sentence, the reader's head, the answer, and its register."""

    features: Mapping[str, float]
    sentence: frozenset[str]
    head: float | None
    gold: float
    number: int
    register: str
    mix: Mapping[str, float] = {}


def targets(line: str) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and answer of a row's event words, in characters of its text."""
    row = json.loads(line)
    starts = [0]
    for word in row["text"].split(" "):
        starts.append(starts[-1] + len(word) + 1)
    for target in row["targets"]:
        first, end = target["span1"]
        yield starts[first], starts[end] - 1, float(target["label"])


def docs(path: Path, reader: Reader, cache: Path | None) -> list[Doc]:
    """Read the sentences of a set; those of a set that is in the cache are taken from there."""
    from spacy.tokens import DocBin

    kept = cache / f"{path.stem}.bin" if cache is not None else None
    if kept is not None and kept.exists():
        return list(DocBin().from_disk(kept).get_docs(reader.read("").vocab))
    found = [reader.read(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()]
    if kept is not None:
        made = DocBin(store_user_data=True)
        for doc in found:
            doc.user_data = {key: doc.user_data[key] for key in KEPT if key in doc.user_data}
            made.add(doc)
        kept.parent.mkdir(parents=True, exist_ok=True)
        made.to_disk(kept)
    return found


def items(path: Path, reader: Reader, *, cache: Path | None) -> list[Item]:
    """Read a set and see its event words."""
    found = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, (line, doc) in enumerate(zip(lines, docs(path, reader, cache), strict=True)):
        words = Words.of(doc)
        judge = Judge(words, predicates.load())
        heads = doc.user_data.get("dragoman_factuality")
        for start, end, gold in targets(line):
            i = head_among(words, tokens_of(doc, start, end))
            if i is None:
                continue
            head = None if heads is None else float(heads[i])
            sentence = factuality.sentence_features(judge, i)
            seen = factuality.features(judge, i)
            found.append(Item(seen, sentence, head, gold, number, REGISTERS[path.stem.split(".")[0]]))
    return found


def _columns(tables: Sequence[Mapping[str, float]], names: Mapping[str, int]) -> Any:
    from scipy import sparse

    rows, columns, values = [], [], []
    for r, table in enumerate(tables):
        for name, value in table.items():
            if name in names:
                rows.append(r)
                columns.append(names[name])
                values.append(value)
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(tables), len(names)))


def _index(tables: Iterable[Iterable[str]], least: int) -> dict[str, int]:
    counts = Counter(name for table in tables for name in table)
    return {name: i for i, name in enumerate(sorted(n for n, count in counts.items() if count >= least))}


def fit_registers(
    found: Sequence[Item], *, penalty: float = 3.0, least: int = 10
) -> dict[str, dict[str, float]]:
    """Fit how words of a sentence speak for its register (multinomial logistic regression)."""
    from scipy.optimize import minimize

    one_each = list({(item.register, item.number, item.sentence): item for item in found}.values())
    index = _index((item.sentence for item in one_each), least)
    x = _columns([dict.fromkeys(item.sentence, 1.0) for item in one_each], index)
    labels = sorted(set(REGISTERS.values()))
    y = np.array([labels.index(item.register) for item in one_each])
    hot = np.eye(len(labels))[y]
    counts = np.bincount(y, minlength=len(labels))
    even = np.minimum(counts.max() / counts, EVEN)[y][:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = flat.reshape(len(index), len(labels))
        z = x @ w
        z -= z.max(1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(1, keepdims=True))
        value = -(logs[np.arange(len(y)), y] * even[:, 0]).sum() + 0.5 * penalty * (w**2).sum()
        return float(value), (x.T @ ((np.exp(logs) - hot) * even) + penalty * w).ravel()

    solved = minimize(
        loss, np.zeros(len(index) * len(labels)), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    w = solved.x.reshape(len(index), len(labels))
    return {
        label: {name: round(float(w[i, k]), 3) for name, i in index.items()} for k, label in enumerate(labels)
    }


def mixed(found: Sequence[Item], table: Mapping[str, Mapping[str, float]]) -> list[Item]:
    """Tell the registers of items."""
    weights = factuality.Weights(register=table, seen={}, blend={})
    return [item._replace(mix=factuality.registers(item.sentence, weights)) for item in found]


def cross_mixed(found: Sequence[Item], *, folds: int = 5) -> list[Item]:
    """Tell the registers of items by words of other sentences, as they will be told of new ones."""
    made = list(found)
    for fold in range(folds):
        table = fit_registers([item for item in found if item.number % folds != fold])
        out = [n for n, item in enumerate(found) if item.number % folds == fold]
        for n, item in zip(out, mixed([found[n] for n in out], table), strict=True):
            made[n] = item
    return made


def fit(found: Sequence[Item], *, penalty: float, least: int = LEAST) -> dict[str, dict[str, float]]:
    """Fit a ridge regression and give its weights by register and feature."""
    from scipy import sparse
    from scipy.sparse.linalg import lsmr

    index = _index((item.features for item in found), least)
    base = _columns([item.features for item in found], index)
    labels = sorted(set(REGISTERS.values()))
    parts = [base] + [sparse.diags([item.mix[label] for item in found]) @ base for label in labels]
    x = sparse.hstack(parts).tocsr()
    root = np.sqrt([SHARES[item.register] for item in found])
    gold = root * np.array([item.gold for item in found])
    answer = lsmr(sparse.diags(root) @ x, gold, damp=math.sqrt(penalty), atol=1e-9, btol=1e-9, maxiter=3000)
    solved = answer[0].reshape(len(parts), len(index))
    return {
        label: {name: round(float(solved[k, i]), 3) for name, i in index.items()}
        for k, label in enumerate(("all", *labels))
    }


def predict(found: Sequence[Item], tables: Mapping[str, Mapping[str, float]]) -> NDArray[np.float64]:
    """Give the numbers of some items."""
    weights = factuality.Weights(register={}, seen=tables, blend={})
    return np.array([factuality.score(item.features, item.mix, weights) for item in found])


def fit_blend(found: Sequence[Item], seen: NDArray[np.float64], *, penalty: float = 3.0) -> dict[str, float]:
    """Fit how what is seen and the head are put together, on items that neither has learned from."""
    parts = [
        factuality.blend_features(i.features, i.mix, s, i.head or 0.0)
        for i, s in zip(found, seen, strict=True)
    ]
    index = _index(parts, 1)
    x = _columns(parts, index).toarray()
    w = np.array([SHARES[item.register] for item in found])[:, None]
    solved = np.linalg.solve(
        (x * w).T @ x + penalty * np.eye(len(index)), (x * w).T @ [i.gold for i in found]
    )
    return {name: round(float(solved[i]), 4) for name, i in index.items()}


def blended(
    found: Sequence[Item], seen: NDArray[np.float64], table: Mapping[str, float]
) -> NDArray[np.float64]:
    """Put what is seen and the head together."""
    numbers = [
        sum(
            v * table.get(k, 0.0)
            for k, v in factuality.blend_features(i.features, i.mix, s, i.head or 0.0).items()
        )
        for i, s in zip(found, seen, strict=True)
    ]
    return np.clip(numbers, -factuality.LIMIT, factuality.LIMIT)


def figures(gold: Sequence[float] | NDArray[np.float64], found: NDArray[np.float64]) -> str:
    """Say mean absolute error and Pearson's r."""
    wanted = np.asarray(gold)
    return (
        f"MAE {np.abs(wanted - found).mean():.3f}  r {np.corrcoef(wanted, found)[0, 1]:.3f}  n {len(wanted)}"
    )


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--model", type=Path, help="the reader's folder, in place of the shipped one")
    parser.add_argument(
        "--cache", type=Path, help="a folder that keeps the readings of the large train parts"
    )
    parser.add_argument("--penalty", type=float, default=200.0)
    parser.add_argument("--output", type=Path, default=factuality.FILE)
    options = parser.parse_args()
    reader = load_reader() if options.model is None else load_reader(model=options.model)
    found = {
        name: items(
            options.data / f"factuality/{name}.jsonl",
            reader,
            cache=options.cache if name in LARGE else None,
        )
        for name in (*TRAIN, *DEV)
    }
    for name, some in found.items():
        if name not in LARGE and all(item.head is not None for item in some):
            heads = np.array([item.head for item in some])
            print(f"head alone, {name}: {figures([item.gold for item in some], heads)}")
    train = [item for name in TRAIN for item in found[name]]
    table = fit_registers(train)
    train = cross_mixed(train)
    unseen = [item for name in DEV for item in mixed(found[name], table)]
    for name in DEV:
        some = [item for item in unseen if item.register == REGISTERS[name.split(".")[0]]]
        share = np.mean([max(item.mix, key=item.mix.__getitem__) == item.register for item in some])
        print(f"register told rightly, {name}: {100 * share:.1f} %")
    weights = fit(train, penalty=options.penalty)
    cb, numbers = cross_validated(train, penalty=options.penalty)
    unseen += cb
    seen = np.concatenate([predict(unseen[: -len(cb)], weights), numbers])
    report("without the head", unseen, seen)
    blend: dict[str, float] = {}
    if all(item.head is not None for item in unseen):
        folds = np.array([item.number % FOLDS for item in unseen])
        crossed = np.zeros(len(unseen))
        for fold in range(FOLDS):
            kept = np.flatnonzero(folds != fold)
            out = np.flatnonzero(folds == fold)
            part = fit_blend([unseen[n] for n in kept], seen[kept])
            crossed[out] = blended([unseen[n] for n in out], seen[out], part)
        report("with the head, cross-validated", unseen, crossed)
        blend = fit_blend(unseen, seen)
    made = {"register": table, "seen": weights, "blend": blend}
    text = json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False)
    options.output.write_text(text + "\n", encoding="utf-8")


def report(title: str, found: Sequence[Item], numbers: NDArray[np.float64]) -> None:
    """Print the figures of each register."""
    for register in ("news", "web", "prose"):
        chosen = [n for n, item in enumerate(found) if item.register == register]
        gold = np.array([found[n].gold for n in chosen])
        low, high = interval(gold, numbers[chosen])
        print(f"{title}, {register}: {figures(gold, numbers[chosen])}, 95 % of r {low:.3f} to {high:.3f}")


def interval(
    gold: NDArray[np.float64], found: NDArray[np.float64], *, times: int = 2000
) -> tuple[float, float]:
    """Give the middle 95 % of r over samples of the items, drawn with a seed."""
    draw = np.random.default_rng(1)
    rows = draw.integers(0, len(gold), (times, len(gold)))
    values = sorted(float(np.corrcoef(gold[row], found[row])[0, 1]) for row in rows)
    return values[int(0.025 * times)], values[int(0.975 * times)]


def cross_validated(train: Sequence[Item], *, penalty: float) -> tuple[list[Item], NDArray[np.float64]]:
    """Give cb's items with numbers by folds: each is judged by weights that were fitted without it."""
    cb = [item for item in train if item.register == "prose"]
    rest = [item for item in train if item.register != "prose"]
    numbers = np.zeros(len(cb))
    for fold in range(FOLDS):
        weights = fit([*rest, *(item for n, item in enumerate(cb) if n % FOLDS != fold)], penalty=penalty)
        out = [n for n in range(len(cb)) if n % FOLDS == fold]
        numbers[out] = predict([cb[n] for n in out], weights)
    return cb, numbers


if __name__ == "__main__":
    main()
