"""The tables and views as a page of Markdown: the generated part of ``docs/tables.md``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from dragoman.store import sql
from dragoman.store.tables import tables
from dragoman.store.views import views

__all__ = ["BEGIN", "END", "markdown", "updated"]

BEGIN = "<!-- made by dragoman.store.describe from the definitions: begin -->"
END = "<!-- end -->"


def markdown() -> str:
    """Describe every view and table with its columns, types and meanings."""
    parts = ["## Views"]
    with contextlib.closing(sql.connect()) as connection:
        sql.create(connection)
        sql.create_views(connection)
        for view in views():
            found = connection.execute(f"DESCRIBE {view.name}").fetchall()
            types = {row[0]: row[1] for row in found}
            rows = [(name, types[name], "yes", meaning) for name, meaning in view.columns]
            parts.append(f"### {view.name}\n\n{view.meaning}\n\n{_grid(rows)}")
    parts.append("## Tables")
    for table in tables():
        rows = [
            (column.name, column.type, "yes" if column.null else "", column.meaning)
            for column in table.columns
        ]
        key = ", ".join(f"`{name}`" for name in table.key)
        parts.append(f"### {table.name}\n\n{table.meaning} Unique and sorted by {key}.\n\n{_grid(rows)}")
    return "\n\n".join(parts)


def _grid(rows: Iterable[tuple[str, str, str, str]]) -> str:
    lines = ["| column | type | may be NULL | meaning |", "|---|---|---|---|"]
    lines.extend(f"| `{name}` | {kind} | {null} | {meaning} |" for name, kind, null, meaning in rows)
    return "\n".join(lines)


def updated(page: str) -> str:
    """Give a page with its generated part made anew.

    Raises:
        ValueError: the page has no such part.
    """
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{markdown()}\n\n{END}{after}"
