"""Any language: espeak-ng speaks the script, and what it says is followed in the sound of the film.

First at a coarse grain through the whole film, then finely around what was found. Between two coarse runs the
synthesiser's voice is fitted to the narrator's, the room and the music by a linear map of its features.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import Span
from subtool.speech.activity import voiced
from subtool.speech.by_synthesis.contested import leads
from subtool.speech.by_synthesis.dtw import Path, PathCosts, ReferenceFrames, VoicedFrames, follow
from subtool.speech.by_synthesis.features import HOP_MS
from subtool.speech.by_synthesis.matching import GOOD, SAID, FittedMatch, Recording, Voices, find
from subtool.speech.by_synthesis.reference import spoken
from subtool.speech.by_synthesis.stranded import gathered
from subtool.speech.confidence import unaccounted
from subtool.speech.evidence import MismatchError
from subtool.speech.narration import Narration
from subtool.speech.synthesis.espeak import language_name
from subtool.speech.synthesis.readable import is_spelled_out, unreadable
from subtool.speech.utterances import utterances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.in_order import Timed

# As COARSE, but each sentence is said, and pauses inside it cost much.
FINE = PathCosts(
    still=0.03, hurry=0.06, torn=16.0, breath=2.0, run_on=16.0, left_out=1e6, left_out_a_frame=0.0
)
# A variant of espeak-ng's voices. Of a Ukrainian woman's sentences under noise 66 % were right by the man, 93 % by f4;
# where he fits well it makes no difference. f2, f3 and f5 breathe: a noise that is another one each time.
WOMAN = "+f4"
GROUP_S = 10  # of text: so much is followed finely at once, with a sentence to either side
AROUND = 50  # frames of the film before and after it
EVEN, STEEP, MOST = 1.5, 1.5, 0.97  # deviations beyond chance at which a sentence is as likely right as not
UNSAID = 0.5  # deviations beyond chance: a sentence that fits so badly is taken not to be there ...
DOUBTED = 0.5  # confidence: one that fits a little better is placed, but as a guess
# Distances by which another number, weekday or month fits better than the script's own, which is doubted or not heard
# then. In four languages' real voices, two under music after a stranger's, of 48 right ones 6 and 3 lag so far, of 82
# wrong ones 82 and 77.
LAGGING, BEATEN, HARDLY = 3.0, 8.0, 0.4
# Log odds against any sentence, where fewer than half of the script are surely said: of a season's, most are not, and
# some of so many fit a little by chance. A season's sentences that are said beat chance by 4 deviations and more.
MOST_AGAINST = 2.0


def align_sound(sentences: Sequence[Sentence], sound: Sound, voice: str, progress: Progress) -> Narration:
    """Time every word of the script by the voice in `sound`; `voice` is the name of one of espeak-ng's.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: the script fits what is said in it no better than another would.
        EngineError: espeak-ng cannot be loaded.
    """
    speech = voiced(sound, progress)
    match = _match(Recording.of(sound, speech), sentences, voice, progress)
    # names of letters are all alike, and fit anywhere
    match = match.without(number for number, one in enumerate(sentences) if is_spelled_out(one, voice))
    found = {
        number: place for number, place in match.ranges.items() if match.evidence.get(number, 0.0) >= UNSAID
    }
    against = _against(match.evidence, len(sentences))
    placed = dict(_fine(match.voices, found, progress))
    facts = leads(match.voices, sentences, placed, voice, progress)
    timed = [
        (
            sentences[number],
            _believed(
                gathered(sentences[number], spans, speech),
                match.evidence[number],
                against,
                [facts.get((number, word), 0.0) for word in range(len(spans))],
            ),
        )
        for number, spans in placed.items()
    ]
    unspoken = tuple(sentence for number, sentence in enumerate(sentences) if number not in found)
    said = utterances(timed, speech, sound)
    narration = Narration(said, unspoken, unaccounted(speech, said), unreadable(sentences, voice))
    if not match.belongs:
        sure = sum(far >= SAID for far in match.evidence.values())
        raise MismatchError(
            f"the voice seems not to speak {language_name(voice)}, or not to say the script: "
            f"{sure} of {len(sentences)} sentences fit better than other words would",
            narration,
            sound.path,
        )
    return narration


def _match(
    recording: Recording, sentences: Sequence[Sentence], voice: str, progress: Progress
) -> FittedMatch:
    """Where the sentences are: as a man says them, or a woman where he fits too little and she fits better."""
    match = find(recording, spoken(sentences, voice, progress), progress)
    if match.worth >= GOOD * len(sentences):
        return match
    other = find(recording, spoken(sentences, voice + WOMAN, progress), progress)
    return max(match, other, key=lambda one: one.worth)


def _fine(
    voices: Voices, found: dict[int, tuple[int, int]], progress: Progress
) -> Iterator[tuple[int, list[Span | None]]]:
    """The spans of each sentence's words; sentences are followed in groups, with their neighbours around."""
    numbers = sorted(found)
    for group in _groups(numbers, voices):
        first, last = max(0, group[0] - 1), min(len(numbers), group[-1] + 2)
        around = numbers[first:last]
        begin = max(0, found[around[0]][0] - AROUND)
        end = min(len(voices.heard), found[around[-1]][1] + AROUND)
        rows = np.concatenate([np.arange(voices.spoken.sentences[n], voices.spoken.ends[n]) for n in around])
        sizes = [voices.spoken.ends[n] - voices.spoken.sentences[n] for n in around]
        starts = np.cumsum([0, *sizes[:-1]])
        heard = VoicedFrames(voices.heard[begin:end], voices.recording.after_pause[begin:end])
        breaths = np.flatnonzero(np.isin(rows, voices.spoken.breaths))
        path = follow(
            heard, ReferenceFrames(voices.text[rows], starts, breaths, voices.besides), FINE, len(rows)
        )
        for index in group:
            number = numbers[index]
            shift = int(starts[index - first] - voices.spoken.sentences[number])
            yield number, _words(voices, number, path, shift, begin)
        progress("placing the words", group[-1] / len(numbers))


