"""How far are aligned words from the known ones, how fast is it, and in how much memory?

    python benchmarks/alignment.py                  on scratch narrations of the sample script, also under music
    python benchmarks/alignment.py SCRIPT           on a scratch narration of another script
    python benchmarks/alignment.py SCORER FOLDER    on *.wav with *.txt and *.truth.json, scored by SCORER

Before all of them, --engine words|wide chooses the engine (see `subtool align --help`).

Speed is a ratio: seconds of sound a second of CPU.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

import numpy as np

import subtool
from subtool.demo import music
from subtool.demo.accuracy import accuracy
from subtool.speech.synthesis import utter

SAMPLE = Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt"
MUSIC_DB = (None, 10)
ENGINE = "auto"


def cpu_seconds():
    """Of this process and of those it started and waited for."""
    return sum(os.times()[:4])


def narrate(script, path, music_db):
    said = utter.speak(script.sentences, start_ms=2000)
    whole = said.samples.astype(np.float64)
    if music_db is not None:
        voice = whole[np.abs(whole) > 0]
        bed = music.pad(len(whole) / utter.RATE, utter.RATE)[: len(whole)]
        loudness = np.sqrt((voice**2).mean()) * 10 ** (-music_db / 20) / np.sqrt((bed**2).mean())
        whole += bed * loudness
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        file.writeframes((whole / np.abs(whole).max() * 26000).astype("<i2").tobytes())
    return said


def spoken(path):
    script = subtool.read_script(path)
    with tempfile.TemporaryDirectory() as folder:
        for music_db in MUSIC_DB:
            sound = Path(folder, "voice.wav")
            said = narrate(script, sound, music_db)
            started = cpu_seconds()
            sheet = subtool.align(script, sound, cache=False, engine=ENGINE)
            near = accuracy(sheet, said.utterances)
            speed = said.duration_ms / 1000 / (cpu_seconds() - started)
            print(
                f"{path.name}, {said.duration_ms / 60000:.1f} min, "
                f"{'no music' if music_db is None else f'music {music_db} dB down'}: "
                f"{near.placed} of {near.words} words placed, median {near.median_ms:.0f} ms, "
                f"{near.within_200_ms:.1%} within 200 ms; {near.cues_heard:.1%} of {near.cues} cues heard, "
                f"{near.cues_within_200_ms:.1%} within 200 ms; "
                f"{len({n for cue in sheet.cues for n in cue.footnotes})} footnotes; {speed:.0f}x real time"
            )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak_mb:.0f} MB")


def scored(scorer, folder):
    pairs = []
    for truth in sorted(Path(folder).glob("*.truth.json")):
        name = truth.name.removesuffix(".truth.json")
        sheet = Path(folder, f"{name}.cues.json")
        started = cpu_seconds()
        made = subtool.align(
            subtool.read_script(Path(folder, f"{name}.txt")),
            Path(folder, f"{name}.wav"),
            cache=False,
            engine=ENGINE,
        )
        speed = made.media.duration_ms / 1000 / (cpu_seconds() - started)
        print(f"{name}: {speed:.0f}x real time")
        subtool.write(made, sheet, force=True)
        pairs += [str(sheet), str(truth)]
    subprocess.run([sys.executable, scorer, *pairs], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--engine"]:
        ENGINE = sys.argv[2]
        del sys.argv[1:3]
    match sys.argv[1:]:
        case []:
            spoken(SAMPLE)
        case [script]:
            spoken(Path(script))
        case [scorer, folder]:
            scored(scorer, folder)
        case _:
            sys.exit(__doc__)
