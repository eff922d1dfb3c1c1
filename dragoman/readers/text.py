"""Plain text: a header if there is one, a title if it is clearly one, and the story.

The header stands at the very beginning (white space and a byte order mark before it do not matter) and opens with
a date: ``date 2024-11-09``, ``Date: 9 November 2024``, or a date alone on its line; the story may follow on the
same line. Lines ``source:``, ``title:``, ``url:``, ``id:`` and ``language:`` may stand with it. The header is no
part of the text.

A file holds several stories when its first line is a date header and more such headers, in the same form, begin
lines after it: each opens a new story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from dragoman.readers import dates
from dragoman.readers.base import Context, Output
from dragoman.readers.encodings import LineDecoder
from dragoman.readers.streams import long_lines

__all__ = ["EXTENSIONS", "NAME", "WHAT", "Text", "parse", "read", "sniff"]

NAME = "text"
WHAT = "plain text, with an optional header `date 2024-11-09` and title; one story or several in a file"
EXTENSIONS = (".txt", ".text", ".md", ".story")

_KEYS = {
    "source": "source", "outlet": "source", "publisher": "source", "publication": "source",
    "title": "title", "headline": "title",
    "url": "url", "link": "url",
    "id": "id", "story id": "id",
    "language": "language", "lang": "language",
}  # fmt: skip
_DATE_KEY = re.compile(
    r"\s*(?P<key>dated?|published(?: on)?|pub(?:lication)?[ _-]?date|day)(?P<sep>\s*[:=–—-]\s*|\s+)",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\s*(?P<key>" + "|".join(_KEYS) + r")\s*[:=]\s*(?P<value>\S.*?)\s*$", re.IGNORECASE)
_IGNORED = re.compile(
    r"\s*(?:authors?|byline|section|category|categories|keywords|tags|subtitle)\s*:\s", re.IGNORECASE
)
_ISO = re.compile(r"\s*\[?(\d{4}-\d{2}-\d{2})\]?\s*[:|–—-]?\s+(?=[A-Z\"“‘'])")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\d{8}\b")
_AFTER_DATE = re.compile(r"\s*(?:[|:;,.]|[-–—]{1,2})?(?:\s+|$)")
_RULE = re.compile(r"\s*([-=*_#~])\1{2,}\s*$")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*\s*$""")
_TITLE_MAX = 160


class Text(msgspec.Struct):
    """A story as it stands in a text.

    Attributes:
        text: the story without header and title line.
        date: the date as a day, or as written where it is no day.
        fields: source, title, url, id, language, as far as given.
    """

    text: str
    date: str | None = None
    fields: dict[str, str] = {}


class _Header(msgspec.Struct):
    """A line that opens a header with a date: the date, what follows, and the form that others must share."""

    date: str
    rest: str
    form: str


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes are text: anything without control characters is, but any other format comes first."""
    sample = head[:8192]
    # Latin-1 text has high bytes, binary data has low ones too
    low = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\x0c\x1b\x1a")
    if low > max(2, len(sample) // 50):
        return 0.0
    return 0.3 if name.endswith(EXTENSIONS) else 0.15


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story, or the stories, of a text."""
    limit = context.options.max_story_chars
    for start, lines, size in _stories(stream, context):
        place = f"line {start}"
        if size > limit:
            yield context.reject(
                f"the story has more than {limit:,} characters; raise max_story_chars, or split it",
                place=place,
                text="\n".join(lines[:20]),
            )
            continue
        found = parse("\n".join(lines), day_first=context.options.day_first)
        yield context.item(
            place,
            text=found.text,
            date=found.date,
            url=found.fields.get("url") or context.url,
            no_date="the text has no header `date YYYY-MM-DD`",
            **{key: found.fields.get(key) for key in ("id", "source", "title", "language")},
        )


