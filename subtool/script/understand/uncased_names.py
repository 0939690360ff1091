"""Names before a colon in scripts without capitals: 王明：, الراوي:, but not 总督写道： or 原因很简单：.

To take a part of a sentence for a name loses its words, so a name has to come again and look like none of these, and
the script has to have voices: labels that are known, a second such name, or this one all through.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from subtool.model import is_unspaced

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Sequence

    from subtool.script.understand.conventions import Conventions

AGAIN = 2  # times that a name opens a line
UNSPACED_NAME = 6  # letters of a name in Chinese or Japanese
MOST_WORDS, MOST_LETTERS = 3, 24  # of one in Arabic, Hindi, Georgian ...
VOICED = 3  # one line in so many opens with the name that alone comes again
_OPENS_QUOTATION = '“"«„「『‘'


class UncasedNames:
    """What may be a name in one script, by all that stands before a colon at the start of its lines."""

    def __init__(
        self, matches: Sequence[re.Match[str]], lines: int, cast: Collection[str], known: Conventions
    ) -> None:
        self._lines = lines
        self._cast = cast
        self._known = known.directions
        self._times = Counter(match["name"].casefold() for match in matches)
        self._quoting = Counter(
            match["name"].casefold()
            for match in matches
            if match.end() < len(match.string) and match.string[match.end()] in _OPENS_QUOTATION
        )

    def is_name(self, name: str, letters: int, *, is_labelled: bool) -> bool:
        """Whether what comes again is a name; `is_labelled` where the script has labels that are known."""
        plain = name.strip()
        words, saying, key = plain.split(), self._known["saying"], name.casefold()
        if (
            words[0] in saying
            or words[-1] in saying
            or (is_unspaced(plain) and any(map(plain.endswith, saying)))
        ):
            return False
        if key not in self._cast:
            quotes = self._quoting[key] == self._times[key] > 0
            if quotes or self._is_phrase(plain) or not (is_labelled or self._has_voices(key)):
                return False
        if is_unspaced(plain):
            return letters <= UNSPACED_NAME and plain[0].isalpha()
        return len(words) <= MOST_WORDS and letters <= MOST_LETTERS and plain[0].isalpha()

    def _is_phrase(self, plain: str) -> bool:
        """Whether it has a word that no name has: 很 of 原因很简单, は of 答えは, the و of والنتيجة."""
        if is_unspaced(plain):
            inside = any(word in plain for word in self._known["no_name"])
            return inside or plain[-1] in self._known["no_name_endings"]
        return plain.startswith(tuple(self._known["no_name_openings"]))

    def _has_voices(self, key: str) -> bool:
        """Whether another such name comes again, or this one opens the script's lines all through."""
        others = any(
            times >= AGAIN and other.upper() == other.lower() and other != key
            for other, times in self._times.items()
        )
        return others or self._times[key] * VOICED >= self._lines
