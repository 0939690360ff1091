"""PDF with a text layer, through pypdf: the lines of its pages; a place's line counts them through all pages."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from subtool.errors import ScriptError
from subtool.script.manuscript import Manuscript
from subtool.script.read.pdf_notes import PageNotes, SizedLine, SizedText, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject, PdfReader

    from subtool.errors import Place

MOST_PAGES = 1000  # a limit against floods; a feature's script has 120
MOST_CHARS = 5_000_000  # a limit against floods; 1,000 pages have 3 million
FEWEST_CHARS = 20  # of a page with a text layer, on the average of ten pages
_SAVE = "open it, copy its text into a .txt or .docx file, and name that"


def read(data: bytes, place: Place) -> Manuscript:
    """The text of a PDF, page by page.

    Raises:
        ScriptError: it is damaged, locked, too long, or holds pictures of its pages alone.
    """
    pages = _pages(data, place)
    if sum(len(piece.text.strip()) for page in pages for line in page for piece in line) < FEWEST_CHARS:
        hint = "it holds pictures of its pages: run it through a program that recognises text (OCR) first"
        raise ScriptError("is a PDF file without text", at=place, hint=hint)
    notes = PageNotes(pages)
    return Manuscript(
        tuple(notes.lines), tuple(notes.entries), kind="PDF", pages=frozenset(notes.starts - {1})
    )


def _pages(data: bytes, place: Place) -> list[list[SizedLine]]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd is no matter of the user's
    try:
        return _texts(PdfReader(io.BytesIO(data)), place)
    except ScriptError:
        raise
    except FileNotDecryptedError as error:
        raise ScriptError("is locked by a password", at=place, hint="save it without one") from error
    except Exception as error:  # a damaged file makes pypdf fail in many ways
        raise ScriptError("is a damaged PDF file", at=place, hint=_SAVE) from error


def _texts(reader: PdfReader, place: Place) -> list[list[SizedLine]]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ScriptError("is locked by a password", at=place, hint="save it without one")
    if len(reader.pages) > MOST_PAGES:
        hint = "name a script, one episode a file"
        raise ScriptError(f"has more than {MOST_PAGES} pages", at=place, hint=hint)
    pages, size = list[list[SizedLine]](), 0
    for page in reader.pages:
        pieces = _pieces(page)
        pages.append(lines_of(pieces))
        size += sum(len(piece.text) for piece in pieces)
        if size > MOST_CHARS:
            raise ScriptError("holds more text than any script", at=place, hint="name one episode a file")
    return pages


def _pieces(page: PageObject) -> list[SizedText]:
    """The text of a page in the order of its reading, each stretch with the size that it is shown in."""
    pieces: list[SizedText] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        if text:
            scale = abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5
            pieces.append(SizedText(_tidy(text), size * scale))

    whole = page.extract_text(visitor_text=visit)
    if "".join("".join(piece.text for piece in pieces).split()) != "".join(_tidy(whole).split()):
        return [SizedText(_tidy(whole), 1.0)]  # the text counts before its sizes
    return pieces


def _tidy(text: str) -> str:
    """A page's text: ligatures as letters, no characters that only position."""
    for ligature, letters in {
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb00": "ff",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }.items():
        text = text.replace(ligature, letters)
    return text.replace("\0", "").replace("\f", "\n")
