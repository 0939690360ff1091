"""What drafting costs from 1,000 to 100,000 words: CPU seconds, and a plot.

    python benchmarks/speed.py PLOT.png

Each length is the sample's narration over and over; reading, splitting, timing and writing are counted, the start of
Python and its imports are not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from plots import plot

import subtool

SAMPLE = Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt"
LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 100_000)


def script(folder, length):
    """A script of so many words or a few more."""
    sentences = cycle(sentence.text for sentence in subtool.read_script(SAMPLE).sentences)
    paragraphs, words = ["A Title"], 0
    while words < length:
        paragraphs.append(" ".join(next(sentences) for _ in range(4)))
        words += len(paragraphs[-1].split())
    path = folder / f"{length}.txt"
    path.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return path, words


def measured(folder, length):
    path, words = script(folder, length)
    started = time.process_time()
    subtool.write(subtool.draft(subtool.read_script(path)), path.with_suffix(".srt"), force=True)
    return words, time.process_time() - started


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as made:
        measured(Path(made), LENGTHS[0])  # what is imported on first use
        found = [measured(Path(made), length) for length in LENGTHS]
    for words, seconds in found:
        print(f"{words:>7} words {seconds:6.2f} s {words / seconds:7.0f} words a second")
    plot(found, sys.argv[1], "words of narration", "CPU seconds to draft")
