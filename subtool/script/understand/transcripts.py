"""Who speaks and when, in the layouts of transcripts: `Anna [00:03]:`, `Anna  0:03`, `00:07 Anna`, `0:03` alone.

A line of two figures alone may be a time of day; it is a time code where such lines open the turns of the script and
run forward. What is found becomes the line's own time, and its label one that the rest of the reader knows.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from subtool.model import DEFAULT_FPS, AsideKind
from subtool.script.source_lines import Declared, SourceLine
from subtool.script.understand.surroundings import Surroundings
from subtool.text.punctuation import ends_sentence
from subtool.timecode import units_ms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from subtool.script.understand.conventions import Conventions

FEWEST_TURNS = 2  # one time at the head of a paragraph makes no transcript
NAME_WORDS = 5  # of a name with its title; chosen by eye
NAMED_WORDS = 3  # of a name that no colon parts from what is said, at most
INITIAL = 3  # letters with the full stop of a word at the end of a name, as in "Jr." and "B."
PANEL_LINES = 4  # a list of a few times of day is shorter
FORWARD = 0.8  # of the times run forward in a transcript; times of day and scores do not

_TIME = r"(?:(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:([.,;:])(\d{1,3}))?)"
# In brackets: [0h03m11s], (3'11"), (00.03.11)
_OTHER_TIME = re.compile(
    r"(?<=[\[(])(?:(?:(?P<h>\d{1,2})\s?h\s?)?(?P<m>\d{1,2})\s?m(?:in)?\s?(?P<s>\d{1,2})\s?s(?:ec)?"
    r"|(?P<m2>\d{1,3})\s?['’′]\s?(?P<s2>\d{1,2})(?:\s?(?:[\"”″]|''|’’))?|(?P<h3>\d{1,2})\.(?P<m3>[0-5]\d)\.(?P<s3>[0-5]\d))(?=[\])])"
    r"|#(?P<h4>\d{1,2}):(?P<m4>\d{2}):(?P<s4>\d{2})-\d{1,3}#"  # of transcription programs: #00:00:03-1#
)
_RANGE = rf"{_TIME}(?:\s?(?:-->|-|–|—|to)\s?(?:\d{{1,2}}:)?\d{{1,2}}:\d\d(?:[.,;:]\d{{1,3}})?)?"
_NAME = r"[^\W\d_][^:：\[\](){}<>|\t\n\d,;!?]{0,40}?(?:[\s_#-]\d{1,3})?"
_ROLE = r"(?:\s[(（][^\W\d_][^()（）\d]{1,30}[)）])?"  # Anna Berg (host)
_BEFORE = re.compile(  # Anna [00:03]: / Anna (00:03) / Anna  0:03 / Anna | 0:03 / Anna: 00:00:19
    rf"<?(?P<name>{_NAME})>?{_ROLE}(?P<colon>\s?[:：])?(?:\s{{1,4}}|\t|\s?[|,·•–—@-]\s?|(?=[\[(（【<]))[\[(（【<]?{_RANGE}[\])）】>]?\s{{0,2}}(?P<end>(?:[:：]|[|–—-](?=\s))?)(?:(?<=：)|\s|\Z)"
)
_AFTER = re.compile(  # 00:07 Anna / [00:00:07] Anna: / 0:07 - Anna
    rf"[\[(（【<]?{_RANGE}[\])）】>]?\s?[|,·•:–—-]?\s{{0,4}}(?P<name>{_NAME})\s?(?P<colon>[:：\t|]|\Z)"
)
_INSIDE_NAMED = re.compile(rf"[\[(（](?P<name>{_NAME})[,;]\s?{_RANGE}[\])）]\s?:?\s{{0,2}}")  # (Anna, 0:03)
_ALONE = re.compile(rf"[\[(（【<]?{_RANGE}[\])）】>]?(?:\s\d{{1,3}}\s(?:seconds?|minutes?)\b.{{0,30}})?")
_OPENS = re.compile(rf"{_RANGE}\s{{1,4}}(?=\S)")
_BRACKETED = re.compile(rf"[\[(（【<]{_RANGE}[\])）】>]\s{{1,4}}")
_INSIDE = re.compile(rf"\s?[\[(]{_RANGE}[\])](?=\s|\Z|[.,;:!?])")
_CHEVRONS = re.compile(r">{2,3}\s?(?=\S)")
_SPOKEN_TIME = re.compile(r"\d{1,2}\s(?:seconds?|minutes?)(?:,\s\d{1,2}\sseconds?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A line that opens a turn: when, who, and what of the line is left to say."""

    at_ms: int
    name: str
    rest: int  # where it begins in the line's text
    bare: int = 0  # and where it would without a name


