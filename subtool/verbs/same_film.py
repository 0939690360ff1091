"""Whether a sheet and a film belong together, by their lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import Place, SheetError
from subtool.timecode import clock

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.model import Sheet

SAME_FILM_MS = 1000  # containers of one cut differ by some frames of sound at the end


def require_same_film(sheet: Sheet, path: Path, duration_ms: int) -> None:
    """Refuse a sheet whose film is not as long as the one at `path`.

    Raises:
        SheetError: it belongs to another film.
    """
    if sheet.media and abs(sheet.media.duration_ms - duration_ms) > SAME_FILM_MS:
        raise SheetError(
            f"the cues belong to another film: {sheet.media.name} is {clock(sheet.media.duration_ms)} long, "
            f"this one {clock(duration_ms)}",
            at=Place(str(path)),
            hint="align the script to this film",
        )
