"""Burning text into a film: first what is to be run, as a value; then running it; then counting what came.

ffmpeg works in a private folder under fixed names and never sees a user's path but as a file to open: a name
cannot become a command. Nothing it says about its success is believed.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.errors import EngineError, MediaError, Place
from subtool.media import engine, fonts, tracks
from subtool.media.demux import contents
from subtool.media.frames import cut, whole
from subtool.media.probe import CONTAINERS, PROTOCOLS
from subtool.model import Span, silent
from subtool.saving import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.media.demux import Contents
    from subtool.media.frames import Cut, Frames
    from subtool.media.probe import AudioTrack, Film
    from subtool.model import Progress

EIGHT_BITS = {"c:v": "libx264", "preset": "veryfast", "crf": 19}
# More bits are H.265: what plays ten bits of H.264 is rare.
MORE_BITS = {
    "c:v": "libx265", "preset": "fast", "crf": 20, "tag:v": "hvc1", "x265-params": "log-level=error",
}  # fmt: skip
ONE_FRAME_MS = 50


@dataclass(frozen=True, slots=True)
class Burn:
    """What is to be made: a cut of a film with `subtitles` (ASS) in it, set in `faces`."""

    film: Film
    cut: Cut
    subtitles: str
    faces: fonts.Fonts


def cut_of(film: Film, frames: Frames, span: Span | None) -> Cut:
    """The frames of a range, or all of them.

    Raises:
        MediaError: the film is shorter than the range.
    """
    if span is None:
        return whole(frames)
    ends_ms = max(film.duration_ms, round(frames.end * 1000))
    beyond = span.end_ms > ends_ms + ONE_FRAME_MS or span.start_ms >= round(frames.end * 1000)
    if beyond or span.end_ms <= round(frames.times[0] * 1000):
        asked = f"{clock(span.start_ms)} to {clock(span.end_ms)}"
        runs = f"{clock(round(frames.times[0] * 1000))} to {clock(ends_ms)}"
        raise MediaError(
            f"has no passage from {asked}: its picture runs from {runs}",
            at=Place(str(film.path)),
            hint="choose a range inside the film",
        )
    return cut(frames, span)


def burn(job: Burn, out: Path, progress: Progress = silent) -> None:
    """Make it, count what was made, and only then give it its name.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: `out` cannot hold a film, is the film itself, or cannot be written.
    """
    tracks.require_target(job.film, out)
    with replacing(out) as made:
        room = made.parent
        (room / "subs.ass").write_text(job.subtitles, encoding="utf-8")
        (room / "fonts").mkdir()
        for number, path in enumerate(job.faces.paths):
            shutil.copyfile(path, room / "fonts" / f"{number}{path.suffix.lower()}")
        (room / "fonts.conf").write_text(fonts.fontconfig(), encoding="utf-8")
        run = engine.Run(arguments(job, made.name), frames=len(job.cut), film=job.film.path, out=out)
        engine.run(run, room, lambda fraction: progress("burning in", fraction))
        _verify(job, made, out)


def arguments(job: Burn, name: str) -> list[str]:
    """What ffmpeg is called with, in a folder with `subs.ass` and `fonts`, to make the file `name` there."""
    import ffmpeg

    seek = None if job.cut.whole else job.cut.frames.seek(job.cut.first)
    opening = {"protocol_whitelist": PROTOCOLS, "format_whitelist": CONTAINERS}
    if seek is not None:
        opening["ss"] = _seconds(seek)
    source = ffmpeg.input(f"file:{job.film.path.resolve()}", **opening)
    streams = [_picture(job, source, seek or Fraction(0))]
    options: dict[str, Any] = {
        **(EIGHT_BITS if job.film.bits == 8 else MORE_BITS),
        "pix_fmt": "yuv420p" if job.film.bits == 8 else "yuv420p10le",
        "enc_time_base:v": "demux",
        "fps_mode:v": "passthrough",
        "abort_on": "empty_output",
        "map_chapters": 0 if job.cut.whole else -1,
    }
    if not name.endswith(".mkv"):
        options["movflags"] = "+faststart"
    for number, track in enumerate(job.film.audio):
        kept = _kept(job, track, Path(name).suffix)
        streams.append(source[str(track.index)] if kept else _sound(job, source, track, seek or Fraction(0)))
        options |= tracks.options(number, track, kept=kept)
    made: list[str] = ffmpeg.output(*streams, f"file:{name}", **options).get_args()
    return made


def _picture(job: Burn, source: Any, seek: Fraction) -> Any:  # noqa: ANN401 - ffmpeg-python is untyped
    """Trimmed between frames, never on one; then the text; then made even, as encoders want it."""
    stream, frames = source[str(job.film.index)], job.cut.frames
    if not job.cut.whole:
        bounds = {"start": _seconds(frames.before(job.cut.first) - seek)}
        if job.cut.last < len(frames):
            bounds["end"] = _seconds(frames.before(job.cut.last) - seek)
        stream = stream.filter("trim", **bounds).filter("setpts", "PTS-STARTPTS")
    stream = stream.filter("subtitles", filename="subs.ass", fontsdir="fonts", wrap_unicode=1)
    if any(side % 2 for side in job.film.stored):
        stream = stream.filter("pad", "ceil(iw/2)*2", "ceil(ih/2)*2")
    return stream


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


def _kept(job: Burn, track: AudioTrack, suffix: str) -> bool:
    """Whether a track is taken over as it is."""
    return job.cut.whole and track.codec in tracks.COPIED[suffix.lower()]


def _verify(job: Burn, made: Path, out: Path) -> None:
    """What ffmpeg calls done is often less than was asked for."""
    found = next(_differences(job, contents(made), contents(job.film.path), out.suffix), None)
    if found:
        raise EngineError(
            f"ffmpeg made {found[1]} in place of {found[0]}",
            at=Place(str(out)),
            hint=f"nothing was written; is {job.film.path.name} damaged? play it there, or export it anew",
        )


def _differences(job: Burn, made: Contents, source: Contents, suffix: str) -> Iterator[tuple[str, str]]:
    """What was asked for, and what was made instead."""
    frames = len(made.frames or ())
    if frames != len(job.cut):
        yield f"{len(job.cut)} frames", str(frames)
    if len(made.tracks) != len(source.tracks):
        yield f"{len(source.tracks)} audio tracks", str(len(made.tracks))
    for track, there, here in zip(job.film.audio, source.tracks, made.tracks, strict=False):
        end = there.end if job.cut.whole else job.cut.end - job.cut.start
        if abs(here.end - end) > tracks.TOLERANCE:
            yield f"{float(end):.2f} seconds of sound", f"{float(here.end):.2f}"
        if _kept(job, track, suffix) and here.packets != there.packets:
            yield f"{there.packets} packets of sound", str(here.packets)


def clock(ms: int) -> str:
    """A time as people write it: 1:02:03.500, 0:02."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    whole_part = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{whole_part}.{ms % 1000:03}" if ms % 1000 else whole_part


def _seconds(at: Fraction) -> str:
    return f"{float(at):.6f}"
