"""How far the written set carries: a plain classifier, trained on it and tested on sentences that others labelled.

    python -m training.relations.probe PLV_TRAIN.jsonl [--copies 2] [--blind] [--errors 40] [--of ours] [--seed 1]

prints five figures on the 1,050 sentences of PLV (`gold_root`: 15 labels, RETREAT and CONCEDE as YIELD): trained on
the written set alone, labelled after the manual; the same, labelled as the older sets draw the lines (column
`older`); five-fold on PLV alone; five-fold on both together; and five-fold on PLV with the names left in, to show
what they are worth. Folds are cut by normalised text, so that a sentence never stands on both sides. The classifier
is a linear SVM over TF-IDF of word n-grams, the two spans masked: it measures the data, it is no product.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.relations.make import YIELD, sentences

FOLDS = 5


@dataclass(frozen=True)
class Item:
    """One sentence with its label.

    Attributes:
        text: the sentence with its spans masked as ACTOR and RECIPIENT.
        plain: the same, with the names left in.
        label: one of the 15 labels, or NONE.
        group: what may not be divided between folds.
    """

    text: str
    plain: str
    label: str
    group: str


def written(*, copies: int, manual: bool = False, blind: bool = False) -> list[Item]:
    """Return our set with the 15 labels: the older ones, or the manual's types with two merged.

    `blind` leaves out ``more.tsv``, whose templates were written after errors had been read.
    """
    items = []
    for row in sentences(copies=copies):
        if blind and row["id"].startswith("more-"):
            continue
        text = row["text"]
        (start, end), (first, last) = row["actor"], row["recipient"]
        if start < first:
            masked = f"{text[:start]}ACTOR{text[end:first]}RECIPIENT{text[last:]}"
        else:
            masked = f"{text[:first]}RECIPIENT{text[last:start]}ACTOR{text[end:]}"
        label = YIELD.get(row["type"], row["type"]) if manual else row["older"]
        items.append(Item(masked, text, label, row["id"].rsplit("-", 1)[0]))
    return items


def labelled(path: Path) -> list[Item]:
    """Return the sentences of PLV; their spans are marked ``<s>…</s>`` and ``<t>…</t>``."""
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        masked = re.sub(r"<s>.*?</s>", "ACTOR", row["marked"], flags=re.DOTALL)
        masked = re.sub(r"<t>.*?</t>", "RECIPIENT", masked, flags=re.DOTALL)
        group = re.sub(r"\W+", " ", row["text"]).strip().lower()
        items.append(Item(masked, row["text"], row["gold_root"], group))
    return items


def folds(items: Sequence[Item], seed: int) -> list[int]:
    """Return the fold of each item; items of one group share a fold, and labels are spread evenly."""
    rng = random.Random(seed)
    label_of: dict[str, str] = {item.group: item.label for item in items}
    place: dict[str, int] = {}
    for label in sorted(set(label_of.values())):
        groups = sorted(g for g, found in label_of.items() if found == label)
        rng.shuffle(groups)
        offset = rng.randrange(FOLDS)
        place |= {g: (i + offset) % FOLDS for i, g in enumerate(groups)}
    return [place[item.group] for item in items]


def predict(
    train: Sequence[Item], test: Sequence[Item], *, key: str = "text", weights: Any = None
) -> list[str]:
    """Train the plain classifier on `train`, and return its labels for `test` (never NONE: PLV has none)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectoriser = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True, token_pattern=r"[A-Za-z']+|\$|\"")
    seen = vectoriser.fit_transform([getattr(item, key) for item in train])
    model = LinearSVC(C=1.0, class_weight="balanced", random_state=0)
    model.fit(seen, [item.label for item in train], sample_weight=weights)
    scores = model.decision_function(vectoriser.transform([getattr(item, key) for item in test]))
    allowed = [i for i, name in enumerate(model.classes_) if name != "NONE"]
    return [str(model.classes_[max(allowed, key=lambda i: row[i])]) for row in scores]


