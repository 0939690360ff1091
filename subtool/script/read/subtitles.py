"""Subtitle files as scripts: the text of their cues put together into sentences, to be split again.

A place's line is the number of the cue. The in-time of a cue is kept with the sentence that begins in it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import zip_longest
from typing import TYPE_CHECKING

from subtool.model import AsideKind, Role, Source
from subtool.script.manuscript import FootnoteEntry, Manuscript
from subtool.script.source_lines import EDGE, Declared, SourceLine, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from subtool.model import Cue, Sheet

HEAD_BYTES = 8192  # that tell the kind
BREAK_MS = 2000  # a silence so long after the end of a sentence parts paragraphs

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# What the formats begin with, by the suffix that names each.
_LOOKS = {
    ".vtt": re.compile(r"WEBVTT(?:[ \t\r\n]|\Z)"),
    ".srt": re.compile(r"\s*+(?:\d+[ \t]*+\r?\n)?\s*+-?\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*-->"),
    ".ass": re.compile(r"\s*\[Script Info\]", re.IGNORECASE),
    ".cues.json": re.compile(r'\s*\{\s*"subtool"\s*:'),
    ".ttml": re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:\w+:)?tt[\s>]", re.DOTALL),
    ".scc": re.compile(r"Scenarist_SCC V1\.0"),
    ".sbv": re.compile(r"\s*\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}\s*\n"),
    ".sub": re.compile(r"\s*\{\d+\}\{\d+\}"),
    ".smi": re.compile(r"\s*<SAMI\b", re.IGNORECASE),
    ".srv3": re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:timedtext|transcript)\b"),
    ".json3": re.compile(r'\s*\{\s*"(?:wireMagic|events|pens)"\s*:'),
    ".subviewer.sub": re.compile(r"\s*\[INFORMATION\]", re.IGNORECASE),
    ".spruce.stl": re.compile(
        r"(?:\s{0,9}(?://|\$)[^\n]{0,300}\n){0,60}\s{0,9}(?:\d\d[:;.]){3}\d\d\s{0,3},\s{0,3}(?:\d\d[:;.]){3}\d\d\s{0,3},"
    ),
    ".lrc": re.compile(
        r"\s*(?:\[[a-z]{2,6}:[^\]\n]{0,200}\]\s*+){0,10}\[\d\d:\d\d\.\d\d\d?\][^\n]*\n\s*\[\d\d:\d\d\.\d\d"
    ),
}  # fmt: skip
_STL = re.compile(rb"\d{3}STL\d\d\.01")
_SUFFIXES = (*_LOOKS, ".ssa", ".dfxp", ".itt", ".xml", ".stl", ".sami", ".srv1", ".srv2", ".ytt", ".fcpxml")
_TAG = re.compile(
    r"</?(?:i|b|u|s|font|c|v|lang|ruby|rt)(?:[ .][^<>]{0,200})?>|\{\\[^{}]{0,200}\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,80})?[ \t]([^<>]{1,200})>")
_SOUND = re.compile(r"\[(?![0-9^ ,–-]{1,12}\])[^\[\]]{1,200}\]|[♪♫#].*[♪♫#]|[♪♫].*")
_DASH = re.compile(r"[-–—]\s*(?=\S)")
_CAPTION = re.compile(r"(?P<number>\S{1,8}?)[.)\]]?\s+(?P<text>\S.*)", re.DOTALL)


def suffix_of(data: bytes, name: str) -> str | None:
    """The suffix of the subtitle format that a file is in, by what is in it before its name; None for a script."""
    if _STL.match(data[:11]):
        return ".stl"
    encoding = _MARKS.get(data[:2], "utf-8")
    head = data[:HEAD_BYTES].decode(encoding, "replace").lstrip("\ufeff")
    looked = next((suffix for suffix, looks in _LOOKS.items() if looks.match(head)), None)
    return looked or next((suffix for suffix in _SUFFIXES if name.lower().endswith(suffix)), None)


def manuscript(sheet: Sheet, kind: str) -> Manuscript:
    """The cues of a sheet as a manuscript; footnote captions become the entries they show."""
    lines: list[SourceLine] = []
    entries = {note.number: FootnoteEntry(note.number, note.text, Source(1, 1)) for note in sheet.footnotes}
    spoken = [(position, cue) for position, cue in enumerate(sheet.cues, start=1) if cue.role is Role.SPEECH]
    following = [cue for _, cue in spoken[1:]]
    for position, cue in enumerate(sheet.cues, start=1):
        if cue.role is Role.NOTE:
            found = _CAPTION.fullmatch(cue.text)
            number, text = (found["number"], found["text"]) if found else ("", cue.text)
            number = cue.footnotes[0] if cue.footnotes else number
            entries.setdefault(number, FootnoteEntry(number, text, Source(position, 1)))
        elif cue.role is Role.TITLE:
            text = " ".join(_plain(line) for line in cue.lines)
            lines += [
                SourceLine(position, 1, text, Declared(AsideKind.ON_SCREEN), at_ms=cue.span.start_ms),
                SourceLine(position, 2, ""),
            ]
    for (position, cue), after in zip_longest(spoken, following):
        lines += _source_lines(position, cue, after)
    lines.sort(key=lambda source_line: source_line.source)
    return Manuscript(tuple(lines), tuple(entries.values()), title=sheet.title, kind=kind, counted="cue")


def _source_lines(number: int, cue: Cue, following: Cue | None) -> Iterator[SourceLine]:
    """The lines of a cue; empty ones where a paragraph ends."""
    voices = _voices(cue)
    column = 1
    at_ms: int | None = cue.span.start_ms
    for (text, cited), voice in zip(_cited(cue, following), voices, strict=True):
        line = SourceLine(number, column, text, Declared(speaker=voice), cited, at_ms=at_ms).part(0)
        column += len(text) + 1
        dash = _DASH.match(line.text)
        if dash:
            yield SourceLine(number, line.column, "")
            line = replace(line.part(dash.end()), at_ms=line.at_ms)
        if _SOUND.fullmatch(line.text):
            line = replace(line, declared=Declared(AsideKind.PICTURE), at_ms=None)
        if line.text or line.cited:
            yield line
            at_ms = None
    if following is None or _voices(following)[0] != voices[-1] or _parts(cue, following):
        yield SourceLine(number, column, "")


def _voices(cue: Cue) -> list[str | None]:
    """Who speaks each line: the speaker of the cue, or what its tags say, which holds until the next."""
    if cue.speaker or not cue.markup:
        return [cue.speaker] * len(cue.lines)
    voices: list[str | None] = []
    speaker = None
    for line in cue.markup:
        if named := _VOICE.findall(line):
            speaker = unescape(named[0]).strip()
        voices.append(speaker)
    return voices


def _parts(cue: Cue, following: Cue) -> bool:
    pause_ms = following.span.start_ms - cue.span.end_ms
    return pause_ms >= BREAK_MS and ends_sentence(_plain(cue.lines[-1]))


def _cited(cue: Cue, following: Cue | None) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    """The lines as text, each with the footnotes that the sheet hangs on its words, or else after the cue."""
    lines = [_plain(line) for line in cue.lines]
    ends = set(cue.footnotes) - set(following.footnotes if following else ())
    hung: list[list[tuple[int, str]]] = [[] for _ in lines]
    index, start = 0, 0
    for word in cue.words:
        found = lines[index].find(word.text, start)
        while found < 0 and index + 1 < len(lines):
            index, start = index + 1, 0
            found = lines[index].find(word.text)
        if found < 0:
            break
        start = found + len(word.text)
        hung[index] += [(start, mark) for mark in word.footnotes]
    if not any(word.footnotes for word in cue.words) and not cue.words:
        hung[-1] += [(len(lines[-1]), mark) for mark in cue.footnotes if mark in ends]
    return [(line, tuple(marks)) for line, marks in zip(lines, hung, strict=True)]


def _plain(line: str) -> str:
    return _TAG.sub("", line).strip(EDGE)
