"""Bytes are decoded by their mark, their declaration, or what they are; one bad byte never ends anything."""

# ruff: noqa: E501 - markup and headers stand as they are sent

import codecs
import json

import pytest

WORDS = "Müller und Škoda trafen sich in Zürich. Der Präsident sagte „nein“."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings(reading, encoding: str) -> None:
    found = reading.file("a.txt", f"date 2024-11-09 {WORDS}".encode(encoding))
    assert (found.story.text, found.story.date) == (WORDS, "2024-11-09")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_tables_in_wide_encodings(reading, encoding: str) -> None:
    assert reading.file("a.csv", f"id,text\n1,{WORDS}\n".encode(encoding)).story.text == WORDS
    row = json.dumps({"text": WORDS}, ensure_ascii=False) + "\n"
    assert [s.text for s in reading.file("a.jsonl", (row * 2).encode(encoding)).stories] == [WORDS, WORDS]
    assert reading.file("a.json", f"[{row}]".encode(encoding)).story.text == WORDS


def test_windows_1252_is_found_even_late_in_a_file(reading) -> None:
    text = "Plain words stand here.\n" * 30_000 + "The café’s owner said “no”. Señor Peña left."
    found = reading.file("a.txt", text.encode("cp1252"))
    assert found.story.text == text
    assert "cp1252" in found.notices[0]


def test_one_bad_byte_in_utf8_is_replaced_with_a_notice(reading) -> None:
    data = f"Zürich first. {WORDS}\n".encode() + b"A bad \xff byte. Zurich again.\n"
    found = reading.file("a.txt", data)
    assert "A bad \ufffd byte." in found.story.text
    assert WORDS in found.story.text
    assert "U+FFFD" in found.notices[0]


def test_one_bad_byte_costs_no_other_line(reading) -> None:
    rows = [json.dumps({"id": str(i), "text": WORDS}, ensure_ascii=False).encode() for i in range(3)]
    rows[1] = rows[1].replace("Š".encode(), b"\xc5")
    found = reading.file("a.jsonl", b"\n".join(rows))
    assert [s.text == WORDS for s in found.stories] == [True, False, True]
    assert "line 2" in found.notices[-1]


def test_an_encoding_can_be_forced(reading) -> None:
    cyrillic = "Президент встретился с министром."
    assert reading.file("a.txt", cyrillic.encode("koi8-r"), encoding="koi8-r").story.text == cyrillic
    assert (
        reading.file("a.csv", f"id,text\n1,{cyrillic}\n".encode("cp1251"), encoding="cp1251").story.text
        == cyrillic
    )


def test_a_declared_encoding_of_xml_and_html_is_obeyed(reading) -> None:
    body = "Příliš žluťoučký kůň úpěl. " * 20
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2"><title>x</title></head>'
        f"<body><article><p>{body}</p><p>{body}</p></article></body></html>"
    )
    assert "Příliš žluťoučký" in reading.file("a.html", page.encode("iso-8859-2")).story.text
    nitf = f'<?xml version="1.0" encoding="windows-1250"?><nitf><body><body.content><p>{body}</p></body.content></body></nitf>'
    assert reading.file("a.xml", nitf.encode("cp1250")).story.text == body.strip()


def test_a_declaration_that_lies_does_no_harm(reading) -> None:
    nitf = f'<?xml version="1.0" encoding="utf-16"?><nitf><body><body.content><p>{WORDS}</p></body.content></body></nitf>'
    assert reading.file("a.xml", nitf.encode()).story.text == WORDS


def test_misread_windows_characters_are_mended(reading) -> None:
    assert reading.file("a.txt", "It\x92s \x93fine\x94.").story.text == "It’s “fine”."


def test_a_mark_alone_is_an_empty_file(reading) -> None:
    assert "white space" in reading.file("a.txt", codecs.BOM_UTF8 + b" \n").reason
