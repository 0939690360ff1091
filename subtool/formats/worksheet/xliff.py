"""A worksheet as XLIFF 2.1, which translation tools read: a unit each, with notes and the length that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from subtool.errors import FormatError
from subtool.formats.plain import NO_XML
from subtool.formats.worksheet.units import Filled, units_of

if TYPE_CHECKING:
    from subtool.formats.worksheet.units import WorkUnit
    from subtool.model import Sheet

CORE = "urn:oasis:names:tc:xliff:document:2.0"  # of 2.1 too
SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"


def write(sheet: Sheet) -> str:
    """Each unit with its time, its speaker, its footnotes and what is said before it as notes."""
    root = Element("xliff", {"xmlns": CORE, "xmlns:slr": SIZE, "version": "2.1", "srcLang": sheet.language})
    name = NO_XML.sub("\ufffd", sheet.media.name if sheet.media else sheet.title or "subtitles")
    file = SubElement(root, "file", {"id": "f1", "original": name})
    SubElement(file, "slr:profiles", {"generalProfile": "xliff:codepoints"})
    before = ""
    for unit in units_of(sheet):
        file.append(_unit(unit, before))
        before = unit.source
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _unit(unit: WorkUnit, before: str) -> Element:
    result = Element("unit", {"id": f"u{unit.number}", "slr:sizeRestriction": str(max(1, unit.room))})
    notes = SubElement(result, "notes")
    texts = {
        "time": unit.time,
        "speaker": unit.speaker,
        "footnotes": ", ".join(unit.footnotes),
        "before": before,
        "length": f"{unit.room} characters can be read",
    }
    for category, text in texts.items():
        if text:
            SubElement(notes, "note", {"category": category}).text = NO_XML.sub("\ufffd", text)
    SubElement(SubElement(result, "segment"), "source").text = NO_XML.sub("\ufffd", unit.source)
    return result


def read_filled(data: bytes) -> tuple[Filled, ...]:
    """The units that came back; one that a tool parted into segments is put together.

    Raises:
        FormatError: it is not XLIFF 2.
    """
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data)
    except (ParseError, ValueError, LookupError) as error:
        raise FormatError(f"is not XLIFF: {error}", hint="export it once more") from error
    if root.tag != f"{{{CORE}}}xliff":
        raise FormatError("is not XLIFF 2", hint="export it as XLIFF 2.0 or 2.1")
    return tuple(
        Filled(
            unit.get("id", "").removeprefix("u"),
            _joined(unit, "source"),
            _joined(unit, "target"),
        )
        for unit in root.iter(f"{{{CORE}}}unit")
    )


def _joined(unit: Element, what: str) -> str:
    """The texts of its segments; what a tool suggests beside them is none."""
    segments = (part for part in unit if part.tag == f"{{{CORE}}}segment")
    found = (text for segment in segments if (text := segment.find(f"{{{CORE}}}{what}")) is not None)
    texts = ("".join(text.itertext()).strip() for text in found)
    return " ".join(text for text in texts if text)
