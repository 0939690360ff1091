"""The kinds of file a script comes in: a module a kind, found by what is in the file before what it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from subtool.errors import ScriptError
from subtool.script.read.looks import (
    looks_like_final_draft,
    looks_like_fountain,
    looks_like_html,
    looks_like_latex,
    looks_like_markdown,
    looks_like_rst,
    looks_like_table,
    looks_like_wiki,
)
from subtool.text.encoding import SAVE_AS_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from subtool.errors import Place
    from subtool.script.manuscript import Manuscript

ZIPPED = b"PK\x03\x04"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_BOOK, _DOCUMENT = b"xl/workbook.xml", b"word/document.xml"
_MIMETYPE_WITHIN = 200  # of a zipped file whose first part says what it is
_MARKUP = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z][\w.-]{0,40}:[A-Za-z])")
_OTHER_MARKUP = {
    ".org": "an Org file", ".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".json": "JSON", ".yaml": "YAML",
    ".yml": "YAML",
    ".toml": "TOML", ".opml": "an outline (OPML)", ".ipynb": "a notebook", ".textile": "Textile", ".typ": "Typst",
}  # fmt: skip
_OTHER_FORMS = (
    (re.compile(r"\s*[\[{]\s*(?:\{\s*)?\"[\w $-]{1,60}\"\s*:"), "JSON"),
    (re.compile(r"(?:\s*#\+[A-Z_]{3,20}:.*\n)+", re.IGNORECASE), "an Org file"),
    (re.compile(r"\s*<opml\b", re.IGNORECASE), "an outline (OPML)"),
)
_OTHER_FILES = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARED = re.compile(
    rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{2,40})|<\?xml[^>]{1,100}?encoding\s*=\s*["']([\w-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; HTML asks for the first 1024 (section 4.2.5.4), saved pages are laxer


class Reader(Protocol):
    """What the module of a kind offers."""

    def read(self, text: str, place: Place, /) -> Manuscript: ...


class BinaryReader(Protocol):
    """What the module of a kind offers whose files are not text."""

    def read(self, data: bytes, place: Place, /) -> Manuscript: ...


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of text file: its module, its suffixes, and whether a text without one of them looks like it."""

    name: str
    module: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[str], bool]

    def read(self, text: str, place: Place) -> Manuscript:
        reader = cast("Reader", import_module(f"subtool.script.read.{self.module}"))
        return reader.read(text, place)


@dataclass(frozen=True, slots=True)
class BinaryKind:
    """A kind of file that is not text: its module."""

    module: str

    def read(self, data: bytes, place: Place) -> Manuscript:
        reader = cast("BinaryReader", import_module(f"subtool.script.read.{self.module}"))
        return reader.read(data, place)


PLAIN = FileKind("plain text", "plain", (".txt", ".text"), lambda _text: True)
# The surest first: a web page may hold what looks like Markdown.
KINDS = (
    FileKind("Final Draft", "final_draft", (".fdx",), looks_like_final_draft),
    FileKind("web page", "web", (".html", ".htm", ".xhtml"), looks_like_html),
    FileKind("table", "table", (".csv", ".tsv", ".tab"), looks_like_table),
    FileKind("Fountain", "fountain", (".fountain", ".spmd"), looks_like_fountain),
    FileKind("LaTeX", "latex", (".tex", ".latex", ".ltx"), looks_like_latex),
    FileKind("wiki", "wiki", (".wiki", ".mediawiki", ".mw"), looks_like_wiki),
    FileKind("reStructuredText", "restructured_text", (".rst", ".rest"), looks_like_rst),
    FileKind("Markdown", "markdown", (".md", ".markdown", ".mdown", ".mkd"), looks_like_markdown),
    PLAIN,
)
SUFFIXES = frozenset(
    (".docx", ".xlsx", ".odt", ".pdf", ".rtf", *(suffix for kind in KINDS for suffix in kind.suffixes))
)


def binary_kind_of(data: bytes) -> BinaryKind | None:
    """The kind of a file that is not text, by how it begins; None for a text."""
    if data.startswith(ZIPPED):
        if _BOOK in data and _DOCUMENT not in data:
            return BinaryKind("workbook")
        return BinaryKind("open_document" if _OPEN_DOCUMENT in data[:_MIMETYPE_WITHIN] else "word")
    if data.startswith(b"%PDF"):
        return BinaryKind("pdf")
    return BinaryKind("rich_text") if data.startswith(b"{\\rtf") else None


def refuse_markup(text: str, kind: FileKind, place: Place) -> None:
    """Refuse XML that is not a kind of script: its tags would become cues.

    Raises:
        ScriptError: it is.
    """
    if kind is PLAIN and (other := _other_markup(text, place.path)):
        hint = "export it as Word (.docx), HTML, Markdown or plain text, and name that"
        raise ScriptError(f"is {other}, which is not read as a script", at=place, hint=hint)
    if kind is PLAIN and _MARKUP.match(text.lstrip("\ufeff")):
        hint = "export it as Word (.docx), Fountain or plain text"
        raise ScriptError("is XML of a kind that is not known as a script", at=place, hint=hint)


def _other_markup(text: str, name: str) -> str:
    """What markup a text is in that no reader knows, by its suffix or its beginning; nothing where it may be prose."""
    named = _OTHER_MARKUP.get(PurePath(name).suffix.lower(), "")
    found = next((what for form, what in _OTHER_FORMS if form.match(text.lstrip("\ufeff"))), "")
    return named or found


def kind_of(text: str, name: str) -> FileKind:
    """The kind of a text: what it looks like, else what its suffix says, else plain."""
    suffix = PurePath(name).suffix.lower()
    named = next((kind for kind in KINDS if suffix in kind.suffixes), PLAIN)
    looked = next(kind for kind in KINDS if kind.looks_like(text))
    if named.name == "Fountain" and looked.name == "Markdown":  # "#" heads a section in both
        return named
    return named if looked is PLAIN else looked


def refuse_other_files(data: bytes, place: Place) -> None:
    """Refuse what is known not to be a script by how it begins.

    Raises:
        ScriptError: it is.
    """
    for opening, kind in _OTHER_FILES.items():
        if data.startswith(opening):
            raise ScriptError(f"is {kind}, not plain text", at=place, hint=SAVE_AS_TEXT)
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise ScriptError("is locked by a password", at=place, hint="save it in Word without one")
        raise ScriptError("is an old Word file (.doc)", at=place, hint="save it as .docx or plain text first")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a web page says it is in, when there is one of that name."""
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii", "replace").lower()
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return None
    # What pages call Latin-1 is Windows-1252, as browsers have it (https://encoding.spec.whatwg.org/#names-and-labels).
    return "cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else name
