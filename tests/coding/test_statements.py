"""Who said what, to whom, about whom and through whom."""

import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.language.attributions import Attribution


class Said:
    """A coded story whose statements are asked for by a word of their content."""

    def __init__(self, record):
        self.record = record
        self.names = {a.id: a.name or a.mentions[0].text for a in record.actors}
        self.kinds = {a.id: a.kind for a in record.actors}
        self.record = record

    def one(self, words):
        found = [s for s in self.record.statements if any(words in p.text for p in s.content)]
        assert found, (words, [[p.text for p in s.content] for s in self.record.statements])
        return min(found, key=lambda s: sum(len(p.text) for p in s.content))

    def who(self, ids):
        return [self.names[i] for i in ids]

    def kind(self, ids):
        return [self.kinds[i] for i in ids]


@pytest.fixture(scope="session")
def said(coder):
    def run(text, date="2024-11-09"):
        record = coder.code(dragoman.Story(text=text, date=date, language="en"))
        dragoman.check(record)
        return Said(record)

    return run


def test_the_speaker_is_who_the_pronoun_means(said):
    found = said('Vladimir Putin spoke in Sochi on Thursday. "We saw no proposal," he said.')
    one = found.one("no proposal")
    assert found.who(one.speakers) == ["Vladimir Putin"]
    assert [p.text for p in one.source] == ["he"]
    assert [p.text for p in one.cue] == ["said"]
    assert one.form == "direct"


def test_both_of_two_speakers_speak(said):
    found = said("Angela Merkel and Emmanuel Macron said they would oppose the deal.")
    assert found.who(found.one("oppose").speakers) == ["Angela Merkel", "Emmanuel Macron"]


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ('"We are ready," Zelensky said.', "ready", "direct"),
        ("Zelensky said that Ukraine was ready.", "ready", "indirect"),
        ('Zelensky said that Ukraine was "ready for anything that comes".', "ready", "mixed"),
    ],
)
def test_speech_is_direct_indirect_or_mixed(said, text, words, form):
    assert said(text).one(words).form == form


def test_whom_it_was_said_to_and_whom_it_is_about(said):
    found = said(
        "Erdogan told reporters that Sweden would wait. Scholz asked Zelensky whether he would come."
    )
    one = found.one("Sweden")
    assert found.who(one.addressees) == ["reporters"]
    assert found.who(one.about) == ["Sweden"]
    assert found.who(found.one("whether").addressees) == ["Volodymyr Zelenskyy"]


@pytest.mark.parametrize(
    ("text", "words", "outlet"),
    [
        ("The governor told Reuters that the port was closed.", "port", "Reuters"),
        ("In an interview with Le Monde, the governor said that the port was closed.", "port", "Le Monde"),
        ("According to a memo seen by Le Monde, the port was closed.", "port", "Le Monde"),
        ("The governor told Radio Nord that the port was closed.", "port", "Radio Nord"),
        ("Speaking on CNN, the governor said that the port was closed.", "port", "Cable News Network"),
        (
            "The governor said the port was closed, Reuters reported on Monday.",
            "the port was closed",
            "Reuters",
        ),
        (
            "Reuters reported that the governor had said the port was closed.",
            "the port was closed",
            "Reuters",
        ),
    ],
)
def test_what_came_through_an_outlet_says_so(said, text, words, outlet):
    found = said(text)
    one = found.one(words)
    assert found.who(one.speakers) != [outlet]
    assert found.who(one.via) == [outlet]
    assert set(found.kind(one.via)) <= {"outlet", "body"}


def test_a_statement_in_a_statement_says_where_it_stands(said):
    found = said("Reuters reported that the governor had said the port was closed.")
    inner = found.one("the port was closed")
    outer = found.one("that the governor")
    assert inner.inside == outer.id
    assert outer.inside is None
    assert found.who(outer.speakers) == ["Reuters"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("The leaked memo says that the bank knew.", "bank", "document"),
        ("A poll by the institute found that most voters were tired.", "tired", "document"),
        ("The newspaper reported that the dam had cracked.", "dam", "outlet"),
        ("According to a memo seen by investigators, the dam had cracked.", "dam", "document"),
    ],
)
def test_a_source_that_is_no_actor_becomes_one_of_its_kind(said, text, words, kind):
    found = said(text)
    one = found.one(words)
    assert found.kind(one.speakers) == [kind] or (kind == "outlet" and found.kind(one.speakers) == ["group"])
    assert one.speakers[0] in {a.id for a in found.record.actors}


