"""Measure chains on GUM: CoNLL F1, and how often the antecedent of "he" and "she" is right.

``python -m dragoman.bench.chains ../shared/data/language/gum-dev.conllu.gz`` prints the figures as JSON.

Clusters are those of GUM's ``Entity=`` annotation, all types, without singletons, as in CoNLL 2012 (Pradhan et al.);
mentions match when their phrases cover the same characters. Two settings: *gold* with GUM's own trees, its mentions
and the types of its names; *read*, end to end from the raw text by the shipped reader, with our own mentions. In
transcripts both are told who speaks, as in CoNLL 2012.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.bench.coreference import conll
from dragoman.bench.syntax import Document, read_conllu
from dragoman.errors import InputError
from dragoman.language.chains import Chain, Prepared, decode, prepare
from dragoman.language.mentions import Mention, describe, spans
from dragoman.language.weights import Weights, load_weights
from dragoman.language.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Case", "GumDocument", "GumMention", "gold_case", "load", "read_case", "score", "score_cases"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GumMention:
    """A gold mention: characters of its phrase and of its head, its cluster, and GUM's type of entity."""

    start: int
    end: int
    head: Span
    cluster: str
    kind: str
    first: int
    last: int
    head_token: int


@dataclass(frozen=True, slots=True)
class GumDocument:
    """A document with its coreference.

    Attributes:
        document: text and trees.
        mentions: in the order of the text; token numbers (`first`, `last`, `head_token`) count the words of all
            sentences.
        speakers: who speaks each sentence, where GUM says so.
    """

    document: Document
    mentions: tuple[GumMention, ...]
    speakers: tuple[str | None, ...]

    @property
    def name(self) -> str:
        """Such as ``GUM_news_homeopathic``."""
        return self.document.name

    @property
    def genre(self) -> str:
        """Such as ``news``."""
        return self.name.split("_")[1]


def load(path: Path) -> list[GumDocument]:
    """Read a GUM file with its entities.

    Raises:
        InputError: it cannot be read, or an entity is opened and not closed.
    """
    documents = read_conllu(path)
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    blocks = [part for part in re.split(r"(?m)^(?=# newdoc)", text) if part.startswith("# newdoc")]
    if len(blocks) != len(documents):
        raise InputError(f"{path}: {len(blocks)} documents are announced and {len(documents)} found")
    return [_entities(document, block) for document, block in zip(documents, blocks, strict=True)]


def _entities(document: Document, block: str) -> GumDocument:
    marks: list[str] = []
    speakers: list[str | None] = []
    speaker: str | None = None
    rows = 0
    for line in [*block.split("\n"), ""]:
        if line.startswith("# speaker ="):
            speaker = line.partition("=")[2].strip()
        elif line[:1].isdigit():
            number, _, rest = line.partition("\t")
            if number.isdigit():
                found = re.search(r"(?:^|\|)Entity=([^|]*)", rest.rpartition("\t")[2])
                marks.append(found.group(1) if found else "")
                rows += 1
        elif not line and rows:
            speakers.append(speaker)
            speaker, rows = None, 0
    tokens = [t for sentence in document.sentences for t in sentence]
    offsets = [n for n, s in _numbered(document) for _ in s]
    found_mentions: list[GumMention] = []
    stack: list[tuple[str, str, int]] = []

    def close(cluster: str, kind: str, first: int, last: int) -> None:
        inside = range(first, last + 1)
        tops = [k for k in inside if not tokens[k].head or tokens[k].head - 1 + offsets[k] not in inside]
        solid = [k for k in tops if tokens[k].upos != "PUNCT"] or tops or [first]
        h = solid[0]
        found_mentions.append(
            GumMention(
                tokens[first].start, tokens[last].end, (tokens[h].start, tokens[h].end), cluster, kind, first, last, h
            )
        )  # fmt: skip

    for k, mark in enumerate(marks):
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", mark):
            if part.startswith("("):
                cluster, kind = part[1:].rstrip(")").split("-")[:2]
                if part.endswith(")"):
                    close(cluster, kind, k, k)
                else:
                    stack.append((cluster, kind, k))
            else:
                cluster = part.rstrip(")")
                at = next((s for s in range(len(stack) - 1, -1, -1) if stack[s][0] == cluster), None)
                if at is None:
                    raise InputError(f"{document.name}: entity {cluster} is closed and was not opened")
                opened = stack.pop(at)
                close(opened[0], opened[1], opened[2], k)
    found_mentions.sort(key=lambda m: (m.first, -m.last))
    return GumDocument(document, tuple(found_mentions), tuple(speakers))


