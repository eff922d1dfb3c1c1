"""Reading a codebook's files, with errors that name the file, the line and the cure."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dragoman.errors import KnowledgeError
from dragoman.knowledge.codebook.model import (
    Auxiliary,
    Code,
    Codebook,
    Entry,
    Mode,
    Operator,
    Part,
    Pattern,
    Refinement,
    Rule,
    TypeInfo,
)
from dragoman.knowledge.codebook.patterns import PatternError, parse, resolve_sets, words
from dragoman.knowledge.tables import words_of
from dragoman.records import EventType, QuadClass

__all__ = ["build", "read_file"]

TYPES: tuple[str, ...] = get_args(EventType)
_QUADS: tuple[str, ...] = get_args(QuadClass)
_PARTS: tuple[tuple[str, Part], ...] = (("verbs", "verb"), ("nouns", "noun"), ("adjectives", "adjective"))
_RULE_KEYS = words_of(
    "name type cameo mode verbs nouns adjectives weight recipient strict joint not_subject of needs "
    "blocks subject words whom "
    "content remove"
)
_OPERATOR_KEYS = words_of("name type verbs nouns adjectives content at otherwise reverse weight remove")
_SECTIONS = words_of(
    "codebook type modes rules sets cameo content auxiliaries operators contexts fields statements phrases"
)
_NEEDS = ("", "official", "crowd", "armed")
_WHOM = ("", "somebody", "public")
_OF = ("recipient", "actor", "theme")
_JOINT = ("", "with", "object", "together")
_AT = ("complement", "object", "subject")
_RECIPIENT = "object to against with on for from in of"


class Source:
    """One file: its tables, and where in it things stand."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self._lines = text.splitlines()
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise KnowledgeError(f"{name}: not TOML: {error}; see https://toml.io for the form") from error

    def table(self, section: str) -> dict[str, Any]:
        """Give a section that is a table; {} where it is absent or something else, which :func:`_shape` reports."""
        found = self.data.get(section, {})
        return found if isinstance(found, dict) else {}

    def rows(self, section: str) -> list[dict[str, Any]]:
        """Give a section that is a list of tables, likewise."""
        found = self.data.get(section, [])
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    def line(self, section: str, *, index: int = 0, key: str = "", value: str = "") -> int:
        """Give the number of the line where something stands, as near as can be told."""
        header = re.compile(rf"\s*\[\[?\s*{re.escape(section)}\b")
        starts = [i for i, line in enumerate(self._lines) if header.match(line)]
        at = starts[min(index, len(starts) - 1)] if starts else 0
        after = range(at + 1, len(self._lines))
        end = next((i for i in after if re.match(r"\s*\[\[?\s*[a-z]", self._lines[i])), len(self._lines))
        if key:
            pattern = re.compile(rf'\s*"?{re.escape(key)}"?\s*=')
            at = next((i for i in range(at, end) if pattern.match(self._lines[i])), at)
        if value:
            at = next((i for i in range(at, end) if value in self._lines[i]), at)
        return at + 1


class _Draft:
    """A codebook in the making."""

    def __init__(self) -> None:
        self.name = "plover"
        self.raw_sets: dict[str, str] = {}
        self.sets: dict[str, frozenset[str]] = {}
        self.types: dict[str, TypeInfo] = {}
        self.codes: dict[str, Code] = {}
        self.rules: dict[str, Rule | Operator] = {}
        self.patterns: dict[str, list[Pattern]] = {}
        self.tables: dict[str, dict[str, str]] = {}
        self.auxiliaries: dict[str, Auxiliary] = {}
        self.contexts: dict[str, frozenset[str]] = {}
        self.fields: dict[str, frozenset[str]] = {}
        self.lists: dict[str, frozenset[str]] = {}
        self.figurative: list[tuple[str, ...]] = []
        self.faults: list[str] = []

    def fault(self, source: Source, section: str, message: str, **where: Any) -> None:
        """Note what is wrong, with its line; `where` as for :meth:`Source.line`."""
        self.faults.append(f"{source.name}: line {source.line(section, **where)}: {message}")


