"""CSV and TSV: one story a row, the columns guessed by their names or given by the user.

Quoted fields may hold line ends (RFC 4180). The separator is the one, of comma, tab, semicolon and bar, that makes
most of the first line and agrees with the rows after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

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
    names = next(csv.reader(io.StringIO(text.lstrip("\r\n")), delimiter=separator), []) if _limit() else []
    if len(names) > 1 and all(len(n) <= 60 for n in names) and column_for("text", names):
        return 0.85 if named else 0.65
    return 0.5 if named else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of each row."""
    limit = min(context.options.max_document_bytes, (1 << 31) - 1)
    decoder = LineDecoder(context)
    lines = _Lines(stream, decoder, limit)
    head = lines.peek(20)
    separator = _separator("".join(head), context.name)
    rows = csv.reader(lines, delimiter=separator)
    mapper = Mapper(context)
    names: tuple[str, ...] | None = None
    columns = context.options.columns
    number = 0
    while True:
        _limit(limit)
        at = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            number += names is not None
            yield context.reject(
                f"the row cannot be read ({error}): is a quotation mark missing?", place=f"line {at}"
            )
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


def _limit(size: int = 1 << 30) -> bool:
    """Allow fields of this size: the module's own limit is 128 KiB, less than a long story."""
    csv.field_size_limit(size)
    return True


class _Lines(Iterator[str]):
    """The decoded lines of a stream, with a look ahead and the number of the present one."""

    def __init__(self, stream: BinaryIO, decoder: LineDecoder, limit: int) -> None:
        self._source = long_lines(stream, limit)
        self._decoder = decoder
        self._ahead: list[str] = []
        self.number = 0
        self.cut: list[int] = []

    def _take(self) -> str:
        number, data, whole = next(self._source)
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
        return self._ahead[:]

    def __next__(self) -> str:
        line = self._ahead.pop(0) if self._ahead else self._take()
        self.number += 1
        return line


def _separator(text: str, name: str) -> str:
    """Choose the separator by what it makes of the first rows."""
    text = text.lstrip("\r\n")
    best, score = "\t" if name.endswith((".tsv", ".tab")) else ",", 0.0
    for separator in _SEPARATORS:
        _limit()
        rows = []
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                if row:
                    rows.append(row)
                if len(rows) >= 5:
                    break
        except csv.Error:
            pass
        if not rows or len(rows[0]) < 2:
            continue
        same = sum(1 for row in rows if len(row) == len(rows[0])) / len(rows)
        known = 2.0 if column_for("text", rows[0]) else 0.0
        found = known + same + min(len(rows[0]), 20) / 100
        if found > score:
            best, score = separator, found
    return best


def _unique(row: list[str]) -> tuple[str, ...]:
    """Give the header's names; of two that are the same the second gets a number."""
    names: list[str] = []
    for number, cell in enumerate(row, start=1):
        name = cell.strip() or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    return tuple(names)


def _is_data(row: list[str]) -> bool:
    return any(len(cell) > 80 or dates.read_day(cell)[0] is not None for cell in row)
