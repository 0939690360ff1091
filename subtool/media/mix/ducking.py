"""The sound of a film goes down under a voice, and comes up again after it. Pure.

How far it goes down is known before, for the voice is: the sound is down when the first word begins, which a
compressor that listens to the voice cannot do, and does not pump between words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from subtool.model import Span

RATE = 1000  # values a second of a curve
HOLD_MS = 200  # a voice dies away before the sound comes up


@dataclass(frozen=True, slots=True)
class Ducking:
    """By how much (dB), how long before the voice it begins, and how long after it the way up takes."""

    by_db: float = 12.0
    attack_ms: int = 400
    release_ms: int = 900


def stretches(speech: Sequence[Span], ducking: Ducking) -> list[tuple[int, int]]:
    """From when to when the sound is down; a pause too short to come up in and go down again is none."""
    shortest_ms = ducking.attack_ms + HOLD_MS + ducking.release_ms
    joined: list[tuple[int, int]] = []
    for span in sorted(speech):
        if joined and span.start_ms - joined[-1][1] < shortest_ms:
            joined[-1] = (joined[-1][0], max(joined[-1][1], span.end_ms))
        else:
            joined.append((span.start_ms, span.end_ms))
    return joined


def curve(speech: Sequence[Span], ducking: Ducking, length_ms: int) -> NDArray[np.float32]:
    """What the film's sound is multiplied by, at each millisecond."""
    times: list[int] = []
    levels: list[float] = []
    for start_ms, end_ms in stretches(speech, ducking):
        up_ms = end_ms + HOLD_MS
        times += [start_ms - ducking.attack_ms, start_ms, up_ms, up_ms + ducking.release_ms]
        levels += [0.0, -ducking.by_db, -ducking.by_db, 0.0]
    db = np.interp(np.arange(length_ms), times or [0], levels or [0.0])
    return np.power(10.0, db / 20).astype(np.float32)
