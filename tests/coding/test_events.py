"""Who did what to whom, in sentences about the world."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.coding.events import PRESETS, threshold
from dragoman.errors import InputError, StoryError
from dragoman.knowledge.tables import words_of


@pytest.fixture(scope="module")
def told(coder):
    """Code a text; give (type, actors' words, recipients' words) of each event."""

    def run(text, date="2024-11-09"):
        record = coder.code(dragoman.Story(text=text, date=date, language="en"))
        dragoman.check(record)
        return [
            (e.type, [s.text for s in e.actor_spans], [s.text for s in e.recipient_spans])
            for e in record.events
        ]

    return run


@pytest.fixture(scope="module")
def event(coder):
    """Code a text that holds one event of a type, and give it with the record."""

    def run(text, type_):
        record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
        found = [e for e in record.events if e.type == type_]
        assert len(found) == 1, [(e.type, e.trigger.text, e.confidence) for e in record.events]
        return found[0], {a.id: a for a in record.actors}

    return run


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient"),
    [
        ("Gunmen attacked a police convoy on Monday.", "ASSAULT", "Gunmen", "a police convoy"),
        ("A police convoy was attacked by gunmen on Monday.", "ASSAULT", "gunmen", "A police convoy"),
        ("Sweden accused Iran of spying on exiles.", "ACCUSE", "Sweden", "Iran"),
        ("The army, which shelled the rebels on Sunday, denied it.", "ASSAULT", "The army", "the rebels"),
        ("Soldiers arrested the mayor and beat him.", "COERCE", "Soldiers", "the mayor"),
        ("Chile offered to mediate with Bolivia.", "AGREE", "Chile", "Bolivia"),
        ("France refused to extradite the general to Chad.", "REJECT", "France", "Chad"),
        ("Turkey threatened to bomb the Kurdish fighters.", "THREATEN", "Turkey", "the Kurdish fighters"),
        ("Ghana called on Togo to release the fishermen.", "REQUEST", "Ghana", "Togo"),
        ("Norway suspended its aid to Ethiopia.", "SANCTION", "Norway", "Ethiopia"),
        ("Canada sent tents to Malawi.", "AID", "Canada", "Malawi"),
        ("Russia's invasion of Ukraine goes on.", "ASSAULT", "Russia", "Ukraine"),
        ("Japan will not lift its sanctions on North Korea.", "REJECT", "Japan", "North Korea"),
        ("Peru lifted its sanctions on Cuba.", "RETREAT", "Peru", "Cuba"),
        ("Egypt said that Israel must leave Gaza.", "REQUEST", "Egypt", "Israel"),
        (
            "The militia came under attack by government troops.",
            "ASSAULT",
            "government troops",
            "The militia",
        ),
    ],
)
def test_somebody_does_something_to_somebody(told, text, type_, actor, recipient):
    assert (type_, [actor], [recipient]) in told(text)


def test_a_meeting_has_all_who_meet_as_actors(event):
    found, actors = event("The president of Kenya met the prime minister of Somalia in Nairobi.", "CONSULT")
    assert [actors[a].country for a in found.actors] == ["KEN", "SOM"]
    assert found.recipients == ()


def test_several_actors_are_one_event(event):
    found, actors = event("The United States and France accused Russia of lying.", "ACCUSE")
    assert [actors[a].country for a in found.actors] == ["USA", "FRA"]
    assert [actors[a].country for a in found.recipients] == ["RUS"]


def test_a_pronoun_is_whom_the_story_means(coder):
    text = "Emmanuel Macron flew home on Friday. He condemned the attack by Israel."
    record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
    names = {a.id: a.name for a in record.actors}
    assert ["Emmanuel Macron"] in [[names[i] for i in e.actors] for e in record.events if e.type == "ACCUSE"]


def test_one_act_told_twice_is_one_event(told):
    types = [type_ for type_, *_ in told("Taliban fighters attacked an army camp, killing nine soldiers.")]
    assert types == ["ASSAULT"]


def test_what_is_threatened_is_no_attack(told):
    types = [type_ for type_, *_ in told("Turkey threatened to bomb the Kurdish fighters.")]
    assert types == ["THREATEN"]


def test_counts_and_sums_are_taken_where_stated(event):
    found, _ = event("Gunmen killed 19 soldiers in Mali.", "ASSAULT")
    assert found.size.dead == 19
    aid, _ = event("Japan gave Kenya food aid worth $2.5 million.", "AID")
    assert (aid.size.money.amount, aid.size.money.currency) == (2_500_000, "USD")


def test_codes_hang_together(event):
    found, _ = event("Russian drones bombed the Ukrainian port.", "ASSAULT")
    assert found.quad == "material conflict"
    assert found.cameo.startswith(("18", "19"))
    assert found.coded_by.rule.startswith("ASSAULT.")


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked down the left and shot wide.",
        "Shares of the brewer hit a record high.",
        "A storm hit the coast on Sunday.",
        "Her novel is about the war on drugs.",
        "The minister declined to comment.",
        "A truck killed two cyclists on the motorway.",
        "Iran will not attack Israel.",
    ],
)
def test_what_is_no_event_is_not_coded(told, text):
    assert told(text) == []


def test_an_event_in_a_statement_names_it(coder):
    from dragoman.coding import actors, events
    from dragoman.records import Span, Statement

    text = "Iran attacked the tanker, Norway said."
    story = dragoman.Story(text=text, date="2024-11-09", language="en")
    doc = coder.reading(story)
    content = Span(start=0, end=24, text=text[:24])
    said = Statement(id="s", content=(content,), form="indirect")
    found = events(doc, story, actors(doc, story, coder._knowledge), coder._codebook, statements=[said])
    assert [(e.type, e.statement) for e in found] == [("ASSAULT", "s")]


def test_unknown_participants_have_a_reason(event):
    found, _ = event("Gunmen attacked a police convoy near Kidal.", "ASSAULT")
    assert found.recipients == ()
    assert "a police convoy" in found.unresolved["recipients"]


# ---------------------------------------------------------------------------------------------- given pairs


def span(text, words):
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "type_"),
    [
        ("Oslo condemned the raid that Israel carried out.", "Oslo", "Israel", "ACCUSE"),
        ("Peru freed two Chilean sailors.", "Peru", "two Chilean sailors", "RETREAT"),
        ("Two Chilean sailors were freed by Peru.", "Peru", "Two Chilean sailors", "RETREAT"),
        ("Kenya will train Somali pilots.", "Kenya", "Somali pilots", "AGREE"),
    ],
)
def test_a_given_pair_has_a_type(coder, text, actor, recipient, type_):
    found = coder.relation(text, actor=span(text, actor), recipient=span(text, recipient))
    assert (found.type, 0 < found.confidence < 1) == (type_, True)
    assert text[found.trigger.start : found.trigger.end] == found.trigger.text


def test_a_pair_without_a_known_word_has_none(coder):
    found = coder.relation("Peru is west of Bolivia.", actor=(0, 4), recipient=(16, 23))
    assert found.type is None
    assert found.unresolved["type"]


def test_either_of_a_pair_may_be_left_out(coder):
    assert coder.relation("Peru freed two sailors.", actor=(0, 4)).type == "RETREAT"
    assert coder.relation("Peru freed two sailors.").type == "RETREAT"


@pytest.mark.parametrize("wrong", [(5, 5), (-1, 3), (3, 900)])
def test_a_span_outside_the_text_is_refused(coder, wrong):
    with pytest.raises(StoryError, match="is no span of the text"):
        coder.relation("Peru freed two sailors.", actor=wrong)


def test_a_head_has_its_say(coder):
    from dragoman.coding.relations import relation

    class Head:
        analyser = "test"

        def relations(self, doc, pairs):
            assert pairs == [((0, 1), (4, 5))]
            return [{"COERCE": 0.97, "AID": 0.02, "NONE": 0.01}]

    text = "Peru is west of Bolivia."
    pair = {"actor": span(text, "Peru"), "recipient": span(text, "Bolivia")}
    found = relation(coder.reading(text), text, coder._codebook, head=Head(), **pair)
    assert (found.type, found.coded_by.model, found.coded_by.rule) == ("COERCE", "test", None)


def test_a_head_that_agrees_stands_beside_the_rule(coder):
    from dragoman.coding.relations import relation

    class Head:
        analyser = "test"

        def relations(self, doc, pairs):
            return [{"RETREAT": 0.9, "AID": 0.1}]

    text = "Peru freed two Chilean sailors."
    pair = {"actor": span(text, "Peru"), "recipient": span(text, "two Chilean sailors")}
    found = relation(coder.reading(text), text, coder._codebook, head=Head(), **pair)
    alone = relation(coder.reading(text), text, coder._codebook, **pair)
    assert found.coded_by.rule == alone.coded_by.rule == "RETREAT.release"
    assert (found.coded_by.model, alone.coded_by.model) == ("test", None)
    assert found.confidence > 0.8


def test_a_head_that_sees_nothing_where_the_codebook_is_silent(coder):
    from dragoman.coding.relations import relation

    class Head:
        analyser = "test"

        def relations(self, doc, pairs):
            return [{"COERCE": 0.1, "NONE": 0.9}]

    text = "Peru is west of Bolivia."
    pair = {"actor": span(text, "Peru"), "recipient": span(text, "Bolivia")}
    found = relation(coder.reading(text), text, coder._codebook, head=Head(), **pair)
    assert found.type is None
    assert "the model sees no event" in found.unresolved["type"]


# ---------------------------------------------------------------------------------------------- what always holds


def test_presets_are_ordered():
    assert PRESETS["precise"] > PRESETS["balanced"] > PRESETS["recall"]
    assert threshold(0.3) == 0.3


@pytest.mark.parametrize("wrong", ["bold", 1.5])
def test_an_unknown_preset_is_refused(wrong):
    with pytest.raises(InputError):
        threshold(wrong)


_WORDS = (
    "Iran Israel the army rebels attacked refused to release , and will not said that talks with by of 's agreed "
    "threatened it they killed $ 5 million ! ) ( “ ” sanctions on lifted demanded 😀 é"
)
_PIECES = st.sampled_from([*sorted(words_of(_WORDS)), "\n\n"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_PIECES, min_size=1, max_size=40))
def test_any_words_give_a_record_that_holds(coder, pieces):
    text = " ".join(pieces)
    if not text.strip():
        return
    story = dragoman.Story(id="p", text=text, date="2024-11-09", language="en")
    record = coder.code(story)
    dragoman.check(record)
    assert record == coder.code(story)
    for event in record.events:
        assert not set(event.actors) & set(event.recipients)
        assert event.sentence.start <= event.trigger.start < event.trigger.end <= event.sentence.end


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient"),
    [
        ("Kenya has not sent troops to Haiti.", "MOBILIZE", "Kenya", "Haiti"),
        ("Kenya vowed to send 200 nurses to Haiti.", "AGREE", "Kenya", "Haiti"),
        ("Mali vowed to crush the rebels.", "THREATEN", "Mali", "the rebels"),
        ("Brazil granted Peru a two-year exemption from the tariffs.", "CONCEDE", "Brazil", "Peru"),
        ("The Chadian president is expected to visit Niger.", "AGREE", "The Chadian president", "Niger"),
        ("The Peruvian minister said Chile was behind the raid.", "ACCUSE", "The Peruvian minister", "Chile"),
        ("Mali halts its gas supplies to Niger.", "SANCTION", "Mali", "Niger"),
        ("Norway will not recognise the vote.", "REJECT", "Norway", "the vote"),
        ("The Kenyan navy shot down a Somali drone.", "ASSAULT", "The Kenyan navy", "a Somali drone"),
        (
            "The rebels claimed responsibility for the attack on the Kenyan base.",
            "ASSAULT",
            "The rebels",
            "the Kenyan base",
        ),
    ],
)
def test_what_is_denied_to_come_or_said_of_others(told, text, type_, actor, recipient):
    assert (type_, [actor], [recipient]) in told(text)


def test_a_question_asked_is_no_request(told):
    text = "Asked whether he would telephone the Peruvian president, the Chilean minister laughed."
    assert "REQUEST" not in [type_ for type_, _, _ in told(text)]
