"""The sound of a film, as a recogniser hears it: one channel, 16 kHz, on the film's own time line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.channel_layout import layout_of, make_decodable
from subtool.media.read.probe import is_readable, opened, require_codec
from subtool.model import silent
from subtool.text.language import is_same_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

    from subtool.media.read.channel_layout import ChannelLayout
    from subtool.model import Progress, Span

RATE = 16000  # samples a second: what the acoustic models hear
SEEK_BACK_MS = 2000  # containers land after the place that is asked for, and decoders need a run-up
SAMPLES: dict[str, type[np.number[Any]]] = {
    "s16": np.int16,
    "fltp": np.float32,
}  # by ffmpeg's name of their form
SURROUND, USUAL_CENTRE = (6, 8), 2  # channels of 5.1 and 7.1, and which of them is the centre


@dataclass(frozen=True, slots=True)
class Mix:
    """How the channels of a track become one: `weights`, one a channel, and what to `say` of it.

    Without weights it is the plain one: all channels alike, or the centre of a track in surround.
    """

    weights: tuple[float, ...] = ()
    says: str = ""

    @property
    def is_plain(self) -> bool:
        return not self.weights

    @classmethod
    def of_channel(cls, number: int, count: int, says: str = "") -> Mix:
        """One channel of this many, counted from 0."""
        return cls(tuple(float(channel == number) for channel in range(count)), says)


PLAIN = Mix()


@dataclass(frozen=True, slots=True)
class SampleClock:
    """The number of the sample at which a frame starts, counted from the container's start.

    It is `(ticks * step - origin) / parts`, rounded: whole numbers alone, for a film has a quarter of a million frames.
    """

    step: int
    origin: int
    parts: int

    @classmethod
    def of(cls, container: InputContainer, stream: AudioStream, rate: int) -> SampleClock:
        """That of a track, for this many samples a second."""
        import av

        base = stream.time_base or Fraction(1, rate)
        origin = (container.start_time or 0) * base.denominator * rate
        return cls(base.numerator * av.time_base * rate, origin, base.denominator * av.time_base)

    def sample(self, ticks: int | None) -> int:
        """That of a frame with this time; 0 where it has none."""
        return (
            0 if ticks is None else (2 * (ticks * self.step - self.origin) + self.parts) // (2 * self.parts)
        )


@dataclass(frozen=True, slots=True)
class TrackChoice:
    """Which sound of a film is meant: an audio track, counted from 1, or that of a language; and a channel of it.

    A channel is `left`, `right`, `centre`, or its number from 1. Without a track it is the first in the language, else
    the one that players choose, else the first.
    """

    audio_track: int | None = None
    language: str = ""
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits at `RATE`; the first is at the container's start.

    `says` is which channels are heard in it and why, where that is not what everybody expects.
    """

    path: Path
    samples: NDArray[np.int16]
    says: str = ""

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // RATE


def read_sound(
    path: Path,
    *,
    audio_track: int | None = None,
    language: str = "",
    mix: Mix = PLAIN,
    progress: Progress = silent,
) -> Sound:
    """Decode an audio track, counted from 1; what is missing in it is silence.

    Without a number it is the first track in `language`, else the one that players choose, else the first. `mix` says
    which of its channels are heard; see `subtool.media.read.channels`.

    Raises:
        MediaError: the film cannot be read, or has no such track.
    """
    with opened(path) as container:
        track = track_number(container, path, audio_track, language)
        total = max(1, container.duration or 1) / 1_000_000 * RATE
        data = bytearray()  # grows without ever standing twice in memory
        filled = 0
        for start, piece in pieces(container, track, mix=mix):
            if start > filled + RATE // 100:  # a late track, or a hole in it
                data += bytes(2 * (start - filled))
                filled = start
            data += piece.tobytes()
            filled += len(piece)
            progress("reading the sound", min(1.0, filled / total))
    if not filled:
        raise MediaError(
            "has a sound track with nothing in it", at=Place(str(path)), hint="export it once more"
        )
    return Sound(path, np.frombuffer(data, np.int16), mix.says)


def track_number(container: InputContainer, path: Path, audio_track: int | None, language: str) -> int:
    """Which audio track is meant, counted from 0.

    Raises:
        MediaError: there is no such track, or none at all.
    """
    tracks = container.streams.audio
    if not tracks:
        raise MediaError(
            "has no sound", at=Place(str(path)), hint="name a film or a sound with a voice in it"
        )
    if audio_track is not None and audio_track > len(tracks):
        raise MediaError(
            f"has no audio track {audio_track}", at=Place(str(path)), hint=f"it has {len(tracks)}"
        )
    number = audio_track - 1 if audio_track else chosen_track(tracks, language)
    require_codec(path, f"its audio track {number + 1}", tracks[number])
    return number


