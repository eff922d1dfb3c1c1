"""The nouns: what goes in (a :class:`Story`), what comes out (a :class:`Record`), and their parts.

These are frozen, typed values with the names of the public contract; ``dragoman schema`` prints the JSON
Schema made from them. Three rules hold everywhere:

* offsets count Unicode code points of ``story.text``, end exclusive, and ``text[start:end]`` is the evidence;
* what could not be resolved is ``None`` and has its reason under the field's name in ``unresolved``;
* an id is a hash of what the thing is made of, so the same story coded by the same coder has the same ids.

Event types, modes, contexts, sectors, quad classes and the auxiliary modes are PLOVER's words (Open Event Data
Alliance, PLOVER Codebook, 2023); CAMEO codes and Goldstein scores follow Schrodt's CAMEO manual 1.1b3.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from dragoman.errors import RecordError, StoryError

__all__ = [
    "Actor",
    "CodedBy",
    "CoderInfo",
    "Commitment",
    "Due",
    "Event",
    "Link",
    "Mention",
    "Money",
    "Place",
    "Record",
    "Rejection",
    "Relation",
    "Size",
    "Span",
    "Statement",
    "Status",
    "Story",
    "Time",
    "Uncoded",
    "When",
    "Where",
    "check",
    "content_id",
    "from_json",
    "schema",
    "to_json",
]

# ---------------------------------------------------------------------------------------------- closed lists

ActorKind = Literal["person", "office", "state", "body", "group", "outlet", "document", "unnamed"]
MentionForm = Literal["name", "title", "description", "pronoun", "metonym", "demonym", "agent noun"]
Basis = Literal["knowledge", "text", "gazetteer", "context"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
PlacePrecision = Literal["site", "city", "unit", "country", "region"]
QuotationForm = Literal["direct", "indirect", "mixed"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
QuadClass = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Happened = Literal["yes", "no", "unknown"]
AuxiliaryMode = Literal["negation", "future", "hypothetical", "historical"]
WhenPrecision = Literal["time", "day", "week", "month", "quarter", "year", "decade"]
WhenBasis = Literal["clause", "sentence", "context", "story date", "knowledge"]
WhereBasis = Literal["clause", "sentence", "context", "dateline", "knowledge"]
Strength = Literal["promise", "plan", "readiness", "offer", "threat", "refusal"]
LinkKind = Literal["reverses", "contradicts", "fulfils", "breaks", "drops", "repeats"]
UncodedReason = Literal[
    "not English",
    "not a sentence",
    "too long to read",
    "no actor found",
    "no recipient found",
    "actor not resolved",
    "not an event",
    "below the threshold",
]


def _doc(text: str, **constraints: Any) -> Any:
    return msgspec.Meta(description=text, **constraints)


IsoDate = Annotated[str, _doc("A day, ISO 8601: YYYY-MM-DD.", pattern=r"^\d{4}-\d{2}-\d{2}$")]
Id = Annotated[str, _doc("Hash of what the thing is made of; unique across stories, the same at every run.")]
Reasons = Annotated[
    dict[str, str], _doc("Why a field of this object is null: the field's name and the reason in words.")
]
Offset = Annotated[int, _doc("Unicode code points from the start of story.text.", ge=0)]
Factuality = Annotated[float, _doc("-3 certainly not … +3 certainly.", ge=-3.0, le=3.0)]
Goldstein = Annotated[float, _doc("Goldstein score of the CAMEO code.", ge=-10.0, le=10.0)]
Latitude = Annotated[float, _doc("Degrees north, WGS 84.", ge=-90.0, le=90.0)]
Longitude = Annotated[float, _doc("Degrees east, WGS 84.", ge=-180.0, le=180.0)]
Confidence = Annotated[float, _doc("Estimated probability of being right.", ge=0.0, le=1.0)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all parts of a record share: frozen, named fields, and nothing else allowed in."""


# ---------------------------------------------------------------------------------------------- small parts


class Span(_Part, frozen=True, kw_only=True):
    """The words that justify something: ``story.text[start:end] == text``."""

    start: Offset
    end: Annotated[int, _doc("End, exclusive.", ge=0)]
    text: str


