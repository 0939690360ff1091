"""How many shot changes are found, how many are false, and what does looking cost? Ours against ffmpeg's detectors.

    python benchmarks/shots.py [SEED]

The films are made on the spot, with every cut known: still pictures and moving ones, grain, flashes, dark rooms,
two views of one place, dissolves and fades. What is found inside a dissolve or a fade counts neither way.
PySceneDetect takes part where it is installed (`pip install scenedetect-headless`). CPU is that of the whole,
decoding too.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg

from subtool.media.read import shot_changes

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support import shots_footage as footage

SCENE = (0.3, 0.1)  # what people write into select='gt(scene,...)'
SCDET = (10, 4)  # ffmpeg's default, and the best on these films


def ffmpeg(path, graph, pattern):
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-i", str(path), "-an"]
    said = subprocess.run(
        [*program, "-vf", graph, "-f", "null", "-"], capture_output=True, text=True, check=True
    )
    return [float(at) for at in re.findall(pattern, said.stderr)]


def detectors():
    for limit in SCENE:
        graph = f"select='gt(scene,{limit})',showinfo"
        yield (
            f"ffmpeg select scene>{limit}",
            lambda path, graph=graph: ffmpeg(path, graph, r"pts_time:([\d.]+)"),
        )
    for limit in SCDET:
        yield (
            f"ffmpeg scdet {limit}",
            lambda path, limit=limit: ffmpeg(path, f"scdet=t={limit}", r"lavfi\.scd\.time: ([\d.]+)"),
        )
    try:
        import scenedetect
    except ImportError:
        pass
    else:
        for kind in (scenedetect.ContentDetector, scenedetect.AdaptiveDetector):
            yield (
                f"PySceneDetect {kind.__name__}",
                lambda path, kind=kind: [
                    scene[0].seconds for scene in scenedetect.detect(str(path), kind(min_scene_len=8))[1:]
                ],
            )
    yield "subtool", shot_changes.find


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def judge(reel, times):
    found = {round(at * footage.FPS) for at in times} - {0}
    soft = {frame for frames in reel.soft for frame in frames}
    right = found & set(reel.cuts)
    return len(right), len(found - set(reel.cuts) - soft), len(reel.cuts)


def measure(seed):
    with tempfile.TemporaryDirectory() as folder:
        reels = footage.reels(seed)
        films = [footage.make(reel, Path(folder, f"{at}.mp4")) for at, reel in enumerate(reels)]
        seconds = sum(shot.frames for reel in reels for shot in reel.shots) / footage.FPS
        print(f"{len(reels)} films, {float(seconds):.0f} s, {sum(len(reel.cuts) for reel in reels)} cuts")
        for name, find in detectors():
            started = cpu()
            each = [judge(reel, find(path)) for reel, path in zip(reels, films, strict=True)]
            spent = cpu() - started
            right, wrong, there = (sum(column) for column in zip(*each, strict=True))
            print(
                f"{name}: recall {right / there:.1%}, precision {right / max(1, right + wrong):.1%}, "
                f"{float(seconds) / spent:.0f}x real time a core"
            )
            for reel, (good, bad, cuts) in zip(reels, each, strict=True):
                if (good, bad) != (cuts, 0):
                    print(f"    {reel.name}: {good} of {cuts}, {bad} false")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            measure(2)
        case [seed] if seed.isdigit():
            measure(int(seed))
        case _:
            sys.exit(__doc__)
