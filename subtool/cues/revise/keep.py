"""A cue that stays: its footnotes, its place in the script and the punctuation of its words become today's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.cues.punctuate import unwritten
from subtool.cues.revise.match import letters
from subtool.model import Cue, Timing, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.cues.revise.match import Match, StayingCue
    from subtool.model import Footnote, Sheet, Token, Word
    from subtool.styles.house_style import HouseStyle


def by_hand(cue: Cue) -> str:
    """What a hand has changed in a cue that subtool made; nothing is known of cues that another program made."""
    if not (cue.words or cue.source):
        return ""
    found = []
    if cue.timing is Timing.EDITED:
        found.append("timed by hand")
    if cue.words and letters(cue.text) != letters(joined(cue.words)):
        found.append("text changed by hand")
    return ", ".join(found)


class Keeper:
    """Makes today's cues of yesterday's."""

    def __init__(self, old: Sheet, match: Match, style: HouseStyle) -> None:
        text = match.text
        self.old, self.text, self.style = old, text, style
        self.before: dict[int, list[str]] = {}  # the marks each sentence had yesterday
        for one in match.staying:
            tokens, words = text.tokens[one.first : one.end], old.cues[one.cue].words
            if len(words) == len(tokens):
                for index, word in enumerate(words, start=one.first):
                    self.before.setdefault(text.sentence_of(index), []).extend(word.footnotes)
        self.renumbered = _renumbered(old.footnotes, text.footnotes)

    def kept(self, one: StayingCue) -> Cue:
        cue = self.old.cues[one.cue]
        tokens = self.text.tokens[one.first : one.end]
        sentence = self.text.sentences[self.text.sentence_of(one.first)]
        speaker = cue.speaker if cue.words or cue.speaker else sentence.speaker
        cue = replace(cue, source=tokens[0].source, footnotes=self._footnotes(cue, one), speaker=speaker)
        if len(cue.words) != len(tokens):
            return cue
        words = tuple(map(self._word, cue.words, tokens))
        return replace(cue, words=words, lines=_lines(cue, words))

    def _footnotes(self, cue: Cue, one: StayingCue) -> tuple[str, ...]:
        sentences = self.text.sentences_of(one.first, one.end)
        now = [number for index in sentences for number in self.text.sentences[index].footnotes]
        if not cue.words:
            return tuple(dict.fromkeys(now))
        before = [number for index in sentences for number in self.before.get(index, ())]
        if before == now and all(self.renumbered.get(number) == number for number in cue.footnotes):
            return cue.footnotes
        others = [number for number in cue.footnotes if number not in before]
        return tuple(dict.fromkeys([*now, *(self.renumbered.get(number, number) for number in others)]))

    def _word(self, word: Word, token: Token) -> Word:
        text = word.text if unwritten(self.style) else token.text
        return replace(word, text=text, footnotes=token.footnotes)


def _renumbered(old: Sequence[Footnote], new: Sequence[Footnote]) -> Mapping[str, str]:
    """Today's number of each of yesterday's footnotes that is still listed."""
    today = {note.number: note.full for note in new}
    by_text = {note.full: note.number for note in reversed(new)}
    return {
        note.number: note.number if today.get(note.number) == note.full else by_text[note.full]
        for note in old
        if note.full in by_text
    }


def _lines(cue: Cue, words: Sequence[Word]) -> tuple[str, ...]:
    """The lines with the words as they are printed today; as they are where a hand has changed them."""
    before = [word.text for word in cue.words]
    if before == [word.text for word in words] or cue.markup:
        return cue.lines
    lines: list[str] = []
    index = 0
    for line in cue.lines:
        first, printed = index, ""
        while index < len(words) and len(printed) < len(line):
            index += 1
            printed = joined(cue.words[first:index])
        if printed != line:
            return cue.lines
        lines.append(joined(words[first:index]))
    return tuple(lines) if index == len(words) else cue.lines
