"""Plain text: the header with its date, the title line, several stories in a file."""

import pytest

BODY = "Russian President Vladimir Putin congratulated the winner. He spoke in Sochi."


@pytest.mark.parametrize(
    "header",
    [
        "date 2024-11-09\n",
        "date 2024-11-09\n\n\n",
        " date 2024-11-09 ",
        "date 2024-11-09 ",
        "\ufeff date 2024-11-09\n",
        "\n\n   date 2024-11-09\r\n\r\n",
        "date: 2024-11-09\n",
        "Date: 9 November 2024\n\n",
        "Date - Nov. 9, 2024\n",
        "DATE 20241109\n",
        "date = 2024-11-09\n",
        "date: 2024-11-09T10:15:00Z\n",
        "date 2024-11-09: ",
        "date 2024-11-09 — ",
        "Published: November 9, 2024\n",
        "published on 9 November 2024\n",
        "Publication date: 2024-11-09\n",
        "2024-11-09\n\n",
        "Saturday, November 9, 2024\n",
    ],
)
def test_a_header_gives_the_date_and_is_no_part_of_the_text(reading, header: str) -> None:
    story = reading.file("a.txt", header + BODY).story
    assert (story.date, story.text, story.unresolved) == ("2024-11-09", BODY, {})


@pytest.mark.parametrize(
    "text",
    [
        "Date palms were planted in Basra. The governor spoke.",
        "date nights are popular. So say they.",
        "On 2024-11-09 the president spoke. He left.",
        "Published reports differ. The ministry denied them.",
        "2024 was a hard year. Many said so.",
        "Source of the fire is unknown. Police said so.",
        "9 November 2024 was a Saturday. It rained.",
    ],
)
def test_a_sentence_that_begins_like_a_header_is_text(reading, text: str) -> None:
    story = reading.file("a.txt", text).story
    assert story.text == text
    assert story.date is None
    assert "header" in story.unresolved["date"]


def test_a_wrong_date_is_named_and_not_replaced(reading) -> None:
    story = reading.file("a.txt", f"date 2024-13-45 {BODY}", date="2020-01-01").story
    assert story.text == BODY
    assert story.date is None
    assert "2024-13-45" in story.unresolved["date"]


def test_a_date_in_words_that_is_none_is_named(reading) -> None:
    story = reading.file("a.txt", f"Date: sometime in autumn\n\n{BODY}").story
    assert story.text == BODY
    assert "sometime in autumn" in story.unresolved["date"]


def test_the_options_fill_only_what_is_missing(reading) -> None:
    story = reading.file("a.txt", BODY, date="2024-01-02", source="Our paper").story
    assert (story.date, story.source, story.unresolved) == ("2024-01-02", "Our paper", {})
    story = reading.file(
        "a.txt", f"date 2024-11-09\nsource: Reuters\n{BODY}", date="2024-01-02", source="X"
    ).story
    assert (story.date, story.source) == ("2024-11-09", "Reuters")


def test_header_lines_give_fields(reading) -> None:
    header = (
        "source: Reuters\ndate: 2024-11-09\nTitle: Putin congratulates\nurl: https://a.example/1\nid: s-17\n"
    )
    story = reading.file("a.txt", header + "language: en\n\n" + BODY).story
    assert story.text == BODY
    assert (story.source, story.date, story.title) == ("Reuters", "2024-11-09", "Putin congratulates")
    assert (story.url, story.id, story.language) == ("https://a.example/1", "s-17", "en")


def test_a_title_line_goes_to_the_title(reading) -> None:
    story = reading.file("a.txt", f"date 2024-11-09\n\nPutin congratulates the winner\n\n{BODY}\n").story
    assert (story.title, story.text) == ("Putin congratulates the winner", BODY)


@pytest.mark.parametrize(
    "first",
    [
        "What Happened:",
        "The ministry denied it.",
        "MOSCOW, Nov 9 (Reuters) -",
        "By Jane Doe of the agency",
        "“We will not leave”",
        "Sochi",
        "x" * 200 + " and more words",
    ],
)
def test_what_is_not_clearly_a_title_stays_in_the_text(reading, first: str) -> None:
    story = reading.file("a.txt", f"date 2024-11-09\n{first}\n\n{BODY}").story
    assert story.title is None
    assert story.text.startswith(first)


def test_a_line_without_an_empty_line_after_it_is_no_title(reading) -> None:
    story = reading.file("a.txt", f"Putin congratulates the winner\n{BODY}").story
    assert story.title is None


