"""The shipped model, where it lies in the package: same story, same bits."""

import json
import subprocess
import sys

import numpy as np
import pytest

from dragoman.language import head_of, load_reader
from dragoman.language.session import MODEL_FOLDER

pytestmark = pytest.mark.skipif(
    not (MODEL_FOLDER / "reader.onnx").exists(),
    reason="the model has not been built: python -m training.export",
)

STORIES = [
    "The president of Kenya met Somalia's foreign minister in Nairobi on Monday. They agreed to reopen the border.",
    "MOGADISHU (Reuters) - Gunmen killed two soldiers.\n\n“We did it,” a spokesman for the group said.",
    "Word. " * 40 + "The minister promised to send aid worth $5 million by March.",
]

_READ = """
import json, sys
from dragoman.language import load_reader
reader = load_reader(threads=int(sys.argv[1]))
out = []
for text in json.load(sys.stdin):
    doc = reader.read(text)
    out.append([[t.text, t.tag_, t.lemma_, t.dep_, t.head.i, t.ent_type_, float(t._.head_score).hex(),
                 float(t._.entity_score).hex()] for t in doc])
print(json.dumps(out))
"""


def in_a_new_process(stories, threads=1):
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(threads)],
        input=json.dumps(stories), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_a_reading_has_the_same_bits_whatever_its_neighbours_process_and_threads():
    alone = [in_a_new_process([story])[0] for story in STORIES]
    assert in_a_new_process(STORIES) == alone
    assert in_a_new_process(STORIES[::-1], threads=2)[::-1] == alone


@pytest.fixture(scope="module")
def reader():
    return load_reader(threads=1)


def test_it_reads_english_news(reader):
    doc = reader.read(
        "Kenyan President William Ruto met Antony Blinken in Nairobi on Monday, the ministry said."
    )
    ruto = next(ent for ent in doc.ents if "Ruto" in ent.text)
    assert ruto.label_ == "PER"
    verb = next(t for t in doc if t.text == "met")
    assert head_of(ruto).dep_ == "nsubj"
    assert head_of(ruto).head == verb
    assert (verb.lemma_, verb.pos_) == ("meet", "VERB")
    assert {ent.text: ent.label_ for ent in doc.ents}["Nairobi"] == "LOC"


def test_arrays_from_the_model_are_well_formed(reader):
    doc = reader.read(STORIES[0])
    scores = np.array([t._.head_score for t in doc])
    assert ((scores > 0) & (scores <= 1)).all()
    assert reader.analyser.startswith("dragoman-reader-")
    assert [s.root.dep_ for s in doc.sents] == ["root", "root"]


def test_a_label_is_a_speaker_only_when_it_is_a_name(reader):
    doc = reader.read(
        "AMINA TOLA: We never agreed.\n\nOutlook: The vote is close.\n\nJames Okello: They lied."
    )
    kinds = {s.text.strip(): s._.kind for s in doc.sents}
    assert kinds["AMINA TOLA:"] == kinds["James Okello:"] == "speaker"
    assert kinds["Outlook:"] == "heading"
