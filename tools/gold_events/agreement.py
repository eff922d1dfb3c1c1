"""How well two readings of the same sentences agree.

    python tools/gold_events/agreement.py ../shared/data [list]

Compares the golds with each second reading of the sentences of second_sentences.csv: the same reader's
(second_*.csv) and another reader's (independent_*.csv). Prints for each: events paired by overlapping triggers (or,
failing that, by the same sentence, use and type, with actors that overlap), the F1 of pairing, agreement and Cohen's
kappa of use, type and status of the paired, F1 of (actor country, recipient country, type) of rows whose use is
"event" (rows that either reading calls optional do not count, as a scorer must not count them); for commitments the
same by overlap of *what*, with strength and due date. Alternatives (``/``, ``type_also``) count as agreement when any
is shared. Time and place are compared where the second reading has them. The commonest differences are counted;
``list`` shows every one.
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


def readings(kind: str, other: str) -> tuple[list[Row], list[Row]]:
    """Give the first reading's rows and the other's in the sentences read twice."""
    twice = reread(kind)
    first, second = (
        [r for r in rows(GOLD / name) if (r["story"], r["sentence_start"]) in twice]
        for name in (f"{kind}.csv", f"{other}_{kind}.csv")
    )
    return first, second


def differences(name: str, values: list[tuple[str, str]]) -> None:
    """Print the commonest differences, in either direction."""
    seen = Counter(tuple(sorted(pair)) for pair in values if pair[0] != pair[1])
    told = (f"{a or '(none)'}/{b or '(none)'} {n}" for (a, b), n in seen.most_common(6))
    print(f"    {name} differs:", ", ".join(told) or "never")


def same_pair(a: Row, b: Row) -> bool:
    """Say whether actors and recipients have the same countries."""
    names = ("actor_countries", "recipient_countries")
    return all(same_countries(a[name], b[name]) for name in names)


def triples(one: list[Row], two: list[Row], pairs: list[tuple[Row, Row]]) -> None:
    """Print how far who did what to whom agrees: rows of use "event" that neither reading calls optional."""
    both = sum(a["use"] == b["use"] == "event" for a, b in pairs)
    counts = (sum(r["use"] == "event" for r in side) for side in (one, two))
    print("  event to both, optional rows counted F1", f1(both, *counts))
    out = {id(r) for a, b in pairs if "optional" in (a["use"], b["use"]) for r in (a, b)}
    left, right = ([r for r in side if r["use"] == "event" and id(r) not in out] for side in (one, two))
    for name, same in (
        ("event found", same_event),
        ("pair of countries", lambda a, b: int(same_pair(a, b))),
        ("triple", lambda a, b: 2 * same_triple(a, b)),
    ):
        print(f"  {name} F1", f1(len(paired(left, right, same)), len(left), len(right)))


def times_and_places(pairs: list[tuple[Row, Row]]) -> None:
    """Print how far time and place agree; the same reader's second reading has none."""
    if not pairs or "when_start" not in pairs[0][1]:
        return
    found = [(a, b) for a, b in pairs if all(r["when_start"] or r["when_end"] for r in (a, b))]
    same = sum(all(a[k] == b[k] for k in ("when_start", "when_end")) for a, b in found)
    print("  dated or not", share(sum(_dated(a) == _dated(b) for a, b in pairs), len(pairs)))
    print("  interval, where both give one", share(same, len(found)))
    found = [(a, b) for a, b in pairs if a["country"] and b["country"]]
    same = sum(same_countries(a["country"], b["country"]) for a, b in found)
    print(
        "  placed or not", share(sum(bool(a["country"]) == bool(b["country"]) for a, b in pairs), len(pairs))
    )
    print("  country, where both give one", share(same, len(found)))
    found = [(a, b) for a, b in pairs if a["city"] and b["city"]]
    print("  city, where both give one", share(sum(a["city"] == b["city"] for a, b in found), len(found)))


def _dated(row: Row) -> bool:
    return bool(row["when_start"] or row["when_end"])


