"""iTT, iTunes Timed Text: times in frames, text at the top or at the bottom of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.formats.ttml import reader
from subtool.formats.ttml.beyond import beyond
from subtool.formats.ttml.rewrite import rewrite as rewritten
from subtool.formats.ttml.writer import Profile, document, frame_code, rate_attributes

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.model import Sheet, SourceFile

__all__ = ["beyond", "read", "rewrite", "write"]


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """As any TTML: the file says how it counts.

    Raises:
        FormatError: as `subtool.formats.ttml.reader.read`.
    """
    return reader.read(data)


def rewrite(sheet: Sheet, file: SourceFile, _fps: Fraction | None) -> bytes | None:
    """The file that a sheet was read from with its cues as they are now; it says itself how it counts."""
    return rewritten(sheet, file)


def write(sheet: Sheet, fps: Fraction) -> bytes:
    """A paragraph a cue, on the frames of `fps`, counted without drops."""
    profile = Profile(
        root={"ttp:timeBase": "smpte", **rate_attributes(fps), "ttp:dropMode": "nonDrop"},
        text={
            "tts:fontFamily": "sansSerif", "tts:fontSize": "100%", "tts:fontStyle": "normal",
            "tts:fontWeight": "normal", "tts:color": "#ffffff",
        },
        regions={"bottom": ("after", 0, 85, 100, 15), "top": ("before", 0, 0, 100, 15)},
        speakers=False,
        time=frame_code,
    )  # fmt: skip
    return document(sheet, profile, fps)
