"""The coreference scores are those that the papers work out by hand."""

import pytest

from dragoman.bench.coreference import conll


def test_a_perfect_answer():
    clusters = [{1, 2, 3}, {4, 5}]
    assert conll([(clusters, clusters)]) == pytest.approx({"muc": 100, "b3": 100, "ceafe": 100, "conll": 100})


def test_nothing_found():
    assert conll([([{1, 2}], [])])["conll"] == 0


def test_the_example_of_pradhan_and_others():
    # Pradhan et al. 2014, section 4 and figure 1: key {a b c} {d e f g}; response {a b} {c d} {f g h i}
    key = [set("abc"), set("defg")]
    response = [set("ab"), set("cd"), set("fghi")]
    scores = conll([(key, response)])
    assert scores["muc"] == pytest.approx(40.0)
    # B³: recall of a, b = 2/3 each, c = 1/3, d = 1/4, e = 0, f, g = 2/4 each
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 0 + 2 / 4 + 2 / 4) / 7
    precision = (1 + 1 + 1 / 2 + 1 / 2 + 2 / 4 + 2 / 4) / 8
    assert scores["b3"] == pytest.approx(100 * 2 * recall * precision / (recall + precision))
    # φ4 of {abc}~{ab} is 4/5, of {defg}~{fghi} 4/8
    similarity = 4 / 5 + 4 / 8
    recall, precision = similarity / 2, similarity / 3
    assert scores["ceafe"] == pytest.approx(100 * 2 * recall * precision / (recall + precision))


def test_documents_are_summed_before_dividing():
    good = ([{1, 2, 3, 4}], [{1, 2, 3, 4}])
    bad = ([{1, 2}], [{1}, {2}])
    assert conll([good, bad])["muc"] == pytest.approx(100 * 2 * 0.75 * 1 / 1.75)
