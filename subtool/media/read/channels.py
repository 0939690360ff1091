"""Which channels of a track are to be heard: those with the voice, and with one voice only.

Channels are looked at before they are mixed, in excerpts from the whole film: two that are upside down to each other
cancel out, a centre may be empty, time code or music may fill one channel and an interpreter another. What a voice
is, the caller tells (`Judge`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.channel_layout import layout_of, make_decodable
from subtool.media.read.probe import opened
from subtool.media.read.sound import (
    PLAIN,
    RATE,
    Mix,
    TrackChoice,
    at_full_scale_1,
    centre_of,
    stored_channels,
    track_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

    from subtool.media.read.channel_layout import ChannelLayout

ANY = TrackChoice()
Judge = Callable[["NDArray[np.int16]"], "NDArray[np.float32]"]
"""How likely (0 to 1) there is a voice in each of the equal parts of a sound at `RATE`."""

# Three minutes: as much as tells the channels of an hour apart in a second or two.
EXCERPT_S, EXCERPTS = 10, 18
ENOUGH = 6  # excerpts with a voice, where all of a film is looked through for one
VOICE = 0.5  # of a likelihood: it is one (the detector's own threshold)
HARDLY_ANY = 0.01  # of the time: the excerpts missed the voice, and all of the film is looked through
SPEAKS = 0.5  # of the time the most spoken channel has a voice: so has this one; bleeding between microphones has less
LOST = 0.9  # of the best channel's voice is in the mix: with less, mixing harms it (time code at -18 dB leaves 0.68)
CENTRE = 0.8  # of the best channel's voice is in the centre: it is taken by itself, without music and noises
# Of correlation where both have a voice: wide music as loud leaves 0.63, an interpreter at most 0.47.
ONE_VOICE = 0.5
AT_ONCE = 0.5  # of the time of the less spoken one: two voices that speak at once are not two people in talk
MOST = 4  # voices that are tried one after the other
LAG = RATE // 50  # samples between two microphones, 7 m apart at most
# Of full scale, the loudest thousandth: what is raised (Silero hears nothing at 0.003), and to where.
QUIET, LOUD = 0.02, 0.35
# Of full scale, and this many of the samples: no mastering leaves that many there.
CLIPPED, CLIPPED_SHARE = 0.98, 0.005
NAMES = {
    "FL": "left", "FR": "right", "FC": "centre", "LFE": "low-frequency", "BL": "back left", "BR": "back right",
    "SL": "side left", "SR": "side right",
}  # fmt: skip
USUAL = {
    2: ("FL", "FR"),
    6: ("FL", "FR", "FC", "LFE", "BL", "BR"),
}  # where a track does not name its channels
USUAL[8] = (*USUAL[6], "SL", "SR")


@dataclass(frozen=True, slots=True)
class _Look:
    """What the excerpts show: the channels, which parts of each have a voice in them, and their names."""

    channels: NDArray[np.float32]
    voices: NDArray[np.bool_]
    names: tuple[str, ...]

    def share(self, number: int) -> float:
        return float(self.voices[number].mean())


def mixes(path: Path, judge: Judge, choice: TrackChoice = ANY) -> tuple[Mix, ...]:
    """How to hear an audio track: the best way first; more than one where its channels hold different voices.

    Raises:
        MediaError: the film cannot be read, or has no such track or channel.
    """
    with opened(path) as container:
        track = track_number(container, path, choice.audio_track, choice.language)
        stream = container.streams.audio[track]
        layout = layout_of(stream)
        make_decodable(stream, layout)
        names = channel_names(layout)
        only = _named(choice.channel, names, path) if choice.channel else None
        excerpts = _spread(container, track, layout.count)
    if only is not None:
        mix = Mix.of_channel(only, len(names), f"{_called([only], names)} heard, as asked")
        return (_levelled(mix, excerpts, None),)
    centre = centre_of(layout)
    if len(excerpts) == 1 or excerpts.shape[1] < EXCERPT_S * RATE // 100 or _alike(excerpts):
        return (_levelled(PLAIN, excerpts, centre),)
    look = _voices(excerpts, judge, names)
    if max(map(look.share, range(len(names)))) < HARDLY_ANY:
        found = _searched(path, track, judge)
        look = _voices(found, judge, names) if found is not None else look
    return tuple(_levelled(mix, look.channels, centre) for mix in _chosen(look, judge, centre)[:MOST])


def channel_names(layout: ChannelLayout) -> tuple[str, ...]:
    """What each channel is called in ffmpeg's short names; empty where nobody knows."""
    if set(layout.speakers) & {"FL", "FC"}:
        return layout.speakers
    return USUAL.get(layout.count, ("",) * layout.count)


