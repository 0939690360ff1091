"""Scenarist captions (CEA-608), read through ttconv; moved as a whole they keep all their codes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from subtool.errors import FormatError, Place
from subtool.formats.form import to_frame
from subtool.formats.rewrite import says
from subtool.formats.scc.writer import RATE
from subtool.formats.timedtext import understood
from subtool.model import SourceFile
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from subtool.model import Sheet

FORM = "scc"
GRID_MS = 34  # a frame, rounded up
_CODE = re.compile(r"^\d\d:\d\d:\d\d[:;]\d\d", re.MULTILINE)


def read(text: str) -> Sheet:
    """The captions as cues, at their places on the picture as far as top, middle and bottom.

    Raises:
        FormatError: it is no such file, or holds no caption.
    """
    if not text.removeprefix("\ufeff").lstrip().startswith("Scenarist_SCC"):
        hint = "its first row is Scenarist_SCC V1.0"
        raise FormatError("is no file of Scenarist captions", at=Place("", 1), hint=hint)

    def document() -> Any:  # noqa: ANN401 - ttconv's
        from ttconv.scc.reader import to_model

        return to_model(text)

    sheet = understood(document, "SCC")
    return replace(sheet, source_file=SourceFile(FORM, text))


def rewrite(sheet: Sheet, file: SourceFile) -> str | None:
    """The file that a sheet was read from, where its cues are the same, or all were moved by the same time."""
    assert isinstance(file.content, str), "SCC is text"
    came = read(file.content).cues
    if came == sheet.cues:
        return file.content
    moved = {now.span.start_ms - was.span.start_ms for was, now in zip(came, sheet.cues, strict=False)}
    if len(came) != len(sheet.cues) or max(moved) - min(moved) > 1:
        return None
    frames = to_frame(min(moved), RATE)
    try:
        text = _CODE.sub(lambda code: str(_moved(code.group(), frames)), file.content)
    except ValueError:  # before the start, or no time code
        return None
    same = (
        replace(now, span=was.span, timing=was.timing) == was
        for was, now in zip(came, sheet.cues, strict=True)
    )
    return text if all(same) and says(read(text).cues, sheet.cues, GRID_MS) else None


def _moved(code: str, frames: int) -> Timecode:
    was = Timecode.parse(code, RATE)
    return Timecode(was.frame + frames, RATE, was.drop)
