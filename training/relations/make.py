"""Fill the templates of ``templates/`` with actors from the pool, and write the relation training set.

    python -m training.relations.make [--copies 2] [--seed 6] [--out training/runs/relations.jsonl] [--readme]

A template is a sentence of our own with slots:

========================= =================================================================================
``{A}``, ``{B}``          actor and recipient: once each, their spans are recorded (without a leading "the", "a")
``{C}``, ``{D}``          bystanders, drawn from the same pool
``{A:was|were}``          the first form where A is singular, the second where plural
``{A.its}``               a pronoun that agrees with A: it, its, itself, them, who (them = object form)
``{CITY}`` ``{DAY}``      a place, a weekday; also ``{MONTH}``, ``{YEAR}``, ``{N}`` (a number), ``{P}`` (a person) and
                          ``{DATELINE}`` (a city in capitals)
``H: …``                  a headline: articles of the names are left out
========================= =================================================================================

Many sentences are framed by a lead or a tail from ``frames.tsv`` (who reported it, when, what others did at the
time), and short ones always are, so that a type cannot be told by a sentence's length or by an event between
bystanders. Some sentences that open with their actor get a day after it ("Peru on Monday rejected") or the perfect
("Peru has rejected"), as wire leads do.

Who fills a slot is drawn without regard to the template's type, so that neither a country nor a kind of actor tells
the type. The result is fiction: names of real states stand in events that never happened.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
OLDER = (
    "YIELD",
    *(name for name in TYPES if name not in YIELD and name != "NONE"),
)  # the 15 labels before the manual

# How often a slot is filled with each kind of actor: the same for every type and both roles.
KINDS = {
    "state": 34, "government": 12, "person": 16, "officials": 6, "forces": 7, "armed": 7, "crowd": 6,
    "institution": 5, "igo": 4, "ngo": 2, "company": 1,
}  # fmt: skip
SAME_COUNTRY = 0.3  # share of pairs whose two sides belong to one country
PRONOUN = 0.04  # share of templates opening with their actor where a pronoun stands for it

FRAMED = 0.35  # share of sentences with a lead or a tail; all that would be shorter than SHORT words have one
SHORT = 10
DATED = 0.12  # share of sentences opening with "{A} <past tense>" that get a day between the two if none is stated
PERFECT = 0.2  # share of the same that are put into the perfect, where no time is stated
SHORTEST = 8  # words of a sentence that is no headline

SLOT = re.compile(r"\{([A-D])(?:\.(\w+)|:([^|{}]*)\|([^|{}]*))?\}|\{(CITY|DAY|MONTH|YEAR|N|P|DATELINE)\}")
PAST = re.compile(  # regular verbs, and irregular ones whose participle is the same
    r"(\{A\}) ([a-z]+ly )?([a-z]{2,}ed|held|met|sent|told|cut|put|shut|hit|fought|bought|sold|paid|lent|made|found|"
    r"brought|set|sought|won|let|built|kept|left|led|laid|said|swept|struck|freed)\b(?! to have)"
)
TIME = re.compile(
    r"\{(DAY|MONTH|YEAR)\}|\b(next|last|ago|yesterday|overnight|night|dawn|midnight|noon|morning|twice|when|while|as|"
    r"after|before|during|hours|year|week|until|for the|earlier|now|still|once|shortly|within|already|had)\b"
)
ARTICLE = re.compile(r"^(?:the|an?) ")
PRONOUNS = {
    "s": {"it": "it", "its": "its", "itself": "itself", "them": "it", "who": "which"},
    "p": {"it": "they", "its": "their", "itself": "themselves", "them": "them", "who": "who"},
    "m": {"it": "he", "its": "his", "itself": "himself", "them": "him", "who": "who"},
    "f": {"it": "she", "its": "her", "itself": "herself", "them": "her", "who": "who"},
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A sentence with slots.

    Attributes:
        id: the file's name and the line's number in it; stable while lines are only added at the end.
        type: a PLOVER event type, or NONE.
        mode: PLOVER's mode where the sentence makes it plain, else empty.
        text: the words and slots.
        older: its label among the 15 older ones, where that is another than the type (or YIELD for its two heirs).
    """

    id: str
    type: str
    mode: str
    text: str
    older: str = ""


