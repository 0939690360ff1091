"""Durations, gaps, reading speed, order and shot changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.cues.timing.shot_rule import Edge, ShotRule, breaches
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import View
    from subtool.checks.problem import Problem


def order(view: View) -> Iterator[Problem]:
    """Cues that stand after a later one."""
    for before, item in pairwise(view.items):
        early_ms = before.cue.span.start_ms - item.cue.span.start_ms
        if early_ms > 0:
            yield view.problem("out-of-order", item, figures=(early_ms / 1000, 0))


def gaps(view: View) -> Iterator[Problem]:
    """Cues that overlap, follow too soon, or leave a gap that would be seen as a flicker.

    A millisecond either way is rounding: a gap of two frames at 23.976 is 83.4 ms long, and stands as 83 in a
    file. Half a frame is, too, before a gap is one to be closed.
    """
    delivery = view.delivery
    smallest_ms, flicker_ms = delivery.gap_ms, delivery.flicker_ms
    half_frame_ms = int(500 / delivery.grid.fps)
    longest_ms = delivery.style.max_duration_ms
    for item, following in view.neighbours():
        start_ms = following.cue.span.start_ms
        gap_ms = start_ms - item.cue.span.end_ms
        if gap_ms < 0:
            yield view.problem("overlap", item, figures=(-gap_ms / 1000, 0), following=following.number)
        elif gap_ms < smallest_ms - 1:
            yield view.problem("short-gap", item, figures=(gap_ms, smallest_ms), following=following.number)
        elif smallest_ms + half_frame_ms <= gap_ms < flicker_ms - half_frame_ms:
            if start_ms - smallest_ms - item.cue.span.start_ms > longest_ms:
                continue  # there is no way to close it
            yield view.problem("gap-to-close", item, figures=(gap_ms, flicker_ms), following=following.number)


def durations(view: View) -> Iterator[Problem]:
    """Cues that stand too short or too long."""
    shortest_ms, longest_ms = view.delivery.style.min_duration_ms, view.delivery.style.max_duration_ms
    for item in view.items:
        duration_ms = item.cue.span.duration_ms
        if shortest_ms <= duration_ms <= longest_ms or item.is_empty:
            continue
        code, limit_ms = (
            ("cue-too-short", shortest_ms) if duration_ms < shortest_ms else ("cue-too-long", longest_ms)
        )
        yield view.problem(code, item, figures=(duration_ms / 1000, limit_ms / 1000))


def reading_speed(view: View) -> Iterator[Problem]:
    """Cues that cannot be read while they stand, in characters a second or in words a minute."""
    style = view.delivery.style
    for item in view.items:
        duration_ms = item.cue.span.duration_ms
        thousands = view.chars(item.cue.lines) * 1000
        if style.max_cps and thousands > style.max_cps * duration_ms:
            yield view.problem("too-fast", item, figures=(thousands / max(1, duration_ms), style.max_cps))
        if style.max_wpm:
            minutes = len(item.text.split()) * 60_000
            if minutes > style.max_wpm * duration_ms:
                figures = (minutes / max(1, duration_ms), style.max_wpm)
                yield view.problem("too-many-words", item, figures=figures)


def film_end(view: View) -> Iterator[Problem]:
    """Cues that stay beyond the end of the film."""
    film_ms = view.delivery.film_ms
    if film_ms is None:
        return
    for item in view.items:
        beyond_ms = item.cue.span.end_ms - film_ms
        if beyond_ms > 0:
            yield view.problem("past-the-end", item, figures=(beyond_ms / 1000, 0))


def shot_changes(view: View) -> Iterator[Problem]:
    """In- and out-times that stand neither at a shot change nor well away from it."""
    style, grid = view.delivery.style, view.delivery.grid
    if not grid.shots or not style.shot_clear_frames:
        return
    clear = ShotRule.of(style, grid).clear
    for item in view.items:
        for breach in breaches(item.cue.span, style, grid):
            code = "shot-in" if breach.edge is Edge.IN else "shot-out"
            side = "after" if breach.frames >= 0 else "before"
            figures = (abs(breach.frames), clear)
            yield view.problem(code, item, figures=figures, side=side, shot=clock(breach.shot_ms))
