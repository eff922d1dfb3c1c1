"""Weights that training has written beside the code (``coding/*.json``), each read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import ModelError

__all__ = ["stored"]


@cache
def stored(path: Path) -> Mapping[str, Any]:
    """Read a file of weights.

    Raises:
        ModelError: it is missing or damaged.
    """
    try:
        found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error}): install the package again") from error
    return found
