"""Films as they are: tracks in several languages, surround, and a programme in parts."""

from __future__ import annotations

import wave

import numpy as np
import pytest
from click.testing import CliRunner

from subtool import read_script
from subtool.cli import subtool
from subtool.demo.episode import sample
from subtool.errors import MediaError
from subtool.media.read.programme import programme
from subtool.media.read.sound import RATE, read_sound
from subtool.speech.synthesis import utter
from subtool.verbs import files
from support.ffmpeg import ffmpeg


def tone(hertz, channels=""):
    return ["-f", "lavfi", "-i", f"aevalsrc={channels or f'0.3*sin({hertz}*2*PI*t)'}:s=48000:d=2"]


def pitch(sound):
    middle = sound.samples[RATE // 2 : RATE * 3 // 2].astype(float)
    return round(float(np.abs(np.fft.rfft(middle)).argmax() * RATE / len(middle)))


@pytest.mark.parametrize(
    ("language", "track", "hertz"), [("", None, 700), ("de-AT", None, 500), ("en", None, 700), ("fr", 1, 500)]
)
def test_the_track_is_the_languages_or_the_one_asked_for(tmp_path, language, track, hertz):
    film = tmp_path / "film.mkv"
    marks = ["-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng", "-disposition:a:0", "0",
             "-disposition:a:1", "default"]  # fmt: skip
    ffmpeg(*tone(500), *tone(700), "-map", "0", "-map", "1", "-c:a", "flac", *marks, film)
    assert pitch(read_sound(film, audio_track=track, language=language)) == hertz


@pytest.mark.parametrize("codec", ["flac", "ac3", "pcm_s16le"])
def test_of_surround_the_centre_is_heard(tmp_path, codec):
    film = tmp_path / "film.mkv"
    others = "|".join(["0.3*sin(900*2*PI*t)"] * 2)
    five = f"{others}|0.2*sin(440*2*PI*t)|0|{others}:c=5.1"
    ffmpeg(*tone(0, five), "-c:a", codec, film)
    assert pitch(read_sound(film)) == 440


def write_wav(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def test_parts_of_a_programme_are_aligned_as_one_and_written_each(tmp_path):
    sentences = read_script(sample()).sentences[:10]
    voices = [utter.speak(sentences[:5], start_ms=2000), utter.speak(sentences[5:], start_ms=1000)]
    paths = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for voice, path in zip(voices, paths, strict=True):
        write_wav(path, voice.samples)
    script = tmp_path / "script.txt"
    script.write_text("A Title\n\n" + " ".join(sentence.text for sentence in sentences), encoding="utf-8")
    whole, each = tmp_path / "all.cues.json", tmp_path / "part-{part}.cues.json"
    call = ["align", str(script), *map(str, paths), "-o", str(whole), "-o", str(each), "--quiet"]
    result = CliRunner().invoke(subtool, call)
    assert result.exit_code == 0, result.output
    sheet, *parts = (
        files.read(tmp_path / name) for name in ("all.cues.json", "part-1.cues.json", "part-2.cues.json")
    )
    assert sheet.media == programme(paths).media
    seam_ms = programme(paths).spans[1].start_ms
    assert [cue.text for cue in sheet.cues] == [cue.text for part in parts for cue in part.cues]
    for part, voice, offset_ms in zip(parts, voices, (0, seam_ms), strict=True):
        known = {utterance.sentence.tokens[0].text: utterance.span.start_ms for utterance in voice.utterances}
        mine = [cue for cue in sheet.cues if cue.text in {other.text for other in part.cues}]
        assert [cue.span.start_ms - offset_ms for cue in mine] == [cue.span.start_ms for cue in part.cues]
        assert abs(part.cues[0].span.start_ms - known[part.cues[0].words[0].text]) <= 60


def test_what_is_no_part_of_one_programme_is_refused(tmp_path):
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=25:d=1", *tone(500), "-shortest", tmp_path / "a.mp4")
    ffmpeg("-f", "lavfi", "-i", "color=s=64x64:r=30:d=1", *tone(500), "-shortest", tmp_path / "b.mp4")
    ffmpeg(*tone(500), tmp_path / "c.wav")
    with pytest.raises(MediaError, match="30 frames a second"):
        programme([tmp_path / "a.mp4", tmp_path / "b.mp4"])
    with pytest.raises(MediaError, match="no picture"):
        programme([tmp_path / "a.mp4", tmp_path / "c.wav"])
