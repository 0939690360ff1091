"""What burning in costs: CPU and memory beside decoding and encoding alone, and beside the way of moviepy.

    python benchmarks/burning.py [SECONDS] [--film FILM]

Each way is a process of its own, and its CPU is that of all it starts: ffmpeg alone (the floor), `subtool burn` with
subtitles and footnotes, the same with the layout `social` (the spoken word told apart), and TextClips composed over
the film by moviepy, with the same encoder. The film is a moving picture of 1080 rows, made here, unless one is named:
with the grain of a camera, it is 14 Mbit/s.
The limits: 1.06 times the floor, 400 MB, and 2.3 times less than moviepy.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

import subtool
from subtool.model import Cue, Footnote, Sheet, Span, Word

RUNS = 3
MOST, MOST_MB, LEAST_GAIN = 1.06, 400, 2.3
ROWS = ("The first survey counted just over", "four thousand people.")
ENCODER = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-pix_fmt", "yuv420p"]
MOVIEPY = """
import sys, subtool
from moviepy import CompositeVideoClip, TextClip, VideoFileClip
from font_source_sans_pro import font_files_ttf
film = VideoFileClip(sys.argv[2])
texts = [
    TextClip(font=font_files_ttf["SourceSansProSemibold"], text=chr(10).join(cue.lines), font_size=66, color="white",
             stroke_color="black", stroke_width=3, margin=(10, 20), text_align="center")
    .with_start(cue.span.start_ms / 1000).with_duration(cue.span.duration_ms / 1000)
    .with_position(("center", 0.82), relative=True)
    for cue in subtool.read(sys.argv[1]).cues
]
CompositeVideoClip([film, *texts]).write_videofile(
    sys.argv[3], codec="libx264", preset="veryfast", ffmpeg_params=["-crf", "19"], audio=False, logger=None)
"""


def cost(call: list[str]) -> tuple[float, float]:
    """CPU seconds of a process and its children, and the megabytes of the largest of them."""
    child = subprocess.Popen(call, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"failed: {call[:6]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cues(seconds: int) -> Sheet:
    """A cue every three seconds, every second of them with a footnote."""
    made = []
    words = " ".join(ROWS).split()
    for at in range(0, seconds * 1000 - 2800, 3000):
        timed = tuple(Word(word, Span(at + n * 280, at + n * 280 + 250)) for n, word in enumerate(words))
        made.append(Cue(Span(at, at + 2800), ROWS, words=timed, footnotes=("9",) if at % 2000 else ()))
    return Sheet(
        tuple(made), footnotes=(Footnote("9", "", "L. Marrow, The Keepers of the Point, 1987, Page 41."),)
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=int, nargs="?", default=30)
    parser.add_argument("--film", type=Path)
    args = parser.parse_args()
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y"]
    with tempfile.TemporaryDirectory() as folder:
        film, sheet = args.film or Path(folder, "film.mp4"), Path(folder, "film.cues.json")
        if not args.film:
            source = f"testsrc2=s=1920x1080:r=25:d={args.seconds},noise=alls=4:allf=t"
            subprocess.run([*ffmpeg, "-f", "lavfi", "-i", source, *ENCODER, str(film)], check=True)
        subtool.write(cues(args.seconds), sheet)
        out = [str(Path(folder, f"{number}.mp4")) for number in range(4)]
        burn = [sys.executable, "-m", "subtool", "burn", str(sheet), str(film), "--quiet", "--force", "-o"]
        ways = {
            "floor": [*ffmpeg, "-i", str(film), *ENCODER, "-c:a", "copy", out[0]],
            "subtool": [*burn, out[1]],
            "subtool, social": [*burn, out[2], "--layout", "social"],
            "moviepy": [sys.executable, "-c", MOVIEPY, str(sheet), str(film), out[3]],
        }
        runs: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(RUNS):  # in turn, so that a slow minute of the machine is everybody's
            for way, call in ways.items():
                runs[way].append(cost(call))
    seconds = {way: statistics.median(cpu for cpu, _ in taken) for way, taken in runs.items()}
    memory = {way: max(megabytes for _, megabytes in taken) for way, taken in runs.items()}
    ratio = {
        way: statistics.median(a[0] / b[0] for a, b in zip(runs[way], runs["floor"], strict=True))
        for way in ways
    }
    for way in ways:
        print(f"{way:16} {seconds[way]:7.2f} CPU s  {ratio[way]:5.3f} times the floor  {memory[way]:4.0f} MB")
    gain = seconds["moviepy"] / seconds["subtool"]
    print(f"moviepy takes {gain:.2f} times the CPU of subtool")
    sys.exit(0 if ratio["subtool"] <= MOST and memory["subtool"] <= MOST_MB and gain >= LEAST_GAIN else 1)


if __name__ == "__main__":
    main()
