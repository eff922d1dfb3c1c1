"""CSV and TSV: one story a row, the columns guessed by their names or given by the user.

Quoted fields may hold line ends (RFC 4180). The separator is the one, of comma, tab, semicolon and bar, that makes
most of the first line and agrees with the rows after it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, Literal

from dragoman.readers import dates
from dragoman.readers.base import Context, Output, cause
from dragoman.readers.encodings import LineDecoder
from dragoman.readers.fields import Mapper, column_for
from dragoman.readers.streams import long_lines

__all__ = ["EXTENSIONS", "NAME", "WHAT", "read", "sniff"]

NAME = "csv"
WHAT = "CSV and TSV with a header row: one story a row, columns by name or by a column map"
EXTENSIONS = (".csv", ".tsv", ".tab", ".psv")

_SEPARATORS = (",", "\t", ";", "|")


def sniff(head: bytes, name: str) -> float:
    """Say whether the first line names columns, one of them the text's."""
    named = name.endswith(EXTENSIONS)
    if b"\0" in head[:4096] or head[:1] in (b"{", b"[", b"<"):
        return 0.3 if named else 0.0
    text = head[: 64 << 10].decode("utf-8", "replace").lstrip("\ufeff")
    separator = _separator(text, name)
    rows = _first_rows(text, separator)
    names = rows[0] if rows else []
    if len(names) > 1 and all(len(n) <= 60 for n in names) and column_for("text", names):
        if named:
            return 0.85
        # prose may begin with "Text, …" too: most rows after it must have as many columns
        agree = sum(1 for row in rows[1:] if len(row) == len(names))
        return 0.65 if agree * 2 > len(rows) - 1 else 0.0
    return 0.5 if named else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each row."""
    limit = min(context.options.max_document_bytes, (1 << 31) - 1)
    decoder = LineDecoder(context)
    lines = _Lines(stream, decoder, limit)
    head = lines.peek(20)
    if head and (told := re.match(r"sep=(.)\s*$", head[0])):  # Excel's word to itself
        next(lines)
        head = head[1:]
    separator = told[1] if head and told else _separator("".join(head), context.name)
    quoting = _quoting("".join(head), separator)
    rows = csv.reader(lines, delimiter=separator, quoting=quoting)
    mapper = Mapper(context)
    names: tuple[str, ...] | None = None
    columns = context.options.columns
    number = 0
    while True:
        _limit(limit)
        at = lines.number + 1
        lines.taken.clear()
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error:
            row = None
        if row is None or lines.is_open(separator, quoting):
            # the field swallowed what follows: only its own line is lost, the others are read again
            number += names is not None
            yield context.reject(
                "a quotation mark that opens a field is not closed", place=f"line {at}", text=lines.taken[0]
            )
            lines.again()
            rows = csv.reader(lines, delimiter=separator, quoting=quoting)
            continue
        if not row or (len(row) == 1 and not row[0].strip()):
            continue
        if names is None:
            headless = bool(columns) and all(
                value.isdigit() and value not in row for value in columns.values()
            )
            names = tuple(str(n) for n in range(1, len(row) + 1)) if headless else _unique(row)
            if (why := mapper.lacking(names)) is not None:
                hint = (
                    "; the file seems to have no header row: give the columns by number"
                    if _is_data(row)
                    else ""
                )
                yield context.reject(why + hint, place="line 1", text=separator.join(row))
                return
            mapper.tell(names)
            if not headless:
                continue
        number += 1
        place = f"row {number}"
        if len(row) != len(names):
            yield context.reject(
                f"the row has {len(row)} columns, the header {len(names)} (line {at})",
                place=place,
                text=separator.join(row)[:400],
            )
            if len(lines.taken) > 1 and lines.has_row(separator, quoting, len(names)):
                lines.again()  # two marks that are missing close each other over the rows between
                rows = csv.reader(lines, delimiter=separator, quoting=quoting)
            continue
        try:
            yield mapper.item(place, dict(zip(names, row, strict=True)))
        except Exception as error:  # a record that breaks a parser must not cost the others
            yield context.reject(f"the row could not be read: {cause(error)}", place=place)
    decoder.finish()
    for line in lines.cut:
        yield context.reject(
            f"the line has more than {limit:,} bytes (max_document_bytes)", place=f"line {line}"
        )
    if number == 0:
        yield context.reject("there is no row of data" + (" under the header" if names else ""))


def _limit(size: int = 1 << 30) -> None:
    """Allow fields of this size: the module's own limit is 128 KiB, less than a long story."""
    csv.field_size_limit(size)


