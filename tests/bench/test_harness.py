"""A figure cannot sink without being noticed, and a floor cannot be lowered by accident."""

import pytest

from dragoman import bench
from dragoman.bench import Scorer
from dragoman.errors import InputError

VALUE = {"F1": 0.80, "seconds": 2.0}


def figures(data):
    return dict(VALUE)


@pytest.fixture
def scorer(tmp_path, monkeypatch):
    (tmp_path / "gold.txt").write_text("gold")
    monkeypatch.setitem(VALUE, "F1", 0.80)
    monkeypatch.setitem(VALUE, "seconds", 2.0)
    return Scorer(
        name="toy",
        what="a toy",
        function=f"{__name__}:figures",
        files=("gold.txt",),
        slack=0.01,
        lower=frozenset({"seconds"}),
    )


@pytest.fixture
def measure(tmp_path, scorer):
    def run():
        return list(bench.measure([scorer], data=tmp_path, baseline=tmp_path / "baseline.json"))

    return run


@pytest.fixture
def update(tmp_path, measure):
    def run(lower_floors=False):
        return bench.update(measure(), baseline=tmp_path / "baseline.json", lower_floors=lower_floors)

    return run


def test_without_floors_nothing_is_missed(measure):
    assert measure()[0].missed() == []


@pytest.mark.parametrize(
    ("figure", "value", "missed"),
    [
        ("F1", 0.80, []),
        ("F1", 0.795, []),
        ("F1", 0.78, ["F1"]),
        ("seconds", 2.01, []),
        ("seconds", 2.5, ["seconds"]),
        ("seconds", 1.0, []),
    ],
)
def test_a_figure_beyond_its_floor_is_missed(measure, update, figure, value, missed):
    update()
    VALUE[figure] = value
    assert measure()[0].missed() == missed


def test_a_figure_that_is_no_longer_measured_is_missed(measure, update, monkeypatch):
    update()
    monkeypatch.delitem(VALUE, "F1")
    assert measure()[0].missed() == ["F1"]


def test_update_raises_floors_and_refuses_to_lower_them(measure, update):
    update()
    VALUE["F1"] = 0.90
    update()
    assert measure()[0].kept.figures["F1"].floor == pytest.approx(0.891)
    VALUE["F1"] = 0.70
    assert update() == ["toy: F1"]
    assert measure()[0].missed() == ["F1"]
    assert update(lower_floors=True) == []
    assert measure()[0].missed() == []


def test_floors_of_other_data_are_not_compared(measure, update, tmp_path):
    update()
    (tmp_path / "gold.txt").write_text("other gold")
    VALUE["F1"] = 0.1
    result = measure()[0]
    assert not result.comparable
    assert result.missed() == []


def test_absent_data_skips_the_scorer_and_says_so(measure, update, tmp_path):
    update()
    (tmp_path / "gold.txt").unlink()
    assert "gold.txt" in measure()[0].skipped


def test_a_damaged_baseline_is_named(measure, tmp_path):
    (tmp_path / "baseline.json").write_text("{")
    with pytest.raises(InputError, match=r"baseline\.json"):
        measure()


def test_every_registered_scorer_can_be_imported():
    import importlib

    for scorer in bench.scorers():
        module, _, function = scorer.function.partition(":")
        assert callable(getattr(importlib.import_module(module), function))
