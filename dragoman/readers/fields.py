"""Rows and objects to stories: which column, key or element holds the text, the date, the outlet.

The guesses are lists of names, best first; a name is compared without case, spaces and punctuation, so that
``Publication Date``, ``publication_date`` and ``publicationDate`` are one. A user's column map comes before all
guesses. CSV, Parquet, JSON, JSON Lines and plain XML share this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.readers.base import FIELDS, Context, Item
from dragoman.readers.markup import has_markup, to_text
from dragoman.records import Rejection

__all__ = ["GUESSES", "SUMMARIES", "Mapper", "column_for", "plain"]

GUESSES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "fulltext", "articletext", "articlebody", "storytext", "bodytext", "maintext", "maincontent",
        "textcontent", "contenttext", "content", "contents", "article", "story", "rawtext", "plaintext", "cleantext",
        "newstext", "documenttext", "document", "bodyhtml", "bodyxhtml", "contenthtml", "transcript", "passage",
        "snippet", "description", "summary", "abstract",
    ),
    "date": (
        "date", "published", "pubdate", "publicationdate", "publisheddate", "publishdate", "datepublished",
        "datepublish", "publishedat", "publishedon", "publishingdate", "publicationtime", "publishedtime",
        "webpublicationdate", "firstpublicationdate", "dateofpublication", "storydate", "articledate",
        "newsdate", "dateiso", "isodate", "datetime", "day", "timestamp", "time", "created", "createdat",
        "datecreated", "creationdate", "documentdate", "dct", "versioncreated", "firstcreated", "updated",
        "updatedat", "seendate",
    ),
    "source": (
        "source", "outlet", "publisher", "publication", "newspaper", "sourcename", "outletname", "publishername",
        "newssource", "mediaoutlet", "media", "medianame", "agency", "provider", "sitename", "site", "website",
        "domain",
        "sourcedomain", "sourcecommonname", "journal", "newsoutlet", "feed",
    ),
    "title": (
        "title", "headline", "heading", "articletitle", "newstitle", "storytitle", "hed", "maintitle", "subject",
    ),
    "url": (
        "url", "link", "articleurl", "weburl", "storyurl", "sourceurl", "permalink", "canonicalurl", "href", "uri",
    ),
    "id": (
        "id", "storyid", "articleid", "documentid", "docid", "newsid", "guid", "uuid", "identifier", "uniqueid",
        "recordid", "docno", "externalid",
    ),
    "language": ("language", "lang", "languagecode"),
}  # fmt: skip

SUMMARIES = ("snippet", "description", "summary", "abstract")
"""Names among the guesses for the text that are taken only where no full text is."""

_WRAPPERS = ("source", "article", "item", "document", "data", "story", "news", "fields", "record", "post")
_NOT_LETTERS = re.compile(r"[^0-9a-zà-ÿ]+")


def plain(name: str) -> str:
    """Reduce a column's name to what is compared."""
    return _NOT_LETTERS.sub("", name.casefold())


def column_for(field: str, names: Iterable[str]) -> str | None:
    """Guess which of the names holds a field of a story."""
    known = {plain(name): name for name in reversed(list(names))}
    return next((known[guess] for guess in GUESSES[field] if guess in known), None)


