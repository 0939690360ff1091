"""LRC, lyrics with times to 10 ms: `[01:02.34]text`, and `<01:02.34>` before words whose times are known.

A time with nothing after it ends the line before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.formats.plain import SHIELD
from subtool.model import Cue, Word

if TYPE_CHECKING:
    from subtool.model import Sheet, Span

TAG = re.compile(r"\[(\d{1,5}:\d\d(?:[.:,]\d{1,3})?)\]")
WORD = re.compile(r"<(\d{1,5}:\d\d(?:[.:,]\d{1,3})?)>")
TITLE = re.compile(r"\s*\[ti:([^\n]*)\]\s*")
HOURS = re.compile(r"\[(\d\d):(\d\d):(\d\d)\]")
FEWEST_HOURS = 3  # of so many hundredths one is nearly always 60 or more
LAST_LINE_MS = 4000  # how long the last line stands when nothing ends it


def read(text: str) -> Sheet:
    """The lines as cues, each until the next time.

    Raises:
        FormatError: there is no line with a time.
    """
    timed: list[tuple[int, str, int]] = []
    title = ""
    text = _with_fractions(text)
    for number, line in enumerate(plain.lines_of(text), start=1):
        rest, times = line.strip(), []
        while match := TAG.match(rest):
            times.append(_ms(match[1]))
            rest = rest[match.end() :].lstrip()
        timed += [(time, rest, number) for time in times]
        if found := TITLE.fullmatch(line):
            title = found[1].strip()
    timed.sort(key=lambda line: line[0])
    ends = [time for time, *_ in timed[1:]] + [timed[-1][0] + LAST_LINE_MS] if timed else []
    cues = [
        _cue(plain.span(time, end, number), rest)
        for (time, rest, number), end in zip(timed, ends, strict=True)
        if WORD.sub("", rest).strip()
    ]
    return replace(plain.sheet(cues, "line with a time", "[00:01.00]text"), title=title)


def _with_fractions(text: str) -> str:
    """Times as transcripts have them, `[00:07:09]`, as what they are: 7 min 9 s, not 9/100 of a second."""
    times = HOURS.findall(text)
    if (
        len(times) < FEWEST_HOURS
        or "[ti:" in text
        or any(int(part) >= 60 for time in times for part in time[1:])
    ):
        return text
    return HOURS.sub(lambda time: f"[{int(time[1]) * 60 + int(time[2]):02}:{time[3]}]", text)


def write(sheet: Sheet) -> str:
    """Cues in their order, a line each; where the screen is blank afterwards, a time that says so."""
    title = " ".join(sheet.title.split())
    result = [f"[ti:{title}]"] if title else []
    cues = sorted(sheet.cues, key=lambda cue: cue.span)
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        result.append(f"[{_clock(cue.span.start_ms)}]{_text(cue)}")
        if following is None or _hundredths(cue.span.end_ms) < _hundredths(following.span.start_ms):
            result.append(f"[{_clock(cue.span.end_ms)}]")
    return "\n".join(result) + "\n"


def _cue(span: Span, text: str) -> Cue:
    pieces = WORD.split(text)
    words = tuple(
        (_ms(time), word) for time, words in zip(pieces[1::2], pieces[2::2], strict=True)
        if (word := _shown(words).strip())
    )  # fmt: skip
    shown = _shown("".join([pieces[0], *pieces[2::2]])).strip()
    if not words or pieces[0].strip() or [time for time, _ in words] != sorted(time for time, _ in words):
        return Cue(span, (shown,))
    ends = [*(time for time, _ in words[1:]), max(span.end_ms, words[-1][0])]
    timed = (Word(word, plain.span(time, end)) for (time, word), end in zip(words, ends, strict=True))
    return Cue(span, (shown,), words=tuple(timed))


def _text(cue: Cue) -> str:
    text = plain.one_line(cue)
    if cue.words and [word.text for word in cue.words] == text.split():
        return " ".join(f"<{_clock(word.span.start_ms)}>{_held(word.text)}" for word in cue.words)
    return _held(text)


def _held(text: str) -> str:
    opened = WORD.sub(lambda tag: f"<{SHIELD}{tag[0][1:]}", text)
    return re.sub(TAG, lambda tag: f"[{SHIELD}{tag[0][1:]}", opened)


def _shown(text: str) -> str:
    return text.replace(f"[{SHIELD}", "[").replace(f"<{SHIELD}", "<")


def _hundredths(ms: int) -> int:
    return (ms + 5) // 10


def _clock(ms: int) -> str:
    hundredths = _hundredths(ms)
    return f"{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}"


def _ms(time: str) -> int:
    minutes, _, rest = time.partition(":")
    seconds, fraction = re.fullmatch(r"(\d+)(?:[.:,](\d+))?", rest).groups("0")  # type: ignore[union-attr]
    return (int(minutes) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))
