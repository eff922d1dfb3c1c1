"""The sources: every row is sound, and the built form is made from them."""

import datetime as dt
import itertools
from collections import defaultdict

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import build, index, integrity, names, tables
from dragoman.knowledge.tables import SECTORS, Body, Holder, Office, Person, State, Tables


@pytest.fixture(scope="module")
def sources() -> Tables:
    return build.read_checked()


def test_the_sources_are_sound(sources):
    assert list(integrity.faults(sources)) == []


def test_the_built_form_is_made_from_the_sources(sources):
    built = index.read(build.BUILT)
    assert built.hash == build.sources_hash(), "build it again with: python -m dragoman.knowledge.build"
    assert built.tables == sources


def test_what_editors_know_without_a_source_has_a_confidence(sources):
    for table in ("bodies", "people", "holders", "affiliations", "elections"):
        for row in getattr(sources, table):
            assert 0 < row.confidence <= 1, row


def test_no_word_of_the_language_is_an_alias_of_a_person(sources):
    words = {"the", "a", "an", "he", "she", "it", "they", "we", "you", "us", "who", "and", "or", "of", "in"}
    for person in sources.people:
        for name in (person.name, *person.aliases):
            assert names.fold(name) not in words, person


def test_every_state_of_today_has_its_names_and_numbers(sources):
    numbered = {(number.code, number.system) for number in sources.state_numbers if number.end == tables.OPEN}
    capitals = {
        metonym.code
        for metonym in sources.metonyms
        if metonym.kind == "capital" and metonym.end == tables.OPEN
    }
    for state in sources.states:
        if state.kind == "state":
            assert state.demonyms, state
            if state.code != "VAT":
                assert {(state.code, "cow"), (state.code, "gw")} <= numbered, state
    without = {state.code for state in sources.states if state.kind == "state"} - capitals
    # where the capital has the name of the state, or there is none
    assert without <= {"SGP", "MCO", "SMR", "VAT", "NRU", "STP"}, without


def test_numbers_of_one_state_in_one_system_do_not_overlap(sources):
    periods = defaultdict(list)
    for number in sources.state_numbers:
        periods[number.code, number.system].append((number.start, number.end))
    for key, found in periods.items():
        found.sort()
        for (_, end), (start, _) in itertools.pairwise(found):
            assert start > end, key


def test_agent_nouns_fold_to_different_names(sources):
    folded = [names.fold(agent.noun) for agent in sources.agents]
    assert len(set(folded)) == len(folded)
    assert len(folded) >= 400
    assert {agent.sectors[0] for agent in sources.agents} == SECTORS


# ------------------------------------------------------------------------------------------------ the checks can fail

KEN = State(code="KEN", name="Kenya", kind="state", source="s")
SOURCE = tables.Source(key="s", what="w", licence="l")
MAYOR = Office(id="mayor", title="Mayor", country="KEN", sectors=("GOV",), rank=7, source="s")
ANN, BOB = (Person(id=name, name=name.title(), country="KEN", source="s") for name in ("ann", "bob"))


def _held(person: str, start: str, end: str, **more) -> Holder:
    return Holder(
        office="mayor",
        person=person,
        start=tables.first_day(start),
        end=tables.last_day(end),
        source="s",
        **more,
    )


def _faults(**rows) -> list[str]:
    given = {"sources": (SOURCE,), "states": (KEN,), "offices": (MAYOR,), "people": (ANN, BOB)} | rows
    return list(integrity.faults(Tables(**given)))


def test_a_sound_world_has_no_faults():
    assert _faults(holders=(_held("ann", "2020-01-01", "2021-05"), _held("bob", "2021-05-12", ""))) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"holders": (_held("ann", "2020", "2022-06-01"), _held("bob", "2021-05-12", ""))}, "holds mayor"),
        ({"holders": (_held("cyd", "2020", ""),)}, "'cyd' is not an id of people.csv"),
        ({"holders": (_held("ann", "2022", "2020"),)}, "is after"),
        ({"people": (ANN, BOB, ANN)}, "stands already"),
        (
            {"bodies": (Body(id="b", name="B", kind="ngo", country="KENYA", source="s"),)},
            "'KENYA' is not a code",
        ),
        ({"bodies": (Body(id="b", name="B", kind="ngo", country="KEN", source="t"),)}, "'t' is not a key"),
    ],
)
def test_what_contradicts_itself_is_found(rows, fault):
    assert any(fault in found for found in _faults(**rows))


def test_an_overlap_that_is_marked_is_in_order():
    held = (_held("ann", "2020", "2022-06-01"), _held("bob", "2021-05-12", "2021-06-12", note="acting"))
    assert _faults(holders=held) == []


def test_days_are_padded_to_what_they_can_mean():
    assert (tables.first_day("2024"), tables.last_day("2024")) == ("2024-01-01", "2024-12-31")
    assert (tables.first_day("2024-02"), tables.last_day("2024-02")) == ("2024-02-01", "2024-02-29")
    assert (tables.first_day(""), tables.last_day("")) == (tables.UNKNOWN, tables.OPEN)
    for wrong in ("24", "2024-13", "2023-02-29", "2024-1-1", "May 2024"):
        with pytest.raises(ValueError, match=r"not (a day|in the calendar)"):
            tables.first_day(wrong)
    assert dt.date.fromisoformat(tables.OPEN)


def test_a_damaged_built_form_says_how_to_make_it(tmp_path):
    for content in (b"", b"no zstandard", index.write.__doc__.encode()):
        path = tmp_path / "knowledge.msgpack.zst"
        path.write_bytes(content)
        with pytest.raises(KnowledgeError, match=r"python -m dragoman\.knowledge\.build"):
            index.read(path)
    with pytest.raises(KnowledgeError, match="missing"):
        index.read(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Côte d’Ivoire", "cote divoire"),
        ("the United States’", "united states"),
        ("U.S.'s", "us"),
        ("J. D. Vance", "jd vance"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Ahmed al-Sharaa", "ahmed al sharaa"),
        ("  The   Kremlin ", "kremlin"),
        ("Łódź & Århus", "lodz and arhus"),
    ],
)
def test_folding(written, plain):
    assert names.fold(written) == plain


def test_titles_that_mean_one_office_have_one_form():
    forms = {
        names.canonical_title(t)
        for t in ("Minister of Foreign Affairs", "foreign minister", "FM", "External Affairs Minister")
    }
    assert forms == {"foreign minister"}


def test_surnames_follow_the_custom_of_the_country():
    assert names.surnames("Xi Jinping", "CHN") == ["xi"]
    assert "abe" in names.surnames("Shinzo Abe", "JPN")
    assert {"leyen", "von der leyen"} <= set(names.surnames("Ursula von der Leyen", "DEU"))
    assert {"lopez obrador", "obrador"} <= set(names.surnames("Andrés Manuel López Obrador", "MEX"))
    assert "abiy" in names.surnames("Abiy Ahmed", "ETH")
    assert names.surnames("Charles, Prince of Wales", "GBR") == []
