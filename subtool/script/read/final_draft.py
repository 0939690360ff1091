"""Final Draft (.fdx), screenplays as XML: each paragraph says whether it is a name, said, or seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import AsideKind
from subtool.script.manuscript import Manuscript
from subtool.script.read.archive import xml
from subtool.script.source_lines import Declared, SourceLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from subtool.errors import Place

_ASIDES = {
    "scene heading": AsideKind.HEADING, "action": AsideKind.PICTURE, "transition": AsideKind.PICTURE,
    "shot": AsideKind.PICTURE, "parenthetical": AsideKind.NOTE, "cast list": AsideKind.NOTE,
    "new act": AsideKind.HEADING,
    "end of act": AsideKind.HEADING, "singing": None, "lyrics": None, "dialogue": None,
}  # fmt: skip
# Words in the names of paragraph styles that writers make for themselves: "Voice Over", "Narration Text".
_SPOKEN_STYLES = (
    "voice",
    "narrat",
    "v.o",
    "commentary",
    "speech",
    "spoken",
    "sprecher",
    "kommentar",
    "voix",
    "locuc",
)
_NARRATION = "narration"
_HEARD = re.compile(r"\s?\([^()]{0,40}\)")


def read(text: str, place: Place) -> Manuscript:
    """The dialogue with its speakers; a place's line is the number of the paragraph.

    Raises:
        ScriptError: it is not XML, or nested too deep.
    """
    root = xml(text.encode("utf-8"), place)
    content = next((part for part in root if part.tag == "Content"), root)
    titles = [
        said
        for part in root
        if part.tag == "TitlePage"
        for paragraph in part.iter("Paragraph")
        if (said := _text(paragraph))
    ]
    lines = tuple(_source_lines(content))
    return Manuscript(lines, title=titles[0] if titles else "", kind="Final Draft", counted="paragraph")


def _source_lines(content: Element) -> Iterator[SourceLine]:
    speaker: str | None = None
    notes = {inside for note in content.iter("ScriptNote") for inside in note.iter("Paragraph")}
    for number, paragraph in enumerate(content.iter("Paragraph"), start=1):
        if paragraph in notes:
            continue
        text = "" if paragraph.find("DualDialogue") is not None else _text(paragraph)
        kind = _kind(paragraph.get("Type", "Action").lower())
        if kind == "character":
            speaker = _HEARD.sub("", text).strip(" ^") or None
        elif text:
            speaker = None if kind == _NARRATION else speaker
            says = (
                Declared(speaker=speaker) if kind in {"dialogue", "lyrics", "singing", _NARRATION} else None
            )
            yield SourceLine(number, 1, text, says or Declared(_ASIDES.get(kind) or AsideKind.PICTURE)).part(
                0
            )
            yield SourceLine(number, len(text) + 1, "")


def _kind(named: str) -> str:
    """The type of a paragraph; one of a style that a writer made is the narrator's where its name says so."""
    spoken = named not in _ASIDES and any(word in named for word in _SPOKEN_STYLES)
    return _NARRATION if spoken else named


def _text(paragraph: Element) -> str:
    """What a paragraph says: its own runs and what follows a note in them, not what was struck or noted."""
    pieces = list[str]()
    for run in paragraph.findall("Text"):
        if "Strikeout" not in run.get("Style", ""):
            pieces += [run.text or "", *(inside.tail or "" for inside in run)]
    return " ".join("".join(pieces).split())