@dataclass(frozen=True, slots=True)
class _Row:
    """One rule or operator as written, and how to speak of it."""

    draft: _Draft
    source: Source
    section: str
    index: int
    data: dict[str, Any]

    def fault(self, message: str, *, key: str = "", value: str = "") -> None:
        self.draft.fault(self.source, self.section, message, index=self.index, key=key, value=value)

    def text(self, key: str, default: str = "") -> str:
        """Give a string; anything else is a fault."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            self.fault(f"{key} = {value!r} must be a string in quotes", key=key)
            return default
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        value = self.text(key, allowed[0])
        if value not in allowed:
            self.fault(
                f"{key} = {value!r} is none of {', '.join(filter(None, allowed))}", key=key, value=value
            )
        return value

    def weight(self) -> float:
        value = self.data.get("weight", 0.7)
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            self.fault(f"weight = {value!r} must be a number between 0 and 1", key="weight")
            return 0.7
        return float(value)

    def strings(self, key: str) -> list[str]:
        """Give a list of strings; anything else is a fault."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
            self.fault(f'{key} must be a list of strings: {key} = ["…", "…"]', key=key)
            return []
        return value

    def patterns(self) -> list[Pattern]:
        made = []
        for key, part in _PARTS:
            for text in self.strings(key):
                try:
                    made.append(parse(text, part, self.draft.sets))
                except PatternError as error:
                    self.fault(str(error), key=key, value=f'"{text}"')
        return made

    def known(self, keys: frozenset[str]) -> bool:
        """Whether it has a name and no key that nobody reads."""
        unknown = sorted(set(self.data) - keys)
        for key in unknown:
            self.fault(f"unknown key {key!r}; known ones: {', '.join(sorted(keys))}", key=key)
        if not self.text("name"):
            self.fault('it needs a name: name = "…"')
        return not unknown and bool(self.text("name"))


