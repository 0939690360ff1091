"""İ, ı, ſ and the sign of the kelvin are no i, s and k in what files and options are written in.

Python's patterns take them for one where case is ignored, and lower() makes two letters of İ.
"""

from __future__ import annotations

import pytest

import subtool
from subtool.errors import ChoiceError
from subtool.verbs.cache import bytes_in


@pytest.mark.parametrize("tag", ["</İ>", "<ı>", "<ſ>", "</ſ>"])
def test_a_tag_is_written_in_ascii(tag, tmp_path):
    path = tmp_path / "lamp.srt"
    path.write_text(f"1\n00:00:01,000 --> 00:00:04,000\nThe {tag} lamp.\n", "utf-8")
    assert subtool.read(path).cues[0].lines == (f"The {tag} lamp.",)


@pytest.mark.parametrize("number", ["İ", "xİ", "ıv"])
def test_a_roman_number_is_written_in_ascii(number, tmp_path):
    path = tmp_path / "lamp.txt"
    path.write_text(f"The lamp was lit.\n\n{number}\n\nNobody came.\n\nii\n\nThe sea rose.\n\niii\n", "utf-8")
    said = [sentence.text for sentence in subtool.read_script(path).sentences]
    assert said[0] == "The lamp was lit."
    assert said[-1] == "The sea rose."


def test_a_size_is_written_in_ascii():
    assert bytes_in("5k") == 5 * 1024
    with pytest.raises(ChoiceError, match="is not a size"):
        bytes_in("5\N{KELVIN SIGN}")
