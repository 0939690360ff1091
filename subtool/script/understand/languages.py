"""The parts of a script that are in another language than the rest: a quotation, an interview, a translation beside it.

A paragraph is looked at only where the small words of the script's language are missing in it: a guess on a few words
is worth nothing, and the guess costs more than reading the paragraph.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from subtool.model import joined
from subtool.script.understand.full_stops import full_stops
from subtool.text.language import language_if_sure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Source, Token

SMALL_WORDS = (
    0.12  # of the words of a paragraph in a language are among its starters; narrations have 0.2 to 0.4
)
EDGES = "\"'“”‘’«»„.,;:!?…()[]¿¡"


def languages(paragraphs: Sequence[Sequence[Token]], tag: str) -> list[str]:
    """The language of each paragraph: the script's own, `tag`, wherever another is not sure."""
    found = [_language(words, tag) for words in paragraphs]
    following, later = list[str](), ""
    for language in reversed(found):
        later = language or later
        following.append(later)
    for index, language in enumerate(
        found
    ):  # a short paragraph between two of another language goes with them
        if not language:
            before = found[index - 1] if index else ""
            found[index] = before if before and before == following[-1 - index] else tag
    return found


def language_parts(
    paragraphs: Sequence[Sequence[Token]], tags: Sequence[str]
) -> Iterator[tuple[str, Source, int]]:
    """Each run of paragraphs in one language, in order; nothing where all are in one."""
    if len(set(tags)) < 2:
        return
    for tag, group in groupby(zip(tags, paragraphs, strict=True), key=lambda pair: pair[0]):
        run = [words for _, words in group]
        yield tag, run[0][0].source, sum(map(len, run))


def _language(words: Sequence[Token], tag: str) -> str:
    """The language of a paragraph; nothing where it could be any."""
    plain = [word.text.strip(EDGES).casefold() for word in words]
    known = full_stops(tag).starters
    if known and sum(word in known for word in plain) >= SMALL_WORDS * len(plain):
        return tag
    return language_if_sure(joined(words), tag)
