"""Reversals inside a story: what was promised and kept, broken, dropped; refused and done; and what is contested."""

from dataclasses import replace

import msgspec
import pytest

import dragoman
from dragoman.coding import judged
from dragoman.coding.links import Act, relate
from dragoman.records import Event, Span, content_id
from tests.coding.link_stories import STORIES


def read(coder, text, given):
    """Code a text with events that are given by their words."""
    story = dragoman.Story(text=text, date="2024-11-09", language="en")
    record = coder.code(story)
    doc = coder.reading(story)
    events = []
    for who, words, *more in given:
        to = more[0] if more else None
        start = text.rindex(words) if len(more) > 1 else text.index(words, text.index(who))
        trigger = words.split()[-1] if words.split()[0] in ("did", "has", "also") else words.split()[0]
        start = text.index(trigger, start)
        sentence = next(s for s in doc.sents if s.start_char <= start < s.end_char)

        def ids(name, at=sentence):
            found = [
                a.id
                for a in record.actors
                if any(name in m.text or name == a.name for m in a.mentions) or a.name == name
            ]
            assert found, (name, [a.name for a in record.actors], at.text)
            return tuple(found[:1])

        span = Span(start=start, end=start + len(trigger), text=trigger)
        events.append(
            Event(
                id=content_id("event", story.id, start),
                actors=ids(who),
                recipients=ids(to) if to else (),
                type="CONSULT",
                quad="verbal cooperation",
                trigger=span,
                sentence=Span(start=sentence.start_char, end=sentence.end_char, text=sentence.text),
            )
        )
    record = judged(doc, msgspec.structs.replace(record, events=tuple(events)))
    dragoman.check(record)
    return record


def found_links(record):
    """Say each link as (kind, words of the later one, words of the earlier one)."""
    words = {e.id: e.trigger.text for e in record.events} | {c.id: c.what[0].text for c in record.commitments}
    words |= {s.id: s.content[0].text for s in record.statements if s.content}
    return {(link.kind, words[link.from_], words[link.to]) for link in record.links}


def test_of_the_links_that_are_found_nine_in_ten_are_right_and_most_are_found(coder):
    right = given = wanted = 0
    wrong = []
    for text, events, expected in STORIES:
        found = {kind for kind, _, _ in found_links(read(coder, text, events))}
        kinds = {kind for kind, _, _ in expected}
        given += len(found)
        wanted += len(kinds)
        right += len(found & kinds)
        if found != kinds:
            wrong.append((text, found, kinds))
    assert sum(1 for _, _, expected in STORIES if not expected) * 2 >= len(STORIES) >= 30
    assert right >= 0.9 * given, wrong
    assert right >= 0.75 * wanted, wrong


def test_links_between_the_events_that_are_coded_are_right_too(coder):
    given = right = wanted = 0
    wrong = []
    for text, _, expected in STORIES:
        record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
        found = {kind for kind, _, _ in found_links(record)}
        kinds = {kind for kind, _, _ in expected}
        given, wanted, right = given + len(found), wanted + len(kinds), right + len(found & kinds)
        if found - kinds:
            wrong.append((text, found, kinds))
    assert right >= 0.9 * given, wrong
    assert right >= 0.7 * wanted


def test_a_port_that_was_to_be_closed_and_was_is_a_threat_carried_out(coder):
    text = "Turkey threatened to close the port of Mersin. On Monday Turkey closed the port of Mersin."
    record = read(coder, text, [("Turkey", "closed")])
    assert found_links(record) == {("fulfils", "closed", "close the port of Mersin")}


def act(id, standing, *, who="norland", head="free", lemmas=("free", "fisherman"), strength="", day=None):
    return Act(
        id=id,
        kind="event",
        actors=frozenset((who,)),
        recipients=frozenset(),
        head=head,
        lemmas=frozenset(lemmas),
        standing=standing,
        strength=strength,
        day=day,
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("refused", "done", "reverses"),
        ("bound", "done", "fulfils"),
        ("bound", "not done", "breaks"),
        ("done", "not done", "contradicts"),
        ("done", "open", None),
        ("done", "done", None),
    ],
)
def test_two_acts_of_two_stories_are_related_by_how_they_stand(before, after, kind):
    assert relate(act("a", before), act("b", after)) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Peru denied that it shelled the harbour.",
        "Peru will not recognise the vote.",
        "The senator supports the inquiry, although he does not support impeaching the governor.",
        "Peru did not shell the harbour because it feared the rain.",
    ],
)
def test_what_one_sentence_says_of_an_act_is_no_tension(coder, text):
    record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
    assert record.links == ()


def test_what_had_been_promised_is_the_earlier(coder):
    text = "Chile said on Monday it will not sign the treaty. In May Chile had said it would sign the treaty."
    record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
    assert [kind for kind, *_ in found_links(record)] == ["drops"]


def test_what_is_done_to_what_must_agree():
    one = act("a", "bound", lemmas=("free", "fisherman", "prison"))
    two = act("b", "done", lemmas=("free", "prison", "officer"))
    assert relate(one, two) == "fulfils"
    of_fishermen = replace(one, objects=frozenset(("fisherman",)))
    assert relate(of_fishermen, replace(two, objects=frozenset(("officer",)))) is None


def test_nobody_is_held_to_what_another_promised():
    assert relate(act("a", "bound"), act("b", "done", who="sudmark")) is None


def test_a_promise_that_is_refused_is_broken_and_a_plan_is_dropped():
    assert relate(act("a", "bound", strength="promise"), act("b", "refused")) == "breaks"
    assert relate(act("a", "bound", strength="plan"), act("b", "refused")) == "drops"
