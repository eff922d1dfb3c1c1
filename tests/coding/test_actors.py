"""Who acts in a story, as of its day."""

import msgspec
import pytest

import dragoman


@pytest.mark.parametrize(
    ("words", "text", "date", "name", "coded", "role"),
    [
        ("Peskov", "Peskov said nothing of the Russian drill.", "2024-11-09", "Dmitry Peskov", "RUSGOV", "Press"),
        ("Trump", "Trump thanked his voters in Florida.", "2024-11-09", "Donald Trump", "USAGOV", "President-elect"),
        ("Trump", "Trump thanked his voters in Florida.", "2019-05-02", "Donald Trump", "USAGOV", "President of"),
        ("Biden", "Biden flew home to Delaware.", "2019-05-02", "Joe Biden", "USAELI", "former Vice President"),
        ("Biden", "Biden addressed the nation on television.", "2024-11-09", "Joe Biden", "USAGOV", "President of"),
        (
            "Araghchi",
            "Iranian Foreign Minister Abbas Araghchi landed in Muscat for talks.",
            "2024-11-09",
            "Abbas Araghchi",
            "IRNGOV",
            "Minister of Foreign Affairs",
        ),
    ],
)  # fmt: skip
def test_a_name_is_who_it_was_on_the_day(who, words, text, date, name, coded, role):
    found = who(words, text, date)
    assert (found.name, found.code, found.basis) == (name, coded, "knowledge")
    assert role in found.role


@pytest.mark.parametrize(
    ("words", "text", "coded"),
    [
        ("White House", "The White House rejected the claim.", "USAGOV"),
        ("Moscow", "Moscow accused the alliance of lying.", "RUSGOV"),
        ("Kremlin", "The Kremlin denied the report on Friday.", "RUSGOV"),
        ("soldiers", "Russian soldiers shelled the village.", "RUSMIL"),
        ("police", "Kenyan police fired at the crowd.", "KENCOP"),
        ("United Nations", "The United Nations condemned the raid.", "IGOUNO"),
        ("Hamas", "Hamas released two hostages.", "PSEREB"),
    ],
)
def test_seats_bodies_and_common_nouns_have_codes(who, words, text, coded):
    assert who(words, text).code == coded


def test_a_person_unknown_to_us_is_coded_from_the_title(who):
    found = who("Okello", "Ugandan lawmaker Marta Okello walked out of the chamber.")
    assert (found.name, found.kind, found.country, found.sectors[0]) == (
        "Marta Okello",
        "person",
        "UGA",
        "LEG",
    )
    assert (found.code, found.basis, found.role) == ("UGALEG", "text", "Ugandan lawmaker")


def test_a_person_unknown_to_us_is_coded_from_the_apposition(who):
    found = who("Moyo", "Tendai Moyo, a Zimbabwean general, refused the order to fire on the crowd.")
    assert (found.code, found.basis) == ("ZWEMIL", "text")


def test_a_person_of_whom_nothing_is_said_is_still_there_with_the_reason(who):
    found = who("Quillfeather", "Osbert Quillfeather opened the window.")
    assert (found.name, found.country, found.sectors) == ("Osbert Quillfeather", None, ())
    assert {"country", "sectors", "code", "role"} <= set(found.unresolved)


def test_a_bare_surname_is_who_fits_the_countries_of_the_story(who):
    text = "President Donald Trump revoked the order that Biden had signed."
    assert who("Biden", text, "2025-03-04").role == "former President of the United States"
    alone = who("Biden", "Biden, a plumber, fixed the tap of a neighbour.", "2025-03-04")
    assert alone.wikidata is None


def test_a_title_in_the_text_beats_the_list(who):
    found = who("Lavrov", "Norwegian lawmaker Sergei Lavrov spoke in parliament.")
    assert (found.country, found.basis) == ("NOR", "text")


def test_the_title_before_a_name_is_a_mention_of_its_own(who):
    found = who("Araghchi", "Iranian Foreign Minister Abbas Araghchi landed in Muscat.")
    assert [(m.text, m.form) for m in found.mentions] == [
        ("Iranian Foreign Minister", "title"),
        ("Abbas Araghchi", "name"),
    ]


