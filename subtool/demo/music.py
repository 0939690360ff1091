"""A little music to lie under a voice: slow chords, soft at both ends, the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# D minor, C, B flat, C.
CHORDS_HZ = ((146.8, 220.0, 293.7), (130.8, 196.0, 261.6), (116.5, 174.6, 233.1), (130.8, 164.8, 246.9))
CHORD_S = 6.0  # from one chord to the next; chosen by ear
OVERTONES = 4  # of each tone; chosen by ear
FADE_S = 2.0  # in and out; chosen by ear


def pad(seconds: float, rate: int) -> NDArray[np.float64]:
    """Chords that swell and give way to each other; the loudest sample is 1."""
    count = round(seconds * rate)
    clock = np.arange(count) / rate
    sound = np.zeros(count)
    for number in range(int(seconds / CHORD_S) + 2):
        centre = number * CHORD_S
        near = slice(*np.searchsorted(clock, (centre - CHORD_S, centre + CHORD_S)))
        swell = np.cos((clock[near] - centre) / CHORD_S * np.pi / 2) ** 2
        for tone_hz in CHORDS_HZ[number % len(CHORDS_HZ)]:
            for overtone in range(1, OVERTONES + 1):
                sound[near] += swell * np.sin(2 * np.pi * tone_hz * overtone * clock[near]) / overtone**2
    fade = np.minimum(1, np.minimum(clock, clock[::-1]) / FADE_S) if count else clock
    return sound * fade / max(1e-9, float(np.abs(sound).max()))
