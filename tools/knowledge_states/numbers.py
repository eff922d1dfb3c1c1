"""Make ``state_numbers.csv``: the Correlates of War and Gleditsch-Ward numbers of our state codes, with dates.

    python tools/knowledge_states/numbers.py REFERENCE_FOLDER

The folder holds ``cow_states.csv`` and ``gw_states.csv`` (number, abbreviation, name, start, end). Both lists give
one number to what we keep apart as a state and its predecessor (365 is Russia and the Soviet Union), so a number
goes to the modern code for its whole period and to the historic code for the historic one. Periods that ended
before 1900, and states of before 1920 that have no code of ours (Zanzibar of 1963 too), are left out.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "dragoman" / "knowledge" / "sources"

# numbers whose name in the lists is none of our names
NAMED_OTHERWISE = {
    58: "ATG",
    255: "DEU",
    260: "DEU",
    325: "ITA",
    343: "MKD",
    345: "SRB",
    365: "RUS",
    370: "BLR",
    437: "CIV",
    439: "BFA",
    490: "COD",
    510: "TZA",
    552: "ZWE",
    580: "MDG",
    630: "IRN",
    640: "TUR",
    678: "YEM",
    680: "YMD",
    711: "XTB",
    730: "KOR",
    731: "PRK",
    732: "KOR",
    775: "MMR",
    780: "LKA",
    811: "KHM",
    816: "VNM",
    817: "RVN",
    990: "WSM",
}

# (system or both, number, historic code, first day, last day): the same number under the code of that time
HISTORIC = [
    ("", 365, "SUN", "1922-12-30", "1991-12-26"),
    ("", 345, "YUG", "1918-12-01", "2003-02-03"),
    ("", 345, "SCG", "2003-02-04", "2006-06-04"),
    ("", 490, "ZAR", "1971-10-27", "1997-05-16"),
    ("", 678, "YAR", "1962-09-27", "1990-05-21"),
    ("", 816, "VDR", "1954-07-21", "1976-07-02"),
    ("gw", 552, "RHO", "1965-11-11", "1979-12-11"),
    ("", 439, "HVO", "1960-08-05", "1984-08-03"),
    ("", 640, "OTT", "1900-01-01", "1922-11-01"),
]
# YUG and SCG were no Serbia; North Yemen was no united Yemen
BEGINS = {("cow", 345, "SRB"): "2006-06-05", ("gw", 345, "SRB"): None, ("cow", 678, "YEM"): None}


def rows_of(reference: Path) -> list[tuple[str, str, int, str, str, str]]:
    """Make the rows of the table: code, system, number, start, end (empty while open), source."""
    codes: dict[str, str] = {}
    with (SOURCES / "states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name"], *row["aliases"].split("|")):
                codes.setdefault(name.removeprefix("~").casefold(), row["code"])
    rows: list[tuple[str, str, int, str, str, str]] = []
    for system in ("cow", "gw"):
        periods: dict[int, list[tuple[str, str]]] = {}
        with (reference / f"{system}_states.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number, start, end = int(float(row[f"{system}code"])), row["start"], row["end"]
                if end < "1900-01-01":
                    continue
                code = NAMED_OTHERWISE.get(number) or codes.get(row["country_name"].casefold())
                periods.setdefault(number, []).append((start, end))
                if code is None:
                    sys.stderr.write(f"{system} {number} {row['country_name']} to {end}: no code of ours\n")
                    continue
                begins = BEGINS.get((system, number, code), start)
                if begins is not None and begins <= end:
                    rows.append((code, system, number, max(start, begins), end, system))
        for only, number, code, first, last in HISTORIC:
            if only in ("", system):
                for start, end in periods.get(number, ()):
                    if start <= last and end >= first:
                        rows.append((code, system, number, max(start, first), min(end, last), system))
    rows.sort()
    return [(c, s, n, a, "" if b.startswith("9999") else b, src) for c, s, n, a, b, src in rows]


def main(reference: Path) -> None:
    """Write the table."""
    with (SOURCES / "state_numbers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "system", "number", "start", "end", "source"])
        writer.writerows(rows_of(reference))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
