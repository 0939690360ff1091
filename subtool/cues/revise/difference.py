"""What became of each sentence: kept, changed, new or gone; and which hand edits went with it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from subtool.cues.revise.keep import by_hand
from subtool.cues.revise.match import letters, matched, said
from subtool.cues.revise.moved import in_script_order, moves_of
from subtool.model import is_unspaced, joined
from subtool.text.punctuation import CLOSERS, SENTENCE_ENDS, WIDE_ENDS
from subtool.timecode import clock

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from subtool.cues.revise.match import ChangedRun, Match, ScriptWords, StayingCue
    from subtool.model import Script, Sheet, Source, Token, Word

ALIKE = 0.4  # of their words: two sentences with fewer in common are not the same one changed
MOST_PAIRS = 40_000  # beyond, a passage was written again, and nothing is compared
SENTENCE = re.compile(
    rf"(?<=[{SENTENCE_ENDS}][{re.escape(CLOSERS)}])\s+|(?<=[{SENTENCE_ENDS}])\s+|(?<=[{WIDE_ENDS}])"
)


class Fate(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    MOVED = "moved"
    PUNCTUATION = "punctuation changed"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence, as it was (`old`) and as it is (`new`); `source` is its place in today's script.

    `unspoken` tells that the film does not contain it, so that it has no cue.
    """

    fate: Fate
    old: str
    new: str
    source: Source | None
    unspoken: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether it stands as it was in another place."""
        return self.fate is Fate.MOVED and self.old == self.new

    @property
    def is_as_before(self) -> bool:
        """Whether there is nothing to say of it."""
        return self.old == self.new and not self.unspoken and not self.is_elsewhere


@dataclass(frozen=True, slots=True)
class Lost:
    """A cue of the old sheet, by its number there, whose hand edits its sentence took with it."""

    cue: int
    start_ms: int
    text: str
    edits: str

    def __str__(self) -> str:
        return f"cue {self.cue}, {clock(self.start_ms)}, “{self.text}”: {self.edits}"


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of every sentence, in the order of today's script, and the hand edits that went."""

    changes: tuple[SentenceChange, ...]
    lost: tuple[Lost, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences had each fate."""
        found = Counter(change.fate for change in self.changes)
        return {fate.value: found[fate] for fate in Fate if found[fate] or fate is not Fate.MOVED}


def difference(old: Sheet, script: Script, composed: Sheet) -> Revision:
    """What today's script changes in the cues of `old`; `composed` is the sheet that was made of both."""
    moves = moves_of(old, script)
    ordered = in_script_order(old, moves) if moves.moved else old
    match = matched(ordered, script)
    places = {unspoken.source for unspoken in composed.unspoken}
    absent = {index for index, sentence in enumerate(match.text.sentences) if sentence.source in places}
    moved = {script.sentences[index].source for index in moves.moved}
    changes = (
        replace(change, fate=Fate.MOVED)
        if change.fate in {Fate.KEPT, Fate.PUNCTUATION} and change.source in moved
        else change
        for change in _changes(ordered, match, absent)
    )
    lost = (replace(one, cue=moves.cues[one.cue - 1] + 1) for one in _lost(ordered, match.runs))
    was = (replace(one, start_ms=old.cues[one.cue - 1].span.start_ms) for one in lost)
    return Revision(tuple(changes), tuple(was))


def _lost(old: Sheet, runs: Sequence[ChangedRun]) -> Iterator[Lost]:
    for run in runs:
        for number in run.old:
            cue = old.cues[number]
            edits = by_hand(cue)
            if edits:
                yield Lost(number + 1, cue.span.start_ms, cue.text, edits)


def _changes(old: Sheet, match: Match, absent: Container[int]) -> tuple[SentenceChange, ...]:
    """The fate of every sentence; the sentences `absent` have no cue."""
    text = match.text
    fates = _kept(old, match)
    gone: dict[int, list[SentenceChange]] = {}
    for run in match.runs:
        pieces = list(text.sentences_of(run.first, run.end))
        now = [joined(_inside(text, index, run)) for index in pieces]
        for before, number in _paired(_sentences(run, old), now):
            if number is None:
                gone.setdefault(text.sentence_of(run.first), []).append(
                    SentenceChange(Fate.GONE, before, "", None)
                )
            elif letters(before) != letters(now[number]):  # else it shared a cue with one that changed
                fate, sentence = Fate.CHANGED if before else Fate.NEW, text.sentences[pieces[number]]
                fates[pieces[number]] = SentenceChange(fate, before, sentence.text, sentence.source)
    ordered: list[SentenceChange] = []
    for index, change in enumerate(fates):
        ordered += [*gone.pop(index, ()), replace(change, unspoken=index in absent)]
    return (*ordered, *(change for changes in gone.values() for change in changes))


def _kept(old: Sheet, match: Match) -> list[SentenceChange]:
    """Every sentence as if it stayed."""
    printed = _printed(old, match.text, match.staying)
    changes = []
    for index, sentence in enumerate(match.text.sentences):
        before = printed.get(index, sentence.text)
        fate = Fate.KEPT if before == sentence.text else Fate.PUNCTUATION
        changes.append(SentenceChange(fate, before, sentence.text, sentence.source))
    return changes


def _printed(old: Sheet, text: ScriptWords, runs: Sequence[StayingCue]) -> dict[int, str]:
    """Sentences as the cues that stay had them, where those know it all."""
    words: dict[int, list[Word]] = {}
    for one in runs:
        before = old.cues[one.cue].words
        for index in range(one.first, one.end) if len(before) == one.end - one.first else ():
            words.setdefault(text.sentence_of(index), []).append(before[index - one.first])
    return {
        index: joined(said)
        for index, said in words.items()
        if len(said) == len(text.sentences[index].tokens) and not any(token.glued for token in said)
    }


def _inside(text: ScriptWords, sentence: int, run: ChangedRun) -> Sequence[Token]:
    first, end = text.start(sentence), text.start(sentence + 1)
    return text.tokens[max(first, run.first) : min(end, run.end)]


def _sentences(run: ChangedRun, old: Sheet) -> list[str]:
    """The sentences of the cues that do not stay, as far as their punctuation tells."""
    whole = " ".join(said(old.cues[number]) for number in run.old)
    return [piece for piece in SENTENCE.split(whole) if letters(piece)]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int | None]]:
    """Old sentences with the number of the new one each has become, in order; "" or None where there is none."""
    partner = _partners(old, new)
    index = 0
    for before, number in enumerate(partner):
        while number is not None and index < number:
            yield "", index
            index += 1
        yield old[before], number
        index = index if number is None else number + 1
    for number in range(index, len(new)):
        yield "", number


def _partners(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """The pairs in order that have most in common."""
    if len(old) * len(new) > MOST_PAIRS:
        return [None] * len(old)
    before, after = [_bag(text) for text in old], [_bag(text) for text in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(a, b) for b in after] for a in before]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            together = alike[a][b] + best[a + 1][b + 1] if alike[a][b] >= ALIKE else 0.0
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    partners: list[int | None] = []
    b = 0
    for a in range(len(old)):
        while b < len(new) and best[a][b] == best[a][b + 1]:
            b += 1
        if b < len(new) and alike[a][b] >= ALIKE and best[a][b] == alike[a][b] + best[a + 1][b + 1]:
            partners.append(b)
            b += 1
        else:
            partners.append(None)
    return partners


def _bag(text: str) -> Counter[str]:
    return Counter(letters(text) if is_unspaced(text) else map(letters, text.split()))


def _alike(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / max(1, a.total() + b.total())
