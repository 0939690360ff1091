"""Yesterday's cues and today's script, matched: which cues say today what they said yesterday.

First sentence by sentence, then word by word between the sentences that are the same: each time the most that two
sequences have in common in the same order, so that a sentence that comes back is not taken for another.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from subtool.model import Role, is_unspaced
from subtool.text.punctuation import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Script, Sheet

MOST_PAIRS = (
    1 << 28
)  # of words; a passage beyond was written again, and no word of it is sought in the old one
SUPERSCRIPTS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹\u202f")  # marks that an exported file carries


@dataclass(frozen=True, slots=True)
class StayingCue:
    """A cue that stays: its number in the old sheet (from 0), and the words of the script it holds."""

    cue: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class ChangedRun:
    """Words of the script between two cues that stay, and the old cues that stood there; either may be none."""

    first: int
    end: int
    old: tuple[int, ...]


class ScriptWords:
    """The words of a script, one after another."""

    def __init__(self, script: Script) -> None:
        sentences = script.sentences
        self.sentences, self.footnotes = sentences, script.footnotes
        self.tokens = tuple(token for sentence in sentences for token in sentence.tokens)
        self._starts = [0, *accumulate(len(sentence.tokens) for sentence in sentences)]

    def start(self, sentence: int) -> int:
        """The first word of a sentence; of one after the last, how many words there are."""
        return self._starts[sentence]

    def sentence_of(self, word: int) -> int:
        return bisect_left(self._starts, word + 1) - 1

    def sentences_of(self, first: int, end: int) -> range:
        """The numbers of the sentences that words belong to."""
        return range(self.sentence_of(first), self.sentence_of(end - 1) + 1) if first < end else range(0)


@dataclass(frozen=True, slots=True)
class Match:
    """Today's words, the cues that stay, and the runs before, between and after them: one more than there are cues."""

    text: ScriptWords
    staying: tuple[StayingCue, ...]
    runs: tuple[ChangedRun, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is compared: a word without its punctuation, or a character where words have no spaces between them."""

    key: str
    owner: int  # of an old unit its cue, of a new one its word
    opens: bool
    closes: bool
    stops: bool  # a full stop or its kin follows


def matched(old: Sheet, script: Script) -> Match:
    """Which cues of `old` stay for today's script."""
    text = ScriptWords(script)
    before = cue_units(old)
    today = [unit for number, token in enumerate(text.tokens) for unit in units(number, [token.text])]
    partner = _pairs(before, today)
    unchanged = _unchanged(text, today, partner)
    runs = list(_staying(before, today, partner, text, unchanged))
    runs = [
        replace(one, end=_after_marks(text, one.end, following.first if following else len(text.tokens)))
        for one, following in zip_longest(runs, runs[1:])
    ]
    return Match(text, tuple(runs), tuple(_runs(runs, old, len(text.tokens))))


def said(cue: Cue) -> str:
    """The words of a cue as the script had them when it was made; its lines where nothing says."""
    return " ".join(word.text for word in cue.words) or cue.text


def letters(text: str) -> str:
    """Text without spaces and punctuation, in lower case: what makes it the same."""
    plain = text.translate(SUPERSCRIPTS).casefold()
    return "".join(char for char in plain if char.isalnum())


def _after_marks(text: ScriptWords, end: int, following: int) -> int:
    """Marks that stand alone up to the next cue that stays belong to the one before them."""
    return following if not any(letters(token.text) for token in text.tokens[end:following]) else end


def cue_units(old: Sheet) -> list[Unit]:
    """What is compared of the cues that are spoken."""
    return [
        unit
        for number, cue in enumerate(old.cues)
        if cue.role is Role.SPEECH
        for unit in units(number, [word.text for word in cue.words] or cue.text.split())
    ]


def sentences_of(spoken: Sequence[Unit]) -> list[Sequence[Unit]]:
    """The units sentence by sentence, as far as full stops tell."""
    return [spoken[first : first + len(keys)] for keys, first in _sentences(spoken)]


def units(owner: int, words: Sequence[str]) -> Iterator[Unit]:
    spoken = [
        (key, index + 1 == len(keys) and ends_sentence(word))
        for word in words
        for keys in (_keys(letters(word)),)
        for index, key in enumerate(keys)
    ]
    for index, (key, stops) in enumerate(spoken):
        yield Unit(key, owner, index == 0, index == len(spoken) - 1, stops)


def _keys(plain: str) -> Sequence[str]:
    if not plain:
        return ()
    return plain if is_unspaced(plain) else (plain,)


def _pairs(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Which old unit each new one is; in order."""
    before, today = _sentences(old), _sentences(new)
    same = common([key for key, _ in before], [key for key, _ in today])
    partner: dict[int, int] = {}
    a = b = 0
    for one, other in [*same, (len(before), len(today))]:
        first = before[one][1] if one < len(before) else len(old)
        start = today[other][1] if other < len(today) else len(new)
        words = common([unit.key for unit in old[a:first]], [unit.key for unit in new[b:start]])
        partner |= {b + there: a + here for here, there in words}
        size = len(before[one][0]) if one < len(before) else 0
        partner |= {start + n: first + n for n in range(size)}
        a, b = first + size, start + size
    return partner


def _sentences(units: Sequence[Unit]) -> list[tuple[tuple[str, ...], int]]:
    """Units up to each full stop, and where they begin."""
    sentences: list[tuple[tuple[str, ...], int]] = []
    first = 0
    for index, unit in enumerate(units):
        if index + 1 == len(units) or unit.stops:
            sentences.append((tuple(one.key for one in units[first : index + 1]), first))
            first = index + 1
    return sentences


def common(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """The longest sequence of pairs that two sequences have in common.

    Bit-parallel, after H. Hyyrö, Bit-parallel LCS-length computation revisited (2004): of each new item one number
    is kept, whose bits tell for which old ones the sequence grew no longer.
    """
    if len(old) * len(new) > MOST_PAIRS:
        return []
    places: dict[object, int] = {}
    for index, item in enumerate(old):
        places[item] = places.get(item, 0) | 1 << index
    every = (1 << len(old)) - 1
    states, reached = [], every
    for item in new:
        found = reached & places.get(item, 0)
        reached = ((reached + found) | (reached - found)) & every
        states.append(reached)
    pairs: list[tuple[int, int]] = []
    here, there = len(old), len(new)
    while here and there:
        if states[there - 1] >> (here - 1) & 1:
            here -= 1
            continue
        there -= 1
        if not there or states[there - 1] >> (here - 1) & 1:
            here -= 1
            pairs.append((here, there))
    return pairs[::-1]


def _unchanged(text: ScriptWords, today: Sequence[Unit], partner: dict[int, int]) -> set[int]:
    """The sentences all of whose words stood one after another yesterday."""
    places: dict[int, list[int | None]] = {}
    for index, unit in enumerate(today):
        places.setdefault(text.sentence_of(unit.owner), []).append(partner.get(index))
    return {
        sentence
        for sentence, old in places.items()
        if old[0] is not None and old == list(range(old[0], old[0] + len(old)))
    }


def _staying(
    before: Sequence[Unit],
    today: Sequence[Unit],
    partner: dict[int, int],
    text: ScriptWords,
    unchanged: set[int],
) -> Iterator[StayingCue]:
    """The cues whose words stand one after another today, in sentences that have not changed, nothing between."""
    places = {old: new for new, old in partner.items() if text.sentence_of(today[new].owner) in unchanged}
    index = 0
    while index < len(before):
        end = index + 1
        while end < len(before) and not before[end].opens:
            end += 1
        new = [places.get(old) for old in range(index, end)]
        first = new[0]
        if first is not None and new == list(range(first, first + len(new))):
            opening, closing = today[first], today[first + len(new) - 1]
            if opening.opens and closing.closes:
                yield StayingCue(before[index].owner, opening.owner, closing.owner + 1)
        index = end


def _runs(staying: Sequence[StayingCue], old: Sheet, words: int) -> Iterator[ChangedRun]:
    spoken = [number for number, cue in enumerate(old.cues) if cue.role is Role.SPEECH]
    edges = [(-1, 0), *((one.cue, one.end) for one in staying)]
    starts = [*((one.cue, one.first) for one in staying), (len(old.cues), words)]
    for (cue, end), (following, first) in zip(edges, starts, strict=True):
        yield ChangedRun(end, first, tuple(number for number in spoken if cue < number < following))
