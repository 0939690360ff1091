"""Timed sentences to a sheet, by a house style, on the frames of a film: what drafts and alignments share."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool import cues
from subtool.cues.revise.fresh import CueRules
from subtool.cues.titles import merged, title_cues
from subtool.model import Sheet
from subtool.styles import houses
from subtool.styles.for_language import style_for

# What no style mends: words and the marks that every style writes alike.
_UNUSUAL = re.compile(r"\.\.|[^\w\s.,;:?!“”‘’()—–%€$£/&-]|--|\s-|-\s|  ")
_LONE_ELLIPSIS = re.compile(r"(?:^|\s)(?:\.{2,}|…)(?:\s|$)", re.MULTILINE)
STYLE_FILE = ".toml"  # of a style of somebody's own
_OF_ELLIPSES = frozenset(("ellipsis-form", "continuation-ellipsis"))

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Script, Utterance


def profile_for(script: Script, named: str | None) -> str:
    """The house style that is named, else the Netflix style of the script's language.

    Raises:
        StyleError: there is no such house style.
    """
    profile = named or style_for(script.language)
    houses.house_style(profile)
    return profile


def rules_for(script: Script, profile: str, grid: Grid) -> CueRules:
    """What cues of this script are made by: a house style, the word classes of its language, the film's frames."""
    return CueRules(houses.house_style(profile), houses.word_classes(script.language), grid)


def in_style(sheet: Sheet, profile: str) -> Sheet:
    """The sheet with its punctuation as the house style writes it, and the name of that style.

    What `check` would mend in it is mended, no word altered. A style in a file of somebody's own is not named.
    An ellipsis that stands between spaces is a word of the script's own, and stays; `check --fix` joins it to the next.
    """
    if not profile.endswith(STYLE_FILE):
        others = tuple(one for one in sheet.extra if one[0] != "profile")
        sheet = replace(sheet, extra=(*others, ("profile", json.dumps(profile))))
    spoken_by = houses.house_style(profile).narrator_italics and any(cue.speaker for cue in sheet.cues)
    if not spoken_by and not any(_UNUSUAL.search(cue.text) for cue in sheet.cues):
        return sheet
    from subtool.checks.problem import rules
    from subtool.verbs.check import fix

    lone = any(_LONE_ELLIPSIS.search(cue.text) for cue in sheet.cues)
    codes = frozenset(rules()) - _OF_ELLIPSES if lone else None
    return fix(sheet, profile, codes=codes).sheet


def compose(script: Script, utterances: Sequence[Utterance], rules: CueRules, *, titles: bool) -> Sheet:
    """The sheet of a script whose sentences have times, with its on-screen titles where they are asked for."""
    composed = cues.compose(utterances, rules.style, rules.classes, rules.grid)
    if titles:
        composed = merged(composed, title_cues(script, utterances, rules.style, rules.classes, rules.grid))
    return Sheet(composed, script.title, script.language, footnotes=script.footnotes, counted=script.counted)
