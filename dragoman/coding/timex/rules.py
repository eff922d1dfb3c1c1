"""The rules: how English names days, spans and repetitions (patterns), most of them in order of their length.

What each makes of a match is in the modules beside this one: :mod:`~dragoman.coding.timex.dates`,
:mod:`~dragoman.coding.timex.relative`, :mod:`~dragoman.coding.timex.quarters`, :mod:`~dragoman.coding.timex.feasts`,
:mod:`~dragoman.coding.timex.clock`, :mod:`~dragoman.coding.timex.durations`.
Where two match the same words, the longer wins, then the earlier in this list.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding.timex import clock, dates, durations, feasts, quarters, relative
from dragoman.coding.timex.grammar import Rule

__all__ = ["PARTS", "rules"]

PARTS = {
    "APPROX": "over|{NEARLY}",
    "NEARLY": "nearly|almost|at least|at most|up to|(no|not)? more than|(no|not)? less "
    "than|fewer than|as long as",
    "MANY": "several|some|many|(a|the)? few|a number of|dozens of|hundreds "
    "of|numerous|countless|multiple|various",
    "COUPLE": "(a|the) couple of|a couple|couple of",
    "A": "a|an",
    "PLAIN": "straight|consecutive|full|more|long|short|solid|calendar|trading|working|business|whole|good|further"
    "|additional|extra|successive|school|fiscal|big|busy",
    "PART": "(the)? (very)? (beginning|start|end|middle|turn|close|rest|remainder|course|dawn|eve) of"
    "|(the)? (early|latter|first|last|later|final) (part|half|days|weeks|months|years) of",
    "MOD": "early|late|mid|earlier|later|(early|late|mid) -|{PART}|sometime",
    "REL": "last|past|next|this|that|coming|current|previous|following|same|upcoming|latest|preceding|prior"
    "|very next|very same|this past|this coming",
    "FISCAL": "fiscal|calendar|financial|academic|school",
    "POSSESSIVE": "its|his|her|their|our|my|the",
    "ORSO": "or so|or more|or less",
    "DAYNAME": "<weekday:w> ,?",
}


def rules(holidays: Iterable[Iterable[str]]) -> tuple[Rule, ...]:
    """Give all rules.

    Args:
        holidays: the names of feasts, each as tokens in lower case.
    """
    names = "|".join(sorted((" ".join(name) for name in holidays), key=len, reverse=True))
    return (
        *_quarters(),
        *_calendar(names),
        *_relative(),
        *_hours(names),
        *_spans(),
        *_repeated(),
        *_vague(),
    )


def _calendar(names: str) -> tuple[Rule, ...]:
    return (
        Rule("figures", ("<iso:iso>", "<slashed:slashed>"), dates.figures),
        Rule(
            "day of month",
            (
                "{DAYNAME}? <month:m> (the)? <dom:d> (,)? <year:y>",
                "{DAYNAME}? <month:m> (the)? (<dom:d>|<dayword:d>)",
                "(this coming|this past|this|next|last) <weekday:w> ,? <month:m> (the)? "
                "(<dom:d>|<dayword:d>)",
                "(the)? <dayword:d> of <month:m> (,? <year:y>)?",
                "{DAYNAME}? <month:m> <dom:d> (,)? <shortyear:y>",
                "{DAYNAME}? (the)? <dom:d> (of)? (-)? <month:m> (,|-)? <year:y>",
                "{DAYNAME}? (the)? <dom:d> (of)? <month:m>",
                "{DAYNAME}? (the)? <dom:d> (of)? <month:m> <shortyear:y>",
                "<month:m> <dom:d> ,? <weekday:w>",
                "<dom:d> <month:m> ,? <weekday:w>",
            ),
            dates.day_of_month,
        ),
        Rule(
            "two days of a month",
            (
                "<month:m> <dom:d> (-|to|and|&|through|or) <dom:e> (,? <year:y>)?",
                "(the)? <dom:d> (-|to|and|&|through|or) (the)? <dom:e> (of)? <month:m> (,? <year:y>)?",
            ),
            dates.two_days,
        ),
        Rule("weekday and ordinal", ("<weekday:w> (,)? (the)? <daynth:d>",), dates.weekday_and_day),
        Rule(
            "month and year",
            (
                "{MOD}? (this)? <month:m> (,|of|-)? <year:y>",
                "{MOD}? <month:m> (of)? <shortyear:y>",
                "{MOD}? <month:m> (of)? (last|this|next|that:rel) year",
            ),
            dates.month_and_year,
        ),
        Rule("month", ("{MOD}? <month:m>",), dates.month),
        Rule(
            "year",
            (
                "{MOD}? <year:y>",
                "{MOD}? (in)? the year <year:y>",
                "{MOD}? (fiscal|financial) (year)? <year:f>",
                "<fiscal:f>",
                "<shortyear:y>",
            ),
            dates.year,
        ),
        Rule(
            "decade",
            (
                "{MOD}? (the)? {MOD}? <decade:d>",
                "{MOD}? the {MOD}? <tens:t>",
                "(the)? {MOD}? (?P<century><number>) (-)? <tens:t>",
            ),
            dates.decade,
        ),
        Rule("century", ("{MOD}? (the)? {MOD}? <ordinal:n> (-)? century",), dates.century),
        Rule(
            "feast",
            (
                f"(?P<rel>last|this|next)? (the)? (?P<feast>{names}) (,? <year:y>)?",
                f"(?P<feast>{names}) (of)? (?P<rel>last|this|next) year",
            ),
            feasts.feast,
        ),
        Rule("week of a feast", (f"(the)? (?P<feast>{names}) (?P<unit>week|weekend)",), feasts.feast),
        Rule("week of a day", ("the week of (the)? <month:m> <dom:d>",), dates.week_of),
        Rule(
            "season",
            (
                "{MOD}? (the)? <season:s> (of|,)? <year:y>",
                "{MOD}? (the)? (?P<rel>last|this|next|past|coming|previous|following|that) <season:s>",
                "(early|late|mid) (-)? <season:s>",
                "the (early|late)? <season:s>",
                "<season:s>",
            ),
            feasts.season,
        ),
    )


def _relative() -> tuple[Rule, ...]:
    return (
        Rule("deictic", ("{MOD}? <deictic:d>", "(the)? whole day <deictic:d>"), relative.deictic),
        Rule("day beyond", ("the day (?P<side>before|after) <deictic:d>",), relative.day_beyond),
        Rule("weekday", ("(a)? <weekday:w>", "(early|late) <weekday:w>"), relative.weekday),
        Rule(
            "weekday, relative",
            (
                "{MOD}? (the)? (?P<rel>{REL}) <weekday:w>",
                "<weekday:w> (of)? (?P<week>last|this|next) week",
                "(?P<week>last|this|next) week <weekday:w>",
            ),
            relative.relative_weekday,
        ),
        Rule(
            "month, relative", ("{MOD}? (?P<rel>last|this|next|that|past) <month:m>",), dates.relative_month
        ),
        Rule(
            "unit, relative",
            (
                "{MOD}? (the)? (?P<rel>{REL}) {FISCAL}? <unit:u> {ORSO}?",
                "{MOD}? (the)? (?P<rel>{REL}) <weekend:u>",
                "<weekend:u> (?P<rel>last|this|next) week",
                "{MOD}? (the)? <unit:u> (?P<rel>previous)",
                "(earlier|later|early|late) in (the|this) <unit:u>",
            ),
            relative.relative_unit,
        ),
        Rule(
            "unit with article",
            (
                "{PART} (the|a) {FISCAL}? <unit:u>",
                "the full {FISCAL}? <unit:u>",
                "the {FISCAL}? <unit:u>",
                "{MOD}? the <weekend:u>",
                "{MOD} <weekend:u>",
            ),
            relative.unit_with_article,
        ),
        Rule(
            "end of the year", ("(calendar|fiscal)? year (-|'s)? end", "month (-|'s)? end"), relative.year_end
        ),
        Rule(
            "ago",
            (
                "{APPROX}? {MANY} <anyunit:u> (?P<way>ago|earlier|from now)",
                "{APPROX}? ({COUPLE}|<number:n>|{A}) {PLAIN}? (-)? <anyunit:u> {ORSO}? "
                "(-)? (?P<way>ago|earlier|previously|from now|hence)",
                "half a <anyunit:u> (?P<way>ago)",
                "<units:u> (?P<way>ago)",
                "(the)? <unit:u> (?P<way>earlier)",
                "long (?P<way>ago)",
            ),
            relative.ago,
        ),
    )


def _quarters() -> tuple[Rule, ...]:
    return (
        Rule(
            "quarter",
            (
                "(the)? (fiscal)? (-)? <ordinal:n> (-)? (fiscal|calendar)? quarter",
                "(the)? (fiscal)? <ordinal:n> (-)? (fiscal|calendar)? quarter (of|in|,)? (fiscal)? <year:y>",
                "(the)? <year:y> (fiscal)? <ordinal:n> (-)? quarter",
                "(the)? <ordinal:n> (-)? quarter (of|in)? "
                "(?P<rel>last|this|next|the|that|the same|the previous) (fiscal)? year",
                "(?P<rel>last|this|next) year 's (fiscal)? <ordinal:n> quarter",
                "<quarter:q> (of|,)? <year:y>",
                "<quarter:q>",
                "the <year:y> (quarter|period)",
                "(the)? latest (?P<latest>period)",
                "(?P<rel>last|this|next) year 's quarter",
            ),
            quarters.quarter,
        ),
        Rule(
            "half of a year",
            (
                "(the)? (?P<half>first|second|last|1st|2nd) (-)? half (of|in|,)? <year:y>",
                "(the)? (?P<half>first|second|last|1st|2nd) (-)? half of "
                "(?P<rel>last|this|next|the|that) (fiscal)? year",
                "<year:y> (?P<half>first|second) half",
                "(the)? (fiscal)? (?P<half>first|second) (-)? half",
            ),
            quarters.half,
        ),
        Rule(
            "year before",
            (
                "(the|a)? (comparable|corresponding)? year (-)? (ago|earlier) "
                "(<ordinal:n>)? (period|quarter)",
                "year - (ago|earlier)",
                "(the)? (comparable|corresponding|same|like) (<ordinal:n>)? "
                "(period|quarter|month|time) (of|in)? "
                "(last year|a year ago|a year earlier|the previous year|the prior year)",
                "(the)? (quarter|period|month) a year (ago|earlier)",
            ),
            quarters.year_before,
        ),
    )


def _hours(names: str) -> tuple[Rule, ...]:
    return (
        Rule(
            "clock",
            (
                "<clock:c> <zone:z>?",
                "<clock:c> <zone:z>? ,? (?P<day><weekday:w>|<deictic:x>)",
                "<clock:c> <zone:z>? ,? (<weekday:w> ,?)? <month:m> <dom:d> (,? <year:y>)?",
                "<hours:c> <zone:z>?",
                "<number:figures> <zone:z>",
                "<hours:c> <zone:z>? ,? (?P<day><weekday:w>|<deictic:x>)",
                "<hour:c>",
                "<number> <hour:c>",
                "<hour:c> (?P<day><weekday:w>|<deictic:x>)",
                "<number:oclock> o ' clock (in the <daypart:p>)?",
                "<number:oclock> o 'clock",
            ),
            clock.clock,
        ),
        Rule(
            "part of a day",
            (
                "(?P<rel>this|last|next)? (<weekday:w>|<deictic:x>) (late|early)? <daypart:p>",
                "(early|late|mid) (-)? <weekday:w> <daypart:p>",
                "(early|late|mid)? (-)? <daypart:p> <deictic:x>",
                "(early|late)? (?P<rel>this|last|that|next|the following|the next|the "
                "previous|the same) (early|late|mid)? (-)? <daypart:p>",
                "(<weekday:w> ,?)? <month:m> <dom:d> (,? <year:y>)? ,? (?P<part><daypart:p>)",
                "(early|late)? <tonight:tonight>",
                f"(?P<feast>{names}) <daypart:p>",
                "overnight",
                "(?P<the>the) (early|late|mid)? (-)? <daypart:p>",
                "(early|late|mid) (-)? <daypart:p>",
                "<daypart:p>",
            ),
            clock.part_of_day,
        ),
    )


def _spans() -> tuple[Rule, ...]:
    return (
        Rule(
            "span",
            (
                "{APPROX}? {MANY} {PLAIN}? <anyunit:u>",
                "{APPROX}? ({COUPLE}|<number:n>) (-)? {PLAIN}? (-)? <anyunit:u> (- long)?",
                "{APPROX}? {A} {PLAIN}? <unit:u> {ORSO}?",
                "{NEARLY}? (the)? "
                "(?P<rel>last|past|next|first|previous|coming|following|latest|final|recent|preceding|entire|whole"
                "|opening|closing) ({MANY}|{COUPLE}|<number:n>|<number:n> (to|or) "
                "<number>) {PLAIN}? (-)? <anyunit:u> {ORSO}?",
                "{NEARLY}? the <number:n> {PLAIN}? <units:u>",
                "{APPROX}? ({A}|<number:n>) <anyunit:u> and a (?P<half>half)",
                "{APPROX}? <number:n> and a (?P<half>half) <anyunit:u>",
                "{APPROX}? <number:n> (<number:num> / <number:den>) (-)? <anyunit:u>",
                "{APPROX}? half (a|an) (?P<halved><unit>)",
                "(a)? (half) (-)? (?P<halved><unit>)",
                "{APPROX}? <number:n> <anyunit:u> (,|and)? <number:k> <anyunit:v>",
                "{APPROX}? (from)? <number:n> (to|or) <number:k> (more)? <anyunit:u>",
            ),
            durations.span,
        ),
        Rule("two spans", ("(<number:n>) (-|and) (<number:k>) (-)? <anyunit:u>",), durations.two_spans),
        Rule("age", ("<number:n> (-)? <unit:u> (-)? old", "<number:n> <units:u> (-)? old"), durations.age),
        Rule("part of one's time", ("<unit:u>", "<unit:u> <number>", "<weekend:u>"), durations.bare),
        Rule(
            "unnumbered span",
            (
                "(the)? (?P<rel>recent|past|last|next|coming|following|previous|first|final|early) <units:u> "
                "(and <units:v>)?",
                "the <units:u> (?P<rel>ahead)",
                "<units:u> (- long)?",
                "<unit:u> - long",
                "these <units:u>",
                "(the|a|an) (whole|entire) <unit:u>",
                "all <unit:u> (long)?",
            ),
            durations.unnumbered,
        ),
        Rule("whiles", ("a while", "some time", "the (long|short|medium|near) term"), durations.whiles),
    )


def _repeated() -> tuple[Rule, ...]:
    return (
        Rule(
            "repetition",
            (
                "(every|each) (?P<other>other)? <anyunit:u>",
                "(every) (<number:n>|<ordinal:n>) <anyunit:u>",
                "(every|each) (?P<other>other)? <weekday:w> <daypart:p>?",
                "(every|each) <month:m>",
                "(every|each) (<season:s>|<daypart:p>|<weekend:e>)",
                "<weekday:w> <dayparts:p>",
                "<weekdays:w> (<dayparts:p>)?",
                "(once|twice|(<number:n>) times) (a|an|per|each|every) <unit:u>",
                "per <unit:u>",
            ),
            durations.repetition,
        ),
        Rule("frequency", ("<frequency:f>",), durations.frequency),
    )


def _vague() -> tuple[Rule, ...]:
    return (
        Rule(
            "reference",
            ("(right)? <reference:r>", "(more|most|just|very|only|until|as) recently"),
            relative.reference,
        ),
        Rule(
            "vague",
            (
                "(the)? (near|distant|immediate)? (?P<future>future)",
                "the (distant|recent)? (?P<past>past)",
                "{POSSESSIVE}? recent (?P<past>history|past)",
                "(?P<current>current)",
                "(the|this) (?P<present>present) (day|time)?",
                "at (?P<present>present)",
                "these (?P<present>days)",
                "this (crucial|critical|very)? (?P<present>moment)",
                "the same (?P<that>day)",
                "that (?P<that>time)",
                "a later (?P<future>date|time)",
                "as (?P<future>soon) as possible",
            ),
            relative.vague,
        ),
    )
