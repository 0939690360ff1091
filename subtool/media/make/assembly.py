"""A film made of frames that come one by one, with a sound, and text burned in on the way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.make import graph, sound_tracks
from subtool.media.make.burn import furnish
from subtool.media.make.sound_file import FILM_RATE, RAW
from subtool.media.read.demux import contents
from subtool.media.read.frames import Frames
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from subtool.media.make.encoding import Encoding
    from subtool.media.make.sound_file import SoundEncoding
    from subtool.model import Progress

COLOURS = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}


@dataclass(frozen=True, slots=True)
class Assembly:
    """A film of this size, rate and number of frames, with `subtitles` (ASS) in it; silence follows its sound."""

    size: tuple[int, int]
    fps: Fraction
    length: int
    sound: SoundEncoding
    subtitles: str
    fonts: tuple[Path, ...]
    delivery: Encoding

    @property
    def source(self) -> None:
        """It is made of no film."""

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with, in a folder with the text and the samples; frames are its standard input."""
        import ffmpeg

        suffix = Path(name).suffix.lower()
        rate, size = f"{self.fps.numerator}/{self.fps.denominator}", f"{self.size[0]}x{self.size[1]}"
        picture = ffmpeg.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=size, framerate=rate).video
        picture = picture.filter("scale", out_color_matrix="bt709", out_range="tv").filter(
            "format", "yuv420p"
        )
        sound = ffmpeg.input(f"file:{RAW}", f="s16le", ar=self.sound.rate, ac=1).audio
        sound = sound.filter("aresample", FILM_RATE).filter(
            "apad", whole_dur=f"{float(self.length / self.fps):.6f}"
        )
        options: dict[str, Any] = {
            **self.delivery.picture(suffix, 8),
            **COLOURS,
            **({"c:a:0": "libopus", "b:a:0": "96k"} if suffix == ".webm" else sound_tracks.aac(0, 1)),
            **engine.REPEATABLE,
        }
        if suffix not in {".mkv", ".webm"}:
            options["movflags"] = "+faststart"
        arguments: list[str] = ffmpeg.output(
            graph.captioned(picture), sound, f"file:{name}", **options
        ).get_args()
        return arguments

    def differences(self, result: Path) -> Iterator[Difference]:
        found, length = contents(result), self.length / self.fps
        seconds = found.tracks[0].end if found.tracks else Fraction(0)
        if len(found.frames or ()) != self.length:
            yield Difference(f"{self.length} frames", str(len(found.frames or ())))
        if abs(seconds - length) > sound_tracks.TOLERANCE:
            yield Difference(f"{float(length):.2f} seconds of sound", f"{float(seconds):.2f}")


def even_frames(length: int, fps: Fraction) -> Frames:
    """The frames of such a film."""
    times = tuple(Fraction(number) / fps for number in range(length))
    return Frames(times, times[:1], Fraction(length) / fps)


def assemble(
    job: Assembly, frames: Iterable[NDArray[np.uint8]], result: Path, out: Path, progress: Progress = silent
) -> None:
    """Make the film `made`, alone in its folder, which is to become `out`, and count what came.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: the disk is full.
    """
    furnish(result.parent, job.subtitles, job.fonts)
    (result.parent / RAW).write_bytes(job.sound.samples.astype("<i2").tobytes())
    run = engine.FfmpegCall(job.arguments(result.name), job.length, out, out)
    engine.feed(run, _bytes(frames), result.parent, lambda fraction: progress("filming", fraction))
    (result.parent / RAW).unlink()
    verify(job, result, out)


def _bytes(frames: Iterable[NDArray[np.uint8]]) -> Iterator[bytes]:
    for frame in frames:
        yield frame.tobytes()
