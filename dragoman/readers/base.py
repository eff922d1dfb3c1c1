"""What every format shares: the item that it gives, the options it obeys, the context it works in.

A format is a module (or any object) with ``NAME``, ``WHAT``, ``EXTENSIONS``, ``sniff(head, name)`` and
``read(stream, context)``; see :class:`Format`. It never opens a file and never builds a ``Story`` itself: the
:class:`Context` does, so that cleaning, dates, limits and reasons are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from dragoman.errors import InputError
from dragoman.readers import dates
from dragoman.readers.cleaning import clean, excerpt, one_line
from dragoman.records import Rejection, Story, is_day

__all__ = ["FIELDS", "Context", "Format", "Item", "Notice", "Options", "Output"]

FIELDS = ("text", "date", "source", "title", "url", "id", "language")
"""The fields of a story that a column, a key or an element can give."""

Notice = Callable[[str], None]
"""Takes one line for the user: a mapping that was chosen, bytes that were replaced, records passed over."""


class Item(msgspec.Struct, frozen=True):
    """A story with the place that it came from.

    Attributes:
        story: the story.
        input: the file, URL or stream (``-``), as the user or the folder named it.
        place: where in it: ``line 12``, ``row 7``, ``entry 3``, ``record 5 at byte 10234``, ``page``.
    """

    story: Story
    input: str
    place: str


Output = Iterator[Item | Rejection]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How inputs are read. Plain values only, so that options travel to other processes.

    Attributes:
        date: day (YYYY-MM-DD) for stories whose input gives none; never replaces one that cannot be read.
        source: outlet for stories whose input names none.
        columns: field of the story (one of :data:`FIELDS`) to the name of the column, key or element; a
            number stands for the n-th column of a CSV file without a header row.
        format: name of the format to force; ``None``: find out from the content, then from the name.
        encoding: encoding to force; ``None``: find out.
        day_first: how to read ``03/04/2024``; ``None``: such a date is left unresolved.
        max_story_chars: longer stories are set aside.
        max_document_bytes: what must fit into memory at once: a page, an XML file, one line, one JSON object.
        max_inflated_bytes: a compressed input that inflates to more is cut there.
        max_inflated_ratio: the same for inflated size by compressed size (counted from 32 MiB on).
        fetch_timeout: seconds to wait for a URL.
    """

    date: str | None = None
    source: str | None = None
    columns: Mapping[str, str] = {}
    format: str | None = None
    encoding: str | None = None
    day_first: bool | None = None
    max_story_chars: int = 20_000_000
    max_document_bytes: int = 96 << 20
    max_inflated_bytes: int = 1 << 40
    max_inflated_ratio: float = 500.0
    fetch_timeout: float = 30.0

    def check(self) -> None:
        """Check the values that types cannot.

        Raises:
            InputError: a date that is no day, a field that stories do not have, an unknown encoding.
        """
        if self.date is not None and not is_day(self.date):
            raise InputError(f"date {self.date!r} is not a calendar day; write it as YYYY-MM-DD")
        for field in self.columns:
            if field not in FIELDS:
                raise InputError(
                    f"column map: stories have no field {field!r}; fields are {', '.join(FIELDS)}"
                )
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except LookupError:
                raise InputError(
                    f"encoding {self.encoding!r} is not known; try 'utf-8' or 'cp1252'"
                ) from None


