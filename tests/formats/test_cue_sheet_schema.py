"""The published schema says of a cue sheet what the code writes and reads."""

import json
from dataclasses import replace

import jsonschema
import pytest
from click.testing import CliRunner

from subtool.cli.formats import command
from subtool.errors import FormatError
from subtool.formats import cuesheet
from subtool.model import (  # fmt: skip
    Cue,
    CueStyle,
    Footnote,
    Media,
    Sheet,
    Source,
    SourceFile,
    Span,
    Timing,
    Unspoken,
    Word,
)

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


UNKNOWN = {
    "subtool": 1, "reviewed_by": "J. Doe", "media": {"name": "f", "duration_ms": 9, "reel": "A1"},
    "footnotes": [{"number": "1", "text": "a", "full": "a", "url": "x"}],
    "cues": [{
        "start_ms": 0, "end_ms": 9, "lines": ["a"], "mood": {"grave": [1, None]},
        "style": {"color": "#ffff00", "font": "Z"},
        "words": [{"text": "a", "start_ms": 0, "end_ms": 9, "phones": ["ei"]}],
    }],
    "unspoken": [{"text": "b", "source": {"line": 1, "column": 1}, "why": "cut"}],
}  # fmt: skip


def test_keys_that_nobody_knows_stay_where_they_stand():
    back = json.loads(cuesheet.write(cuesheet.read(json.dumps(UNKNOWN))))
    assert (back["reviewed_by"], back["media"]["reel"], back["footnotes"][0]["url"]) == ("J. Doe", "A1", "x")
    cue = back["cues"][0]
    assert (cue["mood"], cue["words"][0]["phones"], back["unspoken"][0]["why"]) == (
        {"grave": [1, None]},
        ["ei"],
        "cut",
    )
    assert cue["style"] == {"color": "#ffff00", "font": "Z"}


@pytest.mark.parametrize(
    ("cue", "style"),
    [
        (Cue(Span(0, 1), ("x",), settings="line:0"), {"place": "top"}),
        (Cue(Span(0, 1), ("x",), markup=("<c.yellow>x</c>",)), {"color": "#ffff00"}),
        (Cue(Span(0, 1), ("x", "y"), markup=("<c.yellow>x</c>", "y")), None),
        (
            Cue(Span(0, 1), ("x",), style=CueStyle("middle", "#ffa500")),
            {"place": "middle", "color": "#ffa500"},
        ),
    ],
)
def test_the_style_of_a_whole_cue_is_said_whatever_it_comes_from(cue, style):
    data = cuesheet.write(Sheet((cue,))).decode()
    assert (json.loads(data)["cues"][0].get("style") or None) == style
    assert cuesheet.read(data).cues == (cue,)


@pytest.mark.parametrize("style", [{"place": "left"}, {"color": "bluish"}, {"color": 7}, []])
def test_a_style_that_cannot_be_is_refused(style):
    data = {"subtool": 1, "cues": [{"start_ms": 0, "end_ms": 1, "lines": ["x"], "style": style}]}
    with pytest.raises(FormatError, match=r"cues\[0\]\.style"):
        cuesheet.read(json.dumps(data))


@pytest.mark.parametrize("content", ["[Events]\nè", b"\x00\xff\x8a"])
def test_the_file_a_sheet_was_read_from_goes_with_it(content):
    file = SourceFile("x", content, (Span(1, 2), None), "utf-8")
    data = cuesheet.write(replace(FULL, cues=(replace(CUE, part=3),), source_file=file)).decode()
    jsonschema.validate(json.loads(data), SCHEMA)
    back = cuesheet.read(data)
    assert (back.source_file, back.cues[0].part) == (file, 3)


def test_what_others_wrote_into_a_place_in_the_script_comes_back():
    data = json.loads(cuesheet.write(FULL))
    data["cues"][0]["source"]["file"] = "s.txt"
    data["cues"][0]["style"] = {"place": "top", "font": "Georgia"}
    data["unspoken"][0]["source"]["file"] = "t.txt"
    back = json.loads(cuesheet.write(cuesheet.read(json.dumps(data))))
    assert back["cues"][0]["source"] == {"line": 3, "column": 1, "file": "s.txt"}
    assert back["cues"][0]["style"] == {"place": "top", "font": "Georgia"}
    assert back["unspoken"][0]["source"] == {"line": 4, "column": 1, "file": "t.txt"}
