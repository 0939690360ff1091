"""How far the placed words speak for their sentence, and the sentences for the script: against what chance gives.

The evidence of a piece of a word is how many spreads it fits better than unrelated ones of as many phones do in its
frames, less something where all of them fit badly. Words that are not said reach some of it too, because the search
puts them where they fit best: `CHANCE`. It was measured on English scripts in other films (other English voices,
seven languages, music): medians from -0.4 to 0.4 a film, means from -0.5 to 0.1; the same scripts with their words and
phones in reverse order give -0.2 on any sound, the right one too. The hardest right films (a child of six reading a
foreign language, a voice under music after a stranger's) have 0.7, clean narrators 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.speech.words.scoring.fine import Placed

FIT = 0.4  # of a word's fit (nats a frame) is added; 0.3-0.5 part right from wrong words alike
CHANCE = 0.0  # spreads; means in other films lie between -0.5 and 0.1, as above
LEAST_FAIR = 0.7  # evidence of a film's words in the median: with less it cannot be told from chance
SPREAD = 1.8  # of the evidence of pieces, right or wrong
SAID_ODDS = 2.0  # log odds of a sentence that is surely said
MOST_PRIOR, LEAST_SHARE = 2.0, 0.5  # log odds, and sentences: what few sentences say of each other is little
MOST = 3.0  # log odds that one word may add to its sentence or take from it


@dataclass(frozen=True, slots=True)
class Belief:
    """What the words of a film show when they are right (`fair`) and when they are chance."""

    fair: float
    chance: float = CHANCE
    prior: float = 0.0  # log odds of any sentence that was placed, by how many of them are sure

    @classmethod
    def of(cls, sentences: Sequence[Sequence[Placed]]) -> Belief:
        """What the words of the sentences that were placed show, in the median."""
        found = [evidence(word) for words in sentences for word in words]
        alone = cls(max(float(np.median(found)), LEAST_FAIR) if found else LEAST_FAIR)
        sure = sum(alone.log_odds(words) > SAID_ODDS for words in sentences)
        odds = (sure + LEAST_SHARE) / (len(sentences) - sure + LEAST_SHARE)
        return replace(alone, prior=max(-MOST_PRIOR, min(MOST_PRIOR, math.log(odds))))

    def log_odds(self, words: Sequence[Placed]) -> float:
        """That these words are said where they were found, by all of them together."""
        gain = (self.fair - self.chance) / SPREAD**2
        middle = (self.fair + self.chance) / 2
        return sum(max(-MOST, min(MOST, gain * (evidence(word) - middle))) for word in words)


def evidence(word: Placed) -> float:
    """Of one word that is said (a printed number may be several)."""
    return word.beyond + FIT * word.fit
