"""Rows and objects: JSON Lines, JSON, CSV, TSV, Parquet; guessed columns, given columns, broken rows."""

import json

import duckdb
import pytest

from dragoman import readers
from dragoman.errors import InputError
from dragoman.readers import objects
from dragoman.readers.fields import GUESSES, column_for

ROW = {"id": "a1", "date": "2024-11-09", "source": "Reuters", "title": "Talks", "text": "They met in Geneva."}


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_json_lines(reading) -> None:
    found = reading.file("a.jsonl", lines(ROW, {**ROW, "id": "a2", "date": None}))
    assert [(s.id, s.date, s.source, s.title, s.text) for s in found.stories] == [
        ("a1", "2024-11-09", "Reuters", "Talks", "They met in Geneva."),
        ("a2", None, "Reuters", "Talks", "They met in Geneva."),
    ]
    assert "'date' is empty" in found.stories[1].unresolved["date"]
    assert [item.place for item in found.items] == ["line 1", "line 2"]
    assert found.notices == [
        f"{found.items[0].input}: columns: text ← text, date ← date, source ← source, title ← title, id ← id"
    ]


def test_a_broken_line_costs_only_itself(reading) -> None:
    found = reading.file(
        "a.jsonl", lines(ROW) + '{"text": "cut off\n' + "[1, 2]\n\n" + lines({**ROW, "id": "a3"})
    )
    assert [s.id for s in found.stories] == ["a1", "a3"]
    assert [r.place for r in found.rejections] == ["line 2", "line 3"]
    assert "not JSON" in found.reasons[0]
    assert "this is a list" in found.reasons[1]
    assert found.rejections[0].excerpt == '{"text": "cut off'


def test_the_first_line_may_be_the_broken_one(reading) -> None:
    data = '{"text": oops}\n' + lines(ROW, ROW)
    for found in (reading.file("a.jsonl", data), reading.stream(data)):
        assert len(found.items) == 2
        assert found.rejections[0].place == "line 1"


def test_an_empty_text_and_a_text_that_is_no_text(reading) -> None:
    found = reading.file(
        "a.jsonl", lines({**ROW, "text": " \n "}, {**ROW, "text": 17}, {**ROW, "text": None})
    )
    assert found.items == []
    assert ["text is empty" in reason for reason in found.reasons] == [True, False, True]
    assert "'text' holds a number" in found.reasons[1]
    assert found.rejections[0].id == "a1"


def test_odd_strings_of_json_do_no_harm(reading) -> None:
    data = (
        b'{"id": "s", "text": "half \\ud800 and \\u0000 nul. \\ud83d\\ude00 whole.", "score": NaN}\n'
        + lines(ROW).encode()
    )
    found = reading.file("a.jsonl", data)
    assert found.stories[0].text == "half \ufffd and   nul. 😀 whole."
    assert len(found.items) == 2


@pytest.mark.parametrize(
    "text",
    [
        "[%s]",
        "\ufeff[\n  %s\n]\n",
        '{"articles": [%s]}',
        '{"status": "ok", "response": {"docs": [%s]}}',
        "%s",
    ],
)
def test_json_in_its_layouts(reading, text: str) -> None:
    data = text % ",\n".join(json.dumps({**ROW, "id": f"a{i}"}, indent=2) for i in range(3))
    found = reading.file("a.json", data)
    assert [s.id for s in found.stories] == ["a0", "a1", "a2"]
    assert reading.stream(data).stories == found.stories


def test_pretty_printed_objects_one_after_another(reading) -> None:
    found = reading.stream("\n".join(json.dumps({**ROW, "id": f"a{i}"}, indent=1) for i in range(3)))
    assert [s.id for s in found.stories] == ["a0", "a1", "a2"]


def test_one_object_is_one_story_even_with_lists_in_it(reading) -> None:
    found = reading.file(
        "a.json", json.dumps({**ROW, "images": [{"caption": "x", "description": "A man."}]}, indent=1)
    )
    assert found.story.id == "a1"


def test_a_broken_entry_of_a_list_costs_only_itself(reading) -> None:
    good = json.dumps(ROW)
    found = reading.file("a.json", f'[{good}, {{"text": tru}}, "word", 5, {good}]')
    assert len(found.items) == 2
    assert [r.place for r in found.rejections] == [f"entry 2 at byte {len(good) + 3}", "entry 3", "entry 4"]


def test_a_list_that_is_cut_off_keeps_what_came_before(reading) -> None:
    data = json.dumps([ROW, {**ROW, "id": "a2"}, ROW])
    found = reading.file("a.json", data[:-40])
    assert [s.id for s in found.stories] == ["a1", "a2"]
    assert "ends in the middle" in found.reason


def test_an_empty_list_is_told(reading) -> None:
    assert "list is empty" in reading.file("a.json", "[]").reason
    assert reading.file("b.json", "{}").rejections


