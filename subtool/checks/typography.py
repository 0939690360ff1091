"""Blanks, punctuation, dashes and what word processors leave behind.

Each sign that is wrong is found by a pattern. Where there is one right answer the pattern comes with it, so that
`check` and `fix` cannot disagree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.cues import punctuate
from subtool.text.punctuation import ends_sentence, runs_right_to_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from subtool.checks.context import CheckContext, Item, View
    from subtool.checks.problem import Problem
    from subtool.styles.house_style import HouseStyle

BLANK = r"[^\S\n]"
DASHES = "-‐‑–—−"
# The dash of a speaker opens the first row, or a later one behind the end of a sentence; no small letter follows.
SPEAKER = re.compile(
    rf"(?:\A|(?<=[.?!…\"”’»)\]]\n))[{DASHES}]{BLANK}?(?=[\"“‘«„(\[¿¡…]*(?![a-zß-öø-ÿа-яё])[^\W\d_])"
)
DIALOGUE = re.compile(
    rf"{SPEAKER.pattern}[^\n]*\n(?:[^\n]*\n)*[{DASHES}]|(?<=[.?!…\"”’»)\]]\n){SPEAKER.pattern}"
)
SECOND_SPEAKER = re.compile(
    rf"(?<=[.?!…\"”»])({BLANK})(?:-{BLANK}?|[‐‑–—])(?=[\"“‘«„¿¡…]*(?![a-zß-öø-ÿа-яё])[^\W\d_])"
)
OPENING_ELLIPSIS = re.compile(r"\A(?:…+|\.{2,})[^\S\n]?(?=\w)")
CLOSING_ELLIPSIS = re.compile(r"(?:…|(?<!\.)\.{3,})[\"'”’»]?\Z")
LONGEST = 40  # characters of a sign or a word that a message prints
WORD = re.compile(rf"\S{{1,{LONGEST}}}")
PAUSE_MS = 2000  # from here on a pause is one that an ellipsis may tell (Netflix, English, I.3)

CONTROL = r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
ODD_BLANKS = "\t\v\f\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u205f"
SEEN_BLANKS = "\u00a0\u202f\u3000"  # these have their place in a text
INVISIBLE = "\u00ad\u180e\u200b\u2060\ufeff"
DIRECTION_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
IDEOGRAPHIC = frozenset({"zh", "ja", "ko"})
BLANK_BEFORE_HIGH_MARKS = frozenset({"fr", "br"})  # French sets one before ; : ! ? and inside « »
LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u052f]"
# What UTF-8 looks like when it is read as Windows-1252, and the sign for a byte that is no character.
MISREAD = (
    "\ufffd|Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|â€[™œ“”˜¦\u009c\u009d]?|Â[\u00a0-\u00bf]|[ÐÑ][\u0080-\u00bf]"
)
TAG = (
    r"</?[A-Za-z][A-Za-z0-9]*(?:[ .][^<>\n]*)?/?>"
    r"|\{\\[^{}\n]*\}|&(?:nbsp|amp|lt|gt|[lr]rm|#\d{2,6});"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern of what is wrong, and what takes its place; None where a person must decide."""

    code: str
    pattern: re.Pattern[str]
    instead: str | Callable[[re.Match[str]], str | None] | None = None

    def mended(self, match: re.Match[str]) -> str | None:
        return self.instead(match) if callable(self.instead) else self.instead


def signs(view: View) -> Iterator[Problem]:
    """Every wrong sign of every cue."""
    for item in view.items:
        ends = [at for at, char in enumerate(item.text) if char == "\n"] if "\n" in item.text else []
        for sign, match in findings(item, view.delivery):
            word = word_behind(item.text, match.end())
            told = word[:1] if sign.code == "space-before-punctuation" else shown(match[0][:LONGEST])
            row = bisect_left(ends, match.start()) + 1
            yield view.problem(sign.code, item, row, mark=told, wanted=sign.mended(match), word=word)


def word_behind(text: str, at: int) -> str:
    """The word at or behind a place."""
    match = WORD.search(text, at)
    return shown(match[0]) if match else ""


def findings(item: Item, delivery: CheckContext) -> Iterator[tuple[Sign, re.Match[str]]]:
    """The wrong signs of a cue, those that are right already left out."""
    if item.is_empty:
        return
    for sign in _signs(delivery.style, delivery.primary):
        for match in sign.pattern.finditer(item.text):
            if sign.mended(match) != match[0]:
                yield sign, match


