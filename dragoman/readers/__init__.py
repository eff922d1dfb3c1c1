"""Readers: files, folders, streams and URLs to stories, whatever their format.

One module a format, chosen by content first and name second; every input is streamed. Nothing raises for what an
input holds: what cannot be a story becomes a :class:`~dragoman.records.Rejection` with its place and reason.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import FetchError, InputError
from dragoman.readers import inputs as _inputs
from dragoman.readers.base import Context, Format, Item, Notice, Options, cause
from dragoman.readers.binary import describe
from dragoman.readers.compression import SUFFIXES, inflate, kind_of
from dragoman.readers.encodings import wide_encoding
from dragoman.readers.registry import FormatInfo, choose, formats, registered
from dragoman.readers.streams import HEAD, Ahead, Readable
from dragoman.readers.transcode import to_utf8
from dragoman.records import Rejection

__all__ = ["Context", "Format", "FormatInfo", "Item", "Notice", "Options", "formats", "read"]

_LAYERS = 3  # of compression; a fourth is a bomb


def read(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    options: Options = Options(),
    stdin: BinaryIO | None = None,
    notice: Notice | None = None,
) -> Iterator[Item | Rejection]:
    """Read stories.

    Args:
        inputs: files, folders (read wholly, sorted), ``-`` for standard input, http(s) addresses.
        options: how to read them.
        stdin: what ``-`` means, if not the process's own standard input.
        notice: called with one line for the user: chosen columns, replaced bytes, records passed over.

    Returns:
        Stories with their place, and a rejection for everything that is not one, in the order of the inputs.

    Raises:
        InputError: the options contradict themselves, or name a format that is not there; at the call, before
            anything is read. What is wrong with an input is never raised.
    """
    options.check()
    known = registered()
    if options.format is not None and options.format not in known:
        raise InputError(f"there is no format {options.format!r}; formats are {', '.join(sorted(known))}")
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    return _all(inputs, options, stdin, notice, known)


def _all(
    inputs: Iterable[str | os.PathLike[str]],
    options: Options,
    stdin: BinaryIO | None,
    notice: Notice | None,
    known: Mapping[str, Format],
) -> Iterator[Item | Rejection]:
    for given in inputs:
        name = os.fspath(given)
        shown = name.encode("utf-8", "replace").decode("utf-8")  # a name need not be valid text
        context = Context(shown, options=options, notice=notice)
        if name == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield from _guarded(stream, context, known)
        elif _inputs.is_url(name):
            yield from _fetched(name, context, known)
        elif _is_folder(name):
            yield from _folder(Path(name), context, notice, known)
        else:
            yield from _file(Path(name), context, known)


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):  # a name that is too long, a folder that is closed: opening it will say so
        return False


def _folder(
    path: Path, context: Context, notice: Notice | None, known: Mapping[str, Format]
) -> Iterator[Item | Rejection]:
    empty = True
    for found in _inputs.walk(path):
        empty = False
        if isinstance(found, Path):
            shown = str(found).encode("utf-8", "replace").decode("utf-8")
            yield from _file(found, Context(shown, options=context.options, notice=notice), known)
        else:
            yield Context(found.path).reject(found.reason)
    if empty:
        yield context.reject("the folder holds no file to read (hidden ones are passed over)")


def _file(path: Path, context: Context, known: Mapping[str, Format]) -> Iterator[Item | Rejection]:
    try:
        stream = path.open("rb")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        why = "no such file or folder" if missing else f"the file cannot be read ({_inputs.reason(error)})"
        yield context.reject(why)
        return
    except ValueError as error:  # a NUL in the name
        yield context.reject(f"no such file or folder ({error})")
        return
    with stream:
        context.name = path.name.lower()
        context.path = path if path.is_file() else None
        yield from _guarded(stream, context, known)


def _fetched(url: str, context: Context, known: Mapping[str, Format]) -> Iterator[Item | Rejection]:
    try:
        answer = _inputs.fetch(url, timeout=context.options.fetch_timeout)
    except FetchError as error:
        yield context.reject(str(error).removeprefix(f"{url}: "))
        return
    with answer.stream:
        context.name = answer.name.lower()
        context.url = answer.url
        context.charset = answer.charset
        yield from _guarded(answer.stream, context, known)


def _guarded(stream: Readable, context: Context, known: Mapping[str, Format]) -> Iterator[Item | Rejection]:
    """Read one stream; whatever goes wrong with it becomes a rejection, and the other inputs go on."""
    told = False
    try:
        for found in _stream(stream, context, known):
            told = True
            yield found
    except OSError as error:
        yield context.reject(f"reading stopped ({_inputs.reason(error)}); what came before was kept")
    except Exception as error:
        yield context.reject(f"reading stopped ({cause(error)}); what came before was kept")
    for fault in context.faults:
        told = True
        yield context.reject(fault)
    if not told:
        yield context.reject("nothing was found in it")


def _stream(stream: Readable, context: Context, known: Mapping[str, Format]) -> Iterator[Item | Rejection]:
    ahead = Ahead(stream)
    if not ahead.head:
        yield context.reject("the file is empty")
        return
    layers = 0
    while (kind := kind_of(ahead.head)) is not None:
        layers += 1
        if layers > _LAYERS:
            yield context.reject(f"compressed more than {_LAYERS} times over: this looks like a bomb")
            return
        context.path = None
        context.name = _bare(context.name)
        ahead = Ahead(inflate(ahead, kind, context))
        if not ahead.head:
            if not context.faults:
                yield context.reject(f"the {kind} data holds nothing")
            return
    wide = wide_encoding(ahead.head)
    forced = context.options.encoding
    if wide is not None and (
        forced is None or forced.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    ):
        context.path = None
        ahead = Ahead(to_utf8(ahead, wide, context))
    head = ahead.head
    if len(head) < HEAD and not head.strip(b" \t\r\n\xef\xbb\xbf"):
        yield context.reject("the file holds nothing but white space")
        return
    chosen: Format | None
    if context.options.format is not None:
        chosen = known[context.options.format]
    elif (what := describe(head)) is not None:
        yield context.reject(f"looks like {what}")
        return
    else:
        chosen = choose(head, context.name, known)
    if chosen is None:
        yield context.reject("not a format that is known, and not text (binary data)", text=None)
        return
    yield from chosen.read(io.BufferedReader(ahead, HEAD), context)


def _bare(name: str) -> str:
    suffix = Path(name).suffix
    return name.removesuffix(suffix) if suffix in SUFFIXES else name
