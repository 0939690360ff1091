"""Spruce STL, the text file of DVD Studio Pro, Encore and Avid: `00:00:01:00 , 00:00:03:00 , text|second line`.

Lines with // are comments, those with $ settings; ^I, ^B and ^U switch italics, bold and underlines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.formats import plain, runs
from subtool.formats.form import to_frame
from subtool.formats.runs import TextLook, TextRun, styled
from subtool.model import DEFAULT_FPS, Cue
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from subtool.model import Remark, Sheet

CUE = re.compile(r"\s*(\d\d:\d\d:\d\d[:;.]\d\d)\s*,\s*(\d\d:\d\d:\d\d[:;.]\d\d)\s*,\s?(.*)")
SETTING = re.compile(r"\s*\$(\w+)\s*=\s*(\w+)")
SIDES = {"left": "align:start", "right": "align:end"}
HEIGHTS = {"top": "line:0", "center": "line:50%,center"}


def read(text: str, fps: Fraction | None) -> Sheet:
    """The cues, at `fps` or 25.

    Raises:
        FormatError: there is no cue, or a time code has no place at this frame rate.
    """
    remarks: list[Remark] = []
    cues = _cues(plain.lines_of(text), fps or DEFAULT_FPS, remarks)
    return plain.sheet(cues, "cue", "00:00:01:00 , 00:00:03:00 , text", remarks)


def write(sheet: Sheet, fps: Fraction) -> str:
    """A line a cue, on the frames of `fps`; a bar in the text becomes `¦`."""
    result = ["//Subtitles", ""]
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        text = "|".join("".join(map(_written, line)) for line in runs.lines_of(cue))
        result.append(f"{Timecode(first, fps)} , {Timecode(last, fps)} , {text}")
    return "\n".join(result) + "\n"


def _cues(lines: list[str], fps: Fraction, remarks: list[Remark]) -> Iterator[Cue]:
    side = height = ""
    for number, line in enumerate(lines, start=1):
        if setting := SETTING.match(line):
            name, value = setting[1].lower(), setting[2].lower()
            side = SIDES.get(value, "") if name == "horzalign" else side
            height = HEIGHTS.get(value, "") if name == "vertalign" else height
        match = CUE.fullmatch(line)
        text = styled(_runs(match[3])) if match else None
        if match and text:
            start_ms, end_ms = (
                plain.code_ms(match[index].replace(".", ":"), fps, number) for index in (1, 2)
            )
            settings = " ".join(filter(None, (height, side)))
            yield Cue(
                plain.shown(start_ms, end_ms, number, remarks),
                text.lines,
                settings=settings,
                markup=text.markup,
            )


def _runs(text: str) -> Iterator[TextRun]:
    look = TextLook()
    for piece in re.split(r"(\^[IBU])", text):
        match piece:
            case "^I":
                look = look._replace(italic=not look.italic)
            case "^B":
                look = look._replace(bold=not look.bold)
            case "^U":
                look = look._replace(underlined=not look.underlined)
            case _:
                yield TextRun(piece.replace("|", "\n"), look)


def _written(run: TextRun) -> str:
    text = re.sub(r"\^(?=[IBU])", "^\u2060", run.text.replace("|", "¦"))
    for on, switch in ((run.look.italic, "^I"), (run.look.bold, "^B"), (run.look.underlined, "^U")):
        text = f"{switch}{text}{switch}" if on else text
    return text
