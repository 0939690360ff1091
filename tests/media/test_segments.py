"""A long burn is made in segments: the film is the same as in one go, and what is done is not made again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import av
import pytest

import subtool
from subtool.errors import OutputError
from subtool.media import ffmpeg as engine
from subtool.media.make import segments
from subtool.media.make.encoding import Codec, Encoding
from subtool.model import Sheet, Span
from subtool.onscreen.look import Look, NotePosition
from support import footage
from support.numbered_film import OTHERS, TIMED, expected, sheet, shown_at

SHORT = {"LONG_MS": 1000, "SEGMENT_MS": 700}
posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
MS = Fraction(1, 1000)
PARTS = 6  # of a film of four seconds


@pytest.fixture
def in_segments(monkeypatch):
    for name, value in SHORT.items():
        monkeypatch.setattr(segments, name, value)


@pytest.fixture
def runs(monkeypatch):
    """How many frames each run of ffmpeg was asked for."""
    asked, run = [], engine.run

    def noted(what, room, progress):
        asked.append(what.frames)
        return run(what, room, progress)

    monkeypatch.setattr(engine, "run", noted)
    return asked


@pytest.mark.parametrize("name", TIMED)
def test_a_film_in_segments_is_the_film_in_one_go(name, tmp_path, monkeypatch):
    film = footage.make(footage.KINDS[name], tmp_path)
    suffix = ".mkv" if film.suffix == ".mkv" else ".mp4"
    once, out = tmp_path / f"once{suffix}", tmp_path / f"out{suffix}"
    subtool.burn(sheet(), film, once)
    for constant, value in SHORT.items():
        monkeypatch.setattr(segments, constant, value)
    made = subtool.burn(sheet(), film, out)
    times = shown_at(film)
    assert made.frames == len(times)
    assert footage.seen(out) == expected(times, None)
    assert shown_at(out) == shown_at(once)
    assert sounds(out) == sounds(once)
    assert not list(tmp_path.glob("*.parts"))


def sounds(path):
    with av.open(str(path)) as container:
        sound = container.streams.audio
        return [(packet.pts, bytes(packet)) for packet in container.demux(sound[0])] if sound else []


@pytest.mark.parametrize(("suffix", "codec"), OTHERS)
@pytest.mark.usefixtures("in_segments")
def test_every_codec_is_joined_to_the_frame(suffix, codec, tmp_path):
    film, out = footage.make(footage.KINDS["variable"], tmp_path), tmp_path / f"out{suffix}"
    subtool.burn(sheet(), film, out, delivery=Encoding(Codec(codec)))
    assert footage.seen(out) == expected(shown_at(film), None)


@pytest.mark.usefixtures("in_segments")
def test_the_card_stands_behind_the_last_segment(tmp_path, runs):
    film, out = footage.make(footage.KINDS["25"], tmp_path), tmp_path / "out.mp4"
    bare = replace(sheet(), cues=sheet().cues[:3])
    cited = replace(bare, cues=(replace(bare.cues[0], footnotes=("1",)), *bare.cues[1:]))
    made = subtool.burn(cited, film, out, look=Look(place=NotePosition.END_CARD))
    assert len(runs) > PARTS
    card = footage.seen(out)[len(shown_at(film)) :]
    assert len(card) == made.frames - len(shown_at(film)) > 0
    assert float(shown_at(out)[-1] - shown_at(film)[-1]) == pytest.approx(len(card) / 25)


@pytest.mark.usefixtures("in_segments")
@pytest.mark.parametrize("first", [100, 101])
def test_a_recording_that_changes_its_size_keeps_that_of_its_beginning(first, tmp_path):
    """With 101 frames the last one of the first part is shown when the first one of the second part is."""
    film, out = tmp_path / "film.ts", tmp_path / "out.mp4"
    parts = (((320, 180), first, 10), ((480, 270), 100, 14))
    for size, frames, starts_at in parts:
        times = tuple(Fraction(number, 25) for number in range(frames))
        kind = footage.variant("transport stream at 1 h", size=size, times=times, starts_at=starts_at)
        with film.open("ab") as whole:
            whole.write(footage.make(kind, tmp_path, f"{starts_at}.ts").read_bytes())
    subtool.burn(sheet(), film, out)
    with av.open(str(out)) as made:
        assert {(frame.width, frame.height) for frame in made.decode(video=0)} == {(320, 180)}
    assert [number for number, *_ in footage.seen(out)] == [*range(first), *range(100)]


def test_joined_passages_fade_at_both_ends_and_end_with_the_card(tmp_path):
    film, out = footage.make(footage.KINDS["29.97"], tmp_path), tmp_path / "out.mp4"
    shown = Sheet((replace(sheet().cues[0], footnotes=("1",)),), footnotes=sheet().footnotes)
    passages, fades = [Span(500, 1500), Span(3000, 3500)], subtool.Fades(10, 300)
    made = subtool.clip(shown, film, out, spans=passages, look=Look(place=NotePosition.END_CARD), fades=fades)
    with av.open(str(out)) as container:
        light = [frame.to_ndarray(format="gray8")[:40].mean() for frame in container.decode(video=0)]
    assert len(light) == made.frames > 45 + 30
    assert light[0] < 20
    assert light[-1] < 20
    assert light[25] == pytest.approx(light[40], abs=4) == pytest.approx(footage.GREY, abs=4)
    assert light[50] < footage.GREY / 2


@pytest.mark.parametrize("kind", ["25", "mute"])
@pytest.mark.usefixtures("in_segments")
def test_what_a_film_says_of_itself_stays(kind, tmp_path):
    film, told = footage.make(footage.KINDS[kind], tmp_path), tmp_path / "told.mp4"
    with av.open(str(film)) as there, av.open(str(told), "w") as here:
        streams = {each.index: here.add_stream_from_template(each) for each in there.streams}
        here.metadata["title"] = "The Lamp; on the Point"
        here.set_chapters([{"id": 1, "start": 0, "end": 2000, "time_base": MS, "metadata": {"title": "Fog"}}])
        for stream in here.streams.audio:
            stream.metadata["language"] = "cym"
        for packet in there.demux():
            if packet.size:
                packet.stream = streams[packet.stream_index]
                here.mux(packet)
    out = tmp_path / "out.mp4"
    subtool.burn(sheet(), told, out)
    with av.open(str(out)) as made:
        assert made.metadata["title"] == "The Lamp; on the Point"
        (chapter,) = made.chapters()
        assert (chapter["start"] * chapter["time_base"], chapter["metadata"]["title"]) == (0, "Fog")
        assert [track.language for track in made.streams.audio] == ["cym"] * (kind != "mute")


KILLED = """
import os, signal, sys
from subtool.cli import main
from subtool.media import ffmpeg as engine
from subtool.media.make import segments
signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests may have told to ignore it
segments.LONG_MS, segments.SEGMENT_MS = 1000, 700
run, runs = engine.run, []
def noted(what, room, progress):
    runs.append(what)
    end = {sig}
    return run(what, room, progress if len(runs) < 3 else lambda _: os.kill(os.getpid(), end))
