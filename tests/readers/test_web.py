"""Pages, feeds and web archives."""

# ruff: noqa: E501 - markup and headers stand as they are sent

import gc
import gzip
import io
import json
import warnings
from contextlib import contextmanager

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PARAGRAPHS = (
    "The foreign minister of Ruritania flew to Strelsau on Friday for talks about the border, his office said.",
    "He will meet the prime minister on Saturday, and both are expected to sign an agreement on the shared river.",
    "Officials in the capital declined to say whether the dispute about the islands would be on the agenda.",
)


def page(head: str = "", *, paragraphs=PARAGRAPHS, title: str = "Minister flies to Strelsau") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Herald</title>{head}</head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
    <article><h1>{title}</h1>{body}</article>
    <section class="comments"><h2>Comments</h2><p>user1: First comment here, what a read this was!</p></section>
    <footer>Copyright The Herald. All rights reserved.</footer></body></html>"""


JSON_LD = '<script type="application/ld+json">' + json.dumps(
    {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "BreadcrumbList", "name": "crumbs"},
            {
                "@type": "NewsArticle",
                "headline": "Minister flies to Strelsau",
                "datePublished": "2024-11-08T23:30:00-05:00",
                "dateModified": "2024-11-12T01:00:00Z",
                "publisher": {"@type": "Organization", "name": "The Herald"},
                "url": "https://herald.example/a/1",
                "inLanguage": "en-GB",
            },
        ],
    }
) + "</script>"  # fmt: skip


def test_a_page_with_json_ld(reading) -> None:
    story = reading.file("a.html", page(JSON_LD)).story
    assert story.text == "\n".join(PARAGRAPHS)
    assert (story.title, story.date, story.source) == (
        "Minister flies to Strelsau",
        "2024-11-08",
        "The Herald",
    )
    assert (story.url, story.language) == ("https://herald.example/a/1", "en")


def test_a_page_with_open_graph_alone(reading) -> None:
    head = (
        '<meta property="og:title" content="Minister flies to Strelsau - The Herald">'
        '<meta property="og:site_name" content="The Herald">'
        '<meta property="article:published_time" content="2024-11-08T10:00:00Z">'
    )
    story = reading.file("a.htm", page(head)).story
    assert (story.title, story.date, story.source) == (
        "Minister flies to Strelsau",
        "2024-11-08",
        "The Herald",
    )


def test_a_page_without_a_date_says_so(reading) -> None:
    story = reading.stream(page()).story
    assert story.date is None
    assert "date of publication" in story.unresolved["date"]
    assert "comment" not in story.text


def test_a_page_without_an_article_is_set_aside(reading) -> None:
    assert (
        "no article"
        in reading.file("a.html", "<html><body><nav><a href='/'>Home</a></nav></body></html>").reason
    )
    assert reading.file("b.html", "<html></html>").rejections


def test_a_compressed_page(reading) -> None:
    assert reading.file("a.html.gz", gzip.compress(page(JSON_LD).encode())).story.date == "2024-11-08"


def test_broken_markup_does_no_harm(reading) -> None:
    for data in ("<html>" + "<div>" * 20_000, "<p><b><i>" * 3000 + PARAGRAPHS[0], "<!DOCTYPE html><\0>\0<p>"):
        found = reading.file("a.html", data)
        assert len(found.items) + len(found.rejections) >= 1


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Herald</title>
<language>en-us</language>
<item><title>Talks &amp; more</title><link>https://herald.example/1</link><guid>g1</guid>
<pubDate>Fri, 08 Nov 2024 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>They met in Strelsau.</p><p>They left.</p>]]></content:encoded></item>
<item><title>Second</title><guid>g2</guid><description>&lt;p&gt;Only a summary.&lt;/p&gt;</description></item>
<item><title>Third has no text</title><guid>g3</guid></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Herald</title>
<entry><id>urn:1</id><title>Talks</title><published>2024-11-09T01:00:00+03:00</published><updated>2024-11-20T00:00:00Z</updated>
<link href="https://herald.example/1"/><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p><p>They left.</p></div></content></entry></feed>"""


def test_rss(reading) -> None:
    found = reading.file("feed.xml", RSS)
    first, second = found.stories
    assert (first.text, first.title, first.date) == (
        "They met in Strelsau.\n\nThey left.",
        "Talks & more",
        "2024-11-08",
    )
    assert (first.source, first.url, first.id, first.language) == (
        "The Herald",
        "https://herald.example/1",
        "g1",
        "en",
    )
    assert (second.text, second.date) == ("Only a summary.", None)
    assert "no date" in second.unresolved["date"]
    assert (found.rejections[0].place, found.rejections[0].id) == ("entry 3", "g3")


def test_atom(reading) -> None:
    story = reading.stream(ATOM).story
    assert (story.text, story.date, story.id) == ("They met.\n\nThey left.", "2024-11-09", "urn:1")