def read_file(path: Path) -> Source:
    """Read one file.

    Raises:
        KnowledgeError: it is missing, not UTF-8, or not TOML; the message has the line.
    """
    try:
        return Source(path.name, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnowledgeError(f"no codebook {str(path)!r}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: not UTF-8: {error}; save it as UTF-8") from error


def build(sources: Sequence[Source], *, own: Source | None = None) -> Codebook:
    """Make a codebook of its files, and of a user's own over them.

    Raises:
        KnowledgeError: with all that is wrong, one line each: file, line, what, cure.
    """
    draft = _Draft()
    files = list(sources)
    if own is not None:
        head = own.table("codebook")
        if head.get("extends", True) is False:
            # types and codes are the field's, not one codebook's: a file that starts anew keeps them
            for source in files:
                for section in ("rules", "operators"):
                    source.data.pop(section, None)
        draft.name = str(head.get("name") or Path(own.name).stem)
        files.append(own)
    for source in files:
        _shape(draft, source)
        _sets(draft, source)
    try:
        draft.sets = resolve_sets(draft.raw_sets)
    except PatternError as error:
        draft.faults.append(f"{files[-1].name}: {error}")
    for read in (_codes, _tables, _word_lists, _types, _rules, _operators):
        for source in files:
            read(draft, source)
    if not draft.faults:
        _check(draft, files[-1].name)
    if draft.faults:
        raise KnowledgeError("the codebook cannot be used:\n  " + "\n  ".join(draft.faults))
    return _finish(draft, files)


# ---------------------------------------------------------------------------------------------- sections


def _shape(draft: _Draft, source: Source) -> None:
    for name, value in source.data.items():
        if name not in _SECTIONS:
            draft.fault(source, name, f"unknown section [{name}]; known ones: {', '.join(sorted(_SECTIONS))}")
        elif name in {"rules", "operators"}:
            if not isinstance(value, list) or any(not isinstance(row, dict) for row in value):
                draft.fault(source, name, f"write each as a table of its own under [[{name}]]")
        elif not isinstance(value, dict):
            draft.fault(source, name, f"[{name}] must be a table")


def _sets(draft: _Draft, source: Source) -> None:
    for name, value in source.table("sets").items():
        if isinstance(value, str):
            draft.raw_sets[name] = value
        else:
            draft.fault(source, "sets", f"the set {name!r} must be a string of lemmas", key=name)


def _codes(draft: _Draft, source: Source) -> None:
    for code, value in source.table("cameo").items():
        told = value if isinstance(value, dict) else {}
        type_, goldstein = told.get("type"), told.get("goldstein")
        if type_ not in TYPES or not isinstance(goldstein, int | float):
            needs = f"a type (one of {', '.join(TYPES)}) and a goldstein score"
            draft.fault(source, "cameo", f"code {code!r} needs {needs}", key=code)
            continue
        draft.codes[code] = Code(
            type=type_,
            mode=told.get("mode"),
            contexts=tuple(told.get("contexts", ())),
            goldstein=float(goldstein),
            meaning=str(told.get("meaning", "")),
        )


def _tables(draft: _Draft, source: Source) -> None:
    for name, rows in source.table("content").items():
        if isinstance(rows, dict):
            draft.tables[name] = draft.tables.get(name, {}) | {str(k): str(v) for k, v in rows.items()}
        else:
            draft.fault(source, "content", f"[content.{name}] must be a table of codes", key=name)
    for name, value in source.table("auxiliaries").items():
        told = value if isinstance(value, dict) else {}
        if not isinstance(told.get("words"), str) or not isinstance(told.get("content"), str):
            draft.fault(source, "auxiliaries", f'{name} needs words = "…" and content = "…"', key=name)
            continue
        try:
            meant = words(told["words"], draft.sets)
        except PatternError as error:
            draft.fault(source, "auxiliaries", f"{error}; write lemmas, separated by blanks", key=name)
            continue
        draft.auxiliaries[name] = Auxiliary(
            words=meant, content=told["content"], otherwise=told.get("otherwise")
        )


def _word_lists(draft: _Draft, source: Source) -> None:
    for section, into in (("contexts", draft.contexts), ("fields", draft.fields)):
        for name, value in source.table(section).items():
            try:
                into[name] = into.get(name, frozenset()) | words(str(value), draft.sets)
            except PatternError as error:
                draft.fault(source, section, f"{error}; write lemmas, separated by blanks", key=name)
    for name, value in source.table("statements").items():
        draft.lists[name] = draft.lists.get(name, frozenset()) | words_of(str(value))
    for phrase in source.table("phrases").get("figurative", ()):
        draft.figurative.append(tuple(str(phrase).lower().split()))


def _types(draft: _Draft, source: Source) -> None:
    told = source.data.get("type")
    if not isinstance(told, dict):
        return
    name, quad, intensity = told.get("name"), told.get("quad"), told.get("intensity")
    if name not in TYPES:
        draft.fault(source, "type", f"{name!r} is no type; PLOVER's are {', '.join(TYPES)}", key="name")
        return
    if "quad" not in told and name not in draft.types:
        return  # a user's file that only adds rules to a type
    if quad not in _QUADS or not isinstance(intensity, int | float):
        draft.fault(source, "type", f"a type needs a quad ({', '.join(_QUADS)}) and an intensity", key="quad")
        return
    draft.types[name] = TypeInfo(
        name=name,
        quad=quad,
        intensity=float(intensity),
        cameo=str(told.get("cameo", "")),
        recipient_required=bool(told.get("recipient_required", False)),
        definition=" ".join(str(told.get("definition", "")).split()),
        modes=dict(_modes(draft, source, float(intensity))),
        positive=tuple(told.get("positive", ())),
        negative=tuple(told.get("negative", ())),
    )


def _modes(draft: _Draft, source: Source, intensity: float) -> Iterator[tuple[str, Mode]]:
    for name, value in source.table("modes").items():
        told = value if isinstance(value, dict) else {}
        try:
            lemmas = words(str(told.get("words", "")), draft.sets)
        except PatternError as error:
            draft.fault(source, f"modes.{name}", str(error), key="words")
            continue
        meaning = str(told.get("meaning", ""))
        yield name, Mode(meaning=meaning, intensity=float(told.get("intensity", intensity)), words=lemmas)


def _rules(draft: _Draft, source: Source) -> None:
    file_type = source.table("type").get("name")
    for index, data in enumerate(source.rows("rules")):
        row = _Row(draft, source, "rules", index, data)
        if not row.known(_RULE_KEYS):
            continue
        cameo = row.text("cameo")
        own = draft.codes[cameo].type if cameo in draft.codes else ""
        type_ = row.text("type", file_type or own)
        id_ = f"{row.text('of_type') or file_type or type_}.{row.text('name')}"
        if data.get("remove"):
            if draft.rules.pop(id_, None) is None:
                row.fault(f"there is no rule {id_!r} to remove; give its type too", key="name")
            draft.patterns.pop(id_, None)
        elif type_ not in TYPES:
            row.fault(f"the rule needs a type, one of {', '.join(TYPES)}", key="type")
        elif cameo not in draft.codes:
            row.fault(
                f'cameo = {cameo!r} is no code of cameo.toml; write one in quotes, as "190"', key="cameo"
            )
        elif (rule := _rule(row, id_, type_)) is not None:
            draft.rules[id_] = rule
            draft.patterns[id_] = row.patterns()


def _rule(row: _Row, id_: str, type_: str) -> Rule | None:
    try:
        refinements = tuple(_refinements(row))
        subject = words(row.text("subject"), row.draft.sets) if "subject" in row.data else None
        not_subject = words(row.text("not_subject"), row.draft.sets)
    except PatternError as error:
        row.fault(str(error), key="words")
        return None
    return Rule(
        id=id_,
        type=type_,  # type: ignore[arg-type]
        cameo=row.text("cameo"),
        mode=row.text("mode") or None,
        weight=row.weight(),
        recipient=tuple(row.text("recipient", _RECIPIENT).split()),
        joint=row.choice("joint", _JOINT),
        strict=bool(row.data.get("strict")),
        of=row.choice("of", _OF),
        needs=row.choice("needs", _NEEDS),
        whom=row.choice("whom", _WHOM),
        blocks=frozenset(row.strings("blocks")),
        subject=subject,
        not_subject=not_subject,
        words=refinements,
        content=row.text("content") or None,
    )


def _refinements(row: _Row) -> Iterator[Refinement]:
    for one in row.data.get("words", ()):
        if not isinstance(one, dict) or not isinstance(one.get("words"), str):
            raise PatternError('words must be a list of { words = "…", cameo = "…" }')
        cameo = one.get("cameo")
        if cameo is not None and cameo not in row.draft.codes:
            raise PatternError(f"{cameo!r} is no CAMEO code of cameo.toml")
        yield Refinement(words=words(one["words"], row.draft.sets), cameo=cameo, mode=one.get("mode"))


def _operators(draft: _Draft, source: Source) -> None:
    for index, data in enumerate(source.rows("operators")):
        row = _Row(draft, source, "operators", index, data)
        if not row.known(_OPERATOR_KEYS):
            continue
        id_ = f"operator.{row.text('name')}"
        if data.get("remove"):
            if draft.rules.pop(id_, None) is None:
                row.fault(f"there is no operator {id_!r} to remove", key="name")
            draft.patterns.pop(id_, None)
            continue
        table = row.text("content")
        if table not in draft.tables:
            row.fault(
                f"content = {table!r} is no table; there are {', '.join(sorted(draft.tables))}", key="content"
            )
            continue
        otherwise = row.text("otherwise") or None
        if otherwise is not None and otherwise not in draft.codes:
            row.fault(f"otherwise = {otherwise!r} is no code of cameo.toml", key="otherwise")
            continue
        draft.rules[id_] = Operator(
            id=id_,
            content=table,
            at=row.choice("at", _AT),
            otherwise=otherwise,
            reverse=bool(data.get("reverse")),
            weight=row.weight(),
        )
        draft.patterns[id_] = row.patterns()


def _check(draft: _Draft, name: str) -> None:
    """What only the whole can tell: modes that a type lacks, tables and codes that do not exist."""
    for code, known in draft.codes.items():
        info = draft.types.get(known.type)
        if info is None:
            draft.faults.append(f"{name}: code {code}: the type {known.type} has no [type] table")
        elif known.mode is not None and known.mode not in info.modes:
            draft.faults.append(f"{name}: code {code}: {known.type} has no mode {known.mode!r}")
        draft.faults += [
            f"{name}: code {code}: there is no context {context!r}"
            for context in known.contexts
            if context not in draft.contexts
        ]
    for rule in draft.rules.values():
        if rule.content is not None and rule.content not in draft.tables:
            draft.faults.append(f"{name}: {rule.id}: there is no content table {rule.content!r}")
        if isinstance(rule, Rule):
            modes = draft.types[rule.type].modes
            for mode in (rule.mode, *(one.mode for one in rule.words)):
                if mode is not None and mode not in modes:
                    told = ", ".join(modes) or "none"
                    draft.faults.append(f"{name}: {rule.id}: {rule.type} has no mode {mode!r}; it has {told}")
    for table, rows in draft.tables.items():
        for value in rows.values():
            code, _, mode = value.partition(":")
            if code not in ("", "=") and code not in draft.codes:
                draft.faults.append(f"{name}: [content.{table}]: {code!r} is no CAMEO code")
            elif mode and mode not in draft.types[draft.codes[code].type].modes:
                draft.faults.append(
                    f"{name}: [content.{table}]: {draft.codes[code].type} has no mode {mode!r}"
                )


# ---------------------------------------------------------------------------------------------- the whole


def _finish(draft: _Draft, files: Sequence[Source]) -> Codebook:
    indexes: dict[Part, dict[str, list[Entry]]] = {
        "verb": defaultdict(list),
        "noun": defaultdict(list),
        "adjective": defaultdict(list),
    }
    for id_, patterns in draft.patterns.items():
        owner = draft.rules[id_]
        for pattern in patterns:
            for head in pattern.heads:
                indexes[pattern.part][head.rpartition("_")[2]].append((pattern, owner))
    figurative: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in draft.figurative:
        figurative[phrase[0]].append(phrase)
    return Codebook(
        name=draft.name,
        hash=_digest(files),
        types=dict(draft.types),  # type: ignore[arg-type]
        codes=draft.codes,
        rules=draft.rules,
        verbs=_ordered(indexes["verb"]),
        nouns=_ordered(indexes["noun"]),
        adjectives=_ordered(indexes["adjective"]),
        tables=draft.tables,
        auxiliaries=draft.auxiliaries,
        contexts=draft.contexts,
        fields=draft.fields,
        statements=draft.lists.get("verbs", frozenset()),
        ordinary=draft.lists.get("ordinary", frozenset()),
        persons=draft.sets.get("persons", frozenset()),
        public=draft.sets.get("public", frozenset()),
        figurative={k: tuple(v) for k, v in figurative.items()},
    )


def _ordered(index: Mapping[str, list[Entry]]) -> dict[str, tuple[Entry, ...]]:
    """The strictest pattern first; of equals the likelier rule; then by name, so that no file order decides."""
    return {
        lemma: tuple(sorted(entries, key=lambda e: (-e[0].strictness, -e[1].weight, e[1].id, e[0].text)))
        for lemma, entries in index.items()
    }


def _digest(files: Sequence[Source]) -> str:
    """Hash what the files hold; line ends differ from system to system and do not count."""
    told = "\0".join(f"{source.name}\0{source.text}" for source in files)
    return hashlib.sha256(told.replace("\r\n", "\n").encode()).hexdigest()[:12]
