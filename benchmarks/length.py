"""What aligning costs from 5 to 90 minutes of narration: CPU seconds and memory, and a plot of each.

    python benchmarks/length.py FOLDER [MINUTES ...]

The narration is the sample's by the scratch voice, over and over, under soft music. Each run is a process of its own;
CPU is that of all its processes, memory that of the largest. The plots are FOLDER/cpu.png and FOLDER/memory.png.
"""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
from plots import plot

import subtool
from subtool.demo import music
from subtool.demo.episode import sample
from subtool.speech.synthesis import utter

MINUTES = (5, 15, 30, 60, 90)


def narration(folder, minutes):
    """A script and its sound, so many minutes long or a little more."""
    sentences = subtool.read_script(sample()).sentences
    voice = utter.speak(sentences, start_ms=2000)
    times = max(1, round(minutes * 60_000 / voice.duration_ms))
    text = " ".join(sentence.text for sentence in sentences)
    script, sound = folder / f"{minutes}.txt", folder / f"{minutes}.wav"
    script.write_text("A Title\n\n" + "\n\n".join([text] * times) + "\n", "utf-8")
    bed = music.pad(voice.duration_ms / 1000 + 1, utter.RATE)[: len(voice.samples)]
    once = voice.samples + bed / np.abs(bed).max() * np.abs(voice.samples).max() / 10
    piece = (once / np.abs(once).max() * 26000).astype("<i2").tobytes()
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(utter.RATE)
        for _ in range(times):
            file.writeframes(piece)
    return script, sound, voice.duration_ms * times / 60_000


def measured(folder, minutes):
    script, sound, length = narration(folder, minutes)
    call = [
        "align",
        str(script),
        str(sound),
        "-o",
        str(folder / f"{minutes}.cues.json"),
        "--force",
        "--quiet",
        "--no-cache",
    ]
    child = subprocess.Popen([sys.executable, "-c", "from subtool.cli import main; main()", *call])
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"align ended with {child.returncode}")
    sheet = subtool.read(folder / f"{minutes}.cues.json")
    heard = sum(cue.timing == "heard" for cue in sheet.cues) / len(sheet.cues)
    return length, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, heard


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = [measured(folder, int(minutes)) for minutes in sys.argv[2:] or MINUTES]
    for length, cpu, memory, heard in found:
        speed = length * 60 / cpu
        print(
            f"{length:6.1f} min: {cpu:7.1f} CPU s, {speed:5.1f}x real time a core, {memory:6.0f} MB, {heard:.1%} heard"
        )
    plot(
        [(length, cpu) for length, cpu, *_ in found],
        folder / "cpu.png",
        "minutes of narration",
        "CPU seconds",
    )
    plot(
        [(length, memory) for length, _, memory, _ in found],
        folder / "memory.png",
        "minutes of narration",
        "MB",
    )
