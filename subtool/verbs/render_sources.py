"""What a picture with text is planned from: read from the disk before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.cues import footnotes as notes
from subtool.cues.revise.fresh import CueRules
from subtool.cues.timing.frame_grid import without_picture
from subtool.model import DEFAULT_FPS
from subtool.onscreen.setting import Setting
from subtool.styles import houses
from subtool.verbs.files import read

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.cues.footnotes import Mode
    from subtool.model import Sheet
    from subtool.onscreen.canvas import Canvas
    from subtool.onscreen.look import Look

UPRIGHT = "shorts-vertical"  # the house style of upright films


@dataclass(frozen=True, slots=True)
class RenderSources:
    """The picture, typefaces and layout that text is set with; subtitles of a second language, in the film's time.

    `rules` are those by which speech is split again for an upright picture; None where the lines stay.
    """

    setting: Setting
    second: Sheet | None = None
    rules: CueRules | None = None


def read_sources(
    sheet: Sheet, look: Look, canvas: Canvas, footnotes: Mode | None = None, fps: Fraction | None = None
) -> RenderSources:
    """Read the layout, the fonts that the text needs, the second subtitles and the rules of an upright picture.

    Raises:
        MediaError: a font cannot be read.
        StyleError: there is no such layout.
        FormatError: the second subtitles cannot be read.
    """
    from subtool.onscreen import fonts
    from subtool.styles import layouts

    layout, second = layouts.layout(look.layout), read(look.second) if look.second else None
    cues = (*notes.apply(sheet, "captions").cues, *(second.cues if second else ()))
    text = "".join(cue.text for cue in cues)
    faces = fonts.load(look.fonts, sheet.language, text)
    rules = None
    if look.upright:
        grid = without_picture(fps or DEFAULT_FPS)
        rules = CueRules(houses.house_style(UPRIGHT), houses.word_classes(sheet.language), grid)
    return RenderSources(Setting(canvas, faces, layout, look.place, footnotes or "captions"), second, rules)
