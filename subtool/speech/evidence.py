"""What an engine says when a script and a sound do not belong together, in one way for all engines.

A fit counts as far as it beats what unrelated material gives on the same sound. Each engine measures that in its own
units; where the script as a whole does not beat it, the engine raises `MismatchError` with its best guess inside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import MediaError, Place

if TYPE_CHECKING:
    from pathlib import Path

    from subtool.speech.narration import Narration

HINT = "is it the right film, track and language? --anyway writes it all the same, every cue as guessed"


class MismatchError(MediaError):
    """What is said in the film is not the script, as far as can be heard; `guess` is what fits least badly."""

    def __init__(self, reason: str, guess: Narration, path: Path) -> None:
        super().__init__(reason, at=Place(str(path)), hint=HINT)
        self.guess = guess


def guessed(narration: Narration) -> Narration:
    """The narration with no word believed."""
    return replace(
        narration,
        utterances=tuple(
            replace(one, words=tuple(replace(word, confidence=0.0) for word in one.words))
            for one in narration.utterances
        ),
    )
