"""How people are called: parts of long names, spellings, accents, styles of who rules, and the dead."""

import pytest

from dragoman.knowledge import load, names


def test_a_long_name_is_called_by_its_ends_and_its_beginnings():
    ends, begins = names.parts("Maria Clara Lobo dos Reis")
    assert ends == ["clara lobo dos reis", "lobo dos reis"]
    assert begins == ["maria clara", "maria clara lobo"]
    assert names.parts("Clara Lobo") == ([], [])
    assert names.parts("Clara, Duchess of Lobo") == ([], [])


@pytest.mark.parametrize(
    ("one", "other"), [("yousuf rahmani", "yousaf rahmani"), ("sara ghannouchi", "sarra khanouchi")]
)
def test_spellings_that_differ_in_vowels_have_one_skeleton(one, other):
    assert names.skeleton(one) == names.skeleton(other)
    assert names.skeleton(one) != names.skeleton("sami rahmani")


@pytest.mark.parametrize(
    ("name", "date", "person"),
    [
        ("Sassou Nguesso", "2020-05-01", "Denis Sassou Nguesso"),
        ("Sheikh Tamim", "2024-05-01", "Tamim bin Hamad Al Thani"),
        ("Crown Prince Hussein", "2024-05-01", "Hussein bin Abdullah"),
    ],
)
def test_a_part_of_a_name_or_a_style_finds_the_person(knowledge, name, date, person):
    found = knowledge.actor(name, date=date)
    assert found.name == person
    assert found.role


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Knowledge with a few people of a town that is nowhere."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text(
        "id,name,aliases,country,gender,born,died,source\n"
        "kovar-m,Milo Kovár,,CZE,m,,,editors\n"
        "kovar-p,Petr Kovar,,SVK,m,,,editors\n"
        "testov,Ivan Testov,,RUS,m,1950,2019-04-02,editors\n"
        "examplelam,Eglantine Examplelam,,HKG,m,,,editors\n",
        encoding="utf-8",
    )
    (folder / "affiliations.csv").write_text(
        "person,body,sectors,role,country,start,end,source\n"
        "kovar-m,,LEG,lawmaker,CZE,2015,2025,editors\n"
        "kovar-p,,LEG,lawmaker,SVK,2015,2025,editors\n",
        encoding="utf-8",
    )
    (folder / "offices.csv").write_text(
        "id,title,aliases,country,sectors,rank,seats,source\n"
        "rus-testing,Commander of the Testing Corps of Russia,,RUS,MIL,4,1,editors\n",
        encoding="utf-8",
    )
    (folder / "holders.csv").write_text(
        "office,person,start,end,source\nrus-testing,testov,2010,2019-04-02,editors\n", encoding="utf-8"
    )
    return load(extra=folder)


def test_accents_that_are_written_decide_between_two(made):
    assert made.actor("Kovár", date="2020-01-01").name == "Milo Kovár"
    assert made.actor("Kovar", date="2020-01-01").name is None


def test_who_died_in_command_is_military_still_and_holds_nothing(made):
    found = made.actor("Ivan Testov", date="2019-04-10")
    assert found.role == "former Commander of the Testing Corps of Russia"
    assert found.sectors[0] == "MIL"


def test_a_first_name_is_no_surname_of_a_hongkonger(made):
    assert made.actor("Examplelam", date="2020-01-01").name == "Eglantine Examplelam"
    assert made.actor("Eglantine", date="2020-01-01").name is None