def test_strings_with_brackets_and_quotes_do_not_confuse_the_cutting() -> None:
    import io

    values = [{"a": 'q " ] } \\', "b": [[], {}]}, {"c": "\\"}, [1, "]"], "x", 5, None]
    text = json.dumps(values).encode()
    for size in (1, 2, 7, 1000):

        class Slow(io.BytesIO):
            def read(self, n: int | None = -1) -> bytes:
                return super().read(min(size, n) if n and n > 0 else size)

        cut = [json.loads(piece.data) for piece in objects.pieces(Slow(text), limit=1000, depth=1)]
        assert cut == values


def test_envelopes_are_opened(reading) -> None:
    found = reading.file(
        "a.jsonl", lines({"_id": "e1", "_source": {"body": "They met.", "published": "2024-11-09"}})
    )
    assert (found.story.id, found.story.text, found.story.date) == ("e1", "They met.", "2024-11-09")


def test_an_outlet_that_is_an_object_gives_its_name(reading) -> None:
    row = {
        "source": {"id": None, "name": "BBC News"},
        "content": "They met.",
        "publishedAt": "2024-11-09T23:00:00-05:00",
    }
    story = reading.file("a.jsonl", lines(row)).story
    assert (story.source, story.date) == ("BBC News", "2024-11-09")


def test_html_in_a_column_becomes_text(reading) -> None:
    row = {
        "content": "<p>They met &amp; talked.</p><script>x()</script><p>They left.</p>",
        "title": "A &amp; B",
    }
    story = reading.file("a.jsonl", lines(row)).story
    assert (story.text, story.title) == ("They met & talked.\n\nThey left.", "A & B")


def test_paragraphs_in_a_list_are_one_text(reading) -> None:
    assert reading.file("a.jsonl", lines({"body": ["One.", "Two."]})).story.text == "One.\n\nTwo."


def test_an_unreadable_date_is_named(reading) -> None:
    story = reading.file("a.jsonl", lines({**ROW, "date": "soon"}), date="2024-01-01").story
    assert story.date is None
    assert "'soon'" in story.unresolved["date"]


def test_another_date_does_not_stand_in_for_an_empty_one(reading) -> None:
    story = reading.file(
        "a.jsonl", lines({"text": "They met.", "published": "", "updated": "2024-11-12"})
    ).story
    assert story.date is None


@pytest.mark.parametrize(
    ("name", "field"),
    [("Body", "text"), ("full_text", "text"), ("Article Text", "text"), ("pub_date", "date"), ("publishedAt", "date"),
     ("Publication Date", "date"), ("created_at", "date"), ("timestamp", "date"), ("outlet", "source"),
     ("publisher", "source"), ("domain", "source"), ("headline", "title"), ("link", "url"), ("guid", "id"),
     ("story_id", "id"), ("lang", "language")],
)  # fmt: skip
def test_names_that_are_guessed(name: str, field: str) -> None:
    assert column_for(field, ["other", name]) == name


def test_guesses_are_written_as_they_are_compared() -> None:
    from dragoman.readers.fields import plain

    for names in GUESSES.values():
        assert [plain(name) for name in names] == list(names)
        assert len(set(names)) == len(names)


def test_a_column_map_comes_before_the_guesses(reading) -> None:
    row = {**ROW, "lead": "Another text.", "when": "2024-11-10"}
    story = reading.file("a.jsonl", lines(row), columns={"text": "lead", "date": "When"}).story
    assert (story.text, story.date) == ("Another text.", "2024-11-10")


def test_a_column_map_that_names_no_column(reading) -> None:
    found = reading.file("a.csv", "id,text\n1,They met.\n", columns={"date": "when"})
    assert "'when'" in found.reason
    assert "id, text" in found.reason


def test_a_column_map_for_no_field_is_the_callers_error() -> None:
    with pytest.raises(InputError, match="'colour'"):
        readers.read([], options=readers.Options(columns={"colour": "x"}))


def test_csv(reading) -> None:
    found = reading.file(
        "a.csv",
        'id,Pub_Date,outlet,headline,body\n1,2024-11-09,AFP,"Talks, again",'
        '"They met.\n\nThey ""left""."\n2,,AFP,X,Y came.\n',
    )
    assert found.stories[0].text == 'They met.\n\nThey "left".'
    assert found.stories[0].title == "Talks, again"
    assert [(s.id, s.date, s.source) for s in found.stories] == [
        ("1", "2024-11-09", "AFP"),
        ("2", None, "AFP"),
    ]
    assert [item.place for item in found.items] == ["row 1", "row 2"]
    assert "text ← body, date ← Pub_Date, source ← outlet" in found.notices[0]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.data"])
def test_separators_are_found(reading, separator: str, name: str) -> None:
    rows = [["text", "date"], ["They met, talked; left", "2024-11-09"], ["Nobody came", "2024-11-10"]]
    data = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    found = reading.file(name, "\ufeff" + data)
    assert [s.text for s in found.stories] == ["They met, talked; left", "Nobody came"]


def test_rows_of_the_wrong_width_are_set_aside(reading) -> None:
    found = reading.file(
        "a.csv", "id,text,date\n1,One.,2024-11-09\n2,Two.\n\n3,Three.,2024-11-09,x\n4,Four.,2024-11-09\n"
    )
    assert [s.id for s in found.stories] == ["1", "4"]
    assert [(r.place, r.reason) for r in found.rejections] == [
        ("row 2", "the row has 2 columns, the header 3 (line 3)"),
        ("row 3", "the row has 4 columns, the header 3 (line 5)"),
    ]


