"""How an alignment went, as a page: its time line, drift, doubtful cues and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from subtool.cues.timing.pace import Pace, narrate
from subtool.disk import atomic
from subtool.model import Role
from subtool.verbs.files import as_script, as_sheet

if TYPE_CHECKING:
    from subtool.model import Script, Sheet


def report_alignment(
    sheet: Sheet | str | Path, script: Script | str | Path, path: str | Path, *, force: bool = False
) -> None:
    """Write how an alignment went as one HTML page: its time line, drift, doubtful cues and what is missing.

    A translation stands beside its original, with the chance of each pair.

    Raises:
        OutputError: the file exists and `force` is not set, or cannot be written.
    """
    from subtool.reports.alignment import page

    script, sheet, path = as_script(script), as_sheet(sheet), Path(path)
    atomic.refuse_existing(path, force=force)
    atomic.save_text(path, page(sheet, report_moments(sheet, script), script.sentences))


def report_moments(sheet: Sheet, script: Script) -> list[tuple[int, int]]:
    """When sentences are said in the film, and when the text alone would have them, in ms."""
    paced = narrate(script.sentences, Pace()).utterances
    drafted = {one.sentence.source: one.span.start_ms for one in paced}
    return [
        (cue.span.start_ms, drafted[cue.source])
        for cue in sheet.cues
        if cue.role is Role.SPEECH and cue.source in drafted
    ]