def shown(sign: str) -> str:
    """A sign as a message can print it: what cannot be seen is named."""
    if len(sign) == 1 and (sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"}):
        return f"U+{ord(sign):04X} {unicodedata.name(sign, 'control character')}"
    return "".join(
        char if char.isprintable() or char in SEEN_BLANKS else f"U+{ord(char):04X}" for char in sign
    )


@lru_cache(maxsize=32)
def _signs(style: HouseStyle, language: str) -> tuple[Sign, ...]:
    invisible = INVISIBLE if runs_right_to_left(language) else INVISIBLE + DIRECTION_MARKS
    odd = ODD_BLANKS if language in IDEOGRAPHIC else ODD_BLANKS + "\u3000"
    low = r",.)\]" if language in BLANK_BEFORE_HIGH_MARKS else r",.;:!?)\]"
    made = [
        Sign("control-character", re.compile(CONTROL), ""),
        Sign("zero-width", re.compile(f"[{invisible}]+"), ""),
        Sign("unusual-space", re.compile(rf"(?<=\S)[{odd}](?=\S)"), " "),
        Sign("stray-space", re.compile(rf"(?m)^{BLANK}+|(?<!{BLANK}){BLANK}+$"), ""),
        Sign("double-space", re.compile(rf"(?<=\S){BLANK}{{2,}}(?=\S)"), _one_blank),
        Sign(
            "space-before-punctuation",
            re.compile(rf"(?<=[^\s.]){BLANK}(?=[{low}](?:[\s\"”’»)\]]|$))(?!\.{BLANK}?\.)"),
            "",
        ),
        Sign(
            "space-missing",
            re.compile(rf"(?<={LETTER})(?<!&nbsp)(?<!&amp)(?<!&lt)(?<!&gt)[,;!?](?={LETTER})"),
            _with_blank,
        ),
        Sign("doubled-mark", re.compile(r"([,;:])\1+|[!?]\.(?!\.)|(?<!\.)\.\.(?!\.)"), _one_mark),
        Sign("garbled-text", re.compile(MISREAD)),
        Sign("tag-as-text", re.compile(TAG)),
        Sign("hyphen-for-dash", re.compile(rf"(?<=[^\s.?!…])({BLANK})-(?={BLANK}\S)"), r" –"),
    ]
    pattern = punctuate.unwritten(style)
    if pattern:
        made.append(Sign("unwritten-mark", pattern, lambda match: punctuate.instead(match, style)))
    if style.ellipsis:
        runs = re.compile(rf"\.{{3,}}|…+|(?:\.{BLANK}){{2,}}\.")
        made.append(Sign("ellipsis-form", runs, style.ellipsis))
    if style.dialogue_dash:
        made.append(Sign("dash-form", SPEAKER, style.dialogue_dash))
        made.append(Sign("speakers-in-a-line", SECOND_SPEAKER, f"\n{style.dialogue_dash}"))
    return tuple(made)


def _one_blank(match: re.Match[str]) -> str:
    """One of several blanks: the one that holds a row together, if there is one."""
    return next((char for char in match[0] if char in "\u00a0\u202f"), " ")


def _one_mark(match: re.Match[str]) -> str | None:
    """One comma for several; two full stops may stand for one or for three."""
    return match[1]


def _with_blank(match: re.Match[str]) -> str:
    return f"{match[0]} "


def dashes(view: View) -> Iterator[Problem]:
    """Speakers' dashes that lack their fellow."""
    if not view.delivery.style.dialogue_dash:
        return
    for item in view.items:
        if item.text[:1] not in DASHES and "\n" not in item.text:
            continue
        rows = [item.text.count("\n", 0, match.start()) + 1 for match in SPEAKER.finditer(item.text)]
        if len(rows) != 1 or SECOND_SPEAKER.search(item.text):
            continue
        if rows == [1]:
            yield view.problem("lone-dash", item, 1)
        else:
            yield view.problem("dash-missing", item, rows[0])


def ellipses(view: View) -> Iterator[Problem]:
    """Ellipses at a break where the sentence only goes on.

    One that opens a cue in the middle of a sentence is always wrong. One that closes a cue may be a pause: it
    is wrong where the next cue follows within two seconds and goes on with a small letter.
    """
    if view.delivery.style.continuation_ellipsis:
        return
    for item, following in view.neighbours():
        before, after = item.text, following.text
        opening = OPENING_ELLIPSIS.match(after) if after[0] in '…."' else None
        closing = CLOSING_ELLIPSIS.search(before) if before[-1] in "….\"'”’»" else None
        if opening and closing and view.delivery.style.pickup_ellipsis:
            continue
        if opening and (closing or not (ends_sentence(before) or before.endswith((":", "：")))):
            yield view.problem("continuation-ellipsis", following, mark=opening[0].strip())
        elif closing and after[0].islower():
            gap_ms = following.cue.span.start_ms - item.cue.span.end_ms
            if gap_ms < PAUSE_MS:
                yield view.problem("continuation-ellipsis", item, mark=closing[0])
