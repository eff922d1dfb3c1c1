"""The language room: a text → a reading, which is a spaCy ``Doc``.

    reader = load_reader(threads=2)
    doc = reader.read("Putin met Lavrov in Sochi.")

``doc.text`` is the text, character for character. Sentences, UD words, tags, lemmas, trees and entities are filled
in; scores and the kind of each segment are extensions (:mod:`dragoman.language.document`).
:func:`from_spacy` puts a user's own pipeline behind the same interface.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from dragoman.errors import StoryError
from dragoman.language.analysis import analyse, prepare, settled
from dragoman.language.attributions import Attribution, attributions
from dragoman.language.detect import detect
from dragoman.language.document import Writer, head_of, register_extensions
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.normalise import model_form
from dragoman.language.pairing import relations
from dragoman.language.session import MODEL_FOLDER, Model, OnnxModel
from dragoman.language.tokens import Tokenizer, Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = [
    "MAX_CHARACTERS",
    "Analyser",
    "Attribution",
    "Reader",
    "detect",
    "from_spacy",
    "head_of",
    "load_reader",
]

MAX_CHARACTERS = 2_000_000
"""The longest text that is read: some 350,000 words, a minute of work and 400 MB of memory."""

_VOCABULARY_STRINGS = 60_000  # a vocabulary with more strings is replaced; documents keep the one they have


TokenSpan = tuple[int, int]


class Analyser(Protocol):
    """What the coder needs: a text in, a ``Doc`` with UD trees out, and the name that goes into the record."""

    @property
    def analyser(self) -> str:
        """Name, version and hash."""

    def read(self, text: str, *, title: str | None = None) -> Doc:
        """Return the reading of a text."""


class Reader:
    """Dragoman's own reader: holds the model, the tokenizer and the vocabulary that documents share.

    Args:
        model: the encoder and its labels.
        lemmatiser: makes lemmas of forms, tags and scripts.
    """

    def __init__(self, model: Model, lemmatiser: Lemmatiser) -> None:
        register_extensions()
        self._model, self._lemmatiser = model, lemmatiser
        self._tokenizer = Tokenizer()
        self._writer: Writer | None = None

    @property
    def analyser(self) -> str:
        """Name, version and hash of the model."""
        return self._model.name

    def read(self, text: str, *, title: str | None = None) -> Doc:
        """Return the reading of a text.

        Args:
            text: any text; an empty one gives an empty document.
            title: the story's title; it is not read, only kept as ``doc._.title``.

        Raises:
            StoryError: when the text is longer than :data:`MAX_CHARACTERS`, or is no Unicode text.
        """
        from spacy.tokens import Doc

        _check(text)
        tokens = self._tokenizer(text)
        writer = self._fresh_writer()
        doc = Doc(writer.vocab, words=tokens.words, spaces=tokens.spaces)
        self._fill(doc, tokens, writer)
        if title is not None:
            doc._.title = title
        return doc

    def relations(
        self, doc: Doc, pairs: Sequence[tuple[TokenSpan | None, TokenSpan | None]]
    ) -> list[dict[str, float]] | None:
        """Return what the model thinks that the first of each pair does to the second.

        Args:
            doc: a reading.
            pairs: actor and recipient, each as first token and end; either may be None, but not both.

        Returns:
            Of each pair the probability of each PLOVER type and of ``NONE``; None from a model without that head.
        """
        words = [token.i for token in doc if not token.is_space]
        at = {i: n for n, i in enumerate(words)}

        def inside(span: TokenSpan | None) -> TokenSpan | None:
            told = [at[i] for i in range(*span) if i in at] if span is not None else []
            return (told[0], told[-1] + 1) if told else None

        starts = np.array([sentence.start for sentence in doc.sents], np.int64)
        found = relations(
            self._model,
            [model_form(doc[i].text) for i in words],
            [(inside(actor), inside(recipient)) for actor, recipient in pairs],
            sentence=(np.searchsorted(starts, words, "right") - 1).tolist(),
        )
        if found is None:
            return None
        names = self._model.labels["relation"]
        return [dict(zip(names, row, strict=True)) for row in found.tolist()]

    def annotate(self, doc: Doc) -> Doc:
        """Fill a document that another tokenizer has made, and return it."""
        _check(doc.text)
        writer = self._writer
        if writer is None or writer.vocab is not doc.vocab:
            writer = Writer(doc.vocab, self._model.labels, self._lemmatiser)
            self._writer = writer
        words = [token.text for token in doc]
        tokens = Tokens(
            words=words,
            spaces=[bool(token.whitespace_) for token in doc],
            forms=[model_form(word) for word in words],
            starts=np.fromiter((token.idx for token in doc), np.int64, len(doc)),
            space=np.fromiter((token.is_space for token in doc), np.bool_, len(doc)),
        )
        return self._fill(doc, tokens, writer)

    def _fill(self, doc: Doc, tokens: Tokens, writer: Writer) -> Doc:
        segments, sentences = prepare(self._model, tokens)
        forms = [form for sentence in sentences for form in sentence]
        analysis = analyse(self._model, sentences)
        writer.write(
            doc,
            analysis,
            words=segments.words,
            forms=forms,
            starts=segments.starts,
            kinds=settled(segments, analysis, forms, self._model).kinds,
            analyser=self._model.name,
        )
        tables = self._model.tables
        if tables is not None and analysis.attribution is not None:
            deprel = self._model.labels["deprel"]
            doc._.attributions = attributions(tokens, segments, analysis, deprel=deprel, tables=tables)
        return doc

    def _fresh_writer(self) -> Writer:
        """The shared vocabulary, renewed when it has grown: thousands of stories bring ever more names."""
        if self._writer is None or len(self._writer.vocab.strings) > _VOCABULARY_STRINGS:
            self._writer = Writer(_english_vocabulary(), self._model.labels, self._lemmatiser)
        return self._writer


def _english_vocabulary() -> Vocab:
    from spacy.lang.en import English
    from spacy.vocab import create_vocab

    return create_vocab("en", English.Defaults)


def _check(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise StoryError(
            f"the text has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read: is it one story? "
            "Cut it into its parts"
        )
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise StoryError(
                f"the text has half a surrogate pair at character {error.start:,}, which is no Unicode character: "
                'decode the input again, with errors="replace"'
            ) from None


def load_reader(*, threads: int = 1, model: Path | None = None) -> Reader:
    """Load the reader.

    Args:
        threads: CPU threads for one story; 1 for workers side by side, 2 or more for interactive use.
        model: a model folder in place of the shipped one.

    Raises:
        ModelError: when the model is missing or damaged.
    """
    folder = MODEL_FOLDER if model is None else Path(model)
    return Reader(OnnxModel(folder, threads=threads), Lemmatiser.load(folder))


def from_spacy(nlp: Language) -> Analyser:
    """Put a user's spaCy pipeline behind the reader's interface; ClearNLP labels are turned into UD.

    Raises:
        ModelError: when the pipeline has no parser or no tagger.
    """
    from dragoman.language.clearnlp import SpacyReader

    return SpacyReader(nlp)
