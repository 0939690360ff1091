"""Where a film goes through a script, between which voices, and how far each sentence there beats chance.

At a coarse grain through the whole film, first with the synthesiser's own voice at a pace that is likely, then with
a voice that is learnt from what was found.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from subtool.media.read.sound import RATE
from subtool.speech.by_synthesis.chance import beyond_chance
from subtool.speech.by_synthesis.dtw import Path, PathCosts, ReferenceFrames, VoicedFrames, follow
from subtool.speech.by_synthesis.features import HOP_MS, cepstra, loudness
from subtool.speech.by_synthesis.pace import likely_paces
from subtool.speech.by_synthesis.voice_map import VoiceMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Span
    from subtool.speech.by_synthesis.reference import SpokenReference

GRAIN = 4  # frames that are one in the search for all sentences
MARGIN = 5  # frames around a voiced stretch
REACH_S = 600  # of the text: so far apart may film and script be
WEIGHTS = np.repeat(np.array([0.5, 1.0, 0.7], np.float32), [1, 12, 13])  # loudness, shape, change
HUM = 0.05  # of the frames are this quiet or quieter: what is left in them lies under all
# In distances of one frame; tried in six languages.
COARSE = PathCosts(
    still=0.03, hurry=0.06, torn=4.0, breath=0.5, run_on=4.0, left_out=30.0, left_out_a_frame=0.1
)
SURE = 1.0  # deviations beyond chance: from so likely sentences a voice is learnt
PLACED = 1e6  # of few sentences each is placed where it fits best: evidence alone says whether it is said
FEW = 4  # sentences: a voice that is learnt from fewer is no better than the synthesiser's
MANY = 24  # sentences: a voice that is learnt from two thirds of them is as good as from all
PARTS, FINER_PARTS = 3, 6  # of many sentences, or of fewer: each is judged by what is learnt from the others
MUCH = 5.0  # a pace is as good as its sentences beat chance, none by more than this
GOOD = 2.5  # of that, a sentence: no other pace need be tried
SAID = 2.0  # deviations beyond chance: up to 11 % of other scripts' sentences fit so well, 36-100 % of the right one's
TOGETHER = 3.5  # deviations of all sentences beyond what unrelated ones reach ...
TOO_LITTLE = 0.15  # ... and of script or speech, by length: with less that is surely said, they do not belong
UNRELATED = 0.6  # what sentences beat chance by that are not said: each was tried in many places
# Or so much of what is said in the film is in several neighbouring sentences of the script, be that a whole season's,
# which together beat the best of so many unrelated ones by so many deviations. Of episodes of 4 and 8 sentences against
# the scripts of 11 to 39 that hold them 12 of 26 do, two of which are refused by the whole. Against those without them
# and in other languages (50 pairs) neighbours reach 4.4 deviations and one sentence 6.8, where 5.2 to 5.7 are asked.
PART, SEVERAL, BEYOND_BEST = 0.3, 3, 3.0


@dataclass(frozen=True, slots=True)
class Recording:
    """The frames of the film with a voice in them: which ones, their mel bands and their features."""

    numbers: NDArray[np.int64]
    bands: NDArray[np.float32]
    features: NDArray[np.float32]

    @classmethod
    def of(cls, sound: Sound, speech: Sequence[Span]) -> Recording:
        bands = loudness(sound.samples, RATE)
        voiced_ones = np.zeros(len(bands), np.bool_)
        for span in speech:
            voiced_ones[max(0, span.start_ms // HOP_MS - MARGIN) : span.end_ms // HOP_MS + MARGIN] = True
        numbers = np.flatnonzero(voiced_ones)
        runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
        numbers = np.concatenate([run[: len(run) // GRAIN * GRAIN] for run in runs])
        return cls(numbers, bands[numbers], _even(cepstra(bands)[numbers]))

    @property
    def after_pause(self) -> NDArray[np.bool_]:
        return np.append(True, np.diff(self.numbers) > 1)


@dataclass(frozen=True, slots=True)
class Tone:
    """What makes the synthesiser's mel bands comparable with the film's: loudness, and what lies under its sound."""

    louder: np.float32
    under: NDArray[np.float32]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]

    @classmethod
    def of(cls, recording: Recording, voice: NDArray[np.float32]) -> Tone:
        louder = np.float32(np.median(recording.bands.mean(axis=1)) / np.median(voice.mean(axis=1)))
        under = np.quantile(recording.bands, HUM, axis=0).astype(np.float32)
        rows = cepstra(voice * louder + under)
        return cls(louder, under, *_evenness(rows))

    def features(self, bands: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of anything that this voice says."""
        rows = cepstra(bands * self.louder + self.under)
        rows -= self.mean
        rows *= self.scale
        return rows


