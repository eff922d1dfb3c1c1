"""Our own figures against their floors: scorers, and the harness that lets none sink unnoticed.

A scorer is a function from the folder of the development data to named figures; it enters by the users' doors.
``baseline.json`` holds for each figure its last value and its floor, with the checksums of the data that they hold
for. ``dragoman bench`` prints figures against floors and fails when one is missed; ``--update`` writes new values
and raises floors; lowering one needs ``--lower-floors``.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from dragoman.errors import InputError

__all__ = ["Figure", "Result", "Scorer", "baseline_path", "measure", "scorers", "update"]

Better = Literal["higher", "lower"]


class Scorer(msgspec.Struct, frozen=True, kw_only=True):
    """A named measurement.

    Attributes:
        name: what ``dragoman bench NAME`` calls it.
        what: what it measures, in a line.
        function: ``module:function``; takes the data folder, returns figure → value.
        files: the data files that it reads, relative to the data folder; their checksums go with the floors.
        slack: how far below its value a figure's floor is set, as a share of the value: small for accuracies,
            large for speeds, which differ from machine to machine and hour to hour.
        lower: the figures of which less is better.
        slow: left out unless asked for by name or with ``--all``.
    """

    name: str
    what: str
    function: str
    files: tuple[str, ...]
    slack: float = 0.003
    lower: frozenset[str] = frozenset()
    slow: bool = False


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as kept in ``baseline.json``."""

    value: float
    floor: float
    better: Better = "higher"

    def missed_by(self, value: float) -> bool:
        """Say whether a value lies on the wrong side of the floor."""
        return value < self.floor if self.better == "higher" else value > self.floor


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What ``baseline.json`` holds of one scorer."""

    data: dict[str, str]
    figures: dict[str, Figure]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What one scorer gave, beside what is kept of it."""

    scorer: Scorer
    figures: dict[str, float]
    data: dict[str, str]
    kept: Kept | None
    skipped: str | None = None

    @property
    def comparable(self) -> bool:
        """Whether the kept floors are of the same data."""
        return self.kept is not None and self.kept.data == self.data

    def missed(self) -> list[str]:
        """Give the figures that lie on the wrong side of their floors, and those that are no longer measured."""
        if self.kept is None or not self.comparable:
            return []
        return [
            name
            for name, figure in self.kept.figures.items()
            if name not in self.figures or figure.missed_by(self.figures[name])
        ]


