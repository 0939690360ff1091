"""Small pictures of many moments of a film, in one pass over it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import MediaError, Place
from subtool.media.read.demux import ORDER_ONLY
from subtool.media.read.orientation import swaps_sides, upright
from subtool.media.read.probe import FULL_RANGE, main_picture, opened, take_unknown_for_unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from subtool.media.read.probe import Film
    from subtool.model import Span

SEEK_BACK = (0, 2, 10)  # seconds; some containers land after the place asked for
SETTLED_MS = 400  # this long after an in-time a cut is over
NEAR = Fraction(1, 2)  # seconds before the frame that is wanted, from which on all frames are decoded
# PyAV's names for how colours are stored; it knows no other.
MATRICES = {"bt709": "ITU709", "bt601": "ITU601"}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A frame as it is shown, of 8 bits in red, green and blue, and when it is shown."""

    picture: NDArray[np.uint8]
    at_ms: int


def size_of(film: Film, width: int) -> tuple[int, int]:
    """How large a film's pictures are when they are `width` wide at most, in even numbers."""
    width = min(width, film.width)
    return max(2, width // 2 * 2), max(2, round(width * film.height / film.width / 2) * 2)


def thumbnails(film: Film, spans: Sequence[Span], size: tuple[int, int]) -> Iterator[Thumbnail]:
    """A frame from each of these spans, which are in order of their starts.

    A keyframe in a span is taken before others: it is decoded alone. After the end of the film the last frame is.

    Raises:
        MediaError: a frame cannot be read.
    """
    with opened(film.path) as container:
        stream = main_picture(container)
        assert stream
        stream.thread_type = "AUTO"
        reader = _FrameReader(film, container, stream)
        for span in spans:
            frame = reader.frame_in(span)
            yield Thumbnail(_picture(frame, size, film.matrix), max(0, round(reader.time(frame) * 1000)))


class _FrameReader:
    """A place in a film. It continues from there where seeking would land before it."""

    def __init__(self, film: Film, container: InputContainer, stream: VideoStream) -> None:
        self._film, self._container, self._stream = film, container, stream
        self._origin = Fraction(container.start_time or 0, 1_000_000)
        self._order_only = container.format.name in ORDER_ONLY
        self._frames: Iterator[VideoFrame] = iter(())
        self._last: VideoFrame | None = None
        self._reach = Fraction(0)  # how far keyframes were found to be from what was wanted

    def time(self, frame: VideoFrame) -> Fraction:
        ticks = self._ticks(frame)
        assert ticks is not None
        assert frame.time_base is not None
        return ticks * frame.time_base - self._origin

    def _ticks(self, frame: VideoFrame) -> int | None:
        return frame.dts if self._order_only else frame.pts

    def frame_in(self, span: Span) -> VideoFrame:
        start, end = Fraction(span.start_ms, 1000), Fraction(span.end_ms, 1000)
        wanted = start + Fraction(min(SETTLED_MS, span.duration_ms // 2), 1000)
        if self._last is not None and start <= self.time(self._last) < end:
            return self._last
        if self._last is None or not 0 <= wanted - self.time(self._last) <= self._reach:
            self._seek(start, max(start, end - Fraction(1, 20)))
            assert self._last is not None
            time = self.time(self._last)
            if start <= time < end:
                return self._last
            self._reach = max(self._reach, wanted - time)
        return self._read_on(wanted)

    def _seek(self, start: Fraction, latest: Fraction) -> None:
        """To a keyframe in the span, or else the nearest before it."""
        for back in (*SEEK_BACK, None):
            goal = 0 if back is None else max(0, int((self._origin + latest - back) * 1_000_000))
            self._container.seek(goal)
            self._frames = self._decoded()
            first = next(self._frames, None)
            if first is not None and (back is None or self.time(first) <= latest):
                self._last = first
                return
        raise MediaError(
            f"has no frame that can be read at {float(start):.1f} s",
            at=Place(str(self._film.path)),
            hint="export it again",
        )

    def _read_on(self, wanted: Fraction) -> VideoFrame:
        assert self._last is not None
        context = self._stream.codec_context
        while self.time(self._last) < wanted:
            context.skip_frame = "NONREF" if wanted - self.time(self._last) > NEAR else "DEFAULT"
            following = next(self._frames, None)
            if following is None:
                break
            self._last = following
        context.skip_frame = "DEFAULT"
        return self._last

    def _decoded(self) -> Iterator[VideoFrame]:
        import av

        try:
            for frame in self._container.decode(self._stream):
                if isinstance(frame, av.VideoFrame) and self._ticks(frame) is not None:
                    yield frame
        except av.FFmpegError:
            return  # what is missing is missed by who asked for it


def _picture(frame: VideoFrame, size: tuple[int, int], matrix: str) -> NDArray[np.uint8]:
    """Upright, in the size it is shown in."""
    width, height = size[::-1] if swaps_sides(frame) else size
    take_unknown_for_unsaid(frame)
    if matrix == "ycgco":
        stored = frame.reformat(width, height, "yuv444p", interpolation="AREA").to_ndarray()
        return upright(frame, _from_ycgco(stored, full_range=frame.color_range == FULL_RANGE))
    result = frame.reformat(
        width, height, "rgb24", src_colorspace=MATRICES.get(matrix), interpolation="AREA"
    )  # fmt: skip
    return upright(frame, result.to_ndarray())


def _from_ycgco(stored: NDArray[Any], *, full_range: bool) -> NDArray[np.uint8]:
    """Red, green and blue of planes of luma, green and orange: ITU-T H.273, equations for matrix 8."""
    import numpy as np

    (black, luma), chroma = ((0, 255), 255) if full_range else ((16, 219), 224)
    y = (stored[0].astype(np.float32) - black) / luma
    green, orange = ((plane.astype(np.float32) - 128) / chroma for plane in stored[1:])
    colors = np.stack([y - green + orange, y + green, y - green - orange], axis=-1)
    rounded: NDArray[np.uint8] = np.round(np.clip(colors, 0, 1) * 255).astype(np.uint8)
    return rounded
