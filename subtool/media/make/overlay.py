"""The text that would be burned in, as a picture that is transparent around it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from subtool.disk.workdir import private_folder
from subtool.errors import EngineError
from subtool.media import ffmpeg
from subtool.media.make.burn import furnish
from subtool.media.make.graph import overlay_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]  # row, column, colour

FRAME = "overlay.rgb"


def overlay(subtitles: str, fonts: Sequence[Path], size: tuple[int, int]) -> bytes:
    """A PNG of the first moment of these subtitles (ASS), as ffmpeg's filter draws them onto a film.

    Raises:
        EngineError: ffmpeg failed.
    """
    with private_folder() as folder:
        furnish(folder, subtitles, fonts)
        run = ffmpeg.FfmpegCall(
            overlay_arguments(size, FRAME), frames=2, film=folder / "subs.ass", out=folder / FRAME
        )
        ffmpeg.run(run, folder, lambda _: None)
        data = (folder / FRAME).read_bytes()
    width, height = size
    if len(data) != 2 * 3 * width * height:
        raise EngineError("ffmpeg made no picture of the text")
    return _png(*np.frombuffer(data, np.uint8).reshape(2, height, width, 3))


def _png(on_black: Pixels, on_white: Pixels) -> bytes:
    """What shines through is the difference between the two; what does not is the text."""
    height, width, _ = on_black.shape
    picture = np.zeros((height, width, 4), np.uint8)
    drawn: NDArray[np.bool_] = np.any((on_white < 255) | (on_black > 0), axis=2)
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if rows.size:
        box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        black, white = on_black[box].astype(np.int32), on_white[box].astype(np.int32)
        opacity = 255 - (white - black).min(axis=2, keepdims=True).clip(0, 255)
        solid = np.maximum(opacity, 1)
        picture[box][:, :, :3] = ((black * 255 + solid // 2) // solid).clip(0, 255)
        picture[box][:, :, 3:] = opacity
    result = BytesIO()
    Image.fromarray(picture).save(
        result, "PNG", compress_level=1
    )  # four times as fast as 6, and little larger
    return result.getvalue()
