"""How likely what was found is an event: a logistic model over what is seen of it.

    chance(features) -> 0.74

The features are few and readable (:meth:`dragoman.coding.events.EventCoder.evidence`); the weights are fitted on our
own gold (``python -m training.event_weights``), so that a confidence says how often such an event is one and has the
right type. They are data, in ``events.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

__all__ = ["WEIGHTS", "chance", "logit"]

WEIGHTS = Path(__file__).with_name("events.json")


def chance(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Give the probability."""
    score = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def logit(probability: float) -> float:
    """Give the log-odds of a probability, within bounds."""
    bounded = min(max(probability, 0.02), 0.98)
    return math.log(bounded / (1 - bounded))
