"""Final Draft (.fdx), screenplays as XML: each paragraph says whether it is a name, said, or seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subtool.model import AsideKind
from subtool.script.manuscript import Manuscript
from subtool.script.read.archive import xml
from subtool.script.source_lines import Declared, Row

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
_HEARD = re.compile(r"\s?\([^()]{0,40}\)")


def read(text: str, place: Place) -> Manuscript:
    """The dialogue with its speakers; a place's line is the number of the paragraph.

    Raises:
        ScriptError: it is no XML, or nested too deep.
    """
    root = xml(text.encode("utf-8"), place)
    content = next((part for part in root if part.tag == "Content"), root)
    titles = [
        said
        for part in root
        if part.tag == "TitlePage"
        for each in part.iter("Paragraph")
        if (said := _text(each))
    ]
    rows = tuple(_rows(content))
    return Manuscript(rows, title=titles[0] if titles else "", kind="Final Draft", counted="paragraph")


def _rows(content: Element) -> Iterator[Row]:
    speaker: str | None = None
    for number, paragraph in enumerate(content.iter("Paragraph"), start=1):
        text = "" if paragraph.find(".//Paragraph") is not None else _text(paragraph)
        kind = paragraph.get("Type", "Action").lower()
        if kind == "character":
            speaker = _HEARD.sub("", text).strip(" ^") or None
        elif text:
            says = Declared(speaker=speaker) if kind in {"dialogue", "lyrics", "singing"} else None
            yield Row(number, 1, text, says or Declared(_ASIDES.get(kind) or AsideKind.PICTURE)).part(0)
            yield Row(number, len(text) + 1, "")


def _text(paragraph: Element) -> str:
    pieces = (part.text or "" for part in paragraph.iter("Text") if "Strikeout" not in part.get("Style", ""))
    return " ".join("".join(pieces).split())
