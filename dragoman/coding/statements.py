"""Who said what, to whom, about whom and through whom: attributions → statements of the record.

    statements(doc, story, actors) -> ((Statement(speakers=…, content=…), …), actors)

The attributions are those of the reader's head, and of the rules (:mod:`dragoman.language.reporting`) within their
contents, or everywhere for a reader without that head; and of labels (:mod:`dragoman.language.labels`). All are put
in order alike (:mod:`dragoman.language.refinement`). When and where a thing was said, and whether it was, is told by
the modules of those questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dragoman.coding.speakers import Speakers
from dragoman.knowledge.tables import words_of
from dragoman.language import reporting
from dragoman.language.attributions import Attribution
from dragoman.language.cues import cue_at
from dragoman.language.labels import labelled
from dragoman.language.marks import Marked, marked
from dragoman.language.ownership import is_bare
from dragoman.language.refinement import fragments, refine
from dragoman.language.words import Words
from dragoman.records import Actor, CodedBy, QuotationForm, Span, Statement, Story, content_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["statements"]

_DIRECT = 0.9  # share of a content's letters that stand between quotation marks
_OPENING = frozenset('"“„«‘')
_FALSE = words_of(
    "untrue false baseless unfounded groundless fake fabricated fabrication nonsense lie hoax slander smear absurd "
    "preposterous ludicrous invention disinformation misinformation"
)
_NO_SUCH = words_of("plan intention evidence truth knowledge basis proof doubt role part involvement reason")
_SPEAKING = words_of("speak talk appear write")
_FIRST = words_of("i we us me my our mine ours myself ourselves")
_NEGATIVE = words_of("not n't n’t never no neither nor without nothing hardly")
_TOLD = words_of(
    "tell ask assure inform remind notify brief warn advise urge beg implore promise email text message order"
)


def statements(
    doc: Doc, story: Story, actors: Sequence[Actor]
) -> tuple[tuple[Statement, ...], tuple[Actor, ...]]:
    """Give the statements of a story, in the order of their contents, and its actors.

    Args:
        doc: the reading of the story's text.
        story: it is of.
        actors: of the story, with their mentions.

    Returns:
        The statements; and the actors, to which the sources are added that none of them covers: documents, outlets,
        and unnamed ones. What is not known of a statement has its reason in ``unresolved``.
    """
    words = Words.of(doc)
    pieces = marked(doc.text)
    labels = labelled(words, pieces)
    head: Sequence[Attribution] | None = doc._.attributions
    if head is None:
        by_head, found = set[int](), reporting.find(words, pieces)
    else:
        by_head = {i for one in head for i in one.cue}
        found = reporting.completed(words, pieces, [*head, *labels])
    placed = refine(words, pieces, found, labels)
    if not placed:
        return (), tuple(actors)
    speakers = Speakers(words, story, actors)
    drafts = [_Draft(words, story, pieces, speakers, one.attribution) for one in placed]
    for draft, one in zip(drafts, placed, strict=True):  # an outer one comes before those inside it
        if one.inside is not None:
            drafts[one.inside].hold(draft)
    for draft in drafts:
        draft.reported_by()
    by = CodedBy(model=doc._.analyser)
    made = [
        draft.statement(
            by if one.attribution.cue[0] in by_head else None,
            None if one.inside is None else drafts[one.inside],
        )
        for draft, one in zip(drafts, placed, strict=True)
    ]
    return tuple(made), speakers.actors()


class _Draft:
    """One statement while it is made."""

    def __init__(
        self, words: Words, story: Story, pieces: Sequence[Marked], speakers: Speakers, one: Attribution
    ) -> None:
        self.words, self.story, self.speakers, self.one = words, story, speakers, one
        self.holds: list[_Draft] = []
        self.source, self.cue, self.content = (
            self.spans(part) for part in (one.source, one.cue, one.content)
        )
        self.id = content_id(
            "statement",
            story.id,
            *([[s.start, s.end] for s in part] for part in (self.source, self.cue, self.content)),
        )
        self.label = is_bare(words, one.cue[0])
        self.form = _form(story.text, self.content, pieces)
        if self.label and not words.heading[one.cue[0]]:
            self.form = "direct"  # as a transcript has it
        self.who, self.why_nobody = speakers.of(one.source)
        if self.label and [words.text[i] for i in one.source] in (["Q"], ["A"]):
            self.who, self.why_nobody = (), "the label stands for a question or an answer, and names nobody"
        self.verb = next((i for i in reversed(one.cue) if words.pos[i] in ("VERB", "AUX")), one.cue[-1])
        self.addressees: list[str] = []
        self.via: list[str] = []
        self.addressed()

    def spans(self, tokens: Sequence[int]) -> tuple[Span, ...]:
        words, text = self.words, self.story.text
        made = []
        for a, b in fragments(words, tokens):
            start, end = words.starts[a], words.starts[b - 1] + len(words.text[b - 1])
            made.append(Span(start=start, end=end, text=text[start:end]))
        return tuple(made)

    # -- to whom, through whom

    def addressed(self) -> None:
        words, verb = self.words, self.verb
        cue = cue_at("VERB", words.lemma[verb])
        apart = set(self.one.source)
        told = words.lemma[verb].lower() in _TOLD
        for c in words.children[verb]:
            if c in apart:
                continue
            dep = words.dep[c]
            phrase = _below(words, c)
            said_to = (
                dep.startswith("obl")
                and cue is not None
                and cue.kind in ("say", "ask")
                and "to" not in cue.prepositions
                and _preposition(words, c) == "to"
            )
            if dep == "iobj" or said_to or (told and dep in ("obj", "nsubj:pass")):
                found = self.speakers.spoken_to(c, _noun_phrase(words, c, phrase))
                self.addressees += [i for i in found if i not in self.addressees and i not in self.who]
                self.came_through(found)
                self.outlets(phrase)
            elif not set(phrase) & set(self.one.content) and (
                dep.startswith("obl") or (dep == "advcl" and words.lemma[c].lower() in _SPEAKING)
            ):
                self.outlets(phrase)  # "said on CNN", "in an interview with The Guardian"
        if self.who and all(self.speakers.kind(id_) == "document" for id_ in self.who):
            self.outlets(self.one.source)  # "a memo seen by The Guardian"
        if told and not self.addressees:
            self.addressed_before_content()

    def addressed_before_content(self) -> None:
        """Whom "told" is followed by, where the parser has made it part of something else."""
        if not 1 < self.one.content[0] - self.verb < 12:
            return
        words = self.words
        start = words.starts[self.verb] + len(words.text[self.verb])
        found = self.speakers.within([(start, words.starts[self.one.content[0]])])
        self.addressees += [id_ for id_, _, _ in found[:1] if id_ not in self.who]

    def outlets(self, phrase: Sequence[int]) -> None:
        spans = [(s.start, s.end) for s in self.spans(phrase)]
        self.came_through(id_ for id_, _, _ in self.speakers.within(spans))

    def came_through(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            if self.speakers.is_outlet(id_) and id_ not in self.via and id_ not in self.who:
                self.via.append(id_)

    def hold(self, inner: _Draft) -> None:
        """Take a statement that stands in the content of this one; its "I" and "we" are this one's speaker."""
        self.holds.append(inner)
        source = [self.words.low[i] for i in inner.one.source]
        if len(source) == 1 and source[0] in _FIRST and self.form != "indirect":
            inner.who, inner.why_nobody = self.who, self.why_nobody

    def reported_by(self) -> None:
        """What stands in an outlet's own statement came through it: "X said, The Guardian reported"."""
        if self.who and all(map(self.speakers.is_outlet, self.who)):
            for inner in self.holds:
                inner.via += [id_ for id_ in self.who if id_ not in inner.via and id_ not in inner.who]

    # -- the rest

    def about(self) -> tuple[str, ...]:
        spans = [(s.start, s.end) for s in self.content]
        found = self.speakers.within(spans)
        text = self.story.text
        ids = [
            id_
            for id_, form, start in found
            if not (form == "pronoun" and id_ in self.who and _word_at(text, start) in _FIRST)
        ]
        return tuple(dict.fromkeys(ids))

    def denial(self) -> bool:
        words = self.words
        negative = any(words.low[i] in _NEGATIVE for i in self.one.cue)
        found = [cue for i in self.one.cue if (cue := cue_at(words.pos[i], words.lemma[i])) is not None]
        kinds = {
            cue.kind for cue in found if cue.takes != {"infinitive"}
        }  # "declined to comment" denies nothing
        if "deny" in kinds:
            return not negative
        if "think" in kinds and negative:
            return True
        return self.says_not()

    def says_not(self) -> bool:
        """Whether a content calls something untrue, or says that there is no such plan."""
        words = self.words
        inside = set(self.one.content)
        roots = [i for i in self.one.content if words.head[i] not in inside or words.head[i] == i]
        for root in roots:
            near = [root, *(c for c in words.children[root] if c in inside)]
            if words.lemma[root].lower() in _FALSE and words.pos[root] in ("NOUN", "ADJ"):
                return not any(words.low[i] in _NEGATIVE for i in near)
            for i in near:
                if words.lemma[i].lower() in _NO_SUCH and any(
                    words.low[c] in ("no", "not", "any") for c in words.children[i]
                ):
                    return any(words.low[k] in _NEGATIVE for k in (*near, *words.children[i]))
            if words.lemma[root].lower() == "true" and any(words.low[i] in _NEGATIVE for i in near):
                return True
        return False

    def statement(self, by: CodedBy | None, outer: _Draft | None) -> Statement:
        words = self.words
        unresolved = {} if self.why_nobody is None else {"speakers": self.why_nobody}
        cue_word = words.lemma[self.verb].lower()
        ids = self.speakers.id
        return Statement(
            id=self.id,
            speakers=tuple(map(ids, self.who)),
            source=self.source,
            cue=self.cue,
            content=self.content,
            form=self.form,
            addressees=tuple(map(ids, self.addressees)),
            about=tuple(map(ids, self.about())),
            via=tuple(map(ids, self.via)),
            inside=outer.id if outer is not None else None,
            denial=self.denial(),
            confidence=round(min(1.0, max(0.0, self.one.score)), 4),
            coded_by=by or CodedBy(rule="label" if self.label else f"reporting word {cue_word!r}"),
            unresolved=unresolved,
        )


