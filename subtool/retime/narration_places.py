"""Where the pieces of a narration go on a film: at moments that are known, or where shots change. Pure.

A piece is cut between two sentences, never inside one, and pieces never overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.cues.find import by_quote, occurrences, plain_words
from subtool.errors import SheetError
from subtool.model import EVER_MS, Role, Span
from subtool.retime.warp import Piece, Warp
from subtool.text.punctuation import ends_sentence
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from subtool.cues.timing.known_moments import Quoted
    from subtool.model import Cue, Sentence, Sheet, Source

LEAD_MS, TAIL_MS = 80, 300  # of its own silence that a piece takes along: breath before it, room after it
BREATH_MS = 400  # between two pieces, where shot changes say when they begin
PARAGRAPH_MS = 900  # a pause after a sentence that a narrator makes between paragraphs, not within one


@dataclass(frozen=True, slots=True)
class NarrationPassage:
    """Sentences that stay together: from the first sound of the first word to the last of the last."""

    said: Span
    text: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A passage, and when its first word is said in the film."""

    passage: NarrationPassage
    at_ms: int

    @property
    def span(self) -> Span:
        """When it is said in the film."""
        return Span(self.at_ms, self.at_ms + self.passage.said.duration_ms)


def paragraphs(sheet: Sheet, starts: Collection[Source] = ()) -> tuple[NarrationPassage, ...]:
    """The paragraphs of a narration: those that begin at the places `starts` of the script.

    Without any, a paragraph begins after a pause of 0.9 seconds or more between two sentences.

    Raises:
        SheetError: nothing is said in it.
    """
    spoken = _spoken(sheet)
    firsts = [0]
    for index, (before, cue) in enumerate(pairwise(spoken), start=1):
        pause_ms = _said(cue).start_ms - _said(before).end_ms
        if cue.source in starts if starts else ends_sentence(before.text) and pause_ms >= PARAGRAPH_MS:
            firsts.append(index)
    return _passages(spoken, firsts)


def paragraph_starts(sentences: Sequence[Sentence]) -> frozenset[Source]:
    """Where the paragraphs of a script begin."""
    return frozenset(
        after.source for before, after in pairwise(sentences) if after.paragraph != before.paragraph
    )


def at_moments(sheet: Sheet, known: Sequence[Quoted]) -> tuple[Laid, ...]:
    """The narration in a piece for each known moment: it begins with the sentence in which the words are said.

    What stands before the first of them keeps its distance to it.

    Raises:
        SheetError: words are not said, or more than once, or two are of one sentence, or pieces would overlap.
    """
    spoken = _spoken(sheet)
    found: dict[int, tuple[int, int, str]] = {}
    for quoted in known:
        index = by_quote(replace(sheet, cues=tuple(spoken)), quoted.words).first
        first = next(
            (index - back for back in range(index) if ends_sentence(spoken[index - back - 1].text)), 0
        )
        if first in found:
            raise SheetError(
                f"“{found[first][2]}” and “{quoted.words}” are said in one sentence",
                hint="a sentence is never cut: give a time for one of them",
            )
        word_ms = _word_ms(spoken[index:], quoted.words)
        found[first] = (word_ms, quoted.at_ms, quoted.words)
    firsts = sorted(found)
    passages = _passages(spoken, [0, *firsts[1:]])
    laid = tuple(
        Laid(passage, _start(passage, word_ms, at_ms, words))
        for passage, (word_ms, at_ms, words) in zip(passages, (found[index] for index in firsts), strict=True)
    )
    _require_apart(laid)
    return laid


def at_shots(
    passages: Sequence[NarrationPassage], shots_ms: Sequence[int], from_ms: int = 0
) -> tuple[Laid, ...]:
    """Each passage at the next shot change that leaves room for it, none before `from_ms`; a film begins with one.

    Raises:
        SheetError: there are fewer shot changes than it takes.
    """
    changes = sorted({0, *shots_ms})
    laid: list[Laid] = []
    for passage in passages:
        free_ms = laid[-1].span.end_ms + BREATH_MS if laid else from_ms
        index = bisect_left(changes, free_ms)
        if index == len(changes):
            raise SheetError(
                f"no shot change after {clock(free_ms)} is left for “{passage.text}”",
                hint="shorten the narration, begin it earlier, or place its pieces by --at",
            )
        laid.append(Laid(passage, changes[index]))
    return tuple(laid)


