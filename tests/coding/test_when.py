"""The time of an event or a statement: what the text says, and otherwise why it is not known."""

import pytest

import dragoman
from dragoman.coding.when import times, when
from dragoman.knowledge import load

SATURDAY = "2024-11-09"


@pytest.fixture(scope="module")
def knowledge():
    return load()


@pytest.fixture
def date_of(coder, knowledge):
    """Give the time of the word of a text."""

    def run(word, text, date=SATURDAY):
        story = dragoman.Story(text=text, date=date)
        doc = coder.reading(story)
        at = next(token.i for token in doc if token.text == word)
        made = when(doc, story, times(doc, date=date), at, knowledge=knowledge)
        if made.span is not None:
            assert text[made.span.start : made.span.end] == made.span.text
        if made.start and made.end:
            assert made.start <= made.end
        assert (made.start is None) == ("start" in made.unresolved)
        assert (made.end is None) == ("end" in made.unresolved)
        return made

    return run


@pytest.mark.parametrize(
    ("word", "text", "start", "end", "basis"),
    [
        (
            "killed",
            "Shells killed twelve soldiers near Kursk on Thursday.",
            "2024-11-07",
            "2024-11-07",
            "clause",
        ),
        ("invaded", "Iraq invaded Kuwait in 1990.", "1990-01-01", "1990-12-31", "clause"),
        ("fought", "The clans fought from 2011 to 2015.", "2011-01-01", "2015-12-31", "clause"),
        ("begin", "The talks will begin next week.", "2024-11-11", "2024-11-17", "clause"),
        ("ruled", "He has ruled the island since 2016.", "2016-01-01", "2024-11-09", "clause"),
        (
            "said",
            "A diplomat said on Friday that the truce had failed.",
            "2024-11-08",
            "2024-11-08",
            "clause",
        ),
        ("collapsed", "The 2016 agreement collapsed on Tuesday.", "2024-11-05", "2024-11-05", "clause"),
        ("agreement", "The 2016 agreement collapsed on Tuesday.", "2016-01-01", "2016-12-31", "clause"),
        (
            "released",
            "Police arrested ten people on Monday and released them.",
            "2024-11-04",
            "2024-11-04",
            "sentence",
        ),
        (
            "charged",
            "Police arrested ten men on Monday. They were charged.",
            "2024-11-04",
            "2024-11-04",
            "context",
        ),
        ("gathered", "Protesters gathered in the square.", "2024-11-09", "2024-11-09", "story date"),
    ],
)
def test_an_event_has_the_nearest_time_and_says_where_it_stands(date_of, word, text, start, end, basis):
    made = date_of(word, text)
    assert (made.start, made.end, made.basis) == (start, end, basis)


def test_before_a_day_ends_on_the_day_before_it(date_of):
    made = date_of("leave", "The troops must leave before 20 December.")
    assert (made.start, made.end) == (SATURDAY, "2024-12-19")


def test_by_a_day_ends_on_that_day(date_of):
    made = date_of("leave", "The troops must leave by 20 December.")
    assert (made.start, made.end) == (SATURDAY, "2024-12-20")


def test_within_three_days_counts_from_the_story(date_of):
    made = date_of("answer", "Iran said it would answer within three days.")
    assert (made.start, made.end) == (SATURDAY, "2024-11-12")


@pytest.mark.parametrize(
    ("word", "text", "start", "end"),
    [
        (
            "end",
            "Trump has promised to end the war before the January inauguration.",
            "2024-11-09",
            "2025-01-19",
        ),
        (
            "sign",
            "Donald Trump said he would sign the order on his first day in office.",
            "2025-01-20",
            "2025-01-20",
        ),
        ("met", "Putin and Xi met at the Kazan summit.", "2024-10-22", "2024-10-24"),
        ("fell", "Oil prices fell after the U.S. election.", "2024-11-06", "2024-11-09"),
        ("rose", "Rents rose after the Paris Agreement.", "2015-12-13", "2024-11-09"),
    ],
)
def test_knowledge_dates_inaugurations_elections_summits_and_treaties(date_of, word, text, start, end):
    made = date_of(word, text)
    assert (made.start, made.end, made.basis) == (start, end, "knowledge")


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("meet", "Macron will meet the envoy in Berlin."),
        ("signed", "The minister, who had signed the deal, resigned."),
        ("killing", "The camp emptied after the killing of a general."),
        ("failed", "The bank failed several years ago."),
        ("stepped", "Since the election, the rebels have stepped up attacks."),
    ],
)
def test_what_lies_before_or_ahead_without_a_date_never_gets_the_storys_day(date_of, word, text):
    made = date_of(word, text)
    assert made.start is None
    assert made.end is None
    assert made.unresolved["start"]


