"""Length, number and breaks of rows, and sentences that share a cue."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from subtool.checks.typography import DIALOGUE, word_behind
from subtool.cues.segmentation.width import width
from subtool.model import Role
from subtool.text.punctuation import CLOSERS, MAY_CLOSE, NARROW_ENDS, OPENERS, SENTENCE_ENDS, WIDE_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.checks.context import CheckContext, Item, View
    from subtool.checks.problem import Problem
    from subtool.styles.house_style import WordClasses

MOST_SENTENCES = 12  # no cue has more; a file that pretends to must not take for ever
LONGEST_WORD = 60
STUMP_CHARS = 22  # a shorter piece of a sentence does not stand alone
SECOND = re.compile(
    rf"(?<![\s{re.escape(SENTENCE_ENDS)}])[{NARROW_ENDS}][{re.escape(MAY_CLOSE)}]*\s+(?=[{re.escape(OPENERS)}]*([^\W_]))"
    rf"|[{WIDE_ENDS}][{re.escape(CLOSERS)}]*\s*(?=(\w))"
)
# A sound in a row of its own, "(Laughter)", or the name of a second speaker, "IVANOV: Yes."
LABEL = re.compile(r"(?m)^[(\[][^()\[\]\n]*[)\]]$|\n[^\W\d_a-z][^:\n]{0,24}:\s")
INITIAL = re.compile(r"(?:^|[\s.\"“‘«(\[])(?:[^\W\d_]\.){0,8}[^\W\d_]$")  # "J", "U.S", before a full stop


def empty(view: View) -> Iterator[Problem]:
    """Cues without text."""
    for item in view.items:
        if item.is_empty:
            yield view.problem("empty-cue", item)


def row_length(view: View) -> Iterator[Problem]:
    """Rows that are too long."""
    style = view.delivery.style
    limit, half = style.max_cpl, style.half_width
    for item in view.items:
        for row, line in enumerate(item.cue.lines, start=1):
            if len(line) <= limit and half <= 1:
                continue
            measured = width(line, half)
            if measured > limit:
                yield view.problem("line-too-long", item, row, figures=(measured, limit))


def row_count(view: View) -> Iterator[Problem]:
    """Cues of too many rows, and of two where one would do."""
    style = view.delivery.style
    for item in view.items:
        lines = item.cue.lines
        if len(lines) == 1:
            continue
        if len(lines) > style.max_rows:
            yield view.problem("too-many-lines", item, figures=(len(lines), style.max_rows))
        if item.cue.role is Role.SPEECH and not item.is_empty:
            joined = width(in_one_row(item, view.delivery), style.half_width)
            if joined <= style.max_cpl and not DIALOGUE.search(item.text) and not LABEL.search(item.text):
                yield view.problem("needless-line", item, figures=(joined, style.max_cpl))


def in_one_row(item: Item, delivery: CheckContext) -> str:
    """The text of a cue without its row breaks; languages without blanks get none."""
    return item.text.replace("\n", "" if delivery.primary in WITHOUT_BLANKS else " ")


WITHOUT_BLANKS = frozenset({"zh", "ja", "th", "lo", "km", "my"})


def dangling(view: View) -> Iterator[Problem]:
    """Rows and cues that end on a word that leans on the next.

    Many such words may end a phrase too ("left behind | for good", "so | that"): they lean only where what follows
    begins nothing of its own.
    """
    classes = view.delivery.classes
    if not classes.prepositions:
        return  # nothing is known of the language
    behind = {item.number: following.text for item, following in view.neighbours()}
    leaning = classes.conjunctions | classes.prepositions | classes.determiners | classes.clitics
    for item in view.items:
        rows = item.cue.lines
        for row, line in enumerate(rows, start=1):
            last = line[line.rfind(" ") + 1 :]
            if not last[-1:].isalpha() or bare(last) not in leaning:
                continue
            following = (rows[row] if row < len(rows) else behind.get(item.number, "")).split()
            if not (following and _begins_anew(bare(following[0]), bare(last), classes)):
                code = "dangling-cue" if row == len(rows) else "dangling-line"
                yield view.problem(code, item, row, word=last)


def _begins_anew(following: str, last: str, classes: WordClasses) -> bool:
    if last in classes.conjunctions:
        return following in classes.subordinators
    opening = classes.conjunctions | classes.subordinators | classes.prepositions | classes.clitics
    return following in opening | classes.auxiliaries


def bare(word: str) -> str:
    """A word without what stands around it, as the word classes list it."""
    return word.strip(CLOSERS + OPENERS + ".,;:!?…—–-").lower().replace("’", "'")


def two_sentences(view: View) -> Iterator[Problem]:
    """Cues in which a second sentence begins though each has the length and the time for a cue of its own."""
    for item in view.items:
        if item.cue.role is not Role.SPEECH or DIALOGUE.search(item.text):
            continue
        for match in islice(SECOND.finditer(item.text), MOST_SENTENCES):
            if _begins(item.text, match, view.delivery.classes) and _each_stands(item, match.end(), view):
                yield view.problem("two-sentences", item, word=word_behind(item.text, match.end()))
                break


def _begins(text: str, match: re.Match[str], classes: WordClasses) -> bool:
    """Whether a sentence begins here, and it is no abbreviation, initial or title."""
    if match[2]:
        return True
    before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
    if text[match.start()] == "." and (INITIAL.search(before) or bare(before.split()[-1]) in classes.titles):
        return False
    return match[1].isupper() or not match[1].islower()


def _each_stands(item: Item, at: int, view: View) -> bool:
    style, cue = view.delivery.style, item.cue
    first, second = item.text[:at].rstrip(), item.text[at:]
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
