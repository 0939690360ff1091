"""Who speaks in which line of a cue, as far as its lines show it.

A dash may open the line of a speaker, a sentence that goes on after an interruption, or a number below zero; brackets
hold a sound or a thought. So no mark counts alone: two lines that open alike are evidence for each other, and a single
one needs the end of a sentence before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from subtool.text.punctuation import CLOSERS, OPENERS, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.model import Cue

SPACE = r"[^\S\n]"
DASHES = "-‐‑‒–—―−－"
OPENING = re.escape(OPENERS + "…")
_OPENING_DASH = re.compile(rf"(?<!{SPACE}){SPACE}*+([{DASHES}])(?![{DASHES}])({SPACE}?)(?=\S)")
_SUNG = re.compile(rf"[♪♫:：][{re.escape(CLOSERS)}]*\Z")
_AFTER_DASH = re.compile(rf"[{OPENING}.]*(.?)")
# A second speaker in the middle of a line: a dash after the end of a sentence, or one that leans on the next word in a
# line that opens with a dash itself.
_AFTER_SENTENCE = re.compile(
    rf"(?<=[.?!…\"”»])({SPACE}+)(?:-{SPACE}?|[‐‑–—])(?=[{OPENING}]*[^\W\d_])"
    rf"|(?<=[。？！」』）])({SPACE}*)[{DASHES}](?![{DASHES}]){SPACE}?(?=\S)"
)
_LEANING_DASH = re.compile(
    rf"(?<=\S)({SPACE}+)[-‐‑－](?=[{OPENING}]*[^\W\d_])|(?<=[.?!…\"”»])({SPACE}+)[‒–—]{SPACE}(?=[{OPENING}]*[^\W\d_])"
)
_LABEL = re.compile(r"([^\W\d_][^:：\n]{0,24})[:：](?=\s|\Z|[^\x00-\u02ff])")
MOST_LABEL_WORDS = 3  # of a name before a colon: given name, surname and one more; chosen by eye
_BRACKETED = re.compile(
    r"(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|（[^（）]*）|［[^［］]*］|【[^【】]*】|〔[^〔〕]*〕|\*[^*]+\*)[.:]?\Z"
)
_QUOTED = re.compile(r"(?:「[^「」]*」|『[^『』]*』|“[^“”]*”|«[^«»]*»|„[^„“”]*[“”]|\"[^\"]*\")[.。]?\Z")
_SONG = re.compile(r"[♪♫♬♩]|#\s|\S.*(?:[♪♫♬♩]|\s#)\Z")
_VOICE = re.compile(r"<v(?:\.[^ >]*)? ([^>]*)>|<c\.([^>]*)>|<font color=\"?([^\" >]*)")


@dataclass(frozen=True, slots=True)
class Opening:
    """The dash that opens a line: `start` and `end` in the lines joined by newlines."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speakers:
    """What the lines of a cue show of its speakers.

    `dashes` open the lines of speakers, `seconds` are the places in the middle of a line where another speaker
    begins, and `keeps_lines` says that no two of its lines may be joined or broken elsewhere.
    """

    dashes: tuple[Opening, ...] = ()
    seconds: tuple[tuple[int, int], ...] = ()
    keeps_lines: bool = False


NOBODY = Speakers()


def speakers(cue: Cue) -> Speakers:
    """What a cue shows of its speakers."""
    text = "\n".join(cue.lines)
    if len(cue.lines) < 2 and not any(dash in text for dash in DASHES):
        return NOBODY
    return _speakers(cue.lines, cue.markup)


@lru_cache(maxsize=1 << 15)  # each rule asks for every cue of a film
def _speakers(lines: tuple[str, ...], tagged: tuple[str, ...]) -> Speakers:
    openings = tuple(_openings(lines))
    dashes = _evident(lines, openings)
    seconds = tuple(_seconds(lines, dashes))
    apart = len(dashes) > 1 or any(dash.line for dash in dashes)
    return Speakers(dashes, seconds, len(lines) > 1 and (apart or _keeps_lines(lines, tagged)))


