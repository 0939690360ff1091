"""Scenarist captions (CEA-608) read as what a decoder shows; moved as a whole they keep all their codes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError, Place
from subtool.formats import placing, plain
from subtool.formats.form import to_frame
from subtool.formats.rewrite import says
from subtool.formats.runs import TextRun, styled
from subtool.formats.scc.codes import COLUMNS, RATE, ROWS
from subtool.formats.scc.screen import Mode, Screen
from subtool.model import Cue, CueStyle, Remark, Source, SourceFile, Span
from subtool.timecode import Timecode, nominal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from subtool.formats.scc.screen import Memory, Stage
    from subtool.model import Sheet

FORM = "scc"
HEADER = "Scenarist_SCC V1.0"
EXAMPLE = "00:00:01:00 and the codes 9420 9470 c8e9 942f"
HINT = f"one looks like {EXAMPLE}"
GRID_MS = 34  # a frame, rounded up
_CODE = re.compile(r"^\d\d:\d\d:\d\d[:;]\d\d", re.MULTILINE)
LINE = re.compile(r"\s*(\d\d):(\d\d):(\d\d)([:;.,])(\d\d)\s+([0-9a-fA-F]{4}\b.*)")
WORD = re.compile(r"[0-9a-fA-F]{4}|[0-9a-fA-F]{2}")  # two bytes, or one
SHORTEST = 40  # characters of a text that is quoted
APART = 3  # empty rows between two captions that are shown at the same time
OFF_CENTRE = 2  # columns; what is centred can be off by one, and the code of a look counts for one
BEFORE, AFTER = frozenset(".,;:!?…)]”»’"), frozenset("([“«‘¿¡")


def read(text: str) -> Sheet:
    """The captions as cues, at their places on the picture as far as top, middle and bottom.

    Raises:
        FormatError: it is not such a file, or holds no caption.
    """
    lines = plain.lines_of(text)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    remarks: list[Remark] = []
    if not lines[first].strip().startswith("Scenarist_SCC"):
        if not LINE.fullmatch(lines[first]):
            hint = f"its first line is {HEADER}"
            raise FormatError("is not a file of Scenarist captions", at=Place("", 1), hint=hint)
        remarks.append(Remark(f"its first line is not {HEADER}", Source(first + 1, 1)))
        first -= 1
    screen = Screen()
    _receive(screen, lines, first + 1, remarks)
    cues, endless = _ended(screen.stages)
    remarks += [
        Remark(
            f"the caption “{cues[number].text[:SHORTEST]}” is never erased; {plain.END_RULE}", Source(1, 1)
        )
        for number in endless
    ]
    remarks += _unseen(screen)
    if not cues and remarks:
        raise plain.wrong(f"holds no caption: {remarks[-1].message}", remarks[-1].source.line, HINT)
    sheet = plain.sheet(cues, "caption", EXAMPLE, remarks)
    return replace(sheet, source_file=SourceFile(FORM, text))


def _unseen(screen: Screen) -> Iterator[Remark]:
    """What a decoder would not show."""
    if screen.loaded:
        text = "".join(cell.letter for _, cell in sorted(screen.hidden.items())).strip()
        message = f"the caption “{text[:SHORTEST]}” is sent and never shown; it is left out"
        yield Remark(message, Source(1, 1), "text-outside-cues")
    if screen.others:
        yield Remark("it has codes for the second channel (CC2), which are not read", Source(1, 1))


def _ended(stages: Sequence[Stage]) -> tuple[list[Cue], list[int]]:
    """The cues of what was shown, and which of them nothing ends."""
    cues, open_ends = list[Cue](), list[bool]()
    for stage in stages:
        for cue in _cues(stage):
            last = cues[-1] if cues and stage.mode is Mode.ROLL else None
            if (
                last
                and last.span.end_ms == cue.span.start_ms
                and last.markup == cue.markup
                and last.lines == cue.lines
            ):
                cues[-1] = replace(last, span=Span(last.span.start_ms, cue.span.end_ms))  # it went up
                open_ends[-1] = stage.end is None
            else:
                cues.append(cue)
                open_ends.append(stage.end is None)
    return plain.ended(cues, open_ends)


def _receive(screen: Screen, lines: Sequence[str], first: int, remarks: list[Remark]) -> None:
    """Send the codes of the lines to the screen, each word a frame after the last one."""
    for number, line in enumerate(lines[first:], start=first + 1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line)
        if not match:
            plain.left_out(line, number, remarks)
            continue
        frame = _frame(match, number, remarks)
        words = match[6].split()
        for after, word in enumerate(words):
            if WORD.fullmatch(word):
                screen.receive(int(word.ljust(4, "0"), 16) & 0x7F7F, frame + after)
        wrong = [word for word in words if not WORD.fullmatch(word)]
        if wrong:
            message = f"“{wrong[0][:SHORTEST]}” and the like are not codes; {len(wrong)} are left out"
            remarks.append(Remark(message, Source(number, 1), "text-outside-cues"))
    screen.finish()


def _frame(match: re.Match[str], number: int, remarks: list[Remark]) -> int:
    """The frame of a time code; one that does not exist is that of the next one that does."""
    hours, minutes, seconds, mark, frames, _ = match.groups()
    code = f"{hours}:{minutes}:{seconds}{':' if mark == ':' else ';'}{frames}"
    try:
        return Timecode.parse(code, RATE).frame
    except ValueError as error:
        base = nominal(RATE)
        whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds) + int(frames) // base
        dropped = 0 if mark == ":" else 2 * (whole // 60 - whole // 600)
        remarks.append(Remark(f"{error}", Source(number, 1), "malformed-times"))
        return whole * base + int(frames) % base - (dropped if int(frames) >= base else dropped - 2)


def _cues(stage: Stage) -> Iterator[Cue]:
    """A cue for each block of rows of what is shown."""
    begin_ms = round(stage.begin * 1000 / RATE)
    end_ms = begin_ms if stage.end is None else round(stage.end * 1000 / RATE)
    for rows in _blocks(stage.cells):
        runs = [run for row in rows for run in (*_runs(stage.cells, row), TextRun("\n"))]
        text = styled(runs)
        if text is None:
            continue
        yield Cue(
            Span(begin_ms, end_ms), text.lines, settings=_settings(stage, rows), markup=text.markup,
            style=CueStyle(color=text.colour),
        )  # fmt: skip


def _blocks(cells: Memory) -> list[list[int]]:
    """The rows that have text, those parted that stand far from each other."""
    blocks: list[list[int]] = []
    for row in sorted({row for (row, _), cell in cells.items() if not cell.letter.isspace()}):
        if blocks and row - blocks[-1][-1] <= APART:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _runs(cells: Memory, row: int) -> Iterator[TextRun]:
    """A row from left to right; columns that nothing was written to are spaces."""
    columns = sorted(column for place, column in cells if place == row)
    last = columns[0]
    for column in columns:
        if column > last + 1:
            yield TextRun(" ")
        cell = cells[row, column]
        if not (cell.code and _is_no_space(cells, row, column)):
            yield TextRun(cell.letter, cell.look)
        last = column


def _is_no_space(cells: Memory, row: int, column: int) -> bool:
    """Whether a code that changes the look stands where no space is written: before a full stop, say."""
    before, after = cells.get((row, column - 1)), cells.get((row, column + 1))
    return bool((after and after.letter in BEFORE) or (before and before.letter in AFTER))


def _settings(stage: Stage, rows: Sequence[int]) -> str:
    middle = 100 * (rows[0] + rows[-1] + 1) / 2 / ROWS
    return placing.settings(placing.third(middle), 0 if stage.mode is Mode.ROLL else _side(stage.cells, rows))


def _side(cells: Memory, rows: Sequence[int]) -> int:
    """0 where the rows, or all of them together, are in the middle between left and right."""
    margins = list[tuple[int, int]]()
    for row in rows:
        columns = [
            column for (place, column), cell in cells.items() if place == row and not cell.letter.isspace()
        ]
        margins.append((min(columns), max(0, COLUMNS - 1 - max(columns))))
    left, right = (min(margin[side] for margin in margins) for side in (0, 1))
    if abs(left - right) <= OFF_CENTRE or all(abs(one - other) <= OFF_CENTRE for one, other in margins):
        return 0
    return -1 if left < right else 1


def rewrite(sheet: Sheet, file: SourceFile) -> str | None:
    """The file that a sheet was read from, where its cues are the same, or all were moved by the same time."""
    assert isinstance(file.content, str), "SCC is text"
    came = read(file.content).cues
    if came == sheet.cues:
        return file.content
    moved = {now.span.start_ms - was.span.start_ms for was, now in zip(came, sheet.cues, strict=False)}
    if len(came) != len(sheet.cues) or max(moved) - min(moved) > 1:
        return None
    frames = to_frame(min(moved), RATE)
    try:
        text = _CODE.sub(lambda code: str(_moved(code.group(), frames)), file.content)
    except ValueError:  # before the start, or no time code
        return None
    same = (
        replace(now, span=was.span, timing=was.timing) == was
        for was, now in zip(came, sheet.cues, strict=True)
    )
    return text if all(same) and says(read(text).cues, sheet.cues, GRID_MS) else None


def _moved(code: str, frames: int) -> Timecode:
    was = Timecode.parse(code, RATE)
    return Timecode(was.frame + frames, RATE, was.drop)
