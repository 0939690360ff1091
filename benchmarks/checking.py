"""How long does it take to check 10,000 cues, and to mend them?

    python benchmarks/checking.py [CUES]

Each figure is the CPU time of the whole process, start and reading too, with the file in SubRip. The cues are made
up, with a problem in about one of three.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from subtool.model import Cue, Sheet, Span
from subtool.verbs.files import write

TEXT = """the harbour was built in a single winter by six hundred men who had never seen the sea before and nobody
came to ask what they thought of it while the wind took roofs lamps and boats"""
COMMAND = [sys.executable, "-c", "from subtool.cli import main; main()", "check"]


def made_up(count):
    chance, cues, start_ms = random.Random(1), [], 1000
    for _ in range(count):
        words = chance.choices(TEXT.split(), k=chance.randint(3, 13))
        text = " ".join(words).capitalize() + chance.choice([".", ".", ",", " ,", "...", ""])
        split = text.rfind(" ", 0, 42) if len(text) > 42 else len(text)
        rows = tuple(row for row in (text[:split], text[split + 1 :]) if row)
        length_ms = max(700, round(len(text) * 1000 / chance.gauss(14, 2)))
        cues.append(Cue(Span(start_ms, start_ms + length_ms), rows))
        start_ms += length_ms + chance.choice([80, 80, 80, 40, 300, 1500])
    return Sheet(tuple(cues))


def cpu_seconds(*args):
    before = os.times()
    subprocess.run([*COMMAND, *args], stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    with tempfile.TemporaryDirectory() as folder:
        film, out, page = (str(Path(folder, name)) for name in ("film.srt", "mended.srt", "film.html"))
        write(made_up(count), film)
        for what, args in (
            ("check", [film]),
            ("check --report", [film, "--report", page]),
            ("check --fix", [film, "--fix", "-o", out]),
        ):
            print(f"{what}: {count} cues in {cpu_seconds(*args):.2f} s of CPU")
