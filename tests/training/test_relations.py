"""The relation head's own training set: whole, balanced, and free of clues that are not in the predicate."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import chi2_contingency

from training.relations import echoes, make, probe

ARTICLES = ("the ", "The ", "a ", "A ", "an ", "An ")


@pytest.fixture(scope="module")
def templates() -> list[make.Template]:
    return make.templates()


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return list(make.sentences())


def test_each_type_has_at_least_a_hundred_and_fifty_wordings(templates):
    counts = Counter(t.type for t in templates)
    assert set(counts) == set(make.TYPES)
    assert min(counts.values()) >= 150, counts


def test_no_wording_stands_twice(templates):
    seen: dict[str, str] = {}
    for template in templates:
        bare = re.sub(r"\W+", " ", make.SLOT.sub(lambda slot: slot[3] or "_", template.text)).lower()
        roles = "".join(re.findall(r"\{([AB])\}", template.text))  # "A hit B" and "B hit A" are two wordings
        assert (bare, roles) not in seen, f"{template.id} repeats {seen[bare, roles]}: {template.text}"
        seen[bare, roles] = template.id


def _words(text: str) -> str:
    return make.SLOT.sub(lambda slot: slot[3] or " ", text).lower()


def test_a_type_is_written_with_at_least_sixty_predicates(templates):
    lexicon = tomllib.loads((make.HERE / "lexicon.toml").read_text(encoding="utf-8"))
    assert set(lexicon) == set(make.TYPES) - {"NONE"}
    for name, stems in lexicon.items():
        text = " ".join(_words(t.text) for t in templates if t.type == name)
        unused = [s for s in stems.split() if not re.search(r"\b" + re.escape(s), text)]
        assert not unused, f"{name}: {unused}"
        assert len(set(stems.split())) >= 60, name


def test_spans_hold_the_two_names_without_their_articles(rows):
    for row in rows:
        found = {row["text"][slice(*row[role])] for role in ("actor", "recipient")}
        assert len(found) == 2, row
        for name in found:
            assert name and name == name.strip() and not name.startswith(ARTICLES), row
            assert name[0].isupper() or re.match(
                r"(?:he|she|it|they|riot|villagers|residents|refugees|separatists|gunmen|senior|ruling|ethnic|aide|"
                r"government|mayor|rebel|mining|state|arms|human|relief|church|foreign|tribal|they|al-)",
                name,
            ), row


def test_sentences_are_clean(rows):
    for row in rows:
        text = row["text"]
        assert not re.search(r"[{}]|  |\bthe the\b|\ban? (?:the|an?)\b| ,|\bs's\b|\.\.", text), text
        assert text[0].isupper() or text[0] in '"$' or text[0].isdigit() or text.startswith("al-"), text
        words = len(text.split())
        assert words <= 60, text
        assert words >= make.SHORTEST or text[-1] not in ".?!", f"only a headline may be so short: {text}"


def test_the_same_seed_gives_the_same_set_and_another_seed_other_actors(rows):
    assert list(make.sentences()) == rows
    other = list(make.sentences(seed=7))
    assert [r["type"] for r in other] == [r["type"] for r in rows]
    same = sum(a["text"] == b["text"] for a, b in zip(rows, other, strict=True))
    assert same < len(rows) / 100


@pytest.mark.parametrize("side", [0, 1], ids=["actor", "recipient"])
def test_the_kind_of_an_actor_does_not_tell_the_type(rows, side):
    kinds = sorted(make.KINDS)
    table = [
        [sum(r["type"] == name and r["kinds"][side] == kind for r in rows) for kind in kinds]
        for name in make.TYPES
    ]
    assert chi2_contingency(table).pvalue > 0.01
    for name, counts in zip(make.TYPES, table, strict=True):
        for kind, count in zip(kinds, counts, strict=True):
            share, due = count / sum(counts), make.KINDS[kind] / sum(make.KINDS.values())
            assert abs(share - due) < 0.07, (name, kind, share)


def test_no_name_belongs_to_a_type(rows):
    names: dict[str, Counter[str]] = {}
    for row in rows:
        for role in ("actor", "recipient"):
            names.setdefault(row["text"][slice(*row[role])], Counter())[row["type"]] += 1
    for name, types in names.items():
        total = sum(types.values())
        if total >= 30:
            assert max(types.values()) / total < 0.35, (name, types)


def test_events_between_bystanders_stand_in_every_type(templates, rows):
    frames = make.Frames.read()
    assert all("{A}" not in f and "{B}" not in f for f in frames.leads + frames.tails)
    tail = re.compile(r"accused .* of lying\.$|with sanctions\.$|began joint manoeuvres\.$|similar step by")
    for name in make.TYPES:
        assert any(tail.search(r["text"]) for r in rows if r["type"] == name), name


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("visit\t{A} met nobody.", r"agree.tsv:2: the slot \{B\} must stand exactly once"),
        ("visit\t{A} met {B} and {B}.", r"the slot \{B\} must stand exactly once"),
        ("visit\t{A} met {B} in {TOWN}.", "a slot that cannot be read"),
        ("visit\t{A} showed {B} {A.hers}.", "unknown pronoun 'hers'"),
        ("{A} met {B}.", "write type, mode, text and perhaps older"),
    ],
)
def test_a_bad_line_is_named_with_its_cure(tmp_path, line, complaint):
    (tmp_path / "agree.tsv").write_text(f"mode\ttext\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        make.templates(tmp_path)


def test_the_readme_states_the_counts(templates):
    readme = (make.HERE / "README.md").read_text(encoding="utf-8")
    counts = Counter(t.type for t in templates)
    assert make.table(counts) in readme, "run python -m training.relations.make --readme"


def test_the_older_label_differs_only_where_the_readme_says_so(rows):
    readme = (make.HERE / "README.md").read_text(encoding="utf-8")
    moved = {(r["type"], r["older"]) for r in rows if r["older"] != make.YIELD.get(r["type"], r["type"])}
    stated = set()
    for line in readme.partition("## The 15 older labels")[2].splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 5 and cells[2] in make.OLDER and cells[2] != "YIELD":
            stated |= {(name, cells[2]) for name in cells[1].split(", ")}
    assert moved == stated


def test_the_probe_masks_spans_and_keeps_copies_of_a_sentence_in_one_fold(tmp_path):
    marked = "<s>Arland</s> thanked <t>Borland</t>."
    lines = [
        {"text": f"Arland thanked Borland {n % 40}.", "gold_root": "SUPPORT", "marked": marked}
        for n in range(80)
    ]
    path = tmp_path / "plv.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    items = probe.labelled(path)
    assert items[0].text == "ACTOR thanked RECIPIENT."
    fold = probe.folds(items, seed=1)
    assert set(fold) == set(range(probe.FOLDS))
    assert fold[:40] == fold[40:]
    for item in probe.written(copies=1)[::50]:
        assert item.text.count("ACTOR") == item.text.count("RECIPIENT") == 1


def test_an_exchange_of_names_is_an_echo_and_a_stock_phrase_is_none():
    template = make.Template("t-2", "COERCE", "", "{A} nailed up every window of {B}'s newspaper on a whim.")
    copied = [("x:1", "# nailed up every window of @'s newspaper on a whim, for all to see.")]
    assert [e.template.id for e in echoes.echoes([template], copied)] == ["t-2"]
    assert echoes.echoes([template], [("x:1", "On a whim, # nailed jelly to a wall owned by @.")]) == []


SETS = sorted((Path(__file__).parents[2].parent / "shared" / "data" / "relations").glob("*.jsonl"))


@pytest.mark.data
@pytest.mark.skipif(not SETS, reason="the development data is not in ../shared/data")
def test_no_template_repeats_a_sentence_of_a_labelled_set(templates):
    found = echoes.echoes(templates, [s for path in SETS for s in echoes.sentences_of(path)])
    assert not found, [f"{e.template.id}: {e.where}" for e in found]
