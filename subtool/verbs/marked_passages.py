"""What somebody marked in a script to be cut: highlighted in Word, ==between equals signs== in text, or commented.

Each marked sentence is found in the cues; those that follow each other are one passage.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subtool.cues.find import CueRange, NotSaidError, by_quote, plain_words
from subtool.disk.reading import read_bytes
from subtool.errors import Place, ScriptError, SheetError
from subtool.model import Role
from subtool.text.encoding import decode
from subtool.text.zip_limits import is_document
from subtool.verbs.files import LARGEST_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from subtool.model import Sheet

MARKED = re.compile(r"==(?!=)(.{1,20000}?)(?<!=)==", re.DOTALL)
SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)]?\s+")
NOT_SPOKEN = re.compile(r"\[[^\[\]\n]{0,200}\]|\{[^{}\n]{0,2000}\}|[¹²³⁰⁴-⁹†‡*_`]|<[^<>\n]{0,200}>")
LABEL = re.compile(r"^\s*[A-ZÀ-Ý][A-ZÀ-Ý .'-]{1,40}:\s")
CHOSEN = "cut"  # what the comment of a cue begins with that is to be in the cut


@dataclass(frozen=True, slots=True)
class Marked:
    """The passages that are marked, in the order of the marks, and the sentences of them that no cue has."""

    passages: tuple[CueRange, ...]
    missing: tuple[str, ...]


def marked_in(path: Path, sheet: Sheet) -> Marked:
    """The passages that are marked in a script.

    Raises:
        ScriptError: the file cannot be read, or nothing in it is marked.
        SheetError: none of what is marked is said, or something is said more than once.
    """
    texts = list(_highlighted(path) if path.suffix.lower() == ".docx" else _between_equals(path))
    if not texts:
        hint = "highlight what to keep in Word, or write ==it between equals signs== in text and Markdown"
        raise ScriptError("nothing is marked in it", at=Place(str(path)), hint=hint)
    found, missing = list[CueRange](), list[str]()
    for text in texts:
        for number, sentence in enumerate(_sentences(text)):
            try:
                cues = by_quote(sheet, sentence)
            except NotSaidError:
                missing.append(sentence)
                continue
            except SheetError as error:
                raise error.located(Place(str(path))) from error
            if number and found and 0 <= cues.first - found[-1].last <= 1:
                cues = CueRange(found.pop().first, cues.last)
            found.append(cues)
    if not found:
        hint = f"the first is “{next(iter(missing), texts[0])}”"  # marks may hold nothing to say
        raise SheetError("nothing that is marked is said in the film", at=Place(str(path)), hint=hint)
    return Marked(tuple(found), tuple(missing))


def commented(sheet: Sheet) -> tuple[CueRange, ...]:
    """The cues whose comment begins with “cut”, as `review` writes it; those that follow each other together.

    Raises:
        SheetError: none has.
    """
    found: list[CueRange] = []
    for number, cue in enumerate(sheet.cues):
        if cue.role is Role.NOTE or not cue.comment.strip().lower().startswith(CHOSEN):
            continue
        if found and number == found[-1].last + 1:
            found[-1] = CueRange(found[-1].first, number)
        else:
            found.append(CueRange(number, number))
    if not found:
        hint = (
            f"begin the comment of each cue to keep with “{CHOSEN}” in `subtool review`, or name --by SCRIPT"
        )
        raise SheetError("no cue is chosen for the cut", hint=hint)
    return tuple(found)


def _between_equals(path: Path) -> Iterator[str]:
    text = decode(read_bytes(path, error=ScriptError), encoding=None, place=Place(str(path))).text
    for match in MARKED.finditer(text):
        yield match[1]


def _highlighted(path: Path) -> Iterator[str]:
    """Runs with a highlight or a shade, joined where nothing but space lies between them."""
    import docx

    place, hint = Place(str(path)), "save it as .docx"
    data = read_bytes(path, error=ScriptError, most=LARGEST_SCRIPT)
    if not is_document(data):
        raise ScriptError("is not a Word file, or unpacks to far more than any", at=place, hint=hint)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx has no error of its own for a file that is none
        raise ScriptError("is not a Word file", at=place, hint=hint) from error
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    for paragraph in paragraphs:
        marked, text = False, ""
        for run in paragraph.runs:
            is_marked = run.font.highlight_color is not None
            if marked and not is_marked and run.text.strip():
                yield text
                text = ""
            text = text + run.text if is_marked or (text and not run.text.strip()) else text
            marked = is_marked or (marked and not run.text.strip())
        if text.strip():
            yield text


def _sentences(text: str) -> Iterable[str]:
    plain = (LABEL.sub("", line) for line in text.splitlines())
    words = NOT_SPOKEN.sub("", " ".join(plain))
    return [sentence for sentence in SENTENCE.split(words) if plain_words(sentence)]
