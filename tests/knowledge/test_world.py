"""Sentences about the world: who a name was on a day."""

import pytest

# name, day → (kind, name, country, code, role)
CANDIDATE = "candidate for President of the United States, former President of the United States"

PEOPLE = [
    ("Trump", "2024-11-09", "Donald Trump", "USAGOV", "President-elect of the United States"),
    ("Trump", "2024-10-01", "Donald Trump", "USAPTY", CANDIDATE),
    ("Trump", "2019-05-01", "Donald Trump", "USAGOV", "President of the United States"),
    ("Trump", "2025-01-20", "Donald Trump", "USAGOV", "President of the United States"),
    ("Donald J. Trump", "2019-05-01", "Donald Trump", "USAGOV", "President of the United States"),
    ("Biden", "2024-11-09", "Joe Biden", "USAGOV", "President of the United States"),
    ("Joe Biden", "2019-05-01", "Joe Biden", "USAELI", "former Vice President of the United States"),
    ("Biden", "2025-06-01", "Joe Biden", "USAELI", "former President of the United States"),
    ("Peskov", "2024-11-09", "Dmitry Peskov", "RUSGOV", "Kremlin Press Secretary"),
    ("Putin", "2010-06-01", "Vladimir Putin", "RUSGOV", "Prime Minister of Russia"),
    ("Putin’s", "2024-11-09", "Vladimir Putin", "RUSGOV", "President of Russia"),
    ("PUTIN", "2024-11-09", "Vladimir Putin", "RUSGOV", "President of Russia"),
    ("Zelenskiy", "2024-11-09", "Volodymyr Zelenskyy", "UKRGOV", "President of Ukraine"),
    ("Volodymyr Zelenskyi", "2024-11-09", "Volodymyr Zelenskyy", "UKRGOV", "President of Ukraine"),
    ("Merkel", "2015-09-01", "Angela Merkel", "DEUGOV", "Chancellor of Germany"),
    ("Erdogan", "2024-01-01", "Recep Tayyip Erdoğan", "TURGOV", "President of Turkey"),
    ("Guterres", "2024-06-23", "António Guterres", "IGOUNO", "Secretary-General of the United Nations"),
    ("Kim", "2024-11-09", "Kim Jong Un", "PRKGOV", "Supreme Leader of North Korea"),
]  # fmt: skip

PHRASES = [
    ("Iranian Foreign Minister Abbas Araghchi", "2025-03-01", "Abbas Araghchi", "IRNGOV"),
    ("President Trump", "2025-03-01", "Donald Trump", "USAGOV"),
    ("the Russian president", "2024-11-09", "Vladimir Putin", "RUSGOV"),
    ("President of the Russian Federation", "2009-11-09", "Dmitry Medvedev", "RUSGOV"),
    ("Kremlin spokesman", "2024-11-09", "Dmitry Peskov", "RUSGOV"),
    ("UK prime minister", "2024-11-09", "Keir Starmer", "GBRGOV"),
    ("UK prime minister", "2022-10-01", "Liz Truss", "GBRGOV"),
    ("US president-elect", "2024-11-09", "Donald Trump", "USAGOV"),
    ("NATO Secretary General Mark Rutte", "2024-12-01", "Mark Rutte", "IGONAT"),
    ("EU foreign policy chief", "2024-12-09", "Kaja Kallas", "IGOEUR"),
    ("Ukraine's Zelenskyy", "2024-11-09", "Volodymyr Zelenskyy", "UKRGOV"),
    ("former US President Barack Obama", "2024-11-09", "Barack Obama", "USAELI"),
    ("Biden administration", "2022-03-01", "Government of the United States", "USAGOV"),
]