class Mention(_Part, frozen=True, kw_only=True):
    """One place in the text where an actor is spoken of."""

    start: Offset
    end: Annotated[int, _doc("End, exclusive.", ge=0)]
    text: str
    form: MentionForm


class CodedBy(_Part, frozen=True, kw_only=True):
    """What decided: the rule of the codebook, the head of the model, or both."""

    rule: str | None = None
    model: str | None = None


class When(_Part, frozen=True, kw_only=True):
    """A time as an interval of days with its precision, its words, and what it rests on."""

    start: Annotated[IsoDate | None, _doc("First day.")] = None
    end: Annotated[IsoDate | None, _doc("Last day, inclusive: 'before 20 January' ends on the 19th.")] = None
    precision: WhenPrecision | None = None
    span: Span | None = None
    basis: WhenBasis | None = None
    unresolved: Reasons = {}


class Where(_Part, frozen=True, kw_only=True):
    """Where something happened or was said: an entry of ``places``, not merely one that is mentioned."""

    place: Annotated[int | None, _doc("Index into the record's places.")] = None
    country: Annotated[
        str | None,
        _doc("ISO 3166-1 alpha-3; without a place: the acting body's own state, or what the story is about."),
    ] = None
    basis: WhereBasis | None = None
    unresolved: Reasons = {}


class Status(_Part, frozen=True, kw_only=True):
    """Whether it happened, according to the text (PLOVER's auxiliary modes; FactBank's factuality)."""

    happened: Happened = "unknown"
    auxiliary: tuple[AuxiliaryMode, ...] = ()
    factuality: Factuality | None = None
    span: Annotated[Span | None, _doc("The words that decided it.")] = None


class Money(_Part, frozen=True, kw_only=True):
    """A sum of money as stated."""

    amount: float
    currency: Annotated[str | None, _doc("ISO 4217, where the text says which.")] = None


class Size(_Part, frozen=True, kw_only=True):
    """How large an event was, where the text states it."""

    dead: int | None = None
    injured: int | None = None
    arrested: int | None = None
    participants: int | None = None
    money: Money | None = None


class Due(_Part, frozen=True, kw_only=True):
    """By when a commitment is to be kept."""

    start: IsoDate | None = None
    end: Annotated[IsoDate | None, _doc("Last day, inclusive.")] = None
    span: Span | None = None
    basis: WhenBasis | None = None
    unresolved: Reasons = {}


# ---------------------------------------------------------------------------------------------- a story


class Story(_Part, frozen=True, kw_only=True):
    """A dated news story: the unit that is coded.

    Raises:
        StoryError: when ``date`` is not a calendar day written YYYY-MM-DD.
    """

    id: Annotated[str, _doc("The input's own id, else a hash of the content.")] = ""
    date: Annotated[IsoDate | None, _doc("The day of publication.")] = None
    source: Annotated[str | None, _doc("The outlet that published it.")] = None
    url: str | None = None
    title: str | None = None
    language: Annotated[str | None, _doc("ISO 639-1, where known.")] = None
    text: str
    unresolved: Reasons = {}

    def __post_init__(self) -> None:
        if self.date is not None and not is_day(self.date):
            raise StoryError(
                f"story {self.id or self.text[:40]!r}: date {self.date!r} is not a calendar day; "
                "write it as YYYY-MM-DD, or leave it out"
            )
        if not self.id:
            made = content_id("story", self.date, self.source, self.url, self.title, self.text)
            msgspec.structs.force_setattr(self, "id", made)


class Rejection(_Part, frozen=True, kw_only=True):
    """A story (or an input) that was set aside, with its reason: nothing is lost without a word."""

    input: Annotated[str, _doc("The file, URL or stream.")]
    place: Annotated[str | None, _doc("Where in it: a line, a record, a byte offset.")] = None
    id: Annotated[str | None, _doc("The story's id, where it has one.")] = None
    reason: str
    excerpt: Annotated[str | None, _doc("The first characters of what was set aside.")] = None


# ---------------------------------------------------------------------------------------------- the record


