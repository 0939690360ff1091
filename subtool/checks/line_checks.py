"""Length, number and balance of lines, sentences that share a cue, and what is shouted."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from subtool.checks.finding import word_at
from subtool.checks.speakers import speakers
from subtool.checks.word_breaks import bare
from subtool.cues.segmentation.width import width
from subtool.model import Role
from subtool.text.punctuation import CLOSERS, MAY_CLOSE, NARROW_ENDS, OPENERS, SENTENCE_ENDS, WIDE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import CheckContext, Item, View
    from subtool.checks.problem import Problem
    from subtool.styles.house_style import WordClasses

MOST_SENTENCES = 12  # no cue has more; a file that pretends to must not take for ever
LONGEST_WORD = 60  # characters; a limit against floods, no word comes near
STUMP_CHARS = 22  # a shorter piece of a sentence does not stand alone
WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "km", "my"})
SECOND = re.compile(
    rf"(?<![\s{re.escape(SENTENCE_ENDS)}])[{NARROW_ENDS}][{re.escape(MAY_CLOSE)}]*\s+(?=[{re.escape(OPENERS)}]*([^\W_]))"
    rf"|[{WIDE_ENDS}][{re.escape(CLOSERS)}]*\s*(?=(\w))"
)
INITIAL = re.compile(r"(?:^|[\s.\"“‘«(\[])(?:[^\W\d_]\.){0,8}[^\W\d_]$")  # "J", "U.S", before a full stop
SHOUTED = re.compile(r"[?!？！؟][\"'”’»)\]]*\Z")
FEWEST_SHOUTED = 3  # words; a single one in capitals may be a name or a sign


def empty(view: View) -> Iterator[Problem]:
    """Cues without text."""
    for item in view.items:
        if item.is_empty:
            yield view.problem("empty-cue", item)


def line_length(view: View) -> Iterator[Problem]:
    """Lines that are too long."""
    style = view.delivery.style
    half = style.half_width
    for item in view.items:
        upright = style.max_cpl_vertical and "vertical:" in item.cue.settings
        limit = style.max_cpl_vertical if upright else style.max_cpl
        for number, line in enumerate(item.cue.lines, start=1):
            if len(line) <= limit and half <= 1:
                continue
            measured = width(line, half)
            if measured > limit:
                yield view.problem("line-too-long", item, number, figures=(measured, limit))


def line_count(view: View) -> Iterator[Problem]:
    """Cues of too many lines, of two where one would do, and of two whose lengths are too far apart."""
    style = view.delivery.style
    for item in view.items:
        lines = item.cue.lines
        if len(lines) == 1:
            continue
        if len(lines) > style.max_lines:
            yield view.problem("too-many-lines", item, figures=(len(lines), style.max_lines))
        if item.cue.role is not Role.SPEECH or item.is_empty or speakers(item.cue).keeps_lines:
            continue
        joined = width(in_one_line(item, view.delivery), style.half_width)
        if joined <= style.max_cpl:
            if style.one_line_if_fits:
                yield view.problem("needless-line", item, figures=(joined, style.max_cpl))
        elif style.least_line_share and len(lines) == 2:
            shorter, longer = sorted(width(line, style.half_width) for line in lines)
            if shorter < style.least_line_share * longer:
                figures = (round(100 * shorter / longer), round(100 * style.least_line_share))
                yield view.problem("unbalanced-lines", item, figures=figures)


def in_one_line(item: Item, delivery: CheckContext) -> str:
    """The text of a cue without its line breaks; languages without spaces get none."""
    return item.text.replace("\n", "" if delivery.primary in WITHOUT_SPACES else " ")


def shouting(view: View) -> Iterator[Problem]:
    """Cues that say something in capitals throughout; a title of the picture has no mark at its end."""
    if not view.delivery.style.no_shouting:
        return
    for item in view.items:
        if item.cue.role is Role.SPEECH and item.text.isupper() and SHOUTED.search(item.text):
            words = [word for word in item.text.split() if any(map(str.isalpha, word))]
            if len(words) >= FEWEST_SHOUTED:
                yield view.problem("shouting", item)


def two_sentences(view: View) -> Iterator[Problem]:
    """Cues in which a second sentence begins though each has the length and the time for a cue of its own."""
    if not view.delivery.style.one_sentence:
        return
    for item in view.items:
        seen = speakers(item.cue)
        if item.cue.role is not Role.SPEECH or seen.keeps_lines or seen.seconds:
            continue
        for match in islice(SECOND.finditer(item.text), MOST_SENTENCES):
            if _begins(item.text, match, view.delivery.classes) and _each_stands(item, match.end(), view):
                yield view.problem("two-sentences", item, word=word_at(item.text, match.end()))
                break


def _begins(text: str, match: re.Match[str], classes: WordClasses) -> bool:
    """Whether a sentence begins here, and it is not an abbreviation, initial or title."""
    if match[2]:
        return True
    before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
    if text[match.start()] == "." and (INITIAL.search(before) or bare(before.split()[-1]) in classes.titles):
        return False
    return match[1].isupper() or not match[1].islower()


def _each_stands(item: Item, position: int, view: View) -> bool:
    style, cue = view.delivery.style, item.cue
    first, second = item.text[:position].rstrip(), item.text[position:]
    if min(len(first), len(second)) < STUMP_CHARS:
        return False
    number = len(first.split())
    if [word.text for word in cue.words] == item.text.split():
        middle_ms = cue.words[number].span.start_ms
    else:
        middle_ms = cue.span.start_ms + cue.span.duration_ms * len(first) // len(item.text)
    for piece, start_ms, end_ms in (
        (first, cue.span.start_ms, middle_ms - view.delivery.gap_ms),
        (second, middle_ms, cue.span.end_ms),
    ):
        speed_ms = style.reading_ms(view.chars(piece.split("\n")), len(piece.split()))
        if end_ms - start_ms < max(style.min_duration_ms, speed_ms):
            return False
    return True
