"""A narration on footage: where it is, how far the film's sound goes down, how loud it is, and the picture untouched.

The voice is tones of 800 Hz in place of words, the film's sound one of 300 Hz, so that both can be told apart.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from fractions import Fraction

import av
import numpy as np
import pytest
from click.testing import CliRunner
from imageio_ffmpeg import get_ffmpeg_exe

import subtool
from subtool.cli import subtool as verbs
from subtool.errors import EngineError, MediaError, OutputError, SheetError
from subtool.media.read.demux import frame_times
from subtool.model import Cue, Media, Sheet, Source, Span, Word
from subtool.retime import narration_places
from support import footage
from support.ffmpeg import ffmpeg

RATE = 48000
VOICE, FILM = 800, 300  # hertz
WORDS = (  # two paragraphs, the first of two sentences
    ("Boats came home.", 300, 1100), ("Nobody counted them.", 1500, 2300), ("Bread was short.", 3600, 4700),
)  # fmt: skip
LENGTH_MS = 5000
FILM_S = 12  # as short as the places allow: each mix is listened to several times


def sheet(words=WORDS):
    cues = []
    for line, (text, start_ms, end_ms) in enumerate(words, start=1):
        each = (end_ms - start_ms) // len(text.split())
        timed = tuple(
            Word(word, Span(start_ms + at * each, start_ms + (at + 1) * each), 1.0)
            for at, word in enumerate(text.split())
        )
        cues.append(Cue(Span(start_ms, end_ms), (text,), words=timed, source=Source(line, 1)))
    return Sheet(tuple(cues), media=Media("voice.wav", LENGTH_MS))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a voice, and a film with sound."""
    folder = tmp_path_factory.mktemp("made")
    loud = "+".join(f"between(t,{a / 1000},{b / 1000})" for _, a, b in WORDS)
    tone = f"0.2*sin({VOICE}*2*PI*t)*({loud})"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc='{tone}':s={RATE}:d={LENGTH_MS / 1000}", folder / "voice.wav")
    picture = ["-f", "lavfi", "-i", f"testsrc2=s=160x90:r=25:d={FILM_S}"]
    sound = [
        "-f",
        "lavfi",
        "-i",
        f"aevalsrc='{'|'.join([f'0.1*sin({FILM}*2*PI*t)'] * 2)}':s={RATE}:d={FILM_S}",
    ]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "40", "-bf", "2", "-c:a", "aac"]
    ffmpeg(*picture, *sound, *coded, folder / "film.mp4")
    return folder


def samples_of(path, track=0, channels=1):
    raw = subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-i", path, "-map", f"0:a:{track}", "-f", "f32le", "-ac", str(channels),
         "-ar", str(RATE), "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    return np.frombuffer(raw.stdout, np.float32).reshape(-1, channels)