class CoderInfo(_Part, frozen=True, kw_only=True):
    """Which coder made the record: versions and content hashes, enough to make it again."""

    name: str = "dragoman"
    version: str
    model: Annotated[str | None, _doc("Name and hash of the heads' model.")] = None
    codebook: Annotated[str | None, _doc("Name and hash of the codebook.")] = None
    knowledge: Annotated[str | None, _doc("Hash of the actors, offices and places known.")] = None
    analyser: Annotated[
        str | None, _doc("Name and hash of what read the language: ours or a user's spaCy pipeline.")
    ] = None


class Actor(_Part, frozen=True, kw_only=True):
    """Someone or something that can act or be acted upon, as of the story's date, with all its mentions."""

    id: Id
    name: Annotated[str | None, _doc("The fullest name known, else the fullest in the text.")] = None
    kind: ActorKind
    country: Annotated[str | None, _doc("ISO 3166-1 alpha-3, or a historic code (SUN, YUG, …).")] = None
    cow: Annotated[int | None, _doc("Correlates of War number of the country on the story's date.")] = None
    gw: Annotated[int | None, _doc("Gleditsch-Ward number of the country on the story's date.")] = None
    sectors: Annotated[tuple[str, ...], _doc("PLOVER sectors: GOV, MIL, REB, …; the primary one first.")] = ()
    code: Annotated[str | None, _doc("Country and sectors: RUSGOV, SYRREB, IGOUNO.")] = None
    role: Annotated[str | None, _doc("Role on the story's date.")] = None
    wikidata: str | None = None
    basis: Annotated[
        Basis,
        _doc(
            "Whose word it is: our lists, the text, the gazetteer (a place), or the places of the text around it."
        ),
    ] = "text"
    candidates: Annotated[tuple[str, ...], _doc("Between whom it lies, when the name is ambiguous.")] = ()
    unresolved: Reasons = {}
    mentions: tuple[Mention, ...] = ()


class Time(_Part, frozen=True, kw_only=True):
    """A time expression (TIMEX3, ISO-TimeML)."""

    start: Offset
    end: int
    text: str
    type: TimexType
    value: Annotated[str | None, _doc("TIMEX3 value, e.g. 2024-11-07, P3D, 2024-Q1.")] = None
    unresolved: Reasons = {}


class Place(_Part, frozen=True, kw_only=True):
    """A place mentioned in the text, resolved where it can be."""

    start: Offset
    end: int
    text: str
    name: str | None = None
    country: Annotated[str | None, _doc("ISO 3166-1 alpha-3.")] = None
    admin1: str | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    geonames: Annotated[int | None, _doc("GeoNames id.")] = None
    precision: PlacePrecision | None = None
    unresolved: Reasons = {}


class Statement(_Part, frozen=True, kw_only=True):
    """Who said what, to whom, about whom, through whom (source, cue and content as in PolNeAR)."""

    id: Id
    speakers: Annotated[tuple[Id, ...], _doc("Ids of actors.")] = ()
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    form: QuotationForm
    addressees: Annotated[tuple[Id, ...], _doc("Ids of actors.")] = ()
    about: Annotated[tuple[Id, ...], _doc("Ids of actors.")] = ()
    via: Annotated[tuple[Id, ...], _doc("Ids of actors of kind outlet.")] = ()
    inside: Annotated[Id | None, _doc("The statement in whose content this one stands.")] = None
    denial: bool = False
    when: When = When()
    where: Where = Where()
    status: Status = Status()
    confidence: Confidence = 0.0
    coded_by: CodedBy = CodedBy()
    unresolved: Reasons = {}


