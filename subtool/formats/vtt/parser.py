"""The WebVTT parser algorithm (§6.1). It never fails after the signature; what is not right is remarked on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from subtool.errors import FormatError, Place
from subtool.formats.settings import cue_settings, region_id
from subtool.formats.timestamps import ARROW, TIMINGS, TooLateError, milliseconds
from subtool.model import Cue, Remark, Role, Sheet, Source, SourceFile, Span
from subtool.text import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = "vtt"
SIGNATURE = re.compile(r"WEBVTT(?=[ \t\n]|\Z)")
PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
HEADED = re.compile(r"(STYLE|REGION)[\t\f\r ]*")
NOTE = re.compile(r"NOTE(?=[ \t\n]|\Z)")
NOTE_ID = re.compile(r"note-(\S+)")
NEWLINE_REFERENCE = re.compile(r"&(?:#0*10;?|#[xX]0*[aA];?|NewLine;)(?![0-9a-fA-F])")
ONE_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?[ \t]++([^<>]*[^<>\s])\s*>")


class VttBlock(NamedTuple):
    """Where the block of a cue starts and ends in the text, and in it the line of its times and its text."""

    start: int
    times: int
    text: int
    end: int


@dataclass(slots=True)
class _Collected:
    """What was collected so far."""

    cues: list[Cue] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    regions: frozenset[str] = frozenset()
    seen_cue: bool = False
    blocks: list[VttBlock] | None = None

    def remark(self, line: int, message: str, code: str = "", at_ms: int = 0) -> None:
        self.remarks.append(Remark(message, Source(line, 1), code, at_ms))


def read(text: str) -> Sheet:
    """The cues of a WebVTT file, in the order of their times.

    Raises:
        FormatError: the file does not begin with WEBVTT, or a time is beyond counting.
    """
    source = text.removeprefix("\ufeff")
    text = source.replace("\0", "\ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not SIGNATURE.match(text):
        raise FormatError(
            "does not begin with WEBVTT", at=Place("", 1), hint="write WEBVTT into its first line"
        )
    sheet = _sheet(text, _Collected())
    return replace(sheet, source_file=SourceFile(FORM, source))


def blocks_of(text: str) -> tuple[Sheet, list[VttBlock]]:
    """What a text says whose lines end in one character, and where the block of each cue stands, in its order."""
    blocks: list[VttBlock] = []
    return _sheet(text.replace("\0", "\ufffd"), _Collected(blocks=blocks)), blocks


def _sheet(text: str, track: _Collected) -> Sheet:
    _collect_blocks(text, track)
    starts = [cue.span.start_ms for cue in track.cues]
    late_ms = next((after for before, after in pairwise(starts) if before > after), None)
    if late_ms is not None:
        message = "the cues are out of order; they are put in the order of their times"
        track.remark(1, message, "out-of-order", late_ms)
        track.cues.sort(key=lambda cue: cue.span.start_ms)
    return Sheet(tuple(track.cues), remarks=tuple(track.remarks), head=tuple(track.head))


def _collect_blocks(text: str, track: _Collected) -> None:
    line, counted = 1, 0
    for match in PARAGRAPH.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        lines = match[0].split("\n")
        index = 0
        if not counted:
            index = _collect_header(lines, track)
        starts = match.start() + index + sum(map(len, lines[:index]))
        while index < len(lines):
            after = _collect_block(lines, index, line, track, starts)
            if track.blocks is not None:
                starts += after - index + sum(map(len, lines[index:after]))
            index = after


def _collect_header(lines: Sequence[str], track: _Collected) -> int:
    """Collect a WebVTT block with the in-header flag: the lines before one with an arrow."""
    end = next((index for index in range(1, len(lines)) if ARROW in lines[index]), len(lines))
    if end > 1 or lines[0] != "WEBVTT":
        track.head.append("\n".join(lines[:end]))
    return end


def _collect_block(lines: Sequence[str], index: int, number: int, track: _Collected, start: int) -> int:
    """Collect a WebVTT block of a paragraph that begins in line `at`; returns the line where the next one begins.

    The times stand in its first or its second line, and any other line with an arrow begins another block.
    """
    timed = next((place for place, line in enumerate(lines[index : index + 2], index) if ARROW in line), None)
    beyond = index + 2 if timed is None else timed + 1
    end = len(lines)
    for line in range(beyond, len(lines)):
        if ARROW in lines[line]:
            end = line
            break
    if timed is None:
        _keep_other(lines[index:end], number + index, track)
    else:
        identifier = lines[index] if timed > index else ""
        cues = len(track.cues)
        _collect_cue(identifier, lines[timed], lines[timed + 1 : end], number + timed, track)
        if track.blocks is not None and len(track.cues) > cues:
            times = start + (len(identifier) + 1 if timed > index else 0)
            size = end - index - 1 + sum(map(len, lines[index:end]))
            track.blocks.append(VttBlock(start, times, times + len(lines[timed]) + 1, start + size))
    return end


def _collect_cue(identifier: str, timings: str, lines: Sequence[str], line: int, track: _Collected) -> None:
    """Collect WebVTT cue timings and settings, and the text."""
    match = TIMINGS.match(timings)
    groups = match.groups() if match else None
    try:
        start_ms = milliseconds(*groups[:4]) if groups else None
        end_ms = milliseconds(*groups[4:]) if groups else None
    except TooLateError:
        raise FormatError(
            "this time is beyond counting", at=Place("", line), hint="write 00:00:01.000 --> 00:00:02.500"
        ) from None
    if match is None or start_ms is None or end_ms is None:
        track.remark(
            line,
            "these are not times, so its text is not shown; write 00:01.000 --> 00:02.500",
            "text-outside-cues",
        )
        return
    track.seen_cue = True
    if end_ms < start_ms:
        track.remark(
            line,
            "the cue ends before it starts, so players never show it; its end is put on its start",
            "ends-before-start",
            start_ms,
        )
        end_ms = start_ms
    rest = timings[match.end() :]
    settings = cue_settings(rest, track.regions) if rest else ""
    track.cues.append(_cue(Span(start_ms, end_ms), identifier, settings, lines, len(track.cues)))


def _cue(span: Span, identifier: str, settings: str, text_lines: Sequence[str], part: int) -> Cue:
    lines, tagged = _text(text_lines)
    role, footnotes = Role.SPEECH, tuple[str, ...]()
    if identifier.startswith("note-") and (note := NOTE_ID.fullmatch(identifier)):
        role, footnotes = Role.NOTE, (note[1],)
    return Cue(
        span,
        lines,
        role,
        voice_of(tagged),
        footnotes,
        identifier=identifier,
        settings=settings,
        markup=tagged,
        part=part,
    )


def _text(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines as they are seen, and with their tags if they have any."""
    if not lines:
        return ("",), ()
    text = "\n".join(lines)
    if "<" not in text and "&" not in text:
        return tuple(lines), ()
    text = NEWLINE_REFERENCE.sub("\n", text)
    if "<" not in text:
        return markup.shown(text.split("\n")), ()
    # the lines of a tag may break: that is a space in it, and no line of text
    tagged = markup.TAG.sub(lambda tag: tag[0].replace("\n", " "), text).split("\n")
    return markup.shown(tagged), tuple(tagged)


def voice_of(tagged: Sequence[str]) -> str | None:
    """Who says all of a cue that is one voice."""
    if not tagged or not tagged[0].startswith("<v") or sum(line.count("<v") for line in tagged) > 1:
        return None
    voice = ONE_VOICE.match(tagged[0])
    return markup.unescaped(voice[1]) if voice else None


def _keep_other(lines: Sequence[str], line: int, track: _Collected) -> None:
    """A style sheet, a region or a note is kept as it is written; anything else is not part of WebVTT."""
    headed = HEADED.fullmatch(lines[0]) if len(lines) > 1 else None
    if headed and not track.seen_cue:
        track.head.append("\n".join(lines))
        if headed[1] == "REGION":
            track.regions |= {region_id("\n".join(lines[1:]))}
    elif headed:
        track.remark(line, f"a {headed[1]} after a cue does not count; it is left out")
    elif NOTE.match(lines[0]):
        track.head.append("\n".join(lines))
    else:
        track.remark(line, "this text has no times and is not shown; it is left out", "text-outside-cues")
