"""The sound of what is made of a film: taken over as it is, or cut, joined and faded to the sample."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from subtool.media.make import sound_tracks
from subtool.media.make.encoding import Codec
from subtool.media.make.inputs import seconds
from subtool.media.make.passages import JOINT_MS, starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.make.film_job import Burn
    from subtool.media.read.probe import AudioTrack


def soundtrack(job: Burn, sources: Sequence[Any], suffix: str) -> tuple[list[Any], dict[str, Any]]:
    """The streams of sound of a file of that kind, and ffmpeg's options for them."""
    streams: list[Any] = []
    options: dict[str, Any] = {}
    for number, track in enumerate(job.film.audio):
        if kept(job, track, suffix):
            streams.append(sources[0][str(track.index)])
            options |= sound_tracks.options(number, track, "copy")
        else:
            codec = _codec(job, suffix)
            streams.append(_for_codec(_sound(job, sources, track), track, codec))
            options |= sound_tracks.options(number, track, codec)
    return streams, options


def kept(job: Burn, track: AudioTrack, suffix: str) -> bool:
    """Whether a track is taken over as it is."""
    return job.whole and not job.card and track.codec in sound_tracks.COPIED[suffix.lower()]


def _sound(job: Burn, sources: Sequence[Any], track: AudioTrack) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """Each cut from the sample where its picture begins to the one where it ends; silence where there is none."""
    import ffmpeg

    if job.whole:
        return _silent_under_card(job, sound_tracks.in_order(sources[0][str(track.index)], track), track)
    edges = [round(start * track.rate) for start in starts(job.cuts)]
    parts = []
    for number, (cut, source) in enumerate(zip(job.cuts, sources, strict=True)):
        samples = edges[number + 1] - edges[number]
        stream = (
            sound_tracks.in_order(source[str(track.index)], track)
            .filter("atrim", start=seconds(cut.start), end=seconds(cut.end))
            .filter("asetpts", f"PTS-round({seconds(cut.start)}/TB)")
            .filter("aresample", track.rate, **{"async": 1, "first_pts": 0})
            .filter("apad", whole_len=samples)
            .filter("asetpts", "N/SR/TB")
            .filter("atrim", end_sample=samples)
        )
        parts.append(_faded(job, stream, number, Fraction(samples, track.rate)))
    return _silent_under_card(job, ffmpeg.concat(*parts, v=0, a=1) if len(parts) > 1 else parts[0], track)


def _silent_under_card(job: Burn, stream: Any, track: AudioTrack) -> Any:  # noqa: ANN401 - as above
    if not job.card:
        return stream
    stream = stream.filter("aresample", track.rate, **{"async": 1, "first_pts": 0})
    return stream.filter("apad", whole_len=round(job.length * track.rate))


def _faded(job: Burn, stream: Any, number: int, length: Fraction) -> Any:  # noqa: ANN401 - as above
    """The sound of a cut as it swells at its beginning and dies away at its end; shorter where two cuts meet."""
    outer = Fraction(job.fades.sound_ms, 1000)
    joint = min(outer, Fraction(JOINT_MS, 1000))
    rise = min(outer if number == 0 else joint, length / 2)
    fall = min(outer if number == len(job.cuts) - 1 else joint, length / 2)
    if rise:
        stream = stream.filter("afade", type="in", start_time=0, duration=seconds(rise))
    if fall:
        stream = stream.filter("afade", type="out", start_time=seconds(length - fall), duration=seconds(fall))
    return stream


def _codec(job: Burn, suffix: str) -> str:
    """How sound is encoded again: what a kind of file has everywhere; without loss beside a picture for the edit."""
    if job.delivery.codec_in(suffix, job.film.bits) is Codec.PRORES:
        return "pcm_s24le"
    return "libopus" if suffix == ".webm" else "aac"


def _for_codec(stream: Any, track: AudioTrack, codec: str) -> Any:  # noqa: ANN401 - as above
    """Opus knows fewer layouts."""
    layout = sound_tracks.opus_layout(track) if codec == "libopus" else ""
    return stream.filter("aformat", channel_layouts=layout) if layout else stream
