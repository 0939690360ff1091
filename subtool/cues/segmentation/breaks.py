"""What speaks for and against a break after each word of a sentence: named parts, priced in `costs`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from subtool.cues.segmentation.costs import BREAKS
from subtool.cues.segmentation.word_kinds import (  # fmt: skip
    FUNCTION,
    LEANING,
    bare,
    begins_as,
    is_initial,
    is_lone_mark,
    kind_of,
    mark_after,
)
from subtool.model import is_unspaced
from subtool.text.punctuation import CLOSERS, MAY_OPEN, OPENERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.styles.house_style import WordClasses

LINE_CHARS = 42  # characters, where no house style says
LONGEST_TITLE = 7  # words of the title of a work in quotation marks, by eye: what is longer is a quotation
AMBIGUOUS = frozenset("\"'")  # open and close
_DOING = frozenset({"verbs", "participles"})
_AFTER_COMMA = {"conjunctions": "comma and", "pronouns": "comma he"}
_PRICED_AFTER = frozenset({"nouns", "verbs", "adverbs", "adjectives", "number"})


def break_costs(words: Sequence[str], classes: WordClasses) -> list[float]:
    """The cost of ending a cue after each of the words of one sentence; after its last word it is 0."""
    return [sum(BREAKS[part].cue for part in parts) for parts in break_parts(words, classes)]


def break_parts(
    words: Sequence[str], classes: WordClasses, line: float = LINE_CHARS, glued: Sequence[bool] = ()
) -> list[tuple[str, ...]]:
    """What a break after each of the words of one sentence is made of; after its last word nothing.

    `line` is the length of a line in characters; `glued` tells which words no space parts from the one before.
    """
    sentence = _Sentence.of(words, classes, glued)
    edges = _Edges.of(words, sentence.marks, line)
    parts = [
        (*sentence.parts(index), *(() if sentence.marks[index] else edges.parts(index)))
        for index in range(len(words) - 1)
    ]
    return [*parts, ()]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: Sequence[str]
    plain: list[str]
    kinds: list[str]
    marks: list[str]
    works: frozenset[int]  # the words inside the title of a work, but its last
    classes: WordClasses

    @classmethod
    def of(cls, words: Sequence[str], classes: WordClasses, glued: Sequence[bool]) -> _Sentence:
        plain = [bare(word) for word in words]
        kinds = [kind_of(word, core, classes) for word, core in zip(words, plain, strict=True)]
        marks = [mark_after(word) for word in words]
        for index, joined in enumerate(glued[1:]):  # where words stand without spaces, a space is a comma
            if not joined and not marks[index] and is_unspaced(words[index][-1]):
                marks[index] = "comma"
        for index in range(len(words) - 1):
            if marks[index] == "comma" and _is_date(plain, index, classes):
                marks[index] = ""
        return cls(words, plain, kinds, marks, frozenset(_works(words)), classes)

    def parts(self, index: int) -> Iterator[str]:
        word, following = self.words[index], self.words[index + 1]
        if _parts_mark(word, following):
            yield "lone mark"
        if index in self.works:
            yield "inside title"
        if bind := self._bound(index):
            yield bind
        elif self.marks[index] and self.marks[index] != "closer":
            yield from self._after_mark(index)
            return
        kind, begins = (
            self.kinds[index],
            begins_as(self.plain[index + 1], self.kinds[index + 1], self.classes),
        )
        before = f"before {begins}" if _known(begins) else "before other"
        yield "after closer" if self.marks[index] else before
        if kind in LEANING and word[-1].isalpha() and not bind:
            yield "hanging"
        elif kind in _PRICED_AFTER:
            yield f"after {kind}"
        if following[0] in MAY_OPEN and not self.marks[index]:
            yield "opens"
        if index and word[0].isupper() and following[0].isupper() and kind not in FUNCTION:
            yield "name"
        yield from _pair(kind, begins)

    def _bound(self, index: int) -> str:
        """What makes one of this word and the next."""
        word, following = self.words[index], self.words[index + 1]
        counted = following[:1].isupper() or following[:1].isdigit()
        if is_initial(word) or (self.plain[index] in self.classes.titles and counted):
            return "title and name"
        number = self.plain[index][-1:].isdigit() and not self.marks[index]
        if number and (self.plain[index + 1] in self.classes.units or self.plain[index + 1][:1].isdigit()):
            return "number and unit"
        date = self.plain[index] in self.classes.units and word[:1].isupper() and not self.marks[index]
        return "number and unit" if date and following[:1].isdigit() else ""

    def _after_mark(self, index: int) -> Iterator[str]:
        mark, begins = self.marks[index], self.kinds[index + 1]
        yield f"after {mark}"
        if mark == "comma":
            if begins in _AFTER_COMMA:
                yield _AFTER_COMMA[begins]
            if self.words[index + 1][0] in MAY_OPEN:
                yield "comma opens"
            if index <= 1:
                yield "comma early"


def _parts_mark(word: str, following: str) -> bool:
    """Whether a line would end with an opening mark, or begin with any other."""
    if is_lone_mark(word) and word[-1] in OPENERS and word not in AMBIGUOUS:
        return True
    return is_lone_mark(following) and (following[0] not in OPENERS or following in AMBIGUOUS)


def _known(kind: str) -> bool:
    return f"before {kind}" in BREAKS


def _pair(kind: str, begins: str) -> Iterator[str]:
    if kind in FUNCTION:
        return
    if begins in {"auxiliaries", "verbs"}:
        yield "subject and verb"
    elif begins in {"prepositions", "infinitives"} and kind in _DOING:
        yield "verb and preposition"
    elif begins == "pronouns":
        yield "noun and pronoun"


def _is_date(plain: Sequence[str], index: int, classes: WordClasses) -> bool:
    """Whether a comma stands inside a date: "October 4, 1862"."""
    year = len(plain[index + 1]) == 4 and plain[index + 1].isdigit()
    return index > 0 and year and plain[index].isdigit() and plain[index - 1] in classes.units


def _works(words: Sequence[str]) -> Iterator[int]:
    """The words inside what is quoted and written in capitals: “The Lamp on the Point”."""
    for start, word in enumerate(words):
        if word[0] not in OPENERS or not word[1:2].isupper():
            continue
        for end in range(start, min(start + LONGEST_TITLE, len(words))):
            if set(CLOSERS) & set(words[end][-2:]):
                run = words[start : end + 1]
                capital = sum(part.lstrip(OPENERS)[:1].isupper() for part in run)
                if 2 * capital > len(run) and words[end].lstrip(OPENERS)[:1].isupper():
                    yield from range(start, end)
                break


@dataclass(frozen=True, slots=True)
class _Edges:
    """How far it is to the punctuation before and after each word, in characters."""

    before: list[int]
    after: list[int]
    line: float

    @classmethod
    def of(cls, words: Sequence[str], marks: Sequence[str], line: float) -> _Edges:
        ends = list(accumulate(len(word) + 1 for word in words))
        before, since = [], 0
        for end, mark in zip(ends, marks, strict=True):
            before.append(end - 1 - since)
            since = end if mark and mark != "closer" else since
        after, until = [0] * len(words), ends[-1]
        for index in range(len(words) - 1, -1, -1):
            if marks[index] and marks[index] != "closer":
                until = ends[index]
            after[index] = until - ends[index - 1] - 1 if index else until
        return cls(before, [*after[1:], 0], line)

    def parts(self, index: int) -> Iterator[str]:
        for chars, side in ((self.before[index], "before"), (self.after[index], "after")):
            if 2 * chars < self.line:
                yield f"half a line {side}"
            if 3 * chars < self.line:
                yield f"a third {side}"
