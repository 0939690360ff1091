"""What only the whole sheet shows: narrators, repetitions, glyphs, footnotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.checks.finding import QUOTED_CHARS, shown
from subtool.checks.typography import INVISIBLE, ODD_SPACES
from subtool.model import Role
from subtool.styles.glyph_list import glyph_list
from subtool.text.punctuation import runs_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import Item, View
    from subtool.checks.problem import Problem
    from subtool.model import Sheet

NARRATORS = frozenset({
    "narrator", "narration", "voice-over", "voiceover", "voice over", "v.o.", "vo", "off", "sprecher", "sprecherin",
    "erzähler", "erzählerin", "narrateur", "narratrice", "voix off", "narrador", "narradora", "narratore", "диктор",
    "旁白", "ナレーター", "내레이터",
})  # fmt: skip
# Control characters, spaces of other widths and what cannot be seen have rules of their own.
FOUND_ELSEWHERE = re.compile(f"[\x00-\x1f\x7f-\x9f\ufffd{ODD_SPACES}{INVISIBLE}]")
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
ITALIC = re.compile(r"<i[ .>]")
MARKS_APART = 12  # texts whose lengths differ by more are not the same but for their punctuation


def narrated(item: Item) -> bool:
    """Whether a cue is known to be a narrator's."""
    speaker = item.cue.speaker
    return bool(speaker) and item.cue.role is Role.SPEECH and speaker.casefold() in NARRATORS  # type: ignore[union-attr]


def italics(view: View) -> Iterator[Problem]:
    """Cues of a narrator that are not in italics, where the style wants them and the cue says who speaks."""
    if not view.delivery.style.narrator_italics:
        return
    for item in view.items:
        if item.cue.speaker and narrated(item) and "<i" not in "".join(item.cue.markup):
            yield view.problem("narrator-italics", item, speaker=item.cue.speaker)


def no_italics(view: View) -> Iterator[Problem]:
    """Cues in italics, where the style has none."""
    if not view.delivery.style.no_italics:
        return
    for item in view.items:
        if item.cue.markup and ITALIC.search("".join(item.cue.markup)):
            yield view.problem("italics", item)


def listed_glyphs(view: View) -> Iterator[Problem]:
    """Characters that are not in the list of the style."""
    style = view.delivery.style
    if not style.glyphs:
        return
    listed = glyph_list(style.glyphs)
    right_to_left = runs_right_to_left(view.delivery.language)
    for item in view.items:
        if item.text.isascii():
            continue
        for char in dict.fromkeys(item.text):
            if listed.has(char) or FOUND_ELSEWHERE.match(char) or (right_to_left and char in BIDI):
                continue
            line = item.text.count("\n", 0, item.text.index(char)) + 1
            yield view.problem("unlisted-glyph", item, line, mark=_named(char))


def repetitions(view: View) -> Iterator[Problem]:
    """Cues that say the same as the one before, whatever their punctuation."""
    for item, following in view.neighbours():
        if abs(len(item.text) - len(following.text)) > MARKS_APART:
            continue
        said = _letters(item.text)
        if said and said == _letters(following.text):
            yield view.problem("repeated-text", following)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def glyphs(view: View) -> Iterator[Problem]:
    """Characters the font has no glyph for, each where it is first used."""
    known = view.delivery.glyphs
    if known is None or not known.missing:
        return
    left = set(known.missing)
    for item in view.items:
        for char in item.text:
            if char in left:
                left.discard(char)
                yield view.problem("missing-glyph", item, font=shown(known.font), mark=_named(char))


def _named(char: str) -> str:
    seen = f"{char} " if char.isprintable() and not char.isspace() else ""
    return f"{seen}(U+{ord(char):04X} {unicodedata.name(char, '')})".replace(" )", ")")


def mended_on_reading(view: View, sheet: Sheet) -> Iterator[Problem]:
    """Breaches of the file on disk that are gone from the cues, since reading it mended them.

    Each stands at the cue it concerns, or at the next one where that cue went.
    """
    items = sorted(view.items, key=lambda item: item.cue.span)
    starts = [item.cue.span.start_ms for item in items]
    for remark in sheet.remarks if items else ():
        if remark.code:
            item = items[min(bisect_left(starts, remark.at_ms), len(items) - 1)]
            found = view.problem(remark.code, item, figures=(0, 0), mark="")
            message = f"{remark.message} (line {remark.source.line} of the file)"
            yield replace(found, message=message, measured=None, limit=None, unit="")


def footnotes(view: View, sheet: Sheet) -> Iterator[Problem]:
    """Footnotes of cues that the sheet does not list."""
    listed = {note.number for note in sheet.footnotes}
    for item in view.items:
        for number in item.cue.footnotes:
            if number not in listed:
                yield view.problem("unknown-footnote", item, number=shown(number[:QUOTED_CHARS]))
