"""Ready-made views: the shapes in which political scientists expect events.

``all_dyads`` is one row per actor × recipient × event, with the columns of POLECAT, ICEWS and Phoenix under plain
names; ``dyads`` are those of them that happened, and ``left_out`` counts the others. ``dyad_days`` and
``country_months`` are the counts that everybody makes from them, of all events and of those that happened;
``denominator`` is what those counts are to be divided by, since the volume of news is not the volume of events
(Schrodt 2015, "Seven observations on the newly released ICEWS data").
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from dragoman.errors import InputError

__all__ = ["INCLUDE", "View", "all_dyads", "included", "views"]


class View(msgspec.Struct, frozen=True):
    """One view: its SQL, and its columns each with a meaning."""

    name: str
    meaning: str
    columns: tuple[tuple[str, str], ...]
    sql: str


INCLUDE = {
    "denied": "happened = 'no'",
    "future": "list_contains(string_split(coalesce(auxiliary, ''), ';'), 'future')",
    "hypothetical": "list_contains(string_split(coalesce(auxiliary, ''), ';'), 'hypothetical')",
    "unknown": "happened = 'unknown'",
    "all": "TRUE",
}
"""What ``--include`` brings back beside what happened: its name and its condition on ``all_dyads``."""


def included(names: Iterable[str]) -> str:
    """Give the SQL condition on ``all_dyads`` for what happened and what is named.

    Raises:
        InputError: there is no such name.
    """
    conditions = ["happened = 'yes'"]
    for name in names:
        if name not in INCLUDE:
            raise InputError(f"--include {name}: there are {', '.join(INCLUDE)}")
        conditions.append(INCLUDE[name])
    return " OR ".join(f"({condition})" for condition in conditions)


_SEPARATOR = ";"

_QUAD_CODE = """CASE {quad} WHEN 'verbal cooperation' THEN 1 WHEN 'material cooperation' THEN 2
        WHEN 'verbal conflict' THEN 3 WHEN 'material conflict' THEN 4 END"""


def _side(alias: str, side: str) -> str:
    """Give what dyads tell of one side, from the CTE ``people``."""
    pairs = {
        "id": "actor_id",
        "name": "name",
        "text": "text",
        "kind": "kind",
        "country": "country",
        "cow": "cow",
        "gw": "gw",
        "code": "code",
        "sectors": "sectors",
        "wikidata": "wikidata",
    }
    return ", ".join(f"{alias}.{column} AS {side}_{name}" for name, column in pairs.items())


_SIDE_MEANINGS = (
    ("id", "Id of the {side}, a row of `actors`; NULL: none."),
    ("name", "Name of the {side}; NULL where it has none (`three soldiers`)."),
    ("text", "The {side} as written where it is first spoken of."),
    ("kind", "What kind of thing the {side} is."),
    ("country", "Country of the {side}, ISO 3166-1 alpha-3 or a historic code."),
    ("cow", "The same as Correlates of War number."),
    ("gw", "The same as Gleditsch-Ward number."),
    ("code", "Country and sectors of the {side}: RUSGOV."),
    ("sectors", "PLOVER sectors of the {side}, joined by `;`, the primary one first."),
    ("wikidata", "Wikidata item of the {side}."),
)


def _side_columns(side: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{side}_{name}", meaning.format(side=side)) for name, meaning in _SIDE_MEANINGS)


def all_dyads(*, where: str = "TRUE") -> View:
    """Give the view ``all_dyads``.

    An act done by several together (several actors, no recipients) gives each ordered pair once, with
    ``joint`` true; an event without a recipient gives one row per actor, with recipient NULL; an event without
    an actor one row per recipient, with actor NULL; all else gives actors × recipients.

    Args:
        where: an SQL condition on the columns of ``events`` (as ``e``); all events by default.
    """
    sql = f"""
    WITH sides AS (
        SELECT story_id, event_id, role, actor_id FROM event_actors
        WHERE role IN ('actor', 'recipient') GROUP BY ALL
    ), sizes AS (
        SELECT story_id, event_id, count(*) FILTER (role = 'actor') > 1
            AND count(*) FILTER (role = 'recipient') = 0 AS joint
        FROM sides GROUP BY ALL
    ), pairs AS (
        SELECT e.story_id, e.event_id, coalesce(z.joint, FALSE) AS joint, a.actor_id, r.actor_id AS recipient_id
        FROM events e
        LEFT JOIN sizes z ON z.story_id = e.story_id AND z.event_id = e.event_id
        LEFT JOIN sides a ON a.story_id = e.story_id AND a.event_id = e.event_id AND a.role = 'actor'
        LEFT JOIN sides r ON r.story_id = e.story_id AND r.event_id = e.event_id
            AND r.role = CASE WHEN z.joint THEN 'actor' ELSE 'recipient' END
            AND NOT (z.joint AND r.actor_id = a.actor_id)
        WHERE {where}
    ), sectors AS (
        SELECT story_id, actor_id, string_agg(sector, '{_SEPARATOR}' ORDER BY ordinal) AS sectors
        FROM actor_sectors GROUP BY ALL
    ), people AS (
        SELECT t.*, s.sectors, m.text FROM actors t
        LEFT JOIN sectors s ON s.story_id = t.story_id AND s.actor_id = t.actor_id
        LEFT JOIN mentions m ON m.story_id = t.story_id AND m.actor_id = t.actor_id AND m.ordinal = 0
    ), contexts AS (
        SELECT story_id, event_id, string_agg(context, '{_SEPARATOR}' ORDER BY ordinal) AS contexts
        FROM event_contexts GROUP BY ALL
    ), auxiliaries AS (
        SELECT story_id, event_id, string_agg(auxiliary, '{_SEPARATOR}' ORDER BY ordinal) AS auxiliary
        FROM event_auxiliaries GROUP BY ALL
    ), speakers AS (
        SELECT w.story_id, w.statement_id,
            string_agg(coalesce(p.name, p.text), '{_SEPARATOR}' ORDER BY w.ordinal) AS speakers
        FROM statement_actors w JOIN people p ON p.story_id = w.story_id AND p.actor_id = w.actor_id
        WHERE w.role = 'speaker' GROUP BY ALL
    ), evidence AS (
        SELECT story_id, owner_ordinal AS ordinal, max(text) FILTER (field = 'sentence') AS evidence,
            max(text) FILTER (field = 'trigger') AS trigger
        FROM spans WHERE owner_kind = 'event' AND field IN ('sentence', 'trigger') GROUP BY ALL
    )
    SELECT d.story_id, d.event_id,
        e.when_start AS date, e.when_end AS date_end, e.when_precision AS date_precision,
        e.when_basis AS date_basis, y.date AS story_date,
        {_side("a", "actor")},
        {_side("r", "recipient")},
        d.joint, e.type, e.mode, c.contexts, e.cameo, left(e.cameo, 2) AS cameo_root, e.quad,
        {_QUAD_CODE.format(quad="e.quad")} AS quad_code, e.intensity, e.goldstein,
        e.status_happened AS happened, x.auxiliary, e.status_factuality AS factuality,
        l.name AS place_name, l.text AS place_text, coalesce(l.country, e.where_country) AS place_country,
        l.admin1 AS place_admin1,
        l.lat, l.lon, l.geonames, l.precision AS place_precision, e.where_basis AS place_basis,
        v.evidence, v.trigger, y.source, y.url, e.statement_id, s.speakers,
        e.confidence, e.coded_by_rule, e.coded_by_model
    FROM pairs d
    JOIN events e ON e.story_id = d.story_id AND e.event_id = d.event_id
    JOIN stories y ON y.story_id = d.story_id
    LEFT JOIN people a ON a.story_id = d.story_id AND a.actor_id = d.actor_id
    LEFT JOIN people r ON r.story_id = d.story_id AND r.actor_id = d.recipient_id
    LEFT JOIN contexts c ON c.story_id = d.story_id AND c.event_id = d.event_id
    LEFT JOIN auxiliaries x ON x.story_id = d.story_id AND x.event_id = d.event_id
    LEFT JOIN places l ON l.story_id = d.story_id AND l.ordinal = e.where_place
    LEFT JOIN evidence v ON v.story_id = d.story_id AND v.ordinal = e.ordinal
    LEFT JOIN speakers s ON s.story_id = d.story_id AND s.statement_id = e.statement_id
    """
    columns = (
        ("story_id", "The story."),
        ("event_id", "The event; it has a row for each pair."),
        ("date", "First day of the event; NULL: not known."),
        ("date_end", "Last day of the event, inclusive."),
        ("date_precision", "How finely the date is known: time, day, week, month, quarter, year, decade."),
        ("date_basis", "What the date rests on: clause, sentence, context, story date, knowledge."),
        ("story_date", "The day on which the story was published."),
        *_side_columns("actor"),
        *_side_columns("recipient"),
        ("joint", "Whether actor and recipient did it together: then both orders are there."),
        ("type", "PLOVER event type."),
        ("mode", "PLOVER mode of the type."),
        ("contexts", "PLOVER contexts, joined by `;`."),
        ("cameo", "CAMEO code, as deep as the text supports."),
        ("cameo_root", "Its first two digits."),
        ("quad", "Quad class in words."),
        (
            "quad_code",
            "The same as number: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, "
            "4 material conflict.",
        ),
        ("intensity", "PLOVER intensity."),
        ("goldstein", "Goldstein score of the CAMEO code."),
        (
            "happened",
            "Whether it happened, according to the text: yes, no, unknown.",
        ),
        ("auxiliary", "PLOVER's auxiliary modes, joined by `;`: negation, future, hypothetical, historical."),
        ("factuality", "-3 certainly not … +3 certainly."),
        ("place_name", "Where it happened."),
        ("place_text", "The place as written."),
        ("place_country", "The country, ISO 3166-1 alpha-3; also where only that is known."),
        ("place_admin1", "The first-level division that it lies in."),
        ("lat", "Degrees north, WGS 84."),
        ("lon", "Degrees east, WGS 84."),
        ("geonames", "GeoNames id."),
        ("place_precision", "site, city, unit, country or region."),
        ("place_basis", "What the place rests on: clause, sentence, context, dateline, knowledge."),
        ("evidence", "The sentence that says so."),
        ("trigger", "The words that name the event."),
        ("source", "The outlet that published the story."),
        ("url", "Where the story was published."),
        ("statement_id", "The statement that asserts it; NULL: the story itself does."),
        ("speakers", "Who asserts it, joined by `;`."),
        ("confidence", "Estimated probability of being right."),
        ("coded_by_rule", "The rule of the codebook that decided."),
        ("coded_by_model", "The head of the model that decided."),
    )
    meaning = (
        "One row per actor × recipient × event. All events are here, also those that did not happen (see "
        "`happened`); `dyads` holds those that did. An act done together (a meeting) gives each ordered pair once, "
        "with `joint` true; an event without a recipient gives one row per actor."
    )
    return View("all_dyads", meaning, columns, sql)


def _dyads() -> View:
    meaning = (
        "What happened, according to its story, of `all_dyads`: the rows to count. What was denied, is planned, "
        "threatened, feared or otherwise open is left out, and `left_out` says how many events that are."
    )
    return View("dyads", meaning, all_dyads().columns, f"SELECT * FROM all_dyads WHERE {included(())}")


_LEFT_OUT = View(
    "left_out",
    "How many events `dyads` leaves out, by why. `dragoman dyads --include` brings them back.",
    (
        ("happened", "Whether they happened, according to the text: no or unknown."),
        ("auxiliary", "PLOVER's auxiliary modes, joined by `;`."),
        ("events", "Events."),
        ("stories", "Stories that report them."),
    ),
    f"""
    SELECT happened, auxiliary, count(DISTINCT event_id) AS events, count(DISTINCT story_id) AS stories
    FROM all_dyads WHERE NOT ({included(())}) GROUP BY happened, auxiliary
    """,
)


# rounded, since the order in which a sum is made changes its last digits
_COUNTS = """count(DISTINCT event_id) AS events,
        count(DISTINCT event_id) FILTER (happened = 'yes') AS happened,
        count(DISTINCT story_id) AS stories,
        round(avg(goldstein), 6) AS goldstein, round(avg(intensity), 6) AS intensity"""

_COUNT_COLUMNS = (
    ("events", "Events reported (reports, not happenings: two stories of one meeting count twice)."),
    ("happened", "Those of them that happened, according to their stories."),
    ("stories", "Stories that report them."),
    ("goldstein", "Mean Goldstein score."),
    ("intensity", "Mean PLOVER intensity."),
)

_QUAD_COLUMNS = (
    ("quad", "Quad class in words."),
    ("quad_code", "The same as number, 1 to 4."),
)

_DYAD_DAYS = View(
    "dyad_days",
    "Events per actor country × recipient country × day × quad class. Only events of one day are counted: one "
    "that is dated to a week or a month has no day. Both sides must be known; a country is NULL where a side has "
    "none. A joint act counts in both directions.",
    (
        ("date", "The day."),
        ("actor_country", "Country of the actor, ISO 3166-1 alpha-3."),
        ("actor_cow", "The same as Correlates of War number."),
        ("actor_gw", "The same as Gleditsch-Ward number."),
        ("recipient_country", "Country of the recipient."),
        ("recipient_cow", "The same as Correlates of War number."),
        ("recipient_gw", "The same as Gleditsch-Ward number."),
        *_QUAD_COLUMNS,
        *_COUNT_COLUMNS,
    ),
    f"""
    SELECT date, actor_country, max(actor_cow) AS actor_cow, max(actor_gw) AS actor_gw,
        recipient_country, max(recipient_cow) AS recipient_cow, max(recipient_gw) AS recipient_gw,
        quad, quad_code, {_COUNTS}
    FROM (
        SELECT DISTINCT story_id, event_id, date, actor_country, actor_cow, actor_gw, recipient_country,
            recipient_cow, recipient_gw, quad, quad_code, happened, goldstein, intensity
        FROM all_dyads WHERE date = date_end AND actor_id IS NOT NULL AND recipient_id IS NOT NULL
    )
    GROUP BY date, actor_country, recipient_country, quad, quad_code
    """,
)

_COUNTRY_MONTHS = View(
    "country_months",
    "Events per country × role × month × quad class. Only events that lie within one month are counted.",
    (
        ("month", "First day of the month."),
        ("country", "ISO 3166-1 alpha-3."),
        ("cow", "The same as Correlates of War number."),
        ("gw", "The same as Gleditsch-Ward number."),
        ("role", "actor or recipient; both sides of a joint act are actors."),
        *_QUAD_COLUMNS,
        *_COUNT_COLUMNS,
    ),
    f"""
    SELECT CAST(date_trunc('month', date) AS DATE) AS month, country, max(cow) AS cow, max(gw) AS gw, role,
        quad, quad_code, {_COUNTS}
    FROM (
        SELECT DISTINCT story_id, event_id, date, date_end, 'actor' AS role, actor_country AS country,
            actor_cow AS cow, actor_gw AS gw, quad, quad_code, happened, goldstein, intensity
        FROM all_dyads WHERE actor_id IS NOT NULL
        UNION ALL
        SELECT DISTINCT story_id, event_id, date, date_end, 'recipient', recipient_country,
            recipient_cow, recipient_gw, quad, quad_code, happened, goldstein, intensity
        FROM all_dyads WHERE recipient_id IS NOT NULL AND NOT joint
    )
    WHERE date_trunc('month', date) = date_trunc('month', date_end)
    GROUP BY date_trunc('month', date), country, role, quad, quad_code
    """,
)

_DENOMINATOR = View(
    "denominator",
    "Stories read per day and outlet: what counts of events are to be divided by.",
    (
        ("date", "The day of publication; NULL: stories without a date."),
        ("source", "The outlet."),
        ("stories", "Stories read."),
        ("stories_with_events", "Those of them in which an event was found."),
        ("characters", "Their length in all."),
        ("events", "Events reported in them."),
    ),
    """
    SELECT y.date, y.source, count(*) AS stories, count(e.events) AS stories_with_events,
        CAST(sum(length(y.text)) AS BIGINT) AS characters, CAST(coalesce(sum(e.events), 0) AS BIGINT) AS events
    FROM stories y
    LEFT JOIN (SELECT story_id, count(*) AS events FROM events GROUP BY story_id) e ON e.story_id = y.story_id
    GROUP BY y.date, y.source
    """,
)


@functools.cache
def views() -> tuple[View, ...]:
    """Give all views, in an order in which they can be made."""
    return (all_dyads(), _dyads(), _LEFT_OUT, _DYAD_DAYS, _COUNTRY_MONTHS, _DENOMINATOR)
