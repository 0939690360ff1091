"""The figures of the benchmarks as pictures, with what was run, when and on what.

    python benchmarks/plots.py NAME [ARGUMENTS]      runs benchmarks/NAME.py and keeps its figures
    python benchmarks/plots.py --said FILE NAME [ARGUMENTS]    the same, of a run whose output is in FILE
    python benchmarks/plots.py                       draws all that are kept, and writes docs/benchmarks.md

Which of a benchmark's lines are figures stands in figures.toml; what was found in them in figures/NAME.json.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
KEPT, DOCS = HERE / "figures", HERE.parent / "docs"
PICTURES = DOCS / "benchmarks"
SIZE, EDGE = (900, 600), 80
LABELS, BAR, LINE = 330, 400, 34  # pixels: the width of names and of the longest bar, the height of a line
INK, FILL, FAINT = "black", "navy", "lightgray"


def plot(points, path, across, up):
    """Points (size, measure) in order, both from 0, with the line that the last point and 0 are on."""
    image = Image.new("RGB", SIZE, "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    (width, height), (most, highest) = SIZE, (max(point[axis] for point in points) for axis in (0, 1))
    corner = (EDGE, height - EDGE)
    places = [
        (EDGE + (width - 2 * EDGE) * size / most, corner[1] - (height - 2 * EDGE) * measure / highest)
        for size, measure in points
    ]
    draw.line([(EDGE, EDGE), corner, (width - EDGE, corner[1])], fill=INK, width=2)
    draw.line([corner, places[-1]], fill=FAINT, width=2)
    draw.line(places, fill=FILL, width=2)
    for (x, y), (size, measure) in zip(places, points, strict=True):
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=FILL)
        if size > most / 10:
            draw.text((x, corner[1] + 10), f"{size:,.0f}", fill=INK, font=font, anchor="ma")
            draw.text((x - 10, y - 8), f"{measure:.3g}", fill=INK, font=font, anchor="rs")
    draw.text((width / 2, height - 25), across, fill=INK, font=font, anchor="mm")
    draw.text((EDGE, EDGE - 30), up, fill=INK, font=font, anchor="lm")
    image.save(path)


def bars(figures, path, unit):
    """A bar for each (name, measure), from 0."""
    image = Image.new("RGB", (SIZE[0], LINE * (len(figures) + 2)), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    draw.text((LABELS, LINE / 2), unit, fill=INK, font=font, anchor="lm")
    highest = max(measure for _, measure in figures) or 1
    for number, (name, measure) in enumerate(figures, 1):
        middle, length = LINE * (number + 0.5), BAR * measure / highest
        draw.text((LABELS - 12, middle), name, fill=INK, font=font, anchor="rm")
        draw.rectangle((LABELS, middle - 9, LABELS + max(length, 1), middle + 9), fill=FILL)
        draw.text((LABELS + length + 10, middle), f"{measure:,.10g}", fill=INK, font=font, anchor="lm")
    image.save(path)


def shapes():
    """What a figure of each benchmark looks like."""
    return tomllib.loads((HERE / "figures.toml").read_text("utf-8"))


def record(name, arguments, output, load):
    """Keep the figures that a run said.

    Raises:
        SystemExit: it said none.
    """
    shape = shapes()[name]
    found = re.finditer(shape["pattern"], output, re.MULTILINE)
    figures = [[match["name"].strip(), float(match["measure"].replace(",", ""))] for match in found]
    if not figures:
        sys.exit(f"{name}: no line of it is a figure")
    python = ".".join(platform.python_version_tuple()[:2])
    kept = {
        "command": " ".join(["python", f"benchmarks/{name}.py", *arguments]),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}",
        "load": round(load, 1),
        "figures": figures,
    }
    KEPT.mkdir(exist_ok=True)
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    (KEPT / f"{name}.json").write_text(text, "utf-8")


def draw_all():
    PICTURES.mkdir(exist_ok=True)
    for name, shape in shapes().items():
        kept = KEPT / f"{name}.json"
        if not kept.is_file():
            continue
        figures, picture = json.loads(kept.read_text("utf-8"))["figures"], PICTURES / f"{name}.png"
        if "across" in shape:
            points = [(float(size.replace(",", "")), measure) for size, measure in figures]
            plot(points, picture, shape["across"], shape["unit"])
        else:
            bars(figures, picture, shape["unit"])
    (DOCS / "benchmarks.md").write_text(page(), "utf-8")


def page():
    """The page of all pictures, each with what was run and when."""
    lines = [
        "# Benchmarks", "",
        "<!-- made by benchmarks/plots.py from benchmarks/figures -->", "",
        "Each picture is drawn from the figures of one run, which its caption names with the day and the machine.",
        "Where others were at work on it (a load above its number of cores), seconds are too many; what one line has",
        "beside another holds. [How timing is measured](timing.md) lists all the programs, those that want recordings",
        "too.", "",
    ]  # fmt: skip
    for name, shape in shapes().items():
        path = KEPT / f"{name}.json"
        if not path.is_file():
            continue
        kept = json.loads(path.read_text("utf-8"))
        said = ", ".join(f"{what} {measure:,.10g}" for what, measure in kept["figures"])
        lines += [
            f"## {shape['title']}", "",
            f"![{shape['unit']}: {said}](benchmarks/{name}.png)", "",
            f"*{shape['caption']} `{kept['command']}`, {kept['date']}; {kept['machine']}, load {kept['load']}.*", "",
        ]  # fmt: skip
    return "\n".join(lines)


def main(words):
    match words:
        case []:
            draw_all()
        case ["--said", file, name, *arguments] if name in shapes():
            record(name, arguments, Path(file).read_text("utf-8"), os.getloadavg()[0])
        case [name, *arguments] if name in shapes():
            call = [sys.executable, HERE / f"{name}.py", *arguments]
            run = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=False)
            record(name, arguments, run.stdout, os.getloadavg()[1])
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
