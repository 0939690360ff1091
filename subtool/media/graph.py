"""What ffmpeg is to do, as a value: the graph of its filters, and its options. Nothing runs here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.media import tracks
from subtool.media.probe import CONTAINERS, PROTOCOLS

if TYPE_CHECKING:
    from subtool.media.delivery import Delivery
    from subtool.media.fonts import Fonts
    from subtool.media.frames import Cut
    from subtool.media.probe import AudioTrack, Film


@dataclass(frozen=True, slots=True)
class Burn:
    """What is to be made: a cut of a film with `subtitles` (ASS) in it, set in `faces`."""

    film: Film
    cut: Cut
    subtitles: str
    faces: Fonts
    delivery: Delivery


def arguments(job: Burn, name: str) -> list[str]:
    """What ffmpeg is called with, in a folder with `subs.ass` and `fonts`, to make the file `name` there."""
    import ffmpeg

    source, seek = _source(job)
    streams = [_picture(job, source, seek)]
    options: dict[str, Any] = {
        **job.delivery.picture(job.film.bits),
        "pix_fmt": "yuv420p" if job.film.bits == 8 else "yuv420p10le",
        "enc_time_base:v": "demux",
        "fps_mode:v": "passthrough",
        "abort_on": "empty_output",
        "map_chapters": 0 if job.cut.whole else -1,
    }
    if not name.endswith(".mkv"):
        options["movflags"] = "+faststart"
    for number, track in enumerate(job.film.audio):
        as_it_is = kept(job, track, Path(name).suffix)
        streams.append(source[str(track.index)] if as_it_is else _sound(job, source, track, seek))
        options |= tracks.options(number, track, kept=as_it_is)
    made: list[str] = ffmpeg.output(*streams, f"file:{name}", **options).get_args()
    return made


def still(job: Burn, name: str) -> list[str]:
    """The same for the one frame of a cut: a picture, as large as the film is shown.

    Times are those in the file: ffmpeg would count from the start of the picture where it reads no sound.
    """
    import ffmpeg

    source, _ = _source(job)
    picture = _picture(job, source, Fraction(-job.film.start_ms, 1000))
    picture = picture.filter("scale", job.film.width, job.film.height, in_color_matrix=job.film.matrix)
    output = ffmpeg.output(picture.filter("setsar", 1), f"file:{name}", **{"frames:v": 1, "update": 1})
    made: list[str] = output.global_args("-copyts").get_args()
    return made


def _source(job: Burn) -> tuple[Any, Fraction]:
    """The film, and where reading it begins."""
    import ffmpeg

    seek = None if job.cut.whole else job.cut.frames.seek(job.cut.first)
    opening = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    if seek is not None:
        opening["ss"] = _seconds(seek)
    return ffmpeg.input(f"file:{job.film.path.resolve()}", **opening), seek or Fraction(0)


def _picture(job: Burn, source: Any, seek: Fraction) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """Trimmed between frames, never on one; then the text; then made even, as encoders want it."""
    stream, frames = source[str(job.film.index)], job.cut.frames
    if not job.cut.whole:
        bounds = {"start": _seconds(frames.before(job.cut.first) - seek)}
        if job.cut.last < len(frames):
            bounds["end"] = _seconds(frames.before(job.cut.last) - seek)
        stream = stream.filter("trim", **bounds).filter("setpts", "PTS-STARTPTS")
    stream = captioned(stream)
    if any(side % 2 for side in job.film.stored):
        stream = stream.filter("pad", "ceil(iw/2)*2", "ceil(ih/2)*2")
    return stream


def captioned(stream: Any) -> Any:  # noqa: ANN401 - as above
    """A picture with the text in it that stands in the folder where ffmpeg runs."""
    return stream.filter("subtitles", filename="subs.ass", fontsdir="fonts", wrap_unicode=1)


def _sound(job: Burn, source: Any, track: AudioTrack, seek: Fraction) -> Any:  # noqa: ANN401 - as above
    """Trimmed to the sample where the picture is cut; silence where the track has nothing."""
    stream = source[str(track.index)]
    if job.cut.whole:
        return stream
    start, end = job.cut.start - seek, job.cut.end - seek
    return (
        stream.filter("atrim", start=_seconds(start), end=_seconds(end))
        .filter("asetpts", f"PTS-round({_seconds(start)}/TB)")
        .filter("aresample", **{"async": 1, "first_pts": 0})
        .filter("apad", whole_dur=_seconds(end - start))
    )


def kept(job: Burn, track: AudioTrack, suffix: str) -> bool:
    """Whether a track is taken over as it is."""
    return job.cut.whole and track.codec in tracks.COPIED[suffix.lower()]


def _seconds(at: Fraction) -> str:
    return f"{float(at):.6f}"
