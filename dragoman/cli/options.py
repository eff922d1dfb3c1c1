"""Options that several commands have."""

from __future__ import annotations

import typer

__all__ = ["KNOWLEDGE"]

KNOWLEDGE = typer.Option(
    "--knowledge",
    metavar="DIR",
    help="A folder of your own CSV files, laid over the knowledge that is built in.",
)
