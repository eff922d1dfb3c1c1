"""How well two readings of the same sentences agree.

    python tools/gold_events/agreement.py ../shared/data

Prints, for the sentences of second_sentences.csv: events paired by overlapping triggers (or, failing that, by the
same sentence and type, with actors that overlap), the F1 of pairing, agreement and Cohen's kappa of type and status
of the paired, F1 of (actor country, recipient country, type) of rows whose use is "event" (rows that either
reading calls optional do not count, as a scorer must not count them); for commitments the same by overlap of
*what*, with strength and due date. Alternatives (``/``, ``type_also``) count as agreement when any is shared.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import sheet

GOLD = Path(__file__).parents[2] / "dragoman/bench/gold"
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def spans(cell: str) -> list[tuple[int, int]]:
    """Read ``1-5;9-12``."""
    return [(int(a), int(b)) for a, _, b in (part.partition("-") for part in cell.split(";") if part)]


def overlap(a: Iterable[tuple[int, int]], b: Iterable[tuple[int, int]]) -> bool:
    """Say whether any two spans overlap."""
    there = list(b)
    return any(s < f and e < t for s, t in a for e, f in there)


def _trigger(row: Row) -> list[tuple[int, int]]:
    return [(int(row["trigger_start"]), int(row["trigger_end"]))]


def same_event(a: Row, b: Row) -> int:
    """Give how surely two rows are the same event: 2, 1 or 0."""
    if overlap(_trigger(a), _trigger(b)):
        return 2
    types = {a["type"], a["type_also"]} & {b["type"], b["type_also"]} - {""}
    return int(bool(types) and a["use"] == b["use"] and overlap(spans(a["actors"]), spans(b["actors"])))


def same_commitment(a: Row, b: Row) -> int:
    """The same for commitments: by what is committed to, else by the cue."""
    return (
        2 if overlap(spans(a["what"]), spans(b["what"])) else int(overlap(spans(a["cue"]), spans(b["cue"])))
    )


def paired(one: list[Row], two: list[Row], same: Callable[[Row, Row], int]) -> list[tuple[Row, Row]]:
    """Pair the rows of two readings, each at most once, the surest pairs first."""
    scored = [
        (same(a, b), i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(two)
        if a["story"] == b["story"] and a["sentence_start"] == b["sentence_start"]
    ]
    done: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for score, i, j in sorted(scored, key=lambda item: -item[0]):
        if score and i not in done[0] and j not in done[1]:
            done[0].add(i)
            done[1].add(j)
            pairs.append((one[i], two[j]))
    return pairs


def kappa(values: list[tuple[str, str]]) -> float:
    """Give Cohen's kappa."""
    seen = sum(a == b for a, b in values) / len(values)
    left, right = Counter(a for a, _ in values), Counter(b for _, b in values)
    chance = sum(left[k] * right[k] for k in left) / len(values) ** 2
    return (seen - chance) / (1 - chance)


def alternatives(cell: str) -> list[set[str]]:
    """Read ``RUS;SOM/IMG``: for each party the codes that are right."""
    return [set(part.split("/")) if part else {""} for part in cell.split(";")]


def same_countries(a: str, b: str) -> bool:
    """Say whether two lists of parties have the same countries, up to alternatives and to order."""
    left, right = alternatives(a), alternatives(b)
    return all(any(x & y for y in right) for x in left) and all(any(x & y for x in left) for y in right)


def same_triple(a: Row, b: Row) -> bool:
    """Say whether two events have the same type, actor countries and recipient countries."""
    return (
        bool({a["type"], a["type_also"]} & {b["type"], b["type_also"]} - {""})
        and same_countries(a["actor_countries"], b["actor_countries"])
        and same_countries(a["recipient_countries"], b["recipient_countries"])
    )


def f1(hits: int, one: int, two: int) -> str:
    """Give F1 in per cent with its counts."""
    return f"{200 * hits / (one + two):.1f} ({hits} of {one} and {two})"


def share(hits: int, total: int) -> str:
    """Give a share in per cent with its counts."""
    return f"{100 * hits / total:.1f} % ({hits} of {total})"


def reread(kind: str) -> set[tuple[str, str]]:
    """Give the sentences read twice: story and start."""
    found = rows(GOLD / "second_sentences.csv")
    return {(row["story"], row["start"]) for row in found if row["kind"] == kind}


