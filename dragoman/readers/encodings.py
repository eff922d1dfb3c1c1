"""Bytes to text: byte order marks, declarations, UTF-8 before all else, and nothing dies on one bad byte.

The order is that of the HTML standard, without its guesses by country: a byte order mark; what the caller or the
document declares, if the bytes agree; UTF-8; what charset-normalizer makes of them; Windows-1252. A byte that is
wrong in the encoding that was found becomes U+FFFD, and the user is told.
"""

from __future__ import annotations

import codecs
import re

from dragoman.readers.base import Context

__all__ = ["LineDecoder", "decode", "wide_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what files are still written in; DOS, EBCDIC and old Mac encodings are mere resemblance
_LIVING = ("cp125", "iso8859-2", "iso8859-5", "iso8859-7", "iso8859-9", "koi8", "gb", "big5", "shift_jis", "euc",
           "cp932", "cp949", "johab", "iso2022", "tis-620", "cp874")  # fmt: skip
_DECLARED = (
    re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']"""),
    re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
)


def wide_encoding(head: bytes) -> str | None:
    """Name UTF-16 or UTF-32 when the bytes begin with its mark, or alternate with zeros as Latin text does."""
    for mark, name in _MARKS[1:]:
        if head.startswith(mark):
            return name
    sample = head[:512]
    if (len(sample) >= 8 and len(sample) % 2 == 0) or len(sample) == 512:
        odd, even = sample[1::2], sample[::2]
        if odd.count(0) > 0.9 * len(odd) and even.count(0) < 0.05 * len(even):
            return "utf-16-le"
        if even.count(0) > 0.9 * len(even) and odd.count(0) < 0.05 * len(odd):
            return "utf-16-be"
    return None


def _known(name: str | None) -> str | None:
    """Give the codec for a declared name; Latin-1 and ASCII mean Windows-1252 on the web (HTML standard)."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    # codecs such as base64 or rot13 are not encodings of text
    if not getattr(codecs.lookup(found), "_is_text_encoding", True):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _guess(data: bytes) -> str:
    """Guess a one-byte encoding; Windows-1252 where there is too little to tell by."""
    sample = data[: 64 << 10]
    high = sum(1 for byte in sample if byte >= 128)
    if high < 100 and high < 0.3 * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    name = _known(best.encoding) if best is not None else None
    return name if name is not None and name.startswith(_LIVING) else "cp1252"


def decode(data: bytes, context: Context, *, declared: str | None = None) -> str:
    """Decode a whole document.

    Args:
        data: the bytes.
        context: its options may force an encoding; it is told of replaced bytes.
        declared: an encoding that the document's container declares.
    """
    forced = context.options.encoding
    if forced:
        return _replaced(data, forced, context)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name, context)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = error.start
    if wide := wide_encoding(data):
        return _replaced(data, wide, context)
    names = [declared, context.charset]
    names += [
        match[1].decode("ascii", "replace") for form in _DECLARED if (match := form.search(data[:4096]))
    ]
    for told in names:
        found = _known(told)
        if found is None or found.startswith("utf-8"):
            continue
        try:
            return data.decode(found)
        except UnicodeError:
            continue
    return _replaced(data, "utf-8" if _mostly_utf8(data, bad) else _guess(data), context)


def _mostly_utf8(data: bytes, bad: int) -> bool:
    """Say whether the bytes are UTF-8 with some damage: more whole sequences than wrong bytes."""
    text = data[max(0, bad - (1 << 18)) : bad + (1 << 18)].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for char in text if char > "\x7f") - wrong
    return right > wrong


def _replaced(data: bytes, name: str, context: Context) -> str:
    try:
        return data.decode(name)
    except UnicodeError:
        text = data.decode(name, "replace")
        wrong = text.count("\ufffd")
        context.notice(f"{wrong} bytes are not {name}; they were replaced by U+FFFD")
        return text


class LineDecoder:
    """Decode lines one by one, so that one bad line leaves the others alone.

    A line that is not UTF-8 is taken as damaged UTF-8 where the file has shown whole UTF-8 sequences, else the
    file's encoding is guessed from that line. The user is told once, at :meth:`finish`.
    """

    def __init__(self, context: Context, unit: str = "line") -> None:
        self._context = context
        self._unit = unit
        self._encoding = context.options.encoding or "utf-8"
        self._declared = _known(context.charset)
        self._utf8_seen = False
        self._settled = context.options.encoding is not None
        self._bad = 0
        self._first = 0

    def line(self, number: int, data: bytes) -> str:
        """Decode the line with this number."""
        if number == 1 and data.startswith(codecs.BOM_UTF8):
            data = data[3:]
            self._utf8_seen = True
        try:
            text = data.decode(self._encoding)
        except UnicodeDecodeError as error:
            return self._odd(number, data, error.start)
        if not self._utf8_seen and not self._settled and not text.isascii():
            self._utf8_seen = True
        return text

    def _odd(self, number: int, data: bytes, bad: int) -> str:
        if not self._settled and not self._utf8_seen and not _mostly_utf8(data, bad):
            self._settled = True
            guess = self._declared if self._declared and self._declared != "utf-8" else _guess(data)
            self._encoding = guess
            self._context.notice(f"not UTF-8 ({self._unit} {number}); read as {guess}")
            try:
                return data.decode(guess)
            except UnicodeError:
                pass
        self._bad += 1
        self._first = self._first or number
        return data.decode(self._encoding, "replace")

    def finish(self) -> None:
        """Tell the user of replaced bytes, if there were any."""
        if self._bad:
            self._context.notice(
                f"{self._bad} {self._unit}s have bytes that are not {self._encoding} "
                f"(first: {self._unit} {self._first}); "
                "they were replaced by U+FFFD"
            )
