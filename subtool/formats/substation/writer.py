"""ASS as it is written: what is said, titles and footnote captions each in a style of their own.

Braces and backslashes in the text are inert. (What is burned in is set in `onscreen`.)
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import placing, runs
from subtool.formats.runs import TextLook, TextRun
from subtool.formats.substation.lines import EVENT_COLUMNS, clock
from subtool.model import Role
from subtool.text.ass_text import LIMIT_MS, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Cue, Sheet

STYLES = {Role.SPEECH: "Speech", Role.TITLE: "Title", Role.NOTE: "Note"}
ROLES = {style: role for role, style in STYLES.items()}
SWITCHES = {"italic": "i", "bold": "b", "underlined": "u"}
HEAD = """\
ScriptType: v4.00+
PlayResX: 1920
PlayResY: 1080
WrapStyle: 0
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
{styles}

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
# Of each style its size, whether it is bold, its outline and its place; an encoding of -1 goes by the letters.
LOOKS = {"Speech": (64, 0, 3, 2), "Title": (64, -1, 3, 2), "Note": (42, 0, 2, 7)}


def write(sheet: Sheet) -> str:
    """For a picture of 1920 by 1080, which renderers scale; times are rounded to 10 ms.

    Raises:
        FormatError: a cue is at ten hours or later, which ASS cannot say.
    """
    for number, cue in enumerate(sheet.cues, start=1):
        if cue.span.end_ms >= LIMIT_MS - 5:
            raise FormatError(
                f"cue {number} is at ten hours or later, which ASS cannot say",
                hint="shift the cues to an earlier time first",
            )
    title = " ".join(sheet.title.split())
    named = f"[Script Info]\nTitle: {title}\n" if title else "[Script Info]\n"
    return (
        named
        + HEAD.format(styles="\n".join(map(style_line, LOOKS)))
        + "".join(f"{dialogue(cue, STYLES[cue.role])}\n" for cue in sheet.cues)
    )


def style_line(name: str) -> str:
    """One of our own styles, as it stands in a file."""
    size, bold, outline, place = LOOKS[name]
    return (
        f"Style: {name},Arial,{size},&H00FFFFFF,&H000000FF,&H00000000,&H00000000,{bold},0,0,0,100,100,0,0,1,"
        f"{outline},2,{place},90,90,54,-1"
    )


def dialogue(cue: Cue, style: str, columns: tuple[str, ...] = EVENT_COLUMNS) -> str:
    """A cue as an event in a style; the columns are those of the file."""
    values = {
        "layer": "0",
        "marked": "Marked=0",
        "start": clock(cue.span.start_ms),
        "end": clock(cue.span.end_ms),
        "style": style,
        "name": " ".join((cue.speaker or "").replace(",", ";").split()),
        "marginl": "0",
        "marginr": "0",
        "marginv": "0",
        "text": event_text(cue),
    }
    values["actor"] = values["name"]
    return f"Dialogue: {','.join(values.get(column, '') for column in columns)}"


def event_text(cue: Cue) -> str:
    """The text of a cue with the commands of its looks and its place."""
    lines = [run for line in runs.lines_of(cue) for run in (*line, TextRun("\n"))][:-1]
    place = placing.keypad_of(cue)
    start = rf"{{\an{place}}}" if place != 2 and cue.role is not Role.NOTE else ""
    return start + "".join(_written(lines))


def _written(line: list[TextRun]) -> Iterator[str]:
    now = TextLook()
    for look, group in groupby(line, key=lambda run: None if run.text == "\n" else run.look):
        texts = [run.text for run in group]
        if look is None:
            yield r"\N" * len(texts)
            continue
        commands = "".join(_command(name, look, now) for name in ("italic", "bold", "underlined", "colour"))
        yield (f"{{{commands}}}" if commands else "") + escaped("".join(texts))
        now = look
    if any(now[:3]):  # what follows in other programs begins as it was
        yield f"{{{''.join(_command(name, TextLook(colour=now.colour), now) for name in SWITCHES)}}}"


def _command(name: str, look: TextLook, now: TextLook) -> str:
    value = getattr(look, name)
    if value == getattr(now, name):
        return ""
    if name != "colour":
        return f"\\{SWITCHES[name]}{int(value)}"
    return rf"\c{backwards(value)}" if value else r"\c"


def backwards(colour: str) -> str:
    """`#rrggbb` as ASS writes it, blue first."""
    return f"&H{colour[5:7]}{colour[3:5]}{colour[1:3]}&".upper()
