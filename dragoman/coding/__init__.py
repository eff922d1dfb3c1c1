"""The coding room: a reading and the knowledge → the parts of a record, one module for each question."""

from dragoman.coding.actors import actors
from dragoman.coding.commitments import commitments
from dragoman.coding.judged import judged
from dragoman.coding.links import links
from dragoman.coding.status import status

__all__ = ["actors", "commitments", "judged", "links", "status"]
