"""ClearNLP trees, written out by hand, become UD trees.

A parse is one word a line: form, lemma, UPOS, Penn tag, head (number, 0 for the root), ClearNLP label; then the
expected UD head and label.
"""

import pytest

from dragoman.errors import StoryError
from dragoman.language import from_spacy
from dragoman.language.clearnlp import ENTITY_LABELS, Word, convert, to_ud

PARSES = {
    "transitive, with a prepositional phrase of the verb": """
        Tola     Tola     PROPN NNP 2 nsubj  2 nsubj
        visited  visit    VERB  VBD 0 ROOT   0 root
        rebels   rebel    NOUN  NNS 2 dobj   2 obj
        in       in       ADP   IN  2 prep   5 case
        Goma     Goma     PROPN NNP 4 pobj   2 obl
        .        .        PUNCT .   2 punct  2 punct""",
    "passive with an agent": """
        Roads    road     NOUN  NNS 3 nsubjpass 3 nsubj:pass
        were     be       AUX   VBD 3 auxpass   3 aux:pass
        blocked  block    VERB  VBN 0 ROOT      0 root
        by       by       ADP   IN  3 agent     6 case
        angry    angry    ADJ   JJ  6 amod      6 amod
        farmers  farmer   NOUN  NNS 4 pobj      3 obl:agent
        .        .        PUNCT .   3 punct     3 punct""",
    "a noun's phrase, nested": """
        leaders  leader   NOUN  NNS 6 nsubj  6 nsubj
        of       of       ADP   IN  1 prep   3 case
        parties  party    NOUN  NNS 2 pobj   1 nmod
        in       in       ADP   IN  3 prep   5 case
        Chad     Chad     PROPN NNP 4 pobj   3 nmod
        met      meet     VERB  VBD 0 ROOT   0 root""",
    "copula with a noun": """
        Ruto     Ruto     PROPN NNP 2 nsubj  4 nsubj
        is       be       AUX   VBZ 0 ROOT   4 cop
        the      the      DET   DT  4 det    4 det
        president president NOUN NN 2 attr   0 root
        of       of       ADP   IN  4 prep   6 case
        Kenya    Kenya    PROPN NNP 5 pobj   4 nmod
        .        .        PUNCT .   2 punct  4 punct""",
    "copula with an adjective, negated": """
        Talks    talk     NOUN  NNS 3 nsubj  6 nsubj
        will     will     AUX   MD  3 aux    6 aux
        be       be       AUX   VB  0 ROOT   6 cop
        not      not      PART  RB  3 neg    6 advmod
        very     very     ADV   RB  6 advmod 6 advmod
        easy     easy     ADJ   JJ  3 acomp  0 root""",
    "copula with a place": """
        He       he       PRON  PRP 2 nsubj  4 nsubj
        was      be       AUX   VBD 0 ROOT   4 cop
        in       in       ADP   IN  2 prep   4 case
        Juba     Juba     PROPN NNP 3 pobj   0 root
        on       on       ADP   IN  2 prep   6 case
        Monday   Monday   PROPN NNP 5 pobj   4 obl""",
    "there is": """
        There    there    PRON  EX  2 expl   2 expl
        is       be       VERB  VBZ 0 ROOT   0 root
        no       no       DET   DT  4 det    4 det
        deal     deal     NOUN  NN  2 attr   2 nsubj
        yet      yet      ADV   RB  2 advmod 2 advmod""",
    "reported clause": """
        Tola     Tola     PROPN NNP 2 nsubj  2 nsubj
        said     say      VERB  VBD 0 ROOT   0 root
        that     that     SCONJ IN  6 mark   6 mark
        troops   troop    NOUN  NNS 6 nsubj  6 nsubj
        would    would    AUX   MD  6 aux    6 aux
        leave    leave    VERB  VB  2 ccomp  2 ccomp""",
    "infinitive, and a dative": """
        They     they     PRON  PRP 2 nsubj  2 nsubj
        promised promise  VERB  VBD 0 ROOT   0 root
        to       to       PART  TO  4 aux    4 mark
        send     send     VERB  VB  2 xcomp  2 xcomp
        Niger    Niger    PROPN NNP 4 dative 4 iobj
        food     food     NOUN  NN  4 dobj   4 obj""",
    "dative with a preposition": """
        She      she      PRON  PRP 2 nsubj  2 nsubj
        gave     give     VERB  VBD 0 ROOT   0 root
        arms     arm      NOUN  NNS 2 dobj   2 obj
        to       to       ADP   IN  2 dative 5 case
        rebels   rebel    NOUN  NNS 4 pobj   2 obl""",
    "conjuncts in a chain": """
        Kenya    Kenya    PROPN NNP 6 nsubj  6 nsubj
        ,        ,        PUNCT ,   1 punct  3 punct
        Uganda   Uganda   PROPN NNP 1 conj   1 conj
        and      and      CCONJ CC  3 cc     5 cc
        Rwanda   Rwanda   PROPN NNP 3 conj   1 conj
        agreed   agree    VERB  VBD 0 ROOT   0 root""",
    "prepositions joined by and": """
        fought   fight    VERB  VBD 0 ROOT   0 root
        in       in       ADP   IN  1 prep   3 case
        Goma     Goma     PROPN NNP 2 pobj   1 obl
        and      and      CCONJ CC  2 cc     6 cc
        around   around   ADP   IN  2 conj   6 case
        Bukavu   Bukavu   PROPN NNP 5 pobj   3 conj""",
    "a clause after a preposition": """
        He       he       PRON  PRP 2 nsubj  2 nsubj
        left     leave    VERB  VBD 0 ROOT   0 root
        after    after    ADP   IN  2 prep   4 mark
        meeting  meet     VERB  VBG 3 pcomp  2 advcl
        envoys   envoy    NOUN  NNS 4 dobj   4 obj""",
    "two prepositions in a row": """
        ran      run      VERB  VBD 0 ROOT   0 root
        out      out      ADP   IN  1 prep   5 case
        of       of       ADP   IN  2 prep   5 case
        the      the      DET   DT  5 det    5 det
        house    house    NOUN  NN  3 pobj   1 obl""",
    "possessor, relative clause, particle": """
        Tola     Tola     PROPN NNP 3 poss   3 nmod:poss
        's       's       PART  POS 1 case   1 case
        men      man      NOUN  NNS 7 nsubj  7 nsubj
        who      who      PRON  WP  5 nsubj  5 nsubj
        fled     flee     VERB  VBD 3 relcl  3 acl:relcl
        have     have     AUX   VBP 7 aux    7 aux
        given    give     VERB  VBN 0 ROOT   0 root
        up       up       ADP   RP  7 prt    7 compound:prt""",
    "a day without a preposition, and become": """
        She      she      PRON  PRP 2 nsubj    2 nsubj
        became   become   VERB  VBD 0 ROOT     0 root
        premier  premier  NOUN  NN  2 attr     2 xcomp
        Monday   Monday   PROPN NNP 2 npadvmod 2 obl:unmarked""",
    "a copula inside a reported clause": """
        He       he       PRON  PRP 2 nsubj  2 nsubj
        says     say      VERB  VBZ 0 ROOT   0 root
        it       it       PRON  PRP 4 nsubj  5 nsubj
        is       be       AUX   VBZ 2 ccomp  5 cop
        over     over     ADV   RB  4 advmod 2 ccomp""",
    "a fragment with a preposition at its top": """
        In       in       ADP   IN  0 ROOT   2 case
        Goma     Goma     PROPN NNP 1 pobj   0 root""",
}


