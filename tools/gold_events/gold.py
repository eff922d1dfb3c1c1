"""The golds made of a reader's labels: words are looked up in the stories and become offsets.

    python tools/gold_events/gold.py events ../shared/data LABELS [OUT.csv [timed]]
        LABELS (outside the project: it holds the stories' words) becomes dragoman/bench/gold/events.csv and
        event_sentences.csv, or OUT.csv alone (a second reading, without time and place unless ``timed``).
    python tools/gold_events/gold.py commitments ../shared/data LABELS [OUT.csv]
        the same for commitments.csv; the sentences read are those of event_sentences.csv.

Label files, a line each:

    @ Trump=USA; Hamas=PSE                        countries that hold in the whole file
    # w3                                          the story (a number of the sheet) that the next lines are about
    ## w0 w7                                      stories without anything to label
    2| trigger | TYPE | actors | recipients | status | when | where | flags                  an event of sentence 2
    2| cue | by | to | what | strength | due | condition                                      a commitment

Spans are words of the sentence, else the nearest before it in the story; ``word#2`` is the second such in the
sentence; ``first~~last`` runs from the one to the other; ``;`` separates; ``words=ISO`` gives a country. Types and
statuses are written short, see TYPES and STATUS. *when*: ``.`` the story's day, ``-1`` the day before, ``10-07``,
``2020-03``, ``A..B``, ``w:A..B`` (the precision's letter first), ``?ns`` unresolved. *where*: ``Kyiv*UKR`` a city,
``airport@Kyiv*UKR`` a site in it, ``Donbas>UKR``, ``~USA`` inferred, ``&NGA`` several, ``-`` not stated; ``=`` in
either means as in the line before. *flags*: j joint, c content, s status only, o optional.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
import sheet

GOLD = Path(__file__).parents[2] / "dragoman/bench/gold"
TYPES = {
    "AG": "AGREE", "CN": "CONSULT", "SU": "SUPPORT", "CC": "CONCEDE", "CO": "COOPERATE", "AI": "AID",
    "RT": "RETREAT", "RQ": "REQUEST", "AC": "ACCUSE", "RJ": "REJECT", "TH": "THREATEN", "PR": "PROTEST",
    "SA": "SANCTION", "MO": "MOBILIZE", "CR": "COERCE", "AS": "ASSAULT", "-": "",
}  # fmt: skip
STATUS = {
    "h": "happened", "i": "historical", "d": "denied", "p": "promised", "t": "threatened", "l": "planned",
    "c": "conditional", "s": "possible", "r": "requested",
}  # fmt: skip
STRENGTH = {"promise", "plan", "readiness", "offer", "threat", "refusal"}
PRECISION = {
    "": "day", "w": "week", "m": "month", "q": "quarter", "y": "year", "d": "decade",
}  # fmt: skip
WHY = {"ns": "not stated", "open": "open", "sev": "several", "": ""}
NOT_STATES = {"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM", "KOS", "?"}
EVENT_FIELDS = [
    "id", "set", "story", "draw", "part", "sentence_start", "sentence_end", "trigger_start", "trigger_end", "use",
    "type", "type_also", "joint", "actors", "actor_countries", "recipients", "recipient_countries", "status",
    "when_start", "when_end", "when_precision", "when_unresolved", "place_start", "place_end", "country",
    "city", "where_basis", "where_unresolved",
]  # fmt: skip
COMMITMENT_FIELDS = [
    "id", "set", "story", "draw", "part", "sentence_start", "sentence_end", "cue", "by", "to", "what", "strength",
    "due_start", "due_end", "condition",
]  # fmt: skip

Row = dict[str, Any]
Region = tuple[int, int]


class LabelError(ValueError):
    """A label that does not fit its story."""


class Line(NamedTuple):
    """One label: its story, its sentence, its cells, and where it stands in the file."""

    number: int
    drawn: sheet.Drawn
    sentence: Region
    cells: list[str]


class Labels(NamedTuple):
    """A label file, read."""

    lines: list[Line]
    covered: list[sheet.Drawn]
    countries: dict[str, str]


def read(path: Path, stories: dict[str, sheet.Drawn], width: int) -> Labels:
    """Read a label file; raise LabelError with the line where it goes wrong."""
    lines: list[Line] = []
    covered: list[sheet.Drawn] = []
    countries: dict[str, str] = {}
    now: sheet.Drawn | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = raw.strip()
        if not text:
            continue
        if text.startswith("@"):
            countries |= dict(_country(part) for part in text[1:].split(";") if part.strip())
        elif text.startswith("##"):
            covered += [stories[name] for name in text[2:].split()]
        elif text.startswith("#"):
            now = stories[text[1:].strip()]
            covered += [now] if now not in covered else []
        elif now is None:
            raise LabelError(f"line {number}: a label before any story")
        else:
            cells = [cell.strip() for cell in text.split("|")]
            cells += [""] * (width - len(cells))
            spans = list(sheet.sentences(now.story["text"]))
            lines.append(Line(number, now, spans[int(cells[0])], cells[1:]))
    return Labels(lines, covered, countries)


def _country(part: str) -> tuple[str, str]:
    words, _, code = part.strip().partition("=")
    return words.strip(), code.strip()


def find(text: str, words: str, sentence: Region, *, near: int | None = None, later: bool = False) -> Region:
    """Find words in the sentence, else the nearest before it (``later``: else the first after it).

    Of several in the sentence, the one nearest to ``near``.
    """
    first, gap, last = words.partition("~~")
    if gap:
        start = find(text, first, sentence, near=near)[0]
        end = find(text, last, (start, sentence[1]))[1]
        return start, end
    words, mark, nth = words.partition("#")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    hits = [m.span() for m in pattern.finditer(text, *sentence)]
    if mark:
        return hits[int(nth) - 1]
    if len(hits) == 1:
        return hits[0]
    if hits and near is not None:
        return min(hits, key=lambda hit: abs(hit[0] - near))
    if hits:
        raise LabelError(f"{words!r} stands {len(hits)} times in the sentence: say which (#n)")
    before = [m.span() for m in pattern.finditer(text, 0, sentence[0])]
    after = pattern.search(text, sentence[1]) if later and not before else None
    if after:
        return after.span()
    if not before or near is None:
        raise LabelError(f"{words!r} is not in the story up to this sentence")
    return before[-1]


def parties(cell: str, line: Line, near: int, known: dict[str, str]) -> tuple[str, str]:
    """Give a cell's spans and countries as the columns have them."""
    spans: list[str] = []
    codes: list[str] = []
    for part in filter(None, (p.strip() for p in cell.split(";"))):
        words, equals, code = part.partition("=")
        words = words.strip()
        plain = words.partition("#")[0]
        if not equals:
            if plain not in known:
                raise LabelError(f"no country given for {plain!r}")
            code = known[plain]
        known[plain] = code.strip()
        start, end = find(line.drawn.story["text"], words, line.sentence, near=near)
        spans.append(f"{start}-{end}")
        codes.append(code.strip())
    return ";".join(spans), ";".join(codes)


