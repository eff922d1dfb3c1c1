"""What the user names: files, folders, standard input, addresses; and what cannot be read."""

# ruff: noqa: E501 - markup and headers stand as they are sent

import http.server
import io
import os
import socket
import subprocess
import sys
import threading
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman import readers
from dragoman.errors import FetchError, InputError
from dragoman.readers import inputs, registry

STORY = "date 2024-11-09 They met in Geneva."


def test_a_folder_is_read_wholly_and_in_order(reading) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        ".hidden.txt",
        ".git/config",
        "c/.x/y.txt",
        "b/deep/er/3.jsonl",
    ):
        path = reading.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"text": "They met."}\n' if name.endswith("jsonl") else STORY)
    found = reading.paths(reading.folder)
    names = [Path(item.input).relative_to(reading.folder).as_posix() for item in found.items]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "b/deep/er/3.jsonl"]
    assert found.rejections == []


def test_links_in_a_circle_end(reading) -> None:
    (reading.folder / "in").mkdir()
    (reading.folder / "in" / "a.txt").write_text(STORY)
    (reading.folder / "in" / "loop").symlink_to(reading.folder)
    (reading.folder / "in" / "self").symlink_to(reading.folder / "in" / "self")
    found = reading.paths(reading.folder)
    assert len(found.items) == 1
    assert "cannot be read" in found.reason


def test_an_empty_folder_and_odd_things_in_a_folder(reading) -> None:
    assert "no file" in reading.paths(reading.folder).reason
    os.mkfifo(reading.folder / "pipe")
    assert "pipe" in reading.paths(reading.folder).reason


def test_missing_and_unreadable_files_do_not_stop_the_others(reading) -> None:
    good = reading.folder / "good.txt"
    good.write_text(STORY)
    locked = reading.folder / "locked.txt"
    locked.write_text(STORY)
    locked.chmod(0)
    found = reading.paths(reading.folder / "none.txt", locked, "with\0nul", "x" * 5000, good)
    assert found.items[-1].input == str(good)
    assert found.reasons[0] == "no such file or folder"
    assert found.rejections[0].input == str(reading.folder / "none.txt")
    if os.geteuid() != 0:
        assert "permission denied" in found.reasons[1]


def test_an_error_of_the_disk_is_a_rejection(reading, monkeypatch) -> None:
    (reading.folder / "a.txt").write_text(STORY)

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert reading.paths(reading.folder / "a.txt").reason == "the file cannot be read (permission denied)"


