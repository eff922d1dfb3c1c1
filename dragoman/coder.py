"""The coder: wires language, knowledge and coding together, and is the users' door to all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dragoman import __version__
from dragoman.errors import InputError, StoryError
from dragoman.records import (
    Actor,
    CoderInfo,
    Commitment,
    Place,
    Record,
    Relation,
    Statement,
    Status,
    Story,
    Time,
    Uncoded,
    When,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.codebook import Codebook
    from dragoman.knowledge.gazetteer import Gazetteer
    from dragoman.language import Analyser

__all__ = ["Coder", "Settings", "identity", "load", "load_settings"]

_BESIDE = (
    "coding/*.json",
    "knowledge/dates/*.csv",
    "knowledge/status/*.csv",
    "language/*.csv",
    "language/*.json",
    "language/model/attributions.json",
)
"""Tables and weights that records depend on, but for the built knowledge, the gazetteer and the codebook."""

SURE_OF_LANGUAGE = 0.8  # below it a story is read as English: names and numbers alone mislead the classifier


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a job says of the coder that its workers load; it travels to them.

    Attributes:
        nlp: the name or folder of a user's own spaCy pipeline, in place of our reader.
        knowledge: a folder of the user's own tables of actors, laid over ours.
        codebook: a TOML file of the user's own, over our codebook or in its place.
        events: which events are given: a preset (``precise``, ``balanced``, ``recall``) or the least confidence.
        threads: threads a worker may use for the reader's model.
        check: check every record against its text (slower; for tests and doubts).
    """

    nlp: str | None = None
    knowledge: str | None = None
    codebook: str | None = None
    events: str | float = "balanced"
    threads: int = 1
    check: bool = False