def readings(kind: str) -> tuple[list[Row], list[Row]]:
    """Give both readings' rows in the sentences read twice."""
    twice = reread(kind)
    return (
        [r for r in rows(GOLD / f"{kind}.csv") if (r["story"], r["sentence_start"]) in twice],
        [r for r in rows(GOLD / f"second_{kind}.csv") if (r["story"], r["sentence_start"]) in twice],
    )


def events(texts: dict[str, str]) -> None:
    """Print the agreement on events and what the readings differ in."""
    one, two = readings("events")
    pairs = paired(one, two, same_event)
    print(f"events: {len(reread('events'))} sentences; {len(one)} and {len(two)} rows")
    print("  paired F1", f1(len(pairs), len(one), len(two)))
    matched = ({id(a) for a, _ in pairs}, {id(b) for _, b in pairs})
    alone = [r for r in one if id(r) not in matched[0]] + [r for r in two if id(r) not in matched[1]]
    print("  unpaired rows by use", dict(Counter(r["use"] for r in alone)))
    print("  use", share(sum(a["use"] == b["use"] for a, b in pairs), len(pairs)))
    typed = [(a, b) for a, b in pairs if a["type"] and b["type"]]
    exact = [(a["type"], b["type"]) for a, b in typed]
    loose = sum(bool({a["type"], a["type_also"]} & {b["type"], b["type_also"]} - {""}) for a, b in typed)
    print("  type", share(sum(x == y for x, y in exact), len(exact)), f"kappa {kappa(exact):.3f}")
    print("  type or its alternative", share(loose, len(typed)))
    status = [(a["status"], b["status"]) for a, b in pairs]
    print("  status", share(sum(x == y for x, y in status), len(status)), f"kappa {kappa(status):.3f}")
    optional = [a for a, b in pairs if "optional" in (a["use"], b["use"])]
    optional += [b for a, b in pairs if "optional" in (a["use"], b["use"])]
    out = {id(r) for r in optional}
    left = [r for r in one if r["use"] == "event" and id(r) not in out]
    right = [r for r in two if r["use"] == "event" and id(r) not in out]
    triples = paired(left, right, lambda a, b: 2 * same_triple(a, b))
    countries = paired(
        left,
        right,
        lambda a, b: int(
            same_countries(a["actor_countries"], b["actor_countries"])
            and same_countries(a["recipient_countries"], b["recipient_countries"])
        ),
    )
    print("  pair of countries F1", f1(len(countries), len(left), len(right)))
    print("  triple F1", f1(len(triples), len(left), len(right)))
    for a, b in pairs:
        if a["status"] != b["status"] or (a["type"], a["use"]) != (b["type"], b["use"]):
            word = texts[a["story"]][int(a["trigger_start"]) : int(a["trigger_end"])]
            print("   ", a["id"], word, *((a[k], b[k]) for k in ("use", "type", "status") if a[k] != b[k]))


def commitments() -> None:
    """Print the agreement on commitments."""
    one, two = readings("commitments")
    pairs = paired(one, two, same_commitment)
    print(f"commitments: {len(reread('commitments'))} sentences; {len(one)} and {len(two)} rows")
    print("  found (overlap) F1", f1(len(pairs), len(one), len(two)))
    strength = [(a["strength"], b["strength"]) for a, b in pairs]
    print(
        "  strength", share(sum(x == y for x, y in strength), len(strength)), f"kappa {kappa(strength):.3f}"
    )
    dated = [(a, b) for a, b in pairs if a["due_start"] + a["due_end"] + b["due_start"] + b["due_end"]]
    same = sum((a["due_start"], a["due_end"]) == (b["due_start"], b["due_end"]) for a, b in dated)
    print("  due", share(same, len(dated)))
    print("  by", share(sum(overlap(spans(a["by"]), spans(b["by"])) for a, b in pairs), len(pairs)))


def main(data: Path) -> None:
    """Print everything."""
    texts: dict[str, str] = {}
    for name in sheet.SETS.values():
        for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            texts[story["id"]] = story["text"]
    events(texts)
    commitments()


if __name__ == "__main__":
    match sys.argv[1:]:
        case [data]:
            main(Path(data))
        case _:
            sys.exit(__doc__)
