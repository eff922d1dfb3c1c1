"""Words for who holds an office that are not its title."""

import pytest


@pytest.mark.parametrize(
    ("words", "date", "name"),
    [
        ("Germany's top diplomat", "2024-10-09", "Annalena Baerbock"),
        ("the top Polish diplomat", "2024-10-09", "Radosław Sikorski"),
        ("Polish defence chief", "2024-10-09", "Władysław Kosiniak-Kamysz"),
        ("US Treasury chief", "2024-10-09", "Janet Yellen"),
        ("Italy's finance chief", "2024-10-09", "Giancarlo Giorgetti"),
        ("Zelensky's chief of staff", "2024-10-09", "Andriy Yermak"),
        ("Biden's national security adviser", "2024-10-09", "Jake Sullivan"),
        ("Macron's prime minister", "2024-10-09", "Michel Barnier"),
        ("Venezuela's top prosecutor", "2024-10-09", "Tarek William Saab"),
        ("Japan's central bank chief", "2024-10-09", "Kazuo Ueda"),
        ("US top general", "2024-10-09", "Charles Q. Brown Jr."),
        ("the German leader", "2024-10-09", "Olaf Scholz"),
        ("the French leader", "2024-10-09", "Emmanuel Macron"),
        ("Jordan's leader", "2024-10-09", "Abdullah II"),
    ],
)
def test_a_phrase_for_an_office_finds_its_holder(knowledge, words, date, name):
    found = knowledge.actor(words, date=date)
    assert found.name == name
    assert found.kind == "person"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("a Polish diplomat", "POLGOV"),
        ("Brazil's top court", "BRAJUD"),
        ("a German prosecutor", "DEUJUD"),
        ("Hollande's chief of staff", "FRAGOV"),
    ],
)
def test_one_of_many_is_not_the_holder_of_an_office(knowledge, words, code):
    found = knowledge.actor(words, date="2024-10-09")
    assert (found.kind == "person", found.code) == (False, code)


def test_every_phrase_means_an_office_that_some_country_has(knowledge):
    titles = knowledge._index.titles
    bare = {key.partition("|")[2] for key in titles}
    from dragoman.knowledge.names import canonical_title

    assert [
        one.phrase for one in knowledge._index.tables.titles if canonical_title(one.phrase) not in bare
    ] == []