def read_sound_within(path: Path, span: Span, *, language: str = "") -> Sound:
    """Decode a stretch of the track that `read_sound` takes; the first sample is at its start.

    Raises:
        MediaError: the film cannot be read, or has no sound.
    """
    first, end = span.start_ms * RATE // 1000, span.end_ms * RATE // 1000
    samples = np.zeros(end - first, np.int16)
    with opened(path) as container:
        tracks = container.streams.audio
        if not tracks:
            raise MediaError(
                "has no sound", at=Place(str(path)), hint="open the review with a film that has one"
            )
        origin_us = container.start_time or 0
        container.seek(max(0, origin_us + (span.start_ms - SEEK_BACK_MS) * 1000))
        for start, piece in pieces(container, chosen_track(tracks, language)):
            if start >= end:
                break
            begin, stop = max(start, first), min(start + len(piece), end)
            if begin < stop:
                samples[begin - first : stop - first] = piece[begin - start : stop - start]
    return Sound(path, samples)


def track_of(path: Path, language: str) -> int:
    """The number, from 0, of the track that `read_sound` takes.

    Raises:
        MediaError: the film cannot be read.
    """
    with opened(path) as container:
        return chosen_track(container.streams.audio, language)


def chosen_track(tracks: Sequence[AudioStream], language: str) -> int:
    """The first track in a language, else the first that players choose, else the first: of those that can be read."""
    from av.stream import Disposition

    readable = [number for number, track in enumerate(tracks) if is_readable(track)]
    spoken = [number for number in readable if is_same_language(tracks[number].language or "", language)]
    usual = [number for number in readable if tracks[number].disposition & Disposition.default]
    return [*spoken, *usual, *readable, 0][0]


def pieces(
    container: InputContainer, track: int, rate: int = RATE, form: str = "s16", mix: Mix = PLAIN
) -> Iterator[tuple[int, NDArray[Any]]]:
    """Resampled pieces, each with the sample it starts at. A track that breaks off ends where it breaks.

    `form` is `s16` or `fltp`, as ffmpeg calls them. Of a track in surround a plain mix takes the centre: the voice is
    there.
    """
    import av

    resamplers: dict[
        tuple[str, str, int], av.AudioResampler
    ] = {}  # the sound of a broadcast may change its kind
    stream = container.streams.audio[track]
    clock = SampleClock.of(container, stream, rate)
    layout = layout_of(stream)
    make_decodable(stream, layout)
    centre = centre_of(layout) if mix.is_plain else None
    if centre is not None:
        mix = Mix.of_channel(centre, layout.count)
    elif mix.is_plain and layout.count > 1 and not layout.is_native:  # no mix of ffmpeg's: all alike
        mix = Mix((1 / layout.count,) * layout.count)
    try:
        for frame in container.decode(audio=track):
            start = clock.sample(frame.pts)
            heard = frame if mix.is_plain else _mixed(frame, mix)
            kind = heard.format.name, heard.layout.name, heard.sample_rate
            if kind not in resamplers:
                resamplers[kind] = av.AudioResampler(format=form, layout="mono", rate=rate)
            for resampled in resamplers[kind].resample(heard):
                piece = _numbers(resampled.planes[0], SAMPLES[form], resampled.samples)
                yield (start, piece) if start >= 0 else (0, piece[-start:])
    except av.FFmpegError:
        return


def centre_of(layout: ChannelLayout) -> int | None:
    """The number of the centre channel in a surround track; None when it has none, or no more than two channels.

    A track of six or eight channels that does not name them has them in the usual order, the centre third.
    """
    names = layout.speakers
    if len(names) > 2 and "FC" in names:
        return names.index("FC")
    return USUAL_CENTRE if layout.count in SURROUND and not set(names) & {"FL", "FR"} else None


def stored_channels(frame: AudioFrame) -> Sequence[NDArray[Any]]:
    """The channels of a frame, in the numbers they are stored in."""
    if frame.format.name == "fltp":  # what nearly all decoders give: no copy is made of it
        return [_numbers(plane, np.float32, frame.samples) for plane in frame.planes]
    samples: NDArray[Any] = frame.to_ndarray()
    return list(samples if frame.format.is_planar else samples.reshape(frame.samples, -1).T)


def _numbers(plane: Any, form: type[np.number[Any]], count: int) -> NDArray[Any]:  # noqa: ANN401 - not typed as a buffer
    return np.frombuffer(plane, form, count)


def at_full_scale_1(samples: NDArray[Any]) -> NDArray[np.float32]:
    """Samples as they are stored, in the unit of which 1 is the loudest."""
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - np.float32(128)) / np.float32(128)
    if samples.dtype.kind == "i":
        return (samples / -float(np.iinfo(samples.dtype).min)).astype(np.float32)
    return samples.astype(np.float32)


def _mixed(frame: AudioFrame, mix: Mix) -> AudioFrame:
    """The channels of a frame as one; where it has not as many as the track, all of them alike."""
    import av

    channels, weights = stored_channels(frame), np.array(mix.weights, np.float32)
    if len(weights) != len(channels):
        weights = np.full(len(channels), weights.sum() / len(channels), np.float32)
    heard = weights != 0
    stored = np.stack([samples for samples, is_heard in zip(channels, heard, strict=True) if is_heard])
    samples = weights[heard] @ at_full_scale_1(stored)
    mono = av.AudioFrame.from_ndarray(np.clip(samples, -1, 1)[np.newaxis], format="fltp", layout="mono")
    mono.rate, mono.pts, mono.time_base = frame.rate, frame.pts, frame.time_base
    return mono