def parse(text: str, *, day_first: bool | None = None) -> Text:
    """Divide a text into header, title and story.

    Args:
        text: the whole text of one story.
        day_first: how to read ``03/04/2024``.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n\x0b\x0c\xa0").split("\n")
    found = Text(text="")
    at = start = _title_before_date(lines, found, day_first)
    while at < len(lines):
        line = lines[at]
        if not line.strip() or (_RULE.match(line) and (at == 0 or found.date or found.fields)):
            at += 1  # a rule frames a header in Markdown
            continue
        if found.date is None and (header := _date_header(line, day_first, first=at == start)):
            found.date = header.date
            if header.rest:
                lines[at] = header.rest
                break
            at += 1
            continue
        if (found.date or found.fields) and _IGNORED.match(line):
            at += 1
            continue
        match = _FIELD.match(line)
        key = _KEYS[" ".join(match["key"].lower().split())] if match else None
        if match is None or key is None or key in found.fields or len(line) > 2000:
            break
        found.fields[key] = match["value"]
        at += 1
    body = lines[at:]
    if "title" not in found.fields and (title := _title(body)):
        found.fields["title"] = title
        body = body[1:]
    found.text = "\n".join(body).strip()
    return found


def _date_header(line: str, day_first: bool | None, *, first: bool) -> _Header | None:
    """Read a line as the date line of a header; ``None`` if it is not one.

    ``date 2024-11-09 …``, ``Date: Nov. 9, 2024``, on the first line also a date alone.
    """
    match = _DATE_KEY.match(line)
    if match is None:
        start = len(line) - len(line.lstrip())
        if first and (iso := _ISO.match(line)) and dates.read_day(iso[1])[0]:
            return _Header(date=iso[1], rest=line[iso.end() :].lstrip(), form="bare")
        found = dates.match_day(line, start, day_first=day_first) if first else None
        if found is None or line[dates.match_time(line, found[1]) :].strip():
            return None
        return _Header(date=found[0], rest="", form="bare")
    colon = bool(match["sep"].strip())
    form = " ".join(match["key"].lower().split()) + (":" if colon else "")
    found = dates.match_day(line, match.end(), day_first=day_first)
    if found is not None:
        end = dates.match_time(line, found[1])
        after = _AFTER_DATE.match(line, end)
        rest = line[after.end() :].lstrip() if after else ""
        # "Published 9 November 2024 the report …" is a sentence; only "date" may go without a colon
        if after is not None and (not rest or colon or form in ("date", "dated")):
            return _Header(date=found[0], rest=rest, form=form)
    value = line[match.end() :].lstrip()
    # a date that is none: 2024-13-45; it is still the header, and the reason will name it
    wrong = _DATE_LIKE.match(value)
    if wrong is not None and (after := _AFTER_DATE.match(value, wrong.end())):
        return _Header(date=wrong[0], rest=value[after.end() :].lstrip(), form=form)
    if colon and value and len(value) <= 60 and not _SENTENCE_END.search(value):
        return _Header(date=value.strip(), rest="", form=form)
    return None


def _title_before_date(lines: list[str], found: Text, day_first: bool | None) -> int:
    """Take a title line that stands before a date line of its own; give the number of lines taken."""
    if (
        not _titlelike(lines[0].strip())
        or _FIELD.match(lines[0])
        or _date_header(lines[0], day_first, first=True)
    ):
        return 0
    below = next((number for number, line in enumerate(lines[1:4], start=1) if line.strip()), None)
    header = _date_header(lines[below], day_first, first=True) if below else None
    if below is None or header is None or header.rest or dates.read_day(header.date)[0] is None:
        return 0
    found.fields = {"title": lines[0].strip()}
    return below


def _titlelike(line: str) -> bool:
    words = line.split()
    return (
        len(words) >= 3
        and len(line) <= _TITLE_MAX
        and line[-1] not in ".:;,-–—=)"
        and not line.lower().startswith(("by ", "- ", "* ", "• ", "http://", "https://"))
    )


def _title(body: list[str]) -> str | None:
    """Give the title line: short, no full stop, an empty line after it, then sentences."""
    line = body[0].strip() if body else ""
    if len(body) < 3 or body[1].strip() or not _titlelike(line):
        return None
    rest = "\n".join(body[2:]).strip()
    # quoted speech on a line of its own is part of the story, and so is a line among lines without sentences
    if line[0] in "\"“'‘" and line[-1] in "\"”'’":
        return None
    first = rest.split("\n\n", 1)[0]
    return line if len(rest) > len(line) and _SENTENCE_END.search(first) else None


def _stories(stream: BinaryIO, context: Context) -> Iterator[tuple[int, list[str], int]]:
    """Cut the lines of a stream into stories: number of the first line, the lines, the number of characters.

    Of a story above the limit only the beginning is kept in memory.
    """
    options = context.options
    decoder = LineDecoder(context)
    form: str | None = None
    start, size = 1, 0
    lines: list[str] = []
    before = ""
    begun = False
    for number, data, whole in long_lines(stream, options.max_document_bytes):
        line = decoder.line(number, data).rstrip("\r\n")
        # a lone CR, the line end of old files, must not make the file one line
        line = line.replace("\r", "\n")
        if not begun:
            line = line.lstrip("\ufeff")
            if not line.strip():
                start = number + 1
                continue
            begun = True
            header = _date_header(line, options.day_first, first=True)
            form = header.form if header and header.form != "bare" else None
        elif form is not None and _opens(line, before, form, options.day_first):
            while lines and (not lines[-1].strip() or _RULE.match(lines[-1])):
                lines.pop()
            yield start, lines, size
            start, lines, size = number, [], 0
        if size <= options.max_story_chars:
            lines.append(line)
        size += len(line) + 1 if whole else options.max_story_chars + 1
        before = line.strip()
    decoder.finish()
    yield start, lines, size


def _opens(line: str, before: str, form: str, day_first: bool | None) -> bool:
    """Say whether a line opens another story: a header in the file's own form, where a sentence cannot go on."""
    if len(line) - len(line.lstrip()) > 3 or not _DATE_KEY.match(line):
        return False
    if before and not _SENTENCE_END.search(before) and not _RULE.match(before):
        return False
    header = _date_header(line, day_first, first=False)
    return header is not None and header.form == form and dates.read_day(header.date)[0] is not None