def scorers() -> tuple[Scorer, ...]:
    """Give all scorers; a capability adds its own here."""
    treebanks = ("language/ewt-dev.conllu.gz", "language/gum-dev.conllu.gz")
    news = "stories/news_10k.jsonl.gz"
    return (
        Scorer(
            name="formats",
            what="stories out of pages, newswire and archives",
            function="dragoman.bench.formats:score",
            files=(
                "formats/html/ca__CBCNews.json",
                "formats/newswire/afp20.xml",
                "formats/warc/example.warc",
            ),
        ),
        Scorer(
            name="segmentation",
            what="words and sentences from raw text, F1",
            function="dragoman.bench.segmentation:score",
            files=(*treebanks, "language/gum-train-clean.conllu.gz"),
        ),
        Scorer(
            name="syntax",
            what="tags, lemmas and trees on gold words, %",
            function="dragoman.bench.reading:score_syntax",
            files=treebanks,
        ),
        Scorer(
            name="entities",
            what="entities on gold words, exact spans, F1",
            function="dragoman.bench.reading:score_entities",
            files=("language/newswire_ner_dev.json",),
        ),
        Scorer(
            name="offices",
            what="who held what on a day: person, role, country and sector all right, %",
            function="dragoman.bench.actors:score_offices",
            files=(),
        ),
        Scorer(
            name="pronouns",
            what="whom a pronoun that speaks means, %",
            function="dragoman.bench.pronouns:score",
            files=("attribution/polnear_dev.jsonl",),
        ),
        Scorer(
            name="statements",
            what="who said what on PolNeAR dev: source, cue and content overlap, %",
            function="dragoman.bench.statements:score",
            files=("attribution/polnear_dev.jsonl",),
        ),
        Scorer(
            name="relations",
            what="types of given pairs, by the codebook alone and with the head: macro-F1 over 15 labels, %",
            function="dragoman.bench.relations:score",
            files=("relations/plv_train.jsonl",),
        ),
        Scorer(
            name="spans",
            what="words of actors and recipients from raw text, F1",
            function="dragoman.bench.spans:score",
            files=("relations/actor_spans_train.jsonl",),
        ),
        Scorer(
            name="triples",
            what="who did what to whom from raw text: country, country, type; our own gold, %",
            function="dragoman.bench.triples:score",
            files=("stories/wikinews_2019_2020.jsonl", "stories/current_events_2025.jsonl"),
            slow=True,
        ),
        Scorer(
            name="quiet",
            what="false events a sentence where nothing political happens",
            function="dragoman.bench.quiet:score",
            files=(news,),
            lower=frozenset({"precise, a sentence", "balanced, a sentence", "recall, a sentence"}),
        ),
        Scorer(
            name="events-cost",
            what="what events add to the time of a story",
            function="dragoman.bench.event_speed:score",
            files=(news,),
            slack=0.5,
            lower=frozenset({"added by events, %", "ms a story"}),
        ),
        Scorer(
            name="chains",
            what="coreference on GUM dev: CoNLL F1, he and she, %",
            function="dragoman.bench.chains:figures",
            files=("language/gum-dev.conllu.gz",),
            slow=True,
        ),
        Scorer(
            name="linking",
            what="countries of who is linked in news items of 2025, %",
            function="dragoman.bench.actors:score_linking",
            files=("stories/current_events_2025.jsonl",),
            slow=True,
        ),
        Scorer(
            name="actors-cost",
            what="what actors cost: share of coding, memory and loading of the knowledge",
            function="dragoman.bench.actors:score_cost",
            files=(news,),
            slack=0.5,
            lower=frozenset({"actors, % of coding", "knowledge, s to load", "knowledge, MB"}),
        ),
        Scorer(
            name="statements-cost",
            what="what statements add to a story's time, %",
            function="dragoman.bench.statements:score_cost",
            files=(news,),
            slack=0.5,
            lower=frozenset({"statements, % added to a story's time"}),
        ),
        Scorer(
            name="times",
            what="time expressions on bare text: spans and TIMEX3 values, F1; characters a second",
            function="dragoman.bench.times:score",
            files=tuple(
                f"time/{name}.jsonl" for name in ("timebank", "aquaint", "meantime_dev", "tweets_train")
            ),
        ),
        Scorer(
            name="times-read",
            what="time expressions with tense from the tree: spans and TIMEX3 values, F1",
            function="dragoman.bench.times:score_read",
            files=tuple(
                f"time/{name}.jsonl" for name in ("timebank", "aquaint", "meantime_dev", "tweets_train")
            ),
            slow=True,
        ),
        Scorer(
            name="dates",
            what="on which day an event happened, %",
            function="dragoman.bench.dates:score",
            files=("stories/wikinews_2019_2020.jsonl",),
            lower=frozenset(
                f"events, {part}: put on the story's day in its stead" for part in ("test", "dev")
            ),
            slow=True,
        ),
        Scorer(
            name="event-places",
            what="where events of our own gold happened, %",
            function="dragoman.bench.event_places:score",
            files=("stories/wikinews_2019_2020.jsonl",),
            lower=frozenset(f"{part}: given a place that is only mentioned" for part in ("test", "dev")),
            slow=True,
        ),
        Scorer(
            name="places",
            what="places of gold mentions and words that name places, %",
            function="dragoman.bench.places:score",
            files=("place/lgl_dev.jsonl", "place/geowebnews_dev.jsonl"),
            slow=True,
        ),
        Scorer(
            name="places-cost",
            what="what places cost: share of coding, memory and loading of the gazetteer",
            function="dragoman.bench.places:score_cost",
            files=(news,),
            slack=0.5,
            lower=frozenset(
                {
                    "places, % added to coding",
                    "gazetteer, s to load",
                    "gazetteer, MB",
                    "gazetteer, MB in the wheel",
                }
            ),
        ),
        Scorer(
            name="factuality",
            what="how sure the text is that it happened: mean absolute error, Pearson's r",
            function="dragoman.bench.status:score",
            files=("factuality/uw.dev.jsonl", "factuality/uds_ih2.dev.jsonl", "factuality/cb.train.jsonl"),
            lower=frozenset({"uw: MAE", "uds: MAE", "cb, fitted: MAE"}),
            slow=True,
        ),
        Scorer(
            name="status",
            what="whether it happened: nine statuses of our own gold, F1",
            function="dragoman.bench.status:score_gold",
            files=("stories/wikinews_2019_2020.jsonl", "stories/current_events_2025.jsonl"),
            slow=True,
        ),
        Scorer(
            name="status-cost",
            what="what status, commitments and links cost: share of a story's time",
            function="dragoman.bench.status:score_cost",
            files=(news,),
            slack=0.5,
            lower=frozenset({"share of a story's time, %"}),
        ),
        Scorer(
            name="commitments",
            what="who promised, plans, threatens or refuses what, by when: our own gold",
            function="dragoman.bench.commitments:score",
            files=("stories/wikinews_2019_2020.jsonl", "stories/current_events_2025.jsonl"),
            slow=True,
        ),
        Scorer(
            name="raw",
            what="everything that is read, from raw text, F1",
            function="dragoman.bench.segmentation:score_reading",
            files=(*treebanks, "language/gum-train-clean.conllu.gz"),
            slow=True,
        ),
        Scorer(
            name="reading-speed",
            what="raw text to reading, beside the bare model",
            function="dragoman.bench.reading_speed:score",
            files=(news,),
            slack=0.5,
            lower=frozenset({"cold start, s", "memory, MB"}),
        ),
        Scorer(
            name="speed",
            what="coding news stories: rate, cold start, memory",
            function="dragoman.bench.speed:score",
            files=(news,),
            slack=0.5,
            lower=frozenset({"cold start, s", "memory a worker, MB"}),
        ),
    )


