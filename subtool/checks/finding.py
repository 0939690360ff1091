"""What is wrong at a place of a cue's text, and what stands there instead.

A rule about marks is a `Pattern`: what is wrong, and what takes its place where there is one right answer, so that
`check` and `fix` cannot disagree. A rule that needs to know more gives `Finding`s itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.checks.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUOTED_CHARS = 40  # characters of a mark or a word that a message prints
NEAR_CHARS = (
    200  # a word further away is not the one at a place, and looking for it would pass over all of a text
)
SEEN_SPACES = "\u00a0\u202f\u3000"  # these have their place in a text
_WORD = re.compile(rf"\S{{1,{QUOTED_CHARS}}}")
# Addresses of the web and of mail, and names of files: their marks are letters of theirs.
_ADDRESS = re.compile(
    r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]*\w|[@#]\w+(?:[.\-]\w+)*"
    r"|(?<![\w.-])\w[\w-]*(?:\.[\w-]+)*\.[a-z]{2,6}\b(?:[/?]\S*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of the rule `code` at `start` to `end`, printed as `text`; no `edits` where a person must decide."""

    code: str
    start: int
    end: int
    text: str
    edits: tuple[Edit, ...] = ()
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What breaks the rule `code`, and what takes its place; None where a person must decide.

    The pattern is tried where one of the characters of `needs` is; in every text where that is empty. `everywhere`
    says that it is wrong in addresses too.
    """

    code: str
    pattern: re.Pattern[str]
    instead: str | Callable[[re.Match[str]], str | None] | None = None
    needs: str = ""
    everywhere: bool = False

    def find(self, text: str) -> Iterator[Finding]:
        if self.needs and not any(char in text for char in self.needs):
            return
        for match in self.pattern.finditer(text):
            instead = self.instead(match) if callable(self.instead) else self.instead
            if instead == match[0] or (not self.everywhere and _in_address(text, match)):
                continue
            edits = () if instead is None else (Edit(match.start(), match.end(), instead),)
            yield Finding(self.code, match.start(), match.end(), match[0], edits, instead or "")


def _in_address(text: str, match: re.Match[str]) -> bool:
    if not any(char in text for char in ".@#:"):
        return False
    addresses = _addresses(text)
    after = bisect_left(addresses, match.end(), key=lambda address: address[0])
    return after > 0 and match.start() < addresses[after - 1][1]


@lru_cache(maxsize=64)  # a text is asked for every mark in it
def _addresses(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(address.span() for address in _ADDRESS.finditer(text) if _is_address(address[0]))


def _is_address(text: str) -> bool:
    """Whether it is one, and no word with a full stop that lacks its space ("home.Then")."""
    if "://" in text or text.startswith(("@", "#", "www.", "WWW.")) or "@" in text or "/" in text:
        return True
    return text.islower() or any(char.isdigit() for char in text)


def word_at(text: str, position: int) -> str:
    """The word at a place, or soon after it."""
    match = _WORD.search(text, position, position + NEAR_CHARS)
    return shown(match[0]) if match else ""


def shown(mark: str) -> str:
    """A mark as a message can print it: what cannot be seen is named."""
    if len(mark) == 1 and (mark.isspace() or unicodedata.category(mark) in {"Cc", "Cf"}):
        return f"U+{ord(mark):04X} {unicodedata.name(mark, 'control character')}"
    return "".join(
        char if char.isprintable() or char in SEEN_SPACES else f"U+{ord(char):04X}" for char in mark
    )
