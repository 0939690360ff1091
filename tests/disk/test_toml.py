"""TOML of strangers: whatever is wrong with it is one sentence, at once, in little memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtool.disk.toml import MOST_BYTES, parse_toml, read_toml
from subtool.errors import Place, StyleError
from subtool.styles.houses import house_style

BOMBS = {
    "arrays": "a = " + "[" * 50_000 + "]" * 50_000,
    "tables": "a = " + "{a=" * 20_000 + "1" + "}" * 20_000,
    "digits": "a = " + "9" * 6000,
    "hexadecimal": "a = 0x" + "f" * 100_000,
    "dotted": ".".join(["a"] * 50_000) + " = 1",
    "quoted": ".".join(['"a"'] * 50_000) + " = 1",
    "header": "[" + " . ".join(["a"] * 50_000) + "]",
    "in a value": "a = {" + ".".join(["'b'"] * 50_000) + " = 1}",
    "date": "a = 2026-13-45",
    "nul": "a = \0",
    "lone surrogate": 'a = "\\ud800"',
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_their_file(tmp_path, name):
    path = tmp_path / "theirs.toml"
    path.write_text(f'extends = "netflix-en"\n{BOMBS[name]}\n', encoding="utf-8")
    with pytest.raises(StyleError, match=r"theirs\.toml(:2)?(:\d+)?: is not TOML") as refused:
        house_style(str(path))
    assert len(str(refused.value)) < 300 + len(str(path))


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "theirs.toml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(StyleError, match="is larger than 1 MB"):
        read_toml(path)


def test_a_huge_wrong_value_makes_no_huge_message(tmp_path):
    path = tmp_path / "theirs.toml"
    path.write_text(f'extends = "netflix-en"\nmax_cpl = "{"x" * 9000}"\n')
    with pytest.raises(StyleError) as refused:
        house_style(str(path))
    assert len(refused.value.message) < 200


@given(st.text())
def test_no_text_raises_anything_else(text):
    try:
        parse_toml(text, Place("theirs.toml"))
    except StyleError as error:
        named = str(error)
    else:
        named = "theirs.toml"
    assert "theirs.toml" in named


def test_dots_in_texts_are_no_keys():
    text = 'a = "' + "." * 300 + '"\n# ' + "b." * 300 + "\nc = 1\n"
    with pytest.raises(StyleError, match="keys in keys"):  # a comment that looks like one is the price
        parse_toml(text, Place(""))
    assert parse_toml(text.replace("b.", ". "), Place(""))["c"] == 1
