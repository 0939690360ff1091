"""How much slower the narrator speaks than the synthesiser.

At first from two clues: how long both take, which is exact where all is said and nothing else; and how fast their
sounds change, which is coarse but knows of no script. Where they disagree, film and script are not of one length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.by_synthesis.features import cepstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from subtool.speech.by_synthesis.reference import SpokenReference

# Times as long as the synthesiser at 150 words a minute; 1.9 is a child that spells.
SLOWEST, FASTEST = 2.5, 0.4
LAGS = np.arange(2, 16)  # frames, over which sounds are compared with themselves
# Steps of 2.3 %: less than narrators vary by themselves.
PACES = np.exp(np.linspace(np.log(FASTEST), np.log(SLOWEST), 80))
# The voice in the film, without what the script does not have: an introduction, other speakers.
SHORTER = 0.75
USUAL = (1.0, 0.83, 1.2)  # of narrators, where the lengths do not tell
AGREE = 1.15  # what is said is found at a pace that is so far from the narrator's
EVENS_OUT = 1.4  # sounds change less with the pace than they last: the power that makes up for it


def likely_paces(
    heard: NDArray[np.float32], after_pause: NDArray[np.bool_], reference: SpokenReference
) -> tuple[float, ...]:
    """How many times as long the narrator may take, from mel bands, a row a frame: one pace, or several to try."""
    begins = np.zeros(len(reference.bands), np.bool_)
    begins[reference.sentences] = True
    by_length = len(heard) / len(reference.bands)
    if by_length > SLOWEST:  # a text so short does not tell
        return USUAL
    by_change = _by_change(_likeness(heard, after_pause), _likeness(reference.bands, begins)) ** EVENS_OUT
    by_signs = (by_length, by_change, by_length * SHORTER) if by_length >= FASTEST else (by_change, *USUAL)
    paces: list[float] = []
    for pace in map(_possible, by_signs):
        if all(max(pace / other, other / pace) >= AGREE for other in paces):
            paces.append(pace)
    return tuple(paces)


def _possible(pace: float) -> float:
    return min(SLOWEST, max(FASTEST, pace))


def _by_change(heard: NDArray[np.float64], text: NDArray[np.float64]) -> float:
    """The pace at which the text stays as like itself as what is heard, lag by lag, room and music aside."""
    lags = np.arange(1, len(text) + 1)
    away = []
    for pace in PACES:
        expected = np.interp(LAGS / pace, lags, text)
        wanted = heard[LAGS - 1]
        scale = (wanted @ expected) / (expected @ expected)
        away.append(float(((wanted - scale * expected) ** 2).sum()))
    return float(PACES[int(np.argmin(away))])


def _likeness(bands: NDArray[np.float32], begins: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How like itself a sound is some frames later, inside of a stretch."""
    shapes = cepstra(bands)[:, 1:6]
    shapes = (shapes - shapes.mean(axis=0)) / (shapes.std(axis=0) + 1e-6)
    stretch = np.cumsum(begins)
    alike = []
    for lag in range(1, int(LAGS[-1] / FASTEST) + 2):
        same = stretch[lag:] == stretch[:-lag]
        alike.append(float((shapes[lag:][same] * shapes[:-lag][same]).mean()) if same.any() else 0.0)
    return np.array(alike)
