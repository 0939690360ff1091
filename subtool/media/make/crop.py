"""A film in another shape: what is kept of its picture, and how large it becomes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image


LARGEST = 1080  # of the short side: what platforms show; a larger film is made smaller, none is made larger than itself
ALIKE = Fraction(1, 50)  # shapes so near to each other are one
BLURRED = 8  # how much smaller the ground is blurred: it costs little, and is as soft
SOFT = 2.5  # of the blur, in pixels of the small ground


@dataclass(frozen=True, slots=True)
class Framing:
    """What is kept of a picture as it is shown, in parts of its width and height, and the size it becomes.

    With `blurred` all of it stands before a blurred ground.
    """

    size: tuple[int, int]
    left: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    width: Fraction = Fraction(1)
    height: Fraction = Fraction(1)
    blurred: bool = False

    def of(self, stream: Any, stored: tuple[int, int], bits: int) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
        """The filters that make it of a picture of the size `stored`."""
        if self.blurred:
            return self._before_itself(stream, bits)
        wide, high = stored
        box = (
            _even(self.width * wide),
            _even(self.height * high),
            int(self.left * wide),
            int(self.top * high),
        )
        return stream.filter("crop", *box).filter("scale", *self.size).filter("setsar", 1)

    def _before_itself(self, stream: Any, bits: int) -> Any:  # noqa: ANN401 - as above
        wide, high = self.size
        split = stream.filter_multi_output("split")
        small = (max(2, wide // BLURRED), max(2, high // BLURRED))
        ground = (
            split[0]
            .filter("crop", f"iw*{float(self.width):.6f}", f"ih*{float(self.height):.6f}")
            .filter("scale", *small)
            .filter("gblur", SOFT)
            .filter("scale", wide, high)
            .filter("setsar", 1)
        )
        whole = split[1].filter("scale", *self.inner).filter("setsar", 1)
        return ground.overlay(whole, x="(W-w)/2", y="(H-h)/2", format="yuv420" if bits == 8 else "yuv420p10")

    @property
    def inner(self) -> tuple[int, int]:
        """How large the whole picture is before its ground."""
        wide, high = self.size
        return _even(wide * self.height), _even(high * self.width)

    def picture(self, image: Image) -> Image:
        """The part of a picture in memory that is shown, in the picture's scale."""
        from PIL import ImageFilter
        from PIL.Image import Resampling

        wide, high = image.size
        left, top = float(self.left * wide), float(self.top * high)
        box = (left, top, left + float(self.width * wide), top + float(self.height * high))
        scale = min(1.0, image.size[0] / self.size[0] if self.blurred else 1.0)
        size = (_whole(self.size[0] * scale), _whole(self.size[1] * scale))
        if not self.blurred:
            return image.resize((round(box[2] - box[0]), round(box[3] - box[1])), Resampling.BICUBIC, box)
        result = image.resize(size, Resampling.BILINEAR, box).filter(
            ImageFilter.GaussianBlur(SOFT * BLURRED * scale)
        )
        inside = (_whole(self.inner[0] * scale), _whole(self.inner[1] * scale))
        inner = image.resize(inside, Resampling.BICUBIC)
        result.paste(inner, ((result.width - inner.width) // 2, (result.height - inner.height) // 2))
        return result


def framing(shown: tuple[int, int], shape: Fraction | None, focus: Fraction | None) -> Framing | None:
    """How a picture of a size is brought into a shape; None where it has it, or none is asked for.

    `focus` is where the middle of what is kept is to be, from 0 to 1; without it all is kept.
    """
    own = Fraction(*shown)
    if shape is None or abs(own / shape - 1) <= ALIKE:
        return None
    width, height = min(Fraction(1), shape / own), min(Fraction(1), own / shape)
    size = size_of(shape, min(*shown, LARGEST))
    if focus is None:
        return Framing(size, (1 - width) / 2, (1 - height) / 2, width, height, blurred=True)
    return Framing(size, _edge(focus, width), _edge(focus, height), width, height)


def size_of(shape: Fraction, short: int) -> tuple[int, int]:
    """The even size of this shape whose short side is as long."""
    return (_even(shape * short), _even(short)) if shape >= 1 else (_even(short), _even(short / shape))


def _edge(focus: Fraction, part: Fraction) -> Fraction:
    """Where a part of a side begins whose middle is to be at the focus."""
    return max(Fraction(0), min(1 - part, focus - part / 2))


def _whole(length: float) -> int:
    return max(2, round(length))


def _even(length: Fraction | float) -> int:
    return max(2, round(length / 2) * 2)
