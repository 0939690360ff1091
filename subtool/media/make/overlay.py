"""The text that would be burned in, as a picture that is transparent around it."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from subtool.errors import EngineError
from subtool.media import ffmpeg
from subtool.media.make.burn import furnish
from subtool.media.make.graph import overlay_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME = "overlay.rgba"


def overlay(subtitles: str, fonts: Sequence[Path], size: tuple[int, int]) -> bytes:
    """A PNG of the first moment of these subtitles (ASS), as ffmpeg's filter draws them onto a film.

    Raises:
        EngineError: ffmpeg failed.
    """
    with tempfile.TemporaryDirectory(prefix="subtool-") as name:
        folder = Path(name)
        furnish(folder, subtitles, fonts)
        run = ffmpeg.FfmpegCall(
            overlay_arguments(size, FRAME), frames=1, film=folder / "subs.ass", out=folder / FRAME
        )
        ffmpeg.run(run, folder, lambda _: None)
        data = (folder / FRAME).read_bytes()
    width, height = size
    if len(data) != 4 * width * height:
        raise EngineError("ffmpeg made no picture of the text")
    return _png(np.frombuffer(data, np.uint8).reshape(height, width, 4))


def _png(drawn: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """Drawn onto transparent black, colours have been multiplied by their opacity; a PNG has them as they are."""
    alpha = drawn[:, :, 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    picture = np.zeros_like(drawn)
    if rows.size:
        box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        part = drawn[box].astype(np.uint16)
        opacity = np.maximum(part[:, :, 3:], 1)
        part[:, :, :3] = np.minimum(255, (part[:, :, :3] * 255 + opacity // 2) // opacity)
        picture[box] = part
    made = BytesIO()
    Image.fromarray(picture).save(made, "PNG", compress_level=1)  # four times as fast as 6, and little larger
    return made.getvalue()