def when(cell: str, day: str) -> tuple[str, str, str, str]:
    """Give start, end, precision and the reason why not."""
    if cell.startswith("?"):
        return "", "", "", WHY[cell[1:]]
    letter, colon, rest = cell.partition(":")
    letter, cell = (letter, rest) if colon else ("", cell)
    begin, dots, finish = cell.partition("..")
    if dots and not begin:
        return "", _day(finish, day)[1], PRECISION[letter], WHY["open"]
    start, end, precision = _day(begin, day)
    if dots:
        if not finish:
            return start, "", PRECISION[letter] if letter else precision, WHY["open"]
        _, end, other = _day(finish, day)
        precision = other if other != "day" else precision
    if end < start:
        raise LabelError(f"the time {cell!r} ends before it starts")
    return start, end, PRECISION[letter] if letter else precision, ""


def _day(cell: str, day: str) -> tuple[str, str, str]:
    if cell in (".", ""):
        return day, day, "day"
    if re.fullmatch(r"[-+]\d+", cell):
        moved = (dt.date.fromisoformat(day) + dt.timedelta(days=int(cell))).isoformat()
        return moved, moved, "day"
    if re.fullmatch(r"\d\d-\d\d", cell):
        cell = f"{day[:4]}-{cell}"
    if re.fullmatch(r"\d{4}", cell):
        return f"{cell}-01-01", f"{cell}-12-31", "year"
    if re.fullmatch(r"\d{4}-\d\d", cell):
        first = dt.date.fromisoformat(f"{cell}-01")
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return first.isoformat(), last.isoformat(), "month"
    return dt.date.fromisoformat(cell).isoformat(), cell, "day"


