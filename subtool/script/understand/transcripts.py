"""Who speaks and when, in the layouts of transcripts: `Anna [00:03]:`, `Anna  0:03`, `00:07 Anna`, `0:03` alone.

A row of two figures alone may be a time of day; it is a time code where such rows open the turns of the script and run
forward. What is found becomes the row's own time, and its label one that every other part of the reader knows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS
from subtool.script.source_lines import Declared, Row
from subtool.text.punctuation import ends_sentence
from subtool.timecode import units_ms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.script.understand.conventions import Conventions

FEWEST_TURNS = 2  # one time at the head of a paragraph makes no transcript
NAME_WORDS = 5  # of a name with its title; chosen by eye
FORWARD = 0.8  # of the times run forward in a transcript; times of day and scores do not

_TIME = r"(?:(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)(?:([.,;:])(\d{1,3}))?)"
_RANGE = rf"{_TIME}(?:\s?(?:-->|-|–|—|to)\s?(?:\d{{1,2}}:)?\d{{1,2}}:\d\d(?:[.,;:]\d{{1,3}})?)?"
_NAME = r"[^\W\d_][^:：\[\](){}<>|\t\n\d,;!?]{0,40}?(?:\s\d{1,2})?"
_BEFORE = re.compile(  # Anna [00:03]: / Anna (00:03) / Anna  0:03 / Anna | 0:03 / Anna: 00:00:19
    rf"(?P<name>{_NAME})(?P<colon>\s?[:：])?(?:\s{{1,4}}|\t|\s?[|,·•–—-]\s?|(?=[\[(<]))[\[(<]?{_RANGE}[\])>]?\s{{0,2}}(?P<end>[:：]?)(?:\s|\Z)"
)
_AFTER = re.compile(  # 00:07 Anna / [00:00:07] Anna: / 0:07 - Anna
    rf"[\[(<]?{_RANGE}[\])>]?\s?[|,·•:–—-]?\s{{0,4}}(?P<name>{_NAME})\s?(?P<colon>[:：]|\Z)"
)
_ALONE = re.compile(rf"[\[(<]?{_RANGE}[\])>]?(?:\s\d{{1,3}}\s(?:seconds?|minutes?)\b.{{0,30}})?")
_OPENS = re.compile(rf"{_RANGE}\s{{1,4}}(?=\S)")
_INSIDE = re.compile(rf"\s?[\[(]{_RANGE}[\])](?=\s|\Z|[.,;:!?])")
_SPOKEN_TIME = re.compile(r"\d{1,2}\s(?:seconds?|minutes?)(?:,\s\d{1,2}\sseconds?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A row that opens a turn: when, who, and what of the row is left to say."""

    at_ms: int
    name: str
    rest: int  # where it begins in the row's text
    bare: int = 0  # and where it would without a name


def cut_turns(rows: Sequence[Row], known: Conventions) -> list[Row]:
    """The rows of a transcript with who speaks and when apart from what is said; those of no transcript as they are."""
    if not any(":" in row.text and any(map(str.isdigit, row.text)) for row in rows):
        return list(rows)
    turns = {at: turn for at, row in enumerate(rows) if not row.told and (turn := _turn(row.text))}
    if len(turns) < FEWEST_TURNS or not _runs_forward([turn.at_ms for turn in turns.values()]):
        return list(rows)
    turns = _with_names(turns, known)
    reader = _Reader(turns)
    for at, row in enumerate(rows):
        reader.add(at, row)
    return reader.rows


class _Reader:
    """Goes through the rows and keeps who speaks, and a time whose words are still to come."""

    def __init__(self, turns: Mapping[int, _Turn]) -> None:
        self._turns = turns
        self._named = {turn.name for turn in turns.values() if turn.name}
        self._speaker: str | None = None
        self._at_ms: int | None = None
        self.rows: list[Row] = []

    def add(self, at: int, row: Row) -> None:
        turn = self._turns.get(at)
        if turn:
            self._open(turn, row)
        elif row.told or not row.text:
            self.rows.append(row)
        elif self._at_ms is None or not self._is_of_the_turn(row.text):
            self._say(row)

    def _is_of_the_turn(self, text: str) -> bool:
        """Whether a row under a time is its speaker's name, or says the time in words, as YouTube's panel does."""
        alone = text.rstrip(" :：")
        if alone in self._named:
            self._speaker = alone
        return alone in self._named or _SPOKEN_TIME.fullmatch(text) is not None

    def _open(self, turn: _Turn, row: Row) -> None:
        last = self.rows[-1] if self.rows else row
        if last.text and (turn.name or (not last.told and ends_sentence(last.text))):
            self.rows.append(Row(row.line, row.column, ""))
        self._speaker = turn.name or self._speaker
        self._at_ms = turn.at_ms
        rest = row.part(turn.rest)
        if rest.text:
            self._say(rest)

    def _say(self, row: Row) -> None:
        says = Declared(speaker=self._speaker) if self._speaker else None
        begins = row.at_ms if self._at_ms is None else self._at_ms
        self.rows.append(replace(_without_times(row), told=says, at_ms=begins))
        self._at_ms = None


def _with_names(turns: Mapping[int, _Turn], known: Conventions) -> dict[int, _Turn]:
    """The turns, a name only where names are usual or come again; other labels are left for later."""
    times = Counter(turn.name for turn in turns.values() if turn.name)
    usual = sum(times.values()) * 2 >= len(turns)
    labels = (
        known.labels["narrator"] | known.labels["picture"] | known.labels["on_screen"] | known.labels["note"]
    )
    return {
        at: turn
        if turn.name.casefold() not in labels and (usual or times[turn.name] >= FEWEST_TURNS)
        else replace(turn, name="", rest=turn.bare)
        for at, turn in turns.items()
    }


def _without_times(row: Row) -> Row:
    """The row with times in brackets inside it made blank, each character in its place."""
    if not _INSIDE.search(row.text):
        return row
    text = _INSIDE.sub(lambda match: " " * len(match.group()), row.text)
    return replace(row, text=text.rstrip())


def _turn(text: str) -> _Turn | None:
    if ":" not in text[:80]:
        return None
    head = text[:120]
    if (match := _BEFORE.match(head)) and _is_name(match["name"]):
        apart = bool(match["colon"] or match["end"]) or match.end() >= len(text)
        if apart or text[match.end("name") :].lstrip()[:1] in "[(<":
            return _Turn(_ms(match.groups()[2:7]), match["name"].strip(), match.end(), 0)
    if (match := _AFTER.match(head)) and _is_name(match["name"]):
        return _Turn(_ms(match.groups()[:5]), match["name"].strip(), match.end(), match.start("name"))
    if match := _ALONE.fullmatch(text):
        return _Turn(_ms(match.groups()[:5]), "", len(text), len(text))
    if (match := _OPENS.match(head)) and not text[match.end() :][:1].islower():
        return _Turn(_ms(match.groups()[:5]), "", match.end(), match.end())
    return None


def _is_name(name: str) -> bool:
    words = name.split()
    capital = name[0].isupper() or name.upper() == name.lower()
    return bool(words) and len(words) <= NAME_WORDS and capital and not ends_sentence(name.rstrip("."))


def _ms(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, mark, rest = groups
    if rest and mark in {":", ";"}:
        return units_ms(hours, minutes, seconds) + min(999, round(int(rest) * 1000 / DEFAULT_FPS))
    return units_ms(hours, minutes, seconds, rest)


def _runs_forward(times: Sequence[int]) -> bool:
    forward = sum(before <= after for before, after in pairwise(times))
    return forward >= FORWARD * (len(times) - 1)
