"""HTML pages: the article's text, title, date and outlet, without menus, comments and advertisements.

The text comes from trafilatura (Barbaresi 2021, ACL demo; options chosen by ``dragoman.bench.formats``). Title,
date and outlet come first from what the page declares about itself to machines (schema.org's JSON-LD, Open Graph
and ``article:`` metadata), which publishers keep right for search engines, then from trafilatura's guesses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from dragoman.readers import dates
from dragoman.readers.base import Context, Output
from dragoman.readers.cleaning import one_line
from dragoman.readers.encodings import decode
from dragoman.readers.streams import read_all

__all__ = ["EXTENSIONS", "NAME", "WHAT", "page", "read", "sniff"]

NAME = "html"
WHAT = "HTML pages: the article's text, title, date and outlet"
EXTENSIONS = (".html", ".htm", ".xhtml", ".shtml")

_MAX_PAGE = 24 << 20  # a tree takes about twenty times the bytes
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>]|title[\s>]|meta\s|script[\s>]|div[\s>]|article[\s>]|p[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLES = re.compile(r"(?:News|Report|Analysis|Opinion|Review|Background|Blog|Liveblog|Live|Scholarly|Tech)?\w*"
                       r"(?:Article|BlogPosting|LiveBlogPosting|Report)$")  # fmt: skip
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
    own = _declared(tree)
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
        date_extraction_params={"original_date": True, "extensive_search": True},
    )
    text = (found.text or "") if found is not None else ""
    title = own.get("title") or (found.title if found is not None else None)
    if not text.strip():
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
        or (found.sitename if found is not None else None)
        or _host(url or own.get("url")),
        url=url or own.get("url") or (found.url if found is not None else None),
        title=title,
        language=own.get("language") or (found.language if found is not None else None),
        no_date=no_date,
    )


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:
        return None


def _declared(tree: Any) -> dict[str, str]:
    """Collect what the page declares about itself: title, date, source, url, language."""
    found: dict[str, str] = {}

    def put(field: str, value: object) -> None:
        line = one_line(value)
        if not line or field in found:
            return
        if field == "date" and dates.read_day(line)[0] is None:
            return
        found[field] = line

    for article in _json_ld(tree):
        put("title", article.get("headline") or article.get("name"))
        put("date", article.get("datePublished") or article.get("dateCreated"))
        publisher = article.get("publisher") or article.get("sourceOrganization")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        put("source", publisher.get("name") if isinstance(publisher, Mapping) else publisher)
        main = article.get("mainEntityOfPage")
        address = article.get("url") or (main.get("@id") if isinstance(main, Mapping) else main)
        if isinstance(address, str) and address.startswith("http"):
            put("url", address)
        put("language", article.get("inLanguage"))
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        metas.setdefault(name, meta.get("content") or "")
    for field, names in _METAS.items():
        for name in names:
            put(field, metas.get(name))
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            put("url", link.get("href"))
    put("language", tree.get("lang"))
    return found


_METAS = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "date": (
        "article:published_time", "og:article:published_time", "article.published", "datepublished",
        "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "date", "pubdate",
        "publish-date", "cxenseparse:recs:publishtime", "article.created",
    ),
    "source": ("og:site_name", "application-name", "dc.publisher", "citation_journal_title", "publisher"),
    "url": ("og:url",),
    "language": ("content-language", "dc.language"),
}  # fmt: skip


def _json_ld(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Give the articles that schema.org's JSON-LD describes."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            value = json.loads((script.text or "").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack = [value]
        while stack:
            part = stack.pop()
            if isinstance(part, list):
                stack.extend(reversed(part))
            elif isinstance(part, dict):
                kinds = part.get("@type")
                names = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(name, str) and _ARTICLES.match(name) for name in names):
                    yield part
                for inner in ("@graph", "mainEntity"):
                    if isinstance(part.get(inner), list | dict):
                        stack.append(part[inner])
