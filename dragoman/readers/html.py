"""HTML pages: the article's text, title, date and outlet, without menus, comments and advertisements.

The text comes from trafilatura (Barbaresi 2021, ACL demo; options chosen by ``dragoman.bench.formats``). Title,
date and outlet come first from what the page declares about itself to machines (schema.org's JSON-LD, Open Graph
and ``article:`` metadata), which publishers keep right for search engines, then from trafilatura's guesses.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from dragoman.readers.base import Context, Output
from dragoman.readers.cleaning import one_line
from dragoman.readers.declared import declared
from dragoman.readers.encodings import decode
from dragoman.readers.streams import read_all

__all__ = ["EXTENSIONS", "NAME", "WHAT", "page", "read", "sniff"]

NAME = "html"
WHAT = "HTML pages: the article's text, title, date and outlet"
EXTENSIONS = (".html", ".htm", ".xhtml", ".shtml")

_FEWEST_WORDS = 8  # less is a button, a caption, or a menu
_MAX_PAGE = 24 << 20  # a tree takes about twenty times the bytes
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|title[\s>]|meta\s|script[\s>]|div[\s>]|article[\s>]|p[\s>])",
    re.IGNORECASE | re.DOTALL,
)
# lines that publishers set between and behind paragraphs, whatever the article; each is the whole line
_FURNITURE = re.compile(
    r"""(?ix) [-•*–\s]* (?:
        article\ content | comments? | recommended\ videos? | read\ more | more\ on\ this\ story
        | advertisement(?:\ \d+)? (?:\s?.{0,30}story\ continues\ below.*)? | story\ continues\ below.*
        | related\ (?:articles|stories|content|topics) | most\ read\ in\ .{1,30}
        | (?:read\ more|more|see\ also|related|also\ read|read\ next|watch|don't\ miss)\ ?:\ .*
        | (?:sign\ up|subscribe)\ (?:for|to|here|now)\b.* | for\ the\ latest\b.*\bsign\ up\b.*
        | get\ (?:daily|breaking|the\ latest)\b.*\b(?:news|updates|inbox)\b.*
        | (?:check\ out\ )?more\b.*\bnewsletter\b.*
        | follow\ .{1,80}\ on\ (?:google\ news|facebook|twitter|x|instagram|whatsapp|tiktok)\b.*
        | (?:log\ in|sign\ in)\ (?:or|to)\b.* | join\ (?:our|the)\ (?:commenting\ forum|conversation|discussion)\b.*
        | get\ in\ touch\ with\ our\b.* | do\ you\ have\ a\ story\b.* | for\ more\ stories\ like\ this\b.*
        | e-?mail:\ \S+@\S+ | this\ article\ is\ more\ than\ \d+\ (?:months?|years?)\ old
    ) \s* $"""
)
_NO_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def sniff(head: bytes, name: str) -> float:
    """Say whether the bytes begin as a page does."""
    if _START.match(head):
        return 0.9
    if name.endswith(EXTENSIONS):
        return 0.5 if b"<" in head else 0.2
    return 0.6 if re.search(rb"<html[\s>]", head[:4096], re.IGNORECASE) else 0.0


def read(stream: BinaryIO, context: Context) -> Output:
    """Give the story of a page."""
    limit = min(_MAX_PAGE, context.options.max_document_bytes)
    data = read_all(stream, limit)
    if data is None:
        yield context.reject(f"the page has more than {limit:,} bytes: that is no article", place="page")
        return
    yield from context.guard("page", partial(page, data, "page", context, url=context.url), text=data[:400])


def page(
    data: bytes,
    place: str,
    context: Context,
    *,
    url: str | None = None,
    charset: str | None = None,
    no_date: str = "the page gives no date of publication",
) -> Output:
    """Give the story of one page.

    Args:
        data: the page's bytes.
        place: where in the input.
        context: where it works.
        url: the page's address, where known; else the one that the page declares.
        charset: the encoding that an HTTP header declares.
        no_date: the reason where there is no date.
    """
    from lxml import etree, html
    from trafilatura import bare_extraction

    source = _NO_DECLARATION.sub("", decode(data, context, declared=charset).replace("\x00", ""))
    if not source.strip():
        yield context.reject("the page is empty", place=place)
        return
    try:
        tree = html.document_fromstring(
            source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        yield context.reject(
            f"the page cannot be parsed ({one_line(str(error))})", place=place, text=data[:400]
        )
        return
    own = declared(tree)
    found: Any = bare_extraction(
        source,
        url=url or own.get("url"),
        include_comments=False,
        include_tables=False,
        include_links=False,
        include_images=False,
        include_formatting=False,
        favor_precision=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    guessed = found.title if found is not None else None
    title = own.get("title") or guessed
    titles = {_words(line) for line in (title, guessed, own.get("headline"), *_headings(tree)) if line}
    text = _trimmed((found.text or "") if found is not None else "", titles)
    if len(text.split()) < _FEWEST_WORDS:
        yield context.reject(
            "no article was found on the page (a menu, a front page, a form, or text made by scripts)",
            place=place,
            text=title or data[:400],
        )
        return
    yield context.item(
        place,
        text=text,
        date=own.get("date") or (found.date if found is not None else None),
        source=own.get("source")
        or _host(url or own.get("url"))
        or (found.sitename if found is not None else None),
        url=url or own.get("url") or (found.url if found is not None else None),
        title=title,
        language=own.get("language") or (found.language if found is not None else None),
        no_date=no_date,
    )


def _words(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.lower()))


def _headings(tree: Any) -> list[str]:
    return [heading.text_content() for heading in tree.iter("h1")]


def _trimmed(text: str, titles: set[str]) -> str:
    """Take the title, which the story has in its own place, from the text's beginning, and furniture from between."""
    lines = [line for line in text.split("\n") if line.strip()]
    while lines and _words(lines[0]) in titles:
        del lines[0]
    return "\n".join(line for line in lines if not (len(line) < 300 and _FURNITURE.match(line)))


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None
