"""Who speaks, as subtitles for the deaf and hard of hearing say it: named where the speaker changes. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Cue, Sheet
    from subtool.styles.house_style import HouseStyle


def labelled(sheet: Sheet, style: HouseStyle) -> Sheet:
    """The sheet with the name of each new speaker before what is said: `[Anna] …` where sounds stand in brackets.

    Without brackets it is `ANNA: …`. Nobody is named where only one speaks; a cue that names its speaker stays.
    """
    voices = {cue.speaker for cue in sheet.cues if cue.role is Role.SPEECH}
    return replace(sheet, cues=tuple(_named(sheet, style))) if len(voices) > 1 else sheet


def _named(sheet: Sheet, style: HouseStyle) -> Iterator[Cue]:
    speaker: str | None = None
    for cue in sheet.cues:
        if cue.role is not Role.SPEECH:
            yield cue
            continue
        new = cue.speaker is not None and cue.speaker != speaker
        speaker = cue.speaker
        yield _with_label(cue, style) if new else cue


def _with_label(cue: Cue, style: HouseStyle) -> Cue:
    name = cue.speaker or ""
    if any(name.casefold() in line.casefold().partition(":")[0] for line in cue.lines[:1]):
        return cue
    shown = name.title() if name.isupper() else name
    label = (
        f"{style.sound_brackets[0]}{shown}{style.sound_brackets[1]}"
        if style.sound_brackets
        else f"{shown.upper()}:"
    )
    lines = _wrapped(f"{label} {cue.text}".split(), style.max_cpl, style.max_lines)
    return replace(cue, lines=lines or (f"{label} {cue.lines[0]}", *cue.lines[1:]), markup=())


def _wrapped(words: list[str], most: int, lines: int) -> tuple[str, ...]:
    """The words in as few lines as they need, evenly; nothing where they do not fit."""
    whole = " ".join(words)
    if len(whole) <= most:
        return (whole,)
    if lines < 2:
        return ()
    parts = [(" ".join(words[:index]), " ".join(words[index:])) for index in range(1, len(words))]
    fit = [part for part in parts if max(map(len, part)) <= most]
    return min(fit, key=lambda part: abs(len(part[0]) - len(part[1]) + 1), default=())
