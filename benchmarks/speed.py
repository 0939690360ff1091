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

from PIL import Image, ImageDraw, ImageFont

import subtool

SAMPLE = Path(__file__).parents[1] / "scripts" / "the-lamp-on-the-point.txt"
LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 100_000)
SIZE, EDGE = (900, 600), 80


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


def plot(points, path):
    """Seconds over words, both from 0, with the line that the last point and 0 are on."""
    image = Image.new("RGB", SIZE, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    (width, height), (most_words, most_seconds) = SIZE, points[-1]
    corner = (EDGE, height - EDGE)
    places = [
        (
            EDGE + (width - 2 * EDGE) * words / most_words,
            corner[1] - (height - 2 * EDGE) * seconds / most_seconds,
        )
        for words, seconds in points
    ]
    draw.line([(EDGE, EDGE), corner, (width - EDGE, corner[1])], fill="black", width=2)
    draw.line([corner, places[-1]], fill="lightgray", width=2)
    draw.line([corner, *places], fill="navy", width=2)
    for (x, y), (words, seconds) in zip(places, points, strict=True):
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill="navy")
        if words > most_words / 10:
            draw.text((x, corner[1] + 10), f"{words:,}", fill="black", font=font, anchor="ma")
            draw.text((x - 10, y - 8), f"{seconds:.2f} s", fill="black", font=font, anchor="rs")
    draw.text((width / 2, height - 25), "words of narration", fill="black", font=font, anchor="mm")
    draw.text((EDGE, EDGE - 30), "CPU seconds to draft", fill="black", font=font, anchor="lm")
    image.save(path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as made:
        measured(Path(made), LENGTHS[0])  # what is imported on first use
        found = [measured(Path(made), length) for length in LENGTHS]
    for words, seconds in found:
        print(f"{words:>7} words {seconds:6.2f} s {words / seconds:7.0f} words a second")
    plot(found, sys.argv[1])
