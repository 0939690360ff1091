"""A sheet on other times, a stretch of it, and its cues as rows of a table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from subtool.errors import ChoiceError, SheetError
from subtool.model import Span
from subtool.retime import warp
from subtool.verbs.files import as_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Sheet


def shift(sheet: Sheet | str | Path, by_ms: int) -> Sheet:
    """All cues and words later, or earlier when negative.

    A cue that would begin before 0 begins there.

    Raises:
        SheetError: a cue would end before 0, and be lost.
    """
    sheet = as_sheet(sheet)
    moved = warp.apply(warp.shift(by_ms), sheet)
    if moved.gone:
        first = min(cue.span.end_ms for cue in moved.gone)
        raise SheetError(
            f"{len(moved.gone)} of the cues would end before 0",
            hint=f"shift by no more than -{first - 1} ms, or leave them out before",
        )
    return replace(moved.sheet, media=sheet.media)


def excerpt(sheet: Sheet | str | Path, start_ms: int, end_ms: int) -> Sheet:
    """The sheet of a stretch of the film, in times of its own from 0, with the footnotes that are cited in it.

    A cue that reaches beyond the stretch ends with it, and is left out where none of its words is said in it.

    Raises:
        SheetError: the stretch ends before it begins.
    """
    sheet = as_sheet(sheet)
    if not 0 <= start_ms < end_ms:
        raise SheetError(
            f"there is nothing between {start_ms} and {end_ms} ms", hint="name the earlier moment first"
        )
    name = sheet.media.name if sheet.media else ""
    piece = warp.excerpt(sheet, [warp.Piece(Span(start_ms, end_ms), 0)], name)
    return piece if sheet.media else replace(piece, media=None)


def table(sheet: Sheet | str | Path) -> list[dict[str, Any]]:
    """The cues as rows: number from 1, times in ms, text, role, speaker, verdict, confidence, footnotes, comment."""
    return [
        {
            "number": number,
            "start_ms": cue.span.start_ms,
            "end_ms": cue.span.end_ms,
            "text": cue.text,
            "role": cue.role.value,
            "speaker": cue.speaker,
            "timing": cue.timing.value,
            "confidence": cue.confidence,
            "footnotes": list(cue.footnotes),
            "comment": cue.comment,
        }
        for number, cue in enumerate(as_sheet(sheet).cues, 1)
    ]


def to_frame(sheet: Sheet | str | Path) -> Any:  # noqa: ANN401 - pandas is not a dependency
    """The cues of a sheet as a `pandas.DataFrame`, with the numbers as its index.

    Raises:
        ChoiceError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        hint = "pip install pandas, or take the rows of subtool.table(sheet)"
        raise ChoiceError("pandas is not installed", hint=hint) from error
    columns = (
        "number",
        "start_ms",
        "end_ms",
        "text",
        "role",
        "speaker",
        "timing",
        "confidence",
        "footnotes",
        "comment",
    )
    return pd.DataFrame(table(sheet), columns=list(columns)).set_index("number")