def events(other: str, texts: dict[str, str], *, every: bool) -> None:
    """Print the agreement on events and what the readings differ in."""
    one, two = readings("events", other)
    pairs = paired(one, two, same_event)
    print(f"events, {other}: {len(reread('events'))} sentences; {len(one)} and {len(two)} rows")
    print("  paired F1", f1(len(pairs), len(one), len(two)))
    matched = {id(r) for pair in pairs for r in pair}
    alone = [[r for r in side if id(r) not in matched] for side in (one, two)]
    for name, side in zip(("first", other), alone, strict=True):
        print(f"    in the {name} reading alone:", dict(Counter(r["use"] for r in side)))
    uses = [(a["use"], b["use"]) for a, b in pairs]
    print("  use", share(sum(x == y for x, y in uses), len(uses)), f"kappa {kappa(uses):.3f}")
    differences("use", uses)
    typed = [(a, b) for a, b in pairs if a["type"] and b["type"]]
    exact = [(a["type"], b["type"]) for a, b in typed]
    loose = sum(bool({a["type"], a["type_also"]} & {b["type"], b["type_also"]} - {""}) for a, b in typed)
    print("  type", share(sum(x == y for x, y in exact), len(exact)), f"kappa {kappa(exact):.3f}")
    differences("type", exact)
    print("  type or its alternative", share(loose, len(typed)))
    status = [(a["status"], b["status"]) for a, b in pairs]
    print("  status", share(sum(x == y for x, y in status), len(status)), f"kappa {kappa(status):.3f}")
    differences("status", status)
    acted = [(a, b) for a, b in pairs if a["actors"] and b["actors"]]
    same = sum(overlap(spans(a["actors"]), spans(b["actors"])) for a, b in acted)
    print("  actor's words, where both name one", share(same, len(acted)))
    triples(one, two, pairs)
    times_and_places(pairs)
    if every:
        for a, b in pairs:
            if any(a[k] != b[k] for k in ("use", "type", "status")):
                print("   ", a["id"], b["id"], _word(a, texts), _told(a, b, ("use", "type", "status")))
        for name, side in zip(("first", other), alone, strict=True):
            for r in side:
                print(f"    {name} alone:", r["id"], _word(r, texts), r["use"], r["type"], r["status"])


def _word(row: Row, texts: dict[str, str]) -> str:
    return texts[row["story"]][int(row["trigger_start"]) : int(row["trigger_end"])]


def _told(a: Row, b: Row, names: Iterable[str]) -> str:
    return ", ".join(f"{a[k] or '(none)'} / {b[k] or '(none)'}" for k in names if a[k] != b[k])


def commitments(other: str, *, every: bool) -> None:
    """Print the agreement on commitments."""
    one, two = readings("commitments", other)
    pairs = paired(one, two, same_commitment)
    print(f"commitments, {other}: {len(reread('commitments'))} sentences; {len(one)} and {len(two)} rows")
    print("  found (overlap) F1", f1(len(pairs), len(one), len(two)))
    strength = [(a["strength"], b["strength"]) for a, b in pairs]
    print(
        "  strength", share(sum(x == y for x, y in strength), len(strength)), f"kappa {kappa(strength):.3f}"
    )
    differences("strength", strength)
    dated = [(a, b) for a, b in pairs if a["due_start"] + a["due_end"] + b["due_start"] + b["due_end"]]
    same = sum((a["due_start"], a["due_end"]) == (b["due_start"], b["due_end"]) for a, b in dated)
    print("  due", share(same, len(dated)))
    print("  by", share(sum(overlap(spans(a["by"]), spans(b["by"])) for a, b in pairs), len(pairs)))
    if every:
        matched = {id(r) for pair in pairs for r in pair}
        for a, b in pairs:
            if any(a[k] != b[k] for k in ("strength", "due_start", "due_end")):
                print("   ", a["id"], b["id"], _told(a, b, ("strength", "due_start", "due_end")))
        for r in (r for r in (*one, *two) if id(r) not in matched):
            print(f"    {'first' if r in one else other} alone:", r["id"], r["story"], r["strength"])


def main(data: Path, *, every: bool) -> None:
    """Print everything."""
    texts: dict[str, str] = {}
    for name in sheet.SETS.values():
        for line in (data / f"stories/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            texts[story["id"]] = story["text"]
    for other in ("second", "independent"):
        events(other, texts, every=every)
        commitments(other, every=every)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [data]:
            main(Path(data), every=False)
        case [data, "list"]:
            main(Path(data), every=True)
        case _:
            sys.exit(__doc__)
