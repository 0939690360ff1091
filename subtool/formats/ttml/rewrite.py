"""A TTML document written again with its cues as they are now: only times and texts that changed are touched.

What it cannot be sure of (a paragraph timed by its spans or shown in several cues, a colour that changed) is left to
the writer, which makes a new document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import runs
from subtool.formats.rewrite import FilePart, patched, rewritten, says
from subtool.formats.ttml.clock import TtmlClock
from subtool.formats.ttml.document import XML, parsed
from subtool.formats.ttml.reader import Ttml, understood
from subtool.formats.ttml.timing import TIMED
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from subtool.formats.ttml.document import Element
    from subtool.model import Cue, Sheet, SourceFile, Span

GRID_MS = 42  # a frame at 24 a second: as near as times in frames can be said
_PIECE = re.compile(
    r"<(?:[^\s<>/:]+:)?br\b[^<>]*?(?:/>|>\s*</[^<>]*br\s*>)|<[^<>]*>|&#?\w+;|\s+|[^<&\s]+|[<&]"
)
_BREAK = re.compile(r"<(?:[^\s<>/:]+:)?br\b")
_FRAMES = re.compile(r"\d{2,}:\d\d:\d\d[:;]\d\d\Z")
_CLOCK = re.compile(r"\d{2,}:\d\d:\d\d(?:\.(?P<digits>\d+))?\Z")
_OFFSET = re.compile(r"\d+(?:\.\d+)?(?P<unit>ms|[hmsft])\Z")


class CannotKeepError(Exception):
    """A change that the paragraph as it stands cannot take up."""


@dataclass(frozen=True, slots=True)
class TtmlFile:
    """A document with its paragraphs; see `subtool.formats.rewrite`."""

    content: bytes
    made: Ttml
    clock: TtmlClock
    parts: tuple[FilePart, ...]
    paragraphs: dict[int, Element]  # by where each starts

    @property
    def cues(self) -> Sequence[Cue]:
        return self.made.cues

    def changed(self, part: FilePart, now: Mapping[int, Cue]) -> bytes:
        if len(part.cues) != 1 or part.cues[0] not in now:
            raise CannotKeepError
        was, cue = self.cues[part.cues[0]], now[part.cues[0]]
        if _look(was) != _look(cue) or (was.words and cue != was):
            raise CannotKeepError
        if was.lines == cue.lines and was.markup != cue.markup:
            raise CannotKeepError
        return self._written_as(part, was, cue, lambda tag: tag)

    def _written_as(self, part: FilePart, was: Cue, cue: Cue, tagged: Callable[[str], str]) -> bytes:
        """The paragraph of a cue with the times and words of another."""
        element = self.paragraphs[part.start]
        tag = tagged(self.content[element.start : element.start_end].decode())
        inside = self.content[element.start_end : element.inside_end].decode()
        if was.span != cue.span:
            tag = self._timed(tag, was.span, cue.span)
        if was.lines != cue.lines:
            inside = _worded(_plain(inside) if runs.is_said_plain(cue) else inside, tag, cue.lines)
        return f"{tag}{inside}{self.content[element.inside_end : part.end].decode()}".encode()

    def later(self, by_ms: int) -> bytes:
        """The document with all of its times later by so much: those that count from its start are changed.

        Raises:
            CannotKeepError: what is in it is shown in turn, or a time cannot be written.
        """
        pieces, end = list[bytes](), 0
        for element in sorted(_from_start(self.made.root, deep=self.made.timeline.from_start), key=_start):
            tag = self.content[element.start : element.start_end].decode()
            pieces += [self.content[end : element.start], self._later(tag, by_ms).encode()]
            end = element.start_end
        return b"".join((*pieces, self.content[end:]))

    def later_as_a_whole(self, by_ms: int) -> bytes:
        """The document with all of it later by so much, by the times of its body.

        Raises:
            CannotKeepError: it would begin before its start.
        """
        body = next(element for element in self.made.root.children if element.name == "body")
        tag = self.content[body.start : body.start_end].decode()
        if _attribute(tag, "begin") is None:
            prefix, rest = tag.split(body.name, 1)
            tag = f'{prefix}{body.name} begin="00:00:00.000"{rest}'
        return self.content[: body.start] + self._later(tag, by_ms).encode() + self.content[body.start_end :]

    def _later(self, tag: str, by_ms: int) -> str:
        """A start tag whose times are later by so much."""
        for name in ("begin", "end"):
            text = _attribute(tag, name)
            if text is not None:
                said = self.clock.time(text)
                if said is None:
                    raise CannotKeepError
                tag = _with(tag, name, self._written(text, round(said.seconds * 1000) + by_ms))
        return tag

    def moved(self, part: FilePart, span: Span) -> bytes:
        raise CannotKeepError(part, span)

    def added(self, cue: Cue, before: Cue | None) -> bytes:
        """A paragraph like that of the cue before it, under no name of its own."""
        part = next((candidate for candidate in self.parts if before and before.part in candidate.cues), None)
        if before is None or part is None or len(part.cues) != 1:
            raise CannotKeepError
        was = self.cues[part.cues[0]]
        if _look(was) != _look(cue) or was.words:
            raise CannotKeepError
        return self._written_as(part, was, cue, lambda tag: _form("xml:id").sub("", tag))

    def _timed(self, tag: str, was: Span, now: Span) -> str:
        """The start tag with other times, written as they were."""
        begin, end, lasts = (_attribute(tag, name) for name in ("begin", "end", "dur"))
        said = self.clock.time(begin) if begin is not None else None
        if begin is None or said is None or (end is None and lasts is None):
            raise CannotKeepError
        offset_ms = was.start_ms - round(said.seconds * 1000)  # of the elements around it
        tag = _with(tag, "begin", self._written(begin, now.start_ms - offset_ms))
        if lasts is not None:
            tag = _with(tag, "dur", self._written(lasts, now.duration_ms))
        return tag if end is None else _with(tag, "end", self._written(end, now.end_ms - offset_ms))

    def _written(self, was: str, ms: int) -> str:
        """A time in the form of another."""
        if ms < 0:
            raise CannotKeepError
        if _FRAMES.fullmatch(was):
            return self._in_frames(was[-3], ms)
        if match := _CLOCK.fullmatch(was):
            return f"{_hms(ms // 1000)}.{ms % 1000:03}{'0' * (len(match['digits'] or '') - 3)}"
        if match := _OFFSET.fullmatch(was):
            return _decimal(self._in(match["unit"], ms)) + match["unit"]
        return f"{_hms(ms // 1000)}.{ms % 1000:03}"  # it was not valid

    def _in_frames(self, mark: str, ms: int) -> str:
        """A clock time that ends in frames."""
        rate = self.clock.effective_rate
        if self.clock.base == "smpte":
            drops = self.clock.drop == "dropNTSC"
            code = str(Timecode(round(ms * rate / 1000), rate, drops))
            return code if drops and mark == ";" else f"{code[:-3]}{mark}{code[-2:]}"
        frames = round(ms % 1000 * rate / 1000)
        late = frames >= self.clock.frame_rate
        return f"{_hms(ms // 1000 + late)}{mark}{0 if late else frames:02}"

    def _in(self, unit: str, ms: int) -> Fraction | float:
        """So many milliseconds in a unit of the document."""
        match unit:
            case "f":
                return round(ms * self.clock.effective_rate / 1000)
            case "t":
                return round(ms * self.clock.ticks / 1000)
            case _:
                return ms / {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}[unit]


def rewrite(sheet: Sheet, file: SourceFile) -> bytes | None:
    """The document that a sheet was read from with its cues as they are now; None where that is not possible."""
    assert isinstance(file.content, bytes), "TTML is bytes"
    document = parts_of(_in_language(file.content, sheet.language))
    by_ms = _moved_by(document.cues, sheet.cues)
    ways: list[Callable[[], bytes]] = [lambda: rewritten(document, sheet, file.others)]
    if by_ms:  # words with times, paragraphs shown in several cues, what is shown in turn
        ways += [lambda: document.later(by_ms), lambda: document.later_as_a_whole(by_ms)]
    for way in ways:
        with suppress(CannotKeepError, FormatError):
            data = way()
            if says(understood(data).cues, sheet.cues, GRID_MS):
                return data
    return None


def _moved_by(was: Sequence[Cue], now: Sequence[Cue]) -> int:
    """By how much all cues are later than they were; 0 where that is not all that changed."""
    if len(was) != len(now) or not was:
        return 0
    by_ms = now[0].span.start_ms - was[0].span.start_ms
    moved = all(
        one.lines == two.lines and one.span.shifted(by_ms) == two.span
        for one, two in zip(was, now, strict=True)
    )
    return by_ms if moved else 0


def _start(element: Element) -> int:
    return element.start


def _from_start(root: Element, *, deep: bool) -> Iterator[Element]:
    """The elements whose times count from the start of the document: those that are in no timed one, or all."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.attributes.get(("", "timeContainer")) == "seq":
            raise CannotKeepError
        timed = element.name in TIMED and {("", "begin"), ("", "end")} & element.attributes.keys()
        if timed:
            yield element
        if deep or not timed or ("", "begin") not in element.attributes:
            stack += element.children


