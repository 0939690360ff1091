"""The pictures of the benchmarks are of figures that a run said, and say what was run."""

import importlib.util
import json
import re

import pytest

from support.paths import ROOT

HOME = ROOT / "benchmarks"


@pytest.fixture(scope="module")
def plots():
    spec = importlib.util.spec_from_file_location("plots", HOME / "plots.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_shape_is_of_a_benchmark_and_says_what_a_figure_is(plots):
    for name, shape in plots.shapes().items():
        assert (HOME / f"{name}.py").is_file()
        assert {"name", "measure"} <= set(re.compile(shape["pattern"]).groupindex)


def test_the_page_has_each_picture_with_its_command_and_day(plots):
    page = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    assert page == plots.page()
    for kept in (HOME / "figures").glob("*.json"):
        figures = json.loads(kept.read_text("utf-8"))
        assert f"(benchmarks/{kept.stem}.png)" in page
        assert f"`{figures['command']}`, {figures['date']}" in page
        assert (ROOT / "docs" / "benchmarks" / f"{kept.stem}.png").is_file()


def test_figures_are_found_in_what_a_run_says(plots, tmp_path, monkeypatch):
    monkeypatch.setattr(plots, "KEPT", tmp_path)
    plots.record("encodings", [], "fr cp850: …\nnot said: 87 of 89 right (98%); named: 89 of 89\n", 0.5)
    kept = json.loads((tmp_path / "encodings.json").read_text("utf-8"))
    assert kept["figures"] == [["not said", 87.0], ["named", 89.0]]
    assert kept["command"] == "python benchmarks/encodings.py"
    with pytest.raises(SystemExit, match="no line of it is a figure"):
        plots.record("encodings", [], "nothing\n", 0.5)