def _named(channel: str, names: Sequence[str], path: Path) -> int:
    for number, name in enumerate(names):
        if channel in {str(number + 1), NAMES.get(name, "")}:
            return number
    there = ", ".join(
        f"{number} ({NAMES[name]})" if name in NAMES else str(number) for number, name in enumerate(names, 1)
    )
    raise MediaError(
        f"has no channel {channel} in this audio track", at=Place(str(path)), hint=f"it has {there}"
    )


def _alike(channels: NDArray[np.float32]) -> bool:
    """Whether all channels hold the same, so that a plain mix can harm nothing."""
    return bool(np.abs(channels - channels[0]).max(initial=0.0) < 1e-3 * np.abs(channels).max(initial=0.0))


def _spread(container: InputContainer, track: int, channels: int) -> NDArray[np.float32]:
    """Excerpts from the whole film, or all of it where it is short."""
    import av

    length_s = (container.duration or 0) / av.time_base
    found = []
    if length_s <= EXCERPT_S * EXCERPTS:
        for number, block in enumerate(_blocks(container, track), 1):
            found.append(block)
            if number == EXCERPTS:
                break
    else:
        for number in range(EXCERPTS):
            at_s = (number + 0.5) * length_s / EXCERPTS - EXCERPT_S / 2
            try:
                container.seek((container.start_time or 0) + round(at_s * av.time_base))
            except av.FFmpegError:
                continue
            found += list(_first(_blocks(container, track)))
    return np.concatenate(found, axis=1) if found else np.zeros((channels, 0), np.float32)


