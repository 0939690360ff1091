"""Marks as the house style has them: ellipses, quotation marks, spaces of French, marks of Chinese, songs, sounds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.checks.edit import Edit
from subtool.checks.finding import Finding, Pattern
from subtool.checks.speakers import DASHES, SPACE, is_label, is_sound
from subtool.cues import punctuate
from subtool.text.punctuation import WIDE_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.styles.house_style import HouseStyle


NO_BREAK_SPACE = "\u00a0"
OPEN_SOUND, CLOSED_SOUND = "([{（［【*", ")]}）］】*"
OTHER_SONG_MARKS = "♫♬♩"
# Letters of writing that is not Latin, and what closes a quotation or a bracket after them.
OWN_LETTER = "[\u0590-\u1fff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufdff\ufe70-\ufefc」』）》〉】]"


@lru_cache(maxsize=256)
def patterns(style: HouseStyle, *, own_language: bool) -> tuple[Pattern, ...]:
    """What is wrong under this style; `own_language` says that the text is in the language of the style."""
    return (*_patterns(style), *(_patterns_of_language(style) if own_language else ()))


def _patterns_of_language(style: HouseStyle) -> Iterator[Pattern]:
    if unwritten := punctuate.unwritten(style):
        marks = style.space_for + style.wide_space_for
        yield Pattern("unwritten-mark", unwritten, lambda match: punctuate.instead(match, style), marks)
    if style.own_marks:
        yield _foreign_marks(style)
    if style.wide_space_after:
        marks = re.escape(style.wide_space_after)
        after = rf"(?<=[{marks}])[ \u00a0]?(?=[^\s{marks}{re.escape(DASHES)}」』）》〉】…?!])"
        yield Pattern("wide-space-missing", re.compile(after), WIDE_SPACE, style.wide_space_after)
    if style.space_before or style.space_after:
        yield Pattern(
            "french-space-missing", _french(style), _with_space, style.space_before + style.space_after
        )


def _patterns(style: HouseStyle) -> Iterator[Pattern]:
    if style.ellipsis:
        runs = re.compile(rf"\.{{3,}}|…+|(?:\.{SPACE}){{2,}}\.")
        yield Pattern("ellipsis-form", runs, style.ellipsis, ".…")
    if style.no_repeated_marks:
        yield Pattern("repeated-mark", re.compile(r"([!?！？؟])\1+"), lambda match: match[1], "!?！？؟")
    if style.song_mark:
        others = OTHER_SONG_MARKS.replace(style.song_mark, "")
        song = re.compile(rf"(?m)(?<=^)#(?={SPACE})|(?<=^[{DASHES}])#(?={SPACE})|(?<=\s)#$|[{others}]+")
        yield Pattern("song-mark", song, style.song_mark, "#" + others)


def _foreign_marks(style: HouseStyle) -> Pattern:
    pairs = dict(zip(style.own_marks[::2], style.own_marks[1::2], strict=True))
    marks = re.escape("".join(pairs))
    # No full stop or comma inside a number, none of an ellipsis.
    pattern = re.compile(rf"(?<={OWN_LETTER})[{marks}](?![.0-9A-Za-z])(?P<space>{SPACE}*)(?P<ends>\n|\Z)?")

    def instead(match: re.Match[str]) -> str:
        own = pairs[match[0][0]]
        ends = match["ends"] is not None
        if own in style.space_for + style.wide_space_for:
            space = WIDE_SPACE if own in style.wide_space_for else " "
            return match["ends"] if ends else space
        return own + ("" if is_wide(own) else match["space"]) + (match["ends"] or "")

    return Pattern("foreign-mark", pattern, instead, "".join(pairs))


def is_wide(mark: str) -> bool:
    """Whether a mark brings its own space, as those of Chinese do."""
    return "\u3000" <= mark <= "\u303f" or "\uff01" <= mark <= "\uff60"


def _french(style: HouseStyle) -> re.Pattern[str]:
    before = re.escape(style.space_before)
    # Not in a time (10:30), before the second of two marks, after a mark that stands alone, or in an address; nor
    # where a small letter follows: P!nk is a name.
    missing = rf"(?<=[^\s{before}…(\[.])(?=[{before}])(?![{before}][a-zß-ÿ])(?!:(?://|\d))(?<!&nbsp)(?<!&amp)(?<!&lt)(?<!&gt)"
    if not style.space_after:
        return re.compile(missing)
    return re.compile(rf"{missing}|(?<=[{re.escape(style.space_after)}])(?=\S)")


def _with_space(match: re.Match[str]) -> str | None:
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
    return "" if is_label(line) else NO_BREAK_SPACE


def quotes(text: str, style: HouseStyle) -> Iterator[Finding]:
    """The first quotation mark of another language: it has its fellow, and one is enough to say so."""
    position = next((position for position, char in enumerate(text) if char in style.foreign_quotes), None)
    if position is not None:
        yield Finding("foreign-quotes", position, position + 1, text[position])


def sounds(text: str, style: HouseStyle) -> Iterator[Finding]:
    """Sounds, in a line of their own, in other brackets than the style's."""
    if len(style.sound_brackets) != 2:
        return
    opened, closed = style.sound_brackets[0], style.sound_brackets[1]
    start = 0
    for line in text.split("\n"):
        begun = len(line) - len(line.lstrip(DASHES + " \u3000"))
        said = line[begun:].rstrip()
        if said and said[0] in OPEN_SOUND and said[0] != opened and is_sound(said):
            first, last = start + begun, start + begun + len(said) - 1
            if text[last] in CLOSED_SOUND:
                edits = (Edit(first, first + 1, opened), Edit(last, last + 1, closed))
                yield Finding("sound-brackets", first, last + 1, said, edits, f"{opened}…{closed}")
        start += len(line) + 1
