"""MicroDVD: `{first frame}{last frame}row|row`; the first cue may be `{1}{1}25.000`, the frame rate."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.formats.form import to_frame
from subtool.formats.plain import SHIELD
from subtool.model import DEFAULT_FPS, Cue, Remark, Source
from subtool.timecode import Timecode, frame_rate

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.model import Sheet

CUE = re.compile(r"\s*\{(\d{1,12})\}\{(\d{0,12})\}(.*)")
CONTROL = re.compile(r"\{[A-Za-z]:[^{}]{0,60}\}")
LASTS_S = 3  # a cue without a last frame


def read(text: str, fps: Fraction | None) -> Sheet:
    """The cues, at `fps`, else at the rate the file names, else at 25, which is remarked.

    Raises:
        FormatError: there is no cue, or one ends before it starts.
    """
    lines = plain.lines_of(text)
    named = _named_rate(lines)
    rate = fps or named or DEFAULT_FPS
    cues = []
    for number, line in enumerate(lines, start=1):
        match = CUE.fullmatch(line)
        if not match or (number == 1 and named):
            continue
        first = int(match[1])
        last = int(match[2]) if match[2] else first + round(LASTS_S * rate)
        shown = tuple(_shown(row) for row in match[3].split("|") if _shown(row).strip())
        if shown:
            times = plain.span(Timecode(first, rate).ms, Timecode(last, rate).ms, number)
            cues.append(Cue(times, shown))
    sheet = plain.sheet(cues, "cue", "{25}{75}text|second row")
    if fps or named:
        return sheet
    remark = Remark("does not say its frame rate: 25 was taken; name another with --fps", Source(1, 1))
    return replace(sheet, remarks=(remark,))


def write(sheet: Sheet, fps: Fraction) -> str:
    """The frame rate, then a cue a row; one is a frame long at least. A bar in the text becomes `¦`."""
    made = [f"{{1}}{{1}}{float(fps):.3f}"]
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        made.append(f"{{{first}}}{{{last}}}" + "|".join(map(_held, plain.rows(cue))))
    return "\n".join(made) + "\n"


def _named_rate(lines: list[str]) -> Fraction | None:
    match = CUE.fullmatch(lines[0])
    if not match or match[1] not in "01" or match[1] != match[2]:
        return None
    try:
        return frame_rate(match[3])
    except ValueError:
        return None


def _held(row: str) -> str:
    return CONTROL.sub(lambda code: f"{{{SHIELD}{code[0][1:]}", row).replace("|", "¦")


def _shown(row: str) -> str:
    return CONTROL.sub("", row).replace(f"{{{SHIELD}", "{").strip()