def crossed(
    items: Sequence[Item], extra: Sequence[Item], *, seed: int, key: str = "text", weight: float = 1.0
) -> list[str]:
    """Return a label for each item from models that did not see its fold; `extra` is added to every training part."""
    fold = folds(items, seed)
    found = [""] * len(items)
    for k in range(FOLDS):
        train = [item for item, f in zip(items, fold, strict=True) if f != k]
        test = [i for i, f in enumerate(fold) if f == k]
        weights = [1.0] * len(train) + [weight] * len(extra)
        for i, label in zip(
            test, predict([*train, *extra], [items[i] for i in test], key=key, weights=weights), strict=True
        ):
            found[i] = label
    return found


def unread(item: Item) -> bool:
    """Whether an item belongs to the half whose errors are never printed, so that it can judge an extension."""
    return zlib.crc32(item.group.encode()) % 2 == 1


def macro(gold: Sequence[str], found: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Return macro-F1 over the gold labels, and each label's F1, in percent."""
    each = {}
    for label in sorted(set(gold)):
        right = sum(g == f == label for g, f in zip(gold, found, strict=True))
        total = sum(g == label for g in gold) + sum(f == label for f in found)
        each[label] = 200 * right / total if total else 0.0
    return sum(each.values()) / len(each), each


def main() -> None:
    """Print the figures, and where the written set errs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plv", type=Path)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--weight", type=float, default=0.3, help="weight of a written sentence beside a PLV sentence"
    )
    parser.add_argument(
        "--blind", action="store_true", help="leave out what was written after reading errors"
    )
    parser.add_argument("--errors", type=int, default=0, help="how many errors to print")
    parser.add_argument("--of", default="ours", help="whose confusions and errors: ours, both, plv …")
    options = parser.parse_args()
    items, ours = labelled(options.plv), written(copies=options.copies, blind=options.blind)
    gold = [item.label for item in items]
    runs = {
        "manual": predict(written(copies=options.copies, manual=True, blind=options.blind), items),
        "ours": predict(ours, items),
        "plv": crossed(items, [], seed=options.seed),
        "both": crossed(items, ours, seed=options.seed, weight=options.weight),
        "plv, names": crossed(items, [], seed=options.seed, key="plain"),
    }
    scores = {name: macro(gold, found) for name, found in runs.items()}
    print(f"{'':10}{'n':>6}" + "".join(f"{name:>12}" for name in runs))
    for label in sorted(set(gold)):
        print(
            f"{label:10}{gold.count(label):6}" + "".join(f"{scores[name][1][label]:12.1f}" for name in runs)
        )
    print(f"{'macro-F1':10}{len(gold):6}" + "".join(f"{scores[name][0]:12.1f}" for name in runs))
    kept = [i for i, item in enumerate(items) if unread(item)]
    halves = [macro([gold[i] for i in kept], [found[i] for i in kept])[0] for found in runs.values()]
    print(f"{'half':10}{len(kept):6}" + "".join(f"{score:12.1f}" for score in halves))
    right = [
        100 * sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold) for found in runs.values()
    ]
    print(f"{'accuracy':10}{'':6}" + "".join(f"{share:12.1f}" for share in right))
    confusions = Counter((g, f) for g, f in zip(gold, runs[options.of], strict=True) if g != f)
    print(f"\n{options.of}, most frequent confusions (gold > found):")
    for (g, f), count in confusions.most_common(25):
        print(f"  {count:4} {g} > {f}")
    wrong = [i for i, label in enumerate(runs[options.of]) if label != gold[i] and not unread(items[i])]
    for i in random.Random(options.seed).sample(wrong, min(options.errors, len(wrong))):
        print(f"{gold[i]} > {runs[options.of][i]}: {items[i].text}")


if __name__ == "__main__":
    main()
