"""The coding room: a reading and the knowledge → the parts of a record, one module for each question."""

from dragoman.coding.actors import actors
from dragoman.coding.placing import locate, places
from dragoman.coding.statements import statements
from dragoman.coding.when import times, when
from dragoman.coding.where import where

__all__ = ["actors", "locate", "places", "statements", "times", "when", "where"]
