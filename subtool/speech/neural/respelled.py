"""Words as a model spells them -> words as the script does, where they stand between the same words and sound alike.

Letters are compared in Latin writing, so that a character's two forms are one, and a name in another spelling is near.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from anyascii import anyascii

from subtool.model import Span
from subtool.speech.words.anchors import anchors, match
from subtool.speech.words.recognise import HeardWord
from subtool.text.spoken_forms import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from subtool.text.spoken_forms import Reading

LETTERS_ALIKE = 0.6  # of a word's letters; with half, "for" would be "from"
STRETCHED = 1.5  # times as many letters may lie between its first and its last: chance strews them
LONGEST = 60  # words between two that are the same: in more, something else is said
UNSPACED = frozenset(
    {"zh", "ja", "th", "lo", "km", "my", "yue", "cmn"}
)  # written without spaces between words


@cache
def _latin(text: str) -> str:
    return "".join(char for char in anyascii(text).lower() if char.isalnum())


def spelling(language: str) -> Callable[[str], tuple[Reading, ...]]:
    """The ways a printed word may be said, in Latin letters; a character each where words are not parted by spaces."""
    if language.split("-", 1)[0].lower() in UNSPACED:
        return lambda token: (tuple(filter(None, map(_latin, token))),)
    return lambda token: tuple(tuple(filter(None, map(_latin, way))) for way in readings(token))


def respelled(script: Sequence[str], heard: Sequence[HeardWord]) -> list[HeardWord]:
    """What was heard; between words that are surely the script's, those spelled nearly like its own are its own."""
    sure = anchors(script, [word.text for word in heard])
    if not sure:
        return list(heard)
    words = list(heard[: sure[0][1] + 1])
    for (i, j), (k, n) in pairwise(sure):
        gap = heard[j + 1 : n]
        if gap and k - i > 1 and max(len(gap), k - i) <= LONGEST:
            words += _alike(script[i + 1 : k], gap)
        else:
            words += gap
        words.append(heard[n])
    return [*words, *heard[sure[-1][1] + 1 :]]


def _alike(script: Sequence[str], heard: Sequence[HeardWord]) -> list[HeardWord]:
    """The words of the script whose letters are heard, each where its letters are; others as they were heard."""
    sounds = [
        (letter, _part(word.span, place, len(spelled)))
        for word in heard
        for spelled in (_latin(word.text),)
        for place, letter in enumerate(spelled)
    ]
    owners = [number for number, word in enumerate(heard) for _ in _latin(word.text)]
    words, taken = [], set()
    for number, places in sounding(
        [_latin(word) for word in script], [letter for letter, _ in sounds]
    ).items():
        if script[number] not in _numerals():
            span = Span(sounds[places[0]][1].start_ms, sounds[places[-1]][1].end_ms)
            words.append(HeardWord(script[number], span))
            taken |= {owners[place] for place in places}
    words += [word for number, word in enumerate(heard) if number not in taken]
    return sorted(words, key=lambda word: word.span)


def sounding(script: Sequence[Sequence[str]], heard: Sequence[str]) -> dict[int, list[int]]:
    """The words of a script that most of their letters are heard of, by their number, and where these are."""
    letters = [(letter, number) for number, word in enumerate(script) for letter in word]
    found: dict[int, list[int]] = {}
    for i, j in match([letter for letter, _ in letters], heard):
        found.setdefault(letters[i][1], []).append(j)
    return {
        number: places
        for number, places in found.items()
        if len(places) >= LETTERS_ALIKE * len(script[number])
        and places[-1] - places[0] < STRETCHED * len(script[number])
    }


@cache
def _numerals() -> frozenset[str]:
    """Words of numbers: "thirteen" for "thirty" is another number, however alike they are."""
    return frozenset(word for number in range(101) for way in readings(str(number)) for word in way)


def _part(span: Span, place: int, count: int) -> Span:
    return Span(
        span.start_ms + span.duration_ms * place // count,
        span.start_ms + span.duration_ms * (place + 1) // count,
    )