def read(parse):
    rows = [line.split() for line in parse.strip().splitlines()]
    words = [Word(*row[:4]) for row in rows]

    def heads(column):
        return [int(row[column]) - 1 if row[column] != "0" else i for i, row in enumerate(rows)]

    return words, heads(4), [row[5] for row in rows], heads(6), [row[7] for row in rows]


@pytest.mark.parametrize("name", PARSES)
def test_parse(name):
    words, heads, labels, ud_heads, ud_labels = read(PARSES[name])
    found_heads, found_labels = convert(words, heads, labels)
    found = [
        (w.text, words[h].text, label) for w, h, label in zip(words, found_heads, found_labels, strict=True)
    ]
    expected = [
        (w.text, words[h].text, label) for w, h, label in zip(words, ud_heads, ud_labels, strict=True)
    ]
    assert found == expected


def test_names_of_persons_are_headed_at_the_first_word():
    words = [
        Word("Amina", "Amina", "PROPN", "NNP"),
        Word("Tola", "Tola", "PROPN", "NNP"),
        Word("spoke", "speak", "VERB", "VBD"),
    ]
    heads, labels = convert(words, [1, 2, 2], ["compound", "nsubj", "ROOT"], people=[(0, 2)])
    assert heads == [2, 0, 2]
    assert labels == ["nsubj", "flat", "root"]