# ------------------------------------------------------------------------------------------------------ chains


def test_an_office_is_joined_to_its_holder(who):
    text = "Vladimir Putin arrived late. Journalists had waited for the Kremlin leader since noon."
    assert [m.text for m in who("Putin", text).mentions] == ["Vladimir Putin", "the Kremlin leader"]


def test_the_president_elect_is_not_the_president(code):
    text = "Joe Biden received Donald Trump on Monday. The president-elect smiled."
    by_name = {one.name: [m.text for m in one.mentions] for one in code(text)}
    assert "The president-elect" in by_name["Donald Trump"]
    assert by_name["Joe Biden"] == ["Joe Biden"]


def test_a_bare_title_is_the_one_of_that_title_in_the_story(who):
    text = "William Ruto met doctors in Mombasa. The president promised them better pay."
    assert "The president" in [m.text for m in who("Ruto", text).mentions]


def test_the_text_says_who_holds_an_office_against_the_list(code):
    text = "Russian President Oleg Vymyslov greeted the crowd. The Russian president then left."
    found = [one for one in code(text) if any("Vymyslov" in m.text for m in one.mentions)]
    assert [m.text for m in found[0].mentions] == [
        "Russian President",
        "Oleg Vymyslov",
        "The Russian president",
    ]
    assert (found[0].code, found[0].basis) == ("RUSGOV", "text")
    assert all(one.name != "Vladimir Putin" for one in code(text))


def test_a_pronoun_of_a_quotation_is_its_speaker(who):
    text = '"I will not resign," Emmanuel Macron said in Paris.'
    assert "I" in [m.text for m in who("Macron", text).mentions]


def test_two_of_one_surname_are_two_actors(code):
    text = "Abena Mensah sued her rival Kwame Mensah. Ms Mensah won."
    named = [[m.text for m in one.mentions] for one in code(text) if one.kind == "person"]
    assert any("Abena Mensah" in texts for texts in named)
    assert all(not {"Abena Mensah", "Kwame Mensah"} <= set(texts) for texts in named)


def test_who_are_counted_are_who_counts(who):
    text = "Thousands of Kenyan protesters marched through Kisumu. They sang."
    found = who("They", text)
    assert (found.code, found.mentions[0].text) == ("KENCVL", "Thousands of Kenyan protesters")


def test_a_noun_is_nobody_of_that_surname(code):
    names = {
        one.name for one in code("Pakistani law allows it, and that case was closed in parts of the country.")
    }
    assert not names & {"Nathan Law", "Ed Case"}


def test_a_noun_before_a_name_is_its_title(who):
    text = "A Peruvian court sentenced former president Alejandro Toledo to thirteen years in prison."
    assert who("Toledo", text).country == "PER"


# ------------------------------------------------------------------------------------------------ who does not act


@pytest.mark.parametrize(
    "text",
    [
        "The delegates dined in Sochi.",
        "Snow fell in Russia.",
        "The concert took place in Moscow on Thursday.",
    ],
)
def test_a_mere_place_is_no_actor(code, text):
    assert not {"RUS", "RUSGOV"} & {one.code for one in code(text)}


def test_a_capital_is_a_place_here_and_a_government_there(who):
    text = "Rain fell in Moscow. Moscow rejected the offer."
    found = who("Moscow", text)
    assert [(m.start, m.form) for m in found.mentions] == [(21, "metonym")]


def test_times_money_events_and_laws_are_no_actors(code):
    text = "On Thursday the Olympic Games cost $5 million under the Finance Act."
    assert not [one.name for one in code(text) if one.kind not in ("unnamed", "group")]


def test_a_thing_acts_only_when_it_does_something(code, who):
    assert who("warplanes", "Syrian warplanes bombed the port.").code == "SYRMIL"
    text = "The workshop made parts for drones and for warplanes."
    assert not [one for one in code(text) if any("warplanes" in m.text for m in one.mentions)]


