"""The coding room: a reading and the knowledge → the parts of a record, one module for each question."""

from dragoman.coding.actors import actors
from dragoman.coding.events import events

__all__ = ["actors", "events"]
