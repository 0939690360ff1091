"""One frame of a film as a picture, with the text that `burn` would put on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from subtool.disk.atomic import replacing
from subtool.errors import OutputError, Place
from subtool.media import ffmpeg as engine
from subtool.media.job import Difference, verify
from subtool.media.make import graph
from subtool.media.make.burn import furnish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from subtool.media.make.film_job import Burn

# The suffixes of pictures, and how each is saved: without loss, or so that letters stay clean.
PICTURES: Mapping[str, Mapping[str, Any]] = {
    ".png": {"compress_level": 3},  # half the time of 6, and a seventh larger
    ".jpg": {"quality": 92, "subsampling": 0},
    ".jpeg": {"quality": 92, "subsampling": 0},
    ".webp": {"quality": 92},
}
FRAME = "frame.bmp"  # of ffmpeg, which makes it fastest; the picture is made of it


def require_picture_name(out: Path) -> None:
    """Refuse an output that bears no picture's suffix.

    Raises:
        OutputError: it does not.
    """
    if out.suffix.lower() not in PICTURES:
        raise OutputError(
            "the suffix names no picture", at=Place(str(out)), hint=f"use one of {', '.join(PICTURES)}"
        )


@dataclass(frozen=True, slots=True)
class FilmStill:
    """One frame of a film, as large as it is shown."""

    burn: Burn

    @property
    def source(self) -> Path:
        return self.burn.film.path

    @property
    def size(self) -> tuple[int, int]:
        film, framing = self.burn.film, self.burn.framing
        return framing.size if framing else (film.width, film.height)

    def arguments(self, name: str) -> list[str]:
        return graph.still(self.burn, name)

    def differences(self, result: Path) -> Iterator[Difference]:
        width, height = self.size
        try:
            with Image.open(result, formats=("PNG", "JPEG", "WEBP", "GIF", "BMP")) as picture:
                picture.load()
                found = picture.size
        except (OSError, UnidentifiedImageError):
            yield Difference("a picture", "none")
            return
        if found != self.size:
            yield Difference(f"a picture of {width}x{height}", f"one of {found[0]}x{found[1]}")


def still(job: Burn, out: Path) -> None:
    """Make the picture of a cut of one frame.

    Raises:
        EngineError: ffmpeg failed, or made no such picture.
        OutputError: `out` bears no picture's suffix, or cannot be written.
    """
    require_picture_name(out)
    what = FilmStill(job)
    with replacing(out) as result:
        furnish(result.parent, job.subtitles, job.fonts)
        call = engine.FfmpegCall(what.arguments(FRAME), frames=1, film=what.source, out=out)
        engine.run(call, result.parent, lambda _: None)
        frame = result.parent / FRAME
        verify(what, frame, out)
        with Image.open(frame, formats=("PNG", "JPEG", "WEBP", "GIF", "BMP")) as picture:
            picture.convert("RGB").save(result, **PICTURES[out.suffix.lower()])
