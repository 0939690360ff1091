"""One frame of a film as a picture."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.media.probe import main_picture, opened

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image


def frame_at(path: Path, at_ms: int) -> Image:
    """The frame that is on screen at a time, as it is stored.

    Raises:
        MediaError: the film cannot be read, or has no frame then.
    """
    with opened(path) as container:
        stream = main_picture(container)
        if stream is None:
            raise MediaError("has no picture", at=Place(str(path)), hint="name the film itself")
        origin = Fraction(container.start_time or 0, 1_000_000)
        wanted = origin + Fraction(at_ms, 1000)
        container.seek(int(wanted * 1_000_000), backward=True)
        shown = None
        for frame in container.decode(stream):
            if frame.pts is None or frame.time_base is None:
                continue
            if shown is not None and frame.pts * frame.time_base > wanted:
                break
            shown = frame
        if shown is None:
            raise MediaError(
                f"has no frame at {at_ms / 1000:g} s", at=Place(str(path)), hint="choose a time inside it"
            )
        picture: Image = shown.to_image()  # type: ignore[no-untyped-call]  # PyAV's gap
        return picture