class Event(_Part, frozen=True, kw_only=True):
    """Who did what to whom, in PLOVER and CAMEO."""

    id: Id
    actors: Annotated[tuple[Id, ...], _doc("Ids of actors; all participants of a joint act.")] = ()
    recipients: Annotated[tuple[Id, ...], _doc("Ids of actors; empty for a joint act.")] = ()
    actor_spans: Annotated[tuple[Span, ...], _doc("The words in its sentence that say who acts.")] = ()
    recipient_spans: Annotated[tuple[Span, ...], _doc("The words in its sentence that say to whom.")] = ()
    type: EventType
    mode: Annotated[str | None, _doc("PLOVER mode of the type.")] = None
    contexts: Annotated[tuple[str, ...], _doc("PLOVER contexts.")] = ()
    cameo: Annotated[str | None, _doc("CAMEO code, as deep as the text supports.")] = None
    quad: QuadClass
    intensity: Annotated[float | None, _doc("PLOVER intensity.")] = None
    goldstein: Goldstein | None = None
    trigger: Span
    sentence: Span
    when: When = When()
    where: Where = Where()
    status: Status = Status()
    size: Size = Size()
    statement: Annotated[Id | None, _doc("The statement that asserts it; null: the story does.")] = None
    via: Annotated[tuple[Id, ...], _doc("Ids of actors of kind outlet.")] = ()
    confidence: Confidence = 0.0
    coded_by: CodedBy = CodedBy()
    unresolved: Reasons = {}


class Relation(_Part, frozen=True, kw_only=True):
    """What one given party does to another in a text: the answer of ``coder.relation``."""

    type: Annotated[
        EventType | None, _doc("PLOVER type; null: none is stated, and ``unresolved`` says why.")
    ] = None
    mode: Annotated[str | None, _doc("PLOVER mode of the type.")] = None
    quad: QuadClass | None = None
    cameo: Annotated[str | None, _doc("CAMEO code, as deep as the text supports.")] = None
    trigger: Annotated[Span | None, _doc("The words that say so.")] = None
    confidence: Confidence = 0.0
    coded_by: CodedBy = CodedBy()
    unresolved: Reasons = {}


class Commitment(_Part, frozen=True, kw_only=True):
    """Who promised (planned, offered, threatened, refused) what, to whom, by when, on what condition."""

    id: Id
    by: Annotated[tuple[Id, ...], _doc("Ids of actors.")] = ()
    to: Annotated[tuple[Id, ...], _doc("Ids of actors.")] = ()
    what: tuple[Span, ...] = ()
    event: Annotated[Id | None, _doc("The event that it would be.")] = None
    statement: Annotated[Id | None, _doc("The statement that it comes from.")] = None
    strength: Strength
    due: Due = Due()
    condition: Span | None = None
    confidence: Confidence = 0.0
    coded_by: CodedBy = CodedBy()
    unresolved: Reasons = {}


class Link(_Part, frozen=True, kw_only=True):
    """A relation between two statements, events or commitments of the story."""

    kind: LinkKind
    from_: Annotated[Id, _doc("The later one.")] = msgspec.field(name="from")
    to: Annotated[Id, _doc("The earlier one.")]
    span: Annotated[Span | None, _doc("The words that say so.")] = None


class Uncoded(_Part, frozen=True, kw_only=True):
    """A stretch of the text that was not coded, and why."""

    start: Offset
    end: int
    reason: UncodedReason


class Record(_Part, frozen=True, kw_only=True):
    """Everything that was coded of one story; one line of JSONL."""

    story: Story
    coder: CoderInfo
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    links: tuple[Link, ...] = ()
    uncoded: tuple[Uncoded, ...] = ()


# ---------------------------------------------------------------------------------------------- functions

T = TypeVar("T", bound=_Part)


def content_id(kind: str, *parts: object) -> str:
    """Hash what a thing is made of to an id of 20 hexadecimal digits.

    80 bits: among a billion ids the chance of any two being equal is below one in a million. The parts are
    encoded as JSON first, so that the result depends neither on ``PYTHONHASHSEED`` nor on the process, and
    ``("a", "b")`` differs from ``("ab",)``.

    Args:
        kind: what it is: ``"story"``, ``"actor"``, ``"statement"``, ``"event"``, ``"commitment"``.
        parts: strings, numbers, ``None``, spans, or sequences of these.
    """
    return hashlib.sha256(msgspec.json.encode((kind, *parts))).hexdigest()[:20]


def is_day(value: str) -> bool:
    """Say whether a string is a calendar day written YYYY-MM-DD."""
    try:
        # fromisoformat also takes 20241109 and 2024-W45-6, which the contract does not
        return len(value) == 10 and value[4] == "-" and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def to_json(part: msgspec.Struct) -> bytes:
    """Encode a record, or any part of one, as one line of JSON without the line's end."""
    return msgspec.json.encode(part)


