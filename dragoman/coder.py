"""The coder: wires language, knowledge and coding together, and is the users' door to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from dragoman import __version__
from dragoman.errors import InputError, StoryError
from dragoman.records import CoderInfo, Record, Story, Uncoded

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.language import Reader

__all__ = ["Coder", "Settings", "load", "load_settings"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a job says of the coder that its workers load; it travels to them.

    Attributes:
        nlp: the name or folder of a user's own spaCy pipeline, in place of our reader.
        threads: threads a worker may use for the reader's model.
        check: check every record against its text (slower; for tests and doubts).
    """

    nlp: str | None = None
    threads: int = 1
    check: bool = False


class Coder:
    """Codes stories. Made by :func:`load`; holds the model and the knowledge, and no story."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.info = CoderInfo(version=__version__, analyser=reader.analyser)

    def code(self, story: Story) -> Record:
        """Code one story.

        The same story, coder and kind of CPU give the same record, whatever was coded before.

        Raises:
            StoryError: the story has no text.
        """
        language = self._language(story)
        if language != "en":
            story = msgspec.structs.replace(story, language=language)
            gap = Uncoded(start=0, end=len(story.text), reason="not English")
            return Record(story=story, coder=self.info, uncoded=(gap,))
        self.reading(story)
        return Record(story=msgspec.structs.replace(story, language="en"), coder=self.info)

    def pipe(self, stories: Iterable[Story]) -> Iterator[Record]:
        """Code many stories, one after the other, lazily."""
        return map(self.code, stories)

    def reading(self, story: Story | str) -> Doc:
        """Read one story: a spaCy ``Doc`` with sentences, tags, lemmas, UD tree and entities.

        Its text is the story's text to the letter, so all offsets hold for both.
        """
        return self._reader.read(story if isinstance(story, str) else story.text)

    def _language(self, story: Story) -> str:
        if not story.text.strip():
            raise StoryError(f"story {story.id!r} has no text; a title alone is not coded")
        from dragoman.language import detect

        return detect.language(story.text)[0]


def load(*, nlp: Language | str | None = None, threads: int = 2) -> Coder:
    """Load the model and the knowledge once, and give the coder that uses them.

    Args:
        nlp: your own spaCy pipeline (or its name), with a tagger, a lemmatiser, a parser and entities, to read
            the stories in place of ours. Labels of UD and of ClearNLP (``en_core_web_*``) are understood.
        threads: how many threads the reader's model may use.

    Raises:
        InputError: there is no spaCy pipeline of that name.
        ModelError: our model is missing or damaged.
    """
    from dragoman import language

    if nlp is None:
        return Coder(language.load_reader(threads=threads))
    if isinstance(nlp, str):
        import spacy

        try:
            nlp = spacy.load(nlp)
        except OSError as error:
            raise InputError(f"no spaCy pipeline {nlp!r}: {error}") from error
    return Coder(language.from_spacy(nlp))


def load_settings(settings: Settings) -> Coder:
    """Load the coder that a job's settings describe."""
    return load(nlp=settings.nlp, threads=settings.threads)
