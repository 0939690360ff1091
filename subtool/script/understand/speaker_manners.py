"""How one script writes who speaks, by its narrator and by how many lines do so: then a name need not come again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

IN_TURN = 0.7  # of the lines open with a name and a colon: a talk in turns; chosen by eye
FEWEST_IN_TURN = 3  # such lines
KNOWN_LABELS = (
    0.5  # of the labels that open nearly all lines are known: then others are labels too; chosen by eye
)
TITLED_WORDS = 3  # of a name without its title
_SET_OFF = re.compile(r"(?P<name>[^\W\d_][\w ./-]{0,30}?)(?:\t\s*| ?\| ?| {3,}| [–—-] )\S")
_IN_BRACKETS = re.compile(r"[\[(（【［<](?P<name>[^\[\]()（）【】［］<>]{1,40}?)[:：]?[\])）】］>]")


class SpeakerManners:
    """Whether names are set off by a dash or a tab, in brackets, over their lines, in small letters, or in turn.

    `labelled` is whether nearly every line opens with a label, most of which are known: what stands before a colon
    is then one too, be it known or not.
    """

    def __init__(
        self,
        openings: Sequence[str],
        matches: Sequence[re.Match[str]],
        narrators: Collection[str],
        is_known: Callable[[str], bool],
    ) -> None:
        self._narrators = narrators
        lines = [text for text in openings if text]
        names = [match["name"].strip() for match in matches if match.string[match.end() :].strip()]
        titled = [name for name in names if _is_titled(name)]
        self.in_turn = len(titled) >= FEWEST_IN_TURN and len(titled) >= IN_TURN * (
            len(lines) - 1
        )  # a title stands over them
        known = sum(is_known(match["name"].strip()) for match in matches)
        wrapped = any(text[0].islower() for text in lines)
        self.labelled = (
            len(matches) >= max(FEWEST_IN_TURN, IN_TURN * (len(lines) - 1))
            and known >= KNOWN_LABELS * len(matches)
            and any(map(self._is_narrator, names))
            and not wrapped
        )
        self._says = {match["name"].casefold() for match in matches if _is_said(match)}
        if {"n", "v"} <= self._says:  # narration and video: A: is the audio track
            self._says -= {"v", "a"}
        self.small = any(name.islower() and self._is_narrator(name) for name in names)
        self.set_off = self._any(_SET_OFF, lines)
        self.in_brackets = self._any(_IN_BRACKETS, lines)
        self.above = any(text.isupper() and self._is_narrator(text) for text in lines)

    def unsaid(self, name: str, rest: str) -> bool:
        """Whether what stands after a label that is not known is not speech: nothing under that label is a sentence."""
        return self.labelled and bool(rest) and name.casefold() not in self._says

    def _any(self, form: re.Pattern[str], lines: Sequence[str]) -> bool:
        found = (form.match(text[:80]) for text in lines)
        return any(match["name"].isupper() and self._is_narrator(match["name"]) for match in found if match)

    def _is_narrator(self, name: str) -> bool:
        return name.casefold().strip(" .:") in self._narrators


def _is_said(match: re.Match[str]) -> bool:
    """Whether what stands after a label is a sentence: it ends, and begins with no small letter."""
    return ends_sentence(match.string) and not match.string[match.end() : match.end() + 1].islower()


def _is_titled(name: str) -> bool:
    """Whether each word of a name has a capital, or is a number: `Guest 1`."""
    words = name.split()
    return len(words) <= TITLED_WORDS and all(word[0].isupper() or word.isdigit() for word in words)