@pytest.mark.parametrize("name", PARSES)
def test_every_result_is_one_tree(name):
    words, heads, labels, _, _ = read(PARSES[name])
    heads, labels = convert(words, heads, labels)
    assert labels.count("root") == 1
    for i in range(len(words)):
        at, steps = i, 0
        while heads[at] != at:
            at, steps = heads[at], steps + 1
            assert steps < len(words)


def clearnlp_pipeline():
    """A pipeline of the user's that always finds one given tree, whatever it is asked."""
    import spacy
    from spacy.language import Language
    from spacy.tokens import Span

    words, heads, labels, _, _ = read(PARSES["passive with an agent"])

    @Language.component("hand_written_parser")
    def parse(doc):
        tokens = [t for t in doc if not t.is_space][: len(words)]
        for i, token in enumerate(doc):
            token.head, token.dep_, token.tag_, token.pos_, token.lemma_ = (
                token,
                "ROOT",
                "NN",
                "NOUN",
                token.text,
            )
        if len(tokens) == len(words):
            for token, word, head, label in zip(tokens, words, heads, labels, strict=True):
                token.head, token.dep_ = tokens[head], label
                token.tag_, token.pos_, token.lemma_ = word.tag, word.pos, word.lemma
            for token in doc:
                if token.is_space:
                    token.head, token.dep_ = doc[token.i - 1], "dep"
            doc.set_ents([Span(doc, tokens[-2].i, tokens[-2].i + 1, label="NORP")])
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("hand_written_parser")
    return nlp


def test_a_users_pipeline_stands_behind_the_readers_interface():
    nlp = clearnlp_pipeline()
    reader = from_spacy(nlp)
    text = "Roads were  blocked by angry farmers.\n"
    doc = reader.read(text, title="Protest")
    assert doc.text == text
    assert {t.text: t.dep_ for t in doc if not t.is_space} == {
        "Roads": "nsubj:pass", "were": "aux:pass", "blocked": "root", "by": "case", "angry": "amod",
        "farmers": "obl:agent", ".": "punct",
    }  # fmt: skip
    assert [(e.text, e.label_) for e in doc.ents] == [("farmers", "NORP")]
    assert len(list(doc.sents)) == 1
    assert doc._.title == "Protest"
    assert doc._.analyser == reader.analyser == from_spacy(clearnlp_pipeline()).analyser
    assert reader.analyser.startswith("spacy-en_")
    nlp.max_length = 10
    with pytest.raises(StoryError, match="max_length"):
        reader.read(text)


def test_a_tree_in_ud_is_left_as_it_is():
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    doc = Doc(
        Vocab(), words=["Roads", "were", "blocked"], heads=[2, 2, 2], deps=["nsubj:pass", "aux:pass", "ROOT"],
        tags=["NNS", "VBD", "VBN"], pos=["NOUN", "AUX", "VERB"], lemmas=["road", "be", "block"],
    )  # fmt: skip
    assert [t.dep_ for t in to_ud(doc)] == ["nsubj:pass", "aux:pass", "root"]


def test_entity_labels_become_ours():
    assert ENTITY_LABELS["GPE"] == "LOC"
    assert ENTITY_LABELS["PERSON"] == "PER"
    assert set(ENTITY_LABELS.values()) == {
        "PER",
        "ORG",
        "LOC",
        "FAC",
        "NORP",
        "DATE",
        "MISC",
        "MONEY",
        "PRODUCT",
    }
    assert "CARDINAL" not in ENTITY_LABELS
