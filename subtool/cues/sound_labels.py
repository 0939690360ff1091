"""Sounds that a script names, as subtitles for the deaf and hard of hearing show them between the cues. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS, AsideKind, Cue, Role, Span, Timing

if TYPE_CHECKING:
    from subtool.model import Aside, Script, Sheet
    from subtool.styles.house_style import HouseStyle

LABEL = re.compile(r"^(?:SOUNDS?|SFX|FX|S/FX|ATMOS?|AUDIO|MUSIC)\s*[:\-–]\s*", re.IGNORECASE)
LABELLED = re.compile(r"labelled (?:MUSIC|SOUNDS?|SFX|FX|ATMOS?|AUDIO)\b|between notes of music")
# What is heard, in the words that English scripts have for it; a direction for the picture has none of them.
HEARD = re.compile(
    r"\b(?:music|song|sing(?:s|ing)?|appla\w+|laugh\w*|cheer\w*|sigh\w*|sob\w*|cr(?:y|ies|ying)|scream\w*|shout\w*|"
    r"whisper\w*|murmur\w*|silence|slam\w*|knock\w*|bang\w*|bell\w*|ring\w*|siren\w*|thunder\w*|wind|waves|rain|"
    r"gun ?shots?|gunfire|explosion\w*|engine\w*|footsteps|bark\w*|birdsong|horn\w*|"
    r"whistl\w*|static|beep\w*|clock tick\w*)\b",
    re.IGNORECASE,
)
LONGEST_MS, SHORTEST_MS = 3000, 1000  # a label is read in a second, and need not stay as long as its sound


def with_sounds(sheet: Sheet, script: Script, style: HouseStyle) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet with the sounds of its script where nobody speaks, and those for which there is no room.

    A sound stands after the cue that it follows in the script. The cues must have their places in it.
    """
    spoken = [cue for cue in sheet.cues if cue.role is Role.SPEECH and cue.source]
    result, missing = list[Cue](), list[str]()
    gap_ms = max(style.min_gap_ms, round(style.min_gap_frames * 1000 / DEFAULT_FPS))
    for aside in script.asides:
        if not _is_heard(aside):
            continue
        text = _shown(aside.text, style)
        before = max((c.span.end_ms for c in spoken if c.source and c.source < aside.source), default=0)
        after = min(
            (c.span.start_ms for c in spoken if c.source and c.source > aside.source),
            default=before + LONGEST_MS,
        )
        start_ms = max([before, *(cue.span.end_ms for cue in result if cue.span.end_ms <= after)]) + gap_ms
        end_ms = min(start_ms + LONGEST_MS, after - gap_ms)
        if end_ms - start_ms < SHORTEST_MS or not spoken:
            missing.append(text)
            continue
        result.append(Cue(Span(start_ms, end_ms), (text,), timing=Timing.GUESSED, source=aside.source))
    cues = sorted((*sheet.cues, *result), key=lambda cue: cue.span.start_ms)
    return replace(sheet, cues=tuple(cues)), tuple(missing)


def _is_heard(aside: Aside) -> bool:
    if aside.kind is not AsideKind.PICTURE:
        return False
    return bool(LABELLED.search(aside.reason) or HEARD.search(aside.text))


def _shown(text: str, style: HouseStyle) -> str:
    """A sound as the style writes it: between its brackets in small letters, or in capitals without."""
    plain = " ".join(LABEL.sub("", text).strip("()[]{} .♪#").split()) or text
    small = plain.lower() if plain.isupper() else plain
    if not style.sound_brackets:
        return small.upper()
    return f"{style.sound_brackets[0]}{small}{style.sound_brackets[1]}"
