"""Is every end an end? Each command ended by each signal at any moment, with an old file under its name and without.

    python benchmarks/ending.py [--runs 1000] [--seed 1] [COMMAND ...]

After each: the old file is there, or the new one, whole and the same as that of a run nobody ended; no process is left
of the run; after a signal that can be heeded the folder, the cache and the temporary folder hold nothing else, and the
exit code is that of the signal. What `kill -9` leaves goes with the next run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import subtool

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support import footage

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLE = Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
OLD = b"# an older file"
PATIENCE_S = 15  # in which what a killed run started must have ended by itself
ENGLISH = "The lamp was lit on the point that night. The keeper climbed the stairs every evening.\n"
GERMAN = (
    "In dieser Nacht brannte die Lampe auf der Landspitze. Jeden Abend stieg der Wärter die Treppe hinauf.\n"
)
CALLS = {  # outputs stand in `out/`; the long film has 70 s, so that processes of ours take part in hearing it
    "draft": "given/s.txt -o out/d.cues.json -o out/d.srt",
    "align": "given/long.txt given/long.mp4 -o out/a.cues.json -o out/a.srt",
    "sync": "given/d.srt given/f.mp4 -o out/s.srt --anyway",
    "check": "given/d.srt --fix -o out/c.srt",
    "convert": "given/a.cues.json out/c.docx",
    "transfer": "given/e.cues.json given/g.txt -o out/t.srt",
    "clip": "given/a.cues.json given/f.mp4 --from 0:02 --to 0:10 -o out/c.mp4",
    "burn": "given/a.cues.json given/f.mp4 -o out/b.mp4",
    "still": "given/a.cues.json given/f.mp4 --at 0:05 -o out/s.png",
    "mux": "given/a.srt given/f.mp4 -o out/m.mkv",
    "extract": "given/m.mkv -o out/e.srt",
    "contacts": "given/a.cues.json given/f.mp4 -o out/c.html",
    "animatic": "given/s.txt --pictures given/pictures -o out/an.mp4 --size 160x90",
    "narrate": "given/s.txt -o out/v.wav -o out/v.cues.json",
    "lay": "given/e.wav given/f.mp4 --at 0:01 -o out/l.mp4",
    "papercut": "given/a.cues.json given/f.mp4 --by given/marked.txt -o out/p.edl -o out/p.mp4",
    "build": "given/season --jobs 2",
    "demo": "out --quick",
    "review": "out/a.cues.json given/f.mp4 --no-browser",
    "init": "out",
    "outline": "out/s.txt --write",
    "cache": "--clear",
    "status": "given/season",
    "doctor": "",
    "formats": "",
    "profiles": "",
    "layouts": "",
}
STANDING = {
    "review": ("a.cues.json",),
    "init": ("s.txt", "f.mp4"),
    "outline": ("s.txt",),
}  # beside the outputs
WITHOUT_FORCE = {"build", "review", "cache", "status", "doctor", "formats", "profiles", "layouts"}
OWN = {"build", "outline"}  # what they write is read first: nobody's old file is written over
SERVED_S = 8  # of a page that nobody ends; it is there after 2 s


def given(folder: Path) -> None:
    """What the commands are given: a script, a film that speaks it, cues, a picture, a season."""
    place = folder / "given"
    (place / "pictures").mkdir(parents=True)
    paragraphs = SAMPLE.read_text("utf-8").split("\n\n\n", 1)[1].split("\n\n")
    text = "\n\n".join(paragraphs[:4])
    (place / "long.txt").write_text(text, "utf-8")
    text = paragraphs[0].replace(" now.", " now.[1]") + "\n\n[1] A. Author, A Book, 1996.\n"
    (place / "s.txt").write_text(text, "utf-8")
    (place / "e.txt").write_text(ENGLISH, "utf-8")
    (place / "g.txt").write_text(GERMAN, "utf-8")
    (place / "marked.txt").write_text(
        text.replace("It has no keeper now.[1]", "==It has no keeper now.=="), "utf-8"
    )
    subtool.narrate(place / "s.txt", place / "v.wav")
    footage.filmed(place / "pictures/1.png", "-frames:v", "1")
    footage.spoken(place / "f.mp4", place / "v.wav")
    subtool.narrate(place / "long.txt", place / "long.wav")
    footage.spoken(place / "long.mp4", place / "long.wav")
    for call in (
        "draft given/s.txt -o given/d.srt",
        "narrate given/e.txt -o given/e.wav",
        "draft given/e.txt -o given/e.cues.json",
        "align given/s.txt given/f.mp4 -o given/a.cues.json -o given/a.srt",
        "mux given/a.srt given/f.mp4 -o given/m.mkv",
    ):
        verb, *words = call.split()
        assert started(folder, verb, words).wait() == 0, call
    for name in ("one", "two"):
        season = place / "season"
        (season / "scripts").mkdir(parents=True, exist_ok=True)
        (season / "films").mkdir(exist_ok=True)
        shutil.copy(place / "s.txt", season / "scripts" / f"{name}.txt")
        shutil.copy(place / "f.mp4", season / "films" / f"{name}.mp4")
    settings = 'subtool = 1\n[season]\nreport = true\nclips = "footnotes"\n'
    (season / "subtool.toml").write_text(settings, "utf-8")


def started(folder: Path, verb: str, words: list[str]) -> subprocess.Popen[bytes]:
    """A run in a session of its own, with a temporary folder and a cache of its own."""
    (folder / "tmp").mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache")}
    call = [
        sys.executable,
        "-P",
        "-m",
        "subtool",
        verb,
        *words,
        *(["--force"] if verb not in WITHOUT_FORCE else []),
        *(["--quiet"] if verb not in {"formats", "profiles", "layouts", "status", "doctor"} else []),
    ]
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(
            call,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def left(session: int) -> list[str]:
    """What runs in a session, by the tables of Linux."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (process / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[3]) == session and after_name[0] != "Z":
                found.append((process / "cmdline").read_text().replace("\0", " ")[:100])
        except OSError:
            continue
    return found


