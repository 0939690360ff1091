"""Sound -> what a voice does to it, ten times a tenth of a second: cepstra, free of pitch and of loudness.

Mel bands after Davis and Mermelstein (1980). Windows are placed in time, not in samples, so that a synthesiser's
sound at its own rate gives the same rows as a film's.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOP_MS, WINDOW_MS = 10, 25  # usual in speech recognition (HTK)
BANDS, CEPSTRA = 26, 13  # usual in speech recognition (HTK)
LOWEST_HZ, HIGHEST_HZ = 100, 7000  # of voices; 16 kHz sound has nothing from 8000 on
STEEP = 0.97  # pre-emphasis
AT_ONCE = 4096  # windows


def loudness(samples: NDArray[np.int16], rate: int) -> NDArray[np.float32]:
    """The power in each mel band, a row each `HOP_MS`, the first window centred on the first sample."""
    count = max(1, len(samples) * 1000 // (rate * HOP_MS))
    size = rate * WINDOW_MS // 1000
    points = 1 << (size - 1).bit_length()
    window, filters = np.hamming(size).astype(np.float32), _filters(rate, points)
    power_by_band = np.empty((count, BANDS), np.float32)
    for first in range(0, count, AT_ONCE):
        numbers = np.arange(first, min(first + AT_ONCE, count))
        starts = numbers * HOP_MS * rate // 1000 - size // 2
        begin, end = int(starts[0]) - 1, int(starts[-1]) + size
        piece = samples[max(0, begin) : end].astype(np.float32)
        piece = np.pad(piece, (max(0, -begin), end - begin - len(piece) - max(0, -begin)))
        steep = piece[1:] - np.float32(STEEP) * piece[:-1]
        frames = np.lib.stride_tricks.sliding_window_view(steep, size)[starts - starts[0]]
        power = np.abs(np.fft.rfft(frames * window, points)).astype(np.float32) ** 2
        power_by_band[numbers] = power @ filters
    return power_by_band


@cache
def _filters(rate: int, points: int) -> NDArray[np.float32]:
    """Triangles on the mel scale, a column each, of the same weight."""

    def mel(hz: float) -> float:
        return 2595 * float(np.log10(1 + hz / 700))

    edges = 700 * (10 ** (np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2) / 2595) - 1)
    hz = np.arange(points // 2 + 1) * rate / points
    up = (hz[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - hz[:, None]) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(up, down))
    filters: NDArray[np.float32] = (triangles / np.maximum(triangles.sum(axis=0), 1e-9)).astype(np.float32)
    return filters


def cepstra(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    """The shape of each row's spectrum, without its loudness, and how both change (as many columns again)."""
    angles = np.pi / BANDS * (np.arange(BANDS) + 0.5)[:, None] * np.arange(CEPSTRA)
    waves = np.cos(angles).astype(np.float32)
    features = np.empty((len(bands), 2 * CEPSTRA), np.float32)
    for first in range(0, len(bands), AT_ONCE):
        begin = max(0, first - 2)  # the change is that of five rows
        shape = np.log(bands[begin : first + AT_ONCE + 2] + np.float32(1e-3)) @ waves
        rows = np.hstack([shape, _slope(shape)])[first - begin :]
        features[first : first + AT_ONCE] = rows[:AT_ONCE]
    return features


def _slope(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.pad(rows, ((2, 2), (0, 0)), "edge")
    slope: NDArray[np.float32] = (2 * (padded[4:] - padded[:-4]) + padded[3:-1] - padded[1:-3]) / np.float32(
        10
    )
    return slope
