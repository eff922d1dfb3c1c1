"""One text, one way of writing it: line ends, control characters, what encodings leave behind.

Offsets of the record refer to the text after this. What is done, and nothing else: CR LF and CR become LF, form
feed and vertical tab too; surrogates that stand alone become U+FFFD; characters U+0080 to U+009F, which are
Windows-1252 read as Latin-1, become what they were (as HTML prescribes for numeric references); other control
characters become a space; outer white space and byte order marks are stripped.
"""

from __future__ import annotations

import re

__all__ = ["clean", "excerpt", "one_line"]

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_OUTER = " \t\n\r\x0b\x0c\xa0\u2028\u2029\u3000\ufeff\u200b"


def _mend(match: re.Match[str]) -> str:
    char = match[0]
    if char in "\x0b\x0c":
        return "\n"
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if "\x80" <= char <= "\x9f":
        return bytes([ord(char)]).decode("cp1252", "replace").replace("\ufffd", " ")
    return " "


def clean(text: str) -> str:
    """Give the text as stories have it: see the module's description."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        # a pair of surrogates that was escaped in halves is one character
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = _ODD.sub(_mend, text)
    return text.strip(_OUTER)


def one_line(value: object) -> str | None:
    """Give a string or number as one clean line, ``None`` for anything else and for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return _SPACE.sub(" ", clean(str(value))) or None


def excerpt(text: str | bytes | None, length: int = 120) -> str | None:
    """Give the first characters of something on one line, for a rejection."""
    if text is None:
        return None
    if isinstance(text, bytes):
        text = text[: length * 4].decode("utf-8", "replace")
    line = one_line(text[: length * 4])
    return line if line is None or len(line) <= length else line[: length - 1] + "…"