def baseline_path() -> Path:
    """Give the file that holds the floors."""
    return Path(__file__).with_name("baseline.json")


def load_baseline(path: Path) -> dict[str, Kept]:
    """Read the floors.

    Raises:
        InputError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Kept])
    except msgspec.MsgspecError as error:
        raise InputError(f"{path}: {error}; restore it from version control") from error


def measure(chosen: Sequence[Scorer], *, data: Path, baseline: Path) -> Iterator[Result]:
    """Run scorers one after the other; one whose data is absent is skipped and says so."""
    kept = load_baseline(baseline)
    for scorer in chosen:
        absent = [name for name in scorer.files if not (data / name).exists()]
        if absent:
            reason = f"no {absent[0]} in {data}"
            yield Result(scorer=scorer, figures={}, data={}, kept=kept.get(scorer.name), skipped=reason)
            continue
        module, _, function = scorer.function.partition(":")
        figures: Mapping[str, float] = getattr(importlib.import_module(module), function)(data)
        sums = {name: _checksum(data / name) for name in scorer.files}
        yield Result(scorer=scorer, figures=dict(figures), data=sums, kept=kept.get(scorer.name))


def _checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def update(results: Sequence[Result], *, baseline: Path, lower_floors: bool) -> list[str]:
    """Keep new values and raise floors; a floor sinks only with ``lower_floors``.

    Returns:
        The figures whose floors would have sunk and were kept instead.
    """
    kept = load_baseline(baseline)
    held: list[str] = []
    for result in results:
        if result.skipped:
            continue
        old = kept[result.scorer.name].figures if result.comparable and result.kept else {}
        figures: dict[str, Figure] = {}
        for name, value in result.figures.items():
            better: Better = "lower" if name in result.scorer.lower else "higher"
            slack = abs(value) * result.scorer.slack
            floor = value - slack if better == "higher" else value + slack
            before = old.get(name)
            if before is not None and Figure(value=0, floor=before.floor, better=better).missed_by(floor):
                if not lower_floors:
                    floor = before.floor
                if before.missed_by(value) and not lower_floors:
                    held.append(f"{result.scorer.name}: {name}")
            figures[name] = Figure(value=round(value, 4), floor=round(floor, 4), better=better)
        kept[result.scorer.name] = Kept(data=result.data, figures=figures)
    text = msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=2)
    baseline.write_bytes(text + b"\n")
    return held