@dataclass(frozen=True, slots=True)
class Voices:
    """What is heard and what is looked for in it, made comparable: features, a row a frame.

    `besides` is something else in the voice of the text. `voice_map` is what that voice was fitted to the film's by.
    """

    recording: Recording
    spoken: SpokenReference
    heard: NDArray[np.float32]
    text: NDArray[np.float32]
    besides: NDArray[np.float32]
    tone: Tone
    voice_map: VoiceMap | None = None

    @classmethod
    def unfitted(cls, recording: Recording, spoken: SpokenReference) -> Voices:
        """The text as the synthesiser says it, as loud as the film and with what lies under all of its sound."""
        voice = np.concatenate([spoken.bands, spoken.besides])
        tone = Tone.of(recording, voice)
        text, besides = np.split(tone.features(voice), [len(spoken.bands)])
        return cls(recording, spoken, recording.features, text, besides, tone)

    def says(self, bands: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features of something else that the synthesiser says, as the narrator would."""
        rows = self.tone.features(bands)
        return self.voice_map.text(rows) if self.voice_map else rows

    def fitted(self, voice_map: VoiceMap) -> Voices:
        heard, text, besides = (
            voice_map.heard(self.heard),
            voice_map.text(self.text),
            voice_map.text(self.besides),
        )
        return replace(self, heard=heard, text=text, besides=besides, voice_map=voice_map)

    def path(self) -> Path:
        """Where the film goes through the text, at the coarse grain."""
        heard = VoicedFrames(_merged(self.heard), self.recording.after_pause[::GRAIN])
        text = _merged(self.text)
        starts = np.minimum(self.spoken.sentences // GRAIN, len(text) - 1)
        breaths = np.minimum(self.spoken.breaths // GRAIN, len(text) - 1)
        costs = COARSE if len(starts) >= FEW else replace(COARSE, left_out=PLACED)
        reference = ReferenceFrames(text, starts, breaths, _merged(self.besides))
        return follow(heard, reference, costs, REACH_S * 1000 // (HOP_MS * GRAIN))

    def evidence(self, found: dict[int, tuple[int, int]]) -> dict[int, float]:
        """How far each of the sentences, found at these frames, beats chance."""
        heard, text, besides = _merged(self.heard), _merged(self.text), _merged(self.besides)
        evidence = {}
        for number, (begin, end) in found.items():
            first = int(self.spoken.sentences[number]) // GRAIN
            last = max(first + 1, int(self.spoken.ends[number]) // GRAIN)
            stretch = begin // GRAIN, end // GRAIN
            evidence[number] = beyond_chance(heard, stretch, text, (first, last), besides)
        return evidence

    def fair_evidence(self, path: Path) -> dict[int, float]:
        """What speaks for each sentence of a path, judged by a voice that is learnt from others.

        One that is learnt from a sentence fits it wherever it was found.
        """
        found = ranges(path, self)
        if len(found) < FEW:
            return self.evidence(found)
        evidence = {}
        numbers = sorted(found)
        parts = PARTS if len(numbers) >= MANY else FINER_PARTS
        for part in range(parts):
            judged = numbers[part::parts]
            places = _places(path, self, [number for number in numbers if number not in set(judged)])
            fitted = self.fitted(VoiceMap.of(self.heard, self.text, places))
            evidence.update(fitted.evidence({number: found[number] for number in judged}))
        return evidence


def find(recording: Recording, reference: SpokenReference, progress: Progress) -> FittedMatch:
    """Where the sentences are in the film, about, the voices fitted to each other, and how far each beats chance.

    In rounds: the voice of the narrator is learnt from what was found in the one before.
    """
    paces = likely_paces(recording.bands, recording.after_pause, reference)
    tried: list[tuple[float, FittedMatch]] = []
    for number, pace in enumerate(paces):
        progress("finding the sentences", number / (len(paces) + 1))
        unfitted = Voices.unfitted(recording, reference.at_pace(pace))
        match = FittedMatch.first(unfitted).better(unfitted)
        tried.append((match.worth, match))
        if tried[-1][0] >= GOOD * len(reference.sentences):
            break
    match = max(tried, key=lambda one: one[0])[1]
    progress("finding the sentences", len(paces) / (len(paces) + 1))
    return match.better(match.unfitted)


@dataclass(frozen=True, slots=True)
class FittedMatch:
    """Where the film goes through the text, between which voices, and how far each sentence there beats chance."""

    unfitted: Voices
    voices: Voices
    path: Path
    evidence: dict[int, float]

    @classmethod
    def first(cls, unfitted: Voices) -> FittedMatch:
        path = unfitted.path()
        return cls(unfitted, unfitted, path, unfitted.evidence(ranges(path, unfitted)))

    def better(self, unfitted: Voices) -> FittedMatch:
        """The match with a voice learnt from what was found, nearer to the narrator's."""
        places = _places(self.path, self.unfitted, _surest(self.evidence))
        voices = unfitted.fitted(VoiceMap.of(unfitted.heard, unfitted.text, places))
        path = voices.path()
        return FittedMatch(unfitted, voices, path, unfitted.fair_evidence(path))

    def without(self, numbers: Iterable[int]) -> FittedMatch:
        """The match with nothing that speaks for these sentences."""
        gone = set(numbers)
        evidence = {number: far for number, far in self.evidence.items() if number not in gone}
        return replace(self, evidence=evidence) if gone else self

    @property
    def ranges(self) -> dict[int, tuple[int, int]]:
        """The first and last frame of each sentence that was found, about."""
        return ranges(self.path, self.voices)

    @property
    def belongs(self) -> bool:
        """Whether script and film beat chance together: all sentences, and those that do so by far."""
        return bool(self.evidence) and (self._whole_belongs or self._part_belongs)

    @property
    def _whole_belongs(self) -> bool:
        room = min(
            len(self.voices.spoken.sentences), 2 * len(self.evidence)
        )  # the rest may be another episode's
        together = sum(self.evidence.values()) - UNRELATED * room
        sizes = self.voices.spoken.ends - self.voices.spoken.sentences
        sure = sum(int(sizes[number]) for number, far in self.evidence.items() if far >= SAID)
        return together >= TOGETHER * room**0.5 and sure >= TOO_LITTLE * min(
            len(self.voices.text), len(self.voices.heard)
        )

    @property
    def _part_belongs(self) -> bool:
        """Whether sentences in a row, of however many, beat chance together and make up enough of the film."""
        count = len(self.voices.spoken.sentences)
        gains, heard = np.full(count, -UNRELATED), np.zeros(count)
        places = self.ranges
        for number, far in self.evidence.items():
            gains[number] += far
            heard[number] = places[number][1] - places[number][0] if far >= SAID else 0
        return in_a_row(gains, heard / len(self.voices.heard))

    @property
    def worth(self) -> float:
        """All sentences together."""
        return sum(min(MUCH, max(0.0, far - 1)) for far in self.evidence.values())


def in_a_row(gains: NDArray[np.float64], shares: NDArray[np.float64]) -> bool:
    """Whether some neighbouring sentences of a script belong to the film, and to no other.

    Args:
        gains: what each sentence beats chance by, in deviations, over what an unrelated one does.
        shares: how much of what is said in the film each is that is surely said.
    """
    count = len(gains)
    least = BEYOND_BEST + math.sqrt(2 * math.log(max(2, count)))
    sums, covered, sure = (np.cumsum([0.0, *some]) for some in (gains, shares, shares > 0))
    spreads = np.sqrt(np.arange(1, count + 1))
    return any(
        bool(
            np.any(
                (sums[first + 1 :] - sums[first] >= least * spreads[: count - first])
                & (covered[first + 1 :] - covered[first] >= PART)
                & (sure[first + 1 :] - sure[first] >= SEVERAL)
            )
        )
        for first in range(count)
    )


def _surest(evidence: dict[int, float]) -> list[int]:
    """The sentences a voice is learnt from: those that beat chance, or the better half."""
    half = float(np.median([*evidence.values()])) if evidence else 0.0
    return [number for number, far in evidence.items() if far >= min(half, SURE)]


def _places(path: Path, voices: Voices, sure: Sequence[int]) -> NDArray[np.int64]:
    """For each heard frame the frame of the text where it is one of a sentence in `sure`, else -1."""
    places = np.repeat(np.where(path.at >= 0, path.at * GRAIN + GRAIN // 2, -1), GRAIN)
    owners = np.searchsorted(voices.spoken.sentences, places, side="right") - 1
    known = (places >= 0) & np.isin(owners, sure)
    return np.where(known, np.minimum(places, len(voices.text) - 1), -1)


def ranges(path: Path, voices: Voices) -> dict[int, tuple[int, int]]:
    """The sentences that were found, each with its first and last frame of `voices.heard`, about."""
    starts = np.minimum(voices.spoken.sentences // GRAIN, len(voices.text) // GRAIN - 1)
    here = np.flatnonzero(path.at >= 0)
    owners = np.searchsorted(starts, path.at[here], side="right") - 1
    return {
        int(number): (int(columns[0]) * GRAIN, int(columns[-1] + 1) * GRAIN)
        for number in np.unique(owners)
        if len(columns := here[owners == number])
    }


def _even(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each column about 0 and of its own weight, whatever the microphone and the voice; in place, for memory."""
    mean, scale = _evenness(rows)
    rows -= mean
    rows *= scale
    return rows


def _evenness(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean of each column, and what its differences are multiplied with."""
    return rows.mean(axis=0), WEIGHTS / (rows.std(axis=0) + np.float32(1e-6))


def _merged(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    count = len(rows) // GRAIN
    merged: NDArray[np.float32] = rows[: count * GRAIN].reshape(count, GRAIN, rows.shape[1]).mean(axis=1)
    return merged
