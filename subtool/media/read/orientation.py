"""How a picture is turned and mirrored before it is shown: phones film lying, and front cameras the wrong way round."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from av import VideoFrame
    from numpy.typing import NDArray

MATRIX = struct.Struct("=9i")  # ffmpeg's display matrix: rows of a, b, u; c, d, v; x, y, w


def swaps_sides(frame: VideoFrame) -> bool:
    """Whether its width is shown as height."""
    across, along, _, _ = _matrix(frame)
    return abs(along) > abs(across)


def is_mirrored(frame: VideoFrame) -> bool:
    """Whether writing in it is reversed until it is shown."""
    a, b, c, d = _matrix(frame)
    return a * d - b * c < 0


def turned(frame: VideoFrame) -> int:
    """By how many degrees it is turned clockwise before it is shown (and mirrored before that)."""
    a, b, _, _ = _matrix(frame)
    a = -a if is_mirrored(frame) else a
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 0 if a > 0 else 180


def upright(frame: VideoFrame, picture: NDArray[Any]) -> NDArray[Any]:
    """A picture made of a frame (line, column, colour) as it is shown."""
    a, b, c, d = _matrix(frame)
    across, down = (c, b) if swaps_sides(frame) else (a, d)
    if swaps_sides(frame):
        picture = picture.swapaxes(0, 1)
    return np.ascontiguousarray(picture[:: -1 if down < 0 else 1, :: -1 if across < 0 else 1])


def _matrix(frame: VideoFrame) -> tuple[int, int, int, int]:
    """A point at x and y is shown at a*x + c*y and b*x + d*y."""
    data: Any = frame.side_data  # which PyAV types as a mapping by names alone
    for side in data:
        if side.type.name == "DISPLAYMATRIX":
            a, b, _, c, d, *_ = MATRIX.unpack(memoryview(side)[: MATRIX.size])
            return a, b, c, d
    return 1, 0, 0, 1
