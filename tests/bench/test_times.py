"""The scorer of times counts as TempEval-3 does."""

import pytest

from dragoman.bench.times import Document, tally
from dragoman.records import Time


def document(*gold, last=None, ignored=()):
    spans = tuple({"start": a, "end": b, "value": v} for a, b, v in gold)
    return Document(name="d", date=None, text="x" * 100, gold=spans, last=last, ignored=ignored)


def answer(start, end, value):
    return Time(start=start, end=end, text="x" * (end - start), type="DATE", value=value)


def test_equal_spans_and_values():
    made = tally([(document((0, 5, "2024")), [answer(0, 5, "2024")])])
    assert made.f1(made.strict) == made.f1(made.values) == made.f1(made.pairs) == 100


def test_an_overlap_is_relaxed_and_its_value_counts():
    made = tally([(document((0, 5, "2024")), [answer(2, 9, "2024")])])
    assert (made.f1(made.strict), made.f1(made.pairs), made.f1(made.values)) == (0, 100, 100)


def test_an_answer_serves_one_gold_expression_and_the_equal_span_wins():
    made = tally([(document((0, 9, "a"), (4, 9, "b")), [answer(0, 9, "a"), answer(4, 9, "b")])])
    assert (made.strict, made.values) == (2, 2)
    made = tally([(document((0, 4, "a"), (5, 9, "b")), [answer(0, 9, "a")])])
    assert made.pairs == 1


def test_an_answer_too_many_costs_precision():
    made = tally([(document((0, 5, "2024")), [answer(0, 5, "2024"), answer(8, 9, "x")])])
    assert made.f1(made.values) == pytest.approx(200 / 3)


def test_what_was_not_annotated_does_not_count():
    made = tally(
        [
            (
                document((0, 5, "2024"), last=20, ignored=((6, 9),)),
                [answer(0, 5, "2024"), answer(7, 8, "x"), answer(30, 32, "y")],
            )
        ]
    )
    assert made.f1(made.values) == 100