def _form(text: str, content: Sequence[Span], pieces: Sequence[Marked]) -> QuotationForm:
    """Direct: between quotation marks; indirect: not; mixed: in part."""
    total = quoted = 0
    outermost = [p for p in pieces if p.inside is None]
    for span in content:
        total += sum(map(str.isalnum, span.text))
        for piece in outermost:
            a, b = max(piece.start, span.start), min(piece.end, span.end)
            if a < b:
                quoted += sum(map(str.isalnum, text[a:b]))
    if not quoted:  # a mark that opens the content and was never closed
        return "direct" if text[content[0].start] in _OPENING else "indirect"
    return "direct" if quoted >= _DIRECT * total else "mixed"


def _preposition(words: Words, i: int) -> str:
    return next((words.low[c] for c in words.children[i] if words.dep[c] == "case"), "")


def _below(words: Words, i: int) -> list[int]:
    found, stack = [], [i]
    while stack:
        at = stack.pop()
        found.append(at)
        stack.extend(words.children[at])
    return sorted(found)


def _noun_phrase(words: Words, head: int, phrase: Sequence[int]) -> list[int]:
    """A phrase without its preposition."""
    case = {c for c in words.children[head] if words.dep[c] == "case"}
    return [i for i in phrase if i not in case]


def _word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end].isalpha():
        end += 1
    return text[start:end].lower()