@dataclass(frozen=True)
class Actor:
    """Somebody who can fill a slot; `form` is s, p, m or f: singular, plural, a man, a woman."""

    name: str
    kind: str
    form: str


def templates(folder: Path = HERE / "templates") -> list[Template]:
    """Return all templates, file by file.

    A type's own file has the columns mode, text and, where needed, older; the other files name the type in a first
    column.

    Raises:
        ValueError: a line has the wrong number of columns, an unknown type or no proper slots.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], start=2):
            cells = line.split("\t")
            if path.stem.upper() in TYPES:
                cells = [path.stem.upper(), *cells]
            if not 3 <= len(cells) <= 4:
                raise ValueError(
                    f"{path.name}:{number}: {len(cells)} columns; write type, mode, text and perhaps older"
                )
            template = Template(f"{path.stem}-{number}", *cells)
            problem = _problem(template)
            if problem:
                raise ValueError(f"{path.name}:{number}: {problem}: {template.text}")
            found.append(template)
    return found


def _problem(template: Template) -> str | None:
    if template.type not in TYPES:
        return f"unknown type {template.type!r}"
    if template.older not in ("", *OLDER):
        return f"unknown older label {template.older!r}"
    for role in "AB":
        if template.text.count(f"{{{role}}}") != 1:
            return f"the slot {{{role}}} must stand exactly once"
    if re.search(r"[{}]", SLOT.sub("", template.text)):
        return "a slot that cannot be read"
    for match in SLOT.finditer(template.text):
        if match[2] and match[2] not in PRONOUNS["s"]:
            return f"unknown pronoun {match[2]!r}; known: {', '.join(PRONOUNS['s'])}"
    return None


@dataclass(frozen=True)
class Frames:
    """What can be put before and after a sentence: words and slots, but neither A nor B."""

    leads: tuple[str, ...]
    tails: tuple[str, ...]

    @classmethod
    def read(cls, path: Path = HERE / "frames.tsv") -> Frames:
        """Read a file of two columns: place (lead or tail) and text."""
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        return cls(tuple(t for p, t in rows if p == "lead"), tuple(t for p, t in rows if p == "tail"))

    def around(self, text: str, rng: random.Random) -> str:
        """Return `text`, framed or not: as the type is not looked at, frames are spread evenly over types."""
        words = len(text.split())
        draw = rng.random()
        if (
            text.startswith("H: ")
            or not text.endswith(".")
            or '"' in text
            or not (words < SHORT or draw < FRAMED)
        ):
            return text
        said = re.search(r"\b(said|told|reported|announced|according|confirmed|claimed|asked)\b", text)
        dated = re.search(r"\{(CITY|DAY|MONTH|YEAR)\}|\d|\b(next|last) ", text)
        perfect = "{A:has|have}" in text
        bystanders = re.search(r"\{[CD]", text)

        def fits(frame: str) -> bool:
            timed = r"\{(DAY|MONTH)\}|Earlier|[Dd]ays before|after|On the day|shortly|early"
            speech = not re.search(r"\{[CD]", frame) and "," in frame and not frame.startswith(" ")
            return not (
                words + len(frame.strip(", ").split()) < SHORTEST
                or (bystanders and re.search(r"\{[CD]", frame))
                or (said and (speech or re.search(r"\bsaid\b|According|wrote", frame)))
                or (dated and (frame.startswith(" ") or re.search(timed, frame)))
                or (perfect and re.search(timed, frame))
            )

        opens = re.match(r"\{[AB]\}|(The|An?) ", text)
        leads = [lead for lead in self.leads if (opens or "DATELINE" in lead) and fits(lead)]
        tails = [tail for tail in self.tails if fits(tail)]
        if leads and (not tails or rng.random() < 0.35):
            lead = rng.choice(leads)
            return lead + (text if "DATELINE" in lead else text[0].lower() + text[1:])
        return text[:-1] + rng.choice(tails) + "." if tails else text


def _wire(text: str, rng: random.Random) -> str:
    """Return `text` as a wire lead might have it: with a day after its actor, or in the perfect."""
    draw = rng.random()
    past = PAST.match(text)
    if not past or TIME.search(text):
        return text
    actor, adverb, verb = past[1], past[2] or "", past[3]
    if draw < DATED:
        return f"{actor} {rng.choice(['on {DAY}', 'on {DAY}', '{DAY}'])} {text[len(actor) + 1 :]}"
    if draw < DATED + PERFECT:
        return f"{actor} {{A:has|have}} {adverb}{verb}{text[past.end() :]}"
    return text


class Pool:
    """All who can fill a slot, by country and kind."""

    def __init__(self, folder: Path = HERE) -> None:
        self.countries = _rows(folder / "countries.csv")
        self.roles: dict[str, list[dict[str, str]]] = {}
        for row in _rows(folder / "roles.csv"):
            self.roles.setdefault(row["kind"], []).append(row)
        self.named: dict[str, list[dict[str, str]]] = {}
        for row in _rows(folder / "names.csv"):
            self.named.setdefault(row["kind"], []).append(row)
        people = _rows(folder / "persons.csv")
        self.given = [(p["name"], p["part"]) for p in people if p["part"] in "mf"]
        self.surnames = [p["name"] for p in people if p["part"] == "surname"]

    def cast(self, rng: random.Random) -> dict[str, Actor]:
        """Draw four different actors; A and B belong to one country in `SAME_COUNTRY` of all casts."""
        while True:
            here, there, *others = rng.sample(self.countries, 4)
            if rng.random() < SAME_COUNTRY:
                there = here
            homes = (here, there, *others)
            drawn = [self.actor(rng, home) for home in homes]
            if len({a.name for a in drawn}) == 4 and not _holds(drawn[0].name, drawn[1].name):
                return dict(zip("ABCD", drawn, strict=True))

    def actor(self, rng: random.Random, country: dict[str, str]) -> Actor:
        """Draw one actor of `country`, or a body of none."""
        kind = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
        named = self.named.get(kind, [])
        roles = self.roles.get(kind, [])
        if named and (not roles or rng.random() < 0.4):
            row = rng.choice(named)
            return Actor(row["name"], kind, row["number"])
        weights = [3 if r["pattern"] == "{country}" else 1 for r in roles]
        row = rng.choices(roles, weights=weights)[0]
        given, gender = rng.choice([g for g in self.given if "King" not in row["pattern"] or g[1] == "m"])
        surname = rng.choice(self.surnames)
        name = row["pattern"].format(
            country=country["name"], demonym=country["demonym"], capital=country["capital"],
            city=country["city"], given=given, surname=surname, person=f"{given} {surname}",
        )  # fmt: skip
        name = re.sub(r"^the the ", "the ", name)
        if name.startswith("a ") and name[2] in "AEIO":
            name = "an " + name[2:]
        return Actor(name, kind, gender if kind == "person" else row["number"])

    def person(self, rng: random.Random) -> str:
        """Draw a full name."""
        return f"{rng.choice(self.given)[0]} {rng.choice(self.surnames)}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _holds(one: str, other: str) -> bool:
    one, other = ARTICLE.sub("", one, count=1), ARTICLE.sub("", other, count=1)
    return bool(re.search(rf"\b{re.escape(one)}\b", other) or re.search(rf"\b{re.escape(other)}\b", one))


def fill(template: Template, pool: Pool, frames: Frames, rng: random.Random) -> dict[str, Any]:
    """Return one sentence made from `template`, with the spans of its actor and recipient."""
    cast = pool.cast(rng)
    text = template.text
    headline = text.startswith("H: ")
    text = text.removeprefix("H: ")
    if text.startswith("{A} ") and not re.match(r"\{A\} (and|,)", text) and rng.random() < PRONOUN:
        number = "p" if cast["A"].form == "p" else rng.choice("mf")
        cast["A"] = Actor(PRONOUNS[number]["it"], "pronoun", number)
    text = frames.around(text if headline else _wire(text, rng), rng)
    made, at, spans = "", 0, {}
    for match in SLOT.finditer(text):
        made += text[at : match.start()]
        at = match.end()
        role, pronoun, singular, plural, filler = match.groups()
        if filler:
            made += _filler(filler, pool, rng)
            continue
        actor = cast[role]
        if pronoun:
            made += _capital(PRONOUNS[actor.form][pronoun], made)
        elif singular is not None:
            made += _capital(plural if actor.form == "p" else singular, made)
        else:
            name = ARTICLE.sub("", actor.name, count=1) if headline else actor.name
            article = ARTICLE.match(name)
            start = len(made) + (article.end() if article else 0)
            made += _capital(name, made)
            if role in "AB":
                spans[role] = [start, len(made)]
            if text.startswith("'s", at) and actor.form == "p" and made.endswith("s"):
                made, at = made + "'", at + 2
    made += text[at:]
    return {
        "id": template.id,
        "text": made,
        "actor": spans["A"],
        "recipient": spans["B"],
        "type": template.type,
        "older": template.older or YIELD.get(template.type, template.type),
        "mode": template.mode or None,
        "kinds": [cast["A"].kind, cast["B"].kind],
    }


def _capital(word: str, before: str) -> str:
    opens = not before or before.endswith((". ", "? ", "! ", "-- ", '. "', ': "')) or before == '"'
    return word[0].upper() + word[1:] if opens else word


def _filler(name: str, pool: Pool, rng: random.Random) -> str:
    if name == "DAY":
        return rng.choice(DAYS)
    if name == "MONTH":
        return rng.choice(MONTHS)
    if name == "YEAR":
        return str(rng.randint(1980, 2026))
    if name == "N":
        return str(rng.randint(3, 95))
    if name == "P":
        return pool.person(rng)
    city = rng.choice(pool.countries)["city"]
    return city.upper() if name == "DATELINE" else city


def sentences(*, seed: int = 6, copies: int = 2) -> Iterator[dict[str, Any]]:
    """Yield `copies` sentences of each template, each with actors of its own; the same for the same seed."""
    pool, frames = Pool(), Frames.read()
    for template in templates():
        rng = random.Random(f"{seed} {template.text}")  # a line added elsewhere changes no other sentence
        for copy in range(copies):
            row = fill(template, pool, frames, rng)
            yield {**row, "id": f"{row['id']}-{copy + 1}"}


def table(counts: dict[str, int]) -> str:
    """Return how many templates each type has, as the README states it."""
    lines = ["| type | templates |", "|---|---|", *(f"| {name} | {counts[name]} |" for name in TYPES)]
    return "\n".join([*lines, f"| all | {sum(counts[name] for name in TYPES)} |"])


def _state(readme: Path) -> None:
    """Write the table of counts into `readme`, between its marks."""
    counts = {name: sum(t.type == name for t in templates()) for name in TYPES}
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition("<!-- counts -->")
    after = rest.partition("<!-- end of counts -->")[2]
    readme.write_text(
        f"{before}<!-- counts -->\n{table(counts)}\n<!-- end of counts -->{after}", encoding="utf-8"
    )


def main() -> None:
    """Write the set as JSONL, and print how many sentences each type has."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument(
        "--copies", type=int, default=2, help="sentences from each template, with different actors"
    )
    parser.add_argument("--out", type=Path, default=HERE.parent / "runs" / "relations.jsonl")
    parser.add_argument(
        "--readme", action="store_true", help="write the counts of templates into the README instead"
    )
    options = parser.parse_args()
    if options.readme:
        return _state(HERE / "README.md")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(TYPES, 0)
    with options.out.open("w", encoding="utf-8") as out:
        for row in sentences(seed=options.seed, copies=options.copies):
            counts[row["type"]] += 1
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for name, count in counts.items():
        print(f"{name:10}{count:6}")
    print(f"{sum(counts.values())} sentences in {options.out}")
    return None


if __name__ == "__main__":
    main()