def where(cell: str, line: Line, near: int) -> dict[str, object]:
    """Give the columns of the place."""
    empty: dict[str, object] = {
        "place_start": "",
        "place_end": "",
        "country": "",
        "city": "",
        "where_basis": "",
    }
    if cell in ("-", ""):
        return empty | {"where_unresolved": "not stated"}
    if cell.startswith("&"):
        return empty | {"country": cell[1:], "where_unresolved": "several"}
    if cell.startswith("~"):
        return empty | {"country": cell[1:], "where_basis": "inferred", "where_unresolved": ""}
    match = re.fullmatch(r"(.+?)(?:@(.+))?([*>])([A-Z/]*)", cell)
    if not match:
        raise LabelError(f"the place {cell!r} is not written as it should be")
    words, site_of, sign, code = match.groups()
    start, end = find(line.drawn.story["text"], words, line.sentence, near=near, later=True)
    city = (site_of or words.partition("#")[0]) if sign == "*" else ""
    return {
        "place_start": start, "place_end": end, "country": code, "city": city,
        "where_basis": "stated", "where_unresolved": "",
    }  # fmt: skip


def event(line: Line, known: dict[str, str], before: list[str]) -> Row:
    """Make a row of events.csv of a label."""
    trigger, types, actors, recipients, status, time, place, flags = line.cells[:8]
    if time == "=":
        time = before[5]
    if place == "=":
        place = before[6]
    before[:] = [trigger, types, actors, recipients, status, time, place, flags]
    start, end = find(line.drawn.story["text"], trigger, line.sentence)
    main, _, also = types.partition("/")
    use = {"c": "content", "s": "status", "o": "optional"}.get(flags.replace("j", ""), "event")
    row = _row(line) | {
        "trigger_start": start, "trigger_end": end, "use": use, "type": TYPES[main],
        "type_also": TYPES[also or "-"], "joint": "yes" if "j" in flags else "no", "status": STATUS[status],
    }  # fmt: skip
    row["actors"], row["actor_countries"] = parties(actors, line, start, known)
    row["recipients"], row["recipient_countries"] = parties(recipients, line, start, known)
    if use == "event" and not (row["type"] and row["actors"]):
        raise LabelError("an event needs a type and an actor: else its use is status (s) or optional (o)")
    if "j" in flags and row["recipients"]:
        raise LabelError("a joint act has no recipient")
    names = ("when_start", "when_end", "when_precision", "when_unresolved")
    row |= dict(zip(names, when(time, line.drawn.story["date"]), strict=True))
    return row | where(place, line, start)


def commitment(line: Line) -> Row:
    """Make a row of commitments.csv of a label."""
    cue, by, to, what, strength, due, condition = line.cells[:7]
    if strength not in STRENGTH:
        raise LabelError(f"{strength!r} is no strength")
    text = line.drawn.story["text"]
    at = find(text, cue, line.sentence)
    row = _row(line) | {"cue": f"{at[0]}-{at[1]}", "strength": strength, "due_start": "", "due_end": ""}
    for name, cell in (("by", by), ("to", to), ("what", what), ("condition", condition)):
        parts = [p.strip() for p in cell.split(";") if p.strip()]
        row[name] = ";".join("-".join(map(str, find(text, p, line.sentence, near=at[1]))) for p in parts)
    if not row["by"] or not row["what"]:
        raise LabelError("a commitment needs who makes it and what it is")
    if due:
        row["due_start"], row["due_end"], _, _ = when(due, line.drawn.story["date"])
    return row


