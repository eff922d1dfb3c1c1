"""Places that are acted upon, and countries that only places tell."""

import pytest

import dragoman


def parties(coder, text, type_):
    record = coder.code(dragoman.Story(text=text, date="2025-03-05", language="en"))
    countries = {a.id: a.country for a in record.actors}
    event = next(e for e in record.events if e.type == type_)
    return [countries[i] for i in event.actors], [countries[i] for i in event.recipients]


def test_a_town_that_is_attacked_is_a_recipient(coder):
    assert parties(coder, "Russia launched an attack on Kharkiv on Monday.", "ASSAULT") == (["RUS"], ["UKR"])


def test_a_state_that_only_suffers_is_a_recipient(coder):
    text = "Trump promised to end the war in Ukraine."
    assert parties(coder, text, "AGREE") == (["USA"], ["UKR"])


def test_where_it_was_signed_is_no_recipient(coder):
    text = "Indonesia and Japan signed a trade treaty in Oslo."
    assert parties(coder, text, "SUPPORT")[1] == []


def test_nobody_is_hit_by_what_is_condemned(coder):
    text = "Norway condemned the attack on Kharkiv."
    assert parties(coder, text, "ACCUSE") == (["NOR"], [])


def test_people_are_of_the_place_where_they_are(coder):
    record = coder.code(dragoman.Story(text="Police in Olsztyn arrested four journalists.", language="en"))
    found = {a.name: (a.country, a.basis) for a in record.actors}
    assert found["police"] == ("POL", "context")


def test_the_record_says_that_the_gazetteer_knew(coder):
    record = coder.code(dragoman.Story(text="Russia launched an attack on Kharkiv.", language="en"))
    assert [a.basis for a in record.actors if a.name == "Kharkiv"] == ["gazetteer"]


def test_a_visitor_is_the_actor_and_the_host_the_recipient(coder):
    text = "Ukrainian President Zelenskyy met British Prime Minister Keir Starmer in London."
    assert parties(coder, text, "CONSULT") == (["UKR"], ["GBR"])


def test_a_place_where_nobody_acts_is_no_actor(coder):
    record = coder.code(dragoman.Story(text="It rained in Kharkiv.", language="en"))
    assert record.actors == ()


@pytest.mark.parametrize(
    "text",
    ['"We are ready," the minister told reporters on Wednesday.', "Police told residents that it was safe."],
)
def test_telling_is_no_request(coder, text):
    record = coder.code(dragoman.Story(text=text, language="en"))
    assert [e.type for e in record.events] == []


def test_a_meeting_that_was_not_held_did_not_happen(coder):
    record = coder.code(dragoman.Story(text="Sudan has not met with Chad since May.", language="en"))
    assert [(e.type, e.status.happened) for e in record.events] == [("CONSULT", "no")]


def _actors(coder, text, date="2025-03-04"):
    return {a.name: a for a in coder.code(dragoman.Story(text=text, date=date, language="en")).actors}


def test_a_place_tells_nothing_of_pronouns_and_outlets(coder):
    found = _actors(
        coder, "Harbour Wire reported that residents fled. Poland sent police. He accused Poland."
    )
    assert (found["residents"].country, found["residents"].basis) == ("POL", "context")
    assert found["Harbour Wire"].country is None
    assert found[None].country is None


def test_a_name_is_not_of_the_place_where_its_bearer_was_met(coder):
    found = _actors(coder, "Ana Lopez criticised Kabul. Carlos Ruiz met Ana Lopez in Lima, Peru.")
    assert (found["Ana Lopez"].country, found["Ana Lopez"].candidates) == (None, ())
    assert found["Carlos Ruiz"].wikidata is None
