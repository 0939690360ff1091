"""Phones heard, without a border between words, and the words of a script -> the words that are heard.

Where six phones in a row are the script's, both sides are held together; of the phones between such places the
best match is taken, and a word is heard where most of its phones are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from subtool.model import Span
from subtool.speech.neural.respelled import sounding
from subtool.speech.words.recognise import HeardWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from subtool.speech.neural.alphabet import Sounds

IN_A_ROW = 6  # phones: of 30,000 against 30,000 some sixteen are so by chance, which have no order
PHONES_A_WORD = 4  # of English; so many that are not a word of the script are another word
OFTEN = 8  # places of the script where the same six stand; a refrain of more holds nothing together
FAR = 120  # phones from one such place to the next: in more, something else is said


def phonetic_words(
    said: Sequence[Sequence[str]], letters: Sounds, sounds: Iterable[tuple[int, Span]]
) -> list[HeardWord]:
    """The words of each sentence that are heard, in order, with their times; others that are heard have no text."""
    heard = list(sounds)
    words = [word for sentence in said for word in sentence]
    spelled = [[str(phone) for phone in letters.spelled(word)] for word in words]
    phones = [str(phone) for phone, _ in heard]
    found = []
    for (first, begin), (end, until) in pairwise(_cuts(spelled, phones)):
        if until - begin > FAR or sum(map(len, spelled[first:end])) > FAR:
            continue
        for number, places in sounding(spelled[first:end], phones[begin:until]).items():
            start, last = heard[begin + places[0]][1], heard[begin + places[-1]][1]
            found.append(HeardWord(words[first + number], Span(start.start_ms, last.end_ms)))
    ends = [word.span.end_ms for word in found]
    others = [span for _, span in heard if not found or not _is_within(span, found, ends)]
    found += [HeardWord("", span) for span in others[::PHONES_A_WORD]]
    return sorted(found, key=lambda word: word.span)


def _is_within(span: Span, words: Sequence[HeardWord], ends: Sequence[int]) -> bool:
    """Whether a phone belongs to one of the words, which are in order."""
    number = bisect_left(ends, span.end_ms)
    return number < len(words) and words[number].span.start_ms <= span.start_ms


def _cuts(spelled: Sequence[Sequence[str]], phones: Sequence[str]) -> list[tuple[int, int]]:
    """The words that begin in phones that are the same on both sides, and where these are heard, in order."""
    numbers = {start: number for number, start in enumerate(accumulate(map(len, spelled), initial=0))}
    cuts = {
        numbers[i + place]: j + place
        for i, j in in_a_row([phone for word in spelled for phone in word], phones)
        for place in range(IN_A_ROW + 1)
        if i + place in numbers
    }
    ascending: list[tuple[int, int]] = []
    for number, place in sorted(cuts.items()):
        if not ascending or place > ascending[-1][1]:
            ascending.append((number, place))
    return ascending


def in_a_row(script: Sequence[str], heard: Sequence[str]) -> list[tuple[int, int]]:
    """Places of both sides from which so many phones are the same, as many as can stand in one order."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in range(len(script) - IN_A_ROW + 1):
        places[tuple(script[i : i + IN_A_ROW])].append(i)
    pairs = [
        (i, j)
        for j in range(len(heard) - IN_A_ROW + 1)
        for i in reversed(places.get(tuple(heard[j : j + IN_A_ROW]), [])[:OFTEN])
    ]
    return _ascending(pairs)


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs that ascend on both sides; they come by the second, downwards by the first."""
    tails: list[int] = []  # the least script place at which a choice of so many ends
    ends: list[int] = []  # the pair there
    before: list[int] = []
    for number, (i, _) in enumerate(pairs):
        size = bisect_left(tails, i)
        before.append(ends[size - 1] if size else -1)
        tails[size : size + 1] = [i]
        ends[size : size + 1] = [number]
    chosen, number = [], ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]
