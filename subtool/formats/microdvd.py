"""MicroDVD: `{first frame}{last frame}line|line`; the first cue may be `{1}{1}25.000`, the frame rate.

`{y:i}`, or a slash before a line, sets it in italics, `{y:b}` in bold, `{y:u}` underlines it, `{c:$BBGGRR}` gives its
colour; with a capital letter they are said of all lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.formats import plain, runs
from subtool.formats.form import to_frame
from subtool.formats.plain import SHIELD
from subtool.formats.runs import TextLook, TextRun, styled
from subtool.model import DEFAULT_FPS, UNSTYLED, Cue, CueStyle, Remark, Source
from subtool.timecode import Timecode, frame_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from subtool.model import Sheet

CUE = re.compile(r"\s*\{(\d{1,12})\}\{(\d{0,12})\}(.*)")
CONTROL = re.compile(r"\{[A-Za-z]:[^{}]{0,60}\}")
COLOUR = re.compile(r"\$?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")  # blue, green, red
LASTS_S = 3  # a cue without a last frame


def read(text: str, fps: Fraction | None) -> Sheet:
    """The cues, at `fps`, else at the rate the file names, else at 25, which is remarked.

    Raises:
        FormatError: there is no cue.
    """
    lines = plain.lines_of(text)
    named = _named_rate(lines)
    rate = fps or named or DEFAULT_FPS
    cues: list[Cue] = []
    remarks: list[Remark] = []
    for number, line in enumerate(lines, start=1):
        match = CUE.fullmatch(line)
        if not match and line.strip():
            plain.left_out(line, number, remarks)
        if not match or (number == 1 and named):
            continue
        first = int(match[1])
        last = int(match[2]) if match[2] else first + round(LASTS_S * rate)
        shown = styled(_runs(match[3]))
        if shown:
            times = plain.shown(Timecode(first, rate).ms, Timecode(last, rate).ms, number, remarks)
            style = CueStyle(color=shown.colour) if shown.colour else UNSTYLED
            cues.append(Cue(times, shown.lines, markup=shown.markup, style=style))
    if not fps and not named:
        said = "does not say its frame rate: 25 was taken; name another with --fps"
        remarks.insert(0, Remark(said, Source(1, 1)))
    return plain.sheet(cues, "cue", "{25}{75}text|second line", remarks)


def write(sheet: Sheet, fps: Fraction) -> str:
    """The frame rate, then a cue a line; one is a frame long at least. A bar in the text becomes `¦`."""
    result = [f"{{1}}{{1}}{float(fps):.3f}"]
    for cue in sheet.cues:
        first = to_frame(cue.span.start_ms, fps)
        last = max(first + 1, to_frame(cue.span.end_ms, fps))
        result.append(
            f"{{{first}}}{{{last}}}"
            + "|".join(_written(line, cue.style.color) for line in runs.lines_of(cue))
        )
    return "\n".join(result) + "\n"


def _named_rate(lines: list[str]) -> Fraction | None:
    match = CUE.fullmatch(lines[0])
    if not match or match[1] not in "01" or match[1] != match[2]:
        return None
    try:
        return frame_rate(match[3])
    except ValueError:
        return None


def _runs(text: str) -> Iterator[TextRun]:
    """The lines with their looks: what a code says of all lines holds from its line on."""
    everywhere = TextLook()
    for number, line in enumerate(text.split("|")):
        look = everywhere
        for code in CONTROL.findall(line):
            look = _look(code, look)
            everywhere = _look(code, everywhere) if code[1].isupper() else everywhere
        shown = CONTROL.sub("", line)
        if shown.startswith("/"):
            look, shown = look._replace(italic=True), shown[1:]
        yield TextRun(
            ("\n" if number else "") + shown.replace(f"{{{SHIELD}", "{").replace(f"{SHIELD}/", "/"), look
        )


def _look(code: str, look: TextLook) -> TextLook:
    kind, value = code[1].lower(), code[3:-1].lower()
    if kind == "y":
        return TextLook(
            look.italic or "i" in value,
            look.bold or "b" in value,
            look.underlined or "u" in value,
            look.colour,
        )
    colour = COLOUR.fullmatch(value) if kind == "c" else None
    return look._replace(colour=f"#{colour[3]}{colour[2]}{colour[1]}") if colour else look


def _written(line: Sequence[TextRun], colour: str) -> str:
    """A line with the looks that all of it has: the format can say no less."""
    seen = [run.look for run in line if run.text.strip()]
    letters = "".join(
        letter
        for letter, has in (
            ("i", all(look.italic for look in seen)),
            ("b", all(look.bold for look in seen)),
            ("u", all(look.underlined for look in seen)),
        )
        if has and seen
    )
    text = _held("".join(run.text for run in line))
    inks = {look.colour or colour for look in seen}
    ink = inks.pop() if len(inks) == 1 else ""
    code = f"{{c:${ink[5:7]}{ink[3:5]}{ink[1:3]}}}".upper().replace("{C:", "{c:") if ink else ""
    return f"{{y:{','.join(letters)}}}{code}{text}" if letters else f"{code}{text}"


def _held(line: str) -> str:
    line = f"{SHIELD}{line}" if line.startswith("/") else line
    return CONTROL.sub(lambda code: f"{{{SHIELD}{code[0][1:]}", line).replace("|", "¦")
