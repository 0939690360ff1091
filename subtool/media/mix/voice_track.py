"""A voice on a film's time line: its pieces where they belong, silence between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.probe import opened
from subtool.media.read.sound import pieces
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import NDArray

    from subtool.model import Progress, Span

RATE = 48000  # samples a second, as films have
A_MS = RATE // 1000  # samples
FADE = 5 * A_MS  # samples at the edges of a piece, so that a cut in its silence is not heard as a click
WIDTH = 4  # bytes a sample


@dataclass(frozen=True, slots=True)
class VoicePiece:
    """A stretch of a voice's sound, and when it begins in the film."""

    sound: Span
    at_ms: int


def lay_out(
    voice: Path, cuts: Sequence[VoicePiece], length_ms: int, result: Path, progress: Progress = silent
) -> None:
    """Write `length_ms` of one channel, samples of 32 bits (floats) at `RATE`, with the cuts of a voice in place.

    The voice is read once, from its start to its end, and never held as a whole.

    Raises:
        MediaError: the voice cannot be read, or has no sound.
    """
    with opened(voice) as container, result.open("wb") as file:
        if not container.streams.audio:
            raise MediaError("has no sound", at=Place(str(voice)), hint="name the sound of the narration")
        file.truncate(length_ms * A_MS * WIDTH)
        total = max(1, container.duration or 1) / 1_000_000 * RATE
        filled = 0
        for start, piece in pieces(container, 0, RATE, "fltp"):
            filled = start if start > filled + RATE // 100 else filled  # a late track, or a hole in it
            for cut in cuts:
                _write(file, cut, filled, piece, length_ms * A_MS)
            filled += len(piece)
            progress("placing the voice", min(1.0, filled / total))


def _write(file: BinaryIO, cut: VoicePiece, index: int, piece: NDArray[np.float32], length: int) -> None:
    """What of a piece, which begins at sample `at` of the voice, belongs to the cut."""
    first, last = cut.sound.start_ms * A_MS, cut.sound.end_ms * A_MS
    a, b = max(index, first), min(index + len(piece), last)
    target = cut.at_ms * A_MS + a - first
    b = min(b, a + length - target)
    if a >= b:
        return
    places = np.arange(a, b)
    nearest_edge = np.minimum(places - first, last - 1 - places)
    faded = piece[a - index : b - index] * np.minimum(1.0, (nearest_edge + 1) / FADE)
    file.seek(target * WIDTH)
    file.write(faded.astype("<f4").tobytes())
