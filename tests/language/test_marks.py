"""Quotation marks of every style, and what only looks like one."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.marks import marked, paragraphs


def quoted(text):
    return [text[one.start : one.end] for one in marked(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ('"We left," she said.', ['"We left,"']),
        ("“We left,” she said.", ["“We left,”"]),
        ("''We left,'' she said. ``And they stayed.''", ["''We left,''", "``And they stayed.''"]),
        ("«We left», she said.", ["«We left»"]),
        ("»We left«, she said. »They stayed«", ["»We left«", "»They stayed«"]),
        ("„We left“, she said, „and they stayed”.", ["„We left“", "„and they stayed”"]),
        ("‘We left,’ she said.", ["‘We left,’"]),
        ("'We left,' she said.", ["'We left,'"]),
        ("She said (\"no\") and—\"yes\"—then \"maybe\".", ['"no"', '"yes"', '"maybe"']),
        ("“Straight at one end\", she said.", ['“Straight at one end"']),
        ('The mast was 6\'2" high and "new".', ['"new"']),
    ],
)  # fmt: skip
def test_a_quotation_stands_between_marks_of_its_style(text, pieces):
    assert quoted(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "The workers' pay and the miners' homes were the union's concern.",
        "The workers’ pay and the miners’ homes were the union’s concern.",
        "It's what they'd have done in the '90s, 'cause they couldn't wait.",
        "Rock ’n’ roll of the ’60s: give ’em a chance.",
        "No marks at all.",
        "",
    ],
)
def test_an_apostrophe_is_no_mark(text):
    assert quoted(text) == []


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("“She called it ‘a farce’ twice,” he said.", "“She called it ‘a farce’ twice,”", "‘a farce’"),
        ("\"She called it 'a farce' twice,\" he said.", "\"She called it 'a farce' twice,\"", "'a farce'"),
        ("‘She called it “a farce”,’ he said.", "‘She called it “a farce”,’", "“a farce”"),
        ('"The so-called "farce" is over," he said.', '"The so-called "farce" is over,"', '"farce"'),
        ("“The workers’ pay is ‘a farce’,” he said.", "“The workers’ pay is ‘a farce’,”", "‘a farce’"),
    ],
)
def test_a_quotation_in_a_quotation_knows_where_it_stands(text, outer, inner):
    found = marked(text)
    assert quoted(text) == [outer, inner]
    assert [one.inside for one in found] == [None, 0]


def test_a_plural_owner_does_not_end_a_single_quotation():
    assert quoted("‘The workers’ pay is low,’ she said.") == ["‘The workers’ pay is low,’"]


def test_marks_before_each_paragraph_make_one_quotation():
    text = "“First.\n\n“Second.\n\n“Third,” she said. “Fourth.”"
    found = marked(text)
    assert quoted(text) == ["“First.", "“Second.", "“Third,”", "“Fourth.”"]
    assert [one.continues for one in found] == [None, 0, 1, None]
    assert [one.closed for one in found] == [False, False, True, True]


def test_a_quotation_may_run_on_without_a_new_mark():
    found = marked('"First.\n\nSecond," she said.')
    assert [one.continues for one in found] == [None, 0]


def test_a_lost_mark_does_not_turn_the_rest_of_the_story_inside_out():
    text = 'He said: "We lost it.\n\nThe bridge fell. "Nobody was hurt," she said. "Nobody."'
    assert quoted(text) == ['"We lost it.', '"Nobody was hurt,"', '"Nobody."']
    text = "“We lost it, he said. Then “nobody was hurt,” she said."
    assert quoted(text) == ["“nobody was hurt,”"]


def test_blank_lines_and_ended_lines_part_paragraphs_and_wrapped_lines_do_not():
    text = "One line\nand the same.\nAnother.\n\nA third"
    assert [text[a:b].strip() for a, b in paragraphs(text)] == [
        "One line\nand the same.",
        "Another.",
        "A third",
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            '"',
            "“",
            "”",
            "''",
            "``",
            "'",
            "‘",
            "’",
            "«",
            "»",
            "„",
            "a",
            "s",
            " ",
            ", ",
            ". ",
            "\n",
            "\n\n",
            "it's",
            "1",
        ]
    ),
    max_size=60,
).map("".join)


@given(PIECES | st.text(max_size=80))
def test_pieces_lie_in_the_text_and_never_cross(text):
    found = marked(text)
    for number, one in enumerate(found):
        assert 0 <= one.start < one.end <= len(text)
        if one.inside is not None:
            outer = found[one.inside]
            assert one.inside < number
            assert outer.start <= one.start and one.end <= outer.end
        if one.continues is not None:
            assert one.continues < number and not found[one.continues].closed
    for a, b in itertools.pairwise(found):
        assert b.start >= a.start
        assert b.start >= a.end or b.end <= a.end


@pytest.mark.parametrize("piece", ['"', "‘", "“a ", "'s ", "’ ", "“‘", '\n"a', "a\n"])
def test_time_is_linear_in_the_text(piece):
    def seconds(n):
        start = time.perf_counter()
        marked(piece * n)
        return time.perf_counter() - start

    seconds(1_000)
    short, long = min(seconds(5_000) for _ in range(3)), seconds(50_000)
    assert long < 40 * short + 0.5
