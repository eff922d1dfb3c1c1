"""Draw dated mentions of political persons from the development stories, for a person to answer.

Nothing of the stories is kept in the repository: the candidates are printed (or written to a file outside it),
a person writes the row. Candidates are found by a title beside a capitalised name; the draw is over stories, with a
fixed seed, so that a name's frequency in the news decides how likely it is to be met.

    python tools/gold_offices/sample_news.py --set news_10k --abroad before --number 450 > candidates.tsv
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

STORIES = Path(__file__).resolve().parents[3] / "shared" / "data" / "stories"
FILES = {
    "news_10k": "news_10k.jsonl.gz",
    "wikinews": "wikinews_2019_2020.jsonl",
    "current_events": "current_events_2025.jsonl",
}
TITLES = (
    r"(?:[Ff]oreign |[Dd]efen[cs]e |[Ii]nterior |[Ff]inance |[Pp]rime |[Jj]ustice |"
    r"[Hh]ealth )?[Mm]inister|[Pp]resident|[Pp]remier|[Cc]hancellor|[Ss]pokes(?:man|woman|person)|"
    r"[Ss]ecretary[- ]?[Gg]eneral|[Ss]ecretary|[Aa]mbassador|[Oo]pposition leader|[Pp]arty leader|"
    r"[Ll]eader|[Cc]ommander|[Gg]eneral|Gen\.|[Cc]hief|[Kk]ing|[Qq]ueen|[Cc]rown [Pp]rince|Ayatollah|"
    r"Sheikh|[Ss]enator|Sen\.|Rep\.|MP|[Ll]awmaker|[Gg]overnor|Gov\.|[Mm]ayor|[Ss]peaker|"
    r"[Cc]ommissioner|[Dd]ictator|[Ww]arlord|[Ee]nvoy"
)
NAME = r"(?:[A-ZÀ-Ž][\w’'\-À-ž]+|[A-Z]\.|al-[A-Z]\w+|bin|de|van|von|el-[A-Z]\w+|da|ul|the)"
TITLED = re.compile(rf"\b(?:{TITLES}),? ({NAME}(?: {NAME}){{0,3}})")
ABROAD = re.compile(
    r"\b(?:Russia|Ukrain|Syria|Israel|Palestin|Iran|Iraq|Afghan|China|Chinese|Japan|Korea|India|"
    r"Pakistan|Turk|Egypt|Libya|Saudi|Yemen|German|Franc|French|Brit|UK\b|Ital|Spain|Spanish|Poland|"
    r"Polish|Hungar|Greek|Greece|European|Canad|Mexic|Brazil|Venezuel|Cuba|Colombia|Argentin|Chile|"
    r"Bolivia|Peru|Hondur|Guatemal|Salvador|Nigeria|Kenya|South Africa|Sudan|Somali|Ethiopi|Congo|"
    r"Mali\b|Zimbabwe|Rwanda|Uganda|Philippin|Indonesia|Malaysia|Thai|Vietnam|Myanmar|Burm|Bangladesh|"
    r"Sri Lanka|Nepal|Taiwan|Hong Kong|Australia|New Zealand|Swed|Norw|Danish|Denmark|Finn|Dutch|"
    r"Netherlands|Belgi|Austria|Swiss|Czech|Slovak|Serbia|Kosovo|Bosnia|Belarus|Georgian|Armenia|"
    r"Azerbaijan|Kazakh|Jordan|Leban|Qatar|Kuwait|Bahrain|Emirat|Tunisia|Algeria|Morocc|NATO|"
    r"United Nations|U\.N\.|UN\b|Vatican|Haiti|Ireland|Irish|Scot|Portug|Cataloni|Hezbollah|Hamas|"
    r"Taliban|Houthi|Kremlin|IMF|WHO)"
)
AMERICAN_NAMES = (
    "Obama Trump Biden Bush Clinton Reagan Pence Kerry Tillerson Pompeo Haley Mattis Carter Hagel "
    "Sessions Barr General Flynn McCain Graham Cruz Paul Rubio Sanders Warren Romney Pelosi Schumer "
    "Ryan McConnell Nixon Kennedy Johnson Cheney"
)
AMERICANS = frozenset(AMERICAN_NAMES.split())


def stories(name: str) -> Iterator[dict[str, str]]:
    """Read one development set of stories, in file order."""
    path = STORIES / FILES[name]
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def candidates(story: dict[str, str], *, abroad: str) -> list[tuple[str, str]]:
    """Give (name beside a title, the words around it) of one story.

    `abroad` says where a foreign word must stand: "any" (not needed), "near" (within 60 characters of the title),
    "before" (within the 30 characters before the title: "Turkish Deputy Prime Minister …"). News_10k is an American
    set: without this, four of five names would be American.
    """
    text = " ".join(story["text"].split())
    found = []
    for match in TITLED.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 60]
        before = text[max(0, match.start() - 30) : match.start()]
        if abroad == "near" and not ABROAD.search(around):
            continue
        if abroad == "before" and (not ABROAD.search(before) or match.group(1).split()[-1] in AMERICANS):
            continue
        found.append((match.group(1), around))
    return found


def main() -> None:
    """Print number, story id, date, name and the words around it of the drawn candidates."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--set", choices=sorted(FILES), required=True)
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--per-story", type=int, default=1)
    parser.add_argument("--per-name", type=int, default=3, help="at most so many candidates of one surname")
    parser.add_argument("--abroad", choices=("any", "near", "before"), default="any", help="see `candidates`")
    options = parser.parse_args()
    drawn = list(stories(options.set))
    order = random.Random(options.seed)
    order.shuffle(drawn)
    met: Counter[str] = Counter()
    printed = 0
    for story in drawn:
        found = candidates(story, abroad=options.abroad)
        order.shuffle(found)
        taken = 0
        for name, around in found:
            surname = name.split()[-1].removesuffix("'s").removesuffix("’s")
            if met[surname] >= options.per_name:
                continue
            met[surname] += 1
            printed += 1
            taken += 1
            key = f"{options.set[0]}{printed:03d}"
            sys.stdout.write("\t".join((key, story["id"], story["date"], name, around)) + "\n")
            if taken == options.per_story or printed == options.number:
                break
        if printed == options.number:
            return


if __name__ == "__main__":
    main()
