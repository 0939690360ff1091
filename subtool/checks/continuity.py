"""Ellipses where a sentence only goes on in the next cue."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.checks.speakers import is_song, is_sound, is_title
from subtool.model import Role
from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.checks.context import Item, View
    from subtool.checks.problem import Problem

OPENING_ELLIPSIS = re.compile(r"\A(?:…+|\.{2,})[^\S\n]?(?=\w)")
CLOSING_ELLIPSIS = re.compile(r"(?:…|(?<!\.)\.{3,})[\"'”’»]?\Z")
PAUSE_MS = 2000  # from here on a pause is one that an ellipsis may tell (Netflix, English, I.3)


def ellipses(view: View) -> Iterator[Problem]:
    """Ellipses at a break where the sentence only goes on.

    One that opens a cue in the middle of a sentence is wrong. One that closes a cue may be a pause: it is wrong where
    the next cue follows within two seconds and goes on with a small letter. A title or a sound that interrupts the
    sentence asks for both.
    """
    if view.delivery.style.continuation_ellipsis or not any(
        "…" in item.text or ".." in item.text for item in view.items
    ):
        return
    for item, following in pairwise(_spoken(view)):
        if item is None or following is None:
            continue
        before, after = item.text, following.text
        opening = OPENING_ELLIPSIS.match(after) if after[0] in '…."' else None
        closing = CLOSING_ELLIPSIS.search(before) if before[-1] in "….\"'”’»" else None
        if opening and closing and view.delivery.style.pickup_ellipsis:
            continue
        if opening and (closing or not (ends_sentence(before) or before.endswith((":", "：")))):
            yield view.problem("continuation-ellipsis", following, mark=opening[0].strip())
        elif closing and after[0].islower():
            gap_ms = following.cue.span.start_ms - item.cue.span.end_ms
            if gap_ms < PAUSE_MS:
                yield view.problem("continuation-ellipsis", item, mark=closing[0])


def _spoken(view: View) -> Sequence[Item | None]:
    """What is said, in order, with None where a title or a sound comes between."""
    shown = (item for item in view.items if not item.is_empty)
    return [None if interrupts(item) else item for item in sorted(shown, key=lambda item: item.cue.span)]


def interrupts(item: Item) -> bool:
    """Whether a cue is none of the sentence around it: a title, a sound, a song."""
    if item.cue.role is not Role.SPEECH or is_title(item.text):
        return True
    return all(is_sound(line.strip()) or is_song(line.strip()) for line in item.cue.lines)
