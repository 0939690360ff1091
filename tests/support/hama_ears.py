"""The phone model in the wheel of hama, heard as the neural engine hears any other CTC model."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hama import ASRModel

from subtool.media.read.sound import RATE
from subtool.speech.neural.phones import Phones

WINDOW, AROUND = 1000, 50  # frames


class HamaEars:
    """A model of English phones, which hears each sound once."""

    hop = 320

    def __init__(self):
        self.ready = ASRModel()
        self.heard = {}
        self.vocabulary = {output: number for number, output in enumerate(self.ready.decoder_tokens)}
        silent = [self.vocabulary["<blank>"], self.vocabulary["<wb>"]]
        self.letters = Phones.of(self.vocabulary, silent, "en-us")

    def log_probabilities(self, sound, span):
        if (sound.path, span) not in self.heard:
            self.heard[sound.path, span] = list(self._windows(sound, span))
        return iter(self.heard[sound.path, span])

    def _windows(self, sound, span):
        begin = span.start_ms * RATE // 1000
        count = -(-(span.end_ms * RATE // 1000 - begin) // self.hop)
        for first, end in pairwise([*range(0, count, WINDOW), count]):
            edges = (
                begin + (first - AROUND) * self.hop,
                begin + (end + AROUND + 1) * self.hop,
            )
            here = sound.samples[max(0, edges[0]) : max(0, edges[1])].astype(np.float32) / 32768
            before = max(0, -edges[0])
            samples = np.pad(here, (before, edges[1] - edges[0] - before - len(here)))
            feeds = {"waveform": samples[None], "waveform_lengths": np.array([len(samples)])}
            rows = self.ready.session.run(["log_probs"], feeds)[0][0]
            yield self.letters.grouped(rows[AROUND : AROUND + end - first])
