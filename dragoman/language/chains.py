"""Who is who within one story, by its text alone: names, descriptions and pronouns joined to chains.

    for chain in chains(reader.read("Dmitry Peskov, the Kremlin spokesman, denied it. He said …")):
        print(chain.name, [mention.text for mention in chain.mentions])

First what is certain is joined, as in the sieves of Raghunathan et al. (2010): equal names, appositions, relative
pronouns, "I" within one quotation and its speaker. Then every other mention chooses its antecedent, or none, by a
ranker with learned weights (:mod:`dragoman.language.pairs`). A choice that would make one of two people, of a man and
a woman, or of the speaker of a quotation and a "he" inside it, is never taken.

What is known beyond the text ("the Kremlin leader" is Putin) comes in as :class:`Known`, one for each mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.language.certain import Known, Prepared, prepare
from dragoman.language.clusters import Clusters
from dragoman.language.mentions import Mention, describe, spans
from dragoman.language.weights import Weights, load_weights, standing
from dragoman.language.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Chain", "Known", "Mention", "Prepared", "chains", "decode", "find_mentions", "prepare"]


@dataclass(frozen=True, slots=True)
class Chain:
    """All mentions of one person, body, state or thing.

    Attributes:
        mentions: in the order of the text; one or more.
        name: the fullest name among them, or None.
        kind, gender, number: what its mentions tell together.
        candidates: numbers (positions in the list) of the chains to which its bare name may belong, where the
            story has several bearers and nothing decides.
    """

    mentions: tuple[Mention, ...]
    name: str | None
    kind: str
    gender: str
    number: str
    candidates: tuple[int, ...] = ()


def find_mentions(doc: Doc, *, speakers: Sequence[str | None] | None = None) -> list[Mention]:
    """Find the mentions of a reading, in the order of the text, so that knowledge about them can be looked up."""
    words = Words.of(doc, speakers=speakers)
    return describe(words, spans(words))


def chains(
    doc: Doc,
    *,
    known: Sequence[Known | None] | None = None,
    speakers: Sequence[str | None] | None = None,
    weights: Weights | None = None,
) -> list[Chain]:
    """Join the mentions of a story.

    Args:
        doc: a reading: UD trees and entities.
        known: of each mention of :func:`find_mentions` (called with the same `speakers`), what is known of it.
        speakers: in a transcript, who speaks each token, None for the narrator; without it, the reader's
            ``speaker`` segments say so.
        weights: in place of the shipped ones.

    Returns:
        Every mention in exactly one chain; chains in the order of their first mention.

    Raises:
        ValueError: `known` does not have as many entries as there are mentions.
    """
    words = Words.of(doc, speakers=speakers)
    prepared = prepare(words, describe(words, spans(words)), known=known)
    return decode(prepared, load_weights() if weights is None else weights)


def decode(prepared: Prepared, weights: Weights, *, standings: list[int] | None = None) -> list[Chain]:
    """Let every mention that is not yet joined choose, from left to right, and give the chains.

    Args:
        prepared: the story.
        weights: of the ranker.
        standings: filled with the label of "standing" that each pair had when its mention chose, to learn from.
    """
    mentions = prepared.mentions
    clusters = Clusters(prepared)
    settled: set[int] = set()
    for a, b in prepared.certain:
        if not clusters.differ(a, b) or prepared.names.group[a] == prepared.names.group[b] >= 0:
            clusters.join(a, b)
            if mentions[a].cls != "i" or mentions[b].cls == "i":
                settled.add(b)
    pair, new = prepared.pairs.scores(weights)
    static, fresh = pair.tolist(), new.tolist()
    begins, antecedents = prepared.pairs.begins.tolist(), prepared.pairs.antecedent.tolist()
    growing = weights.pair["standing"].tolist()
    speech = prepared.pairs.speech.tolist()
    spoke: int | None = None
    classes = prepared.pairs.cls.tolist()
    if standings is not None:
        standings[:] = [0] * len(antecedents)
    for i in _order(prepared):
        m, cls = mentions[i], classes[i]
        if i not in settled or standings is not None:
            choices: list[tuple[float, int]] = []
            named: list[tuple[float, int]] = []
            for k in range(begins[i], begins[i + 1]):
                chain = clusters.at[antecedents[k]]
                last = 0
                if spoke is not None and m.form == "pronoun" and chain is clusters.at[spoke]:
                    last = 2 if speech[i] else 1
                label = standing(chain.seen, chain.named, m.gender in chain.gender, last)
                score = static[k] + growing[cls][label]
                if standings is not None:
                    standings[k] = label
                if score > fresh[i] and i not in settled:
                    choices.append((-score, k))
                elif m.cls == "he" and chain.named and mentions[antecedents[k]].kind == "person":
                    named.append((-score, k))
            # where grammar rules out all that is likely, "he" is the next likely who has a name
            for _, k in (*sorted(choices), *sorted(named if choices else [])):
                if not clusters.differ(i, antecedents[k]):
                    clusters.join(i, antecedents[k])
                    break
            else:
                person = prepared.offices.get(i)
                if person is not None and i not in settled and not clusters.differ(i, person):
                    clusters.join(i, person)
        chain = clusters.at[i]
        if speech[i] and m.quotation is None:
            spoke = i
        chain.seen += 1
        chain.named |= m.cls == "name"
    return _chains(prepared, clusters, decided=_settle(prepared, clusters))


def _order(prepared: Prepared) -> list[int]:
    """The order in which mentions choose: left to right, but who says a quotation before those who are in it."""
    first: dict[int, int] = {}
    speakers: dict[int, list[int]] = {}
    for i, m in enumerate(prepared.mentions):
        if m.quotation is not None:
            first.setdefault(m.quotation, i)
            if m.quoter is not None:
                speakers.setdefault(m.quoter, []).append(m.quotation)
    keys = []
    for i, m in enumerate(prepared.mentions):
        quotations = speakers.get(m.head, ()) if m.cls == "he" else ()
        keys.append((min([i, *(first[number] for number in quotations)]), 0 if quotations else 1, i))
    return [i for *_, i in sorted(keys)]


def _settle(prepared: Prepared, clusters: Clusters) -> set[int]:
    """Let a surname that several bear be the one who is a man, or a woman, as its pronouns say; give which were."""
    decided = set()
    group = prepared.names.group
    bearer = {number: i for i, number in reversed(list(enumerate(group))) if number >= 0}
    for i, numbers in prepared.names.candidates.items():
        mine = clusters.at[i]
        if len(mine.gender) != 1 or len(mine.members) < 2:
            continue
        fits = [bearer[n] for n in numbers if n in bearer and clusters.at[bearer[n]].gender <= mine.gender]
        told = [k for k in fits if clusters.at[k].gender]
        if len(fits) == 1 and len(told) == 1 and not clusters.at[fits[0]].against & mine.against:
            clusters.join(i, fits[0])
            decided.add(i)
    return decided


def _chains(prepared: Prepared, clusters: Clusters, *, decided: set[int]) -> list[Chain]:
    mentions = prepared.mentions
    number: dict[int, int] = {}
    groups: list[list[int]] = []
    for i in range(len(mentions)):
        members = clusters.at[i].members
        if id(members) not in number:
            number[id(members)] = len(groups)
            groups.append(sorted(members))
    where = {i: n for n, members in enumerate(groups) for i in members}
    bearer = {group: i for i, group in reversed(list(enumerate(prepared.names.group))) if group >= 0}
    found = []
    for members in groups:
        ours = [mentions[i] for i in members]
        candidates = {
            where[bearer[g]]
            for i in members
            if i not in decided
            for g in prepared.names.candidates.get(i, ())
            if g in bearer
        }
        named = [m for m in ours if m.cls == "name"]
        told = named or [m for m in ours if m.form != "pronoun"] or ours
        found.append(
            Chain(
                mentions=tuple(ours),
                name=max(named, key=lambda m: len(m.text)).text if named else None,
                kind=_most(m.kind for m in told),
                gender=_most(m.gender for m in ours),
                number=_most(m.number for m in told),
                candidates=tuple(sorted(candidates)),
            )
        )
    return found


def _most(values: Iterable[str]) -> str:
    """The most frequent value that says something, the first of equals."""
    counts: dict[str, int] = {}
    for value in values:
        if value and value != "unknown":
            counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda v: counts[v]) if counts else ""
