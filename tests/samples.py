"""Records that tests of several rooms share: one rich story, coded by hand, with every list filled."""

from __future__ import annotations

from typing import Any

from dragoman.records import (
    Actor,
    CodedBy,
    CoderInfo,
    Commitment,
    Due,
    Event,
    Link,
    Mention,
    Money,
    Place,
    Record,
    Size,
    Span,
    Statement,
    Status,
    Story,
    Time,
    Uncoded,
    When,
    Where,
    content_id,
)

TEXT = """\
SOCHI, Russia — Russian President Vladimir Putin on Thursday congratulated Donald Trump on his victory in \
the US election 🇺🇸, and called him a courageous man.

"We are ready to sit down with the Americans before 20 January if they want it," Putin told reporters at \
the Valdai forum in Sochi. He and Turkish President Recep Tayyip Erdoğan held talks there the same day.

The Washington Post reported on Sunday that the two men had spoken by telephone, and that Trump had asked \
Putin not to widen the war in Ukraine. Kremlin spokesman Dmitry Peskov denied that on Monday. "There was no \
such call," he told Interfax.

In Kyiv, a Russian drone strike killed three people and wounded eleven on Friday; police detained two men \
in a crowd of 400 that had gathered to help. Ukraine will answer if the strikes go on, an official named \
Ivanov said. Berlin pledged 50 million euros for repairs.

Subscribe to our newsletter.
"""


