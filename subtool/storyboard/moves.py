"""Slow moves over a picture. Each frame is cut out between pixels, so that the slowest move does not shake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

ZOOM = 1.10  # how much larger a picture is at the nearer end of a move
FASTEST = 0.035  # of the picture's width or height a second
PANORAMA = 1.3  # times the shape of the film: from here on a picture is panned over
TALL = 0.62  # times the shape of the film: below, it is shown whole
FINE = 1.25  # a picture is kept this much larger than it is shown
# What is behind a picture that is shown whole: how light, and how soft beside its height.
DIM, BLUR = 0.4, 0.03


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in its pixels."""

    left: float
    top: float
    width: float
    height: float

    def towards(self, other: Box, share: float) -> Box:
        """The box on the way to another."""
        pairs = (
            (self.left, other.left),
            (self.top, other.top),
            (self.width, other.width),
            (self.height, other.height),
        )
        return Box(*(a + (b - a) * share for a, b in pairs))


def move(
    picture: Image.Image, size: tuple[int, int], seconds: float, number: int
) -> Callable[[float], NDArray[np.uint8]]:
    """What is seen at each second of a move over a picture; every second one goes the other way."""
    shape = (picture.width / picture.height) / (size[0] / size[1])
    if shape < TALL:
        picture, shape = _whole(picture, size), 1.0
    picture = _sized(picture, size)
    first, last = _ends(picture, size, shape, seconds)
    if number % 2:
        first, last = last, first

    def frame(time_s: float) -> NDArray[np.uint8]:
        box = first.towards(last, _eased(min(1.0, max(0.0, time_s / seconds))))
        corners = (box.left, box.top, box.left + box.width, box.top + box.height)
        return np.asarray(picture.resize(size, Image.Resampling.BILINEAR, corners))

    return frame


def _ends(picture: Image.Image, size: tuple[int, int], shape: float, seconds: float) -> tuple[Box, Box]:
    """Where a move begins and ends: along a panorama, and nearer to any other picture."""
    width, height = picture.size
    covering = min(width / size[0], height / size[1])
    whole = Box(0, 0, covering * size[0], covering * size[1])
    if shape >= PANORAMA:
        reach = min(width - whole.width, FASTEST * seconds * whole.width)
        left = (width - whole.width - reach) / 2
        return Box(left, 0, whole.width, whole.height), Box(left + reach, 0, whole.width, whole.height)
    zoom = min(ZOOM, 1 + FASTEST * seconds)
    far = Box((width - whole.width) / 2, (height - whole.height) / 3, whole.width, whole.height)
    near = Box(
        far.left + (whole.width - whole.width / zoom) / 2,
        far.top + (whole.height - whole.height / zoom) * 0.4,
        whole.width / zoom,
        whole.height / zoom,
    )
    return far, near


def _sized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """No larger than a sharp frame needs; the rest of the work is then the same for every picture."""
    factor = FINE * max(size[0] / picture.width, size[1] / picture.height)
    if factor >= 1:
        return picture
    return picture.resize(
        (round(picture.width * factor), round(picture.height * factor)), Image.Resampling.LANCZOS
    )


def _whole(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """All of a tall picture, before a dim and soft copy of itself that fills the frame."""
    width, height = (round(side * FINE) for side in size)
    cover = max(width / picture.width, height / picture.height)
    small = picture.resize(
        (max(1, round(picture.width * cover / 8)), max(1, round(picture.height * cover / 8)))
    )
    soft = small.filter(ImageFilter.GaussianBlur(max(1.0, BLUR * height / 8)))
    soft = soft.resize((max(width, small.width * 8), max(height, small.height * 8)), Image.Resampling.BICUBIC)
    left, top = (soft.width - width) // 2, (soft.height - height) // 2
    result = soft.crop((left, top, left + width, top + height)).point(lambda value: value * DIM)
    scale = min(width / picture.width, height / picture.height) * 0.92
    shown = picture.resize(
        (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
    )
    result.paste(shown, ((width - shown.width) // 2, (height - shown.height) // 2))
    return result


def _eased(share: float) -> float:
    """A move starts and stops gently."""
    gentle = 0.08
    if share < gentle:
        return share * share / (2 * gentle * (1 - gentle))
    if share > 1 - gentle:
        return 1 - _eased(1 - share)
    return (share - gentle / 2) / (1 - gentle)
