"""Dragoman: dated news stories in, an auditable record of who did or said what to whom out.

    coder = dragoman.load()
    record = coder.code(dragoman.Story(text="…", date="2024-11-09"))

Importing this package loads no model, opens no file and imports no engine; :func:`load` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"  # before the imports below: they read it

from dragoman.errors import (
    DragomanError,
    FetchError,
    InputError,
    KnowledgeError,
    ModelError,
    RecordError,
    StoreError,
    StoryError,
)
from dragoman.records import (
    Actor,
    CodedBy,
    CoderInfo,
    Commitment,
    Due,
    Event,
    Link,
    Mention,
    Money,
    Place,
    Record,
    Rejection,
    Relation,
    Size,
    Span,
    Statement,
    Status,
    Story,
    Time,
    Uncoded,
    When,
    Where,
    check,
    from_json,
    schema,
    to_json,
)

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

    from dragoman.coder import Coder
    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.codebook import Codebook

__all__ = [
    "Actor",
    "CodedBy",
    "CoderInfo",
    "Commitment",
    "DragomanError",
    "Due",
    "Event",
    "FetchError",
    "InputError",
    "KnowledgeError",
    "Link",
    "Mention",
    "ModelError",
    "Money",
    "Place",
    "Record",
    "RecordError",
    "Rejection",
    "Relation",
    "Size",
    "Span",
    "Statement",
    "Status",
    "StoreError",
    "Story",
    "StoryError",
    "Time",
    "Uncoded",
    "When",
    "Where",
    "check",
    "from_json",
    "load",
    "schema",
    "to_json",
]


def load(
    *,
    nlp: Language | str | None = None,
    knowledge: Knowledge | str | Path | None = None,
    codebook: Codebook | str | Path | None = None,
    events: str | float = "balanced",
    threads: int = 2,
) -> Coder:
    """Load the model and the knowledge once, and give the coder that uses them.

    Args:
        nlp: your own spaCy pipeline (or its name), with a tagger, a lemmatiser, a parser and entities, to read
            the stories in place of ours. Labels of UD and of ClearNLP (``en_core_web_*``) are understood.
        knowledge: a folder of your own tables of actors, laid over ours; or what
            :func:`dragoman.knowledge.load` gave.
        codebook: a TOML file of your own, over our codebook or in its place (docs/events.md); or what
            :func:`dragoman.knowledge.codebook.load` gave.
        events: which events are given: ``precise``, ``balanced``, ``recall``, or the least confidence, 0 to 1.
        threads: how many threads the reader's model may use.

    Raises:
        InputError: there is no spaCy pipeline of that name.
        ModelError: our model is missing or damaged.
        InputError: there is no such preset of events.
        KnowledgeError: what is wrong with your tables or your codebook, one line each.
    """
    from dragoman import coder

    return coder.load(nlp=nlp, knowledge=knowledge, codebook=codebook, events=events, threads=threads)
