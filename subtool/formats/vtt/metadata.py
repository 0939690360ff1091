"""A WebVTT file of kind metadata: the footnotes, each as JSON, while it is to be shown. For pages that show sources."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from subtool.errors import FormatError
from subtool.formats.vtt import writer
from subtool.model import Role

if TYPE_CHECKING:
    from subtool.model import Cue, Sheet


def write(sheet: Sheet) -> str:
    """A cue a caption: `{"number": "9", "text": "Ibid.", "full": "A. Author, A Book."}`.

    Raises:
        FormatError: no footnote is shown.
    """
    notes = {note.number: note for note in sheet.footnotes}
    cues = []
    for cue in sheet.cues:
        if cue.role is Role.NOTE:
            found = [notes[number] for number in cue.footnotes if number in notes]
            entries = [{"number": note.number, "text": note.text, "full": note.full} for note in found]
            cues += [_cue(cue, entry) for entry in entries or [{"text": " ".join(cue.lines)}]]
    if not cues:
        raise FormatError(
            "has no footnotes to show", hint="leave out --footnotes off, or cite some in the script"
        )
    return writer.write(replace(sheet, cues=tuple(cues), head=()))


def _cue(cue: Cue, entry: dict[str, str]) -> Cue:
    """In its markup, for it is not text to be escaped: what would be a tag or an arrow is escaped as JSON does."""
    text = json.dumps(entry, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return replace(cue, role=Role.SPEECH, identifier=f"note-{'-'.join(cue.footnotes)}", settings="", lines=(text,),
                   markup=())  # fmt: skip
