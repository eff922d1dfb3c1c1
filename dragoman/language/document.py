"""Writing an analysis into a spaCy ``Doc``, and the extensions by which it is read out again.

Extensions are spaCy's, so they are shared by the whole process; they are registered when the first reader is made,
never at import.

* ``doc._.analyser``: name and hash of what read the text; ``doc._.title``: the story's title, when it was given.
* ``doc._.attributions``: what the reader's own head found (:mod:`dragoman.language.attributions`), or None.
* ``token._.head_score``, ``token._.entity_score``: probability of the head, of the entity tag.
* ``span._.kind``: what the segment that the span begins in is (:data:`dragoman.language.sentences.KINDS`).
* ``span._.score``: the lowest entity probability of the span's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from dragoman.language.analysis import Analysis
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.sentences import KINDS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token
    from spacy.vocab import Vocab

__all__ = ["Writer", "head_of", "register_extensions"]

HEAD_SCORES, ENTITY_SCORES, SEGMENT_KINDS = "dragoman_head_scores", "dragoman_entity_scores", "dragoman_kinds"
_CACHE_LEMMAS = 50_000


def register_extensions() -> None:
    """Register the extensions with spaCy; a second call changes nothing."""
    from spacy.tokens import Doc, Span, Token

    for name in ("analyser", "title", "attributions"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name, key in (("head_score", HEAD_SCORES), ("entity_score", ENTITY_SCORES)):
        if not Token.has_extension(name):
            Token.set_extension(name, getter=_token_getter(key))
    if not Span.has_extension("kind"):
        Span.set_extension("kind", getter=_kind)
    if not Span.has_extension("score"):
        Span.set_extension("score", getter=_score)


def _token_getter(key: str) -> Any:
    def get(token: Token) -> float | None:
        values = token.doc.user_data.get(key)
        return None if values is None else float(values[token.i])

    return get


def _kind(span: Span) -> str:
    kinds = span.doc.user_data.get(SEGMENT_KINDS)
    return "sentence" if kinds is None else KINDS[int(kinds[span.start])]


def _score(span: Span) -> float | None:
    values = span.doc.user_data.get(ENTITY_SCORES)
    return None if values is None else float(values[span.start : span.end].min())


def head_of(span: Span) -> Token:
    """Return the word of a mention that ties it to the rest of its sentence.

    For a name UD makes the first word the head ("flat"): of "Vladimir Putin" that is "Vladimir". Where several words
    of the span have heads outside it, the one highest in the tree is meant, the earlier of two.
    """
    inside = range(span.start, span.end)
    tops = [token for token in span if token.head.i not in inside or token.head.i == token.i]
    words = [token for token in tops if not token.is_space and not token.is_punct] or tops
    return min(words, key=lambda token: (_depth(token), token.i))


def _depth(token: Token) -> int:
    depth = 0
    while token.head.i != token.i:
        token = token.head
        depth += 1
    return depth


class Writer:
    """Writes analyses into ``Doc`` objects of one vocabulary; holds the ids of labels and lemmas in it."""

    def __init__(self, vocab: Vocab, labels: Mapping[str, Sequence[str]], lemmatiser: Lemmatiser) -> None:
        from spacy.parts_of_speech import IDS

        self.vocab, self._labels, self._lemmatiser = vocab, labels, lemmatiser
        add = vocab.strings.add
        self._upos = np.array([IDS[tag] for tag in labels["upos"]], np.uint64)
        self._xpos = np.array([add(tag) for tag in labels["xpos"]], np.uint64)
        self._deprel = np.array([add(label) for label in labels["deprel"]], np.uint64)
        entities = labels["entities"]
        # spaCy's codes: 1 inside, 2 outside, 3 begins
        self._iob = np.array([{"I": 1, "O": 2, "B": 3}[tag[0]] for tag in entities], np.uint64)
        self._types = np.array([add(tag[2:]) if tag != "O" else 0 for tag in entities], np.uint64)
        self._space = (np.uint64(IDS["SPACE"]), np.uint64(add("_SP")), np.uint64(add("dep")))
        self._lemmas: dict[tuple[str, int, int, int], int] = {}

    def write(
        self,
        doc: Doc,
        analysis: Analysis,
        *,
        words: NDArray[np.int64],
        forms: Sequence[str],
        starts: NDArray[np.int64],
        kinds: Sequence[str],
        analyser: str,
    ) -> Doc:
        """Fill `doc` and return it.

        Args:
            doc: its tokens; annotations that it has are replaced.
            analysis: of the words.
            words: index of each word among the tokens; all others are white space.
            forms: the words' model forms, from which lemmas are made.
            starts: position in `words` of the first word of each sentence.
            kinds: what each sentence is.
            analyser: name of the model.
        """
        n = len(doc)
        if not n:
            doc._.analyser = analyser
            return doc
        begins = words[starts] if len(starts) else np.zeros(1, np.int64)
        begins = begins.copy()
        begins[0] = 0  # white space before the first word belongs to its sentence
        columns = np.zeros((n, 8), np.uint64, order="F")
        pos, tag, lemma, dep, head, iob, kind_of, _ = columns.T
        is_space = np.ones(n, np.bool_)
        is_space[words] = False
        space = np.flatnonzero(is_space)
        pos[words], tag[words] = self._upos[analysis.upos], self._xpos[analysis.xpos]
        dep[words] = self._deprel[analysis.label]
        lemma[words] = self._lemma_ids(forms, analysis)
        iob[words], kind_of[words] = self._iob[analysis.entity], self._types[analysis.entity]
        heads = np.zeros(n, np.int64)
        heads[words] = words[analysis.heads] - words
        if len(space):
            pos[space], tag[space], dep[space] = self._space
            iob[space] = 2
            self._inside_entities(space, words, iob, kind_of)
            lemma[space] = [self.vocab.strings.add(doc[i].text) for i in space.tolist()]
            heads[space] = _word_beside(space, words, n) - space
        head[:] = heads.view(np.uint64)
        doc.from_array(["POS", "TAG", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"], columns[:, :7])  # type: ignore[arg-type]
        # spaCy infers sentence starts from the trees, and errs on crossing ones; ours are known
        sentence_starts = np.full(n, -1, np.int64)
        sentence_starts[begins] = 1
        doc.from_array(["SENT_START"], sentence_starts.view(np.uint64)[:, None])  # type: ignore[arg-type]
        codes = np.zeros(n, np.uint8)
        if len(kinds):
            lengths = np.diff(np.append(begins, n))
            codes = np.repeat(np.array([KINDS.index(k) for k in kinds], np.uint8), lengths)
        doc.user_data[SEGMENT_KINDS] = codes
        for key, values in ((HEAD_SCORES, analysis.head_scores), (ENTITY_SCORES, analysis.entity_scores)):
            scores = np.ones(n, np.float32)
            scores[words] = values
            doc.user_data[key] = scores
        doc._.analyser = analyser
        return doc

    def _lemma_ids(self, forms: Sequence[str], analysis: Analysis) -> list[int]:
        cache = self._lemmas
        keys = list(
            zip(forms, analysis.upos.tolist(), analysis.xpos.tolist(), analysis.script.tolist(), strict=True)
        )
        found = list(map(cache.get, keys))
        for i, lemma in enumerate(found):
            if lemma is None:
                if len(cache) >= _CACHE_LEMMAS:
                    cache.clear()
                found[i] = cache[keys[i]] = self._lemma_id(*keys[i])
        return cast(list[int], found)

    def _lemma_id(self, form: str, upos: int, xpos: int, script: int) -> int:
        labels = self._labels
        lemma = self._lemmatiser.lemma(
            form, labels["upos"][upos], labels["xpos"][xpos], labels["lemma"][script]
        )
        return int(self.vocab.strings.add(lemma))

    @staticmethod
    def _inside_entities(
        space: NDArray[np.int64],
        words: NDArray[np.int64],
        iob: NDArray[np.uint64],
        kind_of: NDArray[np.uint64],
    ) -> None:
        """White space between two words of one entity belongs to it, or spaCy would see two entities."""
        before = np.searchsorted(words, space) - 1
        after = np.minimum(before + 1, max(len(words) - 1, 0))
        if not len(words):
            return
        inner = (before >= 0) & (words[after] > space)
        inner &= iob[words[after]] == 1
        iob[space[inner]] = 1
        kind_of[space[inner]] = kind_of[words[after[inner]]]


def _word_beside(space: NDArray[np.int64], words: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The word that white space hangs on: the one before it, else the first; itself where there is none."""
    if not len(words):
        return np.zeros(len(space), np.int64)  # a story of white space: all hang on the first
    before = np.searchsorted(words, space) - 1
    return np.asarray(words[np.maximum(before, 0)], np.int64)