def _numbered(document: Document) -> Iterator[tuple[int, Sequence[Any]]]:
    """Each sentence with the number of words before it."""
    before = 0
    for sentence in document.sentences:
        yield before, sentence
        before += len(sentence)


# ---------------------------------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class Case:
    """A document made ready for the ranker.

    Attributes:
        spans: characters of each mention's phrase, in the gold's text.
        clusters: gold cluster of each mention; ``none …`` where the gold has no such mention.
    """

    gum: GumDocument
    prepared: Prepared
    spans: list[Span]
    clusters: list[str]


def gold_doc(gum: GumDocument) -> tuple[Doc, list[int]]:
    """Make a reading of the gold trees; also the position in it of each word (blank lines are tokens, too)."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    text = gum.document.text
    words: list[str] = []
    spaces: list[bool] = []
    place: list[int] = []
    columns: list[tuple[str, str, str, str, int, bool]] = []
    for _, sentence in _numbered(gum.document):
        base = len(words)
        for number, token in enumerate(sentence):
            head = base + token.head - 1 if token.head else base + number
            columns.append((token.lemma, token.upos, token.xpos, token.deprel, head, number == 0))
            place.append(len(words))
            words.append(token.form)
            spaces.append(text[token.end : token.end + 1].isspace())
        end = sentence[-1].end
        if text[end : end + 2] == "\n\n":
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
            columns.append(("\n\n", "SPACE", "_SP", "dep", len(words) - 2, False))
    return Doc(
        Vocab(),
        words=words,
        spaces=spaces,
        lemmas=[c[0] for c in columns],
        pos=[c[1] for c in columns],
        tags=[c[2] for c in columns],
        deps=[c[3] for c in columns],
        heads=[c[4] for c in columns],
        sent_starts=[c[5] for c in columns],
    ), place


_TYPE = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "event": "EVENT",
    "object": "MISC",
    "abstract": "MISC",
}


def gold_case(gum: GumDocument) -> Case:
    """Prepare a document with gold trees and mentions."""
    doc, place = gold_doc(gum)
    speakers = _by_token(doc, [place[n] for n, _ in _numbered(gum.document)], gum.speakers)
    words = Words.of(doc, speakers=speakers)
    found: list[tuple[int, int, int, Span | None]] = []
    clusters: list[str] = []
    for m in gum.mentions:
        first, end, head = place[m.first], place[m.last] + 1, place[m.head_token]
        name: Span | None = None
        if words.pos[head] == "PROPN" and m.kind in _TYPE:
            a, b = _name_of(words, head, first, end)
            name = (a, b)
            words.ent[head] = _TYPE[m.kind]
        found.append((first, end, head, name))
        clusters.append(m.cluster)
    made = prepare(words, describe(words, found))
    return Case(gum, made, [(m.start, m.end) for m in gum.mentions], clusters)


def _name_of(words: Words, head: int, first: int, end: int) -> Span:
    a, b = head, head + 1
    while (
        a > first
        and words.pos[a - 1] in ("PROPN", "PUNCT", "ADP", "ADJ")
        and words.head[a - 1] in range(a, b)
    ):
        if words.dep[a - 1] in ("nmod:desc", "case", "punct") or words.pos[a - 1] in ("ADP", "PUNCT"):
            break
        a -= 1
    while (
        b < end and words.dep[b] in ("flat", "compound", "punct", "goeswith") and a <= words.head[b] < b + 2
    ):
        b += 1
    while b > head + 1 and words.pos[b - 1] == "PUNCT":
        b -= 1
    return a, b


def _by_token(doc: Doc, starts: Sequence[int], speakers: Sequence[str | None]) -> list[str | None] | None:
    if not any(speakers):
        return None
    found: list[str | None] = [None] * len(doc)
    ends = [*starts[1:], len(doc)]
    for start, end, speaker in zip(starts, ends, speakers, strict=True):
        found[start:end] = [speaker] * (end - start)
    return found


def read_case(gum: GumDocument, read: Callable[[str], Doc]) -> Case:
    """Prepare a document from its raw text.

    The cluster of a mention is that of the gold mention with the same phrase, else with the same head (once).
    """
    doc = read(gum.document.text)
    speakers: list[str | None] | None = None
    if any(gum.speakers):
        begins = [s[0].start for s in gum.document.sentences]
        speakers, at = [], 0
        for token in doc:
            while at + 1 < len(begins) and begins[at + 1] <= token.idx:
                at += 1
            speakers.append(gum.speakers[at])
    words = Words.of(doc, speakers=speakers)
    mentions = describe(words, spans(words))
    by_span = {(m.start, m.end): m.cluster for m in gum.mentions}
    by_head: dict[Span, str] = {}
    for m in gum.mentions:
        by_head.setdefault(m.head, m.cluster)
    clusters: list[str] = []
    phrases: list[Span] = []
    used: set[Span] = set()
    for number, mention in enumerate(mentions):
        first, end = mention.phrase
        span = (words.starts[first], words.starts[end - 1] + len(words.text[end - 1]))
        phrases.append(span)
        head = (words.starts[mention.head], words.starts[mention.head] + len(words.text[mention.head]))
        cluster = by_span.get(span)
        if cluster is None and head not in used:
            cluster = by_head.get(head)
        used.add(head)
        clusters.append(cluster if cluster is not None else f"none {number}")
    return Case(gum, prepare(words, mentions), phrases, clusters)


# ---------------------------------------------------------------------------------------------- figures


def score(
    path: Path, *, weights: Weights | None = None, read: Callable[[str], Doc] | None = None
) -> dict[str, Any]:
    """Measure chains on a GUM file.

    Args:
        path: ``gum-dev.conllu.gz``.
        weights: in place of the shipped ones.
        read: in place of the shipped reader, text to reading.

    Returns:
        ``gold`` and ``read``, each with ``all``, ``news`` and ``acting`` (clusters of persons, organisations and
        places alone): CoNLL F1 and its parts; ``he_she``: how many, and the share whose `nearest` linked mention,
        and whose nearest linked name or description (`named`), is right; `baseline`: the nearest fitting name.
    """
    documents = load(path)
    weights = load_weights() if weights is None else weights
    if read is None:
        from dragoman.language import load_reader

        read = load_reader().read
    figures: dict[str, Any] = {}
    for setting in ("gold", "read"):
        rows = []
        for gum in documents:
            case = gold_case(gum) if setting == "gold" else read_case(gum, read)
            rows.append((case, decode(case.prepared, weights)))
        figures[setting] = score_cases(rows)
    return figures


def figures(data: Path) -> dict[str, float]:
    """Give the figures that have floors: CoNLL F1, and he and she by the nearest linked mention.

    Args:
        data: the folder of the development data.
    """
    found = score(data / "language/gum-dev.conllu.gz")
    made = {}
    for setting, words in (("gold", "gold trees and mentions"), ("read", "from raw text")):
        made[f"CoNLL F1, {words}"] = float(found[setting]["all"]["conll"])
        made[f"he and she, {words}"] = float(found[setting]["he_she"]["nearest"])
    return made


def score_cases(rows: Iterable[tuple[Case, list[Chain]]]) -> dict[str, Any]:
    """Score chains against gold; see :func:`score` for the figures."""
    rows = list(rows)
    figures: dict[str, Any] = {}
    for name, acting, news in (
        ("all", False, False),
        ("news", False, True),
        ("acting", True, False),
        ("acting news", True, True),
    ):
        chosen = [row for row in rows if not news or row[0].gum.genre == "news"]
        figures[name] = _rounded(conll(_clusters(*row, acting=acting) for row in chosen))
    for name, news in (("he_she", False), ("he_she news", True)):
        counts: Counter[str] = Counter()
        for row in rows:
            if not news or row[0].gum.genre == "news":
                counts.update(_he_she(*row))
        n = max(counts["n"], 1)
        shares = {k: round(100 * counts[k] / n, 1) for k in ("nearest", "named", "baseline")}
        figures[name] = {"n": counts["n"], **shares}
    return figures


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 1) for name, value in values.items()}


_ACTING = frozenset(("person", "organization", "place"))


def _clusters(
    case: Case, found: Sequence[Chain], *, acting: bool
) -> tuple[list[list[Span]], list[list[Span]]]:
    """Gold clusters and ours, without singletons and what GUM does not mark."""
    gold: dict[str, list[Span]] = {}
    kinds: dict[str, Counter[str]] = {}
    for m in case.gum.mentions:
        gold.setdefault(m.cluster, []).append((m.start, m.end))
        kinds.setdefault(m.cluster, Counter())[m.kind] += 1
    keep = {c for c, members in gold.items() if len(set(members)) > 1}
    if acting:
        keep = {c for c in keep if kinds[c].most_common(1)[0][0] in _ACTING}
    cluster_of = {span: c for c, members in gold.items() for span in members}
    ours: list[list[Span]] = []
    place = {id(m): span for m, span in zip(case.prepared.mentions, case.spans, strict=True)}
    for chain in found:
        members = list(
            dict.fromkeys(place[id(m)] for m in chain.mentions if not _unmarked(m, place[id(m)], cluster_of))
        )
        if len(members) < 2:
            continue
        if acting:
            theirs = {cluster_of[s] for s in members if s in cluster_of}
            # what the gold calls a thing, or we do where it is silent, is out of question here
            if not theirs & keep and (theirs or chain.kind in ("thing", "time")):
                continue
        ours.append(members)
    return [list(dict.fromkeys(members)) for c, members in gold.items() if c in keep], ours


def _unmarked(m: Mention, span: Span, gold: Mapping[Span, str]) -> bool:
    """Relative pronouns and adjectives of nations ("Indian government"): GUM does not mark them as mentions."""
    return m.cls == "who" or (m.form == "demonym" and m.kind == "state" and span not in gold)


def _he_she(case: Case, found: Sequence[Chain]) -> Counter[str]:
    """Count he/she pronouns of gold clusters with several mentions, and those whose antecedent is right."""
    mentions, clusters = case.prepared.mentions, case.clusters
    sizes = Counter(m.cluster for m in case.gum.mentions)
    position = {id(m): i for i, m in enumerate(mentions)}
    described = {c for c, m in zip(clusters, mentions, strict=True) if m.form != "pronoun"}
    counts: Counter[str] = Counter()
    for chain in found:
        numbers = [position[id(m)] for m in chain.mentions if m.cls != "who"]
        for i in numbers:
            m = mentions[i]
            if m.cls != "he" or sizes[clusters[i]] < 2:
                continue
            counts["nearest"] += _right(i, numbers, clusters)
            # where the gold has nothing but pronouns, there is no name to find
            named = (
                [k for k in numbers if mentions[k].form != "pronoun"] if clusters[i] in described else numbers
            )
            counts["named"] += _right(i, named, clusters)
            names = [
                k
                for k in range(i)
                if mentions[k].cls == "name"
                and mentions[k].kind in ("person", "unknown")
                and mentions[k].gender in ("", m.gender)
            ]
            counts["baseline"] += bool(names) and clusters[names[-1]] == clusters[i]
    # a pronoun that was not found counts as wrong
    counts["n"] = sum(1 for m in case.gum.mentions if sizes[m.cluster] > 1 and _is_he(case.gum, m))
    return counts


def _is_he(gum: GumDocument, m: GumMention) -> bool:
    if m.first != m.last:
        return False
    return gum.document.text[m.start : m.end].lower() in (
        "he", "him", "his", "himself", "she", "her", "hers", "herself",
    )  # fmt: skip


def _right(i: int, linked: Sequence[int], clusters: Sequence[str]) -> bool:
    """Whether the nearest linked mention before (else behind) is of the same gold cluster."""
    before = [k for k in linked if k < i]
    after = [k for k in linked if k > i]
    nearest = before[-1] if before else after[0] if after else None
    return nearest is not None and clusters[nearest] == clusters[i]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(score(Path(sys.argv[1])), indent=1) + "\n")