THINGS = [
    ("the White House", "2024-11-09", "body", "USA", "USAGOV"),
    ("the Kremlin", "2024-11-09", "body", "RUS", "RUSGOV"),
    ("Moscow", "1985-05-01", "body", "SUN", "SUNGOV"),
    ("Moscow", "2024-05-01", "body", "RUS", "RUSGOV"),
    ("the Pentagon", "2024-05-01", "body", "USA", "USAMIL"),
    ("Nur-Sultan", "2021-05-01", "body", "KAZ", "KAZGOV"),
    ("Soviet Union", "1985-05-01", "state", "SUN", "SUN"),
    ("U.S.", "2024-05-01", "state", "USA", "USA"),
    ("the UAE", "2024-05-01", "state", "ARE", "ARE"),
    ("Côte d’Ivoire", "2024-05-01", "state", "CIV", "CIV"),
    ("COTE D'IVOIRE'S", "2024-05-01", "state", "CIV", "CIV"),
    ("Filipinos", "2024-05-01", "state", "PHL", "PHL"),
    ("Kosovo", "2024-05-01", "state", "XKX", "XKX"),
    ("Transnistria", "2016-01-01", "state", "MDA", "MDAPRE"),
    ("Jordan", "2024-05-01", "state", "JOR", "JOR"),
    ("U.N.", "2024-05-01", "body", "UNO", "IGOUNO"),
    ("Hamas", "2024-05-01", "group", "PSE", "PSEREB"),
    ("Reuters", "2024-05-01", "outlet", "GBR", "GBRJRN"),
    ("WHO", "2024-05-01", "body", "UNO", "IGOUNO"),
    ("Russian soldiers", "2024-05-01", "group", "RUS", "RUSMIL"),
    ("Nigerian police", "2024-05-01", "body", "NGA", "NGACOP"),
    ("two Palestinian civilians", "2024-05-01", "group", "PSE", "PSECVL"),
    ("Iran's foreign ministry", "2024-05-01", "body", "IRN", "IRNGOV"),
    ("Ministry of Defence of the Russian Federation", "2024-05-01", "body", "RUS", "RUSGOV"),
    ("Hamas fighters", "2024-05-01", "group", "PSE", "PSEREB"),
    ("Kenyan government", "2024-05-01", "body", "KEN", "KENGOV"),
]


@pytest.mark.parametrize(("name", "date", "person", "code", "role"), PEOPLE)
def test_a_person_is_what_they_were_on_that_day(knowledge, name, date, person, code, role):
    found = knowledge.actor(name, date=date)
    assert (found.kind, found.name, found.code, found.role) == ("person", person, code, role)


@pytest.mark.parametrize(("name", "date", "person", "code"), PHRASES)
def test_a_title_or_an_office_finds_its_holder(knowledge, name, date, person, code):
    found = knowledge.actor(name, date=date)
    assert (found.name, found.code) == (person, code)


@pytest.mark.parametrize(("name", "date", "kind", "country", "code"), THINGS)
def test_a_state_a_seat_a_body_or_a_group_has_its_code(knowledge, name, date, kind, country, code):
    found = knowledge.actor(name, date=date)
    assert (found.kind, found.country, found.code) == (kind, country, code)


def test_numbers_are_those_of_the_day(knowledge):
    soviet = knowledge.actor("Soviet Union", date="1985-05-01")
    assert (soviet.cow, soviet.gw) == (365, 365)
    assert knowledge.actor("South Sudan", date="2010-05-01").cow is None
    assert knowledge.actor("South Sudan", date="2012-05-01").cow == 626
    west, united = (knowledge.actor("Germany", date=day) for day in ("1985-05-01", "2005-05-01"))
    assert (west.cow, united.cow) == (260, 255)


def test_all_names_of_one_thing_have_one_id(knowledge):
    ids = {
        knowledge.actor(name, date="2024-11-09").id
        for name in ("Putin", "Vladimir Putin", "the Russian president", "Russian President Vladimir Putin")
    }
    assert len(ids) == 1
    ids = {
        knowledge.actor(name, date="2024-11-09").id
        for name in ("the White House", "Washington", "US government")
    }
    assert len(ids) == 1


def test_the_context_chooses_between_two_of_one_name(knowledge):
    about = "Gwen Moore of Wisconsin spoke in the House on Tuesday."
    assert knowledge.actor("Moore", date="2025-06-01", context=about).name == "Gwen Moore"


def test_a_common_noun_takes_the_only_country_of_its_context(knowledge):
    found = knowledge.actor(
        "the foreign minister", date="2024-11-09", context="Hungary said it would not vote."
    )
    assert found.name == "Péter Szijjártó"
    senate = knowledge.actor("the Senate", date="2024-11-09", context="Lawmakers in Nigeria met on Tuesday.")
    assert (senate.country, senate.code) == ("NGA", "NGALEG")
    assert knowledge.actor("the Senate", date="2024-11-09").country == "USA"


def test_someone_unknown_is_coded_from_the_words(knowledge):
    found = knowledge.actor("Kenyan lawmaker Zuhura McExample", date="2024-11-09")
    assert (found.name, found.code, found.basis) == ("Zuhura McExample", "KENLEG", "text")


def test_former_office_holders_without_a_name_stay_nameless(knowledge):
    found = knowledge.actor("former French president", date="2024-11-09")
    assert (found.kind, found.code) == ("unnamed", "FRAELI")
    assert "name" in found.unresolved


@pytest.mark.parametrize(
    ("body", "date", "inside", "outside"),
    [
        ("eu", "2019-06-01", "GBR", "UKR"),
        ("eu", "2021-06-01", "FRA", "GBR"),
        ("nato", "2023-06-01", "FIN", "SWE"),
        ("nato", "2024-06-01", "SWE", "UKR"),
        ("ecowas", "2024-12-01", "MLI", "MRT"),
        ("ecowas", "2025-02-01", "NGA", "MLI"),
        ("brics", "2023-06-01", "ZAF", "IRN"),
        ("un-security-council", "2024-06-01", "KOR", "PAK"),
        ("un-security-council", "2025-06-01", "PAK", "JPN"),
    ],
)
def test_members_join_and_leave(knowledge, body, date, inside, outside):
    members = knowledge.members(body, date)
    assert inside in members
    assert outside not in members


def test_the_security_council_has_fifteen_members_every_year(knowledge):
    for year in range(2000, 2027):
        assert len(knowledge.members("un-security-council", f"{year}-06-01")) == 15, year


def test_a_region_is_coded_under_its_state(knowledge):
    assert knowledge.actor("Texas lawmakers", date="2024-05-01").code == "USALEG"
    assert knowledge.actor("North Kivu", date="2024-05-01").country == "COD"
    georgia = knowledge.actor("Georgia", date="2024-05-01", context="Tbilisi and Moscow")
    assert georgia.country == "GEO"


def test_a_familiar_first_name_is_the_same_person(knowledge):
    full, short = (knowledge.actor(name, date="2018-05-01") for name in ("Michael Pence", "Mike Pence"))
    assert full.id == short.id


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Rwanda-backed M23 rebels", "CODREB"),
        ("Turkish-backed rebels", None),
        ("pro-Russian officials", None),
        ("Kyiv's forces", "UKRMIL"),
        ("protesters in Tbilisi", "GEOCVL"),
        ("Republican lawmakers", "USALEG"),
        ("Netanyahu's office", "ISRGOV"),
        ("NATO allies", "IGONAT"),
    ],
)
def test_who_backs_whom_and_who_sits_where_is_kept_apart(knowledge, name, code):
    assert knowledge.actor(name, date="2024-06-01").code == code


def test_a_body_unknown_to_us_is_no_army_of_its_country(knowledge):
    found = knowledge.actor("the Armenian Revolutionary Army", date="2024-06-01")
    assert (found.name, found.code, found.basis) == ("Armenian Revolutionary Army", "ARMREB", "text")


def test_an_australian_is_no_newspaper(knowledge):
    assert knowledge.actor("Australian", date="2024-06-01").kind == "state"
    assert knowledge.actor("The Australian", date="2024-06-01").kind == "outlet"
