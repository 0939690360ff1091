"""docs/numbers.md says of each constant that steers a judgement what the code has, and leaves none of them out."""

from __future__ import annotations

import ast

import pytest

from support.paths import ROOT

# Where a number with a point in it is a judgement; other modules say beside theirs what they are.
JUDGES = (
    "cues/segmentation/costs.py",
    "cues/timing/pace.py",
    "retime/fit_offsets.py",
    "speech/by_synthesis/matching.py",
    "speech/confidence.py",
    "speech/words/engine.py",
    "speech/words/scoring/evidence.py",
    "speech/words/scoring/verdict.py",
)
ROWS = [
    tuple(cell.strip(" `") for cell in line.strip("|").split(" | "))
    for line in (ROOT / "docs" / "numbers.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
]


def _values(module):
    """The constants of a module as the page has them: names to values."""
    found = {}
    for node in ast.parse((ROOT / "subtool" / module).read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            several = isinstance(node.targets[0], ast.Tuple)
            names = node.targets[0].elts if several else [node.targets[0]]
            values = node.value.elts if several and isinstance(node.value, ast.Tuple) else [node.value]
            found[", ".join(map(ast.unparse, names))] = ", ".join(map(ast.unparse, values))
    return found


@pytest.mark.parametrize(("module", "names", "value", "how"), ROWS)
def test_the_page_says_what_the_code_has(module, names, value, how):
    assert _values(module).get(names) == value
    assert how


@pytest.mark.parametrize("module", JUDGES)
def test_no_judgement_is_left_out(module):
    listed = {names for where, names, *_ in ROWS if where == module}
    tuned = {
        names
        for names, value in _values(module).items()
        if names.isupper() and all(isinstance(_number(part), float) for part in value.split(", "))
    }
    assert tuned - listed == set()


def _number(text):
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None