def _in_language(content: bytes, language: str) -> bytes:
    """The document, its root naming a language where that is another one now."""
    root = parsed(content)
    if (root.attributes.get((XML, "lang")) or "en") == language:
        return content
    tag = content[root.start : root.start_end].decode()
    if _attribute(tag, "xml:lang") is None:
        end = -2 if tag.endswith("/>") else -1
        tag = f'{tag[:end]} xml:lang="{language}"{tag[end:]}'
    else:
        tag = _with(tag, "xml:lang", language)
    return content[: root.start] + tag.encode() + content[root.start_end :]


def parts_of(content: bytes) -> TtmlFile:
    """The paragraphs of a document in UTF-8, in the order of the file."""
    document = understood(content)
    numbers = defaultdict[int, list[int]](list)
    paragraphs: dict[int, Element] = {}
    for number, part in enumerate(document.parts):
        numbers[part.paragraph.start].append(number)
        paragraphs[part.paragraph.start] = part.paragraph
    parts = tuple(
        FilePart(start, _end(content, paragraphs[start]), tuple(numbers[start]))
        for start in sorted(paragraphs)
    )
    clock = TtmlClock.of({name: value for (_, name), value in document.root.attributes.items()})
    return TtmlFile(content, document, clock, parts, paragraphs)