class Coder:
    """Codes stories. Made by :func:`load`; holds the model and the knowledge, and no story."""

    def __init__(
        self,
        reader: Analyser,
        knowledge: Knowledge,
        gazetteer: Gazetteer,
        codebook: Codebook,
        *,
        least: float = 0.0,
    ) -> None:
        self._reader = reader
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._codebook = codebook
        self._least = least
        self.info = CoderInfo(
            version=__version__,
            codebook=codebook.label,
            knowledge=f"{knowledge.hash}+{gazetteer.hash}",
            analyser=reader.analyser,
        )

    def code(self, story: Story) -> Record:
        """Code one story.

        The same story, coder and kind of CPU give the same record, whatever was coded before.

        Raises:
            StoryError: the story has no text, or more than is read at once.
        """
        return self.code_with_reading(story)[0]

    def code_with_reading(self, story: Story) -> tuple[Record, Doc | None]:
        """Code one story as :meth:`code` does, and give the reading that the record rests on; None if not English."""
        if not story.text.strip():
            raise StoryError("the story has no text")
        language = _language(story)  # what an input says of its language is too often wrong to rest on
        if story.language is None:
            story = msgspec.structs.replace(story, language=language)
        if language != "en":
            gap = Uncoded(start=0, end=len(story.text), reason="not English")
            return Record(story=story, coder=self.info, uncoded=(gap,)), None
        from dragoman import coding
        from dragoman.coding import actors, circumstances, judged, places, statements, times, when

        doc = self.reading(story)
        said, everyone = statements(doc, story, actors(doc, story, self._knowledge))
        said, everyone = coding.first_person(doc, story, said, everyone)
        named = places(doc, story, self._gazetteer)
        everyone, spots = coding.grounds(doc, story, everyone, named, self._knowledge)
        events = coding.events(
            doc, story, everyone, self._codebook, statements=said, grounds=spots, least=self._least
        )
        record = Record(
            story=story,
            coder=self.info,
            actors=coding.with_grounds(everyone, spots, events),
            places=named,
            times=times(doc, date=story.date),
            statements=said,
            events=events,
        )
        record = circumstances(doc, record, knowledge=self._knowledge)

        def dated(token_index: int) -> When:
            return when(doc, story, record.times, token_index, knowledge=self._knowledge, ahead=True)

        return judged(doc, record, dated=dated), doc

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

    def statements(self, text: str, *, date: str | None = None) -> tuple[Statement, ...]:
        """Give who said what in a text, without the rest of the record.

        Speakers, addressees and those spoken of are ids; :meth:`code` gives the actors to them.

        Args:
            text: of one story.
            date: its day, YYYY-MM-DD.

        Raises:
            StoryError: there is no text, or more than is read at once, or the date is none.
        """
        return self.code(Story(text=text, date=date)).statements

    def relation(
        self,
        text: str,
        *,
        actor: tuple[int, int] | None = None,
        recipient: tuple[int, int] | None = None,
    ) -> Relation:
        """Give what one given party does to another, in PLOVER.

        Args:
            text: a sentence or a few.
            actor: start and end of the actor's words in it, or None.
            recipient: the same of the recipient, or None.

        Returns:
            The type with mode, quad class, CAMEO code, the words that say so, and a confidence; or no type, and why.

        Raises:
            StoryError: a span lies outside the text, or is empty.
        """
        from dragoman.coding.relations import RelationHead, relation

        head = self._reader if isinstance(self._reader, RelationHead) else None
        return relation(self.reading(text), text, self._codebook, actor=actor, recipient=recipient, head=head)

    def status(self, text: str, *, trigger: tuple[int, int], date: str | None = None) -> Status:
        """Give whether what a trigger names happened, according to the text.

        Args:
            text: a sentence or more.
            trigger: start and end, in code points, of the word or clause that names the act.
            date: the text's day, YYYY-MM-DD, which says what is history.

        Raises:
            StoryError: the trigger lies outside the text or is empty, or there is no text.
        """
        from dragoman.coding import status, times
        from dragoman.coding.status import tokens_of

        if not text.strip():
            raise StoryError("the story has no text")
        doc = self.reading(text)
        story = Story(text=text, date=date)
        return status(doc, story, tokens_of(doc, *trigger), times=times(doc, date=date) if date else ())

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

    def times(self, text: str, *, date: str | None = None) -> tuple[Time, ...]:
        """Give the time expressions of a text (TIMEX3), with their values against a day.

        The text is read first, because tense decides whether *Thursday* is the last or the next;
        :func:`dragoman.coding.times` takes a bare text and is faster.

        Args:
            text: any English text.
            date: the day that relative times count from, YYYY-MM-DD; without one they have no value, and say so.
        """
        from dragoman.coding import times

        return times(self.reading(text), date=date)

    def places(self, text: str, *, date: str | None = None, source: str | None = None) -> tuple[Place, ...]:
        """Give the places that a text names, where they are known, else why not.

        Args:
            text: a story, or a part of one.
            date: its day, YYYY-MM-DD.
            source: the outlet's name, web domain or address; it tells which Paris is near.
        """
        from dragoman.coding import places

        story = Story(text=text, date=date, source=source)
        return places(self.reading(story), story, self._gazetteer)

    def locate(
        self, text: str, *, span: tuple[int, int], date: str | None = None, source: str | None = None
    ) -> Place:
        """Give the place that some words of a text mean, or why that is unknown; demonyms have one too.

        Args:
            text: a story, or a part of one: what it says around the words decides.
            span: start and end of the words, in code points, end exclusive.
            date, source: as for :meth:`places`.
        """
        from dragoman.coding import locate

        story = Story(text=text, date=date, source=source)
        return locate(self.reading(story), story, self._gazetteer, span=span)

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
    codebook: Codebook | str | Path | None = None,
    events: str | float = "balanced",
    threads: int = 2,
) -> Coder:
    """Do what :func:`dragoman.load` says, which is the users' door to this."""
    from dragoman import knowledge as knows
    from dragoman.coding.events import threshold
    from dragoman.knowledge import codebook as books
    from dragoman.knowledge import gazetteer

    least = threshold(events)
    book = codebook if isinstance(codebook, books.Codebook) else books.load(codebook)
    known = knowledge if isinstance(knowledge, knows.Knowledge) else knows.load(extra=knowledge)
    return Coder(_reader(nlp, threads), known, gazetteer.load(), book, least=least)


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
    return load(
        nlp=settings.nlp,
        knowledge=settings.knowledge,
        codebook=settings.codebook,
        events=settings.events,
        threads=settings.threads,
    )


def identity(settings: Settings) -> tuple[str, ...]:
    """Give what the records of a settings' coder depend on, without loading it: two equal ones code equally."""
    from dragoman.coding.events import threshold
    from dragoman.knowledge import codebook, gazetteer
    from dragoman.knowledge.build import BUILT, sources_hash
    from dragoman.language.session import MODEL_FOLDER

    package = Path(__file__).parent
    beside = sorted(file for pattern in _BESIDE for file in package.glob(pattern))
    read = (BUILT, gazetteer.BUILT, *beside)
    known = hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()
    if settings.knowledge is not None:
        known += sources_hash(Path(settings.knowledge))
    book = f"{codebook.load(settings.codebook).label} {threshold(settings.events)}"
    if settings.nlp is not None:
        return __version__, known, book, settings.nlp
    card = (MODEL_FOLDER / "reader.json").read_bytes()  # it holds the model's own hash
    return __version__, known, book, hashlib.sha256(card).hexdigest()