def files(place: Path) -> dict[str, bytes]:
    found = place.rglob("*") if place.is_dir() else ()
    return {str(path.relative_to(place)): path.read_bytes() for path in found if path.is_file()}


def outputs(folder: Path, verb: str) -> dict[str, bytes]:
    return files(folder / ("given/season/subtitles" if verb == "build" else "out"))


def fresh(folder: Path, verb: str) -> None:
    for name in ("out", "cache", "tmp", "given/season/subtitles", "given/season/.subtool"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "out").mkdir()
    for name in STANDING.get(verb, ()):
        shutil.copy(folder / "given" / name, folder / "out" / name)


def ended(folder: Path, verb: str) -> None:
    """A run that nobody ends, but the page, which would be served for ever."""
    child = started(folder, verb, CALLS[verb].split())
    if verb == "review":
        time.sleep(SERVED_S)
        child.send_signal(signal.SIGINT)
    code = child.wait()
    assert code in ({0, 1, 130} if verb == "review" else {0, 1}), (folder / "said").read_text()


def trial(
    folder: Path, verb: str, whole: tuple[dict[str, bytes], set[str]], how: tuple[int, bool, float]
) -> tuple[bool, list[str]]:
    """A run that is ended, and what was wrong after it."""
    number, old, moment_s = how
    fresh(folder, verb)
    standing = files(folder / "out")
    for name in whole[0].keys() - standing.keys() if old and verb not in OWN else ():
        (folder / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "out" / name).write_bytes(OLD)
    before = {path.name for path in (folder / "given").iterdir()}
    child = started(folder, verb, CALLS[verb].split())
    time.sleep(moment_s)
    running = child.poll() is None
    child.send_signal(number)
    code = child.wait()
    until = time.monotonic() + PATIENCE_S
    while (there := left(child.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    wrong = [f"process left: {one}" for one in there]
    if code not in {0, 1, -number, 128 + number}:  # -number: before anything of ours ran
        wrong.append(f"exit code {code}: {(folder / 'said').read_text(errors='replace')[-300:]}")
    if number == signal.SIGKILL:
        ended(folder, verb)  # the next run, which cleans up
    wrong += list(unlike(outputs(folder, verb), whole[0], old=old and verb not in OWN))
    caches = set(files(folder / "cache")) - whole[1]
    wrong += [f"litter in the cache: {name}" for name in caches if not name.endswith(("-wal", "-shm"))]
    wrong += [f"litter in the temporary folder: {path.name}" for path in (folder / "tmp").iterdir()]
    wrong += [
        f"litter among the inputs: {name}"
        for name in {path.name for path in (folder / "given").iterdir()} - before
    ]
    return running, wrong


def unlike(found: dict[str, bytes], whole: dict[str, bytes], *, old: bool) -> Iterator[str]:
    """What differs from a whole run's outputs, or from the old files."""
    for name, content in found.items():
        if name.endswith(".bak") and content == OLD:  # no cue sheet stood there: a copy is kept
            continue
        if name not in whole:
            yield f"litter: {name}"
        elif content not in ((OLD, whole[name]) if old else (whole[name],)):
            yield f"half: {name}"
    yield from (f"lost: {name}" for name in whole if old and name not in found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("commands", nargs="*")
    args = parser.parse_args()
    for number in SIGNALS[:3]:  # what `nohup` has ignored would be ignored in every run
        signal.signal(number, signal.default_int_handler)
    chance, verbs = random.Random(args.seed), args.commands or list(CALLS)
    counts, faults = Counter(), Counter()
    with tempfile.TemporaryDirectory(prefix="ending-") as room:
        folder = Path(room)
        given(folder)
        whole, takes_s = {}, {}
        for verb in verbs:
            fresh(folder, verb)
            begun = time.monotonic()
            ended(folder, verb)
            whole[verb] = outputs(folder, verb), set(files(folder / "cache"))
            takes_s[verb] = time.monotonic() - begun
        print({verb: round(seconds, 1) for verb, seconds in takes_s.items()}, flush=True)
        for run in range(args.runs):
            verb, number, old = (
                verbs[run % len(verbs)],
                SIGNALS[run // len(verbs) % 4],
                bool(run // len(verbs) // 4 % 2),
            )
            running, wrong = trial(
                folder, verb, whole[verb], (number, old, chance.uniform(0.1, 1) * takes_s[verb])
            )
            counts["ended"] += 1
            counts["at work then"] += running
            for fault in wrong:
                faults[f"{verb} {signal.Signals(number).name}: {fault}"] += 1
                print(f"{verb} {signal.Signals(number).name}: {fault}", flush=True)
            if run % 20 == 19:
                print(dict(counts), f"{faults.total()} faults", flush=True)
    print(f"runs ended: {counts['ended']}, at work then: {counts['at work then']}, faults: {faults.total()}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
