"""The scorer of statements, on texts of our own and against the reference scorer where that is at hand."""

import importlib.util
import random
from pathlib import Path

import pytest

from dragoman.bench.statements import Tally, attributed, figures, stories

SHARED = Path(__file__).parents[3] / "shared"

TEXT = 'Ada Obi said that the bridge was safe. "We tested it," she added. Critics called it a risk.'


def at(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [[start, start + len(words)]]


def one(source, cue, content, form="indirect"):
    roles = {"source": at(source) if source else [], "cue": at(cue), "content": at(content)}
    return attributed(TEXT, roles, form=form)


GOLD = [
    one("Ada Obi", "said", "that the bridge was safe"),
    one("she", "added", '"We tested it,"', "direct"),
    one("Critics", "called", "it a risk"),
]


def scored(made, gold=GOLD):
    tally = Tally()
    tally.add(made, gold)
    return figures(tally)


def test_the_gold_itself_is_all_right():
    found = scored(GOLD)
    assert {name for name, value in found.items() if value != 100} == {"link recall, mixed"} or set(
        found.values()
    ) == {100.0}


def test_nothing_found_is_nothing_right():
    found = scored([])
    assert found["link F1"] == found["link recall, direct"] == found["content F1, Jaccard .8"] == 0


def test_marks_and_stops_at_the_ends_do_not_count():
    made = [GOLD[0], one("she", "added", "We tested it", "direct"), GOLD[2]]
    assert scored(made)["link F1, exact"] == 100


def test_a_wrong_source_costs_the_link_but_not_the_content():
    made = [GOLD[0], one("Critics", "added", '"We tested it,"', "direct"), GOLD[2]]
    found = scored(made)
    assert found["link F1"] == pytest.approx(66.67)
    assert found["content F1, Jaccard .8"] == 100
    assert found["source, given the content"] == pytest.approx(66.67)
    assert found["link recall, direct"] == 0


def test_a_wrong_cue_costs_the_link_but_not_source_and_content():
    made = [one("Ada Obi", "bridge", "that the bridge was safe"), *GOLD[1:]]
    found = scored(made)
    assert found["source + content F1"] == 100
    assert found["link F1"] == pytest.approx(66.67)


def test_half_of_a_content_overlaps_and_a_third_does_not():
    half = scored([one("Ada Obi", "said", "the bridge was")], GOLD[:1])
    assert (half["link F1"], half["content F1, Jaccard .8"]) == (100, 0)
    third = scored([one("Ada Obi", "said", "safe")], GOLD[:1])
    assert third["link F1"] == 0


def test_one_content_answers_for_one_only():
    found = scored([GOLD[0], GOLD[0]], GOLD[:1])
    assert found["link precision"] == 50
    assert found["link recall"] == 100


def test_a_source_that_neither_has_agrees():
    nobody = attributed(TEXT, {"cue": at("added"), "content": at('"We tested it,"')}, form="direct")
    assert scored([nobody], [nobody])["link F1"] == 100
    assert scored([GOLD[1]], [nobody])["link F1"] == 0


def _reference():
    path = SHARED / "scorers/score_attribution.py"
    if not path.exists():
        pytest.skip("the reference scorer is not at hand")
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _noisy(story, rng):
    """Disturb a story's gold: drop, shift, swap and cut, as a system would."""
    made = []
    for each in story["attributions"]:
        if rng.random() < 0.15:
            continue
        copy = {role: [list(f) for f in each[role]] for role in ("source", "cue", "content")}
        for role in copy:
            for fragment in copy[role]:
                if rng.random() < 0.4:
                    fragment[rng.randrange(2)] += rng.randrange(-12, 12)
                fragment[0] = min(max(fragment[0], 0), len(story["text"]))
                fragment[1] = min(max(fragment[0], fragment[1]), len(story["text"]))
            if rng.random() < 0.1:
                copy[role] = list(rng.choice(story["attributions"])[role])
        made.append(copy)
    return made


@pytest.mark.data
def test_the_figures_are_those_of_the_reference_scorer():
    reference, data = _reference(), SHARED / "data"
    if not (data / "attribution/polnear_dev.jsonl").exists():
        pytest.skip("the development data are not at hand")
    rng = random.Random(5)
    gold, made, tally = {}, {}, Tally()
    for story in stories(data)[:30]:
        text, noisy = story["text"], _noisy(story, rng)
        gold[story["doc_id"]], made[story["doc_id"]] = story, {"attributions": noisy}
        tally.add(
            [attributed(text, each) for each in noisy],
            [attributed(text, each, form=each["qtype"]) for each in story["attributions"]],
        )
    theirs, ours = reference.score(gold, made), figures(tally)
    pairs = {
        "link F1": theirs["link/overlap"]["F"],
        "link F1, exact": theirs["link/exact"]["F"],
        "source + content F1": theirs["link/sc_overlap"]["F"],
        "content F1, Jaccard .8": theirs["content@0.8"]["F"],
        "content F1, Jaccard .3": theirs["content@0.3"]["F"],
        "source, given the content": theirs["source_acc@.5"],
        "link recall, direct": theirs["by_qtype"]["direct"]["link"],
        "source F1": theirs["span/source/overlap"]["F"],
        "cue F1": theirs["span/cue/overlap"]["F"],
        "content F1": theirs["span/content/overlap"]["F"],
    }
    for name, value in pairs.items():
        assert ours[name] == pytest.approx(100 * value, abs=0.1), name
