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


def rules_by_value(style: HouseStyle, comments: Mapping[str, str]) -> dict[str, HouseRule]:
    """The rule in which each value of a style is told, with the source of this value alone where it has one."""
    found: dict[str, HouseRule] = {}
    for about, says, keys in _rules(style):
        for key in keys:
            source = comments.get(key) or "; ".join(
                dict.fromkeys(comments[other] for other in keys if other in comments)
            )
            found.setdefault(key, HouseRule(about, says, source))
    return found


def _rules(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "lines", _lines(style), ("max_cpl", "max_cpl_vertical", "max_lines", "half_width")
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
    yield from _layout(style)
    yield from _marks(style)
    length = f"Within these limits a draft aims at cues of about {style.target_chars} characters."
    yield "length", length, ("target_chars",)


def _lines(style: HouseStyle) -> str:
    lines = "one line" if style.max_lines == 1 else f"{_count(style.max_lines)} lines"
    says = f"A cue has at most {lines} of at most {style.max_cpl} characters each, spaces and punctuation counted."
    if style.half_width != 1:
        says += f" A character half as wide as a Chinese one counts {style.half_width:g}."
    if style.max_cpl_vertical:
        says += f" Text that runs downwards has at most {style.max_cpl_vertical}."
    return says


def _layout(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if style.one_line_if_fits:
        yield "one line", "Text that fits into one line stands in one.", ("one_line_if_fits",)
    if style.least_line_share:
        says = f"No line is shorter than {style.least_line_share * 100:g} % of the other."
        yield "balance", says, ("least_line_share",)
    if style.line_breaks:
        says = "A line does not end on a word that belongs to the next: an article, a pronoun before its verb, a title."
        yield "line breaks", says, ("line_breaks",)
    if style.cue_breaks:
        yield "cue breaks", "Nor does a cue.", ("cue_breaks",)
    if style.one_sentence:
        says = "A sentence that is long enough to stand alone has a cue of its own."
        yield "sentences", says, ("one_sentence",)


def _speed(style: HouseStyle) -> str:
    limits = []
    if style.max_cps:
        limits.append(f"{style.max_cps:g} characters a second")
    if style.max_wpm:
        limits.append(f"{style.max_wpm:g} words a minute ({60 / style.max_wpm:.2g} s a word)")
    longest = style.max_cpl * style.max_lines
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


def _marks(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    says = "A sentence that only goes on in the next cue takes no ellipsis."
    if style.continuation_ellipsis:
        says = "A sentence that only goes on in the next cue may take an ellipsis."
    if style.ellipsis:
        says = f"An ellipsis is written {_quoted(style.ellipsis)}. {says}"
    if style.pickup_ellipsis:
        says += " After a pause the cue that goes on begins with one too."
    if style.two_dots:
        says += " What goes on may begin with two dots."
    yield "ellipsis", says, ("ellipsis", "continuation_ellipsis", "pickup_ellipsis", "two_dots")
    if style.dialogue_dash:
        dash = style.dialogue_dash.rstrip()
        space = "followed by a space" if dash != style.dialogue_dash else "without a space"
        opened = "the second opened" if style.dash_second_only else "each opened"
        says = f"Two speakers in one cue have a line each, {opened} with {_quoted(dash)} {space}."
        yield "two speakers", says, ("dialogue_dash", "dash_second_only")
    if style.narrator_italics:
        yield "narrator", "A narrator off screen is in italics.", ("narrator_italics",)
    if style.no_italics:
        yield "italics", "Nothing is in italics.", ("no_italics",)
    if style.no_shouting:
        yield "capitals", "What is shouted is not in capitals.", ("no_shouting",)
    if style.space_for or style.wide_space_for:
        yield "punctuation", _unwritten(style), ("space_for", "wide_space_for")
    yield from _numbers(style)
    yield from _characters(style)


def _numbers(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if style.numbers_in_words:
        says = f"Numbers up to {style.numbers_in_words} are spelled out, but for dates, times, measures and scores."
        yield "numbers", says, ("numbers_in_words",)
    if style.opening_number_in_words:
        yield "first number", "A number that opens a sentence is spelled out.", ("opening_number_in_words",)


def _characters(style: HouseStyle) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if style.own_marks:
        pairs = zip(style.own_marks[::2], style.own_marks[1::2], strict=True)
        written = ", ".join(f"{_quoted(own)} for {_quoted(latin)}" for latin, own in pairs)
        yield "own marks", f"The marks are those of the writing: {written}.", ("own_marks",)
    if style.wide_space_after:
        says = f"A wide space follows {_listed(style.wide_space_after)} where a sentence goes on in the line."
        yield "wide space", says, ("wide_space_after",)
    if style.space_before:
        says = f"A space stands before {_listed(style.space_before)}"
        says += f" and after {_listed(style.space_after)}." if style.space_after else "."
        yield "spaces", says, ("space_before", "space_after")
    if style.no_repeated_marks:
        yield "one mark", "A question or exclamation mark stands once.", ("no_repeated_marks",)
    if style.foreign_quotes:
        says = f"Not used as quotation marks: {_listed(style.foreign_quotes)}."
        yield "quotations", says, ("foreign_quotes",)
    if style.sound_brackets:
        opened, closed = style.sound_brackets[0], style.sound_brackets[1]
        yield "sounds", f"Sounds stand between {_quoted(opened)} and {_quoted(closed)}.", ("sound_brackets",)
    if style.song_mark:
        yield "songs", f"What is sung is marked {_quoted(style.song_mark)}.", ("song_mark",)
    if style.glyphs:
        says = f"Only characters of the list “{style.glyphs}” are used."
        yield "characters", says, ("glyphs",)


def _listed(marks: str) -> str:
    return " ".join(marks)


def _unwritten(style: HouseStyle) -> str:
    kinds = ((style.space_for, "a space"), (style.wide_space_for, "a full-width space"))
    parts = [
        f"{' and '.join(map(_quoted, marks))} {'is' if len(marks) == 1 else 'are'} not written: {space} stands "
        "there inside a line, nothing at its end."
        for marks, space in kinds
        if marks
    ]
    return " ".join(parts)


def _count(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five")
    return words[number] if number < len(words) else str(number)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:g} s"


def _quoted(mark: str) -> str:
    return f"“{mark}”"
