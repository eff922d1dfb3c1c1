"""The knowledge, loaded once."""

import pytest

from dragoman.knowledge import load


@pytest.fixture(scope="session")
def knowledge():
    return load()
