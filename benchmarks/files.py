"""100,000 cues read and written, in whole processes, beside the `srt` library and webvtt-py; and a million.

    python benchmarks/files.py [--million]

The limits: 1.5 times the CPU time of srt, 1.0 times that of webvtt-py, 150 MB; a million cues in 1 GB.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = "import subtool, sys; subtool.write(subtool.read(sys.argv[1]), sys.argv[2], force=True)"
SRT = "import srt, sys; from pathlib import Path; \
Path(sys.argv[2]).write_text(srt.compose(list(srt.parse(Path(sys.argv[1]).read_text('utf-8')))), 'utf-8')"
WEBVTT = "import webvtt, sys; webvtt.read(sys.argv[1]).save(sys.argv[2])"
MEASURE = "\nimport resource; used = resource.getrusage(resource.RUSAGE_SELF)\n\
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
LIMIT_MB, MILLION_MB = 150, 1024


def clock(ms: int, comma: str) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{comma}{ms % 1000:03}"


def make(path: Path, cues: int) -> None:
    """Two lines a cue, every tenth with a tag."""
    comma = "." if path.suffix == ".vtt" else ","
    with path.open("w", encoding="utf-8") as file:
        file.write("WEBVTT\n\n" if path.suffix == ".vtt" else "")
        for number in range(cues):
            nobody = "<i>nobody</i>" if number % 10 == 0 else "nobody"
            times = f"{clock(number * 3000, comma)} --> {clock(number * 3000 + 2500, comma)}"
            text = f"The harbour was quiet that morning,\nand {nobody} came to the pier."
            file.write(f"{number + 1}\n{times}\n{text}\n\n")


def measure(code: str, source: Path, runs: int = 5) -> tuple[float, float]:
    """The median of CPU seconds, and the megabytes, of a whole process that reads and writes."""
    target = source.with_name(f"out{''.join(source.suffixes)}")
    found = [
        tuple(map(float, subprocess.run(
            [sys.executable, "-c", code + MEASURE, str(source), str(target)], check=True, capture_output=True, text=True
        ).stdout.split()))
        for _ in range(runs)
    ]  # fmt: skip
    return statistics.median(seconds for seconds, _ in found), max(memory for _, memory in found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--million", action="store_true", help="a million cues too")
    args = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as folder:
        for suffix, peer, code, limit in ((".srt", "srt", SRT, 1.5), (".vtt", "webvtt-py", WEBVTT, 1.0)):
            source = Path(folder, f"many{suffix}")
            make(source, 100_000)
            (theirs, their_mb), (ours, our_mb) = measure(code, source), measure(OURS, source)
            held = held and ours <= limit * theirs and our_mb <= LIMIT_MB
            print(f"{suffix}: ours {ours:.2f} s, {our_mb:.0f} MB; {peer} {theirs:.2f} s, {their_mb:.0f} MB")
            print(f"{suffix}: {ours / theirs:.2f} times {peer} (limit {limit})")
            if args.million:
                make(source, 1_000_000)
                seconds, memory = measure(OURS, source, runs=1)
                held = held and memory <= MILLION_MB
                print(f"{suffix}: a million cues {seconds:.1f} s, {memory:.0f} MB (limit {MILLION_MB})")
        if args.million:
            sheet = Path(folder, "million.cues.json")
            subprocess.run([sys.executable, "-c", OURS, str(source), str(sheet)], check=True)
            seconds, memory = measure(OURS, sheet, runs=1)
            held = held and memory <= MILLION_MB
            print(f".cues.json: a million cues {seconds:.1f} s, {memory:.0f} MB (limit {MILLION_MB})")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
