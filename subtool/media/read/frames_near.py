"""The frames of a film around a moment, without reading the rest of it."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import IncompleteError, Place
from subtool.media.read.demux import HIDDEN_FRAMES, ORDER_ONLY, frame_times
from subtool.media.read.frames import Frames
from subtool.media.read.probe import main_picture, opened, rate_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

# Seconds: some containers land after the place asked for, and a frame's neighbour may be before a keyframe.
SEEK_BACK = (0, 2, 10, 60)


def frames_near(path: Path, at_ms: int) -> Frames:
    """When the frame that is on screen at a time is shown, with its neighbours and the keyframe before it.

    A film that does not say when its frames are shown is decoded as a whole.

    Raises:
        MediaError: there is no such film, it has no picture, or none that can be read.
    """
    with opened(path) as container:
        stream = main_picture(container)
        if stream is None:
            raise IncompleteError(
                "has no picture, only sound", at=Place(str(path)), hint="name the film itself"
            )
        if container.format.name in ORDER_ONLY or stream.codec_context.name in HIDDEN_FRAMES:
            return frame_times(path)
        time = Fraction(at_ms, 1000)
        for back in (*SEEK_BACK, None):
            found = _around(container, stream, time, back)
            if found and (back is None or (len(found) > 1 and found.times[1] <= time)):
                return found
    return frame_times(path)


def _around(
    container: InputContainer, stream: VideoStream, time: Fraction, back: int | None
) -> Frames | None:
    """From the keyframe that seeking lands on to the frame after `at`; None when packets have no time."""
    origin = Fraction(container.start_time or 0, 1_000_000)
    container.seek(0 if back is None else max(0, int((origin + time - back) * 1_000_000)))
    key, after, end = None, None, Fraction(0)
    times: list[Fraction] = []
    for shown, decoded, until in _packets(container, stream):
        if shown is None or decoded is None:
            return None
        key = shown - origin if key is None else key
        if shown - origin < key:  # it depends on frames before the keyframe
            continue
        times.append(shown - origin)
        end = max(end, until - origin)
        if times[-1] > time:
            after = min(after or times[-1], times[-1])
        if after is not None and decoded - origin > after:  # nothing is shown before it is decoded
            break
    if key is None:
        return None
    times.sort()
    rate = rate_of(stream)
    # The first key stands for the beginning of the film, from which there is nothing to seek.
    return Frames(
        tuple(times), (min(key, Fraction(0)), key), end if end > times[-1] else times[-1] + 1 / rate
    )


def _packets(
    container: InputContainer, stream: VideoStream
) -> Iterator[tuple[Fraction | None, Fraction | None, Fraction]]:
    """From the first keyframe on: when each frame is shown, when it is decoded, and until when it stays."""
    import av

    base, begun = stream.time_base or Fraction(1, 1000), False
    with suppress(av.FFmpegError):  # what could be read is enough, or there is none
        for packet in container.demux(stream):
            begun = begun or packet.is_keyframe
            if not packet.size or packet.is_discard or not begun:
                continue
            shown = None if packet.pts is None else packet.pts * base
            decoded = None if packet.dts is None else packet.dts * base
            yield shown, decoded, (shown or Fraction(0)) + (packet.duration or 0) * base
