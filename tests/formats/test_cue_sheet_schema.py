"""The published schema says of a cue sheet what the code writes and reads."""

import json
from dataclasses import replace

import jsonschema
import pytest
from click.testing import CliRunner

from subtool.cli.formats import command
from subtool.errors import FormatError
from subtool.formats import cuesheet
from subtool.model import Cue, Footnote, Media, Sheet, Source, Span, Timing, Unspoken, Word

SCHEMA = json.loads(cuesheet.schema())
CUE = Cue(
    Span(0, 900),
    ("A lamp", "& a tower"),
    footnotes=("1",),
    timing=Timing.HEARD,
    confidence=0.5,
    words=(Word("A", Span(0, 100), 0.0, ("1",)), Word("lamp", Span(100, 300), None, glued=True)),
    source=Source(3, 1),
    identifier="x",
    settings="line:0",
    markup=("<i>A lamp</i>", "&amp; a tower"),
    id="c1",
    accepted=True,
    comment="a comment\nof two lines",
)
FULL = Sheet(
    (CUE, Cue(Span(1000, 1000), ("x",))),
    title="t",
    media=Media("film.mp4", 5000),
    footnotes=(Footnote("1", "a", "b"),),
    unspoken=(Unspoken("u", Source(4, 1)),),
    unscripted=(Span(900, 1000),),
    head=("WEBVTT",),
)


@pytest.mark.parametrize("sheet", [FULL, Sheet(())])
def test_what_is_written_is_valid_and_comes_back(sheet):
    data = cuesheet.write(sheet).decode()
    jsonschema.validate(json.loads(data), SCHEMA)
    assert cuesheet.read(data) == sheet


def test_a_cue_nobody_named_or_judged_is_written_as_before():
    plain = json.loads(cuesheet.write(Sheet((replace(CUE, id="", accepted=False, comment=""),))))["cues"][0]
    assert not {"id", "accepted", "comment"} & set(plain)


@pytest.mark.parametrize(
    ("key", "value"), [("id", 4), ("accepted", 1), ("accepted", "yes"), ("comment", ["x"])]
)
def test_a_value_of_another_kind_is_refused_by_both(key, value):
    data = {"subtool": 1, "cues": [{"start_ms": 0, "end_ms": 1, "lines": ["x"], key: value}]}
    with pytest.raises(FormatError, match=rf"cues\[0\]\.{key}"):
        cuesheet.read(json.dumps(data))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_the_command_prints_it():
    result = CliRunner().invoke(command, ["--schema"])
    assert json.loads(result.output) == SCHEMA
