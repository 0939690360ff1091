"""SubRip, through pysrt, whose faults are mended before it reads and kept from happening when it writes.

pysrt drops the text after an empty line inside a cue, reads `20,50` as 50 ms, joins cues when the empty line
between them is missing, and stumbles over most of what is found in the wild. So it is handed each cue as it is
meant, and asked to write them.
"""

from __future__ import annotations

import pysrt

from subtool.formats import placing, runs
from subtool.formats.srt import places, tags
from subtool.formats.srt.blocks import Remarks, SrtBlock, blocks, split_lines
from subtool.model import UNSTYLED, Cue, Sheet, Span


def read(text: str) -> Sheet:
    """The cues of an SRT file, in the order of their times; what was mended is in the remarks.

    Raises:
        FormatError: a line of times cannot be understood, or there is none.
    """
    remarks = Remarks()
    lines = split_lines(text, remarks)
    cues, latest_ms, ordered = list[Cue](), 0, True
    for block in blocks(lines, remarks):
        if cue := _cue(block, remarks):
            cues.append(cue)
            if block.start_ms < latest_ms:
                remarks.add(
                    block.line,
                    "the cue stands after a later one; it is put in its place",
                    "out-of-order",
                    block.start_ms,
                )
                ordered = False
            latest_ms = max(latest_ms, block.start_ms)
    if not ordered:
        cues.sort(key=lambda cue: cue.span.start_ms)
    result = tuple(sorted(remarks.made, key=lambda remark: remark.source))
    return Sheet(tuple(cues), remarks=result)


def write(sheet: Sheet) -> str:
    """Numbered from 1, LF at the line ends, an empty line after each cue."""
    return "".join(f"{_item(number, cue)}\n" for number, cue in enumerate(sheet.cues, start=1))


def _item(number: int, cue: Cue) -> pysrt.SubRipItem:
    if cue.style == UNSTYLED:
        text = tags.write(cue.lines, cue.markup, cue.settings)
    else:
        text = tags.write(cue.lines, runs.tagged(cue), placing.of(cue))
    return pysrt.SubRipItem(number, Clock(cue.span.start_ms), Clock(cue.span.end_ms), text)


class Clock(pysrt.SubRipTime):  # type: ignore[misc] # pysrt is untyped
    """A time of pysrt's that is made and written at once; its own is taken apart four times."""

    def __init__(self, ms: int) -> None:
        self.ordinal = ms

    def __str__(self) -> str:
        seconds, thousandths = divmod(self.ordinal, 1000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02},{thousandths:03}"


def _cue(block: SrtBlock, remarks: Remarks) -> Cue | None:
    span, text = Span(block.start_ms, block.end_ms), "\n".join(block.lines)
    if block.lines and not block.placed and tags.is_plain(text):
        return Cue(span, tuple(block.lines))  # these very lines: a copy of each would be as large as the file
    item = pysrt.SubRipItem(0, Clock(block.start_ms), Clock(block.end_ms), text, block.placed)
    settings = _settings(item, block.line, remarks)
    tagged = tags.read(item.text)
    for odd in tagged.odd:
        # One of a tag without its other half begins with the tag.
        remarks.add(block.line, odd, "unclosed-tag" if odd.startswith("<") else "", block.start_ms)
    if not any(map(str.strip, tagged.lines)):
        remarks.add(block.line, "the cue has no text; it is left out", "empty-cue", block.start_ms)
        return None
    return Cue(span, tagged.lines, settings=tagged.settings or settings, markup=tagged.markup)


def _settings(item: pysrt.SubRipItem, line: int, remarks: Remarks) -> str:
    """What stands after the times: settings, or text that belongs to the cue."""
    if not item.position:
        return ""
    settings = places.after_times(item.position)
    if settings is None:
        remarks.add(line, "text after the times is kept as the first line of its cue")
        item.text = f"{item.position}\n{item.text}" if item.text else item.position
        return ""
    if item.position[0] in "xX":
        remarks.add(line, "the coordinates are taken for those of a picture of 720 x 576")
    return settings