class Mapper:
    """Makes stories of rows (name to value), and tells the user which columns it uses.

    One mapper serves one input: the guess is made once for each set of names.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._given = {field: str(name) for field, name in context.options.columns.items()}
        self._plans: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self._told: set[str] = set()
        self._seen: set[tuple[str, ...]] = set()

    def plan(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Give for each field the names that can hold it, best first."""
        plan = self._plans.get(names)
        if plan is None:
            known: dict[str, str] = {}
            for name in names:
                known.setdefault(plain(name), name)
            plan = {}
            for field in FIELDS:
                given = self._given.get(field)
                if given is not None:
                    found = given if given in names else known.get(plain(given) or given)
                    plan[field] = () if found is None else (found,)
                else:
                    plan[field] = tuple(known[guess] for guess in GUESSES[field] if guess in known)
            if len(self._plans) < 1000:
                self._plans[names] = plan
        return plan

    def lacking(self, names: tuple[str, ...]) -> str | None:
        """Say why no story can come of rows with these names; ``None`` when one can."""
        for field, given in self._given.items():
            if not self.plan(names)[field]:
                return f"there is no column {given!r} for the {field}; there are: {_listed(names)}"
        if not self.plan(names)["text"]:
            return f"no column was recognised as the text; name it with the column map (text=…): {_listed(names)}"
        return None

    def tell(self, names: tuple[str, ...]) -> None:
        """Tell the user which columns are used, once for each choice."""
        if names in self._seen or len(self._seen) > 1000:
            return
        self._seen.add(names)
        plan = self.plan(names)
        chosen = ", ".join(f"{field} ← {plan[field][0]}" for field in FIELDS if plan[field])
        if chosen not in self._told and len(self._told) < 5:
            self._told.add(chosen)
            self._context.notice(f"columns: {chosen}")

    def item(self, place: str, row: Mapping[str, Any]) -> Item | Rejection:
        """Make the story of one row."""
        names = tuple(row)
        plan = self.plan(names)
        values = {field: _first(row, plan[field]) for field in FIELDS}
        text = _best_text(row, plan["text"])
        if text is None and not plan["text"] and (inner := self._wrapped(row)) is not None:
            return self.item(place, inner)
        if not plan["text"]:
            return self._context.reject(
                self.lacking(names) or "no text", place=place, id=_scalar(values["id"]), text=_shown(row)
            )
        self.tell(names)
        if text is None and not isinstance(values["text"], str | None):
            kinds: dict[type, str] = {dict: "an object", list: "a list"}
            kind = kinds.get(type(values["text"]), "a number")
            return self._context.reject(
                f"{plan['text'][0]!r} holds {kind}, not text; name another column with the column map (text=…)",
                place=place,
                id=_scalar(values["id"]),
                text=_shown(row),
            )
        title = _scalar(values["title"])
        if isinstance(title, str):
            title = to_text(title)
        date_name = (plan["date"] or ("",))[0]
        return self._context.item(
            place,
            text=to_text(text) if text and has_markup(text) else text or "",
            # of the first name alone: "updated" is no stand-in for an empty "published"
            date=_date(_first(row, plan["date"][:1])),
            id=_scalar(values["id"]),
            source=_scalar(values["source"]),
            url=_scalar(values["url"]),
            title=title,
            language=values["language"],
            no_date=f"{date_name!r} is empty" if date_name else "the input has no column for a date",
        )

    def _wrapped(self, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Find the story inside an envelope: ``{"_id": …, "_source": {…}}``, ``{"article": {…}}``."""
        for name in row:
            inner = row[name]
            if plain(name) in _WRAPPERS and isinstance(inner, Mapping) and self.plan(tuple(inner))["text"]:
                outer = {key: value for key, value in row.items() if key != name}
                return {**outer, **inner}
        return None


def _first(row: Mapping[str, Any], names: Iterable[str]) -> Any:
    """Give the first value that is there and not empty."""
    for name in names:
        value = row.get(name)
        if value is not None and value not in ("", [], {}):
            return value
    return None


def _best_text(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Give the first full text; a summary only where no name of a full text is there at all."""
    full = [name for name in names if plain(name) not in SUMMARIES] or names
    texts = (_text(row.get(name)) for name in full)
    return next((text for text in texts if text and not text.isspace()), None)


def _text(value: object) -> str | None:
    """Give a text, or paragraphs in a list, as one text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, Mapping):
        for name in ("value", "text", "rendered", "plain", "html"):
            inner = value.get(name)
            if isinstance(inner, str):
                return inner
    return None


def _scalar(value: object) -> object:
    """Give what can be written on one line: of an object its name or value, of a list its first."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        for name in ("name", "title", "value", "rendered", "href", "url", "id", "$oid"):
            if isinstance(value.get(name), str | int):
                return value[name]
        return None
    return value


def _date(value: object) -> object:
    if isinstance(value, Mapping):  # {"$date": …} of MongoDB
        return _first(value, ("$date", "value", "date"))
    if isinstance(value, list) and value:
        return value[0]
    return value


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    return (", ".join(name[:40] for name in shown[:20]) or "none") + more


def _shown(row: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {str(value)[:60]}" for name, value in list(row.items())[:6])