def level(samples, hertz, from_ms, to_ms):
    """How loud a tone is in a stretch (dB)."""
    part = samples[from_ms * RATE // 1000 : to_ms * RATE // 1000].astype(float)
    turning = np.exp(-2j * np.pi * hertz * np.arange(len(part)) / RATE)
    return 20 * np.log10(2 * abs((part * turning).mean()) + 1e-9)


def onsets(samples):
    """When the voice begins after a pause, in ms: the film's own tone falls out of windows of 10 ms."""
    window = RATE // FILM * 3
    turning = samples * np.exp(-2j * np.pi * VOICE * np.arange(len(samples)) / RATE)
    strength = np.abs(np.convolve(turning, np.ones(window) / window, "same"))
    there = strength > strength.max() / 2
    starts = np.flatnonzero(np.diff(there.astype(int)) == 1)
    return [at * 1000 / RATE for at in starts]


def measured(path):
    """Loudness and true peak, by ffmpeg's own meter."""
    said = subprocess.run(
        [get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-i", path, "-af", "ebur128=peak=true:framelog=quiet",
         "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    return tuple(float(re.findall(rf"{name}:\s+(-?[\d.]+)", said)[-1]) for name in ("I", "Peak"))


def packets(path, kind):
    """A digest of each packet of a stream."""
    with av.open(str(path)) as container:
        stream = container.streams.get({kind: 0})[0]
        return [
            hashlib.sha256(bytes(packet)).hexdigest() for packet in container.demux(stream) if packet.size
        ]


def lay(made, out, **kept):
    return subtool.lay(made / "voice.wav", made / "film.mp4", out, **{"sheet": sheet(), **kept})


def at_two_places():
    known = (subtool.Quoted("Boats came", 2000), subtool.Quoted("bread was", 9000))
    return {"sheet": sheet(), "places": subtool.Places(moments=known)}


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_pieces_are_where_they_should_be_and_the_programme_as_loud_as_it_should(made, tmp_path, suffix):
    out = tmp_path / f"out{suffix}"
    cues = tmp_path / "out.cues.json"
    result = lay(made, out, sheets=[cues], **at_two_places())
    loudness, peak = measured(out)
    assert abs(loudness + 23) <= 0.5
    assert peak <= -1
    assert (result.loudness.integrated, result.loudness.peak) == (loudness, peak)
    assert onsets(samples_of(out)[:, 0]) == pytest.approx([2000, 3200, 9000], abs=10)
    moved = subtool.read(cues)
    assert [cue.words[0].span.start_ms for cue in moved.cues] == [2000, 3200, 9000]
    assert (moved.media.name, moved.media.duration_ms) == (out.name, FILM_S * 1000)


def test_the_picture_is_copied_packet_by_packet(made, tmp_path):
    out = tmp_path / "out.mp4"
    assert lay(made, out).frames == 25 * FILM_S
    assert packets(out, "video") == packets(made / "film.mp4", "video")


def test_the_same_call_gives_the_same_bytes(made, tmp_path):
    outs = [tmp_path / "one" / "out.mp4", tmp_path / "two" / "out.mp4"]
    for out in outs:
        out.parent.mkdir()
        lay(made, out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


@pytest.mark.parametrize("by_db", [0, 6, 12, 20])
def test_the_film_goes_down_under_the_voice_and_comes_up_again(made, tmp_path, by_db):
    out = tmp_path / "out.mkv"
    lay(made, out, ducking=subtool.Ducking(by_db, 400, 900), **at_two_places())
    sound = samples_of(out)[:, 0]
    before, after = level(sound, FILM, 500, 1500), level(sound, FILM, 6000, 8500)
    under = level(sound, FILM, 2000, 2800)
    between = level(sound, FILM, 2900, 3100)  # too short a pause to come up in
    assert before == pytest.approx(after, abs=0.2)
    assert before - under == pytest.approx(by_db, abs=0.5)
    assert before - between == pytest.approx(by_db, abs=0.5)


def test_the_ducked_sound_lies_that_far_below_the_voice(made, tmp_path):
    out = tmp_path / "out.mkv"
    lay(made, out, **at_two_places())
    sound = samples_of(out)[:, 0]
    assert level(sound, VOICE, 2100, 2700) - level(sound, FILM, 2100, 2700) == pytest.approx(12, abs=3)


def test_a_film_without_sound_gets_the_voice_alone(made, tmp_path):
    ffmpeg("-i", made / "film.mp4", "-an", "-c", "copy", tmp_path / "mute.mp4")
    out = tmp_path / "out.mp4"
    subtool.lay(made / "voice.wav", tmp_path / "mute.mp4", out, sheet=sheet(), places=subtool.Places(1000))
    assert abs(measured(out)[0] + 23) <= 0.5
    left, right = samples_of(out, channels=2).T
    assert onsets(left) == pytest.approx([1300, 2500, 4600], abs=10)
    assert level(left, VOICE, 1400, 2000) == pytest.approx(level(right, VOICE, 1400, 2000), abs=0.1)


@pytest.mark.parametrize(("layout", "voice_in"), [("mono", [0]), ("5.1", [2]), ("5.1(side)", [2])])
def test_the_voice_is_in_the_centre(made, tmp_path, layout, voice_in):
    count = len(av.AudioLayout(layout).channels)
    sound = f"aevalsrc='{'|'.join([f'0.05*sin({FILM}*2*PI*t)'] * count)}':c={layout}:s={RATE}:d={FILM_S}"
    film, out = tmp_path / "film.mkv", tmp_path / "out.mkv"
    ffmpeg("-i", made / "film.mp4", "-f", "lavfi", "-i", sound, "-map", "0:v", "-map", "1:a", "-c:v", "copy",
           "-c:a", "flac", film)  # fmt: skip
    subtool.lay(made / "voice.wav", film, out, sheet=sheet())
    assert abs(measured(out)[0] + 23) <= 0.5
    channels = samples_of(out, channels=count).T
    loud = [level(channel, VOICE, 400, 1000) for channel in channels]
    assert [number for number, db in enumerate(loud) if db > max(loud) - 30] == voice_in


def test_other_tracks_of_sound_are_kept(made, tmp_path):
    film, out = tmp_path / "film.mkv", tmp_path / "out.mkv"
    tone = f"aevalsrc='0.1*sin(500*2*PI*t)':s={RATE}:d={FILM_S}"
    ffmpeg("-f", "lavfi", "-i", tone, "-i", made / "film.mp4", "-map", "0:a", "-map", "1", "-c:v", "copy", "-c:a",
           "aac", "-metadata:s:a:1", "language=deu", "-metadata:s:a:1", "title=M & E", film)  # fmt: skip
    subtool.lay(made / "voice.wav", film, out, sheet=sheet(), audio_track=2)
    assert packets(out, "audio") == packets(film, "audio")
    assert level(samples_of(out, track=1)[:, 0], VOICE, 400, 1000) > -40
    with av.open(str(out)) as container:
        marks = [(track.language, track.metadata.get("title")) for track in container.streams.audio]
    assert marks == [(None, None), ("deu", "M & E")]
    with pytest.raises(MediaError, match="no audio track 3"):
        subtool.lay(made / "voice.wav", film, tmp_path / "no.mp4", audio_track=3)


@pytest.mark.parametrize("kind", [*footage.KINDS])
def test_frames_and_voice_stay_in_time_in_every_kind_of_film(made, tmp_path, kind):
    film = footage.make(footage.variant(kind), tmp_path)
    out = tmp_path / ("out.mkv" if film.suffix == ".mkv" else "out.mp4")
    tone = f"aevalsrc='0.2*sin({VOICE}*2*PI*t)*between(t,0.4,1.2)':s={RATE}:d=1.5"
    ffmpeg("-f", "lavfi", "-i", tone, tmp_path / "voice.wav")
    cues = Sheet((Cue(Span(400, 1200), ("Boats.",)),), media=Media("voice.wav", 1500))
    subtool.lay(tmp_path / "voice.wav", film, out, sheet=cues, places=subtool.Places(2000))
    assert onsets(samples_of(out)[:, 0]) == pytest.approx([2400], abs=10)
    there, here = frame_times(film).times, frame_times(out).times
    assert all(abs(a - b) <= Fraction(2, 1000) for a, b in zip(here, there, strict=True))


def test_paragraphs_begin_at_the_next_shot_change_with_room(made, tmp_path):
    film, out = tmp_path / "film.mp4", tmp_path / "out.mkv"
    colours = [("red", 2), ("green", 2), ("blue", 3), ("white", 6)]  # cuts at 2, 4 and 7 seconds
    inputs = [
        part for name, s in colours for part in ("-f", "lavfi", "-i", f"color={name}:s=160x90:r=25:d={s}")
    ]
    ffmpeg(*inputs, "-filter_complex", "concat=n=4", "-c:v", "libx264", "-preset", "ultrafast", film)
    places = subtool.Places(at_ms=1000, at_shots=True)
    result = subtool.lay(made / "voice.wav", film, out, sheet=sheet(), places=places)
    assert [piece.at_ms for piece in result.pieces] == [2000, 7000]
    assert onsets(samples_of(out)[:, 0]) == pytest.approx([2000, 3200, 7000], abs=10)
    late = subtool.Places(at_ms=5000, at_shots=True)
    with pytest.raises(SheetError, match=r"no shot change after 0:09\.4 is left for “Bread was short"):
        subtool.lay(made / "voice.wav", film, tmp_path / "no.mkv", sheet=sheet(), places=late)


def test_the_script_says_where_paragraphs_begin(made, tmp_path):
    script = tmp_path / "script.txt"
    script.write_text("Boats came home.\nNobody counted them.\n\nBread was short.\n", encoding="utf-8")
    read = subtool.read_script(script)
    starts = narration_places.paragraph_starts(read.sentences)
    assert len(starts) == 1
    cues = sheet(WORDS)
    last = next(iter(starts))
    cues = Sheet(
        (*cues.cues[:2], Cue(Span(2400, 4700), ("Bread was short.",), source=last)), media=cues.media
    )
    assert len(narration_places.paragraphs(cues)) == 1  # no pause of a paragraph
    assert len(narration_places.paragraphs(cues, starts)) == 2


def quoted(*pairs):
    return {
        "sheet": sheet(),
        "places": subtool.Places(moments=tuple(subtool.Quoted(*pair) for pair in pairs)),
    }


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        ({"places": subtool.Places(8_000)}, SheetError, "the narration ends at 0:1"),
        (quoted(("boats came", 1000), ("bread was", 2000)), SheetError, "begins 1.0 s before what stands"),
        (quoted(("boats came", 1000), ("came home", 9000)), SheetError, "said in one sentence"),
        (quoted(("bread was", 1000)), SheetError, "begin 2.3 s before the film"),
        (quoted(("fish", 1000)), SheetError, "is not said"),
        (
            {"sheet": None, "places": subtool.Places(at_shots=True)},
            SheetError,
            "pieces are found by the cues",
        ),
        ({"sheet": None, "sheets": ["out.srt"]}, SheetError, "no cues to write"),
        ({"sheet": Sheet((), media=Media("x.wav", 90_000))}, SheetError, "belong to another film"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(made, tmp_path, call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        lay(made, tmp_path / "out.mp4", **call)
    assert not list(tmp_path.iterdir())


def test_a_sentence_goes_where_its_quoted_words_are_said(made, tmp_path):
    call = quoted(("boats came", 1000), ("short", 9000))  # the last of three words of 366 ms
    assert [piece.at_ms for piece in lay(made, tmp_path / "out.mp4", **call).pieces] == [1000, 9000 - 732]


def test_a_voice_in_which_nothing_is_heard_is_refused(made, tmp_path):
    ffmpeg("-f", "lavfi", "-i", f"anullsrc=r={RATE}:cl=mono", "-t", "5", tmp_path / "voice.wav")
    with pytest.raises(MediaError, match="nothing is heard"):
        subtool.lay(tmp_path / "voice.wav", made / "film.mp4", tmp_path / "out.mp4", sheet=sheet())
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_peaks_are_held_below_the_ceiling(made, tmp_path, suffix):
    """Knocks: at -23 LUFS their peaks would be above -1 dBTP by themselves."""
    knock = "aevalsrc='0.9*exp(-mod(t,0.25)*300)*sin(2*PI*900*t)':s=48000:d=5"
    ffmpeg("-f", "lavfi", "-i", knock, tmp_path / "voice.wav")
    ffmpeg("-i", made / "film.mp4", "-an", "-c", "copy", "-t", "5", tmp_path / "mute.mp4")
    loudness, peak = measured(tmp_path / "voice.wav")
    assert peak - loudness - 23 > -1
    out = tmp_path / f"out{suffix}"
    subtool.lay(tmp_path / "voice.wav", tmp_path / "mute.mp4", out, sheet=sheet())
    loudness, peak = measured(out)
    assert abs(loudness + 23) <= 0.5
    assert peak <= -1


def test_what_does_not_hold_the_loudness_is_not_written(made, tmp_path):
    """Clicks of a single sample: as loud as a programme they would be far above any true peak."""
    click = "aevalsrc='0.9*not(mod(n,24000))':s=48000:d=5"
    ffmpeg("-f", "lavfi", "-i", click, tmp_path / "voice.wav")
    ffmpeg("-i", made / "film.mp4", "-an", "-c", "copy", tmp_path / "mute.mp4")
    with pytest.raises(EngineError, match="LUFS and a true peak") as refused:
        subtool.lay(tmp_path / "voice.wav", tmp_path / "mute.mp4", tmp_path / "out.mp4", sheet=sheet())
    assert refused.value.exit_code == 3
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize(
    "moment", ["placing the voice", "listening to the mix", "laying the voice", "measuring"]
)
def test_an_interruption_leaves_nothing(made, tmp_path, moment):
    def watch(doing, _fraction):
        if doing == moment:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        lay(made, tmp_path / "out.mp4", progress=watch, sheets=[tmp_path / "out.srt"], **at_two_places())
    assert not list(tmp_path.iterdir())


def test_names_are_only_names(made, tmp_path):
    strange = tmp_path / "-i [0]'; c=1,vol%d \\ é"
    strange.mkdir()
    film, voice = strange / "file:x;[v].mp4", strange / "-y:'%03d.wav"
    film.write_bytes((made / "film.mp4").read_bytes())
    voice.write_bytes((made / "voice.wav").read_bytes())
    out = strange / "pipe:1,'[out]%d.mp4"
    assert subtool.lay(voice, film, out, sheet=sheet()).frames == 25 * FILM_S
    with pytest.raises(OutputError, match="the film itself"):
        subtool.lay(voice, film, film, force=True)


def test_the_command_says_what_was_measured(made, tmp_path):
    cues, out = tmp_path / "voice.cues.json", tmp_path / "out.mp4"
    subtool.write(sheet(), cues)
    call = ["lay", str(made / "voice.wav"), str(made / "film.mp4"), "--cues", str(cues)]
    moments = [
        "--at",
        "boats came=0:02",
        "--at",
        "bread was=0:00:09:00",
        "--duck",
        "9 dB",
        "--attack",
        "0.2s",
    ]
    result = CliRunner().invoke(
        verbs, [*call, *moments, "-o", str(out), "-o", f"{tmp_path}/out.srt", "--json"]
    )
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert [piece["start_ms"] for piece in said["pieces"]] == [2000, 9000]
    assert said["frames"] == 25 * FILM_S
    assert abs(said["loudness_lufs"] + 23) <= 0.5
    told = CliRunner().invoke(verbs, [*call, "--at", "0:03", "-o", str(out), "--force"])
    assert "measured: -23.0 LUFS, true peak -" in told.stderr
    for wrong in (
        ["--at", "0:01", "--at", "0:02"],
        ["--at", "boats came=1", "--at-shots"],
        ["--duck", "loud"],
    ):
        refused = CliRunner().invoke(verbs, [*call, *wrong, "-o", f"{tmp_path}/no.mp4"])
        assert refused.exit_code == 2