def _openings(lines: Sequence[str]) -> Iterator[Opening]:
    start = 0
    for number, line in enumerate(lines):
        if match := _OPENING_DASH.match(line):
            yield Opening(number, start + match.start(1), start + match.end(), match[1] + match[2])
        start += len(line) + 1


def _evident(lines: Sequence[str], openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
    """The dashes that open the line of a speaker."""
    if len(openings) > 1:
        numbers = all(_first(lines, opening).isdigit() for opening in openings)
        return () if numbers and not ends_speech(lines[openings[0].line]) else openings
    for opening in openings:
        first = _first(lines, opening)
        if not opening.line:
            return openings if (first.isalpha() and not first.islower()) or first in "♪♫" else ()
        if ends_speech(lines[opening.line - 1]):
            return openings
        # A line without the end of a sentence: in writing without capitals only a hyphen tells.
        uncased = first.isalpha() and first.lower() == first.upper()
        return openings if uncased and opening.text[0] in "-－" else ()
    return ()


def _first(lines: Sequence[str], opening: Opening) -> str:
    """The first letter or digit after a dash."""
    line = lines[opening.line]
    match = _OPENING_DASH.match(line)
    after = _AFTER_DASH.match(line, match.end()) if match else None
    return after[1] if after else ""


def ends_speech(line: str) -> bool:
    """Whether a line ends with the end of a sentence, of a song or of a quotation."""
    return ends_sentence(line) or _SUNG.search(line.rstrip()) is not None


def _seconds(lines: Sequence[str], dashes: tuple[Opening, ...]) -> Iterator[tuple[int, int]]:
    start = 0
    for line in lines:
        begun = _OPENING_DASH.match(line)
        position = begun.end() if begun else 0
        found = [
            match
            for match in _AFTER_SENTENCE.finditer(line, position)
            if not _next_letter(line, match.end()).islower()
        ]
        if not found and begun and dashes:
            found = [
                match
                for match in _LEANING_DASH.finditer(line, position)
                if not _next_letter(line, match.end()).islower()
            ]
        for match in found:
            yield start + match.start(), start + match.end()
        start += len(line) + 1


def _next_letter(line: str, position: int) -> str:
    return next((char for char in line[position : position + 8] if char.isalnum()), "")


def _keeps_lines(lines: Sequence[str], tagged: Sequence[str]) -> bool:
    said = [_OPENING_DASH.sub("", line, count=1).strip() for line in lines]
    if any(is_label(line) for line in said) or any(begins_with_label(line) for line in said[1:]):
        return True
    if any(is_sound(line) or is_song(line) for line in said) or all(map(_QUOTED.match, said)):
        return True
    shouted = [_is_caps(line) for line in said]
    return (any(shouted) and not all(shouted)) or _voices(tagged) > 1


def is_sound(line: str) -> bool:
    """Whether a line holds nothing but what is in brackets or between asterisks: a sound, or how something is said."""
    return _BRACKETED.match(line) is not None


def is_song(line: str) -> bool:
    """Whether a line is sung."""
    return _SONG.match(line) is not None


def is_label(line: str) -> bool:
    """Whether a line names a speaker, and no more: `JAMES:`."""
    return line[-1:] in (":", "：") and begins_with_label(line)


def begins_with_label(line: str) -> bool:
    """Whether a line begins with the name of a speaker and a colon."""
    match = _LABEL.match(line)
    if not match:
        return False
    words = match[1].split()
    return len(words) <= MOST_LABEL_WORDS and all(word[:1].isupper() or not _is_cased(word) for word in words)


def is_title(text: str) -> bool:
    """Whether a text is in capitals throughout, as titles of the picture are."""
    return _is_caps(text.replace("\n", " "))


def _is_caps(line: str) -> bool:
    """Capitals without the end of a sentence: a sound at the BBC (HE SIGHS), a title of the picture elsewhere."""
    return line.isupper() and sum(map(str.isalpha, line)) > 1 and not ends_sentence(line)


def _is_cased(word: str) -> bool:
    return word.lower() != word.upper()


def _voices(tagged: Sequence[str]) -> int:
    """How many voices or colours the lines have, where each says its own."""
    names = [match.group(0) for line in tagged if (match := _VOICE.match(line.lstrip()))]
    return len(set(names)) if len(names) == len(tagged) else 0