def _first(blocks: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    block = next(blocks, None)
    if block is not None:
        yield block


def _searched(path: Path, track: int, judge: Judge) -> NDArray[np.float32] | None:
    """The first excerpts with a voice in any channel, from the beginning of the film on."""
    found = []
    with opened(path) as container:
        stream = container.streams.audio[track]
        make_decodable(stream, layout_of(stream))
        for block in _blocks(container, track):
            if any((judge(_samples(channel)) >= VOICE).mean() > HARDLY_ANY for channel in block):
                found.append(block)
            if len(found) == ENOUGH:
                break
    return np.concatenate(found, axis=1) if found else None


def _blocks(container: InputContainer, track: int) -> Iterator[NDArray[np.float32]]:
    """The channels from where the container stands, at `RATE`, some `EXCERPT_S` at a time."""
    import av

    gathered: list[NDArray[Any]] = []  # as they are stored: many frames are made numbers of one scale at once
    count = 0
    rate = container.streams.audio[track].rate or RATE
    try:
        for frame in container.decode(audio=track):
            part = np.stack(stored_channels(frame))
            if gathered and (len(part) != len(gathered[0]) or part.dtype != gathered[0].dtype):
                continue  # a track that changes its channels on the way
            gathered.append(part)
            count += part.shape[1]
            if count >= EXCERPT_S * rate:
                yield _resampled(at_full_scale_1(np.concatenate(gathered, axis=1)), rate)
                gathered, count = [], 0
    except av.FFmpegError:
        pass  # a track that breaks off ends where it breaks
    if gathered:
        yield _resampled(at_full_scale_1(np.concatenate(gathered, axis=1)), rate)


def _resampled(channels: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    import av

    found: list[NDArray[Any]] = []
    for channel in channels:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(channel[np.newaxis]), format="fltp", layout="mono"
        )
        frame.rate = rate
        parts = [part.to_ndarray()[0] for given in (frame, None) for part in resampler.resample(given)]
        found.append(np.concatenate(parts))
    return np.stack(found).astype(np.float32)


def _samples(channel: NDArray[np.float32]) -> NDArray[np.int16]:
    """A channel as it is judged: raised where it is very quiet."""
    loud = _loudness(channel)
    gain = LOUD / loud if 0 < loud < QUIET else 1.0
    samples: NDArray[np.int16] = np.clip(channel * gain * 32767, -32768, 32767).astype(np.int16)
    return samples


def _loudness(samples: NDArray[np.float32]) -> float:
    return float(np.quantile(np.abs(samples), 0.999)) if samples.size else 0.0


def _voices(channels: NDArray[np.float32], judge: Judge, names: tuple[str, ...]) -> _Look:
    return _Look(channels, np.stack([judge(_samples(channel)) >= VOICE for channel in channels]), names)


def _chosen(look: _Look, judge: Judge, centre: int | None) -> list[Mix]:
    """The mixes of the channels with the voice, one a voice."""
    count = len(look.names)
    shares = [0.0 if name == "LFE" else look.share(number) for number, name in enumerate(look.names)]
    best = max(shares)
    if not best:
        return [_loudest(look)]
    if centre is not None and shares[centre] >= CENTRE * best:
        return [PLAIN]
    speaking = [number for number in range(count) if shares[number] >= SPEAKS * best]
    groups = sorted(_groups(look, speaking), key=lambda group: -max(shares[number] for number in group))
    if len(groups) > 1:
        return [_mix(look, group, "the channels hold different voices") for group in groups]
    mixed = look.channels[speaking].mean(axis=0)
    if len(speaking) > 1 and (judge(_samples(mixed)) >= VOICE).mean() < LOST * best:
        loudest = max(speaking, key=lambda number: shares[number])
        cancelled = _power(mixed) < _power(look.channels[loudest]) / 8
        why = "mixed, the channels cancel each other out" if cancelled else "mixed, the voice is lost"
        return [_mix(look, [loudest], why)]
    if len(speaking) == count and centre is None:
        return [PLAIN]
    return [_mix(look, speaking, "the centre has no voice" if centre is not None else "no other has a voice")]


def _loudest(look: _Look) -> Mix:
    """Nobody speaks, as far as is seen: all channels, or the loudest where mixing them makes silence."""
    powers = [_power(channel) for channel in look.channels]
    if _power(look.channels.mean(axis=0)) < max(powers) / 64:
        return _mix(look, [int(np.argmax(powers))], "mixed, the channels cancel each other out")
    return PLAIN


def _groups(look: _Look, speaking: Sequence[int]) -> list[list[int]]:
    """The channels by the voice they hold: those that correlate, and those that speak in turn, belong together."""
    apart = {
        (a, b)
        for a, b in combinations(speaking, 2)
        if _at_once(look, a, b) >= AT_ONCE and _correlation(look, a, b) < ONE_VOICE
    }
    groups: list[list[int]] = []
    for number in speaking:
        for group in groups:
            if not any((other, number) in apart for other in group):
                group.append(number)
                break
        else:
            groups.append([number])
    return groups


def _at_once(look: _Look, one: int, other: int) -> float:
    both = (look.voices[one] & look.voices[other]).mean()
    return float(both) / max(1e-9, min(look.share(one), look.share(other)))


def _correlation(look: _Look, one: int, other: int) -> float:
    """How far two channels with a voice are one sound, at any lag two microphones may have: the middle of all seconds.

    Each second counts for itself, so that it does not matter who is nearer to which microphone.
    """
    count = look.channels.shape[1] // RATE
    both = look.voices[one] & look.voices[other]
    spoken = [float(part.mean()) >= VOICE for part in np.array_split(both, count)] if count else []
    found = []
    for second in np.flatnonzero(spoken):
        a, b = (look.channels[number][second * RATE : (second + 1) * RATE] for number in (one, other))
        spectrum = np.fft.rfft(a, 2 * RATE) * np.conj(np.fft.rfft(b, 2 * RATE))
        lags = np.abs(np.fft.irfft(spectrum))
        norm = float(np.sqrt((a @ a) * (b @ b)))
        found.append(float(max(lags[: LAG + 1].max(), lags[-LAG:].max())) / norm if norm else 0.0)
    return float(np.median(found)) if found else 1.0


def _power(samples: NDArray[np.float32]) -> float:
    return float(np.mean(np.square(samples)))


def _mix(look: _Look, numbers: Sequence[int], why: str) -> Mix:
    weights = tuple(1 / len(numbers) if number in numbers else 0.0 for number in range(len(look.names)))
    return Mix(weights, f"{_called(numbers, look.names)} heard: {why}")


def _called(numbers: Sequence[int], names: Sequence[str]) -> str:
    """As in "the left and right channels are", or "channel 3 is"."""
    many = len(numbers) > 1
    if all(names[number] for number in numbers):
        said = " and ".join(NAMES.get(names[number], names[number]) for number in numbers)
        return f"the {said} channels are" if many else f"the {said} channel is"
    said = " and ".join(str(number + 1) for number in numbers)
    return f"channels {said} are" if many else f"channel {said} is"


def _levelled(mix: Mix, channels: NDArray[np.float32], centre: int | None) -> Mix:
    """The mix raised where it is very quiet, lowered where it is beyond full scale; what is clipped is said."""
    count = len(channels)
    plain = Mix.of_channel(centre, count) if centre is not None else Mix((1 / count,) * count)
    weights = np.array(mix.weights or plain.weights, np.float32)
    mixed = weights @ channels
    loud, peak = _loudness(mixed), float(np.abs(mixed).max(initial=0.0))
    gain, said = 1.0, ""
    if 0 < loud < QUIET:
        gain = LOUD / loud
        said = f"the sound is very quiet, and raised by {20 * np.log10(gain):.0f} dB"
    elif peak > 1:
        gain, said = 1 / peak, "the sound is louder than full scale, and lowered"
    elif float((np.abs(channels[weights > 0]) >= CLIPPED).mean()) >= CLIPPED_SHARE:
        said = "the sound is clipped: words may go unheard"
    if not said:
        return mix
    says = "; ".join(part for part in (mix.says, said) if part)
    if gain == 1:
        return replace(mix, says=says)
    return Mix(tuple(float(weight) for weight in weights * gain), says)