def _groups(numbers: Sequence[int], voices: Voices) -> Iterator[list[int]]:
    """Sentences that follow each other, by their place in `numbers`, of about `GROUP_S` each."""
    group: list[int] = []
    size = 0
    for index, number in enumerate(numbers):
        group.append(index)
        size += int(voices.spoken.ends[number] - voices.spoken.sentences[number])
        if size * HOP_MS >= GROUP_S * 1000:
            yield group
            group, size = [], 0
    if group:
        yield group


def _words(voices: Voices, number: int, path: Path, shift: int, begin: int) -> list[Span | None]:
    begins = voices.spoken.words[number] + shift
    end = int(voices.spoken.ends[number]) + shift
    said = np.flatnonzero((path.at >= int(voices.spoken.sentences[number]) + shift) & (path.at < end))
    owners = np.searchsorted(begins, path.at[said], side="right") - 1
    spans: list[Span | None] = []
    for word in range(len(begins)):
        frames = voices.recording.numbers[begin + said[owners == word]]
        spans.append(Span(int(frames[0]) * HOP_MS, int(frames[-1] + 1) * HOP_MS) if len(frames) else None)
    return spans


def _against(evidence: Mapping[int, float], count: int) -> float:
    """What speaks against any of so many sentences, by how many are surely said; nothing where most are."""
    sure = sum(far >= SAID for far in evidence.values())
    return min(MOST_AGAINST, max(0.0, math.log((count - sure + 1) / (sure + 1))))


def _believed(
    spans: Sequence[Span | None], beyond_chance: float, against: float, leads: Sequence[float]
) -> list[Timed]:
    """Words with their confidence, as likely as their sentence; none where it is hardly likely.

    A number, weekday or month is less likely where another fits better: `leads` has by how much each word is ahead.
    """
    confidence = MOST / (1 + math.exp(against - STEEP * (beyond_chance - EVEN)))
    believed = round(confidence, 2) if confidence >= DOUBTED else 0.0
    timed: list[Timed] = []
    for span, lead in zip(spans, leads, strict=True):
        most = 0.0 if lead < -BEATEN or not span else HARDLY if lead < -LAGGING else believed
        timed.append((span, min(believed, most)))
    return timed
