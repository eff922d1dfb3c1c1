"""The measure of chains: its reading of GUM's notation, and its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.bench.chains import gold_case, load, score, score_cases
from dragoman.errors import InputError
from dragoman.language.chains import decode
from dragoman.language.weights import Weights

GUM = Path(__file__).parents[3] / "shared" / "data" / "language" / "gum-dev.conllu.gz"

ROWS = """# newdoc id = GUM_news_ours
# sent_id = 1
1	Maria	Maria	PROPN	NNP	_	2	nsubj	_	Entity=(1-person-new-cf1-1-coref)
2	sang	sing	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = 2
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv-cf1-1-ana)
2	likes	like	VERB	VBZ	_	0	root	_	_
3	the	the	DET	DT	_	4	det	_	Entity=(2-object-new-cf1-2-sgl
4	songs	song	NOUN	NNS	_	2	obj	_	_
5	of	of	ADP	IN	_	6	case	_	_
6	Spain	Spain	PROPN	NNP	_	4	nmod	_	Entity=(3-place-new-cf1-1-sgl)2)
7	.	.	PUNCT	.	_	2	punct	_	_

"""


@pytest.fixture
def gum(tmp_path):
    path = tmp_path / "ours.conllu"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_entities_are_read_with_their_nesting(gum):
    (document,) = load(gum)
    text = document.document.text
    assert [(text[m.start : m.end], text[slice(*m.head)], m.cluster, m.kind) for m in document.mentions] == [
        ("Maria", "Maria", "1", "person"),
        ("She", "She", "1", "person"),
        ("the songs of Spain", "songs", "2", "object"),
        ("Spain", "Spain", "3", "place"),
    ]
    assert document.genre == "news"


def test_right_and_wrong_chains_score_so(gum):
    (document,) = load(gum)
    case = gold_case(document)
    weights = Weights.zeros()
    weights.new["always"][:] = 5  # everything is new
    apart = score_cases([(case, decode(case.prepared, weights))])
    # but a "he" always is somebody who is named
    assert apart["he_she"] == {"n": 1, "nearest": 100.0, "named": 100.0, "baseline": 100.0}
    weights.new["always"][:] = -5  # everything that can be is linked
    joined = score_cases([(case, decode(case.prepared, weights))])
    assert 0 < apart["all"]["conll"] != joined["all"]["conll"]
    assert joined["he_she"]["nearest"] == 100
    assert joined["he_she news"]["n"] == 1


def test_an_entity_that_closes_without_opening_is_named(tmp_path):
    path = tmp_path / "bad.conllu"
    path.write_text(ROWS.replace("(3-place-new-cf1-1-sgl)2)", "9)"), encoding="utf-8")
    with pytest.raises(InputError, match="entity 9"):
        load(path)


@pytest.mark.data
@pytest.mark.slow
def test_figures_on_gum_dev_hold():
    if not GUM.is_file():
        pytest.skip("needs ../shared/data/language/gum-dev.conllu.gz")
    figures = score(GUM)
    assert figures["gold"]["all"]["conll"] > 65
    assert figures["read"]["all"]["conll"] > 55
    for setting in ("gold", "read"):
        assert figures[setting]["he_she"]["nearest"] > 88
        assert figures[setting]["he_she"]["nearest"] > figures[setting]["he_she"]["baseline"] + 30
