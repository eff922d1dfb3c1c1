"""HTML fragments to text: paragraphs become lines, tags go, entities are resolved, scripts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

__all__ = ["element_text", "has_markup", "to_text"]

_MARKUP = re.compile(
    r"</(?:p|div|span|a|li|ul|h[1-6]|strong|em|b|i|td|body)\s*>|<br\s*/?>|<p[\s>]", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,10});")
_ENDS_LINE = frozenset((
    "address", "article", "aside", "blockquote", "block", "body", "body.content", "bq", "br", "caption", "credit",
    "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hl1", "hl2", "hr", "html", "li", "main", "nav", "note", "ol", "p", "pre", "section", "table",
    "tbody", "thead", "tr", "ul",
))  # fmt: skip
_PARAGRAPH = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "div", "blockquote", "pre", "ul", "ol", "table", "block",
    "section", "li",
))  # fmt: skip
_CELL = frozenset(("td", "th"))
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "iframe", "media", "svg", "button", "nitf-table-metadata",
))  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")
_BLANKS = re.compile(r" *\n *")
_MANY = re.compile(r"\n{3,}")


def has_markup(text: str) -> bool:
    """Say whether a string is HTML rather than text."""
    return _MARKUP.search(text) is not None


def to_text(html: str) -> str:
    """Give the text of an HTML fragment; a string without markup only has its entities resolved."""
    if not has_markup(html):
        return unescape(html) if _ENTITY.search(html) else html
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return unescape(re.sub(r"<[^>]*>", " ", html))
    return element_text(root)


def element_text(element: Any, *, skip: frozenset[str] = frozenset()) -> str:
    """Give the text below an element of an lxml tree (HTML, NITF, XHTML in any namespace).

    Blocks are separated by an empty line, line breaks kept as such, other white space folded, except in ``pre``.

    Args:
        element: the element.
        skip: local names of elements to leave out, besides scripts and media.
    """
    text = "".join(_pieces(element, _SKIPPED | skip))
    text = _MANY.sub("\n\n", _BLANKS.sub("\n", text))
    return text.replace("\x00", "\n").strip()


def _fold(text: str | None, pre: bool) -> str:
    if not text:
        return ""
    if pre:
        # a line end that is to be kept stands as NUL until white space has been folded
        return text.replace("\r\n", "\n").replace("\n", "\x00")
    return _SPACE.sub(" ", text)


def _pieces(root: Any, skipped: frozenset[str]) -> Iterator[str]:
    # by hand and not by recursion: damaged pages nest thousands deep
    stack: list[tuple[Any, Any, bool]] = [(root, iter(root), _name(root) == "pre")]
    yield _fold(root.text, stack[0][2])
    while stack:
        parent, children, pre = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield _close(_name(parent))
                yield _fold(parent.tail, stack[-1][2])
            continue
        if not isinstance(child.tag, str) or (name := _name(child)) in skipped:
            yield _fold(child.tail, pre)
            continue
        yield _open(name)
        inner = pre or name == "pre"
        yield _fold(child.text, inner)
        stack.append((child, iter(child), inner))


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _open(name: str) -> str:
    if name in _PARAGRAPH:
        return "\n\n"
    return "\n" if name in _ENDS_LINE else ""


def _close(name: str) -> str:
    if name in _CELL:
        return " "
    return _open(name) if name != "br" else ""