def cut_chevrons(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without the `>>` that live captions have where the speaker changes; each turn is a paragraph."""
    opening = [index for index, line in enumerate(lines) if not line.declared and _CHEVRONS.match(line.text)]
    if len(opening) < FEWEST_TURNS:
        return list(lines)
    cut: list[SourceLine] = []
    for line in lines:
        found = None if line.declared else _CHEVRONS.match(line.text)
        cut += [SourceLine(line.number, line.column, ""), line.part(found.end())] if found else [line]
    return cut


def cut_turns(lines: Sequence[SourceLine], known: Conventions) -> list[SourceLine]:
    """The lines of a transcript, who speaks and when apart from what is said; those of other texts unchanged."""
    if not any(any(map(str.isdigit, line.text)) for line in lines):
        return list(lines)
    lines = _with_plain_times(lines)
    panel = _is_panel(lines)
    turns = {index: turn for index, line in enumerate(lines) if (turn := _turn_of(line, panel=panel))}
    if not any(turn.name for turn in turns.values()):
        turns = _bracketed(lines) or turns
    if len(turns) < FEWEST_TURNS or not _runs_forward([turn.at_ms for turn in turns.values()]):
        return list(lines)
    turns, apart = _with_names_apart(_with_names(turns, known), lines)
    reader = _Reader(turns)
    start, end = min(turns), _end(lines, known)
    head = _head(lines[:start]) if any(turn.name for turn in turns.values()) else lines[:start]
    for index, line in enumerate([*head, *lines[start:end]]):
        if index not in apart:
            reader.add(index, line)
    return [*reader.lines, *lines[end:]]


def _head(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines above the first turn: below the title nobody says what ends no sentence, as keywords and names do."""
    first = next((index for index, line in enumerate(lines) if line.text), len(lines))
    return [
        replace(line, declared=Declared(AsideKind.NOTE))
        if index > first and line.text and not line.declared and not ends_sentence(line.text)
        else line
        for index, line in enumerate(lines)
    ]


def _bracketed(lines: Sequence[SourceLine]) -> dict[int, _Turn]:
    """The turns of a layout without colons, a name that comes again after each time: `[0:03] Anna Berg We …`."""
    times = {
        index: match
        for index, line in enumerate(lines)
        if not line.declared and (match := _BRACKETED.match(line.text[:120]))
    }
    openings = {index: _names_at(lines[index].text[match.end() :]) for index, match in times.items()}
    again = Counter(name for names in openings.values() for name in names)
    named = {
        index: max(names, key=lambda name: (again[name], len(name)))
        for index, names in openings.items()
        if any(again[name] >= FEWEST_TURNS for name in names)
    }
    if len(named) < max(FEWEST_TURNS + 1, FORWARD * len(times)):
        return {}
    return {
        index: _Turn(
            _ms(match.groups()[:5]),
            named.get(index, ""),
            match.end() + len(named.get(index, "")),
            match.end(),
        )
        for index, match in times.items()
    }


def _names_at(text: str) -> list[str]:
    """What may be a name at the start of a text: two or three words with capitals before another capital."""
    words = text.split(maxsplit=NAMED_WORDS + 1)
    return [
        " ".join(words[:count])
        for count in range(2, NAMED_WORDS + 1)
        if len(words) > count
        and all(word[0].isupper() and word.isalpha() for word in words[:count])
        and words[count][0].isupper()
        and text.startswith(" ".join(words[:count]))
    ]


def _with_plain_times(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with times such as `[0h03m11s]` written as `[0:03:11]`, where at least two lines have them."""
    found = [index for index, line in enumerate(lines) if not line.declared and _OTHER_TIME.search(line.text)]
    if len(found) < FEWEST_TURNS:
        return list(lines)
    return [
        replace(line, text=_OTHER_TIME.sub(_written_plainly, line.text)) if not line.declared else line
        for line in lines
    ]


def _written_plainly(found: re.Match[str]) -> str:
    hours = found["h"] or found["h3"] or found["h4"] or "0"
    minutes = found["m"] or found["m2"] or found["m3"] or found["m4"]
    seconds = found["s"] or found["s2"] or found["s3"] or found["s4"]
    time = f"{int(hours)}:{int(minutes):02}:{int(seconds):02}"
    return f"[{time}]" if found["m4"] else time


def _end(lines: Sequence[SourceLine], known: Conventions) -> int:
    """Where what is said ends: who transcribed it, and other lines of a tail, are said by nobody."""
    around = Surroundings(known)
    end = len(lines)
    while end and (not lines[end - 1].text or around.tail_reason(lines[end - 1].text)):
        end -= 1
    return end


def _with_names_apart(
    turns: dict[int, _Turn], lines: Sequence[SourceLine]
) -> tuple[dict[int, _Turn], set[int]]:
    """The turns of a layout that has the name in the line above each time, or below it; and those lines."""
    alone = [index for index, turn in turns.items() if not turn.name and turn.rest >= len(lines[index].text)]
    named = [
        index
        for index in alone
        if index
        and index - 1 not in turns
        and (name := lines[index - 1].text)
        and len(name.split()) <= NAME_WORDS
        and _is_title(name)
        and not ends_sentence(name)
        and (index < 2 or not lines[index - 2].text or ends_sentence(lines[index - 2].text))
    ]
    if len(named) < FEWEST_TURNS or len(named) * 3 < len(alone) * 2:
        return _with_names_below(turns, alone, lines)
    names = {index: replace(turns[index], name=lines[index - 1].text.rstrip(" :：")) for index in named}
    return {**turns, **names}, {index - 1 for index in named}


def _with_names_below(
    turns: dict[int, _Turn], alone: Sequence[int], lines: Sequence[SourceLine]
) -> tuple[dict[int, _Turn], set[int]]:
    """Turns whose names stand below the times, where one of the names comes again over what is said."""
    named = {
        index: lines[index + 1].text.rstrip(" :：")
        for index in alone
        if index + 2 < len(lines)
        and (name := lines[index + 1].text)
        and lines[index + 2].text
        and len(name.split()) <= NAME_WORDS
        and _is_name(name)
        and _is_title(name)
    }
    if len(named) < FEWEST_TURNS or len(named) * 3 < len(alone) * 2 or len(set(named.values())) == len(named):
        return turns, set()
    return {**turns, **{index: replace(turns[index], name=name) for index, name in named.items()}}, {
        index + 1 for index in named
    }


class _Reader:
    """Goes through the lines and keeps who speaks, and a time whose words are still to come."""

    def __init__(self, turns: Mapping[int, _Turn]) -> None:
        self._turns = turns
        self._named = {turn.name for turn in turns.values() if turn.name}
        self._speaker: str | None = None
        self._at_ms: int | None = None
        self.lines: list[SourceLine] = []

    def add(self, index: int, line: SourceLine) -> None:
        turn = self._turns.get(index)
        if turn:
            self._open(turn, line)
        elif line.declared or not line.text:
            self.lines.append(line)
        elif self._at_ms is None or not self._is_of_the_turn(line.text):
            self._say(line)

    def _is_of_the_turn(self, text: str) -> bool:
        """Whether a line under a time is its speaker's name, or says the time in words, as YouTube's panel does."""
        alone = text.rstrip(" :：")
        if alone in self._named:
            self._speaker = alone
        return alone in self._named or _SPOKEN_TIME.fullmatch(text) is not None

    def _open(self, turn: _Turn, line: SourceLine) -> None:
        last = self.lines[-1] if self.lines else line
        if last.text and (turn.name or (not last.declared and ends_sentence(last.text))):
            self.lines.append(SourceLine(line.number, line.column, ""))
        self._speaker = turn.name or self._speaker
        self._at_ms = turn.at_ms
        rest = line.part(turn.rest)
        if rest.text:
            self._say(rest)

    def _say(self, line: SourceLine) -> None:
        says = Declared(speaker=self._speaker) if self._speaker else None
        begins = line.at_ms if self._at_ms is None else self._at_ms
        self.lines.append(replace(_without_times(line), declared=says, at_ms=begins))
        self._at_ms = None


def _with_names(turns: Mapping[int, _Turn], known: Conventions) -> dict[int, _Turn]:
    """The turns, a name only where names are usual or come again; other labels are left for later."""
    times = Counter(turn.name for turn in turns.values() if turn.name)
    usual = sum(times.values()) * 2 >= len(turns)
    labels = (
        known.labels["narrator"] | known.labels["picture"] | known.labels["on_screen"] | known.labels["note"]
    )
    return {
        index: turn
        if turn.name.casefold() not in labels and (usual or times[turn.name] >= FEWEST_TURNS)
        else replace(turn, name="", rest=turn.bare)
        for index, turn in turns.items()
    }


def _without_times(line: SourceLine) -> SourceLine:
    """The line with times in brackets inside it made spaces, each character in its place."""
    if not _INSIDE.search(line.text):
        return line
    text = _INSIDE.sub(lambda match: " " * len(match.group()) if match.start() else match.group(), line.text)
    return replace(line, text=text.rstrip())


def _is_panel(lines: Sequence[SourceLine]) -> bool:
    """Whether nearly every line opens with a time, as in a panel of automatic captions: then it may go on small."""
    written = [line.text for line in lines if line.text and not line.declared]
    return len(written) >= PANEL_LINES and sum(bool(_OPENS.match(text)) for text in written) >= FORWARD * len(
        written
    )


def _turn_of(line: SourceLine, *, panel: bool) -> _Turn | None:
    """The turn that a line opens; a heading does where it is no more than a name and a time."""
    if line.declared and line.declared.aside is not AsideKind.HEADING:
        return None
    turn = _turn(line.text, panel=panel)
    return turn if turn and (not line.declared or (turn.name and turn.rest >= len(line.text))) else None


def _turn(text: str, *, panel: bool = False) -> _Turn | None:
    if ":" not in text[:80]:
        return None
    head = text[:120]
    if (match := _BEFORE.match(head)) and _is_name(match["name"]):
        apart = bool(match["colon"] or match["end"]) or match.end() >= len(text)
        if apart or text[match.end("name") :].lstrip(" >")[:1] in "[(（【<":
            return _Turn(_ms(match.groups()[2:7]), match["name"].strip(), match.end(), 0)
    if (
        (match := _AFTER.match(head))
        and _is_name(match["name"])
        and (match["colon"] or _is_title(match["name"]))
    ):
        return _Turn(_ms(match.groups()[:5]), match["name"].strip(), match.end(), match.start("name"))
    if (match := _INSIDE_NAMED.match(head)) and _is_name(match["name"]):
        return _Turn(_ms(match.groups()[1:6]), match["name"].strip(), match.end(), 0)
    return _unnamed(text, panel=panel)


def _unnamed(text: str, *, panel: bool) -> _Turn | None:
    """A time alone in its line, or one that opens it."""
    head = text[:120]
    if match := _ALONE.fullmatch(text):
        return _Turn(_ms(match.groups()[:5]), "", len(text), len(text))
    if (match := _OPENS.match(head)) and (panel or not text[match.end() :][:1].islower()):
        return _Turn(_ms(match.groups()[:5]), "", match.end(), match.end())
    return None


def _is_name(name: str) -> bool:
    words = name.split()
    capital = name[0].isupper() or name.upper() == name.lower()
    return bool(words) and len(words) <= NAME_WORDS and capital and not ends_sentence(name.rstrip("."))


def _is_title(name: str) -> bool:
    """Whether a name stands without a colon: each word with its capital, no full stop that ends a sentence."""
    words = name.split()
    uncased = name.upper() == name.lower()
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return (uncased or capitals * 2 > len(words)) and not (
        len(words) > 1 and len(words[-1]) > INITIAL and ends_sentence(name)
    )


def _ms(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, mark, rest = groups
    if rest and mark in {":", ";"}:
        return units_ms(hours, minutes, seconds) + min(999, round(int(rest) * 1000 / DEFAULT_FPS))
    return units_ms(hours, minutes, seconds, rest)


def _runs_forward(times: Sequence[int]) -> bool:
    forward = sum(before <= after for before, after in pairwise(times))
    return forward >= FORWARD * (len(times) - 1)