def _row(line: Line) -> Row:
    story = line.drawn.story
    return {
        "set": line.drawn.set, "story": story["id"], "draw": line.drawn.draw, "part": sheet.part(story["id"]),
        "sentence_start": line.sentence[0], "sentence_end": line.sentence[1],
    }  # fmt: skip


def check_codes(rows: list[Row], data: Path) -> None:
    """Hold every country code to the lists of ISO codes and PLOVER's exceptions."""
    with (data / "place/geonames_countries.tsv").open(encoding="utf-8") as stream:
        states = {row["ISO3"] for row in csv.DictReader(stream, delimiter="\t")}
    known = states | NOT_STATES
    for row in rows:
        codes = [row["country"], *row["actor_countries"].split(";"), *row["recipient_countries"].split(";")]
        for code in filter(None, re.split(r"[;/]", "/".join(map(str, codes)))):
            if code not in known:
                raise LabelError(f"{row['story']}: {code!r} is no country code")


def write(path: Path, fields: list[str], rows: list[Row]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, fields, lineterminator="\n", extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)


def main(kind: str, data: Path, labels: Path, out: Path | None, *, timed: bool = False) -> int:
    """Compile a label file; give the number of labels that do not fit."""
    drawn = [d for part in sheet.draw(data) for d in part]
    stories = {d.number: d for d in drawn}
    table = read(labels, stories, 9)
    rows: list[Row] = []
    wrong = 0
    before = [""] * 8
    known = dict(table.countries)
    story = ""
    for line in table.lines:
        if line.drawn.number != story:
            story, known = line.drawn.number, dict(table.countries)
        try:
            row = event(line, known, before) if kind == "events" else commitment(line)
        except (LabelError, KeyError, IndexError, ValueError) as error:
            print(f"{labels}:{line.number}: {type(error).__name__} {error}", file=sys.stderr)
            wrong += 1
        else:
            rows.append(row)
    order = {d.number: i for i, d in enumerate(drawn)}
    first = {d.story["id"]: order[d.number] for d in drawn}
    rows.sort(key=lambda r: (first[r["story"]], r["sentence_start"]))
    letter = kind[0]
    for index, row in enumerate(rows):
        row["id"] = f"{letter}{index + 1:04d}"
    if kind == "events":
        check_codes(rows, data)
    fields = EVENT_FIELDS if kind == "events" else COMMITMENT_FIELDS
    if out and not timed and kind == "events":
        fields = [f for f in fields if not f.startswith(("when_", "place_", "where_", "country", "city"))]
    write(out or GOLD / f"{kind}.csv", fields, rows)
    if out is None and kind == "events":
        _write_sentences(table)
    return wrong


def _write_sentences(table: Labels) -> None:
    """Write which sentences were read: the silence of the others means nothing."""
    rows: list[Row] = []
    for drawn in table.covered:
        story = drawn.story
        for start, end in sheet.sentences(story["text"]):
            row = {
                "set": drawn.set,
                "story": story["id"],
                "draw": drawn.draw,
                "part": sheet.part(story["id"]),
            }
            rows.append(row | {"start": start, "end": end})
    write(GOLD / "event_sentences.csv", ["set", "story", "draw", "part", "start", "end"], rows)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["events" | "commitments" as kind, data, labels]:
            sys.exit(min(1, main(kind, Path(data), Path(labels), None)))
        case ["events" | "commitments" as kind, data, labels, out]:
            sys.exit(min(1, main(kind, Path(data), Path(labels), Path(out))))
        case ["events", data, labels, out, "timed"]:
            sys.exit(min(1, main("events", Path(data), Path(labels), Path(out), timed=True)))
        case _:
            sys.exit(__doc__)
