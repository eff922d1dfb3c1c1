"""The table of state numbers is what its script makes of the two lists."""

import csv
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared" / "data" / "reference"


@pytest.mark.data
@pytest.mark.skipif(not REFERENCE.exists(), reason="the development data is not in ../shared/data")
def test_state_numbers_are_those_of_the_lists():
    spec = importlib.util.spec_from_file_location(
        "numbers_script", ROOT / "tools/knowledge_states/numbers.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with (script.SOURCES / "state_numbers.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))[1:]
    assert kept == [[str(cell) for cell in row] for row in script.rows_of(REFERENCE)]
