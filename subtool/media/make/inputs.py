"""How a film is opened by ffmpeg: from where it is read, and which of its frames are let through.

Whatever is read of it, and from wherever, has the film's own times, which count from the start of the container:
by itself ffmpeg would count from where it begins to read, or from the first packet of what it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from subtool.media.ffmpeg import FILM
from subtool.media.read.probe import CONTAINERS, PROTOCOLS

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.media.read.frames import FrameRange
from subtool.media.read.probe import Film

ALWAYS = ("-copyts",)  # what a call needs in which a film is read
INDEXED = "mov"  # the containers of which this is the first name
QUEUED_PACKETS = 8  # that ffmpeg reads ahead of an input


def read(film: Film, cut: FrameRange, number: int = 0) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """The film as it is read for a cut: again for each. Inputs that are alike would be taken for one, and kept."""
    opening: dict[str, Any] = {}
    if number:
        opening["thread_queue_size"] = str(QUEUED_PACKETS + number)
    if not cut.whole and (seek := cut.frames.seek(cut.first)) is not None:
        opening |= _from(seek)
    return _input(film, opening)


def read_picture(film: Film, cut: FrameRange) -> Any:  # noqa: ANN401 - as above
    """As `read`, from the keyframe itself where the index of a container can be trusted to find it."""
    if not film.container.startswith(INDEXED) or cut.frames.seek(cut.first) is None:
        return read(film, cut)
    return _input(film, _from(cut.frames.before(cut.first + 1)))


def _from(time: Fraction) -> dict[str, Any]:
    """From a keyframe before a time. More is let through than is wanted: `between` is more exact than ffmpeg."""
    return {"noaccurate_seek": None, "ss": seconds(time)}


def _input(film: Film, opening: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    import ffmpeg

    opening |= {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    return ffmpeg.input(FILM, **opening, itsoffset=seconds(-film.start))


def between(film: Film, cut: FrameRange, source: Any) -> Any:  # noqa: ANN401 - as above
    """The frames of a cut: it begins and ends between frames, never on one."""
    stream, frames = source[str(film.index)], cut.frames
    if cut.whole:
        return stream
    bounds = {"start": seconds(frames.before(cut.first))}
    if cut.last < len(frames):
        bounds["end"] = seconds(frames.before(cut.last))
    return stream.filter("trim", **bounds)


def trimmed(film: Film, cut: FrameRange, source: Any) -> Any:  # noqa: ANN401 - as above
    """A stream of the film in the time of the cut, which begins at 0."""
    stream = between(film, cut, source)
    return stream if cut.whole else stream.filter("setpts", "PTS-STARTPTS")


def seconds(time: Fraction) -> str:
    """A time as ffmpeg reads it."""
    return f"{float(time):.6f}"