def test_a_background_year_is_not_the_storys_day(date_of):
    assert (
        date_of("annexed", "Russia, which annexed Crimea in 2014, attacked on Friday.").start == "2014-01-01"
    )
    assert (
        date_of("attacked", "Russia, which annexed Crimea in 2014, attacked on Friday.").start == "2024-11-08"
    )


def test_a_story_without_a_date_has_no_last_resort(date_of):
    made = date_of("attacked", "The army attacked the town.", date=None)
    assert made.start is None
    assert "no date" in made.unresolved["start"]


def test_a_day_that_the_calendar_lacks_is_not_replaced_by_the_storys(date_of):
    made = date_of("met", "They met on 30 February.")
    assert made.start is None
    assert "not a day of the calendar" in made.unresolved["start"]


def test_the_preceding_paragraph_does_not_date_an_event(date_of):
    text = "Police arrested ten men on Monday.\n\nWorkers marched in the capital."
    assert date_of("marched", text).basis == "story date"


def test_every_word_of_a_story_has_a_time_or_a_reason(coder, knowledge):
    text = (
        "Until now, the 1987 treaty, signed in nineteen eighty-seven, has held. On 31 June and every Monday since "
        "the election, talks will fail within weeks. Yesterday? \n\nA year earlier — 12:30 — he left."
    )
    story = dragoman.Story(text=text, date=SATURDAY)
    doc = coder.reading(story)
    found = times(doc, date=SATURDAY)
    for token in doc:
        made = when(doc, story, found, token.i, knowledge=knowledge)
        assert (made.start is not None or made.unresolved["start"]) and (
            made.end is not None or made.unresolved["end"]
        )


# ------------------------------------------------------------------------------------------ what was told before

LEAD = "Rebels shelled the port on Monday, officials said.\n\n"


@pytest.mark.parametrize(
    ("word", "text", "start", "basis"),
    [
        (
            "shelling",
            LEAD + "Aid groups were shocked. The shelling sank two ferries.",
            "2024-11-04",
            "context",
        ),
        (
            "withdrew",
            LEAD + "The ships are old.\n\nThe rebels withdrew to the hills.",
            "2024-11-04",
            "context",
        ),
        ("arrested", LEAD + "Two men were arrested.", "2024-11-04", "context"),
        ("condemned", LEAD + "France condemned the rebels.", SATURDAY, "story date"),
        ("controlled", LEAD + "The rebels have controlled the hills for long.", SATURDAY, "story date"),
        ("bought", LEAD + "The governor bought a yacht.", SATURDAY, "story date"),
    ],
)
def test_the_same_act_and_the_same_actors_keep_the_day_that_was_told(date_of, word, text, start, basis):
    made = date_of(word, text)
    assert (made.start, made.basis) == (start, basis)


def test_a_day_earlier_counts_from_what_was_told_and_not_from_what_is_to_come(date_of):
    text = (
        "The president spoke in Sochi on Thursday. He hopes for talks before the January inauguration.\n\n"
        "A day earlier, his spokesman denied that a call had been planned."
    )
    assert date_of("denied", text).start == "2024-11-06"


@pytest.mark.parametrize(
    ("word", "text", "start", "end"),
    [
        ("resigned", "The mayor resigned shortly before midnight on Wednesday.", "2024-11-06", "2024-11-06"),
        ("arrested", "Dozens were arrested since the strike began in October.", "2024-10-01", SATURDAY),
        ("leave", "The mayor will leave office next month, on 2 December.", "2024-12-02", "2024-12-02"),
        ("held", "A judge held him until a hearing on 20 December.", SATURDAY, SATURDAY),
        ("attack", "A spokesman condemned an attack that killed nine on Monday.", "2024-11-04", "2024-11-04"),
        ("fell", "The mayor fell while he was opening a school on Monday.", "2024-11-04", "2024-11-04"),
        ("fired", "He will sail on 20 December. The first shots were fired at 13:40.", SATURDAY, SATURDAY),
    ],
)
def test_words_around_a_time_bound_it(date_of, word, text, start, end):
    made = date_of(word, text)
    assert (made.start, made.end) == (start, end)
