"""The packets of a film: when its frames are shown, how long its sound is, whether it is all there."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from subtool.errors import IncompleteError, MediaError, Place
from subtool.media.read.channel_layout import layout_of, make_decodable
from subtool.media.read.frames import Frames
from subtool.media.read.probe import is_readable, main_picture, opened, rate_of
from subtool.timecode import clock_ms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av import VideoFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.stream import VideoStream

HIDDEN_FRAMES = {"vp8"}  # codecs with packets that are never shown
ORDER_ONLY = {"avi"}  # containers that say in which order packets come, and no more
TO_MS = len("00:00:05.400")  # Matroska's tags go on to nanoseconds
BROKEN_OFF = Fraction(1, 2)  # seconds that may be missing at the end of a film: headers round


@dataclass(frozen=True, slots=True)
class SoundPackets:
    """What is in a track of sound: its packets, when it begins and ends, in seconds from the container's start.

    Bare samples lie in packets of any size, another in each container: of them `packets` counts bytes.
    """

    packets: int
    begin: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a film; `frames` is None when it has no picture."""

    frames: Frames | None
    tracks: tuple[SoundPackets, ...]

    @property
    def begin(self) -> Fraction:
        """When the first frame or sound begins: something else may be before them."""
        picture = self.frames.times[:1] if self.frames else ()
        return min((*picture, *(track.begin for track in self.tracks)))


@dataclass(slots=True)
class _Tally:
    """What was met in a stream so far."""

    packets: int = 0
    bytes: int = 0
    times: list[Fraction] = field(default_factory=list)
    keys: list[Fraction] = field(default_factory=list)
    end: Fraction = Fraction(0)
    certain: bool = True
    opens_on_key: bool = True

    def track(self, *, bare: bool) -> SoundPackets:
        return SoundPackets(
            self.bytes if bare else self.packets, min(self.times, default=Fraction(0)), self.end
        )

    def add(self, packet: Packet[Stream], base: Fraction, origin: Fraction) -> None:
        self.opens_on_key = packet.is_keyframe if not self.packets else self.opens_on_key
        self.packets += 1
        self.bytes += packet.size
        if packet.is_discard:
            return
        if packet.pts is None:
            self.certain = False
            return
        time = packet.pts * base - origin
        self.times.append(time)
        self.end = max(self.end, time + (packet.duration or 0) * base)
        if packet.is_keyframe:
            self.keys.append(time)


def contents(path: Path) -> Contents:
    """Read the packets of a film to its end; nothing is decoded unless they do not say when frames are shown.

    Raises:
        MediaError: there is no such file, or it is not a film or sound.
        IncompleteError: it is broken off.
    """
    with opened(path) as container:
        picture, sounds = main_picture(container), container.streams.audio
        streams = [*([picture] if picture else []), *sounds]
        tallies = _tally(container, streams)
        _require_all(path, container, picture, tallies)
        frames = _frames(path, container, picture, tallies[picture.index]) if picture else None
        tracks = tuple(tallies[sound.index].track(bare=is_bare(sound)) for sound in sounds)
    return Contents(frames, tracks)


def frame_times(path: Path) -> Frames:
    """When each frame of a film is shown, whatever its rate.

    Raises:
        MediaError: there is no such film.
        IncompleteError: it has no picture, or is broken off.
    """
    frames = contents(path).frames
    if frames is None:
        raise IncompleteError("has no picture, only sound", at=Place(str(path)), hint="name the film itself")
    return frames


def is_bare(sound: AudioStream) -> bool:
    """Whether a track is bare samples (PCM)."""
    return bool(sound.codec_context) and sound.codec_context.name.startswith("pcm_")


def is_timed(path: Path) -> bool:
    """Whether each packet of the picture says when it is shown."""
    with opened(path) as container:
        packets = container.demux(main_picture(container))
        return all(packet.pts is not None for packet in packets if packet.size)


def first_damage(path: Path) -> Fraction | None:
    """When, in seconds, the first packet of picture or sound is shown that cannot be decoded; None where all can."""
    import av

    last = Fraction(0)
    try:
        with opened(path) as container:
            origin = Fraction(container.start_time or 0, 1_000_000)
            picture, sounds = main_picture(container), filter(is_readable, container.streams.audio)
            streams: list[VideoStream | AudioStream] = [picture] if picture and is_readable(picture) else []
            for sound in sounds:
                make_decodable(sound, layout_of(sound))
                streams.append(sound)
            for packet in container.demux(*streams):
                if packet.pts is not None and packet.time_base:
                    last = packet.pts * packet.time_base - origin
                packet.decode()
    except av.FFmpegError:
        return max(Fraction(0), last)
    return None


