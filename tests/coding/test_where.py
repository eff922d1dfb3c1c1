"""Where things are: names on the map by what the story says around them, and the place of an event or a statement."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.coding import where
from dragoman.coding.where import country_of
from dragoman.records import Actor, Mention, Place, Story


@pytest.fixture(scope="session")
def place(coder):
    """Give the place that some words of a text mean."""

    def find(words, text, source=None):
        start = text.index(words)
        return coder.locate(text, span=(start, start + len(words)), source=source)

    return find


@pytest.fixture(scope="session")
def happens(coder):
    """Give the words of the place of what a word reports, with the basis, or the reason why none."""

    def find(word, text):
        story = Story(text=text, date="2024-11-09")
        doc, places = coder.reading(story), coder.places(text)
        index = next(token.i for token in doc if token.text == word)
        made = where(doc, story, places, index)
        if made.place is None:
            assert made.unresolved["place"]
            return None, None
        return places[made.place].text, made.basis

    return find


def names(places):
    return [one.text for one in places]


# ---------------------------------------------------------------------------------------------- which place


def test_what_stands_beside_a_name_decides(coder):
    text = "A storm hit Paris, Texas, hours after the mayor had flown to Paris, France."
    first, second = (one for one in coder.places(text) if one.text == "Paris")
    assert (first.country, first.admin1) == ("USA", "Texas")
    assert second.country == "FRA"


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("The minister arrived in Washington on Monday.", "city"),
        ("Fires burned in Washington and Oregon.", "unit"),
        ("A storm hit Seattle. Elsewhere in Washington it was dry.", "unit"),
    ],
)
def test_a_capital_is_meant_before_the_unit_of_its_name_unless_other_units_stand_by(place, text, precision):
    found = place("Washington", text)
    assert found.precision == precision or (found.name, precision) == ("Washington, D.C.", "city")


@pytest.mark.parametrize(
    ("words", "text", "country", "admin1"),
    [
        ("Long Beach", "The fire began in Long Beach, Calif., on Monday.", "USA", "California"),
        ("Richmond", "The governor of Virginia spoke in Richmond on Monday.", "USA", "Virginia"),
        ("London", "The council of London, Ontario, raised taxes.", "CAN", "Ontario"),
        (
            "Tripoli",
            "Militias clashed in Tripoli, in northern Lebanon, army officers in Beirut said.",
            "LBN",
            None,
        ),
        ("Tripoli", "Militias clashed in Tripoli and Benghazi, the Libyan army said.", "LBY", None),
        (
            "Georgia",
            "Russian troops entered Georgia from South Ossetia, officials in Tbilisi said.",
            "GEO",
            None,
        ),
        (
            "Georgia",
            "The storm moved from Alabama into Georgia and flooded parts of Atlanta.",
            "USA",
            "Georgia",
        ),
        ("Donbas", "Shelling went on across Donbas on Sunday.", "UKR", None),
        ("Kiev", "The ambassador was called back to Kiev.", "UKR", None),
        ("Bombay", "A ship left Bombay for Mombasa.", "IND", None),
        ("NSW", "Bushfires burned across NSW on Friday.", "AUS", "New South Wales"),
        ("W.Va.", "The mine near Logan, W.Va., was closed.", "USA", "West Virginia"),
        ("Lamar County", "Deputies of Lamar County, Texas, found the car.", "USA", "Texas"),
        ("Gaza", "Aid convoys waited to enter Gaza from Egypt.", "PSE", None),
    ],
)
def test_names_are_put_where_the_sentence_means_them(place, words, text, country, admin1):
    found = place(words, text)
    assert found.country == country
    assert admin1 is None or found.admin1 == admin1


@pytest.mark.parametrize(
    ("source", "admin1"),
    [("theparisnews.com", "Texas"), ("lfpress.com", "Île-de-France"), (None, "Île-de-France")],
)
def test_a_local_paper_means_the_town_it_is_printed_in(place, source, admin1):
    assert place("Paris", "Firefighters in Paris were called to a barn on Tuesday.", source).admin1 == admin1


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("Sochi", "city"),
        ("Bavaria", "unit"),
        ("Peru", "country"),
        ("the Sahel", "region"),
        ("Black Sea", "region"),
        ("Guantanamo Bay", "site"),
    ],
)
def test_precision_says_what_kind_of_place_it_is(place, words, precision):
    assert place(words, f"They spoke of {words} again.").precision == precision


def test_a_demonym_is_located_but_is_not_a_name(coder, place):
    text = "Iranian diplomats met in Vienna."
    assert place("Iranian", text).country == "IRN"
    assert names(coder.places(text)) == ["Vienna"]


def test_persons_and_bodies_are_no_places(coder):
    text = (
        "George Washington never saw Lima. Researchers of Peking University and the Bank of England agreed."
    )
    assert names(coder.places(text)) == ["Lima"]


def test_a_hamlet_that_is_not_known_lies_in_the_unit_beside_it(place):
    found = place("Quxberry Hollow", "A tree fell on a house in Quxberry Hollow, Vermont, on Sunday.")
    assert found.name is None and "gazetteer lacks it" in found.unresolved["name"]
    assert (found.country, found.admin1, found.precision, found.geonames) == ("USA", "Vermont", "unit", None)


def test_a_place_that_nothing_places_says_so(place):
    found = place("Quxberry", "They met in Quxberry.")
    assert found.lat is None and found.unresolved["lat"] and found.precision is None


# ---------------------------------------------------------------------------------------------- of an event


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        (
            "fighting",
            "Speaking from Berlin, the president condemned the fighting in Homs and Aleppo.",
            "Homs",
        ),
        ("told", "Putin told reporters in Sochi that Kyiv must withdraw.", "Sochi"),
        ("shelled", "Russian forces shelled a hospital in Kherson on Tuesday.", "Kherson"),
        ("killed", "The blast killed four people at a market in Mogadishu.", "Mogadishu"),
        ("protested", "Thousands protested in Belgrade on Saturday against the government.", "Belgrade"),
        ("arrived", "The envoy arrived in Doha from Cairo.", "Doha"),
        ("bombed", "Warplanes bombed Raqqa overnight.", "Raqqa"),
        ("met", "The ministers of Egypt and Turkey met in Ankara.", "Ankara"),
        ("signed", "The two sides signed the accord in Kigali, Rwanda.", "Kigali"),
    ],
)
def test_an_event_is_where_its_own_clause_says(happens, word, text, expected):
    assert happens(word, text) == (expected, "clause")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("said", "Moscow said it would retaliate."),
        ("rejected", "Tehran rejected the offer."),
        ("urged", "Washington urged Ankara to wait."),
        ("criticised", "The minister criticised Japan."),
    ],
)
def test_a_capital_that_acts_is_no_place(happens, word, text):
    assert happens(word, text) == (None, None)


def test_what_is_said_elsewhere_is_not_where_it_is_said(happens):
    assert happens("said", "Troops had been killed in Kharkiv, the general said.") == (None, None)


def test_a_statement_without_a_place_of_its_own_is_made_at_the_dateline(happens):
    text = "GENEVA (Reuters) - The envoy said talks on Sudan had failed."
    assert happens("said", text) == ("GENEVA", "dateline")


def test_an_event_without_a_place_of_its_own_is_in_the_scene_before(happens):
    text = "Police in Maputo fired tear gas. Dozens were arrested."
    assert happens("arrested", text) == ("Maputo", "context")


def test_a_scene_is_not_that_of_another_speaker(happens):
    text = (
        "The president spoke in Sochi on Thursday about trade.\n\n"
        "A day earlier, his spokesman denied that a call had been planned."
    )
    assert happens("denied", text) == (None, None)


def test_the_same_act_is_where_it_was_told_before(happens):
    text = "Gunmen carried out a raid in Maputo. Prices rose in Lima.\n\nThe raid killed a guard."
    assert happens("raid", text) == ("Maputo", "clause")
    assert happens("killed", text) == ("Maputo", "context")


@pytest.mark.parametrize(
    "text", ["A US airstrike killed a courier.", "The tax on U.S. citizens led to an airstrike."]
)
def test_a_state_before_a_noun_acts(happens, text):
    assert happens("airstrike", text) == (None, None)


@pytest.mark.parametrize(
    ("actors", "recipients", "country", "basis"),
    [
        (("POL",), (), "POL", "knowledge"),
        (("POL",), ("POL",), "POL", "knowledge"),
        (("POL",), ("DEU",), None, None),
        (("UNO",), (), None, None),
        ((), (), "CHL", "context"),
    ],
)
def test_without_a_place_the_state_of_those_concerned_is_the_country(
    coder, actors, recipients, country, basis
):
    story = Story(text="They signed the act.")

    def some(countries):
        return [Actor(id=str(i) * 20, kind="body", country=code) for i, code in enumerate(countries)]

    made = where(
        coder.reading(story), story, (), 1, actors=some(actors), recipients=some(recipients), about="CHL"
    )
    assert (made.place, made.country, made.basis) == (None, country, basis)
    assert made.unresolved["place"]


def test_a_story_is_about_the_country_of_most_that_it_names():
    def place(country):
        return Place(start=0, end=1, text="X", country=country)

    here = Mention(start=0, end=1, text="X", form="name")
    actor = Actor(id="a" * 20, kind="person", country="PER", mentions=(here,) * 3)
    assert country_of([place("CHL")], [actor]) == "PER"
    assert country_of([place("CHL")] * 3, [actor]) is None
    assert country_of([], []) is None


def test_a_story_without_places_gives_the_reason(coder):
    story = Story(text="The minister resigned.")
    doc = coder.reading(story)
    made = where(doc, story, (), 1)
    assert (made.country, made.basis) == (None, None)
    assert set(made.unresolved.values()) == {"the story names no place"}
    assert where(doc, story, (), 99).unresolved["place"] == "the reading has no word 99"


# ---------------------------------------------------------------------------------------------- in the record


def test_the_record_holds_the_places_with_their_words(coder):
    record = coder.code(dragoman.Story(text="Protesters gathered in Tbilisi, Georgia.", date="2024-11-09"))
    dragoman.check(record)
    assert names(record.places) == ["Tbilisi", "Georgia"]
    assert record.places[0].country == "GEO" and record.places[0].geonames


# ---------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize("text", ["", " ", "\n\n", "????", "Москва", "北京", "a" * 5000])
def test_texts_without_places_give_none(coder, text):
    assert all(one.text for one in coder.places(text))


@pytest.mark.parametrize("words", ["Києві", "北京", "القاهرة"])
def test_a_name_in_another_script_says_why_it_is_not_found(place, words):
    found = place(words, f"They met in {words}.")
    assert found.lat is not None or "script" in found.unresolved["lat"]


@pytest.mark.parametrize("span", [(5, 5), (9, 3), (-4, -1), (1000, 1010)])
def test_words_that_are_none_give_a_reason(coder, span):
    found = coder.locate("They met in Lima.", span=span)
    assert found.lat is None and found.unresolved["lat"]


def test_a_thousand_places_are_all_answered(coder):
    towns = ("Lima", "Quito", "Oslo", "Paris", "Cairo", "Springfield", "Tripoli", "Nowhereville")
    text = " ".join(f"They met in {towns[i % len(towns)]} {'again' * (i % 3)}." for i in range(1000))
    places = coder.places(text)
    assert len(places) > 800
    assert all(one.lat is not None or one.unresolved for one in places)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.integers(-3, 130), st.integers(-3, 130))
def test_any_text_and_any_span_give_a_place_or_a_reason(coder, text, start, end):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return
    found = coder.locate(text, span=(start, end))
    assert text[found.start : found.end] == found.text
    assert (found.lat is None) == ("lat" in found.unresolved)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["Paris", "Texas", "Lima", "in", "said", ",", "Moscow", "N.C.", "(", "the"]),
        max_size=25,
    )
)
def test_where_never_fails_and_names_an_entry(coder, words):
    text = " ".join(words)
    story = Story(text=text)
    doc, places = coder.reading(story), coder.places(text)
    for token in doc:
        made = where(doc, story, places, token.i)
        assert made.unresolved if made.place is None else 0 <= made.place < len(places)