def test_an_error_in_the_middle_keeps_what_came_before(reading) -> None:
    class Failing(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += 1
            if self.given > 3:
                raise OSError(5, "Input/output error")
            return b'{"text": "They met."}\n' * 10_000

    found = reading.paths("-", stdin=Failing())
    assert len(found.items) > 10_000
    assert "input/output error" in found.reasons[-1]


def test_standard_input_is_found_out(reading) -> None:
    assert reading.stream(STORY).story.date == "2024-11-09"
    found = reading.stream('{"text": "They met.", "date": "2024-11-09"}\n' * 2)
    assert [item.input for item in found.items] == ["-", "-"]
    assert "id,text" not in reading.stream("id,text\n1,They met.\n").story.text


def test_standard_input_of_the_process() -> None:
    code = "from dragoman import readers; print(*[i.story.text for i in readers.read(['-'])])"
    done = subprocess.run([sys.executable, "-c", code], input=STORY.encode(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "They met in Geneva."


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdftotext"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "Word"),
        (b"PK\x03\x04" + bytes(200), "unpack"),
        (b"a.txt" + bytes(252) + b"ustar\x0000" + bytes(300), "tar"),
        (b"SQLite format 3\0" + bytes(100), "export"),
        (b"{\\rtf1\\ansi They met.}", "RTF"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
@pytest.mark.parametrize("name", ["a", "a.txt", "a.csv"])
def test_what_is_no_text_is_named_with_its_cure(reading, head: bytes, words: str, name: str) -> None:
    found = reading.file(name, head)
    assert found.items == []
    assert words in found.reason or name == "a.csv"


def test_an_empty_file(reading) -> None:
    assert reading.file("a.jsonl", b"").reason == "the file is empty"
    assert "white space" in reading.file("b.txt", b" \n\n").reason


def test_content_comes_before_the_name(reading) -> None:
    assert (
        reading.file("a.csv", '{"text": "They met."}\n{"text": "They left."}\n').stories[1].text
        == "They left."
    )
    assert reading.file("a.json", STORY).rejections
    assert reading.file("a.dat", STORY).story.text == "They met in Geneva."
    assert reading.file("a.txt", "id,date,text\n1,2024-11-09,They met.\n").story.id == "1"


def test_a_format_can_be_forced(reading) -> None:
    assert (
        reading.file("a.jsonl", '{"text": "They met."}', format="text").story.text == '{"text": "They met."}'
    )
    with pytest.raises(InputError, match=r"'docx'.*jsonl"):
        readers.read([], options=readers.Options(format="docx"))


@pytest.mark.parametrize("options", [{"date": "9 November"}, {"date": "2024-02-30"}, {"encoding": "klingon"}])
def test_options_that_cannot_be_are_refused_at_the_call(options: dict[str, str]) -> None:
    with pytest.raises(InputError, match=next(iter(options.values()))):
        readers.read([], options=readers.Options(**options))


def test_one_path_may_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert len(list(readers.read(tmp_path / "a.txt"))) == 1  # type: ignore[arg-type]


def test_the_listing_of_formats() -> None:
    listed = readers.formats()
    assert [form.name for form in listed] == [
        "text", "jsonl", "json", "ninjs", "csv", "parquet", "html", "feed", "warc", "nitf", "newsml1", "newsml-g2",
        "wire", "xml",
    ]  # fmt: skip
    assert all(form.what and form.extensions for form in listed)


def test_every_format_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "inputs.md").read_text(encoding="utf-8")
    for form in readers.formats():
        assert f"`{form.name}`" in text, form.name


def test_importing_the_readers_loads_no_parser() -> None:
    heavy = ("lxml", "trafilatura", "feedparser", "warcio", "duckdb", "zstandard", "charset_normalizer")
    code = f"import sys, dragoman.readers; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def third_party(**parts: object) -> SimpleNamespace:
    def read(stream, context):
        for number, line in enumerate(stream, start=1):
            yield context.item(f"stanza {number}", text=line.decode().removeprefix("%%"), date="2024-11-09")

    known = {"NAME": "stanzas", "WHAT": "lines that begin with %%", "EXTENSIONS": (".st",),
             "sniff": lambda head, name: 0.99 if head.startswith(b"%%") else 0.0, "read": read}  # fmt: skip
    return SimpleNamespace(**{**known, **parts})


def install(monkeypatch, *formats: object) -> None:
    class Point:
        def __init__(self, loaded: object) -> None:
            self.name = "stanzas"
            self.dist = SimpleNamespace(name="their-package")
            self.loaded = loaded

        def load(self) -> object:
            if isinstance(self.loaded, Exception):
                raise self.loaded
            return self.loaded

    monkeypatch.setattr(
        registry.importlib.metadata,
        "entry_points",
        lambda *, group: [Point(f) for f in formats if group == registry.GROUP],
    )


def test_a_format_of_another_package(reading, monkeypatch) -> None:
    install(monkeypatch, third_party())
    found = reading.file("a.txt", "%%They met.\n%%They left.\n")
    assert [(i.place, i.story.text) for i in found.items] == [
        ("stanza 1", "They met."),
        ("stanza 2", "They left."),
    ]
    assert readers.formats()[-1].name == "stanzas"


def test_a_format_of_another_package_that_fails(reading, monkeypatch) -> None:
    def read(stream, context):
        yield context.item("stanza 1", text="They met.")
        raise RuntimeError("a bug")

    install(monkeypatch, third_party(read=read))
    found = reading.file("a.txt", "%%")
    assert found.story.text == "They met."
    assert found.reason == "reading stopped (RuntimeError: a bug); what came before was kept"


def test_a_sniffer_that_fails_is_not_sure(reading, monkeypatch) -> None:
    install(monkeypatch, third_party(sniff=lambda head, name: 1 / 0))
    assert reading.file("a.txt", STORY).story.date == "2024-11-09"


def test_a_package_that_is_broken_is_named(monkeypatch) -> None:
    install(monkeypatch, ImportError("no module x"))
    with pytest.raises(InputError, match="their-package"):
        readers.read([])
    install(monkeypatch, SimpleNamespace(NAME="x"))
    with pytest.raises(InputError, match="sniff"):
        readers.read([])


def test_the_group_of_entry_points_has_its_name() -> None:
    assert EntryPoint(name="x", value="y", group=registry.GROUP).group == "dragoman.readers"


@pytest.fixture
def server():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/gone":
                self.send_error(404, "Not Found")
                return
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/a.txt")
                self.end_headers()
                return
            body = STORY.replace("Geneva", "Zürich").encode("latin-1")
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=iso-8859-1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}"
        made.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def test_an_address_is_fetched_when_it_is_given(reading, server: str) -> None:
    for path in ("/a.txt", "/moved"):
        story = reading.paths(server + path).story
        assert (story.text, story.date) == ("They met in Zürich.", "2024-11-09")
        assert story.url == server + "/a.txt"


def test_an_address_that_fails_is_a_rejection_with_the_cause(reading, server: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
    found = reading.paths(
        server + "/gone", closed, "http://[bad/", "http://127.0.0.1:1/a b", server + "/a.txt"
    )
    assert len(found.items) == 1
    assert "404" in found.reasons[0]
    assert "no connection" in found.reasons[1]
    assert found.rejections[1].input == closed
    with pytest.raises(FetchError, match="404"):
        inputs.fetch(server + "/gone")


def test_a_server_that_is_silent(reading) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        found = reading.paths(f"http://127.0.0.1:{silent.getsockname()[1]}/", fetch_timeout=0.2)
    assert "fetched" in found.reason or "no answer" in found.reason or "no connection" in found.reason


def test_an_address_inside_an_input_is_never_fetched(reading, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = '<html><head><link rel="canonical" href="http://a.example/"><script src="http://a.example/x.js"></script></head><body>'
    reading.file(
        "a.html", page + "<p>They met in Geneva on Friday, and spoke for an hour or more.</p></body></html>"
    )
    reading.file(
        "a.xml",
        '<!DOCTYPE nitf SYSTEM "http://a.example/nitf.dtd"><nitf><body><body.content><p>They met.</p></body.content></body></nitf>',
    )
    reading.file(
        "b.xml",
        '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://a.example/rss.dtd"><rss version="2.0"><channel/></rss>',
    )