def _tally(container: InputContainer, streams: list[Stream]) -> dict[int, _Tally]:
    import av

    origin = Fraction(container.start_time or 0, 1_000_000)
    bases = {stream.index: stream.time_base or Fraction(1, 1000) for stream in streams}
    tallies = {index: _Tally() for index in bases}
    try:
        for packet in container.demux(streams):
            if packet.size:  # the last one of a stream is none
                tallies[packet.stream_index].add(packet, bases[packet.stream_index], origin)
    except av.FFmpegError:
        return tallies  # what is missing is missed by `_require_all`
    return tallies


def _require_all(
    path: Path, container: InputContainer, picture: VideoStream | None, tallies: dict[int, _Tally]
) -> None:
    """Refuse a film that is broken off: less is there than its header says."""
    promised = _promised(container, picture)
    there = max((tally.end for tally in tallies.values()), default=Fraction(0))
    indexed = picture.frames if picture and container.format.name.startswith("mov") else 0
    missing = picture is not None and tallies[picture.index].packets < indexed
    if missing or promised - there > BROKEN_OFF:
        raise IncompleteError(
            f"is broken off: {float(there):.1f} of its {float(promised):.1f} seconds are there",
            at=Place(str(path)),
            hint="copy or export it again",
        )


def _promised(container: InputContainer, picture: VideoStream | None) -> Fraction:
    """How many seconds of picture and sound the header says there are; subtitles may go on for longer."""
    whole = Fraction(container.duration or 0, 1_000_000)
    streams = [*([picture] if picture else []), *container.streams.audio]
    lengths = [_length(stream) for stream in streams]
    return min(whole, max(lengths)) if lengths and all(lengths) else whole


def _length(stream: Stream) -> Fraction:
    """What a track says of its length, in seconds; Matroska does it in a tag. 0 where it says nothing."""
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    seconds = (clock_ms(stream.metadata.get("DURATION", "").rstrip("\0")[:TO_MS]) or 0) / Fraction(1000)
    return max(seconds, Fraction(0))


def _frames(path: Path, container: InputContainer, picture: VideoStream, tally: _Tally) -> Frames:
    order_only = container.format.name in ORDER_ONLY
    codec = picture.codec_context.name if picture.codec_context else ""  # one that is held may be unknown
    if order_only or not tally.certain or codec in HIDDEN_FRAMES:
        tally = _decoded(path, order_only=order_only)
    times = _decodable(tally)
    if not times:
        raise MediaError("has no frame that can be read", at=Place(str(path)), hint="export it again")
    rate = rate_of(picture)
    end = max(tally.end, times[-1])
    return Frames(tuple(times), tuple(sorted(tally.keys)), end if end > times[-1] else times[-1] + 1 / rate)


def _decodable(tally: _Tally) -> list[Fraction]:
    """The frames from the first keyframe on: a recording may begin between two."""
    if tally.opens_on_key or not tally.keys:
        return sorted(tally.times)
    return sorted(time for time in tally.times if time >= tally.keys[0])


def _decoded(path: Path, *, order_only: bool) -> _Tally:
    """The tally by decoding, which takes longer; where only the order is known, frames are shown in it."""
    tally = _Tally()
    with opened(path) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        for frame, tick in timed(container, main_picture(container), order_only=order_only):
            assert frame.time_base is not None
            tally.times.append(tick * frame.time_base - origin)
            if frame.key_frame:
                tally.keys.append(tally.times[-1])
    return tally


def timed(
    container: InputContainer, picture: VideoStream | None, *, order_only: bool
) -> Iterator[tuple[VideoFrame, int]]:
    """The frames from where the container stands, each with the tick at which it is shown.

    Where only the order is known, a decoder that hands out its last frames has no packets left to name them after: they
    follow one another.
    """
    last: int | None = None
    for frame in _readable(container, picture):
        tick = frame.dts if order_only else frame.pts
        if tick is None and order_only and last is not None:
            tick = last + 1
        if tick is not None and frame.time_base is not None:
            last = tick
            yield frame, tick


def _readable(container: InputContainer, picture: VideoStream | None) -> Iterator[VideoFrame]:
    """The frames that can be decoded: a damaged one is passed over, as ffmpeg does."""
    import av

    for packet in container.demux(picture):
        try:
            frames = packet.decode()
        except (av.InvalidDataError, av.ArgumentError):  # the second of a decoder that a damaged header stops
            continue
        yield from (frame for frame in frames if isinstance(frame, av.VideoFrame))
