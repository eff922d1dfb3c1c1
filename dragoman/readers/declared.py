"""What a page says about itself to machines: schema.org's JSON-LD, Open Graph, ``article:`` and other metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from dragoman.readers import dates
from dragoman.readers.cleaning import one_line

__all__ = ["declared"]

_ARTICLES = re.compile(r"\w*(?:Article|BlogPosting|Report)$")
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


def declared(tree: Any) -> dict[str, str]:
    """Collect what a page declares about itself.

    Args:
        tree: the page's root element (lxml).

    Returns:
        Those of ``title``, ``headline``, ``date``, ``source``, ``url`` and ``language`` that it declares.
    """
    found: dict[str, str] = {}

    def put(field: str, value: object) -> None:
        line = one_line(unescape(value) if isinstance(value, str) else value)
        if not line or field in found:
            return
        if field == "date" and dates.read_day(line)[0] is None:
            return
        found[field] = line

    for article in _json_ld(tree):
        put("headline", article.get("headline") or article.get("name"))
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
    _settle_title(found)
    return found


def _settle_title(found: dict[str, str]) -> None:
    """Prefer the headline that the page gives to the title that it gives to social networks."""
    if headline := found.get("headline"):
        found["title"] = headline
    elif (title := found.get("title")) and (outlet := found.get("source")):
        found["title"] = re.sub(rf"\s+[|–—-]\s+{re.escape(outlet)}$", "", title, flags=re.IGNORECASE) or title


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
