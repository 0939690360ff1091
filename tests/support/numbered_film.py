"""A film whose frames carry their numbers, a sheet of cues for it, and what each frame is then expected to show."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

import av

from subtool.model import Cue, Footnote, Role, Sheet, Span
from support import footage

SUBTITLES = (Span(540, 1230), Span(1310, 2470), Span(2990, 3700))
NOTE = Span(1310, 3210)
CLIPS = (Span(0, 1000), Span(910, 2610), Span(2050, 3450))


def sheet():
    shown = [Cue(span, ("WWW MMM",), footnotes=()) for span in SUBTITLES]
    note = Cue(NOTE, ("1  MMM WWW",), role=Role.NOTE, footnotes=("1",))
    return Sheet((*shown, note), footnotes=(Footnote("1", "MMM WWW", "MMM WWW"),))


def shown_at(path):
    """When each frame of a film is shown, by decoding it: exact seconds from the container's start."""
    with av.open(str(path)) as container:
        origin = Fraction(container.start_time or 0, 1_000_000)
        return [frame.pts * frame.time_base - origin for frame in container.decode(video=0)]


def nearest(edges, at_ms):
    """Of edges in order the nearest, of two as near the later."""
    wanted = Fraction(at_ms, 1000)
    after = bisect_left(edges, wanted)
    near = range(max(0, after - 1), min(after + 1, len(edges)))
    return min(near, key=lambda number: (abs(edges[number] - wanted), -number))


def expected(times, wanted):
    """For each frame of the passage: its number, whether it carries a subtitle, and whether the footnote."""
    edges = [*times, times[-1] + (times[-1] - times[-2])]

    def carried(span):
        first = min(nearest(edges, span.start_ms), len(times) - 1)
        return range(first, max(nearest(edges, span.end_ms), first + 1))

    frames = carried(wanted) if wanted else range(len(times))
    subtitles, noted = {number for span in SUBTITLES for number in carried(span)}, carried(NOTE)
    return [(number, number in subtitles, number in noted) for number in frames]


TIMED = sorted(set(footage.KINDS) - {"avi"})  # AVI does not say when a frame is shown

OTHERS = ((".webm", "vp9"), (".webm", "av1"), (".mp4", "h265"), (".mp4", "av1"), (".mov", "prores"))
