"""What `fix` may do about a problem: proposals, best first. Whether one does no harm is judged by `fixing`.

A proposal gives cues by their numbers; None removes one. No word is ever altered.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from subtool.checks.context import Item
from subtool.checks.continuity import CLOSING_ELLIPSIS, OPENING_ELLIPSIS
from subtool.checks.edit import Edit, edited
from subtool.checks.line_checks import WITHOUT_SPACES
from subtool.checks.marks import findings
from subtool.checks.pairs import lone_tags
from subtool.checks.speakers import speakers
from subtool.cues.segmentation.optimum import split
from subtool.cues.timing.shot_rule import Edge, breaches
from subtool.model import Sentence, Source, Span, Token, Utterance, Word
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from subtool.checks.context import CheckContext, View
    from subtool.model import Cue

LINE_BREAK = re.compile(r"(?<!\s)[^\S\n]*\n\s*")
ITALIC_TAG = re.compile(r"</?i(?:[ .][^<>]*)?>")
MOST_ROUNDS = 4  # a mended mark may show another after it


@dataclass(frozen=True, slots=True)
class ProblemCue:
    """A cue with a problem, and its neighbours in time among those of its role."""

    item: Item
    before: Item | None
    following: Item | None
    delivery: CheckContext
    view: View


def proposals(code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    """What may be done about a problem of this code."""
    yield from MENDS.get(code, _characters)(code, scene)


def _characters(code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    """The characters of this code alone, then all of them: one may stand in the way of another."""
    result = _mended(scene.item, scene.delivery, code)
    if result:
        yield {scene.item.number: result}
    tidy = scene.item
    for _ in range(MOST_ROUNDS):
        result = _mended(tidy, scene.delivery, None)
        if not result:
            break
        tidy = Item.of(tidy.number, result)
    if tidy is not scene.item:
        yield {scene.item.number: tidy.cue}


def _mended(item: Item, delivery: CheckContext, code: str | None) -> Cue | None:
    edits: list[Edit] = []
    taken: list[tuple[int, int]] = []  # their places, in order
    for found in sorted(findings(item, delivery), key=lambda found: found.start):
        if code in {None, found.code} and all(_is_free(new, taken) for new in found.edits):
            edits += found.edits
            for new in found.edits:
                insort(taken, (new.start, new.end))
    return edited(item.cue, edits) if edits else None


def _is_free(new: Edit, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit overlaps none at these places, which do not overlap each other."""
    after = bisect_right(taken, (new.start, new.end))
    return all(end <= new.start or new.end <= start for start, end in taken[max(0, after - 1) : after + 1])


