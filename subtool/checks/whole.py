"""What only the whole sheet shows: narrators, repetitions, glyphs, footnotes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from subtool.checks.typography import LONGEST, shown
from subtool.model import Role

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
SIGNS_APART = 12  # texts whose lengths differ by more are not the same but for their punctuation


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


def repetitions(view: View) -> Iterator[Problem]:
    """Cues that say the same as the one before, whatever their punctuation."""
    for item, following in view.neighbours():
        if abs(len(item.text) - len(following.text)) > SIGNS_APART:
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
                sign = f"{char} (U+{ord(char):04X} {unicodedata.name(char, '')})".replace(" )", ")")
                yield view.problem("missing-glyph", item, font=shown(known.font), mark=sign)


def footnotes(view: View, sheet: Sheet) -> Iterator[Problem]:
    """Footnotes of cues that the sheet does not list."""
    listed = {note.number for note in sheet.footnotes}
    for item in view.items:
        for number in item.cue.footnotes:
            if number not in listed:
                yield view.problem("unknown-footnote", item, number=shown(number[:LONGEST]))
