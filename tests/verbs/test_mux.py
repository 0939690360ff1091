"""Subtitles as tracks: put in with nothing encoded again, and taken out as they were."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import av
import pytest
from click.testing import CliRunner

import subtool
from subtool.cli import subtool as verbs
from subtool.errors import FormatError, MediaError, OutputError, SheetError
from subtool.media.make.subtitle_tracks import chapters_text
from subtool.media.mix.mix import copied_subtitles
from subtool.media.read.covers import covers_of, save
from subtool.media.read.probe import probe
from subtool.model import Cue, Footnote, Role, Sheet, Span
from support import footage
from support.ffmpeg import ffmpeg

CUES = (
    Cue(Span(540, 1230), ("The lamp {was} lit,", "and <b> burned.")),
    Cue(Span(1310, 2470), ("A dash: - here.",), markup=("A <i>dash</i>: - here.",)),
    Cue(Span(2990, 3700), ("الضوء، 1911.",)),
)
SHEET = Sheet(CUES, language="en")


def film(tmp_path, name="29.97", **changes):
    return footage.make(footage.variant(name, **changes), tmp_path)


def webm(tmp_path):
    source, out = film(tmp_path), tmp_path / "film.webm"
    subtool.burn(Sheet(()), source, out)
    return out


def packets(path):
    with av.open(str(path)) as container:
        streams = [*container.streams.video, *container.streams.audio]
        return sorted(
            (packet.stream.type, bytes(packet)) for packet in container.demux(streams) if packet.size
        )


def shown(sheet):
    return [(cue.span, cue.lines) for cue in sheet.cues]


def near(made, wanted, ms=1):
    assert [lines for _, lines in made] == [lines for _, lines in wanted]
    for (a, _), (b, _) in zip(made, wanted, strict=True):
        assert abs(a.start_ms - b.start_ms) <= ms
        assert abs(a.end_ms - b.end_ms) <= ms


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_what_is_put_in_is_taken_out_and_nothing_else_changes(suffix, tmp_path):
    video = webm(tmp_path) if suffix == ".webm" else film(tmp_path)
    out = tmp_path / f"out{suffix}"
    made = subtool.mux([subtool.Subtitles(SHEET, "fr", "Français", default=True)], video, out)
    assert made.cues == (3,)
    assert packets(out) == packets(video)
    near(shown(subtool.extract(out)), shown(SHEET))
    assert subtool.extract(out).cues[1].markup
    [track] = subtool.tracks_in(out)
    assert track.language in {"fra", "fre"}
    assert (track.title, track.default, track.forced) == ("Français", True, False)
    assert subtool.extract(out, "fr").language == "fr"


def test_times_count_from_the_start_of_the_film(tmp_path):
    video = film(tmp_path, "transport stream at 1 h")
    out = tmp_path / "out.mkv"
    subtool.mux([subtool.Subtitles(SHEET)], video, out)
    near(shown(subtool.extract(out)), shown(SHEET))


def test_ass_is_kept_as_ass_in_matroska_alone(tmp_path):
    video = film(tmp_path)
    subtool.mux([subtool.Subtitles(SHEET)], video, tmp_path / "out.mkv", as_ass=True)
    [track] = subtool.tracks_in(tmp_path / "out.mkv")
    assert track.codec in {"ass", "ssa"}
    near(shown(subtool.extract(tmp_path / "out.mkv")), shown(SHEET), 10)
    with pytest.raises(OutputError, match="does not hold ASS"):
        subtool.mux([subtool.Subtitles(SHEET)], video, tmp_path / "out.mp4", as_ass=True)


def test_what_is_shown_at_once_is_one_cue_where_a_file_has_no_other_way(tmp_path):
    noted = Sheet(
        (Cue(Span(500, 2000), ("It was lit.",), footnotes=("1",)), Cue(Span(2100, 3000), ("It burned.",))),
        footnotes=(Footnote("1", "", "A, B, p. 3."),),
    )
    out = tmp_path / "out.mp4"
    subtool.mux([subtool.Subtitles(noted)], film(tmp_path), out)
    there = subtool.extract(out).cues
    assert there[0].lines == ("1  A, B, p. 3.", "It was lit.¹")
    assert all(a.span.end_ms <= b.span.start_ms for a, b in pairwise(there))


def test_tracks_chapters_and_flags_stand_beside_those_of_the_film(tmp_path):
    video, one, two = film(tmp_path), tmp_path / "one.mkv", tmp_path / "two.mkv"
    title = Cue(Span(0, 400), ("Part = one; #1",), role=Role.TITLE)
    titled = Sheet((title, *CUES))
    subtool.mux([subtool.Subtitles(titled, "de", forced=True)], video, one, with_chapters=True)
    subtool.mux([subtool.Subtitles(SHEET, "zh-Hans", default=True)], one, two)
    tracks = subtool.tracks_in(two)
    assert [(each.language, each.default, each.forced) for each in tracks] in (
        [("ger", False, True), ("zh-Hans", True, False)], [("deu", False, True), ("zh-Hans", True, False)]
    )  # fmt: skip
    with av.open(str(two)) as container:
        assert [chapter["metadata"]["title"] for chapter in container.chapters()] == ["Part = one; #1"]
    replaced = tmp_path / "three.mkv"
    subtool.mux([subtool.Subtitles(SHEET)], two, replaced, replaced=True)
    assert len(subtool.tracks_in(replaced)) == 1
    with pytest.raises(MediaError, match=r"has no track pt \(there are 1"):
        subtool.extract(two, "pt")


def test_what_cannot_be_is_refused(tmp_path):
    video = film(tmp_path)
    wrong = {
        "out.avi": r"use one of \.mp4",
        "out.webm": "does not hold h264",
        video.name: "exists already",
    }
    for name, hint in wrong.items():
        with pytest.raises(OutputError, match=hint):
            subtool.mux([subtool.Subtitles(SHEET)], video, tmp_path / name)
    with pytest.raises(FormatError, match="not a tag of a language"):
        subtool.mux([subtool.Subtitles(SHEET, "not a tag")], video, tmp_path / "out.mp4")
    with pytest.raises(MediaError, match="no track of subtitles"):
        subtool.extract(video)
    assert not list(tmp_path.glob("out*"))


def test_chapters_last_until_the_next():
    assert chapters_text([(0, "A"), (5000, "B=1")], 9000).endswith(
        "START=0\nEND=5000\ntitle=A\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=5000\nEND=9000\ntitle=B\\=1\n"
    )


def test_the_commands_name_languages_by_files_and_list_tracks(tmp_path):
    video = film(tmp_path)
    for name in ("film.srt", "film.pt-BR.srt"):
        subtool.write(SHEET, tmp_path / name)
    names = [str(tmp_path / name) for name in ("film.srt", "film.pt-BR.srt")]
    out = str(tmp_path / "out.mkv")
    done = CliRunner().invoke(verbs, ["mux", *names, str(video), "--default", "2", "-o", out, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"output": out, "tracks": [{"cues": 3}, {"cues": 3}], "chapters": 0}
    listed = json.loads(CliRunner().invoke(verbs, ["extract", out, "--json"]).stdout)
    assert [(each["language"], each["default"]) for each in listed] == [("eng", False), ("pt-BR", True)]
    taken = CliRunner().invoke(
        verbs, ["extract", out, "--track", "pt", "-o", str(tmp_path / "x.vtt"), "--json"]
    )
    assert json.loads(taken.stdout)["cues"] == 3
    near(shown(subtool.read(tmp_path / "x.vtt")), shown(SHEET))


def test_the_package_runs_as_a_module():
    told = subprocess.run(
        [sys.executable, "-m", "subtool", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("subtool ")


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
@pytest.mark.parametrize("source", [".mp4", ".mkv"])
def test_the_cover_of_a_film_stays(source, suffix, tmp_path):
    plain, cover, video = film(tmp_path), tmp_path / "c.png", tmp_path / f"covered{source}"
    ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", cover)
    inside = ["-i", cover, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:1", "attached_pic"]
    attached = ["-map", "0", "-c", "copy", "-attach", cover, "-metadata:s:t", "mimetype=image/png"]
    ffmpeg("-i", plain, *(inside if source == ".mp4" else attached), video)
    out = tmp_path / f"o{suffix}"
    made = subtool.mux([subtool.Subtitles(SHEET)], video, out)
    assert made.warnings == ()
    [there] = covers_of(out)
    save(out, [there], tmp_path)
    assert (tmp_path / there.name).read_bytes() == cover.read_bytes()


def test_a_trimmed_film_has_its_cues_with_its_pictures_in_matroska(tmp_path):
    whole, video, out = film(tmp_path, "25", key_every=50), tmp_path / "trimmed.mp4", tmp_path / "o.mkv"
    ffmpeg("-ss", "1.32", "-i", whole, "-t", "2", "-c", "copy", video)
    made = subtool.mux([subtool.Subtitles(SHEET)], video, out)
    assert "cannot hide" in made.warnings[0]
    first = footage.seen(video)[0]
    shown = footage.seen(out).index(first) * 40
    assert abs(subtool.extract(out).cues[0].span.start_ms - shown - CUES[0].span.start_ms) <= 20
    assert subtool.mux([subtool.Subtitles(SHEET)], video, tmp_path / "o.mp4").warnings == ()


def test_flags_are_read_back_and_what_is_lost_is_said(tmp_path):
    track = subtool.Subtitles(SHEET, default=True, forced=True, hearing_impaired=True)
    subtool.mux([track], film(tmp_path), tmp_path / "o.mkv")
    [there] = subtool.tracks_in(tmp_path / "o.mkv")
    assert (there.default, there.forced, there.hearing_impaired) == (True, True, True)
    placed = Sheet((Cue(Span(0, 900), ("Up there",), settings="line:0"),))
    made = subtool.mux([subtool.Subtitles(placed)], film(tmp_path), tmp_path / "o.mp4")
    assert any("1 cue put higher" in warning for warning in made.warnings)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_language_with_a_region_is_said_or_its_loss_is(suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    made = subtool.mux(
        [subtool.Subtitles(SHEET, "pt-BR"), subtool.Subtitles(SHEET, "fr")], film(tmp_path), out
    )
    with av.open(str(out)) as container:
        languages = [stream.metadata["language"] for stream in container.streams.subtitles]
    assert languages[1] in {"fra", "fre"}
    if suffix == ".mkv":
        assert next(track.language for track in subtool.tracks_in(out)) == "pt-BR"
        assert subtool.extract(out, "pt").language == "pt-BR"
    else:
        assert "track 1: .mp4 says its language as por, and not as pt-BR" in made.warnings


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_cue_of_one_letter_is_a_cue(suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    subtool.mux([subtool.Subtitles(Sheet((Cue(Span(500, 900), ("?",)),)))], film(tmp_path), out)
    assert [cue.lines for cue in subtool.extract(out).cues] == [("?",)]


def with_track(tmp_path, codec):
    """A film with a track as Matroska's own programs write it: ffmpeg can neither make nor copy one."""
    plain, words, out = film(tmp_path), tmp_path / "words.srt", tmp_path / "webvtt.mkv"
    words.write_text("1\n00:00:00,500 --> 00:00:01,500\n<i>Never</i> dark\n")
    named = ["-metadata:s:s", "title=xxxx", "-metadata:s:s", "language=fre", "-write_crc32", "0"]
    ffmpeg("-i", plain, "-i", words, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt", *named, out)
    size = 4 - len(codec) + len("S_TEXT/UTF8")  # of the title: as much shorter as the codec is longer
    data = out.read_bytes().replace(b"\x86\x8bS_TEXT/UTF8", bytes([0x86, 0x80 + len(codec)]) + codec)
    out.write_bytes(data.replace(b"\x53\x6e\x84xxxx", bytes([0x53, 0x6E, 0x80 + size]) + b"x" * size))
    return out


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_track_that_ffmpeg_does_not_copy_stays_in_the_film(suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    made = subtool.mux([subtool.Subtitles(SHEET)], with_track(tmp_path, b"S_TEXT/WEBVTT"), out)
    own, added = subtool.tracks_in(out)
    assert (own.language[:2], own.title, added.language[:2]) == ("fr", "xx", "en")
    near(shown(subtool.extract(out, "1")), [(Span(500, 1500), ("Never dark",))])
    near(shown(subtool.extract(out, "2")), shown(SHEET))
    assert [warning for warning in made.warnings if warning.startswith("track 1")]


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_a_track_that_nobody_knows_is_left_out_and_told(suffix, tmp_path):
    out = tmp_path / f"out{suffix}"
    made = subtool.mux([subtool.Subtitles(SHEET)], with_track(tmp_path, b"S_TEXT/USF"), out)
    assert "the film's track 1 is left out: S_TEXT/USF is neither copied nor read" in made.warnings
    near(shown(subtool.extract(out, "1")), shown(SHEET))


def test_a_narration_laid_on_it_leaves_it_out(tmp_path):
    there = probe(with_track(tmp_path, b"S_TEXT/WEBVTT"))
    assert (there.subtitle_tracks, copied_subtitles(there, ".mkv")) == (1, ())


def test_what_a_burned_film_does_not_take_over_is_told(tmp_path):
    plain, words, video = film(tmp_path), tmp_path / "words.srt", tmp_path / "whole.mkv"
    words.write_text("1\n00:00:00,500 --> 00:00:01,500\nNever\n")
    attached = ["-attach", words, "-metadata:s:t", "mimetype=text/plain"]
    ffmpeg("-i", plain, "-i", words, "-map", "0", "-map", "1", "-c", "copy", *attached, video)
    made = subtool.burn(SHEET, video, tmp_path / "o.mkv")
    assert made.warnings[0].endswith("1 attached file, 1 subtitle track")
    assert subtool.burn(SHEET, plain, tmp_path / "p.mkv").warnings == ()


def test_webm_says_that_it_holds_no_style_sheet(tmp_path):
    styled = replace(SHEET, head=("STYLE\n::cue { color: red }", "REGION\nid:a", "NOTE by hand"))
    result = subtool.mux([subtool.Subtitles(styled)], webm(tmp_path), tmp_path / "out.webm")
    [told] = [each for each in result.warnings if "WebVTT" in each]
    assert told == "track 1: .webm holds the cues of WebVTT alone; 1 style sheet and 1 region are left out"


def test_subtitles_without_cues_are_no_track(tmp_path):
    source = film(tmp_path)
    with pytest.raises(SheetError, match="track 2 have no cues"):
        subtool.mux([subtool.Subtitles(SHEET), subtool.Subtitles(Sheet(()))], source, tmp_path / "film.mkv")
    assert not (tmp_path / "film.mkv").exists()
