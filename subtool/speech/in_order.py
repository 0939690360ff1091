"""Words in the order of the script, each with a place of its own, whatever times they were found at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.text.spoken_forms import has_sound

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SPOKEN_LETTER_MS = 75  # of a spoken word, on average (read English, 150-180 words a minute)
SILENT_MS = 10  # a dash that stands alone takes no time, but it has a place
LEAST_MS = 20  # from the start of one word to the next: two frames; faster than that nobody speaks
LEAST_WEIGHT = 0.05  # of a word that is not believed: it keeps its place where no other word wants it

Timed = tuple[Span | None, float]


def in_order(words: Sequence[Timed]) -> list[Timed]:
    """The words without the spans that stand in the way of likelier ones; such words are not believed.

    Of all ways to choose words whose starts follow each other the one with the most confidence is kept, so that an
    unlikely early word never pushes a likely later one. A word ends when the next one begins.
    """
    heaviest = _heaviest(
        [(place, span.start_ms, weight) for place, (span, weight) in enumerate(words) if span]
    )
    ordered: list[Timed] = [(None, 0.0)] * len(words)
    for place, after in pairwise([*heaviest, None]):
        assert place is not None
        span, confidence = words[place]
        following = words[after][0] if after is not None else None
        assert span is not None
        end_ms = min(span.end_ms, following.start_ms) if following else span.end_ms
        ordered[place] = Span(span.start_ms, max(end_ms, span.start_ms + LEAST_MS)), confidence
    return ordered


def _heaviest(words: Sequence[tuple[int, int, float]]) -> list[int]:
    """The places of the words whose starts ascend by `LEAST_MS` at least and whose weights sum to the most."""
    starts = sorted({start for _, start, _ in words})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (
        len(starts) + 1
    )  # the best that ends up to a start (Fenwick)
    before: list[int] = []
    for number, (_, start, confidence) in enumerate(words):
        best, last = 0.0, -1
        node = bisect_right(starts, start - LEAST_MS)
        while node:
            if tree[node][0] > best:
                best, last = tree[node]
            node &= node - 1
        before.append(last)
        value = (best + confidence + LEAST_WEIGHT, number)
        node = bisect_left(starts, start) + 1
        while node < len(tree):
            if value[0] > tree[node][0]:
                tree[node] = value
            node += node & -node
    node, best, last = len(starts), 0.0, -1
    while node:
        if tree[node][0] > best:
            best, last = tree[node]
        node &= node - 1
    chain = []
    while last >= 0:
        chain.append(words[last][0])
        last = before[last]
    return chain[::-1]


def filled(
    texts: Sequence[str], spans: Sequence[Span | None], end_ms: int, openings: Collection[int] = ()
) -> list[Span]:
    """A span for every word: those without one share the time between their neighbours by their length.

    Where their neighbours leave no time, the one before them gives up to half of its own. Where they leave more than
    enough, the first words of a sentence, which `openings` says by their numbers, stand right before the next one.
    """
    whole = list(spans)
    place = 0
    while place < len(whole):
        if whole[place] is not None:
            place += 1
            continue
        after = next((n for n in range(place, len(whole)) if whole[n] is not None), len(whole))
        left = whole[place - 1] if place else None
        right = whole[after] if after < len(whole) else None
        sizes = [_size_ms(text) for text in texts[place:after]]
        begin_ms = left.end_ms if left else 0
        until_ms = max(begin_ms, right.start_ms if right else end_ms)
        if left and until_ms - begin_ms < sum(sizes):
            begin_ms -= min(left.duration_ms // 2, sum(sizes) - (until_ms - begin_ms))
            whole[place - 1] = Span(left.start_ms, begin_ms)
        room = Span(begin_ms, until_ms)
        parted = next((n for n in range(after, place - 1, -1) if n in openings), after) - place
        if left is None or right is None or sum(sizes) >= room.duration_ms:
            parted = 0 if left is None else len(sizes)
        whole[place:after] = _shared(sizes[:parted], room) + _shared(sizes[parted:], room, towards_end=True)
        place = after
    return [span for span in whole if span is not None]


def _size_ms(text: str) -> int:
    return SPOKEN_LETTER_MS * max(2, len(text)) if has_sound(text) else SILENT_MS


def _shared(sizes: Sequence[int], room: Span, *, towards_end: bool = False) -> list[Span]:
    """The room by size, at no slower pace than speech; the rest of it stays empty."""
    if not sizes:
        return []
    pace = min(1.0, room.duration_ms / sum(sizes))
    edges = [0.0]
    for size in sizes:
        edges.append(edges[-1] + size * pace)
    start_ms = room.end_ms - edges[-1] if towards_end else room.start_ms
    return [Span(round(start_ms + a), round(start_ms + b)) for a, b in pairwise(edges)]
