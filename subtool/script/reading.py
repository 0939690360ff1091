"""The text of a script to what it means, without touching the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from subtool.errors import Place, ScriptError
from subtool.model import Script
from subtool.script.asides import cut_leftovers, cut_notes, cut_title
from subtool.script.conventions import FullStops, conventions
from subtool.script.footnotes import cut_bibliography, resolve
from subtool.script.paragraphs import paragraphs
from subtool.script.remarks import citation_remarks, late_remarks, quotation_remarks
from subtool.script.rows import blocks, split_rows
from subtool.script.sentences import split_sentences
from subtool.script.words import read_words

if TYPE_CHECKING:
    from pathlib import Path


def parse(text: str, path: str | Path = "script", *, encoding: str = "utf-8", language: str = "en") -> Script:
    """The script that `text` holds; `path` and `encoding` are noted in it.

    Raises:
        ScriptError: there is nothing to speak in it.
    """
    known = conventions()
    rows, notes, note_remarks = cut_notes(split_rows(text))
    kept, leftovers = cut_leftovers(blocks(rows), known)
    kept, entries, bibliography = cut_bibliography(kept, known)
    kept, titles = cut_title(kept, known)
    footnotes, list_remarks = resolve(entries, known)
    spoken, marks = read_words(paragraphs(kept), {entry.number for entry in entries})
    asides = [*notes, *leftovers, *bibliography, *titles]
    if not spoken:
        raise _nothing_spoken(str(path), empty=not asides)
    full_stops = known.full_stops.get(language.split("-", maxsplit=1)[0].lower(), FullStops())
    sentences = [
        sentence
        for number, words in enumerate(spoken)
        for sentence in split_sentences(words, number, full_stops)
    ]
    remarks = [
        *note_remarks,
        *list_remarks,
        *citation_remarks(marks, entries),
        *quotation_remarks(spoken),
        *late_remarks(bibliography, spoken),
    ]
    return Script(
        path=str(path),
        title=titles[0].text if titles else "",
        language=language,
        encoding=encoding,
        sentences=tuple(sentences),
        footnotes=tuple(footnotes),
        asides=tuple(sorted(asides, key=lambda aside: aside.source)),
        remarks=tuple(sorted(remarks, key=lambda remark: remark.source)),
    )


def _nothing_spoken(path: str, *, empty: bool) -> ScriptError:
    at = Place(path)
    if empty:
        return ScriptError("is empty", at=at, hint="write the narration into it")
    return ScriptError(
        "has no narration: all of it is title, notes or left-overs",
        at=at,
        hint="write the narration as paragraphs under the title",
    )