def _end(content: bytes, element: Element) -> int:
    """Where the end tag of an element ends."""
    return content.index(b">", element.inside_end) + 1


def _look(cue: Cue) -> tuple[object, ...]:
    """What a document says of a cue beside its times and words."""
    return cue.role, cue.speaker, cue.style, cue.settings


def _attribute(tag: str, name: str) -> str | None:
    found = _form(name).search(tag)
    return unescape(found[2][1:-1]) if found else None


def _with(tag: str, name: str, value: str) -> str:
    return _form(name).sub(lambda found: f"{found[1]}{found[2][0]}{value}{found[2][0]}", tag, count=1)


def _form(name: str) -> re.Pattern[str]:
    return re.compile(rf"""(\s{name}\s*=\s*)("[^"]*"|'[^']*')""")


def _plain(inside: str) -> str:
    """What stands in a paragraph without the tags of its parts; those that are around all of it stay."""
    pieces = [found.group() for found in _PIECE.finditer(inside)]
    tags = [number for number, piece in enumerate(pieces) if len(piece) > 1 and piece[0] == "<"]
    text = [n for n, piece in enumerate(pieces) if (n not in tags and piece.strip()) or _BREAK.match(piece)]
    around, opened = set[int](), list[int]()
    for number in tags:
        if pieces[number].startswith("</") and opened:
            opening = opened.pop()
            around |= {opening, number} if text and opening < text[0] and text[-1] < number else set()
        elif not pieces[number].endswith("/>"):
            opened.append(number)
    gone = set(tags) - around - set(text)
    return "".join(piece for number, piece in enumerate(pieces) if number not in gone)


def _worded(inside: str, tag: str, lines: Sequence[str]) -> str:
    """What stands in a paragraph with other words; tags stay where they are."""
    prefix = tag[1:].split(maxsplit=1)[0].rstrip(">").rpartition(":")[0]
    line_break = f"<{prefix}:br/>" if prefix else "<br/>"
    pieces = []
    for found in _PIECE.finditer(inside):
        raw = found.group()
        if raw.startswith("<") and len(raw) > 1:
            pieces.append(("\n" if _BREAK.match(raw) else "", raw))
        elif raw.startswith("&") or raw.isspace():
            pieces.append((unescape(raw) if raw[0] == "&" else " ", raw))
        else:
            pieces += [(character, character) for character in raw]
    return patched(pieces, "\n".join(lines), lambda text: escape(text, quote=False).replace("\n", line_break))


def _hms(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _decimal(value: Fraction | float) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")
