"""What does burning in cost beside decoding and encoding alone? A ratio of CPU seconds.

python benchmarks/burning.py [SECONDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

import subtool
from subtool.media.delivery import EIGHT_BITS
from subtool.model import Cue, Sheet, Span

RUNS = 3


def cpu_seconds(call):
    before = os.times()
    call()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def main(seconds):
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y"]
    with tempfile.TemporaryDirectory() as folder:
        film, out, plain = (Path(folder, name) for name in ("film.mp4", "out.mp4", "plain.mp4"))
        source = f"testsrc2=s=1920x1080:r=25:d={seconds},noise=alls=12:allf=t"
        encoder = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "19", "-pix_fmt", "yuv420p"]
        subprocess.run([*ffmpeg, "-f", "lavfi", "-i", source, *encoder, str(film)], check=True)
        cues = [
            Cue(
                Span(at * 3000, at * 3000 + 2800),
                ("The first survey counted just over", "four thousand people."),
            )
            for at in range(seconds // 3)
        ]
        ratios = []
        for _ in range(RUNS):
            floor = cpu_seconds(
                lambda: subprocess.run([*ffmpeg, "-i", str(film), *encoder, str(plain)], check=True)
            )
            burned = cpu_seconds(lambda: subtool.burn(Sheet(tuple(cues)), film, out, force=True))
            ratios.append(burned / floor)
    print(
        f"1080p25, {seconds} s, {EIGHT_BITS}: {statistics.median(ratios):.3f}x the CPU of decoding and encoding alone"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
