"""Attributions: the words that report (a cue), and of each cue whose words it reports and which.

"A source says a content by a cue" is PolNeAR's notion of attribution (Newell, Margolin and Ruths 2018). The model
marks the words of cues, and gives each word two *keys* (what it looks for as a cue: a source, a content) and a
*value* (what it offers). The score of a word as source or content of a cue is the product of key and value, plus
what the places of the two say: how many sentences and paragraphs lie between, whether the word stands in the same
quotation, and by which branches of the tree the two are joined. So one cue may take words of several sentences, and
one word may belong to several cues, as in "X told Y that Z had said so".

Training and inference share this module, so the model meets at run time what it was trained on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import ModelError
from dragoman.language.sentences import Segments
from dragoman.language.tokens import Tokens

if TYPE_CHECKING:
    from dragoman.language.analysis import Analysis

__all__ = [
    "REACH",
    "SIZES",
    "Attribution",
    "Layout",
    "Tables",
    "attributions",
    "branch_names",
    "decode",
    "outline",
    "places",
    "quoted",
]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_NEVER = -30.0  # log odds of what cannot be

REACH = 5
"""How many sentences before and after its own a cue looks at."""

SOURCE, CONTENT = 0, 1
ROLES = ("source", "content")

_OPENING, _CLOSING, _EITHER = frozenset(("“", "„", "«", "``", "‟")), frozenset(("”", "»", "''")), '"'

SENTENCES, QUOTES, PARAGRAPHS, DISTANCES = 2 * 3 + 1, 10, 5, 17
SIZES = {"sentence": SENTENCES * QUOTES, "paragraph": PARAGRAPHS * QUOTES, "distance": DISTANCES}
"""Entries of each table of places but that of the branches, whose inventory is learned."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of a reading.

    Attributes:
        cue, source, content: indexes of tokens, in order. There may be no source ("it was reported that …"); a
            content may be broken and may run over sentences.
        score: estimated probability that this is an attribution.
    """

    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words of a story stand; one entry a word.

    Attributes:
        sentence, paragraph: numbers, rising.
        quotation: number of the quotation that it stands in, 0 outside.
        head: position of its head in the story, its own for a root.
        label: its UD label without subtype.
    """

    sentence: Ints
    paragraph: Ints
    quotation: Ints
    head: Ints
    label: Sequence[str]


