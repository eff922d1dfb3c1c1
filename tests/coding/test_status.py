"""Whether it happened: what managers managed, what the failed to did not, and what nobody yet did."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.coding.embedding import Judge
from dragoman.errors import StoryError
from dragoman.knowledge import predicates
from dragoman.records import Story


@pytest.fixture(scope="module")
def status(coder):
    """Give the status of the act that a word of a text names."""

    def find(text, word, date="2024-11-09"):
        start = text.index(word)
        return coder.status(text, trigger=(start, start + len(word)), date=date)

    return find


@pytest.mark.parametrize(
    ("text", "word", "happened", "auxiliary"),
    [
        # the plain cases
        ("The army shelled the harbour on Tuesday.", "shelled", "yes", ()),
        ("The army did not shell the harbour.", "shell", "no", ("negation",)),
        ("The army never shelled the harbour.", "shelled", "no", ("negation",)),
        ("The army will shell the harbour.", "shell", "unknown", ("future",)),
        ("The army may shell the harbour.", "shell", "unknown", ("hypothetical",)),
        # implicatives, and what their negation does
        ("The miners managed to free the trapped crew.", "free", "yes", ()),
        ("The miners did not manage to free the trapped crew.", "free", "no", ("negation",)),
        ("The navy failed to stop the tanker.", "stop", "no", ("negation",)),
        ("The navy did not fail to stop the tanker.", "stop", "yes", ()),
        ("The governor forced the mayor to resign.", "resign", "yes", ()),
        ("The guards prevented the crowd from entering the hall.", "entering", "no", ("negation",)),
        # factives hold whatever happens to them
        ("The minister does not regret that the village was burned.", "burned", "yes", ()),
        ("The union condemned the attack.", "attack", "yes", ()),
        # what people say, deny, think and fear
        ("The envoy said the rebels attacked the convoy.", "attacked", "yes", ()),
        ("The general denied that his troops attacked the convoy.", "attacked", "no", ("negation",)),
        ("The prosecutor accused the mayor of stealing the fund.", "stealing", "unknown", ("hypothetical",)),
        ("Villagers fear that the dam will burst.", "burst", "unknown", ("future", "hypothetical")),
        # commitments, refusals, requests
        ("The queen promised to pardon the poet.", "pardon", "unknown", ("future",)),
        ("The bank is ready to lend the money.", "lend", "unknown", ("future",)),
        ("The king refused to sign the charter.", "sign", "no", ("negation",)),
        ("The palace has no plans to congratulate the winner.", "congratulate", "no", ("negation",)),
        ("The bishops urged the junta to release the singer.", "release", "unknown", ("hypothetical",)),
        # conditions and questions
        ("If the tribes attack the post, the border closes.", "attack", "unknown", ("hypothetical",)),
        ("Did the tribes attack the post?", "attack", "unknown", ("hypothetical",)),
        ("It was not known whether the tribes attacked the post.", "attacked", "unknown", ("hypothetical",)),
        # what is negative elsewhere in the clause
        ("The police gave no details of the raid.", "gave", "no", ("negation",)),
        ("The mayor was never directly pressured by the palace.", "pressured", "no", ("negation",)),
        ("The board is not aware of any attacks on the mine.", "attacks", "no", ("negation",)),
        ("The clerk denied that there were talks.", "talks", "no", ("negation",)),
        ("The senate rejected a proposal that would ban the party.", "ban", "no", ("negation", "future")),
        # decisions are acts, what they lay down is to come
        ("Peru announced tariffs on copper.", "tariffs", "yes", ()),
        ("The king signed a decree banning the party.", "banning", "unknown", ("future",)),
        # acts that are named by nouns
        ("The paper wrote of threats of invasion.", "invasion", "unknown", ("future",)),
        ("The cabinet agreed on plans for talks.", "talks", "unknown", ("future",)),
        ("He was jailed after the failed coup.", "coup", "no", ("negation",)),
        ("The court examined the alleged bribe.", "bribe", "unknown", ("hypothetical",)),
        # history
        ("In 1999 the army shelled the harbour.", "shelled", "yes", ("historical",)),
        ("Rebels burned the mill ten years ago.", "burned", "yes", ("historical",)),
    ],
)
def test_the_words_around_an_act_decide_whether_it_happened(status, text, word, happened, auxiliary):
    found = status(text, word)
    assert (found.happened, found.auxiliary) == (happened, auxiliary)


def test_the_words_that_decided_are_in_the_record(status):
    text = "The palace has no plans to congratulate the winner."
    assert "no" in status(text, "congratulate").span.text.split()
    assert status("The queen promised to pardon the poet.", "pardon").span.text == "promised"
    assert status("The army shelled the harbour.", "shelled").span is None


def test_what_is_asserted_is_surer_than_what_is_planned_and_that_surer_than_what_is_denied(status):
    sure = status("The army shelled the harbour.", "shelled").factuality
    planned = status("The army plans to shell the harbour.", "shell").factuality
    denied = status("The army did not shell the harbour.", "shell").factuality
    assert 3 >= sure > planned > denied >= -3


def test_a_clause_is_as_good_a_trigger_as_its_verb(status):
    text = "The general denied that his troops attacked the convoy."
    assert status(text, "his troops attacked the convoy") == status(text, "attacked")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It is not that they did not not pay.", "pay"),
        ('Such "generous" help (sic) arrived, obviously!!! /s', "arrived"),
        ("TALKS, THEN TANKS: A WEEK IN THE CAPITAL", "TALKS"),
        ("?!", "?"),
        ("attack", "attack"),
        (" ".join(["and he said that they would have wanted to try to go"] * 30), "wanted"),
        ("Ministers " + "who met ministers " * 110 + "resigned.", "resigned"),
    ],
)
def test_odd_texts_get_a_status_and_never_a_crash(status, text, word):
    found = status(text, word)
    assert found.happened in ("yes", "no", "unknown")


def test_an_act_with_a_later_day_is_still_to_come(status):
    text = "The referendum next Sunday worries Peru."
    assert status(text, "referendum").happened == "unknown"


def test_what_was_told_of_an_old_time_is_history_in_its_clauses_too(status):
    text = "In 1999 the paper praised the queen when she freed the poet."
    assert status(text, "freed").auxiliary == ("historical",)


@pytest.mark.parametrize(
    ("text", "happened"),
    [("Norway will not recognise the vote.", "yes"), ("Norway did not reject the offer of Peru.", "no")],
)
def test_a_refusal_by_negation_is_a_refusal_that_was_made(coder, text, happened):
    record = coder.code(Story(text=text, date="2024-11-09", language="en"))
    assert {event.status.happened for event in record.events if event.type == "REJECT"} <= {happened}


def test_a_trigger_outside_the_text_is_an_error_that_says_so(coder):
    with pytest.raises(StoryError, match="no stretch of the text"):
        coder.status("Rain fell.", trigger=(3, 99))
    with pytest.raises(StoryError, match="no stretch of the text"):
        coder.status("Rain fell.", trigger=(4, 4))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), data=st.data())
def test_any_stretch_of_any_text_has_a_status_in_bounds(coder, text, data):
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = coder.status(text, trigger=(start, end))
    assert found.factuality is None or -3 <= found.factuality <= 3
    if found.span is not None:
        assert text[found.span.start : found.span.end] == found.span.text


@settings(max_examples=25, deadline=None)
@given(
    negations=st.integers(0, 4),
    verb=st.sampled_from(["attack the port", "sign the treaty", "free the crew"]),
)
def test_each_further_negative_implicative_turns_the_answer_round(coder, negations, verb):
    text = (
        "The king "
        + "failed to " * (negations % 2)
        + ("managed to " if negations < 2 else "did not manage to ")
        + verb
    )
    text += "."
    head = verb.split()[0]
    if "failed to managed" in text or "failed to did" in text:
        return
    start = text.index(head)
    found = coder.status(text, trigger=(start, start + len(head)))
    odd = (negations % 2) + (negations >= 2)
    assert found.happened == ("no" if odd % 2 else "yes")


def test_every_row_of_the_lexicon_is_readable_and_has_a_source():
    rows = predicates.load().rows
    assert len(rows) > 1500
    assert all(row.source for row in rows)
    assert {row.kind for row in rows} <= predicates.KINDS
    assert predicates.harms()


def test_the_judge_needs_no_model_but_a_tree(coder):
    from dragoman.language.mentions import Words

    words = Words.of(coder.reading("The navy failed to stop the tanker."))
    judge = Judge(words, predicates.load())
    assert judge(words.low.index("stop")).sign == "-"
    assert judge(words.low.index("failed")).sign == "+"
