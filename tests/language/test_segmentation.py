"""The scorer of words and sentences from raw text, and what it must show on the development data."""

from pathlib import Path

import pytest

from dragoman.bench.segmentation import cut, score
from dragoman.bench.syntax import added, raw_scores, read_conllu
from dragoman.language.tokens import Tokenizer

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"

TREEBANK = """\
# newdoc id = GUM_news_example
# newpar
# text = We don't know.
1\tWe\twe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Nobody does; ask no more
1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\t_
2\tdoes\tdo\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No
3\t;\t;\tPUNCT\t:\t_\t2\tpunct\t_\t_

# text = ask no more
1\task\task\tVERB\tVB\t_\t0\troot\t_\t_
2\tno\tno\tADV\tRB\t_\t3\tadvmod\t_\t_
3\tmore\tmore\tADV\tRBR\t_\t1\tadvmod\t_\t_

"""


def test_what_is_cut_otherwise_than_in_the_treebank_counts_against_us(tmp_path):
    path = tmp_path / "small.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    (document,) = read_conllu(path)
    assert document.text.strip() == "We don't know. Nobody does; ask no more"
    scores = raw_scores(document.sentences, cut(Tokenizer(), document.text))
    assert scores["tokens"].f1 == 100
    # we find two sentences where the treebank has three, of which one is the same
    assert (scores["sentences"].right, scores["sentences"].found, scores["sentences"].gold) == (1, 2, 3)
    assert added([scores, scores])["sentences"].right == 2


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.skipif(not (DATA / "language").exists(), reason="needs the development data in ../shared/data")
def test_news_is_cut_as_well_as_promised():
    figures = score(DATA)
    assert figures["tokens, GUM news"] >= 99.3
    assert figures["sentences, GUM news"] >= 97.0
    assert figures["sentences, GUM dev"] >= 95.5
    assert figures["sentences, EWT dev"] >= 82.0
