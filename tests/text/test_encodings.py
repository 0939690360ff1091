"""Small subtitle files in legacy encodings: read right mostly when nothing is said, and always when it is."""

from __future__ import annotations

import runpy

import pytest

from subtool.errors import FormatError, Place
from subtool.text.encoding import decode
from support.paths import ROOT

FILES = runpy.run_path(str(ROOT / "benchmarks" / "encodings.py"))["files"]


def read(data, encoding=None):
    try:
        return decode(data, encoding=encoding, place=Place("")).text.removeprefix("\ufeff")
    except FormatError:
        return None


def test_most_files_are_read_right_when_nothing_says_their_encoding():
    right = [read(data) == text for _, _, text, data in FILES()]
    assert len(right) >= 87
    assert sum(right) >= 0.9 * len(right)


@pytest.mark.parametrize(("encoding", "text", "data"), [case[1:] for case in FILES()],
                         ids=[f"{language}-{encoding}" for language, encoding, *_ in FILES()])  # fmt: skip
def test_a_file_whose_encoding_is_named_is_read_right(encoding, text, data):
    assert read(data, encoding) == text
