"""20,000 mutants a format: no error that is not ours, and none slower than ten times the median.

    python benchmarks/fuzzing.py [--mutants 20000] [--seed 1] [SUFFIX ...]

A mutant (mutants.py) is read, and what was read is written. Its time is CPU time, measured against the median of the
mutants of about its size (a power of two of bytes) that were read, or refused, as it was; a slow one is taken again
three times, so that a pause of the machine is no finding.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
import traceback
from collections import defaultdict
from pathlib import Path

from mutants import LARGEST, damaged

from subtool.errors import Place, SubtoolError
from subtool.formats import FORMATS
from subtool.model import Cue, Footnote, Role, Sheet, Span, Word
from subtool.text.encoding import decode

ROOT = Path(__file__).parents[1]
SLOWEST = 10
SHORTEST = 0.000_5  # seconds; below it the clock counts more than the work
SAMPLE = Sheet(
    cues=(
        Cue(Span(40, 1800), ("The Harbour",), role=Role.TITLE),
        Cue(
            Span(2000, 4000), ("It was <quiet> & {still}", "that morning."), speaker="Ann", footnotes=("9",),
            words=(Word("It", Span(2000, 2100), 0.9),), settings="line:0 align:start",
            markup=("It was &lt;<i>quiet</i>&gt; &amp; {still}", "that <c.red>morning</c>."),
        ),
        Cue(Span(4000, 360_006_000), ("港很安静。", "שלום")),
    ),
    title="The Harbour",
    footnotes=(Footnote("9", "Ibid.", "A. Author, A Book."),),
)  # fmt: skip


def samples(form) -> list[bytes]:
    """What the tests hold of this format, and a sheet of ours in it."""
    found = [
        path.read_bytes()
        for folder in ("tests/data", "subtitles")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.name.lower().endswith(tuple(suffix.lower() for suffix in form.suffixes))
    ]
    for sheet in (SAMPLE, Sheet(SAMPLE.cues[:2])):
        try:
            made = form.write(sheet) if "write" in form.ways else b""
        except SubtoolError:
            continue
        found.append(made.encode() if isinstance(made, str) else made)
    return [sample[:LARGEST] for sample in found if sample]


def run(form, data: bytes) -> tuple[float, bool]:
    """CPU seconds to read a mutant and to write what was read, and whether that could be done."""
    start = time.process_time()
    try:
        if form.form == "text":
            encoding = "utf-8" if decodes(data) else "latin-1"
            sheet = form.read(decode(data, encoding=encoding, place=Place("")).text)
        else:
            sheet = form.read(data)
        if "write" in form.ways:
            form.write(sheet)
    except SubtoolError:
        return time.process_time() - start, False
    return time.process_time() - start, True


def decodes(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def fuzz(form, mutants: int, seed: int) -> tuple[int, int]:
    """How many mutants raised what is not ours, and how many were slow."""
    seeds, chance = samples(form), random.Random(f"{seed}{form.suffix}")
    times: dict[tuple[int, bool], list[tuple[float, bytes]]] = defaultdict(list)
    wrong: dict[str, bytes] = {}
    failed = 0
    for _ in range(mutants):
        data = damaged(chance.choice(seeds), chance)
        try:
            seconds, was_read = run(form, data)
            times[len(data).bit_length(), was_read].append((seconds, data))
        except Exception:  # noqa: BLE001 - whatever it is, it is a finding
            failed += 1
            wrong.setdefault(traceback.format_exc(limit=-3), data)
    slow = 0
    for same in times.values():
        usual = max(statistics.median(seconds for seconds, _ in same), SHORTEST)
        for seconds, data in same:
            if seconds > SLOWEST * usual and min(run(form, data)[0] for _ in range(3)) > SLOWEST * usual:
                slow += 1
                print(f"  slow: {seconds / usual:.0f} times the median, {data[:80]!r}")
    for said, data in list(wrong.items())[:5]:
        print(f"  {said.strip()}\n  {data[:200]!r}")
    print(
        f"{form.suffix}: {mutants} mutants of {len(seeds)} samples, {failed} errors that are not ours, {slow} slow",
        flush=True,
    )
    return failed, slow


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("suffixes", nargs="*")
    args = parser.parse_args()
    chosen = [
        form
        for form in FORMATS
        if "read" in form.ways and (not args.suffixes or form.suffix in args.suffixes)
    ]
    found = [fuzz(form, args.mutants, args.seed) for form in chosen if samples(form)]
    sys.exit(1 if any(map(any, found)) else 0)


if __name__ == "__main__":
    main()
