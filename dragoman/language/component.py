"""The reader as a spaCy pipeline component and tokenizer, for use without the rest of dragoman.

    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman_reader")

spaCy finds both through the package's entry points, so nothing has to be imported. With dragoman's own words
instead of those of spaCy's tokenizer:

    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "dragoman.Tokenizer.v1"}}})

spaCy's decorators run at import, so this module imports spaCy at its top; nothing else of dragoman imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from dragoman.language import Reader, load_reader
from dragoman.language.tokens import Tokenizer

__all__ = ["ReaderComponent", "WordTokenizer", "make_reader", "make_tokenizer"]


class ReaderComponent:
    """Fills a ``Doc`` that spaCy has tokenised: sentences, tags, lemmas, tree, entities."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        """Fill and return `doc`."""
        return self.reader.annotate(doc)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the model comes with the package."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ReaderComponent:
        """Read nothing: the model comes with the package."""
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return nothing: the model comes with the package."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> ReaderComponent:
        """Read nothing: the model comes with the package."""
        return self


@Language.factory(
    "dragoman_reader",
    assigns=["token.tag", "token.pos", "token.lemma", "token.dep", "token.head", "doc.ents", "doc.sents"],
    default_config={"threads": 1, "model": None},
)
def make_reader(nlp: Language, name: str, threads: int, model: str | None) -> ReaderComponent:
    """Make the component; `model` is a model folder in place of the shipped one."""
    return ReaderComponent(load_reader(threads=threads, model=Path(model) if model else None))


class WordTokenizer:
    """Dragoman's tokenizer in the form in which spaCy wants one."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self._cut = Tokenizer()

    def __call__(self, text: str) -> Doc:
        """Return a ``Doc`` of the words of `text`."""
        tokens = self._cut(text)
        return Doc(self.vocab, words=tokens.words, spaces=tokens.spaces)

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the rules come with the package."""

    def from_disk(self, path: str | Path, **_: Any) -> WordTokenizer:
        """Read nothing: the rules come with the package."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the rules come with the package."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> WordTokenizer:
        """Read nothing: the rules come with the package."""
        return self


@registry.tokenizers("dragoman.Tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], WordTokenizer]:
    """Return what makes the tokenizer for a pipeline."""
    return WordTokenizer
