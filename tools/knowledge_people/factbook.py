"""Heads of state and government from ``shared/data/actors/factbook_leaders.jsonl`` (public domain).

The observations name who stood in the Factbook between two dates and since when. What is done here: titles and
names are taken apart, spellings of one person joined, periods of one person joined, ends taken from successors.
Between March 2017 and November 2020 nothing was observed: an end from a successor that falls in there is uncertain.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from pathlib import Path

from tools.knowledge_people.names import compatible, factbook_name, fold
from tools.knowledge_people.seats import Holding

__all__ = ["codes", "mine"]

SOURCE = "factbook"
BLIND = ("2017-03-28", "2020-11-24")

_TITLES: tuple[tuple[str, str, bool], ...] = (
    (r"represented by (?:the )?(?:UK )?Governor[- ]General", "governor-general", False),
    (r"Governor[- ]General", "governor-general", False),
    (r"(?:represented by )?(?:Acting )?Governor", "governor", False),
    (
        r"(?:Acting|Interim|Caretaker|Interim Caretaker|Transitional|Transition) (?:Government )?President",
        "president",
        True,
    ),
    (r"President", "president", False),
    (r"(?:King|Queen|Emperor|Sultan|Amir|Emir|Grand Duke|Prince|Tuanku|Supreme Head)(?= )", "monarch", False),
    (r"(?:Acting|Interim|Caretaker|Transitional|Transition) Prime Minister", "pm", True),
    (
        r"(?:CNSP |GNU Interim )?[Pp]rime [Mm]inister|Federal Chancellor|Chancellor|Premier|Chief Minister|"
        r"(?:Acting )?Minister of State|"
        r"Chair(?:man|person) of the Council of Ministers",
        "pm",
        False,
    ),
    (r"(?:First )?Vice[- ]President", "vice-president", False),
)
_DEPUTY = re.compile(
    r"(?:(?:First|Second|Third|Fourth|Senior|Permanent|Executive) )?"
    r"(?:(?:Deputy|Vice) (?:Prime Minister|Premier)|Vice Chancellor)s? (?=[A-Z])"
)


def codes(geonames_countries: Path) -> dict[str, str]:
    """Read FIPS → ISO 3166-1 alpha-3 from GeoNames' list of countries."""
    with geonames_countries.open(encoding="utf-8", newline="") as handle:
        found = {
            row["fips"].lower(): row["ISO3"] for row in csv.DictReader(handle, delimiter="\t") if row["fips"]
        }
    # the Factbook's own codes, and what changed since GeoNames' list
    return found | {"kv": "XKX", "od": "SSD", "rb": "SRB", "mj": "MNE", "we": "PSE", "gz": "PSE"}


def mine(path: Path, iso: dict[str, str], sovereign: set[str], known: Container[str]) -> Iterator[Holding]:
    """Yield the holdings that the observations support.

    Args:
        path: the observations.
        iso: the Factbook's codes → ISO 3166-1 alpha-3.
        sovereign: codes of sovereign states; of other places only their own heads are taken, not their monarchs.
        known: the codes that there are names for.
    """
    seen: dict[str, list[dict[str, str]]] = defaultdict(list)
    deputies: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        code = iso.get(row["fips"], "")
        if (deputy := _deputy(row)) and code in sovereign:
            deputies[code, deputy].append(row)
            continue
        parsed = _parse(row["text"])
        if code not in known or parsed is None or not re.match(r"\d{4}", row["since"] or ""):
            continue
        kind, name, acting = parsed
        if kind == "governor" and code in sovereign:
            kind = "governor-general"
        if code not in sovereign and kind not in {"pm", "governor"}:
            continue  # dependencies have governors and premiers of their own, and the heads of others
        if kind == "monarch" and code != "GBR" and fold(name) in {"elizabeth ii", "charles iii"}:
            continue  # the realms: the governor-general acts
        since = re.sub(r"-X.*$", "", row["since"])
        seen[f"{code.lower()}-{kind}"].append(
            {
                "name": name,
                "names": name,
                "since": since,
                "first": row["first_seen"],
                "last": row["last_seen"],
            }
            | {"acting": "acting" if acting else "", "code": code}
        )
    for office, rows in seen.items():
        yield from _holdings(office, rows)
    heads = defaultdict(list)
    for office, rows in seen.items():
        heads[office[:3].upper()] += [row["name"] for row in rows]
    for (code, name), rows in deputies.items():
        if not any(_same(name, head) for head in heads[code]):
            yield Holding(
                office=f"{code.lower()}-deputy-pm-seen", name=name, start=min(row["since"] for row in rows),
                end=max(row["last_seen"] for row in rows), source=SOURCE, confidence=0.6, country=code,
            )  # fmt: skip


