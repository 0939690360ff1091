"""Every subtitle and every footnote on exactly its frames, at every rate and in every container; read from pixels."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

import subtool
from subtool.errors import MediaError
from subtool.media.make.encoding import Codec, Encoding
from subtool.media.read.probe import probe
from subtool.model import Cue, Sheet, Span
from support import footage
from support.numbered_film import CLIPS, OTHERS, TIMED, expected, sheet, shown_at


@pytest.fixture(scope="module", params=TIMED)
def film(request, tmp_path_factory):
    return footage.make(footage.KINDS[request.param], tmp_path_factory.mktemp("film"))


@pytest.mark.parametrize("wanted", [None, *CLIPS], ids=str)
def test_text_is_on_exactly_its_frames(film, wanted, tmp_path):
    out = tmp_path / ("out.mkv" if film.suffix == ".mkv" else "out.mp4")
    made = subtool.clip(sheet(), film, out, spans=[wanted] if wanted else ())
    found = footage.seen(out)
    assert found == expected(shown_at(film), wanted)
    assert made.frames == len(found)


@pytest.mark.parametrize("wanted", [None, *CLIPS], ids=str)
def test_data_before_the_picture_shift_nothing(wanted, tmp_path):
    film = footage.with_data_first(footage.make(footage.KINDS["25"], tmp_path), Fraction(1, 2))
    out = tmp_path / "out.mp4"
    subtool.clip(sheet(), film, out, spans=[wanted] if wanted else ())
    assert footage.seen(out) == expected(shown_at(film), wanted)


@pytest.mark.parametrize("name", ["29.97", "variable"])
@pytest.mark.parametrize(("suffix", "codec"), OTHERS)
def test_text_is_on_exactly_its_frames_in_every_codec(name, suffix, codec, tmp_path):
    film, out = footage.make(footage.KINDS[name], tmp_path), tmp_path / f"out{suffix}"
    subtool.clip(sheet(), film, out, spans=[CLIPS[1]], delivery=Encoding(Codec(codec)))
    assert footage.seen(out) == expected(shown_at(film), CLIPS[1])


JOINS = (
    (Span(2050, 3450), Span(910, 1600)),  # in another order
    (Span(910, 2010), Span(1500, 2610), Span(910, 2010)),  # overlapping, and once more
    (Span(750, 1000), Span(1000, 1250), Span(3000, 3900)),  # touching
)


def edges_of(times, span):
    """The numbers of the frames of a passage, and when it begins and ends."""
    numbers = [number for number, _, _ in expected(times, span)]
    edges = [*times, times[-1] + (times[-1] - times[-2])]
    return numbers, edges[numbers[0]], edges[numbers[-1] + 1]


@pytest.mark.parametrize("wanted", JOINS, ids=str)
def test_joined_passages_hold_exactly_their_frames_and_their_sound(film, wanted, tmp_path):
    out = tmp_path / ("out.mkv" if film.suffix == ".mkv" else "out.mp4")
    made = subtool.clip(replace(sheet(), cues=sheet().cues[:3]), film, out, spans=wanted)
    found, times = footage.seen(out), shown_at(film)
    in_film = [each for span in wanted for each in expected(times, span)]
    assert [each[:2] for each in found] == [each[:2] for each in in_film]
    assert made.frames == len(found)
    sounds = footage.beeps(film) if probe(film).has_sound else []
    at, shown, heard = Fraction(0), [], []
    for span in wanted:
        numbers, start, end = edges_of(times, span)
        shown += [at + times[number] - start for number in numbers]
        heard += [float(at + Fraction(beep) - start) for beep in sounds if start + 0.02 < beep < end - 0.02]
        at += end - start
    tick = 0.0011 if film.suffix == ".mkv" else 0.0001
    assert max(abs(float(a - b)) for a, b in zip(shown, shown_at(out), strict=True)) < tick
    there = footage.beeps(out) if sounds else []
    assert all(min(abs(beep - each) for each in there) < 0.004 for beep in heard)


def test_sound_is_joined_to_the_sample(tmp_path):
    film, packets = footage.make(footage.KINDS["29.97"], tmp_path), []
    for spans in ([Span(700, 2100)], [Span(700, 1000), Span(1000, 1533), Span(1533, 2100)]):
        out = tmp_path / f"{len(spans)}.mp4"
        subtool.clip(sheet(), film, out, spans=spans, fades=subtool.Fades(sound_ms=0))
        with av.open(str(out)) as container:
            packets.append([bytes(packet) for packet in container.demux(audio=0)])
    assert packets[0] == packets[1]


def test_a_footnote_goes_on_over_a_joint(tmp_path):
    film, out = footage.make(footage.KINDS["25"], tmp_path), tmp_path / "out.mp4"
    wanted = (Span(1000, 2000), Span(2600, 3600))
    subtool.clip(sheet(), film, out, spans=wanted)
    in_film = [each for span in wanted for each in expected(shown_at(film), span)]
    assert footage.seen(out) == in_film


def test_sound_and_picture_fade_if_asked(tmp_path):
    film, out = footage.make(footage.KINDS["25"], tmp_path), tmp_path / "out.mp4"
    subtool.clip(Sheet(()), film, out, spans=[Span(0, 2000)], fades=subtool.Fades(400, 400))
    with av.open(str(out)) as container:
        light = [frame.to_ndarray(format="gray8")[:40].mean() for frame in container.decode(video=0)]
    assert light[0] < 20
    assert light[-1] < 30
    assert light[5] == pytest.approx(footage.GREY / 2, abs=12)
    assert light[12] == pytest.approx(footage.GREY, abs=3)


def test_all_audio_tracks_are_kept_in_time(tmp_path):
    film = footage.make(footage.variant("25", tracks=2), tmp_path)
    out = tmp_path / "out.mp4"
    subtool.clip(sheet(), film, out, spans=[Span(500, 3500)])
    for track in (0, 1):
        assert [round(at, 1) for at in footage.beeps(out, track)] == [0.5, 1.5, 2.5]


def test_language_and_title_of_a_track_are_kept_in_a_clip(tmp_path):
    film, marked, out = (
        footage.make(footage.variant("25"), tmp_path),
        tmp_path / "marked.mkv",
        tmp_path / "out.mkv",
    )
    with av.open(str(film)) as source, av.open(str(marked), "w") as target:
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        streams[1].metadata.update(language="deu", title="Ton & Geräusche")
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    subtool.clip(sheet(), marked, out, spans=[Span(500, 3500)])
    with av.open(str(out)) as container:
        sound = container.streams.audio[0]
        assert (sound.language, sound.metadata["title"]) == ("deu", "Ton & Geräusche")


def test_a_playlist_in_disguise_opens_nothing(tmp_path):
    secret = footage.make(footage.KINDS["25"], tmp_path, "secret.mp4")
    disguised = tmp_path / "film.mp4"
    disguised.write_text(f"#EXTM3U\n#EXTINF:4,\n{secret.resolve()}\n", encoding="utf-8")
    with pytest.raises(MediaError):
        subtool.clip(sheet(), disguised, tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()


NAMES = [
    "it's.mp4",
    'q"q.mp4',
    "`q`.mp4",
    "a [b] (c) {d}.mp4",
    "-y.mp4",
    "--force.mp4",
    "a:b,c;d=e.mp4",
    "50%d %s %03d.mp4",
    "a\\b.mp4",
    "a\\'b'.mp4",
    "a\nb.mp4",
    "a\tb\r.mp4",
    " a .mp4",
    "$(touch made) & touch made | touch made.mp4",
    "*?~#!.mp4",
    "file:concat:http:a.mp4",
    "ä ö 灯 \u202e4pm.mp4",
    os.fsdecode(b"caf\xe9 \xff.mp4"),
    f"{'n' * 200}.mp4",
]


@pytest.mark.skipif(sys.platform != "linux", reason="such names are Linux'")
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(name, tmp_path, monkeypatch):
    film = footage.make(footage.variant("25", times=footage.steady(25, 1)), tmp_path, "film.mp4")
    monkeypatch.chdir(tmp_path)
    there, here, sub = Path("in", name), Path("out", name), Path("out", f"{name}.srt")
    for folder in (there.parent, here.parent):
        folder.mkdir()
    film.rename(there)
    subtool.write(sheet(), f"{name}.srt")
    made = subtool.clip(subtool.read(f"{name}.srt"), there, here, spans=[Span(0, 400)], beside=[sub])
    assert made.frames == 10
    subtool.burn(subtool.read(f"{name}.srt"), there, here, force=True)
    assert len(shown_at(here)) == 25
    assert {path for path in Path().rglob("*") if path.is_file()} == {there, here, sub, Path(f"{name}.srt")}


def test_text_is_text(tmp_path):
    film = footage.make(footage.variant("25", times=footage.steady(25, 1)), tmp_path)
    hostile = Sheet((Cue(Span(0, 900), (r"{\an8}\N{\p1} <i> %d ' [x] \h", "&amp; -->")),))
    subtool.clip(hostile, film, tmp_path / "out.mp4")
    assert [subtitle for _, subtitle, _ in footage.seen(tmp_path / "out.mp4")][:20] == [True] * 20


def test_a_missing_glyph_is_named_before_anything_is_made(tmp_path):
    film = footage.make(footage.variant("25", times=footage.steady(25, 1)), tmp_path)
    with pytest.raises(MediaError, match="--font"):
        subtool.clip(Sheet((Cue(Span(0, 900), ("𓀀",)),)), film, tmp_path / "out.mp4")
