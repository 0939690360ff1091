"""Finding cues by what is said in them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from typing import TYPE_CHECKING

from subtool.errors import SheetError
from subtool.model import EVER_MS, Role, Span, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from subtool.model import Cue, Sheet

LEAD_MS = 250  # a clip breathes in before the first word and out after the last, if nobody else speaks there
GAP_MS = 100  # of a gap between words, or half of a shorter one, parts an end in it from a word
NEAREST = 3  # sentences that a message quotes, so that it stays short
RANGE = re.compile(r"(\d{1,9})\s*(?:[-–]\s*(\d{1,9}))?")


class NotSaidError(SheetError):
    """No cue says the words that were looked for."""


@dataclass(frozen=True, slots=True)
class CueRange:
    """Cues `first` to `last` of a sheet, counted from 0, both included."""

    first: int
    last: int


def by_quote(sheet: Sheet, quote: str) -> CueRange:
    """The cues in which `quote` is said, whatever its case, quotation marks, accents and punctuation.

    Raises:
        NotSaidError: it is said nowhere; the message lists the nearest places.
        SheetError: it is said more than once, or has no words.
    """
    wanted = plain_words(quote)
    if not wanted:
        raise SheetError("the quotation has no words", hint='give words said in the film: --quote "..."')
    said = [
        (word, index)
        for index, cue in enumerate(sheet.cues)
        if cue.role is not Role.NOTE
        for word in plain_words(cue.text)
    ]
    words = [word for word, _ in said]
    starts = occurrences(words, wanted)
    if len(starts) == 1:
        return CueRange(said[starts[0]][1], said[starts[0] + len(wanted) - 1][1])
    if starts:
        places = "; ".join(_place(sheet, said[index][1]) for index in starts[:8])
        raise SheetError(
            f"“{quote}” is said {len(starts)} times", hint=f"quote more words, or use --cues: {places}"
        )
    near = "; ".join(_place(sheet, index) for index in likest([cue.text for cue in sheet.cues], quote))
    raise NotSaidError(f"“{quote}” is not said", hint=f"nearest: {near}" if near else "the sheet has no cues")


def by_numbers(sheet: Sheet, first: int, last: int) -> CueRange:
    """Cues by number, counted from 1 as in SRT, both included.

    Raises:
        SheetError: the sheet has no such cues.
    """
    count = len(sheet.cues)
    if not 1 <= first <= last <= count:
        which = f"is no cue {first}" if first == last else f"are no cues {first}-{last}"
        raise SheetError(f"there {which}", hint=f"the sheet has cues 1-{count}")
    return CueRange(first - 1, last - 1)


def ranges(text: str) -> tuple[tuple[int, int], ...] | None:
    """`12-18,20` as numbers of the first and the last cue; None when it is none."""
    found = [RANGE.fullmatch(part.strip()) for part in text.split(",")]
    if not all(found):
        return None
    return tuple((int(match[1]), int(match[2] or match[1])) for match in found if match)


def by_footnote(sheet: Sheet, number: str) -> tuple[CueRange, ...]:
    """The sentences that a footnote documents, wherever they are said.

    Raises:
        SheetError: it documents nothing.
    """
    carrying = [
        index for index, cue in enumerate(sheet.cues) if number in cue.footnotes and cue.role is not Role.NOTE
    ]
    if not carrying:
        cited = ", ".join(cited_footnotes(sheet)) or "none"
        raise SheetError(
            f"no sentence in the film carries footnote {number}", hint=f"footnotes there: {cited}"
        )
    firsts = [index for index in carrying if not _carried_before(sheet, index, number)]
    return tuple(
        CueRange(first, max(index for index in carrying if index < following))
        for first, following in zip(firsts, [*firsts[1:], len(sheet.cues)], strict=True)
    )


def cited_footnotes(sheet: Sheet) -> tuple[str, ...]:
    """The numbers of all footnotes that document something, in the order in which it is said."""
    shown = (cue for cue in sheet.cues if cue.role is not Role.NOTE)
    return tuple(dict.fromkeys(number for cue in shown for number in cue.footnotes))


def _carried_before(sheet: Sheet, index: int, number: str) -> bool:
    """Whether the cue before of the same role carries a footnote, too: a title may stand inside a sentence."""
    before = next((cue for cue in reversed(sheet.cues[:index]) if cue.role is sheet.cues[index].role), None)
    return before is not None and number in before.footnotes


def span_of(sheet: Sheet, passage: CueRange, pad_ms: int = LEAD_MS) -> Span:
    """The time of a passage, with a breath before and after it that cuts into no other word."""
    cues = sheet.cues[passage.first : passage.last + 1]
    core = Span(cues[0].span.start_ms, max(cue.span.end_ms for cue in cues))
    return padded_span(sheet, core, pad_ms, cues)


def padded_span(sheet: Sheet, core: Span, pad_ms: int, cues: Sequence[Cue] = ()) -> Span:
    """A stretch with up to this much before and after it, clear of the words of cues that are not among `cues`."""
    others = [span for cue in sheet.cues if not any(cue is inside for inside in cues) for span in said(cue)]
    earlier = max((span.end_ms for span in others if span.start_ms < core.start_ms), default=-2 * GAP_MS)
    later = min((span.start_ms for span in others if span.end_ms > core.end_ms), default=EVER_MS)
    last_ms = later if later < EVER_MS else core.end_ms
    ends_ms = sheet.media.duration_ms if sheet.media else last_ms
    start_ms = max(core.start_ms - pad_ms, earlier + _clear(core.start_ms - earlier), 0)
    end_ms = min(core.end_ms + pad_ms, later - _clear(later - core.end_ms), ends_ms)
    return Span(min(core.start_ms, start_ms), max(core.end_ms, end_ms))


def _clear(gap_ms: int) -> int:
    """How much of a gap between words an end leaves before the next word: where it begins is not known to the ms."""
    return max(0, min(GAP_MS, gap_ms // 2))


def between_words(sheet: Sheet, span: Span) -> Span:
    """A stretch whose ends are moved off the words they stand in, into the nearest gap between two."""
    words = sorted({word.span for cue in sheet.cues for word in cue.words})
    starts, ends = _gap(words, span.start_ms), _gap(words, span.end_ms)
    start_ms, end_ms = (
        min(edges, key=lambda gap, ms=ms: abs(gap - ms))  # type: ignore[misc]
        for edges, ms in ((starts, span.start_ms), (ends, span.end_ms))
    )
    return Span(start_ms, end_ms) if start_ms < end_ms else Span(starts[0], ends[1])


def _gap(words: Sequence[Span], at_ms: int) -> tuple[int, int]:
    """Where there is a gap before and after the word said at a time; the time itself where none is."""
    cut = [word for word in words if word.start_ms < at_ms < word.end_ms]
    if not cut:
        return at_ms, at_ms
    start_ms, end_ms = min(word.start_ms for word in cut), max(word.end_ms for word in cut)
    earlier = max((word.end_ms for word in words if word.end_ms <= start_ms), default=0)
    later = min((word.start_ms for word in words if word.start_ms >= end_ms), default=end_ms)
    return start_ms - _clear(start_ms - earlier), end_ms + _clear(later - end_ms)


def said(cue: Cue) -> tuple[Span, ...]:
    """When the words of a cue are spoken; all of its time where nobody knows, and none for a caption."""
    if cue.role is Role.NOTE:
        return ()
    return tuple(word.span for word in cue.words) or (cue.span,)


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", re.sub("['’‘]", "", plain.casefold()))
    return [part for word in words for part in (word if is_unspaced(word) else (word,))]


def occurrences(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Where these words stand one after another in others."""
    return [index for index in range(len(words)) if words[index : index + len(wanted)] == wanted]


def likest(texts: Sequence[str], quote: str) -> list[int]:
    """The numbers of the few texts that are most like a quotation, the likest first."""
    matcher = SequenceMatcher(b=" ".join(plain_words(quote)), autojunk=False)

    def likeness(index: int) -> float:
        matcher.set_seq1(" ".join(plain_words(texts[index])))
        return matcher.ratio()

    return nlargest(NEAREST, range(len(texts)), key=likeness)


def _place(sheet: Sheet, index: int) -> str:
    cue = sheet.cues[index]
    seconds = cue.span.start_ms // 1000
    return f"{index + 1} at {seconds // 60}:{seconds % 60:02} “{cue.text}”"
