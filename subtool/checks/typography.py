"""Characters and spaces that are wrong in any subtitle of a language, whatever the house style."""

from __future__ import annotations

import re
from functools import lru_cache

from subtool.checks.finding import Pattern
from subtool.checks.speakers import SPACE
from subtool.text.punctuation import runs_right_to_left

CONTROL = r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
ODD_SPACES = "\t\v\f\r\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u205f"
INVISIBLE = "\u00ad\u180e\u200b\u2060\ufeff"
DIRECTION_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
IDEOGRAPHIC = frozenset({"zh", "ja", "ko"})
SPACE_BEFORE_HIGH_MARKS = frozenset({"fr", "br"})  # French sets one before ; : ! ? and inside « »
LETTER = "[A-Za-z\u00c0-\u024f\u0370-\u052f]"
CAPITAL = "[A-Z\u00c0-\u00de\u0391-\u03a9\u0400-\u042f]"
# What UTF-8 looks like when it is read as Windows-1252, and the character for a byte that is none.
MISREAD = (
    "\ufffd|Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    "|â€[™œ“”˜¦\u009c\u009d]?|Â[\u00a0-\u00bf]|[ÐÑ][\u0080-\u00bf]"
)
TAG = (
    r"</?[A-Za-z][A-Za-z0-9]*(?:[ .][^<>\n]*)?/?>"
    r"|\{\\[^{}\n]*\}|&(?:nbsp|amp|lt|gt|[lr]rm|#\d{2,6});"
)


@lru_cache(maxsize=128)
def patterns(language: str, *, two_dots: bool) -> tuple[Pattern, ...]:
    """What is wrong in a text of this language; `two_dots` says that what goes on may begin with two."""
    invisible = INVISIBLE if runs_right_to_left(language) else INVISIBLE + DIRECTION_MARKS
    odd = ODD_SPACES if language in IDEOGRAPHIC else ODD_SPACES + "\u3000"
    low = r",.)\]" if language in SPACE_BEFORE_HIGH_MARKS else r",.;:!?)\]"
    lead = r"(?!(?:(?<=\s)|(?<=\A))\.\.\w)" if two_dots else ""
    return (
        Pattern("control-character", re.compile(CONTROL), "", everywhere=True),
        Pattern("zero-width", re.compile(f"[{invisible}]+"), "", everywhere=True),
        Pattern("unusual-space", re.compile(rf"(?<=\S)[{odd}](?=\S)"), " ", everywhere=True),
        Pattern(
            "stray-space",
            re.compile(rf"(?m)^{SPACE}+|(?<!{SPACE}){SPACE}+$"),
            "",
            everywhere=True,
        ),
        Pattern("double-space", re.compile(rf"(?<=\S){SPACE}{{2,}}(?=\S)"), _one_space, everywhere=True),
        Pattern(
            "space-before-punctuation",
            re.compile(rf"(?<=[^\s.]){SPACE}(?=[{low}](?:[\s\"”’»)\]]|$))(?!\.{SPACE}?\.)"),
            "",
        ),
        Pattern(
            "space-missing",
            re.compile(
                rf"(?<={LETTER})(?<!&nbsp)(?<!&amp)(?<!&lt)(?<!&gt)(?:[,;](?={LETTER})|[!?](?={CAPITAL}))"
            ),
            _with_space,
            needs=",;!?",
        ),
        Pattern(
            "doubled-mark",
            re.compile(rf"([,;:])\1+|[!?]\.(?!\.)|{lead}(?<!\.)\.\.(?!\.)"),
            _one_mark,
            needs=",;:.",
        ),
        Pattern("garbled-text", re.compile(MISREAD)),
        Pattern("tag-as-text", re.compile(TAG), needs="<{&", everywhere=True),
        Pattern("hyphen-for-dash", re.compile(rf"(?<=[^\s.?!…])({SPACE})-(?={SPACE}\S)"), r" –", needs="-"),
    )


def _one_space(match: re.Match[str]) -> str:
    """One of several spaces: the one that holds a line together, if there is one."""
    return next((char for char in match[0] if char in "\u00a0\u202f"), " ")


def _one_mark(match: re.Match[str]) -> str | None:
    """One comma for several; two full stops may stand for one or for three."""
    return match[1]


def _with_space(match: re.Match[str]) -> str:
    return f"{match[0]} "