def test_unnamed_officials_are_somebody(said):
    found = said("Two officials familiar with the talks said that a letter would be sent.")
    one = found.one("letter")
    assert len(one.speakers) == 1
    assert [p.text for p in one.source] == ["Two officials familiar with the talks"]


def test_it_is_the_report_that_goes_on(said):
    found = said("The report says that 12 people died. It adds that nobody was charged.")
    assert found.one("charged").speakers == found.one("died").speakers
    assert found.kind(found.one("charged").speakers) == ["document"]


def test_nobody_said_it_where_nobody_is_named(said):
    one = said("It was reported that the king had died.").one("king")
    assert one.speakers == ()
    assert one.unresolved["speakers"] == "the text names no source"


@pytest.mark.parametrize(
    ("text", "words", "denial"),
    [
        ("Orban denied that he had met Putin.", "met", True),
        ("Orban did not deny that he had met Putin.", "met", False),
        ("The Kremlin rejected the accusation.", "accusation", True),
        ("Xi does not believe that tariffs work.", "tariffs", True),
        ("Maduro said there were no plans for a vote.", "plans", True),
        ("Maduro said the report was false.", "report", True),
        ("Maduro said the report was right.", "report", False),
        ("Macron said that Moscow was lying.", "lying", False),
    ],
)
def test_a_denial_is_told_from_a_claim(said, text, words, denial):
    assert said(text).one(words).denial is denial


def test_i_in_a_quotation_is_who_says_it(said):
    found = said('"I think we will win," Emmanuel Macron said.')
    inner = found.one("we will win")
    assert found.who(inner.speakers) == ["Emmanuel Macron"]
    assert inner.inside is not None


def test_when_and_where_are_those_of_the_saying(said):
    found = said("In Paris, Macron said on Monday that he would go to Rome in May.")
    one = found.one("he would go")
    assert (one.when.start, one.when.end, one.when.basis) == ("2024-11-04", "2024-11-04", "clause")
    assert found.record.places[one.where.place].name == "Paris"
    assert one.status.happened == "yes"


def test_the_time_and_place_of_what_is_said_are_not_those_of_the_saying(said):
    found = said("Kenya's foreign ministry condemned the attack on a market in Odesa last Tuesday.")
    one = found.one("attack on a market")
    assert one.when.start != "2024-11-05"
    assert one.where.place is None


def test_the_door_gives_the_statements_of_the_record(coder):
    text = "Macron said that he would go."
    story = dragoman.Story(text=text, date="2024-11-09")
    assert coder.statements(text, date="2024-11-09") == coder.code(story).statements
    with pytest.raises(dragoman.StoryError):
        coder.statements("   ")
    assert (
        coder.statements("Der Kanzler sagte am Montag, dass die Verhandlungen beendet seien und er abreise.")
        == ()
    )


def test_a_readers_own_attributions_come_before_the_rules(coder):
    from dragoman.coding import actors, statements

    story = dragoman.Story(text="Macron said that he would go to Berlin.", date="2024-11-09")
    doc = coder.reading(story)
    known = actors(doc, story, coder._knowledge)
    doc._.attributions = (Attribution(cue=(1,), source=(0,), content=(5, 6, 7), score=0.42),)
    found, _ = statements(doc, story, known)
    assert [[p.text for p in s.content] for s in found] == [["go to Berlin"]]
    assert found[0].confidence == 0.42
    assert found[0].coded_by.model == doc._.analyser
    doc._.attributions = ()  # what the head overlooks, the rules find where they are sure
    (overlooked,), _ = statements(doc, story, known)
    assert overlooked.coded_by.rule == "reporting word 'say'"


def test_transcripts_and_signed_quotations_have_speakers(said):
    found = said(
        "Ana Lopez and Jorge Paz met on Monday.\n\nLOPEZ: We saw the ship.\n\nPAZ: Nobody told me.\n\n"
        "“It was a shame for the country.” — Jorge Paz"
    )
    for words, name in (("saw the ship", "Ana Lopez"), ("Nobody told", "Jorge Paz"), ("shame", "Jorge Paz")):
        one = found.one(words)
        assert found.who(one.speakers) == [name]
        assert (one.form, one.coded_by.rule, one.status.happened) == ("direct", "label", "yes")


