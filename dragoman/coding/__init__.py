"""The coding room: a reading and the knowledge → the parts of a record, one module for each question."""

from dragoman.coding.actors import actors
from dragoman.coding.statements import statements
from dragoman.coding.when import times, when

__all__ = ["actors", "statements", "times", "when"]
