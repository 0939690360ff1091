"""Punctuation as the house style writes it: Chinese and Japanese subtitles have spaces for commas and full stops."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from subtool.text.punctuation import CLOSERS, WIDE_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from subtool.model import Cue, Word
    from subtool.styles.house_style import HouseStyle


@cache
def unwritten(style: HouseStyle) -> re.Pattern[str] | None:
    """The marks that the style does not write, with the spaces after them; None when it writes all."""
    marks = re.escape(style.space_for + style.wide_space_for)
    return re.compile(rf"[{marks}]+[^\S\n]*(?P<ends>(?=[{re.escape(CLOSERS)}\n]|\Z))?") if marks else None


def instead(match: re.Match[str], style: HouseStyle) -> str:
    """What stands for a mark that is not written: a space inside a line, nothing at its end."""
    if match["ends"] is not None:
        return ""
    return WIDE_SPACE if match[0].rstrip()[-1] in style.wide_space_for else " "


def dress(cues: Iterable[Cue], style: HouseStyle) -> tuple[Cue, ...]:
    """The cues with every mark as the style writes it, in their lines and in their words."""
    pattern = unwritten(style)
    if pattern is None:
        return tuple(cues)
    return tuple(
        replace(
            cue,
            lines=tuple(pattern.sub(lambda match: instead(match, style), line) for line in cue.lines),
            markup=(),  # cues just made have none
            words=tuple(_words(cue.words, pattern)),
        )
        for cue in cues
    )


def _words(words: Iterable[Word], pattern: re.Pattern[str]) -> Iterator[Word]:
    """The words without the marks, each with those that stood after it; what is a mark alone goes with its time."""
    parted = False  # a mark that stood between two words has left a space
    last: Word | None = None
    for word in words:
        text = pattern.sub(lambda match: "" if match["ends"] is not None else " ", word.text)
        marks = "".join(
            match[0].strip() for match in pattern.finditer(word.text) if match["ends"] is not None
        )
        if text or word.footnotes:
            if last:
                yield last
            last = replace(
                word, text=text, glued=word.glued and not parted, unwritten=marks or word.unwritten
            )
            parted = False
        elif last:
            last = replace(last, unwritten=last.unwritten + marks)
        parted = parted or pattern.fullmatch(word.text[-1:]) is not None
    if last:
        yield last