engine.run = noted
main()
"""


def stopped(sig, cues, film, out):
    """A burn that is stopped by a signal in the middle of its third segment; its code, and its last words."""
    program = [sys.executable, "-c", KILLED.replace("{sig}", str(int(sig))), "burn", cues, film, "-o", out]
    done = subprocess.run([*map(str, program)], capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


@pytest.fixture
def begun(tmp_path):
    film, cues = footage.make(footage.KINDS["29.97"], tmp_path), tmp_path / "film.cues.json"
    subtool.write(sheet(), cues)
    return cues, film, tmp_path / "out.mp4"


@posix
@pytest.mark.usefixtures("in_segments")
def test_a_killed_burn_goes_on_where_it_was(begun, runs):
    cues, film, out = begun
    code, _ = stopped(signal.SIGKILL, *begun)
    assert code == -signal.SIGKILL
    assert not out.exists()
    kept = {path.name: path.stat().st_mtime_ns for path in store(out).glob("*.mp4")}
    assert sorted(kept) == ["00001.mp4", "00002.mp4"]
    subtool.burn(subtool.read(cues), film, out)
    assert len(runs) == PARTS - 2 + 1
    assert footage.seen(out) == expected(shown_at(film), None)
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(each.name for each in begun)


@posix
def test_who_interrupts_is_told_how_to_go_on(begun):
    code, said = stopped(signal.SIGINT, *begun)
    assert code == 130
    assert said.endswith(
        "interrupted; what is done is kept in out.mp4.parts; the same command continues from there\n"
    )


@posix
@pytest.mark.usefixtures("in_segments")
@pytest.mark.parametrize("change", ["cues", "film", "quality"])
def test_segments_of_another_job_are_made_anew(begun, runs, change):
    cues, film, out = begun
    stopped(signal.SIGKILL, *begun)
    mine, delivery = subtool.read(cues), Encoding()
    if change == "cues":
        mine = replace(mine, cues=mine.cues[1:])
    elif change == "film":
        os.utime(film)
    else:
        delivery = Encoding(quality=30)
    subtool.burn(mine, film, out, delivery=delivery)
    assert len(runs) == PARTS + 1


@posix
@pytest.mark.usefixtures("in_segments")
def test_a_segment_that_is_broken_is_made_anew(begun, runs):
    cues, film, out = begun
    stopped(signal.SIGKILL, *begun)
    second = store(out) / "00002.mp4"
    second.write_bytes(second.read_bytes()[:-2000])
    subtool.burn(subtool.read(cues), film, out)
    assert len(runs) == PARTS - 1 + 1
    assert footage.seen(out) == expected(shown_at(film), None)


@pytest.mark.usefixtures("in_segments")
def test_a_folder_of_somebody_elses_is_left_alone(begun, monkeypatch):
    cues, film, out = begun
    own = store(out) / "own.txt"
    own.parent.mkdir()
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="in the way") as refused:
        subtool.burn(subtool.read(cues), film, out)
    assert not getattr(refused.value, "__notes__", [])
    monkeypatch.setattr(segments, "LONG_MS", 10_000)
    subtool.burn(subtool.read(cues), film, out)
    assert own.read_text(encoding="utf-8") == "mine"


def store(out):
    return out.with_name(f"{out.name}.parts")
