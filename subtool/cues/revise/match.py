"""Yesterday's cues and today's script, matched word by word: which cues say today what they said yesterday.

Where a run of words stands once only in both texts it is sure to be the same; between these places the longest
common runs are sought, so that a sentence that comes back is not taken for another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING

from subtool.model import Role
from subtool.writing import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue, Script, Sheet

RUN = 6  # words in a row: what is the same in both texts and stands once only is no accident
SUPERSCRIPTS = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹\u202f")  # marks that an exported file carries


@dataclass(frozen=True, slots=True)
class Held:
    """A cue that stays: its number in the old sheet (from 0), and the words of the script it holds."""

    cue: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the script between two cues that stay, and the old cues that stood there; either may be none."""

    first: int
    end: int
    old: tuple[int, ...]


class Text:
    """The words of a script in one row."""

    def __init__(self, script: Script) -> None:
        sentences = script.sentences
        self.sentences, self.footnotes = sentences, script.footnotes
        self.tokens = tuple(token for sentence in sentences for token in sentence.tokens)
        self._starts = [0, *accumulate(len(sentence.tokens) for sentence in sentences)]

    def start(self, sentence: int) -> int:
        """The first word of a sentence; of one behind the last, how many words there are."""
        return self._starts[sentence]

    def sentence_of(self, word: int) -> int:
        return bisect_left(self._starts, word + 1) - 1

    def sentences_of(self, first: int, end: int) -> range:
        """The numbers of the sentences that words belong to."""
        return range(self.sentence_of(first), self.sentence_of(end - 1) + 1) if first < end else range(0)


@dataclass(frozen=True, slots=True)
class Match:
    """Today's words, the cues that stay, and the runs before, between and behind them: one more than there are cues."""

    text: Text
    held: tuple[Held, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is compared: a word without its signs, or a character where words have no blanks between them."""

    key: str
    owner: int  # of an old unit its cue, of a new one its word
    opens: bool
    closes: bool


def matched(old: Sheet, script: Script) -> Match:
    """Which cues of `old` stay for today's script."""
    text = Text(script)
    before = [
        unit
        for number, cue in enumerate(old.cues)
        if cue.role is Role.SPEECH
        for unit in _units(number, [word.text for word in cue.words] or cue.text.split())
    ]
    today = [unit for number, token in enumerate(text.tokens) for unit in _units(number, [token.text])]
    partner = _pairs([unit.key for unit in before], [unit.key for unit in today])
    unchanged = _unchanged(text, today, partner)
    held = list(_held(before, today, partner, text, unchanged))
    held = [
        replace(one, end=_behind_signs(text, one.end, following.first if following else len(text.tokens)))
        for one, following in zip_longest(held, held[1:])
    ]
    return Match(text, tuple(held), tuple(_runs(held, old, len(text.tokens))))


def said(cue: Cue) -> str:
    """The words of a cue as the script had them when it was made; its rows where nothing says."""
    return " ".join(word.text for word in cue.words) or cue.text


def letters(text: str) -> str:
    """Text without blanks and signs, in lower case: what makes it the same."""
    plain = text.translate(SUPERSCRIPTS).casefold()
    return "".join(char for char in plain if char.isalnum())


def _behind_signs(text: Text, end: int, following: int) -> int:
    """Signs that stand alone up to the next cue that stays belong to the one before them."""
    return following if not any(letters(token.text) for token in text.tokens[end:following]) else end


def _units(owner: int, words: Sequence[str]) -> Iterator[_Unit]:
    keys = [
        key
        for word in words
        if (plain := letters(word))
        for key in (plain if is_unspaced(plain) else (plain,))
    ]
    for at, key in enumerate(keys):
        yield _Unit(key, owner, at == 0, at == len(keys) - 1)


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which old unit each new one is; in order."""
    sure = [(-1, -1), *_in_order(_once(old), _once(new)), (len(old), len(new))]
    partner: dict[int, int] = {}
    for (before, at), (old_end, new_end) in pairwise(sure):
        a, b = before, at
        while a < old_end and b < new_end and (a == -1 or old[a] == new[b]):
            if b >= 0:
                partner[b] = a
            a, b = a + 1, b + 1
        if a < old_end and b < new_end:
            blocks = SequenceMatcher(
                None, old[a:old_end], new[b:new_end], autojunk=False
            ).get_matching_blocks()
            partner |= {b + block.b + n: a + block.a + n for block in blocks for n in range(block.size)}
    return partner


def _once(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The middle of each run of words that stands once only."""
    runs = [tuple(keys[at : at + RUN]) for at in range(len(keys) - RUN + 1)]
    counts = Counter(runs)
    return {run: at + RUN // 2 for at, run in enumerate(runs) if counts[run] == 1}


def _in_order(old: dict[tuple[str, ...], int], new: dict[tuple[str, ...], int]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises on both sides: what was moved elsewhere is left out."""
    pairs = sorted((old[run], at) for run, at in new.items() if run in old)
    ends: list[int] = []  # the smallest new place that a row of this length ends at
    last: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        size = bisect_left(ends, at)
        before.append(last[size - 1] if size else -1)
        ends[size : size + 1], last[size : size + 1] = [at], [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    return row[::-1]


def _unchanged(text: Text, today: Sequence[_Unit], partner: dict[int, int]) -> set[int]:
    """The sentences all of whose words stood in a row yesterday."""
    places: dict[int, list[int | None]] = {}
    for at, unit in enumerate(today):
        places.setdefault(text.sentence_of(unit.owner), []).append(partner.get(at))
    return {
        sentence
        for sentence, old in places.items()
        if old[0] is not None and old == list(range(old[0], old[0] + len(old)))
    }


def _held(
    before: Sequence[_Unit],
    today: Sequence[_Unit],
    partner: dict[int, int],
    text: Text,
    unchanged: set[int],
) -> Iterator[Held]:
    """The cues all of whose words stand in a row today, in sentences that have not changed, and nothing between."""
    places = {old: new for new, old in partner.items() if text.sentence_of(today[new].owner) in unchanged}
    at = 0
    while at < len(before):
        end = at + 1
        while end < len(before) and not before[end].opens:
            end += 1
        new = [places.get(old) for old in range(at, end)]
        first = new[0]
        if first is not None and new == list(range(first, first + len(new))):
            opening, closing = today[first], today[first + len(new) - 1]
            if opening.opens and closing.closes:
                yield Held(before[at].owner, opening.owner, closing.owner + 1)
        at = end


def _runs(held: Sequence[Held], old: Sheet, words: int) -> Iterator[Run]:
    spoken = [number for number, cue in enumerate(old.cues) if cue.role is Role.SPEECH]
    edges = [(-1, 0), *((one.cue, one.end) for one in held)]
    starts = [*((one.cue, one.first) for one in held), (len(old.cues), words)]
    for (cue, end), (following, first) in zip(edges, starts, strict=True):
        yield Run(end, first, tuple(number for number in spoken if cue < number < following))
