"""Charts as SVG that fits any width: places along the time line are shares of it, heights are pixels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from math import ceil, floor
from typing import TYPE_CHECKING

from subtool.text.counting import counted
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEIGHT = 76  # pixels for the bars of a strip
TICKS = 18  # ... and below them for the times
TOP = 1.5  # the scale goes up to this many times the limit; what is higher is cut off and marked
# Of film in a strip, by the film's length; chosen by eye.
SHORT_STRIP_MS, STRIP_MS, LONG_STRIP_MS = 150_000, 300_000, 600_000
LONG_FILM_MS = 7_200_000  # two hours
TICK_MS = 30_000  # from one time below a strip to the next
BARS = 64  # pixels for the bars of a histogram


@dataclass(frozen=True, slots=True)
class Bar:
    """A cue on the time line: how fast it must be read, and the codes of its problems."""

    cue: int
    start_ms: int
    end_ms: int
    speed: float
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How often a measure takes which values, and which of these are a problem; from `most` on they share a bin."""

    title: str
    unit: str
    step: float
    most: float
    values: Sequence[tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class Limit:
    """The fastest a cue may be, and what that is counted in."""

    speed: float
    unit: str


def strips(bars: Sequence[Bar], limit: Limit) -> Iterator[str]:
    """Reading speed over the time line, a strip for each few minutes."""
    if not bars:
        return
    strip_ms = _strip_ms(max(bar.end_ms for bar in bars))
    rows: dict[int, list[Bar]] = {}
    for bar in bars:
        rows.setdefault(bar.start_ms // strip_ms, []).append(bar)
    for number in range(max(rows) + 1):
        yield _strip(rows.get(number, []), number * strip_ms, strip_ms, limit)


def _strip_ms(film_ms: int) -> int:
    if film_ms <= SHORT_STRIP_MS:
        return max(TICK_MS, ceil(film_ms / TICK_MS) * TICK_MS)
    return STRIP_MS if film_ms <= LONG_FILM_MS else LONG_STRIP_MS


def _strip(bars: Sequence[Bar], from_ms: int, strip_ms: int, limit: Limit) -> str:
    fast = sum(bar.speed > limit.speed for bar in bars)
    time = f"{clock(from_ms, 0)} to {clock(from_ms + strip_ms, 0)}"
    name = f"Reading speed from {time}: {len(bars)} cues, {fast} too fast"
    line = HEIGHT - HEIGHT / TOP
    drawn = "".join(_bar(bar, from_ms, strip_ms, limit) for bar in bars)
    ticks = "".join(
        f'<line class="tick" x1="{share}%" x2="{share}%" y1="0" y2="{HEIGHT}"/>'
        f'<text class="time" x="{share}%" y="{HEIGHT + 13}">{clock(time_ms, 0)}</text>'
        for time_ms in range(from_ms, from_ms + strip_ms, _tick_ms(strip_ms))
        for share in (f"{(time_ms - from_ms) * 100 / strip_ms:g}",)
    )
    return (
        f'<svg class="strip" role="img" aria-label="{name}" height="{HEIGHT + TICKS}">{ticks}{drawn}'
        f'<line class="base" x1="0" x2="100%" y1="{HEIGHT}" y2="{HEIGHT}"/>'
        f'<line class="limit" x1="0" x2="100%" y1="{line:.1f}" y2="{line:.1f}"/>'
        f'<text class="limit-label" x="100%" y="{line - 4:.1f}">{limit.speed:g}</text></svg>'
    )


def _tick_ms(strip_ms: int) -> int:
    if strip_ms > SHORT_STRIP_MS:
        return strip_ms // 5
    return TICK_MS if strip_ms > 2 * TICK_MS else TICK_MS // 3


def _bar(bar: Bar, from_ms: int, strip_ms: int, limit: Limit) -> str:
    share = min(TOP, bar.speed / limit.speed) / TOP
    height = max(1.0, HEIGHT * share)
    x, wide = (bar.start_ms - from_ms) * 100 / strip_ms, (bar.end_ms - bar.start_ms) * 100 / strip_ms
    kind = "other" if bar.codes else "fine"
    if bar.speed > limit.speed:
        kind = "fast"
    title = f"cue {bar.cue}, {clock(bar.start_ms)}: {bar.speed:.1f} {limit.unit}"
    if bar.codes:
        title += f"; {', '.join(bar.codes)}"
    place = f'x="{x:.3f}%" width="{min(max(wide, 0.08), 100 - x):.3f}%"'
    shape = f'<rect class="{kind}" {place} y="{HEIGHT - height:.1f}" height="{height:.1f}">'
    shape += f"<title>{escape(title)}</title></rect>"
    if bar.speed > limit.speed * TOP:  # cut off: a notch at the top says so
        shape += f'<rect class="cut" {place} y="4" height="2"/>'
    return f'<a href="#cue-{bar.cue}" tabindex="-1">{shape}</a>' if bar.codes else shape


def histogram(spread: Spread) -> str:
    """How often each value occurs, with those marked that are a problem."""
    last_bin = floor(spread.most / spread.step)
    bins = Counter((min(last_bin, floor(value / spread.step + 1e-9)), bad) for value, bad in spread.values)
    if not bins:
        return ""
    numbers = sorted({number for number, _ in bins})
    first, last = numbers[0], numbers[-1]
    tallest = max(bins[number, True] + bins[number, False] for number in numbers)
    wide = 100 / (last - first + 1)
    bars = "".join(
        _column(
            spread,
            number,
            (bins[number, False], bins[number, True]),
            ((number - first) * wide, wide, tallest),
        )
        for number in numbers
    )
    wrong = sum(bad for _, bad in spread.values)
    name = f"{spread.title}: {counted(len(spread.values), 'cue')}, {wrong} with a problem"
    end = f"{last * spread.step:g} and more" if last == last_bin else f"{(last + 1) * spread.step:g}"
    edges = (
        f'<text class="edge" x="0" y="{BARS + 13}">{first * spread.step:g}</text>'
        f'<text class="edge end" x="100%" y="{BARS + 13}">{end} {escape(spread.unit)}</text>'
    )
    return (
        f'<svg class="histogram" role="img" aria-label="{escape(name)}" height="{BARS + TICKS}">{bars}'
        f'<line class="base" x1="0" x2="100%" y1="{BARS}" y2="{BARS}"/>{edges}</svg>'
    )


def _column(spread: Spread, number: int, cues: tuple[int, int], place: tuple[float, float, int]) -> str:
    x, wide, tallest = place
    low, high = number * spread.step, (number + 1) * spread.step
    title = f"<title>{low:g} to {high:g} {escape(spread.unit)}: {sum(cues)}</title>"
    across = f'x="{x + wide * 0.06:.3f}%" width="{wide * 0.88:.3f}%"'
    drawn, foot = "", float(BARS)
    for kind, count in zip(("fine", "fast"), cues, strict=True):
        if count:
            height = max(2.0, BARS * count / tallest)
            foot -= height
            drawn += f'<rect class="{kind}" {across} y="{foot:.1f}" height="{height:.1f}">{title}</rect>'
    return drawn
