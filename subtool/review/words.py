"""A cue's words after its text was edited: those that stay keep their times, new ones get times between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.model import Span, Word, meets_without_space
from subtool.script.understand.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of two spellings: above it one is the other corrected, as in "teh" and "the"; chosen, not measured.
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Written:
    """A word as it stands in the text; `end` is where it ends there, counted in characters."""

    text: str
    glued: bool
    end: int


def written(lines: Sequence[str], language: str) -> tuple[Written, ...]:
    """The words of these lines, which are joined by a newline."""
    found: list[Written] = []
    text = "\n".join(lines)
    end = 0
    for chunk in text.split():
        start = text.index(chunk, end)
        before = found[-1] if found else None
        broken = "\n" in text[end:start]
        glued = bool(before) and broken and meets_without_space(text[:end], chunk)
        for piece in phrases(chunk, language=language):
            start += len(piece)
            found.append(Written(piece, glued, start))
            glued = True
        end = start
    return tuple(found)


def retimed(old: Sequence[Word], lines: Sequence[str], span: Span, language: str) -> tuple[Word, ...]:
    """The words of the new text of a cue that had the words `old`; none where it had none."""
    new = written(lines, language)
    if not old or not new:
        return ()
    timed: list[Word] = []
    first = start = 0
    for stays, to in [*_pairs(old, new), (len(old), len(new))]:
        gone, come = old[first:stays], new[start:to]
        if come:
            timed += _between(gone, come, _room(old, first, stays, span))
        elif gone and timed:
            timed[-1] = replace(timed[-1], footnotes=(*timed[-1].footnotes, *_footnotes(gone)))
        if stays < len(old):
            timed.append(replace(old[stays], text=new[to].text, glued=new[to].glued))
        first, start = stays + 1, to + 1
    return tuple(timed)


def _pairs(old: Sequence[Word], new: Sequence[Written]) -> list[tuple[int, int]]:
    """Which old word stays as which new one: the same word, or its spelling corrected."""
    matcher = SequenceMatcher(
        None, [_key(word.text) for word in old], [_key(word.text) for word in new], autojunk=False
    )
    pairs: list[tuple[int, int]] = []
    for operation, first, end, start, stop in matcher.get_opcodes():
        if operation == "equal":
            pairs += zip(range(first, end), range(start, stop), strict=True)
            continue
        free = start
        for index in range(first, end):
            alike = next((to for to in range(free, stop) if _is_corrected(old[index], new[to])), None)
            if alike is not None:
                pairs.append((index, alike))
                free = alike + 1
    return pairs


def _room(old: Sequence[Word], first: int, end: int, span: Span) -> Span:
    """When the words `first` to `end` were said, or the pause between their neighbours where there are none."""
    if first < end:
        return Span(old[first].span.start_ms, max(old[first].span.start_ms, old[end - 1].span.end_ms))
    start_ms = old[first - 1].span.end_ms if first else min(span.start_ms, old[0].span.start_ms)
    end_ms = old[first].span.start_ms if first < len(old) else max(span.end_ms, start_ms)
    return Span(start_ms, max(start_ms, end_ms))


def _between(gone: Sequence[Word], come: Sequence[Written], room: Span) -> list[Word]:
    """New words in a stretch of time, each as long as its share of the letters."""
    ends = list(accumulate(max(1, len(word.text)) for word in come))
    times = [room.start_ms + room.duration_ms * letters // ends[-1] for letters in (0, *ends)]
    known = any(word.confidence is not None for word in gone) or not gone
    words_between = [
        Word(word.text, Span(start_ms, end_ms), 0.0 if known else None, (), word.glued)
        for word, start_ms, end_ms in zip(come, times[:-1], times[1:], strict=True)
    ]
    words_between[-1] = replace(words_between[-1], footnotes=_footnotes(gone))
    return words_between


def _footnotes(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(number for word in words for number in word.footnotes)


def _is_corrected(old: Word, new: Written) -> bool:
    return SequenceMatcher(None, _key(old.text), _key(new.text)).ratio() > ALIKE


def _key(text: str) -> str:
    """What a word is but for its punctuation and its capitals."""
    return "".join(char for char in text.casefold() if char.isalnum()) or text