def span(text: str, phrase: str, nth: int = 0) -> Span:
    """Give the span of the ``nth`` occurrence of a phrase; fail when there is none."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(phrase, start + 1)
    return Span(start=start, end=start + len(phrase), text=phrase)


def rich_record(
    *,
    text: str = TEXT,
    id: str = "",
    date: str | None = "2024-11-11",
    source: str | None = "The Dnipro Courier",
) -> Record:
    """Give a record with every list and nearly every field filled, which passes ``records.check``.

    Args:
        text: ``TEXT``, or that with something put before or after it.
        id: the story's id; by default the hash of its content.
        date: the day of publication.
        source: the outlet.
    """
    story = Story(
        id=id,
        date=date,
        source=source,
        url="https://courier.example/2024/11/11/valdai",
        title="Putin congratulates Trump; Kremlin denies a call",
        language="en",
        text=text,
    )

    def s(phrase: str, nth: int = 0) -> Span:
        return span(text, phrase, nth)

    def at(phrase: str, nth: int = 0) -> dict[str, Any]:
        found = s(phrase, nth)
        return {"start": found.start, "end": found.end, "text": found.text}

    def made(kind: str, *parts: object) -> str:
        return content_id(kind, story.id, *parts)

    def actor(*mentions: tuple[str, int, str], **fields: Any) -> Actor:
        first = mentions[0]
        return Actor(
            id=made("actor", *first),
            mentions=tuple(Mention(form=form, **at(words, nth)) for words, nth, form in mentions),
            **fields,
        )

    russia = {"country": "RUS", "cow": 365, "gw": 365}
    america = {"country": "USA", "cow": 2, "gw": 2}
    putin = actor(
        ("Russian President Vladimir Putin", 0, "title"),
        ("Putin", 1, "name"),
        ("He", 0, "pronoun"),
        ("Putin", 2, "name"),
        name="Vladimir Putin",
        kind="person",
        sectors=("GOV",),
        code="RUSGOV",
        role="President of Russia",
        wikidata="Q7747",
        basis="knowledge",
        **russia,
    )
    trump = actor(
        ("Donald Trump", 0, "name"),
        ("him", 0, "pronoun"),
        ("Trump", 1, "name"),
        name="Donald Trump",
        kind="person",
        sectors=("ELI", "OPP"),
        code="USAELI",
        role="President-elect of the United States",
        wikidata="Q22686",
        basis="knowledge",
        **america,
    )
    erdogan = actor(
        ("Turkish President Recep Tayyip Erdoğan", 0, "title"),
        name="Recep Tayyip Erdoğan",
        kind="person",
        country="TUR",
        cow=640,
        gw=640,
        sectors=("GOV",),
        code="TURGOV",
        role="President of Turkey",
        wikidata="Q39259",
        basis="knowledge",
    )
    states = actor(("the Americans", 0, "demonym"), name="United States", kind="state", code="USA", **america)
    russians = actor(("Russian", 1, "demonym"), name="Russia", kind="state", code="RUS", **russia)
    post = actor(("The Washington Post", 0, "name"), name="The Washington Post", kind="outlet", code="USAMED",
                 sectors=("MED",), **america)  # fmt: skip
    peskov = actor(
        ("Kremlin spokesman Dmitry Peskov", 0, "title"),
        ("he", text[: text.index(" told Interfax")].count("he") - 1, "pronoun"),
        name="Dmitry Peskov",
        kind="person",
        sectors=("GOV",),
        code="RUSGOV",
        role="Kremlin spokesman",
        wikidata="Q2087128",
        basis="knowledge",
        **russia,
    )
    interfax = actor(("Interfax", 0, "name"), name="Interfax", kind="outlet", sectors=("MED",), code="RUSMED",
                     **russia)  # fmt: skip
    ukraine = actor(("Ukraine", 1, "name"), name="Ukraine", kind="state", country="UKR", cow=369, gw=369,
                    code="UKR")  # fmt: skip
    germany = actor(("Berlin", 0, "metonym"), name="Germany", kind="state", country="DEU", cow=255, gw=260,
                    code="DEU", basis="knowledge")  # fmt: skip
    victims = actor(
        ("three people", 0, "description"),
        kind="group",
        unresolved={
            "name": "not named in the text",
            "country": "the text does not say whose citizens they are",
        },
    )
    police = actor(("police", 0, "agent noun"), kind="body", sectors=("COP",), code="UKRCOP", country="UKR",
                   cow=369, gw=369, unresolved={"name": "no force is named"})  # fmt: skip
    detained = actor(("two men", 1, "description"), kind="group", sectors=("CVL",), code="CVL")
    ivanov = actor(
        ("an official named Ivanov", 0, "description"),
        name="Ivanov",
        kind="person",
        candidates=("Q4193481", "Q18634725"),
        unresolved={"wikidata": "two officials of that name were in office", "role": "ambiguous"},
    )

    places = (
        Place(**at("SOCHI"), name="Sochi", country="RUS", admin1="Krasnodar Krai", lat=43.5992, lon=39.7257,
              geonames=491422, precision="city"),
        Place(**at("Sochi"), name="Sochi", country="RUS", admin1="Krasnodar Krai", lat=43.5992, lon=39.7257,
              geonames=491422, precision="city"),
        Place(**at("Kyiv"), name="Kyiv", country="UKR", admin1="Kyiv City", lat=50.4547, lon=30.5238,
              geonames=703448, precision="city"),
        Place(**at("Valdai forum"), unresolved={"name": "an occasion, not a place"}),
    )  # fmt: skip
    times = (
        Time(**at("Thursday"), type="DATE", value="2024-11-07"),
        Time(**at("before 20 January"), type="DATE", value="2025-01-20"),
        Time(**at("the same day"), type="DATE", value="2024-11-07"),
        Time(**at("Sunday"), type="DATE", value="2024-11-10"),
        Time(**at("Monday"), type="DATE", value="2024-11-11"),
        Time(**at("Friday"), type="DATE", value="2024-11-08"),
    )

    def day(value: str, words: str, basis: Any = "clause") -> When:
        return When(start=value, end=value, precision="day", span=s(words), basis=basis)

    unknown_when = When(unresolved={"start": "no time is stated", "end": "no time is stated"})
    unknown_where = Where(unresolved={"place": "no place is stated"})

    def statement(cue: str, **fields: Any) -> Statement:
        return Statement(id=made("statement", cue, fields["content"]), cue=(s(cue),), **fields)

    readiness = statement(
        "told",
        speakers=(putin.id,),
        source=(s("Putin", 1),),
        content=(s("We are ready to sit down with the Americans before 20 January if they want it"),),
        form="direct",
        about=(states.id,),
        when=day("2024-11-07", "Thursday", "context"),
        where=Where(place=1, basis="clause"),
        status=Status(happened="yes", factuality=3.0, span=s("told")),
        confidence=0.94,
        coded_by=CodedBy(rule="cue:told/direct", model="attribution"),
        unresolved={"addressees": "the reporters are not named"},
    )
    report = statement(
        "reported",
        speakers=(post.id,),
        source=(s("The Washington Post"),),
        content=(
            s("that the two men had spoken by telephone"),
            s("that Trump had asked Putin not to widen the war in Ukraine"),
        ),
        form="indirect",
        about=(putin.id, trump.id),
        via=(post.id,),
        when=day("2024-11-10", "Sunday"),
        where=unknown_where,
        status=Status(happened="yes", factuality=3.0),
        confidence=0.88,
        coded_by=CodedBy(model="attribution"),
    )
    request = statement(
        "asked",
        speakers=(trump.id,),
        source=(s("Trump", 1),),
        content=(s("not to widen the war in Ukraine"),),
        form="indirect",
        addressees=(putin.id,),
        about=(ukraine.id,),
        via=(post.id,),
        inside=report.id,
        when=unknown_when,
        where=unknown_where,
        status=Status(happened="unknown", auxiliary=("historical",), factuality=1.0, span=s("had asked")),
        confidence=0.71,
        coded_by=CodedBy(rule="cue:ask/inf"),
    )
    denial = statement(
        "denied",
        speakers=(peskov.id,),
        source=(s("Kremlin spokesman Dmitry Peskov"),),
        content=(s("that", 2), s("There was no such call")),
        form="mixed",
        addressees=(interfax.id,),
        about=(post.id,),
        via=(interfax.id,),
        denial=True,
        when=day("2024-11-11", "Monday"),
        where=unknown_where,
        status=Status(happened="yes", factuality=3.0, span=s("denied")),
        confidence=0.97,
        coded_by=CodedBy(rule="cue:deny", model="attribution"),
    )
    vow = statement(
        "said",
        speakers=(ivanov.id,),
        source=(s("an official named Ivanov"),),
        content=(s("Ukraine will answer if the strikes go on"),),
        form="indirect",
        about=(ukraine.id, russians.id),
        when=unknown_when,
        where=unknown_where,
        confidence=0.9,
    )

    def sentence(first: str, last: str) -> Span:
        start, end = text.index(first), text.index(last) + len(last)
        return Span(start=start, end=end, text=text[start:end])

    def event(trigger: str, nth: int = 0, **fields: Any) -> Event:
        return Event(id=made("event", trigger, nth, fields["type"]), trigger=s(trigger, nth), **fields)

    opening = sentence("SOCHI", "courageous man.")
    congratulation = event(
        "congratulated",
        actors=(putin.id,),
        recipients=(trump.id,),
        type="SUPPORT",
        contexts=("election", "diplomatic"),
        cameo="051",
        quad="verbal cooperation",
        intensity=5.0,
        goldstein=3.4,
        sentence=opening,
        when=day("2024-11-07", "Thursday"),
        where=Where(place=0, basis="dateline"),
        status=Status(happened="yes", factuality=3.0, span=s("congratulated")),
        confidence=0.96,
        coded_by=CodedBy(rule="SUPPORT.congratulate", model="relation"),
    )
    meeting = event(
        "talks",
        actors=(putin.id, erdogan.id),
        type="CONSULT",
        mode="visit",
        contexts=("diplomatic",),
        cameo="046",
        quad="verbal cooperation",
        intensity=3.0,
        goldstein=7.0,
        sentence=sentence("He and Turkish", "the same day."),
        when=day("2024-11-07", "the same day"),
        where=Where(place=1, basis="context"),
        status=Status(happened="yes", factuality=3.0),
        confidence=0.9,
        coded_by=CodedBy(rule="CONSULT.hold_talks"),
    )
    call = event(
        "spoken",
        actors=(putin.id, trump.id),
        type="CONSULT",
        mode="phone",
        cameo="041",
        quad="verbal cooperation",
        goldstein=1.0,
        sentence=sentence("The Washington Post", "the war in Ukraine."),
        when=unknown_when,
        where=unknown_where,
        status=Status(
            happened="unknown", auxiliary=("historical", "negation"), factuality=-1.0, span=s("denied")
        ),
        statement=report.id,
        via=(post.id,),
        confidence=0.66,
        coded_by=CodedBy(model="relation"),
        unresolved={"intensity": "not known whether it took place"},
    )
    strike = event(
        "strike",
        actors=(russians.id,),
        recipients=(victims.id, ukraine.id),
        type="ASSAULT",
        mode="explosives",
        contexts=("military",),
        cameo="195",
        quad="material conflict",
        intensity=-10.0,
        goldstein=-10.0,
        sentence=sentence("In Kyiv", "gathered to help."),
        when=day("2024-11-08", "Friday"),
        where=Where(place=2, basis="sentence"),
        status=Status(happened="yes", factuality=3.0),
        size=Size(dead=3, injured=11),
        confidence=0.92,
        coded_by=CodedBy(rule="ASSAULT.strike"),
    )
    arrest = event(
        "detained",
        actors=(police.id,),
        recipients=(detained.id,),
        type="COERCE",
        mode="arrest",
        cameo="173",
        quad="material conflict",
        intensity=-5.0,
        goldstein=-5.0,
        sentence=sentence("In Kyiv", "gathered to help."),
        when=day("2024-11-08", "Friday", "sentence"),
        where=Where(place=2, basis="sentence"),
        status=Status(happened="yes", factuality=2.5),
        size=Size(dead=0, arrested=2, participants=400),
        confidence=0.8,
        coded_by=CodedBy(rule="COERCE.detain"),
    )
    threat = event(
        "answer",
        actors=(ukraine.id,),
        type="THREATEN",
        quad="verbal conflict",
        intensity=-3.0,
        sentence=sentence("Ukraine will", "Ivanov said."),
        when=unknown_when,
        status=Status(
            happened="no",
            auxiliary=("future", "hypothetical"),
            factuality=0.0,
            span=s("if the strikes go on"),
        ),
        statement=vow.id,
        confidence=0.55,
        unresolved={"cameo": "the text does not say with what", "recipients": "not stated"},
    )  # fmt: skip
    pledge = event(
        "pledged",
        actors=(germany.id,),
        type="AID",
        mode="economic",
        cameo="0331",
        quad="verbal cooperation",
        intensity=5.2,
        goldstein=5.2,
        sentence=sentence("Berlin pledged", "for repairs."),
        when=When(start="2024-11-01", end="2024-11-11", precision="month", basis="story date"),
        where=unknown_where,
        status=Status(happened="no", auxiliary=("future",), factuality=1.5),
        size=Size(money=Money(amount=50_000_000.0, currency="EUR")),
        confidence=0.83,
    )

    def commitment(words: str, **fields: Any) -> Commitment:
        return Commitment(id=made("commitment", words), what=(s(words),), **fields)

    meet = commitment(
        "sit down with the Americans",
        by=(putin.id,),
        to=(states.id,),
        statement=readiness.id,
        strength="readiness",
        due=Due(end="2025-01-19", span=s("before 20 January"), basis="clause",
                unresolved={"start": "from when is not said"}),
        condition=s("if they want it"),
        confidence=0.87,
        coded_by=CodedBy(rule="READY.to"),
    )  # fmt: skip
    retaliate = commitment(
        "answer",
        by=(ukraine.id,),
        event=threat.id,
        statement=vow.id,
        strength="threat",
        due=Due(unresolved={"start": "no time is stated", "end": "no time is stated"}),
        condition=s("if the strikes go on"),
        confidence=0.6,
        unresolved={"to": "not stated"},
    )
    pay = commitment(
        "50 million euros for repairs",
        by=(germany.id,),
        to=(ukraine.id,),
        event=pledge.id,
        strength="promise",
        due=Due(start="2024-11-11", end="2025-12-31", basis="knowledge"),
        confidence=0.8,
    )
    closing = s("Subscribe to our newsletter.")
    return Record(
        story=story,
        coder=CoderInfo(
            version="0.1.0",
            model="reader-small 0f3c",
            codebook="plover 91ab",
            knowledge="77d0",
            analyser="dragoman 5e2c",
        ),
        actors=(putin, trump, erdogan, states, russians, post, peskov, interfax, ukraine, germany, victims,
                police, detained, ivanov),
        times=times,
        places=places,
        statements=(readiness, report, request, denial, vow),
        events=(congratulation, meeting, call, strike, arrest, threat, pledge),
        commitments=(meet, retaliate, pay),
        links=(
            Link(kind="contradicts", from_=denial.id, to=report.id, span=s("There was no such call")),
            Link(kind="repeats", from_=retaliate.id, to=threat.id),
        ),
        uncoded=(Uncoded(start=closing.start, end=closing.end, reason="not a sentence"),),
    )  # fmt: skip
