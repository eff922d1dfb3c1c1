"""Who "I" and "we" are inside quotation marks."""

import dragoman

TEXT = (
    "Polish Foreign Minister Radosław Sikorski met the press on Friday. "
    '"I have no doubt that we can agree," he said. '
    "Later he was asked about the border.\n\n"
    '"My answer is the same," Sikorski said. "Our army is ready."\n\n'
    '"We are tired," said Halina Examplowska, a farmer. I did not hear more.'
)


def _meant(record, word, nth=0):
    places = [m for one in record.actors for m in one.mentions if m.text == word and m.form == "pronoun"]
    place = sorted(places, key=lambda m: m.start)[nth]
    return next(one for one in record.actors if place in one.mentions)


def test_i_and_we_in_a_quotation_are_its_speaker(coder):
    record = coder.code(dragoman.Story(text=TEXT, date="2024-11-08", language="en"))
    dragoman.check(record)
    assert _meant(record, "I").name == "Radosław Sikorski"
    assert _meant(record, "we").name == "Radosław Sikorski"
    assert _meant(record, "My").name == "Radosław Sikorski"
    assert _meant(record, "We").name == "Halina Examplowska"


def test_who_tells_the_story_is_none_of_its_speakers(coder):
    record = coder.code(dragoman.Story(text=TEXT, date="2024-11-08", language="en"))
    told = TEXT.index("I did")
    holders = [one for one in record.actors if any(m.start == told for m in one.mentions)]
    assert not any(one.name for one in holders)


def test_nobody_refers_to_an_actor_that_went_up_in_its_speaker(coder):
    record = coder.code(dragoman.Story(text=TEXT, date="2024-11-08", language="en"))
    ids = {one.id for one in record.actors}
    for statement in record.statements:
        assert {*statement.speakers, *statement.about, *statement.addressees, *statement.via} <= ids
