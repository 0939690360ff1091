"""Is a file ever lost? Saves killed with -9 at any moment, file-size limits, a full disk; and the order of the calls.

    python benchmarks/saving.py [KILLS [SEED]]  kills, limits and (as root, on Linux) a full disk; 1,000 kills
    python benchmarks/saving.py order           what strace sees of one save
    python benchmarks/saving.py size [CUES]     memory of saving a million cues, a format after the other

Half of the kills are aimed at the write: they come between its begin and the end of the save. After every kill each
output must be, byte for byte, what it was or what it was to become; a save then must leave no litter.
"""

from __future__ import annotations

import os
import random
import re
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import subtool
from subtool.disk import atomic
from subtool.errors import OutputError
from subtool.formats import FORMATS
from subtool.model import Cue, Footnote, Timing

WRITTEN = [form for form in FORMATS if "write" in form.ways]
CUES = 4000
FEW = (
    CUES // 16
)  # in all formats at once: of 4000 cues a save takes 19 CPU seconds, of which the files take 0.1
FREE = 1 << 12  # bytes left on a disk that is all but full: less than 4000 cues take in any format
COMMAND = [sys.executable, "-c", "from subtool.cli import main; main()"]


def sheet(word, cues=CUES):
    return subtool.Sheet(
        tuple(
            Cue(subtool.Span(at * 3000 + 40, at * 3000 + 2400),
                (f"The {word} of the harbour, row {at},", f"was seen again on page {at % 300}."),
                timing=Timing.ESTIMATED, footnotes=("1",) if at % 40 == 0 else ())
            for at in range(cues)
        ),
        title="The Harbour", footnotes=(Footnote("1", "A. Author, A Book, 1996.", "A. Author, A Book, 1996."),),
    )  # fmt: skip


def contents(folder, versions, names):
    """What each output holds after each version was saved."""
    made = []
    for version in versions:
        subtool.write_all(version, [folder / name for name in names], force=True)
        made.append({name: (folder / name).read_bytes() for name in names})
    return made


def save_in_child(version, paths, announce):
    """Fork a process that saves once; `announce` is a pipe that hears when bytes begin to be written."""
    child = os.fork()
    if child:
        return child

    def save_all(
        *args, **options
    ):  # the child's alone; watching every call took four times as long as the save
        os.write(announce, b"!")
        return whole(*args, **options)

    with suppress(BaseException):
        if announce:
            whole, atomic.save_all = atomic.save_all, save_all
        subtool.write_all(version, paths, force=True)
    os._exit(0)


class Window:
    """How long after a save began a kill may come: shorter when saves end before it, longer when they do not."""

    def __init__(self):
        self.seconds = 0.1

    def kill(self, child):
        handle = os.pidfd_open(child)
        select.select([handle], [], [], random.random() * self.seconds)
        os.close(handle)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        self.seconds *= 1.1 if killed else 0.8
        return killed


def kill_a_save(version, paths, aimed, window):
    hear, announce = os.pipe()
    child = save_in_child(version, paths, announce if aimed else None)
    os.close(announce)
    if aimed:
        os.read(hear, 1)
    killed = window.kill(child)
    os.close(hear)
    return killed


def kill_a_command(source, target, window):
    child = subprocess.Popen([*COMMAND, "convert", source, target, "--force", "--quiet"])
    killed = window.kill(child.pid)
    child.wait()  # it knows that the child is gone
    return killed


def litter(folder):
    return [path for path in folder.iterdir() if path.name.startswith(".subtool-")]


class Score:
    def __init__(self, what):
        self.what, self.seen = what, Counter()

    def judge(self, folder, known, killed):
        rooms = [path for path in litter(folder) if path.is_dir()]
        states = []  # the versions that each output may be of: some formats hold nothing that differs
        for name in known[0]:
            found = (folder / name).read_bytes() if (folder / name).exists() else None
            states.append({number for number, version in enumerate(known) if version[name] == found})
        self.seen["killed"] += killed
        self.seen["in the save"] += bool(rooms)
        self.seen["lost"] += set() in states
        self.seen["of both"] += not set.intersection(*states)

    def row(self):
        names = ("killed", "in the save", "lost", "of both", "litter left")
        print(f"{self.what:<38}" + "".join(f"{self.seen[name]:>13}" for name in names), flush=True)


def kills(number):
    print(f"{'':<38}" + "".join(f"{name:>13}" for name in
                                ("killed", "in the save", "lost", "of both", "litter left")))  # fmt: skip
    suffixes = [form.suffix for form in WRITTEN]
    groups = [[f"film{suffix}"] for suffix in (".cues.json", ".srt", ".vtt")]
    groups.append([f"film{suffix}" for suffix in suffixes])
    commands = max(1, number // 20)
    each, lost = (number - commands) // (2 * len(groups)), 0
    for names in groups:
        for aimed in (False, True):
            what = names[0] if len(names) == 1 else f"{len(names)} formats at once"
            score = Score(f"{what}, {'in the write' if aimed else 'anywhere'}")
            cues = CUES if len(names) == 1 else FEW
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place)
                versions = sheet("tower", cues), sheet("lighthouse", cues)
                known = contents(folder, versions, names)
                paths = [folder / name for name in names]
                window = Window()
                for turn in count():
                    killed = kill_a_save(versions[turn % 2], paths, aimed, window)
                    score.judge(folder, known, killed)
                    if score.seen["killed"] >= each:  # some saves end before the kill comes
                        break
                subtool.write_all(versions[0], paths, force=True)
                score.seen["litter left"] = len(litter(folder))
            score.row()
            lost += score.seen["lost"] + score.seen["litter left"]
    return lost + command_kills(commands + (number - commands) % (2 * len(groups)))