def _ellipsis(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    """Without the ellipsis that opens the cue, and then without the one that closes the cue before."""
    opening = OPENING_ELLIPSIS.match(scene.item.text)
    result = edited(scene.item.cue, [Edit(0, opening.end(), "")]) if opening else None
    if not result:
        return
    yield {scene.item.number: result}
    closing = CLOSING_ELLIPSIS.search(scene.before.text) if scene.before else None
    if scene.before and closing:
        dots = Edit(closing.start(), closing.start() + len(closing[0].rstrip("\"'”’»")), "")
        ended = edited(scene.before.cue, [dots])
        if ended:
            yield {scene.before.number: ended, scene.item.number: result}


def _one_line(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    text = scene.item.text
    if speakers(scene.item.cue).keeps_lines:
        return
    between = "" if scene.delivery.primary in WITHOUT_SPACES else " "
    edits = [
        Edit(match.start(), match.end(), between if match.start() > 0 and match.end() < len(text) else "")
        for match in LINE_BREAK.finditer(text)
    ]
    result = edited(scene.item.cue, edits)
    if result:
        yield {scene.item.number: result}


def _break_again(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    """The lines that the segmentation would make of this text."""
    item, delivery = scene.item, scene.delivery
    words = item.text.split()
    room = delivery.style.max_cpl * delivery.style.max_lines
    if (
        speakers(item.cue).keeps_lines
        or delivery.primary in WITHOUT_SPACES
        or scene.view.chars([item.text]) > room
    ):
        return
    ends, line_end = set(), 0
    for size in _best_lines(words, delivery):
        line_end += size
        ends.add(line_end)
    edits = []
    for number, match in enumerate(re.finditer(r"(?<=\S)\s+(?=\S)", item.text), start=1):
        between = "\n" if number in ends else " "
        if "\n" in match[0] or between == "\n":
            edits.append(Edit(match.start(), match.end(), between))
    result = edited(item.cue, edits) if edits else None
    if result:
        yield {item.number: result}


def _best_lines(words: list[str], delivery: CheckContext) -> tuple[int, ...]:
    """How many of these words stand in each line when they are one cue; none when they cannot be."""
    tokens = tuple(Token(word, Source(1, index)) for index, word in enumerate(words, start=1))
    still = Span(0, 0)  # there is no moment between the words at which another cue could begin
    spoken = Utterance(Sentence(tokens, 0), tuple(Word(word, still) for word in words))
    phrases = split([spoken], delivery.style, delivery.classes, delivery.gap_ms)
    return phrases[0].sizes if len(phrases) == 1 else ()


def _close_tags(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    text = "\n".join(scene.item.cue.markup)
    written, opened, position = [], [], 0
    for match in sorted(lone_tags(text), key=lambda match: match.start()):
        if match[1]:
            written.append(text[position : match.start()])
            position = match.end()
        else:
            opened.append(f"</{match[2]}>")
    closed = "".join((*written, text[position:], *reversed(opened)))
    yield {scene.item.number: replace(scene.item.cue, markup=tuple(closed.split("\n")))}


def _put_in_italics(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    cue = scene.item.cue
    lines = tuple(f"<i>{line}</i>" for line in markup.lines(cue))
    yield {scene.item.number: replace(cue, markup=lines)}


def _out_of_italics(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    cue = scene.item.cue
    plain = tuple(ITALIC_TAG.sub("", line) for line in cue.markup)
    tagged = any("<" in line for line in plain)
    yield {scene.item.number: replace(cue, markup=plain if tagged else ())}


def _remove(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    yield {scene.item.number: None}


def _up_to_next(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    if scene.following:
        yield from _ending(scene, scene.following.cue.span.start_ms - scene.delivery.gap_ms)


def _stay(code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    """Until it can be read, or as long as there is room; a flicker that would be left before the next is closed."""
    style, cue = scene.delivery.style, scene.item.cue
    read_ms = ceil(style.reading_ms(scene.view.chars(cue.lines), len(scene.item.text.split())))
    least_ms = style.min_duration_ms if code == "cue-too-short" else read_ms
    last_ms = cue.span.start_ms + style.max_duration_ms
    if scene.following:
        last_ms = min(last_ms, scene.following.cue.span.start_ms - scene.delivery.gap_ms)
    for duration_ms in dict.fromkeys((max(read_ms, style.min_duration_ms), least_ms)):
        end_ms = cue.span.start_ms + duration_ms
        if cue.span.end_ms < end_ms <= last_ms:
            yield from _ending(scene, end_ms)
            yield from _up_to_next(code, scene)
    if cue.span.end_ms < last_ms < cue.span.start_ms + read_ms:
        yield from _ending(scene, last_ms)


def _go_earlier(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    cue = scene.item.cue
    end_ms = cue.span.start_ms + scene.delivery.style.max_duration_ms
    if not cue.words or cue.words[-1].span.end_ms <= end_ms:
        yield from _ending(scene, end_ms)


def _end_with_film(_code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    if scene.delivery.film_ms is not None:
        yield from _ending(scene, scene.delivery.film_ms)


def _ending(scene: ProblemCue, end_ms: int) -> Iterator[Mapping[int, Cue | None]]:
    """The cue with another out-time, and where the rule on shot changes would have that."""
    cue, delivery = scene.item.cue, scene.delivery
    if end_ms <= cue.span.start_ms:
        return
    span = Span(cue.span.start_ms, end_ms)
    yield {scene.item.number: replace(cue, span=span)}
    for breach in breaches(span, delivery.style, delivery.grid) if delivery.grid.shots else ():
        if breach.edge is Edge.OUT and breach.wanted_ms > span.start_ms:
            yield {scene.item.number: replace(cue, span=Span(span.start_ms, breach.wanted_ms))}


def _to_shot(code: str, scene: ProblemCue) -> Iterator[Mapping[int, Cue | None]]:
    cue, delivery = scene.item.cue, scene.delivery
    edge = Edge.IN if code == "shot-in" else Edge.OUT
    for breach in breaches(cue.span, delivery.style, delivery.grid):
        if breach.edge is not edge:
            continue
        if edge is Edge.OUT:
            if breach.wanted_ms > cue.span.start_ms:
                yield {scene.item.number: replace(cue, span=Span(cue.span.start_ms, breach.wanted_ms))}
        elif breach.wanted_ms < cue.span.end_ms:
            moved = replace(cue, span=Span(breach.wanted_ms, cue.span.end_ms))
            yield {scene.item.number: moved}
            yield from _with_room(scene, moved)


def _with_room(scene: ProblemCue, moved: Cue) -> Iterator[Mapping[int, Cue | None]]:
    """The cue with another in-time, and the one before it ending as near as it may."""
    if scene.before:
        before, end_ms = scene.before.cue, moved.span.start_ms - scene.delivery.gap_ms
        if end_ms > before.span.start_ms:
            closed = replace(before, span=Span(before.span.start_ms, end_ms))
            yield {scene.before.number: closed, scene.item.number: moved}


MENDS: Mapping[str, Callable[[str, ProblemCue], Iterator[Mapping[int, Cue | None]]]] = {
    "empty-cue": _remove,
    "overlap": _up_to_next,
    "short-gap": _up_to_next,
    "gap-to-close": _up_to_next,
    "cue-too-short": _stay,
    "too-fast": _stay,
    "too-many-words": _stay,
    "cue-too-long": _go_earlier,
    "past-the-end": _end_with_film,
    "shot-in": _to_shot,
    "shot-out": _to_shot,
    "line-too-long": _break_again,
    "unbalanced-lines": _break_again,
    "too-many-lines": _break_again,
    "needless-line": _one_line,
    "continuation-ellipsis": _ellipsis,
    "italics": _out_of_italics,
    "unclosed-tag": _close_tags,
    "narrator-italics": _put_in_italics,
}
