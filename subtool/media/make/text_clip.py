"""Text on frames that are not a film: each is one moment, and carries what is shown then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.disk.workdir import private_folder
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.make.burn import furnish
from subtool.media.make.graph import captioned
from subtool.media.make.tone_map import TRANSFERS, displayed
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from subtool.media.read.probe import Film

    Frames = NDArray[np.uint8]

STEP_MS = 1000  # from frame to frame, in the time of the text
BARE, STAMPED = "bare.rgb", "stamped.rgb"


def when(first: int, last: int) -> Span:
    """The time in which text is on these frames, both included."""
    return Span(max(0, first * STEP_MS - STEP_MS // 2), last * STEP_MS + STEP_MS // 2)


@dataclass(frozen=True, slots=True)
class StampedFrames:
    """`count` raw frames in red, green and blue, each with the text that is shown at its moment."""

    film: Film | None
    count: int
    size: tuple[int, int]

    @property
    def source(self) -> Path | None:
        return self.film.path if self.film else None

    def arguments(self, name: str) -> list[str]:
        import ffmpeg

        width, height = self.size
        raw, transfer = {"f": "rawvideo", "pix_fmt": "rgb24"}, self.film.transfer if self.film else ""
        source = ffmpeg.input(f"file:{BARE}", **raw, s=f"{width}x{height}", framerate=1000 / STEP_MS)
        picture = captioned(source.video)
        if transfer:  # raw frames do not say what their colours are
            colours = {"color_primaries": "bt2020", "color_trc": TRANSFERS[transfer], "range": "pc"}
            picture = picture.filter("format", "gbrp").filter("setparams", colorspace="gbr", **colours)
        picture = displayed(picture, transfer)
        arguments: list[str] = ffmpeg.output(picture, f"file:{name}", **raw).get_args()
        return arguments

    def differences(self, result: Path) -> Iterator[Difference]:
        width, height = self.size
        size = result.stat().st_size
        if size != self.count * width * height * 3:
            yield Difference(f"{self.count} frames", str(size // (width * height * 3)))


def stamped(frames: Sequence[Frames], text: str, fonts: tuple[Path, ...], film: Film | None) -> list[Frames]:
    """Frames, of a film or drawn, of one size, in red, green and blue, with ASS on them.

    Raises:
        EngineError: ffmpeg failed, or lost a frame.
    """
    height, width, _ = frames[0].shape
    job = StampedFrames(film, len(frames), (width, height))
    with private_folder() as workdir:
        furnish(workdir, text, fonts)
        with (workdir / BARE).open("wb") as file:
            for frame in frames:
                file.write(frame.tobytes())
        named = film.path if film else workdir / BARE
        engine.run(
            engine.FfmpegCall(job.arguments(STAMPED), len(frames), named, named), workdir, lambda _: None
        )
        verify(job, workdir / STAMPED, named)
        pixels = np.fromfile(workdir / STAMPED, np.uint8)
    return list(pixels.reshape(len(frames), height, width, 3))
