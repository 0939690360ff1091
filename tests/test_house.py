"""The house stays in order: names stand for one thing, modules and functions stay small, the public face agrees."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache

import pytest

import subtool
from support.paths import ROOT

MOST_LINES, LONGEST_FUNCTION = 400, 60


@cache
def modules():
    """Every module of the package with its tree, parsed when a test asks: each of the workers imports this file."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "subtool").rglob("*.py"))}


def _name(path):
    return str(path.relative_to(ROOT))


def test_no_two_classes_share_a_name():
    homes = defaultdict(list)
    for path, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(_name(path))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_every_module_says_what_it_is():
    assert [_name(path) for path, tree in modules().items() if not ast.get_docstring(tree)] == []


def _length(node):
    """In lines, without the docstring: that of a command is its help."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_modules_and_functions_stay_small():
    long_modules = [
        _name(path) for path in modules() if len(path.read_text("utf-8").splitlines()) > MOST_LINES
    ]
    long_functions = [
        f"{_name(path)}:{node.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION
    ]
    assert (long_modules, long_functions) == ([], [])


def _constants(tree):
    """The names of each constant, and what assigns it."""
    for node in tree.body:
        if isinstance(node, ast.Assign) or (isinstance(node, ast.AnnAssign) and node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in getattr(target, "elts", [target])]
            names = [part.id for part in parts if isinstance(part, ast.Name)]
            if names and all(name.strip("_").isupper() for name in names):
                yield names, node


def test_no_constant_is_defined_twice_in_a_module():
    twice = []
    for path, tree in modules().items():
        names = [name for names, _ in _constants(tree) for name in names]
        twice += [f"{_name(path)}:{name}" for name in names if names.count(name) > 1]
    assert twice == []


# Constants that share a name and a value, and why they are not one.
TWINS = {
    "AROUND": "cues that a rule looks at; frames of a slope",
    "NOTE": "a kind that rows declare, named where it is used",
    "T": "a type variable belongs to its module",
    "VERSION": "each file on the disk counts its own",
}


def _named_values(tree):
    for names, node in _constants(tree):
        values = node.value.elts if len(names) > 1 and isinstance(node.value, ast.Tuple) else [node.value]
        for name, value in zip(names, values, strict=False):
            yield name.strip("_"), ast.unparse(value)


def test_no_constant_has_two_homes():
    homes = defaultdict(list)
    for path, tree in modules().items():
        for name, value in _named_values(tree):
            homes[name, value].append(_name(path))
    twins = {constant: paths for constant, paths in homes.items() if len(paths) > 1}
    assert {constant: paths for constant, paths in twins.items() if constant[0] not in TWINS} == {}
    assert {name for name, _ in twins} == set(TWINS)


def _holds_a_number(value):
    return any(
        isinstance(node, ast.Constant) and type(node.value) in {int, float, complex}
        for node in ast.walk(value)
    )


def test_every_number_says_where_it_comes_from():
    """Beside it or right above it; what steers a judgement has its measurement in docs/numbers.md."""
    silent = []
    for path, tree in modules().items():
        lines = path.read_text("utf-8").splitlines()
        for names, node in _constants(tree):
            first = node.lineno - 2 if lines[node.lineno - 2].startswith("#") else node.lineno - 1
            if _holds_a_number(node.value) and not any(
                "#" in line for line in lines[first : node.end_lineno]
            ):
                silent.append(f"{_name(path)}:{', '.join(names)}")
    assert silent == []


def test_faces_of_packages_do_no_work():
    working = [
        _name(path)
        for path, tree in modules().items()
        if path.name == "__init__.py"
        and path.parent.name not in {"subtool", "cli"}
        and any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
    ]
    assert working == []


@pytest.mark.parametrize("name", subtool.__all__)
def test_every_public_name_is_there(name):
    assert getattr(subtool, name) is not None


def test_all_table_and_imports_agree():
    tree = modules()[ROOT / "subtool" / "__init__.py"]
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {
        alias.name: node.module
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == subtool._HOMES  # noqa: SLF001 - the table is what is tested
    assert set(subtool.__all__) == {*imported, "__version__"}
    assert list(subtool.__all__) == sorted(subtool.__all__)