class Context:
    """Where a format works: the input's name, the options, and the makers of items and rejections.

    Attributes:
        input: the input as the user or the folder named it.
        name: the file's name without the endings of compression, in lower case; ``""`` for a stream.
        path: the file, when the stream is that file as it is (not inflated, not a stream).
        url: the URL, when the input is one.
        charset: encoding declared outside of the bytes (the header of an HTTP response).
        options: the options.
        faults: what went wrong with the bytes so far (damaged or cut compression); layers below append to it.
    """

    def __init__(
        self,
        input: str,
        *,
        name: str = "",
        path: Path | None = None,
        url: str | None = None,
        charset: str | None = None,
        options: Options | None = None,
        notice: Notice | None = None,
    ) -> None:
        self.input = input
        self.name = name
        self.path = path
        self.url = url
        self.charset = charset
        self.options = options or Options()
        self.faults: list[str] = []
        self._notice = notice

    def notice(self, message: str) -> None:
        """Tell the user something that is neither a story nor a rejection."""
        if self._notice is not None:
            self._notice(f"{self.input}: {message}")

    def reject(
        self, reason: str, *, place: str | None = None, id: object = None, text: str | bytes | None = None
    ) -> Rejection:
        """Set something aside, with its reason and the first characters of it."""
        return Rejection(input=self.input, place=place, id=one_line(id), reason=reason, excerpt=excerpt(text))

    def item(
        self,
        place: str,
        *,
        text: str,
        date: object = None,
        id: object = None,
        source: object = None,
        url: object = None,
        title: object = None,
        language: object = None,
        no_date: str = "the input gives no date",
    ) -> Item | Rejection:
        """Make a story of what a format found, or the rejection that says why not.

        Args:
            place: where in the input.
            text: the text as found; cleaned here (see :func:`~dragoman.readers.cleaning.clean`).
            date: as found: a string in any way of writing, a number (Unix time), a date, or ``None``.
            id, source, url, title, language: as found; anything but text counts as absent.
            no_date: the reason to give when ``date`` is ``None`` and the options have none.
        """
        options = self.options
        body = clean(text)
        if not body:
            return self.reject("the story's text is empty", place=place, id=id, text=one_line(title))
        if len(body) > options.max_story_chars:
            return self.reject(
                f"the story has {len(body):,} characters, more than the limit of "
                f"{options.max_story_chars:,}; raise max_story_chars, or split it",
                place=place,
                id=id,
                text=body,
            )
        unresolved: dict[str, str] = {}
        day, why = dates.read_day(date, day_first=options.day_first)
        if day is None and why is None:
            day = options.date
            why = no_date
        if day is None and why is not None:
            unresolved["date"] = why
        story = Story(
            id=one_line(id) or "",
            date=day,
            source=one_line(source) or options.source,
            url=one_line(url),
            title=one_line(title),
            language=language_code(language),
            text=body,
            unresolved=unresolved,
        )
        return Item(story=story, input=self.input, place=place)

    def guard_one(
        self, place: str, make: Callable[[], Item | Rejection], *, text: str | bytes | None = None
    ) -> Item | Rejection:
        """As :meth:`guard`, for a record that gives one story."""
        try:
            return make()
        except Exception as error:
            return self.reject(f"the record could not be read: {cause(error)}", place=place, text=text)

    def guard(self, place: str, make: Callable[[], Output], *, text: str | bytes | None = None) -> Output:
        """Give what ``make()`` gives; whatever it raises becomes a rejection of this one record.

        Third-party parsers raise anything on odd bytes, and one odd record must not cost the others. Stop of
        the program (``KeyboardInterrupt``, ``SystemExit``) passes.
        """
        try:
            yield from make()
        except Exception as error:
            yield self.reject(f"the record could not be read: {cause(error)}", place=place, text=text)


class Format(Protocol):
    """A format of input. Third parties add theirs through entry points of the group ``dragoman.readers``."""

    NAME: str
    WHAT: str
    EXTENSIONS: tuple[str, ...]

    def sniff(self, head: bytes, name: str) -> float:
        """Say how surely this is the format, 0 to 1, from the first bytes and the file's name."""
        ...

    def read(self, stream: BinaryIO, context: Context) -> Output:
        """Give the stories, and a rejection for each thing that is not one."""
        ...


def cause(error: BaseException) -> str:
    """Put an exception in words, on one line, without its traceback."""
    words = one_line(str(error)) or "no message"
    return f"{type(error).__name__}: {words[:200]}"


_LANGUAGES = {"english": "en", "eng": "en", "french": "fr", "fra": "fr", "fre": "fr", "german": "de", "deu": "de",
              "ger": "de", "spanish": "es", "spa": "es", "russian": "ru", "rus": "ru", "arabic": "ar",
              "ara": "ar", "chinese": "zh", "zho": "zh", "chi": "zh", "portuguese": "pt", "por": "pt",
              "italian": "it", "ita": "it", "ukrainian": "uk", "ukr": "uk"}  # fmt: skip


def language_code(value: object) -> str | None:
    """Reduce ``en-GB``, ``en_US``, ``eng`` or ``English`` to ISO 639-1; ``None`` for what is not known."""
    if not isinstance(value, str):
        return None
    word = value.strip().lower().replace("_", "-").split("-")[0]
    if len(word) == 2 and word.isascii() and word.isalpha():
        return word
    return _LANGUAGES.get(word)
