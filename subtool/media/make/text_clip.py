"""Text on frames that are no film: each is one moment, and carries what is shown then."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import EngineError, Place
from subtool.media import ffmpeg as engine
from subtool.media.make.burn import furnish
from subtool.media.make.graph import captioned
from subtool.media.make.tone_map import TRANSFERS, displayed
from subtool.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.media.read.probe import Film

    Frames = NDArray[np.uint8]

STEP_MS = 1000  # from frame to frame, in the time of the text
BARE, STAMPED = "bare.rgb", "stamped.rgb"


def when(first: int, last: int) -> Span:
    """The time in which text is on these frames, both included."""
    return Span(max(0, first * STEP_MS - STEP_MS // 2), last * STEP_MS + STEP_MS // 2)


def stamped(frames: Sequence[Frames], text: str, fonts: tuple[Path, ...], film: Film) -> list[Frames]:
    """Frames of a film, of one size, in red, green and blue, with ASS on them.

    Raises:
        EngineError: ffmpeg failed, or lost a frame.
    """
    with tempfile.TemporaryDirectory(prefix="subtool-") as folder:
        room = Path(folder)
        furnish(room, text, fonts)
        with (room / BARE).open("wb") as file:
            for frame in frames:
                file.write(frame.tobytes())
        height, width, _ = frames[0].shape
        run = engine.FfmpegCall(_arguments(width, height, film.transfer), len(frames), film.path, film.path)
        engine.run(run, room, lambda _: None)
        made = np.fromfile(room / STAMPED, np.uint8)
    if made.size != len(frames) * frames[0].size:
        raise EngineError(
            f"ffmpeg made {made.size // frames[0].size} in place of {len(frames)} frames",
            at=Place(str(film.path)),
        )
    return list(made.reshape(len(frames), height, width, 3))


def _arguments(width: int, height: int, transfer: str) -> list[str]:
    import ffmpeg

    raw = {"f": "rawvideo", "pix_fmt": "rgb24"}
    source = ffmpeg.input(f"file:{BARE}", **raw, s=f"{width}x{height}", framerate=1000 / STEP_MS)
    picture = captioned(source.video)
    if transfer:  # raw frames do not say what their colours are
        said = {"color_primaries": "bt2020", "color_trc": TRANSFERS[transfer], "range": "pc"}
        picture = picture.filter("format", "gbrp").filter("setparams", colorspace="gbr", **said)
    picture = displayed(picture, transfer)
    made: list[str] = ffmpeg.output(picture, f"file:{STAMPED}", **raw).get_args()
    return made
