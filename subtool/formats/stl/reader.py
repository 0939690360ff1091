"""EBU-STL read: every table of characters, colours, places, cumulative sets; and written again with little changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats import placing, plain
from subtool.formats.form import to_frame
from subtool.formats.rewrite import FilePart, patched, rewritten, says
from subtool.formats.runs import TextRun, styled
from subtool.formats.stl import text as stl_text
from subtool.formats.stl.blocks import (
    BLOCK,
    EMPTY,
    FIELD,
    HEADER,
    LAST_BLOCK,
    TEXT,
    StlHeader,
    StlSubtitle,
    subtitles,
)
from subtool.formats.stl.writer import LANGUAGES, StlEncoding, codes_of, cue_field, row_of, time_code
from subtool.model import Cue, CueStyle, Remark, Sheet, Source, SourceFile, Span
from subtool.timecode import nominal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

FORM = "stl"
TAGS = {code: tag for tag, code in LANGUAGES.items()}
FIRST, MIDDLE, LAST = 1, 2, 3  # of a cumulative set
SIDES = {1: -1, 3: 1}  # EBU Tech 3264, justification code: 1 left, 3 right
JUSTIFICATIONS = {-1: 1, 0: 2, 1: 3}  # EBU Tech 3264, justification code


@dataclass(frozen=True, slots=True)
class StlParts:
    """A file of EBU-STL that can be written again."""

    content: bytes
    header: StlHeader
    parts: tuple[FilePart, ...]
    cues: tuple[Cue, ...]
    subtitles: Mapping[int, StlSubtitle]  # by where they begin
    remarks: tuple[Remark, ...]
    start_ms: int  # what was taken off the times

    def changed(self, part: FilePart, now: Mapping[int, Cue]) -> bytes:
        """The blocks of a subtitle, their times and text changed where its cue did."""
        ((number, cue),) = now.items()
        was, subtitle = self.cues[number], self.subtitles[part.start]
        head = bytearray(self.content[part.start : part.start + TEXT])
        for position, name in ((5, "start_ms"), (9, "end_ms")):
            if getattr(cue.span, name) != getattr(was.span, name):
                head[position : position + 4] = self._code(getattr(cue.span, name), number)
        if placing.of(cue) != placing.of(was):
            head[13] = row_of(cue, len(cue.lines))
            head[14] = JUSTIFICATIONS[placing.side(placing.of(cue))]
        same = (cue.lines, cue.markup, cue.style.color) == (was.lines, was.markup, was.style.color)
        field = subtitle.field if same else self._field(subtitle, was, cue)
        if same:
            starts = range(part.start, part.end, BLOCK)
            return b"".join(
                self.content[position : position + 5]
                + bytes(head[5:15])
                + self.content[position + 15 : position + BLOCK]
                for position in starts
            )
        return _blocks(bytes(head), field)

    def moved(self, part: FilePart, span: Span) -> bytes:
        """A comment at another time."""
        times = self._code(span.start_ms, 0) + self._code(span.end_ms, 0)
        return b"".join(
            self.content[index : index + 5] + times + self.content[index + 13 : index + BLOCK]
            for index in range(part.start, part.end, BLOCK)
        )

    def added(self, cue: Cue, before: Cue | None) -> bytes:
        """A subtitle of its own, with the number of the one it follows."""
        number = 0 if before is None or before.part is None else before.part + 1
        times = self._code(cue.span.start_ms, number) + self._code(cue.span.end_ms, number)
        head = bytes([0, number & 255, number >> 8 & 255, 0, 0]) + times
        side = JUSTIFICATIONS[placing.side(placing.of(cue))]
        return _blocks(head + bytes([row_of(cue, len(cue.lines)), side, 0]), cue_field(cue, self._encoding))

    @property
    def _encoding(self) -> StlEncoding:
        return StlEncoding(self.header.table, self.header.teletext, self.header.fps)

    def _code(self, ms: int, number: int) -> bytes:
        return bytes(time_code(to_frame(ms + self.start_ms, self.header.fps), self.header.fps, number))

    def _field(self, subtitle: StlSubtitle, was: Cue, now: Cue) -> bytes:
        """The text, changed in place where only letters are others; else made again."""
        same_rows = len(now.lines) == len(was.lines)
        if not same_rows or (now.lines == was.lines) or now.style.color != was.style.color:
            return cue_field(now, self._encoding)
        shown = [
            (seen if seen != " " or raw == b" " else "", raw.decode("latin-1"))
            for seen, raw, _ in stl_text.pieces(subtitle.field, self.header.table)
        ]
        result = patched(
            shown, "\n".join(now.lines), lambda new: codes_of(new, self.header.table).decode("latin-1")
        )
        return result.encode("latin-1")


def read(data: bytes, _fps: Fraction | None) -> Sheet:
    """The subtitles as cues, from the start of the programme, at the frame rate that the file names.

    Raises:
        FormatError: it is not such a file, or breaks off.
    """
    result = parts_of(data)
    sheet = plain.sheet(result.cues, "cue", "a subtitle of EBU-STL with times and text")
    others = tuple(part.span for part in result.parts if part.span is not None)
    return replace(
        sheet,
        title=result.header.title,
        language=TAGS.get(result.header.language, "en"),
        remarks=result.remarks,
        source_file=SourceFile(FORM, data, others),
    )


def rewrite(sheet: Sheet, file: SourceFile, fps: Fraction | None) -> bytes | None:
    """The file that a sheet was read from with its cues as they are now; None where that is not possible."""
    assert isinstance(file.content, bytes), "EBU-STL is bytes"
    result = parts_of(file.content)
    if fps and fps != result.header.fps:
        return None
    try:
        data = rewritten(result, sheet, file.others)
    except FormatError:  # a letter that its table has not
        return None
    frame_ms = round(1000 / result.header.fps) + 1
    data = _counted(_renumbered(data, len(result.cues) < len(sheet.cues)), file.content)
    code = LANGUAGES.get(sheet.language.partition("-")[0].lower())
    if code and code != LANGUAGES.get(TAGS.get(result.header.language, "en")):
        data = data[:14] + code.encode() + data[16:]
    return data if says(parts_of(data).cues, sheet.cues, frame_ms) else None


def beyond(file: SourceFile) -> dict[str, int]:
    """What of a file no sheet holds, and another format loses."""
    assert isinstance(file.content, bytes), "EBU-STL is bytes"
    result = parts_of(file.content)
    return {"comments": sum(part.span is not None for part in result.parts), "header fields": 1}


def parts_of(data: bytes) -> StlParts:
    """The parts of a file.

    Raises:
        FormatError: it is not such a file, or breaks off.
    """
    header = StlHeader.of(data)
    torn = (len(data) - HEADER) % BLOCK
    if torn:
        data = data.ljust(len(data) + BLOCK - torn, bytes([EMPTY])) if torn > TEXT else data[:-torn]
    there = list(subtitles(data))
    ends = _ends_of_sets(there, header)
    start_ms = _ms(header.start, header)
    early = [
        subtitle
        for subtitle in there
        if not subtitle.is_comment and _ms(subtitle.times[0], header) < start_ms
    ]
    if start_ms and len(early) == len([subtitle for subtitle in there if not subtitle.is_comment]):
        start_ms, early = 0, []  # the times were counted from 0 all the same
    parts, cues, lacking, remarks = list[FilePart](), list[Cue](), list[bool](), list[Remark]()
    if torn:
        block = (len(data) - HEADER) // BLOCK
        remarks.append(Remark("breaks off in the middle of a subtitle: its end is missing", Source(block, 1)))
    if start_ms:
        code = ":".join(f"{part:02}" for part in header.start)
        remarks.append(Remark(f"its programme starts at {code}; times are counted from there", Source(1, 1)))
    for subtitle in there:
        begin, end = _ms(subtitle.times[0], header), ends[subtitle.start]
        begin, end = (moment - start_ms if moment >= start_ms else moment for moment in (begin, end))
        line = (subtitle.start - HEADER) // BLOCK + 1
        if subtitle in early:
            remarks.append(
                Remark("is before the start of the programme; its times stay as they are", Source(line, 1))
            )
        cue = None if subtitle.is_comment else _cue(subtitle, header, Span(begin, max(begin, end)))
        if cue is None:
            parts.append(FilePart(subtitle.start, subtitle.end, (), Span(begin, max(begin, end))))
            continue
        parts.append(FilePart(subtitle.start, subtitle.end, (len(cues),)))
        cues.append(replace(cue, part=len(cues)))
        lacking.append(end <= begin)
        if end <= begin:
            remarks.append(Remark(f"its end is not after its start; {plain.END_RULE}", Source(line, 1)))
    ended, _ = plain.ended(cues, lacking)
    by_start = {subtitle.start: subtitle for subtitle in there}
    return StlParts(data, header, tuple(parts), tuple(ended), by_start, tuple(remarks), start_ms)


def _ends_of_sets(there: Sequence[StlSubtitle], header: StlHeader) -> dict[int, int]:
    """When each subtitle ends: in a cumulative set, all of them with its last."""
    ends = {subtitle.start: _ms(subtitle.times[1], header) for subtitle in there}
    waiting: list[StlSubtitle] = []
    for subtitle in there:
        if subtitle.is_comment:
            continue
        if subtitle.cumulative not in {MIDDLE, LAST}:
            waiting = []
        if subtitle.cumulative:
            waiting.append(subtitle)
        if subtitle.cumulative == LAST:
            for one in waiting:
                ends[one.start] = max(ends[one.start], ends[subtitle.start])
            waiting = []
    return ends


def _ms(code: tuple[int, int, int, int], header: StlHeader) -> int:
    """A time code in ms, also one that no clock shows."""
    hours, minutes, seconds, frames = code
    base = nominal(header.fps)
    dropped = 2 * (hours * 60 + minutes - (hours * 60 + minutes) // 10) if header.drops else 0
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames - dropped
    return round(max(0, count) * 1000 / header.fps)


def _cue(subtitle: StlSubtitle, header: StlHeader, span: Span) -> Cue | None:
    runs = [TextRun(seen, look) for seen, _, look in stl_text.pieces(subtitle.field, header.table) if seen]
    text = styled(runs)
    if text is None:
        return None
    height = 2 if stl_text.DOUBLE in subtitle.field else 1
    last = subtitle.row + height * (len(text.lines) - 1)
    settings = placing.settings(
        _height(subtitle.row, last, header.rows), SIDES.get(subtitle.justification, 0)
    )
    return Cue(span, text.lines, settings=settings, markup=text.markup, style=CueStyle(color=text.colour))


def _height(first: int, last: int, rows: int) -> str:
    """At which height of the picture the rows of a subtitle are, by its first and its last."""
    if 0 < first <= rows / 3:
        return "top"
    return "middle" if 0 < last <= rows * 2 / 3 else "bottom"


def _blocks(head: bytes, field: bytes) -> bytes:
    pieces = [field[index : index + FIELD] for index in range(0, len(field), FIELD)] or [b""]
    return b"".join(
        head[:3] + bytes([LAST_BLOCK if number == len(pieces) - 1 else number]) + head[4:]
        + piece.ljust(FIELD, bytes([EMPTY]))
        for number, piece in enumerate(pieces)
    )  # fmt: skip


def _renumbered(data: bytes, grown: bool) -> bytes:  # noqa: FBT001 - whether there is anything to do
    """The subtitles numbered in their order, where some were put between others."""
    if not grown:
        return data
    there = list(subtitles(data))
    first = min((subtitle.number for subtitle in there), default=0)
    result = bytearray(data)
    for number, block_range in enumerate(there, first):
        for index in range(block_range.start, block_range.end, BLOCK):
            result[index + 1 : index + 3] = (number & 0xFFFF).to_bytes(2, "little")
    return bytes(result)


def _counted(data: bytes, old: bytes) -> bytes:
    """The header's counts of blocks and subtitles and its first time, where these are others now."""
    result = bytearray(data)
    if len(data) != len(old):
        counts = [(len(file) - HEADER) // BLOCK for file in (data, old)]
        result[238:243] = f"{counts[0]:05}".encode()[-5:]
        numbers = [len({subtitle.number for subtitle in subtitles(file)}) for file in (data, old)]
        if numbers[0] != numbers[1]:
            result[243:248] = f"{numbers[0]:05}".encode()[-5:]
    first, before = (
        next((subtitle for subtitle in subtitles(file) if not subtitle.is_comment), None)
        for file in (data, old)
    )
    if first and before and first.times[0] != before.times[0]:
        result[264:272] = "".join(f"{part:02}" for part in first.times[0]).encode()
    return bytes(result)