def test_an_outlet_is_an_outlet(who):
    assert who("Reuters", "Reuters reported that the bridge had fallen.").kind == "outlet"


def test_the_country_of_a_common_noun_is_its_owners(who):
    assert who("party", "Kenya's William Ruto spoke. His party agreed.").country == "KEN"


# ------------------------------------------------------------------------------------------------------ bad input


def test_without_a_date_offices_stay_open_and_say_why(who):
    found = who("Macron", "Emmanuel Macron spoke on television.", None)
    assert (found.name, found.country, found.role) == ("Emmanuel Macron", "FRA", None)
    assert "no date" in found.unresolved["role"]


@pytest.mark.parametrize("date", ["1850-06-01", "2999-01-01"])
def test_a_date_for_which_no_facts_are_kept_is_said(who, date):
    found = who("Macron", "Emmanuel Macron spoke on television.", date)
    assert date in found.unresolved["role"]


@pytest.mark.parametrize(
    "text",
    [
        "Владимир Путин met 習近平 and محمد بن سلمان.",
        "A" + "b" * 10_000 + " said hello.",
        "Minister " + "Zyx " * 2_500 + "spoke.",
        "Putin Biden Macron Scholz Modi Xi Trump Lula Netanyahu Erdogan",
        "He said she said they said it.",
        ", , ; -- ' \"",
        "The the of of president president of of.",
    ],
)
def test_no_text_is_too_odd(code, text):
    for one in code(text):
        assert one.name is None or len(one.name) <= 200
        assert one.country or one.unresolved


def test_the_same_story_has_the_same_actors_in_any_company(coder):
    story = dragoman.Story(text="Putin met Lavrov. The president thanked the minister.", date="2024-11-09")
    first = coder.code(story).actors
    coder.code(dragoman.Story(text="Macron met Scholz in Berlin.", date="2023-01-09"))
    assert msgspec.json.encode(coder.code(story).actors) == msgspec.json.encode(first)
    assert len({one.id for one in first}) == len(first)
    assert [one.mentions[0].start for one in first] == sorted(one.mentions[0].start for one in first)


# ---------------------------------------------------------------------------------------------------------- doors


def test_the_door_actor_says_who_somebody_is(coder):
    assert coder.actor("Trump", date="2024-11-09").role == "President-elect of the United States"
    assert coder.actor("Trump").unresolved["role"]


def test_the_record_names_the_knowledge(coder):
    from dragoman.knowledge import load

    assert coder.info.knowledge.startswith(load().hash)


def test_a_surname_that_two_bear_is_nobodys_until_the_text_tells(code):
    text = "Bill Clinton met Hillary Clinton in Boston. Clinton left early."
    bare = next(a for a in code(text, "2016-10-04") if any(m.start > 40 for m in a.mentions))
    assert (bare.name, bare.country, bare.role, bare.wikidata) == ("Clinton", None, None, None)
    assert bare.candidates == ("Bill Clinton", "Hillary Clinton")
    assert "several of that name" in bare.unresolved["name"]


def test_a_nominee_named_once_has_what_the_text_says(who):
    text = "Mr. Trump, the Republican nominee, spoke in Ohio. He promised jobs."
    found = who("Trump", text, "2016-09-20")
    assert (found.name, found.country, found.kind) == ("Donald Trump", "USA", "person")
    assert any(m.text == "He" for m in found.mentions)


@pytest.mark.parametrize(
    ("words", "text", "coded"),
    [
        ("The government of Chile", "The government of Chile condemned the attack.", "CHLGOV"),
        ("Police", "Police in Bamako, Mali, arrested four men.", "MLICOP"),
        ("police", "In Hong Kong the police guarded the park. The park was closed.", "HKGCOP"),
    ],
)
def test_whose_a_body_is(who, words, text, coded):
    assert who(words, text).code == coded


def test_the_government_of_a_state_has_its_name(who):
    assert who("The government of Chile", "The government of Chile sent aid.").name == "Government of Chile"