def require_room(laid: Sequence[Laid], film_ms: int) -> None:
    """Refuse what would be said after the film has ended.

    Raises:
        SheetError: it would.
    """
    last = laid[-1]
    if last.span.end_ms > film_ms:
        raise SheetError(
            f"the narration ends at {clock(last.span.end_ms)}, the film at {clock(film_ms)}",
            hint="begin it earlier, shorten it, or lay it on a longer film",
        )


def cuts(laid: Sequence[Laid], whole_ms: int) -> tuple[tuple[Span, int], ...]:
    """What of the narration's sound, `whole_ms` long, begins when: each piece with some of the silence around it."""
    heads, tails = [LEAD_MS], []
    for one, other in pairwise(laid):
        pause_ms = min(
            other.passage.said.start_ms - one.passage.said.end_ms, other.span.start_ms - one.span.end_ms
        )
        heads.append(min(LEAD_MS, pause_ms // 2))
        tails.append(min(TAIL_MS, pause_ms // 2))
    pieces = []
    for placed, head_ms, tail_ms in zip(laid, heads, [*tails, TAIL_MS], strict=True):
        said = placed.passage.said
        early_ms = min(head_ms, said.start_ms, placed.at_ms)
        end_ms = max(said.end_ms, min(whole_ms, said.end_ms + tail_ms))
        pieces.append((Span(said.start_ms - early_ms, end_ms), placed.at_ms - early_ms))
    return tuple(pieces)


def warp_of(laid: Sequence[Laid]) -> Warp:
    """The warp that moves cues with the pieces: each stretch of the narration's time line up to the next."""
    edges = [0, *(placed.passage.said.start_ms - LEAD_MS for placed in laid[1:]), EVER_MS]
    return Warp(
        tuple(
            Piece(Span(max(0, a), b), max(0, a) + placed.at_ms - placed.passage.said.start_ms)
            for placed, (a, b) in zip(laid, pairwise(edges), strict=True)
        )
    )


def speech(sheet: Sheet) -> tuple[Span, ...]:
    """When something is said, cue by cue."""
    return tuple(_said(cue) for cue in _spoken(sheet))


def _spoken(sheet: Sheet) -> list[Cue]:
    spoken = sorted((cue for cue in sheet.cues if cue.role is Role.SPEECH), key=lambda cue: cue.span.start_ms)
    if not spoken:
        raise SheetError("nothing is said in the cues", hint="name the cue sheet of the narration")
    return spoken


def _said(cue: Cue) -> Span:
    """When the words of a cue are said; all the time it is shown where they have no times."""
    return Span(cue.words[0].span.start_ms, cue.words[-1].span.end_ms) if cue.words else cue.span


def _passages(spoken: Sequence[Cue], firsts: Sequence[int]) -> tuple[NarrationPassage, ...]:
    passages = []
    for a, b in pairwise([*firsts, len(spoken)]):
        span = Span(_said(spoken[a]).start_ms, max(_said(cue).end_ms for cue in spoken[a:b]))
        passages.append(NarrationPassage(span, spoken[a].text))
    return tuple(passages)


def _word_ms(cues: Sequence[Cue], quote: str) -> int:
    """When the first of the words is said that were found in the first of the cues."""
    said = [(plain, word.span.start_ms) for word in cues[0].words for plain in plain_words(word.text)]
    following = [plain for cue in cues[1:] for plain in plain_words(cue.text)]
    starts = occurrences([*(plain for plain, _ in said), *following], plain_words(quote))
    return said[starts[0]][1] if starts and starts[0] < len(said) else _said(cues[0]).start_ms


def _start(passage: NarrationPassage, word_ms: int, at_ms: int, words: str) -> int:
    start_ms = at_ms - (word_ms - passage.said.start_ms)
    if start_ms < 0:
        raise SheetError(
            f"for “{words}” to be said at {clock(at_ms)}, “{passage.text}” would begin {-start_ms / 1000:.1f} s "
            "before the film",
            hint="give a later time",
        )
    return start_ms


def _require_apart(laid: Sequence[Laid]) -> None:
    for one, other in pairwise(laid):
        if other.at_ms < one.span.end_ms:
            late_ms = one.span.end_ms - other.at_ms
            raise SheetError(
                f"“{other.passage.text}” at {clock(other.at_ms)} begins {late_ms / 1000:.1f} s before what stands "
                f"before it ends, at {clock(one.span.end_ms)}",
                hint="give it a later time",
            )
