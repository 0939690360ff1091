"""Lines as ASS: each letter in a face that has it, bold and italic where the cue says so. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.onscreen.direction import isolated
from subtool.onscreen.typeface import ROMAN, FontStyle
from subtool.text import markup
from subtool.text.ass_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from subtool.model import Cue
    from subtool.onscreen.typeface import Face, Typeface

NORWAY, NO_LIGATURE = "\U0001f1f3\U0001f1f4", "\u200c"
TAG = re.compile(r"<(/?)([biBI])(?:[.\s][^<>]*)?>")


def cuts(lines: Sequence[str], cues: Iterable[Cue]) -> list[FontStyle]:
    """How each character of the lines is to be set, as the tags in the cues say; none when no tag says anything."""
    cues = tuple(cues)
    if not any(cue.markup for cue in cues):
        return []
    letters = [(char, cut) for cue in cues for char, cut in _letters(cue)]
    result, position = list[FontStyle](), 0
    for char in "".join(lines):
        if position < len(letters) and char == letters[position][0]:
            result.append(letters[position][1])
            position += 1
        else:  # a space
            result.append(result[-1] if result else ROMAN)
    return result if position == len(letters) else []


def _letters(cue: Cue) -> Iterable[tuple[str, FontStyle]]:
    """The letters of a cue without its spaces."""
    bold = italic = 0
    for seen, written in markup.characters(markup.lines(cue)):
        tag = None if seen else TAG.fullmatch(written)
        if tag:
            step = -1 if tag[1] else 1
            bold, italic = (max(0, bold + step), italic) if tag[2] in "bB" else (bold, max(0, italic + step))
        for char in seen:
            if not char.isspace():
                yield char, FontStyle(bold > 0, italic > 0)


def typeset(
    lines: Sequence[str],
    typeface: Typeface,
    size: float,
    styles: Sequence[FontStyle] = (),
    marks: Mapping[int, str] | None = None,
) -> str:
    """The lines, which begin in the first face at this size; `marks` stand before the characters with their numbers."""
    result, position, now = list[str](), 0, typeface.faces[0]
    for line in lines:
        here, order = styles[position : position + len(line)], isolated(line)
        if result:
            result.append(r"\N")
        shown = _shown(line)
        for place, face in enumerate(typeface.set(line, here)):
            if face != now:
                result.append(_turned(face, typeface, size))
                now = face
            result.append((marks or {}).get(position, "") + order.get(place, "") + escaped(shown[place]))
            position += 1
        result.append(order.get(len(line), "") + (marks or {}).get(-position, ""))
    return "".join(result)


def _shown(line: str) -> list[str]:
    """What is drawn for each character of a line.

    The font has one picture for Norway and Bouvet Island, whose flags are the same, with the island's letters in it:
    without the ligature the letters are N and O.
    """
    result = list(line)
    for index in range(len(line)):
        if line[index : index + 2] == NORWAY:
            result[index] = NORWAY[0] + NO_LIGATURE
    return result


def _turned(face: Face, typeface: Typeface, size: float) -> str:
    return rf"{{\fn{face.family}\b{face.weight}\i{int(face.italic)}\fs{size * typeface.scale(face):.1f}}}"
