"""The scorers of events count as they say."""

from dragoman.bench.relation_sets import in_part, label, macro_f1, marked_spans
from dragoman.bench.spans import f1


def test_marks_become_offsets():
    assert marked_spans("<s>Peru</s> freed <t>a man</t>.") == ((0, 4), (11, 16))
    assert marked_spans("<s>Peru</s> voted.") == ((0, 4), None)


def test_parts_depend_on_the_words_alone():
    assert in_part("Peru freed a man.") == in_part("  PERU freed: a man")


def test_older_labels():
    assert label("RETREAT") == "YIELD"
    assert label("SANCTION", "163") == "COERCE"
    assert label("SANCTION", "161") == "SANCTION"
    assert label(None) is None


def test_a_missing_answer_is_wrong():
    assert macro_f1(["A", "B"], ["A", None], ["A", "B"]) == 50.0


def test_an_answer_that_is_too_long_does_not_overlap():
    gold = {"source": ("Peru",), "target": ()}
    assert f1([(gold, {"source": ("the Peru",), "target": ()})], "source", exact=True) == 100.0
    long = {"source": ("the whole army of Peru",), "target": ()}
    assert f1([(gold, long)], "source", exact=False) == 0.0
