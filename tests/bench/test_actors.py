"""The scorers of actors: what they take for right, on rows of our own."""

import pytest

from dragoman.bench.actors import Linked, _judge, judge_offices, links, misses
from dragoman.knowledge import load
from dragoman.records import Actor


def row(**fields):
    plain = dict.fromkeys(("name", "date", "person", "wikidata", "role", "role_class", "country", "sector",
                           "sector_also", "origin", "note"), "")  # fmt: skip
    return plain | fields


def actor(**fields):
    return Actor(id="x", kind="person", **fields)


GOLD = row(
    person="Ama Boateng", role="Finance Minister of Ghana", country="GHA", sector="GOV", sector_also="LEG"
)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (
            actor(name="Ama Boateng", role="Minister of Finance of Ghana", country="GHA", sectors=("GOV",)),
            True,
        ),
        (
            actor(name="Ama Boateng", role="Minister of Finance of Ghana", country="GHA", sectors=("LEG",)),
            True,
        ),
        (
            actor(name="Ama Boateng", role="former Minister of Finance", country="GHA", sectors=("GOV",)),
            False,
        ),
        (actor(name="Ama Boateng", role="Minister of Finance", country="TGO", sectors=("GOV",)), False),
        (actor(name="Kofi Annan", role="Minister of Finance", country="CIV", sectors=("GOV",)), False),
        (actor(name="Ama Boateng", country="GHA", sectors=("GOV",)), False),
        (actor(), False),
    ],
)
def test_an_answer_is_right_only_with_person_role_country_and_sector(answer, right):
    assert _judge(GOLD, answer).right == right


def test_an_ambiguous_name_is_right_only_when_left_open():
    gold = row(name="Boateng", role="ambiguous")
    assert _judge(gold, actor(candidates=("Ama Boateng", "Kwesi Boateng"), unresolved={"name": "two"})).right
    assert not _judge(gold, actor(name="Ama Boateng")).right


def test_international_bodies_may_have_the_plain_code():
    gold = row(person="Ama Boateng", role="Secretary-General of the United Nations", country="UNO")
    assert _judge(gold, actor(name="Ama Boateng", role="Secretary-General", country="IGO")).right


def test_every_row_of_the_list_gets_a_verdict():
    done = list(judge_offices(load()))
    assert len(done) >= 500
    assert sum(one.right for one in done) > len(done) / 2


def test_links_tell_a_country_by_their_titles():
    item = {
        "id": "i",
        "date": "2025-02-03",
        "text": "Ghanaian troops left Accra. The river rose.",
        "links": [["Ghanaian", "Ghana"], ["troops", "Ghana Army"], ["Accra", "Accra"], ["river", "River"]],
    }
    found = [(one.mention, one.kind, one.country) for one in links(item, load(), {})]
    assert found == [("Ghanaian", "nationality", "GHA"), ("troops", "body", "GHA")]


def test_what_is_missed_is_counted_with_what_we_had():
    one = Linked("i", "Ghana won", 0, 5, "Ghana", "body", "title", "GHA", None)
    other = Linked("i", "Ghana won", 0, 5, "Ghana", "body", "title", "GHA", actor(country="GHA"))
    assert misses([one, one, other]) == {("Ghana", "Ghana", "GHA", "no actor"): 2}
