"""The tracks of sound of a film that is made: what each container takes over as it is, and how the rest is encoded."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from subtool.media.read.probe import AudioTrack, Film

# What each container takes over as it is; other sound is encoded again.
COPIED: Mapping[str, frozenset[str]] = {
    ".mp4": frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"}),
    ".mov": frozenset(
        {"aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le", "pcm_s16be", "pcm_s24be"}
    ),
    ".mkv": frozenset(
        {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac", "vorbis", "dts", "pcm_s16le", "pcm_s24le"}
    ),
    ".webm": frozenset({"opus", "vorbis"}),
}
LAID = (".mp4", ".mov", ".mkv")  # films whose picture is taken over as it is
# The layouts that Opus has (RFC 7845, 5.1.1.2), and those that channels without names are taken to be in; by number.
OPUS: Mapping[int, str] = {
    1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"
}  # fmt: skip
# ffmpeg's own guesses, but for three channels, of which it takes one for the bass.
UNNAMED: Mapping[int, str] = {**OPUS, 4: "4.0"}
AUDIO_KBPS_A_CHANNEL = 96  # AAC and Opus for voice and music; usual practice
AUDIO_KBPS = 512  # at most, of all channels
STEREO = 2  # channels; Opus lays out more than these by mapping family 1 (RFC 7845)
TOLERANCE = Fraction(1, 8)  # seconds; a track ends with a whole packet, and codecs begin with a lead-in


def require_target(film: Film, out: Path, suffixes: Sequence[str]) -> None:
    """Refuse an output that cannot hold a film, or that is the film itself.

    Raises:
        OutputError: it is one of these.
    """
    place = Place(str(out))
    if out.suffix.lower() not in suffixes:
        raise OutputError("the suffix names no film", at=place, hint=f"use one of {', '.join(suffixes)}")
    if out.exists() and out.samefile(film.path):
        raise OutputError("is the film itself", at=place, hint="write to another name")


def options(number: int, track: AudioTrack, codec: str = "aac") -> dict[str, Any]:
    """How track `number` of the output is made: taken over ("copy"), or encoded again; with its language and title."""
    if codec == "aac":
        return {**aac(number, track.channels), **said_of(number, track)}
    return {f"c:a:{number}": codec, **said_of(number, track), **_opus(number, track.channels, codec)}


def _opus(number: int, channels: int, codec: str) -> dict[str, Any]:
    if codec != "libopus":
        return {}
    kbps = min(AUDIO_KBPS, AUDIO_KBPS_A_CHANNEL * max(1, channels))
    return {f"b:a:{number}": f"{kbps}k", f"mapping_family:a:{number}": 1 if channels > STEREO else 0}


def aac(number: int, channels: int) -> dict[str, Any]:
    """Track `number` as AAC, which plays everywhere."""
    kbps = min(AUDIO_KBPS, AUDIO_KBPS_A_CHANNEL * max(1, channels))
    return {f"c:a:{number}": "aac", f"b:a:{number}": f"{kbps}k"}


def in_order(stream: Any, track: AudioTrack) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """A track as it is decoded, with its channels where ffmpeg's filters and encoders expect them.

    They take no list of channels in an order of its own; channels without names get those that as many usually have.
    """
    layout = track.layout or UNNAMED.get(track.channels, "")
    if not layout or (track.layout and not track.order):
        return stream
    order = track.order or range(track.channels)
    return stream.filter("channelmap", map="|".join(map(str, order)), channel_layout=layout)


def opus_layout(track: AudioTrack) -> str:
    """The smallest layout of Opus that has a place for every channel of a track; empty where it is one of those.

    RFC 7845, 5.1.1.2: up to eight channels in the orders of Vorbis.
    """
    layout = track.layout or UNNAMED.get(track.channels, "")
    if not layout or layout in OPUS.values():
        return ""
    low = "LFE" in track.speakers
    fitting = (name for count, name in OPUS.items() if count >= track.channels)
    return next((name for name in fitting if not low or name.endswith(".1")), OPUS[8])


def flags_of(number: int, track: AudioTrack, *, default: bool | None = None) -> dict[str, Any]:
    """What players are told of a track, for track `number` of the output: as in the film, or the default one or not."""
    flags = {*track.flags}
    if default is not None:
        flags = flags | {"default"} if default else flags - {"default"}
    return {f"disposition:a:{number}": "+".join(sorted(flags)) or "0"}


def said_of(number: int, track: AudioTrack) -> dict[str, Any]:
    """The language and the title of a track, for track `number` of the output, after one of picture.

    An option can be given once; the two ways to name a track make it two.
    """
    said = {
        f"metadata:s:a:{number}": ("language", track.language),
        f"metadata:s:{number + 1}": ("title", track.title),
    }
    return {option: f"{name}={value}" for option, (name, value) in said.items() if value}
