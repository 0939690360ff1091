"""What formats can hold, and what a sheet would lose in one: counted, so that it can be said."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from subtool.formats import runs
from subtool.formats.form import to_frame
from subtool.model import DEFAULT_FPS, Role
from subtool.timecode import Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from subtool.formats.form import Footnotes, Format
    from subtool.model import Cue, Sheet, SourceFile


def _cues(has: Callable[[Cue], object]) -> Callable[[Sheet], int]:
    return lambda sheet: sum(bool(has(cue)) for cue in sheet.cues)


def _overlaps(sheet: Sheet) -> int:
    """Cues that begin before one before them has ended."""
    count, latest_ms = 0, 0
    for cue in sorted(sheet.cues, key=lambda cue: cue.span):
        count += cue.span.start_ms < latest_ms
        latest_ms = max(latest_ms, cue.span.end_ms)
    return count


def _is_styled(cue: Cue) -> bool:
    """Whether anything is italic, bold or underlined."""
    return any("<" in line for line in cue.markup) and any(
        run.look.italic or run.look.bold or run.look.underlined for run in runs.of(cue)
    )


def _is_coloured(cue: Cue) -> bool:
    return bool(cue.style.color) or any("<c" in line for line in cue.markup)


# What a sheet holds besides the in-times and words of its cues -> how much of it there is.
FACETS: Mapping[str, Callable[[Sheet], int]] = {
    "word times": lambda sheet: sum(len(cue.words) for cue in sheet.cues),
    "verdicts": _cues(lambda cue: cue.confidence is not None),
    "footnotes": lambda sheet: len(sheet.footnotes),
    "unspoken sentences": lambda sheet: len(sheet.unspoken),
    "unscripted speech": lambda sheet: len(sheet.unscripted),
    "titles": _cues(lambda cue: cue.role is Role.TITLE),
    "speakers": _cues(lambda cue: cue.speaker),
    "styles": _cues(_is_styled),
    "colours": _cues(_is_coloured),
    "positions": _cues(lambda cue: cue.settings or cue.style.place),
    "identifiers": _cues(lambda cue: cue.identifier),
    "rows": _cues(lambda cue: len(cue.lines) > 1),
    "empty lines": _cues(lambda cue: "" in cue.lines[1:]),
    "out-times": lambda sheet: len(sheet.cues),
    "overlaps": _overlaps,
    "places in the script": _cues(lambda cue: cue.source),
    "title": lambda sheet: int(bool(sheet.title)),
    "film": lambda sheet: int(sheet.media is not None),
}
EXACT = "exact times"


def losses(
    sheet: Sheet, form: Format, footnotes: Footnotes | None = None, fps: Fraction | None = None
) -> tuple[str, ...]:
    """What of this sheet the format cannot hold, as in "word times (231)"."""
    if form.again(sheet, fps) is not None:
        return ()  # the file it came from is written again, and loses nothing
    counts = {what: count(sheet) for what, count in FACETS.items() if what not in form.holds}
    if counts.get("footnotes") and (footnotes or form.footnotes) == "captions":
        counts["footnotes"] = _uncited(sheet)
    counts[EXACT] = sum(_moved(cue, form, fps or DEFAULT_FPS) for cue in sheet.cues)
    if (footnotes or form.footnotes) == "off" and form.module != "cuesheet":
        counts["footnotes"] = counts.get("footnotes", 0) + sum(cue.role is Role.NOTE for cue in sheet.cues)
    if sheet.source_file and form.module != "cuesheet":  # which keeps the file
        counts |= _beyond(sheet.source_file)
    return tuple(f"{what} ({count})" for what, count in counts.items() if count)


def _beyond(file: SourceFile) -> dict[str, int]:
    """What the file had from which the sheet was read, and no sheet holds."""
    module = import_module(f"subtool.formats.{file.form}")
    count = getattr(module, "beyond", None)
    return count(file) if count else {}


def _uncited(sheet: Sheet) -> int:
    """Footnotes that no cue carries, and so no caption shows."""
    cited = {number for cue in sheet.cues for number in cue.footnotes}
    return sum(note.number not in cited for note in sheet.footnotes)


def _moved(cue: Cue, form: Format, fps: Fraction) -> bool:
    """Whether a time of the cue lies beside the format's grid."""
    times = (cue.span.start_ms, cue.span.end_ms) if "out-times" in form.holds else (cue.span.start_ms,)
    if form.grid == "frames":
        return any(Timecode(to_frame(time, fps), fps).ms != time for time in times)
    return any(time % form.grid for time in times)
