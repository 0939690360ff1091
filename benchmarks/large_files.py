"""A file of 200 MB in each format that is read: how much memory, or is it refused?

    python benchmarks/large_files.py [--mb 200] [SUFFIX ...]

Each is read in a process of its own, as `subtool check` reads it. Allowed are 1.5 GB.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import subtool
from subtool.errors import SubtoolError
from subtool.formats import FORMATS
from subtool.model import Cue, Sheet, Span, Word

ALLOWED_MB = 1536
READ = """
import resource, sys, time, subtool
try:
    said = f"{len(subtool.read(sys.argv[1]).cues)} cues"
except subtool.SubtoolError as error:
    said = str(error).partition(": ")[2]
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, round(time.process_time()), said, sep="\\t")
"""


def sheet(cues: int) -> Sheet:
    """So many cues of two lines, each with the times of its words."""
    made = []
    for number in range(cues):
        begin = number * 2000
        words = tuple(
            Word(word, Span(begin + 200 * n, begin + 200 * n + 150), 0.9)
            for n, word in enumerate(("It", "was", "quiet"))
        )
        made.append(Cue(Span(begin, begin + 1800), (f"It was quiet {number},", "that morning."), words=words))
    return Sheet(tuple(made), title="The Harbour", language="en")


def write(path: Path, mb: int) -> None:
    """A file of about so many megabytes."""
    subtool.write(sheet(500), path)
    subtool.write(sheet(500 * mb * 1_000_000 // path.stat().st_size), path, force=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mb", type=int, default=200)
    parser.add_argument("suffixes", nargs="*")
    args = parser.parse_args()
    bad = 0
    # made in a process of its own: a child's peak begins with the memory of who starts it
    workers = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with workers as apart, tempfile.TemporaryDirectory() as room:
        for form in FORMATS:
            if not {"read", "write"} <= set(form.ways) or (
                args.suffixes and form.suffix not in args.suffixes
            ):
                continue
            path = Path(room, f"large{form.suffix}")
            try:
                apart.submit(write, path, args.mb).result()
            except SubtoolError as error:
                print(f"{form.suffix}: {error}")
                continue
            done = subprocess.run(
                [sys.executable, "-c", READ, path], capture_output=True, text=True, check=False
            )
            peak, seconds, said = (done.stdout.strip() or f"0\t0\t{done.stderr[-200:]}").split("\t")
            bad += int(peak) > ALLOWED_MB
            print(
                f"{form.suffix}: {path.stat().st_size >> 20} MB: {peak} MB, {seconds} s, {said[:100]}",
                flush=True,
            )
            path.unlink()
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
