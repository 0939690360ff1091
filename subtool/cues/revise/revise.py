"""Today's script on yesterday's cues: what is said as before keeps its cues, the rest is made again. Pure.

A cue stays when all its words stand in sentences that have not changed. It keeps its time, lines, speaker and
verdict; its footnotes and its place in the script become today's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from enum import Enum, auto
from itertools import groupby
from typing import TYPE_CHECKING

from subtool.cues.revise import fresh
from subtool.cues.revise.difference import Lost, Revision, SentenceChange, difference
from subtool.cues.revise.fresh import CueRules, FreeTime
from subtool.cues.revise.keep import Keeper, by_hand
from subtool.cues.revise.match import letters, matched
from subtool.cues.revise.moved import in_film_order, in_script_order, moves_of
from subtool.cues.revise.shifting import Hold, StayingCues, moves
from subtool.model import Cue, Role, Sheet, Span, Timing, Unspoken, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.cues.revise.match import ChangedRun, Match, StayingCue
    from subtool.cues.timing.frame_grid import Grid
    from subtool.model import Script

__all__ = ["CueRules", "Lost", "Revision", "SentenceChange", "Trust", "difference", "revise"]


class Trust(Enum):
    """What the times given for the words of a script are worth."""

    HEARD = auto()  # they are those of the film
    AT_A_PACE = auto()  # only the pace they have counts
    AT_ANY_PACE = auto()  # not even that: the old sheet's is taken


def revise(old: Sheet, script: Script, words: Sequence[Word | None], trust: Trust, craft: CueRules) -> Sheet:
    """Today's `script` on the cues of `old`.

    `words` has a time for each word of the script; None for one the film does not contain. Sentences that stand
    elsewhere today keep their cues: at their place in the film, or, in a draft, at their new place in the script.
    """
    moves = moves_of(old, script)
    if moves.moved and (trust is Trust.HEARD or old.media is not None):
        script, words = in_film_order(script, words, moves)
    elif moves.moved:
        old = in_script_order(old, moves)
    match = matched(old, script)
    work = _Work(old, match, trust, craft)
    cues = work.cues(words)
    absent = [match.text.sentences[index] for index in sorted(work.absent)]
    return replace(
        old,
        cues=cues,
        title=script.title,
        language=script.language,
        footnotes=script.footnotes,
        unspoken=tuple(Unspoken(sentence.text, sentence.source) for sentence in absent),
        remarks=(),
    )


class _Work:
    """One revision: what stays, where it goes, and what is made again between."""

    def __init__(self, old: Sheet, match: Match, trust: Trust, craft: CueRules) -> None:
        self.old, self.trust, self.craft = old, trust, craft
        self.text, self.staying, self.runs = match.text, match.staying, match.runs
        self.of_the_film = trust is Trust.HEARD or old.media is not None
        self.absent: set[int] = set()
        self.keeper = Keeper(old, match, craft.style)

    def cues(self, words: Sequence[Word | None]) -> tuple[Cue, ...]:
        """All cues of today, in the order of the script, titles where they stood."""
        words = self._at_own_pace(words) if self.trust is Trust.AT_ANY_PACE else words
        wanted = [self._wanted(run, words) for run in self.runs]
        moved = self._moves(wanted, words)
        stay = [self._stay(one, by_ms) for one, by_ms in zip(self.staying, moved, strict=True)]
        titles = [(index, cue) for index, cue in enumerate(self.old.cues) if cue.role is Role.TITLE]
        cues: list[Cue] = []
        by_ms = 0
        for index in range(len(self.runs)):
            before, after = (stay[index - 1] if index else None), (stay[index] if index < len(stay) else None)
            cues += self._fresh(index, wanted[index], words, (before, after))
            while titles and (after is None or titles[0][0] < self.staying[index].cue):
                cues.append(_shifted(titles.pop(0)[1], by_ms, self.craft.grid))
            if after:
                by_ms = moved[index]
                cues.append(after)
        return tuple(cues)

    def _stay(self, one: StayingCue, by_ms: int) -> Cue:
        return _shifted(self.keeper.kept(one), by_ms, self.craft.grid)

    def _wanted(self, run: ChangedRun, words: Sequence[Word | None]) -> list[int]:
        """The words of a run that are to have cues; the sentences that have none are noted down."""
        known = (
            Counter()
            if self.trust is Trust.HEARD
            else Counter(letters(one.text) for one in self.old.unspoken)
        )
        wanted: list[int] = []
        for index in self.text.sentences_of(run.first, run.end):
            first, end = self.text.start(index), self.text.start(index + 1)
            inside = range(max(first, run.first), min(end, run.end))
            said = letters(self.text.sentences[index].text)
            is_whole = len(inside) == end - first
            if is_whole and (all(words[word] is None for word in inside) or known[said] > 0):
                known[said] -= 1
                self.absent.add(index)
            else:
                wanted += inside
        return wanted

    def _at_own_pace(self, words: Sequence[Word | None]) -> Sequence[Word | None]:
        """The timed words as slow or fast as those of the cues that stay."""
        own_ms = told_ms = 0
        for one in self.staying:
            cue, first, last = self.old.cues[one.cue], words[one.first], words[one.end - 1]
            if cue.words and first and last and cue.timing is not Timing.EDITED:
                own_ms += cue.words[-1].span.end_ms - cue.words[0].span.start_ms
                told_ms += last.span.end_ms - first.span.start_ms
        if not own_ms or not told_ms:
            return words
        rate = own_ms / told_ms
        return [
            word
            and replace(word, span=Span(round(word.span.start_ms * rate), round(word.span.end_ms * rate)))
            for word in words
        ]

    def _moves(self, wanted: Sequence[Sequence[int]], words: Sequence[Word | None]) -> list[int]:
        """By how many ms each cue that stays moves."""
        groups = list(self._groups(wanted))
        blocks = [self._block(group, wanted, words) for group in groups]
        by_block = moves(blocks, self._origin_ms(words)) if blocks else []
        return [by_ms for group, by_ms in zip(groups, by_block, strict=True) for _ in group]

    def _groups(self, wanted: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        """The cues that stay, by number, where nothing has changed between them and all stand equally firm."""
        number = 0

        def key(index: int) -> tuple[int, Hold]:
            nonlocal number
            number += self._is_changed(index, wanted)
            return number, self._hold(index)

        for _, group in groupby(range(len(self.staying)), key=key):
            yield list(group)

    def _is_changed(self, index: int, wanted: Sequence[Sequence[int]]) -> bool:
        """Whether something has changed before cue number `index` of those that stay."""
        return bool(wanted[index] or self.runs[index].old)

    def _hold(self, index: int) -> Hold:
        if self.of_the_film:
            return Hold.OF_THE_FILM
        cue = self.old.cues[self.staying[index].cue]
        return Hold.BY_HAND if cue.timing is Timing.EDITED and by_hand(cue) else Hold.FREE

    def _block(
        self, group: Sequence[int], wanted: Sequence[Sequence[int]], words: Sequence[Word | None]
    ) -> StayingCues:
        first, last = self.staying[group[0]], self.staying[group[-1]]
        before = self.old.cues[self.staying[group[0] - 1].cue] if group[0] else None
        opening, closing = self.old.cues[first.cue], self.old.cues[last.cue]
        gap_ms = self.craft.gap_ms
        room_ms = opening.span.start_ms - before.span.end_ms if before else opening.span.start_ms
        is_changed = self._is_changed(group[0], wanted)
        needs_ms = fresh.least_ms(self.text, wanted[group[0]], self.craft.style)
        timed_first, timed_last = words[first.first], words[last.end - 1]
        return StayingCues(
            shown=_hull(opening.span, closing.span),
            spoken=_hull(_sound(opening), _sound(closing)),
            timed=_hull(timed_first.span, timed_last.span) if timed_first and timed_last else Span(0, 0),
            hold=self._hold(group[0]),
            changed=is_changed,
            least_ms=(needs_ms + gap_ms + (gap_ms if needs_ms and before else 0))
            if is_changed
            else min(max(0, room_ms), gap_ms),
        )

    def _origin_ms(self, words: Sequence[Word | None]) -> int:
        """Where the first word of the script would be said, less where it is timed."""
        spoken = [cue for cue in self.old.cues if cue.role is Role.SPEECH]
        first = next((word for word in words if word), None)
        return (_sound(spoken[0]).start_ms if spoken else 0) - (first.span.start_ms if first else 0)

    def _fresh(
        self,
        number: int,
        wanted: Sequence[int],
        words: Sequence[Word | None],
        around: tuple[Cue | None, Cue | None],
    ) -> tuple[Cue, ...]:
        """The cues of a run; in a film that has no room for a sentence, it is not said."""
        if not wanted:
            return ()
        run, (before, after) = self.runs[number], around
        gap_ms = self.craft.gap_ms
        room = FreeTime(
            before.span.end_ms + gap_ms if before else 0, after.span.start_ms - gap_ms if after else None
        )
        needs_ms = fresh.least_ms(self.text, wanted, self.craft.style)
        if self.of_the_film and not run.old and not room.holds(needs_ms):
            self.absent |= {self.text.sentence_of(index) for index in wanted}
            return ()
        span = room.fits(self._span(run, wanted, words, before))
        said = fresh.timed(self.text, wanted, words, span)
        return fresh.cues(self.text, wanted, said, room, self.craft)

    def _span(
        self, run: ChangedRun, wanted: Sequence[int], words: Sequence[Word | None], before: Cue | None
    ) -> Span:
        """When the words of a run are said, if there is room."""
        known = [word for index in wanted if (word := words[index])]
        old = [_sound(self.old.cues[number]) for number in run.old]
        if self.trust is Trust.HEARD and known:
            return _hull(known[0].span, known[-1].span)
        if self.of_the_film and old:
            return _hull(old[0], old[-1])
        length_ms = (
            known[-1].span.end_ms - known[0].span.start_ms if known else fresh.UNHEARD_MS * len(wanted)
        )
        start_ms = known[0].span.start_ms + self._origin_ms(words) if known else 0
        last = words[wanted[0] - 1] if wanted[0] else None
        if before and last and known:
            start_ms = _sound(before).end_ms + known[0].span.start_ms - last.span.end_ms
        return Span(max(0, start_ms), max(0, start_ms) + length_ms)


def _sound(cue: Cue) -> Span:
    """When a cue is said: by its words, where they are known."""
    return _hull(cue.words[0].span, cue.words[-1].span) if cue.words else cue.span


def _hull(first: Span, last: Span) -> Span:
    return Span(first.start_ms, max(first.start_ms, last.end_ms))


def _shifted(cue: Cue, by_ms: int, grid: Grid) -> Cue:
    """A cue moved by about this much: it stands on frames as before."""
    if not by_ms:
        return cue
    start_ms = grid.in_ms(grid.nearest(max(0, cue.span.start_ms + by_ms)))
    end_ms = grid.out_ms(grid.nearest(max(0, cue.span.end_ms + by_ms)))
    words = tuple(
        replace(word, span=Span(max(0, word.span.start_ms + by_ms), max(0, word.span.end_ms + by_ms)))
        for word in cue.words
    )
    return replace(cue, span=Span(start_ms, max(end_ms, start_ms + 1)), words=words)
