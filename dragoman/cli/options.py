"""Options that several commands share."""

from __future__ import annotations

import typer

__all__ = ["CODEBOOK", "EVENTS", "KNOWLEDGE", "as_preset"]

KNOWLEDGE = typer.Option(
    "--knowledge",
    metavar="DIR",
    help="A folder of your own CSV files, laid over the knowledge that is built in.",
)
CODEBOOK = typer.Option(
    "--codebook",
    metavar="FILE",
    help="A TOML file of your own rules, over our codebook or in its place (docs/events.md).",
)
EVENTS = typer.Option(
    "--events",
    metavar="PRESET",
    help="Which events to give: precise, balanced, recall, or the least confidence (0 to 1).",
)


def as_preset(text: str) -> str | float:
    """Read the value of ``--events``: a number where it is one, else the name of a preset."""
    try:
        return float(text)
    except ValueError:
        return text
