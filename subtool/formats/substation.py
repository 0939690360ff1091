r"""ASS and SSA files, through pysubs2: what is said, titles and footnote captions each in a style of their own.

Italics, bold and underlines are kept, and where a cue stands on the picture (`{\an8}`); braces and backslashes in
the text are inert. (What is burned in is set in `screen`.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import plain
from subtool.model import Cue, Role, Sheet, Span
from subtool.text import markup
from subtool.text.ass_text import LIMIT_MS, WORD_JOINER, escaped

if TYPE_CHECKING:
    from pysubs2 import SSAFile

STYLES = {Role.SPEECH: "Speech", Role.TITLE: "Title", Role.NOTE: "Note"}
ROLES = {style: role for role, style in STYLES.items()}
TAG = re.compile(r"<(/?)([ibu])>")
PIECE = re.compile(r"\\[{}]|\\" + WORD_JOINER + r"|\\[Nnh]|\{[^{}]*\}|.", re.DOTALL)
COMMAND = re.compile(r"\\([ibu])(\d+)|\\(an?)(\d{1,2})")
SIGNS = {r"\N": "\n", r"\n": "\n", r"\h": "\u00a0", f"\\{WORD_JOINER}": "\\"}
AT_TOP, AT_MIDDLE = "line:0", "line:50%"


def read(text: str) -> Sheet:
    """The dialogue; comments and drawings are passed over.

    Raises:
        FormatError: it is no such file, or has no dialogue.
    """
    from pysubs2 import SSAFile

    kind = "ssa" if "[v4 styles]" in text.lower() else "ass"
    try:
        file = SSAFile.from_string(text.removeprefix("\ufeff"), format_=kind)
    except Exception as error:  # pysubs2 lets whatever its parts raise through
        raise FormatError("is no ASS or SSA file", hint="save it anew in the program that made it") from error
    cues = [
        cue
        for event in file.events
        if not event.is_comment and not event.is_drawing
        if (cue := _cue(event.text, event.style, event.name, (event.start, event.end)))
    ]
    title = file.info.get("Title", "")
    return Sheet(plain.sheet(cues, "dialogue", "Dialogue: 0,0:00:01.00,0:00:02.00,…").cues, title=title)


def write(sheet: Sheet) -> str:
    """For a picture of 1920 by 1080, which renderers scale; times are rounded to 10 ms.

    Raises:
        FormatError: a cue is at ten hours or later, which ASS cannot say.
    """
    from pysubs2 import SSAEvent

    file = _empty(sheet.title)
    for number, cue in enumerate(sheet.cues, start=1):
        if cue.span.end_ms >= LIMIT_MS - 5:
            raise FormatError(
                f"cue {number} is at ten hours or later, which ASS cannot say",
                hint="shift the cues to an earlier time first",
            )
        name = " ".join((cue.speaker or "").replace(",", ";").split())
        span = (_rounded(cue.span.start_ms), _rounded(cue.span.end_ms))
        file.events.append(SSAEvent(*span, _text(cue), style=STYLES[cue.role], name=name))
    return file.to_string("ass")


def _empty(title: str) -> SSAFile:
    from pysubs2 import Alignment, SSAFile, SSAStyle

    file = SSAFile()
    file.info.update({"PlayResX": "1920", "PlayResY": "1080", "WrapStyle": "0"})
    if title:
        file.info["Title"] = " ".join(title.split())
    file.styles = {
        "Speech": SSAStyle(fontsize=64, outline=3),
        "Title": SSAStyle(fontsize=64, outline=3, bold=True),
        "Note": SSAStyle(fontsize=42, outline=2, alignment=Alignment.TOP_LEFT),
    }
    for style in file.styles.values():
        style.marginl = style.marginr = 90
        style.marginv, style.encoding = 54, -1  # -1: by its letters
    return file


def _rounded(ms: int) -> int:
    return (ms + 5) // 10 * 10


def _text(cue: Cue) -> str:
    rows = [_styled(row) for row in markup.rows(cue) if row.strip()]
    return _alignment(cue) + r"\N".join(" ".join(row.split()) for row in rows)


def _styled(row: str) -> str:
    made, at = [], 0
    for tag in markup.TAG.finditer(row):
        made.append(_escaped(row[at : tag.start()]))
        if style := TAG.fullmatch(tag[0]):
            made.append(rf"{{\{style[2]}{0 if style[1] else 1}}}")
        at = tag.end()
    return "".join([*made, _escaped(row[at:])])


def _escaped(row: str) -> str:
    return escaped(" ".join(markup.shown([row])))


def _alignment(cue: Cue) -> str:
    """Where the settings put the cue: nine places, as on the keys of a telephone upside down."""
    line = re.search(r"(?:^|\s)line:(-?\d+(?:\.\d+)?)(%?)", cue.settings)
    if not line or cue.role is Role.NOTE:
        return ""
    share = float(line[1]) if line[2] else (0 if float(line[1]) >= 0 else 100)
    upper, lower = 33, 66
    row = 8 if share < upper else 5 if share < lower else 2
    side = {"start": -1, "left": -1, "end": 1, "right": 1}
    align = re.search(r"(?:^|\s)align:(\w+)", cue.settings)
    place = row + (side.get(align[1], 0) if align else 0)
    return rf"{{\an{place}}}" if place != 2 else ""


def _cue(text: str, style: str, name: str, times: tuple[int, int]) -> Cue | None:
    pieces, settings, on = list[str](), "", dict[str, bool]()
    for match in PIECE.finditer(text):
        piece = match[0]
        if piece[0] == "{" and piece[-1] == "}":
            for command in COMMAND.finditer(piece):
                if command[3] == "an":
                    settings = _settings(int(command[4]))
                elif command[1] and on.get(command[1], False) != (opens := int(command[2]) > 0):
                    pieces.append(f"<{'' if opens else '/'}{command[1]}>")
                    on[command[1]] = opens
        else:
            pieces.append(SIGNS.get(piece) or markup.escaped(piece.removeprefix("\\") or piece))
    rows = tuple(row.strip() for row in "".join(pieces).split("\n") if markup.TAG.sub("", row).strip())
    if not rows or not 0 <= times[0] <= times[1]:
        return None
    tagged = any("<" in row for row in rows)
    return Cue(
        Span(*times), tuple(line.strip() for line in markup.shown(rows)), role=ROLES.get(style, Role.SPEECH),
        speaker=name.strip() or None, settings=settings, markup=rows if tagged else (),
    )  # fmt: skip


def _settings(place: int) -> str:
    if not 1 <= place <= 9 or place == 2:
        return ""
    line = ("", AT_MIDDLE, AT_TOP)[(place - 1) // 3]
    align = ("align:start", "", "align:end")[(place - 1) % 3]
    return " ".join(filter(None, (line or "line:-1", align)))
