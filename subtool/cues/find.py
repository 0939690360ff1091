"""Finding cues by what is said in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from typing import TYPE_CHECKING

from subtool.errors import SheetError
from subtool.model import Role, Span
from subtool.writing import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Sheet

LEAD_MS = 250  # a clip breathes in before the first word and out after the last, if nobody else speaks there
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Cues `first` to `last` of a sheet, counted from 0, both included."""

    first: int
    last: int


def by_quote(sheet: Sheet, quote: str) -> Passage:
    """The cues in which `quote` is said, whatever its case, quotation marks, accents and punctuation.

    Raises:
        SheetError: it is said nowhere, or more than once; the message lists the nearest places.
    """
    wanted = plain_words(quote)
    if not wanted:
        raise SheetError("the quotation has no words", hint='give words said in the film: --quote "..."')
    said = [
        (word, at)
        for at, cue in enumerate(sheet.cues)
        if cue.role is not Role.NOTE
        for word in plain_words(cue.text)
    ]
    words = [word for word, _ in said]
    starts = occurrences(words, wanted)
    if len(starts) == 1:
        return Passage(said[starts[0]][1], said[starts[0] + len(wanted) - 1][1])
    if starts:
        places = "; ".join(_place(sheet, said[at][1]) for at in starts[:8])
        raise SheetError(
            f"“{quote}” is said {len(starts)} times", hint=f"quote more words, or use --cues: {places}"
        )
    near = "; ".join(_place(sheet, at) for at in likest([cue.text for cue in sheet.cues], quote))
    raise SheetError(f"“{quote}” is not said", hint=f"nearest: {near}" if near else "the sheet has no cues")


def by_numbers(sheet: Sheet, first: int, last: int) -> Passage:
    """Cues by number, counted from 1 as in SRT, both included.

    Raises:
        SheetError: the sheet has no such cues.
    """
    count = len(sheet.cues)
    if not 1 <= first <= last <= count:
        raise SheetError(f"there are no cues {first}-{last}", hint=f"the sheet has cues 1-{count}")
    return Passage(first - 1, last - 1)


def span_of(sheet: Sheet, passage: Passage) -> Span:
    """The time of a passage, with a breath before and after it that cuts into no other cue."""
    start_ms = sheet.cues[passage.first].span.start_ms
    end_ms = max(cue.span.end_ms for cue in sheet.cues[passage.first : passage.last + 1])
    earlier = [cue.span.end_ms for cue in sheet.cues[: passage.first]]
    later = [cue.span.start_ms for cue in sheet.cues[passage.last + 1 :]]
    if sheet.media:
        later.append(max(end_ms, sheet.media.duration_ms))
    lead_ms = max(start_ms - LEAD_MS, min(start_ms, max(earlier, default=0)))
    trail_ms = min(end_ms + LEAD_MS, max(end_ms, min(later, default=end_ms)))
    return Span(max(0, lead_ms), trail_ms)


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", re.sub("['’‘]", "", plain.casefold()))
    return [part for word in words for part in (word if is_unspaced(word) else (word,))]


def occurrences(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where a row of words stands in another."""
    return [at for at in range(len(words)) if words[at : at + len(wanted)] == wanted]


def likest(texts: Sequence[str], quote: str) -> list[int]:
    """The numbers of the few texts that are most like a quotation, the likest first."""
    matcher = SequenceMatcher(b=" ".join(plain_words(quote)), autojunk=False)

    def likeness(at: int) -> float:
        matcher.set_seq1(" ".join(plain_words(texts[at])))
        return matcher.ratio()

    return nlargest(NEAREST, range(len(texts)), key=likeness)


def _place(sheet: Sheet, at: int) -> str:
    cue = sheet.cues[at]
    seconds = cue.span.start_ms // 1000
    return f"{at + 1} at {seconds // 60}:{seconds % 60:02} “{cue.text}”"
