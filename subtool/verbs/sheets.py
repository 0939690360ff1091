"""Timed sentences to a sheet, by a house style, on the frames of a film: what drafts and alignments share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool import cues
from subtool.cues.revise.fresh import CueRules
from subtool.cues.titles import merged, title_cues
from subtool.model import Sheet
from subtool.styles import houses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Script, Utterance


def rules_for(script: Script, profile: str, grid: Grid) -> CueRules:
    """What cues of this script are made by: a house style, the word classes of its language, the film's frames."""
    return CueRules(houses.house_style(profile), houses.word_classes(script.language), grid)


def compose(script: Script, utterances: Sequence[Utterance], rules: CueRules, *, titles: bool) -> Sheet:
    """The sheet of a script whose sentences have times, with its on-screen titles where they are asked for."""
    composed = cues.compose(utterances, rules.style, rules.classes, rules.grid)
    if titles:
        composed = merged(composed, title_cues(script, utterances, rules.style, rules.classes, rules.grid))
    return Sheet(cues=composed, title=script.title, language=script.language, footnotes=script.footnotes)
