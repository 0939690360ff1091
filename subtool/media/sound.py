"""The sound of a film, as a recogniser hears it: one channel, 16 kHz, on the film's own time line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.probe import opened
from subtool.model import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

    from subtool.model import Progress

RATE = 16000


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of 16 bits at `RATE`; the first is at the container's start."""

    path: Path
    samples: NDArray[np.int16]

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // RATE


def read_sound(path: Path, *, audio_track: int | None = None, progress: Progress = silent) -> Sound:
    """Decode an audio track (counted from 1; the first by default); what is missing in it is silence.

    Raises:
        MediaError: the film cannot be read, or has no such track.
    """
    with opened(path) as container:
        tracks = container.streams.audio
        if not tracks:
            raise MediaError(
                "has no sound", at=Place(str(path)), hint="name a film or a sound with a voice in it"
            )
        if audio_track is not None and audio_track > len(tracks):
            raise MediaError(
                f"has no audio track {audio_track}", at=Place(str(path)), hint=f"it has {len(tracks)}"
            )
        total = max(1, container.duration or 1) / 1_000_000 * RATE
        data = bytearray()  # grows without ever standing twice in memory
        filled = 0
        for start, piece in _pieces(container, (audio_track or 1) - 1):
            if start > filled + RATE // 100:  # a late track, or a hole in it
                data += bytes(2 * (start - filled))
                filled = start
            data += piece.tobytes()
            filled += len(piece)
            progress("reading the sound", min(1.0, filled / total))
    if not filled:
        raise MediaError("has a sound track with nothing in it", at=Place(str(path)), hint="export it anew")
    return Sound(path, np.frombuffer(data, np.int16))


def _pieces(container: InputContainer, track: int) -> Iterator[tuple[int, NDArray[np.int16]]]:
    """Resampled pieces, each with the sample it starts at. A track that breaks off ends where it breaks."""
    import av

    origin = Fraction(container.start_time or 0, av.time_base)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        for frame in container.decode(audio=track):
            start = (
                0
                if frame.pts is None or frame.time_base is None
                else round((frame.pts * frame.time_base - origin) * RATE)
            )
            for made in resampler.resample(frame):
                piece = made.to_ndarray()[0]
                yield (start, piece) if start >= 0 else (0, piece[-start:])
    except av.FFmpegError:
        return
