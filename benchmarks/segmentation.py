"""Do the breaks fall where people put them, and is every cue legal?

    python benchmarks/segmentation.py                     legality and speed, on the sample script
    python benchmarks/segmentation.py SCORER REFERENCE    against people's subtitles

SCORER is a program with the calls `scripts REFERENCE OUT` (writes a script a document) and
`score REFERENCE FOLDER` (scores the cue sheets of the same names); REFERENCE is its data.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import subtool
from subtool.styles import houses

SAMPLES = Path(__file__).parents[1] / "scripts"


def against_people(scorer, reference):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, scorer, "scripts", reference, folder], check=True)
        started, words = time.process_time(), 0
        for path in sorted(Path(folder).glob("*.txt")):
            sheet = subtool.draft(subtool.read_script(path))
            words += sum(len(cue.words) for cue in sheet.cues)
            subtool.write(sheet, path.with_suffix(".cues.json"))
        print(
            f"{words} words, {words / (time.process_time() - started):.0f} a CPU second, reading and writing too"
        )
        subprocess.run([sys.executable, scorer, "score", reference, folder], check=True)


def legality(path):
    style = houses.house_style(houses.DEFAULT)
    script = subtool.read_script(path)
    sheet = subtool.draft(script)
    spoken = [token.text for sentence in script.sentences for token in sentence.tokens]
    shown = [word for cue in sheet.cues for word in cue.text.split(" ")]
    spans = [cue.span for cue in sheet.cues]
    legal = {
        "words kept, in order": shown == spoken,
        "rows": all(len(cue.lines) <= style.max_lines for cue in sheet.cues),
        "characters a row": all(len(line) <= style.max_cpl for cue in sheet.cues for line in cue.lines),
        "durations": all(style.min_duration_ms <= s.duration_ms <= style.max_duration_ms for s in spans),
        "gaps of two frames": all(b.start_ms - a.end_ms >= 80 for a, b in pairwise(spans)),
        "reading speed": all(
            sum(map(len, cue.lines)) * 1000 <= style.max_cps * cue.span.duration_ms for cue in sheet.cues
        ),
    }
    print(f"{path.name}: {len(spoken)} words, {len(spans)} cues")
    for what, holds in legal.items():
        print(f"  {what}: {'all' if holds else 'NOT ALL'}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            for sample in sorted(SAMPLES.glob("*.txt")):
                legality(sample)
        case [scorer, reference]:
            against_people(scorer, reference)
        case _:
            sys.exit(__doc__)
