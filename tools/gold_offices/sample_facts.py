"""Draw (person, office, day inside the term) from the development facts, for a person to check.

Four draws, each with the fixed seed: heads of state and government from 2016 on, the same for 2000-2015, holders of
other offices (ministers, spokespeople, ambassadors, commanders, speakers), and the US executive. A draw is a
proposal: the files hold slips (deputies, governors general beside monarchs, ends taken from successors), so each
line is kept, corrected or dropped by the checker.

    python tools/gold_offices/sample_facts.py > proposals.tsv
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ACTORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "actors"
OFFICES = re.compile(
    r"foreign|external affairs|defen[cs]e|interior|internal affairs|home affairs|home department|"
    r"finance|treasury|treasurer|justice|prime minister$|chancellor|spokes|press secretary|"
    r"united nations|chief of the general staff|army staff|speaker|secretary of state$|"
    r"attorney general|prosecutor general|intelligence|security|ambassador to (?:the united|russia|"
    r"china)|central bank|supreme court$|chief justice$|mayor of|secretary-general|director-general|"
    r"chief cabinet secretary|premier",
    re.IGNORECASE,
)
HEADS = re.compile(
    r"^(?:President|Prime Minister|Premier of the State Council|Supreme Leader|Chancellor|Premier)$"
)
LAST_HOLDER_DAY = date(2021, 12, 31)


class Proposal(NamedTuple):
    """One drawn fact: the file and its line, the office as the file words it, the person, and a day in the term."""

    source: str
    office: str
    country: str
    person: str
    wikidata: str
    start: str
    end: str
    day: date


def _day(text: str) -> date | None:
    """Read a whole ISO day; a bare year or month is not precise enough to draw a day from."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _inside(chance: random.Random, start: date, end: date) -> date:
    """Draw a day of the term, not its first or last fortnight when the term is long enough."""
    margin = 15 if (end - start).days > 60 else 1
    return start + timedelta(days=chance.randint(margin, max(margin, (end - start).days - margin)))


def factbook(chance: random.Random, *, first: date, last: date) -> Iterator[Proposal]:
    """Heads of state and government whose observed term meets [first, last], in random order."""
    path = ACTORS / "factbook_leaders.jsonl"
    rows = list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))
    chance.shuffle(rows)
    for number, line in rows:
        fact = json.loads(line)
        since, seen = _day(fact.get("since") or ""), _day(fact["last_seen"])
        if since is None or seen is None:
            continue
        start, end = max(since, first), min(seen, last)
        if (end - start).days < 3:
            continue
        day = _inside(chance, start, end)
        source, who, country = f"factbook_leaders.jsonl:{number}", fact["text"], fact["country"]
        yield Proposal(source, fact["role"], country, who, "", str(since), str(seen), day)


def holders(
    chance: random.Random, *, offices: re.Pattern[str], first: date, last: date
) -> Iterator[Proposal]:
    """Holders of the offices that match, whose term meets [first, last], in random order over all countries."""
    rows: list[tuple[str, int, dict[str, str]]] = []
    for path in sorted((ACTORS / "holders").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            rows.extend((path.name, reader.line_num, row) for row in reader)
    chance.shuffle(rows)
    for name, number, row in rows:
        start = _day(row["start"] or "")
        if start is None or not offices.search(row["position"]):
            continue
        end = _day(row["end"] or "") or last
        start, end = max(start, first), min(end, last)
        if (end - start).days < 3:
            continue
        day = _inside(chance, start, end)
        source = f"holders/{name}:{number}"
        country = name.removesuffix(".csv")
        who, qid = row["person"], row["personID"]
        yield Proposal(source, row["position"], country, who, qid, row["start"], row["end"], day)


def us_executive(chance: random.Random, *, first: date, last: date) -> Iterator[Proposal]:
    """US presidents and vice-presidents with a term in [first, last]."""
    person: list[str] = []
    start: date | None = None
    found: list[Proposal] = []
    office = ""
    for number, line in enumerate(
        (ACTORS / "us_executive.yaml").read_text(encoding="utf-8").splitlines(), start=1
    ):
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        value = value.strip("'\"")
        if key == "first":
            person = [value]
        elif key == "last":
            person.append(value)
        elif key == "type":
            office = value
        elif key == "start":
            start = _day(value)
        elif key == "end" and start is not None and (end := _day(value)) is not None:
            low, high = max(start, first), min(end, last)
            if (high - low).days > 60:
                day = _inside(chance, low, high)
                name = " ".join(person)
                source, term = f"us_executive.yaml:{number}", (str(start), str(end))
                found.append(Proposal(source, office, "us", name, "", *term, day))
    chance.shuffle(found)
    yield from found


def main() -> None:
    """Print the proposals: key, source, day, office, country, person, Wikidata id, term."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    recent = {"first": date(2016, 1, 1), "last": date(2026, 4, 30)}
    early = {"first": date(2000, 1, 1), "last": date(2015, 12, 31)}
    draws = [
        ("a", factbook(chance, **recent), 90, 1),
        ("b", factbook(chance, **early), 40, 1),
        ("c", holders(chance, offices=HEADS, **early), 45, 4),
        ("m", holders(chance, offices=OFFICES, first=date(2007, 1, 1), last=LAST_HOLDER_DAY), 150, 11),
        ("u", us_executive(chance, first=date(2001, 1, 20), last=date(2026, 4, 30)), 5, 5),
    ]
    for letter, proposals, number, per_country in draws:
        met: Counter[str] = Counter()
        printed = 0
        for proposal in proposals:
            if met[proposal.country] == per_country or printed == number:
                continue
            met[proposal.country] += 1
            printed += 1
            fields = (f"{letter}{printed:03d}", proposal.source, str(proposal.day), *proposal[1:7])
            sys.stdout.write("\t".join(fields) + "\n")


if __name__ == "__main__":
    main()