class _Lines(Iterator[str]):
    """The decoded lines of a stream, with a look ahead and the number of the present one."""

    def __init__(self, stream: BinaryIO, decoder: LineDecoder, limit: int) -> None:
        self._source = long_lines(stream, limit)
        self._decoder = decoder
        self._ahead: deque[str] = deque()
        self._over = False
        self.number = 0
        self.taken: list[str] = []
        self.cut: list[int] = []

    def _take(self) -> str:
        found = next(self._source, None)
        if found is None:
            self._over = True
            raise StopIteration
        number, data, whole = found
        if not whole:
            self.cut.append(number)
            return "\n"
        return self._decoder.line(number, data)

    def peek(self, count: int) -> list[str]:
        for _ in range(count):
            try:
                self._ahead.append(self._take())
            except StopIteration:
                break
        if self._ahead:
            self._ahead[0] = self._ahead[0].lstrip("\ufeff")
        return list(self._ahead)

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._take()
        self.number += 1
        self.taken.append(line)
        return line

    def is_open(self, separator: str, quoting: Literal[0, 3]) -> bool:
        """Say whether the row just taken is the last and ends inside quotation marks."""
        if len(self.taken) < 2 or self._ahead or not self._over:
            return False
        try:
            for _ in csv.reader(self.taken, delimiter=separator, quoting=quoting, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False

    def has_row(self, separator: str, quoting: Literal[0, 3], width: int) -> bool:
        """Say whether one of the lines just taken, but the first, is a whole row by itself."""
        return any(
            len(row) == width for row in csv.reader(self.taken[1:], delimiter=separator, quoting=quoting)
        )

    def again(self) -> None:
        """Give all lines just taken again, but the first."""
        self._ahead.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        self.taken.clear()


def _separator(text: str, name: str) -> str:
    """Choose the separator by what it makes of the first rows."""
    text = text.lstrip("\r\n")
    best, score = "\t" if name.endswith((".tsv", ".tab")) else ",", 0.0
    for separator in _SEPARATORS:
        rows = _first_rows(text, separator)
        if not rows or len(rows[0]) < 2:
            continue
        same = sum(1 for row in rows if len(row) == len(rows[0])) / len(rows)
        known = 2.0 if column_for("text", rows[0]) else 0.0
        found = known + same + min(len(rows[0]), 20) / 100
        if found > score:
            best, score = separator, found
    return best


def _quoting(text: str, separator: str) -> Literal[0, 3]:
    """Say whether quotation marks enclose fields: in files of tabs they are often part of the text."""
    if separator != "\t":
        return csv.QUOTE_MINIMAL
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "expected after" in str(error):
            return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _first_rows(text: str, separator: str) -> list[list[str]]:
    _limit()
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=separator):
            if row:
                rows.append(row)
            if len(rows) >= 5:
                break
    except csv.Error:
        pass
    return rows


def _unique(row: list[str]) -> tuple[str, ...]:
    """Give the header's names; of two that are the same the second gets a number."""
    names: list[str] = []
    for number, cell in enumerate(row, start=1):
        name = cell.strip() or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    return tuple(names)


def _is_data(row: list[str]) -> bool:
    return any(len(cell) > 80 or dates.read_day(cell)[0] is not None for cell in row)
