"""The sets of labelled sentences for relations and their parts: one for reading errors, one for checking.

The three sets share most sentences, so they are parted together, by a hash of the normalised text: six in ten are for
development, four for checking. Nobody reads the errors of the second part.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["LABELS", "QUADS", "in_part", "label", "left_out", "macro_f1", "marked_spans", "rows"]

LABELS = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "SANCTION", "SUPPORT", "THREATEN", "YIELD",
)  # fmt: skip
"""The 15 labels of PLOVER's 2016 draft, in which the set is labelled."""

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2,
    "ACCUSE": 3, "REQUEST": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""Quad class of each label as the set has it."""

_OLDER = {"RETREAT": "YIELD", "CONCEDE": "YIELD"}
_BY_CODE = {"057": "SUPPORT", "116": "ACCUSE", "163": "COERCE", "191": "ASSAULT", "192": "ASSAULT"}
"""Codes that the set labels otherwise than our codebook: agreements reached and not yet signed, verdicts, sanctions,
blockades, occupations.

It was labelled by CAMEO's cue categories (11, 19) and by the 2021 crosswalk (163 is COERCE there)."""

_DEVELOPMENT = 6  # of ten


def rows(data: Path, name: str) -> list[dict[str, Any]]:
    """Read a set of the folder ``relations``."""
    lines = (data / "relations" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def in_part(text: str) -> str:
    """Say which part a sentence is in: ``dev`` or ``check``."""
    plain = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    return "dev" if int(hashlib.sha256(plain.encode()).hexdigest(), 16) % 10 < _DEVELOPMENT else "check"


def left_out(text: str) -> bool:
    """Say whether a sentence is of the fifth that the relation head was not trained on (``training.pairs.fold``)."""
    plain = "".join(c for c in text.lower() if c.isalnum())
    return int(hashlib.sha256(plain.encode()).hexdigest(), 16) % 5 == 0


def marked_spans(marked: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Give the offsets of the first source and target of a text marked with <s>…</s> and <t>…</t>."""
    found: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    at = 0
    for part in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", part):
            opened[part[1]] = at
        elif re.fullmatch(r"</[st]>", part):
            found.setdefault(part[2], (opened[part[2]], at))
        else:
            at += len(part)
    return found.get("s"), found.get("t")


def label(type_: str | None, cameo: str | None = None) -> str | None:
    """Give the older label of a type; with the code, also where the labelling differs from today's manual."""
    if type_ is None:
        return None
    return _BY_CODE.get((cameo or "")[:3]) or _OLDER.get(type_, type_)


def macro_f1(gold: Sequence[Any], told: Sequence[Any], labels: Iterable[Any]) -> float:
    """Give the mean F1 over labels in per cent; an answer of None is wrong."""
    values = []
    for one in labels:
        right = sum(g == t == one for g, t in zip(gold, told, strict=True))
        given, wanted = sum(t == one for t in told), sum(g == one for g in gold)
        values.append(2 * right / (given + wanted) if given + wanted else 0.0)
    return 100 * sum(values) / len(values)
