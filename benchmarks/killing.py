"""Is there ever half a film? `clip` and `burn` killed with -9 in mid-encode; no file bears the name, an old one stays.

    python benchmarks/killing.py [KILLS [SEED]]    50 kills

Half of the kills meet `clip`, half `burn` with a film that is long enough to be made in segments; half of each find
an old file under the name, with --force. A kill comes when ffmpeg writes, at any moment before the run would have
ended. After each, the name must be free or hold the old file; ffmpeg must end by itself; at last one run of each is
let through, and must remove what the killed ones left, and make the whole film. A burn goes on from its segments.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import imageio_ffmpeg

import subtool
from subtool.media.read.demux import frame_times
from subtool.model import Cue, Sheet, Span

SECONDS, FPS = 330, 25
OLD = b"an older film"
PATIENCE_S = 5  # in which an orphan must have ended, or as long as a whole run takes on this machine
CALLS = {"clip": ("--from", "1:00", "--to", "4:00"), "burn": ()}
FRAMES = {"clip": 180 * FPS, "burn": SECONDS * FPS}


def film(folder: Path) -> tuple[Path, Path]:
    """A film, and its cues."""
    path, cues = folder / "film.mp4", folder / "film.cues.json"
    picture = f"testsrc2=s=320x180:r={FPS}:d={SECONDS}"
    call = [
        "-v",
        "error",
        "-nostdin",
        "-f",
        "lavfi",
        "-i",
        picture,
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
    ]
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *call, path], check=True)
    spans = (Span(at * 1000, at * 1000 + 2500) for at in range(0, SECONDS - 3, 3))
    subtool.write(Sheet(tuple(Cue(span, ("The lamp was lit.",)) for span in spans)), cues)
    return cues, path


def started(verb: str, cues: Path, video: Path, out: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "subtool", verb, cues, video, *CALLS[verb], "-o", out, "--force", "--quiet"]
    return subprocess.Popen([*map(str, call)])


def orphans(folder: Path) -> list[int]:
    """The processes that work in a folder, from the tables of Linux."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if (each / "cwd").readlink().is_relative_to(folder):
                found.append(int(each.name))
        except OSError:
            continue
    return found


def kill(verb: str, given: tuple[Path, Path], out: Path, moment_s: float) -> bool:
    """Kill a run so long after its ffmpeg began to write; whether it was still running."""
    child = started(verb, *given, out)
    while child.poll() is None and not any(out.parent.glob(".subtool-*/new.mp4")):
        time.sleep(0.005)
    time.sleep(moment_s)
    running = child.poll() is None
    child.kill()
    child.wait()
    return running


def main(kills: int = 50, seed: int = 1) -> None:
    chance = random.Random(seed)
    seen = dict.fromkeys(
        ("killed in mid-encode", "half a film", "old file lost", "ffmpeg left running", "litter"), 0
    )
    with tempfile.TemporaryDirectory() as room:
        given = film(Path(room))
        for verb in CALLS:
            out = Path(room, verb, "out.mp4")
            out.parent.mkdir()
            begun = time.monotonic()
            started(verb, *given, out).wait()
            whole_s = time.monotonic() - begun
            for number in range(kills // 2):
                old = OLD if number % 2 else b""
                out.unlink(missing_ok=True)
                shutil.rmtree(out.with_name("out.mp4.parts"), ignore_errors=True)
                if old:
                    out.write_bytes(old)
                seen["killed in mid-encode"] += kill(verb, given, out, chance.uniform(0, whole_s * 0.7))
                there = out.read_bytes() if out.exists() else b""
                whole = len(there) > len(OLD) and len(frame_times(out)) == FRAMES[verb]
                seen["half a film"] += not whole and there not in {b"", OLD}
                seen["old file lost"] += bool(old) and not whole and there != old
                until = time.monotonic() + max(PATIENCE_S, whole_s)
                while orphans(out.parent) and time.monotonic() < until:
                    time.sleep(0.05)
                seen["ffmpeg left running"] += bool(orphans(out.parent))
            started(verb, *given, out).wait()
            print(f"{verb}: {len(frame_times(out))} of {FRAMES[verb]} frames after the kills")
            seen["litter"] += len([path for path in out.parent.iterdir() if path != out])
    print(", ".join(f"{name}: {count}" for name, count in seen.items()))
    if any(count for name, count in seen.items() if name != "killed in mid-encode"):
        raise SystemExit(1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
