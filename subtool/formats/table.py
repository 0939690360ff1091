"""Tables for spreadsheets: a cue a row, with a header. Text that a spreadsheet would run as a formula is quoted."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from subtool.formats import plain
from subtool.model import Cue, Remark, Role, Source
from subtool.text.cells import inert, text_of
from subtool.timecode import CODE, Timecode, full_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from subtool.model import Sheet, Span

REVIEWED = ("accepted", "comment")  # where a reviewer has said something
HEADER = ("start", "end", "role", "speaker", "text", "footnotes")
SEPARATORS = ",;\t"
# Headings of spotting lists from editing programs and spreadsheets; "tc in", "in tc" and "in time" are "in".
NAMES = {
    **dict.fromkeys(("in", "begin", "start", "from", "show", "inpoint", "tcin"), "start"),
    **dict.fromkeys(("out", "end", "to", "hide", "finish", "outpoint", "tcout"), "end"),
    **dict.fromkeys(("duration", "dur", "length"), "duration"),
    **dict.fromkeys(
        (
            "text",
            "subtitle",
            "subtitles",
            "cue",
            "caption",
            "captions",
            "dialogue",
            "dialog",
            "transcript",
            "content",
            "line",
        ),
        "text",
    ),
    **dict.fromkeys(("speaker", "character", "voice", "who"), "speaker"),
}
SECONDS = re.compile(r"\d{1,6}[.,]\d{1,6}", re.ASCII)  # without a point they may be milliseconds or frames
AROUND = re.compile(r"\b(?:tc|t/c|time ?codes?|time|point|stamp|text)\b|\([^()]{0,20}\)")


def read(text: str, fps: Fraction | None = None) -> Sheet:
    """The rows as cues; the columns are known by their header, of which start, end and text are needed.

    Time codes in frames are read at `fps`.

    Raises:
        FormatError: a column is missing, or a time cannot be understood.
    """
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [_column(name) for name in next(rows, [])]
        lasts = "duration" in header
        missing = [
            name for name in ("start", "end", "text") if name not in header and not (lasts and name == "end")
        ]
        if missing:
            hint = f"its first row names the columns, as in {','.join(HEADER)}"
            raise plain.wrong(f"has no column '{missing[0]}'", 1, hint)
        named = [(rows.line_num, dict(zip(header, map(text_of, row), strict=False))) for row in rows]
    except csv.Error as error:
        raise plain.wrong(f"is not a table: {error}", rows.line_num, "mend the quotes of this row") from error
    return _sheet([(line, row) for line, row in named if row.get("text", "").strip()], fps)


def _sheet(named: Sequence[tuple[int, dict[str, str]]], fps: Fraction | None) -> Sheet:
    """The rows that have times as cues; of one row without them, the others are read."""
    remarks: list[Remark] = []
    cues, lacking, without = list[Cue](), list[bool](), list[int]()
    for line, row in named:
        start_ms, end_ms = _times(row, line, fps)
        if start_ms is None:
            without.append(line)
            plain.left_out(row["text"], line, remarks)
            continue
        lacking.append(end_ms is None)
        if end_ms is None:
            remarks.append(Remark(f"its end is not given; {plain.END_RULE}", Source(line, 1)))
        span = plain.shown(start_ms, start_ms if end_ms is None else end_ms, line, remarks)
        cues.append(_cue(row, span))
    if without and not cues:
        raise plain.wrong("this row has no times", without[0], "write start and end as 00:00:01.000")
    ended, _ = plain.ended(cues, lacking)
    return plain.sheet(ended, "cue", ",".join(HEADER), remarks)


def write(sheet: Sheet, _fps: Fraction | None = None) -> str:
    """With commas, and a byte order mark, by which spreadsheets know UTF-8."""
    result = io.StringIO(newline="")
    table = csv.writer(result, lineterminator="\r\n")
    reviewed = any(cue.accepted or cue.comment for cue in sheet.cues)
    table.writerow((*HEADER, *REVIEWED) if reviewed else HEADER)
    for cue in sheet.cues:
        times = (full_clock(cue.span.start_ms), full_clock(cue.span.end_ms))
        said = (cue.speaker or "", "\n".join(plain.lines(cue)), " ".join(cue.footnotes))
        judged = ("yes" if cue.accepted else "", cue.comment) if reviewed else ()
        table.writerow([*times, cue.role.value, *map(inert, (*said, *judged))])
    return f"\ufeff{result.getvalue()}"


def _column(name: str) -> str:
    """What a heading calls its column: `TC In`, `In-time` and `Start (s)` are all the start."""
    name = name.strip().lower()
    if name in HEADER or name in REVIEWED:
        return name
    plain_name = " ".join(re.sub(r"[_-]", " ", name).split())
    bare = " ".join(AROUND.sub(" ", plain_name).split())
    return next(
        (NAMES[known] for known in (plain_name, bare, plain_name.replace(" ", "")) if known in NAMES), name
    )


def _times(row: dict[str, str], line: int, fps: Fraction | None) -> tuple[int | None, int | None]:
    start_ms, end_ms = (_ms(row.get(name, ""), line, fps) for name in ("start", "end"))
    lasts_ms = _ms(row.get("duration", ""), line, fps) if end_ms is None else None
    return start_ms, end_ms if lasts_ms is None or start_ms is None else start_ms + lasts_ms


def _cue(row: dict[str, str], span: Span) -> Cue:
    role = row.get("role", "")
    return Cue(
        span,
        tuple(line.strip() for line in row["text"].splitlines() if line.strip()),
        role=Role(role) if role in list(Role) else Role.SPEECH,
        speaker=row.get("speaker") or None,
        footnotes=tuple(row.get("footnotes", "").split()),
        accepted=row.get("accepted", "").strip().lower() == "yes",
        comment=row.get("comment", "").strip(),
    )


def _ms(text: str, line: int, fps: Fraction | None) -> int | None:
    """A time, or a time code in frames."""
    if not CODE.fullmatch(text.strip()):
        if SECONDS.fullmatch(text.strip()):
            return round(float(text.replace(",", ".")) * 1000)
        return plain.clock_ms(text)
    if fps is None:
        raise plain.wrong(f"'{text}' counts frames", line, "say with --fps how many a second has")
    try:
        return Timecode.parse(text, fps).ms
    except ValueError as error:
        raise plain.wrong(str(error), line, "name the frame rate with --fps") from error
