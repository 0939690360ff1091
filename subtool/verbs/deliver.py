"""Subtitles as somebody takes them in: mended by the style, in the format and under the name asked for, and checked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.sound_labels import with_sounds
from subtool.cues.speaker_labels import labelled
from subtool.model import DEFAULT_FPS
from subtool.styles import deliveries, houses
from subtool.verbs.check import check, check_context, fix, profile_of
from subtool.verbs.files import as_script, as_sheet, read, write
from subtool.verbs.sheet_pieces import shift

if TYPE_CHECKING:
    from fractions import Fraction

    from subtool.checks.fix import CueMend
    from subtool.checks.problem import Problem
    from subtool.model import Script, Sheet


@dataclass(frozen=True, slots=True)
class Delivered:
    """The file, the house style, what was mended for it, what is left that it will be refused for.

    `left_out` are the sounds of the script for which there is no room between the cues.
    """

    path: Path
    profile: str
    changes: tuple[CueMend, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


def delivered_as(sheet: Sheet, source: Path, name: str) -> str:
    """What the file of a delivery is called.

    Raises:
        StyleError: there is no such delivery.
    """
    stem = source.name.partition(".")[0]
    return deliveries.delivery(name).file.format(stem=stem, language=sheet.language)


def deliver(  # noqa: PLR0913 - each is a choice of the user's
    sheet: Sheet | str | Path,
    path: str | Path,
    name: str,
    *,
    start_ms: int | None = None,
    fps: Fraction | None = None,
    sdh: bool = False,
    script: Script | str | Path | None = None,
    force: bool = False,
) -> Delivered:
    """Write cues as `name` takes them in (`netflix`, `bbc`, `arte`, `youtube`, `premiere`, `resolve`, `avid`, `fcp`).

    They are mended as its house style asks (no word is altered), begin at its start or at `start_ms`, and are checked
    as they lie in the file. With `sdh` the speakers are named where they change, and the
    sounds of the `script` stand where nobody speaks.

    Raises:
        StyleError: there is no such delivery.
        FormatError, OutputError: as `write`.
    """
    sheet, path, wanted = as_sheet(sheet), Path(path), deliveries.delivery(name)
    rate = wanted.rate(fps)
    profile = wanted.profile or profile_of(sheet, None)
    profile = houses.variant(profile, sdh=True) if sdh and "sdh" in houses.variants(profile) else profile
    context = check_context(sheet, profile, fps=rate)
    named = labelled(sheet, context.style) if sdh else sheet
    missing: tuple[str, ...] = ()
    if sdh and script is not None:
        named, missing = with_sounds(named, as_script(script), context.style)
    fixed = fix(named, delivery=context)
    begin_ms = wanted.start_ms(rate or DEFAULT_FPS) if start_ms is None else start_ms
    # The start of the programme is that of the delivery, not of the film's time code.
    media = fixed.sheet.media and replace(fixed.sheet.media, timecode="")
    ready = replace(fixed.sheet, media=media)
    write(shift(ready, begin_ms) if begin_ms else ready, path, force=force, fps=rate)
    there = read(path, fps=rate)
    there = shift(there, -begin_ms) if begin_ms and there.cues[0].span.start_ms >= begin_ms else there
    problems = check(there, delivery=check_context(there, profile, language=sheet.language, fps=rate))
    return Delivered(path, profile, tuple(fixed.changes), tuple(problems), missing)