def _deputy(row: dict[str, str]) -> str:
    """Give the name of a deputy head of government: with that title, or in the list that follows one, untitled."""
    text = re.sub(r"\s+", " ", row["text"].replace("&nbsp;", " ")).strip()
    titled = _DEPUTY.match(text)
    bare = row["role"] == "head of government" and re.fullmatch(
        r"(?:[A-Z][\w'.-]+ )*[A-ZÀ-Þ' -]{3,}(?: [\w'-]+)*", text
    )
    if not (titled or (bare and _parse(text) is None)) or "," in text or " and " in text:
        return ""
    name = factbook_name(text[titled.end() :] if titled else text)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["since"] or "") or row["since"] > row["last_seen"]:
        return ""
    known = 1 < len(name.split()) < 6 and not re.search(
        r"\b(?:of|the|is|resigned|status|Minister|Executive|Bailiff)\b", name
    )
    return name if known else ""


def _parse(text: str) -> tuple[str, str, bool] | None:
    """Take ``Interim President Gen. Horta Nta Na MAN`` apart: kind of office, name, whether acting."""
    text = re.sub(r"\s+", " ", text.replace("&nbsp;", " ")).strip()
    if re.match(r"(?i)and |co-|deputy|second|third|represented by (?!.*governor[- ]general)", text):
        return None
    for pattern, kind, acting in _TITLES:
        match = re.match(rf"(?:{pattern})(?= )", text)
        if match:
            rest = re.sub(r"^(?: of (?:the )?[\w ]+?(?= [A-Z][a-z]+ [A-Z]{2}))", "", text[match.end() :])
            rest = re.sub(r"^ (?:and|&) (?:Co-)?(?:Vice President|Prime Minister)", "", rest)
            rest = re.split(r";|,| also | \(|formerly| represented", rest)[0]
            name = factbook_name(re.sub(r"^ ?(?:General|Dr\.|Dame|Sir)\b", "", rest).strip(" -"))
            if kind != "monarch" and len(name.split()) < 2:
                return None
            return (kind, name, acting) if 2 < len(name) < 60 else None
    return None


def _holdings(office: str, rows: list[dict[str, str]]) -> Iterator[Holding]:
    """Join the rows of one person, then let each holding end where the next one begins."""
    runs: list[dict[str, str]] = []
    for row in sorted(rows, key=lambda r: (r["first"], r["since"])):
        same = next(
            (
                run
                for run in reversed(runs)
                if _same(run["name"], row["name"]) and not _between(runs, run, row)
            ),
            None,
        )
        if same is None:
            runs.append(dict(row))
            continue
        same["since"] = min(same["since"], row["since"])
        same["last"] = max(same["last"], row["last"])
        same["names"] += f"|{row['name']}"
        same["acting"] = row["acting"] if same["acting"] else ""
        if len(row["name"]) < len(same["name"]):
            same["name"] = row["name"]
    runs.sort(key=lambda run: (run["since"], run["first"]))
    for index, run in enumerate(runs):
        following = runs[index + 1] if index + 1 < len(runs) else None
        end, confidence = "", 0.9
        if following:
            end = following["since"]
            if run["last"] <= BLIND[0] and end > "2017-06" and following["first"] >= BLIND[1]:
                confidence = 0.7  # somebody unseen may stand between the two
        elif "2024-05" <= run["last"] < "2024-07" and office.endswith("vice-president"):
            confidence = 0.6  # the Factbook dropped vice presidents then; who served on is not said
        elif run["last"] < "2025-12":
            end, confidence = run["last"], 0.6
        if end and end < run["since"]:
            continue
        yield Holding(
            office=office, name=run["name"], start=run["since"], end=end, note=run["acting"], source=SOURCE,
            confidence=confidence, country=run["code"], seen=(run["first"], run["last"]),
            spellings=[name for name in dict.fromkeys(run["names"].split("|")) if name != run["name"]],
        )  # fmt: skip


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other) or compatible(one, other) or _alike(one, other)


def _alike(one: str, other: str) -> bool:
    """Say whether two spellings differ in few letters only (Nuhayan, Nuhayyan)."""
    a, b = fold(one).replace(" ", ""), fold(other).replace(" ", "")
    if abs(len(a) - len(b)) > 3 or a[:2] != b[:2]:
        return False
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1] <= max(2, len(a) // 8)


def _between(runs: list[dict[str, str]], run: dict[str, str], row: dict[str, str]) -> bool:
    """Say whether somebody else took the office between the end of a run and this row."""
    return any(
        other is not run
        and run["since"] < other["since"] <= row["since"]
        and not _same(other["name"], run["name"])
        for other in runs
    )
