"""Choose the settings of the attribution decoder: ``python -m training.decoder training/reader-heads.toml``.

They are chosen on the stories that the training left out (``held_out`` of the configuration's attribution corpus),
one setting after the other and around again, for the mean of the F1 of whole links, of source and content, and of
contents at a Jaccard index of .8, as ``dragoman bench statements`` counts them; and written into the model's
``attributions.json``.

With ``--score`` nothing is chosen: all the stories given are read with the settings that are there, and the figures
of ``dragoman bench statements`` are printed, for a model that is not the shipped one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.bench.statements import Attributed, Tally, attributed, figures, of_statement
from dragoman.coding.statements import statements
from dragoman.language import load_reader
from dragoman.language.analysis import Analysis, analyse, prepare
from dragoman.language.attributions import Settings, Tables, attributions
from dragoman.language.sentences import Segments
from dragoman.language.session import OnnxModel
from dragoman.language.tokens import Tokenizer, Tokens
from dragoman.records import Story
from training.attributions import stories

MODEL = Path(__file__).parents[1] / "dragoman/language/model"
CHOICES: dict[str, tuple[float, ...]] = {
    "cue": (-1.2, -0.9, -0.6, -0.3, 0.0, 0.3),
    "source": (-0.5, 0.0, 0.5, 1.0),
    "content": (-0.6, -0.3, 0.0, 0.3, 0.6, 0.9),
    "change": (0.25, 0.5, 1.0, 2.0, 4.0),
    "least": (0.0, 0.5, 1.0),
}
GAIN = 0.1
"""What a setting must bring in points to be taken: less is chance on so few stories."""
AIMS = ("link", "source+content", "content@.8")


@dataclass
class Read:
    """A story as the model has read it, and its gold attributions."""

    doc: Any
    story: Story
    tokens: Tokens
    segments: Segments
    analysis: Analysis
    gold: list[Attributed]


def readings(chosen: Sequence[dict[str, Any]], folder: Path) -> Iterator[Read]:
    """Read stories once, so that they can be decoded many times."""
    model, tokenizer = OnnxModel(folder), Tokenizer()
    reader = load_reader(model=folder)
    for raw in chosen:
        tokens = tokenizer(raw["text"])
        segments, sentences = prepare(model, tokens)
        yield Read(
            reader.read(raw["text"]),
            Story(text=raw["text"], date=raw["date"]),
            tokens,
            segments,
            analyse(model, sentences),
            [attributed(raw["text"], one, form=one["qtype"]) for one in raw["attributions"]],
        )


def tally(reads: Sequence[Read], deprel: Sequence[str], tables: Tables) -> Tally:
    """Decode all stories with some settings, and count."""
    found = Tally()
    for one in reads:
        one.doc._.attributions = attributions(
            one.tokens, one.segments, one.analysis, deprel=deprel, tables=tables
        )
        made, _ = statements(one.doc, one.story, ())
        text = one.story.text
        found.add([of_statement(text, s) for s in made if s.inside is None], one.gold)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, choose, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("config", type=Path)
    parser.add_argument("stories", type=Path, help="stories with attributions, not prepared")
    parser.add_argument("--model", type=Path, default=MODEL, help="model folder")
    parser.add_argument("--score", action="store_true", help="choose nothing, print the figures")
    chosen = parser.parse_args(arguments)
    config = tomllib.loads(chosen.config.read_text(encoding="utf-8"))
    (corpus,) = (c for c in config["corpora"].values() if c["reader"] == "attributions")
    every = corpus["options"]["held_out"]
    told = list(stories(chosen.stories))
    reads = list(readings(told if chosen.score else told[::every], chosen.model))
    path = chosen.model / "attributions.json"
    tables = Tables.load(path)
    deprel = json.loads((chosen.model / "reader.json").read_text(encoding="utf-8"))["deprel"]

    if chosen.score:
        print(json.dumps(figures(tally(reads, deprel, tables)), indent=1))
        return

    def worth(settings: Settings) -> float:
        found = tally(reads, deprel, dataclasses.replace(tables, settings=settings))
        return sum(map(found.f1, AIMS)) / len(AIMS)

    best = Settings()
    score = worth(best)
    for _ in range(2):
        for name, values in CHOICES.items():
            for value in values:
                if value != getattr(best, name):
                    tried = dataclasses.replace(best, **{name: value})
                    if (other := worth(tried)) > score + GAIN:
                        best, score = tried, other
            print(f"{name} {getattr(best, name)}: {score:.2f} on {len(reads)} stories", flush=True)
    made = json.loads(path.read_text(encoding="utf-8"))
    made["settings"] = dataclasses.asdict(best)
    path.write_text(json.dumps(made, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
