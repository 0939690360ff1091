"""A WebVTT file of kind chapters: a cue a chapter, from where it begins to where the next one does."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import vtt
from subtool.formats.chapters import beginnings
from subtool.model import Cue, Sheet, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def write(sheet: Sheet) -> str:
    """The titles that the film shows as chapters, or its paragraphs under their first words.

    Raises:
        FormatError: there is none.
    """
    cues = tuple(_chapters(sheet))
    if not cues:
        raise FormatError("has no chapters", hint="give the script titles or paragraphs")
    return vtt.write(Sheet(cues))


def _chapters(sheet: Sheet) -> Iterator[Cue]:
    last_ms = max((cue.span.end_ms for cue in sheet.cues), default=0)
    end_ms = max(last_ms, sheet.media.duration_ms if sheet.media else 0)
    for (start, title), (until, _) in pairwise([*beginnings(sheet), (end_ms, "")]):
        if until > start:
            yield Cue(Span(start, until), (title,))
