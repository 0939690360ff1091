"""The whole way, small: a short script, a tiny picture, the real aligner and the real ffmpeg."""

from __future__ import annotations

import json

from click.testing import CliRunner

import subtool
from subtool.cli import subtool as command_line
from subtool.demo import episode
from subtool.media.read.probe import probe
from subtool.model import silent
from support.paths import ROOT

SCRIPT = """A Series: The Lamp

The tower was built in the spring of 1861. Ingeborg Tveitane sold her boat and her nets. The lamp was lit
for the first time in October, and it could be seen from far away. [1]

She kept it herself for nineteen years. Nobody in the village ever asked her why.

[1] A. Author, A Book, 1996, Page 12.
"""


def test_the_whole_way(tmp_path):
    path = tmp_path / "script.txt"
    path.write_text(SCRIPT, encoding="utf-8")
    folder = tmp_path / "made"
    folder.mkdir()
    demo = episode.go(subtool.read_script(path), folder, silent, (320, 180))
    assert all(made.path.stat().st_size for made in demo.made)
    assert demo.left_out in [piece.text for piece in demo.sheet.unspoken]
    assert demo.sheet.unscripted
    assert demo.accuracy.median_ms <= 40
    assert probe(folder / "clip.mp4").width == 320
    page = (folder / "contact-sheet.html").read_text("utf-8")
    assert page.count("<img") == len(demo.sheet.cues)
    sheet = json.loads((folder / "episode.cues.json").read_text("utf-8"))
    assert sheet["media"]["name"] == "episode.mp4"
    assert [note["number"] for note in sheet["footnotes"]] == ["1"]
    assert "note-1" in (folder / "episode.vtt").read_text("utf-8")


def test_the_second_language_is_what_a_command_makes_of_the_first(tmp_path):
    made, there = tmp_path / "lamp.srt", ROOT / "subtitles"
    arguments = [
        "transfer",
        there / "the-lamp-on-the-point.cues.json",
        episode.sample("de"),
        "--fps",
        "25",
        "--quiet",
    ]
    outputs = [tmp_path / f"lamp.{suffix}" for suffix in ("cues.json", "srt", "vtt")]
    arguments += [argument for path in outputs for argument in ("-o", path)]
    result = CliRunner().invoke(command_line, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0
    for path in outputs:
        kept = there / "de" / path.name.replace("lamp", "the-lamp-on-the-point")
        assert path.read_text("utf-8") == kept.read_text("utf-8")
    sheet = subtool.read(made)
    source = there / "the-lamp-on-the-point.cues.json"
    assert not subtool.check_against(sheet, source, "netflix-de").problems


def test_the_quick_one_has_some_twenty_seconds_of_speech_and_a_footnote():
    script = episode.opening(subtool.read_script(episode.sample()))
    words = sum(len(sentence.tokens) for sentence in script.sentences)
    assert 45 <= words <= 60
    assert any(sentence.footnotes for sentence in script.sentences)
    assert len(script.sentences) >= 4
