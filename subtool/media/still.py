"""One frame of a film as a picture."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place
from subtool.media.probe import main_picture, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from PIL.Image import Image

SEEK_BACK = (0, 2, 10)  # seconds; some containers land after the place asked for


def frame_at(path: Path, at_ms: int) -> Image:
    """The frame that is on screen at a time, upright, and in the shape it is shown in.

    Raises:
        MediaError: the film cannot be read, or has no picture.
    """
    with opened(path) as container:
        stream = main_picture(container)
        if stream is None:
            raise MediaError("has no picture", at=Place(str(path)), hint="name the film itself")
        wanted = Fraction(container.start_time or 0, 1_000_000) + Fraction(at_ms, 1000)
        for back in (*SEEK_BACK, None):
            container.seek(0 if back is None else max(0, int((wanted - back) * 1_000_000)))
            shown = _last_until(wanted, _frames(container, stream))
            if shown and (back is None or _time(shown) <= wanted):
                return _upright(shown, stream.sample_aspect_ratio or Fraction(1))
    raise MediaError("has no frame that can be read", at=Place(str(path)), hint="export it anew")


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    from av import VideoFrame

    for frame in container.decode(stream):
        if isinstance(frame, VideoFrame) and frame.pts is not None and frame.time_base is not None:
            yield frame


def _time(frame: VideoFrame) -> Fraction:
    assert frame.pts is not None
    assert frame.time_base is not None
    return frame.pts * frame.time_base


def _last_until(wanted: Fraction, frames: Iterator[VideoFrame]) -> VideoFrame | None:
    """The last frame that begins until a time, or the first of all."""
    shown = None
    for frame in frames:
        if shown is not None and _time(frame) > wanted:
            break
        shown = frame
    return shown


def _upright(frame: VideoFrame, aspect: Fraction) -> Image:
    picture: Image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV's gap
    if aspect != 1:
        picture = picture.resize((round(picture.width * aspect), picture.height))
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture
