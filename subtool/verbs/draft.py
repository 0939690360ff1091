"""A script to cues timed from its text alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.cues.revise.revise import Trust, revise
from subtool.cues.segmentation import explain as breaks_explained
from subtool.cues.timing.frame_grid import Grid
from subtool.cues.timing.in_out import smallest_gap_ms
from subtool.cues.timing.pace import Pace, narrate
from subtool.model import DEFAULT_FPS
from subtool.styles import houses
from subtool.verbs.files import as_script, as_sheet
from subtool.verbs.sheets import compose, in_style, profile_for, rules_for

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from subtool.cues.segmentation.explain import Reason
    from subtool.model import Script, Sheet


def draft(  # noqa: PLR0913 - each is a choice of the user's
    script: Script | str | Path,
    *,
    profile: str | None = None,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
    titles: bool = False,
    keep: Sheet | str | Path | None = None,
) -> Sheet:
    """Cues timed from the text alone, on the frames of a film of `fps` to come.

    Without `profile` they are made for the Netflix style of the script's language. With `titles` the on-screen titles
    of the script are cues of their own role.

    With `keep` the cues of an older sheet stay, with times and hand edits, where the script has not changed; see
    `subtool.cues.revise.revise`. Without `pace` what is new has that of the older sheet.

    Raises:
        ScriptError: a known moment of the pace is not to be found in the script, or out of its order.
        StyleError: there is no such house style.
    """
    script = as_script(script)
    profile = profile_for(script, profile)
    timed, rules = narrate(script.sentences, pace or Pace()), rules_for(script, profile, Grid(fps))
    if keep is None:
        sheet = in_style(compose(script, timed.utterances, rules, titles=titles), profile)
    else:
        words = [word for utterance in timed.utterances for word in utterance.words]
        trust = Trust.AT_A_PACE if pace else Trust.AT_ANY_PACE
        sheet = revise(as_sheet(keep), script, words, trust, rules)
    return replace(sheet, remarks=timed.remarks)


def explain(
    script: Script | str | Path,
    *,
    profile: str | None = None,
    pace: Pace | None = None,
    fps: Fraction = DEFAULT_FPS,
) -> tuple[Reason, ...]:
    """Why each spoken cue of `draft` ends where it does.

    Raises:
        ScriptError, StyleError: as `draft` does.
    """
    script = as_script(script)
    style, classes = houses.house_style(profile_for(script, profile)), houses.word_classes(script.language)
    timed = narrate(script.sentences, pace or Pace())
    return breaks_explained.explain(timed.utterances, style, classes, smallest_gap_ms(style, fps))
