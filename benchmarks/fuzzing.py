"""20,000 mutants a format: no error that is not ours, and none ten times slower than the median and slow at all.

    python benchmarks/fuzzing.py [--mutants 20000] [--seed 1] [SUFFIX ...]

A mutant (mutants.py) is read, and what was read is written. Its time is CPU time, measured against the median of the
mutants of about its size (a power of two of bytes) that were read, or refused, as it was; a slow one is taken again
three times, so that a pause of the machine is no finding. What would come to less than 5 s for 1 MB is none either:
what grows faster than its text is found by pumping.py, in strings of that length.
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
LEAST = 0.02  # seconds; mending XML that is nearly right takes 10 ms of whatever length, and refusing other XML none
PACE = 5e-6  # seconds a byte: 5 s for 1 MB, which a stranger's text may take
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


CHAPTERS = Sheet(
    tuple(
        Cue(Span(20_000 * number, 20_000 * number + 9000), (text,), role=Role.TITLE)
        for number, text in enumerate(("The Harbour", "1:02 & <Lamp>", "港很安静", "The Stairs"))
    )
)
READ_ALONE = {  # what is never written
    ".srv3": b"""<?xml version="1.0" encoding="utf-8"?><timedtext format="3"><head><pen id="1" b="1" fc="#FFFF00"/>
<wp id="1" ap="7" ah="50" av="90"/></head><body><p t="1000" d="2000" wp="1">The <s p="1">lamp</s></p>
<p t="3500" d="1500" a="1"><s ac="200">was</s><s t="300"> lit.</s></p></body></timedtext>""",
    ".json3": b"""{"wireMagic": "pb3", "pens": [{}, {"bAttr": 1}], "events": [{"tStartMs": 1000, "dDurationMs": 2000,
"segs": [{"utf8": "The lamp", "pPenId": 1}, {"utf8": " was lit.", "tOffsetMs": 400, "acAsrConf": 200}]},
{"tStartMs": 3500, "dDurationMs": 900, "aAppend": 1, "segs": [{"utf8": "\\n"}]}]}""",
}


def samples(form) -> list[bytes]:
    """What the tests hold of this format, and a sheet of ours in it."""
    found = [
        path.read_bytes()
        for folder in ("tests/data", "subtitles")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.name.lower().endswith(tuple(suffix.lower() for suffix in form.suffixes))
    ]
    found += [READ_ALONE[form.suffix]] if form.suffix in READ_ALONE else []
    for sheet in (SAMPLE, Sheet(SAMPLE.cues[:2]), CHAPTERS):
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
            most = max(SLOWEST * usual, PACE * len(data), LEAST)
            if seconds > most and min(run(form, data)[0] for _ in range(3)) > most:
                slow += 1
                print(
                    f"  slow: {seconds:.3f} s for {len(data)} bytes, {seconds / usual:.0f} times the median,"
                    f" {data[:80]!r}"
                )
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
    if bare := [form.suffix for form in chosen if not samples(form)]:
        sys.exit(f"no sample of {', '.join(bare)}")
    found = [fuzz(form, args.mutants, args.seed) for form in chosen]
    sys.exit(1 if any(map(any, found)) else 0)


if __name__ == "__main__":
    main()