def test_a_long_field_is_read(reading) -> None:
    text = "They met. " * 50_000
    assert len(reading.file("a.csv", f'text,date\n"{text}",2024-11-09\n').story.text) == len(text) - 1


def test_a_csv_without_a_text_column_says_what_there_is(reading) -> None:
    found = reading.file("a.csv", "alpha,beta\n1,2\n")
    assert "alpha, beta" in found.reason
    assert "column map" in found.reason


def test_a_csv_without_a_header_is_read_by_numbers(reading) -> None:
    data = "2024-11-09,Reuters,They met.\n2024-11-10,AFP,They left.\n"
    assert "no header row" in reading.file("a.csv", data).reason
    found = reading.file("a.csv", data, columns={"date": "1", "source": "2", "text": "3"})
    assert [(s.date, s.source, s.text) for s in found.stories] == [
        ("2024-11-09", "Reuters", "They met."),
        ("2024-11-10", "AFP", "They left."),
    ]


def test_a_quotation_mark_that_is_missing(reading) -> None:
    found = reading.file(
        "a.csv", 'id,text\n1,Fine.\n2,"Open' + " x" * 5000 + "\n3,Last.\n", max_document_bytes=2000
    )
    assert found.stories[0].text == "Fine."
    assert found.rejections


def test_a_nul_in_a_csv(reading) -> None:
    found = reading.file("a.csv", "id,text\n1,One\0two.\n2,Three.\n")
    assert [s.text for s in found.stories] == ["One two.", "Three."]


def test_parquet(reading) -> None:
    path = reading.folder / "it's.parquet"
    with duckdb.connect() as db:
        db.execute(
            "COPY (SELECT i AS id, 'Story ' || i || ' ends.' AS body, DATE '2024-11-09' + i::INT AS published, "
            "'AFP' AS outlet, [1, 2] AS vector FROM range(1000) t(i)) TO '"
            + str(path).replace("'", "''")
            + "'"
        )
    found = reading.paths(path)
    assert len(found.items) == 1000
    assert found.stories[1].date == "2024-11-10"
    assert (found.stories[0].id, found.stories[0].source) == ("0", "AFP")
    assert "text ← body" in found.notices[0]
    assert reading.stream(path.read_bytes()).stories == found.stories


def test_a_parquet_file_that_is_cut_off(reading) -> None:
    path = reading.folder / "a.parquet"
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT 'They met.' AS text) TO '{path}'")
    found = reading.file("b.parquet", path.read_bytes()[:-20])
    assert "Parquet" in found.reason


def test_a_timestamp_column_keeps_its_day(reading) -> None:
    path = reading.folder / "a.parquet"
    with duckdb.connect() as db:
        db.execute(
            f"COPY (SELECT 'They met.' AS text, TIMESTAMP '2024-11-09 23:30:00' AS published_at) TO '{path}'"
        )
    assert reading.paths(path).story.date == "2024-11-09"


def test_marks_that_are_missing_cost_only_their_own_rows(reading) -> None:
    found = reading.file("a.csv", 'date,text\n2024-11-09,"Open one.\n2024-11-10,Second.\n2024-11-11,Third.\n')
    assert [s.text for s in found.stories] == ["Second.", "Third."]
    assert "not closed" in found.reason
    assert found.rejections[0].place == "line 2"
    found = reading.file(
        "b.csv", 'date,text\n2024-11-09,"Open one.\n2024-11-10,Second.\n2024-11-11,"Third.",x\nd,Last.\n'
    )
    assert "Second." in [s.text for s in found.stories]
    assert found.stories[-1].text == "Last."


def test_quotation_marks_in_a_file_of_tabs_are_text(reading) -> None:
    found = reading.file(
        "a.tsv", 'date\ttext\n2024-11-09\t"No" was the answer.\n2024-11-10\tHe said "yes".\n'
    )
    assert [s.text for s in found.stories] == ['"No" was the answer.', 'He said "yes".']


def test_a_line_that_names_the_separator(reading) -> None:
    assert (
        reading.file("a.csv", "sep=;\ndate;text\n2024-11-09;They met, and left.\n").story.text
        == "They met, and left."
    )


def test_prose_that_begins_like_a_header_row_is_prose(reading) -> None:
    text = "Text, date\n\nThese two words were all that the note said. The police kept it."
    assert reading.file("a.txt", text).story.text == text


def test_columns_of_pandas_and_objects_under_their_ids(reading) -> None:
    columns = {"text": {"0": "One met.", "1": "Two met."}, "date": {"0": "2024-11-09", "1": "2024-11-10"}}
    found = reading.file("a.json", json.dumps(columns))
    assert [(s.text, s.date) for s in found.stories] == [
        ("One met.", "2024-11-09"),
        ("Two met.", "2024-11-10"),
    ]
    found = reading.file("b.json", json.dumps({"x1": ROW, "x2": {**ROW, "id": "a2"}}))
    assert [s.id for s in found.stories] == ["a1", "a2"]