def test_section_headings_stay_inside_the_text(reading) -> None:
    text = "Intro sentence here.\n\nWhat Happened: \n\nThe talks failed.\n\nWhy It Matters:\n\nWar looms."
    assert reading.file("a.txt", f"date 2024-11-09 {text}").story.text == text


def test_several_stories_in_a_file(reading) -> None:
    found = reading.file(
        "a.txt",
        "date 2024-11-09\n\nFirst story. It ends.\n\n---\n\ndate 2024-11-10\nSecond story.\n\n"
        "date 2024-11-11\nsource: AP\n\nThird story.\n",
    )
    assert [(s.date, s.text) for s in found.stories] == [
        ("2024-11-09", "First story. It ends."),
        ("2024-11-10", "Second story."),
        ("2024-11-11", "Third story."),
    ]
    assert [item.place for item in found.items] == ["line 1", "line 7", "line 10"]
    assert found.stories[2].source == "AP"


def test_one_story_a_line(reading) -> None:
    found = reading.file("a.txt", "date 2024-11-09 One fell.\ndate 2024-11-10 Two fell.\n")
    assert [(s.date, s.text) for s in found.stories] == [
        ("2024-11-09", "One fell."),
        ("2024-11-10", "Two fell."),
    ]


def test_a_wrapped_sentence_that_reaches_a_date_is_not_cut(reading) -> None:
    text = "They postponed the talks to a later\ndate 2024-12-01 and said no more."
    found = reading.file("a.txt", f"date 2024-11-09 {text}")
    assert found.story.text == text


def test_a_file_without_a_header_is_one_story(reading) -> None:
    text = "They met.\n\ndate 2024-12-01 is the deadline. They know."
    assert reading.file("a.txt", text).story.text == text


def test_a_header_in_another_form_opens_no_story(reading) -> None:
    text = "The programme follows.\n\nDate: 1 December 2024\n\nPlace: Geneva."
    assert reading.file("a.txt", f"date 2024-11-09 {text}").story.text == text


def test_line_ends_and_outer_space_are_made_one_way(reading) -> None:
    assert reading.file("a.txt", " \r\nOne.\r\nTwo.\rThree.\n\n ").story.text == "One.\nTwo.\nThree."


def test_a_header_without_a_story_is_set_aside(reading) -> None:
    assert "text is empty" in reading.file("a.txt", "date 2024-11-09\n").reason


def test_the_id_is_a_hash_of_the_content(reading) -> None:
    one = reading.file("a.txt", f"date 2024-11-09 {BODY}").story
    two = reading.file("b.txt", f"date 2024-11-09\n{BODY}\n").story
    assert one.id == two.id
    assert one.id != reading.file("c.txt", f"date 2024-11-10\n{BODY}\n").story.id


def test_control_characters_do_not_reach_the_text(reading) -> None:
    story = reading.file("a.txt", "One\x00two \x07three. It\x1b[0m ends.").story
    assert story.text == "One two  three. It [0m ends."


def test_a_story_above_the_limit_is_set_aside_and_the_next_is_read(reading) -> None:
    long = "word " * 5000
    found = reading.file(
        "a.txt", f"date 2024-11-09 {long}.\n\ndate 2024-11-10 Short.\n", max_story_chars=1000
    )
    assert [s.text for s in found.stories] == ["Short."]
    assert "1,000" in found.reason


def test_ten_megabytes_are_one_story(reading) -> None:
    text = "date 2024-11-09\n" + "The minister said that talks would go on.\n" * 250_000
    assert len(reading.file("a.txt", text).story.text) > 10_000_000


@pytest.mark.parametrize(
    "header",
    [
        "Putin congratulates the winner\n\nNovember 9, 2024\n\n",
        "Putin congratulates the winner\ndate 2024-11-09\n\n",
        "---\ntitle: Putin congratulates the winner\ndate: 2024-11-09\nauthor: A. Muster\n---\n\n",
        "Title: Putin congratulates the winner\nAuthor: A. Muster\nDate: 9 November 2024\nKeywords: x, y\n\n",
    ],
)
def test_a_title_may_stand_before_the_date(reading, header: str) -> None:
    story = reading.file("a.txt", header + BODY).story
    assert (story.date, story.title, story.text) == ("2024-11-09", "Putin congratulates the winner", BODY)


@pytest.mark.parametrize("header", ["2024-11-09 ", "[2024-11-09] ", "2024-11-09: ", "2024-11-09 - "])
def test_an_iso_date_may_stand_without_its_word(reading, header: str) -> None:
    story = reading.file("a.txt", header + BODY).story
    assert (story.date, story.text) == ("2024-11-09", BODY)
    text = "2024-11-09 was a Saturday. It rained."
    assert reading.file("b.txt", text).story.text == text
