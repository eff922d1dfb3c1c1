"""Draw rows of the gold list to be answered a second time, unseen, and count how far the two readings agree.

    python tools/gold_offices/second_pass.py draw --number 120 > questions.csv  # id, name, date only
    python tools/gold_offices/second_pass.py compare answers.csv  # id, person, role_class, country, sector

The answers' `person` may be shortened (any word of the first reading's person, without accents, is enough);
`role_class` and `country` must be equal; `sector` must be the first reading's sector or one of its `sector_also`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import unicodedata
from pathlib import Path

GOLD = Path(__file__).resolve().parents[2] / "dragoman" / "bench" / "gold" / "offices.csv"
FIELDS = ("person", "role_class", "country", "sector")


def words(name: str) -> set[str]:
    """Give a name's words in small letters without accents, hyphens read as spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return set(plain.casefold().replace("-", " ").split())


def agrees(field: str, first: dict[str, str], second: dict[str, str]) -> bool:
    """Say whether the second reading's field agrees with the first one's."""
    if field == "person":
        return bool(words(second["person"]) & words(first["person"])) or first["person"] == second["person"]
    if field == "sector":
        return second["sector"] in {first["sector"], *first["sector_also"].split(";")}
    return first[field] == second[field]


def main() -> int:
    """Draw the questions, or print the agreement by field and each disagreement."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    modes = parser.add_subparsers(dest="mode", required=True)
    draw = modes.add_parser("draw")
    draw.add_argument("--number", type=int, default=120)
    draw.add_argument("--seed", type=int, default=11)
    modes.add_parser("compare").add_argument("answers", type=Path)
    options = parser.parse_args()
    with GOLD.open(encoding="utf-8", newline="") as lines:
        gold = {row["id"]: row for row in csv.DictReader(lines)}
    if options.mode == "draw":
        questions = csv.writer(sys.stdout, lineterminator="\n")
        questions.writerow(("id", "name", "date"))
        for key in random.Random(options.seed).sample(sorted(gold), options.number):
            questions.writerow((key, gold[key]["name"], gold[key]["date"]))
        return 0
    with options.answers.open(encoding="utf-8", newline="") as lines:
        answers = list(csv.DictReader(lines))
    for field in FIELDS:
        apart = [row for row in answers if not agrees(field, gold[row["id"]], row)]
        sys.stdout.write(f"{field}: {len(answers) - len(apart)} of {len(answers)} agree\n")
        for row in apart:
            first = gold[row["id"]]
            sys.stdout.write(
                f"  {row['id']} {first['name']} {first['date']}: {first[field]!r} / {row[field]!r}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