def test_questions_and_answers_name_nobody(said):
    found = said("Q: Did you see the ship?\n\nA: No. It was late.")
    assert [s.speakers for s in found.record.statements] == [(), ()]
    assert "names nobody" in found.record.statements[0].unresolved["speakers"]


def test_a_quotation_that_was_never_closed_is_direct(said):
    one = said('The mayor of Lima was angry. "They are lying, said the mayor.\n\nNobody answered.').one(
        "lying"
    )
    assert one.form == "direct"


def test_consecutive_quotations_keep_their_speakers(said):
    found = said(
        "“We left at dawn,” Ida Lund said. “It was late.\n\n“Nobody saw us.”\n\n"
        "“I saw them,” Jorge Paz said.\n\n“They had no light,” he added."
    )
    for words, name in (("at dawn", "Ida Lund"), ("I saw", "Jorge Paz"), ("no light", "Jorge Paz")):
        assert found.who(found.one(words).speakers) == [name]
    assert found.one("at dawn") is found.one("Nobody saw us")


def test_declining_to_comment_is_no_denial(said):
    assert not said("The minister declined to comment.").one("comment").denial


# ------------------------------------------------------------------------------------------------ odd stories


def _odd():
    rng = random.Random(3)
    words = [
        "the",
        "minister",
        "said",
        "that",
        "he",
        "would",
        "not",
        "go",
        "but",
        "she",
        "told",
        ",",
        "Putin",
        "denied",
    ]
    marks = ['"', "“", "”", "''", "‘", "’", "«", "said", "Putin", "he", "it", "rained", ".", ","]
    return {
        "a hundred quotations": " ".join(f'"We counted {i} ships," the admiral said.' for i in range(100)),
        "a hundred paragraphs": "\n\n".join(f'"We counted {i} ships.' for i in range(100)) + '" he said.',
        "5,000 words without an end": " ".join(rng.choice(words) for _ in range(5_000)),
        "said that he said that": "He said that " * 300 + "it rained.",
        "unbalanced marks": " ".join(rng.choice(marks) for _ in range(1_500)),
        "no punctuation": "putin said he would go biden said no the kremlin denied it " * 60,
        "a verb": "said",
        "according to nobody": "according to " * 100,
        "marks alone": "“‘" * 100 + " he said " + "’”" * 100,
        "a long name": "A" + "b" * 700 + " said hello to the crowd.",
    }


@pytest.mark.parametrize("name", list(_odd()))
def test_no_story_is_too_odd(said, name):
    found = said(_odd()[name])
    if name == "a hundred quotations":
        outer = [s for s in found.record.statements if s.inside is None]
        assert len(outer) == 100
        assert len({s.speakers for s in outer}) == 1
    if name == "a hundred paragraphs":
        outer = [s for s in found.record.statements if s.inside is None]
        assert len(outer) == 1
        assert "99 ships" in outer[0].content[-1].text


SENTENCES = st.lists(
    st.sampled_from(
        ["The minister said ", "that ", "he ", '"', "”", "“We left", "told Reuters ", "it was a lie", ", ", ". ",
         "\n\n", "Putin ", "denied ", "according to a memo", "the report adds ", "'no' ", "(", "she said"]
    ),
    min_size=1,
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=SENTENCES)
def test_statements_rest_on_the_text_and_never_overlap_on_one_level(coder, text):
    if not text.strip():
        return
    record = coder.code(dragoman.Story(text=text, date="2024-11-09", language="en"))
    dragoman.check(record)
    levels = {}
    for one in record.statements:
        assert one.cue and one.content
        assert one.speakers or one.unresolved["speakers"]
        mine = {i for p in one.content for i in range(p.start, p.end) if text[i].isalnum()}
        taken = levels.setdefault(one.inside, set())
        assert not mine & taken
        taken |= mine


def test_the_same_story_has_the_same_statements_in_any_company(coder):
    story = dragoman.Story(
        text="Putin said he would wait. A memo says that he met Lavrov.", date="2024-11-09"
    )
    first = coder.code(story)
    coder.code(dragoman.Story(text="Macron told Scholz that he would go.", date="2023-01-09"))
    assert msgspec.json.encode(coder.code(story)) == msgspec.json.encode(first)