def from_json(data: bytes | str, type: type[T] = Record) -> T:  # type: ignore[assignment]
    """Decode and validate what :func:`to_json` wrote.

    Raises:
        RecordError: the JSON is broken or is not a record of this contract; the message names the field.
    """
    try:
        return msgspec.json.decode(data, type=type)
    except msgspec.MsgspecError as error:
        raise RecordError(f"not a {type.__name__.lower()} of this version's contract: {error}") from error


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a :class:`Record`."""
    made = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "dragoman record", **made}


def check(record: Record) -> None:
    """Check what types cannot: evidence, references, days.

    Every span must be the text between its offsets, every id that is used must be that of an entry of the
    right list, every place index must exist, every day must be in the calendar and every interval in order.
    It runs in tests and behind ``--check``, not on the hot path.

    Raises:
        RecordError: with all that is wrong, one line each.
    """
    wrong = list(_faults(record))
    if wrong:
        raise RecordError(f"record of story {record.story.id!r}:\n  " + "\n  ".join(wrong))


def _faults(record: Record) -> Iterator[str]:
    text = record.story.text
    for path, part in walk(record):
        start, end = getattr(part, "start", None), getattr(part, "end", None)
        if isinstance(start, int) and isinstance(end, int):
            if not 0 <= start <= end <= len(text):
                yield f"{path}: offsets {start}:{end} lie outside the text of {len(text)} characters"
            elif (quoted := getattr(part, "text", None)) is not None and text[start:end] != quoted:
                yield f"{path}: text[{start}:{end}] is {text[start:end]!r}, not {quoted!r}"
        if isinstance(part, When | Due):
            days = [day for day in (part.start, part.end) if day is not None]
            yield from (f"{path}: {day!r} is not a calendar day" for day in days if not is_day(day))
            if len(days) == 2 and days[0] > days[1]:
                yield f"{path}: starts on {days[0]} after it ends on {days[1]}"
        if isinstance(part, Where) and part.place is not None and not 0 <= part.place < len(record.places):
            yield f"{path}: place {part.place} is not among the {len(record.places)} places"
    yield from _dangling(record)


def _dangling(record: Record) -> Iterator[str]:
    actors = [a.id for a in record.actors]
    statements = [s.id for s in record.statements]
    events = [e.id for e in record.events]
    commitments = [c.id for c in record.commitments]
    for name, ids in (
        ("actor", actors),
        ("statement", statements),
        ("event", events),
        ("commitment", commitments),
    ):
        if len(set(ids)) < len(ids):
            yield f"two {name}s have the same id"

    def missing(owner: str, field: str, used: tuple[str, ...], known: list[str]) -> Iterator[str]:
        yield from (
            f"{owner}: {field} names {id_!r}, which is not in the record" for id_ in used if id_ not in known
        )

    def one(id_: str | None) -> tuple[str, ...]:
        return () if id_ is None else (id_,)

    for s in record.statements:
        for field in ("speakers", "addressees", "about", "via"):
            yield from missing(f"statement {s.id}", field, getattr(s, field), actors)
        yield from missing(f"statement {s.id}", "inside", one(s.inside), statements)
    for e in record.events:
        for field in ("actors", "recipients", "via"):
            yield from missing(f"event {e.id}", field, getattr(e, field), actors)
        yield from missing(f"event {e.id}", "statement", one(e.statement), statements)
    for c in record.commitments:
        for field in ("by", "to"):
            yield from missing(f"commitment {c.id}", field, getattr(c, field), actors)
        yield from missing(f"commitment {c.id}", "event", one(c.event), events)
        yield from missing(f"commitment {c.id}", "statement", one(c.statement), statements)
    for link in record.links:
        yield from missing(
            f"link {link.kind}", "from/to", (link.from_, link.to), statements + events + commitments
        )


def walk(part: Any, path: str = "record") -> Iterator[tuple[str, msgspec.Struct]]:
    """Yield every part below (and with) a part, depth first, with its path (``record.events[0].trigger``)."""
    if isinstance(part, msgspec.Struct):
        yield path, part
        for name in part.__struct_fields__:
            yield from walk(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from walk(item, f"{path}[{index}]")