def command_kills(number):
    score = Score("subtool convert, anywhere")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        versions = sheet("tower"), sheet("lighthouse")
        sources = [folder / "a.srt", folder / "b.srt"]
        for source, version in zip(sources, versions, strict=True):
            subtool.write(version, source)
        target, known, window = folder / "film.vtt", [], Window()
        for source in sources:
            subprocess.run([*COMMAND, "convert", source, target, "--force", "--quiet"], check=True)
            known.append({"film.vtt": target.read_bytes()})
        for turn in count():
            killed = kill_a_command(sources[turn % 2], target, window)
            score.judge(folder, known, killed)
            if score.seen["killed"] >= number:
                break
        subprocess.run([*COMMAND, "convert", sources[0], target, "--force", "--quiet"], check=True)
        score.seen["litter left"] = len(litter(folder))
    score.row()
    return score.seen["lost"] + score.seen["litter left"]


def refused(folder, version, name):
    """Save over what is there and be refused: the message, and whether all is as it was."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    said = subprocess.run(
        [*COMMAND, "convert", version, folder / name, "--force"], capture_output=True, text=True, check=False
    )
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    return said.returncode, len(said.stderr.splitlines()), before == after, said.stderr.strip()


def faulty(what, code, lines, same, said):
    """Whether a refusal is not one line with exit code 2 that leaves everything as it was; then it is shown."""
    if (code, lines, same) == (2, 1, True):
        return False
    print(f"  {what}: exit code {code}, all as it was: {same}, said: {said}", flush=True)
    return True


def limits():
    wrong = 0
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as other:
        source = Path(other, "new.cues.json")
        subtool.write(sheet("lighthouse"), source)
        for form in WRITTEN:
            target = Path(place, f"film{form.suffix}")
            subtool.write(sheet("tower"), target)
            size = target.stat().st_size
            old = resource.getrlimit(resource.RLIMIT_FSIZE)
            for limit in (1, size // 2, size * 9 // 10):
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
                done = refused(Path(place), source, target.name)
                resource.setrlimit(resource.RLIMIT_FSIZE, old)
                wrong += faulty(f"{form.suffix}, at most {limit} bytes", *done)
    print(f"file-size limits: {3 * len(WRITTEN)} saves refused, {wrong} not as they should")
    return wrong


def full_disk():
    if sys.platform != "linux" or os.geteuid():
        print("full disk: only root can mount one of 2 MB; left out")
        return 0
    wrong, said = 0, ""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as other:
        source = Path(other, "new.cues.json")
        subtool.write(sheet("lighthouse"), source)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=True)
        try:
            for form in WRITTEN:
                target = Path(place, f"film{form.suffix}")
                subtool.write(sheet("tower", CUES // 20), target)
                Path(place, "other").write_bytes(bytes(shutil.disk_usage(place).free - FREE))
                done = refused(Path(place), source, target.name)
                wrong, said = wrong + faulty(f"{form.suffix}, a full disk", *done), done[-1]
                for path in Path(place).iterdir():
                    path.unlink()
        finally:
            subprocess.run(["umount", place], check=True)
    print(f"full disk: {len(WRITTEN)} saves refused, {wrong} not as they should; the last said: {said[-90:]}")
    return wrong


def order():
    if not shutil.which("strace"):
        sys.exit("strace is not installed")
    calls = "openat,mkdir,write,fsync,fdatasync,rename,renameat,renameat2,unlink,rmdir,flock,chmod,close"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subtool.write(sheet("tower", 3), folder / "a.cues.json")
        subprocess.run(
            ["strace", "-f", "-y", "-o", folder / "trace", "-e", f"trace={calls}", *COMMAND,
             "convert", folder / "a.cues.json", folder / "film.srt"], check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        lines = (folder / "trace").read_text("utf-8", errors="replace").splitlines()
        began = next(at for at, line in enumerate(lines) if ".lock" in line)
        for line in lines[began:]:
            if place in line:
                print(re.sub(r"^\d+ +", "", line).replace(place, "…"))


def size(cues):
    def used():
        return resource.getrusage(resource.RUSAGE_SELF)

    for form in WRITTEN:
        child = os.fork()
        if not child:
            made = sheet("tower", cues)
            held, begun = used().ru_maxrss, used().ru_utime
            said = ""
            with tempfile.TemporaryDirectory() as place:
                path = Path(place, f"film{form.suffix}")
                try:
                    subtool.write(made, path)
                    said = f"{path.stat().st_size / 1e6:.0f} MB"
                except OutputError as error:
                    said = str(error)
            print(f"{form.suffix:<14} {cues:,} cues: {said}; the sheet {held / 1e3:.0f} MB, at most "
                  f"{used().ru_maxrss / 1e3:.0f} MB, {used().ru_utime - begun:.1f} CPU s", flush=True)  # fmt: skip
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["order"]:
            order()
        case ["size", *cues]:
            size(int(cues[0]) if cues else 1_000_000)
        case [*numbers] if all(number.isdigit() for number in numbers):
            random.seed(int(numbers[1]) if numbers[1:] else 1)
            sys.exit(bool(kills(int(numbers[0]) if numbers else 1000) + limits() + full_disk()))
        case _:
            sys.exit(__doc__)