def attributions(
    tokens: Tokens, segments: Segments, analysis: Analysis, *, deprel: Sequence[str], tables: Tables
) -> tuple[Attribution, ...]:
    """Decode the attributions of a story that was analysed by a model with this head.

    Args:
        tokens, segments: of the story.
        analysis: of its words.
        deprel: the model's labels.
        tables: what the places say.
    """
    if analysis.attribution is None:
        raise ValueError("the analysis has no scores of attributions: the model that made it lacks that head")
    words = segments.words
    paragraph, quotation = outline(tokens, words)
    layout = Layout(
        sentence=np.searchsorted(segments.starts, np.arange(len(words)), "right") - 1,
        paragraph=paragraph,
        quotation=quotation,
        head=analysis.heads,
        label=[deprel[i].split(":")[0] for i in analysis.label.tolist()],
    )
    at = words.tolist()

    def tokens_of(positions: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(at[i] for i in positions)

    return tuple(
        Attribution(tokens_of(one.cue), tokens_of(one.source), tokens_of(one.content), one.score)
        for one in decode(*analysis.attribution, layout, tables)
    )


def outline(tokens: Tokens, words: Ints) -> tuple[Ints, Ints]:
    """Return the paragraph and the quotation (0: none) of each word of a story.

    Args:
        tokens: of the story.
        words: indexes of its words among them.
    """
    lines = np.cumsum(["\n" in word for word in tokens.words], dtype=np.int64)
    paragraph = lines[words]
    at = words.tolist()
    spaced = [i == 0 or tokens.spaces[i - 1] or bool(tokens.space[i - 1]) for i in at]
    return paragraph, quoted([tokens.words[i] for i in at], spaced=spaced, paragraph=paragraph.tolist())


def quoted(words: Sequence[str], *, spaced: Sequence[bool], paragraph: Sequence[int]) -> Ints:
    """Number the quotations: of each word, in which it stands (the marks included), or 0.

    A feature of the model, not the last word on quotations: a change needs a new training.

    Args:
        words: as they stand in the text.
        spaced: whether white space stands before each.
        paragraph: the number of each one's paragraph. No quotation runs over its end.
    """
    found = np.zeros(len(words), np.int64)
    number, inside = 0, False
    for i, word in enumerate(words):
        if inside and paragraph[i] != paragraph[i - 1]:
            inside = False
        opens = word in _OPENING or (
            word == _EITHER and (not inside or (spaced[i] and _word_follows(words, spaced, i)))
        )
        if opens:
            number, inside = number + 1, True
            found[i] = number
        elif inside:
            found[i] = number
            inside = not (word in _CLOSING or word == _EITHER)
    return found


def _word_follows(words: Sequence[str], spaced: Sequence[bool], i: int) -> bool:
    return i + 1 < len(words) and not spaced[i + 1] and words[i + 1][:1].isalnum()


# ---------------------------------------------------------------------------------------------- places


def branch_names(layout: Layout, cue: int, span: range) -> list[str]:
    """Name how each word of a cue's own sentence is joined to the cue: "branch of the cue < branch of the word".

    The two meet at some word of the tree. A branch is the label of the word just below it, on either side; "self"
    where there is none. In "A storm is near, officials said" *storm* is ``self<ccomp`` seen from *said*.
    """
    above: dict[int, str] = {}
    at, label = cue, "self"
    for _ in range(len(span) + 1):
        above[at] = label
        if layout.head[at] == at or layout.head[at] not in span:
            break
        label = layout.label[at]
        at = int(layout.head[at])
    below: dict[int, str] = {word: f"{label}<self" for word, label in above.items()}
    for start in span:
        path = []
        at = start
        while at not in below:
            path.append(at)
            up = int(layout.head[at])
            if up == at or up not in span or len(path) > len(span):
                below[at] = "apart"
                path.pop()
                break
            at = up
        name = below[at]
        for word in reversed(path):
            if name.endswith("<self") and int(layout.head[word]) == at:
                name = f"{above[at]}<{layout.label[word]}"
            below[word] = name
            at = word
    return [below[i] for i in span]


def places(layout: Layout, cues: Sequence[int], span: range, branches: Mapping[str, int]) -> dict[str, Ints]:
    """Return, for each cue and each word of a stretch, its entry of each table; arrays [cues, words].

    Args:
        layout: of the story.
        cues: the first word of each.
        span: the stretch of words, which holds the cues.
        branches: inventory of :func:`branch_names`; entry 0 is for other sentences and unknown names.
    """
    at = np.array(cues, np.int64)[:, None]
    words = np.arange(span.start, span.stop)[None]
    sentences = np.clip(layout.sentence[words] - layout.sentence[at], -3, 3) + 3
    paragraphs = np.clip(layout.paragraph[words] - layout.paragraph[at], -2, 2) + 2
    quotes = _quotes(layout, at, words)
    apart = words - at
    far = np.minimum(np.log2(np.abs(apart) + 1.0).astype(np.int64), 7)
    distance = np.where(apart == 0, 0, 1 + far + np.where(apart > 0, 8, 0))
    joined = np.zeros(sentences.shape, np.int64)
    for row, cue in enumerate(cues):
        own = _own_sentence(layout, cue, span)
        joined[row, own.start - span.start : own.stop - span.start] = [
            branches.get(name, 0) for name in branch_names(layout, cue, own)
        ]
    return {
        "sentence": sentences * QUOTES + quotes,
        "paragraph": paragraphs * QUOTES + quotes,
        "distance": distance,
        "branch": joined,
    }


def _own_sentence(layout: Layout, cue: int, span: range) -> range:
    number = layout.sentence[cue]
    start = int(np.searchsorted(layout.sentence, number, "left"))
    stop = int(np.searchsorted(layout.sentence, number, "right"))
    return range(max(start, span.start), min(stop, span.stop))


def _quotes(layout: Layout, cue: Ints, words: Ints) -> Ints:
    """How the quotations of word and cue stand to each other: one of ten classes."""
    theirs, its = layout.quotation[words], layout.quotation[cue]
    before = np.maximum.accumulate(layout.quotation)[cue]  # quotations that begin before the cue
    rank = np.clip(theirs - before, -2, 3) + 2  # of two outside: 2 is the nearest before, 3 the nearest after
    found = np.where(its == 0, np.where(theirs == 0, 0, 1 + rank), np.where(theirs == 0, 7, 9))
    return np.where((theirs == its) & (its > 0), 8, found)


# ---------------------------------------------------------------------------------------------- decoding


@dataclass(frozen=True, slots=True)
class Settings:
    """What the decoder adds to what was learned; chosen by ``training.decoder`` on stories left out of the training.

    Attributes:
        cue: added to the log odds of each word to belong to a cue.
        source, content: added to the log odds of each word to belong to a source, a content.
        least: the sum of log odds that a source must reach.
        change: the cost of beginning or ending a stretch of a content.
    """

    cue: float = 0.0
    source: float = 0.0
    content: float = 0.0
    least: float = 0.0
    change: float = 1.0


@dataclass(frozen=True, slots=True)
class Tables:
    """What the places say, as learned: for each table its scores as source and content [entries, 2].

    Attributes:
        scores: ``sentence``, ``paragraph``, ``distance``, ``branch``.
        bias: of a source and of a content [2].
        branches: inventory of the branches.
        settings: of the decoder.
    """

    scores: Mapping[str, Floats]
    bias: Floats
    branches: Mapping[str, int]
    settings: Settings

    @classmethod
    def load(cls, path: Path) -> Tables:
        """Read the tables that ``training.export`` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            made = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                scores={name: np.array(rows, np.float32) for name, rows in made["scores"].items()},
                bias=np.array(made["bias"], np.float32),
                branches={name: i for i, name in enumerate(made["branches"])},
                settings=Settings(**{name: float(value) for name, value in made["settings"].items()}),
            )
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise ModelError(
                f"{path}: cannot be read as tables of attributions ({type(error).__name__}: {error}); "
                "reinstall dragoman"
            ) from error


def decode(
    cue_scores: Floats, keys: Floats, values: Floats, layout: Layout, tables: Tables
) -> list[Attribution]:
    """Find the attributions of a story.

    Args:
        cue_scores: of each word, as outside, beginning and inside of a cue [n, 3] (logits).
        keys: [n, 2, d]; values: [n, d].
        layout: of the story's n words.
        tables: what the places say.

    Returns:
        Attributions with positions of words, in the order of their cues.
    """
    found: list[Attribution] = []
    chosen = tables.settings
    cues = _cues(cue_scores, layout.sentence, chosen.cue)
    for group in _groups(cues, layout.sentence):
        first, last = group[0][0][0], group[-1][0][-1]
        start = int(np.searchsorted(layout.sentence, layout.sentence[first] - REACH, "left"))
        stop = int(np.searchsorted(layout.sentence, layout.sentence[last] + REACH, "right"))
        own = np.stack([keys[list(words)].astype(np.float32).mean(0) for words, _ in group])
        scores = np.einsum("crd,nd->crn", own, values[start:stop].astype(np.float32))
        scores += tables.bias[None, :, None]
        begins = [words[0] for words, _ in group]
        for name, entries in places(layout, begins, range(start, stop), tables.branches).items():
            scores += tables.scores[name][entries].transpose(0, 2, 1)
        # log odds of each role against all else
        odds = scores - np.logaddexp(0.0, scores[:, ::-1])
        distance = np.abs(layout.sentence[None, start:stop] - layout.sentence[begins][:, None])
        odds.transpose(0, 2, 1)[distance > REACH] = _NEVER
        for row, (words, _) in enumerate(group):
            odds[row, :, np.array(words) - start] = _NEVER
        sources = _best_stretch(odds[:, SOURCE] + chosen.source, least=chosen.least)
        contents = _stretches(odds[:, CONTENT] + chosen.content, change=chosen.change)
        for (words, sure), source, content, own_odds in zip(group, sources, contents, odds, strict=True):
            if content.any():
                likely = 1 / (1 + np.exp(-np.median(own_odds[CONTENT, content])))
                found.append(
                    Attribution(
                        words, _positions(source, start), _positions(content, start), float(sure * likely)
                    )
                )
    return found


def _positions(chosen: NDArray[np.bool_], start: int) -> tuple[int, ...]:
    return tuple((np.flatnonzero(chosen) + start).tolist())


def _cues(scores: Floats, sentence: Ints, added: float) -> list[tuple[tuple[int, ...], float]]:
    """Stretches of words that are more likely part of a cue than not, with their probability."""
    shifted = scores.astype(np.float64)
    shifted[:, 1:] += added
    shifted -= shifted.max(1, keepdims=True)
    odds = np.exp(shifted)
    odds /= odds.sum(1, keepdims=True)
    best = odds.argmax(1)
    found: list[tuple[tuple[int, ...], float]] = []
    run: list[int] = []
    for i in [*np.flatnonzero(best).tolist(), -1]:
        if run and (i < 0 or i != run[-1] + 1 or best[i] == 1 or sentence[i] != sentence[run[-1]]):
            found.append((tuple(run), float(1 - odds[run, 0].mean())))
            run = []
        run.append(i)
    return found


def _groups(
    cues: Sequence[tuple[tuple[int, ...], float]], sentence: Ints
) -> Iterable[list[tuple[tuple[int, ...], float]]]:
    """Cues that stand close together look at one stretch of words: bounded, so that time grows with the story."""
    group: list[tuple[tuple[int, ...], float]] = []
    for one in cues:
        if group and (len(group) >= 16 or sentence[one[0][0]] - sentence[group[0][0][0]] > REACH):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _best_stretch(odds: Floats, *, least: float) -> NDArray[np.bool_]:
    """Of each row, the stretch with the highest sum, where that reaches ``least`` [rows, n]."""
    sums = np.concatenate([np.zeros((len(odds), 1)), np.cumsum(odds, 1)], 1)
    lowest = np.minimum.accumulate(sums[:, :-1], 1)
    gains = sums[:, 1:] - lowest
    end = gains.argmax(1)
    found = np.zeros(odds.shape, np.bool_)
    for row, stop in enumerate(end.tolist()):
        if gains[row, stop] > max(least, 0.0):
            begin = int(sums[row, : stop + 1].argmin())
            found[row, begin : stop + 1] = True
    return found


def _stretches(odds: Floats, *, change: float) -> NDArray[np.bool_]:
    """Of each row, the set of stretches with the highest sum, each of which costs ``2 * change`` (Viterbi)."""
    rows, n = odds.shape
    came_out = np.zeros((n, rows), np.bool_)  # that the best way to be outside at a word comes from inside
    came_in = np.zeros((n, rows), np.bool_)
    out, inside = np.zeros(rows), np.full(rows, -change)
    for i in range(n):
        leave, enter = inside - change, out - change
        if i:
            came_out[i], came_in[i] = leave > out, enter > inside
            out, inside = np.maximum(out, leave), np.maximum(inside, enter)
        inside = inside + odds[:, i]
    found = np.zeros((n, rows), np.bool_)
    state = inside - change > out
    for i in range(n - 1, -1, -1):
        found[i] = state
        state = state ^ np.where(state, came_in[i], came_out[i])
    return found.T