def test_a_feed_without_entries_and_a_feed_that_is_cut(reading) -> None:
    assert (
        "no entries"
        in reading.file("a.rss", '<rss version="2.0"><channel><title>x</title></channel></rss>').reason
    )
    found = reading.file("b.xml", RSS[: RSS.index("<item><title>Third")])
    assert len(found.items) == 2
    assert any("well-formed" in notice for notice in found.notices)


def record(
    writer: WARCWriter, url: str, body: bytes, mime: str = "text/html", status: str = "200 OK", **headers
) -> None:
    http = StatusAndHeaders(status, [("Content-Type", mime), *headers.items()], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
    )


@contextmanager
def written(*, compressed: bool = False):
    """Give a writer and what it writes; warcio leaves its temporary files to the garbage collector."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield WARCWriter(out, gzip=compressed), out
        gc.collect()


def archive(*, compressed: bool = False) -> bytes:
    with written(compressed=compressed) as (writer, out):
        fill(writer)
    return out.getvalue()


def fill(writer: WARCWriter) -> None:
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    record(writer, "https://herald.example/a/1", page(JSON_LD).encode())
    record(writer, "https://herald.example/x.png", b"\x89PNG", "image/png")
    record(writer, "https://herald.example/gone", page().encode(), status="404 Not Found")
    record(writer, "https://herald.example/2", gzip.compress(page(title="Another story here").encode()),
           "text/html; charset=utf-8", **{"Content-Encoding": "gzip"})  # fmt: skip
    record(writer, "https://herald.example/3.txt", b"date 2024-11-09 Plain words stand here.", "text/plain")


@pytest.mark.parametrize("compressed", [False, True])
def test_a_web_archive(reading, compressed: bool) -> None:
    found = reading.file("a.warc.gz" if compressed else "a.warc", archive(compressed=compressed))
    assert [(s.url, s.date) for s in found.stories] == [
        ("https://herald.example/a/1", "2024-11-08"),
        ("https://herald.example/2", None),
        ("https://herald.example/3.txt", "2024-11-09"),
    ]
    assert "when it was fetched" in found.stories[1].unresolved["date"]
    assert found.rejections == []
    assert found.items[0].place.startswith("record 2 at byte ")
    assert "1 warcinfo" in found.notices[-1]
    assert "1 status 404" in found.notices[-1]


def test_a_wrong_length_costs_only_its_record(reading) -> None:
    data = archive()
    start = data.index(b"Content-Length", data.index(b"herald.example/a/1"))
    line_end = data.index(b"\r\n", start)
    length = int(data[start + 15 : line_end])
    for wrong in (length + 700, length - 300, 10**9, 0):
        broken = data[:start] + f"Content-Length: {wrong}".encode() + data[line_end:]
        found = reading.file("a.warc", broken)
        assert [s.url for s in found.stories] == [
            "https://herald.example/2",
            "https://herald.example/3.txt",
        ], wrong
        assert found.rejections


def test_bytes_between_records_are_passed_over(reading) -> None:
    data = archive()
    start = data.index(b"WARC/1.", data.index(b"herald.example/a/1"))
    found = reading.file("a.warc", data[:start] + b"rubbish\r\n\x00\xff more\r\n" + data[start:])
    assert len(found.items) == 3
    assert "no record" in found.reason


def test_an_archive_that_is_cut_off(reading) -> None:
    data = archive()
    found = reading.file("a.warc", data[: data.index(b"Plain words")])
    assert [s.url for s in found.stories] == ["https://herald.example/a/1", "https://herald.example/2"]
    assert "ends in the middle" in found.reason


def test_a_damaged_member_of_a_compressed_archive(reading) -> None:
    data = bytearray(archive(compressed=True))
    starts = [i for i in range(len(data)) if data[i : i + 3] == b"\x1f\x8b\x08"]
    data[starts[1] + 60 : starts[1] + 120] = bytes(60)
    found = reading.file("a.warc.gz", bytes(data))
    assert {"https://herald.example/2", "https://herald.example/3.txt"} <= {s.url for s in found.stories}
    assert any("damaged" in reason for reason in found.reasons)


def test_an_archive_without_pages_says_what_it_holds(reading) -> None:
    with written() as (writer, out):
        record(writer, "https://herald.example/x.png", b"\x89PNG", "image/png")
    assert "1 image/png" in reading.file("a.warc", out.getvalue()).reason


def test_an_arc_file(reading) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(JSON_LD).encode()
    head = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 127.0.0.1 20241120000000 text/plain %d\n%s\n" % (len(head), head)
    data += b"https://herald.example/a b 127.0.0.1 20241120000000 text/html %d\n%s\n" % (len(body), body)
    found = reading.file("a.arc", data)
    assert (found.story.date, found.story.url) == ("2024-11-08", "https://herald.example/a%20b")


def test_third_party_parsers_are_quiet(reading, capfd) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, data in (("a.html", page()), ("a.xml", RSS), ("a.warc", archive())):
            reading.file(name, data)
    assert capfd.readouterr() == ("", "")
