"""The sound of a film as a waveform: the lowest and the highest sample of each hundredth of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.probe import opened
from subtool.media.read.sound import chosen_track, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

PER_SECOND = 100  # columns of a waveform, one a pixel in a close view
RATE = 8000  # samples a second, which show all that a waveform of this density can


def peaks(
    path: Path, *, audio_track: int | None = None, language: str = ""
) -> Iterator[tuple[int, NDArray[np.int8]]]:
    """Pieces of the waveform, each with the hundredth it begins at: pairs of lowest and highest, -127 to 127.

    Raises:
        MediaError: the film cannot be read, or has no such track.
    """
    size = RATE // PER_SECOND
    with opened(path) as container:
        tracks = container.streams.audio
        if not tracks:
            raise MediaError("has no sound", at=Place(str(path)))
        track = audio_track - 1 if audio_track else chosen_track(tracks, language)
        rest, begin = np.zeros(0, np.int16), 0
        for start, piece in pieces(container, track, rate=RATE):
            if start > begin + len(rest) + size:  # a late track, or a hole in it; less is rounding
                begin, rest = start - start % size, np.zeros(start % size, np.int16)
            rest = np.concatenate((rest, piece))
            if len(rest) < RATE:
                continue
            whole = len(rest) // size * size
            yield begin // size, _pairs(rest[:whole], size)
            begin, rest = begin + whole, rest[whole:]
        if len(rest):
            padded = np.concatenate((rest, np.zeros(-len(rest) % size, np.int16)))
            yield begin // size, _pairs(padded, size)


def _pairs(samples: NDArray[np.int16], size: int) -> NDArray[np.int8]:
    parts = samples.reshape(-1, size)
    pairs = np.stack((parts.min(axis=1), parts.max(axis=1)), axis=1)
    result: NDArray[np.int8] = (np.clip(pairs, -32512, 32512) // 256).astype(np.int8)
    return result
