"""What of a film is to be cut: by what is said in it, by its cues, its footnotes, its times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.cues import find
from subtool.cues.find import between_words, padded

if TYPE_CHECKING:
    from subtool.model import Sheet, Span

__all__ = ["between_words", "documented", "padded", "passage"]


def passage(sheet: Sheet, said: str | tuple[int, int], pad_ms: int = find.LEAD_MS) -> Span:
    """When something is said: words, or the numbers of the first and last cue, counted from 1.

    Up to `pad_ms` before and after it are held, too, but no word of its neighbours.

    Raises:
        SheetError: it is said nowhere, or more than once.
    """
    found = find.by_quote(sheet, said) if isinstance(said, str) else find.by_numbers(sheet, *said)
    return find.span_of(sheet, found, pad_ms)


def documented(sheet: Sheet, number: str, pad_ms: int = find.LEAD_MS) -> tuple[Span, ...]:
    """When the sentences are said that a footnote documents; see `passage`.

    Raises:
        SheetError: it documents nothing.
    """
    return tuple(find.span_of(sheet, found, pad_ms) for found in find.by_footnote(sheet, number))
