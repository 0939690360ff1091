"""The sound of a film as a waveform: the lowest and the highest sample of each hundredth of a second."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.channel_layout import layout_of, make_decodable
from subtool.media.read.probe import opened
from subtool.media.read.sound import (
    SampleClock,
    at_full_scale_1,
    centre_of,
    chosen_track,
    stored_channels,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

PER_SECOND = 100  # columns of a waveform, one a pixel in a close view


def peaks(
    path: Path, *, audio_track: int | None = None, language: str = ""
) -> Iterator[tuple[int, NDArray[np.int8]]]:
    """Pieces of the waveform, each with the hundredth it begins at: pairs of lowest and highest, -127 to 127.

    Of a track in surround it is the centre, where the voice is; else the furthest that any channel goes.

    Raises:
        MediaError: the film cannot be read, or has no such track.
    """
    with opened(path) as container:
        tracks = container.streams.audio
        if not tracks:
            raise MediaError("has no sound", at=Place(str(path)))
        track = audio_track - 1 if audio_track else chosen_track(tracks, language)
        run = _SoundRun(PER_SECOND, 0)
        for start, rate, channels in _decoded(container, track):
            if not run.is_followed_by(start, rate, channels):
                yield from run.columns(to_the_end=True)
                run = _SoundRun(rate, max(start, run.end * rate // run.rate))
            run.append(channels)
            if run.length >= rate:
                yield from run.columns()
        yield from run.columns(to_the_end=True)


def _decoded(container: InputContainer, track: int) -> Iterator[tuple[int, int, Sequence[NDArray[Any]]]]:
    """What each frame brings: its first sample's number, the rate, the channels. What breaks off ends there."""
    import av

    stream = container.streams.audio[track]
    layout = layout_of(stream)
    make_decodable(stream, layout)
    centre, clocks = centre_of(layout), dict[int, SampleClock]()
    try:
        for frame in container.decode(audio=track):
            rate, channels = frame.sample_rate, stored_channels(frame)
            if centre is not None and len(channels) == layout.count:
                channels = channels[centre : centre + 1]
            if rate not in clocks:
                clocks[rate] = SampleClock.of(container, stream, rate)
            start = clocks[rate].sample(frame.pts)
            yield max(start, 0), rate, [samples[-start:] for samples in channels] if start < 0 else channels
    except av.FFmpegError:
        return


@dataclass(slots=True)
class _SoundRun:
    """Sound without a hole, of which `begin` is the number of the first sample that is in no column yet."""

    rate: int
    begin: int
    frames: list[Sequence[NDArray[Any]]] = field(default_factory=list)
    length: int = 0

    @property
    def end(self) -> int:
        return self.begin + self.length

    def is_followed_by(self, start: int, rate: int, channels: Sequence[NDArray[Any]]) -> bool:
        """Whether these samples are of the same kind, and no hole is before them; less than a column is rounding."""
        if not self.frames or rate != self.rate or start > self.end + rate // PER_SECOND:
            return False
        last = self.frames[-1]
        return len(last) == len(channels) and last[0].dtype == channels[0].dtype

    def append(self, channels: Sequence[NDArray[Any]]) -> None:
        self.frames.append(channels)
        self.length += len(channels[0])

    def columns(self, *, to_the_end: bool = False) -> Iterator[tuple[int, NDArray[np.int8]]]:
        """The columns that are whole, or all, with the number of the first; what is left of the sound stays."""
        first, last = self.begin * PER_SECOND // self.rate, self.end * PER_SECOND // self.rate
        last += to_the_end and last * self.rate < self.end * PER_SECOND
        if first == last or not self.length:
            return
        bounds = -(-np.arange(first, last + 1) * self.rate // PER_SECOND) - self.begin
        bounds[0], stop = 0, min(int(bounds[-1]), self.length)
        sound = [np.concatenate(channel) for channel in zip(*self.frames, strict=True)]
        pairs = np.stack(
            (
                np.min([np.minimum.reduceat(samples[:stop], bounds[:-1]) for samples in sound], axis=0),
                np.max([np.maximum.reduceat(samples[:stop], bounds[:-1]) for samples in sound], axis=0),
            ),
            axis=1,
        )
        self.begin, self.length = self.begin + stop, self.length - stop
        self.frames = [[samples[stop:] for samples in sound]]
        scaled = np.nan_to_num(at_full_scale_1(pairs) * np.float32(128), posinf=127, neginf=-127)
        yield first, np.clip(np.floor(scaled), -127, 127).astype(np.int8)
