"""A picture whose container says only in which order packets come: put into one that says when each is shown."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.media.ffmpeg import REPEATABLE
from subtool.media.read.demux import ORDER_ONLY, frame_times, is_timed
from subtool.media.read.probe import main_picture, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    from av import VideoFrame
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

    from subtool.media.read.probe import Film


REORDERING = frozenset(
    {"h264", "hevc", "mpeg4", "mpeg2video", "mpeg1video", "vc1", "wmv3", "cavs"}
)  # have B-frames
TIMED = ("mov", "matroska")  # containers in which each packet has its time
PICTURE = "picture.mkv"  # the rewrapped picture in a private folder
UNPACKING = {"mpeg4": "mpeg4_unpack_bframes"}  # DivX put two frames into one packet


def is_untimed(film: Film) -> bool:
    """Whether a film does not say when its frames are shown, and may show them in another order than they come in."""
    if film.codec not in REORDERING or film.container.startswith(TIMED):
        return False
    return film.container in ORDER_ONLY or not is_timed(film.path)


def filling_in(film: Film) -> dict[str, str]:
    """How ffmpeg is to read a film that is copied: programme streams leave out times that follow from others."""
    return {} if film.container.startswith(TIMED) or film.container in ORDER_ONLY else {"fflags": "+genpts"}


def picture_at(film: Film) -> Fraction | None:
    """When the first frame of a film is shown whose picture has to be rewrapped to be copied; None for any other."""
    return frame_times(film.path).times[0] if is_untimed(film) else None


def rewrap(film: Film, out: Path) -> None:
    """Write the picture of a film to `out` (Matroska), its packets as they are, each with the time of its frame."""
    import av

    order, frames = _order(film.path), frame_times(film.path)
    with opened(film.path) as source, av.open(str(out), "w", container_options=REPEATABLE) as file:
        there = main_picture(source)
        assert there
        stream = file.add_stream_from_template(there, opaque=True)
        base = stream.time_base = there.time_base
        assert base
        shown = [
            packet
            for packet, number in zip(_packets(source, there), order, strict=False)
            if number is not None
        ]
        numbers = [number for number in order if number is not None]
        write_in_time(file, stream, shown, numbers, ticks(frames.edges, base))


def ticks(edges: Iterable[Fraction], base: Fraction) -> list[int]:
    """Times as ticks, none of them twice: what was strung together may show two frames at one time."""
    return list(accumulate((round(edge / base) for edge in edges), lambda a, b: max(a + 1, b)))


def write_in_time(
    file: OutputContainer,
    stream: VideoStream,
    packets: Iterable[Packet[VideoStream]],
    order: Sequence[int],
    edges: Sequence[int],
) -> None:
    """Write packets that are in the order of decoding: of each, `order` has the number of its frame.

    `edges` are when frames are shown, in ticks of the stream, and the end of the last.
    """
    lag = max((place - number for place, number in enumerate(order)), default=0)
    for place, (packet, number) in enumerate(zip(packets, order, strict=True)):
        packet.stream = stream
        packet.pts, packet.duration = edges[number], edges[number + 1] - edges[number]
        packet.dts = edges[place - lag] if place >= lag else edges[0] - (lag - place) * (edges[1] - edges[0])
        file.mux_one(packet)


def _order(path: Path) -> list[int | None]:
    """The number of its frame for each packet, as a decoder gives them out; None where it gives out none."""
    shown: list[int] = []
    count = 0
    with opened(path) as container:
        stream = main_picture(container)
        assert stream
        stream.codec_context.copy_opaque = True
        for count, packet in enumerate(_packets(container, stream), 1):
            packet.opaque = count - 1
            shown += _numbers(stream.decode(packet))
        shown += _numbers(stream.decode(None))
    places = {packet: place for place, packet in enumerate(shown)}
    return [places.get(packet) for packet in range(count)]


def _numbers(frames: Iterable[VideoFrame]) -> list[int]:
    return [frame.opaque for frame in frames if isinstance(frame.opaque, int)]


def _packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """One for each frame."""
    from av.bitstream import BitStreamFilterContext

    unpacking = UNPACKING.get(stream.codec_context.name)
    bitstream = BitStreamFilterContext(unpacking, stream) if unpacking else None
    for packet in container.demux(stream):
        if packet.size:
            yield from bitstream.filter(packet) if bitstream else (packet,)
