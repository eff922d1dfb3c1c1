"""The coder: wires language, knowledge and coding together, and is the users' door to all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman import __version__
from dragoman.errors import InputError, StoryError
from dragoman.records import Actor, CoderInfo, Commitment, Record, Status, Story, Uncoded

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.knowledge import Knowledge
    from dragoman.language import Analyser

__all__ = ["Coder", "Settings", "identity", "load", "load_settings"]

SURE_OF_LANGUAGE = 0.8  # below it a story is read as English: names and numbers alone mislead the classifier


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a job says of the coder that its workers load; it travels to them.

    Attributes:
        nlp: the name or folder of a user's own spaCy pipeline, in place of our reader.
        knowledge: a folder of the user's own tables of actors, laid over ours.
        threads: threads a worker may use for the reader's model.
        check: check every record against its text (slower; for tests and doubts).
    """

    nlp: str | None = None
    knowledge: str | None = None
    threads: int = 1
    check: bool = False


class Coder:
    """Codes stories. Made by :func:`load`; holds the model and the knowledge, and no story."""

    def __init__(self, reader: Analyser, knowledge: Knowledge) -> None:
        self._reader = reader
        self._knowledge = knowledge
        self.info = CoderInfo(version=__version__, knowledge=knowledge.hash, analyser=reader.analyser)

    def code(self, story: Story) -> Record:
        """Code one story.

        The same story, coder and kind of CPU give the same record, whatever was coded before.

        Raises:
            StoryError: the story has no text, or more than is read at once.
        """
        if not story.text.strip():
            raise StoryError("the story has no text")
        language = _language(story)  # what an input says of its language is too often wrong to rest on
        if story.language is None:
            story = msgspec.structs.replace(story, language=language)
        if language != "en":
            gap = Uncoded(start=0, end=len(story.text), reason="not English")
            return Record(story=story, coder=self.info, uncoded=(gap,))
        from dragoman.coding import actors, judged

        doc = self.reading(story)
        return judged(doc, Record(story=story, coder=self.info, actors=actors(doc, story, self._knowledge)))

    def pipe(self, stories: Iterable[Story]) -> Iterator[Record]:
        """Code many stories, one after the other, lazily."""
        return map(self.code, stories)

    def reading(self, story: Story | str) -> Doc:
        """Read one story: a spaCy ``Doc`` with sentences, tags, lemmas, UD tree and entities.

        Its text is the story's text to the letter, so all offsets hold for both.
        """
        if isinstance(story, str):
            return self._reader.read(story)
        return self._reader.read(story.text, title=story.title)

    def status(self, text: str, *, trigger: tuple[int, int], date: str | None = None) -> Status:
        """Give whether what a trigger names happened, according to the text.

        Args:
            text: a sentence or more.
            trigger: start and end, in code points, of the word or clause that names the act.
            date: the text's day, YYYY-MM-DD, which says what is history.

        Raises:
            StoryError: the trigger lies outside the text or is empty, or there is no text.
        """
        from dragoman.coding import status
        from dragoman.coding.status import tokens_of

        if not text.strip():
            raise StoryError("the story has no text")
        doc = self.reading(text)
        return status(doc, Story(text=text, date=date), tokens_of(doc, *trigger))

    def commitments(self, text: str, *, date: str | None = None) -> tuple[Commitment, ...]:
        """Give who promised, plans, offers, threatens or refuses what in a text, without the rest of the record.

        Those concerned are ids; :meth:`code` gives the actors to them.

        Args:
            text: of one story.
            date: its day, YYYY-MM-DD.

        Raises:
            StoryError: there is no text, or more than is read at once, or the date is none.
        """
        return self.code(Story(text=text, date=date, language="en")).commitments

    def actor(self, name: str, *, date: str | None = None, context: str | None = None) -> Actor:
        """Give who a name is on a day, or why that is unknown.

        Args:
            name: as it stands in a text: ``"Trump"``, ``"the Kremlin"``, ``"Russian soldiers"``.
            date: the day, YYYY-MM-DD; without one, who holds an office stays open.
            context: words around the name, to choose between people of one name.

        Returns:
            An actor without mentions; what could not be resolved has its reason in ``unresolved``.
        """
        return self._knowledge.actor(name, date=date, context=context)


def _language(story: Story) -> str:
    from dragoman.language import detect

    language, probability = detect(story.text, title=story.title)
    return language if probability >= SURE_OF_LANGUAGE else "en"


def load(
    *,
    nlp: Language | str | None = None,
    knowledge: Knowledge | str | Path | None = None,
    threads: int = 2,
) -> Coder:
    """Do what :func:`dragoman.load` says, which is the users' door to this."""
    from dragoman import knowledge as knows

    known = knowledge if isinstance(knowledge, knows.Knowledge) else knows.load(extra=knowledge)
    return Coder(_reader(nlp, threads), known)


def _reader(nlp: Language | str | None, threads: int) -> Analyser:
    from dragoman import language

    if nlp is None:
        return language.load_reader(threads=threads)
    if isinstance(nlp, str):
        import spacy

        try:
            nlp = spacy.load(nlp)
        except OSError as error:
            raise InputError(f"no spaCy pipeline {nlp!r}: {error}") from error
    return language.from_spacy(nlp)


def load_settings(settings: Settings) -> Coder:
    """Load the coder that a job's settings describe."""
    return load(nlp=settings.nlp, knowledge=settings.knowledge, threads=settings.threads)


def identity(settings: Settings) -> tuple[str, ...]:
    """Give what the records of a settings' coder depend on, without loading it: two equal ones code equally."""
    from dragoman.coding import factuality
    from dragoman.knowledge import predicates
    from dragoman.knowledge.build import BUILT, sources_hash
    from dragoman.language.session import MODEL_FOLDER

    read = (BUILT, predicates.FILE, predicates.HARMS, factuality.FILE)
    known = hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()
    if settings.knowledge is not None:
        known += sources_hash(Path(settings.knowledge))
    if settings.nlp is not None:
        return __version__, known, settings.nlp
    card = (MODEL_FOLDER / "reader.json").read_bytes()  # it holds the model's own hash
    return __version__, known, hashlib.sha256(card).hexdigest()
