"""A house style in words: a sentence a rule, as a subtitler reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from subtool.styles.house_style import HouseStyle


@dataclass(frozen=True, slots=True)
class HouseRule:
    """What a style asks for in one thing; `source` is what its file says beside the values."""

    about: str
    says: str
    source: str


def rules(style: HouseStyle, comments: Mapping[str, str]) -> tuple[HouseRule, ...]:
    """The rules of a style, in the order of its file; `comments` are what stands beside the values."""
    return tuple(
        HouseRule(about, says, "; ".join(dict.fromkeys(comments[key] for key in keys if key in comments)))
        for about, says, keys in _rules(style)
    )


def _rules(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "rows", _rows(style), ("max_cpl", "max_rows", "half_width")
    yield "reading speed", _speed(style), ("max_cps", "max_wpm")
    yield "duration", _duration(style), ("min_duration_ms", "max_duration_ms")
    yield (
        "gap", _gap(style), ("min_gap_frames", "min_gap_ms", "close_gap_frames", "close_gap_ms")
    )  # fmt: skip
    lingers = (
        f"A cue may stay up to {_seconds(style.linger_ms)} after the last sound, longer only to be read."
    )
    yield "out-time", lingers, ("linger_ms",)
    if style.shot_clear_frames:
        yield "shot changes", _shots(style), ("shot_snap_frames", "shot_clear_frames")
    yield from _signs(style)
    length = f"Within these limits a draft aims at cues of about {style.target_chars} characters."
    yield "length", length, ("target_chars",)


def _rows(style: HouseStyle) -> str:
    rows = "one row" if style.max_rows == 1 else f"{_count(style.max_rows)} rows"
    says = f"A cue has at most {rows} of at most {style.max_cpl} characters each, blanks and punctuation counted."
    if style.half_width != 1:
        says += f" A character half as wide as a Chinese one counts {style.half_width:g}."
    return says


def _speed(style: HouseStyle) -> str:
    limits = []
    if style.max_cps:
        limits.append(f"{style.max_cps:g} characters a second")
    if style.max_wpm:
        limits.append(f"{style.max_wpm:g} words a minute ({60 / style.max_wpm:.2g} s a word)")
    longest = style.max_cpl * style.max_rows
    says = f"A cue stands long enough to be read at {' and '.join(limits)} at most"
    if style.max_cps:
        says += f"; a full one of {longest} characters for {longest / style.max_cps:.2g} s"
    return f"{says}."


def _duration(style: HouseStyle) -> str:
    longest = _seconds(style.max_duration_ms)
    if not style.min_duration_ms:
        return f"A cue stands {longest} at most; the shortest time is what it takes to read it."
    return f"A cue stands {_seconds(style.min_duration_ms)} at least and {longest} at most."


def _gap(style: HouseStyle) -> str:
    smallest = [f"{_count(style.min_gap_frames)} frame{'s' * (style.min_gap_frames != 1)}"]
    smallest = smallest if style.min_gap_frames else []
    if style.min_gap_ms:
        smallest.append(_seconds(style.min_gap_ms))
    says = f"At least {' and '.join(smallest)} part two cues." if smallest else "Two cues may follow at once."
    closed = []
    if style.close_gap_frames:
        closed.append(f"of {style.close_gap_frames} frames or fewer (counted at 24 a second)")
    if style.close_gap_ms:
        closed.append(f"below {_seconds(style.close_gap_ms)}")
    if closed:
        says += f" A gap {' or '.join(closed)} would be seen as a flicker: it is closed to the smallest."
    return says


def _shots(style: HouseStyle) -> str:
    return (
        f"An in-time {style.shot_snap_frames} frames or fewer from a shot change moves onto it, an out-time two "
        f"frames before it; any other keeps {style.shot_clear_frames} frames away (counted at 24 a second)."
    )


def _signs(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    goes_on = "may take" if style.continuation_ellipsis else "takes no"
    says = (
        f"A sentence that only goes on in the next cue {goes_on} {'an ' * (goes_on == 'may take')}ellipsis."
    )
    if style.ellipsis:
        says = f"An ellipsis is written {_quoted(style.ellipsis)}. {says}"
    if style.pickup_ellipsis:
        says += " After a pause the cue that goes on begins with one too."
    yield "ellipsis", says, ("ellipsis", "continuation_ellipsis", "pickup_ellipsis")
    if style.dialogue_dash:
        dash = style.dialogue_dash.rstrip()
        blank = "followed by a blank" if dash != style.dialogue_dash else "without a blank"
        says = f"Two speakers in one cue have a row each, opened with {_quoted(dash)} {blank}."
        yield "two speakers", says, ("dialogue_dash",)
    if style.narrator_italics:
        yield "narrator", "A narrator off screen is in italics.", ("narrator_italics",)
    if style.blank_for or style.wide_blank_for:
        yield "punctuation", _unwritten(style), ("blank_for", "wide_blank_for")


def _unwritten(style: HouseStyle) -> str:
    kinds = ((style.blank_for, "a blank"), (style.wide_blank_for, "a full-width blank"))
    parts = [
        f"{' and '.join(map(_quoted, signs))} {'is' if len(signs) == 1 else 'are'} not written: {blank} stands "
        "there inside a row, nothing at its end."
        for signs, blank in kinds
        if signs
    ]
    return " ".join(parts)


def _count(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five")
    return words[number] if number < len(words) else str(number)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g} s"


def _quoted(sign: str) -> str:
    return f"“{sign}”"
