"""The coding room: a reading and the knowledge → the parts of a record, one module for each question."""

from dragoman.coding.actors import actors
from dragoman.coding.circumstances import circumstances
from dragoman.coding.commitments import commitments
from dragoman.coding.events import events
from dragoman.coding.first_person import first_person
from dragoman.coding.grounds import grounds, with_grounds
from dragoman.coding.judged import judged
from dragoman.coding.links import links
from dragoman.coding.placing import locate, places
from dragoman.coding.statements import statements
from dragoman.coding.status import status
from dragoman.coding.when import times, when
from dragoman.coding.where import where

__all__ = [
    "actors",
    "circumstances",
    "commitments",
    "events",
    "first_person",
    "grounds",
    "judged",
    "links",
    "locate",
    "places",
    "statements",
    "status",
    "times",
    "when",
    "where",
    "with_grounds",
]
