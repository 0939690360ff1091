"""One frame of a film as a picture, with the text that `burn` would put on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from subtool.disk.atomic import replacing
from subtool.errors import EngineError, OutputError, Place
from subtool.media import ffmpeg as engine
from subtool.media.make import graph
from subtool.media.make.burn import furnish

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def still(job: Burn, out: Path) -> None:
    """Make the picture of a cut of one frame.

    Raises:
        EngineError: ffmpeg failed, or made no such picture.
        OutputError: `out` bears no picture's suffix, or cannot be written.
    """
    require_picture_name(out)
    with replacing(out) as made:
        furnish(made.parent, job.subtitles, job.fonts)
        run = engine.FfmpegCall(graph.still(job, FRAME), frames=1, film=job.film.path, out=out)
        engine.run(run, made.parent, lambda _: None)
        frame = made.parent / FRAME
        try:
            with Image.open(frame) as picture:
                if picture.size != (job.framing.size if job.framing else (job.film.width, job.film.height)):
                    raise EngineError(
                        f"ffmpeg made a picture of another size, {picture.size}", at=Place(str(out))
                    )
                picture.convert("RGB").save(made, **PICTURES[out.suffix.lower()])
        except (OSError, UnidentifiedImageError) as error:
            raise EngineError(
                "ffmpeg made no picture",
                at=Place(str(job.film.path)),
                hint="choose another time; export the film anew",
            ) from error
