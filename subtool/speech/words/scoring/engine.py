"""The sound of a film and the sentences of an English script -> when each word is said, by own scoring of the model.

The senones of the acoustic model are scored as matrix products and the script is followed through them as a whole:
coarsely, to find its sentences, then group by group, word by word. What each word shows beyond chance decides
what is said, what is not, and whether the script belongs to the film at all.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from subtool.speech.activity import voiced
from subtool.speech.confidence import unaccounted
from subtool.speech.evidence import MismatchError
from subtool.speech.narration import Narration
from subtool.speech.utterances import utterances
from subtool.speech.words.scoring.cepstra import frames
from subtool.speech.words.scoring.chain import ways
from subtool.speech.words.scoring.coarse import Lines, found
from subtool.speech.words.scoring.evidence import SAID_ODDS, Belief
from subtool.speech.words.scoring.fine import passages, tolls
from subtool.speech.words.scoring.foreign import with_quotations
from subtool.speech.words.scoring.mixtures import mixtures
from subtool.speech.words.scoring.others import others_of
from subtool.speech.words.scoring.placing import placed
from subtool.speech.words.scoring.verdict import Spoken, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.media.read.sound import Sound
    from subtool.model import Progress, Sentence, Span
    from subtool.speech.words.pronounce import Acoustic
    from subtool.speech.words.scoring.cepstra import FilmFrames

# Of what the script says, or of what is said in the film: so much must be found surely, or so much likelier than not.
# By chance 2 sentences of 100 are sure, and 20 are likelier than not.
SURELY, LIKELY = 0.25, 0.4
# Log odds of the sentences found, beyond what the number of places where they may be gives by chance.
ENOUGH = 4.0


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
        (number, index, token.text)
        for number, s in enumerate(sentences)
        for index, token in enumerate(s.tokens)
    ]
    said = ways([acoustic.readings(text) for _, _, text in tokens], acoustic)
    sounding = [place for place, some in enumerate(said) if some]
    lines = Lines(
        [said[place] for place in sounding],
        np.array([tokens[place][0] for place in sounding], int),
        [
            others_of(sentences[number], index, said[place], acoustic)
            for place, (number, index, _) in enumerate(tokens)
            if said[place]
        ],
    )
    progress("finding the sentences", 0.0)
    coarse = found(model, film, lines)
    fit = float(np.median([one.fit for one in coarse])) if coarse else 0.0
    words = []
    parts = passages(model, film, lines, coarse, tolls(fit))
    for one in placed(parts, acoustic.hmm, len(film)):
        words.append(one)
        progress("placing the words", one.last / len(film))
    owners = [tokens[place][:2] for place in sounding]
    by_sentence = {number: list(some) for number, some in groupby(words, key=lambda one: owners[one.word][0])}
    belief = Belief.of(list(by_sentence.values()))
    verdicts, last = [Spoken((), -np.inf)] * len(sentences), -1
    for number, some in by_sentence.items():
        by_word = {index: list(parts) for index, parts in groupby(some, key=lambda one: owners[one.word][1])}
        texts = [token.text for token in sentences[number].tokens]
        verdicts[number] = spoken(by_word, texts, belief, film, last)
        last = some[-1].last
    narration = _narration(sentences, with_quotations(sentences, verdicts, speech), speech, sound)
    if reason := _reason(verdicts, lines, film):
        raise MismatchError(reason, narration, sound.path)
    return narration


def _narration(
    sentences: Sequence[Sentence], verdicts: Sequence[Spoken], speech: Sequence[Span], sound: Sound
) -> Narration:
    timed = [(s, list(v.words)) for s, v in zip(sentences, verdicts, strict=True) if v.said]
    unspoken = tuple(s for s, v in zip(sentences, verdicts, strict=True) if not v.said)
    said = utterances(timed, speech, sound)
    return Narration(said, unspoken, unaccounted(speech, said))


def _reason(verdicts: Sequence[Spoken], lines: Lines, film: FilmFrames) -> str | None:
    """Why what is said seems not to be the script; None where enough of it is.

    Enough is a share of the script, or of what is said in the film, whichever is more: a script may be a season's and
    the film one episode, or a sentence and an hour. What little is found must be worth more than the best of so many
    places where it might have been looked for.
    """
    sizes = np.diff(lines.bounds)
    for least, share in ((SAID_ODDS, SURELY), (0.0, LIKELY)):
        found = [number for number, one in enumerate(verdicts) if one.log_odds > least]
        frames = sum(verdicts[number].frames for number in found)
        odds = sum(one.log_odds for one in verdicts if one.frames and (least == 0.0 or one.log_odds > least))
        tried = math.log(max(1.0, len(film) / max(1, frames)))
        if max(sizes[found].sum() / len(lines.words), frames / len(film)) >= share and odds > tried:
            return None
    sure = sum(one.log_odds > SAID_ODDS for one in verdicts)
    return f"the script is not what is said in it: {sure} of {len(verdicts)} sentences fit better than unrelated ones"
