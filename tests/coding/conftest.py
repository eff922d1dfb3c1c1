"""A coder with the shipped model and knowledge, loaded once."""

import pytest

import dragoman
from dragoman.language.session import MODEL_FOLDER


@pytest.fixture(scope="session")
def coder():
    if not (MODEL_FOLDER / "reader.onnx").exists():
        pytest.skip("the model has not been built: python -m training.export")
    return dragoman.load(threads=1)


@pytest.fixture(scope="session")
def code(coder):
    """Code a text of a day; the record is checked against the text."""

    def run(text, date="2024-11-09"):
        record = coder.code(dragoman.Story(text=text, date=date, language="en"))
        dragoman.check(record)
        return record.actors

    return run


@pytest.fixture(scope="session")
def who(code):
    """Give the actor whose mentions hold some words."""

    def find(words, text, date="2024-11-09"):
        found = [one for one in code(text, date) if any(words in m.text for m in one.mentions)]
        assert len(found) == 1, [(one.name, [m.text for m in one.mentions]) for one in found]
        return found[0]

    return find
