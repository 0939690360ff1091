"""Samples to a file of sound in the format of its suffix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subtool.errors import OutputError, Place
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.read.demux import contents
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from subtool.model import Progress

FILM_RATE = 48000  # of all sound in films
# Each suffix's own codec, nothing lost where it can be helped.
CODECS: Mapping[str, Mapping[str, Any]] = {
    ".wav": {"c:a": "pcm_s16le", "rf64": "auto"},
    ".flac": {"c:a": "flac"},
    ".mp3": {"c:a": "libmp3lame", "q:a": 2, "id3v2_version": 0},
    ".m4a": {"c:a": "aac", "b:a": "128k"},
    ".ogg": {"c:a": "libvorbis", "q:a": 5},
    ".opus": {"c:a": "libopus", "b:a": "64k"},
}
TOLERANCE_S = 0.1  # a track ends with a whole packet
RAW = "samples.raw"


@dataclass(frozen=True, slots=True)
class SoundEncoding:
    """Samples of 16 bits, one channel, `rate` a second."""

    samples: NDArray[np.int16]
    rate: int

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // self.rate

    @property
    def source(self) -> None:
        """It is made of no film."""

    def arguments(self, name: str) -> list[str]:
        """What ffmpeg is called with, in a folder with the raw samples, to make the file `name` there."""
        import ffmpeg

        samples = ffmpeg.input(f"file:{RAW}", f="s16le", ar=self.rate, ac=1)
        exact = {"ar": FILM_RATE, **engine.REPEATABLE, "flags:a": "+bitexact", "map_metadata": -1}
        codec = CODECS[name[name.rindex(".") :].lower()]
        arguments: list[str] = ffmpeg.output(samples, f"file:{name}", **codec, **exact).get_args()
        return arguments

    def differences(self, result: Path) -> Iterator[Difference]:
        tracks = contents(result).tracks
        seconds, expected = float(tracks[0].end) if tracks else 0.0, self.duration_ms / 1000
        if abs(seconds - expected) > TOLERANCE_S:
            yield Difference(f"{expected:.2f} seconds of sound", f"{seconds:.2f}")


def is_sound(path: Path) -> bool:
    """Whether a name's suffix is that of a sound."""
    return path.suffix.lower() in CODECS


def encode(job: SoundEncoding, result: Path, out: Path, progress: Progress = silent) -> None:
    """Make the file `made`, alone in its folder, which is to become `out`, and look at what came.

    Raises:
        EngineError: ffmpeg failed, or made something else than was asked for.
        OutputError: `out` has no suffix of a sound, or the disk is full.
    """
    if not is_sound(out):
        raise OutputError(
            "the suffix names no sound", at=Place(str(out)), hint=f"use one of {', '.join(CODECS)}"
        )
    raw = result.parent / RAW
    raw.write_bytes(job.samples.astype("<i2").tobytes())
    run = engine.FfmpegCall(job.arguments(result.name), 0, out, out, length_ms=job.duration_ms)
    engine.run(run, result.parent, lambda fraction: progress("writing the sound", fraction))
    raw.unlink()
    verify(job, result, out)
