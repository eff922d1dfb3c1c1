"""From what the user names to streams of bytes: files, folders, standard input, URLs."""

from __future__ import annotations

import email.message
import http.client
import os
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec

from dragoman.errors import FetchError

__all__ = ["Fetched", "fetch", "is_url", "walk"]


class Fetched(msgspec.Struct, frozen=True):
    """An answer of a server: its body, the name of the file, the encoding that it declares, the last address."""

    stream: BinaryIO
    name: str
    charset: str | None
    url: str


def is_url(name: str) -> bool:
    """Say whether an input is an address to fetch."""
    return name[:8].lower().startswith(("http://", "https://"))


def fetch(url: str, *, timeout: float = 30.0) -> Fetched:
    """Fetch a URL that the user gave; nothing else in dragoman opens a connection.

    Args:
        url: http or https.
        timeout: seconds to wait for the server.

    Raises:
        FetchError: no answer, or one that is an error; the message says which.
    """
    from dragoman import __version__

    headers = {"User-Agent": f"dragoman/{__version__}", "Accept": "*/*"}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=timeout)
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(
            f"{url}: the server answered {error.code} {error.reason}; check the address"
        ) from None
    except urllib.error.URLError as error:
        raise FetchError(
            f"{url}: no connection ({error.reason}); check the address and the network"
        ) from None
    except TimeoutError:
        raise FetchError(
            f"{url}: no answer within {timeout:g} seconds; try again, or raise the limit"
        ) from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FetchError(f"{url}: cannot be fetched ({error}); check the address") from None
    told: email.message.Message = answer.headers
    return Fetched(
        stream=answer,
        name=Path(urlsplit(answer.url).path).name,
        charset=told.get_content_charset(),
        url=answer.url,
    )


class Unreadable(msgspec.Struct, frozen=True):
    """A thing in a folder that cannot be read, with the reason."""

    path: str
    reason: str


def walk(folder: Path) -> Iterator[Path | Unreadable]:
    """Give the files of a folder and of those in it, sorted by name; hidden ones are passed over.

    Links to folders are followed, but no folder is entered twice, so that links in a circle end.
    """
    seen: set[tuple[int, int]] = set()

    def inside(folder: str) -> Iterator[Path | Unreadable]:
        try:
            here = os.stat(folder)  # noqa: PTH116 - of a string: names need not be valid text
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Unreadable(folder, f"the folder cannot be read ({reason(error)})")
            return
        if (here.st_dev, here.st_ino) in seen:
            return
        seen.add((here.st_dev, here.st_ino))
        for entry in found:
            if entry.name.startswith("."):
                continue
            try:
                mode = entry.stat().st_mode
            except OSError as error:
                yield Unreadable(entry.path, f"the file cannot be read ({reason(error)})")
                continue
            if stat.S_ISDIR(mode):
                yield from inside(entry.path)
            elif stat.S_ISREG(mode):
                yield Path(entry.path)
            else:
                yield Unreadable(entry.path, "not a file (a pipe, socket or device in a folder is not read)")

    yield from inside(str(folder))


def reason(error: OSError) -> str:
    """Give the system's words for an error."""
    return (error.strerror or str(error) or type(error).__name__).lower()
