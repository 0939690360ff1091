"""The sound of a film and the sentences of an English script -> when each word is said, by own scoring of the model.

The senones of the acoustic model are scored as matrix products and the script is followed through them as a whole:
coarsely, to find its sentences, then group by group, word by word. What each word shows beyond chance decides
what is said, what is not, and whether the script belongs to the film at all.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from subtool.model import Span, Utterance
from subtool.speech.activity import voiced
from subtool.speech.confidence import interpolated, unaccounted
from subtool.speech.evidence import MismatchError
from subtool.speech.narration import Narration
from subtool.speech.onsets import sharpened
from subtool.speech.words.scoring.cepstra import frames
from subtool.speech.words.scoring.chain import ways
from subtool.speech.words.scoring.coarse import Lines, found
from subtool.speech.words.scoring.evidence import Belief
from subtool.speech.words.scoring.fine import Placing, tolls
from subtool.speech.words.scoring.mixtures import mixtures
from subtool.speech.words.scoring.verdict import SAID, Spoken, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence
    from subtool.speech.words.pronounce import Acoustic

LITTLE = 0.25  # of what the script says and of what is said in the film: with less of both, another film


def align_scored(
    sentences: Sequence[Sentence], sound: Sound, acoustic: Acoustic, progress: Progress
) -> Narration:
    """Time every word of the script by the voice in `sound`.

    Raises:
        MediaError: nobody speaks in it.
        MismatchError: what is said in it is not the script.
    """
    speech = voiced(sound, progress)
    progress("listening", 0.0)
    model = mixtures(acoustic.hmm)
    film = frames(sound, speech, acoustic.hmm)
    tokens = [
        (number, at, token.text) for number, s in enumerate(sentences) for at, token in enumerate(s.tokens)
    ]
    said = ways([acoustic.readings(text) for _, _, text in tokens], acoustic)
    sounding = [place for place, some in enumerate(said) if some]
    lines = Lines(
        [said[place] for place in sounding], np.array([tokens[place][0] for place in sounding], int)
    )
    progress("finding the sentences", 0.0)
    coarse = found(model, film, lines)
    fit = float(np.median([one.fit for one in coarse])) if coarse else 0.0
    words = []
    for one in Placing(model, film, lines, tolls(fit)).words(coarse):
        words.append(one)
        progress("placing the words", one.last / len(film))
    belief = Belief.of(words)
    verdicts = [Spoken((), -np.inf, 0)] * len(sentences)
    for number, some in groupby(words, key=lambda one: tokens[sounding[one.word]][0]):
        by_word = {
            at: list(parts) for at, parts in groupby(some, key=lambda one: tokens[sounding[one.word]][1])
        }
        texts = [token.text for token in sentences[number].tokens]
        verdicts[number] = spoken(by_word, texts, belief, film)
    made = _narration(sentences, verdicts, speech, sound)
    _require_match(verdicts, sentences, made, speech, sound)
    return made


def _narration(
    sentences: Sequence[Sentence], verdicts: Sequence[Spoken], speech: Sequence[Span], sound: Sound
) -> Narration:
    timed = [(s, list(v.words)) for s, v in zip(sentences, verdicts, strict=True) if v.said]
    unspoken = tuple(s for s, v in zip(sentences, verdicts, strict=True) if not v.said)
    told = list(interpolated(timed, speech))
    sharp = iter(sharpened([span for _, words in told for span, _ in words], sound))
    utterances = tuple(
        Utterance(
            sentence,
            tuple(
                token.timed(next(sharp), confidence)
                for token, (_, confidence) in zip(sentence.tokens, words, strict=True)
            ),
        )
        for sentence, words in told
    )
    return Narration(utterances, unspoken, unaccounted(speech, utterances))


def _require_match(
    verdicts: Sequence[Spoken],
    sentences: Sequence[Sentence],
    made: Narration,
    speech: Sequence[Span],
    sound: Sound,
) -> None:
    """Enough of the script, or of what is said, is the other: a script may be a season's, a film an hour.

    Raises:
        MismatchError: so little is, that chance may give it.
    """
    sure = [number for number, one in enumerate(verdicts) if one.log_odds > SAID]
    script = sum(len(s.tokens) for s in sentences)
    told = sum(len(sentences[number].tokens) for number in sure)
    heard_ms = 0
    for number in sure:
        spans = [span for span, _ in verdicts[number].words if span]
        heard_ms += spans[-1].end_ms - spans[0].start_ms
    voiced_ms = sum(span.duration_ms for span in speech)
    if max(told / max(1, script), heard_ms / voiced_ms) < LITTLE:
        raise MismatchError(
            f"the script is not what is said in it: {len(sure)} of {len(sentences)} sentences fit better than "
            "unrelated ones",
            made,
            sound.path,
        )
