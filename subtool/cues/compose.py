"""Timed sentences -> readable, timed, legal cues. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.cues.punctuate import dress
from subtool.cues.segmentation.optimum import split
from subtool.cues.timing.in_out import settle, smallest_gap_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Cue, Utterance
    from subtool.styles.house_style import HouseStyle, WordClasses


def compose(
    utterances: Sequence[Utterance], style: HouseStyle, classes: WordClasses, grid: Grid
) -> tuple[Cue, ...]:
    """Split timed sentences into cues and lines, and settle their in- and out-times on the film's frames."""
    phrases = split(utterances, style, classes, smallest_gap_ms(style, grid.fps))
    return dress(settle(phrases, style, grid), style)
