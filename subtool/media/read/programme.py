"""One programme on one time line, be it one film, a sound, or several parts that are played one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from subtool.errors import MediaError, Place
from subtool.media.read.channels import mixes
from subtool.media.read.demux import frame_times
from subtool.media.read.probe import Film, probe
from subtool.media.read.shot_changes import find as find_shots
from subtool.media.read.sound import RATE, Sound, read_sound
from subtool.model import Media, Span, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.media.read.channels import Judge
    from subtool.media.read.sound import Mix, TrackChoice
    from subtool.model import Progress

RATES_APART = Fraction(1, 100)  # frame rates further apart than this belong to no one programme


@dataclass(frozen=True, slots=True)
class Programme:
    """The parts in order; each begins on the time line where the one before ends."""

    parts: tuple[Film, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each part stands on the time line of the programme."""
        ends = list(accumulate(part.duration_ms for part in self.parts))
        return tuple(Span(start, end) for start, end in zip([0, *ends], ends, strict=False))

    @property
    def media(self) -> Media:
        """What a sheet says it belongs to."""
        name = " + ".join(part.path.name for part in self.parts)
        return Media(name, self.spans[-1].end_ms, timecode=self.parts[0].timecode)

    @property
    def fps(self) -> Fraction | None:
        """The frames a second of its picture; None for a sound."""
        return self.parts[0].fps

    def languages(self, audio_track: int | None = None) -> tuple[str, ...]:
        """What its tracks of sound are tagged as, or the one of that number from 1; empty where one is not."""
        tracks = self.parts[0].audio
        chosen = tracks if audio_track is None else tracks[audio_track - 1 : audio_track]
        return tuple(track.language for track in chosen)

    def frames(self) -> tuple[Fraction, ...]:
        """When each frame is shown, in seconds."""
        return tuple(self._shifted(frame_times(part.path).times for part in self.parts))

    def shots(self, progress: Progress = silent) -> tuple[Fraction, ...]:
        """When each shot begins, in seconds; a part begins one too."""
        cuts = (find_shots(part.path, progress=progress) for part in self.parts)
        seams = (Fraction(span.start_ms, 1000) for span in self.spans[1:])
        return tuple(sorted({*self._shifted(cuts), *seams}))

    def sounds(self, choice: TrackChoice, judge: Judge, progress: Progress = silent) -> Iterator[Sound]:
        """What is heard, on the time line of the programme; once for each voice where channels hold different ones.

        See `read_sound` and `mixes`.
        """
        ways = [mixes(part.path, judge, choice) for part in self.parts]
        for number in range(max(map(len, ways))):
            chosen = [way[min(number, len(way) - 1)] for way in ways]
            yield self._sound(chosen, choice, progress)

    def _sound(self, chosen: Sequence[Mix], choice: TrackChoice, progress: Progress) -> Sound:
        sounds = [
            read_sound(
                part.path,
                audio_track=choice.audio_track,
                language=choice.language,
                mix=mix,
                progress=progress,
            )
            for part, mix in zip(self.parts, chosen, strict=True)
        ]
        if len(sounds) == 1:
            return sounds[0]
        whole = np.zeros(self.spans[-1].end_ms * RATE // 1000, np.int16)
        for sound, span in zip(sounds, self.spans, strict=True):
            start = span.start_ms * RATE // 1000
            piece = sound.samples[: span.end_ms * RATE // 1000 - start]
            whole[start : start + len(piece)] = piece
        said = [f"{sound.path.name}: {sound.says}" for sound in sounds if sound.says]
        return Sound(sounds[0].path, whole, "; ".join(said))

    def _shifted(self, times: Iterator[Sequence[Fraction]]) -> Iterator[Fraction]:
        for own, span in zip(times, self.spans, strict=True):
            yield from (Fraction(span.start_ms, 1000) + start for start in own)


def programme(paths: Sequence[str | Path]) -> Programme:
    """The programme of which these films or sounds are the parts, in order.

    Raises:
        MediaError: one cannot be read, or they do not belong together: a film beside a sound, or other frame rates.
    """
    parts = tuple(probe(Path(path)) for path in paths)
    for part in parts[1:]:
        apart = part.fps and parts[0].fps and abs(part.fps - parts[0].fps) > RATES_APART
        if part.has_picture != parts[0].has_picture or apart:
            raise MediaError(
                f"is not part of one programme with {parts[0].path.name}: it has "
                + (f"{float(part.fps):.6g} frames a second" if part.fps else "no picture"),
                at=Place(str(part.path)),
                hint="align each for itself",
            )
    return Programme(parts)
