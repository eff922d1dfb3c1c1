"""The formats: ours, and those of other packages (entry points of the group ``dragoman.readers``).

An entry point names a module or object with ``NAME``, ``WHAT``, ``EXTENSIONS``, ``sniff`` and ``read`` (see
:class:`~dragoman.readers.base.Format`). One with the name of one of ours replaces it.
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Mapping
from typing import cast

import msgspec

from dragoman.errors import InputError
from dragoman.readers.base import Format, cause

__all__ = ["GROUP", "FormatInfo", "choose", "formats", "registered"]

GROUP = "dragoman.readers"

_OURS = (
    "text", "jsonl", "json", "ninjs", "csv", "parquet", "html", "feed", "warc", "nitf", "newsml1", "newsml_g2",
    "wire", "xml",
)  # fmt: skip
_PARTS = ("NAME", "WHAT", "EXTENSIONS", "sniff", "read")


class FormatInfo(msgspec.Struct, frozen=True):
    """A line of the listing of formats.

    Attributes:
        name: the name to force it by.
        what: what it reads, in words.
        extensions: the endings of names that hint at it.
    """

    name: str
    what: str
    extensions: tuple[str, ...]


def registered() -> dict[str, Format]:
    """Give all formats by name.

    Raises:
        InputError: a format of another package cannot be loaded, or is none; the message names the package.
    """
    found: dict[str, Format] = {}
    for name in _OURS:
        module = cast(Format, importlib.import_module(f"dragoman.readers.{name}"))
        found[module.NAME] = module
    for point in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: point.name):
        owner = f"format {point.name!r}" + (f" of package {point.dist.name}" if point.dist else "")
        try:
            theirs = point.load()
        except Exception as error:
            raise InputError(
                f"{owner} cannot be loaded ({cause(error)}); repair or remove that package"
            ) from error
        lacking = [part for part in _PARTS if not hasattr(theirs, part)]
        if lacking:
            raise InputError(f"{owner} is no format: it lacks {', '.join(lacking)}")
        found[theirs.NAME] = theirs
    return found


def formats() -> tuple[FormatInfo, ...]:
    """List the formats that can be read."""
    return tuple(
        FormatInfo(name=format.NAME, what=format.WHAT, extensions=tuple(format.EXTENSIONS))
        for format in registered().values()
    )


def choose(head: bytes, name: str, known: Mapping[str, Format]) -> Format | None:
    """Choose the format that is surest about the first bytes and the name; ``None`` when none is."""
    best, score = None, 0.0
    for format in known.values():
        try:
            sure = float(format.sniff(head, name))
        except Exception:  # a sniffer of another package that fails on odd bytes is not sure
            sure = 0.0
        if sure > score:
            best, score = format, sure
    return best
